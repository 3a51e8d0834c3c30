/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_rsm.c -- the rating scale model: P(x = h) is proportional to
 * exp(sum_{v <= h} (a (theta - b - t_v))), with steps t_v that all items share, summing to
 * 0, and a = 1.  Parameters: a, b, t_1 .. t_{m-1}; t_m = -sum t_v.
 * Source: Andrich (1978), Psychometrika 43, 561-573.
 *
 * eta must be linear in the parameters, so b and t enter with slope 1: a is held at 1 by
 * the test model, and theta's scale is free instead. */
#include "model/item.h"

#include "model/softmax.h"

#include <math.h>

enum { A, B, T };

static size_t
parameters(const struct irt_item *item)
{
    return item->categories;
}

static const char *
parameter_name(const struct irt_item *item, size_t p)
{
    return p == A ? "a" : p == B ? "b" : irt_item_numbered('t', item, p - T + 1);
}

static int
is_slope(const struct irt_item *item, size_t p)
{
    (void)item;
    return p == A;
}

/* eta_h = h a theta - h b - sum_{v <= h} t_v, and the sum is 0 at h = m. */
static void
design(const struct irt_item *item, size_t p, unsigned h, double *slope,
       double *intercept)
{
    *slope = p == A ? h : 0.0;
    *intercept = 0.0;
    if (p == B)
        *intercept = -(double)h;
    else if (p >= T && h + 1 < item->categories && p - T + 1 <= h)
        *intercept = -1.0;
}

/* From the free steps: b is their mean, t what is left. */
static void
start(const struct irt_item *item, const double *share, double *par)
{
    double slope[IRT_MAX_CATEGORIES] = { 0.0 }, intercept[IRT_MAX_CATEGORIES] = { 0.0 };
    unsigned m = item->categories - 1;
    for (unsigned h = 0; h < item->categories; h++)
        slope[h] = h;
    irt_softmax_start(item->categories, slope, share, intercept);
    par[A] = 1.0;
    par[B] = -intercept[m] / m;
    for (unsigned v = 1; v < m; v++)
        par[T + v - 1] = -(intercept[v] - intercept[v - 1]) - par[B];
}

static void
shift(const struct irt_item *item, double *par, double delta)
{
    (void)item;
    par[B] -= par[A] * delta;
}

static void
report(const struct irt_item *item, const double *par, struct irt_item_report *out)
{
    unsigned m = item->categories - 1;
    double last = 0.0, sum = 0.0;
    *out = (struct irt_item_report){
        .a_count = 1, .d_count = m, .b_count = m, .c = NAN, .u = NAN
    };
    out->a[0] = par[A];
    for (unsigned v = 1; v <= m; v++) {
        double t = v < m ? par[T + v - 1] : -last;
        last += t;
        sum += par[B] + t;
        out->b[v - 1] = (par[B] + t) / par[A];
        out->d[v - 1] = -sum;
    }
}

static bool
restore(const struct irt_item *item, const struct irt_item_report *in, double *par)
{
    unsigned m = item->categories - 1;
    if (!irt_item_reports(in, 1, m))
        return false;
    par[A] = in->a[0];
    par[B] = -in->d[m - 1] / m;
    for (unsigned v = 1; v < m; v++)
        par[T + v - 1] = (v > 1 ? in->d[v - 2] : 0.0) - in->d[v - 1] - par[B];
    return true;
}

const struct irt_item_ops irt_item_rsm = {
    .name = "rsm",
    .title = "RSM",
    .difficulty = "b_h = b + t_h",
    .formula = "P(x = h) ∝ exp(hθ - hb - t_1 - .. - t_h), t the same for all items",
    .meaning = "a rating scale: items differ in difficulty, and share the steps",
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
