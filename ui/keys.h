/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.h -- keys, and which command each runs. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stddef.h>

/* Printable keys are their Unicode value; the others: */
enum ui_key {
    UI_KEY_ENTER = 13,
    UI_KEY_TAB = 9,
    UI_KEY_ESC = 27,
    UI_KEY_BACKSPACE = 127,
    UI_KEY_UP = 0x110000,
    UI_KEY_DOWN,
    UI_KEY_LEFT,
    UI_KEY_RIGHT,
    UI_KEY_HOME,
    UI_KEY_END,
    UI_KEY_PAGE_UP,
    UI_KEY_PAGE_DOWN,
    UI_KEY_BACK_TAB,
    UI_KEY_DELETE,
    UI_KEY_F1,
    UI_KEY_RESIZE,
    UI_KEY_NONE
};
#define UI_CTRL(c) ((c)&31)

struct ui_binding {
    int key;
    const char *command;
    const char *label; /* in the key bar, "" or NULL: not shown there */
};

/* The bindings that hold on every screen; ends with key 0. */
extern const struct ui_binding ui_global_bindings[];

/* "space", "Enter", "Ctrl-R", "[" ... for help and the key bar; static storage or out. */
const char *ui_key_name(int key, char out[16]);

#endif
