/* SPDX-License-Identifier: GPL-3.0-or-later */
/* patterns.h -- equal rows of the responses collapsed: response patterns l with
 * frequency f_l.  Patterns stand in order of first appearance, group by group. */
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
    size_t groups;     /* patterns stand group by group: those of group g are */
    size_t *first;     /* first[g] .. first[g + 1] - 1; groups + 1 */
};

/* The patterns of group g alone: borrows, of_row is NULL. */
struct irt_patterns irt_patterns_of_group(const struct irt_patterns *patterns, size_t g);

/* count patterns from number from on, of the groups that they are in: borrows, of_row is
 * NULL, and first[groups + 1] is the caller's. */
struct irt_patterns irt_patterns_slice(const struct irt_patterns *patterns, size_t from,
                                       size_t count, size_t *first);

/* The group of pattern l, which may be beyond the last: 0 then. */
size_t irt_patterns_group(const struct irt_patterns *patterns, size_t l);

/* Rows are equal when all their cells are, and their groups: group[i] < groups is that of
 * row i, NULL for one group of all.  NULL with *error filled without memory.
 * Caller frees: irt_patterns_free(). */
struct irt_patterns *irt_patterns_new(const struct irt_responses *data,
                                      const uint32_t *group, size_t groups,
                                      struct irt_error *error);
void irt_patterns_free(struct irt_patterns *patterns);

#endif
