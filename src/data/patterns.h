/* SPDX-License-Identifier: GPL-3.0-or-later */
/* patterns.h -- equal rows of the responses collapsed: response patterns l with
 * frequency f_l (maths, section 3).  Patterns stand in order of first appearance. */
#ifndef IRT_PATTERNS_H
#define IRT_PATTERNS_H

#include "data/responses.h"
#include "error.h"

#include <stdint.h>

struct irt_patterns {
    size_t count;
    uint32_t *row;     /* count: a row of the responses that shows the pattern */
    double *frequency; /* count: persons with the pattern, f_l */
    uint32_t *of_row;  /* rows: the pattern of each row */
};

/* Rows are equal when all their cells are.  NULL with *error filled without memory.
 * Caller frees: irt_patterns_free(). */
struct irt_patterns *irt_patterns_new(const struct irt_responses *data,
                                      struct irt_error *error);
void irt_patterns_free(struct irt_patterns *patterns);

#endif
