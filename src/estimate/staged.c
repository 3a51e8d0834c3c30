/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "estimate/staged.h"

#include "model/population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct irt_staged *
irt_staged_new(size_t patterns, size_t points, struct irt_error *error)
{
    struct irt_staged *staged = calloc(1, sizeof *staged);
    if (staged) {
        staged->patterns = patterns;
        staged->points = points;
        staged->likelihood = calloc(patterns * points + 1, sizeof *staged->likelihood);
        staged->log_scale = calloc(patterns + 1, sizeof *staged->log_scale);
        staged->marginal = calloc(patterns + 1, sizeof *staged->marginal);
    }
    if (!staged || !staged->likelihood || !staged->log_scale || !staged->marginal) {
        irt_staged_free(staged);
        irt_fail(error, IRT_NO_MEMORY,
                 "no memory to keep the likelihood of %zu patterns at %zu nodes; step by "
                 "cycle",
                 patterns, points);
        return NULL;
    }
    return staged;
}

void
irt_staged_free(struct irt_staged *staged)
{
    if (!staged)
        return;
    free(staged->likelihood);
    free(staged->log_scale);
    free(staged->marginal);
    free(staged);
}

/* Multiplies the probabilities of one response into a likelihood; when all of it becomes
 * small it is scaled up by a power of 2, which loses nothing. */
static double
multiply_in(double *likelihood, const double *P, size_t Q)
{
    double largest = 0.0;
    for (size_t n = 0; n < Q; n++) {
        likelihood[n] *= P[n];
        largest = fmax(largest, likelihood[n]);
    }
    if (largest == 0.0 || largest > 0x1p-200)
        return 0.0;
    for (size_t n = 0; n < Q; n++)
        likelihood[n] *= 0x1p200;
    return -200.0 * M_LN2;
}

bool
irt_staged_likelihood(struct irt_staged *staged, const struct irt_responses *data,
                      const struct irt_patterns *patterns, const struct irt_model *model,
                      const double *psi, const struct irt_quadrature *quadrature,
                      struct irt_error *error)
{
    size_t Q = staged->points;
    double room[IRT_MAX_POINTS];
    double *P = malloc((IRT_LARGEST_CODE + 1) * Q * sizeof *P);
    if (!P)
        return irt_fail(error, IRT_NO_MEMORY,
                        "no memory for the probabilities of an item");
    const double *theta = irt_theta(model, psi, quadrature, room);
    for (size_t i = 0; i < staged->patterns * Q; i++)
        staged->likelihood[i] = 1.0;
    memset(staged->log_scale, 0, staged->patterns * sizeof *staged->log_scale);
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        item->ops->probability(item, psi + item->first, theta, Q, P);
        for (size_t l = 0; l < staged->patterns; l++) {
            uint8_t u = data->code[(size_t)patterns->row[l] * data->items + item->column];
            if (u != IRT_MISSING)
                staged->log_scale[l] +=
                    multiply_in(staged->likelihood + l * Q,
                                P + irt_item_category(item, u) * Q, Q);
        }
    }
    free(P);
    return true;
}

double
irt_staged_marginal(struct irt_staged *staged, const struct irt_patterns *patterns,
                    const struct irt_quadrature *quadrature)
{
    size_t Q = staged->points;
    double loglik = 0.0, persons = 0.0;
    for (size_t l = 0; l < staged->patterns; l++) {
        double sum = 0.0;
        for (size_t n = 0; n < Q; n++)
            sum += staged->likelihood[l * Q + n] * quadrature->weight[n];
        staged->marginal[l] = sum;
        loglik += patterns->frequency[l] * (log(sum) + staged->log_scale[l]);
        persons += patterns->frequency[l];
    }
    return loglik - persons * log(quadrature->total);
}

void
irt_staged_posterior(struct irt_staged *staged, const struct irt_quadrature *quadrature)
{
    size_t Q = staged->points;
    for (size_t l = 0; l < staged->patterns; l++)
        for (size_t n = 0; n < Q; n++)
            staged->likelihood[l * Q + n] *= quadrature->weight[n] / staged->marginal[l];
}

void
irt_staged_artificial(const struct irt_staged *staged, const struct irt_responses *data,
                      const struct irt_patterns *patterns, const struct irt_model *model,
                      struct irt_expected *expected)
{
    size_t Q = staged->points;
    memset(expected->r, 0, expected->first[expected->items] * sizeof *expected->r);
    memset(expected->population, 0, Q * sizeof *expected->population);
    for (size_t l = 0; l < staged->patterns; l++) {
        const double *posterior = staged->likelihood + l * Q;
        const uint8_t *code = data->code + (size_t)patterns->row[l] * data->items;
        double f = patterns->frequency[l];
        for (size_t n = 0; n < Q; n++)
            expected->population[n] += f * posterior[n];
        for (size_t j = 0; j < model->items; j++) {
            uint8_t u = code[model->item[j].column];
            if (u == IRT_MISSING)
                continue;
            unsigned h = irt_item_category(&model->item[j], u);
            double *r = expected->r + expected->first[j] + h * Q;
            for (size_t n = 0; n < Q; n++)
                r[n] += f * posterior[n];
        }
    }
}

bool
irt_pattern_explain(const struct irt_model *model, const double *psi,
                    const struct irt_quadrature *quadrature, const unsigned char *code,
                    struct irt_pattern_step *out, struct irt_error *error)
{
    size_t Q = quadrature->points;
    double room[IRT_MAX_POINTS], scale = 0.0;
    double *P = malloc((IRT_LARGEST_CODE + 1) * Q * sizeof *P);
    if (!P)
        return irt_fail(error, IRT_NO_MEMORY,
                        "no memory for the probabilities of an item");
    const double *theta = irt_theta(model, psi, quadrature, room);
    for (size_t n = 0; n < Q; n++)
        out->likelihood[n] = 1.0;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        unsigned u = code[item->column];
        const double *answer =
            u == IRT_MISSING ? NULL : P + irt_item_category(item, u) * Q;
        item->ops->probability(item, psi + item->first, theta, Q, P);
        if (answer)
            scale += multiply_in(out->likelihood, answer, Q);
        for (size_t n = 0; out->item && n < Q; n++)
            out->item[j * Q + n] = answer ? answer[n] : 1.0;
    }
    free(P);
    double sum = 0.0;
    for (size_t n = 0; n < Q; n++)
        sum += out->likelihood[n] * quadrature->weight[n];
    for (size_t n = 0; n < Q; n++) {
        double product = out->likelihood[n] * quadrature->weight[n];
        if (out->posterior)
            out->posterior[n] = product / sum;
        out->likelihood[n] *= exp(scale);
        if (out->product)
            out->product[n] = product * exp(scale);
    }
    out->marginal = sum * exp(scale);
    out->log_marginal = log(sum) + scale;
    return true;
}
