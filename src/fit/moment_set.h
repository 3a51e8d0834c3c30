/* SPDX-License-Identifier: GPL-3.0-or-later */
/* moment_set.h -- the moments of answers, one item or two at a time, that M2 and C2 compare: what
 * was observed, what the model expects, their covariances, and how they depend on parameters.
 *
 * Of each item the indicators of its categories h = 1 .. m; of each pair either the products of
 * two indicators (M2: all of both margins) or the product of the category numbers (C2: for
 * ordered categories).  Under a model answers are independent given theta, so every expectation
 * of a product of up to four is a sum over nodes. */
#ifndef IRT_MOMENT_SET_H
#define IRT_MOMENT_SET_H

#include "error.h"
#include "fit/node_tables.h"

#include <stdbool.h>
#include <stddef.h>

#define IRT_NUMBER 0u /* in place of a category: the category number itself */

struct irt_moment {
    size_t j, k;   /* items of the model; k IRT_NONE: of one item */
    unsigned h, i; /* their categories, or both IRT_NUMBER */
};

struct irt_moment_set {
    const struct irt_diagnosis *diagnosis; /* borrowed */
    bool numbers;                          /* pairs are of category numbers */
    size_t count, singles;                 /* those of one item come first */
    struct irt_moment *moment;
    size_t *first_single; /* [j]: of category 1 */
    size_t *first_pair;   /* [j * items + k], j < k */
};

/* NULL with *error filled without memory.  Caller frees. */
struct irt_moment_set *irt_moment_set_new(const struct irt_diagnosis *diagnosis,
                                          bool numbers, struct irt_error *error);
void irt_moment_set_free(struct irt_moment_set *set);

/* How many moments there would be. */
size_t irt_moment_count(const struct irt_model *model, bool numbers);

/* The means over the persons of group g who answered every item, into mean[count]; how many
 * they are. */
double irt_moments_observed(const struct irt_moment_set *set, size_t g, double *mean);

/* What a model expects in one population: expected[count] and, NULL or not, their covariance
 * for one person xi[count * count], lower triangle, and the derivatives
 * delta[count * free_count] by the free parameters.  False with *error filled: no memory,
 * cancelled. */
bool irt_moments_expected(const struct irt_moment_set *set,
                          const struct irt_node_tables *tables, double *expected,
                          double *xi, double *delta, struct irt_error *error);

#endif
