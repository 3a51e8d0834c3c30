/* SPDX-License-Identifier: GPL-3.0-or-later */
/* persons_plots.c -- where persons and items stand on one scale, and what one person's
 * answers say. */
#include "config.h"

#include "view/persons.h"

#include "model/population.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/staged.h"
#include "item_label.h"
#include "plot/plot.h"
#include "view/items.h"
#include "view/parts.h"

#define NARROW       46  /* columns of a plot whose title has to be short */
#define MOST_COLUMNS 512 /* of a map that marks its items */

/* --- all persons --------------------------------------------------------------------- */

enum irt_score
ui_score_shown(const struct ui_session *session)
{
    return session->choices.options.score;
}

const char *
ui_score_title(enum irt_score method)
{
    static const char *const title[IRT_SCORES] = { "EAP", "MAP", "ML", "WLE" };

    return title[method];
}

static void
count_bins(struct ui_scores *scores, const struct irt_patterns *patterns,
           const double *score, size_t stride)
{
    memset(scores->bin, 0, sizeof scores->bin);
    for (size_t l = 0; l < patterns->count; l++) {
        double place = (score[l * stride] + UI_SCORE_END) / (2 * UI_SCORE_END);
        double k = floor(place * UI_SCORE_BINS);

        if (!isfinite(k))
            continue;
        scores->bin[k < 0                ? 0
                    : k >= UI_SCORE_BINS ? UI_SCORE_BINS - 1
                                         : (size_t)k] += patterns->frequency[l];
    }
}

bool
ui_scores_update(struct ui_scores *scores, const struct ui_session *session,
                 size_t dimension)
{
    enum irt_score method = ui_score_shown(session);
    const double *score = session->score[method];

    if (!session->fit || !score) {
        scores->of = NULL;
        return false;
    }
    if (scores->of == score && scores->dimension == dimension &&
        scores->fit == session->fit && scores->loglik == session->fit->loglik)
        return true;
    size_t dims = session->model->dims;
    scores->of = score;
    scores->dimension = dimension;
    scores->fit = session->fit;
    scores->loglik = session->fit->loglik;
    scores->summary = irt_score_summarise(session->patterns, score + dimension,
                                          session->score_se[method] + dimension, dims);
    count_bins(scores, session->patterns, score + dimension, dims);
    return true;
}

bool
ui_person_source(const struct ui_session *session, const double **psi,
                 const struct irt_quadrature **quadrature)
{
    const struct irt_snapshot *shown = ui_session_shown(session);

    if (!session->model)
        return false;
    *psi = session->fit ? session->fit->psi : ui_session_psi(session);
    *quadrature = session->fit        ? session->fit->quadrature
                  : shown->quadrature ? shown->quadrature
                                      : session->quadrature;
    return *psi && *quadrature;
}

/* --- the map ------------------------------------------------------------------------- */

/* Bins are put together until each is a column wide. */
static void
draw_histogram(struct ui_plot *plot, const struct ui_scores *scores, size_t together)
{
    double x[UI_SCORE_BINS], y[UI_SCORE_BINS];
    size_t bins = UI_SCORE_BINS / together;
    double width = 2 * UI_SCORE_END / (double)bins;
    int columns = plot->inner.w / (int)bins;

    for (size_t k = 0; k < bins; k++) {
        x[k] = -UI_SCORE_END + width * ((double)k + 0.5);
        y[k] = 0;
        for (size_t m = 0; m < together; m++)
            y[k] += scores->bin[k * together + m];
    }
    ui_plot_bars(plot, UI_CURVE_0, x, y, bins, columns < 1 ? 1 : columns);
}

static double
largest_bin(const struct ui_scores *scores, size_t together)
{
    double largest = 1;

    for (size_t k = 0; k < UI_SCORE_BINS / together; k++) {
        double sum = 0;

        for (size_t m = 0; m < together; m++)
            sum += scores->bin[k * together + m];
        largest = fmax(largest, sum);
    }
    return largest;
}

/* The column of theta in the plot, at its edge when it lies beyond. */
static int
column_of(const struct ui_plot *plot, double theta)
{
    double share = (theta - plot->x0) / (plot->x1 - plot->x0);

    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return (int)(share * (plot->inner.w - 1) + 0.5);
}

/* One row of marks: a triangle for an item, a digit for several in a column. */
static void
draw_marks(const struct ui_plot *plot, int y, const struct ui_session *session,
           const double *psi)
{
    unsigned count[MOST_COLUMNS] = { 0 };
    int chosen = -1;

    for (size_t j = 0; j < session->model->items; j++) {
        double b = ui_item_difficulty(session->model, psi, j);
        int column = isfinite(b) ? column_of(plot, b) : -1;

        if (column < 0 || column >= MOST_COLUMNS)
            continue;
        count[column]++;
        chosen = j == session->item ? column : chosen;
    }
    for (int x = 0; x < plot->inner.w && x < MOST_COLUMNS; x++) {
        uint32_t glyph = count[x] < 2 ? 0x25B4 : count[x] > 9 ? '+' : '0' + count[x];

        if (count[x])
            ui_put(plot->canvas, y, plot->inner.x + x, x == chosen ? UI_KEY : UI_CURVE_1,
                   glyph);
    }
}

/* Names under the marks, the chosen item's first; one that finds no room is left out. */
static void
draw_names(const struct ui_plot *plot, int y, const struct ui_session *session,
           const double *psi)
{
    bool taken[MOST_COLUMNS + 2] = { false };
    size_t items = session->model->items;

    for (size_t k = 0; k <= items && k < 200; k++) {
        size_t j = k == 0 ? session->item : k - 1;
        double b = ui_item_difficulty(session->model, psi, j);
        char name[64];
        int w, x;
        bool free_room = true;

        if (!isfinite(b) || (k > 0 && j == session->item))
            continue;
        ui_item_label(session, j, 8, name, sizeof name);
        w = ui_columns(name);
        x = column_of(plot, b) - w / 2;
        x = x + w > plot->inner.w ? plot->inner.w - w : x;
        x = x < 0 ? 0 : x;
        for (int c = x - 1; c <= x + w && free_room; c++)
            free_room = c < 0 || (c < MOST_COLUMNS && !taken[c]);
        if (!free_room)
            continue;
        for (int c = x; c < x + w && c < MOST_COLUMNS; c++)
            taken[c] = true;
        ui_text(plot->canvas, y, plot->inner.x + x, k == 0 ? UI_KEY : UI_DIM, "%s", name);
    }
}

void
ui_persons_map(struct ui_canvas *canvas, struct ui_rect rect,
               const struct ui_session *session, const struct ui_scores *scores)
{
    int below = rect.h >= 7 ? 2 : rect.h >= 5 ? 1 : 0;
    char title[80];
    size_t together = rect.w - 9 >= UI_SCORE_BINS ? 1 : rect.w - 9 >= 40 ? 2 : 4;
    struct ui_axes axes = {
        .title = title,
        .x_title = "θ",
        .x0 = -UI_SCORE_END,
        .x1 = UI_SCORE_END,
        .x_ticks = 5,
        .y_ticks = scores->of ? 3 : 0,
        .label_columns = 5,
        .y1 = 1,
    };
    const struct irt_quadrature *quadrature;
    struct ui_plot plot;
    const double *psi;

    snprintf(title, sizeof title, "persons by %s score%s",
             ui_score_title(ui_score_shown(session)),
             rect.w < NARROW ? "" : ", over the items' b");
    if (scores->of) {
        axes.y1 = largest_bin(scores, together);
        ui_nice_range(&axes.y0, &axes.y1, 3);
    }
    plot = ui_plot_open(canvas, ui_rows(rect, 0, rect.h - below), &axes);
    if (scores->of)
        draw_histogram(&plot, scores, together);
    else
        ui_cut_text(canvas, plot.inner.y + plot.inner.h / 2, plot.inner.x + 1,
                    plot.inner.w - 1, UI_DIM, "%s",
                    session->fit ? "scores come soon" : "no scores yet");
    if (below == 0 || !ui_person_source(session, &psi, &quadrature))
        return;
    ui_cut_text(canvas, rect.y + rect.h - below, rect.x, plot.inner.x - rect.x, UI_DIM,
                "items");
    draw_marks(&plot, rect.y + rect.h - below, session, psi);
    if (below > 1)
        draw_names(&plot, rect.y + rect.h - 1, session, psi);
}

/* --- one person ---------------------------------------------------------------------- */

/* Curves over θ = sigma z at the nodes. */
struct curves {
    size_t points;
    double theta[IRT_MAX_POINTS], prior[IRT_MAX_POINTS], likelihood[IRT_MAX_POINTS],
        posterior[IRT_MAX_POINTS];
};

static double
largest_of(const double *x, size_t n)
{
    double largest = 0;

    for (size_t k = 0; k < n; k++)
        largest = fmax(largest, x[k]);
    return largest;
}

/* The likelihood is the posterior over the prior, scaled to the posterior's height: so it
 * cannot underflow. */
static bool
make_curves(const struct ui_session *session, const double *psi,
            const struct irt_quadrature *q, struct curves *out)
{
    const unsigned char *code =
        session->data->code +
        (size_t)session->patterns->row[session->pattern] * session->data->items;
    struct irt_pattern_step step = { .likelihood = out->likelihood,
                                     .posterior = out->posterior };
    size_t group = ui_session_group(session);
    double sigma = psi[session->model->sigma], high, top;
    double sd = irt_group_sd(session->model, psi, group);
    struct irt_quadrature *moved = ui_session_group_nodes(session, psi, q, group, NULL);
    bool done =
        moved && irt_pattern_explain(session->model, psi, moved, code, &step, NULL);

    for (size_t n = 0; done && n < q->points; n++)
        out->theta[n] = sigma * moved->node[n];
    irt_quadrature_free(moved);
    if (!done)
        return false;
    out->points = q->points;
    for (size_t n = 0; n < q->points; n++) {
        out->likelihood[n] = q->weight[n] > 0 ? out->posterior[n] / q->weight[n] : 0;
    }
    irt_quadrature_density(q, q->weight, out->prior);
    irt_quadrature_density(q, out->posterior, out->posterior);
    high = largest_of(out->posterior, q->points);
    top = largest_of(out->likelihood, q->points);
    for (size_t n = 0; n < q->points; n++) {
        out->prior[n] /= sd;
        out->posterior[n] /= sd;
        out->likelihood[n] *= top > 0 ? high / top / sd : 0;
    }
    return true;
}

static void
posterior_title(const struct ui_session *session, int width, char *title, size_t size)
{
    char pattern[80];

    ui_pattern_text(session, session->pattern, width > 60 ? 20 : 8, pattern,
                    sizeof pattern);
    if (width > 60)
        snprintf(title, size, "%s: posterior ─, prior ╌, likelihood (scaled) ·", pattern);
    else if (width >= NARROW)
        snprintf(title, size, "%s: posterior, prior ╌, likelihood ·", pattern);
    else
        snprintf(title, size, "posterior; prior ╌, L ·");
}

void
ui_persons_posterior(struct ui_canvas *canvas, struct ui_rect rect,
                     const struct ui_session *session)
{
    const struct irt_quadrature *quadrature;
    const double *psi;
    struct ui_plot plot;
    struct curves *curves;
    char title[160];
    double hi;

    if (!ui_person_source(session, &psi, &quadrature) ||
        session->pattern >= session->patterns->count)
        return;
    curves = malloc(sizeof *curves);
    if (curves && make_curves(session, psi, quadrature, curves)) {
        hi = fmax(largest_of(curves->posterior, curves->points),
                  largest_of(curves->prior, curves->points));
        posterior_title(session, rect.w, title, sizeof title);
        plot = ui_plot_open(canvas, rect,
                            &(struct ui_axes){ .title = title,
                                               .x_title = "θ",
                                               .x0 = -UI_SCORE_END,
                                               .x1 = UI_SCORE_END,
                                               .x_ticks = 5,
                                               .y1 = hi * 1.05,
                                               .y_ticks = 3,
                                               .label_columns = 5 });
        ui_plot_dashed(&plot, UI_PRIOR, curves->theta, curves->prior, curves->points);
        ui_plot_curve(&plot, UI_POSTERIOR, curves->theta, curves->posterior,
                      curves->points);
        ui_plot_points(&plot, UI_TEXT, 0x00B7, curves->theta, curves->likelihood,
                       curves->points);
    }
    free(curves);
}
