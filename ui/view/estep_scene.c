/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/estep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "newton.h"
#include "power.h"

bool
ui_estep_open(const struct ui_app *app, struct estep_scene *scene,
              struct irt_error *error)
{
    const struct ui_session *session = &app->session;
    const struct irt_snapshot *shown = ui_session_shown(session);

    *scene = (struct estep_scene){ .app = app, .session = session, .shown = shown };
    if (!session->data)
        return irt_fail(error, IRT_BAD_USAGE, "no data are loaded: load FILE");
    if (!session->model)
        return irt_fail(error, IRT_BAD_USAGE, "%s", session->problem.message);
    if (!ui_session_has_estep(session, error))
        return false;
    scene->stages = ui_stages_done(shown);
    size_t group = ui_session_group(session);
    const struct irt_quadrature *rule =
        shown->parameters ? shown->quadrature : session->quadrature;
    scene->psi = shown->parameters ? shown->entering : ui_session_psi(session);
    if (!rule || !scene->psi)
        return irt_fail(error, IRT_BAD_USAGE, "there is nothing to estimate yet");
    scene->quadrature = ui_session_group_nodes(session, scene->psi, rule, group, error);
    if (!scene->quadrature)
        return false;
    if (shown->parameters && shown->group != group && scene->stages > 3)
        scene->stages = 3; /* the counts of this group are on their way */
    scene->Q = scene->quadrature->points;
    scene->sigma = scene->psi[session->model->sigma];
    scene->pattern = session->pattern;
    if (scene->pattern >= session->patterns->count)
        scene->pattern = 0;
    double *memory = calloc(3 * scene->Q, sizeof *memory);
    if (!memory)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the numbers of a pattern");
    scene->step.likelihood = memory;
    scene->step.product = memory + scene->Q;
    scene->step.posterior = memory + 2 * scene->Q;
    size_t row = session->patterns->row[scene->pattern];
    bool ok = irt_pattern_explain(session->model, scene->psi, scene->quadrature,
                                  session->data->code + row * session->data->items,
                                  &scene->step, error);
    scene->fixed = scene->step.marginal >= 1e-5;
    return ok;
}

void
ui_estep_close(struct estep_scene *scene)
{
    irt_quadrature_free(scene->quadrature);
    scene->quadrature = NULL;
    free(scene->step.likelihood);
    scene->step.likelihood = NULL;
}

void
ui_estep_small(const struct estep_scene *scene, double value, double log_value, char *out,
               size_t size)
{
    if (scene->fixed)
        snprintf(out, size, "%.8f", value);
    else if (value > 1e-290 || isinf(log_value))
        snprintf(out, size, value < 1e-99 && value > 0 ? "%.5e" : "%.6e", value);
    else
        ui_power_text(log_value, log_value > -999 * log(10) ? 5 : 4, out, size);
}

bool
ui_estep_several(const struct ui_session *session)
{
    for (size_t j = 0; j < session->model->items; j++)
        if (session->model->item[j].categories > 2)
            return true;
    return false;
}

size_t
ui_estep_node(const struct ui_quantity *quantity)
{
    switch (quantity->kind) {
    case UI_QUANTITY_NODE:
    case UI_QUANTITY_WEIGHT:
    case UI_QUANTITY_PROBABILITY:
    case UI_QUANTITY_LIKELIHOOD:
    case UI_QUANTITY_PRODUCT:
    case UI_QUANTITY_POSTERIOR:
    case UI_QUANTITY_NBAR:
    case UI_QUANTITY_RBAR:
    case UI_QUANTITY_RATIO:
    case UI_QUANTITY_CURVE: return quantity->node;
    default: return IRT_NONE;
    }
}

size_t
ui_estep_window(size_t top, size_t rows, size_t count, size_t at)
{
    if (rows >= count)
        return 0;
    if (at != IRT_NONE && at < count) {
        size_t beside = rows > 2;

        if (at < top + beside)
            top = at > beside ? at - beside : 0;
        else if (at + beside + 1 > top + rows)
            top = at + beside + 1 - rows;
    }
    return top + rows > count ? count - rows : top;
}
