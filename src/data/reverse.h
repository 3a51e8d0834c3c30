/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reverse.h -- items that ask the other way round: their codes are turned. */
#ifndef IRT_REVERSE_H
#define IRT_REVERSE_H

#include "data/place.h"
#include "data/responses.h"
#include "error.h"

#include <stdbool.h>

/* Turns the codes of each item in a comma list: code h becomes lowest + highest - h, of the
 * codes that were used; so do the scores of a keyed item's options.  Leaves a note on each.
 * IRT_BAD_DATA when there is no such item, or one stands there twice. */
bool irt_reverse(struct irt_responses *data, const char *list,
                 const struct irt_place *place, struct irt_error *error);

#endif
