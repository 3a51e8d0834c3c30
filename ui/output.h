/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output.h -- a program's reports into the files that were asked for, and to standard
 * output. */
#ifndef UI_OUTPUT_H
#define UI_OUTPUT_H

#include "error.h"
#include "options.h"
#include "report/report.h"

#include <stdbool.h>
#include <stddef.h>

typedef bool ui_report_writer(const struct ui_report *, FILE *, struct irt_error *);

struct ui_output {
    const char *file; /* NULL: nowhere, or to standard output */
    ui_report_writer *write;
    bool file_only;
};

/* Writes all, also when one of them cannot be; *error tells of the first that could not.
 * What goes to standard output comes last. */
bool ui_output_write(const struct ui_report *report, const struct ui_output *output,
                     size_t count, struct irt_error *error);

/* Whether the text report is to have colours. */
bool ui_output_colour(const struct ui_options *options);

#endif
