/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_plan.h -- simulated schools: how many persons each has, and its true effect s_k.
 *
 * Sizes    "100"         as many in every school
 *          "50,260,125"  as listed, which also says how many schools there are
 *          "50:300"      drawn, each whole number alike
 * Effects  "-1,0,.5"     as listed; "0": all alike
 *          "even(-1,1)"  evenly spaced: the first school has -1, the last 1
 *          "uniform(-1,1)", or any distribution: drawn, and then centred
 * Units    effects are logits, added to theta: theta + s_k in school k.
 * Drawn effects are centred, for so are those that are estimated. */
#ifndef IRT_SCHOOL_PLAN_H
#define IRT_SCHOOL_PLAN_H

#include "data/responses.h"
#include "error.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stdint.h>

/* Strings are borrowed. */
struct irt_school_plan {
    size_t schools;      /* 0: as many as a list has; without a list none */
    const char *sizes;   /* NULL: the persons are shared out, as evenly as can be */
    const char *effects; /* NULL: uniform(-1,1) */
};

/* False with *error filled (IRT_BAD_USAGE) when sizes or effects cannot be read. */
bool irt_school_plan_read(const struct irt_school_plan *plan, struct irt_error *error);

/* How many schools the plan has, into *schools (0: none).  False with *error filled
 * (IRT_BAD_USAGE) when sizes or effects cannot be read, or numbers of schools differ. */
bool irt_school_plan_check(const struct irt_school_plan *plan, size_t *schools,
                           struct irt_error *error);

/* For a plan that was checked: size[schools]; persons are shared out where the plan has no
 * sizes.  One number is taken from the generator for each size drawn.  Returns the sum. */
size_t irt_school_plan_sizes(const struct irt_school_plan *plan, size_t schools,
                             size_t persons, gsl_rng *random, uint32_t *size);

/* For a plan that was checked: effect[schools].  One number for each effect drawn. */
void irt_school_plan_effects(const struct irt_school_plan *plan, size_t schools,
                             gsl_rng *random, double *effect);

/* Gives the rows to the schools "1", "2" ... in order, size[k] rows each; the sizes sum to
 * the rows.  False with *error filled without memory. */
bool irt_school_plan_assign(struct irt_responses *data, size_t schools,
                            const uint32_t *size, struct irt_error *error);

#endif
