/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conditional.h -- the Rasch model's likelihood given the persons' total scores, which does
 * not depend on their abilities.  With easiness d_j = -b_j and gamma_r the elementary
 * symmetric function of order r of exp(d_j) over the items a person answered,
 *
 *     log L = sum_j d_j T_j - sum_r N_r log gamma_r,   T_j = how often item j was right.
 *
 * Source: Andersen (1972), JRSS-B 34, 42-54; the functions by adding one item after the
 * other, which subtracts nothing (Fischer 1974; Gustafsson 1980, Brit. J. Math. Stat.
 * Psych. 33, 205-210).  Missing answers: one set of functions for each set of items that
 * somebody answered. */
#ifndef IRT_CONDITIONAL_H
#define IRT_CONDITIONAL_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_conditional;

/* Sorts the patterns by the items answered; keeps no reference to data or patterns.  NULL
 * with *error filled without memory.  Caller frees: irt_conditional_free(). */
struct irt_conditional *irt_conditional_new(const struct irt_responses *data,
                                            const struct irt_patterns *patterns,
                                            const struct irt_model *model,
                                            struct irt_error *error);
void irt_conditional_free(struct irt_conditional *conditional);

/* Persons whose score says nothing: none or all right of what they answered. */
double irt_conditional_extreme(const struct irt_conditional *conditional);

/* The conditional log-likelihood at d[items]; its gradient[items] and minus its second
 * derivatives, information[items * items], either may be NULL.  Both are singular in the
 * direction in which all d move alike. */
double irt_conditional_evaluate(struct irt_conditional *conditional, const double *d,
                                double *gradient, double *information);

/* log gamma_r of n items with easiness d, r = 0 .. n, into log_gamma[n + 1].  False without
 * memory. */
bool irt_symmetric_functions(const double *d, size_t n, double *log_gamma);

#endif
