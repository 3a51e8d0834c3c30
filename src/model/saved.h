/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saved.h -- the estimates of an earlier fit, by the items' names: what another fit starts
 * from, and what new data are scored with. */
#ifndef IRT_SAVED_H
#define IRT_SAVED_H

#include "data/responses.h"
#include "error.h"
#include "model/item.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_saved_item {
    char *name; /* owned */
    const struct irt_item_ops *ops;
    unsigned categories;                 /* 0: the fit had set the item aside */
    uint8_t code[IRT_MAX_CATEGORIES];    /* the response that is category h; they rise */
    bool reversed;                       /* the responses were turned round */
    double par[IRT_MAX_ITEM_PARAMETERS]; /* as ops has them */
};

/* A school's or group's population. */
struct irt_saved_school {
    char *name;              /* owned */
    double location, spread; /* mean of theta; its SD over sigma, 1 but for groups */
};

struct irt_saved {
    const struct irt_model_kind *kind;
    size_t dims;
    size_t items;
    struct irt_saved_item *item; /* names are all different */
    double sigma;
    double correlation[IRT_MAX_DIMS * (IRT_MAX_DIMS - 1) / 2]; /* row by row, as in psi */
    enum irt_effects
        effects; /* FIXED or GROUPS, where there are schools below; else NONE */
    size_t schools;
    struct irt_saved_school *school;   /* names are all different */
    struct irt_quadrature *quadrature; /* for N(0, I), or as empirical weights ended */
};

/* NULL is fine. */
void irt_saved_free(struct irt_saved *saved);

/* NULL: there is no item of that name. */
const struct irt_saved_item *irt_saved_find(const struct irt_saved *saved,
                                            const char *name);

const struct irt_saved_school *irt_saved_find_school(const struct irt_saved *saved,
                                                     const char *name);

/* Lets a model start from an earlier fit, item by item.  An item that is not
 * there, or has another model or other categories, starts as it would have, and model->notes
 * says so; what is fixed stays; what is shared starts from the mean.  Where theta's scale is
 * fixed here and was free there, slopes are multiplied by the old sigma.  Borrows nothing.
 * False with *error filled: IRT_BAD_DATA when no item has a name of the fit's,
 * IRT_NO_MEMORY. */
bool irt_model_continue(struct irt_model *model, const struct irt_responses *data,
                        const struct irt_saved *saved, struct irt_error *error);

/* Makes new data what the fit's were: turns the responses round of items that it had turned
 * round, with notes.  IRT_BAD_DATA as "FILE: ..." when no column has the name of an item that
 * was estimated, a response is none that the fit knows, or a school is none where the fit has
 * an effect for each. */
bool irt_saved_prepare(const struct irt_saved *saved, struct irt_responses *data,
                       const char *file, struct irt_error *error);

/* The fit's model for the columns of prepared data, every parameter fixed at its estimate:
 * irt_model_start() gives psi.  What one of them has and the other has not is in
 * model->notes.  NULL with *error filled without memory.  Borrows nothing.
 * Caller frees: irt_model_free(). */
struct irt_model *irt_model_restore(const struct irt_saved *saved,
                                    const struct irt_responses *data,
                                    struct irt_error *error);

#endif
