/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/shift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
irt_plan_fill(const struct irt_plan *plan, const double *x, double *psi)
{
    for (size_t k = 0; k < plan->values; k++) {
        const struct irt_parameter *parameter = &plan->model->parameter[k];
        psi[k] = parameter->free == IRT_NONE ? parameter->start : x[parameter->free];
    }
}

/* In place, as an item's intercepts move by its slopes, which stay. */
void
irt_shift_point(const struct irt_plan *plan, double delta, double *x)
{
    const struct irt_model *model = plan->model;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        const struct irt_parameter *parameter = &model->parameter[item->first];
        double par[IRT_MAX_ITEM_PARAMETERS];
        for (size_t p = 0; p < item->count; p++)
            par[p] =
                parameter[p].free == IRT_NONE ? parameter[p].start : x[parameter[p].free];
        item->ops->shift(item, par, delta);
        for (size_t p = 0; p < item->count; p++)
            if (parameter[p].free != IRT_NONE && parameter[p].owner)
                x[parameter[p].free] = par[p];
    }
}

/* An item's part of T: par'_p = sum_q map[p * count + q] par_q. */
static void
find_map(const struct irt_item *item, double delta, double *map)
{
    double column[IRT_MAX_ITEM_PARAMETERS];
    for (size_t q = 0; q < item->count; q++) {
        memset(column, 0, sizeof column);
        column[q] = 1.0;
        item->ops->shift(item, column, delta);
        for (size_t p = 0; p < item->count; p++)
            map[p * item->count + q] = column[p];
    }
}

static void
add_item(const struct irt_plan *plan, size_t j, double delta, bool transposed,
         const double *in, double *out)
{
    const struct irt_item *item = &plan->model->item[j];
    const struct irt_parameter *parameter = &plan->model->parameter[item->first];
    double map[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    find_map(item, delta, map);
    for (size_t p = 0; p < item->count; p++)
        for (size_t q = 0; q < item->count; q++) {
            double by = map[p * item->count + q];
            size_t to = parameter[p].free, from = parameter[q].free;
            if (by == 0.0 || to == IRT_NONE || from == IRT_NONE || !parameter[p].owner)
                continue;
            if (transposed)
                out[from] += by * in[to];
            else
                out[to] += by * in[from];
        }
}

void
irt_shift_vector(const struct irt_plan *plan, double delta, bool transposed,
                 const double *in, double *out)
{
    if (delta == 0.0) {
        memcpy(out, in, plan->free * sizeof *out);
        return;
    }
    memset(out, 0, plan->free * sizeof *out);
    for (size_t j = 0; j < plan->model->items; j++)
        add_item(plan, j, delta, transposed, in, out);
    if (plan->sigma) {
        size_t sigma = plan->model->parameter[plan->model->sigma].free;
        out[sigma] = in[sigma];
    }
}

/* Tries it: what is fixed or equal has to stay so. */
static size_t
find_obstacle(const struct irt_plan *plan, double *before, double *after)
{
    const struct irt_parameter *parameter = plan->model->parameter;
    for (size_t k = 0; k < plan->values; k++) {
        /* Slopes that are not equal must not look so because they start alike. */
        size_t free = parameter[k].slope && parameter[k].free != IRT_NONE
                          ? parameter[k].free % 17
                          : 0;
        before[k] = after[k] = parameter[k].start + 0.01 * (double)free;
    }
    irt_plan_shift(plan, after, 0.7);
    for (size_t k = 0; k < plan->model->sigma; k++) {
        bool moves = after[k] != before[k];
        size_t owner = k;
        for (size_t m = 0; m < k && parameter[k].free != IRT_NONE; m++)
            if (parameter[m].free == parameter[k].free)
                owner = m < owner ? m : owner;
        bool parts = fabs(after[k] - after[owner]) > 1e-12 * (1.0 + fabs(after[k]));
        if ((moves && (parameter[k].free == IRT_NONE ||
                       parameter[k].prior.kind != IRT_PRIOR_NONE)) ||
            parts)
            return k;
    }
    return IRT_NONE;
}

bool
irt_shift_check(const struct irt_plan *plan, const struct irt_responses *data,
                struct irt_error *error)
{
    double *room = calloc(2 * plan->values, sizeof *room);
    if (!room)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters",
                        plan->values);
    size_t k = find_obstacle(plan, room, room + plan->values);
    free(room);
    if (k == IRT_NONE)
        return true;
    char label[120];
    const struct irt_parameter *parameter = &plan->model->parameter[k];
    irt_model_label(plan->model, data, k, label, sizeof label);
    return irt_fail(error, IRT_BAD_USAGE,
                    "centred effects let all items move together, but %s %s; name an "
                    "--anchor-school, or take --effects random or none",
                    label,
                    parameter->free == IRT_NONE               ? "is fixed"
                    : parameter->prior.kind != IRT_PRIOR_NONE ? "has a prior"
                                                              : "is equal to others");
}
