/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/factor.h"

#include <stdlib.h>
#include <string.h>

void
irt_factor_free(struct irt_factor *factor)
{
    if (factor == NULL)
        return;
    for (size_t k = 0; factor->level != NULL && k < factor->levels; k++)
        free(factor->level[k]);
    free(factor->level);
    free(factor->of_row);
    free(factor->name);
    free(factor);
}

void
irt_factor_reader_free(struct irt_factor_reader *reader)
{
    irt_names_free(&reader->level);
    free(reader->of_row);
    *reader = (struct irt_factor_reader){ .of_row = NULL };
}

static bool
no_memory(const struct irt_place *place, size_t line, struct irt_error *error)
{
    return irt_place_fail(place, line, error, IRT_NO_MEMORY,
                          "there is no memory for the groups");
}

static bool
make_room(struct irt_factor_reader *reader, size_t row)
{
    size_t capacity = 2 * row + 256;
    uint32_t *of_row;

    if (row < reader->capacity)
        return true;
    of_row = realloc(reader->of_row, capacity * sizeof *of_row);
    if (of_row == NULL)
        return false;
    reader->of_row = of_row;
    reader->capacity = capacity;
    return true;
}

/* The number of the level that a cell names, or IRT_NO_LEVEL; false without memory. */
static bool
read_level(struct irt_factor_reader *reader, struct irt_cell cell,
           const struct irt_missing *missing, uint32_t *level)
{
    char name[IRT_LONGEST_NAME + 1];
    bool changed = false;
    double value;
    size_t length = irt_clean(name, sizeof name, cell.text, cell.length, &changed),
           number;

    *level = IRT_NO_LEVEL;
    if (length == 0 || irt_cell_read(cell, missing, &value) == IRT_CELL_MISSING)
        return true;
    number = irt_names_add(&reader->level, name, length);
    *level = (uint32_t)number;
    return number != IRT_NO_NAME;
}

bool
irt_factor_take(struct irt_factor_reader *reader, size_t row, struct irt_cell cell,
                const struct irt_missing *missing, const struct irt_place *place,
                size_t line, struct irt_error *error)
{
    char one[IRT_SHOWN], other[IRT_SHOWN];
    uint32_t level, before;

    if (!make_room(reader, row) || !read_level(reader, cell, missing, &level))
        return no_memory(place, line, error);
    before = row < reader->rows ? reader->of_row[row] : IRT_NO_LEVEL;
    if (before != IRT_NO_LEVEL && level != IRT_NO_LEVEL && before != level)
        return irt_place_fail(place, line, error, IRT_BAD_DATA,
                              "the person is of group '%s' here and was of '%s' before; "
                              "give a person one group",
                              irt_names_show(&reader->level, level, one),
                              irt_names_show(&reader->level, before, other));
    reader->of_row[row] = level != IRT_NO_LEVEL ? level : before;
    if (row >= reader->rows)
        reader->rows = row + 1;
    return true;
}

struct irt_factor *
irt_factor_finish(struct irt_factor_reader *reader, const char *name,
                  struct irt_error *error)
{
    struct irt_factor *factor = calloc(1, sizeof *factor);
    bool done = factor != NULL;

    if (done) {
        factor->name = strdup(name);
        factor->level = calloc(reader->level.count + 1, sizeof *factor->level);
        done = factor->name != NULL && factor->level != NULL;
    }
    for (size_t k = 0; done && k < reader->level.count; k++) {
        factor->level[k] = strdup(irt_names_text(&reader->level, k));
        factor->levels = k + 1;
        done = factor->level[k] != NULL;
    }
    if (!done) {
        irt_factor_free(factor);
        irt_fail(error, IRT_NO_MEMORY, "there is no memory for the groups");
        return NULL;
    }
    factor->of_row = reader->of_row;
    reader->of_row = NULL;
    reader->rows = reader->capacity = 0;
    return factor;
}
