/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor_key.c -- the key as it would be with another right answer to one item, in words
 * that the key can be given by. */
#include "config.h"

#include "data/doctor_checks.h"

#include <stdio.h>
#include <string.h>

#include "data/key.h"

struct words {
    char text[IRT_LONGEST_REMEDY + 2];
    size_t used;
    bool plain; /* single letters and digits so far: no commas needed */
    bool fits;
};

static void
add(struct words *words, const char *text)
{
    size_t length = strlen(text);

    words->fits = words->fits && words->used + length < sizeof words->text;
    if (!words->fits)
        return;
    memcpy(words->text + words->used, text, length + 1);
    words->used += length;
}

/* One answer with its score; false when a key has no words for it. */
static bool
add_answer(struct words *words, const char *option, unsigned score, bool first)
{
    char number[16];

    if (option[0] == '\0' || strpbrk(option, ",;|= \t") != NULL)
        return false;
    if (!first)
        add(words, "|");
    add(words, option);
    words->plain = words->plain && first && option[1] == '\0' && score == 1;
    if (score != 1) {
        snprintf(number, sizeof number, "=%u", score);
        add(words, number);
    }
    return true;
}

/* What the key has on an item; or, where other is none of it, that with its highest score. */
static bool
add_item(struct words *words, const struct irt_key_item *item, const char *other)
{
    unsigned highest = 0;

    for (size_t k = 0; k < item->answers; k++) {
        if (item->answer[k].score > highest)
            highest = item->answer[k].score;
        if (other != NULL && strcmp(item->answer[k].option, other) == 0)
            return false;
    }
    if (other != NULL)
        return add_answer(words, other, highest, true);
    for (size_t k = 0; k < item->answers; k++)
        if (!add_answer(words, item->answer[k].option, item->answer[k].score, k == 0))
            return false;
    return item->answers > 0;
}

static void
drop_commas(char *text)
{
    char *to = text;

    for (; *text != '\0'; text++)
        if (*text != ',')
            *to++ = *text;
    *to = '\0';
}

bool
irt_checkup_rekey(struct irt_checkup *checkup, size_t item, const char *option)
{
    const struct irt_responses *data = checkup->data;
    struct irt_key *key = irt_key_read(checkup->loaded->key, NULL);
    struct words words = { .plain = true, .fits = true };
    bool said = key != NULL;

    for (size_t j = 0; said && j < data->items; j++) {
        const struct irt_key_item *of = irt_key_item(key, data->item_name[j], j);

        if (j > 0)
            add(&words, ",");
        said = of != NULL && add_item(&words, of, j == item ? option : NULL);
    }
    irt_key_free(key);
    if (!said || !words.fits || data->items < 2)
        return true;
    if (words.plain)
        drop_commas(words.text);
    return irt_findings_remedy(checkup->findings, "key", words.text);
}
