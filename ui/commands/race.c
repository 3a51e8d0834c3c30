/* SPDX-License-Identifier: GPL-3.0-or-later */
/* race.c -- commands on the race beside the screen. */
#include "config.h"

#include "commands.h"

#include <string.h>
#include <strings.h>

#include "atomic.h"
#include "plain.h"
#include "race_run.h"
#include "report/race.h"
#include "view/view.h"

/* Without a terminal it waits to the end. */
static bool
start(struct ui_app *app, const char *entrants, struct irt_error *error)
{
    struct ui_race_run *run;

    if (!app->session.data)
        return irt_fail(error, IRT_BAD_USAGE, "there are no data: load FILE");
    run = ui_race_run_open(&app->session.choices, entrants, error);
    if (!run)
        return false;
    ui_race_run_free(app->race);
    app->race = run;
    app->view = ui_view_find("race");
    app->opened = 0;
    app->help = false;
    if (!app->tui)
        ui_race_run_wait(run);
    return true;
}

static bool
no_race(struct irt_error *error)
{
    return irt_fail(error, IRT_BAD_USAGE,
                    "no race was run: race, or race LIST, runs one");
}

static bool
stop(struct ui_app *app, struct irt_error *error)
{
    if (!app->race)
        return no_race(error);
    ui_race_run_stop(app->race);
    ui_app_say(app, false, "stopped: the entrants stand where they are");
    return true;
}

static ui_race_writer *
writer_of(const char *file)
{
    const char *ending = strrchr(file, '.');

    if (!ending)
        return NULL;
    return strcasecmp(ending, ".json") == 0  ? ui_race_json
           : strcasecmp(ending, ".csv") == 0 ? ui_race_csv
           : strcasecmp(ending, ".txt") == 0 ? ui_race_text
                                             : NULL;
}

struct output {
    struct ui_race_report report;
    ui_race_writer *write;
};

static bool
write_output(const void *context, FILE *out, struct irt_error *error)
{
    const struct output *output = context;

    return output->write(&output->report, out, error);
}

static bool
write_race(struct ui_app *app, const char *file, struct irt_error *error)
{
    struct output output = { .write = writer_of(file) };

    if (!app->race)
        return no_race(error);
    if (!ui_race_run_race(app->race))
        return irt_fail(error, IRT_BAD_USAGE, "the race is on: stop it, or wait");
    if (!output.write)
        return irt_fail(error, IRT_BAD_USAGE, "race write: give FILE.csv, .json or .txt");
    output.report =
        (struct ui_race_report){ ui_race_run_race(app->race), app->session.choices.file,
                                 ui_race_run_notes(app->race),
                                 !ui_plain_locale_is_utf8() };
    if (!ui_atomic_write(file, write_output, &output, error))
        return false;
    ui_app_say(app, false, "written: %.300s", file);
    return true;
}

/* All words after the command are one list. */
static void
join(int argc, char **argv, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 1; i < argc && used < size; i++)
        used +=
            (size_t)snprintf(out + used, size - used, "%s%s", i > 1 ? " " : "", argv[i]);
}

bool
ui_command_race(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    const char *word = argc > 1 ? argv[1] : "";
    char list[UI_LIST];

    if (strcmp(word, "write") == 0)
        return ui_command_takes(argc, argv, 3, 3, error) &&
               write_race(app, argv[2], error);
    if (strcmp(word, "stop") == 0)
        return ui_command_takes(argc, argv, 2, 2, error) && stop(app, error);
    if (strcmp(word, "toggle") == 0) {
        if (app->race && ui_race_run_running(app->race))
            return stop(app, error);
        snprintf(list, sizeof list, "%s",
                 app->race ? ui_race_run_entrants(app->race) : "");
        return start(app, list[0] ? list : NULL, error);
    }
    join(argc, argv, list, sizeof list);
    return start(app, list[0] ? list : NULL, error);
}
