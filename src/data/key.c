/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/key.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/key_file.h"
#include "data/key_text.h"
#include "data/responses.h"

void
irt_key_free(struct irt_key *key)
{
    if (key == NULL)
        return;
    for (size_t j = 0; j < key->items; j++) {
        for (size_t k = 0; k < key->item[j].answers; k++)
            free(key->item[j].answer[k].option);
        free(key->item[j].answer);
        free(key->item[j].name);
    }
    free(key->item);
    free(key);
}

void
irt_option_text(char out[IRT_LONGEST_NAME + 1], struct irt_cell cell)
{
    bool changed = false;
    double value;

    if (irt_cell_number(cell, &value)) {
        snprintf(out, IRT_LONGEST_NAME + 1, "%.15g", value == 0 ? 0.0 : value);
        return;
    }
    irt_clean(out, IRT_LONGEST_NAME + 1, cell.text, cell.length, &changed);
    if (out[0] >= 'a' && out[0] <= 'z' && out[1] == '\0')
        out[0] = (char)(out[0] - 'a' + 'A');
}

/* --- reading --------------------------------------------------------------------------- */

/* Does the text name a file, though there is none? */
static bool
looks_like_a_file(const char *key)
{
    static const char *const ending[] = { ".csv", ".txt", ".key", ".tsv", ".dat" };
    size_t length = strlen(key);

    for (size_t k = 0; k < sizeof ending / sizeof *ending; k++)
        if (length > 4 && strcmp(key + length - 4, ending[k]) == 0)
            return true;
    return strchr(key, '/') != NULL;
}

static bool
read_any(struct irt_key *key, const char *from, struct irt_error *error)
{
    struct stat about;

    if (stat(from, &about) == 0 && !S_ISDIR(about.st_mode))
        return irt_key_read_file(key, from, error);
    if (looks_like_a_file(from))
        return irt_fail(error, IRT_BAD_DATA,
                        "key: there is no file '%.200s'; give the key's file, or its "
                        "answers, such as ABDCA",
                        from);
    return irt_key_read_text(key, (struct irt_cell){ from, strlen(from) }, "key", 0,
                             error);
}

struct irt_key *
irt_key_read(const char *key, struct irt_error *error)
{
    struct irt_key *out = calloc(1, sizeof *out);

    if (out == NULL) {
        irt_fail(error, IRT_NO_MEMORY, "there is no memory for the key");
        return NULL;
    }
    if (read_any(out, key, error))
        return out;
    irt_key_free(out);
    return NULL;
}

/* --- asking ---------------------------------------------------------------------------- */

static const struct irt_key_item *
find(const struct irt_key *key, const char *name)
{
    for (size_t j = 0; j < key->items; j++)
        if (strcmp(key->item[j].name, name) == 0)
            return &key->item[j];
    return NULL;
}

bool
irt_key_covers(const struct irt_key *key, const char *name)
{
    return !key->named || find(key, name) != NULL;
}

const struct irt_key_item *
irt_key_item(const struct irt_key *key, const char *name, size_t place)
{
    if (key->named)
        return find(key, name);
    return place < key->items ? &key->item[place] : NULL;
}

uint8_t
irt_key_score(const struct irt_key_item *item, const char *option)
{
    for (size_t k = 0; k < item->answers; k++)
        if (strcmp(item->answer[k].option, option) == 0)
            return item->answer[k].score;
    return 0;
}

bool
irt_key_has(const struct irt_key *key, struct irt_cell cell)
{
    char option[IRT_LONGEST_NAME + 1];

    irt_option_text(option, cell);
    for (size_t j = 0; j < key->items; j++)
        for (size_t k = 0; k < key->item[j].answers; k++)
            if (strcmp(key->item[j].answer[k].option, option) == 0)
                return true;
    return false;
}
