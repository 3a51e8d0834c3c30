/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items_surface.c -- an item in several dimensions: its surface over two of them, the items
 * along their own directions, and those directions. */
#include "config.h"

#include "view/items.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/plot.h"
#include "view/parts.h"
#include "view/plane.h"

#define POINTS      UI_THETAS
#define END         UI_PLANE_END
#define NARROW      40
#define MOST_OTHERS 40
#define ARROW       12 /* dots of an arrow */

/* --- the surface -------------------------------------------------------------------------- */

struct surface {
    const struct irt_item *item;
    const double *par;
    const size_t *axis;
};

/* P of a right answer, the other dimensions at 0. */
static double
chance_at(double x, double y, const void *context)
{
    const struct surface *s = context;
    double theta[IRT_MAX_DIMS] = { 0 }, P[2];

    theta[s->axis[0]] = x;
    theta[s->axis[1]] = y;
    s->item->ops->probability(s->item, s->par, theta, 1, P);
    return P[1];
}

void
ui_items_surface(struct ui_canvas *canvas, struct ui_rect rect,
                 const struct ui_session *session, const double *psi)
{
    const struct irt_item *item = &session->model->item[session->item];
    struct surface surface = { item, psi + item->first, session->axis };
    char title[160];
    struct ui_plot plot;

    snprintf(title, sizeof title,
             rect.w < NARROW ? "%.40s ░.2 ▒.4 ▓.6 █.8%s"
                             : "P of %.40s: ░ .2 ▒ .4 ▓ .6 █ .8%s",
             ui_item_name(session, session->item),
             session->model->dims > 2 ? ", other θ at 0" : "");
    plot = ui_plane_open(canvas, rect, session, END, title);
    ui_plot_heat(&plot, ui_curve_role(session->item), chance_at, &surface);
}

/* --- along its direction ------------------------------------------------------------------- */

/* The slopes' length. */
static double
length_of(const struct irt_item *item, const double *par)
{
    double length = 0;

    for (size_t d = 0; d < item->dims; d++)
        length = hypot(length, par[d]);
    return length;
}

/* P at distance t from 0 in the item's own direction: logistic(|a| t + d). */
static void
along(const struct irt_item *item, const double *par, const double *t, size_t count,
      double *P)
{
    double length = length_of(item, par);

    for (size_t n = 0; n < count; n++)
        P[n] = 1 / (1 + exp(-(length * t[n] + par[item->dims])));
}

void
ui_items_directions(struct ui_canvas *canvas, struct ui_rect rect,
                    const struct ui_session *session, const double *psi)
{
    const struct irt_model *model = session->model;
    const struct irt_item *chosen = &model->item[session->item];
    size_t step = model->items / MOST_OTHERS + 1;
    double t[POINTS], P[POINTS], b = ui_item_difficulty(model, psi, session->item);
    const double half = 0.5;
    struct ui_plot plot;

    for (size_t n = 0; n < POINTS; n++)
        t[n] = -END + 2 * END * (double)n / (POINTS - 1);
    plot =
        ui_plot_open(canvas, rect,
                     &(struct ui_axes){
                         .title = rect.w < NARROW ? "P along each own direction"
                                                  : "P along each item's own direction "
                                                    "from 0, the others dim",
                         .x_title = "t",
                         .x0 = -END,
                         .x1 = END,
                         .x_ticks = 5,
                         .y1 = 1,
                         .y_ticks = 3,
                         .label_columns = 4 });
    for (size_t j = 0; j < model->items; j += step) {
        if (j == session->item)
            continue;
        along(&model->item[j], psi + model->item[j].first, t, POINTS, P);
        ui_plot_curve(&plot, UI_DIM, t, P, POINTS);
    }
    along(chosen, psi + chosen->first, t, POINTS, P);
    ui_plot_curve(&plot, ui_curve_role(session->item), t, P, POINTS);
    if (isnan(b))
        return;
    ui_plot_vertical(&plot, UI_AXIS, b);
    ui_plot_points(&plot, ui_curve_role(session->item), 0x25CF, &b, &half, 1);
}

/* --- the directions ------------------------------------------------------------------------ */

/* From where chances are even, nearest to 0, on in the direction of the slopes, as far as they
 * are long. */
static void
draw_arrow(struct ui_plot *plot, const struct ui_session *session, const double *psi,
           size_t j)
{
    const struct irt_item *item = &session->model->item[j];
    const double *par = psi + item->first, *a = par;
    double length = length_of(item, par), x[ARROW], y[ARROW];
    double from = -par[item->dims] / length;
    size_t first = session->axis[0], second = session->axis[1];
    bool chosen = j == session->item;

    if (!(length > 0))
        return;
    for (size_t n = 0; n < ARROW; n++) {
        double t = from + length * (double)n / (ARROW - 1);

        x[n] = t * a[first] / length;
        y[n] = t * a[second] / length;
    }
    ui_plot_curve(plot, chosen ? ui_curve_role(j) : UI_DIM, x, y, ARROW);
    ui_plot_points(plot, chosen ? ui_curve_role(j) : UI_DIM, chosen ? 0x25CF : 0xB7, x, y,
                   1);
}

void
ui_items_arrows(struct ui_canvas *canvas, struct ui_rect rect,
                const struct ui_session *session, const double *psi)
{
    const struct irt_model *model = session->model;
    size_t step = model->items / (2 * MOST_OTHERS) + 1;
    struct ui_plot plot =
        ui_plane_open(canvas, rect, session, END,
                      rect.w < NARROW
                          ? "directions from b on, as long as |a|"
                          : "each item's direction, from b on, as long as its "
                            "slopes |a|");

    for (size_t j = 0; j < model->items; j += step)
        if (j != session->item)
            draw_arrow(&plot, session, psi, j);
    draw_arrow(&plot, session, psi, session->item);
}

/* --- in words -------------------------------------------------------------------------------- */

void
ui_items_direction_text(const struct ui_session *session, const double *psi, char *out,
                        size_t size)
{
    const struct irt_item *item = &session->model->item[session->item];
    const double *par = psi + item->first;
    double length = length_of(item, par);
    size_t used;

    snprintf(out, size, "%.60s: |a| = %.3f", ui_item_name(session, session->item),
             length);
    for (size_t d = 0; d < item->dims && length > 0; d++) {
        used = strlen(out);
        snprintf(out + used, size - used, "%s θ%zu %.0f %%",
                 d == 0 ? "; it measures" : ",", d + 1,
                 100 * par[d] * par[d] / (length * length));
    }
    used = strlen(out);
    snprintf(out + used, size - used, " (a_r²/|a|²)");
}
