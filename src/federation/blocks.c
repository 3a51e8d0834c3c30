/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/blocks.h"

#include "estimate/arrow.h"

#include <stdlib.h>
#include <string.h>

#define FLOOR 1e-8 /* of an information, where it is flat */

struct irt_blocks {
    const struct irt_plan *plan;
    double *information; /* plan->information */
    double *own;         /* plan->free */
    size_t *unknown; /* plan->free: an item's own number, or own_room + a shared one's */
    size_t *item;    /* plan->free: the item it belongs to alone; IRT_NONE: shared */
    size_t own_room, shared;
    struct irt_arrow *arrow;
};

void
irt_blocks_free(struct irt_blocks *blocks)
{
    if (!blocks)
        return;
    free(blocks->information);
    free(blocks->own);
    free(blocks->unknown);
    free(blocks->item);
    irt_arrow_free(blocks->arrow);
    free(blocks);
}

/* Which free parameters belong to one item; sigma belongs to none. */
static void
find_owners(struct irt_blocks *blocks)
{
    const struct irt_plan *plan = blocks->plan;
    const size_t unseen = IRT_NONE - 1;
    for (size_t f = 0; f < plan->free; f++)
        blocks->item[f] = unseen;
    for (size_t k = 0; k < plan->values; k++) {
        const struct irt_parameter *parameter = &plan->model->parameter[k];
        size_t f = parameter->free;
        if (f == IRT_NONE)
            continue;
        if (blocks->item[f] == unseen)
            blocks->item[f] = parameter->item;
        else if (blocks->item[f] != parameter->item)
            blocks->item[f] = IRT_NONE;
    }
}

static bool
find_unknowns(struct irt_blocks *blocks)
{
    size_t *own = calloc(blocks->plan->model->items + 1, sizeof *own);
    if (!own)
        return false;
    for (size_t f = 0; f < blocks->plan->free; f++)
        if (blocks->item[f] != IRT_NONE) {
            blocks->unknown[f] = own[blocks->item[f]]++;
            if (own[blocks->item[f]] > blocks->own_room)
                blocks->own_room = own[blocks->item[f]];
        }
    for (size_t f = 0; f < blocks->plan->free; f++)
        if (blocks->item[f] == IRT_NONE)
            blocks->unknown[f] = blocks->own_room + blocks->shared++;
    free(own);
    return true;
}

struct irt_blocks *
irt_blocks_new(const struct irt_plan *plan, struct irt_error *error)
{
    struct irt_blocks *blocks = calloc(1, sizeof *blocks);
    if (!blocks)
        goto no_memory;
    blocks->plan = plan;
    blocks->information = calloc(plan->information + 1, sizeof *blocks->information);
    blocks->own = calloc(plan->free + 1, sizeof *blocks->own);
    blocks->unknown = calloc(plan->free + 1, sizeof *blocks->unknown);
    blocks->item = calloc(plan->free + 1, sizeof *blocks->item);
    if (!blocks->information || !blocks->own || !blocks->unknown || !blocks->item)
        goto no_memory;
    find_owners(blocks);
    if (!find_unknowns(blocks))
        goto no_memory;
    blocks->arrow =
        irt_arrow_new(plan->model->items, blocks->own_room, blocks->shared, error);
    if (!blocks->arrow)
        goto no_memory;
    return blocks;

no_memory:
    irt_blocks_free(blocks);
    irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters", plan->free);
    return NULL;
}

void
irt_blocks_set(struct irt_blocks *blocks, const double *information, const double *own)
{
    memcpy(blocks->information, information,
           blocks->plan->information * sizeof *information);
    memcpy(blocks->own, own, blocks->plan->free * sizeof *own);
}

/* An item's part of the system: the first of those that share an unknown brings its right
 * side and what is the unknown's own. */
static const double *
add_item(struct irt_blocks *blocks, size_t j, const double *block, const double *right,
         double floor)
{
    const struct irt_plan *plan = blocks->plan;
    const struct irt_model *model = plan->model;
    double matrix[(IRT_MAX_ITEM_PARAMETERS + 1) * (IRT_MAX_ITEM_PARAMETERS + 1)];
    double side[IRT_MAX_ITEM_PARAMETERS + 1];
    size_t where[IRT_MAX_ITEM_PARAMETERS + 1], local[IRT_MAX_ITEM_PARAMETERS];
    size_t count = irt_plan_locals(plan, j, local), wide = count + plan->sigma;
    for (size_t v = 0; v < wide; v++)
        for (size_t w = 0; w <= v; w++)
            matrix[v * wide + w] = matrix[w * wide + v] = *block++;
    for (size_t v = 0; v < wide; v++) {
        size_t k = v == count ? model->sigma : model->item[j].first + local[v];
        size_t f = model->parameter[k].free;
        bool first = v == count ? j == 0 : model->parameter[k].owner;
        where[v] = blocks->unknown[f];
        side[v] = first ? right[f] : 0.0;
        if (first)
            matrix[v * wide + v] += blocks->own[f] + floor;
    }
    irt_arrow_add(blocks->arrow, wide, where, matrix, side);
    return block;
}

static void
fill_arrow(struct irt_blocks *blocks, const double *right, double floor)
{
    const double *block = blocks->information;
    irt_arrow_clear(blocks->arrow);
    for (size_t j = 0; j < blocks->plan->model->items; j++)
        block = add_item(blocks, j, block, right, floor);
}

/* A slope so steep that its curve is a step has no information at all: hence the floor. */
bool
irt_blocks_solve(struct irt_blocks *blocks, const double *right, double *x)
{
    fill_arrow(blocks, right, 0.0);
    bool solved = irt_arrow_solve(blocks->arrow, 0.0);
    if (!solved)
        fill_arrow(blocks, right, FLOOR);
    for (double ridge = 1e-8; !solved && ridge <= 1.0; ridge *= 10.0)
        solved = irt_arrow_solve(blocks->arrow, ridge);
    for (size_t f = 0; solved && f < blocks->plan->free; f++)
        x[f] =
            blocks->item[f] == IRT_NONE
                ? irt_arrow_shared(blocks->arrow)[blocks->unknown[f] - blocks->own_room]
                : irt_arrow_own(blocks->arrow, blocks->item[f])[blocks->unknown[f]];
    return solved;
}

void
irt_blocks_product(const struct irt_plan *plan, const double *information,
                   const double *v, double *out)
{
    const struct irt_model *model = plan->model;
    size_t local[IRT_MAX_ITEM_PARAMETERS], at[IRT_MAX_ITEM_PARAMETERS + 1];
    memset(out, 0, plan->free * sizeof *out);
    for (size_t j = 0; j < model->items; j++) {
        size_t count = irt_plan_locals(plan, j, local), wide = count + plan->sigma;
        for (size_t w = 0; w < wide; w++)
            at[w] = model
                        ->parameter[w == count ? model->sigma
                                               : model->item[j].first + local[w]]
                        .free;
        for (size_t a = 0; a < wide; a++)
            for (size_t b = 0; b <= a; b++, information++) {
                out[at[a]] += *information * v[at[b]];
                if (a != b)
                    out[at[b]] += *information * v[at[a]];
            }
    }
}
