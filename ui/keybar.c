/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keybar.c -- the line of keys at the bottom, fitted to the width. */
#include "config.h"

#include "frame.h"

#include <stdio.h>
#include <string.h>

#include "keys.h"
#include "view/view.h"

#define MOST 48

struct entry {
    char keys[24]; /* ", ." */
    const char *label, *command;
};
struct bar {
    struct entry entry[MOST];
    size_t count;
};

static const char *
short_name(const struct ui_canvas *canvas, int key, char out[16])
{
    if (canvas->glyphs != UI_GLYPHS_ASCII)
        switch (key) {
        case UI_KEY_ENTER: return "⏎";
        case UI_KEY_UP: return "↑";
        case UI_KEY_DOWN: return "↓";
        case UI_KEY_LEFT: return "←";
        case UI_KEY_RIGHT: return "→";
        default: break;
        }
    if (key == UI_KEY_TAB)
        return "tab";
    return ui_key_name(key, out);
}

static bool
taken(const struct ui_binding *by, int key)
{
    for (; by && by->key; by++)
        if (by->key == key)
            return true;
    return false;
}

/* A key of the run that the header is about. */
static bool
is_of_the_run(const struct ui_binding *binding)
{
    static const char *const words[] = { "toggle", "step",  "back", "forward",
                                         "open",   "speed", "pin" };

    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (strncmp(binding->command, words[k], strlen(words[k])) == 0)
            return true;
    return false;
}

/* Neighbours with one label share it: ", . travel". */
static void
add(struct bar *bar, const struct ui_canvas *canvas, const struct ui_binding *binding)
{
    struct entry *last = bar->count ? &bar->entry[bar->count - 1] : NULL;
    char name[16];
    const char *key = short_name(canvas, binding->key, name);

    if (!binding->label || !binding->label[0])
        return;
    if (last && strcmp(last->label, binding->label) == 0) {
        /* Arrows stand together: ↑↓. */
        bool arrows = (unsigned char)key[0] >= 0xE2 && binding->key >= UI_KEY_UP;
        size_t length = strlen(last->keys);

        snprintf(last->keys + length, sizeof last->keys - length, "%s%s",
                 arrows ? "" : " ", key);
    } else if (bar->count < MOST) {
        snprintf(bar->entry[bar->count].keys, sizeof bar->entry[0].keys, "%s", key);
        bar->entry[bar->count].label = binding->label;
        bar->entry[bar->count].command = binding->command;
        bar->count++;
    }
}

static void
collect(const struct ui_app *app, const struct ui_canvas *canvas, struct bar *bar)
{
    static const struct ui_binding text_bindings[] = {
        { UI_KEY_UP, "page up", "scroll" },
        { UI_KEY_DOWN, "page down", "scroll" },
        { ' ', "page down", "page" },
        { UI_KEY_ESC, "close", "back" },
        { 0, NULL, NULL },
    };
    static const struct ui_binding opened_bindings[] = {
        { UI_KEY_UP, "cursor up", "choose" },
        { UI_KEY_DOWN, "cursor down", "choose" },
        { UI_KEY_ENTER, "open", "open" },
        { UI_KEY_ESC, "close", "back" },
        { 0, NULL, NULL },
    };
    const struct ui_binding *mine = app->view ? app->view->bindings : NULL;

    bar->count = 0;
    if (app->help || app->text)
        mine = text_bindings;
    else if (app->opened)
        mine = opened_bindings;
    for (const struct ui_binding *b = mine; b && b->key; b++)
        add(bar, canvas, b);
    if (mine == text_bindings && app->text && !app->help &&
        strcmp(app->text_title, UI_DOCTOR_TITLE) == 0) {
        bar->entry[bar->count++] = (struct entry){ "1-9", "mend", "doctor" };
        bar->entry[bar->count++] = (struct entry){ "u", "undo", "undo" };
    }
    if (mine == text_bindings)
        return;
    for (const struct ui_binding *b = ui_global_bindings; b->key; b++)
        if (!taken(mine, b->key) && b->key != '?' &&
            !(app->view && app->view->apart && is_of_the_run(b)))
            add(bar, canvas, b);
}

static int
entry_columns(const struct entry *entry)
{
    return ui_columns(entry->keys) + 1 + ui_columns(entry->label);
}

static int
draw_entry(struct ui_canvas *canvas, int y, int x, const struct entry *entry)
{
    int start = x;

    x += ui_text(canvas, y, x, UI_KEY, "%s", entry->keys);
    x += 1 + ui_text(canvas, y, x + 1, UI_TEXT, "%s", entry->label);
    ui_clickable(canvas, (struct ui_rect){ y, start, 1, x - start }, entry->command);
    return x;
}

/* Entries are dropped from the right until the rest and "? help" fit. */
void
ui_frame_keys(const struct ui_app *app, struct ui_canvas *canvas, int y)
{
    static const struct entry help = { "?", "help", "help" };
    struct bar bar;
    int x = 1, room = canvas->w - 1 - entry_columns(&help);

    collect(app, canvas, &bar);
    for (size_t k = 0; k < bar.count; k++) {
        if (x + entry_columns(&bar.entry[k]) + 2 > room)
            break;
        x = draw_entry(canvas, y, x, &bar.entry[k]) + 2;
    }
    draw_entry(canvas, y, x, &help);
}
