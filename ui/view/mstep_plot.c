/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mstep_plot.c -- what an item's Newton steps do: the curve bends to the points r̄/n̄. */
#include "config.h"

#include "view/mstep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plot/plot.h"

#define MOST_GHOSTS 4 /* earlier curves drawn */

/* One category's curve. */
struct curve {
    const struct mstep_scene *scene;
    const double *par;
    unsigned category;
};

static double
curve_at(double theta, const void *context)
{
    const struct curve *curve = context;
    double P[256];

    ui_mstep_probability(curve->scene, curve->par, theta, P);
    return P[curve->category];
}

/* Colours tell items apart on other screens too; here categories where there are several. */
static enum ui_role
curve_role(const struct mstep_scene *scene, unsigned category)
{
    size_t k = scene->item->categories > 2 ? category - 1 : scene->j;

    return (enum ui_role)(UI_CURVE_0 + (int)(k % UI_CURVES));
}

static void
draw_curves(const struct mstep_scene *scene, struct ui_plot *plot)
{
    struct curve curve = { .scene = scene };
    size_t first = scene->points > MOST_GHOSTS + 1 ? scene->points - MOST_GHOSTS - 1 : 0;
    struct ui_newton_point point;

    /* Earlier slopes have another direction: another a'θ. */
    if (scene->projected)
        first = scene->points;
    for (size_t s = first; s + 1 < scene->points; s++) {
        if (!ui_newton_point(scene->shown, scene->item, scene->j, s, &point))
            continue;
        curve.par = point.par;
        for (curve.category = 1; curve.category < scene->item->categories;
             curve.category++)
            ui_plot_function(plot, UI_GHOST, curve_at, &curve);
    }
    curve.par = scene->par;
    for (curve.category = 1; curve.category < scene->item->categories; curve.category++)
        ui_plot_function(plot, curve_role(scene, curve.category), curve_at, &curve);
}

/* Points by how many persons stand behind them: ● many, ◦ some, · hardly any. */
static void
draw_points(const struct mstep_scene *scene, struct ui_plot *plot)
{
    static const uint32_t glyph[] = { 0xB7, 0x25E6, 0x25CF };
    double *share = calloc(scene->Q, sizeof *share), most = 0.0;

    for (size_t n = 0; n < scene->Q; n++)
        most = fmax(most, scene->nbar[n]);
    for (unsigned h = 1; share && h < scene->item->categories; h++) {
        ui_mstep_share(scene, h, share);
        for (size_t n = 0; n < scene->Q; n++) {
            size_t weight = scene->nbar[n] > 0.05 * most    ? 2
                            : scene->nbar[n] > 0.001 * most ? 1
                                                            : 0;

            ui_plot_points(plot,
                           weight == 0                   ? UI_DIM
                           : scene->item->categories > 2 ? curve_role(scene, h)
                                                         : UI_TITLE,
                           glyph[weight], scene->theta + n, share + n, 1);
        }
    }
    free(share);
}

void
ui_mstep_plot(const struct mstep_scene *scene, struct ui_canvas *canvas,
              struct ui_rect rect)
{
    struct ui_axes axes = { .y_title = "P",
                            .x_title = scene->projected ? "a'θ" : "θ",
                            .x0 = scene->theta[0],
                            .x1 = scene->theta[scene->Q - 1],
                            .y0 = 0.0,
                            .y1 = 1.0,
                            .x_ticks = rect.w > 50 ? 8 : 5,
                            .y_ticks = rect.h > 12 ? 5 : 3,
                            .label_columns = 4 };
    char title[120];

    if (scene->stages == 4 && scene->projected)
        snprintf(title, sizeof title,
                 rect.w < 60 ? "r̄/n̄ by a'θ of ● many ◦ some · few"
                             : "r̄/n̄ of the nodes by their a'θ: ● many persons ◦ some · "
                               "few");
    else if (scene->stages == 4)
        snprintf(title, sizeof title,
                 rect.w < 60 ? "r̄/n̄ of ● many ◦ some · few persons"
                             : "r̄/n̄ at each node, of ● many persons ◦ some · hardly any");
    else
        snprintf(title, sizeof title, "the curve that enters the cycle");
    axes.title = title;
    struct ui_plot plot = ui_plot_open(canvas, rect, &axes);
    draw_curves(scene, &plot);
    if (scene->stages == 4)
        draw_points(scene, &plot);
}
