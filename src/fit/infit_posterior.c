/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Infit and outfit averaged over each person's posterior. */
#include "config.h"

#include "fit/infit_sums.h"
#include "fit/node_tables.h"
#include "fit/residual.h"

#include <math.h>
#include <stdlib.h>

/* Over persons, r the mean of (x - E)^2 over the posterior, w that of W, g that of
 * (x - E)^2 / W. */
struct sums {
    double n, r, w, g, rr, rw, ww, gg;
};

struct work {
    const struct irt_diagnosis *diagnosis;
    struct sums *sums;         /* [slice * items + j] */
    double *square, *relative; /* as the node tables lie: (h - E)^2, and over W */
    double *variance;          /* [j * Q + n] */
};

/* Tabulates what answers would contribute at the nodes of a group. */
static bool
begin(void *context, const struct irt_node_tables *t, struct irt_error *error)
{
    const struct work *work = context;
    const struct irt_model *model = work->diagnosis->model;
    (void)error;
    for (size_t j = 0; j < model->items; j++)
        for (size_t n = 0; n < t->Q; n++) {
            unsigned C = model->item[j].categories;
            struct irt_moments m = irt_moments_of(t->P + t->at[j] + n, t->Q, C);
            work->variance[j * t->Q + n] = m.variance;
            for (unsigned h = 0; h < C; h++) {
                size_t at = t->at[j] + h * t->Q + n;
                work->square[at] = (h - m.mean) * (h - m.mean);
                work->relative[at] =
                    m.variance > 0.0 ? work->square[at] / m.variance : 0.0;
            }
        }
    return true;
}

static void
each(void *context, size_t slice, size_t l, const struct irt_node_tables *t,
     const double *posterior)
{
    const struct work *work = context;
    const struct irt_model *model = work->diagnosis->model;
    double f = work->diagnosis->patterns->frequency[l];
    for (size_t j = 0; j < model->items; j++) {
        struct sums *s = &work->sums[slice * model->items + j];
        unsigned h = irt_pattern_category(work->diagnosis, l, j);
        if (h == IRT_MISSING)
            continue;
        const double *square = work->square + t->at[j] + h * t->Q;
        const double *relative = work->relative + t->at[j] + h * t->Q;
        double r = 0.0, w = 0.0, g = 0.0;
        for (size_t n = 0; n < t->Q; n++) {
            r += posterior[n] * square[n];
            w += posterior[n] * work->variance[j * t->Q + n];
            g += posterior[n] * relative[n];
        }
        s->n += f;
        s->r += f * r;
        s->w += f * w;
        s->g += f * g;
        s->rr += f * r * r;
        s->rw += f * r * w;
        s->ww += f * w * w;
        s->gg += f * g * g;
    }
}

static struct sums
total(const struct work *work, size_t j)
{
    struct sums all = { 0 };
    for (size_t slice = 0; slice < IRT_SLICES; slice++) {
        const struct sums *s = &work->sums[slice * work->diagnosis->model->items + j];
        all.n += s->n;
        all.r += s->r;
        all.w += s->w;
        all.g += s->g;
        all.rr += s->rr;
        all.rw += s->rw;
        all.ww += s->ww;
        all.gg += s->gg;
    }
    return all;
}

/* The variance of infit is that of the mean of r - infit w, over the mean of w squared. */
static void
conclude(const struct sums *s, struct irt_infit_item *item)
{
    struct irt_mean_squares *out = &item->posterior;
    item->persons = s->n;
    out->infit = s->w > 0.0 ? s->r / s->w : NAN;
    out->outfit = s->n > 0.0 ? s->g / s->n : NAN;
    double infit = out->infit, outfit = out->outfit;
    double linear = s->rr - 2.0 * infit * s->rw + infit * infit * s->ww;
    out->infit_z = irt_mean_square_z(infit, linear / (s->w * s->w));
    out->outfit_z = irt_mean_square_z(outfit, (s->gg / s->n - outfit * outfit) / s->n);
    out->answers = s->n;
    out->square = s->r;
    out->variance = s->w;
    out->relative = s->g;
    out->infit_sd = irt_mean_square_sd(linear / (s->w * s->w));
    out->outfit_sd = irt_mean_square_sd((s->gg / s->n - outfit * outfit) / s->n);
}

static bool
allocate(struct work *work, const struct irt_diagnosis *d)
{
    size_t Q = d->quadrature->points, cells = 0;
    for (size_t j = 0; j < d->model->items; j++)
        cells += d->model->item[j].categories * Q;
    work->diagnosis = d;
    work->sums = calloc(IRT_SLICES * d->model->items, sizeof *work->sums);
    work->square = malloc(cells * sizeof *work->square);
    work->relative = malloc(cells * sizeof *work->relative);
    work->variance = malloc(d->model->items * Q * sizeof *work->variance);
    return work->sums && work->square && work->relative && work->variance;
}

bool
irt_infit_posterior(const struct irt_diagnosis *d, struct irt_infit_item *item,
                    struct irt_error *error)
{
    struct work work = { 0 };
    struct irt_walk walk = { begin, each, &work };
    bool done = allocate(&work, d) ||
                irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    done = done && irt_posterior_walk(d, &walk, error);
    for (size_t j = 0; done && j < d->model->items; j++) {
        struct sums all = total(&work, j);
        conclude(&all, &item[j]);
    }
    free(work.sums);
    free(work.square);
    free(work.relative);
    free(work.variance);
    return done;
}
