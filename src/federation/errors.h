/* SPDX-License-Identifier: GPL-3.0-or-later */
/* errors.h -- the covariance of a federated estimate, from the observed information that
 * schools sent.  Its matrix is an arrow: the items' S = sum_k A_k, of each school a row b_k
 * and a number D_k for its effect.  Under sum_k s_k = 0 the effects' own inverse is
 *
 *     M = D^-1 - D^-1 1 1' D^-1 / (1' D^-1 1),
 *
 * and with it, whatever the number of schools,
 *
 *     cov(items) = (S - B M B')^-1,   cov(effects) = M + M B' cov(items) B M,
 *     cov(items, effects) = -cov(items) B M:
 *
 * items are profiled out of the effects' errors, and effects out of the items'. */
#ifndef IRT_FEDERATED_ERRORS_H
#define IRT_FEDERATED_ERRORS_H

#include "error.h"
#include "federation/tally.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_federated_errors {
    size_t rows;     /* the plan's free parameters, and tau where effects are random */
    size_t schools;  /* 0 where they have no effects of their own */
    double *items;   /* rows * rows */
    double *effects; /* schools * schools; a school without a finite effect: NAN */
    double *cross;   /* rows * schools */
};

/* estimated[k]: the effect of school k is one of the parameters (present, finite, not the
 * anchor).  prior[free]: what priors add to the diagonal.  NULL with *error filled:
 * IRT_NO_MEMORY, or IRT_NOT_CONVERGED when the information is not positive definite; then
 * direction[rows] (may be NULL) is where it is flattest.  Caller frees. */
struct irt_federated_errors *irt_federated_errors_new(const struct irt_tally *tally,
                                                      const bool *estimated, bool centred,
                                                      const double *prior,
                                                      double *direction,
                                                      struct irt_error *error);

/* For equations whose weights made the information no variance: from C, the inverse of how
 * steep they are, to C V C, V what they vary by, which the tally holds now.  Source: Huber
 * (1967), Proc. 5th Berkeley Symp. 1, 221-233.  False with *error filled without memory. */
bool irt_federated_errors_spread(struct irt_federated_errors *errors,
                                 const struct irt_tally *tally, struct irt_error *error);
void irt_federated_errors_free(struct irt_federated_errors *errors);

#endif
