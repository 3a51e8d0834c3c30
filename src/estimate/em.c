/* SPDX-License-Identifier: GPL-3.0-or-later */
/* em.c -- marginal maximum likelihood by EM.  Source: Bock and Aitkin (1981),
 * Psychometrika 46, 443-459.
 *
 * A cycle takes psi from one row of the trace to the next: E1 to E4 at the psi that
 * enters, then the M-step.  The E-step also finds the log-likelihood and the gradient of
 * the row it starts from, so a row is completed one E-step after it was made; a run ends
 * with an E-step of its own. */
#include "config.h"

#include "estimate/estimator.h"

#include "estimate/em_state.h"
#include "estimate/empirical.h"
#include "model/population.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
em_close(void *state)
{
    struct em_state *em = state;
    irt_estep_free(em->estep);
    for (size_t g = 0; em->staged && g < em->model->groups; g++)
        irt_staged_free(em->staged[g]);
    free(em->staged);
    irt_mstep_free(em->mstep);
    irt_mstep_free(em->visit_mstep);
    irt_parts_free(em->parts);
    irt_parts_free(em->visit);
    irt_accelerator_free(em->accelerator);
    irt_quadrature_free(em->quadrature);
    irt_pool_free(em->pool);
    free(em->entering);
    free(em->psi);
    free(em->plain);
    free(em->gradient);
    memset(em, 0, sizeof *em);
}

static bool
allocate(struct em_state *em, struct irt_error *error)
{
    size_t K = em->model->parameters;
    em->quadrature = irt_options_quadrature(&em->options, error);
    if (!em->quadrature)
        return false;
    em->pool = irt_pool_new(em->options.threads, error);
    if (!em->pool)
        return false;
    em->estep = irt_estep_new(em->data, em->patterns, em->model, em->quadrature->points,
                              em->pool, error);
    em->parts = irt_parts_new(em->model, em->quadrature, error);
    em->mstep = irt_em_new_mstep(em, error);
    em->accelerator = irt_accelerator_new(em->options.accelerate, K, error);
    if (!em->estep || !em->parts || !em->mstep || !em->accelerator)
        return false;
    em->entering = calloc(K, sizeof *em->entering);
    em->psi = calloc(K, sizeof *em->psi);
    em->plain = calloc(K, sizeof *em->plain);
    em->gradient = calloc(em->model->free_count + 1, sizeof *em->gradient);
    if (!em->entering || !em->psi || !em->plain || !em->gradient)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters", K);
    return true;
}

static bool
check_effects(const struct em_state *em, struct irt_error *error)
{
    if (em->model->effects == IRT_EFFECTS_RANDOM)
        return irt_fail(error, IRT_BAD_USAGE,
                        "random effects are estimated by --estimator federated");
    if (em->options.accelerate == IRT_ACCELERATE_LBFGS ||
        irt_options_robust(&em->options) != IRT_ROBUST_NONE)
        return irt_fail(error, IRT_BAD_USAGE, "%s is for --estimator federated",
                        em->options.accelerate == IRT_ACCELERATE_LBFGS
                            ? "--accelerate lbfgs"
                            : "--robust");
    return true;
}

/* Empirical weights are standardised by moving slopes and intercepts along. */
static bool
check_scale(const struct em_state *em, struct irt_error *error)
{
    if (em->options.nodes == IRT_NODES_EMPIRICAL && em->model->own_scale)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "empirical nodes go with no priors and no fixed values of slopes and "
            "intercepts; take --nodes equal");
    if (em->options.nodes == IRT_NODES_EMPIRICAL && em->model->groups > 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "empirical nodes are for one population, not for schools or "
                        "groups; take --nodes equal");
    return true;
}

static bool
em_open(void *state, const struct irt_responses *data,
        const struct irt_patterns *patterns, const struct irt_model *model,
        const struct irt_options *options, struct irt_trace *trace,
        struct irt_error *error)
{
    struct em_state *em = state;
    em->data = data;
    em->patterns = patterns;
    em->model = model;
    em->options = *options;
    em->trace = trace;
    em->loglik = em->max_gradient = em->max_change = NAN;
    em->newton_item = IRT_NONE;
    if (!irt_options_check(options, error) || !check_scale(em, error) ||
        !check_effects(em, error) || !allocate(em, error)) {
        em_close(em);
        return false;
    }
    irt_model_start(model, em->psi);
    memcpy(em->entering, em->psi, model->parameters * sizeof *em->psi);
    bool moving = em->quadrature->kind == IRT_NODES_EMPIRICAL;
    irt_trace_init(trace, model->parameters, moving ? em->quadrature->points : 0);
    if (!irt_trace_append(trace, em->psi, em->quadrature->node, em->quadrature->weight,
                          error)) {
        em_close(em);
        return false;
    }
    return true;
}

static enum irt_stage
fail(struct em_state *em)
{
    em->stopped = IRT_STOP_FAILED;
    return em->stage = IRT_STAGE_FAILED;
}

/* --- the E-step's end, staged or fused ------------------------------------------------- */

/* Begins a cycle: what the last one left is what enters. */
static void
begin_cycle(struct em_state *em)
{
    em->cycle++;
    em->refused = false;
    em->newton_item = IRT_NONE;
    memcpy(em->entering, em->psi, em->model->parameters * sizeof *em->psi);
    irt_parts_place(em->parts, em->model, em->entering, em->quadrature);
    em->loglik = em->max_gradient = NAN;
}

/* The row of the trace this cycle started from. */
static size_t
entering_row(const struct em_state *em)
{
    return em->trace->rows - 1;
}

/* What EM never lowers: the log-likelihood plus the log prior. */
static double
row_objective(const struct em_state *em, size_t row)
{
    return em->trace->loglik[row] + em->trace->log_prior[row];
}

/* After an E-step found loglik: true when it stands.  An extrapolation that lowered it is
 * undone: the row falls back to the plain EM step, and the E-step has to be done again. */
static bool
accept_loglik(struct em_state *em, double loglik)
{
    size_t row = entering_row(em), K = em->model->parameters;
    double log_prior = irt_model_log_prior(em->model, em->entering, NULL, NULL);
    double objective = loglik + log_prior;
    em->evaluations++;
    if (em->trace->accelerated[row]) {
        bool good = objective >= row_objective(em, row - 1);
        irt_accelerator_judge(em->accelerator, good);
        if (!good) {
            em->trace->accelerated[row] = false;
            memcpy(em->trace->psi + row * K, em->plain, K * sizeof *em->plain);
            memcpy(em->entering, em->plain, K * sizeof *em->plain);
            memcpy(em->psi, em->plain, K * sizeof *em->plain);
            irt_parts_place(em->parts, em->model, em->entering, em->quadrature);
            em->refused = true;
            return false;
        }
    }
#ifdef IRT_CHECKED
    assert(row == 0 || objective >= row_objective(em, row - 1) - 1e-9 * fabs(objective));
#endif
    em->loglik = em->trace->loglik[row] = loglik;
    em->trace->log_prior[row] = log_prior;
    em->trace->evaluations[row] = em->evaluations;
    return true;
}

/* Whether the run may end here, by what the E-step has just found. */
static enum irt_stop
judge_estep(const struct em_state *em)
{
    size_t row = entering_row(em);
    if (em->options.criterion == IRT_CRITERION_GRADIENT &&
        em->max_gradient < em->options.tolerance)
        return IRT_STOP_GRADIENT;
    if (em->options.criterion == IRT_CRITERION_LOGLIK && row > 0 &&
        fabs(row_objective(em, row) - row_objective(em, row - 1)) < em->options.tolerance)
        return IRT_STOP_LOGLIK;
    return IRT_STOP_NOT_YET;
}

/* What follows E4: gradient, criteria, and the start of the M-step. */
static enum irt_stage
finish_estep(struct em_state *em, struct irt_error *error)
{
    em->max_gradient =
        irt_parts_gradient(em->parts, em->model, em->entering, em->gradient);
    em->trace->max_gradient[entering_row(em)] = em->max_gradient;
    if (!isfinite(em->loglik) || !isfinite(em->max_gradient)) {
        irt_fail(error, IRT_NOT_CONVERGED,
                 "the log-likelihood is not a number any more in cycle %zu", em->cycle);
        return fail(em);
    }
    em->stopped = judge_estep(em);
    if (em->stopped != IRT_STOP_NOT_YET) {
        em->cycle--; /* it needed no M-step, and so is not counted */
        return em->stage = IRT_STAGE_DONE;
    }
    irt_mstep_begin(em->mstep, em->entering, em->parts);
    return em->stage = IRT_STAGE_ARTIFICIAL;
}

/* --- the M-step's end -------------------------------------------------------------------- */

static void
find_change(struct em_state *em)
{
    em->max_change = 0.0;
    for (size_t k = 0; k < em->model->parameters; k++)
        if (!(fabs(em->psi[k] - em->entering[k]) <= em->max_change)) {
            em->max_change = fabs(em->psi[k] - em->entering[k]);
            em->max_parameter = k;
        }
}

/* Lets the accelerator replace psi; true when it did. */
static bool
extrapolate(struct em_state *em)
{
    if (!irt_accelerator_hear(em->accelerator, em->entering, em->psi, em->plain))
        return false;
    double *proposal = em->plain;
    for (size_t k = 0; k < em->model->parameters; k++)
        if (!(proposal[k] > em->model->parameter[k].lower &&
              proposal[k] < em->model->parameter[k].upper))
            return false;
    em->plain = em->psi;
    em->psi = proposal;
    return true;
}

/* Completes a cycle: psi goes into a new row, extrapolated where that is due. */
static enum irt_stage
finish_cycle(struct em_state *em, struct irt_error *error)
{
    memcpy(em->psi, irt_mstep_psi(em->mstep), em->model->parameters * sizeof *em->psi);
    if (em->quadrature->kind == IRT_NODES_EMPIRICAL)
        irt_empirical_update(em->quadrature, em->parts->part[0].expected->population,
                             em->model, em->psi);
    find_change(em);
    if (em->options.criterion == IRT_CRITERION_PARAMETER &&
        em->max_change < em->options.tolerance)
        em->stopped = IRT_STOP_PARAMETER;
    else if (em->cycle >= em->options.max_cycles)
        em->stopped = IRT_STOP_MAX_CYCLES;
    em->ending = em->stopped != IRT_STOP_NOT_YET;
    bool accelerated = !em->ending && extrapolate(em);
    if (!irt_trace_append(em->trace, em->psi, em->quadrature->node,
                          em->quadrature->weight, error))
        return fail(em);
    size_t row = entering_row(em);
    em->trace->max_change[row] = em->max_change;
    em->trace->max_parameter[row] = em->max_parameter;
    em->trace->evaluations[row] = em->evaluations;
    em->trace->accelerated[row] = accelerated;
    return em->stage = accelerated ? IRT_STAGE_ACCELERATE : IRT_STAGE_CYCLE;
}

/* One more E-step, at the estimates, completes the last row; what the last cycle showed
 * stays. */
static enum irt_stage
end_run(struct em_state *em, struct irt_error *error)
{
    if (!irt_em_prepare_visit(em, error))
        return fail(em);
    size_t row = entering_row(em);
    irt_parts_place(em->visit, em->model, em->psi, em->quadrature);
    irt_estep_run(em->estep, em->model, em->psi, em->visit);
    em->trace->evaluations[row] = ++em->evaluations;
    em->trace->loglik[row] = em->visit->loglik;
    em->trace->log_prior[row] = irt_model_log_prior(em->model, em->psi, NULL, NULL);
    em->trace->max_gradient[row] =
        irt_parts_gradient(em->visit, em->model, em->psi, em->gradient);
    if (!isfinite(em->trace->loglik[row]))
        return fail(em);
    return em->stage = IRT_STAGE_DONE;
}

/* --- advancing ----------------------------------------------------------------------------- */

/* Makes room for the numbers of the stages, once. */
static bool
prepare_stages(struct em_state *em, struct irt_error *error)
{
    if (em->staged)
        return true;
    em->staged = calloc(em->model->groups, sizeof *em->staged);
    if (!em->staged)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the stages");
    for (size_t g = 0; g < em->model->groups; g++) {
        em->staged[g] = irt_staged_new(irt_patterns_of_group(em->patterns, g).count,
                                       em->quadrature->points, error);
        if (!em->staged[g])
            return false;
    }
    return true;
}

static enum irt_stage
stage_likelihood(struct em_state *em, struct irt_error *error)
{
    for (size_t g = 0; g < em->parts->count; g++) {
        struct irt_patterns patterns = irt_patterns_of_group(em->patterns, g);
        if (!irt_staged_likelihood(em->staged[g], em->data, &patterns, em->model,
                                   em->entering, em->parts->part[g].quadrature, error))
            return fail(em);
    }
    return em->stage = IRT_STAGE_LIKELIHOOD;
}

static double
find_marginals(struct em_state *em)
{
    double loglik = 0.0;
    for (size_t g = 0; g < em->parts->count; g++) {
        struct irt_patterns patterns = irt_patterns_of_group(em->patterns, g);
        struct irt_part *part = &em->parts->part[g];
        part->expected->loglik =
            irt_staged_marginal(em->staged[g], &patterns, part->quadrature);
        loglik += part->expected->loglik;
    }
    return em->parts->loglik = loglik;
}

static void
count_artificial(struct em_state *em)
{
    for (size_t g = 0; g < em->parts->count; g++) {
        struct irt_patterns patterns = irt_patterns_of_group(em->patterns, g);
        irt_staged_artificial(em->staged[g], em->data, &patterns, em->model,
                              em->parts->part[g].expected);
    }
}

static enum irt_stage
advance_stage(struct em_state *em, struct irt_error *error)
{
    switch (em->stage) {
    case IRT_STAGE_START:
    case IRT_STAGE_CYCLE:
    case IRT_STAGE_ACCELERATE:
        if (em->ending)
            return end_run(em, error);
        if (!prepare_stages(em, error))
            return fail(em);
        begin_cycle(em);
        return stage_likelihood(em, error);
    case IRT_STAGE_LIKELIHOOD:
        if (accept_loglik(em, find_marginals(em)))
            return em->stage = IRT_STAGE_MARGINAL;
        return stage_likelihood(em, error);
    case IRT_STAGE_MARGINAL:
        for (size_t g = 0; g < em->parts->count; g++)
            irt_staged_posterior(em->staged[g], em->parts->part[g].quadrature);
        return em->stage = IRT_STAGE_POSTERIOR;
    case IRT_STAGE_POSTERIOR: count_artificial(em); return finish_estep(em, error);
    case IRT_STAGE_ARTIFICIAL:
    case IRT_STAGE_NEWTON:
        if (irt_mstep_finished(em->mstep))
            return finish_cycle(em, error);
        if (!irt_mstep_advance(em->mstep, error))
            return fail(em);
        em->newton_item =
            irt_mstep_log(em->mstep)->step[irt_mstep_log(em->mstep)->count - 1].item;
        memcpy(em->psi, irt_mstep_psi(em->mstep),
               em->model->parameters * sizeof *em->psi);
        return em->stage = IRT_STAGE_NEWTON;
    default: break; /* over */
    }
    return em->stage;
}

/* The E-step of a whole cycle, in one. */
static enum irt_stage
fused_estep(struct em_state *em, struct irt_error *error)
{
    begin_cycle(em);
    do
        irt_estep_run(em->estep, em->model, em->entering, em->parts);
    while (!accept_loglik(em, em->parts->loglik));
    return finish_estep(em, error);
}

/* No cycle is under way. */
static bool
is_between(enum irt_stage stage)
{
    return stage == IRT_STAGE_START || stage == IRT_STAGE_CYCLE ||
           stage == IRT_STAGE_ACCELERATE;
}

static enum irt_stage
em_advance(void *state, enum irt_grain grain, struct irt_error *error)
{
    struct em_state *em = state;
    if (em->stage == IRT_STAGE_DONE || em->stage == IRT_STAGE_FAILED)
        return em->stage;
    if (grain == IRT_GRAIN_STAGE)
        return advance_stage(em, error);
    if (is_between(em->stage) && !em->ending)
        fused_estep(em, error);
    while (!is_between(em->stage) && em->stage != IRT_STAGE_DONE &&
           em->stage != IRT_STAGE_FAILED)
        advance_stage(em, error);
    /* The E-step that completes the last row belongs to the last cycle. */
    return em->ending && is_between(em->stage) ? end_run(em, error) : em->stage;
}

const struct irt_estimator_ops irt_em = {
    .name = "em",
    .title = "EM",
    .summary = "marginal maximum likelihood (Bock and Aitkin 1981)",
    .state_size = sizeof(struct em_state),
    .open = em_open,
    .advance = em_advance,
    .look = irt_em_look,
    .revisit = irt_em_revisit,
    .close = em_close,
};
