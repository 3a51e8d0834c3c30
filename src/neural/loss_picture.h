/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loss_picture.h -- an autoencoder's expected loss around the true parameters: its gradient there
 * as the encoder's noise grows from 0, and the loss along the line from the truth to an estimate,
 * and beyond. */
#ifndef IRT_LOSS_PICTURE_H
#define IRT_LOSS_PICTURE_H

#include "error.h"
#include "neural/expected_loss.h"

#include <stdbool.h>
#include <stddef.h>

#define IRT_LOSS_NOISES 9
#define IRT_LOSS_HALF   6 /* irt_loss_noise[..] is one half */
#define IRT_LOSS_PLACES 17

extern const double
    irt_loss_noise[IRT_LOSS_NOISES]; /* 0 first, ascending: SD in units of theta */

struct irt_loss_picture {
    /* At the truth, by noise: a person's loss, Euclid's norm of its gradient by the items' free
     * parameters, and whose component is the largest. */
    double loss[IRT_LOSS_NOISES], norm[IRT_LOSS_NOISES];
    size_t largest[IRT_LOSS_NOISES];
    /* Along the line: 0 is the truth, 1 the estimate; the loss without noise, and with this. */
    double place[IRT_LOSS_PLACES], along[2][IRT_LOSS_PLACES];
    double noise;
};

/* False with *error filled without memory. */
bool irt_loss_picture_make(struct irt_expected_loss *loss, const double *truth,
                           const double *estimate, double noise,
                           struct irt_loss_picture *out, struct irt_error *error);

/* Where on the line the least loss is, without noise or with it. */
double irt_loss_least(const struct irt_loss_picture *picture, bool with_noise);

#endif
