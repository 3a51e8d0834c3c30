/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sums.c -- the table of sum scores, for people, as CSV and as JSON. */
#include "config.h"

#include "report/report.h"

#include <math.h>

#include "number.h"
#include "report/json_values.h"
#include "report/table.h"
#include "report/text_parts.h"

/* How many of the persons are expected to have a sum. */
static double
expected(const struct irt_sum_scores *sums, size_t s)
{
    return sums->complete * sums->probability[s];
}

/* A sum that no answers make. */
static bool
cannot_be(const struct irt_sum_scores *sums, size_t s)
{
    return !(sums->probability[s] > 0);
}

void
ui_text_sums(const struct ui_report *report, FILE *out)
{
    const struct irt_sum_scores *sums = report->sums;

    ui_text_colour(report, out, "1");
    fprintf(out, "%6s%11s%11s%11s%9s\n", "sum", "persons", "expected", "score", "SE");
    ui_text_colour(report, out, "0");
    for (size_t s = 0; s < sums->count; s++)
        if (!cannot_be(sums, s))
            fprintf(out, "%6zu%11.15g%11.1f%11.4f%9.4f\n", sums->least + s,
                    sums->persons[s], expected(sums, s), sums->score[s], sums->se[s]);
    fprintf(out,
            "\nscore: EAP of θ given the sum of the answers (Lord and Wingersky)\n"
            "reliability %.4f; %s persons answered every item\n",
            sums->reliability, ui_count(sums->complete).text);
}

bool
ui_report_sums_text(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    return ui_text_write(report, ui_text_sums, out, error);
}

bool
ui_report_sums(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    const struct irt_sum_scores *sums = report->sums;

    fputs("sum,persons,expected,probability,score,se\n", out);
    for (size_t s = 0; s < sums->count; s++) {
        if (cannot_be(sums, s))
            continue;
        fprintf(out, "%zu,", sums->least + s);
        ui_table_real(out, sums->persons[s]);
        putc(',', out);
        ui_table_real(out, expected(sums, s));
        putc(',', out);
        ui_table_real(out, sums->probability[s]);
        putc(',', out);
        ui_table_real(out, sums->score[s]);
        putc(',', out);
        ui_table_real(out, sums->se[s]);
        putc('\n', out);
    }
    return ui_table_done(out, error);
}

json_t *
ui_json_sums(struct writer *w, const struct irt_sum_scores *sums)
{
    json_t *list = json_array();

    for (size_t s = 0; s < sums->count; s++) {
        json_t *row = json_object();

        if (cannot_be(sums, s)) {
            json_decref(row);
            continue;
        }
        put(w, row, "sum", json_integer((json_int_t)(sums->least + s)));
        put(w, row, "persons", count(sums->persons[s]));
        put(w, row, "expected", real(expected(sums, s)));
        put(w, row, "probability", real(sums->probability[s]));
        put(w, row, "score", real(sums->score[s]));
        put(w, row, "se", real(sums->se[s]));
        push(w, list, row);
    }
    return list;
}
