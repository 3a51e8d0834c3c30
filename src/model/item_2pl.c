/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_2pl.c -- the two-parameter logistic model, logit P(x = 1) = d + a theta.
 * Parameters: a (slope), d (intercept).  Also Rasch and 1PL, by constraints on a.
 * Source: Birnbaum (1968), in Lord and Novick, Statistical Theories of Mental Test
 * Scores.  Maths, section 1. */
#include "config.h"

#include "model/item.h"

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
parameters(unsigned categories)
{
    (void)categories;
    return 2;
}

static const char *
parameter_name(unsigned categories, size_t p)
{
    (void)categories;
    return p == A ? "a" : "d";
}

static int
is_slope(unsigned categories, size_t p)
{
    (void)categories;
    return p == A;
}

/* The intercept that gives the observed share at a = 1 when theta ~ N(0, 1), by the usual
 * normal approximation of the logistic: d = logit(p) sqrt(1 + c^2), c = 16 sqrt(3) / 15 pi. */
static void
start(unsigned categories, const double *share, double *par)
{
    (void)categories;
    const double c = 16.0 * sqrt(3.0) / (15.0 * M_PI);
    par[A] = 1.0;
    par[D] = log(share[1] / share[0]) * sqrt(1.0 + c * c);
}

static void
shift(unsigned categories, double *par, double delta)
{
    (void)categories;
    par[D] += par[A] * delta;
}

static void
probability(unsigned categories, const double *par, const double *theta, size_t Q,
            double *P)
{
    (void)categories;
    for (size_t n = 0; n < Q; n++) {
        double e = exp(-logit_at(par, theta[n]));
        P[n] = e / (1.0 + e);
        P[Q + n] = 1.0 / (1.0 + e);
    }
}

static void
score(unsigned categories, const double *par, const double *theta, size_t Q,
      double *score)
{
    (void)categories;
    for (size_t n = 0; n < Q; n++) {
        double e = exp(-logit_at(par, theta[n]));
        double wrong = -1.0 / (1.0 + e), right = e / (1.0 + e);
        score[(A * 2 + 0) * Q + n] = wrong * theta[n];
        score[(A * 2 + 1) * Q + n] = right * theta[n];
        score[(D * 2 + 0) * Q + n] = wrong;
        score[(D * 2 + 1) * Q + n] = right;
    }
}

static void
theta_score(unsigned categories, const double *par, const double *theta, size_t Q,
            double *slope)
{
    (void)categories;
    for (size_t n = 0; n < Q; n++) {
        double e = exp(-logit_at(par, theta[n]));
        slope[n] = -par[A] / (1.0 + e);
        slope[Q + n] = par[A] * e / (1.0 + e);
    }
}

/* For a logistic model the Hessian does not depend on the answers: it is minus the Fisher
 * information, with weights n-bar P (1 - P). */
static double
expected(unsigned categories, const double *par, const double *theta, size_t Q,
         const double *r, double *gradient, double *hessian, double *information)
{
    (void)categories;
    double F = 0.0, ga = 0.0, gd = 0.0, aa = 0.0, ad = 0.0, dd = 0.0;
    for (size_t n = 0; n < Q; n++) {
        double eta = logit_at(par, theta[n]), e = exp(-eta), P = 1.0 / (1.0 + e);
        double nbar = r[n] + r[Q + n], log_right = -log(1.0 + e);
        double residual = r[Q + n] - nbar * P, w = nbar * P * (e * P);
        F += r[Q + n] * log_right + r[n] * (log_right - eta);
        gd += residual;
        ga += residual * theta[n];
        dd += w;
        ad += w * theta[n];
        aa += w * theta[n] * theta[n];
    }
    gradient[A] = ga;
    gradient[D] = gd;
    const double matrix[4] = { aa, ad, ad, dd };
    for (size_t i = 0; i < 4; i++) {
        if (hessian)
            hessian[i] = -matrix[i];
        if (information)
            information[i] = matrix[i];
    }
    return F;
}

const struct irt_item_ops irt_item_2pl = {
    .name = "2pl",
    .title = "2PL",
    .formula = "logit P = d + aθ",
    .meaning = "a slope and an intercept for each item",
    .max_categories = 2,
    .parameters = parameters,
    .parameter_name = parameter_name,
    .is_slope = is_slope,
    .start = start,
    .shift = shift,
    .probability = probability,
    .score = score,
    .theta_score = theta_score,
    .expected = expected,
};
