/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/help.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "keys.h"
#include "view/view.h"
#include "words.h"
#include "wrap.h"

#define NAME_COLUMNS 26

/* Where lines go: to a file, or those from top on into a rectangle of a canvas. */
struct page {
    FILE *out;
    struct ui_canvas *canvas; /* or NULL: they are only counted */
    struct ui_rect body;
    size_t top, line;
};

static int
name_columns(const struct page *page)
{
    return page->out || page->body.w >= 60 ? NAME_COLUMNS : NAME_COLUMNS / 2;
}

static void
put_line(struct page *page, enum ui_role role, const char *name, const char *text)
{
    int y = page->body.y + (int)(page->line - page->top);
    bool shown = page->line >= page->top && y < page->body.y + page->body.h;

    page->line++;
    if (page->out && text[0]) {
        fprintf(page->out, "  %-*s %s\n", name_columns(page), name, text);
    } else if (page->out) {
        fprintf(page->out, "%s%s\n", role == UI_TITLE ? "" : "  ", name);
    } else if (shown && page->canvas) {
        ui_text(page->canvas, y, page->body.x + 1, role, "%s", name);
        ui_text(page->canvas, y, page->body.x + 2 + name_columns(page), UI_TEXT, "%s",
                text);
    }
}

/* A name and its text; a long name has a line of its own, a long text several. */
static void
put(struct page *page, enum ui_role role, const char *name, const char *text)
{
    int room = page->out ? 1000 : page->body.w - name_columns(page) - 3;
    char line[200];

    if (!text[0] || ui_columns(name) > name_columns(page)) {
        put_line(page, role, name, "");
        name = "";
    }
    while (ui_wrap_line(&text, room > 8 ? room : 8, line, sizeof line)) {
        put_line(page, role, name, line);
        name = "";
    }
}

/* What a binding does: the help of its command; of a screen's own word, its label. */
static void
describe(const struct ui_binding *binding, char *text, size_t size)
{
    const struct ui_command *command = NULL;
    const char *label = binding->label;
    struct ui_words words;
    bool own;

    if (ui_words_split(binding->command, &words, NULL) && words.count > 0)
        command = ui_command_find(words.word[0]);
    own = !command || strcmp(command->name, "word") == 0;
    if (own && label && label[0])
        snprintf(text, size, "%s", label);
    else
        snprintf(text, size, "%s", own ? binding->command : command->help);
    ui_words_free(&words);
}

/* Neighbours that do the same stand on one line. */
static void
put_bindings(struct page *page, const struct ui_binding *b)
{
    char keys[120], text[200], next[200], name[16];

    while (b->key) {
        size_t length =
            (size_t)snprintf(keys, sizeof keys, "%s", ui_key_name(b->key, name));

        describe(b, text, sizeof text);
        for (b++; b->key; b++) {
            describe(b, next, sizeof next);
            if (strcmp(text, next) != 0 || length + 20 > sizeof keys)
                break;
            length += (size_t)snprintf(keys + length, sizeof keys - length, " %s",
                                       ui_key_name(b->key, name));
        }
        put(page, UI_KEY, keys, text);
    }
}

static void
put_keys(struct page *page, const struct ui_app *app)
{
    char title[64], key[2] = "", text[80];

    if (app->view && app->view->bindings && app->view->bindings->key) {
        snprintf(title, sizeof title, "Keys on %s", app->view->title);
        put(page, UI_TITLE, title, "");
        put_bindings(page, app->view->bindings);
        put(page, UI_TITLE, "", "");
    }
    put(page, UI_TITLE, "Keys everywhere", "");
    for (size_t k = 0; ui_views[k]; k++) {
        key[0] = ui_views[k]->key;
        snprintf(text, sizeof text, "the screen %s", ui_views[k]->title);
        put(page, UI_KEY, key, text);
    }
    put_bindings(page, ui_global_bindings);
    put(page, UI_TITLE, "", "");
}

static void
put_commands(struct page *page)
{
    const struct ui_command *command;
    char name[80];

    put(page, UI_TITLE, "Commands, given after : (a beginning will do)", "");
    for (size_t k = 0; (command = ui_command_at(k)) != NULL; k++) {
        snprintf(name, sizeof name, "%s %s", command->name, command->arguments);
        put(page, UI_KEY, name, command->help);
    }
}

static void
put_all(struct page *page, const struct ui_app *app)
{
    put_keys(page, app);
    put_commands(page);
}

void
ui_help_print(const struct ui_app *app, FILE *out)
{
    struct page page = { .out = out };

    put_all(&page, app);
}

void
ui_help_draw(struct ui_app *app, struct ui_canvas *canvas, struct ui_rect body)
{
    struct page count = { .body = { 0, 0, 0, body.w } };
    struct page page = { .canvas = canvas, .body = body };
    size_t rows = body.h > 0 ? (size_t)body.h : 0;

    put_all(&count, app);
    if (app->help_top + rows > count.line)
        app->help_top = count.line > rows ? count.line - rows : 0;
    page.top = app->help_top;
    put_all(&page, app);
}
