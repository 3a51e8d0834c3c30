/* SPDX-License-Identifier: GPL-3.0-or-later */
/* display.h -- what a person would see: the bytes of a program go in, libvterm makes cells
 * of them, and they come out as text.  Also what the terminal was told: which screen, the
 * cursor, the mouse. */
#ifndef TESTS_TERMINAL_DISPLAY_H
#define TESTS_TERMINAL_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>

struct display;

/* answer gets what the terminal says by itself, as when it is asked who it is. */
struct display *display_open(int h, int w,
                             void (*answer)(const char *bytes, size_t length, void *to),
                             void *to);
void display_close(struct display *display);
void display_resize(struct display *display, int h, int w);
void display_feed(struct display *display, const char *bytes, size_t length);

/* Row y (from the end where y < 0) as UTF-8, trailing blanks cut; "" outside.  Good until
 * the next call that feeds or resizes. */
const char *display_row(struct display *display, int y);
int display_rows(const struct display *display);

/* The row that has text, or -1; *column is where it begins.  One blank in text stands for
 * one or more.  From row first on. */
int display_find(struct display *display, const char *text, int first, int *column);

/* In the state a shell expects: the main screen, the cursor shown, the mouse and the keys
 * as they were, letters plain.  Else why says what is not. */
bool display_is_given_back(const struct display *display, const char **why);

bool display_has_cursor(const struct display *display);
bool display_has_mouse(const struct display *display);    /* a program takes clicks */
bool display_is_alternate(const struct display *display); /* the screen of programs */

/* Cells whose colours are not the terminal's own; cells that are bold, underlined or
 * reversed. */
int display_coloured(const struct display *display);
int display_marked(const struct display *display);
/* Bytes that are not ASCII that have come so far; times all was cleared to be painted anew. */
size_t display_foreign(const struct display *display);
size_t display_clears(const struct display *display);

#endif
