/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quadrature.h -- nodes X_n and weights A_n that stand in for N(0, 1).
 *
 * Units   nodes are on the standard scale z; theta = sigma z where the variance is free.
 * Shapes  node[n * dims + d], weight[n], n = 0 .. points-1, d = 0 .. dims-1.
 * The weights sum to total: 1, but for the lecture's rounded table (1.000088).
 * Source: Bock and Aitkin (1981), Psychometrika 46, 443-459. */
#ifndef IRT_QUADRATURE_H
#define IRT_QUADRATURE_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

enum irt_nodes { IRT_NODES_EQUAL, IRT_NODES_GH, IRT_NODES_EMPIRICAL, IRT_NODES_SOBOL };

struct irt_quadrature {
    enum irt_nodes kind;
    size_t points;
    size_t dims;
    double *node;
    double *weight;
    double total; /* sum of the weights */
};

#define IRT_MAX_POINTS 1000  /* in one dimension */
#define IRT_MAX_NODES  20000 /* in several */
#define IRT_MAX_DIMS   8

/* Q equally spaced nodes on [lo, hi], weights proportional to the normal density and
 * normalised to sum 1.  NULL with *error filled (IRT_BAD_USAGE) unless
 * 2 <= Q <= IRT_MAX_POINTS and lo < hi, both finite.  Caller frees. */
struct irt_quadrature *irt_quadrature_equal(size_t Q, double lo, double hi,
                                            struct irt_error *error);

/* Gauss-Hermite for N(0, 1): exact for polynomials up to degree 2Q - 1.
 * Source: gsl_integration_fixed_hermite.  1 <= Q <= 200 (beyond that weights underflow). */
struct irt_quadrature *irt_quadrature_gh(size_t Q, struct irt_error *error);

/* Equal nodes whose weights the estimator re-estimates each cycle (kind EMPIRICAL). */
struct irt_quadrature *irt_quadrature_empirical(size_t Q, double lo, double hi,
                                                struct irt_error *error);

/* Nodes for N(0, I) in several dimensions: every combination of the nodes of a rule of one
 * dimension, the first changing slowest, while there are no more than IRT_MAX_NODES.
 * NULL with *error filled (IRT_BAD_USAGE) when there are. */
struct irt_quadrature *irt_quadrature_product(const struct irt_quadrature *one,
                                              size_t dims, struct irt_error *error);

/* Nodes of equal weight from a Sobol sequence mapped through the normal quantile, for
 * dimensions where a product has too many.  1 <= dims <= IRT_MAX_DIMS. */
struct irt_quadrature *irt_quadrature_sobol(size_t points, size_t dims,
                                            struct irt_error *error);

/* The published walk-through's table: 10 nodes on [-4, 4] rounded to 4 decimals,
 * weights of 4 significant digits, which sum to 1.000088. */
struct irt_quadrature *irt_quadrature_lecture(struct irt_error *error);

/* The density that masses at the nodes stand for, on the scale of the nodes:
 * density[n] is mass[n] over the step of equal nodes (which may be stretched and moved),
 * and mass[n] / weight[n] times the normal density at Gauss-Hermite nodes. */
void irt_quadrature_density(const struct irt_quadrature *quadrature, const double *mass,
                            double *density);

struct irt_quadrature *irt_quadrature_copy(const struct irt_quadrature *from,
                                           struct irt_error *error);
void irt_quadrature_free(struct irt_quadrature *quadrature);

#endif
