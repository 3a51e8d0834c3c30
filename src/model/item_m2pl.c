/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_m2pl.c -- the two-parameter logistic model in several dimensions,
 * logit P(x = 1) = d + sum_r a_r theta_r; the Q-matrix says which a_r are not 0.
 * Parameters: a_1 .. a_D, d.  b is the distance of the point of even chances from the
 * origin, -d / |a|.  Source: McKinley and Reckase (1983); Reckase (2009), Multidimensional
 * Item Response Theory. */
#include "config.h"

#include "model/item.h"

#include "model/fast_math.h"
#include "model/moments.h"
#include "quadrature/quadrature.h"

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

/* Some nodes: theta by dimension, and eta. */
struct chunk {
    size_t count;
    double theta[IRT_MAX_DIMS][IRT_NODE_CHUNK], eta[IRT_NODE_CHUNK];
};

IRT_TARGET_CLONES static void
fill_m2pl_chunk(const struct irt_item *item, const double *par, const double *theta,
                size_t left, struct chunk *chunk)
{
    size_t D = item->dims, count = left < IRT_NODE_CHUNK ? left : IRT_NODE_CHUNK;
    double *eta = chunk->eta;
    chunk->count = count;
    for (size_t n = 0; n < count; n++)
        eta[n] = par[D];
    for (size_t r = 0; r < D; r++) {
        double a = par[r], *x = chunk->theta[r];
        if (D == 2) /* of a known stride they are loaded at once */
#pragma omp simd
            for (size_t n = 0; n < count; n++)
                x[n] = theta[2 * n + r];
        else if (D == 3)
#pragma omp simd
            for (size_t n = 0; n < count; n++)
                x[n] = theta[3 * n + r];
        else
            for (size_t n = 0; n < count; n++)
                x[n] = theta[n * D + r];
#pragma omp simd
        for (size_t n = 0; n < count; n++)
            eta[n] += a * x[n];
    }
}

/* What everything is made of: e^-|eta|, cut off where a probability is 1e-304: above 0, so that
 * a log-likelihood stays finite. */
static inline double
small_part(double eta)
{
    double away = fabs(eta);
    return irt_exp(-(away > LARGEST_LOGIT ? LARGEST_LOGIT : away));
}

IRT_TARGET_CLONES static void
fill_m2pl_probabilities(const double *eta, size_t count, double *wrong, double *right)
{
#pragma omp simd
    for (size_t n = 0; n < count; n++) {
        double e = small_part(eta[n]), large = 1.0 / (1.0 + e), small = e * large;
        right[n] = eta[n] > 0.0 ? large : small;
        wrong[n] = eta[n] > 0.0 ? small : large;
    }
}

/* Of wrong and right answers r0 and r1: the residuals r1 - n-bar P, the weights
 * n-bar P (1 - P), and as the result sum r0 log(1 - P) + r1 log P. */
IRT_TARGET_CLONES static double
fill_m2pl_residuals(const double *eta, const double *r0, const double *r1, size_t count,
                    double *residual, double *weight)
{
    double sum = 0.0;
#pragma omp simd reduction(+ : sum)
    for (size_t n = 0; n < count; n++) {
        double e = small_part(eta[n]), large = 1.0 / (1.0 + e), small = e * large;
        double nbar = r0[n] + r1[n], log_large = -irt_log(1.0 + e), away = fabs(eta[n]);
        double log_small = log_large - (away > LARGEST_LOGIT ? LARGEST_LOGIT : away);
        residual[n] = r1[n] - nbar * (eta[n] > 0.0 ? large : small);
        weight[n] = nbar * (large * small);
        sum += r1[n] * (eta[n] > 0.0 ? log_large : log_small) +
               r0[n] * (eta[n] > 0.0 ? log_small : log_large);
    }
    return sum;
}

static void
probability(const struct irt_item *item, const double *par, const double *theta, size_t Q,
            double *P)
{
    struct chunk chunk;
    for (size_t from = 0; from < Q; from += chunk.count) {
        fill_m2pl_chunk(item, par, theta + from * item->dims, Q - from, &chunk);
        fill_m2pl_probabilities(chunk.eta, chunk.count, P + from, P + Q + from);
    }
}

static void
score(const struct irt_item *item, const double *par, const double *theta, size_t Q,
      double *out)
{
    size_t D = item->dims;
    double *wrong = out + 2 * D * Q, *right = wrong + Q; /* P, then the scores by d */
    probability(item, par, theta, Q, wrong);
    for (size_t n = 0; n < Q; n++) {
        double P = right[n];
        right[n] = wrong[n];
        wrong[n] = -P;
        for (size_t p = 0; p < D; p++) {
            out[(p * 2 + 0) * Q + n] = wrong[n] * theta[n * D + p];
            out[(p * 2 + 1) * Q + n] = right[n] * theta[n * D + p];
        }
    }
}

/* sum_n w x, or with y sum_n w x y. */
IRT_TARGET_CLONES static double
sum_products(const double *w, const double *x, const double *y, size_t count)
{
    double sum = 0.0;
    if (!y) {
#pragma omp simd reduction(+ : sum)
        for (size_t n = 0; n < count; n++)
            sum += w[n] * x[n];
        return sum;
    }
#pragma omp simd reduction(+ : sum)
    for (size_t n = 0; n < count; n++)
        sum += w[n] * x[n] * y[n];
    return sum;
}

static double
sum_of(const double *w, size_t count)
{
    double sum = 0.0;
    for (size_t n = 0; n < count; n++)
        sum += w[n];
    return sum;
}

/* The last variable, d, is with a theta of 1. */
static void
add_chunk(const struct chunk *chunk, size_t D, const double *residual,
          const double *weight, double *gradient, double *matrix)
{
    size_t count = chunk->count, np = D + 1;
    gradient[D] += sum_of(residual, count);
    matrix[D * np + D] += sum_of(weight, count);
    for (size_t p = 0; p < D; p++) {
        gradient[p] += sum_products(residual, chunk->theta[p], NULL, count);
        matrix[D * np + p] += sum_products(weight, chunk->theta[p], NULL, count);
        for (size_t q = 0; q <= p; q++)
            matrix[p * np + q] +=
                sum_products(weight, chunk->theta[p], chunk->theta[q], count);
    }
}

/* The Hessian is minus the Fisher information, as in 2PL. */
static double
expected(const struct irt_item *item, const double *par, const double *theta, size_t Q,
         const double *r, double *gradient, double *hessian, double *information)
{
    size_t D = item->dims, np = D + 1;
    double residual[IRT_NODE_CHUNK], weight[IRT_NODE_CHUNK];
    double F = 0.0, matrix[(IRT_MAX_DIMS + 1) * (IRT_MAX_DIMS + 1)] = { 0.0 };
    struct chunk chunk;
    memset(gradient, 0, np * sizeof *gradient);
    for (size_t from = 0; from < Q; from += chunk.count) {
        fill_m2pl_chunk(item, par, theta + from * D, Q - from, &chunk);
        F += fill_m2pl_residuals(chunk.eta, r + from, r + Q + from, chunk.count, residual,
                                 weight);
        add_chunk(&chunk, D, residual, weight, gradient, matrix);
    }
    for (size_t p = 0; p < np; p++)
        for (size_t q = 0; q <= p; q++) {
            if (hessian)
                hessian[p * np + q] = hessian[q * np + p] = -matrix[p * np + q];
            if (information)
                information[p * np + q] = information[q * np + p] = matrix[p * np + q];
        }
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
