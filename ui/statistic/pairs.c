/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "statistic/pairs.h"

#include <math.h>

#include "report/classical.h"
#include "statistic/parts.h"

/* Puts a pair into its place; the list stays sorted. */
static size_t
insert(struct ui_pair *out, size_t count, size_t most, struct ui_pair pair, bool of_size)
{
    size_t at = count;

    while (at > 0 && (of_size ? fabs(out[at - 1].value) < fabs(pair.value)
                              : out[at - 1].value < pair.value))
        at--;
    if (at == most)
        return count;
    for (size_t i = count < most ? count : most - 1; i > at; i--)
        out[i] = out[i - 1];
    out[at] = pair;
    return count < most ? count + 1 : most;
}

size_t
ui_largest_pairs(size_t items, const void *result,
                 double (*value)(const void *result, size_t j, size_t k), bool of_size,
                 struct ui_pair *out, size_t most)
{
    size_t count = 0;

    for (size_t j = 0; j < items; j++)
        for (size_t k = j + 1; k < items; k++) {
            struct ui_pair pair = { j, k, value(result, j, k) };

            if (!isnan(pair.value))
                count = insert(out, count, most, pair, of_size);
        }
    return count;
}

int
ui_pair_width(const struct ui_report *report)
{
    int width = ui_text_name_width(report->fit->data), title = 8; /* "and item" */

    return width > title ? width : title;
}

void
ui_text_pair(const struct ui_report *report, const struct ui_pair *pair, FILE *out)
{
    int width = ui_pair_width(report);

    ui_text_name(report, out, ui_statistic_item_name(report, pair->j), width);
    fputs("  ", out);
    ui_text_name(report, out, ui_statistic_item_name(report, pair->k), width);
}
