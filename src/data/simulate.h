/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate.h -- responses drawn from a model with known parameters. */
#ifndef IRT_SIMULATE_H
#define IRT_SIMULATE_H

#include "data/responses.h"
#include "error.h"

#include <stdint.h>

enum irt_distribution_kind { IRT_CONSTANT, IRT_NORMAL, IRT_LOGNORMAL, IRT_UNIFORM };

/* normal(mean, sd), lognormal(mean and sd of the log), uniform(lo, hi), or a constant. */
struct irt_distribution {
    enum irt_distribution_kind kind;
    double first, second;
};

/* Reads "normal(0,1)", "lognormal(0,0.3)", "uniform(.5,2)" or "1.2".
 * False with *error filled (IRT_BAD_USAGE) when it is none of these. */
bool irt_distribution_parse(const char *text, struct irt_distribution *out,
                            struct irt_error *error);

struct irt_simulation_options {
    const char *model; /* rasch, 1pl or 2pl */
    size_t persons, items;
    double missing; /* share of cells missing completely at random, [0, 1) */
    struct irt_distribution a, b, theta;
    uint64_t seed;
};

struct irt_simulation {
    struct irt_responses *data;
    double *a, *d; /* items: the truth; b = -d / a */
    double *theta; /* persons: the truth */
};

/* The defaults: 2PL, 1000 x 20, nothing missing, a ~ lognormal(0, 0.3),
 * b ~ normal(0, 1), theta ~ normal(0, 1), seed 1. */
struct irt_simulation_options irt_simulation_defaults(void);

/* GSL's Mersenne twister seeded with seed: the same options give the same data on
 * every machine.  NULL with *error filled.  Caller frees: irt_simulation_free(). */
struct irt_simulation *irt_simulate(const struct irt_simulation_options *options,
                                    struct irt_error *error);
void irt_simulation_free(struct irt_simulation *simulation);

#endif
