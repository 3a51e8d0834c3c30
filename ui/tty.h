/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tty.h -- the terminal as curses has it: shows cells, reads keys and the mouse.  tty.c is
 * the only file that includes curses; the loop around it is in term.c.
 *
 * One a process, on one thread. */
#ifndef UI_TTY_H
#define UI_TTY_H

#include "canvas.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>

struct ui_tty;

enum ui_input_kind { UI_INPUT_NONE, UI_INPUT_KEY, UI_INPUT_CLICK, UI_INPUT_WHEEL };

struct ui_input {
    enum ui_input_kind kind;
    int key;        /* enum ui_key, or the character; UI_KEY_NONE: only bytes */
    char bytes[16]; /* the key as a terminal sends it, for the prompt */
    int y, x;       /* click */
    bool twice;     /* click: the second of a double click */
    int rows;       /* wheel: 1 down, -1 up */
};

/* Takes the terminal over; signals are caught when it returns (signals.h must be open).
 * NULL with *error filled and the terminal as it was. */
struct ui_tty *ui_tty_open(struct irt_error *error);
/* Gives it back; NULL is fine. */
void ui_tty_close(struct ui_tty *tty);

/* Asks the terminal for its size.  False with *error filled, and the size as it was,
 * without memory for it. */
bool ui_tty_size(struct ui_tty *tty, int *h, int *w, struct irt_error *error);

/* Shows a canvas of that size; only what differs is sent.  cursor_x < 0: no cursor. */
void ui_tty_show(struct ui_tty *tty, const struct ui_canvas *canvas, const char *theme,
                 int cursor_y, int cursor_x);

/* All is to be sent with the next picture: the terminal's contents are not ours. */
void ui_tty_repaint(struct ui_tty *tty);

/* Takes the mouse or leaves it to the terminal. */
void ui_tty_mouse(struct ui_tty *tty, bool take);

/* The next key or event, UI_INPUT_NONE when none waits.  Waits 25 ms at most, to tell a
 * lone Esc from the beginning of another key. */
struct ui_input ui_tty_read(struct ui_tty *tty);

/* Gives the terminal back for a while, and takes it again. */
void ui_tty_leave(struct ui_tty *tty);
void ui_tty_return(struct ui_tty *tty);

#endif
