/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sum_score.h -- what a sum score says about theta: its probability at each node, built up
 * item by item,
 *
 *     P_j(s | theta) = sum_h P_{j-1}(s - w_jh | theta) P_jh(theta),
 *
 * where w_jh is the response that is category h, and from it the posterior's mean and
 * standard deviation.  Source: Lord and Wingersky (1984), Applied Psychological Measurement
 * 8, 453-461; Thissen, Pommerich, Billeaud and Williams (1995), same journal 19, 39-49.
 *
 * Sums are of the responses as the data have them, over the model's items.  Several
 * populations count together, each by its share of the persons. */
#ifndef IRT_SUM_SCORE_H
#define IRT_SUM_SCORE_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stddef.h>

#define IRT_MOST_SUMS 100000

struct irt_sum_scores {
    size_t least;        /* the smallest sum */
    size_t count;        /* sums least .. least + count - 1 */
    double *probability; /* count: that a person has the sum; they sum to 1 */
    double *score, *se;  /* count: EAP and SD of theta; NAN where the sum cannot be */
    double *persons;     /* count: who answered every item and have it */
    double complete;     /* persons who answered every item */
    double reliability;  /* Var(score) / Var(theta) in the population */
};

/* Lord and Wingersky's step: lets one more item into table[s * Q + n], the probabilities at Q
 * nodes of the sums 0 .. last so far, zero beyond, with room for the item's.  Its categories h
 * add code[h] - code[0], which rises, with probability P[h * Q + n]. */
void irt_sum_fold_in(double *table, size_t last, const unsigned *code,
                     unsigned categories, const double *P, size_t Q);

/* patterns go by the groups of the model.  NULL with *error filled: IRT_BAD_USAGE in several
 * dimensions, or when there are more than IRT_MOST_SUMS sums; IRT_NO_MEMORY.
 * Caller frees: irt_sum_scores_free(). */
struct irt_sum_scores *irt_sum_scores_new(const struct irt_responses *data,
                                          const struct irt_patterns *patterns,
                                          const struct irt_model *model,
                                          const double *psi,
                                          const struct irt_quadrature *quadrature,
                                          struct irt_error *error);
void irt_sum_scores_free(struct irt_sum_scores *sums);

#endif
