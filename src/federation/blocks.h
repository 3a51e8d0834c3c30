/* SPDX-License-Identifier: GPL-3.0-or-later */
/* blocks.h -- the complete-data information of a round, block by block, as something that
 * linear systems are solved with: one EM-gradient step is its solution for the gradient.
 * Source: Lange (1995), JRSS-B 57, 425-437. */
#ifndef IRT_BLOCKS_H
#define IRT_BLOCKS_H

#include "error.h"
#include "federation/plan.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_blocks;

/* Borrows plan.  NULL with *error filled without memory.  Caller frees: irt_blocks_free(). */
struct irt_blocks *irt_blocks_new(const struct irt_plan *plan, struct irt_error *error);
void irt_blocks_free(struct irt_blocks *blocks);

/* information[plan->information] as schools send it, summed; own[free], what priors add to
 * the diagonal.  Copies both. */
void irt_blocks_set(struct irt_blocks *blocks, const double *information,
                    const double *own);

/* x with (blocks) x = right, over the plan's free parameters; a little is added to the
 * diagonal where the blocks alone are flat.  False when that does not help. */
bool irt_blocks_solve(struct irt_blocks *blocks, const double *right, double *x);

/* out = (blocks) v, without what priors add. */
void irt_blocks_product(const struct irt_plan *plan, const double *information,
                        const double *v, double *out);

#endif
