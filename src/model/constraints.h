/* SPDX-License-Identifier: GPL-3.0-or-later */
/* constraints.h -- what a model's name and a user's options fix, equate and give priors.
 * Used while a model is built: parameters then name their free parameter by any index. */
#ifndef IRT_CONSTRAINTS_H
#define IRT_CONSTRAINTS_H

#include "data/responses.h"
#include "error.h"
#include "model/model.h"

/* Puts the models that options->items gives some columns into kind[columns].  False with
 * *error filled (IRT_BAD_USAGE) for what does not exist. */
bool irt_constrain_items(const struct irt_responses *data,
                         const struct irt_model_options *options,
                         const struct irt_model_kind **kind, struct irt_error *error);

/* Slopes fixed or equal, steps equal, sigma free, as the columns' models have it. */
void irt_constrain_kinds(struct irt_model *model,
                         const struct irt_model_kind *const *kind);

/* options->equal, ->fix and ->prior, in this order, and the priors by default of what is left
 * to estimate.  False with *error filled: IRT_BAD_USAGE, IRT_NO_MEMORY. */
bool irt_constrain_options(struct irt_model *model, const struct irt_responses *data,
                           const struct irt_model_options *options,
                           struct irt_error *error);

/* For numbered free parameters: what is equal starts equal, and the boundaries of a graded
 * item start in order; where some of them cannot move the others make way.  False with
 * *error filled: IRT_BAD_USAGE when those that cannot move are not in order. */
bool irt_constrain_starts(struct irt_model *model, const struct irt_responses *data,
                          struct irt_error *error);

#endif
