/* SPDX-License-Identifier: GPL-3.0-or-later */
/* omega.h -- McDonald's omega of a fitted model, in the two forms found in the field:
 *
 *     sum     of the sum score X = sum_j w_j, w_j the category: the share of its variance that
 *             theta explains, Var(E(X | theta)) / Var(X), over the distribution of theta;
 *     latent  of the normal variables behind the answers, from the standardised loadings
 *             (model/loadings.h): L / (L + sum_j (1 - h_j^2)), L the variance of sum_j lambda_j'
 *             theta; larger, and of no score that can be had.
 *
 * Several populations count together, each by its persons.
 * Source: McDonald (1999), Test Theory; Green and Yang (2009), Psychometrika 74, 155-167
 * (the first). */
#ifndef IRT_OMEGA_H
#define IRT_OMEGA_H

#include "error.h"
#include "fit/diagnosis.h"

/* False with *error filled: IRT_BAD_USAGE, a clause that says why not, where answers have no
 * order (nrm) or there is one item alone; IRT_NO_MEMORY.  The diagnosis is marginal. */
struct irt_omega {
    double value;          /* common / (common + unique) */
    double common, unique; /* what theta explains, and what it does not */
};
bool irt_omega_sum(const struct irt_diagnosis *diagnosis, struct irt_omega *out,
                   struct irt_error *error);
bool irt_omega_latent(const struct irt_diagnosis *diagnosis, struct irt_omega *out,
                      struct irt_error *error);

#endif
