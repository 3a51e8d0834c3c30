/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/mstep.h"

#include <math.h>
#include <stdlib.h>

#define STEPS 41 /* of a'θ, at most */

/* a'θ at node n. */
static double
projection(const struct mstep_scene *scene, size_t n)
{
    size_t D = scene->quadrature->dims;
    double sum = 0.0;

    for (size_t d = 0; d < D; d++)
        sum += scene->par[d] * scene->quadrature->node[n * D + d];
    return sum;
}

/* Which of STEPS steps of a'θ a node lies in. */
static size_t
step_of(const struct mstep_scene *scene, size_t n, double most)
{
    double place = (projection(scene, n) / most + 1.0) / 2.0 * STEPS;

    return place < 0.0 ? 0 : place >= STEPS ? STEPS - 1 : (size_t)place;
}

/* Divides a'θ in steps, into index[STEPS]: which of those with nodes in them each is; theta
 * becomes the mean a'θ of a step's nodes. */
static double
make_steps(struct mstep_scene *scene, size_t *index)
{
    size_t nodes[STEPS] = { 0 }, points = scene->quadrature->points;
    double sum[STEPS] = { 0 }, most = 1e-6;

    for (size_t n = 0; n < points; n++)
        most = fmax(most, fabs(projection(scene, n)));
    for (size_t n = 0; n < points; n++) {
        size_t s = step_of(scene, n, most);

        nodes[s]++;
        sum[s] += projection(scene, n);
    }
    scene->Q = 0;
    for (size_t s = 0; s < STEPS; s++) {
        index[s] = scene->Q;
        if (nodes[s] > 0)
            scene->theta[scene->Q++] = sum[s] / (double)nodes[s];
    }
    return most;
}

/* The artificial data of all nodes, in steps. */
static void
gather(struct mstep_scene *scene, const size_t *index, double most)
{
    const struct irt_expected *expected = scene->shown->expected;
    const double *r = expected->r + expected->first[scene->j];
    size_t points = scene->quadrature->points;

    for (size_t n = 0; n < points; n++) {
        size_t s = index[step_of(scene, n, most)];

        for (unsigned h = 0; h < scene->item->categories; h++) {
            scene->owned[h * scene->Q + s] += r[h * points + n];
            scene->nbar[s] += r[h * points + n];
        }
    }
    scene->counts = scene->owned;
}

/* The scene of an item in several dimensions. */
static bool
project(struct mstep_scene *scene, struct irt_error *error)
{
    size_t index[STEPS];

    scene->theta = calloc(3 * STEPS, sizeof *scene->theta);
    scene->owned = calloc(scene->item->categories * STEPS, sizeof *scene->owned);
    if (!scene->theta || !scene->owned)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the numbers of an item");
    scene->nbar = scene->theta + STEPS;
    scene->share = scene->nbar + STEPS;
    double most = make_steps(scene, index);
    if (scene->stages == 4) {
        gather(scene, index, most);
        ui_mstep_share(scene, 1, scene->share);
    }
    return true;
}

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
    scene->projected = scene->quadrature->dims > 1;
    if (scene->projected)
        return project(scene, error);
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
    free(scene->owned);
    scene->theta = scene->owned = NULL;
}

void
ui_mstep_probability(const struct mstep_scene *scene, const double *par, double theta,
                     double *P)
{
    const struct irt_item *item = scene->item;
    double at[IRT_MAX_DIMS], square = 0.0;

    if (!scene->projected) {
        item->ops->probability(item, par, &theta, 1, P);
        return;
    }
    /* The point nearest to 0 where a'θ is that. */
    for (size_t d = 0; d < item->dims; d++)
        square += par[d] * par[d];
    for (size_t d = 0; d < item->dims; d++)
        at[d] = square > 0.0 ? theta * par[d] / square : 0.0;
    item->ops->probability(item, par, at, 1, P);
}

void
ui_mstep_share(const struct mstep_scene *scene, unsigned category, double *share)
{
    for (size_t n = 0; n < scene->Q; n++)
        share[n] = scene->nbar[n] > 0.0
                       ? scene->counts[category * scene->Q + n] / scene->nbar[n]
                       : NAN;
}

size_t
ui_mstep_order(const struct mstep_scene *scene, size_t *order)
{
    const struct irt_item *item = scene->item;
    size_t count = 0;

    for (size_t p = 0; p < item->count; p++)
        if (scene->logistic)
            order[count++] = item->count - 1 - p;
        else if (item->ops != &irt_item_m2pl || p == item->dims || item->loads[p])
            order[count++] = p;
    return count;
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
