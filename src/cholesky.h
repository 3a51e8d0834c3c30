/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cholesky.h -- symmetric positive definite matrices of any size, by rows, so that the
 * compiler's vectors do the work; GSL's reference BLAS takes six times as long at 2000. */
#ifndef IRT_CHOLESKY_H
#define IRT_CHOLESKY_H

#include <stdbool.h>
#include <stddef.h>

/* a[n * n], of which the lower triangle is read, becomes its inverse, in full; work has room
 * for n.  False when it is not positive definite (a pivot below 1e-14 of its diagonal); a is
 * then spoilt. */
bool irt_cholesky_invert(double *a, size_t n, double *work);

#endif
