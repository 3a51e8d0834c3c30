/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/curves.h"

#include "fit/node_tables.h"
#include "fit/residual.h"
#include "fit/statistic.h"

#include <math.h>
#include <stdlib.h>

#define G         IRT_CURVE_GROUPS
#define MOST_ROOM 20000000 /* sums in all slices */
#define Z95       1.959963984540054
#define FURTHEST  12.0 /* theta of a place */

/* Of one item and group, over persons: how many, theta, the variance of the category number;
 * the observed and expected counts of the categories follow, [2 * categories]. */
enum { PERSONS, THETA, VARIANCE, CELLS };

struct work {
    const struct irt_diagnosis *diagnosis;
    double edge[G - 1]; /* between groups */
    size_t *at,
        room; /* item j, group g at sums[slice * room + at[j] + g * (CELLS + 2 C)] */
    double *sums;
};

static void
curves_free(void *result)
{
    struct irt_curves *curves = result;
    if (!curves)
        return;
    for (size_t j = 0; curves->curve && j < curves->items; j++)
        free(curves->curve[j].observed); /* all four are one block */
    free(curves->curve);
    free(curves);
}

/* --- groups -------------------------------------------------------------------------------- */

struct point {
    double theta, persons;
};

static int
by_theta(const void *x, const void *y)
{
    const struct point *a = x, *b = y;
    return (a->theta > b->theta) - (a->theta < b->theta);
}

/* The quantiles of the persons' EAP. */
static bool
find_edges(struct work *work, struct irt_error *error)
{
    const struct irt_diagnosis *d = work->diagnosis;
    size_t count = d->patterns->count;
    double *theta = irt_points(d, IRT_SCORE_EAP, error), all = 0.0, sum = 0.0;
    struct point *point = malloc((count + 1) * sizeof *point);
    bool done =
        theta && (point || irt_fail(error, IRT_NO_MEMORY, "there is not enough memory"));
    for (size_t l = 0; done && l < count; l++) {
        point[l] = (struct point){ theta[l], d->patterns->frequency[l] };
        all += point[l].persons;
    }
    if (done)
        qsort(point, count, sizeof *point, by_theta);
    for (size_t l = 0, g = 0; done && l < count; l++)
        for (sum += point[l].persons; g < G - 1 && sum >= all * (double)(g + 1) / G; g++)
            work->edge[g] =
                l + 1 < count ? 0.5 * (point[l].theta + point[l + 1].theta) : INFINITY;
    free(theta);
    free(point);
    return done;
}

static size_t
group_of(const struct work *work, double theta)
{
    size_t g = 0;
    while (g < G - 1 && theta > work->edge[g])
        g++;
    return g;
}

/* --- one person and item ------------------------------------------------------------------- */

/* The posterior without the item's own answer, into rest[Q]; its mean of theta, NAN where
 * rounding has left nothing. */
static double
leave_out(const struct irt_node_tables *t, size_t j, unsigned h, const double *posterior,
          double *rest)
{
    const double *P = irt_node_probability(t, j, h);
    double sum = 0.0, mean = 0.0;
    for (size_t n = 0; n < t->Q; n++) {
        rest[n] = P[n] > 1e-250 ? posterior[n] / P[n] : 0.0;
        sum += rest[n];
        mean += rest[n] * t->theta[n];
    }
    for (size_t n = 0; n < t->Q; n++)
        rest[n] /= sum;
    return mean / sum;
}

static void
each(void *context, size_t slice, size_t l, const struct irt_node_tables *t,
     const double *posterior)
{
    const struct work *work = context;
    const struct irt_model *model = work->diagnosis->model;
    double f = work->diagnosis->patterns->frequency[l], rest[IRT_MAX_POINTS];
    for (size_t j = 0; j < model->items; j++) {
        unsigned C = model->item[j].categories, x;
        double mean = 0.0, square = 0.0;
        x = irt_pattern_category(work->diagnosis, l, j);
        if (x == IRT_MISSING)
            continue;
        double theta = leave_out(t, j, x, posterior, rest);
        if (!isfinite(theta))
            continue;
        double *sums = work->sums + slice * work->room + work->at[j] +
                       group_of(work, theta) * (CELLS + 2 * C);
        sums[PERSONS] += f;
        sums[THETA] += f * theta;
        sums[CELLS + x] += f;
        for (unsigned h = 0; h < C; h++) {
            const double *P = irt_node_probability(t, j, h);
            double expected = 0.0;
            for (size_t n = 0; n < t->Q; n++)
                expected += rest[n] * P[n];
            sums[CELLS + C + h] += f * expected;
            mean += h * expected;
            square += (double)(h * h) * expected;
        }
        sums[VARIANCE] += f * (square - mean * mean);
    }
}

/* --- one item ------------------------------------------------------------------------------ */

/* Where the item's mean category is that of the group; where the curve does not rise, or does
 * not get there, at the group's own mean. */
static double
place(const struct irt_diagnosis *d, size_t j, double mean, double otherwise)
{
    double lo = -FURTHEST, hi = FURTHEST;
    double at_lo = irt_moments_at(d, j, &lo).mean, at_hi = irt_moments_at(d, j, &hi).mean;
    bool rises = at_hi > at_lo;
    if (!irt_is_ordinal(d->model, j) || (mean - at_lo) * (mean - at_hi) > 0.0)
        return otherwise;
    for (int i = 0; i < 60; i++) {
        double middle = 0.5 * (lo + hi);
        if ((irt_moments_at(d, j, &middle).mean < mean) == rises)
            lo = middle;
        else
            hi = middle;
    }
    return 0.5 * (lo + hi);
}

static void
wilson(double share, double n, double *low, double *high)
{
    double z2 = Z95 * Z95 / n, middle = (share + 0.5 * z2) / (1.0 + z2);
    double half = Z95 / (1.0 + z2) * sqrt(share * (1.0 - share) / n + 0.25 * z2 / n);
    *low = fmax(0.0, middle - half);
    *high = fmin(1.0, middle + half);
}

static void
take_group(const struct irt_diagnosis *d, size_t j, const double *sums,
           struct irt_curve *curve)
{
    unsigned C = curve->categories;
    size_t g = curve->groups++;
    double n = sums[PERSONS], observed = 0.0, expected = 0.0;
    struct irt_curve_group *group = &curve->group[g];
    for (unsigned h = 0; h < C; h++) {
        size_t c = g * C + h;
        curve->observed[c] = sums[CELLS + h] / n;
        curve->expected[c] = sums[CELLS + C + h] / n;
        wilson(curve->observed[c], n, &curve->low[c], &curve->high[c]);
        observed += h * curve->observed[c];
        expected += h * curve->expected[c];
    }
    group->persons = n;
    group->score = sums[THETA] / n;
    group->theta = place(d, j, expected, group->score);
    group->z = irt_is_ordinal(d->model, j) && sums[VARIANCE] > 0.0
                   ? n * (observed - expected) / sqrt(sums[VARIANCE])
                   : NAN;
}

static bool
take_item(const struct work *work, size_t j, struct irt_curve *curve)
{
    unsigned C = work->diagnosis->model->item[j].categories;
    size_t width = CELLS + 2 * C;
    double *sums = calloc(width, sizeof *sums);
    curve->categories = C;
    curve->observed = calloc(4 * G * C, sizeof *curve->observed);
    bool done = sums && curve->observed;
    if (done) {
        curve->expected = curve->observed + G * C;
        curve->low = curve->observed + 2 * G * C;
        curve->high = curve->observed + 3 * G * C;
    }
    for (size_t g = 0; done && g < G; g++) {
        for (size_t c = 0; c < width; c++) {
            sums[c] = 0.0;
            for (size_t slice = 0; slice < IRT_SLICES; slice++)
                sums[c] += work->sums[slice * work->room + work->at[j] + g * width + c];
        }
        if (sums[PERSONS] > 0.0)
            take_group(work->diagnosis, j, sums, curve);
    }
    free(sums);
    return done;
}

/* --- the whole ----------------------------------------------------------------------------- */

static bool
allocate(struct work *work, struct irt_error *error)
{
    const struct irt_model *model = work->diagnosis->model;
    work->at = malloc(model->items * sizeof *work->at);
    for (size_t j = 0; work->at && j < model->items; j++) {
        work->at[j] = work->room;
        work->room += G * (CELLS + 2 * model->item[j].categories);
    }
    if (IRT_SLICES * work->room > MOST_ROOM)
        return irt_fail(error, IRT_BAD_USAGE,
                        "empirical curves of %zu items are more than it can do; leave "
                        "items out",
                        model->items);
    work->sums = calloc(IRT_SLICES * work->room, sizeof *work->sums);
    return (work->at && work->sums) ||
           irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
}

static bool
conclude(const struct work *work, struct irt_curves **out, struct irt_error *error)
{
    size_t J = work->diagnosis->model->items;
    struct irt_curves *curves = calloc(1, sizeof *curves);
    if (curves)
        curves->curve = calloc(J, sizeof *curves->curve);
    bool done = curves && curves->curve;
    if (done)
        curves->items = J;
    for (size_t j = 0; done && j < J; j++)
        done = take_item(work, j, &curves->curve[j]);
    if (done) {
        *out = curves;
        return true;
    }
    curves_free(curves);
    return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
}

static void *
curves_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    struct work work = { .diagnosis = d };
    struct irt_walk walk = { NULL, each, &work };
    struct irt_curves *out = NULL;
    if (!irt_diagnosis_is_single(d, "an empirical curve", error))
        return NULL;
    bool done = allocate(&work, error) && find_edges(&work, error) &&
                irt_posterior_walk(d, &walk, error) && conclude(&work, &out, error);
    free(work.at);
    free(work.sums);
    return done ? out : NULL;
}

const struct irt_statistic irt_statistic_curves = {
    .name = "curves",
    .title = "Empirical curve",
    .formula =
        "observed shares by group of θ against mean E[P(θ)] given the other answers",
    .source = "Wilson (1927), intervals; Orlando and Thissen (2000), on grouping",
    .reading = "Points off the curve by more than their interval show where an item "
               "misfits: a floor of guessing, a ceiling, a curve too steep. z counts the "
               "distance in standard errors.",
    .compute = curves_compute,
    .free = curves_free,
};
