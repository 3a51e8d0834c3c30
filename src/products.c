/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "products.h"

#define LANES  8
#define HEIGHT 4 /* of a block; its width is IRT_PRODUCTS_COLUMNS, two lanes */
typedef double lane
    __attribute__((vector_size(LANES * sizeof(double)), may_alias, aligned(8)));

/* Static: clang gives a cloned function another name outside its file. */
IRT_TARGET_CLONES static void
add_products_of_rows(double *c, const double *left, size_t columns_a, const double *right,
                     size_t columns_b, size_t rows, bool upper)
{
    for (size_t b = 0; b < columns_b; b += IRT_PRODUCTS_COLUMNS)
        for (size_t a = 0; a < columns_a && !(upper && a >= b + IRT_PRODUCTS_COLUMNS);
             a += HEIGHT) {
            lane sum[HEIGHT][2] = { { { 0 } } };
            for (size_t k = 0; k < rows; k++) {
                const double *l = left + k * columns_a + a;
                const double *r = right + k * columns_b + b;
                const lane first = *(const lane *)r;
                const lane second = *(const lane *)(r + LANES);
#pragma GCC unroll 4
                for (size_t i = 0; i < HEIGHT; i++) {
                    sum[i][0] += l[i] * first;
                    sum[i][1] += l[i] * second;
                }
            }
#pragma GCC unroll 4
            for (size_t i = 0; i < HEIGHT; i++) {
                double *to = c + (a + i) * columns_b + b;
                *(lane *)to += sum[i][0];
                *(lane *)(to + LANES) += sum[i][1];
            }
        }
}

void
irt_products_add(double *c, const double *left, size_t columns_a, const double *right,
                 size_t columns_b, size_t rows, bool upper)
{
    add_products_of_rows(c, left, columns_a, right, columns_b, rows, upper);
}
