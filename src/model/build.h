/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build.h -- the pieces that a model is built from: of what data show (model.c), or of an
 * earlier fit (restore.c). */
#ifndef IRT_BUILD_H
#define IRT_BUILD_H

#include "model/model.h"

/* A model of so many columns without items yet; NULL without memory. */
struct irt_model *irt_model_empty(size_t columns, size_t dims);

/* The responses used[categories], which rise, become the item's categories.  True when they
 * are not that already. */
bool irt_model_recode(struct irt_model *model, struct irt_item *item,
                      const uint8_t *used);

/* When all items are there, and groups and effects are known: places for sigma, correlations
 * and locations, and room for all parameters.  False without memory. */
bool irt_model_make_room(struct irt_model *model);

/* Describes the parameters of item j, each free and by itself, with these starts; and then
 * those of the population, free as the model has it. */
void irt_model_describe_item(struct irt_model *model, const struct irt_item *item,
                             size_t j, const double *start);
void irt_model_describe_population(struct irt_model *model);

/* After that: the correlations, not free, are held at numbers, one for all or one each by commas.
 * False with *error filled: IRT_BAD_USAGE, also when they are no correlations. */
bool irt_model_hold_correlations(struct irt_model *model, const char *text,
                                 struct irt_error *error);

/* When all constraints and priors are known, free parameters named by any index get their
 * numbers, and the model knows its priors and its scale.  False without memory. */
bool irt_model_settle(struct irt_model *model);

#endif
