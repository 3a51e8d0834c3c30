/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/mstep.h"

#include <math.h>
#include <stdlib.h>

bool
ui_mstep_open(const struct ui_app *app, struct mstep_scene *scene,
              struct irt_error *error)
{
    const struct ui_session *session = &app->session;
    const struct irt_snapshot *shown = ui_session_shown(session);
    struct ui_newton_point last;

    *scene = (struct mstep_scene){ .app = app, .session = session, .shown = shown };
    if (!session->data)
        return irt_fail(error, IRT_BAD_USAGE, "no data are loaded: load FILE");
    if (!session->model)
        return irt_fail(error, IRT_BAD_USAGE, "%s", session->problem.message);
    if (!ui_session_has_estep(session, error))
        return false;
    const double *psi = ui_session_psi(session);
    scene->quadrature = shown->parameters ? shown->quadrature : session->quadrature;
    if (!scene->quadrature || !psi)
        return irt_fail(error, IRT_BAD_USAGE, "there is nothing to estimate yet");
    scene->Q = scene->quadrature->points;
    scene->j = session->item < session->model->items ? session->item : 0;
    scene->item = &session->model->item[scene->j];
    scene->stages = ui_stages_done(shown);
    scene->points = ui_newton_points(shown, scene->j);
    scene->par = psi + scene->item->first;
    scene->sigma = psi[session->model->sigma];
    scene->linked = ui_model_is_linked(session->model);
    scene->logistic = scene->item->ops == &irt_item_2pl;
    if (scene->points &&
        ui_newton_point(shown, scene->item, scene->j, scene->points - 1, &last)) {
        scene->par = last.par;
        scene->sigma = last.sigma;
    }
    scene->theta = calloc(3 * scene->Q, sizeof *scene->theta);
    if (!scene->theta)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the numbers of an item");
    scene->nbar = scene->theta + scene->Q;
    scene->share = scene->nbar + scene->Q;
    for (size_t n = 0; n < scene->Q; n++)
        scene->theta[n] = scene->sigma * scene->quadrature->node[n];
    if (scene->stages == 4) {
        irt_expected_nbar(shown->expected, scene->j, scene->nbar);
        scene->counts = shown->expected->r + shown->expected->first[scene->j];
        ui_mstep_share(scene, 1, scene->share);
    }
    return true;
}

void
ui_mstep_close(struct mstep_scene *scene)
{
    free(scene->theta);
    scene->theta = NULL;
}

void
ui_mstep_share(const struct mstep_scene *scene, unsigned category, double *share)
{
    for (size_t n = 0; n < scene->Q; n++)
        share[n] = scene->nbar[n] > 0.0
                       ? scene->counts[category * scene->Q + n] / scene->nbar[n]
                       : NAN;
}

void
ui_mstep_order(const struct mstep_scene *scene, size_t *order)
{
    for (size_t p = 0; p < scene->item->count; p++)
        order[p] = scene->logistic ? scene->item->count - 1 - p : p;
}

double
ui_mstep_value(const struct mstep_scene *scene, const double *par, double sigma, size_t p,
               char *name, size_t size)
{
    const double *psi = ui_session_psi(scene->session);
    struct ui_metric_at at = ui_metric_at(scene->session->model, scene->j, psi);

    at.par = par;
    at.sigma = sigma;
    return ui_metric_value(scene->session->metric, &at, p, name, size);
}
