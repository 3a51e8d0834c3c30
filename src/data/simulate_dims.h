/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate_dims.h -- what simulated data in several dimensions have of their own: which item
 * measures which dimension, and abilities that correlate.
 *
 * Shapes  loads[j * dims + r]: 1 where item j measures dimension r; theta[i * dims + r].
 * Theta   theta = m + s L z with z of the distribution's own kind, standardised, and L L' the
 *         matrix with 1 on the diagonal and the same correlation elsewhere. */
#ifndef IRT_SIMULATE_DIMS_H
#define IRT_SIMULATE_DIMS_H

#include "data/distribution.h"
#include "data/responses.h"
#include "error.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Says what cannot be (IRT_BAD_USAGE): correlations that no variables of so many dimensions
 * have, or any of abilities that are not normal. */
bool irt_simulate_dims_check(size_t dims, double correlation,
                             const struct irt_distribution *theta,
                             struct irt_error *error);

/* As the file has it for the data's items, or, where it is NULL, a dimension an item in turns.
 * NULL with *error filled.  Caller frees. */
uint8_t *irt_simulate_loads(const char *q_matrix, const struct irt_responses *data,
                            size_t dims, struct irt_error *error);

/* Draws person by person, dimension by dimension. */
void irt_simulate_thetas(const struct irt_distribution *distribution, size_t dims,
                         double correlation, size_t persons, gsl_rng *random,
                         double *theta);

#endif
