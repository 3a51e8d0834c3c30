/* SPDX-License-Identifier: GPL-3.0-or-later */
/* files.c -- commands that write and read files: export, screenshot, source. */
#include "config.h"

#include "commands.h"

#include <string.h>
#include <strings.h>

#include "plot/plot.h"
#include "report/report.h"

typedef bool writer(const struct ui_report *report, FILE *out, struct irt_error *error);

static writer *
writer_of(const char *what, const char *file)
{
    const char *ending = strrchr(file, '.');

    if (what)
        return strcmp(what, "persons") == 0 ? ui_report_persons
               : strcmp(what, "trace") == 0 ? ui_report_trace
                                            : NULL;
    if (!ending)
        return NULL;
    return strcasecmp(ending, ".json") == 0  ? ui_report_json
           : strcasecmp(ending, ".csv") == 0 ? ui_report_csv
           : strcasecmp(ending, ".txt") == 0 ? ui_report_text
                                             : NULL;
}

/* Why there is nothing to write yet. */
static bool
no_fit(const struct ui_session *session, struct irt_error *error)
{
    if (session->trouble.code != IRT_OK)
        return irt_fail(error, session->trouble.code, "%s", session->trouble.message);
    if (session->ended)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the standard errors and scores are not there yet: a moment");
    return irt_fail(error, IRT_BAD_USAGE,
                    "the run has not ended: run goes on to the end, finish ends it here");
}

bool
ui_command_export(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    const struct ui_session *session = &app->session;
    struct ui_report report = { .choices = &session->choices,
                                .trace = &session->trace,
                                .findings = &session->findings };
    enum irt_score method = session->choices.options.score;
    writer *write;

    if (!ui_command_takes(argc, argv, 2, 3, error))
        return false;
    write = writer_of(argc == 3 ? argv[1] : NULL, argv[argc - 1]);
    if (!write)
        return irt_fail(error, IRT_BAD_USAGE,
                        "export: give FILE.json, .csv or .txt; or persons or trace, and "
                        "a file");
    if (write != ui_report_persons)
        method = IRT_SCORE_EAP;
    else if (method != IRT_SCORE_EAP && session->model && session->model->dims > 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "in %zu dimensions there are scores by eap only: score eap",
                        session->model->dims);
    ui_session_score(&app->session, method);
    if (!ui_command_settle(app, error))
        return false;
    report.score = session->score[method];
    report.score_se = session->score_se[method];
    report.fit = session->fit;
    if (!session->fit || (write == ui_report_persons && !report.score))
        return no_fit(session, error);
    if (!ui_report_file(&report, argv[argc - 1], write, error))
        return false;
    ui_app_say(app, false, "written: %.300s", argv[argc - 1]);
    return true;
}

bool
ui_command_screenshot(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 2, 2, error))
        return false;
    ui_app_draw(app);
    if (!ui_screenshot(&app->canvas, app->theme, argv[1], error))
        return false;
    ui_app_say(app, false, "written: %.300s", argv[1]);
    return true;
}

bool
ui_command_source(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    return ui_command_takes(argc, argv, 2, 2, error) &&
           ui_command_script(app, argv[1], error);
}
