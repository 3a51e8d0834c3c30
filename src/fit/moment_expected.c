/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected moments, their covariances and their derivatives.
 *
 * Given theta a moment is a product of functions of one item each: an indicator, expected to be
 * P_h, or the category number, expected to be M = sum h P_h.  In the product of two moments an
 * item that is in both has the product of its two functions: P_h or 0, h P_h, or sum h^2 P_h. */
#include "config.h"

#include "fit/moment_set.h"

#include "model/population.h"
#include "parallel.h"

#include <stdlib.h>
#include <string.h>

/* Expected given theta at the nodes: factor * at[n]. */
struct expectation {
    const double *at;
    double factor;
};

struct work {
    const struct irt_moment_set *set;
    const struct irt_node_tables *tables;
    double *number, *square; /* [j * Q + n]: of the category number, and its square */
    double *product;         /* [a * Q + n]: a moment given theta */
    double *expected, *xi, *delta;
    bool *failed; /* by moment */
};

/* --- covariances --------------------------------------------------------------------------- */

static struct expectation
single(const struct work *work, size_t j, unsigned h)
{
    if (h == IRT_NUMBER)
        return (struct expectation){ work->number + j * work->tables->Q, 1.0 };
    return (struct expectation){ irt_node_probability(work->tables, j, h), 1.0 };
}

static struct expectation
twice(const struct work *work, size_t j, unsigned h, unsigned i)
{
    if (h == IRT_NUMBER && i == IRT_NUMBER)
        return (struct expectation){ work->square + j * work->tables->Q, 1.0 };
    if (h == IRT_NUMBER || i == IRT_NUMBER)
        return (struct expectation){ irt_node_probability(work->tables, j, h + i),
                                     (double)(h + i) };
    return (struct expectation){ irt_node_probability(work->tables, j, h),
                                 h == i ? 1.0 : 0.0 };
}

/* The function that a moment has of item j; false: none. */
static bool
has(const struct irt_moment *m, size_t j, unsigned *h)
{
    *h = j == m->j ? m->h : m->i;
    return j == m->j || j == m->k;
}

/* What moments a and b come to given theta: their factors, at most four; how many. */
static size_t
gather(const struct work *work, const struct irt_moment *a, const struct irt_moment *b,
       struct expectation out[4])
{
    const size_t of_a[] = { a->j, a->k }, of_b[] = { b->j, b->k };
    size_t count = 0;
    unsigned h, i;
    for (int s = 0; s < 2; s++)
        if (of_a[s] != IRT_NONE && has(a, of_a[s], &h))
            out[count++] = has(b, of_a[s], &i) ? twice(work, of_a[s], h, i)
                                               : single(work, of_a[s], h);
    for (int s = 0; s < 2; s++)
        if (of_b[s] != IRT_NONE && has(b, of_b[s], &i) && !has(a, of_b[s], &h))
            out[count++] = single(work, of_b[s], i);
    return count;
}

static double
dot(const double *x, const double *y, size_t Q)
{
    double sum = 0.0;
#pragma omp simd reduction(+ : sum)
    for (size_t n = 0; n < Q; n++)
        sum += x[n] * y[n];
    return sum;
}

/* sum_n x[n] prod factors; there are one to three. */
static double
sum_product(const double *x, const struct expectation *e, size_t count, size_t Q)
{
    double sum = 0.0, factor = 1.0;
    for (size_t c = 0; c < count; c++)
        factor *= e[c].factor;
    if (factor == 0.0)
        return 0.0;
    if (count == 1)
        return factor * dot(x, e[0].at, Q);
    for (size_t n = 0; n < Q; n++) {
        double term = x[n] * e[0].at[n] * e[1].at[n];
        sum += count == 3 ? term * e[2].at[n] : term;
    }
    return factor * sum;
}

static bool
is_disjoint(const struct irt_moment *a, const struct irt_moment *b)
{
    unsigned h;
    return !has(b, a->j, &h) && (a->k == IRT_NONE || !has(b, a->k, &h));
}

/* Row a of xi, to the diagonal. */
static void
covary(const struct work *work, size_t a)
{
    const struct irt_moment *moment = work->set->moment;
    const struct irt_node_tables *t = work->tables;
    struct expectation factor[4];
    double *weighted = malloc(t->Q * sizeof *weighted);
    work->failed[a] = weighted == NULL;
    for (size_t n = 0; weighted && n < t->Q; n++)
        weighted[n] = t->weight[n] * work->product[a * t->Q + n];
    for (size_t b = 0; weighted && b <= a; b++) {
        double both;
        if (is_disjoint(&moment[a], &moment[b])) {
            both = dot(weighted, work->product + b * t->Q, t->Q);
        } else {
            size_t count = gather(work, &moment[a], &moment[b], factor);
            both = sum_product(t->weight, factor, count, t->Q);
        }
        work->xi[a * work->set->count + b] = both - work->expected[a] * work->expected[b];
    }
    free(weighted);
}

/* --- derivatives --------------------------------------------------------------------------- */

/* d f / d par_p at node n, f the item's function: P_h s_ph, or sum h P_h s_ph, with s the scores
 * of the item model. */
static double
change(const struct work *work, size_t j, unsigned h, const double *score, size_t p,
       size_t n)
{
    size_t Q = work->tables->Q;
    unsigned C = work->set->diagnosis->model->item[j].categories;
    double sum = 0.0;
    if (h != IRT_NUMBER)
        return irt_node_probability(work->tables, j, h)[n] * score[(p * C + h) * Q + n];
    for (unsigned i = 1; i < C; i++)
        sum +=
            i * irt_node_probability(work->tables, j, i)[n] * score[(p * C + i) * Q + n];
    return sum;
}

/* The derivative of moment a, which has item j as function h, by the item's parameters, into
 * out[count]. */
static void
by_item(const struct work *work, const struct irt_moment *a, size_t j, unsigned h,
        const double *score, double *out)
{
    const struct irt_node_tables *t = work->tables;
    size_t other = a->j == j ? a->k : a->j;
    unsigned i = a->j == j ? a->i : a->h;
    const double *rest = other == IRT_NONE ? NULL : single(work, other, i).at;
    for (size_t p = 0; p < work->set->diagnosis->model->item[j].count; p++) {
        out[p] = 0.0;
        for (size_t n = 0; n < t->Q; n++)
            out[p] +=
                t->weight[n] * (rest ? rest[n] : 1.0) * change(work, j, h, score, p, n);
    }
}

/* Adds what moving item j does to moment a: its own parameters, and theta's, which move it
 * alike. */
static void
add_item(const struct work *work, size_t a, size_t j, unsigned h, const double *score)
{
    const struct irt_diagnosis *d = work->set->diagnosis;
    const struct irt_model *model = d->model;
    const struct irt_item *item = &model->item[j];
    double *row = work->delta + a * model->free_count;
    double by[IRT_MAX_ITEM_PARAMETERS], direction[IRT_MAX_ITEM_PARAMETERS];
    size_t move[IRT_MOST_MOVES], g = work->tables->group;
    size_t moves = model->dims > 1 ? 0 : irt_group_moves(model, g, false, move);
    by_item(work, &work->set->moment[a], j, h, score, by);
    for (size_t p = 0; p < item->count; p++)
        if (model->parameter[item->first + p].free != IRT_NONE)
            row[model->parameter[item->first + p].free] += by[p];
    for (size_t m = 0; m < moves; m++) {
        irt_group_direction(model, d->psi, g, move[m], j, direction);
        for (size_t p = 0; p < item->count; p++)
            row[model->parameter[move[m]].free] += direction[p] * by[p];
    }
}

static bool
add_items(const struct work *work)
{
    const struct irt_diagnosis *d = work->set->diagnosis;
    size_t most = 1;
    for (size_t j = 0; j < d->model->items; j++) {
        size_t scores = d->model->item[j].count * d->model->item[j].categories;
        most = scores > most ? scores : most;
    }
    size_t Q = work->tables->Q;
    double *score = malloc(most * Q * sizeof *score);
    for (size_t j = 0; score && j < d->model->items; j++) {
        const struct irt_item *item = &d->model->item[j];
        unsigned h;
        item->ops->score(item, d->psi + item->first, work->tables->theta, Q, score);
        for (size_t a = 0; a < work->set->count; a++)
            if (has(&work->set->moment[a], j, &h))
                add_item(work, a, j, h, score);
    }
    bool done = score != NULL;
    free(score);
    return done;
}

/* Several dimensions: the correlations move the nodes' weights. */
static bool
add_correlations(const struct work *work)
{
    const struct irt_diagnosis *d = work->set->diagnosis;
    const struct irt_model *model = d->model;
    const struct irt_node_tables *t = work->tables;
    if (model->dims < 2 || !model->correlations_free)
        return true;
    double *score = malloc(model->correlations * t->Q * sizeof *score);
    bool done = score && irt_population_scores(model, d->psi, d->quadrature, score);
    for (size_t c = 0; done && c < model->correlations; c++) {
        size_t free_index = model->parameter[model->correlation + c].free;
        for (size_t a = 0; free_index != IRT_NONE && a < work->set->count; a++)
            for (size_t n = 0; n < t->Q; n++)
                work->delta[a * model->free_count + free_index] +=
                    t->weight[n] * work->product[a * t->Q + n] * score[c * t->Q + n];
    }
    free(score);
    return done;
}

/* --- the whole ----------------------------------------------------------------------------- */

static void
tabulate(const struct work *work)
{
    const struct irt_model *model = work->set->diagnosis->model;
    const struct irt_node_tables *t = work->tables;
    memset(work->number, 0, model->items * t->Q * sizeof(double));
    memset(work->square, 0, model->items * t->Q * sizeof(double));
    for (size_t j = 0; j < model->items; j++)
        for (unsigned h = 1; h < model->item[j].categories; h++)
            for (size_t n = 0; n < t->Q; n++) {
                double P = irt_node_probability(t, j, h)[n];
                work->number[j * t->Q + n] += h * P;
                work->square[j * t->Q + n] += (double)(h * h) * P;
            }
    for (size_t a = 0; a < work->set->count; a++) {
        const struct irt_moment *m = &work->set->moment[a];
        const double *x = single(work, m->j, m->h).at;
        const double *y = m->k == IRT_NONE ? NULL : single(work, m->k, m->i).at;
        double *product = work->product + a * t->Q;
        for (size_t n = 0; n < t->Q; n++)
            product[n] = y ? x[n] * y[n] : x[n];
        work->expected[a] = dot(t->weight, product, t->Q);
    }
}

static void
covary_task(void *context, size_t a)
{
    const struct work *work = context;
    if (!irt_cancelled(&work->set->diagnosis->cancel))
        covary(work, work->set->count - 1 - a); /* the long rows first */
}

static bool
fill(struct work *work, struct irt_error *error)
{
    const struct irt_diagnosis *d = work->set->diagnosis;
    struct irt_pool *pool = irt_pool_new(d->threads, error);
    bool done = pool != NULL;
    tabulate(work);
    if (done && work->xi)
        irt_pool_run(pool, work->set->count, covary_task, work);
    for (size_t a = 0; done && a < work->set->count; a++)
        done = !work->failed[a];
    irt_pool_free(pool);
    if (done && work->delta) {
        memset(work->delta, 0,
               work->set->count * d->model->free_count * sizeof *work->delta);
        done = add_items(work) && add_correlations(work);
    }
    return (done || irt_fail(error, IRT_NO_MEMORY, "there is not enough memory")) &&
           irt_diagnosis_go_on(d, 0.3, error);
}

bool
irt_moments_expected(const struct irt_moment_set *set,
                     const struct irt_node_tables *tables, double *expected, double *xi,
                     double *delta, struct irt_error *error)
{
    size_t J = set->diagnosis->model->items, Q = tables->Q;
    struct work work = {
        .set = set, .tables = tables, .expected = expected, .xi = xi, .delta = delta
    };
    work.number = malloc(J * Q * sizeof *work.number);
    work.square = malloc(J * Q * sizeof *work.square);
    work.product = malloc(set->count * Q * sizeof *work.product);
    work.failed = calloc(set->count, sizeof *work.failed);
    bool done = work.number && work.square && work.product && work.failed;
    done = done ? fill(&work, error)
                : irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    free(work.number);
    free(work.square);
    free(work.product);
    free(work.failed);
    return done;
}
