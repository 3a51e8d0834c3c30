/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_2pl.c -- the two-parameter logistic model, logit P(x = 1) = d + a theta.
 * Parameters: a (slope), d (intercept).  Also Rasch and 1PL, by constraints on a.
 * Source: Birnbaum (1968), in Lord and Novick, Statistical Theories of Mental Test
 * Scores. */
#include "config.h"

#include "model/item.h"

#include "model/fast_math.h"

#include <math.h>

enum { A, D };

/* Beyond this many logits a probability is 1e-304: it must stay above 0, so that a
 * log-likelihood stays finite. */
#define LARGEST_LOGIT 700.0

static double
logit_at(const double *par, double theta)
{
    double eta = par[D] + par[A] * theta;
    return eta > LARGEST_LOGIT    ? LARGEST_LOGIT
           : eta < -LARGEST_LOGIT ? -LARGEST_LOGIT
                                  : eta;
}

static size_t
parameters(const struct irt_item *item)
{
    (void)item;
    return 2;
}

static const char *
parameter_name(const struct irt_item *item, size_t p)
{
    (void)item;
    return p == A ? "a" : "d";
}

static int
is_slope(const struct irt_item *item, size_t p)
{
    (void)item;
    return p == A;
}

/* The intercept that gives the observed share at a = 1 when theta ~ N(0, 1), by the usual
 * normal approximation of the logistic: d = logit(p) sqrt(1 + c^2), c = 16 sqrt(3) / 15 pi. */
static void
start(const struct irt_item *item, const double *share, double *par)
{
    (void)item;
    const double c = 16.0 * sqrt(3.0) / (15.0 * M_PI);
    par[A] = 1.0;
    par[D] = log(share[1] / share[0]) * sqrt(1.0 + c * c);
}

static void
shift(const struct irt_item *item, double *par, double delta)
{
    (void)item;
    par[D] += par[A] * delta;
}

IRT_TARGET_CLONES static void
fill_logistic(const double *par, const double *theta, size_t Q, double *P)
{
#pragma omp simd
    for (size_t n = 0; n < Q; n++) {
        double e = irt_exp(-logit_at(par, theta[n]));
        P[n] = e / (1.0 + e);
        P[Q + n] = 1.0 / (1.0 + e);
    }
}

static void
probability(const struct irt_item *item, const double *par, const double *theta, size_t Q,
            double *P)
{
    (void)item;
    fill_logistic(par, theta, Q, P);
}

IRT_TARGET_CLONES static void
fill_logistic_scores(const double *par, const double *theta, size_t Q, double *score)
{
#pragma omp simd
    for (size_t n = 0; n < Q; n++) {
        double e = irt_exp(-logit_at(par, theta[n]));
        double wrong = -1.0 / (1.0 + e), right = e / (1.0 + e);
        score[(A * 2 + 0) * Q + n] = wrong * theta[n];
        score[(A * 2 + 1) * Q + n] = right * theta[n];
        score[(D * 2 + 0) * Q + n] = wrong;
        score[(D * 2 + 1) * Q + n] = right;
    }
}

static void
score(const struct irt_item *item, const double *par, const double *theta, size_t Q,
      double *score)
{
    (void)item;
    fill_logistic_scores(par, theta, Q, score);
}

struct logistic_sums {
    double F, ga, gd, aa, ad, dd;
};

IRT_TARGET_CLONES static void
sum_logistic(const double *par, const double *theta, size_t Q, const double *r,
             struct logistic_sums *out)
{
    double F = 0.0, ga = 0.0, gd = 0.0, aa = 0.0, ad = 0.0, dd = 0.0;
#pragma omp simd reduction(+ : F, ga, gd, aa, ad, dd)
    for (size_t n = 0; n < Q; n++) {
        double eta = logit_at(par, theta[n]), e = irt_exp(-eta), P = 1.0 / (1.0 + e);
        double nbar = r[n] + r[Q + n], log_right = -irt_log(1.0 + e);
        double residual = r[Q + n] - nbar * P, w = nbar * P * (e * P);
        F += r[Q + n] * log_right + r[n] * (log_right - eta);
        gd += residual;
        ga += residual * theta[n];
        dd += w;
        ad += w * theta[n];
        aa += w * theta[n] * theta[n];
    }
    *out = (struct logistic_sums){ F, ga, gd, aa, ad, dd };
}

/* For a logistic model the Hessian does not depend on the answers: it is minus the Fisher
 * information, with weights n-bar P (1 - P). */
static double
expected(const struct irt_item *item, const double *par, const double *theta, size_t Q,
         const double *r, double *gradient, double *hessian, double *information)
{
    (void)item;
    struct logistic_sums sums;
    sum_logistic(par, theta, Q, r, &sums);
    gradient[A] = sums.ga;
    gradient[D] = sums.gd;
    const double matrix[4] = { sums.aa, sums.ad, sums.ad, sums.dd };
    for (size_t i = 0; i < 4; i++) {
        if (hessian)
            hessian[i] = -matrix[i];
        if (information)
            information[i] = matrix[i];
    }
    return sums.F;
}

IRT_TARGET_CLONES static void
sum_known_logistic(const double *theta, size_t Q, const double *P0, const double *P1,
                   const double *r, struct logistic_sums *out)
{
    double ga = 0.0, gd = 0.0, aa = 0.0, ad = 0.0, dd = 0.0;
#pragma omp simd reduction(+ : ga, gd, aa, ad, dd)
    for (size_t n = 0; n < Q; n++) {
        double nbar = r[n] + r[Q + n], residual = r[Q + n] - nbar * P1[n];
        double w = nbar * P1[n] * P0[n];
        gd += residual;
        ga += residual * theta[n];
        dd += w;
        ad += w * theta[n];
        aa += w * theta[n] * theta[n];
    }
    *out = (struct logistic_sums){ 0.0, ga, gd, aa, ad, dd };
}

static void
derivatives(const struct irt_item *item, const double *theta, size_t Q, const double *P,
            size_t stride, const double *r, double *gradient, double *information)
{
    (void)item;
    struct logistic_sums sums;
    sum_known_logistic(theta, Q, P, P + stride, r, &sums);
    gradient[A] = sums.ga;
    gradient[D] = sums.gd;
    if (!information)
        return;
    information[0] = sums.aa;
    information[1] = information[2] = sums.ad;
    information[3] = sums.dd;
}

static void
curve(const struct irt_item *item, const double *par, double theta, double *P, double *P1,
      double *P2)
{
    double a = par[A], slope;
    probability(item, par, &theta, 1, P);
    slope = a * P[0] * P[1];
    P1[1] = slope;
    P1[0] = -slope;
    P2[1] = a * slope * (P[0] - P[1]);
    P2[0] = -P2[1];
}

static void
report(const struct irt_item *item, const double *par, struct irt_item_report *out)
{
    (void)item;
    *out = (struct irt_item_report){
        .a_count = 1, .d_count = 1, .b_count = 1, .c = 0.0, .u = 1.0
    };
    out->a[0] = par[A];
    out->d[0] = par[D];
    out->b[0] = -par[D] / par[A];
}

static bool
restore(const struct irt_item *item, const struct irt_item_report *in, double *par)
{
    if (item->categories != 2 || !irt_item_reports(in, 1, 1))
        return false;
    par[A] = in->a[0];
    par[D] = in->d[0];
    return true;
}

const struct irt_item_ops irt_item_2pl = {
    .name = "2pl",
    .title = "2PL",
    .difficulty = "b = -d/a",
    .formula = "logit P = d + aθ",
    .meaning = "a slope and an intercept for each item",
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
    .derivatives = derivatives,
    .curve = curve,
    .report = report,
    .restore = restore,
};
