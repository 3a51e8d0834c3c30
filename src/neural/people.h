/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people.h -- the persons as an autoencoder takes them: by answer patterns, in units that
 * stand for one person each (for several where a pattern is very frequent), dealt to training
 * and held out, in an order that is shuffled. */
#ifndef IRT_PEOPLE_H
#define IRT_PEOPLE_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "model/model.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_people {
    const struct irt_model *model; /* borrowed */
    size_t inputs;                 /* numbers that the encoder takes */
    size_t patterns;
    uint8_t *category;       /* patterns * items, or IRT_MISSING */
    const double *frequency; /* patterns; borrowed */
    size_t units, training;  /* of units, the first so many in order[] are trained on */
    uint32_t *pattern;       /* units */
    double *weight;          /* units: persons */
    uint32_t *order, *dealt; /* units: as they stand, and as they were dealt */
    double persons;          /* in all, */
    double persons_training; /* and those trained on */
};

/* held_out: the share of the units that is held out, dealt by random.  Into a zeroed one.
 * False with *error filled without memory. */
bool irt_people_open(struct irt_people *people, const struct irt_responses *data,
                     const struct irt_patterns *patterns, const struct irt_model *model,
                     double held_out, gsl_rng *random, struct irt_error *error);
void irt_people_close(struct irt_people *people);

/* The order as it was dealt. */
void irt_people_deal(struct irt_people *people);

/* Shuffles count units of the order, from the first on. */
void irt_people_shuffle(struct irt_people *people, size_t count, gsl_rng *random);

#endif
