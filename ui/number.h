/* SPDX-License-Identifier: GPL-3.0-or-later */
/* number.h -- numbers as people type them on the command line and at the prompt; counts
 * as they read them. */
#ifndef UI_NUMBER_H
#define UI_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "number.h"

/* Reads all of text as a finite decimal number ("1e-4", "-6", ".5"); false, with *out
 * as it was, when it is not one.  No blanks, no hexadecimal, no inf, no nan. */
bool ui_number_real(const char *text, double *out);

/* Reads all of text as a whole number 0 .. UINT64_MAX: digits only. */
bool ui_number_whole(const char *text, uint64_t *out);

/* A number of persons, or of what they did: whole, or with weights to one decimal. */
struct ui_count {
    char text[32];
};
struct ui_count ui_count(double count);

#endif
