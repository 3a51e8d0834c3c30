/* SPDX-License-Identifier: GPL-3.0-or-later */
/* separator.h -- what stands between the cells of a text table. */
#ifndef IRT_SEPARATOR_H
#define IRT_SEPARATOR_H

#include <stddef.h>

/* ',' ';' '\t', or ' ' for white space, from the first lines of a text: the mark that
 * stands equally often, and most often, in all of them. */
char irt_separator_find(const char *text, size_t length);

#endif
