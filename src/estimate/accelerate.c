/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/accelerate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct irt_accelerator {
    enum irt_acceleration method;
    size_t parameters;
    size_t heard;   /* steps since the sequence began */
    double *start;  /* psi_0 of the sequence */
    double *last;   /* the step before: s_1 */
    double longest; /* squarem: alpha is kept above -longest, which adapts */
};

void
irt_accelerator_free(struct irt_accelerator *accelerator)
{
    if (!accelerator)
        return;
    free(accelerator->start);
    free(accelerator->last);
    free(accelerator);
}

struct irt_accelerator *
irt_accelerator_new(enum irt_acceleration method, size_t parameters,
                    struct irt_error *error)
{
    struct irt_accelerator *accelerator = calloc(1, sizeof *accelerator);
    if (accelerator) {
        accelerator->method = method;
        accelerator->parameters = parameters;
        accelerator->start = calloc(parameters, sizeof *accelerator->start);
        accelerator->last = calloc(parameters, sizeof *accelerator->last);
        accelerator->longest = 4.0;
    }
    if (!accelerator || !accelerator->start || !accelerator->last) {
        irt_accelerator_free(accelerator);
        irt_fail(error, IRT_NO_MEMORY, "no memory for the acceleration");
        return NULL;
    }
    return accelerator;
}

double *
irt_accelerator_start(struct irt_accelerator *accelerator)
{
    return accelerator->start;
}

double *
irt_accelerator_last(struct irt_accelerator *accelerator)
{
    return accelerator->last;
}

/* |s_1| / |s_2 - s_1| for the step before and the newest, from -> to. */
static double
step_ratio(const struct irt_accelerator *accelerator, const double *from,
           const double *to)
{
    double first = 0.0, second = 0.0;
    for (size_t k = 0; k < accelerator->parameters; k++) {
        double s = to[k] - from[k], bend = s - accelerator->last[k];
        first += accelerator->last[k] * accelerator->last[k];
        second += bend * bend;
    }
    return sqrt(first / second);
}

/* Along the newest step alone. */
static void
propose_ramsay(const struct irt_accelerator *accelerator, double ratio,
               const double *from, const double *to, double *proposal)
{
    double factor = fmin(ratio, 6.0);
    for (size_t k = 0; k < accelerator->parameters; k++)
        proposal[k] = from[k] + factor * (to[k] - from[k]);
}

/* Along both steps; a ratio of 1 or less would fall short of psi_2. */
static void
propose_squarem(const struct irt_accelerator *accelerator, double ratio,
                const double *from, const double *to, double *proposal)
{
    double alpha = fmin(fmax(ratio, 1.0), accelerator->longest);
    for (size_t k = 0; k < accelerator->parameters; k++) {
        double r = accelerator->last[k], v = to[k] - from[k] - r;
        proposal[k] = accelerator->start[k] + 2.0 * alpha * r + alpha * alpha * v;
    }
}

bool
irt_accelerator_hear(struct irt_accelerator *accelerator, const double *from,
                     const double *to, double *proposal)
{
    if (accelerator->method == IRT_ACCELERATE_NONE)
        return false;
    size_t period = accelerator->method == IRT_ACCELERATE_RAMSAY ? 3 : 2;
    if (accelerator->heard++ == 0 || accelerator->heard < period) {
        memcpy(accelerator->start, from, accelerator->parameters * sizeof *from);
        for (size_t k = 0; k < accelerator->parameters; k++)
            accelerator->last[k] = to[k] - from[k];
        return false;
    }
    accelerator->heard = 0;
    double ratio = step_ratio(accelerator, from, to);
    if (!isfinite(ratio))
        return false;
    if (accelerator->method == IRT_ACCELERATE_RAMSAY)
        propose_ramsay(accelerator, ratio, from, to, proposal);
    else
        propose_squarem(accelerator, ratio, from, to, proposal);
    return true;
}

/* Trust grows when a proposal was good, and shrinks when it was not. */
void
irt_accelerator_judge(struct irt_accelerator *accelerator, bool good)
{
    accelerator->longest =
        good ? accelerator->longest * 4.0 : fmax(2.0, accelerator->longest / 4.0);
}
