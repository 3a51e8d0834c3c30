/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h -- what a user may choose about the autoencoder. */
#ifndef IRT_NEURAL_OPTIONS_H
#define IRT_NEURAL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#define IRT_MOST_HIDDEN  4    /* layers */
#define IRT_MOST_UNITS   1024 /* in one */
#define IRT_MOST_SAMPLES 1024
#define IRT_MOST_STARTS  20

struct irt_neural_options {
    size_t layers;
    size_t hidden[IRT_MOST_HIDDEN]; /* units in each hidden layer */
    bool full;                      /* posterior with a full covariance, else diagonal */
    bool importance;                /* bound: importance-weighted, else ELBO */
    size_t samples;                 /* of the bound, a person and epoch */
    size_t batch;                   /* persons a step */
    size_t warm_up;                 /* epochs until KL counts in full */
    double held_out;                /* share of the persons; 0: none */
    size_t refine; /* steps of the last phase, at least; 0: there is none */
    size_t starts;
};

#endif
