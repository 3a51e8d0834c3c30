/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cholesky.h"

#include <math.h>

/* Below this share of its diagonal a pivot is rounding. */
#define SMALLEST_PIVOT 1e-14

static inline double
dot(const double *x, const double *y, size_t n)
{
    double sum = 0.0;
#pragma omp simd reduction(+ : sum)
    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

/* The lower triangle becomes L with L L' = a, a row at a time. */
IRT_TARGET_CLONES static bool
factor(double *a, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double *row = a + i * n, diagonal = row[i];
        for (size_t j = 0; j < i; j++)
            row[j] = (row[j] - dot(row, a + j * n, j)) / a[j * n + j];
        double pivot = diagonal - dot(row, row, i);
        if (!(pivot > SMALLEST_PIVOT * diagonal))
            return false;
        row[i] = sqrt(pivot);
    }
    return true;
}

/* The upper triangle, by rows, becomes the transpose of L^-1: its row i is column i of
 * L^-1, from the diagonal on, so that every product below runs along rows. */
IRT_TARGET_CLONES static void
invert_factor(double *a, size_t n, double *diagonal)
{
    for (size_t i = 0; i < n; i++)
        diagonal[i] = 1.0 / a[i * n + i];
    for (size_t i = 0; i < n; i++) {
        double *column =
            a + i * n; /* entries i+1 .. n-1 are filled; entry i is diagonal[i] */
        for (size_t k = i + 1; k < n; k++) {
            const double *row = a + k * n;
            double sum =
                row[i] * diagonal[i] + dot(row + i + 1, column + i + 1, k - i - 1);
            column[k] = -sum * diagonal[k];
        }
    }
}

/* a^-1 = (L^-1)' L^-1: entry (i, j), i <= j, is the product of rows i and j of the upper
 * triangle from j on.  It goes below the diagonal, where L is not needed any more. */
IRT_TARGET_CLONES static void
multiply_up(double *a, size_t n, const double *diagonal)
{
    for (size_t i = 0; i < n; i++) {
        double *row = a + i * n;
        for (size_t j = i; j < n; j++) {
            const double *other = a + j * n;
            double at_i = j == i ? diagonal[i] : row[j];
            double sum = at_i * diagonal[j] + dot(row + j + 1, other + j + 1, n - j - 1);
            a[j * n + i] = sum;
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            a[i * n + j] = a[j * n + i];
}

bool
irt_cholesky_invert(double *a, size_t n, double *work)
{
    if (!factor(a, n))
        return false;
    invert_factor(a, n, work);
    multiply_up(a, n, work);
    return true;
}
