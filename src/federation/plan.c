/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/plan.h"

#include <string.h>

/* --- the fingerprint: FNV-1a ---------------------------------------------------------------- */

static void
mix(uint64_t *hash, const void *from, size_t size)
{
    const uint8_t *byte = from;
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ byte[i]) * UINT64_C(0x100000001b3);
}

/* Little endian whatever the machine, so that two machines agree. */
static void
mix_whole(uint64_t *hash, uint64_t value)
{
    uint8_t byte[8];
    for (size_t i = 0; i < sizeof byte; i++)
        byte[i] = (uint8_t)(value >> (8 * i));
    mix(hash, byte, sizeof byte);
}

static void
mix_real(uint64_t *hash, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    mix_whole(hash, bits);
}

static void
mix_item(uint64_t *hash, const struct irt_model *model, const struct irt_item *item)
{
    mix(hash, item->ops->name, strlen(item->ops->name) + 1);
    mix_whole(hash, item->categories);
    if (item->recode)
        mix(hash, item->recode, 256);
    for (size_t p = 0; p < item->count; p++) {
        const struct irt_parameter *parameter = &model->parameter[item->first + p];
        mix_whole(hash, parameter->free == IRT_NONE ? 0 : parameter->free + 1);
    }
}

static uint64_t
find_fingerprint(const struct irt_plan *plan)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    const struct irt_quadrature *quadrature = plan->quadrature;
    mix_whole(&hash, plan->model->items);
    for (size_t j = 0; j < plan->model->items; j++)
        mix_item(&hash, plan->model, &plan->model->item[j]);
    mix_whole(&hash, plan->sigma);
    mix_whole(&hash, quadrature->points);
    for (size_t n = 0; n < quadrature->points; n++) {
        mix_real(&hash, quadrature->node[n]);
        mix_real(&hash, quadrature->weight[n]);
    }
    return hash;
}

/* --- the plan --------------------------------------------------------------------------------- */

size_t
irt_plan_locals(const struct irt_plan *plan, size_t j,
                size_t local[IRT_MAX_ITEM_PARAMETERS])
{
    const struct irt_item *item = &plan->model->item[j];
    size_t count = 0;
    for (size_t p = 0; p < item->count; p++)
        if (plan->model->parameter[item->first + p].free != IRT_NONE)
            local[count++] = p;
    return count;
}

size_t
irt_plan_parameter(const struct irt_plan *plan, size_t i)
{
    for (size_t k = 0; k < plan->values; k++)
        if (plan->model->parameter[k].free != IRT_NONE && i-- == 0)
            return k;
    return IRT_NONE;
}

bool
irt_plan_make(struct irt_plan *plan, const struct irt_model *model,
              const struct irt_quadrature *quadrature, struct irt_error *error)
{
    size_t local[IRT_MAX_ITEM_PARAMETERS];
    *plan = (struct irt_plan){ .model = model, .quadrature = quadrature };
    if (model->dims > 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the federated estimator is for one dimension; take --dims 1");
    if (quadrature->kind == IRT_NODES_EMPIRICAL)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the federated estimator takes no empirical nodes: their weights "
                        "are nobody's alone; take --nodes equal");
    plan->values = model->sigma + 1;
    plan->sigma = model->parameter[model->sigma].free != IRT_NONE;
    for (size_t k = 0; k < plan->values; k++)
        plan->free += model->parameter[k].free != IRT_NONE && model->parameter[k].owner;
    for (size_t j = 0; j < model->items; j++) {
        size_t count = irt_plan_locals(plan, j, local), wide = count + plan->sigma;
        plan->gradient += count;
        plan->information += wide * (wide + 1) / 2;
        plan->counts += model->item[j].categories;
    }
    plan->gradient += plan->sigma;
    plan->fingerprint = find_fingerprint(plan);
    return true;
}

/* --- moving theta -------------------------------------------------------------------------------- */

/* theta + 1 in place of theta changes the parameters, in which they are linear, by this. */
static void
find_shift(const struct irt_item *item, const double *par, double *direction)
{
    memcpy(direction, par, item->count * sizeof *direction);
    item->ops->shift(item, direction, 1.0);
    for (size_t p = 0; p < item->count; p++)
        direction[p] -= par[p];
}

/* sigma stretches theta - s: slopes grow by their share, and s stays where it is. */
void
irt_plan_directions(const struct irt_plan *plan, const double *psi, size_t j, double s,
                    double *direction, double *by_sigma)
{
    const struct irt_model *model = plan->model;
    const struct irt_item *item = &model->item[j];
    const double *par = psi + item->first;
    find_shift(item, par, direction);
    for (size_t p = 0; p < item->count; p++) {
        double slope = model->parameter[item->first + p].slope ? par[p] : 0.0;
        by_sigma[p] = (slope - s * direction[p]) / psi[model->sigma];
    }
}

void
irt_plan_bends(const struct irt_plan *plan, const double *psi, size_t j, double s,
               const double *gradient, double *bend, double *by_sigma)
{
    const struct irt_model *model = plan->model;
    const struct irt_item *item = &model->item[j];
    double unit[IRT_MAX_ITEM_PARAMETERS] = { 0.0 }, shift[IRT_MAX_ITEM_PARAMETERS];
    for (size_t p = 0; p < item->count; p++) {
        unit[p] = 1.0;
        find_shift(item, unit, shift);
        unit[p] = 0.0;
        bend[p] = 0.0;
        for (size_t q = 0; q < item->count; q++)
            bend[p] += gradient[q] * shift[q];
        double slope = model->parameter[item->first + p].slope ? gradient[p] : 0.0;
        by_sigma[p] = (slope - s * bend[p]) / psi[model->sigma];
    }
}

void
irt_plan_shift(const struct irt_plan *plan, double *psi, double delta)
{
    for (size_t j = 0; j < plan->model->items; j++) {
        const struct irt_item *item = &plan->model->item[j];
        item->ops->shift(item, psi + item->first, delta);
    }
}
