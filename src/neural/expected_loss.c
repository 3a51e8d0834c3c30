/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "neural/expected_loss.h"

#include "quadrature/quadrature.h"

#include <stdlib.h>
#include <string.h>

#define ABILITIES 61 /* nodes in one dimension: of theta, of the noise */
#define NOISES    31
#define SEQUENCE  20000 /* points in several */
#define MOST_DIMS (IRT_MAX_DIMS / 2)

static bool
allocate(struct irt_expected_loss *loss, size_t points, struct irt_error *error)
{
    size_t D = loss->model->dims, categories = 2;
    for (size_t j = 0; j < loss->model->items; j++)
        if (loss->model->item[j].categories > categories)
            categories = loss->model->item[j].categories;
    loss->points = points;
    loss->theta = malloc(points * D * sizeof *loss->theta);
    loss->e = malloc(points * D * sizeof *loss->e);
    loss->z = malloc(points * D * sizeof *loss->z);
    loss->weight = malloc(points * sizeof *loss->weight);
    loss->r = malloc(points * categories * sizeof *loss->r);
    return (loss->theta && loss->e && loss->z && loss->weight && loss->r) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for %zu points", points);
}

/* Every ability with every noise. */
static bool
place_product(struct irt_expected_loss *loss, struct irt_error *error)
{
    struct irt_quadrature *ability = irt_quadrature_gh(ABILITIES, error);
    struct irt_quadrature *noise = irt_quadrature_gh(NOISES, error);
    bool done = ability && noise && allocate(loss, ABILITIES * NOISES, error);
    for (size_t n = 0; done && n < loss->points; n++) {
        loss->theta[n] = ability->node[n / NOISES];
        loss->e[n] = noise->node[n % NOISES];
        loss->weight[n] = ability->weight[n / NOISES] * noise->weight[n % NOISES];
    }
    irt_quadrature_free(ability);
    irt_quadrature_free(noise);
    return done;
}

/* The first half of a point's dimensions is theta, the other the noise. */
static bool
place_sequence(struct irt_expected_loss *loss, size_t points, struct irt_error *error)
{
    size_t D = loss->model->dims;
    struct irt_quadrature *all = irt_quadrature_sobol(points, 2 * D, error);
    bool done = all && allocate(loss, points, error);
    for (size_t n = 0; done && n < loss->points; n++) {
        memcpy(loss->theta + n * D, all->node + n * 2 * D, D * sizeof(double));
        memcpy(loss->e + n * D, all->node + n * 2 * D + D, D * sizeof(double));
        loss->weight[n] = all->weight[n];
    }
    irt_quadrature_free(all);
    return done;
}

bool
irt_expected_loss_open(struct irt_expected_loss *loss, const struct irt_model *model,
                       size_t sequence, struct irt_error *error)
{
    loss->model = model;
    if (model->groups > 1)
        return irt_fail(error, IRT_BAD_USAGE, "the expected loss is of one population");
    if (model->dims > MOST_DIMS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the expected loss takes up to %d dimensions, not %zu", MOST_DIMS,
                        model->dims);
    return model->dims == 1 ? place_product(loss, error)
                            : place_sequence(loss, sequence ? sequence : SEQUENCE, error);
}

void
irt_expected_loss_close(struct irt_expected_loss *loss)
{
    free(loss->theta);
    free(loss->e);
    free(loss->weight);
    free(loss->z);
    free(loss->r);
    *loss = (struct irt_expected_loss){ 0 };
}

/* The loss of one item; adds its gradient. */
static double
item_loss(struct irt_expected_loss *loss, size_t j, const double *theta,
          const double *truth, const double *psi, double *gradient)
{
    const struct irt_item *item = &loss->model->item[j];
    size_t Q = loss->points;
    double by[IRT_MAX_ITEM_PARAMETERS];
    item->ops->probability(item, truth + item->first, theta, Q, loss->r);
    for (size_t h = 0; h < item->categories; h++)
        for (size_t n = 0; n < Q; n++)
            loss->r[h * Q + n] *= loss->weight[n];
    double F =
        item->ops->expected(item, psi + item->first, loss->z, Q, loss->r, by, NULL, NULL);
    for (size_t p = 0; gradient && p < item->count; p++)
        if (loss->model->parameter[item->first + p].free != IRT_NONE)
            gradient[loss->model->parameter[item->first + p].free] -= by[p];
    return -F;
}

double
irt_expected_loss_at(struct irt_expected_loss *loss, const double *truth,
                     const double *psi, double noise, double *gradient)
{
    const struct irt_model *model = loss->model;
    size_t count = loss->points * model->dims;
    double sigma = truth[model->sigma], sum = 0.0;
    double *theta = loss->theta;
    if (gradient)
        memset(gradient, 0, model->free_count * sizeof *gradient);
    for (size_t i = 0; i < count; i++)
        loss->z[i] = sigma * (theta[i] + noise * loss->e[i]);
    for (size_t i = 0; i < count; i++)
        theta[i] *= sigma;
    for (size_t j = 0; j < model->items; j++)
        sum += item_loss(loss, j, theta, truth, psi, gradient);
    for (size_t i = 0; i < count; i++)
        theta[i] /= sigma;
    return sum;
}
