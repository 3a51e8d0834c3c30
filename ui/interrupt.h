/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interrupt.h -- SIGINT and SIGTERM while a program works without a screen. */
#ifndef UI_INTERRUPT_H
#define UI_INTERRUPT_H

#include <stdbool.h>

enum ui_interrupt {
    UI_INTERRUPT_ENDS,  /* nothing to save: say so and exit with status 130 */
    UI_INTERRUPT_ASKS,  /* the first one sets the flag, a second ends the program */
    UI_INTERRUPT_WAITS, /* only the flag is set: a file is being written */
};

/* What a signal does from now on; the first call installs the handlers. */
void ui_interrupt_mode(enum ui_interrupt mode);

/* A signal has come. */
bool ui_interrupted(void);

#endif
