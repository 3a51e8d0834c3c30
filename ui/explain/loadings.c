/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loadings.c -- standardised loadings, thresholds and communalities of items. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdio.h>

#include "model/loadings.h"

enum { LOADING, THRESHOLD, COMMUNALITY };

/* x: a, sigma, 1.702 */
static double
scaled_of(const double *x, size_t n)
{
    (void)n;
    return x[0] * x[1] / x[2];
}

/* x: A */
static double
loading_of(const double *x, size_t n)
{
    (void)n;
    return x[0] / sqrt(1.0 + x[0] * x[0]);
}

static double
communality_of(const double *x, size_t n)
{
    double root = loading_of(x, n);

    return root * root;
}

/* x: a or -d, 1.702, A */
static double
standardised_of(const double *x, size_t n)
{
    (void)n;
    return x[0] / x[1] / sqrt(1.0 + x[2] * x[2]);
}

/* "A = ...": the item's slopes together, in units of the normal ogive; printed[] is A. */
static void
print_scale(struct ui_making *m, const struct irt_item_report *report, double sigma,
            double A, const struct ui_printed *seen)
{
    const double x[3] = { report->a[0], sigma, IRT_NORMAL_OGIVE };
    struct ui_printed printed[3];

    if (m->model->dims > 1) {
        ui_line(m, "A = √(a'Σa) / 1.702 = %s", seen->text);
        return;
    }
    ui_print_operands(scaled_of, x, 3, (const int[]){ 4, 4, 3 }, A, UI_FIXED + 6,
                      printed);
    ui_line(m, "A = aσ / 1.702 = %s × %s / 1.702 = %s", printed[0].text, printed[1].text,
            ui_printed(A, UI_FIXED + 6).text);
}

static void
print_number(struct ui_making *m, double part, double A)
{
    const double x[3] = { part, IRT_NORMAL_OGIVE, A };
    struct ui_printed printed[3], wanted;
    size_t what = m->q.column;

    if (what == THRESHOLD || m->model->dims > 1) {
        ui_print_operands(standardised_of, x, 3, (const int[]){ 4, 3, 6 }, m->out->value,
                          4, printed);
        wanted = ui_printed(m->out->value, 4);
        ui_line(m, "(%s / 1.702) / √(1 + %s²) = %s", printed[0].text, printed[2].text,
                wanted.text);
        return;
    }
    ui_print_operands(loading_of, x + 2, 1, (const int[]){ 6 }, m->out->value, 4,
                      printed);
    ui_line(m, "%s / √(1 + %s²) = %s", printed[0].text, printed[0].text,
            ui_printed(m->out->value, 4).text);
}

static void
add_operands(struct ui_making *m, const struct irt_item *item, const double *par,
             double sigma)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_PARAMETER, .item = m->q.item };

    for (size_t p = 0; p < item->count; p++) {
        q.parameter = item->first + p;
        ui_operand(m, q, par[p], "%s", m->model->parameter[q.parameter].name);
    }
    q.parameter = m->model->sigma;
    if (sigma != 1.0)
        ui_operand(m, q, sigma, "σ of θ");
}

bool
ui_explain_loading(struct ui_making *m)
{
    static const char *const formula[] = { "λ = A / √(1 + A²)",
                                           "τ = -(d / 1.702) / √(1 + A²)",
                                           "h² = A² / (1 + A²)" };
    static const char *const name[] = { "loading", "threshold", "communality" };
    const double *psi = m->shown->parameters ? m->shown->psi : m->stand.psi;
    struct irt_loadings loadings;
    struct irt_item_report report;

    if (!ui_needs_item(m))
        return false;
    const struct irt_item *item = &m->model->item[m->q.item];
    const double *par = psi + item->first;
    double sigma = psi[m->model->sigma];
    irt_item_loadings(m->model, m->q.item, par, sigma,
                      m->model->correlations ? psi + m->model->correlation : NULL,
                      &loadings);
    size_t what = m->q.column, row = m->q.row;
    size_t count = what == THRESHOLD ? loadings.thresholds : loadings.count;
    if (what > COMMUNALITY || row >= count)
        return irt_fail(m->error, IRT_BAD_USAGE, "the item has no such number");
    item->ops->report(item, par, &report);
    double A = sqrt(loadings.communality / (1.0 - loadings.communality));
    m->out->value = what == LOADING     ? loadings.loading[row]
                    : what == THRESHOLD ? loadings.threshold[row]
                                        : loadings.communality;
    ui_title(m, "%s of %s", name[what], ui_item_short(m, m->q.item).text);
    snprintf(m->out->formula, sizeof m->out->formula, "%s",
             what == LOADING && m->model->dims > 1 ? "λ_r = (a_r / 1.702) / √(1 + A²)"
                                                   : formula[what]);
    struct ui_printed seen = ui_printed(A, UI_FIXED + 6);
    print_scale(m, &report, sigma, A, &seen);
    if (what == COMMUNALITY) {
        struct ui_printed printed;

        ui_print_operands(communality_of, &A, 1, (const int[]){ 6 }, m->out->value, 4,
                          &printed);
        ui_line(m, "%s² / (1 + %s²) = %s", printed.text, printed.text,
                ui_printed(m->out->value, 4).text);
    } else {
        print_number(m, what == LOADING ? report.a[row] : -report.d[row],
                     report.a[0] < 0 && m->model->dims == 1 && what == LOADING ? -A : A);
    }
    ui_line(m, "1.702: logistic(1.702 x) is nearly the normal ogive");
    add_operands(m, item, par, sigma);
    return true;
}
