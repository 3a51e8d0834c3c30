/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preamble.h -- what spreadsheets write above a table: "sep=;", a title, empty rows. */
#ifndef IRT_PREAMBLE_H
#define IRT_PREAMBLE_H

#include <stdbool.h>
#include <stddef.h>

struct irt_preamble {
    size_t lines;   /* to be left out; 0: none */
    bool title;     /* among them is one with text, else they say nothing */
    char separator; /* of the rows below; '\0': nothing is known of it */
};

/* A title is a line or a few with one cell of text each, above a row of names and rows that
 * have as many cells as it.  Looks at the text's first lines. */
struct irt_preamble irt_preamble_find(const char *text, size_t length);

#endif
