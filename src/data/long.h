/* SPDX-License-Identifier: GPL-3.0-or-later */
/* long.h -- rows of a table that are single responses: person, item, response.
 * Persons stand in order of first appearance, items too, or by value when all their
 * names are numbers. */
#ifndef IRT_LONG_H
#define IRT_LONG_H

#include "data/cell.h"
#include "data/columns.h"
#include "data/place.h"
#include "data/responses.h"
#include "data/table.h"
#include "error.h"
#include "notes.h"

struct irt_long;

/* items: NULL, or the comma list of items to keep.  Borrows what it is given until
 * irt_long_free(). */
struct irt_long *irt_long_new(const struct irt_columns *columns,
                              const struct irt_missing *missing,
                              const struct irt_key *key, const char *items,
                              const char *omit, const struct irt_place *place,
                              struct irt_error *error);
void irt_long_free(struct irt_long *table);

/* Takes one row of cells that starts on a line.  IRT_BAD_DATA as "FILE:LINE: ...". */
bool irt_long_row(struct irt_long *table, const struct irt_cell *cell, size_t cells,
                  size_t line, struct irt_error *error);

/* The table of all responses taken; the long one is empty afterwards.
 * NULL with *error filled: IRT_BAD_DATA when no response is left. */
struct irt_responses *irt_long_finish(struct irt_long *table, struct irt_notes *notes,
                                      struct irt_error *error);

#endif
