/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loglik.h -- the marginal log-likelihood at any parameters and any quadrature: to see
 * what a choice of nodes costs. */
#ifndef IRT_LOGLIK_H
#define IRT_LOGLIK_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

/* With weights normalised to sum 1.  False with *error filled without memory. */
bool irt_loglik(const struct irt_responses *data, const struct irt_patterns *patterns,
                const struct irt_model *model, const double *psi,
                const struct irt_quadrature *quadrature, unsigned threads, double *loglik,
                struct irt_error *error);

/* How far the quadrature's log-likelihood is from that of 201 equal nodes on [-8, 8], at
 * the same psi: quadrature minus reference. */
bool irt_integral_error(const struct irt_responses *data,
                        const struct irt_patterns *patterns,
                        const struct irt_model *model, const double *psi,
                        const struct irt_quadrature *quadrature, unsigned threads,
                        double *difference, struct irt_error *error);
#define IRT_REFERENCE_POINTS 201

#endif
