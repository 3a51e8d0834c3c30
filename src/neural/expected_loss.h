/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expected_loss.h -- what an autoencoder's reconstruction costs on average, when answers come
 * from true parameters and every answer is replaced by its probability:
 *
 *     E_theta E_e sum_j sum_h P_jh(theta; truth) (-log P_jh(theta + noise e; psi)),
 *
 * an encoder that sees theta itself, but for normal noise e.  Without noise its gradient at
 * psi = truth is 0, for the scores of an item have mean 0 there.  With noise it is not: the
 * expectation over e does not pass through the probability.  KL does not depend on the items.
 * Source: Curi, Converse, Hajewski and Oliveira (2019), IJCNN, whose loss it is. */
#ifndef IRT_EXPECTED_LOSS_H
#define IRT_EXPECTED_LOSS_H

#include "error.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_expected_loss {
    const struct irt_model *model; /* borrowed */
    size_t points;
    double *theta, *e, *weight; /* points * dims, likewise; points */
    double *z, *r;              /* work: points * dims; categories * points */
};

/* Into a zeroed one: a product of rules in one dimension, in up to 4 a sequence of so many
 * points (0: 20000).  False with *error filled: IRT_BAD_USAGE for more, or for several
 * populations; IRT_NO_MEMORY. */
bool irt_expected_loss_open(struct irt_expected_loss *loss, const struct irt_model *model,
                            size_t sequence, struct irt_error *error);
void irt_expected_loss_close(struct irt_expected_loss *loss);

/* A person's loss.  gradient[free_count] (NULL: not wanted) by the items' free parameters; of
 * others it is 0. */
double irt_expected_loss_at(struct irt_expected_loss *loss, const double *truth,
                            const double *psi, double noise, double *gradient);

#endif
