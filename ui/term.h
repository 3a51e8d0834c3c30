/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term.h -- the loop between a person and the application: waits, draws, hands over keys
 * and the mouse, and gives the terminal back on every way out. */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "app.h"
#include "error.h"

#include <stdbool.h>

/* Runs the application until it quits: blocks on input and the worker's news, draws at
 * most 30 times a second and only when something changed, costs nothing when idle.
 * SIGINT, SIGTERM, SIGHUP, SIGQUIT: the terminal is restored and app->status is 128 +
 * signal; a terminal that has gone counts as SIGHUP.  False with *error filled, and
 * nothing changed, when the terminal cannot be used (IRT_BAD_USAGE, IRT_NO_MEMORY). */
bool ui_term_run(struct ui_app *app, struct irt_error *error);

/* The glyphs that locale and TERM can show; the environment's IRTOP_GLYPHS (braille,
 * blocks, ascii) goes before. */
enum ui_glyphs ui_term_glyphs(void);

#endif
