/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arrow.h -- symmetric linear systems whose matrix is an arrow: a small block for each
 * item's own unknowns, and a border for the few unknowns that items share.
 *
 *      | A_1       B_1 | |x_1|   |g_1|
 *      |     A_2   B_2 | |x_2| = |g_2|
 *      | B_1' B_2'  C  | | s |   | h |
 *
 * Solved by eliminating the blocks: s from C - sum_j B_j' A_j^-1 B_j, then each x_j, so
 * that the work grows with the number of items and not with its cube. */
#ifndef IRT_ARROW_H
#define IRT_ARROW_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_arrow;

/* Room for so many items with at most own unknowns each, and shared common ones.
 * NULL with *error filled without memory.  Caller frees: irt_arrow_free(). */
struct irt_arrow *irt_arrow_new(size_t items, size_t own, size_t shared,
                                struct irt_error *error);
void irt_arrow_free(struct irt_arrow *arrow);

/* Starts a system of no items. */
void irt_arrow_clear(struct irt_arrow *arrow);

/* Adds an item with count local variables: where[v] < own is its own unknown, own + k the
 * shared unknown k, (size_t)-1 is held fixed; matrix[v * count + w] and right[v] are its
 * part of the system.  Several variables may share one unknown. */
void irt_arrow_add(struct irt_arrow *arrow, size_t count, const size_t *where,
                   const double *matrix, const double *right);

/* Solves (matrix + ridge * its diagonal) x = right.  x of item i (in the order added) at
 * irt_arrow_own(arrow, i)[..], the shared ones at irt_arrow_shared(arrow)[..].
 * False when the matrix is not positive definite. */
bool irt_arrow_solve(struct irt_arrow *arrow, double ridge);
/* Half of right x: what a step x gains, by the quadratic that matrix and right describe. */
double irt_arrow_gain(const struct irt_arrow *arrow);
const double *irt_arrow_own(const struct irt_arrow *arrow, size_t item);
const double *irt_arrow_shared(const struct irt_arrow *arrow);

#endif
