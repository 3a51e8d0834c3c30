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
#define PAGE   80

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

/* Errors were asked for, and there are some. */
static bool
has_errors(const struct irt_fit *fit)
{
    if (fit->options.se == IRT_SE_NONE || !fit->se)
        return false;
    for (size_t k = 0; k < fit->model->parameters; k++)
        if (isfinite(fit->se[k]))
            return true;
    return false;
}

static struct columns
find_columns(const struct irt_fit *fit)
{
    struct columns columns = { .errors = has_errors(fit), .width = 4 };

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

/* With four decimals, or as many as leave a space before it in a column of NUMBER less around. */
static void
print_value(double value, int around, char *text, size_t size)
{
    int room = NUMBER - 1 - around;

    for (int decimals = 4; decimals >= 0 && fabs(value) < 1e6; decimals--)
        if (snprintf(text, size, "%.*f", decimals, value) <= room)
            return;
    snprintf(text, size, "%.*e", value < 0 ? 0 : 1, value);
}

static void
number(FILE *out, double value)
{
    char text[400];

    if (!isfinite(value))
        snprintf(text, sizeof text, "%s",
                 isnan(value) ? "-"
                 : value > 0  ? "inf"
                              : "-inf");
    else
        print_value(value, 0, text, sizeof text);
    fprintf(out, "%*s", NUMBER, text);
}

static void
error_below(FILE *out, double value)
{
    char text[400], bracketed[404] = "";

    if (isfinite(value)) {
        print_value(value, 2, text, sizeof text);
        snprintf(bracketed, sizeof bracketed, "(%s)", text);
    }
    fprintf(out, "%*s", NUMBER, bracketed);
}

/* What an item has at place i of a column's list; NAN where the list is shorter. */
static double
entry(const double *list, size_t count, size_t i)
{
    return i < count ? list[i] : NAN;
}

/* Columns that are not beside, in order: a, d, b, c, u. */
static size_t
count_columns(const struct columns *columns)
{
    return columns->a + columns->d + columns->b + columns->c + columns->u;
}

/* What an item has in column k of all. */
static double
value_at(const struct columns *columns, const struct irt_item_report *x, size_t k)
{
    if (k < columns->a)
        return entry(x->a, x->a_count, k);
    k -= columns->a;
    if (k < columns->d)
        return entry(x->d, x->d_count, k);
    k -= columns->d;
    if (k < columns->b)
        return entry(x->b, x->b_count, k);
    return k == columns->b && columns->c ? x->c : x->u;
}

/* Columns of a part of a table that is wider than a page. */
struct part {
    size_t from, to;
};

static bool
has_numbers(const struct columns *columns, const struct irt_item_report *x,
            struct part part)
{
    for (size_t k = part.from; k < part.to; k++)
        if (!isnan(value_at(columns, x, k)))
            return true;
    return false;
}

/* One line of an item: its numbers, or below them their errors. */
static void
line(FILE *out, const struct columns *columns, const struct irt_item_report *x,
     struct part part, void (*cell)(FILE *, double))
{
    for (size_t k = part.from; k < part.to; k++)
        cell(out, value_at(columns, x, k));
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

/* An item without a number in a part of the table is left out of it, but of the first. */
static void
item_lines(const struct ui_report *report, FILE *out, size_t column,
           const struct columns *columns, struct part part)
{
    const struct irt_fit *fit = report->fit;
    size_t j = fit->model->item_of_column[column];
    struct irt_item_report value, se;

    if (j != IRT_NONE)
        irt_fit_report(fit, j, &value, &se);
    if (part.from > 0 && (j == IRT_NONE || !has_numbers(columns, &value, part)))
        return;
    ui_text_item_name(report, out, column, columns->width);
    if (j == IRT_NONE) {
        fputs("   set aside\n", out);
        return;
    }
    if (columns->beside) {
        line_beside(out, columns, &value, &se,
                    fit->model->parameter[fit->model->item[j].first].free == IRT_NONE);
        return;
    }
    line(out, columns, &value, part, number);
    if (!columns->errors)
        return;
    fprintf(out, "%*s", columns->width, "");
    line(out, columns, &se, part, error_below);
}

/* "a", or of several "a1", "a2" ... */
static void
title(FILE *out, char letter, size_t count, size_t k, bool error)
{
    char text[24];

    snprintf(text, sizeof text, count == 1 ? "%c" : "%c%zu", letter, k + 1);
    fprintf(out, "%*s", NUMBER, text);
    if (error)
        fprintf(out, "%*s", NUMBER, "SE");
}

static void
title_line(const struct ui_report *report, FILE *out, const struct columns *columns,
           struct part part)
{
    const size_t count[] = { columns->a, columns->d, columns->b, columns->c, columns->u };
    bool error = columns->errors && columns->beside;
    size_t k = 0;

    if (report->colour)
        fputs("\033[1m", out);
    fprintf(out, "%-*s", columns->width, "item");
    for (size_t list = 0; list < sizeof count / sizeof *count; list++)
        for (size_t i = 0; i < count[list]; i++, k++)
            if (k >= part.from && k < part.to)
                title(out, "adbcu"[list], count[list], i, error);
    if (report->colour)
        fputs("\033[0m", out);
    putc('\n', out);
}

/* The table, in parts where it is wider than a page. */
static void
tables(const struct ui_report *report, FILE *out, const struct columns *columns)
{
    size_t count = count_columns(columns);
    size_t fit = (size_t)(PAGE - columns->width) / NUMBER;
    struct part part = { 0, columns->beside || count < fit ? count : fit };

    for (;;) {
        title_line(report, out, columns, part);
        for (size_t column = 0; column < report->fit->data->items; column++)
            item_lines(report, out, column, columns, part);
        if (part.to == count)
            return;
        putc('\n', out);
        part.from = part.to;
        part.to = count - part.from < fit ? count : part.from + fit;
    }
}

/* True when an item before j is of the same model. */
static bool
met_before(const struct irt_model *model, size_t j)
{
    for (size_t k = 0; k < j; k++)
        if (model->item[k].ops == model->item[j].ops)
            return true;
    return false;
}

/* What the numbers are: of each model that items have, and the errors, in the same line where
 * there is one model and room. */
static void
foot(FILE *out, const struct irt_model *model, const char *errors)
{
    int columns = 0;
    size_t lines = 0;

    putc('\n', out);
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item_ops *ops = model->item[j].ops;

        if (met_before(model, j))
            continue;
        columns = ui_columns(ops->formula) + ui_columns(ops->difficulty);
        fprintf(out, "%s%s    %s", lines++ ? "\n" : "", ops->formula, ops->difficulty);
    }
    bool fits = lines == 1 && columns + ui_columns(errors) + 8 <= PAGE;
    fprintf(out, "%s%s\n", fits ? "    " : "\n", errors);
}

void
ui_report_text_items(const struct ui_report *report, FILE *out)
{
    static const char *const by[] = {
        [IRT_SE_NONE] = "no standard errors",
        [IRT_SE_OAKES] = "SE: observed information (Oakes)",
        [IRT_SE_CROSSPROD] = "SE: cross-products of the scores",
    };
    struct columns columns = find_columns(report->fit);

    putc('\n', out);
    tables(report, out, &columns);
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
    foot(out, report->fit->model, errors);
}
