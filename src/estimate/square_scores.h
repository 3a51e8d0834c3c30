/* SPDX-License-Identifier: GPL-3.0-or-later */
/* square_scores.h -- the sum over persons of the posterior mean of S S', S the
 * complete-data score: the part of the information that the missing theta takes away, but
 * for the mean scores.  Source: Louis (1982), JRSS-B 44, 226-233.
 *
 * It needs, for each pair of items j, k and each pair of their categories g, h, how many
 * persons are expected to answer so at each node.  Those tables are filled for whole pairs
 * of blocks of items at once: one addition of a node vector a person and pair of blocks. */
#ifndef IRT_SQUARE_SCORES_H
#define IRT_SQUARE_SCORES_H

#include "cancel.h"
#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/kernel.h"
#include "estimate/score_table.h"
#include "model/model.h"
#include "parallel.h"

/* Into square[table->free_count squared], zeroed by the caller.  kernel is prepared at the
 * psi of table.  Leaves off, the sums unfinished, when cancel is asked for.  False with *error
 * filled without memory. */
bool irt_square_scores(const struct irt_responses *data,
                       const struct irt_patterns *patterns, const struct irt_model *model,
                       const struct irt_kernel *kernel,
                       const struct irt_score_table *table, struct irt_pool *pool,
                       const struct irt_cancel *cancel, double *square,
                       struct irt_error *error);

#endif
