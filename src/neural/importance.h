/* SPDX-License-Identifier: GPL-3.0-or-later */
/* importance.h -- the marginal log-likelihood, and the moments of the persons' posteriors, by
 * importance sampling: the encoder's normal, somewhat widened, proposes.
 *
 * Points are of a Sobol sequence, moved by random (modulo 1) for each person and repetition:
 * the estimate of a person is the log of the mean over all of them, and how far the repetitions
 * are from it gives its Monte Carlo error.
 * Source: Owen (2013), Monte Carlo theory, methods and examples, ch. 9 and 17. */
#ifndef IRT_IMPORTANCE_H
#define IRT_IMPORTANCE_H

#include "error.h"
#include "neural/trainer.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>

struct irt_importance {
    double loglik, loglik_se;
    double mean[IRT_MAX_DIMS]; /* of z over all persons */
    double covariance[IRT_MAX_DIMS * IRT_MAX_DIMS];
};

/* At the trainer's encoder and psi.  False with *error filled without memory. */
bool irt_importance_run(struct irt_trainer *trainer, struct irt_importance *out,
                        struct irt_error *error);

#endif
