/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shape.h -- what a fit was, small enough to be kept and compared later: the answers by a
 * fingerprint, every parameter with its constraint, the populations, and how well it fitted. */
#ifndef IRT_SHAPE_H
#define IRT_SHAPE_H

#include "error.h"
#include "estimate/fit.h"
#include "model/item.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_shape_parameter {
    size_t free;  /* number of its free parameter; IRT_NONE: fixed at value */
    double value; /* fixed at, or estimated */
};

struct irt_shape_item {
    char *name; /* owned */
    size_t of; /* length of the part of its name that is the column's: items free by group
                   are "item3@A", and are answers to "item3" */
    const struct irt_item_ops *ops;
    unsigned categories;
    size_t count;
    struct irt_shape_parameter *parameter; /* count; owned */
};

struct irt_shape {
    char title[64];   /* "2PL" */
    uint64_t answers; /* of persons' answers to these items, in whatever order */
    uint64_t groups;  /* of the persons' groups besides; 0: one population */
    double persons;
    size_t items;
    struct irt_shape_item *item;
    size_t dims;
    struct irt_shape_parameter sigma;
    size_t correlations;
    struct irt_shape_parameter
        correlation[IRT_MAX_DIMS * (IRT_MAX_DIMS - 1) / 2]; /* as in psi */
    enum irt_effects effects;
    size_t parameters; /* estimated */
    double loglik, aic, bic;
    double nodes[4]; /* what it was integrated over: kind, number, ends */
    enum irt_likelihood_kind likelihood;
    bool converged, priors, robust;
};

/* A copy of what is needed of a fit.  NULL with *error filled without memory.  Caller frees:
 * irt_shape_free(). */
struct irt_shape *irt_shape_of(const struct irt_fit *fit, struct irt_error *error);
void irt_shape_free(struct irt_shape *shape);

/* Room for so many items, their names and parameters not there yet; NULL without memory. */
struct irt_shape *irt_shape_new(size_t items, struct irt_error *error);

#endif
