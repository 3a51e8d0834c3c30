/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model of independence: under it the products of deviations of two items are uncorrelated
 * with all other moments, so its statistic is a sum over pairs, without a large matrix. */
#include "config.h"

#include "fit/limited.h"
#include "fit/moment_set.h"
#include "fit/residual.h"

#include <math.h>
#include <stdlib.h>

struct work {
    const struct irt_diagnosis *diagnosis;
    struct irt_moment_set *set; /* of indicators, of all pairs */
    double *observed, *expected;
};

/* The share of persons with categories h of j and i of k, from the moments. */
static double
share_of(const struct work *work, const double *moment, size_t j, size_t k, unsigned h,
         unsigned i)
{
    const struct irt_model *model = work->diagnosis->model;
    unsigned C = model->item[j].categories, K = model->item[k].categories;
    double rest = 0.0;
    const double *pair = moment + work->set->first_pair[j * model->items + k];
    if (h > 0 && i > 0)
        return pair[(size_t)(h - 1) * (K - 1) + i - 1];
    if (h > 0) {
        for (unsigned c = 1; c < K; c++)
            rest += share_of(work, moment, j, k, h, c);
        return moment[work->set->first_single[j] + h - 1] - rest;
    }
    for (unsigned c = 1; c < C; c++)
        rest += share_of(work, moment, j, k, c, i);
    double margin = i > 0 ? moment[work->set->first_single[k] + i - 1] : 1.0;
    for (unsigned c = 1; i == 0 && c < K; c++)
        margin -= moment[work->set->first_single[k] + c - 1];
    return margin - rest;
}

static double
margin_of(const struct work *work, const double *moment, size_t j, unsigned h)
{
    double rest = 1.0;
    if (h > 0)
        return moment[work->set->first_single[j] + h - 1];
    for (unsigned c = 1; c < work->diagnosis->model->item[j].categories; c++)
        rest -= moment[work->set->first_single[j] + c - 1];
    return rest;
}

/* Pearson's X2 of independence over N. */
static double
pearson(const struct work *work, size_t j, size_t k)
{
    const struct irt_model *model = work->diagnosis->model;
    double sum = 0.0;
    for (unsigned h = 0; h < model->item[j].categories; h++)
        for (unsigned i = 0; i < model->item[k].categories; i++) {
            double want = margin_of(work, work->observed, j, h) *
                          margin_of(work, work->observed, k, i);
            double off = share_of(work, work->observed, j, k, h, i) - want;
            sum += want > 1e-15 ? off * off / want : 0.0;
        }
    return sum;
}

/* The correlation of two items' category numbers; NAN where one does not vary. */
static double
correlation(const struct work *work, const double *moment, size_t j, size_t k)
{
    const struct irt_model *model = work->diagnosis->model;
    const double *pair = moment + work->set->first_pair[j * model->items + k];
    double mean[2] = { 0.0, 0.0 }, square[2] = { 0.0, 0.0 }, product = 0.0;
    const size_t item[2] = { j, k };
    unsigned K = model->item[k].categories;
    for (int s = 0; s < 2; s++)
        for (unsigned h = 1; h < model->item[item[s]].categories; h++) {
            double share = margin_of(work, moment, item[s], h);
            mean[s] += h * share;
            square[s] += (double)(h * h) * share;
        }
    for (unsigned h = 1; h < model->item[j].categories; h++)
        for (unsigned i = 1; i < K; i++)
            product += (double)(h * i) * pair[(size_t)(h - 1) * (K - 1) + i - 1];
    double x = square[0] - mean[0] * mean[0], y = square[1] - mean[1] * mean[1];
    return x > 1e-12 && y > 1e-12 ? (product - mean[0] * mean[1]) / sqrt(x * y) : NAN;
}

/* Adds one pair in a group of so many persons, a share of all. */
static void
add_pair(const struct work *work, size_t j, size_t k, bool numbers, double persons,
         double share, struct irt_baseline *out)
{
    const struct irt_model *model = work->diagnosis->model;
    double r = correlation(work, work->observed, j, k), pairs;
    double off = r - correlation(work, work->expected, j, k);
    pairs = 0.5 * (double)model->items * (double)(model->items - 1);
    if (!irt_is_ordinal(model, j) || !irt_is_ordinal(model, k))
        out->mean_square = NAN;
    else if (!isnan(off))
        out->mean_square += share * off * off / pairs;
    out->value += persons * (!numbers ? pearson(work, j, k) : isnan(r) ? 0.0 : r * r);
    out->df += numbers ? 1
                       : (long)(model->item[j].categories - 1) *
                             (long)(model->item[k].categories - 1);
}

static bool
add_group(struct work *work, size_t g, double all, bool numbers, struct irt_baseline *out,
          struct irt_error *error)
{
    struct irt_node_tables *tables = irt_node_tables_new(work->diagnosis, g, error);
    size_t J = work->diagnosis->model->items;
    double persons = irt_moments_observed(work->set, g, work->observed);
    bool done = tables && irt_moments_expected(work->set, tables, work->expected, NULL,
                                               NULL, error);
    for (size_t j = 0; done && persons > 0.0 && j < J; j++)
        for (size_t k = j + 1; k < J; k++)
            add_pair(work, j, k, numbers, persons, persons / all, out);
    irt_node_tables_free(tables);
    return done;
}

bool
irt_baseline_of(const struct irt_diagnosis *d, bool numbers, struct irt_baseline *out,
                struct irt_error *error)
{
    struct work work = { .diagnosis = d };
    double all = 0.0;
    *out = (struct irt_baseline){ 0.0, 0, 0.0 };
    work.set = irt_moment_set_new(d, false, error);
    if (work.set) {
        work.observed = malloc(work.set->count * sizeof *work.observed);
        work.expected = malloc(work.set->count * sizeof *work.expected);
    }
    bool done =
        work.set && ((work.observed && work.expected) ||
                     irt_fail(error, IRT_NO_MEMORY, "there is not enough memory"));
    for (size_t g = 0; done && g < d->model->groups; g++)
        all += irt_moments_observed(work.set, g, work.observed);
    for (size_t g = 0; done && g < d->model->groups; g++)
        done = add_group(&work, g, all, numbers, out, error);
    irt_moment_set_free(work.set);
    free(work.observed);
    free(work.expected);
    return done;
}
