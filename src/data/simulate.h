/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate.h -- responses drawn from a model with known parameters. */
#ifndef IRT_SIMULATE_H
#define IRT_SIMULATE_H

#include "data/contaminate.h"
#include "data/distribution.h"
#include "data/responses.h"
#include "data/school_plan.h"
#include "data/simulate_options.h"
#include "error.h"
#include "model/model.h"

#include <stdint.h>

struct irt_simulation_options {
    const char *model; /* as irt_model_find() knows it */
    size_t persons;    /* not heeded where the schools have sizes of their own */
    size_t items;
    unsigned categories; /* of an item; 0: 2, or 4 where the model takes more than two */
    unsigned options;    /* letters of a multiple-choice item; 0: codes are written */
    double missing;      /* share of cells missing completely at random, [0, 1) */
    struct irt_distribution a, b, theta;
    struct irt_distribution spread; /* from one step, or threshold, to the next */
    struct irt_distribution c, u; /* asymptotes: numbers or ranges in [0, 1], c below u */
    size_t dims;                  /* m2pl: 2 to IRT_MAX_DIMS; the others: 1 */
    const char *q_matrix; /* m2pl: a file, borrowed; NULL: a dimension an item in turns */
    double correlation;   /* m2pl: of any two dimensions */
    struct irt_school_plan plan; /* zeroed: no schools */
    struct irt_contamination contamination;
    uint64_t seed;
};

/* The truth: item[j] (its responses are column j) with the parameters that its model has,
 * psi[item[j].first ...], the persons' theta, and the schools' effects: a person answers
 * as theta + effect[school] has it.  Rows that were contaminated answer as they like.
 * Shapes  theta[i * dims + r]; loads[j * dims + r]. */
struct irt_simulation {
    struct irt_responses *data;
    const struct irt_model_kind *kind;
    struct irt_item *item;
    double *psi;
    size_t dims;
    uint8_t *loads; /* m2pl; else NULL */
    double *theta;
    double *effect;        /* data->schools; NULL: no schools */
    uint8_t *contaminated; /* rows: 1 or 0; NULL: none are */
    struct irt_simulated_options options;
};

/* The defaults: 2PL, 1000 x 20, nothing missing, a ~ lognormal(0, 0.3), b ~ normal(0, 1),
 * spread ~ uniform(0.5, 1.1), c ~ uniform(0.05, 0.3), u ~ uniform(0.85, 1),
 * theta ~ normal(0, 1), one dimension, no schools, no contamination, seed 1. */
struct irt_simulation_options irt_simulation_defaults(void);

/* GSL's Mersenne twister seeded with seed: the same options give the same data on
 * every machine.
 *
 * An item's steps or thresholds lie around its b, spread apart: their mean is b.  rsm: one
 * spread for all items.  grm: in order.  nrm: each step has a slope of its own, so that
 * a_h = a_{h-1} + a, d_h = d_{h-1} - a b_h.  m2pl: a slope for each dimension that the item
 * measures, and d = -b |a|.  Contamination writes over rows of the very
 * data that would be without it.
 *
 * With options, which take a model of two categories or nrm, the data are as they would be
 * after scoring by the key, options and raw answers with them.
 * NULL with *error filled.  Caller frees: irt_simulation_free(). */
struct irt_simulation *irt_simulate(const struct irt_simulation_options *options,
                                    struct irt_error *error);
/* The options' faults, found without drawing anything (IRT_BAD_USAGE). */
bool irt_simulation_check(const struct irt_simulation_options *options,
                          struct irt_error *error);

void irt_simulation_free(struct irt_simulation *simulation);

/* The true parameters of item j as they are reported. */
void irt_simulation_report(const struct irt_simulation *simulation, size_t j,
                           struct irt_item_report *out);

#endif
