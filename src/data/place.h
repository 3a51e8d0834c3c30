/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.h -- where in a file something stands, for messages: "FILE:LINE: ..." of a text,
 * "FILE: row ROW: ..." of a file that has no lines. */
#ifndef IRT_PLACE_H
#define IRT_PLACE_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_place {
    const char *file; /* borrowed */
    bool rows;        /* its rows are counted, not its lines */
};

/* Fails, as irt_fail() does, with a sentence about a line or row; 0: about the file. */
bool irt_place_fail(const struct irt_place *place, size_t number, struct irt_error *error,
                    enum irt_code code, const char *format, ...) IRT_PRINTF(5, 6);

/* "on line" or "in row": what a number behind it counts.  Static. */
const char *irt_place_on(const struct irt_place *place);

#endif
