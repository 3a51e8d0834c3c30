/* SPDX-License-Identifier: GPL-3.0-or-later */
/* empirical.h -- a latent distribution estimated at the nodes.
 * Source: Bock and Aitkin (1981); Mislevy (1984), Psychometrika 49, 359-381. */
#ifndef IRT_EMPIRICAL_H
#define IRT_EMPIRICAL_H

#include "model/model.h"
#include "quadrature/quadrature.h"

/* Weights become population[n] / N; then nodes are moved and stretched so that the
 * distribution has mean 0 and variance 1, and psi along with them, so that every
 * probability stays what it was. */
void irt_empirical_update(struct irt_quadrature *quadrature, const double *population,
                          const struct irt_model *model, double *psi);

#endif
