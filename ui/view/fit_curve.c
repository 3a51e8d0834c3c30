/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_curve.c -- an item's answers against the model: shares over the curve, counts by sums. */
#include "config.h"

#include "view/fit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "examine.h"
#include "fit/curves.h"
#include "plot/plot.h"
#include "view/parts.h"

#define END    4.0 /* of θ on both sides */
#define NARROW 46

/* --- shares ---------------------------------------------------------------------------------- */

struct curve {
    const struct irt_item *item;
    const double *par;
    unsigned category;
};

/* P of a category at t along the item's slopes. */
static double
chance_at(double t, const void *context)
{
    const struct curve *curve = context;
    double theta[IRT_MAX_DIMS] = { t }, P[IRT_MAX_CATEGORIES], length = 0;
    size_t dims = curve->item->dims;

    for (size_t d = 0; dims > 1 && d < dims; d++)
        length = hypot(length, curve->par[d]);
    for (size_t d = 0; dims > 1 && d < dims; d++)
        theta[d] = length > 0 ? t * curve->par[d] / length : 0;
    curve->item->ops->probability(curve->item, curve->par, theta, 1, P);
    return P[curve->category];
}

static unsigned
category_of(const struct fit_state *state, const struct irt_item *item)
{
    return item->categories - 1 - state->below % item->categories;
}

static void
draw_curves(const struct fit_state *state, const struct ui_session *session,
            struct ui_plot *plot)
{
    const struct irt_item *item = &session->model->item[session->item];
    struct curve curve = { item, ui_session_psi(session) + item->first, 0 };

    for (; curve.category < item->categories; curve.category++)
        if (item->categories > 2 && curve.category != category_of(state, item))
            ui_plot_function(plot, UI_DIM, chance_at, &curve);
    curve.category = category_of(state, item);
    ui_plot_function(plot, ui_curve_role(session->item), chance_at, &curve);
}

static void
draw_shares(const struct fit_state *state, const struct ui_session *session,
            const struct irt_curve *e, struct ui_plot *plot)
{
    unsigned h = category_of(state, &session->model->item[session->item]);

    for (size_t g = 0; g < e->groups; g++) {
        size_t at = g * e->categories + h;
        const double x[] = { e->group[g].theta, e->group[g].theta };
        const double ends[] = { e->low[at], e->high[at] };
        bool within = e->low[at] <= e->expected[at] && e->expected[at] <= e->high[at];

        ui_plot_curve(plot, UI_AXIS, x, ends, 2);
        ui_plot_points(plot, UI_TEXT, 0x25E6, x, &e->expected[at], 1);
        ui_plot_points(plot, within ? UI_TITLE : UI_BAD, within ? 0x25CF : 'x', x,
                       &e->observed[at], 1);
    }
}

void
ui_fit_curve(const struct fit_state *state, const struct ui_session *session,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_item *item = &session->model->item[session->item];
    const char *why;
    const struct irt_curves *curves =
        ui_examined_of(session, &irt_statistic_curves, &why);
    char title[160], category[24] = "";
    struct ui_plot plot;

    if (item->categories > 2)
        snprintf(category, sizeof category, " = %u", category_of(state, item));
    snprintf(title, sizeof title,
             rect.w < NARROW ? "%.40s%s: ● observed ◦ expected"
                             : "%.40s%s: ● observed, 95 %% interval; ◦ expected of them",
             ui_item_name(session, session->item), category);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x_title = item->dims > 1 ? "t" : "θ",
                                           .x0 = -END,
                                           .x1 = END,
                                           .x_ticks = 5,
                                           .y1 = 1,
                                           .y_ticks = rect.h > 10 ? 5 : 3,
                                           .label_columns = 4 });
    if (why) {
        ui_paragraph(canvas, plot.inner, UI_WARN, why);
        return;
    }
    draw_curves(state, session, &plot);
    if (curves && session->item < curves->items)
        draw_shares(state, session, &curves->curve[session->item], &plot);
}

/* --- counts by sums -------------------------------------------------------------------------- */

void
ui_fit_counts(const struct fit_state *state, const struct ui_session *session,
              struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_item *item = &session->model->item[session->item];
    const struct irt_sx2_item *x = ui_item_fit(session, session->item, state->form).sx2;
    unsigned h = category_of(state, item);
    char name[80];
    int y = rect.y;

    if (!x) {
        ui_cut_text(canvas, y, rect.x, rect.w, UI_DIM, "no counts by sums");
        return;
    }
    ui_fit_text(ui_item_name(session, session->item), rect.w - 20, name, sizeof name);
    ui_cut_text(canvas, y++, rect.x, rect.w, UI_TITLE,
                item->categories > 2 ? "%s = %u by sums: S-X²" : "%s right by sums: S-X²",
                name, h);
    ui_cut_text(canvas, y++, rect.x, rect.w, UI_DIM, "  sums persons   obs.    exp.");
    for (size_t g = 0; g < x->groups && y < rect.y + rect.h; g++, y++) {
        const struct irt_sx2_group *group = &x->group[g];
        double observed = x->observed[g * x->categories + h];
        double expected = x->expected[g * x->categories + h];
        char sums[24];

        if (group->from == group->to)
            snprintf(sums, sizeof sums, "%zu", group->from);
        else
            snprintf(sums, sizeof sums, "%zu-%zu", group->from, group->to);
        bool far = fabs(observed - expected) > 2 * sqrt(fmax(expected, 1));
        ui_cut_text(canvas, y, rect.x, rect.w, far ? UI_WARN : UI_TEXT,
                    "%6s %7.0f %6.0f %7.1f%s", sums, group->persons, observed, expected,
                    far ? " !" : "");
    }
}
