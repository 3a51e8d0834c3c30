/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diagnose.h -- for the suites of statistics of fit: a diagnosis of a fixture, a statistic or
 * the reason why not, and all patterns one after the other. */
#ifndef TESTS_DIAGNOSE_H
#define TESTS_DIAGNOSE_H

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

#include "fit/node_tables.h"
#include "fit/statistic.h"

/* Estimates as they stand in the fixture's psi. */
static inline struct irt_diagnosis
look_at(const struct fixture *f)
{
    return (struct irt_diagnosis){ .data = f->data,
                                   .patterns = f->patterns,
                                   .model = f->model,
                                   .psi = f->psi,
                                   .quadrature = f->quadrature,
                                   .loglik = NAN,
                                   .likelihood = IRT_LIKELIHOOD_MARGINAL,
                                   .threads = 1 };
}

static inline void *
computed(const struct irt_diagnosis *d, const struct irt_statistic *statistic)
{
    struct irt_error error = { IRT_OK, "" };
    void *result = statistic->compute(d, &error);
    ck_assert_msg(result != NULL, "%s: %s", statistic->name, error.message);
    return result;
}

/* Expects none, with a reason that has this part. */
static inline void
refuses(const struct irt_diagnosis *d, const struct irt_statistic *statistic,
        const char *part)
{
    struct irt_error error = { IRT_OK, "" };
    ck_assert_ptr_null(statistic->compute(d, &error));
    ck_assert_int_ne(error.code, IRT_OK);
    ck_assert_msg(strstr(error.message, part) != NULL, "%s: %s", statistic->name,
                  error.message);
}

/* Puts psi where LSAT-6 or any data have their estimates, to tol 1e-9. */
static inline struct irt_fit *
open_fitted(struct fixture *f, struct irt_responses *data, const char *kind)
{
    struct irt_options options = irt_options_defaults();
    options.tolerance = 1e-9;
    options.max_cycles = 5000;
    options.se = IRT_SE_NONE;
    fixture_open_with(f, data, kind, &options);
    return fixture_fit(f);
}

/* The first columns of simulated data, of a few nodes, with psi off its start. */
static inline void
open_small(struct fixture *f, const char *kind, size_t persons, size_t items,
           double missing, unsigned seed)
{
    struct irt_options options = irt_options_defaults();
    options.points = 15;
    fixture_open_with(f, fixture_simulated_by(kind, persons, items, missing, seed), kind,
                      &options);
    fixture_disturb(f, f->psi);
}

/* Goes on to the next pattern of categories; false after the last.  Starts from zeros. */
static inline bool
next_pattern(const struct irt_model *model, unsigned *category)
{
    for (size_t j = 0; j < model->items; j++) {
        if (++category[j] < model->item[j].categories)
            return true;
        category[j] = 0;
    }
    return false;
}

/* Its probability at node n, and over all nodes. */
static inline double
pattern_at(const struct irt_node_tables *t, const struct irt_model *model,
           const unsigned *category, size_t n)
{
    double product = 1.0;
    for (size_t j = 0; j < model->items; j++)
        product *= irt_node_probability(t, j, category[j])[n];
    return product;
}

static inline double
pattern_probability(const struct irt_node_tables *t, const struct irt_model *model,
                    const unsigned *category)
{
    double sum = 0.0;
    for (size_t n = 0; n < t->Q; n++)
        sum += t->weight[n] * pattern_at(t, model, category, n);
    return sum;
}

/* Puts in place of the data every pattern there is, as often among so many persons as the model
 * expects it: what a statistic expects comes out as if observed. */
static inline void
show_expected(struct fixture *f, double persons)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_diagnosis d = look_at(f);
    struct irt_node_tables *t = irt_node_tables_new(&d, 0, &error);
    size_t rows = 1, J = f->model->items, row = 0;
    unsigned category[16] = { 0 };
    for (size_t j = 0; j < J; j++)
        rows *= f->model->item[j].categories;
    struct irt_responses *data = irt_responses_new(rows, f->data->items, &error);
    ck_assert_ptr_nonnull(data);
    data->frequency = calloc(rows, sizeof *data->frequency);
    do {
        for (size_t j = 0; j < J; j++)
            data->code[row * data->items + f->model->item[j].column] =
                (uint8_t)category[j];
        data->frequency[row++] = persons * pattern_probability(t, f->model, category);
    } while (next_pattern(f->model, category));
    irt_responses_count(data);
    irt_node_tables_free(t);
    irt_patterns_free(f->patterns);
    irt_responses_free(f->data);
    f->data = data;
    f->patterns = irt_patterns_new(data, NULL, 1, &error);
    ck_assert_ptr_nonnull(f->patterns);
}

#endif
