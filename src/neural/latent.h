/* SPDX-License-Identifier: GPL-3.0-or-later */
/* latent.h -- what an autoencoder's persons are drawn from, z ~ N(0, Sigma), Sigma with unit
 * variances; theta = sigma z, where sigma is 1 but for models of fixed slopes. */
#ifndef IRT_LATENT_H
#define IRT_LATENT_H

#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_latent {
    size_t dims;
    double sigma;
    double inverse[IRT_MAX_DIMS * IRT_MAX_DIMS]; /* Sigma^-1 */
    double log_det;                              /* log |Sigma| */
};

/* As psi has it.  False when the correlations are not positive definite. */
bool irt_latent_at(const struct irt_model *model, const double *psi,
                   struct irt_latent *out);

/* log N(z; 0, Sigma), and into by_z[dims] (unless NULL) its derivatives by z. */
double irt_latent_log_density(const struct irt_latent *latent, const double *z,
                              double *by_z);

/* Adds weight times the derivatives of log N(z; 0, Sigma) by the correlations to
 * by_rho[dims (dims - 1) / 2]. */
void irt_latent_score(const struct irt_latent *latent, const double *z, double weight,
                      double *by_rho);

/* KL(N(mean, L L') || N(0, Sigma)) in closed form, L lower triangular by rows; adds weight
 * times its derivatives to those that are not NULL: by_mean[dims], by_L[dims * dims] (the
 * lower triangle), by_rho.  With diagonal L and Sigma = I it is
 * -sum_r (1 + log s_r^2 - m_r^2 - s_r^2) / 2. */
double irt_latent_kl(const struct irt_latent *latent, const double *mean, const double *L,
                     double weight, double *by_mean, double *by_L, double *by_rho);

/* Moves free correlations towards 0 until Sigma is positive definite. */
void irt_latent_hold(const struct irt_model *model, double *psi);

#endif
