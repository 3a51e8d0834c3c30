/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/server.h"

#include "federation/server_state.h"
#include "federation/shift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
irt_server_free(struct irt_server *server)
{
    if (!server)
        return;
    irt_tally_free(server->tally);
    irt_climb_free(server->climb);
    irt_federated_errors_free(server->errors);
    free(server->school);
    free(server->answered);
    free(server->psi);
    free(server->next);
    free(server->ask);
    free(server->gradient);
    free(server->lists);
    free(server->curvature);
    free(server->own);
    free(server->past);
    free(server);
}

static bool
allocate(struct irt_server *server, struct irt_error *error)
{
    const struct irt_plan *plan = server->plan;
    size_t K = server->schools, P = plan->values;
    server->tally = irt_tally_new(plan, server->options.effects, K, error);
    if (!server->tally)
        return false;
    server->school = calloc(K + 1, sizeof *server->school);
    server->answered = calloc(K + 1, sizeof *server->answered);
    server->psi = calloc(P, sizeof *server->psi);
    server->next = calloc(P, sizeof *server->next);
    server->ask = calloc(P, sizeof *server->ask);
    server->gradient = calloc(server->count + 1, sizeof *server->gradient);
    server->lists = calloc(plan->gradient + plan->information + 1, sizeof *server->lists);
    server->curvature = calloc(plan->free + 1, sizeof *server->curvature);
    server->own = calloc(plan->free + 1, sizeof *server->own);
    server->past = calloc(IRT_SERVER_WINDOW * (server->count + 1), sizeof *server->past);
    return (server->school && server->answered && server->psi && server->next &&
            server->ask && server->gradient && server->lists && server->curvature &&
            server->own && server->past) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for %zu schools", K);
}

static bool
start_climb(struct irt_server *server, const double *psi, struct irt_error *error)
{
    const struct irt_plan *plan = server->plan;
    double *x = calloc(server->count + 1, sizeof *x);
    if (!x)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters",
                        server->count);
    for (size_t k = 0; k < plan->values; k++)
        if (plan->model->parameter[k].free != IRT_NONE)
            x[plan->model->parameter[k].free] = psi[k];
    if (server->count > plan->free)
        x[plan->free] = server->options.tau;
    server->climb = irt_climb_new(plan, server->count, x, server->options.accelerate,
                                  server->options.robust != IRT_ROBUST_NONE, error);
    free(x);
    return server->climb != NULL;
}

struct irt_server *
irt_server_new(const struct irt_plan *plan, size_t schools,
               const struct irt_server_options *options, const double *psi,
               struct irt_error *error)
{
    struct irt_server *server = calloc(1, sizeof *server);
    if (!server) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the server");
        return NULL;
    }
    server->plan = plan;
    server->schools = schools;
    server->options = *options;
    server->flattest = IRT_NONE;
    server->count = plan->free + (options->effects == IRT_EFFECTS_RANDOM);
    if (!allocate(server, error) || !start_climb(server, psi, error)) {
        irt_server_free(server);
        return NULL;
    }
    memcpy(server->psi, psi, plan->values * sizeof *psi);
    memcpy(server->next, psi, plan->values * sizeof *psi);
    struct irt_progress *progress = &server->progress;
    progress->psi = server->psi;
    progress->next = server->next;
    progress->tau = progress->next_tau = options->tau;
    progress->loglik = progress->max_gradient = progress->max_change = NAN;
    progress->norm = NAN;
    for (size_t k = 0; k < schools; k++)
        server->school[k].se = NAN;
    return server;
}

void
irt_server_resume(struct irt_server *server)
{
    if (server->phase == PHASE_SURVEY || server->progress.stopped == IRT_STOP_FAILED)
        return;
    irt_federated_errors_free(server->errors);
    server->errors = NULL;
    server->flattest = IRT_NONE;
    for (size_t k = 0; k < server->schools; k++)
        server->school[k].se = NAN;
    server->phase = PHASE_SUMS;
    server->cycles = server->idle = server->crept = server->seen = 0;
    server->progress.stopped = IRT_STOP_NOT_YET;
    server->progress.dead_end = IRT_DEAD_END_NONE;
}

void
irt_server_look(const struct irt_server *server, struct irt_progress *out)
{
    *out = server->progress;
}

const struct irt_standing *
irt_server_schools(const struct irt_server *server)
{
    return server->school;
}

size_t
irt_server_flattest(const struct irt_server *server)
{
    return server->flattest;
}

const struct irt_federated_errors *
irt_server_errors(const struct irt_server *server)
{
    return server->errors;
}

double
irt_server_count(const struct irt_server *server, size_t j, unsigned h)
{
    size_t at = h;
    for (size_t i = 0; i < j; i++)
        at += server->plan->model->item[i].categories;
    return server->tally->counts[at];
}

/* --- a round ------------------------------------------------------------------------------------ */

/* Of medians there are none. */
bool
irt_server_has_errors(const struct irt_server *server)
{
    return server->options.se != IRT_SE_NONE &&
           server->options.robust != IRT_ROBUST_MEDIAN;
}

/* Equations that weights make need two rounds for their errors: how steep they are, and how
 * much they vary. */
bool
irt_server_has_sandwich(const struct irt_server *server)
{
    return server->options.robust == IRT_ROBUST_TRIM ||
           server->options.robust == IRT_ROBUST_CAP;
}

static enum irt_se
what_errors(const struct irt_server *server)
{
    if (irt_server_has_sandwich(server))
        return server->phase == PHASE_SPREAD ? IRT_SE_CROSSPROD : IRT_SE_OAKES;
    return server->options.se;
}

static enum irt_ask
what_to_ask(const struct irt_server *server)
{
    if (server->phase == PHASE_SURVEY)
        return IRT_ASK_SURVEY;
    return server->phase >= PHASE_LAST && irt_server_has_errors(server) ? IRT_ASK_ERRORS
                                                                        : IRT_ASK_SUMS;
}

bool
irt_server_call(struct irt_server *server, struct irt_bytes *out, struct irt_error *error)
{
    const struct irt_server_options *options = &server->options;
    irt_plan_fill(server->plan, irt_climb_x(server->climb), server->ask);
    struct irt_call call = {
        .round = ++server->round,
        .ask = what_to_ask(server),
        .effects = options->effects,
        .robust = options->robust,
        .se = what_errors(server),
        .refused = server->refused,
        .anchor = options->anchor,
        .trim = options->trim,
        .mean = server->mean,
        .tau = options->effects == IRT_EFFECTS_RANDOM
                   ? irt_climb_x(server->climb)[server->plan->free]
                   : 0.0,
        .psi = server->ask,
    };
    irt_tally_clear(server->tally);
    return irt_call_encode(&call, server->plan, out, error);
}

bool
irt_server_hear(struct irt_server *server, size_t k, const uint8_t *bytes, size_t size,
                struct irt_error *error)
{
    if (k >= server->schools)
        return irt_fail(error, IRT_NETWORK,
                        "a message is refused: there is no school %zu", k);
    return irt_tally_hear(server->tally, k, what_to_ask(server), server->round, bytes,
                          size, error);
}
