/* SPDX-License-Identifier: GPL-3.0-or-later */
/* population.h -- the distribution of theta at the nodes, as psi has it: theta = sigma z in
 * one dimension; in several, theta ~ N(0, Sigma) with unit variances, where the nodes stay
 * and their weights follow the correlations,
 *
 *     A_n proportional to base_n exp((x'x - x' Sigma^-1 x) / 2).
 *
 * Maths, sections 1 and 2. */
#ifndef IRT_POPULATION_H
#define IRT_POPULATION_H

#include "error.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

/* theta[n * dims + d] at the nodes: room[], or where no scaling is needed the nodes
 * themselves. */
const double *irt_theta(const struct irt_model *model, const double *psi,
                        const struct irt_quadrature *quadrature,
                        double room[IRT_MAX_POINTS]);

/* The weights at psi into weight[points], from a rule for N(0, I).  In one dimension they
 * are the rule's.  False when the correlations are not positive definite. */
bool irt_population_weights(const struct irt_model *model, const double *psi,
                            const struct irt_quadrature *base, double *weight);

/* d log A_n / d rho_c into score[c * points + n]; the quadrature's weights are those at psi.
 * False when the correlations are not positive definite. */
bool irt_population_scores(const struct irt_model *model, const double *psi,
                           const struct irt_quadrature *quadrature, double *score);

/* Adds to information[correlations^2] minus the second derivatives by the correlations of
 * F = sum_n count_n log A_n, given their scores from irt_population_scores(). */
void irt_population_information(const struct irt_model *model, const double *psi,
                                const struct irt_quadrature *quadrature,
                                const double *score, const double *count,
                                double *information);

/* F at psi, for a rule whose weights are those at psi. */
double irt_population_expected(const struct irt_quadrature *quadrature,
                               const double *count);

#endif
