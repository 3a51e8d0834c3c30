/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quadrature/quadrature.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_qrng.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_quadrature *
quadrature_new(enum irt_nodes kind, size_t Q, size_t dims, struct irt_error *error)
{
    struct irt_quadrature *quadrature = calloc(1, sizeof *quadrature);
    if (quadrature) {
        quadrature->kind = kind;
        quadrature->points = Q;
        quadrature->dims = dims;
        quadrature->node = calloc(Q * dims, sizeof *quadrature->node);
        quadrature->weight = calloc(Q, sizeof *quadrature->weight);
    }
    if (!quadrature || !quadrature->node || !quadrature->weight) {
        irt_quadrature_free(quadrature);
        irt_fail(error, IRT_NO_MEMORY, "no memory for %zu quadrature nodes", Q);
        return NULL;
    }
    return quadrature;
}

void
irt_quadrature_free(struct irt_quadrature *quadrature)
{
    if (!quadrature)
        return;
    free(quadrature->node);
    free(quadrature->weight);
    free(quadrature);
}

struct irt_quadrature *
irt_quadrature_copy(const struct irt_quadrature *from, struct irt_error *error)
{
    struct irt_quadrature *copy =
        quadrature_new(from->kind, from->points, from->dims, error);
    if (!copy)
        return NULL;
    memcpy(copy->node, from->node, from->points * from->dims * sizeof *copy->node);
    memcpy(copy->weight, from->weight, from->points * sizeof *copy->weight);
    copy->total = from->total;
    return copy;
}

/* Scales the weights to sum 1.  Summed from both ends inwards, smallest first, so that a
 * symmetric rule stays symmetric to the last bit. */
static void
normalise(struct irt_quadrature *quadrature)
{
    size_t Q = quadrature->points;
    double sum = 0.0;
    for (size_t n = 0; n < Q / 2; n++)
        sum += quadrature->weight[n] + quadrature->weight[Q - 1 - n];
    if (Q % 2)
        sum += quadrature->weight[Q / 2];
    for (size_t n = 0; n < Q; n++)
        quadrature->weight[n] /= sum;
    quadrature->total = 1.0;
}

struct irt_quadrature *
irt_quadrature_equal(size_t Q, double lo, double hi, struct irt_error *error)
{
    if (Q < 2 || Q > IRT_MAX_POINTS) {
        irt_fail(error, IRT_BAD_USAGE, "%zu quadrature points: give 2 to %d", Q,
                 IRT_MAX_POINTS);
        return NULL;
    }
    if (!isfinite(lo) || !isfinite(hi) || lo >= hi) {
        irt_fail(error, IRT_BAD_USAGE,
                 "nodes from %g to %g: the range goes from a smaller to a larger number",
                 lo, hi);
        return NULL;
    }
    struct irt_quadrature *quadrature = quadrature_new(IRT_NODES_EQUAL, Q, 1, error);
    if (!quadrature)
        return NULL;
    double last = (double)(Q - 1), nearest = INFINITY;
    for (size_t n = 0; n < Q; n++) {
        /* Weighted from both ends, so that a symmetric range gives symmetric nodes. */
        quadrature->node[n] = (lo * (last - (double)n) + hi * (double)n) / last;
        nearest = fmin(nearest, fabs(quadrature->node[n]));
    }
    /* Relative to the node nearest 0: a range far out keeps positive weights. */
    for (size_t n = 0; n < Q; n++)
        quadrature->weight[n] =
            exp(-0.5 * (quadrature->node[n] - nearest) * (quadrature->node[n] + nearest));
    normalise(quadrature);
    return quadrature;
}

struct irt_quadrature *
irt_quadrature_empirical(size_t Q, double lo, double hi, struct irt_error *error)
{
    struct irt_quadrature *quadrature = irt_quadrature_equal(Q, lo, hi, error);
    if (quadrature)
        quadrature->kind = IRT_NODES_EMPIRICAL;
    return quadrature;
}

struct irt_quadrature *
irt_quadrature_gh(size_t Q, struct irt_error *error)
{
    if (Q < 1 || Q > 200) {
        irt_fail(error, IRT_BAD_USAGE, "%zu Gauss-Hermite points: give 1 to 200", Q);
        return NULL;
    }
    struct irt_quadrature *quadrature = quadrature_new(IRT_NODES_GH, Q, 1, error);
    if (!quadrature)
        return NULL;
    /* Weight function exp(-(x - 0)^2 / 2): b = 1/2. */
    gsl_integration_fixed_workspace *rule =
        gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, Q, 0.0, 0.5, 0.0, 0.0);
    if (!rule) {
        irt_quadrature_free(quadrature);
        irt_fail(error, IRT_NO_MEMORY, "no memory for %zu Gauss-Hermite nodes", Q);
        return NULL;
    }
    memcpy(quadrature->node, gsl_integration_fixed_nodes(rule), Q * sizeof(double));
    memcpy(quadrature->weight, gsl_integration_fixed_weights(rule), Q * sizeof(double));
    gsl_integration_fixed_free(rule);
    normalise(quadrature);
    return quadrature;
}

struct irt_quadrature *
irt_quadrature_lecture(struct irt_error *error)
{
    static const double node[5] = { 0.4444, 1.3333, 2.2222, 3.1111, 4.0 };
    static const double weight[5] = { 0.3213, 0.1458, 0.03002, 0.002805, 0.000119 };
    struct irt_quadrature *quadrature = quadrature_new(IRT_NODES_EQUAL, 10, 1, error);
    if (!quadrature)
        return NULL;
    for (size_t n = 0; n < 5; n++) {
        quadrature->node[4 - n] = -node[n];
        quadrature->node[5 + n] = node[n];
        quadrature->weight[4 - n] = quadrature->weight[5 + n] = weight[n];
        quadrature->total += 2.0 * weight[n];
    }
    return quadrature;
}

void
irt_quadrature_density(const struct irt_quadrature *quadrature, const double *mass,
                       double *density)
{
    size_t Q = quadrature->points;
    double step =
        Q > 1 ? (quadrature->node[Q - 1] - quadrature->node[0]) / (double)(Q - 1) : 1.0;

    for (size_t n = 0; n < Q; n++)
        if (quadrature->kind == IRT_NODES_GH)
            density[n] = quadrature->weight[n] > 0.0
                             ? mass[n] / quadrature->weight[n] *
                                   gsl_ran_ugaussian_pdf(quadrature->node[n])
                             : 0.0;
        else
            density[n] = mass[n] / step;
}

struct irt_quadrature *
irt_quadrature_product(const struct irt_quadrature *one, size_t dims,
                       struct irt_error *error)
{
    size_t Q = one->points, points = 1;
    for (size_t d = 0; d < dims; d++) {
        points *= Q;
        if (points > IRT_MAX_NODES) {
            irt_fail(error, IRT_BAD_USAGE,
                     "%zu nodes in each of %zu dimensions are more than %d in all; give "
                     "fewer by "
                     "--quad",
                     Q, dims, IRT_MAX_NODES);
            return NULL;
        }
    }
    struct irt_quadrature *product = quadrature_new(one->kind, points, dims, error);
    if (!product)
        return NULL;
    for (size_t n = 0; n < points; n++) {
        product->weight[n] = 1.0;
        for (size_t d = dims, rest = n; d-- > 0; rest /= Q) {
            product->node[n * dims + d] = one->node[rest % Q];
            product->weight[n] *= one->weight[rest % Q];
        }
    }
    normalise(product);
    return product;
}

struct irt_quadrature *
irt_quadrature_sobol(size_t points, size_t dims, struct irt_error *error)
{
    if (dims < 1 || dims > IRT_MAX_DIMS || points < 1 || points > IRT_MAX_NODES) {
        irt_fail(error, IRT_BAD_USAGE,
                 "%zu Sobol nodes in %zu dimensions: give 1 to %d, 1 to %d", points, dims,
                 IRT_MAX_NODES, IRT_MAX_DIMS);
        return NULL;
    }
    struct irt_quadrature *quadrature =
        quadrature_new(IRT_NODES_SOBOL, points, dims, error);
    gsl_qrng *sequence =
        quadrature ? gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)dims) : NULL;
    if (quadrature && !sequence) {
        irt_quadrature_free(quadrature);
        irt_fail(error, IRT_NO_MEMORY, "no memory for %zu Sobol nodes", points);
        return NULL;
    }
    for (size_t n = 0; quadrature && n < points; n++) {
        gsl_qrng_get(sequence, quadrature->node + n * dims);
        for (size_t d = 0; d < dims; d++)
            quadrature->node[n * dims + d] =
                gsl_cdf_ugaussian_Pinv(quadrature->node[n * dims + d]);
        quadrature->weight[n] = 1.0;
    }
    gsl_qrng_free(sequence);
    if (quadrature)
        normalise(quadrature);
    return quadrature;
}
