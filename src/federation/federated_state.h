/* SPDX-License-Identifier: GPL-3.0-or-later */
/* federated_state.h -- a federated run, as the estimator's operations share it. */
#ifndef IRT_FEDERATED_STATE_H
#define IRT_FEDERATED_STATE_H

#include "estimate/estimator.h"
#include "federation/exchange.h"
#include "federation/server.h"

struct federated {
    const struct irt_responses *data;
    const struct irt_model *model;
    struct irt_options options;
    struct irt_trace *trace;
    struct irt_quadrature *quadrature;
    struct irt_plan plan;
    struct irt_exchange *exchange;
    struct irt_server *server;
    struct irt_server_options asked; /* of the server */
    struct irt_bytes call;
    double *psi, *entering; /* model->parameters */

    size_t cycle;
    enum irt_stage stage;
    enum irt_stop stopped;
    bool begun, ending; /* after the survey; only the last round is missing */
    bool refused, interrupted;
    bool reopened; /* was done and goes on; the call that does it is not sent yet */
    uint32_t last_school; /* whose answer came last */
};

/* The place in the model's psi of what changed most; tau's where it is that. */
size_t irt_federated_changed(const struct federated *f,
                             const struct irt_progress *progress);

/* federated_look.c: operations of the estimator. */
bool irt_federated_look(const void *state, struct irt_snapshot *out,
                        struct irt_error *error);
bool irt_federated_revisit(void *state, size_t cycle, struct irt_snapshot *out,
                           struct irt_error *error);

#endif
