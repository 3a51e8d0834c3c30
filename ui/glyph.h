/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glyph.h -- UTF-8, how many columns a character takes, and its ASCII stand-in.
 * Widths are our own table, not the locale's, so a picture is the same everywhere. */
#ifndef UI_GLYPH_H
#define UI_GLYPH_H

#include <stdbool.h>
#include <stdint.h>

/* Takes the next character off *text, which must not be at its end.  Invalid UTF-8 gives
 * U+FFFD and passes over one byte. */
uint32_t ui_utf8_next(const char **text);

/* Writes a character and a null; returns its bytes, 1 to 4. */
int ui_utf8_write(uint32_t glyph, char out[5]);

/* 0 (combining or invisible), 1, or 2. */
int ui_glyph_columns(uint32_t glyph);

/* Sits on the letter before it, as the bar of n̄ does. */
bool ui_glyph_combines(uint32_t glyph);

/* What the cell shows instead: the character itself, '?' for one that must not reach a
 * terminal, and with ascii an ASCII character that comes nearest. */
uint32_t ui_glyph_shown(uint32_t glyph, bool ascii);

#endif
