/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estep_plane.c -- the E-step in several dimensions: masses at the nodes seen from above. */
#include "config.h"

#include "view/estep.h"

#include <stdio.h>

#include "view/plane.h"

/* What was done with the dimensions that are not drawn. */
static const char *
what_of_others(const struct estep_scene *scene)
{
    bool sobol = scene->quadrature->kind == IRT_NODES_SOBOL;

    return scene->quadrature->dims > 2
               ? sobol ? ", gathered; x: others" : ", summed; x: others"
           : sobol ? ", gathered in cells"
                   : "";
}

void
ui_estep_plane(const struct estep_scene *scene, struct ui_canvas *canvas,
               struct ui_rect rect)
{
    bool posterior = scene->stages >= 3;
    char title[160], pattern[40];

    ui_pattern_text(scene->session, scene->pattern, 12, pattern, sizeof pattern);
    if (posterior)
        snprintf(title, sizeof title, "posterior of %s%s", pattern,
                 what_of_others(scene));
    else
        snprintf(title, sizeof title, "prior%s (posterior: with E3)",
                 what_of_others(scene));
    ui_plane_draw(canvas, rect, scene->session, scene->quadrature,
                  posterior ? scene->step.posterior : scene->quadrature->weight,
                  posterior ? UI_POSTERIOR : UI_PRIOR, title);
}

void
ui_estep_persons(const struct estep_scene *scene, struct ui_canvas *canvas,
                 struct ui_rect rect)
{
    char title[160];

    if (scene->stages < 4) {
        ui_text(canvas, rect.y, rect.x + 8, UI_DIM, "persons at the nodes: with E4");
        return;
    }
    snprintf(title, sizeof title, "persons at the nodes%s", what_of_others(scene));
    ui_plane_draw(canvas, rect, scene->session, scene->quadrature,
                  scene->shown->expected->population, UI_CURVE_1, title);
}
