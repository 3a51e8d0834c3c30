/* SPDX-License-Identifier: GPL-3.0-or-later */
/* utf16.h -- text in UTF-16, as spreadsheets write "Unicode text", made UTF-8. */
#ifndef IRT_UTF16_H
#define IRT_UTF16_H

#include <stdbool.h>
#include <stddef.h>

/* Does the text begin with a byte-order mark of UTF-16? */
bool irt_is_utf16(const char *text, size_t length);

/* The text behind the mark as UTF-8; what is no character becomes U+FFFD.  NULL without
 * memory.  Caller frees. */
char *irt_utf16_decode(const char *text, size_t length, size_t *decoded);

#endif
