/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.c -- the bindings that hold on every screen, and the names of keys. */
#include "config.h"

#include "keys.h"

#include <stdint.h>
#include <stdio.h>

#include "glyph.h"

/* In the order of the key bar; two neighbours with one label share it there.  Digits and
 * a view's own bindings come before these. */
const struct ui_binding ui_global_bindings[] = {
    { ' ', "toggle", "run/pause" },
    { 's', "step stage", "stage" },
    { 'n', "step cycle", "cycle" },
    { ',', "back", "travel" },
    { '.', "forward", "travel" },
    { UI_KEY_ENTER, "open", "open number" },
    { '<', "speed slower", "speed" },
    { '>', "speed faster", "speed" },
    { ':', "prompt", "command" },
    { 'p', "pin", "pin" },
    { 'u', "undo", "undo" },
    { UI_CTRL('R'), "redo", NULL },
    { 'R', "reset", "reset" },
    { '/', "search", "search" },
    { 'N', "next-match", NULL },
    { UI_KEY_TAB, "next-view", NULL },
    { UI_KEY_BACK_TAB, "previous-view", NULL },
    { 'q', "quit", "quit" },
    { UI_KEY_ESC, "close", NULL },
    { 'L', "live", NULL },
    { 'm', "mouse", NULL },
    { UI_KEY_UP, "cursor up", NULL },
    { UI_KEY_DOWN, "cursor down", NULL },
    { UI_KEY_LEFT, "cursor left", NULL },
    { UI_KEY_RIGHT, "cursor right", NULL },
    { 'k', "cursor up", NULL },
    { 'j', "cursor down", NULL },
    { 'h', "cursor left", NULL },
    { 'l', "cursor right", NULL },
    { UI_KEY_HOME, "cursor first", NULL },
    { UI_KEY_END, "cursor last", NULL },
    { UI_KEY_PAGE_UP, "page up", NULL },
    { UI_KEY_PAGE_DOWN, "page down", NULL },
    { UI_CTRL('B'), "page up", NULL },
    { UI_CTRL('F'), "page down", NULL },
    { UI_CTRL('L'), "redraw", NULL },
    { UI_KEY_F1, "help", NULL },
    { '?', "help", "help" },
    { 0, NULL, NULL },
};

static const struct {
    int key;
    const char *name;
} names[] = {
    { ' ', "space" },
    { UI_KEY_ENTER, "Enter" },
    { UI_KEY_TAB, "Tab" },
    { UI_KEY_ESC, "Esc" },
    { UI_KEY_BACKSPACE, "Backspace" },
    { UI_KEY_UP, "Up" },
    { UI_KEY_DOWN, "Down" },
    { UI_KEY_LEFT, "Left" },
    { UI_KEY_RIGHT, "Right" },
    { UI_KEY_HOME, "Home" },
    { UI_KEY_END, "End" },
    { UI_KEY_PAGE_UP, "PgUp" },
    { UI_KEY_PAGE_DOWN, "PgDn" },
    { UI_KEY_BACK_TAB, "Shift-Tab" },
    { UI_KEY_DELETE, "Del" },
    { UI_KEY_F1, "F1" },
};

const char *
ui_key_name(int key, char out[16])
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].key == key)
            return names[i].name;
    if (key > 0 && key < 32)
        snprintf(out, 16, "Ctrl-%c", key + '@');
    else if (key > 32 && key < UI_KEY_UP)
        ui_utf8_write((uint32_t)key, out);
    else
        snprintf(out, 16, "?");
    return out;
}
