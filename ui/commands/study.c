/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study.c -- commands on the simulation study beside the screen. */
#include "config.h"

#include "commands.h"

#include <string.h>
#include <strings.h>

#include "atomic.h"
#include "plain.h"
#include "report/study.h"
#include "sample.h"
#include "study_run.h"
#include "view/view.h"

static bool
open_study(struct ui_app *app, const char *name, struct irt_error *error)
{
    struct ui_study_run *run;
    char file[UI_PATH];

    ui_sample_study_path(name, file, sizeof file);
    /* The same log cannot be opened twice. */
    if (app->study && strcmp(ui_study_run_file(app->study), file) == 0) {
        ui_study_run_free(app->study);
        app->study = NULL;
    }
    run = ui_study_run_open(file, NULL, error);
    if (!run)
        return false;
    ui_study_run_free(app->study);
    app->study = run;
    app->told_study = true;
    app->view = ui_view_find("study");
    app->opened = 0;
    app->help = false;
    return true;
}

/* Without a terminal it waits to the end. */
static bool
start_study(struct ui_app *app, struct irt_error *error)
{
    const struct irt_study *results = ui_study_run_results(app->study);
    const struct irt_error *trouble = ui_study_run_trouble(app->study);

    if (!ui_study_run_start(app->study, app->session.choices.options.threads, error))
        return false;
    app->told_study = false;
    if (irt_study_done(results) == irt_study_total(results))
        ui_app_say(app, false, "the study is complete: nothing is missing");
    if (app->tui)
        return true;
    ui_study_run_wait(app->study);
    return trouble->code == IRT_OK ||
           irt_fail(error, trouble->code, "%s", trouble->message);
}

static void
stop_study(struct ui_app *app)
{
    const struct irt_study *results = ui_study_run_results(app->study);

    ui_study_run_stop(app->study);
    app->told_study = true;
    ui_app_say(app, false, "stopped: %zu of %zu replications are done",
               irt_study_done(results), irt_study_total(results));
}

static ui_study_writer *
writer_of(const char *file)
{
    const char *ending = strrchr(file, '.');

    if (!ending)
        return NULL;
    return strcasecmp(ending, ".json") == 0  ? ui_study_json
           : strcasecmp(ending, ".csv") == 0 ? ui_study_csv
           : strcasecmp(ending, ".txt") == 0 ? ui_study_text
                                             : NULL;
}

static bool
write_study(struct ui_app *app, const char *file, struct irt_error *error)
{
    struct ui_study_report report = { ui_study_run_results(app->study),
                                      ui_study_run_file(app->study),
                                      !ui_plain_locale_is_utf8() };
    ui_study_writer *write = writer_of(file);
    struct irt_error problem = { IRT_OK, "" };
    struct ui_atomic atomic;
    FILE *out;

    if (!write)
        return irt_fail(error, IRT_BAD_USAGE,
                        "study write: give FILE.csv, .json or .txt");
    out = ui_atomic_open(&atomic, file, error);
    if (!out)
        return false;
    if (!write(&report, out, &problem) && problem.code != IRT_CANNOT_WRITE) {
        ui_atomic_cancel(&atomic);
        return irt_fail(error, problem.code, "%s", problem.message);
    }
    if (!ui_atomic_commit(&atomic, error))
        return false;
    ui_app_say(app, false, "written: %.300s", file);
    return true;
}

static bool
no_study(struct irt_error *error)
{
    return irt_fail(error, IRT_BAD_USAGE, "no study is open: study FILE opens a design");
}

bool
ui_command_study(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    const char *word = argc > 1 ? argv[1] : "";
    bool toggle = strcmp(word, "toggle") == 0;

    if (argc == 3 && strcmp(word, "write") == 0)
        return app->study ? write_study(app, argv[2], error) : no_study(error);
    if (!ui_command_takes(argc, argv, 2, 2, error))
        return false;
    if (!toggle && strcmp(word, "run") != 0 && strcmp(word, "stop") != 0)
        return open_study(app, word, error);
    if (!app->study)
        return no_study(error);
    if (strcmp(word, "stop") == 0 || (toggle && ui_study_run_running(app->study))) {
        stop_study(app);
        return true;
    }
    return start_study(app, error);
}
