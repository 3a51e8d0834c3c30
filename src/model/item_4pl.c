/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_4pl.c -- the three- and four-parameter logistic models,
 * P(x = 1) = c + (u - c) logistic(d + a theta).  Parameters: a, d, c and, in 4PL, u.
 * Source: Birnbaum (1968); Barton and Lord (1981), ETS Research Report 81-20. */
#include "config.h"

#include "model/item.h"

#include <math.h>
#include <string.h>

enum { A, D, C, U };

#define LARGEST_LOGIT 700.0

static size_t
parameters_3pl(const struct irt_item *item)
{
    (void)item;
    return 3;
}

static size_t
parameters_4pl(const struct irt_item *item)
{
    (void)item;
    return 4;
}

static const char *
parameter_name(const struct irt_item *item, size_t p)
{
    static const char *const names[] = { "a", "d", "c", "u" };
    (void)item;
    return names[p];
}

static int
is_slope(const struct irt_item *item, size_t p)
{
    (void)item;
    return p == A;
}

static void
bounds(const struct irt_item *item, size_t p, double *lower, double *upper)
{
    irt_item_unbounded(item, p, lower, upper);
    if (p == C || p == U) {
        *lower = 0.0;
        *upper = 1.0;
    }
}

/* Without them a class's data say too little about the asymptotes. */
static const char *
default_prior(const struct irt_item *item, size_t p)
{
    (void)item;
    return p == C ? "beta(5,17)" : p == U ? "beta(17,5)" : NULL;
}

/* The share above the asymptotes gives the intercept, as in 2PL. */
static void
start(const struct irt_item *item, const double *share, double *par)
{
    const double k = 16.0 * sqrt(3.0) / (15.0 * M_PI), c = 0.15,
                 u = item->count > U ? 0.95 : 1.0;
    double above = fmin(fmax((share[1] - c) / (u - c), 0.02), 0.98);
    par[A] = 1.0;
    par[D] = log(above / (1.0 - above)) * sqrt(1.0 + k * k);
    par[C] = c;
    if (item->count > U)
        par[U] = u;
}

static void
shift(const struct irt_item *item, double *par, double delta)
{
    (void)item;
    par[D] += par[A] * delta;
}

/* What the derivatives are made of, at one theta. */
struct point {
    double theta, a, c, u;
    double L, M; /* logistic(eta) and 1 - logistic(eta) */
    double P[2]; /* probability of 0 and of 1 */
};

static struct point
at_theta(const struct irt_item *item, const double *par, double theta)
{
    struct point x = { .theta = theta, .a = par[A], .c = par[C], .u = 1.0 };
    double eta = fmin(fmax(par[D] + par[A] * theta, -LARGEST_LOGIT), LARGEST_LOGIT);
    if (item->count > U)
        x.u = par[U];
    x.L = 1.0 / (1.0 + exp(-eta));
    x.M = 1.0 / (1.0 + exp(eta));
    x.P[1] = x.c * x.M + x.u * x.L;
    x.P[0] = (1.0 - x.c) * x.M + (1.0 - x.u) * x.L;
    return x;
}

static void
probability(const struct irt_item *item, const double *par, const double *theta, size_t Q,
            double *P)
{
    for (size_t n = 0; n < Q; n++) {
        struct point x = at_theta(item, par, theta[n]);
        P[n] = x.P[0];
        P[Q + n] = x.P[1];
    }
}

/* d P_1 / d par_p into g[4], and second derivatives into H[16] when asked for. */
static void
derivatives(const struct point *x, double *g, double *H)
{
    double w = (x->u - x->c) * x->L * x->M; /* d P / d eta */
    const double eta[2] = { x->theta, 1.0 };
    g[A] = w * x->theta;
    g[D] = w;
    g[C] = x->M;
    g[U] = x->L;
    if (!H)
        return;
    memset(H, 0, 16 * sizeof *H);
    for (size_t p = A; p <= D; p++) {
        for (size_t q = A; q <= D; q++)
            H[p * 4 + q] = w * (x->M - x->L) * eta[p] * eta[q];
        H[p * 4 + C] = H[C * 4 + p] = -x->L * x->M * eta[p];
        H[p * 4 + U] = H[U * 4 + p] = x->L * x->M * eta[p];
    }
}

static void
score(const struct irt_item *item, const double *par, const double *theta, size_t Q,
      double *out)
{
    double g[4];
    for (size_t n = 0; n < Q; n++) {
        struct point x = at_theta(item, par, theta[n]);
        derivatives(&x, g, NULL);
        for (size_t p = 0; p < item->count; p++) {
            out[(p * 2 + 0) * Q + n] = -g[p] / x.P[0];
            out[(p * 2 + 1) * Q + n] = g[p] / x.P[1];
        }
    }
}

/* d log P / d par = P' / P, and its derivative P'' / P - (P' / P)^2: the sums over the two
 * answers, with P_0 = 1 - P_1. */
static double
expected(const struct irt_item *item, const double *par, const double *theta, size_t Q,
         const double *r, double *gradient, double *hessian, double *information)
{
    size_t np = item->count;
    double F = 0.0, g[4], H[16];
    memset(gradient, 0, np * sizeof *gradient);
    for (size_t i = 0; i < np * np; i++) {
        if (hessian)
            hessian[i] = 0.0;
        if (information)
            information[i] = 0.0;
    }
    for (size_t n = 0; n < Q; n++) {
        struct point x = at_theta(item, par, theta[n]);
        double wrong = r[n] / x.P[0], right = r[Q + n] / x.P[1];
        double bend = r[n] / (x.P[0] * x.P[0]) + r[Q + n] / (x.P[1] * x.P[1]);
        double nbar = (r[n] + r[Q + n]) / (x.P[0] * x.P[1]);
        derivatives(&x, g, hessian ? H : NULL);
        F += (r[n] > 0.0 ? r[n] * log(x.P[0]) : 0.0) +
             (r[Q + n] > 0.0 ? r[Q + n] * log(x.P[1]) : 0.0);
        for (size_t p = 0; p < np; p++) {
            gradient[p] += (right - wrong) * g[p];
            for (size_t q = 0; q < np; q++) {
                if (hessian)
                    hessian[p * np + q] +=
                        (right - wrong) * H[p * 4 + q] - bend * g[p] * g[q];
                if (information)
                    information[p * np + q] += nbar * g[p] * g[q];
            }
        }
    }
    return F;
}

static void
curve(const struct irt_item *item, const double *par, double theta, double *P, double *P1,
      double *P2)
{
    struct point x = at_theta(item, par, theta);
    double slope = (x.u - x.c) * x.a * x.L * x.M;
    P[0] = x.P[0];
    P[1] = x.P[1];
    P1[1] = slope;
    P1[0] = -slope;
    P2[1] = x.a * slope * (x.M - x.L);
    P2[0] = -P2[1];
}

static void
report(const struct irt_item *item, const double *par, struct irt_item_report *out)
{
    *out = (struct irt_item_report){ .a_count = 1, .d_count = 1, .b_count = 1 };
    out->a[0] = par[A];
    out->d[0] = par[D];
    out->b[0] = -par[D] / par[A];
    out->c = par[C];
    out->u = item->count > U ? par[U] : 1.0;
}

/* In 3PL u is 1. */
static bool
restore(const struct irt_item *item, const struct irt_item_report *in, double *par)
{
    if (item->categories != 2 || !irt_item_reports(in, 1, 1) || !(in->c >= 0.0) ||
        !(in->c <= in->u) || !(in->u <= 1.0) || (item->count <= U && in->u < 1.0))
        return false;
    par[A] = in->a[0];
    par[D] = in->d[0];
    par[C] = in->c;
    if (item->count > U)
        par[U] = in->u;
    return true;
}

const struct irt_item_ops irt_item_3pl = {
    .name = "3pl",
    .title = "3PL",
    .difficulty = "b = -d/a",
    .formula = "P = c + (1 - c) logistic(d + aθ)",
    .meaning = "a slope, an intercept and a lower asymptote for each item: guessing",
    .max_categories = 2,
    .parameters = parameters_3pl,
    .parameter_name = parameter_name,
    .is_slope = is_slope,
    .bounds = bounds,
    .default_prior = default_prior,
    .start = start,
    .shift = shift,
    .probability = probability,
    .score = score,
    .expected = expected,
    .curve = curve,
    .report = report,
    .restore = restore,
};

const struct irt_item_ops irt_item_4pl = {
    .name = "4pl",
    .title = "4PL",
    .difficulty = "b = -d/a",
    .formula = "P = c + (u - c) logistic(d + aθ)",
    .meaning = "as 3PL, and an upper asymptote: slips",
    .max_categories = 2,
    .parameters = parameters_4pl,
    .parameter_name = parameter_name,
    .is_slope = is_slope,
    .bounds = bounds,
    .default_prior = default_prior,
    .start = start,
    .shift = shift,
    .probability = probability,
    .score = score,
    .expected = expected,
    .curve = curve,
    .report = report,
    .restore = restore,
};
