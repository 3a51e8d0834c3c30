/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_gpcm.c -- the generalized partial credit model: P(x = h) is proportional to
 * exp(h a theta + d_h), d_0 = 0; with steps b_v, d_h = -a sum_{v <= h} b_v.
 * Parameters: a, d_1 .. d_m.  Also the partial credit model, by a = 1.
 * Source: Muraki (1992), Applied Psychological Measurement 16, 159-176; Masters (1982),
 * Psychometrika 47, 149-174. */
#include "model/item.h"

#include "model/softmax.h"

#include <math.h>

static size_t
parameters(const struct irt_item *item)
{
    return item->categories;
}

static const char *
parameter_name(const struct irt_item *item, size_t p)
{
    return p == 0 ? "a" : irt_item_numbered('d', item, p);
}

static int
is_slope(const struct irt_item *item, size_t p)
{
    (void)item;
    return p == 0;
}

static void
design(const struct irt_item *item, size_t p, unsigned h, double *slope,
       double *intercept)
{
    (void)item;
    *slope = p == 0 ? h : 0.0;
    *intercept = p == h && p > 0 ? 1.0 : 0.0;
}

static void
start(const struct irt_item *item, const double *share, double *par)
{
    double slope[IRT_MAX_CATEGORIES] = { 0.0 }, intercept[IRT_MAX_CATEGORIES] = { 0.0 };
    for (unsigned h = 0; h < item->categories; h++)
        slope[h] = h;
    irt_softmax_start(item->categories, slope, share, intercept);
    par[0] = 1.0;
    for (unsigned h = 1; h < item->categories; h++)
        par[h] = intercept[h];
}

static void
shift(const struct irt_item *item, double *par, double delta)
{
    for (unsigned h = 1; h < item->categories; h++)
        par[h] += h * par[0] * delta;
}

static void
report(const struct irt_item *item, const double *par, struct irt_item_report *out)
{
    *out = (struct irt_item_report){ .a_count = 1,
                                     .d_count = item->categories - 1,
                                     .b_count = item->categories - 1,
                                     .c = NAN,
                                     .u = NAN };
    out->a[0] = par[0];
    for (unsigned h = 1; h < item->categories; h++) {
        out->d[h - 1] = par[h];
        out->b[h - 1] = -(par[h] - (h > 1 ? par[h - 1] : 0.0)) / par[0];
    }
}

static bool
restore(const struct irt_item *item, const struct irt_item_report *in, double *par)
{
    unsigned m = item->categories - 1;
    if (!irt_item_reports(in, 1, m))
        return false;
    par[0] = in->a[0];
    for (unsigned h = 1; h <= m; h++)
        par[h] = in->d[h - 1];
    return true;
}

const struct irt_item_ops irt_item_gpcm = {
    .name = "gpcm",
    .title = "GPCM",
    .difficulty = "b_h = (d_{h-1} - d_h)/a",
    .formula = "P(x = h) ∝ exp(haθ + d_h)",
    .meaning = "ordered categories: a slope, and an intercept for each step",
    .max_categories = IRT_MAX_CATEGORIES,
    .parameters = parameters,
    .parameter_name = parameter_name,
    .is_slope = is_slope,
    .bounds = irt_item_unbounded,
    .default_prior = irt_item_no_prior,
    .start = start,
    .shift = shift,
    .probability = irt_softmax_probability,
    .score = irt_softmax_score,
    .expected = irt_softmax_expected,
    .derivatives = irt_softmax_derivatives,
    .curve = irt_softmax_curve,
    .design = design,
    .report = report,
    .restore = restore,
};
