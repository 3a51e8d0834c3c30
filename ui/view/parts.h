/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h -- what several screens are made of: columns of numbers, paragraphs, lists that
 * scroll, the room divided. */
#ifndef UI_PARTS_H
#define UI_PARTS_H

#include "canvas.h"
#include "quantity.h"

#include <stddef.h>

/* A number at the right end of a column that is width wide, with so many decimals, or
 * fewer where it would not fit; "-" for NAN.  It can be opened when quantity is given. */
void ui_column(struct ui_canvas *canvas, int y, int x, int width, enum ui_role role,
               const struct ui_quantity *quantity, int decimals, double value);

/* The same as text, at least width wide; a blank stands first wherever that can be. */
void ui_column_text(int width, int decimals, double value, char *out, size_t size);

/* Text broken at blanks into rect; returns the rows it takes, which may be more than
 * rect has (those are not drawn). */
int ui_paragraph(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role,
                 const char *text);

/* The same at the foot of rect; returns what is left of rect above it. */
struct ui_rect ui_foot(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role,
                       const char *text);

/* Text cut to columns, ending in … when it was longer. */
void ui_cut_text(struct ui_canvas *canvas, int y, int x, int columns, enum ui_role role,
                 const char *format, ...) IRT_PRINTF(6, 7);

/* Moves a list's first line so that line at is among the rows shown, and no row is left
 * empty that could show one. */
void ui_keep_in_view(size_t *top, size_t at, size_t count, int rows);

/* h rows of rect from row y on, and w columns from column x on; cut to rect. */
struct ui_rect ui_rows(struct ui_rect rect, int y, int h);
struct ui_rect ui_columns_of(struct ui_rect rect, int x, int w);

/* "812 B", "12.3 KiB", "4.0 GiB". */
void ui_bytes_text(double bytes, char *out, size_t size);

/* Small numbers short and steady in width: "0.000097", "1.9e-06". */
void ui_small_text(double value, char *out, size_t size);

/* The role of item j's curves. */
enum ui_role ui_curve_role(size_t j);

#endif
