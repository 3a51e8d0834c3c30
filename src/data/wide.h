/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wide.h -- rows of a table that are persons (or patterns), columns that are items. */
#ifndef IRT_WIDE_H
#define IRT_WIDE_H

#include "data/cell.h"
#include "data/columns.h"
#include "data/place.h"
#include "data/responses.h"
#include "data/scales.h"
#include "data/table.h"
#include "error.h"
#include "notes.h"

struct irt_wide;

/* Borrows what it is given until irt_wide_free(). */
struct irt_wide *irt_wide_new(const struct irt_columns *columns,
                              const struct irt_missing *missing,
                              const struct irt_key *key, const struct irt_scales *scales,
                              const struct irt_place *place, struct irt_error *error);
void irt_wide_free(struct irt_wide *wide);

/* Takes one row of cells that starts on a line.  IRT_BAD_DATA as "FILE:LINE: ...". */
bool irt_wide_row(struct irt_wide *wide, const struct irt_cell *cell, size_t cells,
                  size_t line, struct irt_error *error);

/* The table of all rows taken; wide is empty afterwards.  Appends to notes.
 * NULL with *error filled: IRT_BAD_DATA when no item or no person is left. */
struct irt_responses *irt_wide_finish(struct irt_wide *wide, struct irt_notes *notes,
                                      struct irt_error *error);

#endif
