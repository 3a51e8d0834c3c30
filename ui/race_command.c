/* SPDX-License-Identifier: GPL-3.0-or-later */
/* race_command.c -- irtop race: estimators side by side on one data set. */
#include "config.h"

#include "programs.h"

#include "atomic.h"
#include "interrupt.h"
#include "plain.h"
#include "progress.h"
#include "entrants.h"
#include "report/race.h"

/* --- running ------------------------------------------------------------------------------ */

/* False: interrupted, and the lanes are where they are. */
static bool
run(struct ui_racing *x, const struct ui_options *options)
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
report(const struct ui_racing *x, const struct ui_options *options,
       struct irt_error *error)
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
    struct ui_racing x = { 0 };
    struct irt_error error = { IRT_OK, "" };
    bool done, whole = true;

    ui_interrupt_mode(UI_INTERRUPT_ENDS);
    done =
        ui_can_write(options->output, &error) &&
        ui_racing_open(&x, &options->choices, options->entrants, options->truth, &error);
    if (done) {
        ui_interrupt_mode(UI_INTERRUPT_ASKS);
        whole = run(&x, options);
        ui_interrupt_mode(UI_INTERRUPT_WAITS);
        done = report(&x, options, &error);
    }
    ui_racing_close(&x);
    if (done && !whole)
        done = irt_fail(&error, IRT_INTERRUPTED, "the race was interrupted");
    return done ? UI_STATUS_DONE : ui_complain(&error);
}
