/* SPDX-License-Identifier: GPL-3.0-or-later */
/* factor.h -- the levels of a column that persons are compared by, such as their sex or the
 * form of the test: read beside the responses, an item to nobody. */
#ifndef IRT_FACTOR_H
#define IRT_FACTOR_H

#include "data/cell.h"
#include "data/names.h"
#include "data/place.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRT_NO_LEVEL UINT32_MAX /* the person's cell is missing */

struct irt_factor {
    char *name; /* of the column; owned */
    size_t levels;
    char **level;     /* levels, in the order of the file; owned */
    uint32_t *of_row; /* rows: index into level, or IRT_NO_LEVEL */
};

void irt_factor_free(struct irt_factor *factor); /* NULL is fine */

/* While a file is read.  Zeroed is empty. */
struct irt_factor_reader {
    struct irt_names level;
    uint32_t *of_row;
    size_t rows, capacity;
};

/* Takes the cell of a row; rows come in order, and a row may come again (the long format has
 * a line a response).  False with *error filled: IRT_BAD_DATA when the row had another level
 * before, IRT_NO_MEMORY. */
bool irt_factor_take(struct irt_factor_reader *reader, size_t row, struct irt_cell cell,
                     const struct irt_missing *missing, const struct irt_place *place,
                     size_t line, struct irt_error *error);

/* The factor of the rows taken.  NULL with *error filled without memory.  Caller frees:
 * irt_factor_free(). */
struct irt_factor *irt_factor_finish(struct irt_factor_reader *reader, const char *name,
                                     struct irt_error *error);
void irt_factor_reader_free(struct irt_factor_reader *reader);

#endif
