/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newton_log.h -- the points an M-step's Newton iterations visited. */
#ifndef IRT_NEWTON_LOG_H
#define IRT_NEWTON_LOG_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

/* One visited point of an item's Newton iteration; step 0 is where it starts. */
struct irt_newton_step {
    size_t item;       /* index into model->item */
    unsigned step;     /* 0, 1, 2 ... */
    unsigned halvings; /* of the step that led here */
    double objective;  /* sum_n sum_h r log P, over the items maximised together */
    double sigma;      /* where theta = sigma z */
    size_t values;     /* offset into log->value: par[count], gradient[count],
                           information[count * count], of the item's parameters */
};

struct irt_newton_log {
    size_t count, capacity;
    struct irt_newton_step *step;
    size_t value_count, value_capacity;
    double *value;
};

/* Appends a step with room for so many values; its offset is filled in.  Returns the
 * place for them, or NULL with *error filled without memory. */
double *irt_newton_log_add(struct irt_newton_log *log, const struct irt_newton_step *step,
                           size_t values, struct irt_error *error);

/* to becomes equal to from, keeping its memory where that is enough. */
bool irt_newton_log_copy(struct irt_newton_log *to, const struct irt_newton_log *from,
                         struct irt_error *error);

/* Frees what it owns; a zeroed log is valid. */
void irt_newton_log_clear(struct irt_newton_log *log);

#endif
