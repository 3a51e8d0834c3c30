/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/fit.h"

#include "estimate/health.h"
#include "estimate/loglik.h"
#include "estimate/school_effects.h"
#include "estimate/standard_errors.h"
#include "model/population.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_COMPARED       500 /* free parameters: inverting again is a tenth of a second */
#define MOST_COMPARED_OAKES 100
#define MOST_PATTERNS       20000

void
irt_fit_free(struct irt_fit *fit)
{
    if (!fit)
        return;
    irt_quadrature_free(fit->quadrature);
    free(fit->psi);
    free(fit->se);
    free(fit->se_other);
    free(fit->covariance);
    free(fit->effect);
    free(fit->effect_se);
    irt_notes_clear(&fit->notes);
    free(fit);
}

static bool
allocate(struct irt_fit *fit, const struct irt_trace *trace, struct irt_error *error)
{
    fit->psi = malloc(trace->parameters * sizeof *fit->psi);
    fit->se = malloc(trace->parameters * sizeof *fit->se);
    if (!fit->psi || !fit->se)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the estimates");
    return true;
}

/* psi and nodes as row c of the trace has them. */
static bool
take_row(struct irt_fit *fit, const struct irt_trace *trace, size_t c,
         struct irt_error *error)
{
    /* The rule anew: its weights are changed in place. */
    irt_quadrature_free(fit->quadrature);
    fit->quadrature = irt_options_quadrature(&fit->options, error);
    if (!fit->quadrature)
        return false;
    memcpy(fit->psi, irt_trace_psi(trace, c), trace->parameters * sizeof *fit->psi);
    if (trace->points) {
        size_t at = c * trace->points, bytes = trace->points * sizeof(double);
        memcpy(fit->quadrature->node, trace->node + at, bytes);
        memcpy(fit->quadrature->weight, trace->weight + at, bytes);
    }
    irt_population_weights(fit->model, fit->psi, fit->quadrature,
                           fit->quadrature->weight);
    fit->loglik = trace->loglik[c];
    fit->log_prior = irt_model_log_prior(fit->model, fit->psi, NULL, NULL);
    fit->max_gradient = trace->max_gradient[c];
    return true;
}

/* The log-likelihood at psi by the rule of the options: the fit's own has weights that follow
 * the correlations already. */
static bool
integrate(const struct irt_fit *fit, double *loglik, struct irt_error *error)
{
    struct irt_quadrature *rule = fit->model->dims > 1
                                      ? irt_options_quadrature(&fit->options, error)
                                      : irt_quadrature_copy(fit->quadrature, error);
    bool done = rule && irt_loglik(fit->data, fit->patterns, fit->model, fit->psi, rule,
                                   fit->options.threads, loglik, error);
    irt_quadrature_free(rule);
    return done;
}

#define QUADRATURE_DIMS 2 /* beyond, integrals by quadrature take long, or are rough */

/* An autoencoder's trace has bounds.  Its log-likelihood is that by importance sampling, with
 * that by quadrature beside it where it is quick; of a run that was stopped there is only the
 * latter. */
static bool
take_bound(struct irt_fit *fit, struct irt_error *error)
{
    bool sampled = isfinite(fit->neural.loglik) && fit->stopped != IRT_STOP_USER;
    fit->loglik = fit->neural.loglik;
    if (sampled && fit->model->dims > QUADRATURE_DIMS)
        return true;
    if (!integrate(fit, &fit->loglik_quadrature, error))
        return false;
    if (!sampled)
        fit->loglik = fit->loglik_quadrature;
    return true;
}

/* The estimates are the last row.  Where a run was stopped its log-likelihood is not known
 * yet; an extrapolation that turns out to have lowered it is not taken. */
static bool
take_estimates(struct irt_fit *fit, const struct irt_trace *trace,
               struct irt_error *error)
{
    size_t last = trace->rows - 1;
    fit->cycles = last;
    fit->evaluations = trace->evaluations[last];
    if (!take_row(fit, trace, last, error))
        return false;
    if (fit->stopped == IRT_STOP_FAILED) {
        fit->loglik = fit->max_gradient = NAN;
        for (size_t k = 0; k < trace->parameters; k++)
            fit->psi[k] = NAN;
        return true;
    }
    if (fit->neural.any)
        return take_bound(fit, error);
    if (isfinite(fit->loglik))
        return true;
    /* psi has the effects' posterior means, but they are integrated out. */
    if (fit->model->effects == IRT_EFFECTS_RANDOM && last > 0)
        return take_row(fit, trace, last - 1, error);
    if (!integrate(fit, &fit->loglik, error))
        return false;
    fit->evaluations++;
    if (last > 0 && trace->accelerated[last] &&
        !(fit->loglik + fit->log_prior >=
          trace->loglik[last - 1] + trace->log_prior[last - 1]))
        return take_row(fit, trace, last - 1, error);
    return true;
}

/* Source: Akaike (1974); Schwarz (1978); Sclove (1987). */
static void
find_criteria(struct irt_fit *fit)
{
    double p = (double)irt_model_estimated(fit->model), n = fit->data->persons;
    if (fit->estimator->likelihood == IRT_LIKELIHOOD_JOINT) {
        fit->aic = fit->bic = fit->sabic =
            NAN; /* as many parameters as persons, and more */
        return;
    }
    fit->aic = -2.0 * fit->loglik + 2.0 * p;
    fit->bic = -2.0 * fit->loglik + p * log(n);
    fit->sabic = -2.0 * fit->loglik + p * log((n + 2.0) / 24.0);
}

/* The place in psi of the free parameter that weighs most in a direction. */
static size_t
heaviest(const struct irt_model *model, const double *direction)
{
    size_t largest = 0;
    for (size_t f = 1; f < model->free_count; f++)
        if (fabs(direction[f]) > fabs(direction[largest]))
            largest = f;
    for (size_t k = 0; k < model->parameters; k++)
        if (model->parameter[k].free == largest)
            return k;
    return IRT_NONE;
}

static void
no_covariance(struct irt_fit *fit)
{
    free(fit->covariance);
    fit->covariance = NULL;
}

/* The free parameters' errors from their covariance. */
static void
spread_errors(struct irt_fit *fit)
{
    const struct irt_model *model = fit->model;
    size_t F = model->free_count;
    for (size_t k = 0; k < model->parameters; k++) {
        size_t f = model->parameter[k].free;
        if (f != IRT_NONE)
            fit->se[k] = sqrt(fit->covariance[f * F + f]);
    }
    fit->variance_se = 2.0 * fit->psi[model->sigma] * fit->se[model->sigma];
}

/* From the information matrix to the errors; where it is flat a note says in which
 * direction. */
static void
take_errors(struct irt_fit *fit, double *information, double *direction)
{
    const struct irt_model *model = fit->model;
    if (!irt_model_covariance(model, information, fit->covariance, direction, NULL)) {
        char label[128] = "";
        fit->flat = heaviest(model, direction);
        if (fit->flat != IRT_NONE)
            irt_model_label(model, fit->data, fit->flat, label, sizeof label);
        irt_notes_add(&fit->notes,
                      "no standard errors: the information matrix is not positive "
                      "definite, most of all in the direction of %s",
                      label);
        no_covariance(fit);
        return;
    }
    double told;
    if (irt_unidentified(model, &told)) { /* positive definite by rounding only */
        no_covariance(fit);
        return;
    }
    spread_errors(fit);
}

/* Estimating equations have no likelihood: what goes by one is not known. */
static bool
note_robust(struct irt_fit *fit, const struct irt_federation_view *view)
{
    char mode[40], kept[80] = "";
    irt_robust_text(&fit->options, mode, sizeof mode);
    if (fit->options.robust != IRT_ROBUST_MEDIAN)
        snprintf(kept, sizeof kept, ", %.6g of %.15g persons counted", view->kept,
                 fit->data->persons);
    fit->aic = fit->bic = fit->sabic = NAN;
    fit->equations_norm = view->norm;
    if (fit->options.robust != IRT_ROBUST_MEDIAN)
        fit->counted = view->kept;
    return irt_notes_add(&fit->notes,
                         "robust (%s): estimating equations are solved, to a norm of "
                         "%.2g%s; the log-likelihood is that of all persons, unweighted, "
                         "and is not maximised",
                         mode, view->norm, kept);
}

/* A federated run brings the errors along that schools' last messages gave. */
static bool
take_federation(struct irt_fit *fit, const struct irt_federation_view *view,
                struct irt_error *error)
{
    size_t F = fit->model->free_count;
    for (size_t k = 0; k < view->schools; k++)
        if (view->runaway[k] &&
            !irt_notes_add(&fit->notes,
                           "school '%s': its effect has no finite estimate and is left "
                           "out of what identifies the others",
                           fit->data->school_name[k]))
            return irt_fail(error, IRT_NO_MEMORY, "no memory for the estimates");
    if (irt_options_robust(&fit->options) != IRT_ROBUST_NONE && !note_robust(fit, view))
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the estimates");
    fit->rounds = view->rounds;
    fit->bytes_up = view->bytes_up;
    fit->bytes_down = view->bytes_down;
    if (fit->options.se == IRT_SE_NONE)
        return true;
    fit->flat = view->covariance ? IRT_NONE : view->flat;
    if (!view->covariance)
        return irt_notes_add(&fit->notes, "no standard errors: %s", view->no_errors) ||
               irt_fail(error, IRT_NO_MEMORY, "no memory for the estimates");
    fit->covariance = malloc((F * F + 1) * sizeof *fit->covariance);
    if (!fit->covariance)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    memcpy(fit->covariance, view->covariance, F * F * sizeof *fit->covariance);
    spread_errors(fit);
    return true;
}

/* The errors by the other method beside those that are reported, where that takes next to no
 * time: Oakes's information has the cross-products for its first part. */
static bool
is_compared(const struct irt_fit *fit)
{
    return fit->options.se == IRT_SE_OAKES
               ? fit->model->free_count <= MOST_COMPARED
               : fit->model->free_count <= MOST_COMPARED_OAKES &&
                     fit->patterns->count <= MOST_PATTERNS;
}

/* Of the other method's information; left out where that is not positive definite, as
 * cross-products of fewer persons than parameters are. */
static bool
take_other_errors(struct irt_fit *fit, double *information)
{
    const struct irt_model *model = fit->model;
    size_t F = model->free_count;
    double *covariance = malloc((F * F + 1) * sizeof *covariance);
    double *se = malloc(model->parameters * sizeof *se);
    bool ok = covariance && se;
    if (ok && fit->covariance &&
        irt_model_covariance(model, information, covariance, NULL, NULL)) {
        for (size_t k = 0; k < model->parameters; k++) {
            size_t f = model->parameter[k].free;
            se[k] = f != IRT_NONE ? sqrt(covariance[f * F + f]) : NAN;
        }
        fit->se_other = se;
        se = NULL;
    }
    free(covariance);
    free(se);
    return ok;
}

/* information by the method that is reported, other by the other one (NULL: not asked). */
static bool
find_informations(const struct irt_fit *fit, double *information, double *other,
                  struct irt_error *error)
{
    bool oakes = fit->options.se == IRT_SE_OAKES;
    if (!other)
        return irt_information(fit->options.se, fit->data, fit->patterns, fit->model,
                               fit->psi, fit->quadrature, fit->options.threads,
                               &fit->options.cancel, information, error);
    return irt_information_both(fit->data, fit->patterns, fit->model, fit->psi,
                                fit->quadrature, fit->options.threads,
                                &fit->options.cancel, oakes ? information : other,
                                oakes ? other : information, error);
}

/* Interrupted, the estimates stand without errors. */
static bool
find_errors(struct irt_fit *fit, struct irt_error *error)
{
    size_t F = fit->model->free_count;
    bool compared = is_compared(fit);
    struct irt_error problem = { .code = IRT_NO_MEMORY,
                                 .message = "no memory for the standard errors" };
    double *information = malloc((F * F + 1) * sizeof *information);
    double *direction = malloc((F + 1) * sizeof *direction);
    fit->covariance = malloc((F * F + 1) * sizeof *fit->covariance);
    double *other = compared ? malloc((F * F + 1) * sizeof *other) : NULL;
    bool ok = information && direction && fit->covariance && (other || !compared) &&
              find_informations(fit, information, other, &problem);
    if (ok) {
        take_errors(fit, information, direction);
        ok = !other || take_other_errors(fit, other);
        if (!ok && error)
            *error = problem;
    } else if (problem.code == IRT_INTERRUPTED) {
        irt_notes_add(&fit->notes, "no standard errors: they were interrupted");
        no_covariance(fit);
        ok = true;
    } else if (error) {
        *error = problem;
    }
    free(information);
    free(direction);
    free(other);
    return ok;
}

static void
note_stop(struct irt_fit *fit)
{
    if (fit->dead_end[0])
        irt_notes_add(&fit->notes, "not converged: %s", fit->dead_end);
    else if (fit->stopped == IRT_STOP_MAX_CYCLES)
        irt_notes_add(
            &fit->notes,
            "not converged: the limit of %zu cycles was reached; raise --max-cycles",
            fit->cycles);
    else if (fit->stopped == IRT_STOP_USER)
        irt_notes_add(&fit->notes, "not converged: stopped by the user after %zu cycles",
                      fit->cycles);
    else if (fit->stopped == IRT_STOP_FAILED)
        irt_notes_add(&fit->notes, "failed: the estimates are not numbers");
}

/* The estimator's own. */
static bool
take_covariance(struct irt_fit *fit, const double *covariance, struct irt_error *error)
{
    size_t F = fit->model->free_count;
    if (!covariance || fit->options.se == IRT_SE_NONE)
        return true;
    fit->covariance = malloc((F * F + 1) * sizeof *fit->covariance);
    if (!fit->covariance)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    memcpy(fit->covariance, covariance, F * F * sizeof *covariance);
    spread_errors(fit);
    return true;
}

/* The usual correction of joint estimates for their inconsistency: exact for two items,
 * nearly so for more.  Source: Andersen (1973); Wright and Douglas (1977), Appl. Psych. Meas.
 * 1, 281-295. */
static void
correct_difficulties(struct irt_fit *fit)
{
    const struct irt_model *model = fit->model;
    double J = (double)model->items;
    if (!fit->options.correct || !model->kind->slope_fixed ||
        fit->estimator->likelihood != IRT_LIKELIHOOD_JOINT)
        return;
    for (size_t k = 0; k < model->sigma; k++)
        if (!model->parameter[k].slope)
            fit->psi[k] *= (J - 1.0) / J;
    irt_notes_add(
        &fit->notes,
        "difficulties are multiplied by (J - 1) / J = %.4f; the log-likelihood is "
        "that before",
        (J - 1.0) / J);
}

static bool
add_errors(struct irt_fit *fit, const struct irt_snapshot *last, struct irt_error *error)
{
    if (last->federation.schools)
        return take_federation(fit, &last->federation, error);
    for (size_t i = 0; i < last->notes.count; i++)
        if (!irt_notes_add(&fit->notes, "%s", last->notes.text[i]))
            return irt_fail(error, IRT_NO_MEMORY, "no memory for the notes");
    if (fit->estimator->likelihood != IRT_LIKELIHOOD_MARGINAL)
        return take_covariance(fit, last->covariance, error);
    if (fit->neural.any && fit->options.se != IRT_SE_NONE &&
        fit->model->dims > QUADRATURE_DIMS)
        return irt_notes_add(&fit->notes, "no standard errors: after vae they are by "
                                          "quadrature, in one or two dimensions") ||
               irt_fail(error, IRT_NO_MEMORY, "no memory for the notes");
    return fit->options.se == IRT_SE_NONE || !isfinite(fit->loglik) ||
           find_errors(fit, error);
}

struct irt_fit *
irt_fit_new(const struct irt_responses *data, const struct irt_patterns *patterns,
            const struct irt_model *model, const struct irt_estimator_ops *estimator,
            const struct irt_options *options, const struct irt_trace *trace,
            const struct irt_snapshot *last, struct irt_error *error)
{
    struct irt_fit *fit = calloc(1, sizeof *fit);
    if (!fit) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the estimates");
        return NULL;
    }
    fit->data = data;
    fit->patterns = patterns;
    fit->model = model;
    fit->estimator = estimator;
    fit->options = *options;
    fit->stopped = last->stopped == IRT_STOP_NOT_YET ? IRT_STOP_USER : last->stopped;
    fit->converged = fit->stopped == IRT_STOP_PARAMETER ||
                     fit->stopped == IRT_STOP_GRADIENT || fit->stopped == IRT_STOP_LOGLIK;
    snprintf(fit->dead_end, sizeof fit->dead_end, "%s", last->federation.dead_end);
    fit->converged = fit->converged && !fit->dead_end[0];
    fit->neural = last->neural;
    fit->variance_se = fit->equations_norm = fit->counted = NAN;
    fit->loglik_quadrature = NAN;
    fit->flat = IRT_NONE;
    if (!allocate(fit, trace, error)) {
        irt_fit_free(fit);
        return NULL;
    }
    for (size_t k = 0; k < model->parameters; k++)
        fit->se[k] = NAN;
    if (!take_estimates(fit, trace, error)) {
        irt_fit_free(fit);
        return NULL;
    }
    find_criteria(fit);
    note_stop(fit);
    if (!add_errors(fit, last, error) ||
        !irt_find_school_effects(fit, &last->federation, error)) {
        irt_fit_free(fit);
        return NULL;
    }
    correct_difficulties(fit);
    irt_note_health(fit);
    return fit;
}

double
irt_fit_covariance(const struct irt_fit *fit, size_t k, size_t m)
{
    size_t f = fit->model->parameter[k].free, g = fit->model->parameter[m].free;
    if (f == IRT_NONE || g == IRT_NONE)
        return 0.0;
    return fit->covariance[f * fit->model->free_count + g];
}

/* The reported numbers as one list, so that they can be differentiated alike. */
#define REPORTED (3 * IRT_MAX_ITEM_PARAMETERS + 2)

static void
flatten(const struct irt_item_report *report, double *x)
{
    memcpy(x, report->a, sizeof report->a);
    memcpy(x + IRT_MAX_ITEM_PARAMETERS, report->b, sizeof report->b);
    memcpy(x + 2 * IRT_MAX_ITEM_PARAMETERS, report->d, sizeof report->d);
    x[REPORTED - 2] = report->c;
    x[REPORTED - 1] = report->u;
}

static void
unflatten(const double *x, struct irt_item_report *report)
{
    memcpy(report->a, x, sizeof report->a);
    memcpy(report->b, x + IRT_MAX_ITEM_PARAMETERS, sizeof report->b);
    memcpy(report->d, x + 2 * IRT_MAX_ITEM_PARAMETERS, sizeof report->d);
    report->c = x[REPORTED - 2];
    report->u = x[REPORTED - 1];
}

/* d (reported numbers) / d par_p by central differences. */
static void
differentiate(const struct irt_fit *fit, const struct irt_item *item, size_t p,
              double *slope)
{
    double par[IRT_MAX_ITEM_PARAMETERS], down[REPORTED];
    struct irt_item_report report;
    memcpy(par, fit->psi + item->first, item->count * sizeof *par);
    double step = ldexp(1.0, ilogb(1.0 + fabs(par[p])) - 17); /* sums with it are exact */
    par[p] += step;
    item->ops->report(item, par, &report);
    flatten(&report, slope);
    par[p] -= 2.0 * step;
    item->ops->report(item, par, &report);
    flatten(&report, down);
    for (size_t i = 0; i < REPORTED; i++)
        slope[i] = (slope[i] - down[i]) / (2.0 * step);
}

/* Delta method: the variance of f is sum_pq f_p f_q cov(p, q). */
static void
find_report_errors(const struct irt_fit *fit, const struct irt_item *item,
                   struct irt_item_report *se)
{
    double slope[IRT_MAX_ITEM_PARAMETERS][REPORTED], x[REPORTED];
    for (size_t p = 0; p < item->count; p++)
        differentiate(fit, item, p, slope[p]);
    for (size_t i = 0; i < REPORTED; i++) {
        double variance = 0.0;
        for (size_t p = 0; p < item->count; p++)
            for (size_t q = 0; q < item->count; q++)
                variance += slope[p][i] * slope[q][i] *
                            irt_fit_covariance(fit, item->first + p, item->first + q);
        /* What does not depend on a free parameter has no error. */
        x[i] = variance > 0.0 ? sqrt(variance) : NAN;
    }
    unflatten(x, se);
}

void
irt_fit_report(const struct irt_fit *fit, size_t j, struct irt_item_report *value,
               struct irt_item_report *se)
{
    const struct irt_item *item = &fit->model->item[j];
    item->ops->report(item, fit->psi + item->first, value);
    if (!se)
        return;
    *se = *value;
    if (fit->covariance) {
        find_report_errors(fit, item, se);
        return;
    }
    double x[REPORTED];
    for (size_t i = 0; i < REPORTED; i++)
        x[i] = NAN;
    unflatten(x, se);
}

double
irt_fit_difficulty(const struct irt_fit *fit, size_t j, size_t v, double *se)
{
    struct irt_item_report value, error;
    irt_fit_report(fit, j, &value, se ? &error : NULL);
    if (se)
        *se = v < value.b_count ? error.b[v] : NAN;
    return v < value.b_count ? value.b[v] : NAN;
}
