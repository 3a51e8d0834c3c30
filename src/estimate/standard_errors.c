/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "estimate/standard_errors.h"

#include "cholesky.h"
#include "estimate/expected.h"
#include "estimate/kernel.h"
#include "estimate/linear_scores.h"
#include "estimate/score_table.h"
#include "estimate/square_scores.h"
#include "model/population.h"
#include "parallel.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- sum over persons of mean S mean S' --------------------------------------------------- */

#define CHUNK        64                /* patterns whose mean scores are held at a time */
#define OUTER_MEMORY ((size_t)1 << 22) /* numbers, for the slices' sums together */

struct outer {
    const struct irt_kernel *kernel;
    const struct irt_score_table *table;
    const struct irt_responses *data;
    const struct irt_patterns *patterns;
    const struct irt_cancel *cancel;
    size_t slices, F, Q;
    double *sum;  /* slices * F * F, lower triangles */
    double *mean; /* slices * CHUNK * F */
};

/* Adds f s s' for the chunk: a row of the sum stays near while all patterns pass. */
IRT_TARGET_CLONES static void
add_outer(double *restrict sum, const double *mean, const double *frequency, size_t count,
          size_t F)
{
    for (size_t a = 0; a < F; a++)
        for (size_t i = 0; i < count; i++) {
            const double *s = mean + i * F;
            double w = frequency[i] * s[a];
#pragma omp simd
            for (size_t b = 0; b <= a; b++)
                sum[a * F + b] += w * s[b];
        }
}

static void
outer_slice(void *context, size_t t)
{
    struct outer *outer = context;
    size_t first = t * outer->patterns->count / outer->slices;
    size_t end = (t + 1) * outer->patterns->count / outer->slices;
    double posterior[IRT_MAX_NODES];
    double *mean = outer->mean + t * CHUNK * outer->F;
    for (size_t from = first; from < end && !irt_cancelled(outer->cancel);
         from += CHUNK) {
        size_t count = end - from < CHUNK ? end - from : CHUNK;
        for (size_t i = 0; i < count; i++) {
            size_t row = outer->patterns->row[from + i];
            irt_kernel_posterior(outer->kernel, from + i, 1, posterior, NULL);
            irt_score_table_mean(outer->table,
                                 outer->data->code + row * outer->data->items, posterior,
                                 mean + i * outer->F);
        }
        add_outer(outer->sum + t * outer->F * outer->F, mean,
                  outer->patterns->frequency + from, count, outer->F);
    }
}

/* The slices depend on sizes alone, and are summed in order: the same for any threads. */
static bool
cross_products(struct outer *outer, struct irt_pool *pool, double *result,
               struct irt_error *error)
{
    size_t F = outer->F, most = OUTER_MEMORY / (F * F + 1);
    outer->slices = most < 1 ? 1 : most > 8 ? 8 : most;
    outer->sum = calloc(outer->slices * F * F, sizeof *outer->sum);
    outer->mean = calloc(outer->slices * CHUNK * F, sizeof *outer->mean);
    bool ok = outer->sum && outer->mean;
    if (ok) {
        irt_pool_run(pool, outer->slices, outer_slice, outer);
        for (size_t a = 0; a < F; a++)
            for (size_t b = 0; b <= a; b++) {
                double sum = 0.0;
                for (size_t t = 0; t < outer->slices; t++)
                    sum += outer->sum[(t * F + a) * F + b];
                result[a * F + b] = result[b * F + a] = sum;
            }
    }
    free(outer->sum);
    free(outer->mean);
    return ok || irt_fail(error, IRT_NO_MEMORY, "no memory for %zu x %zu standard errors",
                          F, F);
}

/* --- the complete-data information ------------------------------------------------------------ */

/* What moves theta acts along a direction that itself depends on the item's parameters:
 * the mixed derivative has that beside what the chain rule makes of the second ones. */
static void
add_bend(const struct irt_score_table *table, const double *psi, size_t j,
         const double *gradient, double *information)
{
    const struct irt_item *item = &table->model->item[j];
    double bend[IRT_MAX_ITEM_PARAMETERS];
    for (size_t m = 0; m < table->moves; m++) {
        irt_group_bend(table->model, psi, table->group, table->move[m], j, gradient,
                       bend);
        for (size_t p = 0; p < item->count; p++) {
            size_t f = table->model->parameter[item->first + p].free;
            if (f == IRT_NONE)
                continue;
            information[f * table->free_count + table->move_free[m]] -= bend[p];
            information[table->move_free[m] * table->free_count + f] -= bend[p];
        }
    }
}

/* sigma and a group's spread multiply each other: their mixed derivative has, beside what the
 * chain rule makes of the second ones, the gradient by either over the other. */
static void
add_product(const struct irt_score_table *table, const double *psi, size_t j,
            const double *gradient, double *information)
{
    const struct irt_item *item = &table->model->item[j];
    for (size_t m = 0; m < table->moves; m++)
        for (size_t k = 0; k < m; k++) {
            double sum = 0.0;
            if (table->move[k] != table->model->sigma ||
                table->move[m] < table->model->spread)
                continue;
            for (size_t p = 0; p < item->count; p++)
                sum += gradient[p] * table->direction[k][item->first + p];
            sum /= psi[table->move[m]];
            size_t a = table->move_free[k], b = table->move_free[m];
            information[a * table->free_count + b] -= sum;
            information[b * table->free_count + a] -= sum;
        }
}

/* Adds minus the second derivatives of the expected complete-data log-likelihood. */
static void
add_complete(const struct irt_model *model, const double *psi,
             const struct irt_quadrature *quadrature, const struct irt_expected *expected,
             const struct irt_score_table *table, double *information)
{
    double room[IRT_MAX_POINTS], gradient[IRT_MAX_ITEM_PARAMETERS];
    double hessian[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    const double *theta = irt_theta(model, psi, quadrature, room);
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        item->ops->expected(item, psi + item->first, theta, quadrature->points,
                            expected->r + expected->first[j], gradient, hessian, NULL);
        for (size_t i = 0; i < item->count * item->count; i++)
            hessian[i] = -hessian[i];
        irt_score_table_add(table, j, j, hessian, information);
        add_bend(table, psi, j, gradient, information);
        add_product(table, psi, j, gradient, information);
    }
}

/* The correlations' part of both sums: they meet everything through the node alone. */
static bool
add_correlations(const struct irt_model *model, const double *psi,
                 const struct irt_quadrature *quadrature,
                 const struct irt_expected *expected, const struct irt_score_table *table,
                 double *information)
{
    size_t C = model->correlations, Q = quadrature->points, F = model->free_count;
    size_t first = model->parameter[model->correlation].free;
    double *own = calloc(C * C + 1, sizeof *own);
    if (!own)
        return false;
    irt_population_information(model, psi, quadrature, table->population,
                               expected->population, own);
    for (size_t c = 0; c < C; c++) {
        const double *S = table->population + c * Q;
        for (size_t k = 0; k < C; k++) {
            double square = 0.0;
            for (size_t n = 0; n < Q; n++)
                square += expected->population[n] * S[n] * table->population[k * Q + n];
            information[(first + c) * F + first + k] += own[c * C + k] - square;
        }
        for (size_t j = 0; j < model->items; j++)
            for (size_t p = 0; p < model->item[j].count; p++) {
                size_t f = model->parameter[model->item[j].first + p].free;
                double sum = 0.0;
                for (unsigned h = 0; f != IRT_NONE && h < model->item[j].categories;
                     h++) {
                    const double *s = irt_score_table_at(table, j, p, h);
                    const double *r = expected->r + expected->first[j] + h * Q;
                    for (size_t n = 0; n < Q; n++)
                        sum += r[n] * s[n] * S[n];
                }
                if (f == IRT_NONE)
                    continue;
                information[(first + c) * F + f] -= sum;
                information[f * F + first + c] -= sum;
            }
    }
    free(own);
    return true;
}

/* --- both methods ------------------------------------------------------------------------------- */

/* The same sums by pairs of items: of any scores, in any number of dimensions.  Cross-products
 * into outer, and less what they leave of the missing information into missing. */
static bool
sum_pairs(const struct irt_scored *at, double *missing, double *outer,
          struct irt_error *error)
{
    size_t F = at->table->free_count;
    struct outer products = { .kernel = at->kernel,
                              .table = at->table,
                              .data = at->data,
                              .patterns = at->patterns,
                              .cancel = at->cancel,
                              .F = F,
                              .Q = at->table->points };
    if (!cross_products(&products, at->pool, outer, error))
        return false;
    if (missing &&
        !irt_square_scores(at->data, at->patterns, at->table->model, at->kernel,
                           at->table, at->pool, at->cancel, missing, error))
        return false;
    for (size_t i = 0; missing && i < F * F; i++)
        missing[i] -= outer[i];
    return true;
}

/* Both sums, the quicker way; outer may be NULL. */
static bool
sum_scores(const struct irt_scored *at, double *missing, double *outer,
           struct irt_error *error)
{
    size_t F = at->table->free_count;
    bool is_linear;
    if (!irt_linear_scores(at, missing, outer, &is_linear, error))
        return false;
    if (is_linear)
        return true;
    if (outer)
        return sum_pairs(at, missing, outer, error);
    double *products = calloc(F * F + 1, sizeof *products);
    bool done = products ? sum_pairs(at, missing, products, error)
                         : irt_fail(error, IRT_NO_MEMORY,
                                    "no memory for %zu x %zu standard errors", F, F);
    free(products);
    return done;
}

/* Of one group, numbered as its score table has it, into part[], which is zeroed; the
 * cross-products too into crosspart[], where it is not NULL. */
static bool
group_information(enum irt_se method, const struct irt_scored *at, const double *psi,
                  double *part, double *crosspart, struct irt_error *error)
{
    const struct irt_model *model = at->table->model;
    size_t F = at->table->free_count;
    if (method != IRT_SE_OAKES)
        return sum_scores(at, NULL, part, error) &&
               (!crosspart || memcpy(crosspart, part, F * F * sizeof *part));
    if (!sum_scores(at, part, crosspart, error))
        return false;
    for (size_t i = 0; i < F * F; i++)
        part[i] = -part[i];
    add_complete(model, psi, at->quadrature, at->expected, at->table, part);
    return !model->correlations_free ||
           add_correlations(model, psi, at->quadrature, at->expected, at->table, part) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
}

/* Adds the information of group g, whose E-step was done; crossprod may be NULL. */
static bool
add_after(enum irt_se method, const struct irt_scored *done,
          const struct irt_model *model, size_t g, const double *psi, double *information,
          double *crossprod, struct irt_error *error)
{
    struct irt_score_table *table =
        irt_score_table_new(model, psi, g, done->quadrature, error);
    struct irt_scored at = *done;
    if (!table)
        return false;
    at.table = table;
    size_t size = table->free_count * table->free_count + 1;
    double *part = calloc(2 * size, sizeof *part), *crosspart = part ? part + size : NULL;
    bool ok = part ? group_information(method, &at, psi, part,
                                       crossprod ? crosspart : NULL, error)
                   : irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    if (ok)
        irt_score_table_scatter(table, part, information);
    if (ok && crossprod)
        irt_score_table_scatter(table, crosspart, crossprod);
    free(part);
    irt_score_table_free(table);
    return ok;
}

/* The same with an E-step of its own. */
static bool
add_group(enum irt_se method, const struct irt_responses *data,
          const struct irt_patterns *patterns, const struct irt_model *model, size_t g,
          const double *psi, const struct irt_quadrature *base,
          struct irt_quadrature *nodes, struct irt_pool *pool,
          const struct irt_cancel *cancel, double *information, double *crossprod,
          struct irt_error *error)
{
    struct irt_patterns group = irt_patterns_of_group(patterns, g);
    irt_group_nodes(model, psi, g, base, nodes);
    struct irt_expected *expected = irt_expected_new(model, nodes->points, error);
    struct irt_kernel *kernel =
        irt_kernel_new(data, &group, model, nodes->points, pool, error);
    bool ok = expected && kernel;
    if (ok) {
        struct irt_scored done = { .data = data,
                                   .patterns = &group,
                                   .kernel = kernel,
                                   .expected = expected,
                                   .quadrature = nodes,
                                   .pool = pool,
                                   .cancel = cancel };
        irt_kernel_run(kernel, model, psi, nodes, expected);
        ok = add_after(method, &done, model, g, psi, information, crossprod, error);
    }
    irt_kernel_free(kernel);
    irt_expected_free(expected);
    return ok;
}

bool
irt_information_after(enum irt_se method, const struct irt_scored *done,
                      const struct irt_model *model, const double *psi,
                      double *information, struct irt_error *error)
{
    memset(information, 0, model->free_count * model->free_count * sizeof *information);
    if (!add_after(method, done, model, 0, psi, information, NULL, error))
        return false;
    irt_model_log_prior(model, psi, NULL, information);
    return !irt_cancelled(done->cancel) ||
           irt_fail(error, IRT_INTERRUPTED, "the standard errors were interrupted");
}

/* crossprod may be NULL. */
static bool
find_information(enum irt_se method, const struct irt_responses *data,
                 const struct irt_patterns *patterns, const struct irt_model *model,
                 const double *psi, const struct irt_quadrature *quadrature,
                 unsigned threads, const struct irt_cancel *cancel, double *information,
                 double *crossprod, struct irt_error *error)
{
    size_t F = model->free_count;
    struct irt_pool *pool = irt_pool_new(threads, error);
    struct irt_quadrature *nodes = irt_quadrature_copy(quadrature, error);
    bool ok = pool && nodes;
    memset(information, 0, F * F * sizeof *information);
    if (crossprod)
        memset(crossprod, 0, F * F * sizeof *crossprod);
    for (size_t g = 0; ok && g < model->groups && !irt_cancelled(cancel); g++)
        ok = add_group(method, data, patterns, model, g, psi, quadrature, nodes, pool,
                       cancel, information, crossprod, error);
    irt_model_log_prior(model, psi, NULL, information);
    if (crossprod)
        irt_model_log_prior(model, psi, NULL, crossprod);
    irt_quadrature_free(nodes);
    irt_pool_free(pool);
    return ok &&
           (!irt_cancelled(cancel) ||
            irt_fail(error, IRT_INTERRUPTED, "the standard errors were interrupted"));
}

bool
irt_information(enum irt_se method, const struct irt_responses *data,
                const struct irt_patterns *patterns, const struct irt_model *model,
                const double *psi, const struct irt_quadrature *quadrature,
                unsigned threads, const struct irt_cancel *cancel, double *information,
                struct irt_error *error)
{
    return find_information(method, data, patterns, model, psi, quadrature, threads,
                            cancel, information, NULL, error);
}

bool
irt_information_both(const struct irt_responses *data,
                     const struct irt_patterns *patterns, const struct irt_model *model,
                     const double *psi, const struct irt_quadrature *quadrature,
                     unsigned threads, const struct irt_cancel *cancel, double *oakes,
                     double *crossprod, struct irt_error *error)
{
    return find_information(IRT_SE_OAKES, data, patterns, model, psi, quadrature, threads,
                            cancel, oakes, crossprod, error);
}

/* --- inversion ---------------------------------------------------------------------------------- */

/* The eigenvector of the smallest eigenvalue. */
static void
find_direction(const double *information, size_t F, double *direction)
{
    gsl_matrix *a = gsl_matrix_alloc(F, F), *vectors = gsl_matrix_alloc(F, F);
    gsl_vector *values = gsl_vector_alloc(F);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(F);
    if (a && vectors && values && work) {
        memcpy(a->data, information, F * F * sizeof *information);
        if (gsl_eigen_symmv(a, values, vectors, work) == GSL_SUCCESS) {
            size_t smallest = gsl_vector_min_index(values);
            for (size_t k = 0; k < F; k++)
                direction[k] = gsl_matrix_get(vectors, k, smallest);
        }
    }
    gsl_eigen_symmv_free(work);
    gsl_vector_free(values);
    gsl_matrix_free(a);
    gsl_matrix_free(vectors);
}

/* Centred locations move along vectors that sum to 0 only.  With V the inverse of the
 * information plus w c c', c the sum of the locations, the covariance under c'x = 0 is
 * V - V c c'V / c'V c, whatever w > 0. */
static void
stiffen(const struct irt_model *model, double *information)
{
    size_t F = model->free_count;
    double w = 0.0;
    for (size_t g = 0; g < model->groups; g++) {
        size_t f = model->parameter[model->location + g].free;
        w = fmax(w, information[f * F + f]);
    }
    for (size_t g = 0; g < model->groups; g++)
        for (size_t h = 0; h < model->groups; h++)
            information[model->parameter[model->location + g].free * F +
                        model->parameter[model->location + h].free] += w;
}

static void
constrain(const struct irt_model *model, double *covariance, double *work)
{
    size_t F = model->free_count;
    double total = 0.0;
    for (size_t a = 0; a < F; a++) {
        work[a] = 0.0;
        for (size_t g = 0; g < model->groups; g++)
            work[a] += covariance[a * F + model->parameter[model->location + g].free];
    }
    for (size_t g = 0; g < model->groups; g++)
        total += work[model->parameter[model->location + g].free];
    for (size_t a = 0; a < F; a++)
        for (size_t b = 0; b < F; b++)
            covariance[a * F + b] -= work[a] * work[b] / total;
}

bool
irt_model_covariance(const struct irt_model *model, double *information,
                     double *covariance, double *direction, struct irt_error *error)
{
    if (model->centred)
        stiffen(model, information);
    if (!irt_covariance(information, model->free_count, covariance, direction, error))
        return false;
    double *work = malloc((model->free_count + 1) * sizeof *work);
    if (!work)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    if (model->centred)
        constrain(model, covariance, work);
    free(work);
    return true;
}

bool
irt_covariance(const double *information, size_t F, double *covariance, double *direction,
               struct irt_error *error)
{
    for (size_t i = 0; i < F * F; i++)
        if (!isfinite(information[i]))
            return irt_fail(error, IRT_NOT_CONVERGED,
                            "the information matrix has entries that are not numbers");
    double *work = malloc((F + 1) * sizeof *work);
    if (!work)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu x %zu standard errors",
                        F, F);
    memcpy(covariance, information, F * F * sizeof *covariance);
    bool ok = irt_cholesky_invert(covariance, F, work);
    free(work);
    if (ok)
        return true;
    for (size_t i = 0; i < F * F; i++)
        covariance[i] = NAN;
    if (direction) {
        for (size_t k = 0; k < F; k++)
            direction[k] = NAN;
        find_direction(information, F, direction);
    }
    return irt_fail(error, IRT_NOT_CONVERGED,
                    "the information matrix is not positive definite");
}
