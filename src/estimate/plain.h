/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain.h -- what estimators without an E-step share: a cycle is one step from psi to psi,
 * the log-likelihood and its gradient are known at once, and there is nothing between two
 * cycles to be shown. */
#ifndef IRT_PLAIN_H
#define IRT_PLAIN_H

#include "error.h"
#include "estimate/options.h"
#include "estimate/snapshot.h"
#include "estimate/trace.h"
#include "model/model.h"

#include <stdbool.h>

struct irt_plain {
    const struct irt_model *model;
    struct irt_options options;
    struct irt_trace *trace;
    struct irt_quadrature *quadrature; /* of the snapshots: the model's, for curves */
    size_t cycle;
    enum irt_stage stage;
    enum irt_stop stopped;
    double *psi, *entering; /* parameters */
    double loglik, max_gradient, max_change;
    size_t max_parameter;
};

/* psi starts as the model has it. */
bool irt_plain_open(struct irt_plain *plain, const struct irt_model *model,
                    const struct irt_options *options, struct irt_trace *trace,
                    struct irt_error *error);
void irt_plain_close(struct irt_plain *plain);

/* Writes psi with these into a new row of the trace: the start, once. */
bool irt_plain_begin(struct irt_plain *plain, double loglik, double max_gradient,
                     struct irt_error *error);

/* Between the two the estimator moves psi.  end() adds the row and says by the options'
 * criterion whether the run goes on: IRT_STAGE_CYCLE, _DONE or _FAILED. */
void irt_plain_begin_cycle(struct irt_plain *plain);
enum irt_stage irt_plain_end_cycle(struct irt_plain *plain, double loglik,
                                   double max_gradient, struct irt_error *error);

/* What an estimator's look() and revisit() do; covariance[free_count^2] of the estimates, or
 * NULL. */
bool irt_plain_look(const struct irt_plain *plain, const double *covariance,
                    struct irt_snapshot *out, struct irt_error *error);
bool irt_plain_revisit(const struct irt_plain *plain, size_t cycle,
                       struct irt_snapshot *out, struct irt_error *error);

#endif
