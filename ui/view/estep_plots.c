/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estep_plots.c -- the plots of the E-step screen. */
#include "config.h"

#include "view/estep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "patterns_sum.h"
#include "plot/plot.h"

/* Patterns that are added up while the run goes on, that is at every picture. */
#define MOST_LIVE 2e6

static struct ui_plot
open_plot(const struct estep_scene *scene, struct ui_canvas *canvas, struct ui_rect rect,
          const char *title, double most)
{
    double lo = 0.0;
    struct ui_axes axes = { .title = title,
                            .x_title = "θ",
                            .x_ticks = rect.w > 50 ? 8 : 5,
                            .y_ticks = rect.h > 9 ? 4 : 2,
                            .label_columns = 5 };

    axes.x0 = scene->sigma * scene->quadrature->node[0];
    axes.x1 = scene->sigma * scene->quadrature->node[scene->Q - 1];
    /* A low plot has few rows for a label to fall on: it ends on a round number. */
    if (rect.h < 9)
        ui_nice_range(&lo, &most, 4);
    axes.y1 = rect.h < 9 ? most : 1.05 * most;
    return ui_plot_open(canvas, rect, &axes);
}

static void
find_theta(const struct estep_scene *scene, double *theta)
{
    for (size_t n = 0; n < scene->Q; n++)
        theta[n] = scene->sigma * scene->quadrature->node[n];
}

void
ui_estep_curves(const struct estep_scene *scene, struct ui_canvas *canvas,
                struct ui_rect rect)
{
    double *theta = calloc(scene->Q, sizeof *theta), most = 0.0;
    char title[160], pattern[40];

    if (!theta)
        return;
    find_theta(scene, theta);
    ui_pattern_text(scene->session, scene->pattern, 16, pattern, sizeof pattern);
    if (scene->stages < 3)
        snprintf(title, sizeof title, "prior ┄┄ of θ (posterior: with E3)");
    else if (canvas->glyphs == UI_GLYPHS_ASCII) /* both signs would be dashes */
        snprintf(title, sizeof title, "prior (low), posterior of %s", pattern);
    else
        snprintf(title, sizeof title, "prior ┄┄ and posterior ── of %s", pattern);
    for (size_t n = 0; n < scene->Q; n++) {
        most = fmax(most, scene->quadrature->weight[n]);
        if (scene->stages >= 3)
            most = fmax(most, scene->step.posterior[n]);
    }
    struct ui_plot plot = open_plot(scene, canvas, rect, title, most);
    ui_plot_dashed(&plot, UI_PRIOR, theta, scene->quadrature->weight, scene->Q);
    if (scene->stages >= 3)
        ui_plot_curve(&plot, UI_POSTERIOR, theta, scene->step.posterior, scene->Q);
    free(theta);
}

/* Persons at the nodes from the patterns up to the chosen one, and from all of them; false
 * when they are too many to add up here. */
static bool
add_patterns(const struct estep_scene *scene, double *persons, double *all)
{
    const struct ui_session *session = scene->session;
    size_t count = session->patterns->count;
    double work = (double)count * (double)scene->Q * (double)session->model->items;
    struct irt_staged *staged;

    if (session->running && work > MOST_LIVE)
        return false;
    staged = ui_patterns_estep(session, scene->psi, scene->quadrature, NULL);
    if (!staged)
        return false;
    size_t g = ui_session_group(session);
    for (size_t l = session->patterns->first[g]; l < session->patterns->first[g + 1]; l++)
        for (size_t n = 0; n < scene->Q; n++) {
            double part =
                session->patterns->frequency[l] * staged->likelihood[l * scene->Q + n];

            all[n] += part;
            persons[n] += l <= scene->pattern ? part : 0.0;
        }
    irt_staged_free(staged);
    return true;
}

/* The range does not depend on the pattern or the stage, so that bars only grow: what all
 * patterns come to, or before that is known, what the prior expects. */
static double
largest_bar(const struct estep_scene *scene, const double *all)
{
    double most = 0.0;

    for (size_t n = 0; n < scene->Q; n++)
        most = fmax(most,
                    all ? all[n]
                        : scene->quadrature->weight[n] * scene->session->data->persons);
    return most;
}

void
ui_estep_bars(const struct estep_scene *scene, struct ui_canvas *canvas,
              struct ui_rect rect)
{
    const struct ui_session *session = scene->session;
    const char *what = session->data->missing > 0 ? "persons" : "n̄";
    size_t Q = scene->Q, group = ui_session_group(session);
    double *theta = calloc(3 * Q, sizeof *theta), *persons, *all;
    bool added;
    char title[160];

    if (!theta)
        return;
    persons = theta + Q;
    all = persons + Q;
    find_theta(scene, theta);
    added = add_patterns(scene, persons, all);
    if (!added && scene->stages >= 4)
        for (size_t n = 0; n < Q; n++)
            all[n] = scene->shown->expected->population[n];
    if (scene->stages < 3)
        snprintf(title, sizeof title, "%s at the nodes (with E3 and E4)", what);
    else if (added)
        snprintf(title, sizeof title, "%s so far: %zu of %zu patterns%s", what,
                 scene->pattern + 1 - session->patterns->first[group],
                 session->patterns->first[group + 1] - session->patterns->first[group],
                 scene->stages >= 4 ? ", ◦ all" : " added");
    else
        snprintf(title, sizeof title, "%s of all %zu patterns%s", what,
                 session->patterns->count, scene->stages < 4 ? " (with E4)" : "");
    struct ui_plot plot =
        open_plot(scene, canvas, rect, title,
                  largest_bar(scene, added || scene->stages >= 4 ? all : NULL));
    int width = Q > 1 ? plot.inner.w / (int)Q - 1 : 3;
    width = width < 1 ? 1 : width > 4 ? 4 : width;
    if (scene->stages >= 4)
        ui_plot_bars(&plot, UI_POSTERIOR, theta, added ? persons : all, Q, width);
    else if (added && scene->stages >= 3)
        ui_plot_bars(&plot, UI_POSTERIOR, theta, persons, Q, width);
    if (scene->stages >= 4 && added && scene->pattern + 1 < session->patterns->count)
        ui_plot_points(&plot, UI_TITLE, 0x25E6, theta, all, Q);
    free(theta);
}
