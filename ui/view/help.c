/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/help.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "keys.h"
#include "view/view.h"
#include "words.h"

#define NAME_COLUMNS 26

/* Where lines go: to a file, or those from top on into a rectangle of a canvas. */
struct page {
    FILE *out;
    struct ui_canvas *canvas;
    struct ui_rect body;
    size_t top, line;
};

static void
put(struct page *page, enum ui_role role, const char *name, const char *text)
{
    int y = page->body.y + (int)(page->line - page->top);
    bool shown = page->line >= page->top && y < page->body.y + page->body.h;

    page->line++;
    if (page->out && role == UI_TITLE) {
        fprintf(page->out, "%s\n", name);
    } else if (page->out) {
        fprintf(page->out, "  %-*s %s\n", NAME_COLUMNS, name, text);
    } else if (shown) {
        int wide = page->body.w < 60 ? NAME_COLUMNS / 2 : NAME_COLUMNS;

        ui_text(page->canvas, y, page->body.x + 1, role, "%s", name);
        if (role != UI_TITLE)
            ui_text(page->canvas, y, page->body.x + 2 + wide, UI_TEXT, "%s", text);
    }
}

/* What a binding does: the help of its command, and the arguments it gives. */
static void
put_binding(struct page *page, const struct ui_binding *binding)
{
    const struct ui_command *command = NULL;
    struct ui_words words;
    char name[16], text[200];

    if (ui_words_split(binding->command, &words, NULL) && words.count > 0)
        command = ui_command_find(words.word[0]);
    snprintf(text, sizeof text, "%s", binding->label ? binding->label : "");
    if (command && (text[0] == '\0' || words.count == 1))
        snprintf(text, sizeof text, "%s", command->help);
    if (command && words.count > 1 && !(binding->label && binding->label[0]))
        snprintf(text, sizeof text, "%s", binding->command);
    ui_words_free(&words);
    put(page, UI_KEY, ui_key_name(binding->key, name), text);
}

static void
put_keys(struct page *page, const struct ui_app *app)
{
    char title[64], key[2] = "";

    if (app->view && app->view->bindings && app->view->bindings->key) {
        snprintf(title, sizeof title, "Keys on %s", app->view->title);
        put(page, UI_TITLE, title, "");
        for (const struct ui_binding *b = app->view->bindings; b->key; b++)
            put_binding(page, b);
        put(page, UI_TITLE, "", "");
    }
    put(page, UI_TITLE, "Keys everywhere", "");
    for (size_t k = 0; ui_views[k]; k++) {
        key[0] = ui_views[k]->key;
        put(page, UI_KEY, key, ui_views[k]->title);
    }
    for (const struct ui_binding *b = ui_global_bindings; b->key; b++)
        put_binding(page, b);
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
        if (strlen(name) <= NAME_COLUMNS) {
            put(page, UI_KEY, name, command->help);
        } else {
            put(page, UI_KEY, name, "");
            put(page, UI_KEY, "", command->help);
        }
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
