/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/expected.h"

#include "model/population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct irt_expected *
irt_expected_new(const struct irt_model *model, size_t points, struct irt_error *error)
{
    struct irt_expected *expected = calloc(1, sizeof *expected);
    if (!expected)
        goto no_memory;
    expected->items = model->items;
    expected->points = points;
    expected->first = calloc(model->items + 1, sizeof *expected->first);
    if (!expected->first)
        goto no_memory;
    for (size_t j = 0; j < model->items; j++)
        expected->first[j + 1] = expected->first[j] + model->item[j].categories * points;
    expected->r = calloc(expected->first[model->items], sizeof *expected->r);
    expected->population = calloc(points, sizeof *expected->population);
    expected->scores = calloc(model->correlations * points + 1, sizeof *expected->scores);
    if (!expected->r || !expected->population || !expected->scores)
        goto no_memory;
    expected->loglik = NAN;
    return expected;

no_memory:
    irt_expected_free(expected);
    irt_fail(error, IRT_NO_MEMORY, "no memory for the expected counts");
    return NULL;
}

void
irt_expected_free(struct irt_expected *expected)
{
    if (!expected)
        return;
    free(expected->first);
    free(expected->r);
    free(expected->population);
    free(expected->scores);
    free(expected);
}

void
irt_expected_copy(struct irt_expected *to, const struct irt_expected *from)
{
    memcpy(to->r, from->r, from->first[from->items] * sizeof *to->r);
    memcpy(to->population, from->population, from->points * sizeof *to->population);
    to->loglik = from->loglik;
    to->squared_means = from->squared_means;
}

void
irt_expected_nbar(const struct irt_expected *expected, size_t j, double *nbar)
{
    size_t Q = expected->points;
    for (size_t n = 0; n < Q; n++)
        nbar[n] = 0.0;
    for (size_t at = expected->first[j]; at < expected->first[j + 1]; at += Q)
        for (size_t n = 0; n < Q; n++)
            nbar[n] += expected->r[at + n];
}

/* What the items' derivatives say about what moves theta. */
static void
add_moves(const struct irt_model *model, const double *psi, size_t group, size_t j,
          const double *g, double *gradient)
{
    size_t move[IRT_MOST_MOVES], moves = irt_group_moves(model, group, false, move);
    double direction[IRT_MAX_ITEM_PARAMETERS];
    for (size_t m = 0; m < moves; m++) {
        irt_group_direction(model, psi, group, move[m], j, direction);
        for (size_t p = 0; p < model->item[j].count; p++)
            gradient[model->parameter[move[m]].free] += g[p] * direction[p];
    }
}

void
irt_expected_add_gradient(const struct irt_expected *expected,
                          const struct irt_model *model, const double *psi, size_t group,
                          const struct irt_quadrature *quadrature, double *gradient)
{
    double room[IRT_MAX_POINTS], g[IRT_MAX_ITEM_PARAMETERS];
    const double *theta = irt_theta(model, psi, quadrature, room);
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        item->ops->expected(item, psi + item->first, theta, quadrature->points,
                            expected->r + expected->first[j], g, NULL, NULL);
        for (size_t p = 0; p < item->count; p++) {
            const struct irt_parameter *parameter = &model->parameter[item->first + p];
            if (parameter->free != IRT_NONE)
                gradient[parameter->free] += g[p];
        }
        add_moves(model, psi, group, j, g, gradient);
    }
    if (model->correlations_free &&
        irt_population_scores(model, psi, quadrature, expected->scores))
        for (size_t c = 0; c < model->correlations; c++)
            for (size_t n = 0; n < quadrature->points; n++)
                gradient[model->parameter[model->correlation + c].free] +=
                    expected->population[n] *
                    expected->scores[c * quadrature->points + n];
}
