/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bars.c -- bars in eighths of a cell.  A value above nothing shows at least an eighth. */
#include "config.h"

#include <math.h>

#include "plot/plot.h"
#include "plot/raster.h"

/* Eighths, from 0 to cells * 8, of share 0 .. 1. */
static int
eighths(double share, int cells)
{
    double part = share * 8.0 * cells;

    if (!(part > 0))
        return 0;
    return part < 1 ? 1 : part >= 8.0 * cells ? 8 * cells : (int)(part + 0.5);
}

/* U+2581 is one eighth from below, U+2588 the full cell. */
static uint32_t
from_below(int part)
{
    return part <= 0 ? ' ' : 0x2580 + (uint32_t)(part < 8 ? part : 8);
}

/* U+258F is one eighth from the left, U+2588 the full cell. */
static uint32_t
from_left(int part)
{
    return part <= 0 ? ' ' : 0x2590 - (uint32_t)(part < 8 ? part : 8);
}

/* What is under a bar is covered, what is above it stays. */
static void
draw_column(struct ui_plot *plot, enum ui_role role, int column, int part)
{
    int bottom = plot->inner.y + plot->inner.h - 1;

    for (int y = bottom; part > 0 && y >= plot->inner.y; y--, part -= 8)
        ui_put(plot->canvas, y, column, role, from_below(part));
}

void
ui_plot_bars(struct ui_plot *plot, enum ui_role role, const double *x, const double *y,
             size_t n, int width)
{
    struct ui_dots cell = ui_dots_in_cell(plot->canvas->glyphs);
    struct ui_dots all = ui_dots_in_plot(plot);

    if (plot->inner.h < 1 || plot->inner.w < 1)
        return;
    for (size_t i = 0; i < n; i++) {
        double middle = (ui_scale_x(plot, x[i]) + 0.5) / cell.across;
        double left = floor(middle - width / 2.0 + 0.5);
        double down = ui_scale_y(plot, y[i]);
        double share = all.down > 1 ? 1 - down / (all.down - 1) : 1;
        int part = eighths(share, plot->inner.h);

        for (int k = 0; k < width && !isnan(left); k++)
            if (left + k >= 0 && left + k < plot->inner.w)
                draw_column(plot, role, plot->inner.x + (int)left + k, part);
    }
}

void
ui_bar(struct ui_canvas *canvas, int y, int x, int width, enum ui_role role, double value,
       double full)
{
    int part = width > 0 && full > 0 ? eighths(value / full, width) : 0;

    for (int k = 0; part > 0 && k < width; k++, part -= 8)
        ui_put(canvas, y, x + k, role, from_left(part));
}

void
ui_sparkline(struct ui_canvas *canvas, int y, int x, enum ui_role role,
             const double *value, size_t n)
{
    double least = INFINITY, most = -INFINITY;

    for (size_t i = 0; i < n; i++) {
        if (!isfinite(value[i]))
            continue;
        least = fmin(least, value[i]);
        most = fmax(most, value[i]);
    }
    for (size_t i = 0; i < n && (long)i < canvas->w - (long)x; i++) {
        double share = most > least ? (value[i] - least) / (most - least) : 0.5;

        if (isfinite(value[i]))
            ui_put(canvas, y, x + (int)i, role, from_below(1 + (int)(share * 7 + 0.5)));
    }
}
