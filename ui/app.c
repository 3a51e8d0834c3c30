/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app.c -- the application apart from the terminal: its life, the worker's news, keys
 * and clicks. */
#include "config.h"

#include "app.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "cursor.h"
#include "exam.h"
#include "journal.h"
#include "keys.h"
#include "programs.h"
#include "report/stop.h"
#include "retire.h"
#include "race_run.h"
#include "script.h"
#include "speed.h"
#include "study_run.h"
#include "theme.h"
#include "view/view.h"

#define MOMENT 100 /* milliseconds that a thread is given to end in */

#define VIEWS (sizeof((struct ui_app *)0)->view_state / sizeof(void *))

static const char *
first_theme(void)
{
    const char *no_color = getenv("NO_COLOR");

    return no_color && no_color[0] ? "mono" : "dark";
}

bool
ui_app_init(struct ui_app *app, int h, int w, enum ui_glyphs glyphs,
            struct irt_error *error)
{
    memset(app, 0, sizeof *app);
    app->out = stdout;
    app->theme = first_theme();
    app->speed = UI_SPEED_START;
    app->mouse = true;
    app->view = ui_views[0];
    for (size_t k = 0; ui_views[k]; k++) {
        app->view_state[k] = calloc(1, ui_views[k]->state_size + 1);
        if (!app->view_state[k]) {
            ui_app_free(app);
            return irt_fail(error, IRT_NO_MEMORY, "no memory for the screens");
        }
    }
    if (!ui_canvas_init(&app->canvas, h, w, glyphs, error)) {
        ui_app_free(app);
        return false;
    }
    ui_session_init(&app->session);
    return true;
}

bool
ui_app_end(struct ui_app *app)
{
    ui_script_free(app);
    ui_journal_settle(app);
    ui_journal_close(app);
    if (app->study)
        ui_study_run_stop(app->study);
    if (app->race)
        ui_race_run_stop(app->race);
    bool gone = ui_session_end(&app->session, MOMENT);
    gone = (!app->study || ui_study_run_gone_within(app->study, MOMENT)) && gone;
    return (!app->race || ui_race_run_gone_within(app->race, MOMENT)) && gone;
}

void
ui_app_free(struct ui_app *app)
{
    ui_script_free(app);
    ui_journal_settle(app);
    ui_journal_close(app);
    ui_session_free(&app->session);
    ui_study_run_free(app->study);
    ui_race_run_free(app->race);
    ui_canvas_free(&app->canvas);
    for (size_t k = 0; k < VIEWS; k++)
        free(app->view_state[k]);
    free(app->text);
    memset(app, 0, sizeof *app);
}

void *
ui_app_view_state(struct ui_app *app, const struct ui_view_ops *view)
{
    return app->view_state[ui_view_index(view)];
}

bool
ui_app_resize(struct ui_app *app, int h, int w, struct irt_error *error)
{
    return ui_canvas_resize(&app->canvas, h, w, error);
}

void
ui_app_say(struct ui_app *app, bool bad, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(app->message, sizeof app->message, format, arguments);
    va_end(arguments);
    app->message_bad = bad;
}

void
ui_app_show_text(struct ui_app *app, const char *title, char *text)
{
    if (!app->tui) {
        fputs(text, app->out);
        free(text);
        return;
    }
    free(app->text);
    app->text = text;
    snprintf(app->text_title, sizeof app->text_title, "%s", title);
    app->help_top = 0;
}

/* --- news --------------------------------------------------------------------------- */

/* Once the run has ended and its estimates are there, or will not be. */
static void
tell_end(struct ui_app *app)
{
    const struct ui_session *session = &app->session;
    char sentence[300];

    if (!session->ended) {
        app->told_end = app->told_wait = false;
        return;
    }
    if (app->told_end)
        return;
    if (!session->fit && session->trouble.code == IRT_OK) {
        if (!app->told_wait && session->choices.options.se != IRT_SE_NONE)
            ui_app_say(app, false, "the run has ended; its standard errors come next");
        app->told_wait = true;
        return;
    }
    app->told_end = true;
    if (session->trouble.code != IRT_OK) {
        app->error = session->trouble;
        ui_app_say(app, true, "%s", session->trouble.message);
        return;
    }
    if (!app->tui)
        app->status = session->fit->converged ? UI_STATUS_DONE : UI_STATUS_NOT_CONVERGED;
    ui_stop_sentence(session->fit, &session->trace, sentence, sizeof sentence);
    ui_app_say(app, false, "%s", sentence);
}

/* Of a study that came to its end, or could not go on. */
static void
tell_study(struct ui_app *app)
{
    const struct irt_error *trouble = ui_study_run_trouble(app->study);
    const struct irt_study *results = ui_study_run_results(app->study);

    if (ui_study_run_running(app->study)) {
        app->told_study = false;
        return;
    }
    if (app->told_study)
        return;
    app->told_study = true;
    if (trouble->code != IRT_OK)
        ui_app_say(app, true, "%s", trouble->message);
    else if (irt_study_done(results) == irt_study_total(results))
        ui_app_say(app, false, "the study is complete: %zu replications",
                   irt_study_total(results));
}

bool
ui_app_poll(struct ui_app *app)
{
    bool changed = ui_session_poll(&app->session);

    if (app->study && ui_study_run_poll(app->study)) {
        tell_study(app);
        changed = true;
    }
    if (app->race && ui_race_run_poll(app->race))
        changed = true;

    if (!app->session.busy)
        ui_journal_settle(app);
    tell_end(app);
    if (app->session.lost.code != IRT_OK) {
        ui_app_say(app, true, "%s", app->session.lost.message);
        app->session.lost.code = IRT_OK;
    }
    if (app->tui && ui_script_go_on(app))
        changed = true;
    return changed;
}

void
ui_app_need(struct ui_app *app)
{
    if (app->view && app->view->need && app->view->need(&app->session) && !app->tui)
        ui_session_wait(&app->session);
}

int
ui_app_fd(const struct ui_app *app)
{
    return app->session.worker ? ui_worker_fd(app->session.worker) : -1;
}

int
ui_app_study_fd(const struct ui_app *app)
{
    return app->study ? ui_study_run_fd(app->study) : -1;
}

int
ui_app_exam_fd(const struct ui_app *app)
{
    return app->session.exam ? ui_exam_fd(app->session.exam) : -1;
}

int
ui_app_race_fd(const struct ui_app *app)
{
    return app->race ? ui_race_run_fd(app->race) : -1;
}

bool
ui_app_pending(const struct ui_app *app)
{
    return app->script && !app->session.busy;
}

/* --- keys --------------------------------------------------------------------------- */

/* While the doctor's list is shown, a digit mends what has this number. */
static bool
doctor_key(struct ui_app *app, int key)
{
    char command[16];

    if (!app->text || strcmp(app->text_title, UI_DOCTOR_TITLE) != 0 || key < '1' ||
        key > '9')
        return false;
    snprintf(command, sizeof command, "doctor %d", key - '0');
    ui_command_run(app, command);
    return true;
}

/* While text lies over the screen. */
static bool
text_key(struct ui_app *app, int key)
{
    if (!app->help && !app->text)
        return false;
    switch (key) {
    case UI_KEY_UP:
    case 'k': app->help_top -= app->help_top > 0; return true;
    case UI_KEY_DOWN:
    case 'j':
    case UI_KEY_ENTER: app->help_top++; return true;
    case ' ': return ui_command_run(app, "page down"), true;
    case UI_KEY_HOME: app->help_top = 0; return true;
    case UI_KEY_END: app->help_top = 1000000; return true;
    case 'q': return ui_command_run(app, "close"), true;
    default: return doctor_key(app, key);
    }
}

/* While a number is open these are about it, whatever the screen binds them to. */
static bool
opened_key(struct ui_app *app, int key)
{
    static const struct ui_binding bindings[] = {
        { UI_KEY_UP, "cursor up", NULL },
        { UI_KEY_DOWN, "cursor down", NULL },
        { UI_KEY_LEFT, "close", NULL },
        { UI_KEY_RIGHT, "open", NULL },
        { 'k', "cursor up", NULL },
        { 'j', "cursor down", NULL },
        { 'h', "close", NULL },
        { 'l', "open", NULL },
        { UI_KEY_HOME, "cursor first", NULL },
        { UI_KEY_END, "cursor last", NULL },
        { UI_KEY_ENTER, "open", NULL },
        { UI_KEY_BACKSPACE, "close", NULL },
        { UI_KEY_ESC, "close", NULL },
    };

    for (size_t k = 0; app->opened && k < sizeof bindings / sizeof bindings[0]; k++)
        if (bindings[k].key == key) {
            ui_command_run(app, bindings[k].command);
            return true;
        }
    return false;
}

static bool
bound_key(struct ui_app *app, const struct ui_binding *bindings, int key)
{
    for (const struct ui_binding *b = bindings; b && b->key; b++)
        if (b->key == key) {
            ui_command_run(app, b->command);
            return true;
        }
    return false;
}

static bool
view_key(struct ui_app *app, int key)
{
    char command[64];

    for (size_t k = 0; ui_views[k]; k++)
        if (ui_views[k]->key == key) {
            snprintf(command, sizeof command, "view %s", ui_views[k]->name);
            ui_command_run(app, command);
            return true;
        }
    return false;
}

/* Esc reaches a screen's own binding only when nothing lies over it. */
static bool
over_view(const struct ui_app *app)
{
    return app->help || app->text || app->opened;
}

void
ui_app_key(struct ui_app *app, int key)
{
    char name[16];

    if (key == UI_KEY_ESC && app->script) {
        ui_script_stop(app);
        return;
    }
    if (text_key(app, key) || opened_key(app, key))
        return;
    if (key == UI_KEY_ESC && over_view(app)) {
        ui_command_run(app, "close");
        return;
    }
    if (app->view && !app->help && !app->text && bound_key(app, app->view->bindings, key))
        return;
    if (view_key(app, key) || bound_key(app, ui_global_bindings, key))
        return;
    if (key != UI_KEY_NONE && key != UI_KEY_RESIZE)
        ui_app_say(app, false, "%s is no key here; ? lists them", ui_key_name(key, name));
}

/* --- the mouse ---------------------------------------------------------------------- */

static bool
inside(struct ui_rect rect, int y, int x)
{
    return y >= rect.y && y < rect.y + rect.h && x >= rect.x && x < rect.x + rect.w;
}

void
ui_app_click(struct ui_app *app, int y, int x, bool twice)
{
    /* What was drawn last lies on top. */
    for (size_t k = app->canvas.spots; k-- > 0;) {
        struct ui_spot spot = app->canvas.spot[k];

        if (!inside(spot.where, y, x))
            continue;
        if (spot.command[0]) {
            ui_command_run(app, spot.command);
        } else if (spot.opens && !app->opened) {
            ui_cursor_put(app, &spot);
            app->message[0] = '\0';
            if (twice)
                ui_command_run(app, "open");
        }
        return;
    }
}

void
ui_app_scroll(struct ui_app *app, int rows)
{
    ui_app_key(app, rows > 0 ? UI_KEY_DOWN : UI_KEY_UP);
}

int
ui_app_rival_fd(const struct ui_app *app, int r)
{
    struct ui_worker *worker = app->session.rival[r].worker;

    return worker ? ui_worker_fd(worker) : -1;
}
