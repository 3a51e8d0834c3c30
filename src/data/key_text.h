/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_text.h -- answers of a key as people write them: A, A|C, B=2|D=1. */
#ifndef IRT_KEY_TEXT_H
#define IRT_KEY_TEXT_H

#include "data/cell.h"
#include "data/key.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>

/* Messages begin with where, which is a file when line is not 0. */

/* A new item at the end of the key, without answers; NULL without memory.
 * Valid until the next one. */
struct irt_key_item *irt_key_add(struct irt_key *key);

/* Adds answers, separated by |, to an item: those that say no score have this one. */
bool irt_key_add_answers(struct irt_key_item *item, struct irt_cell text, unsigned score,
                         const char *where, size_t line, struct irt_error *error);

/* Reads a whole key by position. */
bool irt_key_read_text(struct irt_key *key, struct irt_cell text, const char *where,
                       size_t line, struct irt_error *error);

#endif
