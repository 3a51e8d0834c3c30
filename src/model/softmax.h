/* SPDX-License-Identifier: GPL-3.0-or-later */
/* softmax.h -- what the divide-by-total models have in common (gpcm, rsm, nrm):
 *
 *     P_h(theta) = exp(eta_h) / sum_g exp(eta_g),   eta_h = s_h theta + t_h,
 *
 * where eta is linear in the item's parameters: d eta_h / d par_p = slope_ph theta +
 * intercept_ph.  A model is its design: those numbers.  As eta is linear in par, the Hessian
 * of the expected log-likelihood is minus the Fisher information. */
#ifndef IRT_SOFTMAX_H
#define IRT_SOFTMAX_H

#include "model/item.h"

#include <stddef.h>

/* The functions of struct irt_item_ops, for an item whose ops have a design. */
void irt_softmax_probability(const struct irt_item *item, const double *par,
                             const double *theta, size_t Q, double *P);
void irt_softmax_score(const struct irt_item *item, const double *par,
                       const double *theta, size_t Q, double *score);
double irt_softmax_expected(const struct irt_item *item, const double *par,
                            const double *theta, size_t Q, const double *r,
                            double *gradient, double *hessian, double *information);
void irt_softmax_derivatives(const struct irt_item *item, const double *theta, size_t Q,
                             const double *P, size_t stride, const double *r,
                             double *gradient, double *information);
void irt_softmax_curve(const struct irt_item *item, const double *par, double theta,
                       double *P, double *P1, double *P2);

/* Intercepts t_h (t_0 = 0) that give the shares on average over N(0, 1), for slopes s_h. */
void irt_softmax_start(unsigned categories, const double *slope, const double *share,
                       double *intercept);

#endif
