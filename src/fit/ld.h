/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ld.h -- LD-X2: do two items go together as the model says?  Of those who answered both, the
 * observed table of their categories against the expected one,
 *
 *     E_hi = sum_g N_g sum_n A_n P_jh(n) P_ki(n),   X2 = sum (O - E)^2 / E,
 *
 * g the populations; standardised, (X2 - df) / sqrt(2 df) with df = m_j m_k, so that pairs with
 * different numbers of categories compare.  The sign is that of the observed covariance less the
 * expected one.
 * Source: Chen and Thissen (1997), Journal of Educational and Behavioral Statistics 22,
 * 265-289. */
#ifndef IRT_LD_H
#define IRT_LD_H

#include <stddef.h>

struct irt_ld_pair {
    double x2;           /* NAN: nobody answered both */
    double standardised; /* NAN likewise */
    int sign;            /* 0: categories have no order, or no difference */
    size_t df;
    double persons; /* who answered both */
    double least;   /* expected count: where it is below 1, X2 may be one cell's */
    size_t at;      /* its tables are observed + at, expected + at, */
    unsigned rows, columns; /* there [h * columns + i] */
};

struct irt_ld {
    size_t items; /* of the model */
    size_t pairs;
    struct irt_ld_pair *pair; /* in the order of j, then of k > j */
    double *observed, *expected;
};

/* The place of pair j < k. */
static inline size_t
irt_ld_place(const struct irt_ld *ld, size_t j, size_t k)
{
    return j * (2 * ld->items - j - 1) / 2 + k - j - 1;
}

#endif
