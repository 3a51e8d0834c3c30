/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_loadings.c -- standardised loadings of a fit, and their errors by the delta method:
 * they depend on the item's parameters and on the distribution of theta. */
#include "config.h"

#include "estimate/fit.h"

#include <math.h>
#include <string.h>

#define MOST_CORRELATIONS (IRT_MAX_DIMS * (IRT_MAX_DIMS - 1) / 2)
#define MOST              (IRT_MAX_ITEM_PARAMETERS + 1 + MOST_CORRELATIONS)
#define NUMBERS           (IRT_MAX_DIMS + 1 + IRT_MAX_CATEGORIES)

/* What the loadings are made of: the item's parameters, sigma, the correlations. */
struct source {
    const struct irt_model *model;
    size_t j, count;
    size_t k[MOST]; /* in psi */
    double x[MOST];
};

static struct source
gather(const struct irt_fit *fit, size_t j)
{
    const struct irt_model *model = fit->model;
    const struct irt_item *item = &model->item[j];
    struct source source = { .model = model, .j = j };
    for (size_t p = 0; p < item->count; p++)
        source.k[source.count++] = item->first + p;
    source.k[source.count++] = model->sigma;
    for (size_t c = 0; c < model->correlations; c++)
        source.k[source.count++] = model->correlation + c;
    for (size_t i = 0; i < source.count; i++)
        source.x[i] = fit->psi[source.k[i]];
    return source;
}

static void
evaluate(const struct source *source, double number[NUMBERS], struct irt_loadings *out)
{
    size_t own = source->model->item[source->j].count;
    irt_item_loadings(source->model, source->j, source->x, source->x[own],
                      source->x + own + 1, out);
    memcpy(number, out->loading, sizeof out->loading);
    number[IRT_MAX_DIMS] = out->communality;
    memcpy(number + IRT_MAX_DIMS + 1, out->threshold, sizeof out->threshold);
}

/* d (numbers) / d x_i by central differences. */
static void
differentiate(struct source *source, size_t i, double slope[NUMBERS])
{
    struct irt_loadings unused;
    double down[NUMBERS], at = source->x[i];
    double step = ldexp(1.0, ilogb(1.0 + fabs(at)) - 17); /* sums with it are exact */
    source->x[i] = at + step;
    evaluate(source, slope, &unused);
    source->x[i] = at - step;
    evaluate(source, down, &unused);
    source->x[i] = at;
    for (size_t n = 0; n < NUMBERS; n++)
        slope[n] = (slope[n] - down[n]) / (2.0 * step);
}

void
irt_fit_loadings(const struct irt_fit *fit, size_t j, struct irt_loadings *value,
                 struct irt_loadings *se)
{
    struct source source = gather(fit, j);
    double slope[MOST][NUMBERS], error[NUMBERS];
    evaluate(&source, error, value);
    if (!se)
        return;
    for (size_t i = 0; fit->covariance && i < source.count; i++)
        differentiate(&source, i, slope[i]);
    for (size_t n = 0; n < NUMBERS; n++) {
        double variance = 0.0;
        for (size_t i = 0; fit->covariance && i < source.count; i++)
            for (size_t m = 0; m < source.count; m++)
                variance += slope[i][n] * slope[m][n] *
                            irt_fit_covariance(fit, source.k[i], source.k[m]);
        error[n] = variance > 0.0 ? sqrt(variance) : NAN;
    }
    *se = *value;
    memcpy(se->loading, error, sizeof se->loading);
    se->communality = error[IRT_MAX_DIMS];
    memcpy(se->threshold, error + IRT_MAX_DIMS + 1, sizeof se->threshold);
}
