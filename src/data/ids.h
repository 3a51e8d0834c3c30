/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ids.h -- the ids of the rows while they are read, and what is odd about them. */
#ifndef IRT_IDS_H
#define IRT_IDS_H

#include "data/cell.h"
#include "data/names.h"
#include "data/place.h"
#include "notes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_ids {
    struct irt_names names; /* the different ids */
    uint32_t *number;       /* rows: which of them */
    size_t rows, capacity;
    size_t empty, repeated;           /* rows without an id, or with one seen before */
    size_t empty_line, repeated_line; /* the first such */
    size_t repeated_name;
    bool changed; /* some id was not fit to print */
};

/* The id of the next row; false without memory.  Zeroed is empty. */
bool irt_ids_take(struct irt_ids *ids, struct irt_cell cell, size_t line);
/* Tells what is odd about the ids in the column of this name, which might be schools if there
 * are none; false without memory. */
bool irt_ids_note(const struct irt_ids *ids, const char *column, bool has_schools,
                  const struct irt_place *place, struct irt_notes *notes);
void irt_ids_free(struct irt_ids *ids);

#endif
