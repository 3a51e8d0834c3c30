/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/node_tables.h"

#include "estimate/kernel.h"
#include "model/population.h"
#include "parallel.h"

#include <stdlib.h>

void
irt_node_tables_free(struct irt_node_tables *tables)
{
    if (!tables)
        return;
    irt_quadrature_free(tables->nodes);
    free(tables->room);
    free(tables->weight);
    free(tables->P);
    free(tables->at);
    free(tables);
}

static bool
allocate(struct irt_node_tables *tables, const struct irt_diagnosis *d)
{
    size_t cells = 0;
    tables->nodes = irt_quadrature_copy(d->quadrature, NULL);
    tables->room = malloc(IRT_MAX_POINTS * sizeof *tables->room);
    tables->weight = malloc(tables->Q * sizeof *tables->weight);
    tables->at = malloc(d->model->items * sizeof *tables->at);
    for (size_t j = 0; tables->at && j < d->model->items; j++) {
        tables->at[j] = cells;
        cells += d->model->item[j].categories * tables->Q;
    }
    tables->P = malloc(cells * sizeof *tables->P);
    return tables->nodes && tables->room && tables->weight && tables->at && tables->P;
}

struct irt_node_tables *
irt_node_tables_new(const struct irt_diagnosis *d, size_t g, struct irt_error *error)
{
    struct irt_node_tables *tables = calloc(1, sizeof *tables);
    if (tables) {
        tables->group = g;
        tables->Q = d->quadrature->points;
    }
    if (!tables || !allocate(tables, d)) {
        irt_node_tables_free(tables);
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
        return NULL;
    }
    irt_group_nodes(d->model, d->psi, g, d->quadrature, tables->nodes);
    tables->theta = irt_theta(d->model, d->psi, tables->nodes, tables->room);
    for (size_t n = 0; n < tables->Q; n++)
        tables->weight[n] = tables->nodes->weight[n] / tables->nodes->total;
    for (size_t j = 0; j < d->model->items; j++) {
        const struct irt_item *item = &d->model->item[j];
        item->ops->probability(item, d->psi + item->first, tables->theta, tables->Q,
                               tables->P + tables->at[j]);
    }
    return tables;
}

unsigned
irt_pattern_category(const struct irt_diagnosis *d, size_t l, size_t j)
{
    const struct irt_item *item = &d->model->item[j];
    return irt_item_category(
        item, d->data->code[(size_t)d->patterns->row[l] * d->data->items + item->column]);
}

double
irt_group_persons(const struct irt_diagnosis *d, size_t g)
{
    double persons = 0.0;
    for (size_t l = d->patterns->first[g]; l < d->patterns->first[g + 1]; l++)
        persons += d->patterns->frequency[l];
    return persons;
}

/* --- posteriors ---------------------------------------------------------------------------- */

struct steps {
    const struct irt_diagnosis *diagnosis;
    const struct irt_walk *walk;
    const struct irt_kernel *kernel;
    const struct irt_node_tables *tables;
    size_t first, count; /* patterns of the group under way */
};

static void
walk_slice(void *context, size_t s)
{
    const struct steps *steps = context;
    const struct irt_walk *walk = steps->walk;
    double posterior[IRT_MAX_NODES];
    size_t end = (s + 1) * steps->count / IRT_SLICES;
    for (size_t l = s * steps->count / IRT_SLICES; l < end; l++) {
        if (l % 256 == 0 && irt_cancelled(&steps->diagnosis->cancel))
            return;
        irt_kernel_posterior(steps->kernel, l, 1, posterior, NULL);
        walk->each(walk->context, s, steps->first + l, steps->tables, posterior);
    }
}

static bool
walk_group(struct steps *steps, size_t g, struct irt_pool *pool, struct irt_error *error)
{
    const struct irt_diagnosis *d = steps->diagnosis;
    const struct irt_walk *walk = steps->walk;
    struct irt_patterns group = irt_patterns_of_group(d->patterns, g);
    struct irt_node_tables *tables = irt_node_tables_new(d, g, error);
    bool done = tables && (!walk->begin || walk->begin(walk->context, tables, error));
    struct irt_kernel *kernel =
        done ? irt_kernel_new(d->data, &group, d->model, tables->Q, pool, error) : NULL;
    if (kernel) {
        irt_kernel_prepare(kernel, d->model, d->psi, tables->nodes);
        steps->kernel = kernel;
        steps->tables = tables;
        steps->first = d->patterns->first[g];
        steps->count = group.count;
        irt_pool_run(pool, IRT_SLICES, walk_slice, steps);
    }
    done = kernel != NULL;
    irt_kernel_free(kernel);
    irt_node_tables_free(tables);
    return done;
}

bool
irt_posterior_walk(const struct irt_diagnosis *d, const struct irt_walk *walk,
                   struct irt_error *error)
{
    struct steps steps = { .diagnosis = d, .walk = walk };
    struct irt_pool *pool = irt_pool_new(d->threads, error);
    bool done = pool != NULL;
    for (size_t g = 0; done && g < d->model->groups; g++)
        done = irt_diagnosis_go_on(d, (double)g / (double)d->model->groups, error) &&
               walk_group(&steps, g, pool, error);
    irt_pool_free(pool);
    return done && irt_diagnosis_go_on(d, 1.0, error);
}

struct plain {
    size_t patterns;
    void (*task)(void *context, size_t slice, size_t first, size_t end);
    void *context;
};

static void
plain_slice(void *context, size_t s)
{
    const struct plain *plain = context;
    plain->task(plain->context, s, s * plain->patterns / IRT_SLICES,
                (s + 1) * plain->patterns / IRT_SLICES);
}

bool
irt_pattern_walk(const struct irt_diagnosis *d,
                 void (*task)(void *context, size_t slice, size_t first, size_t end),
                 void *context, struct irt_error *error)
{
    struct plain plain = { d->patterns->count, task, context };
    struct irt_pool *pool = irt_pool_new(d->threads, error);
    if (!pool)
        return false;
    irt_pool_run(pool, IRT_SLICES, plain_slice, &plain);
    irt_pool_free(pool);
    return irt_diagnosis_go_on(d, 1.0, error);
}
