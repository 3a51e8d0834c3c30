/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/residual.h"

#include <math.h>
#include <stdlib.h>

#define LARGEST_Q 1.4142135623730951

struct irt_moments
irt_moments_of(const double *P, size_t stride, unsigned categories)
{
    struct irt_moments m = { 0.0, 0.0, 0.0 };
    for (unsigned h = 1; h < categories; h++)
        m.mean += h * P[h * stride];
    for (unsigned h = 0; h < categories; h++) {
        double square = (h - m.mean) * (h - m.mean);
        m.variance += square * P[h * stride];
        m.fourth += square * square * P[h * stride];
    }
    return m;
}

struct irt_moments
irt_moments_at(const struct irt_diagnosis *d, size_t j, const double *theta)
{
    const struct irt_item *item = &d->model->item[j];
    double P[IRT_MAX_CATEGORIES];
    item->ops->probability(item, d->psi + item->first, theta, 1, P);
    return irt_moments_of(P, 1, item->categories);
}

double
irt_mean_square_sd(double variance)
{
    return variance > 0.0 ? fmin(sqrt(variance), LARGEST_Q) : NAN;
}

double
irt_mean_square_z(double ms, double variance)
{
    double q = irt_mean_square_sd(variance);
    if (isnan(q))
        return NAN;
    return (cbrt(ms) - 1.0) * 3.0 / q + q / 3.0;
}

bool
irt_is_ordinal(const struct irt_model *model, size_t j)
{
    return model->item[j].ops != &irt_item_nrm;
}

double *
irt_points(const struct irt_diagnosis *d, enum irt_score method, struct irt_error *error)
{
    size_t length = d->patterns->count * d->model->dims + 1;
    double *theta = malloc(length * sizeof *theta), *se = malloc(length * sizeof *se);
    bool done =
        (theta && se) || irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    done = done && irt_scores(method, d->data, d->patterns, d->model, d->psi,
                              d->quadrature, d->threads, theta, se, error);
    free(se);
    if (done)
        return theta;
    free(theta);
    return NULL;
}
