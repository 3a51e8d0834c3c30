/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/server.h"

#include "federation/blocks.h"
#include "federation/climb.h"
#include "federation/errors.h"
#include "federation/robust.h"
#include "federation/shift.h"
#include "federation/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Over so many points a parameter moved LONG and farther, and that gained less than it would if
 * its standard error were VAGUE: it has no finite estimate, or none that says anything. */
#define WINDOW 20
#define LONG   1e-3
#define VAGUE  100.0

enum phase { PHASE_SURVEY, PHASE_SUMS, PHASE_LAST, PHASE_SPREAD, PHASE_OVER };

struct irt_server {
    const struct irt_plan *plan;
    struct irt_server_options options;
    size_t schools, count; /* count: of x, the plan's free parameters and maybe tau */
    enum phase phase;
    uint32_t round;
    size_t cycles; /* steps that were taken */
    size_t seen;   /* points kept in past[], and their objectives */
    double *past;  /* WINDOW * count: point i is in row i % WINDOW */
    double past_value[WINDOW];
    size_t idle;  /* in a row, that were long and gained nothing */
    size_t crept; /* in a row, that were shortened and gained nothing */
    struct irt_tally *tally;
    struct irt_climb *climb;
    struct irt_standing *school;
    bool *answered;          /* schools that the last point taken was found by */
    bool any_taken, refused; /* refused: the last point asked about */
    struct irt_federated_errors *errors;
    size_t flattest; /* see irt_server_flattest() */

    double mean; /* the effect that schools are told to subtract */
    struct irt_progress progress;
    double *psi, *next, *ask; /* values */
    double *gradient;         /* by the free parameters and tau */
    double *lists;            /* sums as answers have them */
    double *curvature, *own; /* priors' part of the information; what of it is positive */
    double tau_information;
    double last_objective;
};

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
    server->past = calloc(WINDOW * (server->count + 1), sizeof *server->past);
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
static bool
has_errors(const struct irt_server *server)
{
    return server->options.se != IRT_SE_NONE &&
           server->options.robust != IRT_ROBUST_MEDIAN;
}

/* Equations that weights make need two rounds for their errors: how steep they are, and how
 * much they vary. */
static bool
has_sandwich(const struct irt_server *server)
{
    return server->options.robust == IRT_ROBUST_TRIM ||
           server->options.robust == IRT_ROBUST_CAP;
}

static enum irt_se
what_errors(const struct irt_server *server)
{
    if (has_sandwich(server))
        return server->phase == PHASE_SPREAD ? IRT_SE_CROSSPROD : IRT_SE_OAKES;
    return server->options.se;
}

static enum irt_ask
what_to_ask(const struct irt_server *server)
{
    if (server->phase == PHASE_SURVEY)
        return IRT_ASK_SURVEY;
    return server->phase >= PHASE_LAST && has_errors(server) ? IRT_ASK_ERRORS
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

/* --- what the answers say ------------------------------------------------------------------------- */

static bool
is_centred(const struct irt_server *server)
{
    return server->options.effects == IRT_EFFECTS_FIXED &&
           server->options.anchor == IRT_NO_SCHOOL;
}

static void
read_standings(struct irt_server *server)
{
    const struct irt_tally *tally = server->tally;
    for (size_t k = 0; k < server->schools; k++) {
        struct irt_standing *school = &server->school[k];
        school->present = tally->heard[k];
        if (!school->present)
            continue;
        const double *number = irt_tally_number(tally, k);
        school->runaway = tally->flags[k] & IRT_FLAG_RUNAWAY;
        school->lowest = tally->flags[k] & IRT_FLAG_LOWEST;
        school->highest = tally->flags[k] & IRT_FLAG_HIGHEST;
        school->persons = number[IRT_NUMBER_PERSONS];
        school->loglik = number[IRT_NUMBER_LOGLIK];
        school->kept = number[IRT_NUMBER_KEPT];
        school->effect = number[IRT_NUMBER_EFFECT];
        school->square = number[IRT_NUMBER_SQUARE];
    }
}

static bool
any_undefined(const struct irt_server *server)
{
    for (size_t k = 0; k < server->schools; k++)
        if (server->tally->heard[k] && (server->tally->flags[k] & IRT_FLAG_UNDEFINED))
            return true;
    return false;
}

static size_t
count_answers(const struct irt_server *server)
{
    size_t count = 0;
    for (size_t k = 0; k < server->schools; k++)
        count += server->tally->heard[k];
    return count;
}

/* What the medians say along the direction in which the items can move together, no school's
 * gradient would answer: it is taken off. */
static bool
project_gradient(struct irt_server *server, struct irt_error *error)
{
    const struct irt_plan *plan = server->plan;
    const double *x = irt_climb_x(server->climb);
    size_t F = plan->free;
    double *move = calloc(2 * F + 1, sizeof *move), *product = move + F;
    double along = 0.0, square = 0.0;
    if (!move)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters", F);
    memcpy(move, x, F * sizeof *move);
    irt_shift_point(plan, 1.0, move);
    for (size_t f = 0; f < F; f++)
        move[f] -= x[f];
    irt_blocks_product(plan, server->lists + plan->gradient, move, product);
    for (size_t f = 0; f < F; f++) {
        along += move[f] * server->gradient[f];
        square += move[f] * product[f];
    }
    for (size_t f = 0; square > 0.0 && f < F; f++)
        server->gradient[f] -= along / square * product[f];
    free(move);
    return true;
}

/* From sums over each item's own parameters to the free ones, with priors and tau. */
static bool
find_gradient(struct irt_server *server, double tau, struct irt_error *error)
{
    const struct irt_plan *plan = server->plan;
    size_t i = 0, K = count_answers(server);
    double squares;
    irt_tally_sum(server->tally, irt_answer_gradient(),
                  plan->gradient + plan->information, server->lists);
    memset(server->gradient, 0, server->count * sizeof *server->gradient);
    for (size_t k = 0; k < plan->values; k++)
        if (plan->model->parameter[k].free != IRT_NONE)
            server->gradient[plan->model->parameter[k].free] += server->lists[i++];
    if (server->count > plan->free) {
        irt_tally_sum(server->tally, IRT_NUMBER_SQUARE, 1, &squares);
        server->gradient[plan->free] = (squares / (tau * tau) - (double)K) / tau;
        server->tau_information = 2.0 * (double)K / (tau * tau);
    }
    if (server->options.robust != IRT_ROBUST_MEDIAN)
        return true;
    return irt_robust_medians(server->tally, server->gradient, error) &&
           (!is_centred(server) || project_gradient(server, error));
}

/* The priors' part of objective, gradient and information. */
static double
add_priors(struct irt_server *server)
{
    const struct irt_plan *plan = server->plan;
    double sum = 0.0, first, second;
    memset(server->curvature, 0, plan->free * sizeof *server->curvature);
    memset(server->own, 0, plan->free * sizeof *server->own);
    for (size_t k = 0; k < plan->values; k++) {
        const struct irt_parameter *parameter = &plan->model->parameter[k];
        if (parameter->free == IRT_NONE || !parameter->owner)
            continue;
        sum += irt_prior_log(&parameter->prior, server->ask[k], &first, &second);
        server->gradient[parameter->free] += first;
        server->curvature[parameter->free] = -second;
        server->own[parameter->free] = fmax(-second, 0.0);
    }
    return sum;
}

/* Whether the same schools answered as at the last point. */
static bool
same_schools(const struct irt_server *server)
{
    return !server->any_taken || memcmp(server->answered, server->tally->heard,
                                        server->schools * sizeof *server->answered) == 0;
}

/* The mean effect of those that have a finite one. */
static double
find_mean(const struct irt_server *server)
{
    double sum = 0.0;
    size_t count = 0;
    for (size_t k = 0; k < server->schools; k++)
        if (server->school[k].present && !server->school[k].runaway) {
            sum += server->school[k].effect;
            count++;
        }
    return count ? sum / (double)count : 0.0;
}

/* Takes the effects' mean into the items; averages are centred for themselves. */
static void
identify(struct irt_server *server)
{
    bool averages = server->options.effects == IRT_EFFECTS_AVERAGES;
    server->mean = 0.0;
    if (!is_centred(server) && !averages)
        return;
    double mean = find_mean(server);
    for (size_t k = 0; k < server->schools; k++)
        if (server->school[k].present) {
            server->school[k].square -=
                averages ? 2.0 * mean * server->school[k].effect - mean * mean : 0.0;
            server->school[k].effect -= mean;
        }
    if (averages)
        return; /* what is fitted has no effects */
    server->mean = mean;
    irt_climb_shift(server->climb, mean);
}

static double
largest(const double *x, size_t n)
{
    double most = 0.0;
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i]) <= most))
            most = fabs(x[i]);
    return most;
}

static double
norm(const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * x[i];
    return sqrt(sum);
}

/* The point is taken: what is known of it. */
static void
record_point(struct irt_server *server, double loglik, double log_prior)
{
    struct irt_progress *progress = &server->progress;
    size_t free = server->plan->free;
    progress->other_schools = !same_schools(server);
    if (progress->other_schools)
        server->seen = 0;
    identify(server);
    irt_plan_fill(server->plan, irt_climb_x(server->climb), server->psi);
    progress->tau = server->count > free ? irt_climb_x(server->climb)[free] : 0.0;
    progress->loglik = loglik;
    progress->log_prior = log_prior;
    progress->max_gradient = largest(irt_climb_gradient(server->climb), server->count);
    progress->norm = norm(irt_climb_gradient(server->climb), server->count);
    memcpy(server->answered, server->tally->heard,
           server->schools * sizeof *server->answered);
    server->any_taken = true;
}

/* --- steps ---------------------------------------------------------------------------------------- */

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

/* The parameter that weighs most where the information is flattest. */
static void
find_flattest(struct irt_server *server, const double *direction)
{
    size_t most = 0;
    for (size_t f = 1; f < server->count; f++)
        if (fabs(direction[f]) > fabs(direction[most]))
            most = f;
    server->flattest = server->plan->values;
    for (size_t k = server->plan->values; k-- > 0;)
        if (server->plan->model->parameter[k].free == most)
            server->flattest = k;
}

/* What a school's effect is off by. */
static void
find_school_errors(struct irt_server *server)
{
    size_t K = server->schools;
    for (size_t k = 0; k < K; k++) {
        struct irt_standing *school = &server->school[k];
        double variance = NAN, spread = school->square - school->effect * school->effect;
        if (server->options.effects == IRT_EFFECTS_FIXED && server->errors)
            variance = server->errors->effects[k * K + k];
        else if (server->options.effects == IRT_EFFECTS_RANDOM)
            variance = spread;
        else if (server->options.effects == IRT_EFFECTS_AVERAGES && school->persons > 1.0)
            variance = spread / (school->persons - 1.0);
        school->se = variance > 0.0 ? sqrt(variance) : NAN;
    }
}

/* From the answers to the first call for errors. */
static bool
find_errors(struct irt_server *server, struct irt_error *error)
{
    size_t K = server->schools;
    struct irt_error problem = { 0 };
    bool *estimated = calloc(K + 1, sizeof *estimated);
    double *direction = calloc(server->count + 1, sizeof *direction);
    if (!estimated || !direction) {
        free(estimated);
        free(direction);
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    }
    for (size_t k = 0; k < K; k++)
        estimated[k] = server->school[k].present && !server->school[k].runaway &&
                       k != server->options.anchor;
    irt_federated_errors_free(server->errors);
    server->errors =
        irt_federated_errors_new(server->tally, estimated, is_centred(server),
                                 server->curvature, direction, &problem);
    if (!server->errors)
        find_flattest(server, direction);
    free(estimated);
    free(direction);
    return server->errors || problem.code != IRT_NO_MEMORY ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
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
    find_school_errors(server);
    server->phase = PHASE_OVER;
    return IRT_OUTCOME_DONE;
}

/* The run ends at the point just taken; its errors may still have to be asked for. */
static enum irt_outcome
stay(struct irt_server *server, enum irt_stop stopped, struct irt_error *error)
{
    server->progress.stopped = stopped;
    if (!has_errors(server))
        return end(server);
    switch (server->phase) {
    case PHASE_LAST:
        if (!find_errors(server, error))
            return fail(server);
        if (!has_sandwich(server) || !server->errors)
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

/* Long steps, one after the other, that promise nothing.  Found sooner than by the window. */
#define NOTHING 1e-9
#define PATIENT 6

static bool
is_idle(struct irt_server *server)
{
    const struct irt_progress *progress = &server->progress;
    bool tau = progress->max_parameter == server->plan->values;
    double at = tau ? progress->tau : server->psi[progress->max_parameter];
    bool idle = server->options.robust == IRT_ROBUST_NONE &&
                progress->max_change > LONG * (1.0 + fabs(at)) &&
                irt_climb_promise(server->climb) < NOTHING;
    server->idle = idle ? server->idle + 1 : 0;
    return server->idle >= PATIENT;
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

/* Where the plan has free parameter f; values: tau. */
static size_t
find_value(const struct irt_server *server, size_t f)
{
    const struct irt_plan *plan = server->plan;
    size_t k = 0;
    while (f < plan->free && plan->model->parameter[k].free != f)
        k++;
    return f < plan->free ? k : plan->values;
}

/* Whether the points of the window move on and gain nothing by it; keeps this one. */
static bool
drifts(struct irt_server *server, double objective)
{
    const double *x = irt_climb_x(server->climb);
    size_t row = server->seen % WINDOW, most = 0;
    double *past = server->past + row * server->count, largest = 0.0;
    bool full = server->seen >= WINDOW && server->options.robust == IRT_ROBUST_NONE;
    for (size_t f = 0; full && f < server->count; f++) {
        double moved = fabs(x[f] - past[f]) / (1.0 + fabs(x[f]));
        if (moved > largest) {
            largest = moved;
            most = f;
        }
    }
    double moved = fabs(x[most] - past[most]),
           gained = objective - server->past_value[row];
    memcpy(past, x, server->count * sizeof *past);
    server->past_value[row] = objective;
    server->seen++;
    if (!full || largest < LONG || gained >= moved * moved / (2.0 * VAGUE * VAGUE))
        return false;
    server->progress.max_parameter = find_value(server, most);
    server->progress.max_change = moved / WINDOW;
    return true;
}

static enum irt_outcome
go_on(struct irt_server *server, double objective, struct irt_error *error)
{
    if (drifts(server, objective))
        return stay_idle(server, error);
    server->progress.extrapolated = irt_climb_propose(server->climb);
    take_next(server);
    find_change(server);
    if (is_idle(server))
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

/* No step helps: near the maximum that is rounding. */
static enum irt_stop
judge_stuck(struct irt_server *server)
{
    if (server->options.robust != IRT_ROBUST_NONE ||
        irt_climb_distance(server->climb) <= IRT_CLIMB_SOLVED)
        return IRT_STOP_PARAMETER;
    server->progress.dead_end = IRT_DEAD_END_STEEP;
    return IRT_STOP_LOGLIK;
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
    server->progress.stopped = judge_stuck(server);
    return IRT_OUTCOME_REFUSED;
}

static enum irt_outcome
conclude_sums(struct irt_server *server, struct irt_error *error)
{
    double loglik, tau = server->count > server->plan->free
                             ? irt_climb_x(server->climb)[server->plan->free]
                             : 0.0;
    bool ending = server->phase >= PHASE_LAST, stuck, defined = !any_undefined(server);
    server->progress.evaluations++;
    irt_tally_sum(server->tally, IRT_NUMBER_LOGLIK, 1, &loglik);
    if (!find_gradient(server, tau, error))
        return fail(server);
    double log_prior = add_priors(server);
    struct irt_evaluation found = {
        .gradient = server->gradient,
        .information = server->lists + server->plan->gradient,
        .own = server->own,
        .tau_information = server->tau_information,
        .objective = loglik + log_prior,
        .comparable = same_schools(server),
    };
    bool taken = irt_climb_hear(server->climb, defined ? &found : NULL, &stuck);
    if (!taken && !server->any_taken) {
        irt_fail(error, IRT_NOT_CONVERGED,
                 "the log-likelihood is no number at the starting values");
        return fail(server);
    }
    bool crept = server->refused && server->options.robust == IRT_ROBUST_NONE &&
                 found.comparable &&
                 loglik + log_prior - server->last_objective < NOTHING;
    server->refused = !taken;
    if (!taken)
        return refuse(server, stuck, error);
    server->crept = crept ? server->crept + 1 : 0;
    read_standings(server);
    record_point(server, loglik, log_prior);
    if (ending)
        return stay(server, server->progress.stopped, error);
    enum irt_stop stopped = judge_point(server, loglik + log_prior);
    if (stopped != IRT_STOP_NOT_YET)
        return stay(server, stopped, error);
    if (server->crept >= PATIENT)
        return stay(server, judge_stuck(server), error);
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
    if (count_answers(server) == 0) {
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
        read_standings(server);
        server->phase = PHASE_SUMS;
        return IRT_OUTCOME_SURVEYED;
    }
    return conclude_sums(server, error);
}
