/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shapes.h -- signs that few fonts have, drawn: braille, blocks, box lines, marks. */
#ifndef UI_PLOT_SHAPES_H
#define UI_PLOT_SHAPES_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

/* A cell of the picture, in its units. */
struct ui_square {
    double x, y, w, h;
};

/* Draws glyph into the cell in the colour that is set; false when it is left to a font. */
bool ui_draw_shape(cairo_t *cairo, struct ui_square cell, uint32_t glyph);

/* The same for a combining mark over the letter in the cell. */
bool ui_draw_mark(cairo_t *cairo, struct ui_square cell, uint32_t mark);

#endif
