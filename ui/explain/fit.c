/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit.c -- statistics of fit: which function explains which, and what they share. */
#include "config.h"

#include "explain/fit_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "canvas.h"
#include "examine.h"

#define COLUMNS 72 /* of a line */
#define CELLS   64

static bool (*const makers[])(struct ui_making *m) = {
    [UI_STAT_SX2] = ui_explain_sx2,
    [UI_STAT_SQUARE] = ui_explain_square,
    [UI_STAT_Q3] = ui_explain_q3,
    [UI_STAT_LD] = ui_explain_ld,
    [UI_STAT_LZ] = ui_explain_lz,
    [UI_STAT_PERSON] = ui_explain_person,
    [UI_STAT_M2] = ui_explain_m2,
    [UI_STAT_G2] = ui_explain_g2,
    [UI_STAT_RELIABILITY] = ui_explain_reliability,
    [UI_STAT_DIF] = ui_explain_dif,
};

bool
ui_explain_fit(struct ui_making *m)
{
    if (m->q.category >= sizeof makers / sizeof *makers)
        return irt_fail(m->error, IRT_BAD_USAGE, "nothing is known about this number");
    return makers[m->q.category](m);
}

const void *
ui_fit_result(struct ui_making *m, const struct irt_statistic *statistic)
{
    const char *why;
    const void *result = ui_examined_of(m->session, statistic, &why);

    if (!result)
        irt_fail(m->error, IRT_BAD_USAGE, "%s",
                 why                 ? why
                 : statistic->costly ? "this takes long: a on Fit computes it"
                 : ui_examined(m->session)
                     ? "this was not asked for"
                     : "statistics of fit come with the first cycle");
    return result;
}

void
ui_fit_formula(struct ui_making *m, const char *name, const char *formula,
               const char *source)
{
    snprintf(m->out->name, sizeof m->out->name, "%s", name);
    snprintf(m->out->formula, sizeof m->out->formula, "%s", formula);
    snprintf(m->out->source, sizeof m->out->source, "%s", source);
}

bool
ui_fit_value(struct ui_making *m, double value)
{
    m->out->value = value;
    return isfinite(value) ||
           irt_fail(m->error, IRT_BAD_USAGE, "this number cannot be had here");
}

void
ui_fit_long_line(struct ui_making *m, const char *text)
{
    while (ui_columns(text) > COLUMNS) {
        const char *at = NULL;
        char first[300];

        for (const char *next = strstr(text, " + "); next;
             next = strstr(next + 1, " + ")) {
            snprintf(first, sizeof first, "%.*s", (int)(next - text), text);
            if (ui_columns(first) <= COLUMNS)
                at = next;
        }
        if (!at)
            break;
        ui_line(m, "%.*s", (int)(at - text), text);
        text = at + 1;
    }
    ui_line(m, "%s", text);
}

double
ui_pearson_of(const double *x, size_t n)
{
    double sum = 0;

    for (size_t k = 0; k + 1 < n; k += 2)
        sum += (x[k] - x[k + 1]) * (x[k] - x[k + 1]) / x[k + 1];
    return sum;
}

void
ui_fit_pearson(struct ui_making *m, const char *label, const double *x, size_t n,
               double value, int form)
{
    struct ui_printed printed[CELLS];
    int forms[CELLS];
    char text[900];
    size_t used = (size_t)snprintf(text, sizeof text, "%s", label);

    for (size_t k = 0; k < n && k < CELLS; k++)
        forms[k] = k % 2 ? 2 : 0;
    ui_print_operands(ui_pearson_of, x, n, forms, value, form, printed);
    for (size_t k = 0; k + 1 < n && used < sizeof text; k += 2)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s(%s - %s)²/%s",
                                 k ? " + " : "", printed[k].text, printed[k + 1].text,
                                 printed[k + 1].text);
    if (used < sizeof text)
        snprintf(text + used, sizeof text - used, " = %s", ui_printed(value, form).text);
    ui_fit_long_line(m, text);
}

void
ui_fit_sum(struct ui_making *m, const double *term, size_t n, size_t most, double total,
           int decimals, const char *rest)
{
    struct ui_terms terms =
        ui_choose_terms(term, n, most, false, total, UI_FIXED + decimals);
    struct ui_flow flow = { .sign = " + " };

    for (size_t k = 0; k < terms.shown; k++)
        ui_flow_add(m, &flow, ui_printed(term[terms.which[k]], terms.form).text);
    ui_flow_end(m, &flow);
    if (terms.more)
        ui_line(m, "+ %s, of the %zu other %s", ui_printed(terms.rest, terms.form).text,
                terms.more, rest);
    ui_line(m, "= %s", ui_printed(total, UI_FIXED + decimals).text);
}

struct ui_quantity
ui_fit_alike(const struct ui_making *m, size_t row, size_t column)
{
    struct ui_quantity q = m->q;

    q.row = row;
    q.column = column;
    return q;
}
