/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlp.h -- a network of full layers: tanh in the hidden ones, none in the last.
 *
 * Layer k takes width[k] numbers to width[k + 1].  All weights stand in one vector, layer
 * after layer: W_k[in * width[k + 1] + out], then the bias b_k[out].
 * Tables of rows are [row * width + unit].  Matrix products are the CBLAS's; what comes out
 * depends on the rows given, not on any thread. */
#ifndef IRT_MLP_H
#define IRT_MLP_H

#include "error.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#define IRT_MLP_MOST_LAYERS 6 /* the last one too */

struct irt_mlp {
    size_t layers;
    size_t width[IRT_MLP_MOST_LAYERS + 1];
    size_t offset[IRT_MLP_MOST_LAYERS]; /* of W_k in the vector of weights */
    size_t weights;                     /* length of that vector */
};

/* hidden[count] units in the hidden layers, count < IRT_MLP_MOST_LAYERS. */
struct irt_mlp irt_mlp_shape(size_t inputs, const size_t *hidden, size_t count,
                             size_t outputs);

/* Starting weights: normal, so that a unit's variance is that of what comes in (Glorot and
 * Bengio 2010, AISTATS); the last layer's a tenth of that; biases 0. */
void irt_mlp_start(const struct irt_mlp *mlp, gsl_rng *random, double *weights);

/* What a pass over some rows leaves: each layer's output, and room for its derivative. */
struct irt_mlp_pass {
    size_t most; /* rows */
    double *output[IRT_MLP_MOST_LAYERS];
    double *by_output[IRT_MLP_MOST_LAYERS];
};
bool irt_mlp_pass_open(struct irt_mlp_pass *pass, const struct irt_mlp *mlp, size_t rows,
                       struct irt_error *error);
void irt_mlp_pass_close(struct irt_mlp_pass *pass);

/* input[rows * width[0]]; the last layer's output is returned: rows * width[layers], in
 * pass. */
const double *irt_mlp_forward(const struct irt_mlp *mlp, const double *weights,
                              const double *input, size_t rows,
                              struct irt_mlp_pass *pass);

/* After a forward over the same rows: the derivatives of some function by the outputs are
 * in pass->by_output[layers - 1]; adds those by the weights to gradient[weights]. */
void irt_mlp_backward(const struct irt_mlp *mlp, const double *weights,
                      const double *input, size_t rows, struct irt_mlp_pass *pass,
                      double *gradient);

/* The matrix library is not to start threads of its own: once, before the first pass. */
void irt_mlp_one_thread(void);

#endif
