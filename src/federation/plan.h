/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.h -- what server and schools agreed on before the first message: the test with its
 * item models, which parameters are free and which are equal, and the nodes.  It says how
 * many numbers a message holds and what each is.
 *
 * Of psi only the items' parameters and sigma are in the plan: psi[0 .. values - 1].  What
 * schools add to theta is each school's own. */
#ifndef IRT_PLAN_H
#define IRT_PLAN_H

#include "error.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_plan {
    const struct irt_model *model;           /* borrowed */
    const struct irt_quadrature *quadrature; /* borrowed: nodes for N(0, 1) */
    size_t values;                           /* model->sigma + 1 */
    size_t free;        /* free parameters of items and sigma: 0 .. free - 1 */
    bool sigma;         /* sigma is one of them */
    size_t gradient;    /* numbers: each item's free parameters, then sigma if free */
    size_t information; /* each item's block over its free parameters and, if free, sigma:
                           lower triangle by rows */
    size_t counts;      /* categories of all items */
    uint64_t fingerprint; /* of all this: messages made for another plan are refused */
};

/* Borrows both.  False with *error filled (IRT_BAD_USAGE) for several dimensions and for
 * nodes whose weights are estimated. */
bool irt_plan_make(struct irt_plan *plan, const struct irt_model *model,
                   const struct irt_quadrature *quadrature, struct irt_error *error);

/* The free parameters of item j, as indices into its own; their number. */
size_t irt_plan_locals(const struct irt_plan *plan, size_t j,
                       size_t local[IRT_MAX_ITEM_PARAMETERS]);

/* Which element of psi number i of a gradient is the derivative by. */
size_t irt_plan_parameter(const struct irt_plan *plan, size_t i);

/* --- how theta = sigma z + s moves with s and with sigma ---------------------------------- */

/* Raising s does to item j what moving its parameters along direction[count] does; by_sigma
 * likewise, for nodes that lie at sigma z + s.  Both are linear in the parameters. */
void irt_plan_directions(const struct irt_plan *plan, const double *psi, size_t j,
                         double s, double *direction, double *by_sigma);

/* sum_q gradient[q] d direction_q / d par_p into bend[p], and the same by_sigma. */
void irt_plan_bends(const struct irt_plan *plan, const double *psi, size_t j, double s,
                    const double *gradient, double *bend, double *by_sigma);

/* The items of psi at theta become what they were at theta + delta. */
void irt_plan_shift(const struct irt_plan *plan, double *psi, double delta);

#endif
