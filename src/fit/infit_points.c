/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Infit and outfit at each person's point estimate. */
#include "config.h"

#include "fit/infit_sums.h"
#include "fit/node_tables.h"
#include "fit/residual.h"

#include <math.h>
#include <stdlib.h>

/* Over persons: of (x - E)^2, W, (x - E)^2 / W, C / W^2, C - W^2. */
struct sums {
    double n, r, w, g, relative, excess;
};

struct work {
    const struct irt_diagnosis *diagnosis;
    const double *theta;
    struct sums *sums; /* [slice * items + j] */
};

static bool
is_finite(const double *theta, size_t dims)
{
    for (size_t r = 0; r < dims; r++)
        if (!isfinite(theta[r]))
            return false;
    return true;
}

static void
add_answer(struct sums *s, double f, unsigned h, const struct irt_moments *m)
{
    double square = (h - m->mean) * (h - m->mean), W = m->variance;
    if (!(W > 0.0))
        return;
    s->n += f;
    s->r += f * square;
    s->w += f * W;
    s->g += f * square / W;
    s->relative += f * m->fourth / (W * W);
    s->excess += f * (m->fourth - W * W);
}

static void
slice(void *context, size_t number, size_t first, size_t end)
{
    const struct work *work = context;
    const struct irt_diagnosis *d = work->diagnosis;
    size_t dims = d->model->dims;
    for (size_t l = first; l < end && !irt_cancelled(&d->cancel); l++) {
        const double *theta = work->theta + l * dims;
        if (!is_finite(theta, dims))
            continue;
        for (size_t j = 0; j < d->model->items; j++) {
            unsigned h = irt_pattern_category(d, l, j);
            if (h == IRT_MISSING)
                continue;
            struct irt_moments m = irt_moments_at(d, j, theta);
            add_answer(&work->sums[number * d->model->items + j],
                       d->patterns->frequency[l], h, &m);
        }
    }
}

static struct irt_mean_squares
conclude(const struct work *work, size_t j)
{
    struct sums s = { 0 };
    for (size_t number = 0; number < IRT_SLICES; number++) {
        const struct sums *part = &work->sums[number * work->diagnosis->model->items + j];
        s.n += part->n;
        s.r += part->r;
        s.w += part->w;
        s.g += part->g;
        s.relative += part->relative;
        s.excess += part->excess;
    }
    double infit = s.w > 0.0 ? s.r / s.w : NAN, outfit = s.n > 0.0 ? s.g / s.n : NAN;
    return (struct irt_mean_squares){
        .infit = infit,
        .infit_z = irt_mean_square_z(infit, s.excess / (s.w * s.w)),
        .outfit = outfit,
        .outfit_z = irt_mean_square_z(outfit, s.relative / (s.n * s.n) - 1.0 / s.n),
        .answers = s.n,
        .square = s.r,
        .variance = s.w,
        .relative = s.g,
        .infit_sd = irt_mean_square_sd(s.excess / (s.w * s.w)),
        .outfit_sd = irt_mean_square_sd(s.relative / (s.n * s.n) - 1.0 / s.n),
    };
}

bool
irt_infit_points(const struct irt_diagnosis *d, const double *theta,
                 struct irt_mean_squares *out, struct irt_error *error)
{
    struct work work = { d, theta, NULL };
    work.sums = calloc(IRT_SLICES * d->model->items, sizeof *work.sums);
    bool done =
        work.sums != NULL || irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    done = done && irt_pattern_walk(d, slice, &work, error);
    for (size_t j = 0; done && j < d->model->items; j++)
        out[j] = conclude(&work, j);
    free(work.sums);
    return done;
}
