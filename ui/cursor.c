/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cursor.h"

#include <limits.h>
#include <stdlib.h>

/* What a step sideways costs against a step straight on. */
#define ASIDE_COLUMN 2
#define ASIDE_ROW    10

bool
ui_quantity_same(const struct ui_quantity *a, const struct ui_quantity *b)
{
    return a->kind == b->kind && a->item == b->item && a->category == b->category &&
           a->node == b->node && a->pattern == b->pattern &&
           a->parameter == b->parameter && a->row == b->row && a->column == b->column &&
           a->step == b->step;
}

/* One number may stand in two places: then the one nearest to where the cursor was. */
const struct ui_spot *
ui_cursor_spot(const struct ui_app *app)
{
    const struct ui_spot *best = NULL;
    int least = INT_MAX;

    for (size_t k = 0; app->has_cursor && k < app->canvas.spots; k++) {
        const struct ui_spot *spot = &app->canvas.spot[k];
        int far = abs(spot->where.y - app->cursor_y) * ASIDE_ROW +
                  abs(spot->where.x - app->cursor_x);

        if (spot->opens && ui_quantity_same(&spot->quantity, &app->cursor) &&
            far < least) {
            best = spot;
            least = far;
        }
    }
    return best;
}

void
ui_cursor_put(struct ui_app *app, const struct ui_spot *spot)
{
    app->has_cursor = true;
    app->cursor = spot->quantity;
    app->cursor_y = spot->where.y;
    app->cursor_x = spot->where.x;
}

/* Columns (rows) between two ranges; 0 where they overlap. */
static int
apart(int a, int a_length, int b, int b_length)
{
    if (b >= a + a_length)
        return b - (a + a_length) + 1;
    if (a >= b + b_length)
        return a - (b + b_length) + 1;
    return 0;
}

/* How far to lies from at in a direction; INT_MAX when it does not lie there. */
static int
distance(struct ui_rect at, struct ui_rect to, enum ui_direction direction)
{
    int down = to.y - at.y, right = to.x - at.x;

    switch (direction) {
    case UI_UP:
    case UI_DOWN:
        if (direction == UI_UP)
            down = -down;
        return down <= 0 ? INT_MAX : down + ASIDE_COLUMN * apart(at.x, at.w, to.x, to.w);
    case UI_LEFT:
    case UI_RIGHT:
        if (direction == UI_LEFT)
            right = -right;
        return right <= 0 ? INT_MAX : right + ASIDE_ROW * apart(at.y, at.h, to.y, to.h);
    default: return INT_MAX;
    }
}

static const struct ui_spot *
end_spot(const struct ui_canvas *canvas, bool last)
{
    const struct ui_spot *best = NULL;

    for (size_t k = 0; k < canvas->spots; k++) {
        const struct ui_spot *spot = &canvas->spot[k];

        if (!spot->opens)
            continue;
        bool before = !best || spot->where.y < best->where.y ||
                      (spot->where.y == best->where.y && spot->where.x < best->where.x);
        if (!best || before != last)
            best = spot;
    }
    return best;
}

static const struct ui_spot *
nearest(const struct ui_app *app)
{
    const struct ui_spot *best = NULL;
    int least = INT_MAX;

    for (size_t k = 0; k < app->canvas.spots; k++) {
        const struct ui_spot *spot = &app->canvas.spot[k];
        int far = abs(spot->where.y - app->cursor_y) * ASIDE_ROW +
                  abs(spot->where.x - app->cursor_x);

        if (spot->opens && far < least) {
            best = spot;
            least = far;
        }
    }
    return best;
}

bool
ui_cursor_move(struct ui_app *app, enum ui_direction direction)
{
    const struct ui_canvas *canvas = &app->canvas;
    const struct ui_spot *at = ui_cursor_spot(app), *best = NULL;
    int least = INT_MAX;

    if (direction == UI_FIRST || direction == UI_LAST)
        best = end_spot(canvas, direction == UI_LAST);
    else if (!at)
        best = nearest(app);
    for (size_t k = 0; at && direction < UI_FIRST && k < canvas->spots; k++) {
        int far = canvas->spot[k].opens
                      ? distance(at->where, canvas->spot[k].where, direction)
                      : INT_MAX;
        if (far < least) {
            best = &canvas->spot[k];
            least = far;
        }
    }
    if (!best)
        return false;
    ui_cursor_put(app, best);
    return true;
}
