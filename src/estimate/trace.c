/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/trace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
irt_trace_init(struct irt_trace *trace, size_t parameters, size_t points)
{
    *trace = (struct irt_trace){ .parameters = parameters, .points = points };
}

void
irt_trace_measure(struct irt_trace *trace, const char *const *names, size_t count)
{
    trace->measure_name = names;
    trace->measures = count;
}

void
irt_trace_clear(struct irt_trace *trace)
{
    free(trace->psi);
    free(trace->loglik);
    free(trace->log_prior);
    free(trace->max_gradient);
    free(trace->max_change);
    free(trace->max_parameter);
    free(trace->evaluations);
    free(trace->accelerated);
    free(trace->measure);
    free(trace->node);
    free(trace->weight);
    *trace = (struct irt_trace){ 0 };
}

/* Enlarges one column; what it held stays, also when there is no memory. */
static bool
enlarge(void *column, size_t count, size_t size)
{
    void *old, *larger;
    memcpy(&old, column, sizeof old);
    larger = realloc(old, count * size);
    if (!larger)
        return false;
    memcpy(column, &larger, sizeof larger);
    return true;
}

static bool
reserve(struct irt_trace *trace, size_t rows, struct irt_error *error)
{
    if (rows <= trace->capacity)
        return true;
    size_t capacity = trace->capacity ? trace->capacity * 2 : 64;
    if (capacity < rows)
        capacity = rows;
    if (!enlarge(&trace->psi, capacity * trace->parameters, sizeof(double)) ||
        !enlarge(&trace->loglik, capacity, sizeof(double)) ||
        !enlarge(&trace->log_prior, capacity, sizeof(double)) ||
        !enlarge(&trace->max_gradient, capacity, sizeof(double)) ||
        !enlarge(&trace->max_change, capacity, sizeof(double)) ||
        !enlarge(&trace->max_parameter, capacity, sizeof(size_t)) ||
        !enlarge(&trace->evaluations, capacity, sizeof(size_t)) ||
        !enlarge(&trace->accelerated, capacity, sizeof(bool)) ||
        (trace->measures &&
         !enlarge(&trace->measure, capacity * trace->measures, sizeof(double))) ||
        (trace->points &&
         (!enlarge(&trace->node, capacity * trace->points, sizeof(double)) ||
          !enlarge(&trace->weight, capacity * trace->points, sizeof(double)))))
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the history of %zu cycles",
                        rows);
    trace->capacity = capacity;
    return true;
}

bool
irt_trace_append(struct irt_trace *trace, const double *psi, const double *node,
                 const double *weight, struct irt_error *error)
{
    if (!reserve(trace, trace->rows + 1, error))
        return false;
    size_t c = trace->rows, Q = trace->points;
    memcpy(trace->psi + c * trace->parameters, psi, trace->parameters * sizeof *psi);
    if (Q) {
        memcpy(trace->node + c * Q, node, Q * sizeof *node);
        memcpy(trace->weight + c * Q, weight, Q * sizeof *weight);
    }
    trace->loglik[c] = trace->max_gradient[c] = trace->max_change[c] = NAN;
    trace->log_prior[c] = 0.0;
    trace->max_parameter[c] = trace->evaluations[c] = 0;
    trace->accelerated[c] = false;
    for (size_t m = 0; m < trace->measures; m++)
        trace->measure[c * trace->measures + m] = NAN;
    trace->rows++;
    return true;
}

/* Copies rows from .. trace->rows - 1 into a copy that has room for them. */
static void
copy_rows(struct irt_trace *copy, const struct irt_trace *trace, size_t from)
{
    size_t count = trace->rows - from, K = trace->parameters, Q = trace->points;
    memcpy(copy->psi + from * K, trace->psi + from * K, count * K * sizeof(double));
    memcpy(copy->loglik + from, trace->loglik + from, count * sizeof(double));
    memcpy(copy->log_prior + from, trace->log_prior + from, count * sizeof(double));
    memcpy(copy->max_gradient + from, trace->max_gradient + from, count * sizeof(double));
    memcpy(copy->max_change + from, trace->max_change + from, count * sizeof(double));
    memcpy(copy->max_parameter + from, trace->max_parameter + from,
           count * sizeof(size_t));
    memcpy(copy->evaluations + from, trace->evaluations + from, count * sizeof(size_t));
    memcpy(copy->accelerated + from, trace->accelerated + from, count * sizeof(bool));
    if (trace->measures)
        memcpy(copy->measure + from * trace->measures,
               trace->measure + from * trace->measures,
               count * trace->measures * sizeof(double));
    if (Q) {
        memcpy(copy->node + from * Q, trace->node + from * Q, count * Q * sizeof(double));
        memcpy(copy->weight + from * Q, trace->weight + from * Q,
               count * Q * sizeof(double));
    }
}

bool
irt_trace_follow(struct irt_trace *copy, const struct irt_trace *trace,
                 struct irt_error *error)
{
    if (copy->parameters != trace->parameters || copy->points != trace->points ||
        copy->measure_name != trace->measure_name || copy->rows > trace->rows) {
        irt_trace_clear(copy);
        irt_trace_init(copy, trace->parameters, trace->points);
        irt_trace_measure(copy, trace->measure_name, trace->measures);
    }
    if (trace->rows == 0)
        return true;
    if (!reserve(copy, trace->rows, error))
        return false;
    /* The newest row may still be completed, or replaced when an extrapolation was. */
    copy_rows(copy, trace, copy->rows ? copy->rows - 1 : 0);
    copy->rows = trace->rows;
    return true;
}
