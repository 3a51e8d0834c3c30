/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_sums.c -- a school's E-step on nodes that move with s, its derivatives, and the
 * maximum over s. */
#include "federation/school_state.h"

#include "model/population.h"

#include <math.h>
#include <string.h>

#define MOST_STEPS   60
#define LONGEST_STEP 3.0
#define SMALL_STEP   1e-8 /* of s: the maximum is found */
#define NEAR_STEP    1e-3 /* the next step will be a small one */
#define ROUNDING     1e-13

double
irt_school_start(struct irt_school *school, const struct irt_call *call)
{
    if (!call->refused)
        school->taken = school->effect;
    school->taken -= call->mean;
    return school->taken;
}

void
irt_school_move(const struct irt_school *school, struct irt_school_room *room, double s)
{
    const struct irt_quadrature *base = school->plan->quadrature;
    double by = s / room->psi[school->plan->model->sigma];
    for (size_t n = 0; n < base->points; n++)
        room->moved->node[n] = base->node[n] + by;
}

void
irt_school_evaluate(struct irt_school *school, struct irt_school_room *room, double s,
                    struct irt_school_point *at)
{
    const struct irt_plan *plan = school->plan;
    irt_school_move(school, room, s);
    irt_kernel_run(school->kernel, plan->model, room->psi, room->moved, room->expected);
    school->evaluations++;
    *at = (struct irt_school_point){ .s = s, .loglik = room->expected->loglik };
}

static double
variance_of(const struct irt_quadrature *quadrature)
{
    double mean = 0.0, squares = 0.0;
    for (size_t n = 0; n < quadrature->points; n++) {
        double z = quadrature->node[n], A = quadrature->weight[n] / quadrature->total;
        mean += A * z;
        squares += A * z * z;
    }
    return squares - mean * mean;
}

/* As s is where theta lies, -d2 l / d s2 = sum_i (Var(z) - Var_i(z)) / sigma^2, the former
 * variance being the prior's (1, but for the nodes' ends), the latter posterior ones. */
static double
find_information(const struct irt_plan *plan, const struct irt_school_room *room)
{
    double mass = 0.0, squares = 0.0, sigma = room->psi[plan->model->sigma];
    for (size_t n = 0; n < room->moved->points; n++) {
        double z = room->moved->node[n], count = room->expected->population[n];
        mass += count;
        squares += count * z * z;
    }
    return (mass * variance_of(plan->quadrature) -
            (squares - room->expected->squared_means)) /
           (sigma * sigma);
}

/* An item's block over its free parameters and sigma, as an answer has it. */
static double *
put_block(const struct irt_plan *plan, size_t j, const double *information,
          const double *by_sigma, double *out)
{
    size_t local[IRT_MAX_ITEM_PARAMETERS], np = plan->model->item[j].count;
    size_t count = irt_plan_locals(plan, j, local);
    for (size_t v = 0; v < count; v++)
        for (size_t w = 0; w <= v; w++)
            *out++ = information[local[v] * np + local[w]];
    if (!plan->sigma)
        return out;
    double mixed[IRT_MAX_ITEM_PARAMETERS], square = 0.0;
    for (size_t p = 0; p < np; p++) {
        mixed[p] = 0.0;
        for (size_t q = 0; q < np; q++)
            mixed[p] += information[p * np + q] * by_sigma[q];
        square += by_sigma[p] * mixed[p];
    }
    for (size_t w = 0; w < count; w++)
        *out++ = mixed[local[w]];
    *out++ = square;
    return out;
}

static double
quadratic(const double *matrix, const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t p = 0; p < n; p++)
        for (size_t q = 0; q < n; q++)
            sum += x[p] * matrix[p * n + q] * x[q];
    return sum;
}

/* An item's gradient and complete-data information, from the probabilities of the E-step
 * where its model can. */
static void
find_derivatives(const struct irt_school *school, const struct irt_school_room *room,
                 size_t j, const double *theta, double *gradient, double *information)
{
    const struct irt_item *item = &school->plan->model->item[j];
    const double *r = room->expected->r + room->expected->first[j];
    size_t stride, Q = room->moved->points;
    const double *P = irt_kernel_probability(school->kernel, j, &stride);
    if (item->ops->derivatives)
        item->ops->derivatives(item, theta, Q, P, stride, r, gradient, information);
    else
        item->ops->expected(item, room->psi + item->first, theta, Q, r, gradient, NULL,
                            information);
}

void
irt_school_differentiate(struct irt_school *school, struct irt_school_room *room,
                         bool blocks, struct irt_school_point *at)
{
    const struct irt_plan *plan = school->plan;
    const struct irt_model *model = plan->model;
    double scaled[IRT_MAX_POINTS], by_s[IRT_MAX_ITEM_PARAMETERS];
    double by_sigma[IRT_MAX_ITEM_PARAMETERS], *out = room->sums;
    double information[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    double *block = room->sums + plan->gradient, sigma = 0.0;
    size_t local[IRT_MAX_ITEM_PARAMETERS];
    const double *theta = irt_theta(model, room->psi, room->moved, scaled);
    at->slope = at->complete = 0.0;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        double *g = room->gradient + item->first;
        find_derivatives(school, room, j, theta, g, blocks ? information : NULL);
        irt_plan_directions(plan, room->psi, j, at->s, by_s, by_sigma);
        for (size_t p = 0; p < item->count; p++) {
            at->slope += by_s[p] * g[p];
            sigma += by_sigma[p] * g[p];
        }
        if (!blocks)
            continue;
        at->complete += quadratic(information, by_s, item->count);
        size_t count = irt_plan_locals(plan, j, local);
        for (size_t v = 0; v < count; v++)
            *out++ = g[local[v]];
        block = put_block(plan, j, information, by_sigma, block);
    }
    if (blocks && plan->sigma)
        *out = sigma;
    at->information = find_information(plan, room);
}

/* Newton's step, not too long.  The posterior variances may fail to bend it downwards, and
 * where the data say next to nothing they are rounding. */
static double
find_step(const struct irt_school_room *room, const struct irt_school_point *at,
          double precision)
{
    double bend = at->information, mass = 0.0;
    for (size_t n = 0; n < room->moved->points; n++)
        mass += room->expected->population[n];
    if (!(bend > 0.05 * at->complete) || !(bend > 1e-9 * mass))
        bend = at->complete;
    double step = (at->slope - precision * at->s) / (bend + precision);
    return step > LONGEST_STEP    ? LONGEST_STEP
           : step < -LONGEST_STEP ? -LONGEST_STEP
                                  : step;
}

static double
within(double bound, double s)
{
    return fmin(fmax(s, -bound), bound);
}

bool
irt_school_maximise(struct irt_school *school, struct irt_school_room *room, double s,
                    double precision, struct irt_school_point *at)
{
    struct irt_school_point best = { .loglik = -INFINITY };
    double objective = -INFINITY, step = 0.0, slack = 0.0;
    /* An effect that ran away may lie beyond, when the others' mean was taken off: brought
     * back, its log-likelihood would fall. */
    double bound = fmax(IRT_LARGEST_EFFECT, fabs(s));
    for (int i = 0; i < MOST_STEPS; i++) {
        irt_school_evaluate(school, room, s, at);
        double now = at->loglik - 0.5 * precision * s * s;
        if (i > 0 && !(now >= objective - slack) && fabs(step) > SMALL_STEP) {
            step *= 0.5;
            s = best.s + step;
            continue;
        }
        irt_school_differentiate(school, room, true, at);
        if (!isfinite(now) || !isfinite(at->slope))
            return true; /* nothing to follow: the caller sees that it is no number */
        objective = now;
        slack = ROUNDING * (fabs(now) + school->rows.persons);
        best = *at;
        step = find_step(room, at, precision);
        if (!(fabs(step) > SMALL_STEP))
            return fabs(s) < IRT_LARGEST_EFFECT;
        double next = within(bound, s + step);
        if (next == s)
            return false; /* at the bound, and it pushes on */
        step = next - s;
        s = next;
    }
    return fabs(s) < IRT_LARGEST_EFFECT;
}
