/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wrap.h -- text broken into lines of so many columns. */
#ifndef UI_WRAP_H
#define UI_WRAP_H

#include <stdbool.h>
#include <stddef.h>

/* Takes the next line of at most columns off *text into out, broken at a blank where one
 * is, at a newline always.  False at the end of the text. */
bool ui_wrap_line(const char **text, int columns, char *out, size_t size);

/* How many lines that gives. */
size_t ui_wrap_count(const char *text, int columns);

#endif
