/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expected.h -- the artificial data of an E-step: expected counts by node.
 *
 * Shapes  r[first[j] + h * points + n]: persons at node n expected to answer item j in
 *         category h, among those who answered it; population[n]: persons at node n.
 *         n-bar of item j is the sum of r over h.
 * Formula r-bar_jhn = sum_l f_l [u_lj = h] p_l(n), n-bar_jn the same over patterns that
 *         answered item j; p_l(n) is the posterior of pattern l.  Source: Bock and Aitkin
 *         (1981), Psychometrika 46, 443-459. */
#ifndef IRT_EXPECTED_H
#define IRT_EXPECTED_H

#include "error.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stddef.h>

struct irt_expected {
    size_t items, points;
    size_t *first; /* items + 1; the last is the length of r */
    double *r;
    double *population; /* points */
    double *scores;     /* work: correlations * points */
    double loglik;      /* with weights normalised to sum 1 */
    double
        squared_means; /* sum over persons of the squared posterior mean of the node; in
                             one dimension, and by the kernel alone */
};

/* NULL with *error filled without memory.  Caller frees: irt_expected_free(). */
struct irt_expected *irt_expected_new(const struct irt_model *model, size_t points,
                                      struct irt_error *error);
void irt_expected_free(struct irt_expected *expected);
void irt_expected_copy(struct irt_expected *to, const struct irt_expected *from);

/* n-bar of item j at the nodes, into nbar[points]. */
void irt_expected_nbar(const struct irt_expected *expected, size_t j, double *nbar);

/* Adds the gradient of the log-likelihood of group g, whose counts these are, in the free
 * parameters, by Fisher's identity, to gradient[free_count].  The nodes are the group's. */
void irt_expected_add_gradient(const struct irt_expected *expected,
                               const struct irt_model *model, const double *psi, size_t g,
                               const struct irt_quadrature *quadrature, double *gradient);

#endif
