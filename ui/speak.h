/* SPDX-License-Identifier: GPL-3.0-or-later */
/* speak.h -- what the screen shows, in plain sentences: for screen readers and tests. */
#ifndef UI_SPEAK_H
#define UI_SPEAK_H

#include "app.h"

#include <stddef.h>
#include <stdio.h>

/* The data, the settings, the state of the run, then the open screen and, when a number
 * is open, what it is made of. */
void ui_speak(struct ui_app *app, FILE *out);

/* The notes on data, model and estimates, one a line; says so when there are none. */
void ui_speak_notes(struct ui_app *app, FILE *out);

/* The state of the run in a few words, for the header: "cycle 1 · E3 of 4". */
void ui_state_text(const struct ui_app *app, char *out, size_t size);

#endif
