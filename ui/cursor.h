/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cursor.h -- moving over the numbers of the picture last drawn.  The cursor is a
 * quantity, not a place: it stays on its number while the numbers change and move. */
#ifndef UI_CURSOR_H
#define UI_CURSOR_H

#include "app.h"
#include "canvas.h"

#include <stdbool.h>

enum ui_direction {
    UI_UP,
    UI_DOWN,
    UI_LEFT,
    UI_RIGHT,
    UI_FIRST,
    UI_LAST,
};

/* To the nearest number in that direction; from nowhere, to the one nearest to where the
 * cursor was.  False when there is none. */
bool ui_cursor_move(struct ui_app *app, enum ui_direction direction);

/* The spot of the chosen number; NULL when it is not in the picture. */
const struct ui_spot *ui_cursor_spot(const struct ui_app *app);

/* Chooses the number of a spot. */
void ui_cursor_put(struct ui_app *app, const struct ui_spot *spot);

#endif
