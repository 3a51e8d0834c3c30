/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_file.c -- the text of the file is walked through twice: first to see whether it is a table of
 * items and answers or a list of answers, then to take them. */
#include "config.h"

#include "data/key_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/key_text.h"
#include "data/responses.h"
#include "data/table.h"

#define NO_CELL     ((size_t)-1)
#define LARGEST_KEY ((size_t)16 << 20) /* bytes */

/* How the file is laid out. */
struct layout {
    size_t rows, cells;
    bool header;
    bool table;                 /* of items and answers */
    size_t item, answer, score; /* their cells in a row; score may be NO_CELL */
};

static bool
is_word(struct irt_cell cell, const char *word)
{
    return cell.length == strlen(word) && strncasecmp(cell.text, word, cell.length) == 0;
}

static size_t
find_word(const struct irt_table *table, const char *word)
{
    for (size_t k = 0; k < table->cells; k++)
        if (is_word(table->cell[k], word))
            return k;
    return NO_CELL;
}

/* What the first row says. */
static void
look_at_first(struct layout *layout, const struct irt_table *table)
{
    size_t answer = find_word(table, "answer");

    if (answer == NO_CELL)
        answer = find_word(table, "key");
    layout->cells = table->cells;
    layout->header = answer != NO_CELL;
    layout->table = find_word(table, "item") != NO_CELL && answer != NO_CELL;
    layout->item = layout->table ? find_word(table, "item") : 0;
    layout->answer = answer != NO_CELL ? answer : 1;
    layout->score = layout->header      ? find_word(table, "score")
                    : layout->cells > 2 ? 2
                                        : NO_CELL;
}

/* The file's text, so that a pipe can be walked through twice too. */
static char *
slurp(const char *file, size_t *length, struct irt_error *error)
{
    FILE *in = fopen(file, "rb");
    char *text = malloc(LARGEST_KEY), *fitting;

    *length = 0;
    if (in == NULL)
        irt_fail(error, IRT_BAD_DATA, "%.200s: cannot be read: %s; give the key's file",
                 file, strerror(errno));
    else if (text == NULL)
        irt_fail(error, IRT_NO_MEMORY, "there is no memory for the key");
    else {
        *length = fread(text, 1, LARGEST_KEY, in);
        if (ferror(in) || *length == LARGEST_KEY)
            irt_fail(error, IRT_BAD_DATA,
                     "%.200s: cannot be read, or is no key; give the key's file", file);
        else if (*length == 0)
            irt_fail(error, IRT_BAD_DATA,
                     "%.200s:1: the key is empty; write one answer a line", file);
        else if ((fitting = realloc(text, *length)) != NULL) {
            fclose(in);
            return fitting;
        }
    }
    if (in != NULL)
        fclose(in);
    free(text);
    return NULL;
}

static bool
look(struct layout *layout, const char *text, size_t length, const char *file,
     struct irt_error *error)
{
    struct irt_table table;
    enum irt_next next = IRT_NEXT_FAILED;

    *layout = (struct layout){ .rows = 0 };
    if (irt_table_open_memory(&table, text, length, file, error))
        for (next = irt_table_next(&table, error); next == IRT_NEXT_ROW;
             next = irt_table_next(&table, error))
            if (layout->rows++ == 0)
                look_at_first(layout, &table);
    if (next == IRT_NEXT_END && layout->rows <= layout->header) {
        irt_fail(error, IRT_BAD_DATA,
                 "%s:1: there is no answer in the key; write one a line, or a table of "
                 "item and answer",
                 table.source.name);
        next = IRT_NEXT_FAILED;
    }
    irt_table_close(&table);
    layout->rows -= layout->header && layout->rows > 0;
    if (!layout->header && layout->rows > 1 && layout->cells > 1)
        layout->table = true;
    return next == IRT_NEXT_END;
}

static bool
refuse(const struct irt_table *table, struct irt_error *error, const char *why)
{
    return irt_fail(error, IRT_BAD_DATA, "%s:%zu: %s", table->source.name, table->line,
                    why);
}

/* The item of a row in a table, which may have had a row before. */
static struct irt_key_item *
named_item(struct irt_key *key, struct irt_cell cell)
{
    char name[IRT_LONGEST_NAME + 1];
    struct irt_key_item *item;
    bool changed = false;

    irt_clean(name, sizeof name, cell.text, cell.length, &changed);
    for (size_t j = 0; j < key->items; j++)
        if (strcmp(key->item[j].name, name) == 0)
            return &key->item[j];
    item = irt_key_add(key);
    if (item == NULL)
        return NULL;
    item->name = strdup(name);
    if (item->name != NULL)
        return item;
    key->items--;
    return NULL;
}

static bool
take_table_row(struct irt_key *key, const struct layout *layout,
               const struct irt_table *table, struct irt_error *error)
{
    struct irt_key_item *item;
    double score = 1;

    if (table->cells <= layout->item || table->cells <= layout->answer)
        return refuse(table, error,
                      "the row has no answer; write item, answer and, if "
                      "wanted, score");
    if (table->cell[layout->item].length == 0)
        return refuse(table, error,
                      "the item has no name; write item, answer and, if "
                      "wanted, score");
    if (layout->score < table->cells && table->cell[layout->score].length > 0 &&
        (!irt_cell_number(table->cell[layout->score], &score) ||
         !(score >= 0 && score <= IRT_LARGEST_CODE) || score != floor(score)))
        return refuse(table, error, "the score is no whole number from 0 to 254");
    item = named_item(key, table->cell[layout->item]);
    if (item == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "there is no memory for the key");
    return irt_key_add_answers(item, table->cell[layout->answer], (unsigned)score,
                               table->source.name, table->line, error);
}

/* The answers of one item a cell; a single cell may hold them all. */
static bool
take_list_row(struct irt_key *key, const struct layout *layout,
              const struct irt_table *table, struct irt_error *error)
{
    if (layout->rows == 1 && table->cells == 1)
        return irt_key_read_text(key, table->cell[0], table->source.name, table->line,
                                 error);
    if (layout->rows > 1 && table->cells > 1)
        return refuse(table, error,
                      "the row has more than one answer; write one a line, "
                      "or a table of item and answer");
    for (size_t k = 0; k < table->cells; k++) {
        struct irt_key_item *item = irt_key_add(key);

        if (item == NULL)
            return irt_fail(error, IRT_NO_MEMORY, "there is no memory for the key");
        if (!irt_key_add_answers(item, table->cell[k], 1, table->source.name, table->line,
                                 error))
            return false;
    }
    return true;
}

static bool
take_all(struct irt_key *key, const char *text, size_t length, const char *file,
         struct irt_error *error)
{
    struct layout layout;
    struct irt_table table;
    enum irt_next next = IRT_NEXT_FAILED;
    bool first = true, taken = true;

    if (!look(&layout, text, length, file, error))
        return false;
    key->named = layout.table;
    if (irt_table_open_memory(&table, text, length, file, error))
        for (next = irt_table_next(&table, error); taken && next == IRT_NEXT_ROW;) {
            if (!first || !layout.header)
                taken = layout.table ? take_table_row(key, &layout, &table, error)
                                     : take_list_row(key, &layout, &table, error);
            first = false;
            if (taken)
                next = irt_table_next(&table, error);
        }
    irt_table_close(&table);
    return taken && next == IRT_NEXT_END;
}

bool
irt_key_read_file(struct irt_key *key, const char *file, struct irt_error *error)
{
    size_t length;
    char *text = slurp(file, &length, error);
    bool taken = text != NULL && take_all(key, text, length, file, error);

    free(text);
    return taken;
}
