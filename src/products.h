/* SPDX-License-Identifier: GPL-3.0-or-later */
/* products.h -- sums of outer products of rows, by blocks that stay in registers: as fast as a
 * BLAS's on matrices that are small, with sums taken in the same order whatever the sizes. */
#ifndef IRT_PRODUCTS_H
#define IRT_PRODUCTS_H

#include <stdbool.h>
#include <stddef.h>

/* Columns of every matrix are padded with 0 to a multiple of this. */
#define IRT_PRODUCTS_COLUMNS 16

static inline size_t
irt_products_padded(size_t columns)
{
    return (columns + IRT_PRODUCTS_COLUMNS - 1) / IRT_PRODUCTS_COLUMNS *
           IRT_PRODUCTS_COLUMNS;
}

/* c[a * columns_b + b] += sum_k left[k * columns_a + a] right[k * columns_b + b], k = 0 ..
 * rows - 1.  upper: entries below the diagonal may be left alone. */
void irt_products_add(double *c, const double *left, size_t columns_a,
                      const double *right, size_t columns_b, size_t rows, bool upper);

#endif
