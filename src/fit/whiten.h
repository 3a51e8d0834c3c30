/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whiten.h -- large covariance matrices by tiles, on several threads, and what of a vector the
 * columns of a matrix leave unexplained: the linear algebra of M2, without an inverse.
 * Source: Golub and Van Loan (2013), Matrix Computations, 4.2 and 5.2. */
#ifndef IRT_WHITEN_H
#define IRT_WHITEN_H

#include "error.h"
#include "fit/diagnosis.h"
#include "parallel.h"

#include <stdbool.h>
#include <stddef.h>

/* xi[n * n], symmetric, its lower triangle read, becomes its Cholesky factor L there, and
 * rows[n * columns] becomes L^-1 rows.  False with *error filled: xi is not positive definite
 * (IRT_BAD_USAGE: a pivot below 1e-12 of its diagonal), or cancelled. */
bool irt_whiten(const struct irt_diagnosis *diagnosis, struct irt_pool *pool, double *xi,
                size_t n, double *rows, size_t columns, struct irt_error *error);

/* Takes out of y[n] what the vectors v[count][n], v + c * n, explain: they become orthonormal,
 * those that depend on the ones before zero, and y what is left.  Returns how many are
 * independent.  Gram-Schmidt, done twice, which is as good as reflections. */
size_t irt_project_out(double *v, size_t count, size_t n, double *y);

#endif
