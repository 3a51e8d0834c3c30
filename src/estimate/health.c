/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/health.h"

#include <math.h>
#include <stdio.h>

#define FLAT_SLOPE     0.2
#define FAR_DIFFICULTY 8.0
#define STEEP_SLOPE    10.0
#define AT_BOUND       1e-4
#define LARGEST_ERROR  5.0

static bool
is_far(const struct irt_item_report *item)
{
    for (size_t v = 0; v < item->b_count; v++)
        if (!(fabs(item->b[v]) <= FAR_DIFFICULTY))
            return true;
    return false;
}

/* The largest standard error of the item's free parameters on theta's scale. */
static double
largest_error(const struct irt_fit *fit, const struct irt_item *item)
{
    double largest = 0.0;
    for (size_t k = item->first; k < item->first + item->count; k++)
        if (fit->se[k] > largest)
            largest = fit->se[k];
    return largest;
}

static double
largest_slope(const struct irt_item_report *item)
{
    double largest = 0.0;
    for (size_t i = 0; i < item->a_count; i++)
        largest = fmax(largest, fabs(item->a[i]));
    return largest;
}

/* An asymptote that was estimated, without a prior to hold it, and ended at 0 or 1. */
static bool
at_bound(double asymptote, double neutral)
{
    return asymptote != neutral && (asymptote < AT_BOUND || asymptote > 1.0 - AT_BOUND);
}

enum irt_health
irt_item_health(const struct irt_fit *fit, size_t j, char *why, size_t size)
{
    const struct irt_item *item = &fit->model->item[j];
    struct irt_item_report x;
    irt_fit_report(fit, j, &x, NULL);
    double slope = largest_slope(&x), error = largest_error(fit, item);
    if (slope < FLAT_SLOPE && is_far(&x)) {
        snprintf(why, size, "the slope is %.3f, almost 0: b means nothing", slope);
        return IRT_HEALTH_FLAT;
    }
    if (slope > STEEP_SLOPE) {
        snprintf(why, size,
                 "the slope is %.1f: the curve is a step, so its size means nothing",
                 slope);
        return IRT_HEALTH_STEEP;
    }
    if (at_bound(x.c, 0.0) || at_bound(x.u, 1.0)) {
        snprintf(why, size,
                 "an asymptote lies at its bound: the data say nothing about it");
        return IRT_HEALTH_BOUND;
    }
    if (error > LARGEST_ERROR) {
        snprintf(why, size,
                 "a standard error is %.1f: the data hardly tell its parameters", error);
        return IRT_HEALTH_UNCERTAIN;
    }
    if (size > 0)
        why[0] = '\0';
    return IRT_HEALTHY;
}

bool
irt_unidentified(const struct irt_model *model, double *possible)
{
    double patterns = 1.0;
    for (size_t j = 0; j < model->items; j++)
        patterns *= model->item[j].categories;
    *possible = patterns;
    return (double)model->free_count > patterns - 1.0;
}

void
irt_note_health(struct irt_fit *fit)
{
    const struct irt_model *model = fit->model;
    char why[160];
    double possible;
    if (!isfinite(fit->loglik))
        return;
    if (model->priors == 0 && irt_unidentified(model, &possible))
        irt_notes_add(
            &fit->notes,
            "not identified: %zu parameters, but only %.0f response patterns are "
            "possible; take a model with fewer, or more items",
            model->free_count, possible);
    for (size_t j = 0; j < model->items; j++)
        if (irt_item_health(fit, j, why, sizeof why) != IRT_HEALTHY)
            irt_notes_add(&fit->notes, "item '%s': %s",
                          fit->data->item_name[model->item[j].column], why);
}
