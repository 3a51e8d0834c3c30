/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shift.h -- moving theta for all items at once, on points and vectors over the plan's free
 * parameters.  Centred effects leave the items free to move together: the server moves them
 * so that the effects sum to 0. */
#ifndef IRT_SHIFT_H
#define IRT_SHIFT_H

#include "error.h"
#include "federation/plan.h"

#include <stdbool.h>

/* psi[values] from a point x[free]; fixed parameters as the model starts them. */
void irt_plan_fill(const struct irt_plan *plan, const double *x, double *psi);

/* The point x becomes T x: every item at theta is what it was at theta + delta. */
void irt_shift_point(const struct irt_plan *plan, double delta, double *x);

/* out = T v for a direction v, or T' v.  in and out may not be the same. */
void irt_shift_vector(const struct irt_plan *plan, double delta, bool transposed,
                      const double *in, double *out);

/* Whether the items can move together: false with *error filled (IRT_BAD_USAGE) where what
 * would have to move is fixed, has a prior, or is equal to what moves otherwise. */
bool irt_shift_check(const struct irt_plan *plan, const struct irt_responses *data,
                     struct irt_error *error);

#endif
