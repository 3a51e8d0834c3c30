/* SPDX-License-Identifier: GPL-3.0-or-later */
/* federated_look.c -- what a federated run shows: its parameters, what the server knows of the
 * schools, and why there are no errors or no maximum. */
#include "config.h"

#include "federation/federated_state.h"

#include "federation/errors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_SPREAD 1e-2 /* of random effects, where it still sinks */

static bool
copy_psi(double **to, const double *from, size_t count)
{
    if (!*to)
        *to = malloc(count * sizeof **to);
    if (*to)
        memcpy(*to, from, count * sizeof **to);
    return *to != NULL;
}

static bool
prepare_snapshot(const struct federated *f, struct irt_snapshot *out,
                 struct irt_error *error)
{
    if (out->parameters != f->model->parameters || !out->quadrature ||
        out->quadrature->points != f->quadrature->points || out->has_expected ||
        out->federation.schools != f->exchange->schools)
        irt_snapshot_clear(out);
    out->parameters = f->model->parameters;
    if (!out->quadrature)
        out->quadrature = irt_quadrature_copy(f->quadrature, error);
    return out->quadrature &&
           irt_federation_view_prepare(&out->federation, f->exchange->schools, error);
}

/* The covariance in the order of the model's free parameters. */
static bool
copy_covariance(const struct federated *f, struct irt_federation_view *out,
                struct irt_error *error)
{
    const struct irt_federated_errors *errors = irt_server_errors(f->server);
    const struct irt_model *model = f->model;
    size_t F = model->free_count, rows = errors->rows, K = errors->schools;
    if (!out->covariance)
        out->covariance = calloc(F * F + 1, sizeof *out->covariance);
    if (!out->covariance)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu x %zu standard errors",
                        F, F);
    for (size_t a = 0; a < rows; a++)
        for (size_t b = 0; b < rows; b++)
            out->covariance[a * F + b] = errors->items[a * rows + b];
    for (size_t k = 0; k < K; k++) {
        size_t g = model->parameter[model->location + k].free;
        for (size_t a = 0; g != IRT_NONE && a < rows; a++)
            out->covariance[a * F + g] = out->covariance[g * F + a] =
                errors->cross[a * K + k];
        for (size_t m = 0; g != IRT_NONE && m < K; m++) {
            size_t h = model->parameter[model->location + m].free;
            if (h != IRT_NONE)
                out->covariance[g * F + h] = errors->effects[k * K + m];
        }
    }
    return true;
}

static void
say_no_errors(const struct federated *f, struct irt_federation_view *out)
{
    char label[120];
    size_t k = irt_server_flattest(f->server);
    if (f->asked.robust == IRT_ROBUST_MEDIAN) {
        out->flat = IRT_NONE;
        snprintf(out->no_errors, sizeof out->no_errors,
                 "of medians of the schools' gradients there are none");
        return;
    }
    out->flat = k == IRT_NONE ? k : k < f->plan.values ? k : f->model->tau;
    if (f->interrupted) {
        snprintf(out->no_errors, sizeof out->no_errors, "they were interrupted");
        return;
    }
    if (k == IRT_NONE) {
        snprintf(out->no_errors, sizeof out->no_errors,
                 "the run was stopped before the schools were asked for them");
        return;
    }
    irt_model_label(f->model, f->data, out->flat, label, sizeof label);
    snprintf(out->no_errors, sizeof out->no_errors,
             "the information matrix is not positive definite, most of all in the "
             "direction of %s",
             label);
}

static void
say_dead_end(const struct federated *f, struct irt_federation_view *out)
{
    struct irt_progress progress;
    char label[120];
    irt_server_look(f->server, &progress);
    out->dead_end[0] = '\0';
    if (progress.dead_end != IRT_DEAD_END_NONE &&
        f->model->effects == IRT_EFFECTS_RANDOM && progress.tau < NO_SPREAD)
        snprintf(
            out->dead_end, sizeof out->dead_end,
            "the standard deviation of the schools' effects goes to 0: they differ no "
            "more than by chance; take --effects none or fixed");
    else if (progress.dead_end == IRT_DEAD_END_FLAT) {
        irt_model_label(f->model, f->data, irt_federated_changed(f, &progress), label,
                        sizeof label);
        snprintf(out->dead_end, sizeof out->dead_end,
                 "the log-likelihood rises no more, yet %s moves on, by %.2g a round: it "
                 "has no finite estimate, or the data say next to nothing about it",
                 label, progress.max_change);
    } else if (progress.dead_end == IRT_DEAD_END_STEEP) {
        snprintf(out->dead_end, sizeof out->dead_end,
                 "no step along the gradient, whose largest component is %.2g, raises "
                 "the log-likelihood any more",
                 progress.max_gradient);
    }
}

static bool
copy_federation(const struct federated *f, struct irt_federation_view *out,
                struct irt_error *error)
{
    const struct irt_exchange *exchange = f->exchange;
    const struct irt_standing *school = irt_server_schools(f->server);
    bool own = f->asked.effects != IRT_EFFECTS_NONE;
    out->rounds = exchange->rounds;
    out->bytes_up = exchange->bytes_up;
    out->bytes_down = exchange->bytes_down;
    out->gathered = exchange->gathered;
    struct irt_progress progress;
    irt_server_look(f->server, &progress);
    out->norm = progress.norm;
    out->kept = 0.0;
    say_dead_end(f, out);
    out->last = f->last_school == IRT_NO_SCHOOL ? IRT_NONE : f->last_school;
    for (size_t k = 0; k < exchange->schools; k++) {
        out->in[k] = exchange->in[k];
        out->answered[k] = exchange->answer[k].size > 0;
        out->runaway[k] = school[k].runaway;
        out->persons[k] = school[k].persons;
        out->kept += school[k].present ? school[k].kept : 0.0;
        out->effect[k] = own && f->begun && !school[k].runaway ? school[k].effect : NAN;
        out->effect_se[k] = school[k].se;
    }
    if (f->stage == IRT_STAGE_DONE && irt_server_errors(f->server))
        return copy_covariance(f, out, error);
    say_no_errors(f, out);
    return true;
}

bool
irt_federated_look(const void *state, struct irt_snapshot *out, struct irt_error *error)
{
    const struct federated *f = state;
    struct irt_progress progress;
    if (!prepare_snapshot(f, out, error))
        return false;
    irt_server_look(f->server, &progress);
    out->cycle = f->cycle;
    out->stage = f->stage;
    out->stopped = f->stopped;
    out->past = false;
    out->refused = f->refused;
    out->evaluations = progress.evaluations;
    out->loglik = progress.loglik;
    out->max_gradient = progress.max_gradient;
    out->max_change = progress.max_change;
    out->max_parameter = irt_federated_changed(f, &progress);
    out->newton_item = IRT_NONE;
    out->newton.count = out->newton.value_count = 0;
    size_t K = f->model->parameters;
    if (!copy_psi(&out->entering, f->entering, K) || !copy_psi(&out->psi, f->psi, K))
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a snapshot");
    return copy_federation(f, &out->federation, error);
}

/* The trace has all there is to see of a past cycle; its messages are in the archive. */
bool
irt_federated_revisit(void *state, size_t cycle, struct irt_snapshot *out,
                      struct irt_error *error)
{
    const struct federated *f = state;
    const struct irt_trace *trace = f->trace;
    if (cycle < 1 || cycle >= trace->rows)
        return irt_fail(error, IRT_BAD_USAGE, "cycle %zu: there are %zu so far", cycle,
                        trace->rows - 1);
    if (!irt_federated_look(f, out, error))
        return false;
    size_t K = f->model->parameters;
    memcpy(out->entering, irt_trace_psi(trace, cycle - 1), K * sizeof(double));
    memcpy(out->psi, irt_trace_psi(trace, cycle), K * sizeof(double));
    out->cycle = cycle;
    out->stage = IRT_STAGE_CYCLE;
    out->stopped = IRT_STOP_NOT_YET;
    out->past = true;
    out->refused = false;
    out->evaluations = trace->evaluations[cycle];
    out->loglik = trace->loglik[cycle - 1];
    out->max_gradient = trace->max_gradient[cycle - 1];
    out->max_change = trace->max_change[cycle];
    out->max_parameter = trace->max_parameter[cycle];
    for (size_t k = 0; f->model->groups > 1 && k < f->model->groups; k++) {
        out->federation.effect[k] = out->entering[f->model->location + k];
        out->federation.effect_se[k] = NAN;
    }
    return true;
}
