/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metric.h -- in which metric the screens show item parameters: slopes and intercepts,
 * slopes and difficulties, standardised loadings and thresholds, or all of the first two. */
#ifndef UI_METRIC_H
#define UI_METRIC_H

#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

enum ui_metric {
    UI_METRIC_ALL,      /* a, d and b */
    UI_METRIC_AD,       /* a and d, as they are estimated */
    UI_METRIC_AB,       /* a and b */
    UI_METRIC_LOADINGS, /* lambda, tau and h^2 */
    UI_METRICS
};

const char *ui_metric_name(enum ui_metric metric);  /* "all", "ad", "ab", "loadings" */
const char *ui_metric_title(enum ui_metric metric); /* "slopes and difficulties" */
bool ui_metric_from_name(const char *name, enum ui_metric *out);

/* Where an item's parameters are: psi, or a point that Newton visited. */
struct ui_metric_at {
    const struct irt_model *model;
    size_t item;
    const double *par;         /* the item's */
    double sigma;              /* of theta */
    const double *correlation; /* model->correlations; NULL where there are none */
};
struct ui_metric_at ui_metric_at(const struct irt_model *model, size_t item,
                                 const double *psi);

/* The item's parameter p as the metric has it: a d becomes a b or a tau, an a a lambda; what
 * has no such form stays.  Its name goes to name[size] ("b2"), where name is not NULL. */
double ui_metric_value(enum ui_metric metric, const struct ui_metric_at *at, size_t p,
                       char *name, size_t size);

/* The item's probability as the metric writes it: "logit P = a(θ - b)". */
const char *ui_metric_formula(enum ui_metric metric, const struct irt_model *model,
                              size_t item);
/* How the metric's numbers come from the estimated ones: "b = -d/a"; "" where they are
 * those. */
const char *ui_metric_relation(enum ui_metric metric, const struct irt_model *model,
                               size_t item);
/* What other programs mean by the same names, where that differs: "" where it does not. */
const char *ui_metric_caution(enum ui_metric metric, const struct irt_model *model,
                              size_t item);

#endif
