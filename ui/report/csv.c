/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv.c -- the items of a fit as CSV: one row an item, in the data's order. */
#include "config.h"

#include "report/report.h"

#include <math.h>

#include "report/table.h"
#include "statistic/statistic.h"

/* How many of each the items have at most. */
struct widths {
    size_t a, d, b;
    bool c, u;
};

static struct widths
find_widths(const struct irt_fit *fit)
{
    struct widths widths = { 1, 1, 1, false, false };

    for (size_t j = 0; j < fit->model->items; j++) {
        struct irt_item_report item;

        irt_fit_report(fit, j, &item, NULL);
        widths.a = item.a_count > widths.a ? item.a_count : widths.a;
        widths.d = item.d_count > widths.d ? item.d_count : widths.d;
        widths.b = item.b_count > widths.b ? item.b_count : widths.b;
        widths.c = widths.c || item.c > 0;
        widths.u = widths.u || item.u < 1;
    }
    return widths;
}

static void
titles(FILE *out, char letter, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (count == 1)
            fprintf(out, ",%c,se_%c", letter, letter);
        else
            fprintf(out, ",%c%zu,se_%c%zu", letter, i + 1, letter, i + 1);
}

static void
cells(FILE *out, const double *value, const double *se, size_t count, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        putc(',', out);
        ui_table_real(out, i < count ? value[i] : NAN);
        putc(',', out);
        ui_table_real(out, i < count ? se[i] : NAN);
    }
}

static void
row(const struct ui_report *report, size_t column, const struct widths *widths, FILE *out)
{
    const struct irt_fit *fit = report->fit;
    struct irt_item_report x = { .c = NAN, .u = NAN }, se = x;
    size_t j = fit->model->item_of_column[column];

    if (j != IRT_NONE)
        irt_fit_report(fit, j, &x, &se);
    ui_table_text(out, fit->data->item_name[column]);
    putc(',', out);
    ui_table_text(out, fit->model->kind->name);
    cells(out, x.a, se.a, x.a_count, widths->a);
    cells(out, x.d, se.d, x.d_count, widths->d);
    cells(out, x.b, se.b, x.b_count, widths->b);
    cells(out, &x.c, &se.c, 1, widths->c);
    cells(out, &x.u, &se.u, 1, widths->u);
    ui_statistics_csv_cells(report, j, out);
    putc('\n', out);
}

bool
ui_report_csv(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    const struct irt_fit *fit = report->fit;
    struct widths widths = find_widths(fit);

    fputs("item,model", out);
    titles(out, 'a', widths.a);
    titles(out, 'd', widths.d);
    titles(out, 'b', widths.b);
    titles(out, 'c', widths.c);
    titles(out, 'u', widths.u);
    ui_statistics_csv_header(report, out);
    putc('\n', out);
    for (size_t column = 0; column < fit->data->items; column++)
        row(report, column, &widths, out);
    return ui_table_done(out, error);
}
