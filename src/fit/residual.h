/* SPDX-License-Identifier: GPL-3.0-or-later */
/* residual.h -- an answer against what the model expects at one theta: mean, variance and
 * fourth central moment of the category number, and mean squares of residuals made into z.
 * Source: Wright and Masters (1982), Rating Scale Analysis, chapter 5. */
#ifndef IRT_RESIDUAL_H
#define IRT_RESIDUAL_H

#include "error.h"
#include "fit/diagnosis.h"
#include "score/score.h"

#include <stdbool.h>

struct irt_moments {
    double mean, variance, fourth; /* fourth: E (x - mean)^4 */
};

/* From P[h * stride], categories of them. */
struct irt_moments irt_moments_of(const double *P, size_t stride, unsigned categories);

/* Of item j at theta[dims]. */
struct irt_moments irt_moments_at(const struct irt_diagnosis *diagnosis, size_t j,
                                  const double *theta);

/* Wilson and Hilferty's cube root: (ms^(1/3) - 1) 3/q + q/3 with q^2 the variance of ms, q at
 * most sqrt(2).  NAN where ms is, or the variance is not positive. */
double irt_mean_square_z(double ms, double variance);
/* The standard deviation that it takes: no more than it can make sense of. */
double irt_mean_square_sd(double variance);

/* Do the categories of item j have an order?  Those of nrm do not. */
bool irt_is_ordinal(const struct irt_model *model, size_t j);

/* The patterns' scores by a method, theta[l * dims + d]; NAN or infinite where there is none.
 * NULL with *error filled.  Caller frees. */
double *irt_points(const struct irt_diagnosis *diagnosis, enum irt_score method,
                   struct irt_error *error);

#endif
