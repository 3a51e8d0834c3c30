/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot.h -- curves, points, bars and axes on a canvas, in braille dots, blocks or ASCII.
 *
 * A plot is opened on a rectangle with ranges of x and y; axes take their room from it,
 * and what is drawn after lies inside.  NAN and infinite values are skipped; a range of
 * no width is widened. */
#ifndef UI_PLOT_H
#define UI_PLOT_H

#include "canvas.h"

#include <stdbool.h>
#include <stddef.h>

struct ui_plot {
    struct ui_canvas *canvas;
    struct ui_rect inner; /* where data are drawn */
    struct ui_rect outer; /* with the axes */
    double x0, x1, y0, y1;
    bool log_y; /* y given as is, drawn by log10; values <= 0 are skipped */
};

struct ui_axes {
    const char *title;   /* above the plot; NULL: none */
    const char *x_title; /* at the right end of the x axis */
    const char *y_title; /* above the y axis; NULL: none */
    double x0, x1, y0, y1;
    bool log_y;
    int x_ticks;       /* about so many; 0: no x axis, unless it has a title */
    int y_ticks;       /* 0: no y axis, but its room is kept when label_columns says so */
    bool x_whole;      /* x ticks at whole numbers only: cycles, persons */
    int label_columns; /* room for y labels, so that plots line up; 0: 7 */
    int right;         /* columns kept free on the right for end labels */
};

/* Draws title, axes, ticks and labels in rect and returns the plot.  A rectangle too
 * small for axes gives a plot without them; smaller still, one that draws nothing. */
struct ui_plot ui_plot_open(struct ui_canvas *canvas, struct ui_rect rect,
                            const struct ui_axes *axes);

/* A second y axis, from 0 to round numbers above top, with its labels in the columns that were
 * kept free on the right, and its title above them.  The plot by that axis: what is drawn into it
 * lies in the same rectangle. */
struct ui_plot ui_plot_right(const struct ui_plot *plot, double top, int ticks,
                             const char *title);

/* Joins the points by lines. */
void ui_plot_curve(struct ui_plot *plot, enum ui_role role, const double *x,
                   const double *y, size_t n);
/* The same with dashes, for ghosts and priors. */
void ui_plot_dashed(struct ui_plot *plot, enum ui_role role, const double *x,
                    const double *y, size_t n);
/* The same with dots, for a third. */
void ui_plot_dotted(struct ui_plot *plot, enum ui_role role, const double *x,
                    const double *y, size_t n);
/* y(x) over the plot's range, sampled at its resolution. */
void ui_plot_function(struct ui_plot *plot, enum ui_role role,
                      double (*f)(double x, const void *context), const void *context);
/* A mark at each point: one glyph, on the cell. */
void ui_plot_points(struct ui_plot *plot, enum ui_role role, uint32_t glyph,
                    const double *x, const double *y, size_t n);
/* A surface over the plot's ranges from above: level(x, y) of 0 to 1, in shades by fifths; a
 * level below a fifth, or NAN, leaves the cell as it is. */
void ui_plot_heat(struct ui_plot *plot, enum ui_role role,
                  double (*level)(double x, double y, const void *context),
                  const void *context);
/* Bars from y0 up, centred on x, each width columns wide (eighth blocks). */
void ui_plot_bars(struct ui_plot *plot, enum ui_role role, const double *x,
                  const double *y, size_t n, int width);
/* A vertical line at x, dotted, behind what is drawn. */
void ui_plot_vertical(struct ui_plot *plot, enum ui_role role, double x);
/* Names at the right end of curves, at heights y[], moved apart so that none covers
 * another; in the order given, those that find a place near their curve's end.  Text begins right of the inner part. */
void ui_plot_end_labels(struct ui_plot *plot, const enum ui_role *role, const double *y,
                        const char *const *text, size_t n);

/* A horizontal bar of value / full in width columns, with eighth blocks: ████▌ */
void ui_bar(struct ui_canvas *canvas, int y, int x, int width, enum ui_role role,
            double value, double full);
/* A line of small bars, one column a value, from the least to the largest: ▁▂▅█ */
void ui_sparkline(struct ui_canvas *canvas, int y, int x, enum ui_role role,
                  const double *value, size_t n);

/* A range that holds lo .. hi and ends on round numbers. */
void ui_nice_range(double *lo, double *hi, int ticks);
/* A number for a tick: as few digits as the step needs. */
void ui_tick_text(double value, double step, char *out, size_t size);

/* Writes the canvas to file by its ending: .svg, .png or .txt; theme as in theme.h.
 * The file is written beside and renamed.  False with *error filled (IRT_BAD_USAGE for
 * another ending, IRT_CANNOT_WRITE). */
bool ui_screenshot(const struct ui_canvas *canvas, const char *theme, const char *file,
                   struct irt_error *error);

#endif
