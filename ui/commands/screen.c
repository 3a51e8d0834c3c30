/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen.c -- commands on screens, overlays and the look of things. */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "history.h"
#include "number.h"
#include "prompt.h"
#include "settings.h"
#include "speak.h"
#include "theme.h"
#include "view/help.h"
#include "view/view.h"

/* --- which screen ------------------------------------------------------------------- */

static bool
open_view(struct ui_app *app, const struct ui_view_ops *view)
{
    app->view = view;
    app->opened = 0;
    app->help = false;
    snprintf(app->record, sizeof app->record, "view %s", view->name);
    return true;
}

bool
ui_command_view(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    const struct ui_view_ops *view;

    if (!ui_command_takes(argc, argv, 2, 2, error))
        return false;
    view = ui_view_find(argv[1]);
    if (!view)
        return irt_fail(error, IRT_BAD_USAGE, "no screen is called '%.60s'", argv[1]);
    return open_view(app, view);
}

static bool
turn_view(struct ui_app *app, size_t steps, struct irt_error *error)
{
    size_t count = 0;

    while (ui_views[count])
        count++;
    if (count == 0)
        return irt_fail(error, IRT_BAD_USAGE, "there is no other screen");
    return open_view(app, ui_views[(ui_view_index(app->view) + steps) % count]);
}

bool
ui_command_next_view(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    return ui_command_takes(argc, argv, 1, 1, error) && turn_view(app, 1, error);
}

bool
ui_command_previous_view(struct ui_app *app, int argc, char **argv,
                         struct irt_error *error)
{
    size_t count = 0;

    while (ui_views[count])
        count++;
    return ui_command_takes(argc, argv, 1, 1, error) &&
           turn_view(app, count ? count - 1 : 0, error);
}

/* "word tail", "word table prior": what the words are is the screen's affair. */
static bool
give_word(struct ui_app *app, const char *word, const char *argument,
          struct irt_error *error)
{
    irt_fail(error, IRT_BAD_USAGE, "%s: this screen knows no '%.60s'",
             app->view ? app->view->name : "irtop", word);
    if (!app->view || !app->view->word)
        return false;
    return app->view->word(ui_app_view_state(app, app->view), app, word, argument, error);
}

bool
ui_command_word(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    return ui_command_takes(argc, argv, 2, 3, error) &&
           give_word(app, argv[1], argc == 3 ? argv[2] : NULL, error);
}

/* Texts scroll; screens that can do so take the word "page". */
bool
ui_command_page(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    size_t rows = app->canvas.h > 8 ? (size_t)app->canvas.h - 8 : 1;
    bool down;

    if (!ui_command_takes(argc, argv, 2, 2, error))
        return false;
    down = strcmp(argv[1], "down") == 0;
    if (!down && strcmp(argv[1], "up") != 0)
        return ui_command_usage(ui_command_find(argv[0]), error);
    if (app->help || app->text) {
        /* The frame stops it at the last page. */
        if (down)
            app->help_top += rows;
        else
            app->help_top -= rows < app->help_top ? rows : app->help_top;
        return true;
    }
    return give_word(app, "page", argv[1], error);
}

/* --- the look ----------------------------------------------------------------------- */

bool
ui_command_theme(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 2, 2, error))
        return false;
    for (size_t k = 0; ui_themes[k]; k++)
        if (strcmp(ui_themes[k], argv[1]) == 0) {
            app->theme = ui_themes[k];
            app->redraw = true;
            ui_settings_save(app);
            return true;
        }
    return irt_fail(error, IRT_BAD_USAGE,
                    "theme: '%.60s' is not one of: dark light mono contrast", argv[1]);
}

/* With the formula, of the chosen item. */
static void
tell_metric(struct ui_app *app)
{
    const struct ui_session *session = &app->session;
    const char *relation =
        session->model
            ? ui_metric_relation(session->metric, session->model, session->item)
            : "";

    ui_app_say(app, false, "metric %s: %s%s%s", ui_metric_name(session->metric),
               ui_metric_title(session->metric), relation[0] ? "; " : "", relation);
}

bool
ui_command_metric(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    enum ui_metric *metric = &app->session.metric;

    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (argc == 2 && strcmp(argv[1], "next") == 0)
        *metric = (enum ui_metric)((*metric + 1) % UI_METRICS);
    else if (argc == 2 && !ui_metric_from_name(argv[1], metric))
        return irt_fail(error, IRT_BAD_USAGE,
                        "metric: '%.60s' is not one of: all ad ab loadings next",
                        argv[1]);
    ui_settings_save(app);
    tell_metric(app);
    return true;
}

/* 1 2, 1 3 .. 1 D, 2 3 ..: and from the last to the first; of two, the one across goes up. */
static void
next_axes(size_t axis[2], size_t dims)
{
    if (dims == 2) {
        axis[0] = axis[1];
        axis[1] = 1 - axis[0];
        return;
    }
    if (axis[1] > axis[0] && ++axis[1] < dims)
        return;
    axis[0] = axis[0] + 2 < dims ? axis[0] + 1 : 0;
    axis[1] = axis[0] + 1;
}

bool
ui_command_axes(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    size_t dims = session->model ? session->model->dims : 1;
    uint64_t a = 0, b = 0;

    if (argc == 2 ? strcmp(argv[1], "next") != 0 : argc != 1 && argc != 3)
        return ui_command_usage(ui_command_find(argv[0]), error);
    if (dims < 2)
        return irt_fail(error, IRT_BAD_USAGE, "axes: the model has one dimension");
    if (argc == 3 && (!ui_number_whole(argv[1], &a) || !ui_number_whole(argv[2], &b) ||
                      a < 1 || b < 1 || a > dims || b > dims || a == b))
        return irt_fail(error, IRT_BAD_USAGE,
                        "axes: give two different dimensions, 1 to %zu", dims);
    if (argc == 2)
        next_axes(session->axis, dims);
    if (argc == 3) {
        session->axis[0] = (size_t)a - 1;
        session->axis[1] = (size_t)b - 1;
    }
    ui_app_say(app, false, "drawn: θ%zu across, θ%zu up%s", session->axis[0] + 1,
               session->axis[1] + 1,
               dims == 2 ? "" : "; the others at 0, or summed over");
    return true;
}

bool
ui_command_mouse(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (argc == 1)
        app->mouse = !app->mouse;
    else if (strcmp(argv[1], "on") == 0 || strcmp(argv[1], "off") == 0)
        app->mouse = argv[1][1] == 'n';
    else
        return ui_command_usage(ui_command_find(argv[0]), error);
    ui_settings_save(app);
    ui_app_say(app, false,
               app->mouse ? "the mouse works tabs, numbers and keys; m releases it"
                          : "the mouse is the terminal's: text can be selected; m takes "
                            "it back");
    return true;
}

bool
ui_command_redraw(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    app->redraw = true;
    return ui_command_takes(argc, argv, 1, 1, error);
}

bool
ui_command_size(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    uint64_t h, w;

    if (!ui_command_takes(argc, argv, 3, 3, error))
        return false;
    if (app->tui)
        return irt_fail(error, IRT_BAD_USAGE, "the terminal has the size it has");
    if (!ui_number_whole(argv[1], &h) || !ui_number_whole(argv[2], &w) || h < 1 ||
        w < 1 || h > 1000 || w > 1000)
        return irt_fail(error, IRT_BAD_USAGE,
                        "size: rows and columns are whole numbers from 1 to 1000");
    return ui_app_resize(app, (int)h, (int)w, error);
}

bool
ui_command_prompt(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    if (!app->tui)
        return irt_fail(error, IRT_BAD_USAGE, "there is no terminal to prompt on");
    ui_prompt_start(app, ':');
    return true;
}

/* --- texts -------------------------------------------------------------------------- */

static bool
help_on(struct ui_app *app, const char *name, struct irt_error *error)
{
    const struct ui_command *command = ui_command_find(name);

    if (!command)
        return irt_fail(error, IRT_BAD_USAGE, "no command is called '%.60s'", name);
    ui_app_say(app, false, "%s %s: %s", command->name, command->arguments, command->help);
    if (!app->tui)
        fprintf(app->out, "%s\n", app->message);
    return true;
}

bool
ui_command_help(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (argc == 2)
        return help_on(app, argv[1], error);
    if (!app->tui) {
        ui_help_print(app, app->out);
        return true;
    }
    app->help = !app->help;
    app->help_top = 0;
    return true;
}

typedef void text_writer(struct ui_app *app, FILE *out);

/* NULL without memory. */
static char *
written(struct ui_app *app, text_writer *write)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return NULL;
    write(app, out);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

/* What writes into a text that is then shown or printed. */
static bool
show_written(struct ui_app *app, const char *title, text_writer *write,
             struct irt_error *error)
{
    char *text = written(app, write);

    if (!text)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a text");
    ui_app_show_text(app, title, text);
    return true;
}

bool
ui_command_speak(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    return ui_command_takes(argc, argv, 1, 1, error) &&
           show_written(app, "in words", ui_speak, error);
}

/* Runs the command that mends what has this number.  It records itself in the journal. */
static bool
mend(struct ui_app *app, const char *number, struct irt_error *error)
{
    struct ui_odd odd = ui_session_odd(&app->session);
    size_t count = ui_odd_count(&odd);
    char remedy[UI_LIST + 16];
    uint64_t n;

    if (!ui_number_whole(number, &n) || n == 0 || n > count)
        return irt_fail(error, IRT_BAD_USAGE,
                        count == 0 ? "doctor: nothing is odd"
                                   : "doctor: '%.20s' is not a number from 1 to %zu; "
                                     "doctor lists them",
                        number, count);
    ui_odd_remedy(&odd, (size_t)n - 1, remedy, sizeof remedy);
    if (remedy[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE, "doctor: no command mends number %.20s",
                        number);
    if (ui_command_run(app, remedy))
        return true;
    *error = app->error;
    return false;
}

/* A choice made meanwhile, or undone, changes the list and its numbers. */
void
ui_doctor_refresh(struct ui_app *app)
{
    char *text;

    if (!app->text || strcmp(app->text_title, UI_DOCTOR_TITLE) != 0 ||
        (text = written(app, ui_speak_notes)) == NULL)
        return;
    free(app->text);
    app->text = text;
}

bool
ui_command_doctor(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (argc == 2)
        return mend(app, argv[1], error);
    return show_written(app, UI_DOCTOR_TITLE, ui_speak_notes, error);
}

static void
write_history(struct ui_app *app, FILE *out)
{
    (void)app;
    ui_history_write(out);
}

bool
ui_command_history(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    return ui_command_takes(argc, argv, 1, 1, error) &&
           show_written(app, "history", write_history, error);
}

bool
ui_command_print(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    char *text;

    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    if (app->tui)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the screen is there to be seen; screenshot FILE.txt writes it");
    ui_app_draw(app);
    text = ui_canvas_text(&app->canvas);
    if (!text)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a text");
    fputs(text, app->out);
    free(text);
    return true;
}

bool
ui_command_quit(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    app->quit = true;
    return true;
}
