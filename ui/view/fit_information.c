/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_information.c -- where the test measures and where the persons are: its information and the
 * error of a score, over the distribution of the persons. */
#include "config.h"

#include "view/fit.h"

#include <math.h>
#include <stdio.h>

#include "plot/plot.h"
#include "score/information.h"
#include "view/parts.h"

#define POINTS     161
#define END        UI_SCORE_END
#define SE_TOP     4.0 /* times the least error: where the test says nothing it has no end */
#define BARS_TOP   0.9 /* of the plot's height */
#define RIGHT      6   /* columns of the labels of errors */
#define LEAST_BARS 40  /* columns of a plot; a narrower one has half as many bars */

struct measure {
    double theta[POINTS], information[POINTS], se[POINTS];
    size_t best; /* where it measures best */
};

/* False where theta has several dimensions, or there is no model yet. */
static bool
measure(const struct ui_session *session, struct measure *out)
{
    const struct irt_quadrature *quadrature;
    const double *psi;

    if (!ui_person_source(session, &psi, &quadrature) || session->model->dims > 1)
        return false;
    for (size_t n = 0; n < POINTS; n++)
        out->theta[n] = -END + 2 * END * (double)n / (POINTS - 1);
    irt_test_information(session->model, psi, out->theta, POINTS, out->information);
    out->best = 0;
    for (size_t n = 0; n < POINTS; n++) {
        out->se[n] = out->information[n] > 0 ? 1 / sqrt(out->information[n]) : NAN;
        if (out->information[n] > out->information[out->best])
            out->best = n;
    }
    return out->information[out->best] > 0;
}

/* The error of a score at theta. */
static double
se_at(const struct ui_session *session, double theta)
{
    const struct irt_quadrature *quadrature;
    const double *psi;
    double information = 0;

    if (ui_person_source(session, &psi, &quadrature))
        irt_test_information(session->model, psi, &theta, 1, &information);
    return information > 0 ? 1 / sqrt(information) : NAN;
}

/* "It measures best at ..."; "" where nothing is known. */
static void
sentence(const struct ui_session *session, const struct measure *m,
         const struct ui_scores *scores, char *out, size_t size)
{
    double mean = scores->of ? scores->summary.mean : NAN;
    double shown = fabs(mean) < 0.005 ? 0 : mean; /* and not -0.00 */
    int used = snprintf(out, size, "It measures best at θ = %.2f (I %.2f, SE %.2f)",
                        m->theta[m->best], m->information[m->best], m->se[m->best]);

    if (isfinite(mean) && isfinite(se_at(session, mean)))
        snprintf(out + used, size - (size_t)used,
                 "; at the persons' mean of %.2f SE is %.2f.", shown,
                 se_at(session, mean));
    else
        snprintf(out + used, size - (size_t)used, ".");
}

/* The persons in bars, bins put together for a plot of so many columns. */
struct bars {
    size_t count;
    double x[UI_SCORE_BINS], persons[UI_SCORE_BINS], most;
};

static void
make_bars(const struct ui_scores *scores, int columns, struct bars *out)
{
    size_t together = columns >= LEAST_BARS ? 2 : 4;

    out->count = UI_SCORE_BINS / together;
    out->most = 0;
    for (size_t k = 0; k < out->count; k++) {
        out->x[k] = -END + 2 * END * ((double)k + 0.5) / (double)out->count;
        out->persons[k] = 0;
        for (size_t i = 0; scores->of && i < together; i++)
            out->persons[k] += scores->bin[k * together + i];
        out->most = fmax(out->most, out->persons[k]);
    }
}

/* Behind the curves, on a scale of their own. */
static void
draw_bars(const struct ui_plot *plot, const struct bars *bars)
{
    struct ui_plot scaled = *plot;
    int columns = plot->inner.w / (int)bars->count;

    scaled.y0 = 0;
    scaled.y1 = bars->most > 0 ? bars->most / BARS_TOP : 1;
    ui_plot_bars(&scaled, UI_DIM, bars->x, bars->persons, bars->count,
                 columns < 1 ? 1 : columns);
}

/* What the marks mean: a row, or two where there is no room for all. */
static int
draw_legend(const struct ui_session *session, const struct bars *bars,
            struct ui_canvas *canvas, struct ui_rect rect)
{
    struct ui_rect before = ui_clip(canvas, ui_meet(canvas->clip, rect));
    int x = rect.x, y = rect.y;
    char persons[80] = "";

    x += ui_text(canvas, y, x, UI_CURVE_0, "── information I, left  ");
    x += ui_text(canvas, y, x, UI_CURVE_1, "╌╌ SE = 1/√I, right  ");
    if (bars->most > 0)
        snprintf(persons, sizeof persons, "█ persons by %s, highest %.0f",
                 ui_score_title(ui_score_shown(session)), bars->most);
    if (x + ui_columns(persons) > rect.x + rect.w) {
        x = rect.x;
        y++;
    }
    ui_text(canvas, y, x, UI_DIM, "%s", persons);
    ui_clip(canvas, before);
    return y - rect.y + 1;
}

static void
draw_plot(const struct ui_session *session, const struct measure *m,
          const struct ui_scores *scores, struct ui_canvas *canvas, struct ui_rect rect)
{
    struct ui_axes axes = { .y_title = "I",
                            .x_title = "θ",
                            .x0 = -END,
                            .x1 = END,
                            .y1 = m->information[m->best],
                            .x_ticks = 5,
                            .y_ticks = rect.h > 14 ? 5 : 3,
                            .label_columns = 5,
                            .right = RIGHT };
    struct bars bars;
    double top = 0;

    for (size_t n = 0; n < POINTS; n++)
        top = fmax(top, fmin(m->se[n], SE_TOP * m->se[m->best]));
    ui_nice_range(&axes.y0, &axes.y1, 3);
    make_bars(scores, rect.w - RIGHT - 7, &bars);
    int legend = draw_legend(session, &bars, canvas, rect);
    struct ui_plot plot =
        ui_plot_open(canvas, ui_rows(rect, legend, rect.h - legend), &axes);
    struct ui_plot errors = ui_plot_right(&plot, top, axes.y_ticks, "SE");
    draw_bars(&plot, &bars);
    ui_plot_curve(&plot, UI_CURVE_0, m->theta, m->information, POINTS);
    ui_plot_dashed(&errors, UI_CURVE_1, m->theta, m->se, POINTS);
}

void
ui_fit_information(struct fit_state *state, const struct ui_session *session,
                   struct ui_canvas *canvas, struct ui_rect rect)
{
    struct measure m;
    char text[200];

    ui_scores_update(&state->scores, session, 0);
    if (!measure(session, &m)) {
        ui_paragraph(canvas, rect, UI_DIM,
                     session->model->dims > 1
                         ? "In several dimensions information is a surface: Items has it."
                         : "No information: no item tells between persons.");
        return;
    }
    sentence(session, &m, &state->scores, text, sizeof text);
    rect = ui_foot(canvas, rect, UI_TEXT, text);
    draw_plot(session, &m, &state->scores, canvas, rect);
}

void
ui_fit_information_speak(const struct fit_state *state, const struct ui_session *session,
                         FILE *out)
{
    struct ui_scores scores = state->scores;
    struct measure m;
    char text[200];

    if (!measure(session, &m))
        return;
    ui_scores_update(&scores, session, 0);
    sentence(session, &m, &scores, text, sizeof text);
    fprintf(out, "%s\n", text);
}
