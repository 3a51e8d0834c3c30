/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score_dims.h -- scores in several dimensions (m2pl), with standard errors.
 *
 *     l(theta) = sum_j log P_j(u_j | theta), I(theta) = sum_j P_j Q_j a_j a_j',
 *     over the items that were answered
 *
 * map  mode of the posterior, theta ~ N(0, Sigma); SE the roots of diag (I + Sigma^-1)^-1
 * ml   maximum of l; SE the roots of diag I^-1
 * wle  maximum of l + log |I| / 2, in one dimension Warm's; SE as of ml.  Source: Firth (1993),
 *      Biometrika 80, 27-38, of logistic regressions, which a person's answers are one of.
 *
 * By ml a dimension is infinite where l grows with it without end; the others are then those of
 * the answers to items without it.  Where answers tell nothing of a dimension, or not of it
 * apart from others, ml and wle are NAN there. */
#ifndef IRT_SCORE_DIMS_H
#define IRT_SCORE_DIMS_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/options.h"
#include "model/model.h"

#include <stdbool.h>

/* Into score[l * dims + d] and se[l * dims + d]; method is not eap.  False with *error filled
 * without memory, or when the correlations are not positive definite (IRT_NOT_CONVERGED). */
bool irt_scores_dims(enum irt_score method, const struct irt_responses *data,
                     const struct irt_patterns *patterns, const struct irt_model *model,
                     const double *psi, unsigned threads, double *score, double *se,
                     struct irt_error *error);

/* The equation that a person's score of dimension r solves, at that score:
 *
 *     sum_j (u_j - P_j) a_jr = against[r]
 *
 * map: (Sigma^-1 theta)_r; ml: 0; wle: -sum_j P_j Q_j (1 - 2 P_j) a_jr (a_j' I^-1 a_j) / 2. */
struct irt_score_balance {
    double against[IRT_MAX_DIMS];
    double known[IRT_MAX_DIMS * IRT_MAX_DIMS]; /* dims x dims; I, by map I + Sigma^-1 */
    double inverse[IRT_MAX_DIMS *
                   IRT_MAX_DIMS]; /* of it: the roots of its diagonal are SEs */
};

/* (u_j - P_j) a_jr into pull[j * dims + r], 0 of items that do not count: those that were not
 * answered, and those on a dimension that is infinite or unknown (which have 1 on the diagonal
 * of the matrices).  code is a row of the data.  False where the matrix is singular. */
bool irt_score_balance(enum irt_score method, const struct irt_model *model,
                       const double *psi, const unsigned char *code, const double *theta,
                       double *pull, struct irt_score_balance *balance);

#endif
