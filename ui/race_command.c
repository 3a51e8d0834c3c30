/* SPDX-License-Identifier: GPL-3.0-or-later */
/* race_command.c -- irtop race: estimators side by side on one data set. */
#include "config.h"

#include "programs.h"

#include <stdlib.h>
#include <unistd.h>

#include "atomic.h"
#include "data/truth.h"
#include "estimation.h"
#include "interrupt.h"
#include "plain.h"
#include "progress.h"
#include "entrants.h"
#include "report/race.h"
#include "truth.h"

/* All that a race needs; owned. */
struct racing {
    struct irt_responses *data;
    struct irt_item_report *truth;
    struct irt_race race;
    struct irt_notes notes;
};

static void
clear(struct racing *x)
{
    irt_race_close(&x->race);
    irt_notes_clear(&x->notes);
    free(x->truth);
    irt_responses_free(x->data);
}

/* --- the data and their truth ------------------------------------------------------------- */

/* exam.csv has it in exam-truth.csv, if it was simulated. */
static bool
read_truth(struct racing *x, const struct ui_options *options, struct irt_error *error)
{
    const char *file = options->truth;
    char beside[UI_PATH];

    if (file == NULL &&
        ui_file_beside(options->choices.file, "truth", beside, sizeof beside) &&
        access(beside, R_OK) == 0)
        file = beside;
    if (file == NULL)
        return true;
    x->truth = calloc(x->data->items + 1, sizeof *x->truth);
    if (x->truth == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the true items");
    return irt_item_truth_read(file, x->data, x->truth, error);
}

static bool
prepare(struct racing *x, const struct ui_options *options, struct irt_error *error)
{
    struct irt_load_options load = ui_choices_load(&options->choices);

    x->data = irt_load(options->choices.file, &load, error);
    if (x->data == NULL || !read_truth(x, options, error))
        return false;
    irt_race_open(&x->race, x->data, x->truth, ui_seconds);
    return ui_race_enter(&x->race, &options->choices, options->entrants, &x->notes,
                         error);
}

/* --- running ------------------------------------------------------------------------------ */

/* False: interrupted, and the lanes are where they are. */
static bool
run(struct racing *x, const struct ui_options *options)
{
    struct ui_progress progress;
    bool going = true;
    size_t k;

    ui_progress_begin(&progress, options->quiet ? NULL : stderr,
                      !ui_plain_locale_is_utf8(), &options->choices.options);
    while (going && (k = irt_race_step(&x->race)) < x->race.lanes) {
        ui_progress_say(&progress, x->race.lane[k].label);
        going = !ui_interrupted();
    }
    ui_progress_end(&progress);
    return going;
}

/* --- reporting ---------------------------------------------------------------------------- */

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
report(const struct racing *x, const struct ui_options *options, struct irt_error *error)
{
    static ui_race_writer *const writer_of[] = {
        [UI_FORMAT_TEXT] = ui_race_text,
        [UI_FORMAT_JSON] = ui_race_json,
        [UI_FORMAT_CSV] = ui_race_csv,
    };
    struct output output = { { &x->race, options->choices.file, &x->notes,
                               !ui_plain_locale_is_utf8() },
                             writer_of[options->format] };

    return options->output != NULL
               ? ui_atomic_write(options->output, write_output, &output, error)
               : ui_write_stdout(write_output, &output, error);
}

enum ui_status
ui_race_program(const struct ui_options *options)
{
    struct racing x = { 0 };
    struct irt_error error = { IRT_OK, "" };
    bool done, whole = true;

    ui_interrupt_mode(UI_INTERRUPT_ENDS);
    done = ui_can_write(options->output, &error) && prepare(&x, options, &error);
    if (done) {
        ui_interrupt_mode(UI_INTERRUPT_ASKS);
        whole = run(&x, options);
        ui_interrupt_mode(UI_INTERRUPT_WAITS);
        done = report(&x, options, &error);
    }
    clear(&x);
    if (done && !whole)
        done = irt_fail(&error, IRT_INTERRUPTED, "the race was interrupted");
    return done ? UI_STATUS_DONE : ui_complain(&error);
}
