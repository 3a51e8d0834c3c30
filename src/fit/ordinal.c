/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/ordinal.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cholesky.h"

#define MOST_STEPS    100
#define MOST_HALVINGS 40
#define CLOSE_ENOUGH  1e-12 /* of a Newton step's promise, to the size of log L */
#define STEEPEST      30.0  /* a slope on a standardised score beyond this is infinite */

/* The table again: categories nobody gave are left out, and so are empty rows. */
struct table {
    size_t rows;
    unsigned categories;
    double *x, *group; /* rows */
    double *count;     /* rows * categories */
    double persons;
};

/* Parameters: thresholds t_1 .. t_m, which fall, then slopes. */
struct work {
    const struct table *table;
    size_t thresholds, count; /* of parameters */
    double *par, *trial, *gradient, *step, *inverse, *room;
};

static void
table_free(struct table *table)
{
    free(table->x);
    free(table->group);
    free(table->count);
}

static double
at(const struct irt_strata *strata, size_t g, size_t s, unsigned h)
{
    return strata->count[(g * strata->scores + s) * strata->categories + h];
}

static size_t
find_used(const struct irt_strata *strata, unsigned *used)
{
    size_t categories = 0;
    for (unsigned h = 0; h < strata->categories; h++) {
        double n = 0.0;
        for (size_t g = 0; g < 2; g++)
            for (size_t s = 0; s < strata->scores; s++)
                n += at(strata, g, s, h);
        if (n > 0.0)
            used[categories++] = h;
    }
    return categories;
}

static void
fill_table(const struct irt_strata *strata, const unsigned *used, struct table *table)
{
    for (size_t g = 0; g < 2; g++)
        for (size_t s = 0; s < strata->scores; s++) {
            double n = 0.0;
            for (unsigned h = 0; h < table->categories; h++)
                n += at(strata, g, s, used[h]);
            if (!(n > 0.0))
                continue;
            table->x[table->rows] = (double)s;
            table->group[table->rows] = (double)g;
            for (unsigned h = 0; h < table->categories; h++)
                table->count[table->rows * table->categories + h] =
                    at(strata, g, s, used[h]);
            table->rows++;
            table->persons += n;
        }
}

static double
row_persons(const struct table *table, size_t r)
{
    double n = 0.0;
    for (unsigned h = 0; h < table->categories; h++)
        n += table->count[r * table->categories + h];
    return n;
}

/* Scores become standardised; false when they, or the groups, do not vary. */
static bool
standardise(struct table *table)
{
    double mean = 0.0, square = 0.0, focal = 0.0;
    for (size_t r = 0; r < table->rows; r++) {
        double n = row_persons(table, r);
        mean += n * table->x[r] / table->persons;
        focal += n * table->group[r];
    }
    for (size_t r = 0; r < table->rows; r++)
        square += row_persons(table, r) * pow(table->x[r] - mean, 2.0) / table->persons;
    if (!(square > 0.0) || !(focal > 0.0) || !(focal < table->persons))
        return false;
    for (size_t r = 0; r < table->rows; r++)
        table->x[r] = (table->x[r] - mean) / sqrt(square);
    return true;
}

static bool
table_new(const struct irt_strata *strata, struct table *table, struct irt_error *error)
{
    size_t rows = 2 * strata->scores;
    unsigned *used = malloc((strata->categories + 1) * sizeof *used);
    *table = (struct table){ .rows = 0 };
    if (used)
        table->categories = (unsigned)find_used(strata, used);
    table->x = malloc((rows + 1) * sizeof *table->x);
    table->group = malloc((rows + 1) * sizeof *table->group);
    table->count = malloc((rows * strata->categories + 1) * sizeof *table->count);
    bool ok = used && table->x && table->group && table->count;
    if (ok)
        fill_table(strata, used, table);
    free(used);
    if (!ok)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the regression");
    if (table->categories < 2)
        return irt_fail(error, IRT_BAD_DATA,
                        "all gave the same answer: it takes two different ones");
    return standardise(table) ||
           irt_fail(error, IRT_BAD_DATA,
                    "the persons are all of one group, or of one score: it takes two of "
                    "each");
}

/* --- the likelihood --------------------------------------------------------------------------- */

static double
logistic(double x)
{
    return x >= 0.0 ? 1.0 / (1.0 + exp(-x)) : exp(x) / (1.0 + exp(x));
}

static void
covariates(const struct table *table, size_t r, double z[IRT_ORDINAL_SLOPES])
{
    z[0] = table->x[r];
    z[1] = table->group[r];
    z[2] = table->x[r] * table->group[r];
}

/* P(u >= h) and its complement, for h = 0 .. m + 1: F(eta_h), 1 - F(eta_h). */
struct boundary {
    double above, below;
};

static struct boundary
boundary_at(const struct work *w, const double *par, double eta, unsigned h)
{
    if (h == 0)
        return (struct boundary){ 1.0, 0.0 };
    if (h > w->thresholds)
        return (struct boundary){ 0.0, 1.0 };
    return (struct boundary){ logistic(eta + par[h - 1]), logistic(-eta - par[h - 1]) };
}

/* Adds derivative times covariate to the gradient, and minus the second derivatives. */
static void
add_pair(const struct work *w, const double *z, size_t low, size_t high, double low_1,
         double high_1, double low_2, double high_2, double cross, double n,
         double *gradient, double *information)
{
    size_t m = w->thresholds, K = w->count;
    double both = low_2 + high_2 + 2.0 * cross;
    if (low < m) {
        gradient[low] += n * low_1;
        information[low * K + low] -= n * low_2;
    }
    if (high < m) {
        gradient[high] += n * high_1;
        information[high * K + high] -= n * high_2;
    }
    if (low < m && high < m)
        information[high * K + low] -= n * cross;
    for (size_t p = m; p < K; p++) {
        gradient[p] += n * (low_1 + high_1) * z[p - m];
        if (low < m)
            information[p * K + low] -= n * (low_2 + cross) * z[p - m];
        if (high < m)
            information[p * K + high] -= n * (high_2 + cross) * z[p - m];
        for (size_t q = m; q <= p; q++)
            information[p * K + q] -= n * both * z[p - m] * z[q - m];
    }
}

/* The smaller pair is subtracted, so that nothing cancels near 1. */
static double
between(struct boundary low, struct boundary high)
{
    return low.above < 0.5 ? low.above - high.above : high.below - low.below;
}

/* One cell: log P_h by its two boundaries; at the outer ones there is no threshold (m). */
static void
add_cell(const struct work *w, const double *z, unsigned h, struct boundary low,
         struct boundary high, double n, double *gradient, double *information)
{
    double P = between(low, high), f = low.above * low.below, g = high.above * high.below;
    double f_1 = f * (low.below - low.above), g_1 = g * (high.below - high.above);
    add_pair(w, z, h > 0 ? h - 1 : w->thresholds, h < w->thresholds ? h : w->thresholds,
             f / P, -g / P, f_1 / P - f * f / (P * P), -g_1 / P - g * g / (P * P),
             f * g / (P * P), n, gradient, information);
}

/* The log-likelihood at par; gradient and information (its lower triangle) may be NULL.
 * -INFINITY where thresholds are out of order. */
static double
likelihood(const struct work *w, const double *par, double *gradient, double *information)
{
    const struct table *table = w->table;
    double loglik = 0.0, z[IRT_ORDINAL_SLOPES];
    if (gradient) {
        memset(gradient, 0, w->count * sizeof *gradient);
        memset(information, 0, w->count * w->count * sizeof *information);
    }
    for (size_t r = 0; r < table->rows; r++) {
        double eta = 0.0;
        covariates(table, r, z);
        for (size_t p = w->thresholds; p < w->count; p++)
            eta += par[p] * z[p - w->thresholds];
        for (unsigned h = 0; h < table->categories; h++) {
            double n = table->count[r * table->categories + h];
            struct boundary low = boundary_at(w, par, eta, h),
                            high = boundary_at(w, par, eta, h + 1);
            double P = between(low, high);
            if (!(n > 0.0))
                continue;
            if (!(P > 0.0))
                return -INFINITY;
            loglik += n * log(P);
            if (gradient)
                add_cell(w, z, h, low, high, n, gradient, information);
        }
    }
    return loglik;
}

/* --- the maximum ---------------------------------------------------------------------------- */

static void
start(struct work *w)
{
    const struct table *table = w->table;
    memset(w->par, 0, w->count * sizeof *w->par);
    for (size_t h = 1; h <= w->thresholds; h++) {
        double above = 0.0;
        for (size_t r = 0; r < table->rows; r++)
            for (size_t v = h; v < table->categories; v++)
                above += table->count[r * table->categories + v];
        w->par[h - 1] = log(above / (table->persons - above));
    }
}

/* The Newton step into step[], and what it promises, twice over. */
static double
newton_step(struct work *w)
{
    double promise = 0.0;
    for (size_t p = 0; p < w->count; p++) {
        w->step[p] = 0.0;
        for (size_t q = 0; q < w->count; q++)
            w->step[p] += w->inverse[p * w->count + q] * w->gradient[q];
        promise += w->step[p] * w->gradient[p];
    }
    return promise;
}

static bool
separated(struct irt_error *error)
{
    return irt_fail(error, IRT_NOT_CONVERGED,
                    "score and group separate the answers, so that the slopes are "
                    "infinite: it takes more persons, or more items in the score");
}

/* The logistic distribution is log-concave, so that the maximum is the only one. */
static bool
maximise(struct work *w, double *loglik, struct irt_error *error)
{
    start(w);
    for (size_t k = 0; k < MOST_STEPS; k++) {
        double now = likelihood(w, w->par, w->gradient, w->inverse), next = -INFINITY,
               size = 1.0;
        if (!isfinite(now) || !irt_cholesky_invert(w->inverse, w->count, w->room))
            return separated(error);
        double promise = newton_step(w);
        *loglik = now;
        if (promise <= CLOSE_ENOUGH * (1.0 + fabs(now)))
            return true;
        for (size_t half = 0; half < MOST_HALVINGS && !(next >= now); half++) {
            for (size_t p = 0; p < w->count; p++)
                w->trial[p] = w->par[p] + size * w->step[p];
            next = likelihood(w, w->trial, NULL, NULL);
            size /= 2.0;
        }
        if (!(next >= now))
            return separated(error);
        memcpy(w->par, w->trial, w->count * sizeof *w->par);
        for (size_t p = w->thresholds; p < w->count; p++)
            if (fabs(w->par[p]) > STEEPEST)
                return separated(error);
    }
    return separated(error);
}

static bool
fit_table(const struct table *table, size_t slopes, struct irt_ordinal *out,
          struct irt_error *error)
{
    struct work w = { .table = table,
                      .thresholds = table->categories - 1,
                      .count = table->categories - 1 + slopes };
    double *memory = malloc(w.count * (w.count + 5) * sizeof *memory);
    if (!memory)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the regression");
    w.par = memory;
    w.trial = w.par + w.count;
    w.gradient = w.trial + w.count;
    w.step = w.gradient + w.count;
    w.room = w.step + w.count;
    w.inverse = w.room + w.count;
    *out = (struct irt_ordinal){ .slopes = slopes, .thresholds = w.thresholds };
    bool done = maximise(&w, &out->loglik, error);
    memcpy(out->threshold, w.par, w.thresholds * sizeof *out->threshold);
    memcpy(out->slope, w.par + w.thresholds, slopes * sizeof *out->slope);
    free(memory);
    return done;
}

bool
irt_ordinal_fit(const struct irt_strata *strata, size_t slopes, struct irt_ordinal *out,
                struct irt_error *error)
{
    struct table table;
    bool done = table_new(strata, &table, error) && fit_table(&table, slopes, out, error);
    table_free(&table);
    return done;
}

/* --- the tests -------------------------------------------------------------------------------- */

#define LEVEL    0.05
#define MODERATE 0.035
#define LARGE    0.07

/* Of a regression against that on nothing. */
static double
nagelkerke(double loglik, double nothing, double n)
{
    return (1.0 - exp(2.0 * (nothing - loglik) / n)) / (1.0 - exp(2.0 * nothing / n));
}

static void
conclude(const struct irt_ordinal *step, double n, struct irt_regression *out)
{
    double r2[4];
    for (size_t k = 0; k < 4; k++)
        r2[k] = nagelkerke(step[k].loglik, step[0].loglik, n);
    out->uniform = fmax(2.0 * (step[2].loglik - step[1].loglik), 0.0);
    out->nonuniform = fmax(2.0 * (step[3].loglik - step[2].loglik), 0.0);
    out->total = fmax(2.0 * (step[3].loglik - step[1].loglik), 0.0);
    out->uniform_p = gsl_cdf_chisq_Q(out->uniform, 1.0);
    out->nonuniform_p = gsl_cdf_chisq_Q(out->nonuniform, 1.0);
    out->total_p = gsl_cdf_chisq_Q(out->total, 2.0);
    out->uniform_r2 = r2[2] - r2[1];
    out->total_r2 = r2[3] - r2[1];
    out->size = out->total_p >= LEVEL || out->total_r2 < MODERATE ? 'A'
                : out->total_r2 < LARGE                           ? 'B'
                                                                  : 'C';
}

bool
irt_regression_compare(const struct irt_strata *strata, struct irt_regression *out,
                       struct irt_error *error)
{
    struct table table;
    struct irt_ordinal step[4];
    bool done = table_new(strata, &table, error);
    for (size_t k = 0; done && k < 4; k++)
        done = fit_table(&table, k, &step[k], error);
    if (done)
        conclude(step, table.persons, out);
    table_free(&table);
    return done;
}
