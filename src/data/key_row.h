/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_row.h -- a key that stands in the table: a first row of right answers, with a word for
 * it where the others have the person. */
#ifndef IRT_KEY_ROW_H
#define IRT_KEY_ROW_H

#include "data/cell.h"
#include "data/columns.h"
#include "data/key.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>

/* Is this the row?  Its first cell that is not empty says so ("KEY", "Answer key:", in
 * several languages), and some columns that may be items have answers in it. */
bool irt_is_key_row(const struct irt_columns *columns, const struct irt_cell *cell,
                    size_t cells, const struct irt_missing *missing);

/* The key, by the columns' names: the cells with single letters, or else the other texts, or
 * else the numbers.  Columns that it leaves out are no items any more.  NULL with *error
 * filled; caller frees: irt_key_free(). */
struct irt_key *irt_key_of_row(struct irt_columns *columns, const struct irt_cell *cell,
                               size_t cells, const struct irt_missing *missing,
                               const struct irt_place *place, size_t line,
                               struct irt_error *error);

#endif
