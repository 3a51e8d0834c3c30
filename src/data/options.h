/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h -- who chose which answer to an item: each option's counts by score group,
 * which show a distractor that draws the able, or nobody.
 *
 * A person's standing is the share of what could be scored on the other items that were
 * answered; who answered no other item has none and is left out. */
#ifndef IRT_DATA_OPTIONS_H
#define IRT_DATA_OPTIONS_H

#include "data/responses.h"
#include "error.h"

#include <stddef.h>

#define IRT_OPTION_GROUPS \
    4 /* as reports and screens have them: quarters of the persons */

/* What each row scored on all items, and could have scored on those it answered: for the
 * counts of many items. */
struct irt_row_scores {
    double *score, *most; /* rows */
};

struct irt_option_counts {
    size_t options;   /* of a keyed item its options, else its categories */
    size_t groups;    /* of persons, about as large; the last has the highest standing */
    double *count;    /* [g * (options + 1) + o], o = options: gave no answer */
    double *persons;  /* groups */
    double *standing; /* options + 1: mean of those who chose it; NAN: nobody did */
    double
        *correlation; /* options: of choosing it (among who answered) with the standing;
                            NAN where one of them does not vary */
};

/* Persons of equal standing are in one group, so groups may be empty.  NULL with *error
 * filled without memory, or when groups is 0 (IRT_BAD_USAGE).
 * Caller frees: irt_option_counts_free(). */
struct irt_option_counts *irt_option_counts_new(const struct irt_responses *data,
                                                size_t item, size_t groups,
                                                struct irt_error *error);
/* The same with the rows' scores at hand. */
struct irt_option_counts *irt_option_counts_of(const struct irt_responses *data,
                                               size_t item, size_t groups,
                                               const struct irt_row_scores *scores,
                                               struct irt_error *error);
void irt_option_counts_free(struct irt_option_counts *counts);

/* NULL with *error filled without memory.  Caller frees: irt_row_scores_free(). */
struct irt_row_scores *irt_row_scores_new(const struct irt_responses *data,
                                          struct irt_error *error);
void irt_row_scores_free(struct irt_row_scores *scores);

#endif
