/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_nrm.c -- the nominal response model: P(x = h) is proportional to
 * exp(a_h theta + d_h), a_0 = d_0 = 0.  Parameters: a_1 .. a_m, d_1 .. d_m.
 * Source: Bock (1972), Psychometrika 37, 29-51. */
#include "model/item.h"

#include "model/softmax.h"

#include <math.h>

static size_t
parameters(const struct irt_item *item)
{
    return 2 * (item->categories - 1);
}

static const char *
parameter_name(const struct irt_item *item, size_t p)
{
    unsigned m = item->categories - 1;
    return p < m ? irt_item_numbered('a', item, p + 1)
                 : irt_item_numbered('d', item, p - m + 1);
}

static int
is_slope(const struct irt_item *item, size_t p)
{
    return p < item->categories - 1;
}

static void
design(const struct irt_item *item, size_t p, unsigned h, double *slope,
       double *intercept)
{
    unsigned m = item->categories - 1;
    *slope = p < m && p + 1 == h ? 1.0 : 0.0;
    *intercept = p >= m && p - m + 1 == h ? 1.0 : 0.0;
}

/* Slopes in the order of the codes, from 0 to 1: all equal would stand still, and the
 * direction of theta has to be chosen somehow. */
static void
start(const struct irt_item *item, const double *share, double *par)
{
    double slope[IRT_MAX_CATEGORIES] = { 0.0 }, intercept[IRT_MAX_CATEGORIES] = { 0.0 };
    unsigned m = item->categories - 1;
    for (unsigned h = 0; h < item->categories; h++)
        slope[h] = (double)h / m;
    irt_softmax_start(item->categories, slope, share, intercept);
    for (unsigned h = 1; h < item->categories; h++) {
        par[h - 1] = slope[h];
        par[m + h - 1] = intercept[h];
    }
}

static void
shift(const struct irt_item *item, double *par, double delta)
{
    unsigned m = item->categories - 1;
    for (unsigned h = 0; h < m; h++)
        par[m + h] += par[h] * delta;
}

static void
report(const struct irt_item *item, const double *par, struct irt_item_report *out)
{
    unsigned m = item->categories - 1;
    *out = (struct irt_item_report){ .a_count = item->categories,
                                     .d_count = item->categories,
                                     .b_count = 0,
                                     .c = NAN,
                                     .u = NAN };
    for (unsigned h = 1; h < item->categories; h++) {
        out->a[h] = par[h - 1];
        out->d[h] = par[m + h - 1];
    }
}

static bool
restore(const struct irt_item *item, const struct irt_item_report *in, double *par)
{
    unsigned m = item->categories - 1;
    if (!irt_item_reports(in, m + 1, m + 1) || in->a[0] != 0.0 || in->d[0] != 0.0)
        return false;
    for (unsigned h = 1; h <= m; h++) {
        par[h - 1] = in->a[h];
        par[m + h - 1] = in->d[h];
    }
    return true;
}

const struct irt_item_ops irt_item_nrm = {
    .name = "nrm",
    .title = "NRM",
    .difficulty = "no b",
    .formula = "P(x = h) ∝ exp(a_h θ + d_h), a_0 = d_0 = 0",
    .meaning = "unordered categories: a slope and an intercept for each",
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
