/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stage.h -- an application to test commands and the frame on: LSAT-6, screens that draw
 * a small table of numbers, and opened numbers made of two others.  Folders for settings
 * and state are its own and empty.
 *
 * A test that uses it has these screens in place of the program's. */
#ifndef TESTS_STAGE_H
#define TESTS_STAGE_H

#include "app.h"

#define STAGE_LSAT6 TEST_SRCDIR "/samples/lsat6.csv"

extern struct ui_app *stage_app;
extern char stage_folder[64]; /* removed at the end with all that is in it */

/* What the open screen was told by "word". */
extern char stage_word[64];

/* Fixtures. */
void stage_set_up(void);
void stage_tear_down(void);

/* Runs a line that must succeed, or must fail. */
void stage_do(const char *line);
void stage_fail(const char *line, enum irt_code code, const char *part_of_message);

/* The row y of the picture as text, trailing blanks cut; static storage. */
const char *stage_row(int y);
/* Draws at a size. */
void stage_draw(int h, int w);

/* The path of a file in stage_folder, and what stands in it; static storage. */
const char *stage_path(const char *name);
const char *stage_read(const char *path);
void stage_write(const char *name, const char *text);

/* Waits for the worker and lets the application take it, with a terminal or without. */
void stage_settle(void);

#endif
