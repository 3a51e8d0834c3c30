/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ordinal.h -- regression of an answer on a score, the group, and their product: of two
 * categories logistic, of more the cumulative logits with common slopes,
 *
 *     logit P(u >= h) = t_h + b_1 x + b_2 g + b_3 x g.
 *
 * Of an item: is it harder for one group at the same score (uniform, b_2), or does it separate
 * differently (non-uniform, b_3)?  Likelihood-ratio tests of nested regressions, and what each
 * adds to Nagelkerke's R^2.
 * Source: Swaminathan and Rogers (1990), J. Educ. Meas. 27, 361-370; Zumbo (1999); Nagelkerke
 * (1991), Biometrika 78, 691-692; McCullagh (1980), JRSS-B 42, 109-142. */
#ifndef IRT_ORDINAL_H
#define IRT_ORDINAL_H

#include "error.h"
#include "fit/mantel.h"
#include "model/item.h"

#include <stdbool.h>
#include <stddef.h>

#define IRT_ORDINAL_SLOPES 3

/* A regression on the first so many of x, g and x g, x being the score less its mean over its
 * standard deviation. */
struct irt_ordinal {
    size_t slopes;
    double slope[IRT_ORDINAL_SLOPES];
    size_t thresholds; /* of the categories that were used */
    double threshold[IRT_MAX_CATEGORIES];
    double loglik;
};

/* False with *error filled: IRT_NOT_CONVERGED where the likelihood has no maximum at finite
 * values (the answers are separated), IRT_BAD_DATA where fewer than two categories were used,
 * or x or the group does not vary; IRT_NO_MEMORY. */
bool irt_ordinal_fit(const struct irt_strata *strata, size_t slopes,
                     struct irt_ordinal *out, struct irt_error *error);

struct irt_regression {
    double uniform, uniform_p;       /* 1 degree of freedom: b_2, without b_3 */
    double nonuniform, nonuniform_p; /* 1: b_3 */
    double total, total_p;           /* 2: both */
    double uniform_r2, total_r2;     /* added to R^2 by b_2, by both */
    char
        size; /* 'A', 'B', 'C' by total_r2: significant and .035 or more, .07 or more.  Source:
                  Jodoin and Gierl (2001), Appl. Meas. Educ. 14, 329-349 */
};
bool irt_regression_compare(const struct irt_strata *strata, struct irt_regression *out,
                            struct irt_error *error);

#endif
