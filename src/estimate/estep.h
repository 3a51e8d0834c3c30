/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estep.h -- the fused E-step over all populations of theta: one kernel for each school or
 * group, on nodes that move with its mean and spread (population.h).  With one population it
 * is kernel.h and nothing else. */
#ifndef IRT_ESTEP_H
#define IRT_ESTEP_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/expected.h"
#include "estimate/kernel.h"
#include "model/model.h"
#include "parallel.h"
#include "quadrature/quadrature.h"

/* What an E-step knows of one population: its nodes, moved, and its expected counts. */
struct irt_part {
    struct irt_quadrature *quadrature;
    struct irt_expected *expected;
};

struct irt_parts {
    size_t count; /* of the model: groups */
    struct irt_part *part;
    double loglik; /* of all */
};

/* NULL with *error filled without memory.  Caller frees: irt_parts_free(). */
struct irt_parts *irt_parts_new(const struct irt_model *model,
                                const struct irt_quadrature *base,
                                struct irt_error *error);
void irt_parts_free(struct irt_parts *parts);

/* Nodes and weights of every part as psi has them, from the rule for N(0, I). */
void irt_parts_place(struct irt_parts *parts, const struct irt_model *model,
                     const double *psi, const struct irt_quadrature *base);

/* The gradient of the log-likelihood, plus the log prior where there are priors, in the free
 * parameters, by Fisher's identity from the counts of all parts, into gradient[free_count].
 * Returns the largest absolute component; where locations are centred that is of the
 * gradient along what they may do together. */
double irt_parts_gradient(const struct irt_parts *parts, const struct irt_model *model,
                          const double *psi, double *gradient);

struct irt_estep;

/* Keeps no reference to data or patterns, borrows pool.  patterns->groups must be the
 * model's.  NULL with *error filled without memory.  Caller frees: irt_estep_free(). */
struct irt_estep *irt_estep_new(const struct irt_responses *data,
                                const struct irt_patterns *patterns,
                                const struct irt_model *model, size_t points,
                                struct irt_pool *pool, struct irt_error *error);
void irt_estep_free(struct irt_estep *estep);

/* One E-step at psi on the parts as they are placed. */
void irt_estep_run(struct irt_estep *estep, const struct irt_model *model,
                   const double *psi, struct irt_parts *parts);

#endif
