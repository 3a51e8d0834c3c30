/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_command.c -- irtop study: run what a design has, or what is missing of it, and
 * report. */
#include "config.h"

#include "programs.h"

#include <stdlib.h>
#include <string.h>

#include "atomic.h"
#include "interrupt.h"
#include "plain.h"
#include "progress.h"
#include "report/study.h"
#include "sample.h"
#include "study_run.h"

static ui_study_writer *const writer_of[] = {
    [UI_FORMAT_TEXT] = ui_study_text,
    [UI_FORMAT_JSON] = ui_study_json,
    [UI_FORMAT_CSV] = ui_study_csv,
};

/* --- before ---------------------------------------------------------------------------- */

static struct irt_study_design *
read_design(const struct ui_options *options, const char *file, struct irt_error *error)
{
    struct irt_study_design *design = ui_study_load(file, error);

    for (size_t c = 0; design != NULL && options->replications > 0 && c < design->cells;
         c++)
        design->cell[c].replications = options->replications;
    return design;
}

/* --- running ----------------------------------------------------------------------------- */

struct watched {
    struct ui_progress progress;
    double begun_at;
};

static void
hear(void *context, const struct irt_study *study, size_t cell, size_t replication)
{
    struct watched *watched = context;
    size_t done = irt_study_done(study), total = irt_study_total(study);
    char facts[100];

    (void)cell;
    (void)replication;
    snprintf(facts, sizeof facts, "%zu of %zu replications", done, total);
    ui_progress_share(&watched->progress, (double)done / (double)total, watched->begun_at,
                      facts);
}

static bool
is_interrupted(void *context)
{
    (void)context;
    return ui_interrupted();
}

static bool
run(const struct ui_options *options, struct irt_study *study, struct irt_error *error)
{
    struct watched watched;
    struct irt_study_watch watch = { hear, &watched };
    struct irt_cancel cancel = { is_interrupted, NULL };
    size_t total = irt_study_total(study);
    bool done;

    ui_progress_begin(&watched.progress, options->quiet ? NULL : stderr,
                      !ui_plain_locale_is_utf8(), &options->choices.options);
    watched.begun_at = total > 0 ? (double)irt_study_done(study) / (double)total : 0;
    done = irt_study_run(study, options->choices.options.threads, &watch, &cancel, error);
    ui_progress_end(&watched.progress);
    return done;
}

/* --- reporting ----------------------------------------------------------------------------- */

struct output {
    const struct ui_study_report *report;
    ui_study_writer *write;
};

static bool
write_output(const void *context, FILE *out, struct irt_error *error)
{
    const struct output *output = context;

    return output->write(output->report, out, error);
}

static bool
report(const struct ui_options *options, const char *file, const struct irt_study *study,
       struct irt_error *error)
{
    struct ui_study_report report = { study, file, !ui_plain_locale_is_utf8() };
    struct output output = { &report, writer_of[options->format] };

    ui_interrupt_mode(UI_INTERRUPT_WAITS);
    if (options->output != NULL)
        return ui_atomic_write(options->output, write_output, &output, error);
    ui_interrupt_mode(UI_INTERRUPT_ASKS);
    return ui_write_stdout(write_output, &output, error);
}

/* What there is is reported, also of a study that was interrupted or failed. */
static enum ui_status
run_and_report(const struct ui_options *options, const char *file,
               struct irt_study *study)
{
    struct irt_error problem = { IRT_OK, "" }, error = { IRT_OK, "" };
    bool done;

    ui_interrupt_mode(UI_INTERRUPT_ASKS);
    done = run(options, study, &problem);
    if ((done || problem.code == IRT_INTERRUPTED) &&
        !report(options, file, study, &error))
        return ui_complain(&error);
    if (done)
        return UI_STATUS_DONE;
    if (problem.code == IRT_INTERRUPTED)
        irt_fail(&problem, IRT_INTERRUPTED,
                 "the study was interrupted after %zu of %zu replications; the same "
                 "command goes on",
                 irt_study_done(study), irt_study_total(study));
    return ui_complain(&problem);
}

enum ui_status
ui_study_program(const struct ui_options *options)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_study_design *design = NULL;
    struct irt_study *study = NULL;
    enum ui_status status;
    char file[UI_PATH];

    ui_interrupt_mode(UI_INTERRUPT_ENDS);
    ui_sample_study_path(options->choices.file, file, sizeof file);
    if (ui_can_write(options->output, &error))
        design = read_design(options, file, &error);
    if (design != NULL)
        study = ui_study_open(design, file, options->log, &error);
    status = study != NULL ? run_and_report(options, file, study) : ui_complain(&error);
    irt_study_close(study);
    irt_study_design_free(design);
    return status;
}
