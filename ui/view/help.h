/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.h -- the help screen: keys of this screen, keys everywhere, commands; all from
 * the tables of bindings and commands. */
#ifndef UI_HELP_H
#define UI_HELP_H

#include "app.h"
#include "canvas.h"

#include <stdio.h>

/* Draws from line app->help_top on; moves it back when it lies beyond the last page. */
void ui_help_draw(struct ui_app *app, struct ui_canvas *canvas, struct ui_rect body);

/* All of it as text. */
void ui_help_print(const struct ui_app *app, FILE *out);

#endif
