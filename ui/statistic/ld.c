/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ld.c -- LD-X2, written. */
#include "config.h"

#include "statistic/statistic.h"

#include <math.h>

#include "fit/ld.h"
#include "report/text_parts.h"
#include "statistic/pairs.h"
#include "statistic/parts.h"

#define SHOWN 10

static json_t *
table(struct writer *w, const struct irt_ld_pair *pair, const double *cells)
{
    json_t *rows = json_array();

    for (unsigned h = 0; h < pair->rows; h++)
        push(w, rows,
             numbers(w, cells + pair->at + (size_t)h * pair->columns, pair->columns));
    return rows;
}

static void
ld_json(struct writer *w, json_t *fit, const struct ui_report *report, const void *result)
{
    const struct irt_ld *ld = result;
    json_t *list = json_array();

    for (size_t j = 0; j < ld->items; j++)
        for (size_t k = j + 1; k < ld->items; k++) {
            const struct irt_ld_pair *pair = &ld->pair[irt_ld_place(ld, j, k)];
            json_t *part = json_object(), *names = json_array();

            push(w, names, text(ui_statistic_item_name(report, j)));
            push(w, names, text(ui_statistic_item_name(report, k)));
            put(w, part, "items", names);
            put(w, part, "x2", real(pair->x2));
            put(w, part, "df", count((double)pair->df));
            put(w, part, "standardised", real(pair->standardised));
            put(w, part, "sign", json_integer(pair->sign));
            put(w, part, "persons", count(pair->persons));
            put(w, part, "observed", table(w, pair, ld->observed));
            put(w, part, "expected", table(w, pair, ld->expected));
            push(w, list, part);
        }
    put(w, fit, "ld", list);
}

static double
value(const void *result, size_t j, size_t k)
{
    const struct irt_ld *ld = result;

    return ld->pair[irt_ld_place(ld, j, k)].standardised;
}

static void
ld_text(const struct ui_report *report, const void *result, FILE *out)
{
    const struct irt_ld *ld = result;
    int width = ui_pair_width(report);
    struct ui_pair pair[SHOWN];
    size_t count = ui_largest_pairs(ld->items, result, value, false, pair, SHOWN);
    bool sparse = false;

    ui_text_colour(report, out, "1");
    fprintf(out, "%-*s  %-*s%11s%6s%14s%12s", width, "item", width, "and item", "LD-X²",
            "df", "standardised", "together");
    ui_text_colour(report, out, "0");
    putc('\n', out);
    for (size_t i = 0; i < count; i++) {
        const struct irt_ld_pair *p = &ld->pair[irt_ld_place(ld, pair[i].j, pair[i].k)];

        ui_text_pair(report, &pair[i], out);
        ui_text_number(out, 10, 2, p->x2);
        fprintf(out, "%6zu", p->df);
        ui_text_number(out, 14, 2, p->standardised);
        fprintf(out, "%12s%s\n",
                p->sign > 0   ? "more"
                : p->sign < 0 ? "less"
                              : "-",
                p->least < 1 ? " ~" : "");
        sparse = sparse || p->least < 1;
    }
    fprintf(out,
            "\nthe largest of %zu pairs; they go together more or less often than "
            "expected\n",
            ld->pairs);
    if (sparse)
        fputs("~ a cell expects less than 1: one answer can make it large\n", out);
}

const struct ui_statistic ui_statistic_ld = {
    .statistic = &irt_statistic_ld,
    .json = ld_json,
    .text = ld_text,
};
