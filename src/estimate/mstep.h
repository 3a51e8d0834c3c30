/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mstep.h -- the M-step by Newton-Raphson, one Newton step at a time.
 *
 * Items that share no parameter are maximised one after the other.  Items linked by a
 * shared parameter (1PL's slope, a free sigma) form one group that is maximised
 * jointly: its Hessian is an arrow, solved by eliminating each item's own parameters.
 * A step that would lower the objective is halved; where the Hessian is not negative
 * definite the Fisher information takes its place.
 * Maths   section 3. */
#ifndef IRT_MSTEP_H
#define IRT_MSTEP_H

#include "error.h"
#include "estimate/expected.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>
#include <stddef.h>

/* One visited point of an item's Newton iteration; step 0 is where it starts. */
struct irt_newton_step {
    size_t item;       /* index into model->item */
    unsigned step;     /* 0, 1, 2 ... */
    unsigned halvings; /* of the step that led here */
    double objective;  /* sum_n sum_h r log P */
    double sigma;      /* where theta = sigma z */
    size_t values;     /* offset into log->value: par[count], gradient[count],
                           information[count * count] (minus the Hessian) */
};

struct irt_newton_log {
    size_t count, capacity;
    struct irt_newton_step *step;
    size_t value_count, value_capacity;
    double *value;
};
void irt_newton_log_clear(struct irt_newton_log *log);
bool irt_newton_log_copy(struct irt_newton_log *to, const struct irt_newton_log *from,
                         struct irt_error *error);

struct irt_mstep;

/* stop: Newton on a group ends after the first step none of whose changes is larger.
 * Caller frees: irt_mstep_free(). */
struct irt_mstep *irt_mstep_new(const struct irt_model *model, size_t points, double stop,
                                struct irt_error *error);
void irt_mstep_free(struct irt_mstep *mstep);

/* Starts an M-step from psi on these counts; borrows all until it is finished. */
void irt_mstep_begin(struct irt_mstep *mstep, const struct irt_model *model,
                     const double *psi, const struct irt_quadrature *quadrature,
                     const struct irt_expected *expected);

/* One Newton step of the current group.  False when every group is at its maximum
 * (then nothing was done), or with *error filled when memory ran out. */
bool irt_mstep_advance(struct irt_mstep *mstep, struct irt_error *error);

/* psi as far as the M-step has come; the log of this M-step; the item (or the first
 * item of the group) whose Newton step was last. */
const double *irt_mstep_psi(const struct irt_mstep *mstep);
const struct irt_newton_log *irt_mstep_log(const struct irt_mstep *mstep);

#endif
