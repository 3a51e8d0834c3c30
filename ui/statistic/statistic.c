/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statistic.c -- the statistics of fit that a report has, one after the other. */
#include "config.h"

#include "statistic/statistic.h"

#include <math.h>
#include <string.h>

#include "report/table.h"
#include "report/text_parts.h"
#include "statistic/explain.h"

const struct ui_statistic *const ui_statistics[] = {
    &ui_statistic_reliability, &ui_statistic_m2,  &ui_statistic_c2,
    &ui_statistic_g2,          &ui_statistic_sx2, &ui_statistic_infit,
    &ui_statistic_curves,      &ui_statistic_q3,  &ui_statistic_ld,
    &ui_statistic_lz,          &ui_statistic_dif, NULL,
};

static const void *
result_of(const struct ui_report *report, const struct ui_statistic *s)
{
    return irt_diagnostics_of(report->diagnostics, s->statistic);
}

static const char *
why_not(const struct ui_report *report, const struct ui_statistic *s)
{
    return irt_diagnostics_why_not(report->diagnostics, s->statistic);
}

/* --- JSON ------------------------------------------------------------------------------ */

void
ui_statistics_json(struct writer *w, json_t *fit, const struct ui_report *report)
{
    json_t *reasons = json_object();

    for (size_t i = 0; ui_statistics[i] != NULL; i++) {
        const struct ui_statistic *s = ui_statistics[i];

        if (result_of(report, s) != NULL && s->json != NULL)
            s->json(w, fit, report, result_of(report, s));
        if (why_not(report, s) != NULL)
            put(w, reasons, s->statistic->name, text(why_not(report, s)));
    }
    if (json_object_size(reasons) > 0)
        put(w, fit, "why_not", reasons);
    else
        json_decref(reasons);
}

/* --- for people ------------------------------------------------------------------------ */

void
ui_statistics_text(const struct ui_report *report, FILE *out)
{
    if (report->diagnostics != NULL && !report->fit->converged) {
        putc('\n', out);
        ui_text_paragraph(report, out, "Caution",
                          "the estimation has not converged: statistics of fit are of "
                          "the estimates as they stand");
    }
    for (size_t i = 0; ui_statistics[i] != NULL; i++) {
        const struct ui_statistic *s = ui_statistics[i];

        if (result_of(report, s) != NULL && s->text != NULL) {
            putc('\n', out);
            s->text(report, result_of(report, s), out);
        } else if (why_not(report, s) != NULL) {
            putc('\n', out);
            ui_text_paragraph(report, out, s->statistic->title, "not computed: %s",
                              why_not(report, s));
        }
    }
    ui_statistics_reading(report, out);
}

/* --- CSV -------------------------------------------------------------------------------- */

static void
header(FILE *out, const char *columns)
{
    for (; *columns != '\0'; columns += strspn(columns, " ")) {
        size_t length = strcspn(columns, " ");

        fprintf(out, ",%.*s", (int)length, columns);
        columns += length;
    }
}

static size_t
count_words(const char *words)
{
    size_t count = 0;

    for (; *words != '\0'; words += strspn(words, " ")) {
        words += strcspn(words, " ");
        count++;
    }
    return count;
}

/* Columns of one that was asked for stand there, empty, where it could not be computed. */
static bool
is_asked(const struct ui_report *report, const struct ui_statistic *s)
{
    return result_of(report, s) != NULL || why_not(report, s) != NULL;
}

void
ui_statistics_csv_header(const struct ui_report *report, FILE *out)
{
    for (size_t i = 0; ui_statistics[i] != NULL; i++)
        if (ui_statistics[i]->columns != NULL && is_asked(report, ui_statistics[i]))
            header(out, ui_statistics[i]->columns);
}

void
ui_statistics_csv_cells(const struct ui_report *report, size_t j, FILE *out)
{
    for (size_t i = 0; ui_statistics[i] != NULL; i++) {
        const struct ui_statistic *s = ui_statistics[i];
        const void *result = result_of(report, s);

        if (s->columns == NULL || !is_asked(report, s))
            continue;
        for (size_t c = 0; c < count_words(s->columns); c++) {
            putc(',', out);
            ui_table_real(out,
                          result != NULL && j != IRT_NONE ? s->cell(result, j, c) : NAN);
        }
    }
}

void
ui_statistics_person_header(const struct ui_report *report, FILE *out)
{
    for (size_t i = 0; ui_statistics[i] != NULL; i++)
        if (ui_statistics[i]->person_columns != NULL &&
            is_asked(report, ui_statistics[i]))
            header(out, ui_statistics[i]->person_columns);
}

void
ui_statistics_person_cells(const struct ui_report *report, size_t row, FILE *out)
{
    for (size_t i = 0; ui_statistics[i] != NULL; i++) {
        const struct ui_statistic *s = ui_statistics[i];
        const void *result = result_of(report, s);

        if (s->person_columns == NULL || !is_asked(report, s))
            continue;
        for (size_t c = 0; c < count_words(s->person_columns); c++) {
            putc(',', out);
            ui_table_real(out,
                          result != NULL ? s->person_cell(report, result, row, c) : NAN);
        }
    }
}
