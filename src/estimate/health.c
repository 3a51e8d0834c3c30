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
irt_item_health_at(const struct irt_model *model, const double *psi, size_t j, char *why,
                   size_t size)
{
    const struct irt_item *item = &model->item[j];
    struct irt_item_report x;
    item->ops->report(item, psi + item->first, &x);
    double slope = largest_slope(&x);
    if (size > 0)
        why[0] = '\0';
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
    return IRT_HEALTHY;
}

/* How far apart two standard errors are, as a ratio of at least 1; 1 where one is not known. */
static double
ratio_apart(const struct irt_fit *fit, size_t k)
{
    double ratio = fit->se_other ? fit->se[k] / fit->se_other[k] : 1.0;
    return ratio >= 1.0 ? ratio : ratio > 0.0 ? 1.0 / ratio : 1.0;
}

size_t
irt_errors_apart(const struct irt_fit *fit, size_t first, size_t end)
{
    size_t worst = IRT_NONE;
    for (size_t k = first; k < end; k++)
        if (ratio_apart(fit, k) > IRT_ERRORS_APART &&
            (worst == IRT_NONE || ratio_apart(fit, k) > ratio_apart(fit, worst)))
            worst = k;
    return worst;
}

/* "0.412 by oakes, 1.030 by crossprod" */
static void
both_errors(const struct irt_fit *fit, size_t k, char *out, size_t size)
{
    enum irt_se own = fit->options.se;
    snprintf(out, size, "%.3f by %s, %.3f by %s", fit->se[k], irt_se_name(own),
             fit->se_other[k],
             irt_se_name(own == IRT_SE_OAKES ? IRT_SE_CROSSPROD : IRT_SE_OAKES));
}

enum irt_health
irt_item_health(const struct irt_fit *fit, size_t j, char *why, size_t size)
{
    const struct irt_item *item = &fit->model->item[j];
    enum irt_health health = irt_item_health_at(fit->model, fit->psi, j, why, size);
    double error = largest_error(fit, item);
    if (health == IRT_HEALTH_FLAT || health == IRT_HEALTH_STEEP)
        return health;
    if (fit->flat != IRT_NONE && fit->model->parameter[fit->flat].item == j) {
        snprintf(why, size,
                 "the information is not positive definite, most of all in the direction "
                 "of %s",
                 fit->model->parameter[fit->flat].name);
        return IRT_HEALTH_DIRECTION;
    }
    if (health != IRT_HEALTHY)
        return health;
    if (error > LARGEST_ERROR) {
        snprintf(why, size,
                 "a standard error is %.1f: the data hardly tell its parameters", error);
        return IRT_HEALTH_UNCERTAIN;
    }
    size_t apart = irt_errors_apart(fit, item->first, item->first + item->count);
    if (apart != IRT_NONE) {
        char both[80];
        both_errors(fit, apart, both, sizeof both);
        snprintf(why, size,
                 "the standard errors of %s disagree, %s: the model may not fit, or the "
                 "persons are few",
                 fit->model->parameter[apart].name, both);
        return IRT_HEALTH_APART;
    }
    return IRT_HEALTHY;
}

/* One note for all of them, about the worst. */
static void
note_errors_apart(struct irt_fit *fit)
{
    const struct irt_model *model = fit->model;
    size_t worst = irt_errors_apart(fit, 0, model->parameters), count = 0;
    char label[128], both[80], others[40] = "";
    if (worst == IRT_NONE)
        return;
    for (size_t k = 0; k < model->parameters; k++)
        count += model->parameter[k].owner && ratio_apart(fit, k) > IRT_ERRORS_APART;
    irt_model_label(model, fit->data, worst, label, sizeof label);
    both_errors(fit, worst, both, sizeof both);
    if (count > 1)
        snprintf(others, sizeof others, ", and %zu more", count - 1);
    irt_notes_add(
        &fit->notes,
        "standard errors disagree by more than a factor of %g between methods: of "
        "%s %s%s; the model may not fit, or the persons are few",
        IRT_ERRORS_APART, label, both, others);
}

bool
irt_unidentified(const struct irt_model *model, double *told)
{
    double patterns = 1.0;
    for (size_t j = 0; j < model->items; j++)
        patterns *= model->item[j].categories;
    *told = (patterns - 1.0) * (double)model->groups;
    return (double)(irt_model_estimated(model) - model->priors) > *told;
}

void
irt_note_health(struct irt_fit *fit)
{
    const struct irt_model *model = fit->model;
    char why[240];
    double told;
    if (!isfinite(fit->loglik))
        return;
    if (irt_unidentified(model, &told))
        irt_notes_add(
            &fit->notes,
            "not identified: %zu parameters%s, but the shares of all possible response "
            "patterns are %.0f numbers; other values fit as well as these, and there are "
            "no standard errors; take a model with fewer parameters, or more items",
            irt_model_estimated(model) - model->priors,
            model->priors ? " without a prior" : "", told);
    for (size_t j = 0; j < model->items; j++) {
        enum irt_health health = irt_item_health(fit, j, why, sizeof why);
        /* Those have a note about all of the test. */
        if (health != IRT_HEALTHY && health != IRT_HEALTH_DIRECTION &&
            health != IRT_HEALTH_APART)
            irt_notes_add(&fit->notes, "item '%s': %s",
                          fit->data->item_name[model->item[j].column], why);
    }
    note_errors_apart(fit);
}
