/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "metric.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/loadings.h"

static const struct {
    const char *name, *title;
} metrics[UI_METRICS] = {
    [UI_METRIC_ALL] = { "all", "slopes, intercepts and difficulties" },
    [UI_METRIC_AD] = { "ad", "slopes and intercepts" },
    [UI_METRIC_AB] = { "ab", "slopes and difficulties" },
    [UI_METRIC_LOADINGS] = { "loadings", "standardised loadings" },
};

const char *
ui_metric_name(enum ui_metric metric)
{
    return metrics[metric].name;
}

const char *
ui_metric_title(enum ui_metric metric)
{
    return metrics[metric].title;
}

bool
ui_metric_from_name(const char *name, enum ui_metric *out)
{
    for (int k = 0; k < UI_METRICS; k++)
        if (strcmp(name, metrics[k].name) == 0) {
            *out = (enum ui_metric)k;
            return true;
        }
    return false;
}

struct ui_metric_at
ui_metric_at(const struct irt_model *model, size_t item, const double *psi)
{
    return (struct ui_metric_at){
        .model = model,
        .item = item,
        .par = psi + model->item[item].first,
        .sigma = psi[model->sigma],
        .correlation = model->correlations ? psi + model->correlation : NULL,
    };
}

/* --- one parameter ------------------------------------------------------------------------ */

/* "d2" is the second: 1; "d" the first: 0. */
static size_t
number_of(const char *name)
{
    unsigned long number = strtoul(name + 1, NULL, 10);

    return number > 0 ? number - 1 : 0;
}

/* The parameter's own name with another letter. */
static void
rename_as(const char *letter, const char *own, char *name, size_t size)
{
    if (name)
        snprintf(name, size, "%s%s", letter, own + 1);
}

double
ui_metric_value(enum ui_metric metric, const struct ui_metric_at *at, size_t p,
                char *name, size_t size)
{
    const struct irt_item *item = &at->model->item[at->item];
    const char *own = item->ops->parameter_name(item, p);
    size_t index = number_of(own);
    struct irt_item_report report;
    struct irt_loadings loadings;

    if (name)
        snprintf(name, size, "%s", own);
    if (metric == UI_METRIC_ALL || metric == UI_METRIC_AD)
        return at->par[p];
    item->ops->report(item, at->par, &report);
    if (metric == UI_METRIC_AB) {
        if (own[0] != 'd' || index >= report.b_count)
            return at->par[p];
        rename_as("b", own, name, size);
        return report.b[index];
    }
    irt_item_loadings(at->model, at->item, at->par, at->sigma, at->correlation,
                      &loadings);
    if (own[0] == 'a' && index < loadings.count) {
        rename_as("λ", own, name, size);
        return loadings.loading[index];
    }
    if (own[0] == 'd' && index < loadings.thresholds) {
        rename_as("τ", own, name, size);
        return loadings.threshold[index];
    }
    return at->par[p];
}

/* --- in words ------------------------------------------------------------------------------ */

/* By the item's model: written by difficulties, and what else goes by the same names. */
static const struct {
    const char *model, *by_b, *caution;
} words[] = {
    { "2pl", "logit P = a(θ - b)",
      "a is logistic, without D: where a program has D = 1.7, its a is this a/1.7" },
    { "3pl", "P = c + (1 - c) logistic(a(θ - b))",
      "a is logistic, without D: where a program has D = 1.7, its a is this a/1.7" },
    { "4pl", "P = c + (u - c) logistic(a(θ - b))",
      "a is logistic, without D: where a program has D = 1.7, its a is this a/1.7" },
    { "gpcm", "P(x = h) ∝ exp(Σ_{v ≤ h} a(θ - b_v))",
      "b_h are steps, where h - 1 and h are as likely: no boundaries as the GRM's; d_h = "
      "-a(b_1 + .. + b_h)" },
    { "rsm", "P(x = h) ∝ exp(Σ_{v ≤ h} (θ - b_v))",
      "b_h are steps, where h - 1 and h are as likely; b is their mean, Σ t_h = 0" },
    { "grm", "P(x ≥ h) = logistic(a(θ - b_h))",
      "b_h are boundaries, where x ≥ h has even chances: no steps as the GPCM's" },
    { "nrm", "P(x = h) ∝ exp(a_h θ + d_h), a_0 = d_0 = 0",
      "a_h and d_h are against category 0; with Bock's Σ a_h = Σ d_h = 0 each is less "
      "the "
      "mean of all" },
    { "m2pl", "logit P = |a|(θ along a - b)",
      "b is the distance from 0, along a, to even chances; a is logistic, without D" },
};

/* The row of the item's model; the last where it has none. */
static size_t
words_of(const struct irt_model *model, size_t item)
{
    size_t last = sizeof words / sizeof words[0] - 1, k = 0;

    while (k < last && strcmp(words[k].model, model->item[item].ops->name) != 0)
        k++;
    return k;
}

/* A Rasch model is an item model of another name, constrained. */
static const char *
own_formula(const struct irt_model *model, size_t item)
{
    const struct irt_item_ops *ops = model->item[item].ops;

    return model->kind && ops == model->kind->item ? model->kind->formula : ops->formula;
}

const char *
ui_metric_formula(enum ui_metric metric, const struct irt_model *model, size_t item)
{
    return metric == UI_METRIC_AB ? words[words_of(model, item)].by_b
                                  : own_formula(model, item);
}

const char *
ui_metric_relation(enum ui_metric metric, const struct irt_model *model, size_t item)
{
    const struct irt_item_ops *ops = model->item[item].ops;

    if (metric == UI_METRIC_AD)
        return "";
    if (metric != UI_METRIC_LOADINGS)
        return ops->difficulty;
    if (ops == &irt_item_nrm)
        return "no loadings: a slope of a category belongs to no one variable";
    if (model->dims > 1)
        return "λ_r = (a_r/1.702)/√(1 + A²), A² = a'Σa/1.702², τ = -(d/1.702)/√(1 + A²), "
               "h² = A²/(1 + A²)";
    if (ops == &irt_item_gpcm || ops == &irt_item_rsm)
        return "λ = A/√(1 + A²), A = aσ/1.702, h² = λ²; steps have no τ";
    return "λ = A/√(1 + A²), A = aσ/1.702, τ = -(d/1.702)/√(1 + A²), h² = λ²";
}

const char *
ui_metric_caution(enum ui_metric metric, const struct irt_model *model, size_t item)
{
    if (metric != UI_METRIC_LOADINGS)
        return words[words_of(model, item)].caution;
    return model->dims > 1
               ? "Σ are the correlations of θ; D = 1.702 makes a logistic curve a normal "
                 "ogive's"
               : "standardised as mirt's summary() does; D = 1.702 makes a logistic "
                 "curve "
                 "a normal ogive's";
}
