/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/population_step.h"

#include "model/population.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MAX_ROUNDS   60
#define MAX_HALVINGS 30
#define ROUNDING     (64.0 * DBL_EPSILON)

struct step {
    const struct irt_model *model;
    const struct irt_parts *parts;
    const struct irt_quadrature *base;
    struct irt_quadrature *work;
    double *room; /* 3 * groups */
    double *psi;
};

/* F of a group, its gradient by one or two moves and minus its second derivatives there, by
 * the Hessian and in Fisher's form. */
struct slope {
    double F, gradient[2], hessian[4], fisher[4];
};

/* x' matrix y. */
static double
form(const double *matrix, size_t count, const double *x, const double *y)
{
    double sum = 0.0;
    for (size_t p = 0; p < count; p++)
        for (size_t q = 0; q < count; q++)
            sum += x[p] * matrix[p * count + q] * y[q];
    return sum;
}

static void
add_item(const struct step *step, size_t g, size_t j, const double *theta,
         const size_t *move, size_t moves, struct slope *slope)
{
    const struct irt_item *item = &step->model->item[j];
    const struct irt_expected *expected = step->parts->part[g].expected;
    double gradient[IRT_MAX_ITEM_PARAMETERS], direction[2][IRT_MAX_ITEM_PARAMETERS];
    double hessian[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    double fisher[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    slope->F +=
        item->ops->expected(item, step->psi + item->first, theta, step->base->points,
                            expected->r + expected->first[j], gradient,
                            moves ? hessian : NULL, moves ? fisher : NULL);
    for (size_t a = 0; a < moves; a++) {
        irt_group_direction(step->model, step->psi, g, move[a], j, direction[a]);
        for (size_t p = 0; p < item->count; p++)
            slope->gradient[a] += gradient[p] * direction[a][p];
        for (size_t b = 0; b <= a; b++) {
            slope->hessian[a * 2 + b] -=
                form(hessian, item->count, direction[a], direction[b]);
            slope->fisher[a * 2 + b] +=
                form(fisher, item->count, direction[a], direction[b]);
        }
    }
}

/* moves = 0: F alone. */
static struct slope
find_slope(const struct step *step, size_t g, const size_t *move, size_t moves)
{
    struct slope slope = { 0 };
    double room[IRT_MAX_POINTS];
    irt_group_nodes(step->model, step->psi, g, step->base, step->work);
    const double *theta = irt_theta(step->model, step->psi, step->work, room);
    for (size_t j = 0; j < step->model->items; j++)
        add_item(step, g, j, theta, move, moves, &slope);
    return slope;
}

/* Solves matrix x = gradient for one or two unknowns; false unless positive definite. */
static bool
solve(const double *matrix, const double *gradient, size_t count, double *x)
{
    if (!(matrix[0] > 0.0))
        return false;
    x[0] = gradient[0] / matrix[0];
    if (count == 1)
        return true;
    double determinant = matrix[0] * matrix[3] - matrix[2] * matrix[2];
    if (!(determinant > 1e-12 * matrix[0] * matrix[3]))
        return false;
    x[0] = (matrix[3] * gradient[0] - matrix[2] * gradient[1]) / determinant;
    x[1] = (matrix[0] * gradient[1] - matrix[2] * gradient[0]) / determinant;
    return true;
}

/* One Newton step in the moves of group g, halved while F would fall; the largest change. */
static double
step_group(const struct step *step, size_t g, const size_t *move, size_t moves)
{
    double x[2] = { 0.0, 0.0 }, from[2] = { 0.0, 0.0 }, factor = 1.0;
    if (moves == 0)
        return 0.0;
    struct slope slope = find_slope(step, g, move, moves);
    if (!solve(slope.hessian, slope.gradient, moves, x) &&
        !solve(slope.fisher, slope.gradient, moves, x))
        return 0.0;
    for (size_t a = 0; a < moves; a++)
        from[a] = step->psi[move[a]];
    for (int i = 0; i < MAX_HALVINGS; i++, factor *= 0.5) {
        double largest = 0.0;
        bool inside = true;
        for (size_t a = 0; a < moves; a++) {
            step->psi[move[a]] = from[a] + factor * x[a];
            inside = inside && step->psi[move[a]] > step->model->parameter[move[a]].lower;
            largest = fmax(largest, fabs(factor * x[a]));
        }
        if (inside &&
            find_slope(step, g, NULL, 0).F >= slope.F - ROUNDING * fabs(slope.F))
            return largest;
    }
    for (size_t a = 0; a < moves; a++)
        step->psi[move[a]] = from[a];
    return 0.0;
}

/* sigma belongs to all groups. */
static double
step_sigma(const struct step *step)
{
    size_t sigma = step->model->sigma;
    double F = 0.0, gradient = 0.0, hessian = 0.0, fisher = 0.0, factor = 1.0;
    if (step->model->parameter[sigma].free == IRT_NONE)
        return 0.0;
    for (size_t g = 0; g < step->parts->count; g++) {
        struct slope slope = find_slope(step, g, &sigma, 1);
        F += slope.F;
        gradient += slope.gradient[0];
        hessian += slope.hessian[0];
        fisher += slope.fisher[0];
    }
    double x = gradient / (hessian > 0.0 ? hessian : fisher), from = step->psi[sigma];
    for (int i = 0; isfinite(x) && i < MAX_HALVINGS; i++, factor *= 0.5) {
        double there = 0.0;
        step->psi[sigma] = from + factor * x;
        for (size_t g = 0; step->psi[sigma] > 0.0 && g < step->parts->count; g++)
            there += find_slope(step, g, NULL, 0).F;
        if (step->psi[sigma] > 0.0 && there >= F - ROUNDING * fabs(F))
            return fabs(factor * x);
    }
    step->psi[sigma] = from;
    return 0.0;
}

/* Locations that must sum to 0 while the items are held: Newton's step under that
 * constraint, from their separate ones. */
static double
step_centred(const struct step *step)
{
    const struct irt_model *model = step->model;
    size_t K = model->groups;
    double F = 0.0, newton = 0.0, give = 0.0, factor = 1.0, largest = 0.0;
    double *from = step->room, *x = from + K, *weight = x + K;
    for (size_t g = 0; g < K; g++) {
        size_t move = model->location + g;
        struct slope slope = find_slope(step, g, &move, 1);
        double curve = slope.hessian[0] > 0.0 ? slope.hessian[0] : slope.fisher[0];
        F += slope.F;
        weight[g] = curve > 0.0 ? 1.0 / curve : 0.0;
        x[g] = slope.gradient[0] * weight[g];
        from[g] = step->psi[move];
        newton += x[g];
        give += weight[g];
    }
    for (size_t g = 0; g < K; g++) {
        x[g] -= give > 0.0 ? weight[g] * newton / give : 0.0;
        largest = fmax(largest, fabs(x[g]));
    }
    for (int i = 0; i < MAX_HALVINGS; i++, factor *= 0.5) {
        double there = 0.0;
        for (size_t g = 0; g < K; g++) {
            step->psi[model->location + g] = from[g] + factor * x[g];
            there += find_slope(step, g, NULL, 0).F;
        }
        if (there >= F - ROUNDING * fabs(F))
            return factor * largest;
    }
    memcpy(step->psi + model->location, from, K * sizeof *from);
    return 0.0;
}

/* What may move in group g, sigma apart. */
static size_t
list_moves(const struct irt_model *model, size_t g, size_t *move)
{
    size_t all[IRT_MOST_MOVES];
    size_t count = irt_group_moves(model, g, !model->own_scale, all), kept = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i] != model->sigma)
            move[kept++] = all[i];
    return kept;
}

void
irt_population_maximise(const struct irt_model *model, const struct irt_parts *parts,
                        const struct irt_quadrature *base, struct irt_quadrature *work,
                        double *room, double stop, double *psi)
{
    struct step step = { .model = model,
                         .parts = parts,
                         .base = base,
                         .work = work,
                         .room = room,
                         .psi = psi };
    size_t move[IRT_MOST_MOVES];
    for (int round = 0; round < MAX_ROUNDS; round++) {
        double change = step_sigma(&step);
        if (model->own_scale && model->centred)
            change = fmax(change, step_centred(&step));
        else
            for (size_t g = 0; g < model->groups; g++)
                change =
                    fmax(change, step_group(&step, g, move, list_moves(model, g, move)));
        if (change <= stop)
            break;
    }
    irt_model_identify(model, psi);
}
