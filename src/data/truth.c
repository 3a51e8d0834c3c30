/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/truth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/names.h"
#include "data/table.h"
#include "quadrature/quadrature.h"

/* --- columns ------------------------------------------------------------------------------- */

/* Columns of a family of numbers: "a", or "a1", "a2" .. */
struct family {
    size_t count;
    size_t column[IRT_MAX_ITEM_PARAMETERS];
};

static struct family
find_family(const struct irt_table *header, const char *name, size_t most)
{
    struct family family = { 0 };
    size_t alone = irt_table_find(header, name);
    char numbered[24];

    if (alone != IRT_NO_CELL) {
        family.column[family.count++] = alone;
        return family;
    }
    while (family.count < most) {
        size_t column;

        snprintf(numbered, sizeof numbered, "%s%zu", name, family.count + 1);
        column = irt_table_find(header, numbered);
        if (column == IRT_NO_CELL)
            break;
        family.column[family.count++] = column;
    }
    return family;
}

static bool
read_header(struct irt_table *table, struct irt_error *error)
{
    enum irt_next next = irt_table_next(table, error);

    return next == IRT_NEXT_ROW ||
           (next == IRT_NEXT_END &&
            irt_fail(error, IRT_BAD_DATA, "%s: it is empty", table->source.name));
}

/* The cell's number, NAN for one that is empty. */
static bool
read_number(const struct irt_table *table, size_t column, double *value,
            struct irt_error *error)
{
    *value = NAN;
    if (column < table->cells &&
        (table->cell[column].length == 0 || irt_cell_number(table->cell[column], value)))
        return true;
    return irt_fail(error, IRT_BAD_DATA, "%s:%zu: cell %zu is no number",
                    table->source.name, table->line, column + 1);
}

/* --- which table it is ------------------------------------------------------------------- */

bool
irt_truth_kind_of(const char *file, enum irt_truth_kind *kind, struct irt_error *error)
{
    struct irt_table table;
    bool known = false,
         done = irt_table_open(&table, file, error) && read_header(&table, error);

    if (done) {
        known = true;
        if (irt_table_find(&table, "item") != IRT_NO_CELL)
            *kind = IRT_TRUTH_ITEMS;
        else if (irt_table_find(&table, "person") != IRT_NO_CELL &&
                 find_family(&table, "theta", IRT_MAX_DIMS).count > 0)
            *kind = IRT_TRUTH_PERSONS;
        else if (irt_table_find(&table, "school") != IRT_NO_CELL &&
                 irt_table_find(&table, "effect") != IRT_NO_CELL)
            *kind = IRT_TRUTH_SCHOOLS;
        else
            known = false;
    }
    irt_table_close(&table);
    return known || (done && irt_fail(error, IRT_BAD_DATA,
                                      "%.200s:1: there is no column item, nor person and "
                                      "theta, nor school and effect; take a file that "
                                      "irtop simulate wrote beside the data",
                                      file));
}

/* --- items --------------------------------------------------------------------------------- */

struct item_columns {
    size_t name, c, u;
    struct family a, d, b;
};

static size_t
find_item(const struct irt_responses *data, struct irt_cell cell)
{
    char name[IRT_LONGEST_NAME + 1];
    bool changed = false;
    size_t j = 0;

    irt_clean(name, sizeof name, cell.text, cell.length, &changed);
    while (j < data->items && strcmp(data->item_name[j], name) != 0)
        j++;
    return j;
}

static bool
read_family(const struct irt_table *table, const struct family *family, size_t *count,
            double *value, struct irt_error *error)
{
    for (*count = 0; *count < family->count; ++*count)
        if (!read_number(table, family->column[*count], &value[*count], error))
            return false;
    /* A test's items may have different numbers of steps: then the last cells are empty. */
    while (*count > 0 && isnan(value[*count - 1]))
        --*count;
    return true;
}

static bool
read_item(const struct irt_table *table, const struct item_columns *at,
          struct irt_item_report *item, struct irt_error *error)
{
    item->c = item->u = NAN;
    return read_family(table, &at->a, &item->a_count, item->a, error) &&
           read_family(table, &at->d, &item->d_count, item->d, error) &&
           read_family(table, &at->b, &item->b_count, item->b, error) &&
           (at->c == IRT_NO_CELL || read_number(table, at->c, &item->c, error)) &&
           (at->u == IRT_NO_CELL || read_number(table, at->u, &item->u, error));
}

static bool
read_items(struct irt_table *table, const struct irt_responses *data,
           struct irt_item_report *truth, size_t *known, struct irt_error *error)
{
    struct irt_item_report item;
    struct item_columns at;
    enum irt_next next;

    if (!read_header(table, error))
        return false;
    at = (struct item_columns){ irt_table_find(table, "item"),
                                irt_table_find(table, "c"),
                                irt_table_find(table, "u"),
                                find_family(table, "a", IRT_MAX_ITEM_PARAMETERS),
                                find_family(table, "d", IRT_MAX_ITEM_PARAMETERS),
                                find_family(table, "b", IRT_MAX_ITEM_PARAMETERS) };
    if (at.name == IRT_NO_CELL || at.a.count + at.d.count + at.b.count == 0)
        return irt_fail(error, IRT_BAD_DATA,
                        "%s:1: there are no columns item and a, d or b; take the file "
                        "that irtop simulate wrote beside the data",
                        table->source.name);
    while ((next = irt_table_next(table, error)) == IRT_NEXT_ROW) {
        size_t j =
            at.name < table->cells ? find_item(data, table->cell[at.name]) : data->items;

        if (!read_item(table, &at, &item, error))
            return false;
        if (j == data->items)
            continue;
        truth[j] = item;
        ++*known;
    }
    return next == IRT_NEXT_END;
}

bool
irt_item_truth_read(const char *file, const struct irt_responses *data,
                    struct irt_item_report *truth, struct irt_error *error)
{
    struct irt_table table;
    size_t known = 0;
    bool done;

    for (size_t j = 0; j < data->items; j++)
        truth[j] = (struct irt_item_report){ .c = NAN, .u = NAN };
    done = irt_table_open(&table, file, error) &&
           read_items(&table, data, truth, &known, error);
    irt_table_close(&table);
    if (done && known == 0)
        return irt_fail(error, IRT_BAD_DATA, "%.200s: it names none of the data's items",
                        file);
    return done;
}

/* --- abilities ----------------------------------------------------------------------------- */

static bool
read_abilities(struct irt_table *table, size_t rows, const struct family *at,
               double *theta, struct irt_error *error)
{
    size_t row = 0;
    enum irt_next next;

    while ((next = irt_table_next(table, error)) == IRT_NEXT_ROW) {
        if (row == rows)
            return irt_fail(error, IRT_BAD_DATA,
                            "%s:%zu: the data have %zu rows only; take the file of these "
                            "data",
                            table->source.name, table->line, rows);
        for (size_t d = 0; d < at->count; d++)
            if (!read_number(table, at->column[d], &theta[row * at->count + d], error))
                return false;
        row++;
    }
    if (next == IRT_NEXT_END && row < rows)
        return irt_fail(error, IRT_BAD_DATA,
                        "%s: it has %zu persons, and the data %zu rows; take the file of "
                        "these data",
                        table->source.name, row, rows);
    return next == IRT_NEXT_END;
}

double *
irt_ability_truth_read(const char *file, const struct irt_responses *data, size_t *dims,
                       struct irt_error *error)
{
    struct family at = { 0 };
    struct irt_table table;
    double *theta = NULL;
    bool done = irt_table_open(&table, file, error) && read_header(&table, error);

    if (done) {
        at = find_family(&table, "theta", IRT_MAX_DIMS);
        done = at.count > 0 ||
               irt_fail(error, IRT_BAD_DATA,
                        "%.200s:1: there is no column theta; take the file that irtop "
                        "simulate --abilities wrote",
                        file);
    }
    if (done) {
        theta = malloc((data->rows * at.count + 1) * sizeof *theta);
        done = theta != NULL
                   ? read_abilities(&table, data->rows, &at, theta, error)
                   : irt_fail(error, IRT_NO_MEMORY, "no memory for true abilities");
    }
    irt_table_close(&table);
    *dims = at.count;
    if (done)
        return theta;
    free(theta);
    return NULL;
}
