/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neural/mlp.h"

#include "model/fast_math.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LAST_LAYER 0.1  /* of the usual spread: so that posteriors start near the prior */
#define LARGEST    20.0 /* beyond it tanh is 1 to the last digit */

struct irt_mlp
irt_mlp_shape(size_t inputs, const size_t *hidden, size_t count, size_t outputs)
{
    struct irt_mlp mlp = { .layers = count + 1 };
    mlp.width[0] = inputs;
    for (size_t k = 0; k < count; k++)
        mlp.width[k + 1] = hidden[k];
    mlp.width[count + 1] = outputs;
    for (size_t k = 0; k < mlp.layers; k++) {
        mlp.offset[k] = mlp.weights;
        mlp.weights += (mlp.width[k] + 1) * mlp.width[k + 1];
    }
    return mlp;
}

static double
draw_normal(gsl_rng *random)
{
    double u = gsl_rng_uniform_pos(random), v = gsl_rng_uniform(random);
    return sqrt(-2.0 * log(u)) * cos(2.0 * M_PI * v);
}

void
irt_mlp_start(const struct irt_mlp *mlp, gsl_rng *random, double *weights)
{
    memset(weights, 0, mlp->weights * sizeof *weights);
    for (size_t k = 0; k < mlp->layers; k++) {
        double spread = sqrt(2.0 / (double)(mlp->width[k] + mlp->width[k + 1]));
        if (k + 1 == mlp->layers)
            spread *= LAST_LAYER;
        for (size_t i = 0; i < mlp->width[k] * mlp->width[k + 1]; i++)
            weights[mlp->offset[k] + i] = spread * draw_normal(random);
    }
}

bool
irt_mlp_pass_open(struct irt_mlp_pass *pass, const struct irt_mlp *mlp, size_t rows,
                  struct irt_error *error)
{
    bool ok = true;
    pass->most = rows;
    for (size_t k = 0; k < mlp->layers; k++) {
        pass->output[k] = malloc((rows * mlp->width[k + 1] + 1) * sizeof(double));
        pass->by_output[k] = malloc((rows * mlp->width[k + 1] + 1) * sizeof(double));
        ok = ok && pass->output[k] && pass->by_output[k];
    }
    return ok || irt_fail(error, IRT_NO_MEMORY, "no memory for a network of %zu weights",
                          mlp->weights);
}

void
irt_mlp_pass_close(struct irt_mlp_pass *pass)
{
    for (size_t k = 0; k < IRT_MLP_MOST_LAYERS; k++) {
        free(pass->output[k]);
        free(pass->by_output[k]);
    }
    *pass = (struct irt_mlp_pass){ 0 };
}

/* tanh(x) = 1 - 2 / (exp(2 x) + 1). */
IRT_TARGET_CLONES static void
squash_layer(double *x, size_t count)
{
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double held = x[i] < LARGEST ? x[i] : LARGEST;
        held = held > -LARGEST ? held : -LARGEST;
        x[i] = 1.0 - 2.0 / (irt_exp(2.0 * held) + 1.0);
    }
}

const double *
irt_mlp_forward(const struct irt_mlp *mlp, const double *weights, const double *input,
                size_t rows, struct irt_mlp_pass *pass)
{
    for (size_t k = 0; k < mlp->layers; k++) {
        size_t in = mlp->width[k], out = mlp->width[k + 1];
        const double *W = weights + mlp->offset[k], *bias = W + in * out;
        const double *from = k ? pass->output[k - 1] : input;
        double *to = pass->output[k];
        for (size_t i = 0; i < rows; i++)
            memcpy(to + i * out, bias, out * sizeof *to);
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)rows, (int)out,
                    (int)in, 1.0, from, (int)in, W, (int)out, 1.0, to, (int)out);
        if (k + 1 < mlp->layers)
            squash_layer(to, rows * out);
    }
    return pass->output[mlp->layers - 1];
}

/* The derivatives by what goes into the hidden units of layer k, from those by their
 * outputs: tanh' = 1 - tanh^2. */
static void
through_tanh(const double *output, double *by_output, size_t count)
{
    for (size_t i = 0; i < count; i++)
        by_output[i] *= 1.0 - output[i] * output[i];
}

void
irt_mlp_backward(const struct irt_mlp *mlp, const double *weights, const double *input,
                 size_t rows, struct irt_mlp_pass *pass, double *gradient)
{
    for (size_t k = mlp->layers; k-- > 0;) {
        size_t in = mlp->width[k], out = mlp->width[k + 1];
        const double *from = k ? pass->output[k - 1] : input, *by = pass->by_output[k];
        double *W = gradient + mlp->offset[k], *bias = W + in * out;
        cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)in, (int)out, (int)rows,
                    1.0, from, (int)in, by, (int)out, 1.0, W, (int)out);
        for (size_t i = 0; i < rows; i++)
            for (size_t o = 0; o < out; o++)
                bias[o] += by[i * out + o];
        if (k == 0)
            break;
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)in, (int)out,
                    1.0, by, (int)out, weights + mlp->offset[k], (int)out, 0.0,
                    pass->by_output[k - 1], (int)in);
        through_tanh(pass->output[k - 1], pass->by_output[k - 1], rows * in);
    }
}

void
irt_mlp_one_thread(void)
{
    openblas_set_num_threads(1);
}
