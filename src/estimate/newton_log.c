/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/newton_log.h"

#include <stdlib.h>
#include <string.h>

void
irt_newton_log_clear(struct irt_newton_log *log)
{
    free(log->step);
    free(log->value);
    *log = (struct irt_newton_log){ 0 };
}

static bool
reserve(struct irt_newton_log *log, size_t steps, size_t values, struct irt_error *error)
{
    if (steps > log->capacity) {
        size_t capacity = steps * 2;
        struct irt_newton_step *step = realloc(log->step, capacity * sizeof *step);
        if (!step)
            return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu Newton steps",
                            steps);
        log->step = step;
        log->capacity = capacity;
    }
    if (values > log->value_capacity) {
        size_t capacity = values * 2;
        double *value = realloc(log->value, capacity * sizeof *value);
        if (!value)
            return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu Newton steps",
                            steps);
        log->value = value;
        log->value_capacity = capacity;
    }
    return true;
}

double *
irt_newton_log_add(struct irt_newton_log *log, const struct irt_newton_step *step,
                   size_t values, struct irt_error *error)
{
    if (!reserve(log, log->count + 1, log->value_count + values, error))
        return NULL;
    log->step[log->count] = *step;
    log->step[log->count++].values = log->value_count;
    log->value_count += values;
    return log->value + log->value_count - values;
}

bool
irt_newton_log_copy(struct irt_newton_log *to, const struct irt_newton_log *from,
                    struct irt_error *error)
{
    if (!reserve(to, from->count, from->value_count, error))
        return false;
    if (from->count)
        memcpy(to->step, from->step, from->count * sizeof *to->step);
    if (from->value_count)
        memcpy(to->value, from->value, from->value_count * sizeof *to->value);
    to->count = from->count;
    to->value_count = from->value_count;
    return true;
}
