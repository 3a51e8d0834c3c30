/* SPDX-License-Identifier: GPL-3.0-or-later */
/* long.c -- the matrix grows with the persons and the items that turn up.  While reading a
 * cell has two bytes, so that a response that was missing can be told from none. */
#include "config.h"

#include "data/long.h"

#include <stdlib.h>
#include <string.h>

#include "data/answers.h"
#include "data/school.h"

/* A matrix this large that has a response in one of so many cells only is a mistake. */
#define LARGE_MATRIX  ((size_t)1 << 26)
#define SPARSE_MATRIX 1000

enum { NOT_SEEN = 0, SEEN_MISSING = 256 }; /* else code + 1 */

struct irt_long {
    const struct irt_columns *columns;
    const struct irt_missing *missing;
    const struct irt_key *key; /* NULL: none */
    const struct irt_place *place;
    struct irt_answers **answers; /* width: of a keyed item; NULL: no key */
    struct irt_names wanted;      /* of --items; empty: all */
    struct irt_names unwanted;    /* of --omit */
    struct irt_names person, item, schools;
    struct irt_factor_reader factor;
    size_t rows, width; /* room in cell */
    uint16_t *cell;     /* person * width + item */
    uint32_t *school;   /* rows, or NULL */
    size_t responses;
    bool numbers; /* some response was one */
    bool changed; /* some name was */
    size_t last_line;
};

static bool
no_memory(const struct irt_long *table, struct irt_error *error)
{
    return irt_place_fail(table->place, table->last_line, error, IRT_NO_MEMORY,
                          "there is no memory for more responses");
}

struct irt_long *
irt_long_new(const struct irt_columns *columns, const struct irt_missing *missing,
             const struct irt_key *key, const char *items, const char *omit,
             const struct irt_place *place, struct irt_error *error)
{
    struct irt_long *table = calloc(1, sizeof *table);
    bool done = table != NULL;
    struct irt_cell name;

    while (done && items != NULL && irt_list_next(&items, &name))
        done = irt_names_add(&table->wanted, name.text, name.length) != IRT_NO_NAME;
    while (done && omit != NULL && irt_list_next(&omit, &name))
        done = irt_names_add(&table->unwanted, name.text, name.length) != IRT_NO_NAME;
    if (!done) {
        irt_long_free(table);
        irt_fail(error, IRT_NO_MEMORY, "%s: there is no memory to read it", place->file);
        return NULL;
    }
    table->columns = columns;
    table->missing = missing;
    table->key = key;
    table->place = place;
    return table;
}

void
irt_long_free(struct irt_long *table)
{
    if (table == NULL)
        return;
    for (size_t j = 0; table->answers != NULL && j < table->width; j++)
        if (table->answers[j] != NULL) {
            irt_answers_free(table->answers[j]);
            free(table->answers[j]);
        }
    free(table->answers);
    irt_names_free(&table->wanted);
    irt_names_free(&table->unwanted);
    irt_names_free(&table->person);
    irt_names_free(&table->item);
    irt_names_free(&table->schools);
    irt_factor_reader_free(&table->factor);
    free(table->cell);
    free(table->school);
    free(table);
}

/* --- rows -------------------------------------------------------------------------------- */

static bool
grow_answers(struct irt_long *table, size_t width)
{
    struct irt_answers **larger = realloc(table->answers, width * sizeof *larger);

    if (larger == NULL)
        return false;
    for (size_t j = table->width; j < width; j++)
        larger[j] = NULL;
    table->answers = larger;
    return true;
}

/* Copies the cells into a larger matrix of zeros. */
static bool
grow_cells(struct irt_long *table, size_t rows, size_t width, struct irt_error *error)
{
    uint16_t *cell;

    if (rows > LARGE_MATRIX / width && rows / SPARSE_MATRIX * width > table->responses)
        return irt_place_fail(table->place, table->last_line, error, IRT_BAD_DATA,
                              "%zu persons and %zu items have only %zu responses; are "
                              "these the right columns?",
                              table->person.count, table->item.count, table->responses);
    if (table->key != NULL && !grow_answers(table, width))
        return no_memory(table, error);
    if (rows > SIZE_MAX / sizeof *cell / width ||
        (cell = calloc(rows * width, sizeof *cell)) == NULL)
        return no_memory(table, error);
    for (size_t i = 0; i < table->rows; i++)
        memcpy(cell + i * width, table->cell + i * table->width,
               table->width * sizeof *cell);
    free(table->cell);
    table->cell = cell;
    table->rows = rows;
    table->width = width;
    return true;
}

static bool
make_room(struct irt_long *table, struct irt_error *error)
{
    bool more_rows = table->person.count > table->rows;
    bool more_items = table->item.count > table->width || table->width == 0;
    size_t rows = more_rows ? 2 * table->rows + 64 : table->rows;
    size_t width = more_items ? table->width + table->width / 2 + 16 : table->width;

    if (!more_rows && !more_items)
        return true;
    if (table->person.count > IRT_MOST_ROWS || table->item.count > IRT_MOST_ITEMS)
        return irt_place_fail(table->place, table->last_line, error, IRT_BAD_DATA,
                              "there are more than %u persons or %u items; are these the "
                              "right columns?",
                              IRT_MOST_ROWS, IRT_MOST_ITEMS);
    if (table->columns->school != IRT_NO_COLUMN && more_rows) {
        uint32_t *school = realloc(table->school, rows * sizeof *school);
        if (school == NULL)
            return no_memory(table, error);
        table->school = school;
    }
    return grow_cells(table, rows, width, error);
}

/* The number of a person or item; IRT_NO_NAME with no error: an item that is not wanted. */
static bool
take_name(struct irt_long *table, struct irt_names *names, struct irt_cell cell,
          const char *what, size_t *number, struct irt_error *error)
{
    const struct irt_names *wanted = table->wanted.count > 0 ? &table->wanted : NULL;
    char name[IRT_LONGEST_NAME + 1];
    size_t length = irt_clean(name, sizeof name, cell.text, cell.length, &table->changed);

    *number = IRT_NO_NAME;
    if (length == 0)
        return irt_place_fail(table->place, table->last_line, error, IRT_BAD_DATA,
                              "the %s is missing; add its name, or remove the row", what);
    if (names == &table->item &&
        ((wanted != NULL && irt_names_find(wanted, name, length) == IRT_NO_NAME) ||
         irt_names_find(&table->unwanted, name, length) != IRT_NO_NAME))
        return true;
    *number = irt_names_add(names, name, length);
    return *number != IRT_NO_NAME || no_memory(table, error);
}

static bool
take_school(struct irt_long *table, size_t person, bool first, struct irt_cell cell,
            struct irt_error *error)
{
    size_t school = irt_school_of(&table->schools, cell, table->missing, table->place,
                                  table->last_line, error);
    char name[IRT_SHOWN], one[IRT_SHOWN];

    if (school == IRT_NO_NAME)
        return false;
    if (first)
        table->school[person] = (uint32_t)school;
    if (table->school[person] == school)
        return true;
    return irt_place_fail(
        table->place, table->last_line, error, IRT_BAD_DATA,
        "person '%s' was of school '%s' before; give a person one school",
        irt_names_show(&table->person, person, name),
        irt_names_show(&table->schools, table->school[person], one));
}

/* Room for the answers to an item that the key scores, if it does. */
static bool
open_answers(struct irt_long *table, size_t item, struct irt_error *error)
{
    if (table->answers[item] != NULL ||
        !irt_key_covers(table->key, irt_names_text(&table->item, item)))
        return true;
    table->answers[item] = calloc(1, sizeof **table->answers);
    return table->answers[item] != NULL || no_memory(table, error);
}

static bool
take_answer(struct irt_long *table, size_t item, struct irt_cell cell, uint16_t *out,
            struct irt_error *error)
{
    uint8_t number = 0;

    if (!irt_answers_take(table->answers[item], cell, table->missing, table->place,
                          table->last_line, irt_names_text(&table->item, item), &number,
                          error))
        return false;
    table->numbers = table->numbers || number != IRT_MISSING;
    *out = number == IRT_MISSING ? SEEN_MISSING : (uint16_t)(number + 1);
    return true;
}

static bool
take_response(struct irt_long *table, size_t item, struct irt_cell cell, uint16_t *out,
              struct irt_error *error)
{
    char column[IRT_SHOWN], shown[IRT_SHOWN];
    uint8_t code = 0;
    double value;

    if (table->key != NULL && !open_answers(table, item, error))
        return false;
    if (table->key != NULL && table->answers[item] != NULL)
        return take_answer(table, item, cell, out, error);
    irt_columns_show(table->columns, table->columns->response, column);
    switch (irt_cell_read(cell, table->missing, &value)) {
    case IRT_CELL_MISSING: *out = SEEN_MISSING; return true;
    case IRT_CELL_TEXT:
        return irt_place_fail(table->place, table->last_line, error, IRT_BAD_DATA,
                              "column '%s' has '%s', which is no number; correct it, or "
                              "list it in --missing",
                              column, irt_show(shown, cell.text, cell.length));
    case IRT_CELL_NUMBER:
        if (!irt_cell_code(value, cell, table->place, table->last_line, column,
                           "correct it, or list it in --missing", &code, error))
            return false;
        table->numbers = true;
    }
    *out = (uint16_t)(code + 1);
    return true;
}

bool
irt_long_row(struct irt_long *table, const struct irt_cell *cell, size_t cells,
             size_t line, struct irt_error *error)
{
    const struct irt_columns *columns = table->columns;
    size_t before = table->person.count, person, item;
    char name[IRT_SHOWN], other[IRT_SHOWN];
    uint16_t *place;

    table->last_line = line;
    if (cells != columns->names.count)
        return irt_columns_ragged(columns, cells, table->place, line, error);
    if (!take_name(table, &table->person, cell[columns->person], "person", &person,
                   error) ||
        !take_name(table, &table->item, cell[columns->key], "item", &item, error) ||
        !make_room(table, error))
        return false;
    if (table->school != NULL && !take_school(table, person, table->person.count > before,
                                              cell[columns->school], error))
        return false;
    if (columns->factor != IRT_NO_COLUMN &&
        !irt_factor_take(&table->factor, person, cell[columns->factor], table->missing,
                         table->place, line, error))
        return false;
    if (item == IRT_NO_NAME)
        return true;
    place = &table->cell[person * table->width + item];
    if (*place != NOT_SEEN)
        return irt_place_fail(table->place, line, error, IRT_BAD_DATA,
                              "person '%s' has a second response to item '%s'; keep one",
                              irt_names_show(&table->person, person, name),
                              irt_names_show(&table->item, item, other));
    table->responses++;
    return take_response(table, item, cell[columns->response], place, error);
}

/* --- the end ----------------------------------------------------------------------------- */

/* The order of the items: as they came, or by value when all names are numbers. */
static bool
sort_items(const struct irt_long *table, size_t *order)
{
    const struct irt_names *item = &table->item;
    bool numbers = true;
    struct irt_names_entry *entry = malloc((item->count + 1) * sizeof *entry);

    if (entry == NULL)
        return false;
    for (size_t j = 0; j < item->count; j++) {
        const char *name = irt_names_text(item, j);
        double value;
        entry[j] = (struct irt_names_entry){ name, j };
        numbers =
            numbers && irt_cell_number((struct irt_cell){ name, strlen(name) }, &value);
    }
    if (numbers)
        irt_names_sort(entry, item->count);
    for (size_t j = 0; j < item->count; j++)
        order[j] = entry[j].number;
    free(entry);
    return true;
}

static bool
check_any(const struct irt_long *table, struct irt_error *error)
{
    char shown[IRT_SHOWN];

    for (size_t k = 0; k < table->wanted.count; k++) {
        const char *name = irt_names_text(&table->wanted, k);
        if (irt_names_find(&table->item, name, strlen(name)) == IRT_NO_NAME &&
            irt_names_find(&table->unwanted, name, strlen(name)) == IRT_NO_NAME)
            return irt_place_fail(table->place, table->last_line, error, IRT_BAD_DATA,
                                  "no row has the item '%s'; correct --items",
                                  irt_show(shown, name, strlen(name)));
    }
    for (size_t k = 0; table->key != NULL && table->key->named && k < table->key->items;
         k++) {
        const char *name = table->key->item[k].name;
        if (irt_names_find(&table->item, name, strlen(name)) == IRT_NO_NAME &&
            irt_names_find(&table->unwanted, name, strlen(name)) == IRT_NO_NAME &&
            table->wanted.count == 0)
            return irt_place_fail(table->place, 0, error, IRT_BAD_DATA,
                                  "no row has the item '%s' of --key; correct the key",
                                  irt_show(shown, name, strlen(name)));
    }
    if (!table->numbers)
        return irt_place_fail(
            table->place, table->last_line > 0 ? table->last_line : 1, error,
            IRT_BAD_DATA, "there is no response; give the responses as numbers from 0");
    return true;
}

static bool
fill(struct irt_long *table, struct irt_responses *data, const size_t *order)
{
    size_t rows = data->rows, items = data->items;
    bool named = true;

    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < items; j++) {
            uint16_t cell = table->cell[i * table->width + order[j]];
            if (cell != NOT_SEEN && cell != SEEN_MISSING)
                data->code[i * items + j] = (uint8_t)(cell - 1);
        }
    for (size_t j = 0; j < items; j++) {
        free(data->item_name[j]);
        data->item_name[j] = strdup(irt_names_text(&table->item, order[j]));
        named = named && data->item_name[j] != NULL;
    }
    data->person_id = irt_names_pack(&table->person, NULL, rows);
    data->school = table->school;
    table->school = NULL;
    return named && data->person_id != NULL;
}

/* Hands over the groups. */
static bool
finish_factor(struct irt_long *table, struct irt_responses *data, struct irt_error *error)
{
    size_t column = table->columns->factor;

    if (column == IRT_NO_COLUMN)
        return true;
    data->factor =
        irt_factor_finish(&table->factor, irt_names_text(&table->columns->names, column),
                          error);
    return data->factor != NULL;
}

/* Turns the answers to keyed items into scores. */
static bool
score(const struct irt_long *table, struct irt_responses *data, const size_t *order,
      struct irt_error *error)
{
    struct irt_answers **of_item;
    bool scored;

    if (table->key == NULL)
        return true;
    of_item = malloc((data->items + 1) * sizeof *of_item);
    if (of_item == NULL)
        return no_memory(table, error);
    for (size_t j = 0; j < data->items; j++)
        of_item[j] = table->answers[order[j]];
    scored = irt_answers_score(data, of_item, table->key, table->place, error);
    free(of_item);
    return scored;
}

static bool
finish(struct irt_long *table, struct irt_responses *data, size_t *order,
       struct irt_notes *notes, struct irt_error *error)
{
    if (!sort_items(table, order) || !fill(table, data, order) ||
        (table->changed &&
         !irt_notes_add(
             notes,
             "names were changed: they had bytes that are no UTF-8 text (taken "
             "as Windows-1252), or were longer than %d bytes",
             IRT_LONGEST_NAME)))
        return no_memory(table, error);
    if (!score(table, data, order, error) || !finish_factor(table, data, error) ||
        (data->school != NULL && !irt_school_sort(data, &table->schools, error)))
        return false;
    irt_responses_count(data);
    return true;
}

struct irt_responses *
irt_long_finish(struct irt_long *table, struct irt_notes *notes, struct irt_error *error)
{
    struct irt_responses *data;
    size_t *order;
    bool finished;

    if (!check_any(table, error))
        return NULL;
    data = irt_responses_new(table->person.count, table->item.count, error);
    if (data == NULL)
        return NULL;
    order = malloc((data->items + 1) * sizeof *order);
    finished = order != NULL ? finish(table, data, order, notes, error)
                             : no_memory(table, error);
    free(order);
    if (finished)
        return data;
    irt_responses_free(data);
    return NULL;
}
