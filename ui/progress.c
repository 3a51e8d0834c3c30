/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress.c -- long work shown on a terminal's standard error. */
#include "config.h"

#include "progress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "canvas.h"
#include "estimation.h"
#include "report/stop.h"

#define PATIENCE 0.5 /* seconds before anything is shown */
#define PAUSE    0.1 /* between two drawings */
#define BAR      20  /* columns */
#define MEMORY   10  /* cycles that the rate is taken from */
#define ERASE    "\r\033[K"

void
ui_progress_begin(struct ui_progress *progress, FILE *out, bool ascii,
                  const struct irt_options *options)
{
    const char *term = getenv("TERM");
    bool able = out != NULL && isatty(fileno(out)) && term != NULL && term[0] != '\0' &&
                strcmp(term, "dumb") != 0;

    *progress = (struct ui_progress){ .out = able ? out : NULL,
                                      .ascii = ascii,
                                      .options = options,
                                      .start = ui_seconds() };
}

double
ui_progress_cycles_left(const struct irt_trace *trace, const struct irt_options *options)
{
    size_t cycle = trace->rows > 0 ? trace->rows - 1 : 0;
    double most = cycle < options->max_cycles ? (double)(options->max_cycles - cycle) : 0;
    size_t back = cycle / 2 < MEMORY ? cycle / 2 : MEMORY;
    double now, before, left;

    if (back == 0)
        return most;
    now = ui_stop_measure(trace, options->criterion, cycle);
    before = ui_stop_measure(trace, options->criterion, cycle - back);
    if (!(now > 0 && before > now))
        return most;
    left = (double)back * log(options->tolerance / now) / log(now / before);
    if (left < 1)
        left = 1;
    return left < most ? left : most;
}

static void
draw_bar(double share, bool ascii, char *out)
{
    int full = (int)(share * BAR);

    for (int i = 0; i < BAR; i++) {
        const char *sign = ascii ? (i < full ? "#" : ".") : (i < full ? "█" : "░");

        out = stpcpy(out, sign);
    }
}

static void
write_time(double seconds, char *out, size_t size)
{
    if (!(seconds < 360000))
        snprintf(out, size, "more than 99 h");
    else if (seconds < 60)
        snprintf(out, size, "%.0f s", ceil(seconds));
    else if (seconds < 3600)
        snprintf(out, size, "%.0f min", ceil(seconds / 60));
    else
        snprintf(out, size, "%.1f h", seconds / 3600);
}

/* Without room for the bar, the facts alone; they take at most 70 columns. */
void
ui_progress_line(const struct irt_trace *trace, const struct irt_options *options,
                 double seconds, bool ascii, int width, char *out, size_t size)
{
    size_t cycle = trace->rows > 0 ? trace->rows - 1 : 0;
    double left = ui_progress_cycles_left(trace, options);
    double share = cycle > 0 ? (double)cycle / ((double)cycle + left) : 0;
    double loglik = NAN, change = cycle > 0 ? trace->max_change[cycle] : NAN;
    char bar[4 * BAR + 1] = "", time[40] = "?", facts[200];

    for (size_t c = trace->rows; c-- > 0 && isnan(loglik);)
        loglik = trace->loglik[c];
    if (cycle > 0)
        write_time(left * seconds / (double)cycle, time, sizeof time);
    snprintf(facts, sizeof facts, "cycle %zu  %s %.4f  change %.1e  about %s left", cycle,
             trace->measures ? "ELBO"
             : ascii         ? "loglik"
                             : "ℓ",
             loglik, change, time);
    if (width >= BAR + 2 + ui_columns(facts))
        draw_bar(share, ascii, bar);
    if (width >= ui_columns(facts))
        snprintf(out, size, "%s%s%s", bar, bar[0] != '\0' ? "  " : "", facts);
    else if (ascii)
        snprintf(out, size, "%.*s", width > 0 ? width : 0, facts);
    else
        ui_fit_text(facts, width, out, size);
}

static int
terminal_width(FILE *out)
{
    struct winsize window;

    if (ioctl(fileno(out), TIOCGWINSZ, &window) != 0 || window.ws_col == 0)
        return 80;
    return window.ws_col;
}

/* Whether it is time to draw. */
static bool
is_due(const struct ui_progress *progress, double now)
{
    return progress->out != NULL && now - progress->start >= PATIENCE &&
           !(progress->shown > 0 && now - progress->shown < PAUSE);
}

void
ui_progress_cycle(struct ui_progress *progress, const struct irt_trace *trace)
{
    double now = ui_seconds();
    char line[400];

    if (!is_due(progress, now))
        return;
    /* The last column stays empty: some terminals wrap there. */
    ui_progress_line(trace, progress->options, now - progress->start, progress->ascii,
                     terminal_width(progress->out) - 1, line, sizeof line);
    fprintf(progress->out, ERASE "%s", line);
    fflush(progress->out);
    progress->shown = now;
}

void
ui_progress_share(struct ui_progress *progress, double share, double begun_at,
                  const char *facts)
{
    double now = ui_seconds(), done = share - begun_at;
    char bar[4 * BAR + 1], time[40] = "?", line[400];

    if (!is_due(progress, now))
        return;
    if (done > 0)
        write_time((now - progress->start) * (1 - share) / done, time, sizeof time);
    draw_bar(share, progress->ascii, bar);
    snprintf(line, sizeof line, "%s  %s  about %s left", bar, facts, time);
    if (terminal_width(progress->out) - 1 < ui_columns(line))
        snprintf(line, sizeof line, "%.*s", terminal_width(progress->out) - 1, facts);
    fprintf(progress->out, ERASE "%s", line);
    fflush(progress->out);
    progress->shown = now;
}

void
ui_progress_say(struct ui_progress *progress, const char *what)
{
    if (progress->out == NULL || progress->shown <= 0)
        return;
    fprintf(progress->out, ERASE "%s", what);
    fflush(progress->out);
}

void
ui_progress_end(struct ui_progress *progress)
{
    if (progress->out != NULL && progress->shown > 0) {
        fputs(ERASE, progress->out);
        fflush(progress->out);
    }
    progress->out = NULL;
}
