/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score.h -- persons' scores by any method, with standard errors.
 *
 * eap  mean and standard deviation of the posterior on the quadrature
 * map  mode of the posterior, theta ~ N(0, sigma^2); SE 1 / sqrt(I + 1 / sigma^2)
 * ml   maximum of the likelihood; SE 1 / sqrt(I); infinite for extreme patterns
 * wle  Warm's weighted likelihood: the root of l'(theta) + J / (2 I), with
 *      J = sum_jh P' P'' / P; SE 1 / sqrt(I).  Source: Warm (1989), Psychometrika 54,
 *      427-450; Samejima (1993) for more than two categories.
 *
 * I is the expected test information of the items that were answered.  In several dimensions:
 * score_dims.h. */
#ifndef IRT_SCORE_H
#define IRT_SCORE_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/options.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

/* Into score[l * dims + d] and se[l * dims + d].  A pattern without answers gets the
 * prior's mean and standard deviation by eap and map, NAN by ml and wle; the standard error
 * of an infinite score is infinite.  False with *error filled without memory. */
bool irt_scores(enum irt_score method, const struct irt_responses *data,
                const struct irt_patterns *patterns, const struct irt_model *model,
                const double *psi, const struct irt_quadrature *quadrature,
                unsigned threads, double *score, double *se, struct irt_error *error);

/* One pattern's likelihood at one theta: log L, its first two derivatives, the expected
 * information of the answered items and J.  code is a row of the data. */
struct irt_likelihood {
    double log_likelihood, slope, bend, information, J;
};
struct irt_likelihood irt_likelihood_at(const struct irt_model *model, const double *psi,
                                        const unsigned char *code, double theta);

#endif
