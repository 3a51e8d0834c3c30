/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sx2.c -- S-X2, written. */
#include "config.h"

#include "statistic/statistic.h"

#include <math.h>

#include "fit/sx2.h"
#include "report/text_parts.h"
#include "statistic/parts.h"

#define KEYS "value df p rmsea table"

/* Without a test there are the counts alone, and the reason. */
static const char no_test[] = "too few groups of sums have expected counts of 1 or more "
                              "for so many parameters; more "
                              "persons or items would give more";

static json_t *
table(struct writer *w, const struct irt_sx2_item *x)
{
    json_t *list = json_array();

    for (size_t g = 0; g < x->groups; g++) {
        json_t *row = json_object();

        put(w, row, "from", count((double)x->group[g].from));
        put(w, row, "to", count((double)x->group[g].to));
        put(w, row, "persons", count(x->group[g].persons));
        put(w, row, "observed",
            numbers(w, x->observed + g * x->categories, x->categories));
        put(w, row, "expected",
            numbers(w, x->expected + g * x->categories, x->categories));
        push(w, list, row);
    }
    return list;
}

static void
item(struct writer *w, json_t *part, const void *result, size_t j)
{
    const struct irt_sx2_item *x = &((const struct irt_sx2 *)result)->item[j];

    put(w, part, "value", real(x->value));
    put(w, part, "df", json_integer(x->df));
    put(w, part, "p", real(x->p));
    put(w, part, "rmsea", real(x->rmsea));
    put(w, part, "table", table(w, x));
    if (x->df < 1)
        put(w, part, "why_not", json_string(no_test));
}

static void
sx2_json(struct writer *w, json_t *fit, const struct ui_report *report,
         const void *result)
{
    const struct irt_sx2 *sx2 = result;

    put(w, fit, "sx2", ui_json_items(w, report, KEYS, result, item));
    put(w, fit, "sx2_left_out", count(sx2->left_out));
}

static void
line(const void *result, size_t j, FILE *out)
{
    const struct irt_sx2_item *x = &((const struct irt_sx2 *)result)->item[j];

    ui_text_number(out, 10, 3, x->value);
    fprintf(out, "%10ld", x->df);
    ui_text_p(out, 10, x->p);
    ui_text_number(out, 10, 4, x->rmsea);
}

static void
sx2_text(const struct ui_report *report, const void *result, FILE *out)
{
    const struct irt_sx2 *sx2 = result;
    bool tested = true;

    ui_text_item_table(report, result, "S-X² df p RMSEA", 10, line, out);
    fprintf(out,
            "\nsums are merged until every expected count is 1 or more; "
            "%.15g persons",
            sx2->persons);
    if (sx2->left_out > 0)
        fprintf(out, ",\n%.15g with missing answers are left out", sx2->left_out);
    putc('\n', out);
    for (size_t j = 0; j < sx2->items; j++)
        tested = tested && sx2->item[j].df > 0;
    if (!tested)
        ui_text_paragraph(report, out, "No test", "%s", no_test);
}

static double
cell(const void *result, size_t j, size_t column)
{
    const struct irt_sx2_item *x = &((const struct irt_sx2 *)result)->item[j];
    const double value[] = { x->value, (double)x->df, x->p };

    return value[column];
}

const struct ui_statistic ui_statistic_sx2 = {
    .statistic = &irt_statistic_sx2,
    .json = sx2_json,
    .text = sx2_text,
    .columns = "sx2 sx2_df sx2_p",
    .cell = cell,
};
