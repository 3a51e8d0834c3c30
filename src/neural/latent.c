/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neural/latent.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

#define D_MAX    IRT_MAX_DIMS
#define SHRINK   0.95
#define SMALLEST 1e-4 /* of Sigma's determinant */

bool
irt_latent_at(const struct irt_model *model, const double *psi, struct irt_latent *out)
{
    size_t D = model->dims, c = model->correlation;
    out->dims = D;
    out->sigma = psi[model->sigma];
    for (size_t r = 0; r < D; r++) {
        out->inverse[r * D + r] = 1.0;
        for (size_t s = r + 1; s < D; s++, c++)
            out->inverse[r * D + s] = out->inverse[s * D + r] = psi[c];
    }
    gsl_matrix_view view = gsl_matrix_view_array(out->inverse, D, D);
    if (gsl_linalg_cholesky_decomp1(&view.matrix) != GSL_SUCCESS)
        return false;
    out->log_det = 0.0;
    for (size_t r = 0; r < D; r++)
        out->log_det += 2.0 * log(out->inverse[r * D + r]);
    return gsl_linalg_cholesky_invert(&view.matrix) == GSL_SUCCESS;
}

/* y = Sigma^-1 z; z' y. */
static double
multiply(const struct irt_latent *latent, const double *z, double *y)
{
    size_t D = latent->dims;
    double form = 0.0;
    for (size_t r = 0; r < D; r++) {
        y[r] = 0.0;
        for (size_t s = 0; s < D; s++)
            y[r] += latent->inverse[r * D + s] * z[s];
        form += z[r] * y[r];
    }
    return form;
}

double
irt_latent_log_density(const struct irt_latent *latent, const double *z, double *by_z)
{
    double y[D_MAX], form = multiply(latent, z, y);
    for (size_t r = 0; by_z && r < latent->dims; r++)
        by_z[r] = -y[r];
    return -0.5 * (form + latent->log_det + (double)latent->dims * log(2.0 * M_PI));
}

void
irt_latent_score(const struct irt_latent *latent, const double *z, double weight,
                 double *by_rho)
{
    size_t D = latent->dims;
    double y[D_MAX];
    multiply(latent, z, y);
    for (size_t r = 0, c = 0; r < D; r++)
        for (size_t s = r + 1; s < D; s++, c++)
            by_rho[c] += weight * (y[r] * y[s] - latent->inverse[r * D + s]);
}

/* B = Sigma^-1 A for a D x D matrix. */
static void
multiply_matrix(const struct irt_latent *latent, const double *A, double *B)
{
    size_t D = latent->dims;
    for (size_t r = 0; r < D; r++)
        for (size_t s = 0; s < D; s++) {
            B[r * D + s] = 0.0;
            for (size_t t = 0; t < D; t++)
                B[r * D + s] += latent->inverse[r * D + t] * A[t * D + s];
        }
}

/* With M = W L and y = W mean, -(W (L L' + mean mean') W)_rs + W_rs. */
static void
add_rho(const struct irt_latent *latent, const double *M, const double *y, double weight,
        double *by_rho)
{
    size_t D = latent->dims;
    for (size_t r = 0, c = 0; r < D; r++)
        for (size_t s = r + 1; s < D; s++, c++) {
            double sum = y[r] * y[s];
            for (size_t t = 0; t < D; t++)
                sum += M[r * D + t] * M[s * D + t];
            by_rho[c] += weight * (latent->inverse[r * D + s] - sum);
        }
}

double
irt_latent_kl(const struct irt_latent *latent, const double *mean, const double *L,
              double weight, double *by_mean, double *by_L, double *by_rho)
{
    size_t D = latent->dims;
    double y[D_MAX], M[D_MAX * D_MAX], trace = 0.0, log_det = 0.0;
    double form = multiply(latent, mean, y);
    multiply_matrix(latent, L, M);
    for (size_t r = 0; r < D; r++) {
        log_det += 2.0 * log(L[r * D + r]);
        for (size_t s = 0; s <= r; s++) {
            trace += L[r * D + s] * M[r * D + s];
            if (by_L)
                by_L[r * D + s] +=
                    weight * (M[r * D + s] - (r == s ? 1.0 / L[r * D + r] : 0.0));
        }
        if (by_mean)
            by_mean[r] += weight * y[r];
    }
    if (by_rho)
        add_rho(latent, M, y, weight, by_rho);
    return 0.5 * (trace + form - (double)D + latent->log_det - log_det);
}

void
irt_latent_hold(const struct irt_model *model, double *psi)
{
    struct irt_latent latent;
    if (!model->correlations_free)
        return;
    while (!irt_latent_at(model, psi, &latent) || latent.log_det < log(SMALLEST))
        for (size_t c = 0; c < model->correlations; c++)
            if (model->parameter[model->correlation + c].free != IRT_NONE)
                psi[model->correlation + c] *= SHRINK;
}
