/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loadings.h -- items as factor analysts report them, standardised.
 *
 * An answer of 2PL, 3PL, 4PL, GRM and M2PL comes about where a normal variable of variance 1,
 * made of theta and an error of its own, lies beyond a threshold; logistic(1.702 x) stands
 * for the normal ogive.  With Sigma the covariance of theta and A^2 = a' Sigma a / 1.702^2,
 *
 *     lambda_r = sd(theta_r) a_r / 1.702 / sqrt(1 + A^2),
 *     tau_h = -d_h / 1.702 / sqrt(1 + A^2),  communality h^2 = A^2 / (1 + A^2).
 *
 * The lambda of GPCM, PCM and RSM are those of their slopes, by the same formula, and there
 * are no thresholds: a step compares neighbours.  NRM has neither.
 * Source: Takane and de Leeuw (1987), Psychometrika 52, 393-408; 1.702: Camilli (1994),
 * Journal of Educational and Behavioral Statistics 19, 293-295. */
#ifndef IRT_LOADINGS_H
#define IRT_LOADINGS_H

#include "model/item.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stddef.h>

#define IRT_NORMAL_OGIVE 1.702

struct irt_loadings {
    size_t count; /* of loadings: dimensions, or 0 */
    double loading[IRT_MAX_DIMS];
    double communality; /* NAN without loadings */
    size_t thresholds;
    double threshold[IRT_MAX_CATEGORIES];
};

/* Of item j with parameters par, where theta has standard deviation sigma and, in several
 * dimensions, correlation[model->correlations] (else not looked at). */
void irt_item_loadings(const struct irt_model *model, size_t j, const double *par,
                       double sigma, const double *correlation, struct irt_loadings *out);

#endif
