/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trainer.h -- an autoencoder in training: encoder, decoder and Adam, epoch by epoch.
 *
 *   train    minibatches of the persons trained on; KL is warmed up.  When the bound of those
 *            held out has not risen for some epochs, the best state is restored and the rate
 *            cut; after some cuts training is over.
 *   refine   all persons, the importance-weighted bound with many samples, the rate falling to
 *            0; the items' parameters are averaged over the second half.  The encoder stays as
 *            it is: many samples tell it little, and it would wander off.  Source: Rainforth et
 *            al. (2018), ICML.
 *
 * Chunks of a minibatch are shared out to threads and added up in their order; what is drawn
 * depends on seed, start, epoch, minibatch and chunk alone. */
#ifndef IRT_TRAINER_H
#define IRT_TRAINER_H

#include "error.h"
#include "model/model.h"
#include "neural/adam.h"
#include "neural/bound.h"
#include "neural/mlp.h"
#include "neural/options.h"
#include "neural/people.h"
#include "parallel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum irt_phase { IRT_PHASE_TRAIN, IRT_PHASE_REFINE, IRT_PHASE_OVER };

/* The workplace of one chunk. */
struct irt_chunk {
    struct irt_bound bound;
    struct irt_mlp_pass pass;
    gsl_rng *random;
    size_t rows;
    double *input, *weight, *e; /* rows * inputs; rows; rows * samples * dims */
    uint8_t *category;          /* rows * items */
    double *by_weights, *by_psi;
    struct irt_bound_value value;
};

struct irt_trainer {
    const struct irt_model *model; /* borrowed, as people and pool are */
    struct irt_people *people;
    struct irt_pool *pool;
    struct irt_neural_options options;
    double rate;
    uint64_t seed;
    struct irt_mlp mlp;
    struct irt_latent latent;
    struct irt_adam adam;
    size_t variables;     /* of the encoder, then the free parameters */
    double *gradient;     /* variables */
    double *weights;      /* of the encoder */
    double *psi;          /* parameters */
    double *best_weights; /* as they were at the best bound of those held out */
    double *best_psi;
    double *mean_psi;    /* over the second half of the last phase */
    double *by_psi;      /* work: parameters */
    double *free_values; /* work: free_count */
    size_t chunks;       /* workplaces */
    struct irt_chunk *chunk;

    size_t start, epoch; /* of this start */
    enum irt_phase phase;
    size_t limit; /* epochs of training */
    bool limited; /* it was reached */
    size_t since, cuts, refined, averaged;
    double best, factor; /* of the bound held out; of the rate */
};

/* What an epoch gave, in all persons: those of the trained on stand for all. */
struct irt_epoch {
    struct irt_bound_value value;
    double
        held_out; /* the bound of those held out, or at fixed samples of all; NAN: not yet */
    double max_gradient; /* of the items' parameters, in the last minibatch */
};

/* Into a zeroed one; the first start is begun.  False with *error filled without memory. */
bool irt_trainer_open(struct irt_trainer *trainer, struct irt_people *people,
                      const struct irt_model *model,
                      const struct irt_neural_options *options, double rate, size_t limit,
                      uint64_t seed, struct irt_pool *pool, struct irt_error *error);
void irt_trainer_close(struct irt_trainer *trainer);

/* Begins again from other weights and, but for start 0, other slopes. */
void irt_trainer_begin(struct irt_trainer *trainer, size_t start);

/* One epoch; the phase then is trainer->phase.  False when numbers are no longer finite. */
bool irt_trainer_epoch(struct irt_trainer *trainer, struct irt_epoch *out);

/* The encoder's K numbers for patterns from .. from + count - 1, count <= IRT_CHUNK_ROWS, in
 * chunk's pass. */
#define IRT_CHUNK_ROWS    64
#define IRT_LEAST_SAMPLES 32 /* that a workplace has room for, a row */
const double *irt_trainer_encode(const struct irt_trainer *trainer,
                                 struct irt_chunk *chunk, size_t from, size_t count);

/* A seed for what is drawn at one place. */
uint64_t irt_trainer_seed(uint64_t seed, uint64_t a, uint64_t b, uint64_t c);

#endif
