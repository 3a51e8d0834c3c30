/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h -- the cells of CSV files: numbers that read back exactly, quoted names. */
#ifndef UI_TABLE_H
#define UI_TABLE_H

#include "error.h"

#include <stdbool.h>
#include <stdio.h>

/* A number with 17 significant digits; Inf or -Inf where it is infinite, nothing
 * where it is undefined. */
void ui_table_real(FILE *out, double value);

/* Text, in quotes where it holds a separator, a quote, a line end or outer blanks, or
 * could be read as a comment. */
void ui_table_text(FILE *out, const char *text);

/* Flushes out; false with IRT_CANNOT_WRITE and the reason when anything written to it
 * was lost. */
bool ui_table_done(FILE *out, struct irt_error *error);

#endif
