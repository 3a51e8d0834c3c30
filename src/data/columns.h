/* SPDX-License-Identifier: GPL-3.0-or-later */
/* columns.h -- which column of a table is what: items, id, school, frequency; person,
 * item and response in the long format. */
#ifndef IRT_COLUMNS_H
#define IRT_COLUMNS_H

#include "data/header.h"
#include "data/load.h"
#include "data/names.h"
#include "data/place.h"
#include "data/table.h"
#include "error.h"
#include "notes.h"

#include <stdbool.h>
#include <stddef.h>

#define IRT_NO_COLUMN ((size_t)-1)

struct irt_columns {
    struct irt_names names; /* one a column, all different, printable */
    bool *item;             /* names.count: may be an item */
    bool *unnamed;          /* names.count: the header has no name for it */
    const char *const
        *caption; /* names.count: what a column asks, or NULL; borrowed, NULL:
                                   there are none */
    const bool *
        text; /* names.count: holds text and is no item; borrowed, NULL: none is known to */
    bool listed;                  /* the items were named by --items */
    size_t id, school, frequency; /* IRT_NO_COLUMN: none */
    size_t factor;                /* may be the school too */
    size_t person, key, response; /* of the long format (key: the item's name) */
};

/* Names the columns (from the header row, or item1 .. when header is NULL) and gives each
 * its part.  line is the header's, or 0.  Notes say what was assumed.  False with *error
 * filled: IRT_BAD_DATA, a column asked for is not there; IRT_BAD_USAGE, the options
 * contradict each other.  Free with irt_columns_free(), also after a failure. */
bool irt_columns_read(struct irt_columns *columns, const struct irt_first_row *header,
                      size_t count, const struct irt_load_options *options,
                      const struct irt_place *place, size_t line, struct irt_notes *notes,
                      struct irt_error *error);
void irt_columns_free(struct irt_columns *columns);

/* Fails with a sentence on a row that has not as many cells as there are columns. */
bool irt_columns_ragged(const struct irt_columns *columns, size_t cells,
                        const struct irt_place *place, size_t line,
                        struct irt_error *error);

/* Fails with a sentence on a column that is not there: which one is like it. */
bool irt_columns_no(const struct irt_columns *columns, struct irt_cell wanted,
                    const struct irt_place *place, size_t line, struct irt_error *error);

/* The name of a column, cut for a message. */
const char *irt_columns_show(const struct irt_columns *columns, size_t column,
                             char out[IRT_SHOWN]);

#endif
