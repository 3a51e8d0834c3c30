/* SPDX-License-Identifier: GPL-3.0-or-later */
/* federated.c -- marginal maximum likelihood with schools that keep their rows: EM-gradient
 * and quasi-Newton rounds between a server and schools.  Source: FedIRT
 * (arXiv 2506.21744).
 *
 * A stage is one message: the call, then each school's answer; a cycle is one round, but for
 * the first, before which the schools are surveyed, and the last, which asks for the standard
 * errors too.  The round at a row of the trace finds its log-likelihood, gradient and effects,
 * and the next row; so a row is completed one round after it was made. */
#include "config.h"

#include "federation/federated.h"

#include "federation/federated_state.h"
#include "federation/shift.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
federated_close(void *state)
{
    struct federated *f = state;
    irt_server_free(f->server);
    irt_exchange_free(f->exchange);
    irt_quadrature_free(f->quadrature);
    irt_bytes_clear(&f->call);
    free(f->psi);
    free(f->entering);
    memset(f, 0, sizeof *f);
}

/* --- opening -------------------------------------------------------------------------------- */

static bool
check_options(const struct federated *f, struct irt_error *error)
{
    const struct irt_options *options = &f->options;
    enum irt_effects effects = f->model->effects;
    if (effects == IRT_EFFECTS_GROUPS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "groups of free spread are estimated by --estimator em");
    if (options->lecture)
        return irt_fail(error, IRT_BAD_USAGE, "the lecture is for --estimator em");
    if (irt_options_robust(options) != IRT_ROBUST_NONE &&
        (effects == IRT_EFFECTS_RANDOM || effects == IRT_EFFECTS_AVERAGES))
        return irt_fail(error, IRT_BAD_USAGE,
                        "--robust goes with --effects none or fixed: of %s effects there "
                        "are no estimating equations",
                        irt_effects_name(effects));
    if (irt_options_robust(options) != IRT_ROBUST_NONE &&
        options->criterion == IRT_CRITERION_LOGLIK)
        return irt_fail(error, IRT_BAD_USAGE,
                        "--criterion loglik: with --robust no log-likelihood is "
                        "maximised; take parameter or gradient");
    return true;
}

static void
choose_asked(struct federated *f)
{
    const struct irt_model *model = f->model;
    const struct irt_options *options = &f->options;
    f->asked = (struct irt_server_options){
        .effects = model->effects,
        .anchor = IRT_NO_SCHOOL,
        .robust = irt_options_robust(options),
        .trim = options->trim,
        .se = options->se,
        .accelerate = options->accelerate,
        .criterion = options->criterion,
        .tolerance = options->tolerance,
        .max_cycles = options->max_cycles,
    };
    if (model->effects == IRT_EFFECTS_FIXED && model->groups == 1)
        f->asked.effects = IRT_EFFECTS_NONE; /* one school's effect is the origin */
    if (model->effects == IRT_EFFECTS_FIXED && model->anchor != IRT_NONE)
        f->asked.anchor = (uint32_t)model->anchor;
    if (model->effects == IRT_EFFECTS_RANDOM)
        f->asked.tau = model->parameter[model->tau].start;
}

static bool
allocate(struct federated *f, struct irt_error *error)
{
    size_t K = f->data->schools ? f->data->schools : 1;
    f->quadrature = irt_options_quadrature(&f->options, error);
    if (!f->quadrature || !irt_plan_make(&f->plan, f->model, f->quadrature, error))
        return false;
    choose_asked(f);
    if (f->asked.effects == IRT_EFFECTS_FIXED && f->asked.anchor == IRT_NO_SCHOOL &&
        !irt_shift_check(&f->plan, f->data, error))
        return false;
    f->psi = calloc(f->model->parameters, sizeof *f->psi);
    f->entering = calloc(f->model->parameters, sizeof *f->entering);
    if (!f->psi || !f->entering)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters",
                        f->model->parameters);
    irt_model_start(f->model, f->psi);
    memcpy(f->entering, f->psi, f->model->parameters * sizeof *f->psi);
    f->exchange = irt_exchange_in_process(&f->plan, f->data, f->options.threads,
                                          &f->options.cancel, error);
    if (!f->exchange)
        return false;
    f->server = irt_server_new(&f->plan, K, &f->asked, f->psi, error);
    return f->server != NULL;
}

static bool
federated_open(void *state, const struct irt_responses *data,
               const struct irt_patterns *patterns, const struct irt_model *model,
               const struct irt_options *options, struct irt_trace *trace,
               struct irt_error *error)
{
    struct federated *f = state;
    (void)patterns; /* each school collapses its own rows */
    f->data = data;
    f->model = model;
    f->options = *options;
    f->trace = trace;
    f->last_school = IRT_NO_SCHOOL;
    if (!irt_options_check(options, error) || !check_options(f, error) ||
        !allocate(f, error)) {
        federated_close(f);
        return false;
    }
    irt_trace_init(trace, model->parameters, 0);
    if (!irt_trace_append(trace, f->psi, NULL, NULL, error)) {
        federated_close(f);
        return false;
    }
    return true;
}

/* --- rounds ----------------------------------------------------------------------------------- */

static enum irt_stage
fail(struct federated *f)
{
    f->stopped = IRT_STOP_FAILED;
    return f->stage = IRT_STAGE_FAILED;
}

/* What the run had found when it was done stays in the trace; that it stands at the same point
 * with other schools is a row of its own. */
static bool
repeat_row(struct federated *f, struct irt_error *error)
{
    f->reopened = false;
    if (!irt_trace_append(f->trace, f->psi, NULL, NULL, error))
        return false;
    size_t row = f->trace->rows - 1;
    f->trace->max_change[row] = 0.0;
    f->trace->evaluations[row] = f->trace->evaluations[row - 1];
    return true;
}

static enum irt_stage
send_call(struct federated *f, struct irt_error *error)
{
    if (f->reopened && !repeat_row(f, error))
        return fail(f);
    if (f->begun && !f->ending && !f->refused)
        f->cycle = f->trace->rows;
    if (!irt_server_call(f->server, &f->call, error) ||
        !irt_exchange_broadcast(f->exchange, &f->call, error))
        return fail(f);
    f->last_school = IRT_NO_SCHOOL;
    return f->stage = IRT_STAGE_CALL;
}

/* The answers of the next count schools, which the server hears in their order. */
static enum irt_stage
gather(struct federated *f, size_t count, struct irt_error *error)
{
    struct irt_exchange *exchange = f->exchange;
    size_t first = exchange->gathered;
    struct irt_error problem = { 0 };
    if (!irt_exchange_gather(exchange, count, &problem)) {
        if (problem.code == IRT_INTERRUPTED && f->ending) {
            f->interrupted = true; /* the estimates stand, without errors */
            return f->stage = IRT_STAGE_DONE;
        }
        if (error)
            *error = problem;
        return fail(f);
    }
    for (size_t k = first; k < exchange->gathered; k++) {
        const struct irt_bytes *answer = &exchange->answer[k];
        if (!irt_server_hear(f->server, k, answer->data, answer->size, error))
            return fail(f);
        if (answer->size)
            f->last_school = (uint32_t)k;
    }
    return f->stage = IRT_STAGE_ANSWER;
}

/* --- rows of the trace ---------------------------------------------------------------------- */

/* psi of the model from what the server has: items and sigma, effects, tau. */
static void
fill_psi(const struct federated *f, const double *values, double tau, double *psi)
{
    const struct irt_model *model = f->model;
    const struct irt_standing *school = irt_server_schools(f->server);
    memcpy(psi, values, f->plan.values * sizeof *psi);
    for (size_t k = 0; model->groups > 1 && k < model->groups; k++)
        psi[model->location + k] = school[k].effect;
    if (model->effects == IRT_EFFECTS_RANDOM)
        psi[model->tau] = tau;
}

static void
put_psi(struct federated *f, const double *psi)
{
    size_t row = f->trace->rows - 1, K = f->model->parameters;
    memcpy(f->trace->psi + row * K, psi, K * sizeof *psi);
}

/* The last row is where the round just done was: it is complete now. */
static void
complete_row(struct federated *f, const struct irt_progress *progress)
{
    struct irt_trace *trace = f->trace;
    size_t row = trace->rows - 1;
    fill_psi(f, progress->psi, progress->tau, f->entering);
    put_psi(f, f->entering);
    trace->loglik[row] = progress->loglik;
    trace->log_prior[row] = progress->log_prior;
    trace->max_gradient[row] = progress->max_gradient;
    trace->evaluations[row] = progress->evaluations;
#ifdef IRT_CHECKED
    double now = progress->loglik + progress->log_prior;
    /* At a dead end random effects' integrals may hang on where their nodes come to lie. */
    assert(row == 0 || progress->other_schools ||
           progress->dead_end != IRT_DEAD_END_NONE ||
           f->asked.robust != IRT_ROBUST_NONE ||
           !(trace->loglik[row - 1] + trace->log_prior[row - 1] >
             now + 1e-9 * (1.0 + fabs(now))));
#endif
}

size_t
irt_federated_changed(const struct federated *f, const struct irt_progress *progress)
{
    return progress->max_parameter < f->plan.values ? progress->max_parameter
                                                    : f->model->tau;
}

static enum irt_stage
add_row(struct federated *f, const struct irt_progress *progress, struct irt_error *error)
{
    struct irt_trace *trace = f->trace;
    fill_psi(f, progress->next, progress->next_tau, f->psi);
    if (!irt_trace_append(trace, f->psi, NULL, NULL, error))
        return fail(f);
    size_t row = trace->rows - 1;
    trace->max_change[row] = progress->max_change;
    trace->max_parameter[row] = irt_federated_changed(f, progress);
    trace->evaluations[row] = progress->evaluations;
    trace->accelerated[row] = progress->extrapolated;
    f->ending = progress->stopped != IRT_STOP_NOT_YET;
    return f->stage = progress->extrapolated ? IRT_STAGE_ACCELERATE : IRT_STAGE_CYCLE;
}

/* The last row was too far: a nearer one is in its place. */
static enum irt_stage
replace_row(struct federated *f, const struct irt_progress *progress)
{
    struct irt_trace *trace = f->trace;
    size_t row = trace->rows - 1;
    fill_psi(f, progress->next, progress->next_tau, f->psi);
    put_psi(f, f->psi);
    trace->accelerated[row] = false;
    trace->max_change[row] = progress->max_change;
    trace->max_parameter[row] = irt_federated_changed(f, progress);
    trace->evaluations[row] = progress->evaluations;
    f->ending = progress->stopped != IRT_STOP_NOT_YET;
    return f->stage = IRT_STAGE_REFUSED;
}

static enum irt_stage
conclude(struct federated *f, struct irt_error *error)
{
    struct irt_progress progress;
    enum irt_outcome outcome = irt_server_conclude(f->server, error);
    irt_server_look(f->server, &progress);
    f->refused = outcome == IRT_OUTCOME_REFUSED;
    f->stopped = progress.stopped;
    switch (outcome) {
    case IRT_OUTCOME_SURVEYED: f->begun = true; return f->stage = IRT_STAGE_SURVEY;
    case IRT_OUTCOME_STEPPED:
        complete_row(f, &progress);
        return add_row(f, &progress, error);
    case IRT_OUTCOME_REFUSED: return replace_row(f, &progress);
    case IRT_OUTCOME_ENDING:
        complete_row(f, &progress);
        f->ending = true;
        f->cycle--; /* no step was taken */
        return send_call(f, error);
    case IRT_OUTCOME_DONE:
        complete_row(f, &progress);
        if (!f->ending)
            f->cycle--;
        memcpy(f->psi, f->entering, f->model->parameters * sizeof *f->psi);
        return f->stage = IRT_STAGE_DONE;
    case IRT_OUTCOME_FAILED: break;
    }
    return fail(f);
}

/* --- advancing ---------------------------------------------------------------------------------- */

static enum irt_stage
advance_stage(struct federated *f, size_t schools, struct irt_error *error)
{
    const struct irt_exchange *exchange = f->exchange;
    if (f->stage != IRT_STAGE_CALL && f->stage != IRT_STAGE_ANSWER)
        return send_call(f, error);
    while (schools == 1 && exchange->gathered < exchange->schools &&
           !exchange->asked[exchange->gathered])
        if (gather(f, 1, error) == IRT_STAGE_FAILED) /* it is out: nothing comes */
            return f->stage;
    if (exchange->gathered < exchange->schools)
        return gather(f, schools, error);
    return conclude(f, error);
}

static bool
is_over(const struct federated *f)
{
    return f->stage == IRT_STAGE_DONE || f->stage == IRT_STAGE_FAILED;
}

static enum irt_stage
federated_advance(void *state, enum irt_grain grain, struct irt_error *error)
{
    struct federated *f = state;
    if (is_over(f))
        return f->stage;
    if (grain == IRT_GRAIN_STAGE)
        return advance_stage(f, 1, error);
    do
        advance_stage(f, f->exchange->schools, error);
    while (!is_over(f) && (f->ending || (f->stage != IRT_STAGE_CYCLE &&
                                         f->stage != IRT_STAGE_ACCELERATE)));
    return f->stage;
}

/* --- beside the estimator's operations ------------------------------------------------------------- */

bool
irt_federated_message(const void *state, size_t round, uint32_t school,
                      const uint8_t **bytes, size_t *size)
{
    const struct federated *f = state;
    return irt_exchange_message(f->exchange, round, school, bytes, size);
}

void
irt_federated_rounds(const void *state, size_t *oldest, size_t *newest)
{
    const struct federated *f = state;
    *oldest = irt_exchange_oldest(f->exchange);
    *newest = f->exchange->rounds;
}

const struct irt_plan *
irt_federated_plan(const void *state)
{
    const struct federated *f = state;
    return &f->plan;
}

enum irt_effects
irt_federated_effects(const void *state)
{
    const struct federated *f = state;
    return f->asked.effects;
}

/* A run that was done, for it has other schools now: from where it ended. */
static void
go_on(struct federated *f)
{
    irt_server_resume(f->server);
    f->reopened = f->begun && !f->interrupted;
    f->stage = f->begun ? IRT_STAGE_CYCLE : IRT_STAGE_START;
    f->stopped = IRT_STOP_NOT_YET;
    f->ending = f->refused = f->interrupted = false;
}

bool
irt_federated_drop(void *state, size_t k, bool out, struct irt_error *error)
{
    struct federated *f = state;
    size_t left = 0;
    if (k >= f->exchange->schools)
        return irt_fail(error, IRT_BAD_USAGE, "there are %zu schools",
                        f->exchange->schools);
    for (size_t m = 0; m < f->exchange->schools; m++)
        left += m != k && f->exchange->in[m];
    if (out && k == f->asked.anchor)
        return irt_fail(error, IRT_BAD_USAGE,
                        "school '%s' is the anchor: without it nothing says where the "
                        "effects lie",
                        f->data->school_name[k]);
    if (out && left == 0)
        return irt_fail(error, IRT_BAD_USAGE, "school '%s' is the last one left",
                        f->data->school_name ? f->data->school_name[k] : "1");
    bool changes = f->exchange->in[k] == out;
    f->exchange->in[k] = !out;
    if (changes && f->stage == IRT_STAGE_DONE)
        go_on(f);
    return true;
}

const struct irt_estimator_ops irt_federated = {
    .name = "federated",
    .title = "Federated",
    .summary = "schools keep their rows and answer in sums (FedIRT)",
    .state_size = sizeof(struct federated),
    .open = federated_open,
    .advance = federated_advance,
    .look = irt_federated_look,
    .revisit = irt_federated_revisit,
    .close = federated_close,
};
