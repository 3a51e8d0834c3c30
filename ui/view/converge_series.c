/* SPDX-License-Identifier: GPL-3.0-or-later */
/* converge_series.c -- values by cycle, the ranges that show them, ghosts. */
#include "config.h"

#include "view/converge_series.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "light.h"
#include "view/converge.h"

#define LATEST  3 /* cycle that a plot may start from */
#define DWARFS  4 /* times as large as all that follows */
#define SAMPLES 60
#define NAMES   64 /* items that are looked at for the longest name */

bool
ui_converge_comparable(const struct ui_session *session, const struct ui_pin *pin)
{
    return pin->items == session->model->items &&
           pin->trace.parameters == session->trace.parameters &&
           strcmp(pin->choices.file, session->choices.file) == 0;
}

/* --- cycles -------------------------------------------------------------------------- */

size_t
ui_series_last(const struct irt_trace *trace)
{
    return trace->rows ? trace->rows - 1 : 0;
}

/* The k-th of at most points rows from first to the last, evenly. */
static size_t
spread(const struct irt_trace *trace, size_t first, size_t k, size_t points)
{
    size_t rows = trace->rows - first;

    return rows <= points ? first + k : first + k * (rows - 1) / (points - 1);
}

size_t
ui_series_take(const struct irt_trace *trace, size_t first, size_t points,
               ui_row_value value, const void *context, double *x, double *y)
{
    size_t n = 0;

    if (first >= trace->rows)
        return 0;
    if (points > trace->rows - first)
        points = trace->rows - first;
    for (; n < points; n++) {
        size_t row = spread(trace, first, n, points < 2 ? 2 : points);

        x[n] = (double)row;
        y[n] = value(trace, row, context);
    }
    return n;
}

/* While cycles are added the axis grows in steps, so that the picture stands still. */
double
ui_series_end(const struct ui_session *session)
{
    static const double step[] = { 1, 1.5, 2, 3, 4, 5, 6, 8, 10 };
    double last = (double)ui_series_last(&session->trace), shown = 10;

    if (!session->ended)
        for (double ten = 10; shown < last; ten *= 10)
            for (size_t k = 0; k < sizeof step / sizeof step[0] && shown < last; k++)
                shown = step[k] * ten;
    else
        shown = last;
    for (size_t p = 0; p < session->pins; p++)
        if (ui_converge_comparable(session, &session->pin[p]))
            shown = fmax(shown, (double)ui_series_last(&session->pin[p].trace));
    return shown;
}

/* --- ranges -------------------------------------------------------------------------- */

static void
widen(struct ui_span *span, double value)
{
    if (!isfinite(value))
        return;
    span->lo = fmin(span->lo, value);
    span->hi = fmax(span->hi, value);
}

static void
widen_by_row(struct ui_span *span, const struct irt_trace *trace, size_t row,
             ui_row_value value, const struct ui_path *path, size_t count)
{
    for (size_t i = 0; i < count; i++)
        widen(span, value(trace, row, path ? &path[i] : NULL));
}

struct ui_span
ui_series_range(const struct irt_trace *trace, ui_row_value value,
                const struct ui_path *path, size_t count, size_t *first)
{
    struct ui_span span = { INFINITY, -INFINITY };
    size_t start = trace->rows > LATEST + 3 ? LATEST : 0;
    size_t samples = trace->rows - start < SAMPLES ? trace->rows - start : SAMPLES;

    for (size_t k = 0; k < samples; k++)
        widen_by_row(&span, trace, spread(trace, start, k, samples < 2 ? 2 : samples),
                     value, path, count);
    for (*first = start; *first > 0; --*first) {
        struct ui_span more = span;

        widen_by_row(&more, trace, *first - 1, value, path, count);
        if (span.hi > span.lo && more.hi - more.lo > DWARFS * (span.hi - span.lo))
            break;
        span = more;
    }
    return span;
}

void
ui_series_say(char *title, size_t size, size_t first)
{
    size_t length = strlen(title);

    if (first > 0 && length < size)
        snprintf(title + length, size - length, ", from cycle %zu", first);
}

/* --- what all plots share ------------------------------------------------------------ */

void
ui_series_ghosts(struct ui_plot *plot, const struct ui_session *session, size_t first,
                 size_t points, ui_row_value value, const void *context)
{
    double x[UI_SERIES_POINTS], y[UI_SERIES_POINTS];

    for (size_t p = 0; p < session->pins; p++)
        if (ui_converge_comparable(session, &session->pin[p]))
            ui_plot_dashed(plot, UI_GHOST, x, y,
                           ui_series_take(&session->pin[p].trace, first, points, value,
                                          context, x, y));
}

void
ui_series_widen(struct ui_span *span, const struct ui_session *session, size_t first,
                ui_row_value value, const struct ui_path *path, size_t count)
{
    for (size_t p = 0; p < session->pins; p++) {
        const struct irt_trace *trace = &session->pin[p].trace;

        if (!ui_converge_comparable(session, &session->pin[p]) || first >= trace->rows)
            continue;
        widen_by_row(span, trace, first, value, path, count);
        widen_by_row(span, trace, trace->rows - 1, value, path, count);
        widen_by_row(span, trace, (first + trace->rows - 1) / 2, value, path, count);
    }
}

void
ui_series_travel(struct ui_plot *plot, const struct ui_session *session)
{
    if (session->travel)
        ui_plot_vertical(plot, UI_KEY, (double)session->travel);
}

/* Columns that name a parameter of an item: of several its own name follows the item's. */
static int
name_columns(const struct ui_session *session, size_t j)
{
    const struct irt_item *item = &session->model->item[j];
    int columns = ui_columns(ui_item_name(session, j));
    char why[UI_LIGHT_WHY];

    columns += ui_item_light(session, j, why, sizeof why).sick ? 2 : 0;
    return item->count > 2 ? columns + 3 : columns;
}

int
ui_series_right(const struct ui_session *session, int width)
{
    size_t items = session->model->items, step = 1 + items / NAMES;
    int widest = 4;

    /* From the last one down: in a row of numbered names it is the longest. */
    for (size_t j = items; j > 0; j = j > step ? j - step : 0) {
        int columns = name_columns(session, j - 1);

        widest = columns > widest ? columns : widest;
    }
    widest = widest < UI_SERIES_NAME ? widest : UI_SERIES_NAME;
    return 1 + widest + (width >= UI_SERIES_WIDE ? UI_SERIES_NUMBER : 0);
}

struct ui_axes
ui_series_axes(const struct ui_session *session, int width, const char *title,
               const char *x_title, size_t first, struct ui_span span)
{
    return (struct ui_axes){ .title = title,
                             .x_title = x_title,
                             .x0 = (double)first,
                             .x1 = ui_series_end(session),
                             .x_whole = true,
                             .x_ticks = 5,
                             .y0 = span.lo,
                             .y1 = span.hi,
                             .y_ticks = 4,
                             .right = ui_series_right(session, width) };
}
