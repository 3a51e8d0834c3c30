/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gap.h -- how far an encoder's normal distribution of a person lies from the posterior of theta
 * under the same items:
 *
 *     KL(q || p(. | u)) = log P(u) - (E_q log P(u | theta) - KL(q || prior)),
 *
 * which is what the evidence lower bound of that person lacks of the log-likelihood.
 *
 * Integrals are sums over equal steps (of about a standard deviation or less, out to where there
 * is nothing left) in the directions of the distribution itself, which its moments are found for
 * by doing so again and again; beyond 4 dimensions over a Sobol sequence.
 * Sources: Kingma and Welling (2014), ICLR; Cremer, Li and Duvenaud (2018), ICML. */
#ifndef IRT_GAP_H
#define IRT_GAP_H

#include "error.h"
#include "model/model.h"
#include "neural/encoder.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRT_GAP_POINTS 121 /* of the curve of the posterior, at most */

struct irt_gap {
    size_t dims;
    double kl;             /* KL(q || posterior), in nats */
    double log_marginal;   /* log P(u) */
    double reconstruction; /* E_q log P(u | theta) */
    double prior_kl;       /* KL(q || prior) */
    /* Of theta = sigma z: the encoder's, and the posterior's. */
    double mean[IRT_MAX_DIMS], sd[IRT_MAX_DIMS];
    double exact_mean[IRT_MAX_DIMS], exact_sd[IRT_MAX_DIMS];
    /* The posterior's density of theta in the dimension asked for. */
    size_t points;
    double theta[IRT_GAP_POINTS], density[IRT_GAP_POINTS];
};

/* category[items] are the answers, IRT_MISSING where there is none.  False with *error filled
 * without memory, or where correlations of theta are not positive definite. */
bool irt_gap_find(const struct irt_model *model, const double *psi,
                  const struct irt_normal *normal, const uint8_t *category,
                  size_t dimension, struct irt_gap *out, struct irt_error *error);

#endif
