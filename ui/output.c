/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "output.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "interrupt.h"
#include "programs.h"

bool
ui_output_colour(const struct ui_options *options)
{
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

    return !options->no_color && options->output == NULL &&
           (no_color == NULL || no_color[0] == '\0') && term != NULL && term[0] != '\0' &&
           strcmp(term, "dumb") != 0 && isatty(STDOUT_FILENO);
}

struct printing {
    const struct ui_report *report;
    ui_report_writer *write;
};

static bool
print(const void *context, FILE *out, struct irt_error *error)
{
    const struct printing *printing = context;

    return printing->write(printing->report, out, error);
}

bool
ui_output_write(const struct ui_report *report, const struct ui_output *output,
                size_t count, struct irt_error *error)
{
    struct irt_error problem;
    bool done = true;

    for (size_t i = 0; i < count; i++)
        if (output[i].file != NULL &&
            !ui_report_file(report, output[i].file, output[i].write, &problem)) {
            if (done)
                *error = problem;
            done = false;
        }
    /* A reader of standard output may take its time: then a signal ends the program. */
    ui_interrupt_mode(UI_INTERRUPT_ASKS);
    for (size_t i = 0; i < count; i++) {
        struct printing printing = { report, output[i].write };

        if (output[i].file == NULL && !output[i].file_only &&
            !ui_write_stdout(print, &printing, &problem)) {
            if (done)
                *error = problem;
            done = false;
        }
    }
    return done;
}
