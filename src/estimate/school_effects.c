/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/school_effects.h"

#include "score/eap.h"

#include <math.h>
#include <stdlib.h>

/* Persons, and the sums of their scores and squares, by school: 3 numbers each. */
static void
sum_scores(const struct irt_fit *fit, const double *score, double *sums)
{
    const struct irt_responses *data = fit->data;
    for (size_t i = 0; i < data->rows; i++) {
        double f = irt_responses_frequency(data, i);
        double x = score[fit->patterns->of_row[i]];
        double *sum = sums + 3 * (size_t)data->school[i];
        sum[0] += f;
        sum[1] += f * x;
        sum[2] += f * x * x;
    }
}

static void
average(struct irt_fit *fit, const double *sums)
{
    size_t K = fit->data->schools;
    double centre = 0.0;
    for (size_t k = 0; k < K; k++) {
        double n = sums[3 * k], mean = sums[3 * k + 1] / n;
        double square = sums[3 * k + 2] - n * mean * mean;
        fit->effect[k] = mean;
        if (n > 1.0)
            fit->effect_se[k] = sqrt(fmax(square, 0.0) / (n - 1.0) / n);
        centre += mean / (double)K;
    }
    for (size_t k = 0; k < K; k++)
        fit->effect[k] -= centre;
}

static bool
average_scores(struct irt_fit *fit, struct irt_error *error)
{
    size_t patterns = fit->patterns->count;
    double *score = malloc((patterns + 1) * sizeof *score);
    double *se = malloc((patterns + 1) * sizeof *se);
    double *sums = calloc(3 * fit->data->schools, sizeof *sums);
    bool done = score && se && sums;
    if (!done)
        irt_fail(error, IRT_NO_MEMORY, "no memory for the schools' averages");
    done = done && irt_eap(fit->data, fit->patterns, fit->model, fit->psi,
                           fit->quadrature, fit->options.threads, score, se, error);
    if (done) {
        sum_scores(fit, score, sums);
        average(fit, sums);
    }
    free(score);
    free(se);
    free(sums);
    return done;
}

bool
irt_find_school_effects(struct irt_fit *fit, const struct irt_federation_view *federation,
                        struct irt_error *error)
{
    const struct irt_model *model = fit->model;
    size_t K = fit->data->schools;
    if (!fit->data->school)
        return true;
    fit->effect = malloc((K + 1) * sizeof *fit->effect);
    fit->effect_se = malloc((K + 1) * sizeof *fit->effect_se);
    if (!fit->effect || !fit->effect_se)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the schools' effects");
    for (size_t k = 0; k < K; k++) {
        fit->effect[k] = model->groups > 1 ? fit->psi[model->location + k] : NAN;
        fit->effect_se[k] = model->groups > 1 ? fit->se[model->location + k] : NAN;
        if (federation->schools == K) {
            fit->effect[k] = federation->effect[k];
            fit->effect_se[k] = federation->effect_se[k];
        }
    }
    if (federation->schools == K)
        return true;
    return model->effects != IRT_EFFECTS_AVERAGES || !isfinite(fit->loglik) ||
           average_scores(fit, error);
}
