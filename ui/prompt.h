/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prompt.h -- the line for a command (':') or a search ('/'), edited by readline.
 *
 * readline never touches the terminal: term.c reads the keys and hands them over as the
 * bytes a terminal would send (KEY_LEFT as "\033[D"); the line is drawn on the canvas.
 * One prompt at a time, on the screen's thread; readline's state is the process's. */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "app.h"
#include "canvas.h"

#include <stdbool.h>

/* Opens the line; kind is ':' or '/'.  The line, when entered, acts on app, which must
 * live until the prompt is closed. */
void ui_prompt_start(struct ui_app *app, char kind);

/* True from ui_prompt_start() until Enter, Esc, Ctrl-C or Ctrl-G has closed it. */
bool ui_prompt_active(void);

/* One byte of input, 0 to 255.  A lone Esc is byte 27 followed by ui_prompt_pause(). */
void ui_prompt_byte(int byte);

/* No more bytes belong to the key just given: an Esc before this stands for itself. */
void ui_prompt_pause(void);

/* Closes the line without running it. */
void ui_prompt_cancel(void);

/* Draws the line (scrolled to fit the width) on row y; does nothing when not active. */
void ui_prompt_draw(struct ui_app *app, struct ui_canvas *canvas, int y);

/* The column of the cursor as last drawn; -1 when not active.  Its row is the y given to
 * ui_prompt_draw(): */
int ui_prompt_cursor(void);
int ui_prompt_row(void);

#endif
