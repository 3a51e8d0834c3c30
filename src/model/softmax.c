/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/softmax.h"

#include <math.h>

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

/* P[h] and, when asked for, log P[h], at one theta. */
static void
at_theta(const struct line *line, unsigned categories, double theta, double *P,
         double *log_P)
{
    double eta[IRT_MAX_CATEGORIES], largest = -INFINITY, sum = 0.0;
    for (unsigned h = 0; h < categories; h++) {
        eta[h] = line->slope[h] * theta + line->intercept[h];
        largest = fmax(largest, eta[h]);
    }
    for (unsigned h = 0; h < categories; h++) {
        eta[h] = fmax(eta[h] - largest, -LARGEST_LOGIT);
        P[h] = exp(eta[h]);
        sum += P[h];
    }
    double log_sum = log_P ? log(sum) : 0.0;
    for (unsigned h = 0; h < categories; h++) {
        P[h] /= sum;
        if (log_P)
            log_P[h] = eta[h] - log_sum;
    }
}

void
irt_softmax_probability(const struct irt_item *item, const double *par,
                        const double *theta, size_t Q, double *P)
{
    struct line line = find_line(item, par);
    double at[IRT_MAX_CATEGORIES];
    for (size_t n = 0; n < Q; n++) {
        at_theta(&line, item->categories, theta[n], at, NULL);
        for (unsigned h = 0; h < item->categories; h++)
            P[h * Q + n] = at[h];
    }
}

void
irt_softmax_score(const struct irt_item *item, const double *par, const double *theta,
                  size_t Q, double *score)
{
    struct line line = find_line(item, par);
    struct design design;
    double P[IRT_MAX_CATEGORIES];
    find_design(item, &design);
    for (size_t n = 0; n < Q; n++) {
        at_theta(&line, item->categories, theta[n], P, NULL);
        for (size_t p = 0; p < item->count; p++) {
            double mean = 0.0;
            for (unsigned h = 0; h < item->categories; h++)
                mean += P[h] * (design.slope[p][h] * theta[n] + design.intercept[p][h]);
            for (unsigned h = 0; h < item->categories; h++)
                score[(p * item->categories + h) * Q + n] =
                    design.slope[p][h] * theta[n] + design.intercept[p][h] - mean;
        }
    }
}

/* Adds one node: n-bar persons, r_h of them in category h. */
static double
add_node(const struct irt_item *item, const struct design *design, const double *r,
         double theta, const double *P, const double *log_P, double *gradient,
         double *information)
{
    double eta[IRT_MAX_ITEM_PARAMETERS][IRT_MAX_CATEGORIES], nbar = 0.0, F = 0.0;
    size_t np = item->count;
    for (unsigned h = 0; h < item->categories; h++) {
        nbar += r[h];
        F += r[h] * log_P[h];
    }
    for (size_t p = 0; p < np; p++) {
        double mean = 0.0;
        for (unsigned h = 0; h < item->categories; h++) {
            eta[p][h] = design->slope[p][h] * theta + design->intercept[p][h];
            gradient[p] += (r[h] - nbar * P[h]) * eta[p][h];
            mean += P[h] * eta[p][h];
        }
        for (unsigned h = 0; h < item->categories; h++)
            eta[p][h] -= mean;
    }
    for (size_t p = 0; information && p < np; p++)
        for (size_t q = 0; q <= p; q++) {
            double covariance = 0.0;
            for (unsigned h = 0; h < item->categories; h++)
                covariance += P[h] * eta[p][h] * eta[q][h];
            information[p * np + q] += nbar * covariance;
        }
    return F;
}

double
irt_softmax_expected(const struct irt_item *item, const double *par, const double *theta,
                     size_t Q, const double *r, double *gradient, double *hessian,
                     double *information)
{
    struct line line = find_line(item, par);
    struct design design;
    size_t np = item->count;
    double P[IRT_MAX_CATEGORIES], log_P[IRT_MAX_CATEGORIES], counts[IRT_MAX_CATEGORIES],
        F = 0.0;
    double *matrix = information ? information : hessian;
    find_design(item, &design);
    for (size_t p = 0; p < np; p++)
        gradient[p] = 0.0;
    for (size_t i = 0; matrix && i < np * np; i++)
        matrix[i] = 0.0;
    for (size_t n = 0; n < Q; n++) {
        at_theta(&line, item->categories, theta[n], P, log_P);
        for (unsigned h = 0; h < item->categories; h++)
            counts[h] = r[h * Q + n];
        F += add_node(item, &design, counts, theta[n], P, log_P, gradient, matrix);
    }
    for (size_t p = 0; matrix && p < np; p++)
        for (size_t q = 0; q < p; q++)
            matrix[q * np + p] = matrix[p * np + q];
    for (size_t i = 0; hessian && i < np * np; i++)
        hessian[i] = -matrix[i];
    return F;
}

void
irt_softmax_curve(const struct irt_item *item, const double *par, double theta, double *P,
                  double *P1, double *P2)
{
    struct line line = find_line(item, par);
    double mean = 0.0, variance = 0.0;
    at_theta(&line, item->categories, theta, P, NULL);
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
            at_theta(&line, categories, z, P, NULL);
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
