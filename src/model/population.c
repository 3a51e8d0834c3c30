/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/population.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

#define D_MAX IRT_MAX_DIMS

const double *
irt_theta(const struct irt_model *model, const double *psi,
          const struct irt_quadrature *quadrature, double room[IRT_MAX_POINTS])
{
    if (quadrature->dims > 1)
        return quadrature->node;
    for (size_t n = 0; n < quadrature->points; n++)
        room[n] = psi[model->sigma] * quadrature->node[n];
    return room;
}

void
irt_group_nodes(const struct irt_model *model, const double *psi, size_t g,
                const struct irt_quadrature *base, struct irt_quadrature *to)
{
    double sigma = psi[model->sigma], mean = irt_group_mean(model, psi, g) / sigma;
    double sd = irt_group_sd(model, psi, g) / sigma;
    for (size_t i = 0; i < base->points * base->dims; i++)
        to->node[i] = model->groups > 1 ? sd * base->node[i] + mean : base->node[i];
}

size_t
irt_group_moves(const struct irt_model *model, size_t g, bool fixed_too,
                size_t move[IRT_MOST_MOVES])
{
    size_t all[IRT_MOST_MOVES] = { model->sigma, model->location + g, model->spread + g };
    size_t most = model->groups == 1 ? 1 : model->effects == IRT_EFFECTS_GROUPS ? 3 : 2;
    size_t count = 0;
    for (size_t i = 0; i < most; i++)
        if (fixed_too || model->parameter[all[i]].free != IRT_NONE)
            move[count++] = all[i];
    return count;
}

/* theta + 1 in place of theta changes the parameters by this: they are linear in it. */
static void
find_shift(const struct irt_item *item, const double *par, double *direction)
{
    memcpy(direction, par, item->count * sizeof *direction);
    item->ops->shift(item, direction, 1.0);
    for (size_t p = 0; p < item->count; p++)
        direction[p] -= par[p];
}

/* A scale stretches z = (theta - mean) / scale: slopes grow, and the mean stays. */
void
irt_group_direction(const struct irt_model *model, const double *psi, size_t g,
                    size_t move, size_t j, double *direction)
{
    const struct irt_item *item = &model->item[j];
    const double *par = psi + item->first;
    find_shift(item, par, direction);
    if (model->groups > 1 && move == model->location + g)
        return;
    double mean = irt_group_mean(model, psi, g);
    for (size_t p = 0; p < item->count; p++) {
        double slope = model->parameter[item->first + p].slope ? par[p] : 0.0;
        direction[p] = (slope - mean * direction[p]) / psi[move];
    }
}

/* The direction is linear in the parameters, so its derivatives are directions too. */
void
irt_group_bend(const struct irt_model *model, const double *psi, size_t g, size_t move,
               size_t j, const double *gradient, double *bend)
{
    const struct irt_item *item = &model->item[j];
    double mean = irt_group_mean(model, psi, g), unit[IRT_MAX_ITEM_PARAMETERS];
    double shift[IRT_MAX_ITEM_PARAMETERS];
    bool is_mean = model->groups > 1 && move == model->location + g;
    for (size_t p = 0; p < item->count; p++) {
        bool slope = model->parameter[item->first + p].slope;
        bend[p] = 0.0;
        if (!slope)
            continue; /* only slopes move anything */
        memset(unit, 0, sizeof unit);
        unit[p] = 1.0;
        find_shift(item, unit, shift);
        for (size_t q = 0; q < item->count; q++)
            bend[p] += gradient[q] *
                       (is_mean ? shift[q]
                                : ((q == p ? 1.0 : 0.0) - mean * shift[q]) / psi[move]);
    }
}

bool
irt_population_precision(const struct irt_model *model, const double *psi,
                         double *inverse)
{
    size_t D = model->dims, c = model->correlation;
    for (size_t r = 0; r < D; r++) {
        inverse[r * D + r] = 1.0;
        for (size_t s = r + 1; s < D; s++, c++)
            inverse[r * D + s] = inverse[s * D + r] = psi[c];
    }
    gsl_matrix_view view = gsl_matrix_view_array(inverse, D, D);
    return gsl_linalg_cholesky_decomp1(&view.matrix) == GSL_SUCCESS &&
           gsl_linalg_cholesky_invert(&view.matrix) == GSL_SUCCESS;
}

/* y = Sigma^-1 x. */
static void
multiply(const double *inverse, size_t D, const double *x, double *y)
{
    for (size_t r = 0; r < D; r++) {
        y[r] = 0.0;
        for (size_t s = 0; s < D; s++)
            y[r] += inverse[r * D + s] * x[s];
    }
}

/* A_n into A, given Sigma^-1; A may be the rule's own weights. */
static void
find_weights(const struct irt_quadrature *base, const double *inverse, double *A)
{
    size_t D = base->dims;
    double largest = -INFINITY, sum = 0.0, y[D_MAX];
    for (size_t n = 0; n < base->points; n++) {
        const double *x = base->node + n * D;
        double form = 0.0;
        multiply(inverse, D, x, y);
        for (size_t d = 0; d < D; d++)
            form += x[d] * (x[d] - y[d]);
        A[n] = log(base->weight[n]) + 0.5 * form;
        largest = fmax(largest, A[n]);
    }
    for (size_t n = 0; n < base->points; n++) {
        A[n] = exp(A[n] - largest);
        sum += A[n];
    }
    for (size_t n = 0; n < base->points; n++)
        A[n] /= sum;
}

bool
irt_population_weights(const struct irt_model *model, const double *psi,
                       const struct irt_quadrature *base, double *weight)
{
    double inverse[D_MAX * D_MAX];
    if (base->dims == 1) {
        memmove(weight, base->weight, base->points * sizeof *weight);
        return true;
    }
    if (!irt_population_precision(model, psi, inverse))
        return false;
    find_weights(base, inverse, weight);
    return true;
}

/* With y = Sigma^-1 x, d (-x' Sigma^-1 x / 2) / d rho_rs = y_r y_s: those at all nodes into
 * g[c * points + n], less their means under A: then they are d log A_n / d rho_c. */
static void
find_scores(const struct irt_model *model, const double *inverse,
            const struct irt_quadrature *quadrature, const double *A, double *g)
{
    size_t D = quadrature->dims, Q = quadrature->points;
    double y[D_MAX], mean[D_MAX * D_MAX] = { 0.0 };
    for (size_t n = 0; n < Q; n++) {
        multiply(inverse, D, quadrature->node + n * D, y);
        for (size_t r = 0, c = 0; r < D; r++)
            for (size_t s = r + 1; s < D; s++, c++) {
                g[c * Q + n] = y[r] * y[s];
                mean[c] += A[n] * g[c * Q + n];
            }
    }
    for (size_t c = 0; c < model->correlations; c++)
        for (size_t n = 0; n < Q; n++)
            g[c * Q + n] -= mean[c];
}

bool
irt_population_scores(const struct irt_model *model, const double *psi,
                      const struct irt_quadrature *quadrature, double *score)
{
    double inverse[D_MAX * D_MAX];
    if (!irt_population_precision(model, psi, inverse))
        return false;
    find_scores(model, inverse, quadrature, quadrature->weight, score);
    return true;
}

/* d (y_r y_s) / d rho_tu at one node: dy_r = -(W_rt y_u + W_ru y_t), W = Sigma^-1. */
static double
bend(const double *W, size_t D, const double *y, size_t r, size_t s, size_t t, size_t u)
{
    double dr = -(W[r * D + t] * y[u] + W[r * D + u] * y[t]);
    double ds = -(W[s * D + t] * y[u] + W[s * D + u] * y[t]);
    return dr * y[s] + y[r] * ds;
}

/* For total count N they are
 * -sum count d(y_r y_s) + N (mean of d(y_r y_s) + covariance of the scores, under A). */
void
irt_population_information(const struct irt_model *model, const double *psi,
                           const struct irt_quadrature *quadrature, const double *score,
                           const double *count, double *information)
{
    size_t D = quadrature->dims, Q = quadrature->points, C = model->correlations;
    double W[D_MAX * D_MAX], total = 0.0, y[D_MAX];
    if (!irt_population_precision(model, psi, W))
        return;
    for (size_t n = 0; n < Q; n++)
        total += count[n];
    for (size_t n = 0; n < Q; n++) {
        double A = quadrature->weight[n];
        multiply(W, D, quadrature->node + n * D, y);
        for (size_t r = 0, c = 0; r < D; r++)
            for (size_t s = r + 1; s < D; s++, c++)
                for (size_t t = 0, k = 0; t < D; t++)
                    for (size_t u = t + 1; u < D; u++, k++)
                        information[c * C + k] +=
                            (total * A - count[n]) * bend(W, D, y, r, s, t, u) +
                            total * A * score[c * Q + n] * score[k * Q + n];
    }
}

double
irt_population_expected(const struct irt_quadrature *quadrature, const double *count)
{
    double F = 0.0;
    for (size_t n = 0; n < quadrature->points; n++)
        if (count[n] > 0.0)
            F += count[n] * log(quadrature->weight[n]);
    return F;
}
