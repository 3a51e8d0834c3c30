/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search.h -- text found in the picture; ASCII letters match in either case. */
#ifndef UI_SEARCH_H
#define UI_SEARCH_H

#include "canvas.h"

#include <stdbool.h>

/* Does text occur in name? */
bool ui_search_in(const char *name, const char *text);

/* The column at or after from where text stands in row y; false: it does not. */
bool ui_search_row(const struct ui_canvas *canvas, int y, int from, const char *text,
                   int *x);

bool ui_search_anywhere(const struct ui_canvas *canvas, const char *text);

/* Paints every place in rect where text stands. */
void ui_search_paint(struct ui_canvas *canvas, struct ui_rect rect, const char *text);

#endif
