/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/mstep.h"

#include "estimate/arrow.h"
#include "estimate/population_step.h"
#include "model/population.h"

#include <float.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NEWTON   60
#define MAX_HALVINGS 30
/* A sum over nodes may be off by so much of itself: less is no fall. */
#define ROUNDING (64.0 * DBL_EPSILON)
/* A longer step has to gain something: else the objective is flat there, and the step is
 * rounding divided by rounding. */
#define LONGEST_IDLE 1e-5
/* And one longer than this has to promise a gain, however small: this much is a step of 4e-9
 * standard errors. */
#define SHORTEST_IDLE 1e-8
#define SMALLEST_GAIN 1e-17

struct irt_mstep {
    const struct irt_model *model;
    const struct irt_quadrature *base;
    double stop;

    /* How free parameters become unknowns of an arrow: where[k] for psi[k], as
     * irt_arrow_add() takes them; own_room unknowns an item at most. */
    size_t *where;
    size_t own_room;
    size_t shared;       /* unknowns that items share */
    size_t *shared_free; /* shared: the free parameter of each */
    size_t groups;       /* 1 when items share unknowns, else one an item */
    struct irt_arrow *arrow;

    /* The M-step under way; both borrowed. */
    const struct irt_parts *parts;
    double *psi, *trial;
    double *step; /* parameters: the Newton step */
    size_t group;
    unsigned steps; /* Newton steps done in the group */
    bool started;   /* its derivatives at psi are in the arrow */
    double objective;
    double *gradient, *matrix; /* of the group's items at the last point evaluated:
                                  [i * room], [i * room * room], room = largest count */
    size_t room;
    struct irt_newton_log log;

    /* Free correlations are a group of their own, after the items; so are the locations and
     * spreads of several populations. */
    struct irt_quadrature
        *population;        /* weights at the correlations under trial, or nodes
                                          at the locations */
    double *scores;         /* correlations * points */
    double *room_of_groups; /* 3 * groups */
    bool population_done;
};

/* Maximised with the items: their own parameters, and sigma of a single population. */
static bool
is_of_items(const struct irt_model *model, size_t k)
{
    return k < model->sigma || (k == model->sigma && model->groups == 1);
}

/* How many items have a parameter of each free parameter; sigma counts for all. */
static void
count_users(const struct irt_model *model, size_t *users)
{
    for (size_t k = 0; k < model->parameters; k++) {
        const struct irt_parameter *parameter = &model->parameter[k];
        bool first = k == 0 || model->parameter[k - 1].item != parameter->item ||
                     model->parameter[k - 1].free != parameter->free;
        if (parameter->free != IRT_NONE && first && is_of_items(model, k))
            users[parameter->free] += k == model->sigma ? 2 : 1;
    }
}

static bool
find_unknowns(struct irt_mstep *mstep)
{
    const struct irt_model *model = mstep->model;
    size_t *users = calloc(model->free_count + 1, sizeof *users);
    size_t *unknown = calloc(model->free_count + 1, sizeof *unknown);
    if (!users || !unknown) {
        free(users);
        free(unknown);
        return false;
    }
    count_users(model, users);
    for (size_t j = 0; j < model->items; j++) {
        size_t own = 0;
        for (size_t k = model->item[j].first;
             k < model->item[j].first + model->item[j].count; k++) {
            size_t f = model->parameter[k].free;
            if (f != IRT_NONE && users[f] == 1)
                unknown[f] = own++;
        }
        if (own > mstep->own_room)
            mstep->own_room = own;
        if (model->item[j].count > mstep->room)
            mstep->room = model->item[j].count;
    }
    for (size_t f = 0; f < model->free_count; f++)
        if (users[f] > 1) {
            mstep->shared_free[mstep->shared] = f;
            unknown[f] = mstep->own_room + mstep->shared++;
        }
    for (size_t k = 0; k < model->parameters; k++) {
        size_t f = model->parameter[k].free;
        mstep->where[k] = f == IRT_NONE || !is_of_items(model, k) ? IRT_NONE : unknown[f];
    }
    free(users);
    free(unknown);
    return true;
}

struct irt_mstep *
irt_mstep_new(const struct irt_model *model, const struct irt_quadrature *base,
              double stop, struct irt_error *error)
{
    struct irt_mstep *mstep = calloc(1, sizeof *mstep);
    if (!mstep)
        goto no_memory;
    mstep->model = model;
    mstep->stop = stop;
    mstep->base = base;
    mstep->where = calloc(model->parameters, sizeof *mstep->where);
    mstep->shared_free = calloc(model->free_count + 1, sizeof *mstep->shared_free);
    if (!mstep->where || !mstep->shared_free || !find_unknowns(mstep))
        goto no_memory;
    mstep->groups = mstep->shared ? 1 : model->items;
    if (model->groups > 1) {
        mstep->population = irt_quadrature_copy(base, error);
        mstep->room_of_groups = calloc(3 * model->groups, sizeof(double));
        if (!mstep->population || !mstep->room_of_groups)
            goto no_memory;
    }
    if (model->correlations_free) {
        mstep->population = irt_quadrature_copy(base, error);
        mstep->scores = calloc(model->correlations * base->points, sizeof *mstep->scores);
        if (!mstep->population || !mstep->scores)
            goto no_memory;
    }
    size_t members = mstep->shared ? model->items : 1;
    mstep->arrow = irt_arrow_new(members, mstep->own_room, mstep->shared, error);
    mstep->psi = calloc(model->parameters, sizeof *mstep->psi);
    mstep->trial = calloc(model->parameters, sizeof *mstep->trial);
    mstep->step = calloc(model->parameters, sizeof *mstep->step);
    mstep->gradient = calloc(members * mstep->room, sizeof *mstep->gradient);
    mstep->matrix = calloc(members * mstep->room * mstep->room, sizeof *mstep->matrix);
    if (!mstep->arrow || !mstep->psi || !mstep->trial || !mstep->step ||
        !mstep->gradient || !mstep->matrix)
        goto no_memory;
    return mstep;

no_memory:
    irt_mstep_free(mstep);
    irt_fail(error, IRT_NO_MEMORY, "no memory for the M-step");
    return NULL;
}

void
irt_mstep_free(struct irt_mstep *mstep)
{
    if (!mstep)
        return;
    free(mstep->where);
    irt_quadrature_free(mstep->population);
    free(mstep->scores);
    free(mstep->room_of_groups);
    free(mstep->shared_free);
    irt_arrow_free(mstep->arrow);
    free(mstep->psi);
    free(mstep->trial);
    free(mstep->step);
    free(mstep->gradient);
    free(mstep->matrix);
    irt_newton_log_clear(&mstep->log);
    free(mstep);
}

void
irt_mstep_begin(struct irt_mstep *mstep, const double *psi, const struct irt_parts *parts)
{
    mstep->parts = parts;
    memcpy(mstep->psi, psi, mstep->model->parameters * sizeof *psi);
    memcpy(mstep->trial, psi, mstep->model->parameters * sizeof *psi);
    mstep->group = 0;
    mstep->population_done = !mstep->population;
    mstep->steps = 0;
    mstep->started = false;
    mstep->log.count = mstep->log.value_count = 0;
}

const double *
irt_mstep_psi(const struct irt_mstep *mstep)
{
    return mstep->psi;
}

const struct irt_newton_log *
irt_mstep_log(const struct irt_mstep *mstep)
{
    return &mstep->log;
}

/* The items of the group that is being maximised. */
static void
group_items(const struct irt_mstep *mstep, size_t *first, size_t *end)
{
    *first = mstep->shared ? 0 : mstep->group;
    *end = mstep->shared ? mstep->model->items : mstep->group + 1;
}

/* The parameters it may move: its items', and sigma with all of them. */
static void
group_parameters(const struct irt_mstep *mstep, size_t *first, size_t *end)
{
    const struct irt_item *item = &mstep->model->item[mstep->shared ? 0 : mstep->group];
    *first = item->first;
    *end = mstep->shared ? mstep->model->sigma + 1 : item->first + item->count;
}

/* Adds sigma as one more variable after an item's own: moving it is moving the item's
 * parameters along a direction, which bends with them.  bend is 1 for the observed form of
 * the second derivatives, else 0. */
static void
extend_by_sigma(const struct irt_model *model, size_t j, const double *psi,
                const double *gradient, const double *matrix, double bend,
                double *wide_gradient, double *wide_matrix)
{
    size_t p = model->item[j].count, w = p + 1;
    double direction[IRT_MAX_ITEM_PARAMETERS], bent[IRT_MAX_ITEM_PARAMETERS];
    irt_group_direction(model, psi, 0, model->sigma, j, direction);
    irt_group_bend(model, psi, 0, model->sigma, j, gradient, bent);
    wide_gradient[p] = wide_matrix[p * w + p] = 0.0;
    for (size_t v = 0; v < p; v++) {
        double mixed = 0.0;
        wide_gradient[v] = gradient[v];
        for (size_t u = 0; u < p; u++) {
            wide_matrix[v * w + u] = matrix[v * p + u];
            mixed += direction[u] * matrix[v * p + u];
        }
        wide_gradient[p] += direction[v] * gradient[v];
        wide_matrix[p * w + p] += direction[v] * mixed;
        mixed -= bend * bent[v];
        wide_matrix[v * w + p] = wide_matrix[p * w + v] = mixed;
    }
}

/* Adds the log priors of item j's parameters, and their derivatives by variables in an
 * order of stride width. */
static double
add_priors(const struct irt_model *model, size_t j, const double *psi, size_t width,
           double *gradient, double *matrix)
{
    const struct irt_item *item = &model->item[j];
    double sum = 0.0, first, second;
    for (size_t p = 0; model->priors && p < item->count; p++) {
        const struct irt_parameter *parameter = &model->parameter[item->first + p];
        if (parameter->free == IRT_NONE || !parameter->owner)
            continue;
        sum += irt_prior_log(&parameter->prior, psi[item->first + p], &first, &second);
        gradient[p] += first;
        matrix[p * width + p] -= second;
    }
    return sum;
}

/* F of item j over all populations, its gradient and minus its second derivatives, by the
 * Hessian or in Fisher's form. */
static double
evaluate_item(const struct irt_mstep *mstep, size_t j, const double *psi, bool fisher,
              double *gradient, double *matrix)
{
    const struct irt_item *item = &mstep->model->item[j];
    double room[IRT_MAX_POINTS], part_gradient[IRT_MAX_ITEM_PARAMETERS], F = 0.0;
    double part_matrix[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    size_t np = item->count;
    memset(gradient, 0, np * sizeof *gradient);
    memset(matrix, 0, np * np * sizeof *matrix);
    for (size_t g = 0; g < mstep->parts->count; g++) {
        const struct irt_part *part = &mstep->parts->part[g];
        const double *theta = irt_theta(mstep->model, psi, part->quadrature, room);
        F += item->ops->expected(item, psi + item->first, theta, part->quadrature->points,
                                 part->expected->r + part->expected->first[j],
                                 part_gradient, fisher ? NULL : part_matrix,
                                 fisher ? part_matrix : NULL);
        for (size_t p = 0; p < np; p++)
            gradient[p] += part_gradient[p];
        for (size_t i = 0; i < np * np; i++)
            matrix[i] += fisher ? part_matrix[i] : -part_matrix[i];
    }
    return F;
}

/* Puts the group's equations at psi into the arrow and returns its objective. */
static double
evaluate(struct irt_mstep *mstep, const double *psi, bool fisher)
{
    const struct irt_model *model = mstep->model;
    double objective = 0.0;
    double wide_gradient[IRT_MAX_ITEM_PARAMETERS + 1];
    double wide_matrix[(IRT_MAX_ITEM_PARAMETERS + 1) * (IRT_MAX_ITEM_PARAMETERS + 1)];
    size_t where[IRT_MAX_ITEM_PARAMETERS + 1], first, end;
    irt_arrow_clear(mstep->arrow);
    group_items(mstep, &first, &end);
    for (size_t j = first; j < end; j++) {
        const struct irt_item *item = &model->item[j];
        double *gradient = mstep->gradient + (j - first) * mstep->room;
        double *matrix = mstep->matrix + (j - first) * mstep->room * mstep->room;
        objective += evaluate_item(mstep, j, psi, fisher, gradient, matrix);
        memcpy(where, mstep->where + item->first, item->count * sizeof *where);
        where[item->count] = mstep->where[model->sigma];
        extend_by_sigma(model, j, psi, gradient, matrix, fisher ? 0.0 : 1.0,
                        wide_gradient, wide_matrix);
        objective +=
            add_priors(model, j, psi, item->count + 1, wide_gradient, wide_matrix);
        irt_arrow_add(mstep->arrow, item->count + 1, where, wide_matrix, wide_gradient);
    }
    return objective;
}

/* The Newton step of the group into step[]: by the Hessian where it is negative definite,
 * else by the Fisher information, made definite by a ridge where even that is flat. */
static bool
solve(struct irt_mstep *mstep)
{
    const struct irt_model *model = mstep->model;
    bool solved = irt_arrow_solve(mstep->arrow, 0.0);
    if (!solved) {
        evaluate(mstep, mstep->psi, true);
        for (double ridge = 0.0; !solved && ridge <= 1.0;
             ridge = ridge > 0.0 ? ridge * 10.0 : 1e-8)
            solved = irt_arrow_solve(mstep->arrow, ridge);
    }
    size_t first, end, from, to;
    group_items(mstep, &first, &end);
    group_parameters(mstep, &from, &to);
    for (size_t k = from; k < to; k++) {
        size_t where = mstep->where[k], j = model->parameter[k].item;
        if (!solved || where == IRT_NONE)
            mstep->step[k] = 0.0;
        else if (where >= mstep->own_room)
            mstep->step[k] = irt_arrow_shared(mstep->arrow)[where - mstep->own_room];
        else
            mstep->step[k] = irt_arrow_own(mstep->arrow, j - first)[where];
    }
    return solved;
}

/* Records the point the group stands at. */
static bool
record(struct irt_mstep *mstep, unsigned halvings, struct irt_error *error)
{
    const struct irt_model *model = mstep->model;
    size_t first, end;
    group_items(mstep, &first, &end);
    for (size_t j = first; j < end; j++) {
        size_t p = model->item[j].count;
        struct irt_newton_step step = {
            .item = j,
            .step = mstep->steps,
            .halvings = halvings,
            .objective = mstep->objective,
            .sigma = mstep->psi[model->sigma],
        };
        double *value = irt_newton_log_add(&mstep->log, &step, p * (p + 2), error);
        if (!value)
            return false;
        memcpy(value, mstep->psi + model->item[j].first, p * sizeof *value);
        memcpy(value + p, mstep->gradient + (j - first) * mstep->room, p * sizeof *value);
        memcpy(value + 2 * p, mstep->matrix + (j - first) * mstep->room * mstep->room,
               p * p * sizeof *value);
        add_priors(model, j, mstep->psi, p, value + p, value + 2 * p);
    }
    return true;
}

/* Where a parameter goes that was to move from at to to: at most nine tenths of the way to
 * an open bound. */
static double
within_bounds(const struct irt_parameter *parameter, double at, double to)
{
    if (to <= parameter->lower)
        return at + 0.9 * (parameter->lower - at);
    if (to >= parameter->upper)
        return at + 0.9 * (parameter->upper - at);
    return to;
}

static bool
has_gained(double before, double after)
{
    return after - before > DBL_EPSILON * fabs(before);
}

/* Whether the step is worth going: along a slope that could be anything large it may be long,
 * and lead nowhere for ever. */
static bool
is_promising(const struct irt_mstep *mstep, size_t from, size_t to)
{
    if (irt_arrow_gain(mstep->arrow) > SMALLEST_GAIN)
        return true;
    for (size_t k = from; k < to; k++)
        if (fabs(mstep->step[k]) > SHORTEST_IDLE)
            return false;
    return true;
}

/* Goes along step[], halving it while the objective would fall.  Returns the largest
 * change made, 0 when no step helps. */
static double
move(struct irt_mstep *mstep, unsigned *halvings)
{
    const struct irt_model *model = mstep->model;
    double slack = ROUNDING * fabs(mstep->objective), factor = 1.0;
    size_t from, to;
    group_parameters(mstep, &from, &to);
    bool promising = is_promising(mstep, from, to);
    for (*halvings = 0; promising && *halvings <= MAX_HALVINGS;
         ++*halvings, factor *= 0.5) {
        double largest = 0.0;
        for (size_t k = from; k < to; k++) {
            mstep->trial[k] = within_bounds(&model->parameter[k], mstep->psi[k],
                                            mstep->psi[k] + factor * mstep->step[k]);
            largest = fmax(largest, fabs(mstep->trial[k] - mstep->psi[k]));
        }
        double objective = evaluate(mstep, mstep->trial, false);
        if (!(objective >= mstep->objective - slack) ||
            (largest > LONGEST_IDLE && !has_gained(mstep->objective, objective)))
            continue;
        memcpy(mstep->psi + from, mstep->trial + from, (to - from) * sizeof *mstep->psi);
        mstep->objective = objective;
        return largest;
    }
    memcpy(mstep->trial + from, mstep->psi + from, (to - from) * sizeof *mstep->psi);
    evaluate(mstep, mstep->psi, false);
    return 0.0;
}

/* Weights at psi and F there; -INFINITY where the correlations are none. */
static double
try_correlations(struct irt_mstep *mstep, const double *psi)
{
    if (!irt_population_weights(mstep->model, psi, mstep->base,
                                mstep->population->weight))
        return -INFINITY;
    return irt_population_expected(mstep->population,
                                   mstep->parts->part[0].expected->population);
}

/* One Newton step in the correlations, halved while it does not help. */
static double
step_correlations(struct irt_mstep *mstep, double F)
{
    const struct irt_model *model = mstep->model;
    size_t C = model->correlations, Q = mstep->base->points, first = model->correlation;
    double information[(IRT_MAX_DIMS * (IRT_MAX_DIMS - 1) / 2) *
                       (IRT_MAX_DIMS * (IRT_MAX_DIMS - 1) / 2)];
    double step[IRT_MAX_DIMS * (IRT_MAX_DIMS - 1) / 2];
    memset(information, 0, C * C * sizeof *information);
    irt_population_scores(model, mstep->psi, mstep->population, mstep->scores);
    irt_population_information(model, mstep->psi, mstep->population, mstep->scores,
                               mstep->parts->part[0].expected->population, information);
    for (size_t c = 0; c < C; c++) {
        step[c] = 0.0;
        for (size_t n = 0; n < Q; n++)
            step[c] +=
                mstep->parts->part[0].expected->population[n] * mstep->scores[c * Q + n];
    }
    gsl_matrix_view matrix = gsl_matrix_view_array(information, C, C);
    gsl_vector_view right = gsl_vector_view_array(step, C);
    if (gsl_linalg_cholesky_decomp1(&matrix.matrix) != GSL_SUCCESS)
        return 0.0;
    gsl_linalg_cholesky_svx(&matrix.matrix, &right.vector);
    for (double factor = 1.0; factor > 1e-8; factor *= 0.5) {
        double largest = 0.0;
        for (size_t c = 0; c < C; c++) {
            mstep->trial[first + c] = mstep->psi[first + c] + factor * step[c];
            largest = fmax(largest, fabs(factor * step[c]));
        }
        if (!(try_correlations(mstep, mstep->trial) >= F - ROUNDING * fabs(F)))
            continue;
        memcpy(mstep->psi + first, mstep->trial + first, C * sizeof *mstep->psi);
        return largest;
    }
    try_correlations(mstep, mstep->psi);
    return 0.0;
}

static void
maximise_correlations(struct irt_mstep *mstep)
{
    double F = try_correlations(mstep, mstep->psi);
    for (int i = 0; i < MAX_NEWTON && step_correlations(mstep, F) > mstep->stop; i++)
        F = irt_population_expected(mstep->population,
                                    mstep->parts->part[0].expected->population);
}

static void
maximise_population(struct irt_mstep *mstep)
{
    if (mstep->model->groups > 1)
        irt_population_maximise(mstep->model, mstep->parts, mstep->base,
                                mstep->population, mstep->room_of_groups, mstep->stop,
                                mstep->psi);
    else
        maximise_correlations(mstep);
    mstep->population_done = true;
}

bool
irt_mstep_finished(const struct irt_mstep *mstep)
{
    return mstep->group == mstep->groups && mstep->population_done;
}

bool
irt_mstep_advance(struct irt_mstep *mstep, struct irt_error *error)
{
    if (irt_mstep_finished(mstep))
        return true;
    if (mstep->group == mstep->groups) {
        maximise_population(mstep);
        return true;
    }
    if (!mstep->started) {
        mstep->objective = evaluate(mstep, mstep->psi, false);
        mstep->started = true;
        mstep->steps = 0;
        if (!record(mstep, 0, error))
            return false;
    }
    unsigned halvings = 0;
    double before = mstep->objective;
    double change = solve(mstep) ? move(mstep, &halvings) : 0.0;
    mstep->steps++;
    if (!record(mstep, halvings, error))
        return false;
    /* Where nothing is gained any more there is no maximum to find, only rounding to follow:
     * a slope so steep that it has become a step between two nodes. */
    if (change <= mstep->stop || !has_gained(before, mstep->objective) ||
        mstep->steps == MAX_NEWTON) {
        mstep->group++;
        mstep->started = false;
    }
    return true;
}
