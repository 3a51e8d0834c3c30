/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair_rate.h -- how often Pearson's X2 of two items' table, taken for a chi-square with one
 * degree of freedom, rejects a true model whose parameters were estimated.
 *
 * With maximum likelihood estimates of all items the residuals e of the pair's three moments (two
 * items alone, both together) have in large samples the covariance
 *
 *     S = (Xi - N D V D') / N,
 *
 * Xi the moments' covariance for one person, D their derivatives by the parameters and V the
 * covariance of the estimates.  X2 = N e'Ae, with A = T' diag(1 / E) T and T from moments to the
 * cells, is then a sum of independent chi-squares with one degree of freedom, each times an
 * eigenvalue of N S A; they need not come to one in all.
 * Source: Maydeu-Olivares and Joe (2006), Psychometrika 71, 713-732, for the covariance; Imhof
 * (1961), Biometrika 48, 419-426, for the sum; Liu and Maydeu-Olivares (2013), Educational and
 * Psychological Measurement 73, 254-274, on LD-X2, whose reference it is not. */
#ifndef STUDY_PAIR_RATE_H
#define STUDY_PAIR_RATE_H

#include "fit/diagnosis.h"

/* Of pair j < k of two items with two categories each, at this level; the diagnosis is of a fit
 * with standard errors and one population.  NAN without memory or covariance. */
double pair_rate(const struct irt_diagnosis *diagnosis, size_t j, size_t k, double level);

/* P(sum of weight[i] chi-square(1) > x), weights not all 0. */
double pair_rate_tail(const double *weight, int n, double x);

#endif
