/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/whiten.h"

#include <math.h>
#include <string.h>

#define TILE           48
#define SMALLEST_PIVOT 1e-12 /* of its diagonal */
#define DEPENDENT      1e-8  /* of its length: what is left is rounding */

struct work {
    double *xi;
    size_t n;
    size_t at; /* the tile column under way: its first row */
    double *rows;
    size_t columns;
};

static double
dot(const double *x, const double *y, size_t n)
{
    double sum = 0.0;
#pragma omp simd reduction(+ : sum)
    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

static size_t
tile_end(const struct work *work, size_t from)
{
    return from + TILE < work->n ? from + TILE : work->n;
}

/* The tile on the diagonal becomes its factor. */
static bool
factor_tile(const struct work *work, const double *diagonal)
{
    size_t end = tile_end(work, work->at);
    for (size_t i = work->at; i < end; i++) {
        double *row = work->xi + i * work->n;
        for (size_t j = work->at; j < i; j++) {
            const double *other = work->xi + j * work->n;
            row[j] -= dot(row + work->at, other + work->at, j - work->at);
            row[j] /= other[j];
        }
        row[i] -= dot(row + work->at, row + work->at, i - work->at);
        if (!(row[i] > SMALLEST_PIVOT * diagonal[i - work->at]))
            return false;
        row[i] = sqrt(row[i]);
    }
    return true;
}

/* The tiles below it: L_IJ = A_IJ L_JJ^-T; task t is a tile row. */
static void
solve_tile(void *context, size_t t)
{
    const struct work *work = context;
    size_t end = tile_end(work, work->at), first = end + t * TILE;
    for (size_t i = first; i < tile_end(work, first); i++) {
        double *row = work->xi + i * work->n;
        for (size_t j = work->at; j < end; j++) {
            const double *other = work->xi + j * work->n;
            row[j] -= dot(row + work->at, other + work->at, j - work->at);
            row[j] /= other[j];
        }
    }
}

/* What is right of it: A_IK -= L_IJ L_KJ'; and the rows below: B_I -= L_IJ B_J. */
static void
update_tiles(void *context, size_t t)
{
    const struct work *work = context;
    size_t end = tile_end(work, work->at), first = end + t * TILE;
    for (size_t k_first = end; k_first <= first; k_first += TILE)
        for (size_t i = first; i < tile_end(work, first); i++) {
            double *row = work->xi + i * work->n;
            size_t last = tile_end(work, k_first);
            for (size_t k = k_first; k < last && k <= i; k++)
                row[k] -= dot(row + work->at, work->xi + k * work->n + work->at,
                              end - work->at);
        }
    for (size_t i = first; i < tile_end(work, first); i++)
        for (size_t j = work->at; j < end; j++) {
            double L = work->xi[i * work->n + j];
            double *to = work->rows + i * work->columns;
            const double *from = work->rows + j * work->columns;
#pragma omp simd
            for (size_t c = 0; c < work->columns; c++)
                to[c] -= L * from[c];
        }
}

/* The rows of the tile itself: B_J = L_JJ^-1 B_J. */
static void
solve_rows(const struct work *work)
{
    for (size_t i = work->at; i < tile_end(work, work->at); i++) {
        double *to = work->rows + i * work->columns;
        for (size_t j = work->at; j < i; j++)
            for (size_t c = 0; c < work->columns; c++)
                to[c] -= work->xi[i * work->n + j] * work->rows[j * work->columns + c];
        for (size_t c = 0; c < work->columns; c++)
            to[c] /= work->xi[i * work->n + i];
    }
}

bool
irt_whiten(const struct irt_diagnosis *d, struct irt_pool *pool, double *xi, size_t n,
           double *rows, size_t columns, struct irt_error *error)
{
    struct work work = { xi, n, 0, rows, columns };
    for (work.at = 0; work.at < n; work.at += TILE) {
        double left = (double)(n - work.at) / (double)n, diagonal[TILE];
        size_t end = tile_end(&work, work.at), tiles = (n - end + TILE - 1) / TILE;
        for (size_t i = work.at; i < end; i++)
            diagonal[i - work.at] = xi[i * n + i];
        if (!irt_diagnosis_go_on(d, 1.0 - 0.7 * left * left * left, error))
            return false;
        if (!factor_tile(&work, diagonal))
            return irt_fail(error, IRT_BAD_USAGE,
                            "the moments that it compares depend on each other (their "
                            "covariance matrix is singular), as where a category is "
                            "hardly ever expected; merge rare categories");
        irt_pool_run(pool, tiles, solve_tile, &work);
        solve_rows(&work);
        irt_pool_run(pool, tiles, update_tiles, &work);
    }
    return true;
}

static void
subtract_projection(double *x, const double *unit, size_t n)
{
    double along = dot(x, unit, n);
    for (size_t i = 0; i < n; i++)
        x[i] -= along * unit[i];
}

size_t
irt_project_out(double *v, size_t count, size_t n, double *y)
{
    size_t rank = 0;
    for (size_t c = 0; c < count; c++) {
        double *x = v + c * n, before = sqrt(dot(x, x, n));
        for (int pass = 0; pass < 2; pass++)
            for (size_t b = 0; b < c; b++)
                subtract_projection(x, v + b * n, n);
        double length = sqrt(dot(x, x, n));
        bool dependent = !(length > DEPENDENT * before);
        for (size_t i = 0; i < n; i++)
            x[i] = dependent ? 0.0 : x[i] / length;
        rank += !dependent;
    }
    for (int pass = 0; pass < 2; pass++)
        for (size_t c = 0; c < count; c++)
            subtract_projection(y, v + c * n, n);
    return rank;
}
