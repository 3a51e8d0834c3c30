/* SPDX-License-Identifier: GPL-3.0-or-later */
/* raster.h -- dots inside cells: 2 x 4 in braille, 2 x 2 in blocks, 1 x 3 in ASCII; and
 * where a value lies among them.  For the files of ui/plot only. */
#ifndef UI_PLOT_RASTER_H
#define UI_PLOT_RASTER_H

#include "plot/plot.h"

struct ui_dots {
    int across, down;
};

/* Dots in a cell. */
struct ui_dots ui_dots_in_cell(enum ui_glyphs glyphs);
/* Dots in the inner part of the plot. */
struct ui_dots ui_dots_in_plot(const struct ui_plot *plot);

/* Where a value lies, in dots from the inner part's top left, 0 being the middle of the
 * first dot; far outside is cut to about a thousand million.  NAN: cannot be drawn. */
double ui_scale_x(const struct ui_plot *plot, double x);
double ui_scale_y(const struct ui_plot *plot, double y);

/* The cell of a value: false when it lies outside the inner part. */
bool ui_cell_x(const struct ui_plot *plot, double x, int *column);
bool ui_cell_y(const struct ui_plot *plot, double y, int *row);

/* Sets the dot, beside those that are in its cell already; the role is the cell's. */
void ui_set_dot(struct ui_plot *plot, enum ui_role role, int x, int y);

#endif
