/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "estimate/score_table.h"

#include "model/population.h"

#include <stdlib.h>
#include <string.h>

void
irt_score_table_free(struct irt_score_table *table)
{
    if (!table)
        return;
    free(table->first);
    free(table->score);
    for (size_t m = 0; m < IRT_MOST_MOVES; m++)
        free(table->direction[m]);
    free(table->population);
    free(table);
}

static bool
allocate(struct irt_score_table *table)
{
    const struct irt_model *model = table->model;
    size_t length = 0;
    table->first = calloc(model->items + 1, sizeof *table->first);
    if (!table->first)
        return false;
    for (size_t m = 0; m < table->moves; m++) {
        table->direction[m] = calloc(model->parameters, sizeof(double));
        if (!table->direction[m])
            return false;
    }
    for (size_t j = 0; j < model->items; j++) {
        table->first[j] = length;
        length += model->item[j].count * model->item[j].categories * table->stride;
    }
    table->score = calloc(length + 1, sizeof *table->score);
    if (model->correlations_free)
        table->population = calloc(model->correlations * table->points, sizeof(double));
    return table->score && (table->population || !model->correlations_free);
}

static void
fill_item(struct irt_score_table *table, size_t j, const double *psi, const double *theta)
{
    const struct irt_item *item = &table->model->item[j];
    size_t rows = item->count * item->categories, Q = table->points;
    double *score = table->score + table->first[j];
    item->ops->score(item, psi + item->first, theta, Q, score);
    for (size_t row = rows; row-- > 0;) { /* spread out from the end */
        memmove(score + row * table->stride, score + row * Q, Q * sizeof *score);
        memset(score + row * table->stride + Q, 0, (table->stride - Q) * sizeof *score);
    }
}

/* Numbers the free parameters for the group. */
static void
number_free(struct irt_score_table *table)
{
    const struct irt_model *model = table->model;
    table->common = 0;
    for (size_t k = 0; k < model->location; k++)
        if (model->parameter[k].free != IRT_NONE && model->parameter[k].owner)
            table->common++;
    table->free_count = table->common;
    table->moves = irt_group_moves(model, table->group, false, table->move);
    for (size_t m = 0; m < table->moves; m++)
        table->move_free[m] = table->move[m] < model->location
                                  ? model->parameter[table->move[m]].free
                                  : table->free_count++;
}

struct irt_score_table *
irt_score_table_new(const struct irt_model *model, const double *psi, size_t g,
                    const struct irt_quadrature *quadrature, struct irt_error *error)
{
    struct irt_score_table *table = calloc(1, sizeof *table);
    if (table) {
        table->model = model;
        table->points = quadrature->points;
        table->stride = (quadrature->points + 7) / 8 * 8;
        table->group = g;
        number_free(table);
    }
    if (!table || !allocate(table)) {
        irt_score_table_free(table);
        irt_fail(error, IRT_NO_MEMORY, "no memory for the scores of the items");
        return NULL;
    }
    double room[IRT_MAX_POINTS];
    const double *theta = irt_theta(model, psi, quadrature, room);
    for (size_t j = 0; j < model->items; j++)
        fill_item(table, j, psi, theta);
    if (table->population)
        irt_population_scores(model, psi, quadrature, table->population);
    for (size_t m = 0; m < table->moves; m++)
        for (size_t j = 0; j < model->items; j++)
            irt_group_direction(model, psi, g, table->move[m], j,
                                table->direction[m] + model->item[j].first);
    return table;
}

void
irt_score_table_scatter(const struct irt_score_table *table, const double *matrix,
                        double *information)
{
    size_t n = table->free_count, F = table->model->free_count;
    size_t own[IRT_MOST_MOVES];
    for (size_t m = 0; m < table->moves; m++)
        if (table->move_free[m] >= table->common)
            own[table->move_free[m] - table->common] =
                table->model->parameter[table->move[m]].free;
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            size_t to = a < table->common ? a : own[a - table->common];
            size_t too = b < table->common ? b : own[b - table->common];
            information[to * F + too] += matrix[a * n + b];
        }
}

/* Static: clang gives a cloned function another name outside its file. */
IRT_TARGET_CLONES static void
add_mean(const struct irt_score_table *table, const unsigned char *code,
         const double *posterior, double *mean)
{
    const struct irt_model *model = table->model;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        if (code[item->column] == IRT_MISSING)
            continue;
        for (size_t p = 0; p < item->count; p++) {
            const double *score =
                irt_score_table_at(table, j, p,
                                   irt_item_category(item, code[item->column]));
            size_t k = item->first + p, f = model->parameter[k].free;
            double sum = 0.0;
#pragma omp simd reduction(+ : sum)
            for (size_t n = 0; n < table->points; n++)
                sum += posterior[n] * score[n];
            if (f != IRT_NONE)
                mean[f] += sum;
            for (size_t m = 0; m < table->moves; m++)
                mean[table->move_free[m]] += table->direction[m][k] * sum;
        }
    }
}

void
irt_score_table_mean(const struct irt_score_table *table, const unsigned char *code,
                     const double *posterior, double *mean)
{
    const struct irt_model *model = table->model;
    memset(mean, 0, table->free_count * sizeof *mean);
    add_mean(table, code, posterior, mean);
    for (size_t c = 0; table->population && c < model->correlations; c++)
        for (size_t n = 0; n < table->points; n++)
            mean[model->parameter[model->correlation + c].free] +=
                posterior[n] * table->population[c * table->points + n];
}

#define DESTINATIONS (1 + IRT_MOST_MOVES)

/* Where the derivative by psi[k] goes, and with which weight: to its free parameter, and to
 * what moves theta. */
static size_t
destinations(const struct irt_score_table *table, size_t k, size_t free[DESTINATIONS],
             double weight[DESTINATIONS])
{
    const struct irt_model *model = table->model;
    size_t count = 0;
    if (model->parameter[k].free != IRT_NONE) {
        free[count] = model->parameter[k].free;
        weight[count++] = 1.0;
    }
    for (size_t m = 0; m < table->moves; m++)
        if (table->direction[m][k] != 0.0) {
            free[count] = table->move_free[m];
            weight[count++] = table->direction[m][k];
        }
    return count;
}

void
irt_score_table_add(const struct irt_score_table *table, size_t j, size_t k,
                    const double *matrix, double *free_matrix)
{
    const struct irt_item *one = &table->model->item[j], *other = &table->model->item[k];
    size_t F = table->free_count, to[DESTINATIONS], too[DESTINATIONS];
    double weight[DESTINATIONS], weight_too[DESTINATIONS];
    for (size_t p = 0; p < one->count; p++) {
        size_t m = destinations(table, one->first + p, to, weight);
        for (size_t q = 0; q < other->count; q++) {
            size_t m_too = destinations(table, other->first + q, too, weight_too);
            double value = matrix[p * other->count + q];
            for (size_t a = 0; a < m; a++)
                for (size_t b = 0; b < m_too; b++) {
                    double part = weight[a] * weight_too[b] * value;
                    free_matrix[to[a] * F + too[b]] += part;
                    if (j != k)
                        free_matrix[too[b] * F + to[a]] += part;
                }
        }
    }
}
