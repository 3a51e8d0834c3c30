/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.h -- the lines given at the prompt, kept between runs in the state folder. */
#ifndef UI_HISTORY_H
#define UI_HISTORY_H

#include <stdio.h>

/* Reads what earlier sessions left; the file keeps the last 1000 lines. */
void ui_history_load(void);

/* Adds a line here and to the file (one like the last is not added). */
void ui_history_add(const char *line);

/* Writes them numbered, oldest first. */
void ui_history_write(FILE *out);

/* Forgets them (the file stays). */
void ui_history_clear(void);

#endif
