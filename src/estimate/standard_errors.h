/* SPDX-License-Identifier: GPL-3.0-or-later */
/* standard_errors.h -- covariance of the estimates.
 *
 * oakes: the observed information of the marginal likelihood, exactly, as the second
 * derivatives of the expected complete-data log-likelihood (Oakes 1999, JRSS-B 61,
 * 479-482; at the estimates it is Louis's 1982 formula).
 * crossprod: the sum over persons of the outer products of their scores. */
#ifndef IRT_STANDARD_ERRORS_H
#define IRT_STANDARD_ERRORS_H

#include "cancel.h"
#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/linear_scores.h"
#include "estimate/options.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

/* information[free_count * free_count] at psi, by method.  False with *error filled:
 * IRT_NO_MEMORY, or IRT_INTERRUPTED when cancel (may be NULL) was asked for. */
bool irt_information(enum irt_se method, const struct irt_responses *data,
                     const struct irt_patterns *patterns, const struct irt_model *model,
                     const double *psi, const struct irt_quadrature *quadrature,
                     unsigned threads, const struct irt_cancel *cancel,
                     double *information, struct irt_error *error);

/* Both at once, for hardly more than Oakes's alone: information[free_count * free_count]
 * by each method. */
bool irt_information_both(const struct irt_responses *data,
                          const struct irt_patterns *patterns,
                          const struct irt_model *model, const double *psi,
                          const struct irt_quadrature *quadrature, unsigned threads,
                          const struct irt_cancel *cancel, double *oakes,
                          double *crossprod, struct irt_error *error);

/* By method, for a model of one group at an E-step that was done at psi; done->table is not looked
 * at. */
bool irt_information_after(enum irt_se method, const struct irt_scored *done,
                           const struct irt_model *model, const double *psi,
                           double *information, struct irt_error *error);

/* covariance = inverse of information.  False when it is not positive definite; then
 * direction[free_count] (may be NULL) is the eigenvector of its smallest eigenvalue. */
bool irt_covariance(const double *information, size_t free_count, double *covariance,
                    double *direction, struct irt_error *error);

/* The same for the free parameters of a model, under the constraint that centred locations
 * sum to 0; information is changed. */
bool irt_model_covariance(const struct irt_model *model, double *information,
                          double *covariance, double *direction, struct irt_error *error);

#endif
