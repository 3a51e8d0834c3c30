/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_command.c -- irtop fit: estimate, and write what was asked for. */
#include "config.h"

#include "programs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "estimation.h"
#include "interrupt.h"
#include "plain.h"
#include "progress.h"
#include "report/report.h"
#include "report/stop.h"

typedef bool report_writer(const struct ui_report *, FILE *, struct irt_error *);

static report_writer *const writer_of[] = {
    [UI_FORMAT_TEXT] = ui_report_text,
    [UI_FORMAT_JSON] = ui_report_json,
    [UI_FORMAT_CSV] = ui_report_csv,
};

static bool
wants_colour(const struct ui_options *options)
{
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

    return !options->no_color && options->output == NULL &&
           (no_color == NULL || no_color[0] == '\0') && term != NULL && term[0] != '\0' &&
           strcmp(term, "dumb") != 0 && isatty(STDOUT_FILENO);
}

/* --- estimating --------------------------------------------------------------------- */

static bool
look(void *context, const struct irt_trace *trace)
{
    ui_progress_cycle(context, trace);
    return !ui_interrupted();
}

static void
finishing(void *context)
{
    ui_progress_say(context, "standard errors");
}

static bool
estimate(const struct ui_options *options, struct ui_estimation *estimation,
         struct irt_error *error)
{
    struct ui_progress progress;
    struct ui_watch watch = { look, finishing, &progress };
    bool done;

    ui_progress_begin(&progress, options->quiet ? NULL : stderr,
                      !ui_plain_locale_is_utf8(), &options->choices.options);
    done = ui_estimation_run(estimation, &options->choices, &watch, error);
    if (done && options->persons != NULL) {
        ui_progress_say(&progress, "scores");
        done = ui_estimation_score(estimation, error);
    }
    ui_progress_end(&progress);
    return done;
}

/* --- writing ----------------------------------------------------------------------- */

struct output {
    const struct ui_report *report;
    report_writer *write;
};

static bool
write_output(const void *context, FILE *out, struct irt_error *error)
{
    const struct output *output = context;

    return output->write(output->report, out, error);
}

/* Writes all that was asked for, also when one of them cannot be; *error tells of the
 * first that could not. */
static bool
write_all(const struct ui_options *options, const struct ui_report *report,
          struct irt_error *error)
{
    const struct {
        const char *file;
        report_writer *write;
    } file[] = { { options->persons, ui_report_persons },
                 { options->trace, ui_report_trace },
                 { options->output, writer_of[options->format] } };
    struct output output = { report, writer_of[options->format] };
    struct irt_error problem;
    bool done = true;

    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        if (file[i].file != NULL &&
            !ui_report_file(report, file[i].file, file[i].write, &problem)) {
            if (done)
                *error = problem;
            done = false;
        }
    /* A reader of standard output may take its time: then a signal ends the program. */
    ui_interrupt_mode(UI_INTERRUPT_ASKS);
    if (options->output == NULL && !ui_write_stdout(write_output, &output, &problem)) {
        if (done)
            *error = problem;
        done = false;
    }
    return done;
}

static bool
can_write_all(const struct ui_options *options, struct irt_error *error)
{
    return ui_can_write(options->output, error) &&
           ui_can_write(options->persons, error) && ui_can_write(options->trace, error);
}

/* --- the whole ------------------------------------------------------------------------ */

/* Says on standard error what the results say too, and gives the status. */
static enum ui_status
conclude(const struct ui_estimation *estimation)
{
    struct irt_error end = { IRT_NOT_CONVERGED, "" };
    char sentence[400];

    if (estimation->fit->converged)
        return UI_STATUS_DONE;
    if (estimation->fit->stopped == IRT_STOP_USER)
        end.code = IRT_INTERRUPTED;
    ui_stop_sentence(estimation->fit, &estimation->trace, sentence, sizeof sentence);
    irt_fail(&end, end.code, "%s%s%s", sentence,
             estimation->failure.code != IRT_OK ? ": " : "", estimation->failure.message);
    return ui_complain(&end);
}

static enum ui_status
report_and_conclude(const struct ui_options *options,
                    const struct ui_estimation *estimation)
{
    struct ui_report report = {
        .fit = estimation->fit,
        .choices = &options->choices,
        .trace = &estimation->trace,
        .findings = &estimation->findings,
        .score = estimation->score,
        .score_se = estimation->score_se,
        .colour = wants_colour(options),
        .ascii = !ui_plain_locale_is_utf8(),
    };
    struct irt_error error;

    ui_interrupt_mode(UI_INTERRUPT_WAITS);
    if (!write_all(options, &report, &error))
        return ui_complain(&error);
    return conclude(estimation);
}

enum ui_status
ui_fit_program(const struct ui_options *options)
{
    struct ui_estimation estimation = { 0 };
    struct irt_error error = { IRT_OK, "" };
    enum ui_status status;
    bool done;

    ui_interrupt_mode(UI_INTERRUPT_ENDS);
    done = can_write_all(options, &error) &&
           ui_estimation_read(&estimation, &options->choices, &error);
    if (done) {
        ui_interrupt_mode(UI_INTERRUPT_ASKS);
        done = estimate(options, &estimation, &error);
    }
    status = done ? report_and_conclude(options, &estimation) : ui_complain(&error);
    ui_estimation_clear(&estimation);
    return status;
}
