/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/school_truth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/names.h"
#include "data/table.h"

/* The school that a cell names, as names of the data were cleaned; data->schools: none. */
static size_t
find_school(const struct irt_responses *data, struct irt_cell cell)
{
    char name[IRT_LONGEST_NAME + 1];
    bool changed = false;
    size_t k = 0;

    irt_clean(name, sizeof name, cell.text, cell.length, &changed);
    while (k < data->schools && strcmp(data->school_name[k], name) != 0)
        k++;
    return k;
}

static bool
take_row(const struct irt_table *table, const struct irt_responses *data, size_t name,
         size_t value, double *effect, struct irt_error *error)
{
    double x;
    size_t k;

    if (table->cells <= name || table->cells <= value ||
        !irt_cell_number(table->cell[value], &x) || !isfinite(x))
        return irt_fail(error, IRT_BAD_DATA,
                        "%s:%zu: the row has no effect; write school and effect",
                        table->source.name, table->line);
    k = find_school(data, table->cell[name]);
    if (k < data->schools)
        effect[k] = x;
    return true;
}

static bool
read_rows(struct irt_table *table, const struct irt_responses *data, double *effect,
          struct irt_error *error)
{
    enum irt_next next = irt_table_next(table, error);
    size_t name = next == IRT_NEXT_ROW ? irt_table_find(table, "school") : IRT_NO_CELL;
    size_t value = next == IRT_NEXT_ROW ? irt_table_find(table, "effect") : IRT_NO_CELL;

    if (next == IRT_NEXT_FAILED)
        return false;
    if (name == IRT_NO_CELL || value == IRT_NO_CELL)
        return irt_fail(
            error, IRT_BAD_DATA,
            "%s:1: there are no columns school and effect; take the file that "
            "irtop simulate wrote beside the data",
            table->source.name);
    while ((next = irt_table_next(table, error)) == IRT_NEXT_ROW)
        if (!take_row(table, data, name, value, effect, error))
            return false;
    return next == IRT_NEXT_END;
}

bool
irt_school_truth_read(const char *file, const struct irt_responses *data, double *effect,
                      struct irt_error *error)
{
    struct irt_table table;
    size_t known = 0;

    for (size_t k = 0; k < data->schools; k++)
        effect[k] = NAN;
    bool done =
        irt_table_open(&table, file, error) && read_rows(&table, data, effect, error);
    irt_table_close(&table);
    for (size_t k = 0; k < data->schools; k++)
        known += !isnan(effect[k]);
    if (done && known == 0)
        return irt_fail(error, IRT_BAD_DATA,
                        "%.200s: it names none of the data's schools", file);
    return done;
}

/* The lowest and the highest answer to each item, two a item; NULL without memory. */
static uint8_t *
find_ends(const struct irt_responses *data)
{
    uint8_t *ends = malloc(2 * data->items + 1);

    for (size_t j = 0; ends && j < data->items; j++) {
        ends[2 * j] = IRT_MISSING;
        ends[2 * j + 1] = 0;
    }
    for (size_t i = 0; ends && i < data->rows; i++)
        for (size_t j = 0; j < data->items; j++) {
            uint8_t code = data->code[i * data->items + j];

            if (code == IRT_MISSING)
                continue;
            ends[2 * j] = code < ends[2 * j] ? code : ends[2 * j];
            ends[2 * j + 1] = code > ends[2 * j + 1] ? code : ends[2 * j + 1];
        }
    return ends;
}

/* Which of the two a row of answers is, both where there is nothing to be told by. */
static void
look_at_row(const struct irt_responses *data, const uint8_t *ends, size_t i, bool *lowest,
            bool *highest)
{
    *lowest = *highest = true;
    for (size_t j = 0; j < data->items; j++) {
        uint8_t code = data->code[i * data->items + j];

        if (code == IRT_MISSING || ends[2 * j] == ends[2 * j + 1])
            continue;
        *lowest = *lowest && code == ends[2 * j];
        *highest = *highest && code == ends[2 * j + 1];
    }
}

bool
irt_school_counts(const struct irt_responses *data, struct irt_school_count *count)
{
    uint8_t *ends = find_ends(data);

    for (size_t k = 0; k < data->schools; k++)
        count[k] = (struct irt_school_count){ .persons = 0 };
    for (size_t i = 0; ends && data->school && i < data->rows; i++) {
        struct irt_school_count *school = &count[data->school[i]];
        double f = irt_responses_frequency(data, i);
        bool lowest, highest;

        look_at_row(data, ends, i, &lowest, &highest);
        school->persons += f;
        school->lowest += lowest && !highest ? f : 0;
        school->highest += highest && !lowest ? f : 0;
    }
    bool done = ends != NULL;
    free(ends);
    return done;
}
