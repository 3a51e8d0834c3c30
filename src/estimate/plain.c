/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/plain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool
irt_plain_open(struct irt_plain *plain, const struct irt_model *model,
               const struct irt_options *options, struct irt_trace *trace,
               struct irt_error *error)
{
    if (irt_options_robust(options) != IRT_ROBUST_NONE)
        return irt_fail(error, IRT_BAD_USAGE, "--robust is for --estimator federated");
    plain->model = model;
    plain->options = *options;
    plain->trace = trace;
    plain->loglik = plain->max_gradient = plain->max_change = NAN;
    plain->psi = calloc(model->parameters, sizeof *plain->psi);
    plain->entering = calloc(model->parameters, sizeof *plain->entering);
    plain->quadrature = irt_options_quadrature(options, error);
    if (!plain->quadrature)
        return false;
    if (!plain->psi || !plain->entering)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the parameters");
    irt_model_start(model, plain->psi);
    memcpy(plain->entering, plain->psi, model->parameters * sizeof *plain->psi);
    irt_trace_init(trace, model->parameters, 0);
    return true;
}

void
irt_plain_close(struct irt_plain *plain)
{
    irt_quadrature_free(plain->quadrature);
    free(plain->psi);
    free(plain->entering);
    memset(plain, 0, sizeof *plain);
}

/* psi, and what is known of it, as the trace's last row. */
static bool
add_row(struct irt_plain *plain, double loglik, double max_gradient,
        struct irt_error *error)
{
    struct irt_trace *trace = plain->trace;
    if (!irt_trace_append(trace, plain->psi, NULL, NULL, error))
        return false;
    size_t row = trace->rows - 1;
    plain->loglik = trace->loglik[row] = loglik;
    plain->max_gradient = trace->max_gradient[row] = max_gradient;
    trace->log_prior[row] = 0.0;
    trace->evaluations[row] = row;
    if (row > 0) {
        trace->max_change[row] = plain->max_change;
        trace->max_parameter[row] = plain->max_parameter;
    }
    return true;
}

bool
irt_plain_begin(struct irt_plain *plain, double loglik, double max_gradient,
                struct irt_error *error)
{
    return add_row(plain, loglik, max_gradient, error);
}

void
irt_plain_begin_cycle(struct irt_plain *plain)
{
    plain->cycle++;
    memcpy(plain->entering, plain->psi, plain->model->parameters * sizeof *plain->psi);
}

static void
judge(struct irt_plain *plain, double before)
{
    double tolerance = plain->options.tolerance;
    switch (plain->options.criterion) {
    case IRT_CRITERION_PARAMETER:
        if (plain->max_change < tolerance)
            plain->stopped = IRT_STOP_PARAMETER;
        break;
    case IRT_CRITERION_GRADIENT:
        if (plain->max_gradient < tolerance)
            plain->stopped = IRT_STOP_GRADIENT;
        break;
    case IRT_CRITERION_LOGLIK:
        if (fabs(plain->loglik - before) < tolerance)
            plain->stopped = IRT_STOP_LOGLIK;
        break;
    }
    if (plain->stopped == IRT_STOP_NOT_YET && plain->cycle >= plain->options.max_cycles)
        plain->stopped = IRT_STOP_MAX_CYCLES;
}

enum irt_stage
irt_plain_end_cycle(struct irt_plain *plain, double loglik, double max_gradient,
                    struct irt_error *error)
{
    double before = plain->loglik;
    plain->max_change = 0.0;
    for (size_t k = 0; k < plain->model->parameters; k++)
        if (fabs(plain->psi[k] - plain->entering[k]) > plain->max_change) {
            plain->max_change = fabs(plain->psi[k] - plain->entering[k]);
            plain->max_parameter = k;
        }
    if (!isfinite(loglik)) {
        irt_fail(error, IRT_NOT_CONVERGED,
                 "the log-likelihood is not a number any more in cycle %zu",
                 plain->cycle);
        plain->stopped = IRT_STOP_FAILED;
        return plain->stage = IRT_STAGE_FAILED;
    }
    if (!add_row(plain, loglik, max_gradient, error)) {
        plain->stopped = IRT_STOP_FAILED;
        return plain->stage = IRT_STAGE_FAILED;
    }
    judge(plain, before);
    return plain->stage =
               plain->stopped == IRT_STOP_NOT_YET ? IRT_STAGE_CYCLE : IRT_STAGE_DONE;
}

static bool
copy_numbers(double **to, const double *from, size_t count, struct irt_error *error)
{
    double *copy = realloc(*to, (count + 1) * sizeof *copy);
    if (!copy)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a snapshot");
    memcpy(copy, from, count * sizeof *copy);
    *to = copy;
    return true;
}

/* The part that does not depend on which cycle it is. */
static bool
fill(const struct irt_plain *plain, const double *entering, const double *psi,
     struct irt_snapshot *out, struct irt_error *error)
{
    size_t K = plain->model->parameters;
    if (out->parameters != K ||
        (out->quadrature && out->quadrature->points != plain->quadrature->points))
        irt_snapshot_clear(out);
    if (!out->quadrature)
        out->quadrature = irt_quadrature_copy(plain->quadrature, error);
    if (!out->quadrature || !copy_numbers(&out->entering, entering, K, error) ||
        !copy_numbers(&out->psi, psi, K, error))
        return false;
    out->parameters = K;
    out->refused = false;
    out->has_expected = false;
    out->newton_item = IRT_NONE;
    out->group = 0;
    return true;
}

bool
irt_plain_look(const struct irt_plain *plain, const double *covariance,
               struct irt_snapshot *out, struct irt_error *error)
{
    size_t F = plain->model->free_count;
    if (!fill(plain, plain->entering, plain->psi, out, error))
        return false;
    if (covariance && !copy_numbers(&out->covariance, covariance, F * F, error))
        return false;
    out->cycle = plain->cycle;
    out->stage = plain->stage;
    out->stopped = plain->stopped;
    out->past = false;
    out->evaluations = plain->cycle;
    out->loglik = plain->loglik;
    out->max_gradient = plain->max_gradient;
    out->max_change = plain->max_change;
    out->max_parameter = plain->max_parameter;
    return true;
}

bool
irt_plain_revisit(const struct irt_plain *plain, size_t cycle, struct irt_snapshot *out,
                  struct irt_error *error)
{
    const struct irt_trace *trace = plain->trace;
    if (cycle < 1 || cycle >= trace->rows)
        return irt_fail(error, IRT_BAD_USAGE, "cycle %zu: there are %zu so far", cycle,
                        trace->rows - 1);
    if (!fill(plain, irt_trace_psi(trace, cycle - 1), irt_trace_psi(trace, cycle), out,
              error))
        return false;
    out->cycle = cycle;
    out->stage = IRT_STAGE_CYCLE;
    out->stopped = IRT_STOP_NOT_YET;
    out->past = true;
    out->evaluations = trace->evaluations[cycle];
    out->loglik = trace->loglik[cycle - 1];
    out->max_gradient = trace->max_gradient[cycle - 1];
    out->max_change = trace->max_change[cycle];
    out->max_parameter = trace->max_parameter[cycle];
    return true;
}
