/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header.h -- does a table start with the names of its columns? */
#ifndef IRT_HEADER_H
#define IRT_HEADER_H

#include "data/cell.h"
#include "data/key.h"
#include "data/load.h"
#include "data/table.h"

#include <stdbool.h>
#include <stddef.h>

/* The names that give a column its part unless an option names another, the first before
 * the second, in any case of letters.  Each list ends with NULL. */
extern const char *const irt_id_names[];
extern const char *const irt_school_names[];
extern const char *const irt_frequency_names[];
bool irt_is_usual_name(const char *name);

/* The first row of a table, kept while the second is looked at. */
struct irt_first_row {
    const struct irt_cell *cell;
    size_t cells;
    bool quoted_first, quoted_last;
};

/* Is the first row a header?  It is when it has a name that plays a part (a usual one, or
 * one of the options), text above a number, text and no number, or is quoted whole when
 * the second row is not.  second has no cells when there is none.  With a key by position
 * (key may be NULL) letters are answers: a row is none of which half the cells that are
 * not empty are ones that the key has; small letters above capitals are names all the same. */
bool irt_is_header(const struct irt_first_row *first, const struct irt_table *second,
                   const struct irt_load_options *options,
                   const struct irt_missing *missing, const struct irt_key *key);

#endif
