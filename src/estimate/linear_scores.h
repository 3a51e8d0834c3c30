/* SPDX-License-Identifier: GPL-3.0-or-later */
/* linear_scores.h -- what the missing theta takes from the information, and the persons' mean
 * scores, of items whose score S differs from category to category by a straight line in
 * theta: of logistic models, and of those that divide by a total.  Then of all items together
 *
 *     S_l(X_n) = G(X_n) + alpha_l + beta_l X_n,
 *
 * where G, the scores of category 0, is the same for all patterns, and with
 * T_l = E_l[G] + beta_l E_l[X], E_l over the posterior of pattern l,
 *
 *     sum_l f_l Cov_l(S) = sum_n N_n G G' + sum_n X_n (R_n G' + G R_n')
 *                          + sum_l f_l E_l[X^2] beta_l beta_l' - sum_l f_l T_l T_l',
 *     N_n = sum_l f_l p_l(n),  R_n = sum_l f_l p_l(n) beta_l:
 *
 * products of matrices, with nothing to do for each pair of items at each node.  A missing
 * answer is taken for category 0, and what that brings is taken off again.
 * Source: Louis (1982), JRSS-B 44, 226-233. */
#ifndef IRT_LINEAR_SCORES_H
#define IRT_LINEAR_SCORES_H

#include "cancel.h"
#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/expected.h"
#include "estimate/kernel.h"
#include "estimate/score_table.h"
#include "parallel.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>
#include <stddef.h>

/* An E-step that was done, of one group: kernel, expected and table are at its psi and nodes,
 * and patterns have the frequencies that it used. */
struct irt_scored {
    const struct irt_responses *data;
    const struct irt_patterns *patterns;
    const struct irt_kernel *kernel;
    const struct irt_expected *expected;
    const struct irt_score_table *table;
    const struct irt_quadrature *quadrature;
    struct irt_pool *pool;
    const struct irt_cancel *cancel;
};

/* sum_l f_l Cov_l(S) into missing[], sum_l f_l E_l[S] E_l[S]' into outer[] (each
 * table->free_count squared, zeroed by the caller, or NULL: not wanted).  *is_linear is false, and
 * nothing is done, where an item's scores are not as above, in several dimensions, and where
 * so many answers are missing that it would not pay.  Leaves off, the sums unfinished, when
 * cancel is asked for.  False with *error filled without memory. */
bool irt_linear_scores(const struct irt_scored *scored, double *missing, double *outer,
                       bool *is_linear, struct irt_error *error);

#endif
