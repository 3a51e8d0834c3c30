/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_steps.c -- a round's end: whether its point is taken, where to go from there, and when to
 * stop. */
#include "federation/server_state.h"
#include "federation/shift.h"

#include <math.h>

static void
take_next(struct irt_server *server)
{
    size_t free = server->plan->free;
    irt_plan_fill(server->plan, irt_climb_x(server->climb), server->next);
    server->progress.next_tau =
        server->count > free ? irt_climb_x(server->climb)[free] : 0.0;
}

static void
find_change(struct irt_server *server)
{
    struct irt_progress *progress = &server->progress;
    size_t values = server->plan->values;
    progress->max_change = fabs(progress->next_tau - progress->tau);
    progress->max_parameter = progress->max_change > 0.0 ? values : 0;
    for (size_t k = 0; k < values; k++)
        if (!(fabs(server->next[k] - server->psi[k]) <= progress->max_change)) {
            progress->max_change = fabs(server->next[k] - server->psi[k]);
            progress->max_parameter = k;
        }
}

/* Whether the point just taken is good enough to stay there. */
static enum irt_stop
judge_point(const struct irt_server *server, double objective)
{
    const struct irt_server_options *options = &server->options;
    if (options->criterion == IRT_CRITERION_GRADIENT &&
        server->progress.max_gradient < options->tolerance)
        return IRT_STOP_GRADIENT;
    if (options->criterion == IRT_CRITERION_LOGLIK && server->progress.evaluations > 1 &&
        fabs(objective - server->last_objective) < options->tolerance)
        return IRT_STOP_LOGLIK;
    return IRT_STOP_NOT_YET;
}

static enum irt_stop
judge_step(const struct irt_server *server)
{
    const struct irt_server_options *options = &server->options;
    if (options->criterion == IRT_CRITERION_PARAMETER && !server->progress.extrapolated &&
        server->progress.max_change < options->tolerance)
        return IRT_STOP_PARAMETER;
    return server->cycles >= options->max_cycles ? IRT_STOP_MAX_CYCLES : IRT_STOP_NOT_YET;
}

static enum irt_outcome
fail(struct irt_server *server)
{
    server->phase = PHASE_OVER;
    server->progress.stopped = IRT_STOP_FAILED;
    return IRT_OUTCOME_FAILED;
}

static enum irt_outcome
end(struct irt_server *server)
{
    irt_server_find_school_errors(server);
    server->phase = PHASE_OVER;
    return IRT_OUTCOME_DONE;
}

/* The run ends at the point just taken; its errors may still have to be asked for. */
static enum irt_outcome
stay(struct irt_server *server, enum irt_stop stopped, struct irt_error *error)
{
    server->progress.stopped = stopped;
    if (!irt_server_has_errors(server))
        return end(server);
    switch (server->phase) {
    case PHASE_LAST:
        if (!irt_server_find_errors(server, error))
            return fail(server);
        if (!irt_server_has_sandwich(server) || !server->errors)
            return end(server);
        server->phase = PHASE_SPREAD;
        return IRT_OUTCOME_ENDING;
    case PHASE_SPREAD:
        return irt_federated_errors_spread(server->errors, server->tally, error)
                   ? end(server)
                   : fail(server);
    default: server->phase = PHASE_LAST; return IRT_OUTCOME_ENDING;
    }
}

/* The run ends where it is. */
static enum irt_outcome
stay_idle(struct irt_server *server, struct irt_error *error)
{
    irt_climb_stay(server->climb);
    server->progress.extrapolated = false;
    server->progress.dead_end = IRT_DEAD_END_FLAT;
    return stay(server, IRT_STOP_LOGLIK, error);
}

static enum irt_outcome
go_on(struct irt_server *server, double objective, struct irt_error *error)
{
    if (irt_server_drifts(server, objective))
        return stay_idle(server, error);
    server->progress.extrapolated = irt_climb_propose(server->climb);
    take_next(server);
    find_change(server);
    if (irt_server_is_idle(server))
        return stay_idle(server, error);
    server->last_objective = objective;
    server->cycles++;
    server->progress.stopped = judge_step(server);
    server->phase =
        server->progress.stopped == IRT_STOP_NOT_YET ? PHASE_SUMS : PHASE_LAST;
    return IRT_OUTCOME_STEPPED;
}

static enum irt_outcome
fail_equations(struct irt_server *server, struct irt_error *error)
{
    irt_fail(error, IRT_NOT_CONVERGED,
             "the estimating equations of --robust are not solved: no step brings their "
             "norm, %.2g, nearer to 0; there may be no solution",
             server->progress.norm);
    return fail(server);
}

/* The next point is nearer; where none helps, it is the last taken, to end there.  Equations
 * may be far from solved there. */
static enum irt_outcome
refuse(struct irt_server *server, bool stuck, struct irt_error *error)
{
    if (stuck && server->options.robust != IRT_ROBUST_NONE &&
        irt_climb_residual(server->climb) > IRT_CLIMB_SOLVED)
        return fail_equations(server, error);
    take_next(server);
    find_change(server);
    server->progress.extrapolated = false;
    server->mean = 0.0; /* was subtracted already */
    if (!stuck)
        return IRT_OUTCOME_REFUSED;
    server->phase = PHASE_LAST;
    server->progress.stopped = irt_server_judge_stuck(server);
    return IRT_OUTCOME_REFUSED;
}

static enum irt_outcome
conclude_sums(struct irt_server *server, struct irt_error *error)
{
    double loglik, tau = server->count > server->plan->free
                             ? irt_climb_x(server->climb)[server->plan->free]
                             : 0.0;
    bool ending = server->phase >= PHASE_LAST, stuck,
         defined = !irt_server_any_undefined(server);
    server->progress.evaluations++;
    irt_tally_sum(server->tally, IRT_NUMBER_LOGLIK, 1, &loglik);
    if (!irt_server_find_gradient(server, tau, error))
        return fail(server);
    double log_prior = irt_server_add_priors(server);
    struct irt_evaluation found = {
        .gradient = server->gradient,
        .information = server->lists + server->plan->gradient,
        .own = server->own,
        .tau_information = server->tau_information,
        .objective = loglik + log_prior,
        .comparable = irt_server_same_schools(server),
    };
    bool taken = irt_climb_hear(server->climb, defined ? &found : NULL, &stuck);
    if (!taken && !server->any_taken) {
        irt_fail(error, IRT_NOT_CONVERGED,
                 "the log-likelihood is no number at the starting values");
        return fail(server);
    }
    bool crept = server->refused && server->options.robust == IRT_ROBUST_NONE &&
                 found.comparable &&
                 loglik + log_prior - server->last_objective < IRT_SERVER_NOTHING;
    server->refused = !taken;
    if (!taken)
        return refuse(server, stuck, error);
    server->crept = crept ? server->crept + 1 : 0;
    irt_server_read_standings(server);
    irt_server_record_point(server, loglik, log_prior);
    if (ending)
        return stay(server, server->progress.stopped, error);
    enum irt_stop stopped = judge_point(server, loglik + log_prior);
    if (stopped != IRT_STOP_NOT_YET)
        return stay(server, stopped, error);
    if (server->crept >= IRT_SERVER_PATIENT)
        return stay(server, irt_server_judge_stuck(server), error);
    if (server->options.robust != IRT_ROBUST_NONE && irt_climb_is_lost(server->climb))
        return fail_equations(server, error);
    return go_on(server, loglik + log_prior, error);
}

enum irt_outcome
irt_server_conclude(struct irt_server *server, struct irt_error *error)
{
    if (server->phase == PHASE_OVER)
        return server->progress.stopped == IRT_STOP_FAILED ? IRT_OUTCOME_FAILED
                                                           : IRT_OUTCOME_DONE;
    if (irt_server_count_answers(server) == 0) {
        irt_fail(error, IRT_NETWORK, "no school has answered in round %u",
                 (unsigned)server->round);
        return fail(server);
    }
    if (server->options.effects == IRT_EFFECTS_FIXED &&
        server->options.anchor < server->schools &&
        !server->tally->heard[server->options.anchor]) {
        irt_fail(
            error, IRT_NETWORK,
            "the anchor school has not answered in round %u: nothing else says where "
            "the effects lie",
            (unsigned)server->round);
        return fail(server);
    }
    if (server->phase == PHASE_SURVEY) {
        irt_server_read_standings(server);
        server->phase = PHASE_SUMS;
        return IRT_OUTCOME_SURVEYED;
    }
    return conclude_sums(server, error);
}
