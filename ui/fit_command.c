/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_command.c -- irtop fit: estimate, and write what was asked for. */
#include "config.h"

#include "programs.h"

#include "estimation.h"
#include "interrupt.h"
#include "output.h"
#include "plain.h"
#include "progress.h"
#include "report/report.h"
#include "report/shape_json.h"
#include "report/stop.h"

static ui_report_writer *
writer_of(const struct ui_options *options)
{
    if (options->format == UI_FORMAT_TEXT)
        return ui_report_text;
    if (options->format == UI_FORMAT_JSON)
        return ui_report_json;
    return options->sum_scores ? ui_report_sums : ui_report_csv;
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

/* A statistic of fit as it is computed: each is work of its own. */
struct diagnosing {
    struct ui_progress *progress;
    const char *what;
};

static void
diagnosing(void *context, const char *what, double share)
{
    struct diagnosing *now = context;

    if (now->what != what) {
        now->what = what;
        now->progress->start = ui_seconds();
        ui_progress_say(now->progress, what);
    }
    ui_progress_share(now->progress, share, 0, what);
}

static bool
diagnose(const struct ui_options *options, struct ui_estimation *estimation,
         struct ui_progress *progress, struct irt_error *error)
{
    struct diagnosing context = { progress, NULL };

    return ui_estimation_diagnose(estimation, &options->choices, diagnosing, &context,
                                  error);
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
    if (done && options->sum_scores)
        done = ui_estimation_sums(estimation, error);
    if (done && options->choices.fit[0] != '\0')
        done = diagnose(options, estimation, &progress, error);
    ui_progress_end(&progress);
    return done;
}

/* --- writing ----------------------------------------------------------------------- */

static bool
write_all(const struct ui_options *options, const struct ui_report *report,
          struct irt_error *error)
{
    const struct ui_output output[] = {
        { options->persons, ui_report_persons, true },
        { options->trace, ui_report_trace, true },
        { options->information, ui_report_information, true },
        { options->fit_table, ui_report_fit_table, true },
        { options->output, writer_of(options), false },
    };

    return ui_output_write(report, output, sizeof output / sizeof *output, error);
}

static bool
can_write_all(const struct ui_options *options, struct irt_error *error)
{
    return ui_can_write(options->output, error) &&
           ui_can_write(options->persons, error) && ui_can_write(options->trace, error) &&
           ui_can_write(options->information, error) &&
           ui_can_write(options->fit_table, error);
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

/* Two fits, and what is said of them. */
struct compared {
    struct irt_shape *own, *other;
    struct irt_comparison comparison;
    struct irt_error why_not; /* code IRT_OK: there is a comparison */
};

/* With the fit in a file that was read before. */
static bool
compare(const struct ui_estimation *estimation, struct compared *compared,
        struct irt_error *error)
{
    if (compared->other == NULL)
        return true;
    compared->own = irt_shape_of(estimation->fit, error);
    if (compared->own == NULL)
        return false;
    return irt_compare_fits(compared->own, compared->other, &compared->comparison,
                            &compared->why_not) ||
           compared->why_not.code == IRT_BAD_USAGE ||
           irt_fail(error, compared->why_not.code, "%s", compared->why_not.message);
}

static enum ui_status
report_and_conclude(const struct ui_options *options,
                    const struct ui_estimation *estimation, struct compared *compared)
{
    struct ui_report report = {
        .fit = estimation->fit,
        .choices = &options->choices,
        .trace = &estimation->trace,
        .findings = &estimation->findings,
        .score = estimation->score,
        .score_se = estimation->score_se,
        .sums = estimation->sums,
        .diagnostics = estimation->diagnostics,
        .colour = ui_output_colour(options),
        .ascii = !ui_plain_locale_is_utf8(),
    };
    struct irt_error error;

    ui_interrupt_mode(UI_INTERRUPT_WAITS);
    if (!compare(estimation, compared, &error))
        return ui_complain(&error);
    if (compared->why_not.code != IRT_OK)
        report.no_comparison = compared->why_not.message;
    else if (compared->other != NULL)
        report.comparison = &compared->comparison;
    if (!write_all(options, &report, &error))
        return ui_complain(&error);
    return conclude(estimation);
}

enum ui_status
ui_fit_program(const struct ui_options *options)
{
    struct ui_estimation estimation = { 0 };
    struct compared compared = { .why_not = { IRT_OK, "" } };
    struct irt_error error = { IRT_OK, "" };
    enum ui_status status;
    bool done;

    ui_interrupt_mode(UI_INTERRUPT_ENDS);
    if (options->compare != NULL)
        compared.other = ui_shape_read(options->compare, &error);
    done = (options->compare == NULL || compared.other != NULL) &&
           can_write_all(options, &error) &&
           ui_estimation_read(&estimation, &options->choices, &error);
    if (done) {
        ui_interrupt_mode(UI_INTERRUPT_ASKS);
        done = estimate(options, &estimation, &error);
    }
    status =
        done ? report_and_conclude(options, &estimation, &compared) : ui_complain(&error);
    irt_shape_free(compared.own);
    irt_shape_free(compared.other);
    ui_estimation_clear(&estimation);
    return status;
}
