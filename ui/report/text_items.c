/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/text_items.h"

#include <math.h>
#include <stdlib.h>

#include "canvas.h"
#include "plain.h"
#include "report/classical.h"

#define NAME   22 /* an item's name is cut to it */
#define NUMBER 9  /* a column of numbers */

char *
ui_report_foreign(const struct ui_report *report, const char *text)
{
    char *clean = ui_plain_utf8(text), *ascii;

    if (clean == NULL || !report->ascii)
        return clean;
    ascii = ui_plain_ascii(clean);
    free(clean);
    return ascii;
}

/* Which columns the test's items need. */
struct columns {
    size_t a, d, b;
    bool c, u;   /* an asymptote of some item is estimated */
    bool beside; /* one a, d and b at most: errors stand beside the numbers */
    bool errors;
    int width; /* of the names */
};

static struct columns
find_columns(const struct irt_fit *fit)
{
    struct columns columns = { .errors = fit->options.se != IRT_SE_NONE, .width = 4 };

    for (size_t j = 0; j < fit->model->items; j++) {
        struct irt_item_report item;

        irt_fit_report(fit, j, &item, NULL);
        columns.a = item.a_count > columns.a ? item.a_count : columns.a;
        columns.b = item.b_count > columns.b ? item.b_count : columns.b;
        columns.c = columns.c || item.c > 0;
        columns.u = columns.u || item.u < 1;
        if (item.b_count == 0 && item.d_count > columns.d)
            columns.d = item.d_count;
    }
    columns.beside = columns.a == 1 && columns.b <= 1 && !columns.c && !columns.u;
    if (columns.beside)
        columns.d = 1;
    for (size_t column = 0; column < fit->data->items; column++) {
        int width = ui_columns(fit->data->item_name[column]);

        columns.width = width > columns.width ? width : columns.width;
    }
    columns.width = columns.width < NAME ? columns.width : NAME;
    return columns;
}

static void
number(FILE *out, double value)
{
    if (!isfinite(value))
        fprintf(out, "%*s", NUMBER, isnan(value) ? "-" : value > 0 ? "inf" : "-inf");
    else if (fabs(value) < 9999.99995)
        fprintf(out, "%*.4f", NUMBER, value);
    else
        fprintf(out, "%*.1e", NUMBER, value);
}

static void
error_below(FILE *out, double value)
{
    char text[32] = "";

    if (isfinite(value))
        snprintf(text, sizeof text, value < 999.9995 ? "(%.4f)" : "(%.0e)", value);
    fprintf(out, "%*s", NUMBER, text);
}

/* What an item has at place i of a column's list; NAN where the list is shorter. */
static double
entry(const double *list, size_t count, size_t i)
{
    return i < count ? list[i] : NAN;
}

/* One line of an item: its numbers, or below them their errors. */
static void
line(FILE *out, const struct columns *columns, const struct irt_item_report *x,
     void (*cell)(FILE *, double))
{
    for (size_t i = 0; i < columns->a; i++)
        cell(out, entry(x->a, x->a_count, i));
    for (size_t i = 0; i < columns->d; i++)
        cell(out, entry(x->d, x->d_count, i));
    for (size_t i = 0; i < columns->b; i++)
        cell(out, entry(x->b, x->b_count, i));
    if (columns->c)
        cell(out, x->c);
    if (columns->u)
        cell(out, x->u);
    putc('\n', out);
}

/* a, d and b, each with its error beside it. */
static void
line_beside(FILE *out, const struct columns *columns, const struct irt_item_report *x,
            const struct irt_item_report *se, bool slope_fixed)
{
    const double value[] = { x->a[0], x->d[0], entry(x->b, x->b_count, 0) };
    const double error[] = { se->a[0], se->d[0], entry(se->b, se->b_count, 0) };

    for (size_t i = 0; i < (columns->b ? 3 : 2); i++) {
        number(out, value[i]);
        if (columns->errors && i == 0 && slope_fixed)
            fprintf(out, "%*s", NUMBER, "fixed");
        else if (columns->errors)
            number(out, error[i]);
    }
    putc('\n', out);
}

static void
item_lines(const struct ui_report *report, FILE *out, size_t column,
           const struct columns *columns)
{
    const struct irt_fit *fit = report->fit;
    size_t j = fit->model->item_of_column[column];
    struct irt_item_report value, se;

    ui_text_item_name(report, out, column, columns->width);
    if (j == IRT_NONE) {
        fputs("   set aside\n", out);
        return;
    }
    irt_fit_report(fit, j, &value, &se);
    if (columns->beside) {
        line_beside(out, columns, &value, &se,
                    fit->model->parameter[fit->model->item[j].first].free == IRT_NONE);
        return;
    }
    line(out, columns, &value, number);
    if (!columns->errors)
        return;
    fprintf(out, "%*s", columns->width, "");
    line(out, columns, &se, error_below);
}

/* "a", or "a1", "a2" ... */
static void
titles(FILE *out, char letter, size_t count, bool error)
{
    char title[24];

    for (size_t i = 0; i < count; i++) {
        snprintf(title, sizeof title, count == 1 ? "%c" : "%c%zu", letter, i + 1);
        fprintf(out, "%*s", NUMBER, title);
        if (error)
            fprintf(out, "%*s", NUMBER, "SE");
    }
}

static void
title_line(const struct ui_report *report, FILE *out, const struct columns *columns)
{
    bool error = columns->errors && columns->beside;

    if (report->colour)
        fputs("\033[1m", out);
    fprintf(out, "%-*s", columns->width, "item");
    titles(out, 'a', columns->a, error);
    titles(out, 'd', columns->d, error);
    titles(out, 'b', columns->b, error);
    titles(out, 'c', columns->c, error);
    titles(out, 'u', columns->u, error);
    if (report->colour)
        fputs("\033[0m", out);
    putc('\n', out);
}

void
ui_report_text_items(const struct ui_report *report, FILE *out)
{
    static const char *const by[] = {
        [IRT_SE_NONE] = "no standard errors",
        [IRT_SE_OAKES] = "SE: observed information (Oakes)",
        [IRT_SE_CROSSPROD] = "SE: cross-products of the scores",
    };
    const struct irt_item_ops *ops = report->fit->model->kind->item;
    struct columns columns = find_columns(report->fit);

    putc('\n', out);
    title_line(report, out, &columns);
    for (size_t column = 0; column < report->fit->data->items; column++)
        item_lines(report, out, column, &columns);
    const char *errors = by[report->fit->options.se];
    if (irt_options_robust(&report->fit->options) != IRT_ROBUST_NONE)
        errors =
            report->fit->covariance ? "SE: sandwich of the equations" : by[IRT_SE_NONE];
    else if (report->fit->estimator->likelihood == IRT_LIKELIHOOD_JOINT &&
             report->fit->covariance)
        errors = "SE: abilities held fixed";
    else if (report->fit->estimator->likelihood != IRT_LIKELIHOOD_MARGINAL &&
             report->fit->covariance)
        errors = "SE: conditional information";
    fprintf(out, "\n%s    %s    %s\n", ops->formula, ops->difficulty, errors);
}
