/* SPDX-License-Identifier: GPL-3.0-or-later */
/* information.c -- what the test says about theta as CSV: one row a theta, with the information of
 * the test, the standard error it gives, and the information of the sum score and of each item. */
#include "config.h"

#include "report/report.h"

#include <math.h>
#include <stdlib.h>

#include "report/table.h"
#include "score/information.h"

enum { POINTS = 121 }; /* from -6 to 6 */

static void
write_header(const struct irt_responses *data, FILE *out)
{
    fputs("theta,test,se,sum_score", out);
    for (size_t column = 0; column < data->items; column++) {
        putc(',', out);
        ui_table_text(out, data->item_name[column]);
    }
    putc('\n', out);
}

/* Items that were set aside say nothing. */
static void
write_row(const struct irt_fit *fit, double theta, FILE *out)
{
    const struct irt_model *model = fit->model;
    double test, sum, item;

    irt_test_information(model, fit->psi, &theta, 1, &test);
    irt_sum_information(model, fit->psi, &theta, 1, &sum);
    fprintf(out, "%.1f,", theta);
    ui_table_real(out, test);
    putc(',', out);
    ui_table_real(out, 1.0 / sqrt(test));
    putc(',', out);
    ui_table_real(out, sum);
    for (size_t column = 0; column < fit->data->items; column++) {
        size_t j = model->item_of_column[column];

        putc(',', out);
        if (j == IRT_NONE)
            continue;
        irt_item_information(model, fit->psi, j, &theta, 1, &item);
        ui_table_real(out, item);
    }
    putc('\n', out);
}

bool
ui_report_information(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    const struct irt_fit *fit = report->fit;

    if (fit->model->dims > 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "information is tabulated in one dimension: in several it is a "
                        "matrix at every theta");
    write_header(fit->data, out);
    for (int n = 0; n < POINTS; n++)
        write_row(fit, (n - (POINTS - 1) / 2) / 10.0, out);
    return ui_table_done(out, error);
}
