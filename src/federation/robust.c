/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lengths that differ by so little are equal, as rounding is. */
#define SAME_LENGTH 1e-9

/* --- trim and cap ---------------------------------------------------------------------------- */

static int
by_length(const void *a, const void *b)
{
    const struct irt_extreme *x = a, *y = b;
    if (x->length != y->length)
        return x->length < y->length ? 1 : -1;
    return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

double
irt_robust_trim(struct irt_extreme *extreme, size_t count, double share, double persons)
{
    double left = share * persons, out = 0.0;
    qsort(extreme, count, sizeof *extreme, by_length);
    for (size_t i = 0, end; i < count; i = end) {
        double tied = 0.0;
        for (end = i; end < count &&
                      extreme[end].length >= extreme[i].length * (1.0 - SAME_LENGTH);
             end++)
            tied += extreme[end].frequency;
        double gone = fmin(left, tied);
        for (size_t k = i; k < end; k++)
            extreme[k].weight = tied > 0.0 ? 1.0 - gone / tied : 1.0;
        left -= gone;
        out += gone;
    }
    return out;
}

double
irt_robust_cap(struct irt_extreme *extreme, size_t count)
{
    double out = 0.0;
    for (size_t i = 0; i < count; i++) {
        double share =
            extreme[i].frequency > 0.0 ? extreme[i].expected / extreme[i].frequency : 1.0;
        extreme[i].weight = fmin(1.0, share);
        out += (1.0 - extreme[i].weight) * extreme[i].frequency;
    }
    return out;
}

/* --- the median -------------------------------------------------------------------------------- */

static int
by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

double
irt_median(double *x, size_t count)
{
    qsort(x, count, sizeof *x, by_value);
    return count == 0       ? 0.0
           : count % 2 == 1 ? x[count / 2]
                            : 0.5 * (x[count / 2 - 1] + x[count / 2]);
}

/* One school's mean gradient by the free parameters. */
static void
mean_gradient(const struct irt_plan *plan, const double *number, double *g)
{
    const double *list = number + irt_answer_gradient();
    double persons = number[IRT_NUMBER_PERSONS];
    memset(g, 0, plan->free * sizeof *g);
    for (size_t k = 0; k < plan->values; k++)
        if (plan->model->parameter[k].free != IRT_NONE)
            g[plan->model->parameter[k].free] += *list++ / persons;
}

bool
irt_robust_medians(const struct irt_tally *tally, double *gradient,
                   struct irt_error *error)
{
    size_t F = tally->plan->free, K = tally->schools, heard = 0;
    double persons = 0.0;
    double *mean = calloc(K * F + 1, sizeof *mean), *x = calloc(K + 1, sizeof *x);
    if (!mean || !x) {
        free(mean);
        free(x);
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the medians of %zu schools",
                        K);
    }
    for (size_t k = 0; k < K; k++) {
        const double *number = irt_tally_number(tally, k);
        if (!tally->heard[k] || !(number[IRT_NUMBER_PERSONS] > 0.0))
            continue;
        mean_gradient(tally->plan, number, mean + heard++ * F);
        persons += number[IRT_NUMBER_PERSONS];
    }
    for (size_t f = 0; f < F; f++) {
        for (size_t i = 0; i < heard; i++)
            x[i] = mean[i * F + f];
        gradient[f] = persons * irt_median(x, heard);
    }
    free(mean);
    free(x);
    return true;
}
