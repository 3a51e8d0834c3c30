/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain.h -- text of unknown making turned into what a file or a terminal can show. */
#ifndef UI_PLAIN_H
#define UI_PLAIN_H

#include <stdbool.h>

/* A copy in which bytes that are not UTF-8 and control characters became U+FFFD.
 * Caller frees; NULL without memory. */
char *ui_plain_utf8(const char *text);

/* A copy in plain ASCII: Greek letters and the like are spelled out (theta, sigma),
 * other signs get the nearest one or '?'.  Control characters stay as they are.
 * Caller frees; NULL without memory. */
char *ui_plain_ascii(const char *text);

/* The locale's character set is UTF-8. */
bool ui_plain_locale_is_utf8(void);

#endif
