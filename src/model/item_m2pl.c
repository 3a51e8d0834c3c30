/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_m2pl.c -- the two-parameter logistic model in several dimensions,
 * logit P(x = 1) = d + sum_r a_r theta_r; the Q-matrix says which a_r are not 0.
 * Parameters: a_1 .. a_D, d.  b is the distance of the point of even chances from the
 * origin, -d / |a|.  Source: McKinley and Reckase (1983); Reckase (2009), Multidimensional
 * Item Response Theory. */
#include "config.h"

#include "model/item.h"

#include <math.h>
#include <string.h>

#define LARGEST_LOGIT 700.0

static size_t
parameters(const struct irt_item *item)
{
    return item->dims + 1;
}

static const char *
parameter_name(const struct irt_item *item, size_t p)
{
    static const char *const names[] = { "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8" };
    return p == item->dims ? "d" : names[p];
}

static int
is_slope(const struct irt_item *item, size_t p)
{
    return p < item->dims;
}

/* As in item_2pl.c, with the variance of sum_r a_r theta_r at a_r = 1. */
static void
start(const struct irt_item *item, const double *share, double *par)
{
    const double c = 16.0 * sqrt(3.0) / (15.0 * M_PI);
    double square = 0.0;
    for (size_t r = 0; r < item->dims; r++) {
        par[r] = item->loads[r] ? 1.0 : 0.0;
        square += par[r];
    }
    par[item->dims] = log(share[1] / share[0]) * sqrt(1.0 + c * c * square);
}

/* Along the direction in which the item measures most. */
static void
shift(const struct irt_item *item, double *par, double delta)
{
    for (size_t r = 0; r < item->dims; r++)
        par[item->dims] += par[r] * delta;
}

static double
logit_at(const struct irt_item *item, const double *par, const double *theta)
{
    double eta = par[item->dims];
    for (size_t r = 0; r < item->dims; r++)
        eta += par[r] * theta[r];
    return fmin(fmax(eta, -LARGEST_LOGIT), LARGEST_LOGIT);
}

static void
probability(const struct irt_item *item, const double *par, const double *theta, size_t Q,
            double *P)
{
    for (size_t n = 0; n < Q; n++) {
        double e = exp(-logit_at(item, par, theta + n * item->dims));
        P[n] = e / (1.0 + e);
        P[Q + n] = 1.0 / (1.0 + e);
    }
}

static void
score(const struct irt_item *item, const double *par, const double *theta, size_t Q,
      double *out)
{
    size_t D = item->dims;
    for (size_t n = 0; n < Q; n++) {
        double e = exp(-logit_at(item, par, theta + n * D));
        double wrong = -1.0 / (1.0 + e), right = e / (1.0 + e);
        for (size_t p = 0; p <= D; p++) {
            double x = p < D ? theta[n * D + p] : 1.0;
            out[(p * 2 + 0) * Q + n] = wrong * x;
            out[(p * 2 + 1) * Q + n] = right * x;
        }
    }
}

static double
expected(const struct irt_item *item, const double *par, const double *theta, size_t Q,
         const double *r, double *gradient, double *hessian, double *information)
{
    size_t D = item->dims, np = D + 1;
    double F = 0.0, x[IRT_MAX_ITEM_PARAMETERS],
           *matrix = information ? information : hessian;
    memset(gradient, 0, np * sizeof *gradient);
    if (matrix)
        memset(matrix, 0, np * np * sizeof *matrix);
    for (size_t n = 0; n < Q; n++) {
        double eta = logit_at(item, par, theta + n * D), e = exp(-eta),
               P = 1.0 / (1.0 + e);
        double nbar = r[n] + r[Q + n], log_right = -log(1.0 + e);
        double residual = r[Q + n] - nbar * P, w = nbar * P * (e * P);
        F += r[Q + n] * log_right + r[n] * (log_right - eta);
        for (size_t p = 0; p < np; p++) {
            x[p] = p < D ? theta[n * D + p] : 1.0;
            gradient[p] += residual * x[p];
            for (size_t q = 0; matrix && q <= p; q++)
                matrix[p * np + q] += w * x[p] * x[q];
        }
    }
    for (size_t p = 0; matrix && p < np; p++)
        for (size_t q = 0; q < p; q++)
            matrix[q * np + p] = matrix[p * np + q];
    for (size_t i = 0; hessian && i < np * np; i++)
        hessian[i] = -matrix[i];
    return F;
}

/* Of the first dimension alone: scores of one dimension are its only users. */
static void
curve(const struct irt_item *item, const double *par, double theta, double *P, double *P1,
      double *P2)
{
    double at[IRT_MAX_ITEM_PARAMETERS] = { theta }, a = par[0];
    probability(item, par, at, 1, P);
    P1[1] = a * P[0] * P[1];
    P1[0] = -P1[1];
    P2[1] = a * P1[1] * (P[0] - P[1]);
    P2[0] = -P2[1];
}

static void
report(const struct irt_item *item, const double *par, struct irt_item_report *out)
{
    double length = 0.0;
    *out = (struct irt_item_report){
        .a_count = item->dims, .d_count = 1, .b_count = 1, .c = 0.0, .u = 1.0
    };
    for (size_t r = 0; r < item->dims; r++) {
        out->a[r] = par[r];
        length = hypot(length, par[r]);
    }
    out->d[0] = par[item->dims];
    out->b[0] = -par[item->dims] / (item->dims == 1 ? par[0] : length);
}

static bool
restore(const struct irt_item *item, const struct irt_item_report *in, double *par)
{
    if (item->categories != 2 || !irt_item_reports(in, item->dims, 1))
        return false;
    for (size_t r = 0; r < item->dims; r++)
        par[r] = in->a[r];
    par[item->dims] = in->d[0];
    return true;
}

const struct irt_item_ops irt_item_m2pl = {
    .name = "m2pl",
    .title = "M2PL",
    .difficulty = "b = -d/|a|",
    .formula = "logit P = d + a_1 θ_1 + a_2 θ_2 + ..",
    .meaning =
        "several dimensions: a slope on each that the Q-matrix has, and an intercept",
    .max_categories = 2,
    .parameters = parameters,
    .parameter_name = parameter_name,
    .is_slope = is_slope,
    .bounds = irt_item_unbounded,
    .default_prior = irt_item_no_prior,
    .start = start,
    .shift = shift,
    .probability = probability,
    .score = score,
    .expected = expected,
    .curve = curve,
    .report = report,
    .restore = restore,
};
