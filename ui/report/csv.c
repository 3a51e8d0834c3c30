/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv.c -- the items of a fit as CSV: one row an item, in the data's order. */
#include "config.h"

#include "report/report.h"

#include "report/item_numbers.h"
#include "report/table.h"

bool
ui_report_csv(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    const struct irt_fit *fit = report->fit;

    fputs("item,model,a,se_a,d,se_d,b,se_b\n", out);
    for (size_t column = 0; column < fit->data->items; column++) {
        struct ui_item_numbers item = ui_item_numbers(fit, column);
        const double cell[] = { item.a, item.se_a, item.d, item.se_d, item.b, item.se_b };

        ui_table_text(out, fit->data->item_name[column]);
        putc(',', out);
        ui_table_text(out, fit->model->kind->name);
        for (size_t c = 0; c < sizeof cell / sizeof *cell; c++) {
            putc(',', out);
            ui_table_real(out, cell[c]);
        }
        putc('\n', out);
    }
    return ui_table_done(out, error);
}
