/* SPDX-License-Identifier: GPL-3.0-or-later */
/* theme.h -- what each role looks like: in a terminal of 8, 16 or 256 colours, and in a
 * picture.  Meaning never rests on colour alone: mono has bold, underline, reverse. */
#ifndef UI_THEME_H
#define UI_THEME_H

#include "canvas.h"

#include <stdbool.h>
#include <stdint.h>

struct ui_look {
    uint32_t rgb, background; /* 0xRRGGBB, for pictures */
    int colour256, colour8;   /* terminal foreground; -1: the terminal's own */
    int back256, back8;       /* terminal background; -1: the terminal's own */
    bool bold, underline, reverse;
    bool dim; /* where there are too few colours for a grey */
};

/* dark, light, mono, contrast; NULL-terminated. */
extern const char *const ui_themes[];
bool ui_theme_known(const char *theme);
/* An unknown theme is taken for the first. */
struct ui_look ui_theme_look(const char *theme, enum ui_role role);

#endif
