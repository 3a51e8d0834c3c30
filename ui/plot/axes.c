/* SPDX-License-Identifier: GPL-3.0-or-later */
/* axes.c -- a plot's room: title, axes, ticks and labels, and what is left inside.
 *
 *     log-likelihood
 *   -2466 ┤ the inner part
 *         │
 *   -2476 ┤
 *         └┴─────────┴───────── (where there are rows to spare)
 *          0         10  cycle
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/plot.h"
#include "plot/raster.h"
#include "plot/ticks.h"

#define LABEL_COLUMNS 7
#define LEAST_ROWS    2  /* inside, beneath a title or above labels */
#define LEAST_COLUMNS 10 /* inside, beside labels */
#define ROWS_TO_SPARE 7  /* inside, from when on the x axis has a line of its own */

/* What surrounds the inner part. */
struct frame {
    bool title_row, label_row, line_row, y_axis;
    int left;  /* columns */
    int right; /* columns */
};

static void
widen(double *lo, double *hi)
{
    double middle, half;

    if (!isfinite(*lo) || !isfinite(*hi) || !isfinite(*hi - *lo)) {
        *lo = 0;
        *hi = 1;
    }
    if (*lo > *hi) {
        double swap = *lo;

        *lo = *hi;
        *hi = swap;
    }
    middle = *lo / 2 + *hi / 2;
    half = fmax(0.5, fabs(middle) * 1e-6);
    if (*hi - *lo <= fabs(middle) * 1e-13) {
        *lo = middle - half;
        *hi = middle + half;
    }
}

/* A log axis has no place for 0 and below: six decades are shown then. */
static void
widen_log(double *lo, double *hi)
{
    if (!(*hi > 0) || !isfinite(*hi))
        *hi = 1;
    if (!(*lo > 0) || !isfinite(*lo))
        *lo = *hi * 1e-6;
    if (*lo > *hi) {
        double swap = *lo;

        *lo = *hi;
        *hi = swap;
    }
    if (*hi / *lo < 1 + 1e-12) {
        *lo /= 2;
        *hi *= 2;
    }
}

static int
title_columns(const struct ui_axes *axes)
{
    return axes->x_title == NULL ? 0 : ui_columns(axes->x_title);
}

/* Room is given in the order of what a reader misses least when it is not. */
static struct frame
plan(const struct ui_rect *rect, const struct ui_axes *axes)
{
    struct frame frame = { .right = axes->right > 0 ? axes->right : 0 };
    bool wants_labels = axes->x_ticks > 0 || axes->x_title != NULL;
    int rows = rect->h, columns = rect->w;
    int label = axes->label_columns > 0 ? axes->label_columns : LABEL_COLUMNS;
    /* A short title, θ, stands beyond the last label; a long one between labels. */
    int title = title_columns(axes), after = title > 0 && title <= 2 ? title + 2 : 0;

    if (axes->y_ticks > 0 || axes->label_columns > 0)
        frame.left = label + 2;
    if (columns - frame.left - frame.right < LEAST_COLUMNS)
        frame.right = 0;
    if (frame.right == 0 && columns - frame.left - after < LEAST_COLUMNS)
        after = 0;
    frame.right = frame.right > after ? frame.right : after;
    if (columns - frame.left - frame.right < LEAST_COLUMNS)
        frame.left = 0;
    frame.y_axis = frame.left > 0 && axes->y_ticks > 0;

    frame.label_row = wants_labels && rows - 1 >= LEAST_ROWS + 1;
    rows -= frame.label_row;
    frame.title_row =
        (axes->title != NULL || axes->y_title != NULL) && rows - 1 >= LEAST_ROWS;
    rows -= frame.title_row;
    frame.line_row = frame.label_row && frame.y_axis && rows - 1 >= ROWS_TO_SPARE;
    return frame;
}

static void
draw_titles(const struct ui_plot *plot, const struct ui_axes *axes,
            const struct frame *frame)
{
    int y = plot->outer.y, x = plot->inner.x, end = plot->outer.x;
    int columns;
    char fitted[256];

    if (!frame->title_row)
        return;
    if (axes->y_title != NULL) {
        columns = ui_columns(axes->y_title);
        if (columns < frame->left - 1)
            end = plot->outer.x + frame->left - 2 - columns;
        ui_text(plot->canvas, y, end, UI_DIM, "%s", axes->y_title);
        end += columns + 2;
    }
    if (axes->title == NULL)
        return;
    x = x > end ? x : end;
    columns = plot->outer.x + plot->outer.w - x;
    ui_fit_text(axes->title, columns, fitted, sizeof fitted);
    ui_text(plot->canvas, y, x, UI_TITLE, "%s", fitted);
}

/* Rows from one label to the next, at least. */
static int
row_gap(const struct ui_plot *plot)
{
    return plot->inner.h < 5 ? 1 : 2;
}

static struct ui_ticks
y_ticks(const struct ui_plot *plot, int wanted)
{
    int gap = row_gap(plot);

    if (plot->log_y)
        return ui_log_ticks(plot->y0, plot->y1, wanted, plot->inner.h, gap);
    return ui_linear_ticks(plot->y0, plot->y1, wanted, plot->inner.h, gap, false, false);
}

static void
draw_y_axis(const struct ui_plot *plot, const struct ui_ticks *ticks)
{
    int x = plot->inner.x - 1, row, above = plot->inner.y + plot->inner.h + 9;

    for (int i = 0; i < plot->inner.h; i++)
        ui_put(plot->canvas, plot->inner.y + i, x, UI_AXIS, 0x2502);
    for (int i = 0; i < ticks->n; i++) {
        /* Within a decade of a log axis, even steps come closer and closer. */
        if (!ui_cell_y(plot, ticks->value[i], &row) || above - row < row_gap(plot))
            continue;
        above = row;
        ui_put(plot->canvas, row, x, UI_AXIS, 0x2524);
        ui_text(plot->canvas, row, x - 1 - (int)strlen(ticks->text[i]), UI_AXIS, "%s",
                ticks->text[i]);
    }
}

static void
draw_x_line(const struct ui_plot *plot, const struct ui_ticks *ticks, int y)
{
    int x;

    ui_put(plot->canvas, y, plot->inner.x - 1, UI_AXIS, 0x2514);
    ui_rule(plot->canvas, y, plot->inner.x, plot->inner.w, UI_AXIS);
    for (int i = 0; i < ticks->n; i++)
        if (ui_cell_x(plot, ticks->value[i], &x))
            ui_put(plot->canvas, y, x, UI_AXIS, 0x2534);
}

/* Where a label centred on column begins, moved to lie within the outer part. */
static int
label_start(const struct ui_plot *plot, int column, int columns)
{
    int x = column - columns / 2, end = plot->outer.x + plot->outer.w - columns;

    x = x < end ? x : end;
    return x > plot->outer.x ? x : plot->outer.x;
}

/* Ticks' labels from the left, each a blank from the one before; then the title right of
 * the last, or where it fits left of it ("0   10   20 cycle 30"). */
static void
draw_x_labels(const struct ui_plot *plot, const struct ui_ticks *ticks, const char *title,
              int y)
{
    int free_from = plot->outer.x, last = plot->outer.x + plot->outer.w, before = 0;
    int columns = title == NULL ? 0 : ui_columns(title), x;

    for (int i = 0; i < ticks->n; i++) {
        int width = (int)strlen(ticks->text[i]);

        if (!ui_cell_x(plot, ticks->value[i], &x))
            continue;
        x = label_start(plot, x, width);
        if (x < free_from || x + width > plot->outer.x + plot->outer.w)
            continue;
        ui_text(plot->canvas, y, x, UI_AXIS, "%s", ticks->text[i]);
        before = free_from;
        last = x;
        free_from = x + width + 1;
    }
    if (columns == 0)
        return;
    x = plot->inner.x + plot->inner.w - columns;
    if (x < free_from + 1)
        x = free_from + 1;
    if (x + columns > plot->outer.x + plot->outer.w)
        x = last - columns - 1;
    if (x >= free_from || (x >= before && x >= plot->outer.x))
        ui_text(plot->canvas, y, x, UI_AXIS, "%s", title);
}

static void
draw_x_axis(const struct ui_plot *plot, const struct ui_axes *axes,
            const struct frame *frame)
{
    int y = plot->inner.y + plot->inner.h;
    struct ui_ticks ticks = { 0 };

    if (axes->x_ticks > 0)
        ticks = ui_linear_ticks(plot->x0, plot->x1, axes->x_ticks, plot->inner.w, 2, true,
                                axes->x_whole);
    if (frame->line_row)
        draw_x_line(plot, &ticks, y++);
    if (frame->label_row)
        draw_x_labels(plot, &ticks, axes->x_title, y);
}

/* A label that is wider than its column moves the inner part: no number is cut. */
static void
make_room(struct ui_plot *plot, int label_columns, const struct ui_ticks *ticks)
{
    int more = ticks->columns - label_columns;

    if (more <= 0)
        return;
    more = more < plot->inner.w - 1 ? more : plot->inner.w - 1;
    plot->inner.x += more;
    plot->inner.w -= more;
}

struct ui_plot
ui_plot_open(struct ui_canvas *canvas, struct ui_rect rect, const struct ui_axes *axes)
{
    struct ui_plot plot = { .canvas = canvas, .outer = rect, .log_y = axes->log_y };
    struct frame frame = plan(&rect, axes);
    struct ui_rect clip;

    plot.x0 = axes->x0;
    plot.x1 = axes->x1;
    plot.y0 = axes->y0;
    plot.y1 = axes->y1;
    widen(&plot.x0, &plot.x1);
    if (plot.log_y)
        widen_log(&plot.y0, &plot.y1);
    else
        widen(&plot.y0, &plot.y1);
    if (rect.h < 1 || rect.w < 1)
        return plot;

    plot.inner = (struct ui_rect){
        .y = rect.y + frame.title_row,
        .x = rect.x + frame.left,
        .h = rect.h - frame.title_row - frame.label_row - frame.line_row,
        .w = rect.w - frame.left - frame.right,
    };
    clip = ui_clip(canvas, ui_meet(canvas->clip, rect));
    if (frame.y_axis) {
        struct ui_ticks ticks = y_ticks(&plot, axes->y_ticks);

        make_room(&plot, frame.left - 2, &ticks);
        draw_y_axis(&plot, &ticks);
    }
    draw_titles(&plot, axes, &frame);
    draw_x_axis(&plot, axes, &frame);
    ui_clip(canvas, clip);
    return plot;
}

struct ui_plot
ui_plot_right(const struct ui_plot *plot, double top, int wanted, const char *title)
{
    struct ui_plot right = *plot;
    struct ui_canvas *canvas = plot->canvas;
    int x = plot->inner.x + plot->inner.w, row;
    int room = plot->outer.x + plot->outer.w - x - 1;
    struct ui_ticks ticks;

    right.y0 = 0;
    right.y1 = top;
    right.log_y = false;
    ui_nice_range(&right.y0, &right.y1, wanted);
    if (plot->inner.h < 1 || room < 2)
        return right;
    ticks = y_ticks(&right, wanted);
    for (int i = 0; i < plot->inner.h; i++)
        ui_put(canvas, plot->inner.y + i, x, UI_AXIS, 0x2502);
    for (int i = 0; i < ticks.n; i++)
        if (ui_cell_y(&right, ticks.value[i], &row) &&
            (int)strlen(ticks.text[i]) <= room) {
            ui_put(canvas, row, x, UI_AXIS, 0x251C);
            ui_text(canvas, row, x + 1, UI_AXIS, "%s", ticks.text[i]);
        }
    if (plot->inner.y > plot->outer.y && ui_columns(title) <= room + 1)
        ui_text(canvas, plot->inner.y - 1, x, UI_DIM, "%s", title);
    return right;
}
