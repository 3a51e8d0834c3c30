/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sum of all items but one is built up for every item by halving: to the sum of all items
 * outside a range those of its one half are added, and it is the sum outside the other; so J
 * items take J log J additions of an item, not J^2. */
#include "config.h"

#include "fit/sx2_expected.h"

#include "fit/node_tables.h"
#include "parallel.h"
#include "score/sum_score.h"

#include <stdlib.h>
#include <string.h>

#define BLOCKS     16 /* of items, shared out among threads */
#define MOST_CELLS 20000000

void
irt_sx2_expected_free(struct irt_sx2_expected *table)
{
    if (!table)
        return;
    free(table->at);
    free(table->observed);
    free(table->expected);
    free(table);
}

/* Items, sums and cells of a table; false where there are too few or too many. */
static bool
measure(const struct irt_diagnosis *d, size_t *last, size_t *cells,
        struct irt_error *error)
{
    *last = *cells = 0;
    if (d->model->items < 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "with one item there are no others to sum; have two or more");
    for (size_t j = 0; j < d->model->items; j++) {
        *last += d->model->item[j].categories - 1;
        *cells += d->model->item[j].categories;
    }
    *cells *= *last + 1;
    if (*last >= IRT_MOST_SUMS || *cells > MOST_CELLS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "its tables of %zu items by %zu sums would have more than %.0f "
                        "cells; leave items out",
                        d->model->items, *last + 1, (double)MOST_CELLS);
    return true;
}

static struct irt_sx2_expected *
allocate(const struct irt_diagnosis *d, struct irt_error *error)
{
    struct irt_sx2_expected *table;
    size_t last, cells, at = 0;
    if (!measure(d, &last, &cells, error))
        return NULL;
    table = calloc(1, sizeof *table);
    if (table) {
        table->last = last;
        table->items = d->model->items;
        table->at = malloc(table->items * sizeof *table->at);
        table->observed = calloc(cells, sizeof *table->observed);
        table->expected = calloc(cells, sizeof *table->expected);
    }
    if (!table || !table->at || !table->observed || !table->expected) {
        irt_sx2_expected_free(table);
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
        return NULL;
    }
    for (size_t j = 0; j < table->items; j++) {
        table->at[j] = at;
        at += (last + 1) * d->model->item[j].categories;
    }
    return table;
}

/* --- observed ------------------------------------------------------------------------------ */

/* The sum of a pattern's categories; false where an item was not answered. */
static bool
sum_of(const struct irt_diagnosis *d, size_t l, size_t *sum)
{
    *sum = 0;
    for (size_t j = 0; j < d->model->items; j++) {
        unsigned h = irt_pattern_category(d, l, j);
        if (h == IRT_MISSING)
            return false;
        *sum += h;
    }
    return true;
}

/* Of group g: the cells, and persons[k] with each sum. */
static void
observe(const struct irt_diagnosis *d, size_t g, struct irt_sx2_expected *table,
        double *persons)
{
    memset(persons, 0, (table->last + 1) * sizeof *persons);
    for (size_t l = d->patterns->first[g]; l < d->patterns->first[g + 1]; l++) {
        double f = d->patterns->frequency[l];
        size_t k;
        if (!sum_of(d, l, &k)) {
            table->left_out += f;
            continue;
        }
        table->persons += f;
        persons[k] += f;
        for (size_t j = 0; j < d->model->items; j++)
            table->observed[table->at[j] + k * d->model->item[j].categories +
                            irt_pattern_category(d, l, j)] += f;
    }
}

/* --- expected ------------------------------------------------------------------------------ */

struct work {
    const struct irt_diagnosis *diagnosis;
    const struct irt_node_tables *tables;
    struct irt_sx2_expected *out;
    const double *persons; /* by sum, of the group under way */
    bool failed[BLOCKS];
};

/* Adds an item's categories 0 .. m to a table of sums. */
static void
fold(const struct work *work, double *sums, size_t *last, size_t j)
{
    unsigned code[IRT_MAX_CATEGORIES];
    unsigned C = work->diagnosis->model->item[j].categories;
    for (unsigned h = 0; h < C; h++)
        code[h] = h;
    irt_sum_fold_in(sums, *last, code, C, work->tables->P + work->tables->at[j],
                    work->tables->Q);
    *last += C - 1;
}

/* rest[s * Q + n] is of all items but j: its cells. */
static void
emit(const struct work *work, size_t j, const double *rest, size_t rest_last)
{
    const struct irt_node_tables *t = work->tables;
    unsigned C = work->diagnosis->model->item[j].categories;
    for (size_t k = 0; k <= work->out->last; k++) {
        double joint[IRT_MAX_CATEGORIES] = { 0 }, all = 0.0;
        if (!(work->persons[k] > 0.0))
            continue;
        for (unsigned h = 0; h < C; h++) {
            const double *P = irt_node_probability(t, j, h);
            if (h > k || k - h > rest_last)
                continue;
            for (size_t n = 0; n < t->Q; n++)
                joint[h] += t->weight[n] * P[n] * rest[(k - h) * t->Q + n];
            all += joint[h];
        }
        for (unsigned h = 0; h < C && all > 0.0; h++)
            work->out->expected[work->out->at[j] + k * C + h] +=
                work->persons[k] * joint[h] / all;
    }
}

/* sums are of all items outside from .. to - 1. */
static bool
halve(const struct work *work, const double *sums, size_t last, size_t from, size_t to)
{
    if (to - from == 1) {
        emit(work, from, sums, last);
        return true;
    }
    size_t bytes = (work->out->last + 1) * work->tables->Q * sizeof(double);
    size_t middle = from + (to - from) / 2;
    double *more = malloc(bytes);
    bool done = more != NULL;
    for (int half = 0; done && half < 2; half++) {
        size_t end = last;
        if (irt_cancelled(&work->diagnosis->cancel))
            break;
        memcpy(more, sums, bytes);
        for (size_t j = half ? from : middle; j < (half ? middle : to); j++)
            fold(work, more, &end, j);
        done = halve(work, more, end, half ? middle : from, half ? to : middle);
    }
    free(more);
    return done;
}

/* Items of block b. */
static void
do_block(void *context, size_t b)
{
    struct work *work = context;
    size_t J = work->out->items, from = b * J / BLOCKS, to = (b + 1) * J / BLOCKS;
    size_t Q = work->tables->Q, last = 0;
    if (from == to)
        return;
    double *sums = calloc((work->out->last + 1) * Q, sizeof *sums);
    work->failed[b] = sums == NULL;
    if (!sums)
        return;
    for (size_t n = 0; n < Q; n++)
        sums[n] = 1.0;
    for (size_t j = 0; j < J; j++)
        if (j < from || j >= to)
            fold(work, sums, &last, j);
    work->failed[b] = !halve(work, sums, last, from, to);
    free(sums);
}

static bool
do_group(const struct irt_diagnosis *d, size_t g, struct irt_pool *pool, double *persons,
         struct irt_sx2_expected *table, struct irt_error *error)
{
    struct irt_node_tables *tables = irt_node_tables_new(d, g, error);
    struct work work = { d, tables, table, persons, { false } };
    bool done = tables != NULL;
    if (!done)
        return false;
    observe(d, g, table, persons);
    irt_pool_run(pool, BLOCKS, do_block, &work);
    for (size_t b = 0; b < BLOCKS; b++)
        done = done && !work.failed[b];
    irt_node_tables_free(tables);
    return (done || irt_fail(error, IRT_NO_MEMORY, "there is not enough memory")) &&
           irt_diagnosis_go_on(d, (double)(g + 1) / (double)d->model->groups, error);
}

struct irt_sx2_expected *
irt_sx2_expected_new(const struct irt_diagnosis *d, struct irt_error *error)
{
    struct irt_sx2_expected *table = allocate(d, error);
    struct irt_pool *pool = NULL;
    double *persons = NULL;
    if (!table)
        return NULL;
    pool = irt_pool_new(d->threads, error);
    persons = malloc((table->last + 1) * sizeof *persons);
    bool done =
        (pool && persons) || irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    for (size_t g = 0; done && g < d->model->groups; g++)
        done = do_group(d, g, pool, persons, table, error);
    if (done && !(table->persons > 0.0))
        done =
            irt_fail(error, IRT_BAD_USAGE,
                     "nobody answered every item; use items that some answered all of");
    free(persons);
    irt_pool_free(pool);
    if (done)
        return table;
    irt_sx2_expected_free(table);
    return NULL;
}
