/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/ld.h"

#include "fit/node_tables.h"
#include "fit/residual.h"
#include "fit/statistic.h"
#include "parallel.h"

#include <math.h>
#include <stdlib.h>

#define MOST_CELLS 20000000 /* so that no more than: */
#define MOST_ITEMS 5000

struct work {
    const struct irt_diagnosis *diagnosis;
    const struct irt_node_tables *tables; /* of the group under way */
    struct irt_ld *out;
};

static void
ld_free(void *result)
{
    struct irt_ld *ld = result;
    if (!ld)
        return;
    free(ld->pair);
    free(ld->observed);
    free(ld->expected);
    free(ld);
}

/* --- one group, one item with all that follow it ------------------------------------------- */

/* Adds the persons of the group; how many answered both j and k, into both[k]. */
static void
observe(const struct work *work, size_t j, double *both)
{
    const struct irt_diagnosis *d = work->diagnosis;
    const struct irt_patterns *patterns = d->patterns;
    size_t g = work->tables->group;
    for (size_t l = patterns->first[g]; l < patterns->first[g + 1]; l++) {
        unsigned h = irt_pattern_category(d, l, j);
        if (h == IRT_MISSING)
            continue;
        for (size_t k = j + 1; k < d->model->items; k++) {
            const struct irt_ld_pair *pair =
                &work->out->pair[irt_ld_place(work->out, j, k)];
            unsigned i = irt_pattern_category(d, l, k);
            if (i == IRT_MISSING)
                continue;
            work->out->observed[pair->at + h * pair->columns + i] +=
                patterns->frequency[l];
            both[k] += patterns->frequency[l];
        }
    }
}

/* weighted[n] = A_n P_jh(n). */
static double
expect_cell(const struct irt_node_tables *t, const double *weighted, size_t k, unsigned i)
{
    const double *P = irt_node_probability(t, k, i);
    double sum = 0.0;
    for (size_t n = 0; n < t->Q; n++)
        sum += weighted[n] * P[n];
    return sum;
}

static void
expect(const struct work *work, size_t j, const double *both)
{
    const struct irt_node_tables *t = work->tables;
    double weighted[IRT_MAX_NODES];
    for (unsigned h = 0; h < work->diagnosis->model->item[j].categories; h++) {
        const double *P = irt_node_probability(t, j, h);
        for (size_t n = 0; n < t->Q; n++)
            weighted[n] = t->weight[n] * P[n];
        for (size_t k = j + 1; k < work->out->items; k++) {
            const struct irt_ld_pair *pair =
                &work->out->pair[irt_ld_place(work->out, j, k)];
            for (unsigned i = 0; i < pair->columns && both[k] > 0.0; i++)
                work->out->expected[pair->at + h * pair->columns + i] +=
                    both[k] * expect_cell(t, weighted, k, i);
        }
    }
}

static void
do_item(void *context, size_t j)
{
    const struct work *work = context;
    double both[MOST_ITEMS];
    if (irt_cancelled(&work->diagnosis->cancel))
        return;
    for (size_t k = j + 1; k < work->out->items; k++)
        both[k] = 0.0;
    observe(work, j, both);
    expect(work, j, both);
}

/* --- the whole ----------------------------------------------------------------------------- */

static double
covariance(const struct irt_ld_pair *pair, const double *table, double persons)
{
    double h_sum = 0.0, i_sum = 0.0, product = 0.0;
    for (unsigned h = 0; h < pair->rows; h++)
        for (unsigned i = 0; i < pair->columns; i++) {
            double share = table[h * pair->columns + i] / persons;
            h_sum += share * h;
            i_sum += share * i;
            product += share * h * i;
        }
    return product - h_sum * i_sum;
}

static void
conclude(const struct irt_ld *ld, struct irt_ld_pair *pair, bool ordinal)
{
    const double *O = ld->observed + pair->at, *E = ld->expected + pair->at;
    double x2 = 0.0, df = (double)pair->df;
    pair->persons = 0.0;
    pair->least = INFINITY;
    for (size_t c = 0; c < (size_t)pair->rows * pair->columns; c++) {
        pair->persons += O[c];
        pair->least = fmin(pair->least, E[c]);
        if (E[c] > 0.0)
            x2 += (O[c] - E[c]) * (O[c] - E[c]) / E[c];
    }
    pair->x2 = pair->persons > 0.0 ? x2 : NAN;
    pair->standardised = (pair->x2 - df) / sqrt(2.0 * df);
    if (!ordinal || !(pair->persons > 0.0))
        return;
    double more = covariance(pair, O, pair->persons) - covariance(pair, E, pair->persons);
    pair->sign = (more > 0.0) - (more < 0.0);
}

static bool
is_possible(const struct irt_diagnosis *d, size_t *cells, struct irt_error *error)
{
    size_t sum = 0, squares = 0;
    for (size_t j = 0; j < d->model->items; j++) {
        size_t C = d->model->item[j].categories;
        sum += C;
        squares += C * C;
    }
    *cells = (sum * sum - squares) / 2;
    if (d->model->items < 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "LD-X² is of pairs of items; have two or more");
    if (*cells > MOST_CELLS || d->model->items > MOST_ITEMS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the tables of all pairs of %zu items would have more than %d "
                        "cells; leave items out",
                        d->model->items, MOST_CELLS);
    return irt_diagnosis_is_marginal(d, "LD-X²", error);
}

static struct irt_ld *
allocate(const struct irt_diagnosis *d, size_t cells)
{
    struct irt_ld *out = calloc(1, sizeof *out);
    size_t J = d->model->items, at = 0;
    if (!out)
        return NULL;
    out->items = J;
    out->pairs = J * (J - 1) / 2;
    out->pair = calloc(out->pairs, sizeof *out->pair);
    out->observed = calloc(cells, sizeof *out->observed);
    out->expected = calloc(cells, sizeof *out->expected);
    if (!out->pair || !out->observed || !out->expected) {
        ld_free(out);
        return NULL;
    }
    for (size_t j = 0; j < J; j++)
        for (size_t k = j + 1; k < J; k++) {
            struct irt_ld_pair *pair = &out->pair[irt_ld_place(out, j, k)];
            pair->rows = d->model->item[j].categories;
            pair->columns = d->model->item[k].categories;
            pair->df = (size_t)(pair->rows - 1) * (pair->columns - 1);
            pair->at = at;
            at += (size_t)pair->rows * pair->columns;
        }
    return out;
}

static bool
run(const struct irt_diagnosis *d, struct irt_ld *out, struct irt_error *error)
{
    struct work work = { d, NULL, out };
    struct irt_pool *pool = irt_pool_new(d->threads, error);
    bool done = pool != NULL;
    for (size_t g = 0; done && g < d->model->groups; g++) {
        struct irt_node_tables *tables = irt_node_tables_new(d, g, error);
        work.tables = tables;
        if (tables)
            irt_pool_run(pool, d->model->items, do_item, &work);
        irt_node_tables_free(tables);
        done = tables &&
               irt_diagnosis_go_on(d, (double)(g + 1) / (double)d->model->groups, error);
    }
    irt_pool_free(pool);
    return done;
}

static void *
ld_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    size_t cells;
    if (!is_possible(d, &cells, error))
        return NULL;
    struct irt_ld *out = allocate(d, cells);
    if (!out)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    if (!out || !run(d, out, error)) {
        ld_free(out);
        return NULL;
    }
    for (size_t j = 0; j < out->items; j++)
        for (size_t k = j + 1; k < out->items; k++)
            conclude(out, &out->pair[irt_ld_place(out, j, k)],
                     irt_is_ordinal(d->model, j) && irt_is_ordinal(d->model, k));
    return out;
}

const struct irt_statistic irt_statistic_ld = {
    .name = "ld",
    .with = "q3",
    .title = "LD-X²",
    .formula = "X² = Σ (O_hi - E_hi)² / E_hi; standardised (X² - df) / √(2 df)",
    .source = "Chen and Thissen (1997); Liu and Maydeu-Olivares (2013), on its level",
    .reading =
        "Compares how two items' answers go together with what θ alone explains. A "
        "standardised value above 10 says that they share something else; between 5 "
        "and 10 it may be sparse cells, and as slopes are estimated it is a little "
        "smaller than chi-square promises.",
    .compute = ld_compute,
    .free = ld_free,
};
