/* SPDX-License-Identifier: GPL-3.0-or-later */
/* converge_bound.c -- an autoencoder's Converge: what it maximises, epoch by epoch, and the
 * two parts of it, reconstruction less KL. */
#include "config.h"

#include "view/converge.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/plot.h"
#include "view/converge_series.h"

#define CURVES 3

bool
ui_converge_has_bound(const struct ui_session *session)
{
    return session->trace.measures > 0;
}

double
ui_converge_part(const struct irt_trace *trace, size_t row, const char *name)
{
    for (size_t m = 0; m < trace->measures; m++)
        if (strcmp(trace->measure_name[m], name) == 0)
            return trace->measure[row * trace->measures + m];
    return NAN;
}

static double
elbo_of(const struct irt_trace *trace, size_t row, const void *context)
{
    (void)context;
    return ui_converge_part(trace, row, "elbo");
}

static double
reconstruction_of(const struct irt_trace *trace, size_t row, const void *context)
{
    (void)context;
    return ui_converge_part(trace, row, "reconstruction");
}

static double
kl_of(const struct irt_trace *trace, size_t row, const void *context)
{
    (void)context;
    return ui_converge_part(trace, row, "kl");
}

struct curve {
    ui_row_value value;
    enum ui_role role;
    const char *name;
};

/* Curves by epoch in one plot, with their names and last values at their ends. */
static void
draw_curves(struct ui_canvas *canvas, struct ui_rect rect,
            const struct ui_session *session, const char *what, const struct curve *curve,
            size_t count)
{
    const struct irt_trace *trace = &session->trace;
    double x[UI_SERIES_POINTS], y[UI_SERIES_POINTS], end[CURVES];
    struct ui_span span = { INFINITY, -INFINITY };
    enum ui_role role[CURVES];
    const char *name[CURVES];
    char title[80];
    size_t first = 1;
    struct ui_axes axes;
    struct ui_plot plot;

    for (size_t i = 0; i < count; i++) {
        size_t from;
        struct ui_span own = ui_series_range(trace, curve[i].value, NULL, 1, &from);

        ui_series_widen(&own, session, from, curve[i].value, NULL, 1);
        span.lo = fmin(span.lo, own.lo);
        span.hi = fmax(span.hi, own.hi);
        first = from > first ? from : first;
        end[i] = curve[i].value(trace, ui_series_last(trace), NULL);
        role[i] = curve[i].role;
        name[i] = curve[i].name;
    }
    snprintf(title, sizeof title, "%s", what);
    ui_nice_range(&span.lo, &span.hi, 4);
    ui_series_say(title, sizeof title, first > 1 ? first : 0);
    axes = ui_series_axes(session, rect.w, title, "epoch", first, span);
    plot = ui_plot_open(canvas, rect, &axes);
    for (size_t i = 0; i < count; i++) {
        ui_series_ghosts(&plot, session, first, UI_SERIES_POINTS, curve[i].value, NULL);
        ui_plot_curve(&plot, curve[i].role, x, y,
                      ui_series_take(trace, first, UI_SERIES_POINTS, curve[i].value, NULL,
                                     x, y));
    }
    if (count > 1)
        ui_plot_end_labels(&plot, role, end, name, count);
    ui_series_travel(&plot, session);
}

void
ui_converge_bound(struct ui_canvas *canvas, struct ui_rect rect,
                  const struct ui_session *session)
{
    static const struct curve curve[] = { { reconstruction_of, UI_CURVE_1, "recon." },
                                          { elbo_of, UI_CURVE_0, "ELBO" } };

    draw_curves(canvas, rect, session, "ELBO under reconstruction", curve, 2);
}

void
ui_converge_kl(struct ui_canvas *canvas, struct ui_rect rect,
               const struct ui_session *session)
{
    static const struct curve curve[] = { { kl_of, UI_CURVE_2, "KL" } };

    draw_curves(canvas, rect, session, "KL, what lies between them", curve, 1);
}

void
ui_converge_bound_line(struct ui_canvas *canvas, struct ui_rect rect,
                       const struct ui_session *session, size_t row)
{
    static const char *const part[][3] = { { "ELBO", "ELBO", "elbo" },
                                           { "reconstruction", "recons.",
                                             "reconstruction" },
                                           { "KL", "KL", "kl" },
                                           { "held out", "held out", "held_out" } };
    bool wide = rect.w >= 96;
    int x = rect.x + 1;

    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        double value = ui_converge_part(&session->trace, row, part[i][2]);

        x += ui_text(canvas, rect.y, x, i == 0 ? UI_TITLE : UI_DIM, "%s ",
                     part[i][wide ? 0 : 1]);
        x += ui_text(canvas, rect.y, x, UI_TEXT, isnan(value) ? "-" : "%.2f", value);
        x += wide ? 3 : 2;
    }
}

void
ui_converge_speak_bound(const struct ui_session *session, size_t row, FILE *out)
{
    const struct irt_trace *trace = &session->trace;
    double held = ui_converge_part(trace, row, "held_out");

    fprintf(out, "After epoch %zu the ELBO is %.2f: reconstruction %.2f less KL %.2f",
            row, ui_converge_part(trace, row, "elbo"),
            ui_converge_part(trace, row, "reconstruction"),
            ui_converge_part(trace, row, "kl"));
    if (isfinite(held))
        fprintf(out, "; by the persons held out the bound is %.2f", held);
    fputs(".\n", out);
}
