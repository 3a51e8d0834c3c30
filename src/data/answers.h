/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answers.h -- the raw answers to one keyed item while they are read, and then all of them
 * as options and scores. */
#ifndef IRT_ANSWERS_H
#define IRT_ANSWERS_H

#include "data/cell.h"
#include "data/key.h"
#include "data/names.h"
#include "data/place.h"
#include "data/responses.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed: none yet. */
struct irt_answers {
    struct irt_names names; /* the options, in order of appearance */
};

/* The number of the option that a cell names; IRT_MISSING when the cell is missing.
 * IRT_BAD_DATA when there are more options than codes. */
bool irt_answers_take(struct irt_answers *answers, struct irt_cell cell,
                      const struct irt_missing *missing, const struct irt_place *place,
                      size_t line, const char *column, uint8_t *number,
                      struct irt_error *error);
void irt_answers_free(struct irt_answers *answers);

/* data->code holds these numbers where of_item[] (data->items; NULL: not keyed) has
 * answers: keeps the options, sorted, in data->option and data->raw, and turns the codes
 * into scores.  IRT_BAD_DATA when a key by position has not one answer an item. */
bool irt_answers_score(struct irt_responses *data, struct irt_answers *const *of_item,
                       const struct irt_key *key, const struct irt_place *place,
                       struct irt_error *error);

#endif
