/* SPDX-License-Identifier: GPL-3.0-or-later */
/* two_groups.h -- the persons of two levels of a column as two populations, and models of them
 * in which some items have parameters of their own in each: what likelihood-ratio and Wald
 * tests of differential item functioning compare.
 *
 * The reference group is population 0, whose mean is 0 and whose standard deviation is that of
 * the model; the focal group, population 1, has a mean and a spread that are estimated.  All
 * constraints and priors are those of the model that is looked at. */
#ifndef IRT_TWO_GROUPS_H
#define IRT_TWO_GROUPS_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_two_groups {
    struct irt_responses *data;    /* rows of both levels; school: 0 reference, 1 focal */
    struct irt_patterns *patterns; /* by group; of every model made from these data */
    double persons[2];
};

/* Of two levels of data->factor.  NULL with *error filled without memory.  Caller frees:
 * irt_two_groups_free(). */
struct irt_two_groups *irt_two_groups_new(const struct irt_responses *data,
                                          size_t reference, size_t focal,
                                          struct irt_error *error);
void irt_two_groups_free(struct irt_two_groups *two);

enum irt_tie {
    IRT_TIED,            /* the item is the same in both groups: an anchor */
    IRT_INTERCEPTS_FREE, /* intercepts of its own in each */
    IRT_BOTH_FREE,       /* slopes and intercepts; asymptotes stay common */
    IRT_LEFT_OUT         /* the item is in neither */
};

/* A model with the items so tied.  What is fixed stays so, and what is equal over items stays
 * equal, in both groups: of an item of 1PL only the intercept becomes free. */
struct irt_tied_model {
    struct irt_responses *data; /* a column more for each item that is free */
    struct irt_model *model;
    size_t *item[2]; /* [group][item of the model looked at]: index; IRT_NONE: left out */
};

/* model and psi are those looked at, in one dimension; tie[model->items].  psi are starting
 * values; where they are not finite those of the model.  NULL with *error filled without
 * memory.  Caller frees: irt_tied_model_free(). */
struct irt_tied_model *irt_tied_model_new(const struct irt_two_groups *two,
                                          const struct irt_model *model,
                                          const double *psi, const enum irt_tie *tie,
                                          struct irt_error *error);
void irt_tied_model_free(struct irt_tied_model *tied);

/* Whether parameter p of item j becomes free by group under a tie. */
bool irt_tie_frees(const struct irt_model *model, size_t j, size_t p, enum irt_tie tie);

#endif
