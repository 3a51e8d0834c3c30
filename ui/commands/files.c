/* SPDX-License-Identifier: GPL-3.0-or-later */
/* files.c -- commands that write and read files: export, screenshot, source. */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "loss.h"
#include "plain.h"
#include "plot/plot.h"
#include "estimation.h"
#include "report/report.h"

typedef bool writer(const struct ui_report *report, FILE *out, struct irt_error *error);

static writer *
writer_of(const char *what, const char *file)
{
    const char *ending = strrchr(file, '.');

    if (what)
        return strcmp(what, "persons") == 0       ? ui_report_persons
               : strcmp(what, "trace") == 0       ? ui_report_trace
               : strcmp(what, "information") == 0 ? ui_report_information
               : strcmp(what, "sum-scores") == 0  ? ui_report_sums
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

/* The table of sum scores of the run that has ended; NULL with *error filled.  The caller
 * frees it. */
static struct irt_sum_scores *
make_sums(const struct ui_session *session, struct irt_error *error)
{
    if (!session->fit) {
        no_fit(session, error);
        return NULL;
    }
    if (session->fit->stopped == IRT_STOP_FAILED) {
        irt_fail(error, IRT_NOT_CONVERGED, "the run failed: there are no estimates");
        return NULL;
    }
    return irt_sum_scores_new(session->data, session->patterns, session->model,
                              session->fit->psi, session->fit->quadrature, error);
}

static bool
show_sums(struct ui_app *app, const struct ui_report *report, struct irt_error *error)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    bool made = out != NULL && ui_report_sums_text(report, out, error);

    if (out != NULL)
        made = fclose(out) == 0 && made;
    else
        irt_fail(error, IRT_NO_MEMORY, "no memory for a text");
    if (made)
        ui_app_show_text(app, "sum scores", text);
    else
        free(text);
    return made;
}

bool
ui_command_sum_scores(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_report report = { .ascii = !ui_plain_locale_is_utf8() };
    struct irt_sum_scores *sums;
    bool shown;

    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    sums = make_sums(&app->session, error);
    if (!sums)
        return false;
    report.sums = sums;
    shown = show_sums(app, &report, error);
    irt_sum_scores_free(sums);
    return shown;
}

/* Of the cycle that is shown, while the run goes on too. */
static bool
export_loss(struct ui_app *app, const char *file, struct irt_error *error)
{
    if (!ui_command_settle(app, error) || !ui_loss_write(&app->session, file, error))
        return false;
    ui_app_say(app, false, "written: %.300s", file);
    return true;
}

bool
ui_command_export(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    const struct ui_session *session = &app->session;
    struct irt_sum_scores *sums = NULL;
    struct irt_diagnostics *diagnostics;
    struct ui_report report = { .choices = &session->choices,
                                .trace = &session->trace,
                                .findings = &session->findings };
    enum irt_score method = session->choices.options.score;
    writer *write;
    bool written;

    if (!ui_command_takes(argc, argv, 2, 3, error))
        return false;
    if (argc == 3 && strcmp(argv[1], "loss") == 0)
        return export_loss(app, argv[2], error);
    write = writer_of(argc == 3 ? argv[1] : NULL, argv[argc - 1]);
    if (!write)
        return irt_fail(error, IRT_BAD_USAGE,
                        "export: give FILE.json, .csv or .txt; or persons, trace, "
                        "information, sum-scores or loss, and a file");
    if (write != ui_report_persons)
        method = IRT_SCORE_EAP;
    ui_session_score(&app->session, method);
    if (!ui_command_settle(app, error))
        return false;
    report.score = session->score[method];
    report.score_se = session->score_se[method];
    report.fit = session->fit;
    if (!session->fit || (write == ui_report_persons && !report.score))
        return no_fit(session, error);
    if (write == ui_report_sums) {
        report.sums = sums = make_sums(session, error);
        if (!sums)
            return false;
    }
    written =
        ui_diagnose(session->fit, &session->choices, NULL, NULL, &diagnostics, error);
    report.diagnostics = diagnostics;
    written = written && ui_report_file(&report, argv[argc - 1], write, error);
    irt_diagnostics_free(diagnostics);
    irt_sum_scores_free(sums);
    if (!written)
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
