/* SPDX-License-Identifier: GPL-3.0-or-later */
/* write.h -- responses as CSV, such that irt_load() reads the same back. */
#ifndef IRT_WRITE_H
#define IRT_WRITE_H

#include "data/responses.h"
#include "error.h"

#include <stdbool.h>
#include <stdio.h>

/* What a cell holds of a keyed item. */
enum irt_cells_written { IRT_WRITE_CODES, IRT_WRITE_OPTIONS };

/* A header, then a row a row: id and school where the data have them, the items, freq
 * where the data have frequencies.  A missing response is an empty cell.  Does not close
 * or flush.  False with *error filled (IRT_CANNOT_WRITE, IRT_NO_MEMORY). */
bool irt_responses_write_csv(const struct irt_responses *data,
                             enum irt_cells_written cells, FILE *file,
                             struct irt_error *error);

#endif
