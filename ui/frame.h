/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.h -- what stands around every screen: header, tabs, message, key bar, and what
 * lies over it: opened numbers, help, texts.  ui_app_draw() of app.h draws it all. */
#ifndef UI_FRAME_H
#define UI_FRAME_H

#include "app.h"
#include "canvas.h"

/* Rows of a picture h high: a row that is left out is -1. */
struct ui_layout {
    int header, tabs, tab_rule, rule, keys;
    struct ui_rect body;
};
struct ui_layout ui_frame_layout(int h, int w);

/* header.c */
void ui_frame_header(const struct ui_app *app, struct ui_canvas *canvas, int y);
void ui_frame_tabs(const struct ui_app *app, struct ui_canvas *canvas, int y, int rule);

/* keybar.c: the open screen's keys and the global ones, as many as fit; "? help" always. */
void ui_frame_keys(const struct ui_app *app, struct ui_canvas *canvas, int y);

/* popup.c: the number that is open. */
void ui_frame_opened(struct ui_app *app, struct ui_canvas *canvas, struct ui_rect body);

#endif
