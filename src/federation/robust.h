/* SPDX-License-Identifier: GPL-3.0-or-later */
/* robust.h -- estimation that does not believe every row: what is solved are estimating
 * equations, the sum over persons of w_i times the gradient of log P_i, equal to 0.  No
 * log-likelihood is maximised by them.
 *
 * Extreme patterns are those in which every answer is the lowest, or every one the highest.
 *
 * trim    of its N_k persons a school leaves out up to a share P: those with extreme patterns
 *         whose gradients are longest (Euclid's norm, by the plan's free parameters).  Equal
 *         lengths, as equal patterns have, are left out in equal parts.  The others count
 *         N_k / (persons kept).
 * cap     an extreme pattern that f persons have, and of which n P are expected among the n
 *         persons of the school with answers to the same items, has the weight min(1, n P / f).
 *
 * Weights are found at the parameters of the call; with fixed effects also at the school's
 * s_k, which solves its own equation under the weights that it has there.
 *
 * median  persons count alike; for each parameter the server takes the median over schools of
 *         the mean gradient, times the persons of all.  Under centred effects the items can
 *         move together without any school's gradient changing: what the medians say along
 *         that direction is taken off, in the metric of the information.
 * Maths   section 4. */
#ifndef IRT_ROBUST_H
#define IRT_ROBUST_H

#include "error.h"
#include "federation/plan.h"
#include "federation/tally.h"

#include <stdbool.h>
#include <stddef.h>

/* A pattern that may count less. */
struct irt_extreme {
    size_t pattern;   /* index of the school's patterns */
    double frequency; /* f */
    double expected;  /* n P */
    double length;    /* of a person's gradient */
    double weight;    /* what comes out: 0 .. 1 */
};

/* Weights by trim: up to share * persons of them are left out, the longest first; returns how
 * many persons are. */
double irt_robust_trim(struct irt_extreme *extreme, size_t count, double share,
                       double persons);

/* Weights by cap; returns how many persons less than there are count. */
double irt_robust_cap(struct irt_extreme *extreme, size_t count);

/* The median of count numbers, which it puts in order; with an even count the mean of the two
 * in the middle. */
double irt_median(double *x, size_t count);

/* The medians over the schools that were heard, by the plan's free parameters, times all
 * persons, into gradient[free].  False with *error filled without memory. */
bool irt_robust_medians(const struct irt_tally *tally, double *gradient,
                        struct irt_error *error);

#endif
