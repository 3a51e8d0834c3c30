/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script.c -- runs the commands in a file, line by line.  A script may source another;
 * they lie on a stack. */
#include "config.h"

#include "script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

#define DEEPEST 16

struct ui_script {
    struct ui_script *below; /* which sourced this one */
    size_t depth;
    char file[UI_PATH];
    char *text, *next; /* the whole file; the rest of it */
    size_t line;       /* number of the line last taken */
};

static bool
read_all(const char *file, char **text, struct irt_error *error)
{
    FILE *in = fopen(file, "r");
    size_t length = 0, got;
    char *grown;

    *text = NULL;
    if (!in)
        return irt_fail(error, IRT_BAD_USAGE, "%.300s: %s", file, strerror(errno));
    do {
        grown = realloc(*text, length + 4097);
        if (!grown)
            break;
        *text = grown;
        got = fread(*text + length, 1, 4096, in);
        length += got;
        (*text)[length] = '\0';
    } while (got == 4096);
    bool bad = ferror(in);
    fclose(in);
    if (grown && !bad && strlen(*text) == length)
        return true;
    free(*text);
    *text = NULL;
    if (!grown)
        return irt_fail(error, IRT_NO_MEMORY, "no memory to read %.300s", file);
    return irt_fail(error, IRT_BAD_USAGE, "%.300s: not a text file of commands", file);
}

static void
pop(struct ui_app *app)
{
    struct ui_script *top = app->script;

    app->script = top->below;
    free(top->text);
    free(top);
}

void
ui_script_free(struct ui_app *app)
{
    while (app->script)
        pop(app);
}

void
ui_script_stop(struct ui_app *app)
{
    char where[UI_PATH + 32];

    if (!app->script)
        return;
    snprintf(where, sizeof where, "%s:%zu", app->script->file, app->script->line);
    ui_script_free(app);
    ui_app_say(app, false, "stopped after %.300s", where);
}

/* The next line, without its end; NULL after the last. */
static char *
take_line(struct ui_script *script)
{
    char *line = script->next, *end;

    if (*line == '\0')
        return NULL;
    end = strchr(line, '\n');
    script->next = end ? end + 1 : line + strlen(line);
    if (end)
        *end = '\0';
    script->line++;
    return line;
}

/* Puts the place before the message of the command that failed. */
static void
fail_at(struct ui_app *app, const char *file, size_t number)
{
    struct irt_error inner = app->error;

    irt_fail(&app->error, inner.code, "%.200s:%zu: %s", file, number, inner.message);
    ui_app_say(app, true, "%s", app->error.message);
}

/* Runs one line of the innermost script; false when it failed: then all are dropped. */
static bool
run_line(struct ui_app *app)
{
    struct ui_script *script = app->script;
    size_t depth = script->depth;
    char *line = take_line(script);

    if (!line) {
        pop(app);
        return true;
    }
    if (ui_command_run(app, line))
        return true;
    /* A sourced script that could not be opened leaves this one on top. */
    if (app->script && app->script->depth == depth)
        fail_at(app, script->file, script->line);
    ui_script_free(app);
    return false;
}

bool
ui_script_go_on(struct ui_app *app)
{
    bool any = false;

    while (app->script && !app->quit && !app->session.busy) {
        run_line(app);
        any = true;
        ui_session_poll(&app->session);
    }
    return any;
}

static bool
push(struct ui_app *app, const char *file, struct irt_error *error)
{
    struct ui_script *script;

    if (app->script && app->script->depth >= DEEPEST)
        return irt_fail(error, IRT_BAD_USAGE, "%.200s: scripts run one another %d deep",
                        file, DEEPEST);
    if (strlen(file) >= UI_PATH)
        return irt_fail(error, IRT_BAD_USAGE, "a file name is longer than %d bytes",
                        UI_PATH - 1);
    script = calloc(1, sizeof *script);
    if (!script)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a script");
    if (!read_all(file, &script->text, error)) {
        free(script);
        return false;
    }
    strcpy(script->file, file);
    script->next = script->text;
    script->below = app->script;
    script->depth = app->script ? app->script->depth + 1 : 1;
    app->script = script;
    return true;
}

bool
ui_command_script(struct ui_app *app, const char *file, struct irt_error *error)
{
    size_t depth = app->script ? app->script->depth : 0;

    if (!push(app, file, error))
        return false;
    if (app->tui)
        return true;
    while (app->script && app->script->depth > depth && !app->quit)
        if (!run_line(app)) {
            *error = app->error;
            return false;
        }
    return true;
}
