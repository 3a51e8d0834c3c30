/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/softmax.h"

#include "model/fast_math.h"
#include "model/moments.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Beyond this many logits below the largest a probability stays where it is: above 0, so
 * that a log-likelihood stays finite. */
#define LARGEST_LOGIT 700.0

struct line {
    double slope[IRT_MAX_CATEGORIES], intercept[IRT_MAX_CATEGORIES];
};

/* d eta_h / d par_p, split into what theta multiplies and what it does not. */
struct design {
    double slope[IRT_MAX_ITEM_PARAMETERS][IRT_MAX_CATEGORIES];
    double intercept[IRT_MAX_ITEM_PARAMETERS][IRT_MAX_CATEGORIES];
};

static void
find_design(const struct irt_item *item, struct design *design)
{
    for (size_t p = 0; p < item->count; p++)
        for (unsigned h = 0; h < item->categories; h++)
            item->ops->design(item, p, h, &design->slope[p][h], &design->intercept[p][h]);
}

static struct line
find_line(const struct irt_item *item, const double *par)
{
    struct line line = { { 0.0 }, { 0.0 } };
    for (size_t p = 0; p < item->count; p++)
        for (unsigned h = 0; h < item->categories; h++) {
            double slope, intercept;
            item->ops->design(item, p, h, &slope, &intercept);
            line.slope[h] += par[p] * slope;
            line.intercept[h] += par[p] * intercept;
        }
    return line;
}

/* P[h] at one theta. */
static void
at_theta(const struct line *line, unsigned categories, double theta, double *P)
{
    double eta[IRT_MAX_CATEGORIES], largest = -INFINITY, sum = 0.0;
    for (unsigned h = 0; h < categories; h++) {
        eta[h] = line->slope[h] * theta + line->intercept[h];
        largest = eta[h] > largest ? eta[h] : largest;
    }
    for (unsigned h = 0; h < categories; h++) {
        eta[h] -= largest;
        P[h] = exp(eta[h] < -LARGEST_LOGIT ? -LARGEST_LOGIT : eta[h]);
        sum += P[h];
    }
    for (unsigned h = 0; h < categories; h++)
        P[h] /= sum;
}

/* --- many nodes at once ----------------------------------------------------------------------------- */

/* Some nodes: n-bar persons, and by category P and log P. */
struct chunk {
    size_t count;
    const double *theta;
    double nbar[IRT_NODE_CHUNK];
    double P[IRT_MAX_CATEGORIES][IRT_NODE_CHUNK],
        log_P[IRT_MAX_CATEGORIES][IRT_NODE_CHUNK];
};

/* P, and log P when asked for, else what it is made of. */
IRT_TARGET_CLONES static void
fill_chunk(const struct line *line, unsigned categories, struct chunk *chunk, bool logs)
{
    double largest[IRT_NODE_CHUNK], sum[IRT_NODE_CHUNK];
    size_t count = chunk->count;
#pragma omp simd
    for (size_t n = 0; n < count; n++) {
        largest[n] = -INFINITY;
        sum[n] = 0.0;
    }
    for (unsigned h = 0; h < categories; h++)
#pragma omp simd
        for (size_t n = 0; n < count; n++) {
            double eta = line->slope[h] * chunk->theta[n] + line->intercept[h];
            chunk->log_P[h][n] = eta;
            largest[n] = eta > largest[n] ? eta : largest[n];
        }
    for (unsigned h = 0; h < categories; h++)
#pragma omp simd
        for (size_t n = 0; n < count; n++) {
            double eta = chunk->log_P[h][n] - largest[n];
            eta = eta < -LARGEST_LOGIT ? -LARGEST_LOGIT : eta;
            chunk->log_P[h][n] = eta;
            chunk->P[h][n] = irt_exp(eta);
            sum[n] += chunk->P[h][n];
        }
    for (unsigned h = 0; h < categories; h++)
#pragma omp simd
        for (size_t n = 0; n < count; n++)
            chunk->P[h][n] /= sum[n];
    if (!logs)
        return;
#pragma omp simd
    for (size_t n = 0; n < count; n++)
        sum[n] = irt_log(sum[n]);
    for (unsigned h = 0; h < categories; h++)
#pragma omp simd
        for (size_t n = 0; n < count; n++)
            chunk->log_P[h][n] -= sum[n];
}

void
irt_softmax_probability(const struct irt_item *item, const double *par,
                        const double *theta, size_t Q, double *P)
{
    struct line line = find_line(item, par);
    struct chunk chunk;
    for (size_t from = 0; from < Q; from += chunk.count) {
        chunk.count = Q - from < IRT_NODE_CHUNK ? Q - from : IRT_NODE_CHUNK;
        chunk.theta = theta + from;
        fill_chunk(&line, item->categories, &chunk, false);
        for (unsigned h = 0; h < item->categories; h++)
            memcpy(P + h * Q + from, chunk.P[h], chunk.count * sizeof *P);
    }
}

/* One parameter's scores at the nodes of a chunk: d eta_h less its mean over h. */
IRT_TARGET_CLONES static void
fill_softmax_scores(const struct design *design, size_t p, unsigned categories,
                    const struct chunk *chunk, size_t Q, double *score)
{
    double mean[IRT_NODE_CHUNK];
#pragma omp simd
    for (size_t n = 0; n < chunk->count; n++)
        mean[n] = 0.0;
    for (unsigned h = 0; h < categories; h++)
#pragma omp simd
        for (size_t n = 0; n < chunk->count; n++)
            mean[n] += chunk->P[h][n] *
                       (design->slope[p][h] * chunk->theta[n] + design->intercept[p][h]);
    for (unsigned h = 0; h < categories; h++)
#pragma omp simd
        for (size_t n = 0; n < chunk->count; n++)
            score[h * Q + n] =
                design->slope[p][h] * chunk->theta[n] + design->intercept[p][h] - mean[n];
}

void
irt_softmax_score(const struct irt_item *item, const double *par, const double *theta,
                  size_t Q, double *score)
{
    struct line line = find_line(item, par);
    struct design design;
    struct chunk chunk;
    find_design(item, &design);
    for (size_t from = 0; from < Q; from += chunk.count) {
        chunk.count = Q - from < IRT_NODE_CHUNK ? Q - from : IRT_NODE_CHUNK;
        chunk.theta = theta + from;
        fill_chunk(&line, item->categories, &chunk, false);
        for (size_t p = 0; p < item->count; p++)
            fill_softmax_scores(&design, p, item->categories, &chunk, Q,
                                score + p * item->categories * Q + from);
    }
}

/* Sums over nodes, with theta to the powers 0, 1, 2: of the residuals r - n-bar P of a
 * category, and of n-bar times the covariance of two categories, h >= g >= 1 (category 0 is
 * minus the others, and its eta is 0). */
struct sums {
    double residual[IRT_MAX_CATEGORIES][3];
    double covariance[IRT_MAX_CATEGORIES][IRT_MAX_CATEGORIES][3];
};

static double
sum_logs(const struct chunk *chunk, unsigned categories, const double *r, size_t Q)
{
    double sum = 0.0;
    for (unsigned h = 0; h < categories; h++) {
        const double *count = r + h * Q;
#pragma omp simd reduction(+ : sum)
        for (size_t n = 0; n < chunk->count; n++)
            sum += count[n] * chunk->log_P[h][n];
    }
    return sum;
}

IRT_TARGET_CLONES static void
add_chunk(const struct chunk *chunk, unsigned categories, const double *r, size_t Q,
          bool matrix, struct sums *sums)
{
    double w[IRT_NODE_CHUNK], v[IRT_NODE_CHUNK];
    for (unsigned h = 1; h < categories; h++) {
        const double *count = r + h * Q, *P = chunk->P[h];
        for (size_t n = 0; n < chunk->count; n++) {
            v[n] = chunk->nbar[n] * P[n];
            w[n] = count[n] - v[n];
        }
        irt_moments_add(w, chunk->theta, chunk->count, sums->residual[h]);
        for (unsigned g = 1; matrix && g <= h; g++) {
            double own = g == h;
            for (size_t n = 0; n < chunk->count; n++)
                w[n] = v[n] * (own - chunk->P[g][n]);
            irt_moments_add(w, chunk->theta, chunk->count, sums->covariance[h][g]);
        }
    }
}

/* The derivatives by the parameters from those by eta: eta_h = slope theta + intercept. */
static void
apply_design(const struct irt_item *item, const struct design *design,
             const struct sums *sums, double *gradient, double *information)
{
    size_t np = item->count;
    unsigned m = item->categories;
    for (size_t p = 0; p < np; p++) {
        double by_slope[IRT_MAX_CATEGORIES] = { 0.0 },
               by_one[IRT_MAX_CATEGORIES] = { 0.0 };
        gradient[p] = 0.0;
        for (unsigned h = 1; h < m; h++) {
            double s = design->slope[p][h], t = design->intercept[p][h];
            gradient[p] += s * sums->residual[h][1] + t * sums->residual[h][0];
            for (unsigned g = 1; information && g < m; g++) {
                const double *c = sums->covariance[h > g ? h : g][h > g ? g : h];
                by_slope[g] += s * c[2] + t * c[1];
                by_one[g] += s * c[1] + t * c[0];
            }
        }
        for (size_t q = 0; information && q <= p; q++) {
            double sum = 0.0;
            for (unsigned g = 1; g < m; g++)
                sum += design->slope[q][g] * by_slope[g] +
                       design->intercept[q][g] * by_one[g];
            information[p * np + q] = information[q * np + p] = sum;
        }
    }
}

static void
clear_sums(struct sums *sums, unsigned categories, bool matrix)
{
    memset(sums->residual, 0, categories * sizeof sums->residual[0]);
    for (unsigned h = 1; matrix && h < categories; h++)
        memset(sums->covariance[h], 0, (h + 1) * sizeof sums->covariance[0][0]);
}

/* Takes the nodes from one on, and n-bar there. */
static void
begin_chunk(struct chunk *chunk, unsigned categories, const double *theta,
            const double *r, size_t Q, size_t from)
{
    chunk->count = Q - from < IRT_NODE_CHUNK ? Q - from : IRT_NODE_CHUNK;
    chunk->theta = theta + from;
    for (size_t n = 0; n < chunk->count; n++)
        chunk->nbar[n] = 0.0;
    for (unsigned h = 0; h < categories; h++)
        for (size_t n = 0; n < chunk->count; n++)
            chunk->nbar[n] += r[h * Q + from + n];
}

void
irt_softmax_derivatives(const struct irt_item *item, const double *theta, size_t Q,
                        const double *P, size_t stride, const double *r, double *gradient,
                        double *information)
{
    struct design design;
    struct chunk chunk;
    struct sums sums;
    unsigned m = item->categories;
    clear_sums(&sums, m, information != NULL);
    for (size_t from = 0; from < Q; from += chunk.count) {
        begin_chunk(&chunk, m, theta, r, Q, from);
        for (unsigned h = 0; h < m; h++)
            memcpy(chunk.P[h], P + h * stride + from, chunk.count * sizeof *P);
        add_chunk(&chunk, m, r + from, Q, information != NULL, &sums);
    }
    find_design(item, &design);
    apply_design(item, &design, &sums, gradient, information);
}

double
irt_softmax_expected(const struct irt_item *item, const double *par, const double *theta,
                     size_t Q, const double *r, double *gradient, double *hessian,
                     double *information)
{
    struct line line = find_line(item, par);
    struct design design;
    struct chunk chunk;
    struct sums sums;
    unsigned m = item->categories;
    double *matrix = information ? information : hessian, F = 0.0;
    clear_sums(&sums, m, matrix != NULL);
    for (size_t from = 0; from < Q; from += chunk.count) {
        begin_chunk(&chunk, m, theta, r, Q, from);
        fill_chunk(&line, m, &chunk, true);
        F += sum_logs(&chunk, m, r + from, Q);
        add_chunk(&chunk, m, r + from, Q, matrix != NULL, &sums);
    }
    find_design(item, &design);
    apply_design(item, &design, &sums, gradient, matrix);
    for (size_t i = 0; hessian && i < item->count * item->count; i++)
        hessian[i] = -matrix[i];
    return F;
}

void
irt_softmax_curve(const struct irt_item *item, const double *par, double theta, double *P,
                  double *P1, double *P2)
{
    struct line line = find_line(item, par);
    double mean = 0.0, variance = 0.0;
    at_theta(&line, item->categories, theta, P);
    for (unsigned h = 0; h < item->categories; h++)
        mean += P[h] * line.slope[h];
    for (unsigned h = 0; h < item->categories; h++)
        variance += P[h] * (line.slope[h] - mean) * (line.slope[h] - mean);
    for (unsigned h = 0; h < item->categories; h++) {
        double s = line.slope[h] - mean;
        P1[h] = P[h] * s;
        P2[h] = P[h] * (s * s - variance);
    }
}

void
irt_softmax_start(unsigned categories, const double *slope, const double *share,
                  double *intercept)
{
    enum { NODES = 17, ROUNDS = 20 };
    struct line line = { { 0 }, { 0 } };
    for (unsigned h = 0; h < categories; h++) {
        line.slope[h] = slope[h];
        line.intercept[h] = log(share[h] / share[0]);
    }
    for (int round = 0; round < ROUNDS; round++) {
        double mean[IRT_MAX_CATEGORIES] = { 0.0 }, P[IRT_MAX_CATEGORIES], weights = 0.0;
        for (int n = 0; n < NODES; n++) {
            double z = -4.0 + 0.5 * n, weight = exp(-0.5 * z * z);
            at_theta(&line, categories, z, P);
            weights += weight;
            for (unsigned h = 0; h < categories; h++)
                mean[h] += weight * P[h];
        }
        for (unsigned h = 0; h < categories; h++)
            line.intercept[h] += log(share[h] / (mean[h] / weights));
        for (unsigned h = categories; h-- > 0;)
            line.intercept[h] -= line.intercept[0];
    }
    for (unsigned h = 0; h < categories; h++)
        intercept[h] = line.intercept[h];
}
