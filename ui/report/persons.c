/* SPDX-License-Identifier: GPL-3.0-or-later */
/* persons.c -- the persons' scores as CSV: one row an input row, in its order. */
#include "config.h"

#include "report/report.h"

#include <math.h>

#include "report/table.h"
#include "statistic/statistic.h"

bool
ui_report_persons(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    const struct irt_responses *data = report->fit->data;
    const struct irt_patterns *patterns = report->fit->patterns;

    size_t dims = report->fit->model->dims;

    fputs("id,school,frequency,score,se", out);
    for (size_t d = 2; d <= dims; d++)
        fprintf(out, ",score%zu,se%zu", d, d);
    ui_statistics_person_header(report, out);
    putc('\n', out);
    for (size_t i = 0; i < data->rows; i++) {
        size_t l = patterns->of_row[i];

        if (data->person_id != NULL)
            ui_table_text(out, data->person_id[i]);
        else
            fprintf(out, "%zu", i + 1);
        putc(',', out);
        if (data->school != NULL)
            ui_table_text(out, data->school_name[data->school[i]]);
        putc(',', out);
        ui_table_real(out, irt_responses_frequency(data, i));
        for (size_t d = 0; d < dims; d++) {
            putc(',', out);
            ui_table_real(out, report->score != NULL ? report->score[l * dims + d] : NAN);
            putc(',', out);
            ui_table_real(out, report->score_se != NULL ? report->score_se[l * dims + d]
                                                        : NAN);
        }
        ui_statistics_person_cells(report, i, out);
        putc('\n', out);
    }
    return ui_table_done(out, error);
}
