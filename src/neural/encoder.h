/* SPDX-License-Identifier: GPL-3.0-or-later */
/* encoder.h -- an autoencoder's encoder as it stands after a cycle, to be looked at: a copy, with
 * which any answers can be encoded; and what a run keeps of them, so that past cycles can be
 * shown again.
 *
 * An item of C categories enters as C numbers: whether the answer is category 1, .. C - 1, and
 * whether there is an answer.  A missing one is 0 in all. */
#ifndef IRT_ENCODER_H
#define IRT_ENCODER_H

#include "error.h"
#include "model/model.h"
#include "neural/mlp.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_encoder {
    size_t cycle; /* of the run, that left it so */
    size_t dims;
    bool full; /* posterior with a full covariance, else diagonal */
    struct irt_mlp mlp;
    double *weights; /* mlp.weights; NULL: there is no encoder */
    double *psi;     /* parameters of the model: the items that go with it */
    size_t parameters;
};

/* Into a zeroed one, or one that held another.  False with *error filled without memory. */
bool irt_encoder_take(struct irt_encoder *encoder, const struct irt_mlp *mlp,
                      const double *weights, const double *psi, size_t parameters,
                      struct irt_error *error);
void irt_encoder_clear(struct irt_encoder *encoder); /* a zeroed one is fine */

/* How many numbers the answers to a model's items are to an encoder; and these, into
 * input[inputs], from category[items], IRT_MISSING where there is none. */
size_t irt_encoder_inputs(const struct irt_model *model);
void irt_encoder_input(const struct irt_model *model, const uint8_t *category,
                       double *input);

/* A normal distribution of z, N(mean, L L'); L is lower triangular, [r * dims + s]. */
struct irt_normal {
    size_t dims;
    double mean[IRT_MAX_DIMS], L[IRT_MAX_DIMS * IRT_MAX_DIMS];
};
double irt_normal_sd(const struct irt_normal *normal, size_t r);

/* What it makes of answers; unit (NULL: not wanted) gets every layer's output, one after the
 * other: mlp.width[1] + .. + mlp.width[layers] numbers, the last layer's K as bound.h has them.
 * False with *error filled without memory. */
bool irt_encoder_run(const struct irt_encoder *encoder, const struct irt_model *model,
                     const uint8_t *category, struct irt_normal *out, double *unit,
                     struct irt_error *error);

/* Rewrites the last layer for (z_r - mean_r) / sd_r in the place of z_r. */
void irt_encoder_standardise(const struct irt_mlp *mlp, size_t dims, bool full,
                             const double *mean, const double *sd, double *weights);

/* Weights after cycles of a run: of each, until there is no more room, then of every second,
 * every fourth, and so on. */
struct irt_checkpoints {
    size_t weights; /* in one */
    size_t most;    /* that there is room for at the end */
    size_t count, capacity, stride;
    size_t *cycle; /* count, ascending */
    double *at;    /* count * weights */
};

/* Into a zeroed one. */
void irt_checkpoints_open(struct irt_checkpoints *checkpoints, size_t weights);
void irt_checkpoints_close(struct irt_checkpoints *checkpoints);
/* False with *error filled without memory. */
bool irt_checkpoints_add(struct irt_checkpoints *checkpoints, size_t cycle,
                         const double *weights, struct irt_error *error);
/* The last one at or before a cycle, its cycle into *found; NULL: there is none. */
const double *irt_checkpoints_find(const struct irt_checkpoints *checkpoints,
                                   size_t cycle, size_t *found);

#endif
