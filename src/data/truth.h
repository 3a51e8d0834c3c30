/* SPDX-License-Identifier: GPL-3.0-or-later */
/* truth.h -- what a simulation knows of items and persons: the tables that irtop simulate writes
 * beside the data. */
#ifndef IRT_TRUTH_H
#define IRT_TRUTH_H

#include "data/responses.h"
#include "error.h"
#include "model/item.h"

#include <stdbool.h>
#include <stddef.h>

enum irt_truth_kind { IRT_TRUTH_ITEMS, IRT_TRUTH_PERSONS, IRT_TRUTH_SCHOOLS };

/* What a file tells by its columns: item; person and theta, or theta1 ..; school and effect.
 * False with *error filled: IRT_BAD_DATA when it cannot be read or is none of these. */
bool irt_truth_kind_of(const char *file, enum irt_truth_kind *kind,
                       struct irt_error *error);

/* Items' parameters as they are reported, in columns item, and a or a1 .., d, b, c, u, into
 * truth[data->items]; of items that the file does not name, and of parameters that it does not
 * have, counts are 0, c and u NAN.  False with *error filled (IRT_BAD_DATA, IRT_NO_MEMORY). */
bool irt_item_truth_read(const char *file, const struct irt_responses *data,
                         struct irt_item_report *truth, struct irt_error *error);

/* Abilities, theta[i * *dims + d], a row of the file for each row of the data.  NULL with
 * *error filled likewise.  Caller frees. */
double *irt_ability_truth_read(const char *file, const struct irt_responses *data,
                               size_t *dims, struct irt_error *error);

#endif
