/* SPDX-License-Identifier: GPL-3.0-or-later */
/* filler.h -- rows of a spreadsheet that are no persons: empty ones, and totals. */
#ifndef IRT_FILLER_H
#define IRT_FILLER_H

#include "data/cell.h"

#include <stddef.h>

enum irt_filler { IRT_A_PERSON, IRT_EMPTY_ROW, IRT_TOTALS };

/* *first is the first cell that is not empty; a row of totals begins with a word for them,
 * and has a number behind it. */
enum irt_filler irt_filler_of(const struct irt_cell *cell, size_t cells, size_t *first);

#endif
