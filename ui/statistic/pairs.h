/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pairs.h -- the pairs of items that stand out most, for people. */
#ifndef UI_STATISTIC_PAIRS_H
#define UI_STATISTIC_PAIRS_H

#include "report/report.h"

#include <stdio.h>

struct ui_pair {
    size_t j, k;  /* items of the model */
    double value; /* sorted by its size; NAN: not known */
};

/* The pairs with the largest absolute values, or of_size false the largest values, at most most
 * of them, into out[most]; how many.  value() of each pair j < k. */
size_t ui_largest_pairs(size_t items, const void *result,
                        double (*value)(const void *result, size_t j, size_t k),
                        bool of_size, struct ui_pair *out, size_t most);

/* The names of a pair, in two columns of a report, each so wide. */
int ui_pair_width(const struct ui_report *report);
void ui_text_pair(const struct ui_report *report, const struct ui_pair *pair, FILE *out);

#endif
