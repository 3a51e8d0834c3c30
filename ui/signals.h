/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signals.h -- signals while the screen is on: flags, and a pipe that poll() waits on.
 *
 * Handlers only set flags and write to the pipe.  Two exceptions, where the program would
 * otherwise leave the terminal unusable: a crash, and a third request to end when the
 * first two were not heard; they restore the terminal and end the program. */
#ifndef UI_SIGNALS_H
#define UI_SIGNALS_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

/* Keeps the state of the terminal and the handlers that are in force, for close.  One
 * set a process.  Before curses: it then leaves SIGTSTP alone. */
bool ui_signals_open(struct irt_error *error);

/* Takes over SIGINT, SIGTERM, SIGHUP, SIGQUIT (those not ignored), SIGWINCH, SIGTSTP,
 * SIGCONT and crashes.  restore: the bytes that give the terminal back when crashing. */
void ui_signals_catch(const char *restore, size_t length);

/* Puts back what ui_signals_open() found; also fine when it failed. */
void ui_signals_close(void);

/* Becomes readable when a signal comes; ui_signals_drain() makes it unreadable again. */
int ui_signals_fd(void);
void ui_signals_drain(void);

/* The signal that asks the program to end, or 0; and forgets it. */
int ui_signals_ending(void);

/* Has signal (SIGWINCH, SIGTSTP, SIGCONT) come since the last call? */
bool ui_signals_came(int signal);

/* Stops the program as SIGTSTP does by itself; returns when it is continued. */
void ui_signals_stop(void);

#endif
