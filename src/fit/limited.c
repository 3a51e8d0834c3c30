/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/limited.h"

#include "fit/moment_set.h"
#include "fit/residual.h"
#include "fit/whiten.h"
#include "parallel.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_MOMENTS   5200
#define MOST_ROOM      30000000 /* moments times nodes, or times parameters */
#define LEAST_EXPECTED 1.0

/* One population's, or the pooled ones'. */
struct part {
    double *residual; /* count */
    double *delta;    /* count * free_count */
    double *xi;       /* count * count */
    double persons;
};

struct test {
    const struct irt_diagnosis *diagnosis;
    const char *what;
    struct irt_moment_set *set;
    size_t parts; /* that are stacked */
    double *
        columns; /* [(free_count + 1) * parts * count]: whitened derivatives, residuals */
    double *persons; /* of each population: who answered every item */
    struct part part, pool;
    struct irt_pool *threads;
    double *counts; /* expected, of two items' categories: the smallest of any part */
};

/* --- is it possible ------------------------------------------------------------------------ */

static bool
is_valid(const struct irt_diagnosis *d, const char *what, struct irt_error *error)
{
    if (d->robust)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "%s is of estimates that use all answers alike; fit with --robust "
            "none",
            what);
    if (d->quadrature->kind == IRT_NODES_EMPIRICAL)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s does not know the weights of empirical nodes as parameters; "
                        "fit with --nodes equal",
                        what);
    if (d->model->effects == IRT_EFFECTS_RANDOM)
        return irt_fail(error, IRT_BAD_USAGE,
                        "with random effects the persons of a school depend on each "
                        "other, and %s needs independent ones; fit with --effects fixed",
                        what);
    return irt_diagnosis_is_marginal(d, what, error);
}

static bool
is_ordinal(const struct irt_diagnosis *d, bool numbers, const char *what,
           struct irt_error *error)
{
    for (size_t j = 0; numbers && j < d->model->items; j++)
        if (!irt_is_ordinal(d->model, j))
            return irt_fail(error, IRT_BAD_USAGE,
                            "%s needs categories in order, which those of nrm are not",
                            what);
    return true;
}

static bool
is_manageable(const struct irt_diagnosis *d, bool numbers, const char *what,
              struct irt_error *error)
{
    size_t count = irt_moment_count(d->model, numbers);
    size_t parts = d->model->groups, F = d->model->free_count;
    if (d->model->items < 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s compares pairs of items; have three or more", what);
    if (count > MOST_MOMENTS || count * d->quadrature->points > MOST_ROOM ||
        count * F > MOST_ROOM || count * F * parts > 4 * (size_t)MOST_ROOM)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s of %zu moments at %zu nodes is more than it can do (%d "
                        "moments); leave items out or take fewer nodes",
                        what, count, d->quadrature->points, MOST_MOMENTS);
    return true;
}

/* --- parts ------------------------------------------------------------------------------- */

static bool
allocate_part(struct part *part, const struct test *test)
{
    size_t s = test->set->count, F = test->diagnosis->model->free_count;
    part->residual = calloc(s, sizeof *part->residual);
    part->delta = calloc(s * F + 1, sizeof *part->delta);
    part->xi = calloc(s * s, sizeof *part->xi);
    return part->residual && part->delta && part->xi;
}

static void
free_part(struct part *part)
{
    free(part->residual);
    free(part->delta);
    free(part->xi);
}

/* The smallest expected count, of each population or of all together. */
static void
note_least(struct test *test, const double *expected, double persons, bool pooled)
{
    for (size_t a = test->set->singles; a < test->set->count; a++) {
        test->counts[a] = pooled ? test->counts[a] + persons * expected[a]
                                 : fmin(test->counts[a], persons * expected[a]);
    }
}

static double
least_of(const struct test *test)
{
    double least = INFINITY;
    for (size_t a = test->set->singles; a < test->set->count; a++)
        least = fmin(least, test->counts[a]);
    return least;
}

/* Residuals, derivatives and covariances of group g. */
static bool
fill_part(struct test *test, size_t g, bool pooled, struct irt_error *error)
{
    struct irt_node_tables *tables = irt_node_tables_new(test->diagnosis, g, error);
    double *expected = malloc(test->set->count * sizeof *expected);
    bool done = tables && (expected ||
                           irt_fail(error, IRT_NO_MEMORY, "there is not enough memory"));
    done = done && irt_moments_expected(test->set, tables, expected, test->part.xi,
                                        test->part.delta, error);
    if (done) {
        test->part.persons = irt_moments_observed(test->set, g, test->part.residual);
        for (size_t a = 0; a < test->set->count; a++)
            test->part.residual[a] -= expected[a];
        note_least(test, expected, test->part.persons, pooled);
    }
    irt_node_tables_free(tables);
    free(expected);
    return done;
}

/* Whitens a part and puts it in place number among the stacked ones. */
static bool
stack(struct test *test, struct part *part, size_t number, struct irt_error *error)
{
    size_t s = test->set->count, F = test->diagnosis->model->free_count;
    size_t n = s * test->parts;
    double *rows = malloc(s * (F + 1) * sizeof *rows), root = sqrt(part->persons);
    if (!rows)
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    for (size_t a = 0; a < s; a++) {
        memcpy(rows + a * (F + 1), part->delta + a * F, F * sizeof *rows);
        rows[a * (F + 1) + F] = part->residual[a];
    }
    bool done =
        irt_whiten(test->diagnosis, test->threads, part->xi, s, rows, F + 1, error);
    for (size_t a = 0; done && a < s; a++)
        for (size_t c = 0; c <= F; c++)
            test->columns[c * n + number * s + a] = root * rows[a * (F + 1) + c];
    free(rows);
    return done;
}

static void
add_to_pool(struct test *test, double share)
{
    size_t s = test->set->count, F = test->diagnosis->model->free_count;
    for (size_t a = 0; a < s; a++)
        test->pool.residual[a] += share * test->part.residual[a];
    for (size_t c = 0; c < s * F; c++)
        test->pool.delta[c] += share * test->part.delta[c];
    for (size_t c = 0; c < s * s; c++)
        test->pool.xi[c] += share * test->part.xi[c];
}

/* --- the test ------------------------------------------------------------------------------ */

/* Counts the persons; populations stand side by side where each has persons enough. */
static bool
count_persons(struct test *test, struct irt_m2 *out, struct irt_error *error)
{
    const struct irt_diagnosis *d = test->diagnosis;
    double *room = malloc(test->set->count * sizeof *room), fewest = INFINITY;
    test->persons = calloc(d->model->groups, sizeof *test->persons);
    bool done = (room && test->persons) ||
                irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    for (size_t g = 0; done && g < d->model->groups; g++) {
        test->persons[g] = irt_moments_observed(test->set, g, room);
        out->persons += test->persons[g];
        out->left_out += irt_group_persons(d, g) - test->persons[g];
        fewest = fmin(fewest, test->persons[g]);
    }
    free(room);
    if (done && !(out->persons > 1.0))
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s is of those who answered every item, and %s did", test->what,
                        out->persons > 0.0 ? "only one" : "nobody");
    out->pooled = d->model->groups > 1 && fewest < (double)test->set->count;
    test->parts = out->pooled ? 1 : d->model->groups;
    return done;
}

static bool
gather(struct test *test, const struct irt_m2 *out, struct irt_error *error)
{
    for (size_t g = 0; g < test->diagnosis->model->groups; g++) {
        if (!(test->persons[g] > 0.0))
            continue;
        if (!fill_part(test, g, out->pooled, error))
            return false;
        if (out->pooled)
            add_to_pool(test, test->persons[g] / out->persons);
        else if (!stack(test, &test->part, g, error))
            return false;
    }
    test->pool.persons = out->persons;
    return !out->pooled || stack(test, &test->pool, 0, error);
}

static bool
has_enough(const struct test *test, const struct irt_m2 *out, struct irt_error *error)
{
    bool ordinal = is_ordinal(test->diagnosis, true, "", NULL);
    double least = least_of(test);
    bool polytomous = test->set->count != irt_moment_count(test->diagnosis->model, true);
    if (polytomous && !(least >= LEAST_EXPECTED))
        return irt_fail(
            error, IRT_BAD_USAGE,
            "a pair of categories is expected less than once (%.3g times), and "
            "%s needs each once or more; merge rare categories%s",
            least, test->what, ordinal ? ", or look at C2" : "");
    if (out->df < 1)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "the %zu moments of one and two items leave no degrees of freedom "
            "to %zu parameters (df %ld); more items would",
            out->moments, irt_model_estimated(test->diagnosis->model), out->df);
    return true;
}

static bool
conclude(struct test *test, bool numbers, struct irt_m2 *out, struct irt_error *error)
{
    size_t n = test->set->count * test->parts, F = test->diagnosis->model->free_count;
    double *y = test->columns + F * n;
    struct irt_baseline baseline;
    size_t rank = irt_project_out(test->columns, F, n, y);
    out->moments = n;
    out->df = (long)n - (long)rank;
    if (!has_enough(test, out, error) ||
        !irt_baseline_of(test->diagnosis, numbers, &baseline, error))
        return false;
    out->value = 0.0;
    for (size_t a = 0; a < n; a++)
        out->value += y[a] * y[a];
    out->p = gsl_cdf_chisq_Q(out->value, (double)out->df);
    out->srmsr = sqrt(baseline.mean_square);
    out->null_value = baseline.value;
    out->null_df = baseline.df;
    out->index = irt_indices_of(out->value, (double)out->df, out->null_value,
                                (double)out->null_df, out->persons);
    return true;
}

static bool
run(struct test *test, bool numbers, struct irt_m2 *out, struct irt_error *error)
{
    const struct irt_diagnosis *d = test->diagnosis;
    test->set = irt_moment_set_new(d, numbers, error);
    test->threads = irt_pool_new(d->threads, error);
    if (!test->set || !test->threads || !count_persons(test, out, error))
        return false;
    test->columns = calloc((d->model->free_count + 1) * test->parts * test->set->count,
                           sizeof *test->columns);
    test->counts = calloc(test->set->count, sizeof *test->counts);
    for (size_t a = 0; test->counts && a < test->set->count; a++)
        test->counts[a] = out->pooled ? 0.0 : INFINITY;
    if (!test->columns || !test->counts || !allocate_part(&test->part, test) ||
        (out->pooled && !allocate_part(&test->pool, test)))
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    return gather(test, out, error) && conclude(test, numbers, out, error);
}

struct irt_m2 *
irt_limited_test(const struct irt_diagnosis *d, bool numbers, const char *what,
                 struct irt_error *error)
{
    struct test test = { .diagnosis = d, .what = what };
    if (!is_valid(d, what, error) || !is_ordinal(d, numbers, what, error) ||
        !is_manageable(d, numbers, what, error))
        return NULL;
    struct irt_m2 *out = calloc(1, sizeof *out);
    if (!out)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    bool done = out && run(&test, numbers, out, error);
    irt_moment_set_free(test.set);
    irt_pool_free(test.threads);
    free_part(&test.part);
    free_part(&test.pool);
    free(test.columns);
    free(test.counts);
    free(test.persons);
    if (done)
        return out;
    free(out);
    return NULL;
}
