/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decoder.h -- the item model as the second half of an autoencoder: from points theta to the
 * probabilities of answers, with derivatives by theta and by the items' parameters, for any
 * model by its own operations (item.h).
 *
 * A person has R points; the points of row i are n = i R .. (i + 1) R - 1, with D numbers
 * each, theta[n * D + r]. */
#ifndef IRT_DECODER_H
#define IRT_DECODER_H

#include "error.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_decoder {
    const struct irt_model *model; /* borrowed */
    size_t block;                  /* points that are worked on together */
    double *table;                 /* work: of scores, or of probabilities */
    double *picked;                /* work: block */
};

/* Into a zeroed one, for R up to samples.  False with *error filled without memory. */
bool irt_decoder_open(struct irt_decoder *decoder, const struct irt_model *model,
                      size_t samples, struct irt_error *error);
void irt_decoder_close(struct irt_decoder *decoder);

/* category[i * items + j] is row i's answer to item j, or IRT_MISSING.  log P of all a row
 * answered, into loglik[rows * R]. */
void irt_decoder_forward(struct irt_decoder *decoder, const double *psi,
                         const uint8_t *category, size_t rows, size_t R,
                         const double *theta, double *loglik);

/* Of F = sum_n weight[n] loglik[n]: the derivatives by theta into by_theta[rows * R * D];
 * those by the items' parameters (each on its own: equal ones not added up) are added to
 * by_psi. */
void irt_decoder_backward(struct irt_decoder *decoder, const double *psi,
                          const uint8_t *category, size_t rows, size_t R,
                          const double *theta, const double *weight, double *by_theta,
                          double *by_psi);

/* Puts psi back inside its bounds: asymptotes and sigma, boundaries of categories in their
 * order, correlations positive definite, and slopes of m2pl, which are not negative where
 * the Q-matrix has them. */
void irt_decoder_hold(const struct irt_model *model, double *psi);

/* Rewrites psi so that theta_r of mean[r] and standard deviation sd[r] has mean 0 and standard
 * deviation 1, and no probability changes; where slopes are fixed sigma takes sd in.  Does
 * nothing where values fixed or priors tie the items to theta's scale. */
void irt_decoder_standardise(const struct irt_model *model, double *psi,
                             const double *mean, const double *sd);

#endif
