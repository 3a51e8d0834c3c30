/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term.h -- the terminal: the only file that includes curses.  Shows a canvas, reads
 * keys and the mouse, and gives the terminal back on every way out. */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "app.h"
#include "error.h"

#include <stdbool.h>

/* Runs the application until it quits: blocks on input and the worker's news, draws at
 * most 30 times a second and only when something changed, costs nothing when idle.
 * SIGINT, SIGTERM, SIGHUP, a closed terminal: the terminal is restored, the exit status
 * is 130 for SIGINT, else 128 + signal.  False with *error filled when the terminal
 * cannot be used. */
bool ui_term_run(struct ui_app *app, struct irt_error *error);

/* The glyphs that locale and TERM can show. */
enum ui_glyphs ui_term_glyphs(void);

#endif
