/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nested.h -- two fits of the same answers compared: where one is a special case of the other,
 * by the likelihood-ratio test
 *
 *     2 (l_larger - l_smaller), chi-square with as many degrees of freedom as it has parameters
 *     more.
 *
 * That one is a special case is derived from models, constraints and populations: each
 * parameter of the larger model has to be found, or held, in the smaller one, and what the
 * larger model holds equal or fixed has to be so in the smaller one.  Where the smaller model
 * lies on the boundary of the larger one's parameters (c = 0, u = 1, a variance of 0, a
 * correlation of 1) chi-square is too large a yardstick: p is an upper bound.
 * Source: Wilks (1938); Self and Liang (1987), JASA 82, 605-610 (boundaries). */
#ifndef IRT_NESTED_H
#define IRT_NESTED_H

#include "error.h"
#include "fit/shape.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_comparison {
    const struct irt_shape *smaller, *larger; /* borrowed */
    double x2, p;
    size_t df;
    const char *boundary; /* what lies there: "c = 0"; NULL: nothing.  Static */
};

/* False with *error filled (IRT_BAD_USAGE): a sentence why there is no test, with what can be
 * compared instead. */
bool irt_compare_fits(const struct irt_shape *a, const struct irt_shape *b,
                      struct irt_comparison *out, struct irt_error *error);

/* "The larger model, 2PL, fits no better than 1PL: ..." */
void irt_comparison_sentence(const struct irt_comparison *comparison, char *out,
                             size_t size);

#endif
