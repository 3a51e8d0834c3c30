/* SPDX-License-Identifier: GPL-3.0-or-later */
/* converge_plots.c -- the log-likelihood and the criterion, by cycle. */
#include "config.h"

#include "view/converge.h"

#include <math.h>
#include <stdio.h>

#include "plot/plot.h"
#include "report/stop.h"
#include "view/converge_series.h"

static void
widen(struct ui_span *span, double value)
{
    span->lo = fmin(span->lo, value);
    span->hi = fmax(span->hi, value);
}

/* --- the log-likelihood -------------------------------------------------------------- */

static double
loglik_of(const struct irt_trace *trace, size_t row, const void *context)
{
    (void)context;
    return trace->loglik[row];
}

bool
ui_converge_rises(const struct ui_session *session)
{
    return irt_options_robust(&session->choices.options) == IRT_ROBUST_NONE;
}

const char *
ui_converge_kind(const struct ui_session *session)
{
    const struct irt_estimator_ops *estimator =
        irt_estimator_find(session->choices.estimator);

    return !estimator                                            ? ""
           : estimator->likelihood == IRT_LIKELIHOOD_JOINT       ? "joint "
           : estimator->likelihood == IRT_LIKELIHOOD_CONDITIONAL ? "conditional "
                                                                 : "";
}

void
ui_converge_loglik(struct ui_canvas *canvas, struct ui_rect rect,
                   const struct ui_session *session)
{
    const struct irt_trace *trace = &session->trace;
    char title[80];
    double x[UI_SERIES_POINTS], y[UI_SERIES_POINTS];
    size_t first;
    struct ui_span span = ui_series_range(trace, loglik_of, NULL, 1, &first);
    struct ui_axes axes;
    struct ui_plot plot;

    snprintf(title, sizeof title, "%slog-likelihood ℓ%s", ui_converge_kind(session),
             ui_converge_rises(session) ? "" : ", not maximised");
    ui_series_widen(&span, session, first, loglik_of, NULL, 1);
    ui_nice_range(&span.lo, &span.hi, 4);
    ui_series_say(title, sizeof title, first);
    axes = ui_series_axes(session, rect.w, title, "cycle", first, span);
    plot = ui_plot_open(canvas, rect, &axes);
    ui_series_ghosts(&plot, session, first, UI_SERIES_POINTS, loglik_of, NULL);
    ui_plot_curve(&plot, UI_CURVE_0, x, y,
                  ui_series_take(trace, first, UI_SERIES_POINTS, loglik_of, NULL, x, y));
    ui_series_travel(&plot, session);
}

/* --- the criterion ------------------------------------------------------------------- */

static void
measure_title(enum irt_criterion criterion, bool marks, bool wide, char *title,
              size_t size)
{
    static const char *const name[] = {
        [IRT_CRITERION_PARAMETER] = "largest change",
        [IRT_CRITERION_GRADIENT] = "largest gradient",
        [IRT_CRITERION_LOGLIK] = "gain in ℓ",
    };

    snprintf(title, size, "%s%s%s", name[criterion], wide || !marks ? ", log scale" : "",
             !marks ? ""
             : wide ? "; ▴ extrapolated"
                    : " ▴ leap");
}

/* Marks along the axis the cycles that an extrapolation follows. */
static void
mark_accelerated(struct ui_plot *plot, const struct irt_trace *trace)
{
    for (size_t row = 1; row < trace->rows; row++) {
        double x = (double)row, y = plot->y0;

        if (trace->accelerated[row])
            ui_plot_points(plot, UI_KEY, 0x25B4, &x, &y, 1);
    }
}

static bool
any_accelerated(const struct irt_trace *trace)
{
    for (size_t row = 1; row < trace->rows; row++)
        if (trace->accelerated[row])
            return true;
    return false;
}

static double
measure_of(const struct irt_trace *trace, size_t row, const void *context)
{
    return ui_stop_measure(trace, *(const enum irt_criterion *)context, row);
}

void
ui_converge_measure(struct ui_canvas *canvas, struct ui_rect rect,
                    const struct ui_session *session)
{
    const struct irt_trace *trace = &session->trace;
    enum irt_criterion criterion = session->choices.options.criterion;
    double tolerance = session->choices.options.tolerance;
    double x[UI_SERIES_POINTS], y[UI_SERIES_POINTS], ends[2],
        level[2] = { tolerance, tolerance };
    size_t n = ui_series_take(trace, 1, UI_SERIES_POINTS, measure_of, &criterion, x, y);
    struct ui_span span = { tolerance / 2, tolerance * 10 };
    char title[100];
    struct ui_axes axes;
    struct ui_plot plot;

    for (size_t k = 0; k < n; k++)
        if (y[k] > 0)
            widen(&span, y[k]);
    measure_title(criterion, any_accelerated(trace), rect.w >= UI_SERIES_WIDE, title,
                  sizeof title);
    axes = ui_series_axes(session, rect.w, title, "cycle", 1, span);
    axes.log_y = true;
    plot = ui_plot_open(canvas, rect, &axes);
    ends[0] = plot.x0;
    ends[1] = plot.x1;
    ui_plot_dashed(&plot, UI_WARN, ends, level, 2);
    if (rect.w >= UI_SERIES_WIDE)
        ui_plot_end_labels(&plot, (const enum ui_role[]){ UI_WARN }, level,
                           (const char *const[]){ "tolerance" }, 1);
    ui_series_ghosts(&plot, session, 1, UI_SERIES_POINTS, measure_of, &criterion);
    ui_plot_curve(&plot, UI_CURVE_0, x, y, n);
    mark_accelerated(&plot, trace);
    ui_series_travel(&plot, session);
}
