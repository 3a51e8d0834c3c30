/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cell.h -- what one cell of a text file means: a number, text, or a missing response. */
#ifndef IRT_CELL_H
#define IRT_CELL_H

#include "data/place.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Blanks around it are cut off; does not end in 0; borrowed from the file's buffer. */
struct irt_cell {
    const char *text;
    size_t length;
};

enum irt_cell_kind { IRT_CELL_MISSING, IRT_CELL_NUMBER, IRT_CELL_TEXT };

/* The codes read as missing.  Numbers match by value (-9 and -9.0), others as they
 * stand; an empty cell is missing always, and what says so (irt_cell_says_missing()).  digit[] is the short cut for the usual cell:
 * the response that "0" .. "9" stands for. */
struct irt_missing {
    uint8_t digit[10];
    bool decimal_comma; /* numbers may have one: set where cells are not by commas */
    size_t numbers, texts;
    double *number;        /* owned */
    struct irt_cell *text; /* owned; borrows the list's characters */
    const char *list;      /* borrowed */
};

/* Reads a comma list such as "NA,.,-9" (NULL: that one); the list must outlive *out.
 * Free with irt_missing_free(), also after a failure. */
bool irt_missing_read(struct irt_missing *out, const char *list, struct irt_error *error);
void irt_missing_free(struct irt_missing *missing);

/* The next name of a comma list, blanks cut off, and *list moved behind it; false at the
 * end.  "" holds no name.  A name that has commas stands in quotation marks. */
bool irt_list_next(const char **list, struct irt_cell *name);
/* Appends a name to the list of size bytes; false, and the list as it was, when it does not
 * fit or a list cannot say it. */
bool irt_list_add(char *list, size_t size, const char *name);
bool irt_list_has(const char *list, const char *name);

/* Does it say that there is no answer, whatever codes are listed: "n/a", "-", "#N/A" and the
 * other errors of spreadsheets, in several languages? */
bool irt_cell_says_missing(struct irt_cell cell);

bool irt_cell_equal(struct irt_cell cell, const char *text);

/* One of the words, which end with NULL, in capitals or not, with ":" or "=" behind it or not. */
bool irt_cell_is_one_of(struct irt_cell cell, const char *const *words);

/* A decimal number: sign, digits, point, exponent; at most 63 characters.  False, and
 * *value as it was, for anything else. */
bool irt_cell_number(struct irt_cell cell, double *value);

/* *value is set when the answer is IRT_CELL_NUMBER: also of TRUE and FALSE, which are 1 and
 * 0, as spreadsheets have them in several languages. */
enum irt_cell_kind irt_cell_read(struct irt_cell cell, const struct irt_missing *missing,
                                 double *value);

/* The response that a number stands for, or IRT_BAD_DATA as "FILE:LINE: ..." when it is
 * negative, fractional or larger than IRT_LARGEST_CODE; advice says what to do about a
 * column of such numbers. */
bool irt_cell_code(double value, struct irt_cell cell, const struct irt_place *place,
                   size_t line, const char *column, const char *advice, uint8_t *code,
                   struct irt_error *error);

#endif
