/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress.h -- long work shown on a terminal's standard error: a bar with the cycle, the
 * log-likelihood, the largest change and the time left, rewritten in place and erased. */
#ifndef UI_PROGRESS_H
#define UI_PROGRESS_H

#include "estimate/options.h"
#include "estimate/trace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct ui_progress {
    FILE *out; /* NULL: nothing is shown */
    bool ascii;
    const struct irt_options *options; /* borrowed */
    double start;                      /* seconds */
    double shown;                      /* when it was last drawn; 0: not yet */
};

/* Shows nothing unless out is a terminal that can rewrite a line. */
void ui_progress_begin(struct ui_progress *progress, FILE *out, bool ascii,
                       const struct irt_options *options);

/* After a cycle.  Draws once half a second has gone, ten times a second at most. */
void ui_progress_cycle(struct ui_progress *progress, const struct irt_trace *trace);

/* The same for work of which a share, 0 to 1, is done: facts such as "12 of 40 fits", and
 * the time left when share was begun_at a start that cost nothing. */
void ui_progress_share(struct ui_progress *progress, double share, double begun_at,
                       const char *facts);

/* Says instead what is being done now, where the bar is on. */
void ui_progress_say(struct ui_progress *progress, const char *what);

/* Erases it. */
void ui_progress_end(struct ui_progress *progress);

/* The line itself, at most width columns, seconds into the run. */
void ui_progress_line(const struct irt_trace *trace, const struct irt_options *options,
                      double seconds, bool ascii, int width, char *out, size_t size);

/* How many more cycles it takes when the criterion goes on falling at the rate of the
 * last ones; at most what is left to the limit. */
double ui_progress_cycles_left(const struct irt_trace *trace,
                               const struct irt_options *options);

#endif
