/* SPDX-License-Identifier: GPL-3.0-or-later */
/* moments.h -- weights at nodes summed up: as eta is linear in theta, the derivatives of an
 * item's expected log-likelihood need of the nodes only sums of w, w theta and w theta^2. */
#ifndef IRT_MOMENTS_H
#define IRT_MOMENTS_H

#include <stddef.h>

/* Nodes that are worked on at a time, so that their tables fit the stack. */
#define IRT_NODE_CHUNK 64

/* Adds the sums over count nodes to sum[0], sum[1], sum[2]. */
static inline void
irt_moments_add(const double *w, const double *theta, size_t count, double *sum)
{
    double s0 = 0.0, s1 = 0.0, s2 = 0.0;
#pragma omp simd reduction(+ : s0, s1, s2)
    for (size_t n = 0; n < count; n++) {
        double first = w[n] * theta[n];
        s0 += w[n];
        s1 += first;
        s2 += first * theta[n];
    }
    sum[0] += s0;
    sum[1] += s1;
    sum[2] += s2;
}

#endif
