/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mstep.h -- the M-step by Newton-Raphson, one Newton step at a time: each item maximises
 *
 *     sum_n sum_h r-bar_jhn log P_jh(X_n) + its log priors.
 *
 * Items that share no parameter are maximised one after the other.  Items linked by a
 * shared parameter (1PL's slope, a free sigma) form one group that is maximised
 * jointly: its Hessian is an arrow, solved by eliminating each item's own parameters.
 * Where theta has several populations, their locations and spreads and sigma are held
 * meanwhile, and maximised afterwards with the items held.
 * A step that would lower the objective is halved; where the Hessian is not negative
 * definite the Fisher information takes its place. */
#ifndef IRT_MSTEP_H
#define IRT_MSTEP_H

#include "error.h"
#include "estimate/estep.h"
#include "estimate/newton_log.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_mstep;

/* Borrows model and base, the rule for N(0, I) that correlations reweight.  stop: Newton on a group ends after the first step none of whose changes is larger.
 * Caller frees: irt_mstep_free(). */
struct irt_mstep *irt_mstep_new(const struct irt_model *model,
                                const struct irt_quadrature *base, double stop,
                                struct irt_error *error);
void irt_mstep_free(struct irt_mstep *mstep);

/* Starts an M-step from psi on these counts, which are borrowed until it is finished. */
void irt_mstep_begin(struct irt_mstep *mstep, const double *psi,
                     const struct irt_parts *parts);

/* Every group is at its maximum. */
bool irt_mstep_finished(const struct irt_mstep *mstep);

/* One Newton step of the current group, if it is not finished.  False with *error filled
 * when memory ran out. */
bool irt_mstep_advance(struct irt_mstep *mstep, struct irt_error *error);

/* psi as far as the M-step has come, and the points visited so far. */
const double *irt_mstep_psi(const struct irt_mstep *mstep);
const struct irt_newton_log *irt_mstep_log(const struct irt_mstep *mstep);

#endif
