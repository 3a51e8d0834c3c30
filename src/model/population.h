/* SPDX-License-Identifier: GPL-3.0-or-later */
/* population.h -- the distribution of theta at the nodes, as psi has it: theta = sigma z in
 * one dimension (theta = sd_g z + mean_g in group g, on nodes that move along); in several,
 * theta ~ N(0, Sigma) with unit variances, where the nodes stay and their weights follow the
 * correlations,
 *
 *     A_n proportional to base_n exp((x'x - x' Sigma^-1 x) / 2). */
#ifndef IRT_POPULATION_H
#define IRT_POPULATION_H

#include "error.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

/* Mean and standard deviation of theta in group g. */
static inline double
irt_group_mean(const struct irt_model *model, const double *psi, size_t g)
{
    return model->groups > 1 ? psi[model->location + g] : 0.0;
}

static inline double
irt_group_sd(const struct irt_model *model, const double *psi, size_t g)
{
    return model->groups > 1 && model->effects == IRT_EFFECTS_GROUPS
               ? psi[model->sigma] * psi[model->spread + g]
               : psi[model->sigma];
}

/* The nodes of group g, moved so that irt_theta() finds its mean + sd z there; base and to
 * may not be the same.  With one population they are the base's. */
void irt_group_nodes(const struct irt_model *model, const double *psi, size_t g,
                     const struct irt_quadrature *base, struct irt_quadrature *to);

/* What moves theta in one dimension: sigma, the mean of group g, its spread.  Those that are
 * free, or with fixed_too all that there are, as indices into psi; their number. */
#define IRT_MOST_MOVES 3
size_t irt_group_moves(const struct irt_model *model, size_t g, bool fixed_too,
                       size_t move[IRT_MOST_MOVES]);

/* Moving theta in group g by psi[move] does to item j what moving its parameters along
 * direction[count] does; and how that depends on them: bend[p] = sum_q gradient[q]
 * d direction_q / d par_p. */
void irt_group_direction(const struct irt_model *model, const double *psi, size_t g,
                         size_t move, size_t j, double *direction);
void irt_group_bend(const struct irt_model *model, const double *psi, size_t g,
                    size_t move, size_t j, const double *gradient, double *bend);

/* theta[n * dims + d] at the nodes: room[], or where no scaling is needed the nodes
 * themselves. */
const double *irt_theta(const struct irt_model *model, const double *psi,
                        const struct irt_quadrature *quadrature,
                        double room[IRT_MAX_POINTS]);

/* Sigma^-1 at psi into inverse[dims * dims], of several dimensions; false when Sigma is not
 * positive definite. */
bool irt_population_precision(const struct irt_model *model, const double *psi,
                              double *inverse);

/* The weights at psi into weight[points], from a rule for N(0, I).  In one dimension they
 * are the rule's.  False when the correlations are not positive definite. */
bool irt_population_weights(const struct irt_model *model, const double *psi,
                            const struct irt_quadrature *base, double *weight);

/* d log A_n / d rho_c into score[c * points + n]; the quadrature's weights are those at psi.
 * False when the correlations are not positive definite. */
bool irt_population_scores(const struct irt_model *model, const double *psi,
                           const struct irt_quadrature *quadrature, double *score);

/* Adds to information[correlations^2] minus the second derivatives by the correlations of
 * F = sum_n count_n log A_n, given their scores from irt_population_scores(). */
void irt_population_information(const struct irt_model *model, const double *psi,
                                const struct irt_quadrature *quadrature,
                                const double *score, const double *count,
                                double *information);

/* F at psi, for a rule whose weights are those at psi. */
double irt_population_expected(const struct irt_quadrature *quadrature,
                               const double *count);

#endif
