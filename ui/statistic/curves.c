/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curves.c -- empirical curves, written. */
#include "config.h"

#include "statistic/statistic.h"

#include "fit/curves.h"
#include "report/text_parts.h"
#include "statistic/parts.h"

static json_t *
groups(struct writer *w, const struct irt_curve *curve)
{
    json_t *list = json_array();
    unsigned C = curve->categories;

    for (size_t g = 0; g < curve->groups; g++) {
        const struct irt_curve_group *group = &curve->group[g];
        json_t *row = json_object();

        put(w, row, "theta", real(group->theta));
        put(w, row, "score", real(group->score));
        put(w, row, "persons", count(group->persons));
        put(w, row, "observed", numbers(w, curve->observed + g * C, C));
        put(w, row, "low", numbers(w, curve->low + g * C, C));
        put(w, row, "high", numbers(w, curve->high + g * C, C));
        put(w, row, "expected", numbers(w, curve->expected + g * C, C));
        put(w, row, "z", real(group->z));
        push(w, list, row);
    }
    return list;
}

static void
item(struct writer *w, json_t *part, const void *result, size_t j)
{
    put(w, part, "groups", groups(w, &((const struct irt_curves *)result)->curve[j]));
}

static void
curves_json(struct writer *w, json_t *fit, const struct ui_report *report,
            const void *result)
{
    put(w, fit, "curves", ui_json_items(w, report, "groups", result, item));
}

static void
line(const void *result, size_t j, FILE *out)
{
    const struct irt_curve *curve = &((const struct irt_curves *)result)->curve[j];

    for (size_t g = 0; g < curve->groups; g++)
        ui_text_number(out, 6, 1, curve->group[g].z);
}

static void
curves_text(const struct ui_report *report, const void *result, FILE *out)
{
    ui_text_item_table(report, result, "1 2 3 4 5 6 7 8 9 10", 6, line, out);
    fputs("\nobserved less expected mean answer in standard errors, groups of persons "
          "from\n"
          "low to high by what their other answers say of θ\n",
          out);
}

const struct ui_statistic ui_statistic_curves = {
    .statistic = &irt_statistic_curves,
    .json = curves_json,
    .text = curves_text,
};
