/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cml.c -- conditional maximum likelihood for the Rasch model, by Newton's steps on the
 * easiness of the items, which sum to 0.  Source: Andersen (1972), JRSS-B 34, 42-54. */
#include "estimate/estimator.h"

#include "estimate/conditional.h"
#include "estimate/plain.h"
#include "estimate/standard_errors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_HALVINGS 30
#define ROUNDING     1e-13

struct cml_state {
    struct irt_plain plain;
    struct irt_conditional *conditional;
    double *d, *from, *gradient, *step; /* items */
    double *information, *inverse;      /* items^2 */
    double *work;                       /* items */
};

static void
cml_close(void *state)
{
    struct cml_state *cml = state;
    irt_plain_close(&cml->plain);
    irt_conditional_free(cml->conditional);
    free(cml->d);
    free(cml->from);
    free(cml->gradient);
    free(cml->step);
    free(cml->information);
    free(cml->inverse);
    free(cml->work);
    memset(cml, 0, sizeof *cml);
}

static bool
check(const struct irt_model *model, struct irt_error *error)
{
    if (strcmp(model->kind->name, "rasch") != 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "cml is for the Rasch model, not for %s: only there is the total "
                        "score all that abilities need",
                        model->kind->title);
    for (size_t j = 0; j < model->items; j++)
        if (model->item[j].count != 2 ||
            model->parameter[model->item[j].first + 1].free == IRT_NONE ||
            !model->parameter[model->item[j].first + 1].owner)
            return irt_fail(error, IRT_BAD_USAGE,
                            "cml estimates every difficulty on its own: leave out --fix, "
                            "--equal and other models");
    return true;
}

/* The free parameter of item j is its easiness. */
static size_t
easiness(const struct cml_state *cml, size_t j)
{
    return cml->plain.model->item[j].first + 1;
}

static void
centre(double *d, size_t n)
{
    double mean = 0.0;
    for (size_t j = 0; j < n; j++)
        mean += d[j] / (double)n;
    for (size_t j = 0; j < n; j++)
        d[j] -= mean;
}

/* The likelihood and its derivatives at d; the largest component of the gradient. */
static double
evaluate(struct cml_state *cml, double *largest)
{
    double loglik = irt_conditional_evaluate(cml->conditional, cml->d, cml->gradient,
                                             cml->information);
    *largest = 0.0;
    for (size_t j = 0; j < cml->plain.model->items; j++) {
        cml->plain.psi[easiness(cml, j)] = cml->d[j];
        *largest = fmax(*largest, fabs(cml->gradient[j]));
    }
    return loglik;
}

static bool
allocate(struct cml_state *cml, struct irt_error *error)
{
    size_t n = cml->plain.model->items;
    cml->d = calloc(n, sizeof *cml->d);
    cml->from = calloc(n, sizeof *cml->from);
    cml->gradient = calloc(n, sizeof *cml->gradient);
    cml->step = calloc(n, sizeof *cml->step);
    cml->information = calloc(n * n, sizeof *cml->information);
    cml->inverse = calloc(n * n, sizeof *cml->inverse);
    cml->work = calloc(n, sizeof *cml->work);
    return (cml->d && cml->from && cml->gradient && cml->step && cml->information &&
            cml->inverse && cml->work) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for %zu items", n);
}

static bool
cml_open(void *state, const struct irt_responses *data,
         const struct irt_patterns *patterns, const struct irt_model *model,
         const struct irt_options *options, struct irt_trace *trace,
         struct irt_error *error)
{
    struct cml_state *cml = state;
    double largest;
    bool ok = check(model, error) &&
              irt_plain_open(&cml->plain, model, options, trace, error) &&
              allocate(cml, error);
    if (ok)
        cml->conditional = irt_conditional_new(data, patterns, model, error);
    if (!ok || !cml->conditional) {
        cml_close(cml);
        return false;
    }
    for (size_t j = 0; j < model->items; j++)
        cml->d[j] = cml->plain.psi[easiness(cml, j)];
    centre(cml->d, model->items);
    double loglik = evaluate(cml, &largest);
    if (!irt_plain_begin(&cml->plain, loglik, largest, error)) {
        cml_close(cml);
        return false;
    }
    return true;
}

/* The inverse of the information among vectors that sum to 0, into inverse. */
static bool
invert(struct cml_state *cml)
{
    size_t n = cml->plain.model->items;
    double most = 0.0, total = 0.0;
    for (size_t j = 0; j < n; j++)
        most = fmax(most, cml->information[j * n + j]);
    for (size_t i = 0; i < n * n; i++) /* stiff where all move alike */
        cml->information[i] += most / (double)n;
    if (!irt_covariance(cml->information, n, cml->inverse, NULL, NULL))
        return false;
    for (size_t j = 0; j < n; j++) {
        cml->work[j] = 0.0;
        for (size_t k = 0; k < n; k++)
            cml->work[j] += cml->inverse[j * n + k];
        total += cml->work[j];
    }
    for (size_t j = 0; j < n; j++)
        for (size_t k = 0; k < n; k++)
            cml->inverse[j * n + k] -= cml->work[j] * cml->work[k] / total;
    return true;
}

static enum irt_stage
fail(struct cml_state *cml, struct irt_error *error)
{
    irt_fail(
        error, IRT_NOT_CONVERGED,
        "the conditional likelihood has no maximum: some items were answered alike by "
        "all, as far as others tell; leave such items out");
    cml->plain.stopped = IRT_STOP_FAILED;
    return cml->plain.stage = IRT_STAGE_FAILED;
}

static enum irt_stage
cml_advance(void *state, enum irt_grain grain, struct irt_error *error)
{
    struct cml_state *cml = state;
    size_t n = cml->plain.model->items;
    double factor = 1.0, largest, before = cml->plain.loglik, loglik;
    (void)grain;
    if (cml->plain.stage == IRT_STAGE_DONE || cml->plain.stage == IRT_STAGE_FAILED)
        return cml->plain.stage;
    if (!invert(cml))
        return fail(cml, error);
    irt_plain_begin_cycle(&cml->plain);
    memcpy(cml->from, cml->d, n * sizeof *cml->d);
    for (size_t j = 0; j < n; j++) {
        cml->step[j] = 0.0;
        for (size_t k = 0; k < n; k++)
            cml->step[j] += cml->inverse[j * n + k] * cml->gradient[k];
    }
    for (int i = 0;; i++, factor *= 0.5) {
        for (size_t j = 0; j < n; j++)
            cml->d[j] = cml->from[j] + factor * cml->step[j];
        loglik = evaluate(cml, &largest);
        if (loglik >= before - ROUNDING * fabs(before) || i == MAX_HALVINGS)
            break;
    }
    return irt_plain_end_cycle(&cml->plain, loglik, largest, error);
}

/* Errors at the estimates, when the run is over. */
static bool
cml_look(const void *state, struct irt_snapshot *out, struct irt_error *error)
{
    struct cml_state copy = *(const struct cml_state *)state;
    const struct irt_model *model = copy.plain.model;
    size_t n = model->items, F = model->free_count;
    if (copy.plain.stage != IRT_STAGE_DONE)
        return irt_plain_look(&copy.plain, NULL, out, error);
    double *covariance = calloc(F * F + 1, sizeof *covariance);
    copy.information = malloc((n * n + 1) * sizeof *copy.information);
    copy.inverse = malloc((n * n + 1) * sizeof *copy.inverse);
    bool ok = covariance && copy.information && copy.inverse;
    if (ok) {
        irt_conditional_evaluate(copy.conditional, copy.d, copy.gradient,
                                 copy.information);
        if (invert(&copy))
            for (size_t j = 0; j < n; j++)
                for (size_t k = 0; k < n; k++)
                    covariance[model->parameter[easiness(&copy, j)].free * F +
                               model->parameter[easiness(&copy, k)].free] =
                        copy.inverse[j * n + k];
    }
    ok = ok ? irt_plain_look(&copy.plain, covariance, out, error)
            : irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    free(covariance);
    free(copy.information);
    free(copy.inverse);
    return ok;
}

static bool
cml_revisit(void *state, size_t cycle, struct irt_snapshot *out, struct irt_error *error)
{
    return irt_plain_revisit(&((struct cml_state *)state)->plain, cycle, out, error);
}

const struct irt_estimator_ops irt_cml = {
    .name = "cml",
    .title = "CML",
    .summary = "conditional maximum likelihood, Rasch (Andersen 1972)",
    .likelihood = IRT_LIKELIHOOD_CONDITIONAL,
    .no_estep =
        "CML has no E-step: given the total scores no theta is left to be averaged "
        "over; Converge shows its cycles",
    .state_size = sizeof(struct cml_state),
    .open = cml_open,
    .advance = cml_advance,
    .look = cml_look,
    .revisit = cml_revisit,
    .close = cml_close,
};
