/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setup_quadrature.c -- the chosen nodes, drawn over the normal density, and the error of
 * the integral that they make on the data. */
#include "config.h"

#include "view/setup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/loglik.h"
#include "plot/plot.h"
#include "view/plane.h"

/* Persons' patterns x items x nodes: beyond this measuring would be felt. */
#define MOST_WORK 2e7

#define CURVE_POINTS 161

/* --- the error of the integral ------------------------------------------------------- */

static void
make_key(const struct irt_quadrature *q, double key[5])
{
    key[0] = (double)q->points;
    key[1] = (double)q->kind;
    key[2] = q->node[0];
    key[3] = q->node[q->points - 1];
    key[4] = q->weight[q->points / 2];
}

void
ui_integral_update(struct ui_integral *integral, const struct ui_session *session)
{
    const struct irt_quadrature *q = session->quadrature;
    const double *psi = session->fit ? session->fit->psi : session->start;
    double key[5], work;

    if (!q || !session->model || !psi) {
        integral->measured = false;
        integral->data = NULL;
        return;
    }
    if (q->dims > 1) { /* 201 nodes in each dimension are too many */
        integral->measured = false;
        integral->data = NULL;
        return;
    }
    make_key(q, key);
    if (integral->data == session->data && integral->model == session->model &&
        integral->fit == session->fit && memcmp(key, integral->key, sizeof key) == 0)
        return;
    integral->data = session->data;
    integral->model = session->model;
    integral->fit = session->fit;
    memcpy(integral->key, key, sizeof key);
    work = (double)session->patterns->count * (double)session->model->items *
           (double)(q->points + IRT_REFERENCE_POINTS);
    integral->measured =
        work <= MOST_WORK &&
        irt_integral_error(session->data, session->patterns, session->model, psi, q, 1,
                           &integral->error, NULL);
}

/* --- the picture --------------------------------------------------------------------- */

/* The normal density on -end .. end times scale, into x and y[CURVE_POINTS]; returns its
 * peak, 0 without memory. */
static double
make_density(double end, double scale, double *x, double *y)
{
    struct irt_quadrature *fine = irt_quadrature_equal(CURVE_POINTS, -end, end, NULL);
    double peak = 0;

    if (!fine)
        return 0;
    irt_quadrature_density(fine, fine->weight, y);
    for (size_t n = 0; n < CURVE_POINTS; n++) {
        x[n] = fine->node[n];
        y[n] *= scale;
        peak = fmax(peak, y[n]);
    }
    irt_quadrature_free(fine);
    return peak;
}

/* What turns the density into a height among the weights: the step of equal nodes. */
static double
weight_scale(const struct irt_quadrature *q)
{
    size_t middle = q->points / 2;
    double density[IRT_MAX_POINTS];

    irt_quadrature_density(q, q->weight, density);
    return density[middle] > 0 ? q->weight[middle] / density[middle] : 1;
}

static int
bar_width(const struct irt_quadrature *q, const struct ui_plot *plot)
{
    double columns =
        plot->inner.w / (plot->x1 - plot->x0) *
        (q->points > 1 ? (q->node[q->points - 1] - q->node[0]) / (double)(q->points - 1)
                       : 1);

    return columns >= 9 ? 3 : 1;
}

static void
draw_nodes(struct ui_canvas *canvas, struct ui_rect rect, const struct irt_quadrature *q,
           const char *title)
{
    double x[CURVE_POINTS], y[CURVE_POINTS], peak;
    double end = fmax(4, fmax(-q->node[0], q->node[q->points - 1]));
    struct ui_axes axes = {
        .title = title,
        .x_title = "θ",
        .x0 = -end * 1.03,
        .x1 = end * 1.03,
        .x_ticks = 9,
        .y_ticks = 3,
    };
    struct ui_plot plot;

    peak = make_density(axes.x1, weight_scale(q), x, y);
    axes.y1 = peak;
    for (size_t n = 0; n < q->points; n++)
        axes.y1 = fmax(axes.y1, q->weight[n]);
    axes.y1 *= 1.05;
    plot = ui_plot_open(canvas, rect, &axes);
    if (peak > 0)
        ui_plot_curve(&plot, UI_PRIOR, x, y, CURVE_POINTS);
    ui_plot_bars(&plot, UI_CURVE_0, q->node, q->weight, q->points, bar_width(q, &plot));
}

/* Of a product the rule of one dimension; a sequence's nodes, which are of equal weight,
 * gathered in cells over two dimensions. */
static void
draw_several(struct ui_canvas *canvas, struct ui_rect rect,
             const struct ui_session *session)
{
    struct irt_options one = session->choices.options;
    struct irt_node_plan plan = irt_options_nodes(&one);
    struct irt_quadrature *rule;
    char title[120];

    if (plan.nodes == IRT_NODES_SOBOL) {
        snprintf(title, sizeof title,
                 "%zu Sobol nodes of equal weight, gathered in cells", plan.all);
        if (rect.w > 70)
            rect.w = 70;
        ui_plane_draw(canvas, rect, session, session->quadrature,
                      session->quadrature->weight, UI_CURVE_0, title);
        return;
    }
    one.dims = 1;
    one.points = plan.each;
    rule = irt_options_quadrature(&one, NULL);
    snprintf(title, sizeof title,
             "the nodes of each dimension over the normal density; %zu in all", plan.all);
    if (rule)
        draw_nodes(canvas, rect, rule, title);
    irt_quadrature_free(rule);
}

void
ui_quadrature_draw(struct ui_canvas *canvas, struct ui_rect rect,
                   const struct ui_session *session)
{
    if (session->quadrature->dims > 1)
        draw_several(canvas, rect, session);
    else
        draw_nodes(canvas, rect, session->quadrature,
                   "the nodes over the normal density: bars are the weights A");
}
