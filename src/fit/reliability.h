/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reliability.h -- how much of the scores' variance is the persons' own.
 *
 *     alpha      of the answers (data/classical.h)
 *     omega      of the model, in two forms (omega.h)
 *     marginal   E[sigma^2 I(theta) / (1 + sigma^2 I(theta))] over the distribution of theta,
 *                groups by their shares of the persons
 *     empirical  Var(EAP) / (Var(EAP) + mean SE^2), with N - 1 in the variance
 *
 * Source: Green, Bock, Humphreys, Linn and Reckase (1984), J. Educ. Meas.
 * 21, 347-360 (marginal). */
#ifndef IRT_RELIABILITY_H
#define IRT_RELIABILITY_H

#include "quadrature/quadrature.h"

#include <stddef.h>

struct irt_reliability {
    double alpha;        /* NAN: fewer than two items vary */
    double omega;        /* of the sum score (omega.h); NAN: see why_not_omega */
    double omega_latent; /* of the variables behind the answers; NAN likewise */
    double marginal; /* NAN in several dimensions, or where theta has no distribution */
    double empirical[IRT_MAX_DIMS]; /* by dimension; NAN likewise, or below two persons */
    size_t dims;
    /* What they are made of. */
    double varying, item_variance,
        sum_variance;        /* alpha: items, the sum of their variances,
                                                    the variance of their sum */
    double explained, error; /* omega: Var(E(X | theta)), and what is left of Var(X) */
    double common, unique;   /* omega_latent: L, and the sum of 1 - h^2 */
    double score_variance[IRT_MAX_DIMS], square_error[IRT_MAX_DIMS]; /* empirical */
    char why_not[400]; /* why marginal or empirical are not there; "": they are */
    char why_not_omega[400];
};

#endif
