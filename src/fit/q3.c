/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/q3.h"

#include "fit/node_tables.h"
#include "fit/residual.h"
#include "fit/statistic.h"
#include "parallel.h"

#include <math.h>
#include <stdlib.h>

#define MOST_ITEMS 2000
#define MOST_ROOM  8000000 /* sums in all slices */

/* Over the persons who answered both of a pair. */
struct pair {
    double n, j, k, jj, kk, jk;
};

struct work {
    const struct irt_diagnosis *diagnosis;
    const double *theta;
    size_t pairs, slices;
    struct pair *pair; /* [slice * pairs + p], p in the order of j, then of k > j */
    bool *failed;      /* slices */
};

static void
q3_free(void *result)
{
    struct irt_q3 *q3 = result;
    if (!q3)
        return;
    free(q3->value);
    free(q3->persons);
    free(q3->sd);
    free(q3);
}

/* The residuals of a pattern; NAN where there is none. */
static void
find_residuals(const struct irt_diagnosis *d, size_t l, const double *theta, double *r)
{
    for (size_t j = 0; j < d->model->items; j++) {
        unsigned h = irt_pattern_category(d, l, j);
        r[j] = h == IRT_MISSING || !irt_is_ordinal(d->model, j)
                   ? NAN
                   : h - irt_moments_at(d, j, theta).mean;
    }
}

static void
add_pattern(struct pair *pair, const double *r, size_t items, double f)
{
    for (size_t j = 0; j < items; j++) {
        if (isnan(r[j])) {
            pair += items - j - 1;
            continue;
        }
        for (size_t k = j + 1; k < items; k++, pair++) {
            if (isnan(r[k]))
                continue;
            pair->n += f;
            pair->j += f * r[j];
            pair->k += f * r[k];
            pair->jj += f * r[j] * r[j];
            pair->kk += f * r[k] * r[k];
            pair->jk += f * r[j] * r[k];
        }
    }
}

static void
slice(void *context, size_t s)
{
    const struct work *work = context;
    const struct irt_diagnosis *d = work->diagnosis;
    size_t count = d->patterns->count, end = (s + 1) * count / work->slices;
    double *r = malloc(d->model->items * sizeof *r);
    work->failed[s] = r == NULL;
    for (size_t l = s * count / work->slices; r && l < end; l++) {
        const double *theta = work->theta + l * d->model->dims;
        if (irt_cancelled(&d->cancel))
            break;
        if (!isfinite(theta[0]))
            continue;
        find_residuals(d, l, theta, r);
        add_pattern(work->pair + s * work->pairs, r, d->model->items,
                    d->patterns->frequency[l]);
    }
    free(r);
}

static double
correlation(const struct pair *p)
{
    double jj = p->jj - p->j * p->j / p->n, kk = p->kk - p->k * p->k / p->n;
    double jk = p->jk - p->j * p->k / p->n;
    /* What is left of the sums of squares when their rounding is. */
    if (!(p->n > 1.0) || !(jj > 1e-12 * p->jj) || !(kk > 1e-12 * p->kk))
        return NAN;
    return jk / sqrt(jj * kk);
}

static void
conclude(const struct work *work, struct irt_q3 *out)
{
    double sum = 0.0;
    size_t J = out->items, p = 0, known = 0;
    for (size_t j = 0; j < J; j++)
        for (size_t k = j + 1; k < J; k++, p++) {
            struct pair all = { 0 };
            for (size_t s = 0; s < work->slices; s++) {
                const struct pair *part = &work->pair[s * work->pairs + p];
                all.n += part->n;
                all.j += part->j;
                all.k += part->k;
                all.jj += part->jj;
                all.kk += part->kk;
                all.jk += part->jk;
            }
            double r = correlation(&all);
            out->value[j * J + k] = out->value[k * J + j] = r;
            out->persons[j * J + k] = out->persons[k * J + j] = all.n;
            out->sd[j * J + k] = sqrt((all.jj - all.j * all.j / all.n) / (all.n - 1.0));
            out->sd[k * J + j] = sqrt((all.kk - all.k * all.k / all.n) / (all.n - 1.0));
            sum += isnan(r) ? 0.0 : r;
            known += !isnan(r);
        }
    for (size_t j = 0; j < J; j++) {
        out->value[j * J + j] = irt_is_ordinal(work->diagnosis->model, j) ? 1.0 : NAN;
        out->persons[j * J + j] = out->sd[j * J + j] = NAN;
    }
    out->mean = known ? sum / (double)known : NAN;
}

static struct irt_q3 *
allocate(size_t items)
{
    struct irt_q3 *out = calloc(1, sizeof *out);
    if (!out)
        return NULL;
    out->items = items;
    out->value = malloc(items * items * sizeof *out->value);
    out->persons = malloc(items * items * sizeof *out->persons);
    out->sd = malloc(items * items * sizeof *out->sd);
    if (out->value && out->persons && out->sd)
        return out;
    q3_free(out);
    return NULL;
}

/* Fewer slices where each takes much room. */
static bool
run(struct work *work, struct irt_error *error)
{
    const struct irt_diagnosis *d = work->diagnosis;
    size_t J = d->model->items;
    work->pairs = J * (J - 1) / 2;
    work->slices = MOST_ROOM / (work->pairs + 1);
    work->slices = work->slices > IRT_SLICES ? IRT_SLICES : work->slices + 1;
    work->pair = calloc(work->slices * work->pairs + 1, sizeof *work->pair);
    work->failed = calloc(work->slices, sizeof *work->failed);
    struct irt_pool *pool = irt_pool_new(d->threads, error);
    bool done = pool && work->pair && work->failed;
    if (done)
        irt_pool_run(pool, work->slices, slice, work);
    for (size_t s = 0; done && s < work->slices; s++)
        done = !work->failed[s];
    irt_pool_free(pool);
    return (done || irt_fail(error, IRT_NO_MEMORY, "there is not enough memory")) &&
           irt_diagnosis_go_on(d, 1.0, error);
}

static bool
is_possible(const struct irt_diagnosis *d, struct irt_error *error)
{
    size_t ordinal = 0;
    for (size_t j = 0; j < d->model->items; j++)
        ordinal += irt_is_ordinal(d->model, j);
    if (ordinal < 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "Q3 is of pairs of items with categories in order, and there "
                        "%s; have two or more (nrm has no order)",
                        ordinal ? "is one such item" : "is no such item");
    if (d->model->items > MOST_ITEMS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "Q3 is for %d items at most; leave items out", MOST_ITEMS);
    return irt_diagnosis_is_finite(d, error);
}

static void *
q3_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    struct work work = { .diagnosis = d };
    bool marginal = irt_diagnosis_is_marginal(d, "", NULL);
    if (!is_possible(d, error))
        return NULL;
    double *theta = irt_points(d, marginal ? IRT_SCORE_EAP : IRT_SCORE_WLE, error);
    struct irt_q3 *out = allocate(d->model->items);
    work.theta = theta;
    if (!out)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    bool done = theta && out && run(&work, error);
    if (done)
        conclude(&work, out);
    free(work.pair);
    free(work.failed);
    free(theta);
    if (done)
        return out;
    q3_free(out);
    return NULL;
}

const struct irt_statistic irt_statistic_q3 = {
    .name = "q3",
    .title = "Q3",
    .formula = "Q3 = the correlation of two items' residuals x - E(x|θ) over persons",
    .source = "Yen (1984); Christensen, Makransky and Horton (2017)",
    .reading = "Answers to two items should have nothing in common but θ. A pair .2 or "
               "more above the mean Q3 shares something else, such as a text or a trick.",
    .compute = q3_compute,
    .free = q3_free,
};
