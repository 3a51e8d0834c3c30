/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/key_row.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/key_text.h"

#define FEWEST_ANSWERS 2

/* As people head it, in several languages. */
static const char *const words[] = {
    "key",
    "the key",
    "answer key",
    "answerkey",
    "answers key",
    "correct answer",
    "correct answers",
    "right answers",
    "correct",
    "solution",
    "solutions",
    "schl\xc3\xbcssel",
    "SCHL\xc3\x9cSSEL",
    "l\xc3\xb6sung",
    "L\xc3\x96SUNG",
    "l\xc3\xb6sungen",
    "l\xc3\xb6sungsschl\xc3\xbcssel",
    "musterl\xc3\xb6sung",
    "loesung",
    "schluessel",
    "cl\xc3\xa9",
    "corrig\xc3\xa9",
    "clave",
    "respuestas correctas",
    "chiave",
    "soluzioni",
    "sleutel",
    "gabarito",
    NULL,
};

/* How an answer is written, the first kinds before the others. */
enum kind { IS_LETTER, IS_TEXT, IS_NUMBER, IS_NONE };

static bool
is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A, or A|C. */
static bool
are_letters(struct irt_cell cell)
{
    for (size_t k = 0; k < cell.length; k++)
        if (k % 2 == 0 ? !is_letter(cell.text[k]) : cell.text[k] != '|')
            return false;
    return cell.length % 2 == 1;
}

static enum kind
kind_of(struct irt_cell cell, const struct irt_missing *missing)
{
    double value;

    switch (irt_cell_read(cell, missing, &value)) {
    case IRT_CELL_MISSING: return IS_NONE;
    case IRT_CELL_NUMBER: return cell.length == 1 ? IS_NUMBER : IS_NONE;
    case IRT_CELL_TEXT: return are_letters(cell) ? IS_LETTER : IS_TEXT;
    }
    return IS_NONE;
}

/* The column with the word; IRT_NO_COLUMN: it is a row as any. */
static size_t
word_column(const struct irt_cell *cell, size_t cells)
{
    size_t k = 0;

    while (k < cells && cell[k].length == 0)
        k++;
    return k < cells && irt_cell_is_one_of(cell[k], words) ? k : IRT_NO_COLUMN;
}

/* The kind of the answers: the first that there are several of. */
static enum kind
find_kind(const struct irt_columns *columns, const struct irt_cell *cell, size_t cells,
          const struct irt_missing *missing)
{
    size_t count[IS_NONE + 1] = { 0 }, word = word_column(cell, cells);

    if (word == IRT_NO_COLUMN || cells != columns->names.count)
        return IS_NONE;
    for (size_t k = 0; k < cells; k++)
        if (k != word && columns->item[k])
            count[kind_of(cell[k], missing)]++;
    for (enum kind kind = IS_LETTER; kind < IS_NONE; kind++)
        if (count[kind] >= FEWEST_ANSWERS)
            return kind;
    return IS_NONE;
}

bool
irt_is_key_row(const struct irt_columns *columns, const struct irt_cell *cell,
               size_t cells, const struct irt_missing *missing)
{
    return find_kind(columns, cell, cells, missing) != IS_NONE;
}

struct irt_key *
irt_key_of_row(struct irt_columns *columns, const struct irt_cell *cell, size_t cells,
               const struct irt_missing *missing, const struct irt_place *place,
               size_t line, struct irt_error *error)
{
    enum kind kind = find_kind(columns, cell, cells, missing);
    size_t word = word_column(cell, cells);
    struct irt_key *key = calloc(1, sizeof *key);
    bool done = key != NULL || irt_place_fail(place, line, error, IRT_NO_MEMORY,
                                              "there is no memory for the key");

    for (size_t k = 0; done && k < cells; k++) {
        struct irt_key_item *item;

        if (!columns->item[k])
            continue;
        columns->item[k] = k != word && kind_of(cell[k], missing) == kind;
        if (!columns->item[k])
            continue;
        item = irt_key_add(key);
        if (item != NULL)
            item->name = strdup(irt_names_text(&columns->names, k));
        done = item != NULL && item->name != NULL
                   ? irt_key_add_answers(item, cell[k], 1, place->file, line, error)
                   : irt_place_fail(place, line, error, IRT_NO_MEMORY,
                                    "there is no memory for the key");
    }
    if (!done) {
        irt_key_free(key);
        return NULL;
    }
    key->named = true;
    return key;
}
