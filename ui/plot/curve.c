/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve.c -- lines, points and verticals: cut to the plot, then drawn dot by dot. */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "plot/plot.h"
#include "plot/raster.h"

/* Goes from point to point; lines are left out while up. */
struct pen {
    struct ui_plot *plot;
    enum ui_role role;
    bool down;     /* there is a point to go on from */
    double x, y;   /* it, in dots */
    bool has_last; /* the dot drawn last: where two lines meet it counts once */
    int last_x, last_y;
    unsigned drawn;   /* dots since the line began, for the dashes */
    unsigned on, off; /* off 0: a full line */
};

enum line { FULL, DASHED, DOTTED };

static struct pen
new_pen(struct ui_plot *plot, enum ui_role role, enum line line)
{
    struct pen pen = { .plot = plot, .role = role };
    unsigned across = (unsigned)ui_dots_in_cell(plot->canvas->glyphs).across;

    if (line == DASHED) {
        pen.on = 2 * across;
        pen.off = across;
    } else if (line == DOTTED) {
        pen.on = 1;
        pen.off = 2 * across - 1;
    }
    return pen;
}

static void
dot(struct pen *pen, int x, int y)
{
    if (pen->has_last && pen->last_x == x && pen->last_y == y)
        return;
    pen->has_last = true;
    pen->last_x = x;
    pen->last_y = y;
    if (pen->off == 0 || pen->drawn % (pen->on + pen->off) < pen->on)
        ui_set_dot(pen->plot, pen->role, x, y);
    pen->drawn++;
}

/* Bresenham's line: one dot for each step along the longer side. */
static void
draw_line(struct pen *pen, int x, int y, int to_x, int to_y)
{
    int dx = abs(to_x - x), dy = -abs(to_y - y);
    int step_x = x < to_x ? 1 : -1, step_y = y < to_y ? 1 : -1;
    int slack = dx + dy;

    for (;;) {
        int twice = 2 * slack;

        dot(pen, x, y);
        if (x == to_x && y == to_y)
            break;
        if (twice >= dy) {
            slack += dy;
            x += step_x;
        }
        if (twice <= dx) {
            slack += dx;
            y += step_y;
        }
    }
}

/* Keeps the part of the line from + t (to - from), *t0 <= t <= *t1, that has
 * low <= coordinate <= high.  False when none is left.  (Liang and Barsky 1984.) */
static bool
cut(double from, double to, double low, double high, double *t0, double *t1)
{
    double run = to - from, enter, leave;

    if (run == 0)
        return from >= low && from <= high;
    enter = (run > 0 ? low - from : high - from) / run;
    leave = (run > 0 ? high - from : low - from) / run;
    *t0 = fmax(*t0, enter);
    *t1 = fmin(*t1, leave);
    return *t0 <= *t1;
}

static int
nearest_dot(double place, int dots)
{
    int dot = (int)floor(place + 0.5);

    return dot < 0 ? 0 : dot >= dots ? dots - 1 : dot;
}

/* Half a dot beyond the edge still rounds to the edge. */
static void
draw_cut(struct pen *pen, double x0, double y0, double x1, double y1)
{
    struct ui_dots all = ui_dots_in_plot(pen->plot);
    double t0 = 0, t1 = 1;

    if (!cut(x0, x1, -0.5, all.across - 0.5, &t0, &t1) ||
        !cut(y0, y1, -0.5, all.down - 0.5, &t0, &t1))
        return;
    draw_line(pen, nearest_dot(x0 + t0 * (x1 - x0), all.across),
              nearest_dot(y0 + t0 * (y1 - y0), all.down),
              nearest_dot(x0 + t1 * (x1 - x0), all.across),
              nearest_dot(y0 + t1 * (y1 - y0), all.down));
}

static void
move(struct pen *pen, double x, double y)
{
    double to_x = ui_scale_x(pen->plot, x), to_y = ui_scale_y(pen->plot, y);

    if (isnan(to_x) || isnan(to_y)) {
        pen->down = false;
        return;
    }
    if (pen->down)
        draw_cut(pen, pen->x, pen->y, to_x, to_y);
    else
        draw_cut(pen, to_x, to_y, to_x, to_y);
    pen->down = true;
    pen->x = to_x;
    pen->y = to_y;
}

static bool
empty(const struct ui_plot *plot)
{
    return plot->inner.h < 1 || plot->inner.w < 1;
}

static void
join(struct ui_plot *plot, struct pen pen, const double *x, const double *y, size_t n)
{
    if (empty(plot))
        return;
    for (size_t i = 0; i < n; i++)
        move(&pen, x[i], y[i]);
}

void
ui_plot_curve(struct ui_plot *plot, enum ui_role role, const double *x, const double *y,
              size_t n)
{
    join(plot, new_pen(plot, role, FULL), x, y, n);
}

void
ui_plot_dashed(struct ui_plot *plot, enum ui_role role, const double *x, const double *y,
               size_t n)
{
    join(plot, new_pen(plot, role, DASHED), x, y, n);
}

void
ui_plot_dotted(struct ui_plot *plot, enum ui_role role, const double *x, const double *y,
               size_t n)
{
    join(plot, new_pen(plot, role, DOTTED), x, y, n);
}

void
ui_plot_function(struct ui_plot *plot, enum ui_role role,
                 double (*f)(double x, const void *context), const void *context)
{
    struct pen pen = new_pen(plot, role, FULL);
    int dots = ui_dots_in_plot(plot).across;

    if (empty(plot))
        return;
    for (int i = 0; i < dots; i++) {
        double share = dots > 1 ? (double)i / (dots - 1) : 0.5;
        double x = plot->x0 + share * (plot->x1 - plot->x0);

        move(&pen, x, f(x, context));
    }
}

void
ui_plot_points(struct ui_plot *plot, enum ui_role role, uint32_t glyph, const double *x,
               const double *y, size_t n)
{
    int row, column;

    if (empty(plot))
        return;
    for (size_t i = 0; i < n; i++)
        if (ui_cell_x(plot, x[i], &column) && ui_cell_y(plot, y[i], &row))
            ui_put(plot->canvas, row, column, role, glyph);
}

void
ui_plot_vertical(struct ui_plot *plot, enum ui_role role, double x)
{
    int column;

    if (empty(plot) || !ui_cell_x(plot, x, &column))
        return;
    for (int y = plot->inner.y; y < plot->inner.y + plot->inner.h; y++)
        if (ui_cell_at(plot->canvas, y, column)->glyph == ' ')
            ui_put(plot->canvas, y, column, role, 0x250A);
}
