/* SPDX-License-Identifier: GPL-3.0-or-later */
/* q3.c -- Q3, written. */
#include "config.h"

#include "statistic/statistic.h"

#include <math.h>

#include "fit/q3.h"
#include "report/text_parts.h"
#include "statistic/pairs.h"
#include "statistic/parts.h"

#define SHOWN 10

static double
value(const void *result, size_t j, size_t k)
{
    const struct irt_q3 *q3 = result;

    return q3->value[j * q3->items + k];
}

/* A row and a column for each item of the data. */
static void
q3_json(struct writer *w, json_t *fit, const struct ui_report *report, const void *result)
{
    const struct irt_q3 *q3 = result;
    const struct irt_model *model = report->fit->model;
    json_t *rows = json_array();

    for (size_t a = 0; a < model->columns; a++) {
        json_t *row = json_array();

        for (size_t b = 0; b < model->columns; b++) {
            size_t j = model->item_of_column[a], k = model->item_of_column[b];

            push(w, row,
                 j != IRT_NONE && k != IRT_NONE ? real(value(q3, j, k)) : json_null());
        }
        push(w, rows, row);
    }
    put(w, fit, "q3", rows);
    put(w, fit, "q3_mean", real(q3->mean));
}

static void
q3_text(const struct ui_report *report, const void *result, FILE *out)
{
    const struct irt_q3 *q3 = result;
    int width = ui_pair_width(report);
    struct ui_pair pair[SHOWN];
    size_t count = ui_largest_pairs(q3->items, result, value, true, pair, SHOWN);

    ui_text_colour(report, out, "1");
    fprintf(out, "%-*s  %-*s%9s%16s", width, "item", width, "and item", "Q3",
            "less the mean");
    ui_text_colour(report, out, "0");
    putc('\n', out);
    for (size_t i = 0; i < count; i++) {
        ui_text_pair(report, &pair[i], out);
        ui_text_number(out, 9, 3, pair[i].value);
        ui_text_number(out, 16, 3, pair[i].value - q3->mean);
        putc('\n', out);
    }
    fprintf(out, "\nthe largest of %zu residual correlations; their mean is %.3f\n",
            q3->items * (q3->items - 1) / 2, q3->mean);
}

const struct ui_statistic ui_statistic_q3 = {
    .statistic = &irt_statistic_q3,
    .json = q3_json,
    .text = q3_text,
};
