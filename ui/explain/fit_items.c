/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_items.c -- statistics of an item and of a pair: S-X2, mean squares, Q3, LD-X2. */
#include "config.h"

#include "explain/fit_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "fit/infit.h"
#include "fit/ld.h"
#include "fit/p_text.h"
#include "fit/q3.h"
#include "fit/sx2.h"

#define SHOWN_GROUPS 12

/* --- S-X2 ------------------------------------------------------------------------------------ */

static void
group_cells(const struct irt_sx2_item *x, size_t g, double *cells)
{
    for (unsigned h = 0; h < x->categories; h++) {
        cells[2 * h] = x->observed[g * x->categories + h];
        cells[2 * h + 1] = x->expected[g * x->categories + h];
    }
}

/* Group after group of sums. */
static void
print_groups(struct ui_making *m, const struct irt_sx2_item *x, const double *term)
{
    double cells[2 * IRT_MAX_CATEGORIES];
    struct ui_terms terms =
        ui_choose_terms(term, x->groups, SHOWN_GROUPS, false, x->value, UI_FIXED + 4);

    for (size_t k = 0; k < terms.shown; k++) {
        const struct irt_sx2_group *group = &x->group[terms.which[k]];
        char label[64];

        snprintf(label, sizeof label, "sum %zu: ", group->from);
        if (group->to > group->from)
            snprintf(label, sizeof label, "%zu to %zu: ", group->from, group->to);
        group_cells(x, terms.which[k], cells);
        ui_fit_pearson(m, label, cells, 2 * x->categories, term[terms.which[k]],
                       terms.form);
    }
    if (terms.more)
        ui_line(m, "the %zu other groups of sums: %s", terms.more,
                ui_printed(terms.rest, terms.form).text);
    ui_line(m, "in all %s", ui_printed(x->value, UI_FIXED + 4).text);
}

bool
ui_explain_sx2(struct ui_making *m)
{
    const struct irt_sx2 *sx2 = ui_fit_result(m, &irt_statistic_sx2);
    double cells[2 * IRT_MAX_CATEGORIES], *term;
    char p[IRT_P_TEXT];

    if (!sx2 || !ui_needs_item(m))
        return false;
    const struct irt_sx2_item *x = &sx2->item[m->q.item];
    long moments = (long)(x->groups * (x->categories - 1));
    ui_title(m, "S-X² of %s", ui_item_short(m, m->q.item).text);
    ui_fit_formula(m, "S-X²", "Σ_k Σ_h (O_kh - E_kh)² / E_kh",
                   "Orlando and Thissen 2000");
    if (!ui_fit_value(m, x->value))
        return false;
    term = calloc(x->groups + 1, sizeof *term);
    if (!term)
        return irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
    for (size_t g = 0; g < x->groups; g++) {
        group_cells(x, g, cells);
        term[g] = ui_pearson_of(cells, 2 * x->categories);
    }
    if (x->categories <= 2)
        print_groups(m, x, term);
    else {
        ui_line(m, "group after group of sums, all categories together:");
        ui_fit_sum(m, term, x->groups, 2 * SHOWN_GROUPS, x->value, 4, "groups");
    }
    free(term);
    ui_line(m, "df = %zu groups × %u - %ld parameters = %ld, %s", x->groups,
            x->categories - 1, moments - x->df, x->df, irt_p_phrase(x->p, p));
    ui_line(m, "E_kh = N_k Σ_n A_n P_jh S_j(k - h) / Σ_n A_n S(k), S the others' sums");
    return true;
}

/* --- mean squares ---------------------------------------------------------------------------- */

/* x: mean square, q */
static double
cube_root_of(const double *x, size_t n)
{
    (void)n;
    return (cbrt(x[0]) - 1) * 3 / x[1] + x[1] / 3;
}

static void
print_square(struct ui_making *m, const struct irt_mean_squares *s, bool outfit)
{
    const double x[2] = { outfit ? s->relative : s->square,
                          outfit ? s->answers : s->variance };
    struct ui_printed printed[2];

    ui_print_operands(ui_ratio_of, x, 2, (const int[]){ 3, 3 }, m->out->value, 4,
                      printed);
    if (outfit) {
        ui_line(m, "Σ (x - E)²/W over %s answers = %s", printed[1].text, printed[0].text);
        ui_line(m, "%s / %s = %s", printed[0].text, printed[1].text,
                ui_printed(m->out->value, 4).text);
        return;
    }
    ui_line(m, "Σ (x - E)² = %s and Σ W = %s over %.15g answers", printed[0].text,
            printed[1].text, s->answers);
    ui_line(m, "%s / %s = %s", printed[0].text, printed[1].text,
            ui_printed(m->out->value, 4).text);
}

static void
print_z(struct ui_making *m, const struct irt_mean_squares *s, bool outfit)
{
    const double x[2] = { outfit ? s->outfit : s->infit,
                          outfit ? s->outfit_sd : s->infit_sd };
    struct ui_printed printed[2];

    ui_print_operands(cube_root_of, x, 2, (const int[]){ 4, 4 }, m->out->value, 3,
                      printed);
    ui_line(m, "q, the standard deviation of the mean square: %s", printed[1].text);
    ui_line(m, "(∛%s - 1) × 3 / %s + %s / 3 = %s", printed[0].text, printed[1].text,
            printed[1].text, ui_printed(m->out->value, 3).text);
    ui_operand(m, ui_fit_alike(m, outfit ? 2 : 0, m->q.column), x[0],
               "%s, the mean square", outfit ? "outfit" : "infit");
}

bool
ui_explain_square(struct ui_making *m)
{
    static const char *const where[] = { "averaged over each person's posterior",
                                         "at each person's EAP",
                                         "at each person's Warm estimate" };
    const struct irt_infit *infit = ui_fit_result(m, &irt_statistic_infit);

    if (!infit || !ui_needs_item(m) || m->q.node > 2 || m->q.row > 3)
        return false;
    const struct irt_infit_item *item = &infit->item[m->q.item];
    const struct irt_mean_squares *s = m->q.node == 0   ? &item->posterior
                                       : m->q.node == 1 ? &item->eap
                                                        : &item->wle;
    const double value[] = { s->infit, s->infit_z, s->outfit, s->outfit_z };
    bool outfit = m->q.row >= 2, z = m->q.row % 2;
    ui_title(m, "%s%s of %s", outfit ? "outfit" : "infit", z ? "'s z" : "",
             ui_item_short(m, m->q.item).text);
    ui_fit_formula(m,
                   z        ? "Cube root"
                   : outfit ? "Outfit"
                            : "Infit",
                   z        ? "z = (ms^(1/3) - 1) 3/q + q/3"
                   : outfit ? "mean of (x - E)² / W"
                            : "Σ (x - E)² / Σ W",
                   "Wright and Masters 1982");
    if (!ui_fit_value(m, value[m->q.row]))
        return false;
    ui_line(m, "E and W, the mean and variance of x at θ, are taken");
    ui_line(m, "%s", where[m->q.node]);
    if (z)
        print_z(m, s, outfit);
    else
        print_square(m, s, outfit);
    return true;
}

/* --- pairs ------------------------------------------------------------------------------------ */

static bool
needs_pair(struct ui_making *m)
{
    if (!ui_needs_item(m))
        return false;
    return (m->q.row < m->model->items && m->q.row != m->q.item) ||
           irt_fail(m->error, IRT_BAD_USAGE, "there is no such pair of items");
}

/* x: covariance, SD, SD */
static double
correlation_of(const double *x, size_t n)
{
    (void)n;
    return x[0] / (x[1] * x[2]);
}

/* What else is known of the pair. */
static void
add_ld(struct ui_making *m)
{
    struct irt_error none;
    struct ui_making quiet = *m;
    quiet.error = &none;
    const struct irt_ld *ld = ui_fit_result(&quiet, &irt_statistic_ld);
    struct ui_quantity q = ui_fit_alike(m, m->q.row, 1);
    size_t j = m->q.item < m->q.row ? m->q.item : m->q.row;
    size_t k = m->q.item < m->q.row ? m->q.row : m->q.item;

    q.category = UI_STAT_LD;
    if (ld && isfinite(ld->pair[irt_ld_place(ld, j, k)].standardised))
        ui_operand(m, q, ld->pair[irt_ld_place(ld, j, k)].standardised,
                   "standardised LD-X² of the pair");
}

bool
ui_explain_q3(struct ui_making *m)
{
    const struct irt_q3 *q3 = ui_fit_result(m, &irt_statistic_q3);
    struct ui_printed printed[3], r;

    if (!q3 || !needs_pair(m))
        return false;
    size_t at = m->q.item * q3->items + m->q.row, back = m->q.row * q3->items + m->q.item;
    double x[3] = { q3->value[at] * q3->sd[at] * q3->sd[back], q3->sd[at], q3->sd[back] };
    ui_title(m, "Q3 of %s and %s", ui_item_short(m, m->q.item).text,
             ui_item_short(m, m->q.row).text);
    ui_fit_formula(m, "Q3", "the correlation of residuals x - E(x|θ)", "Yen 1984");
    if (!ui_fit_value(m, q3->value[at]))
        return false;
    ui_print_operands(correlation_of, x, 3, (const int[]){ 5, 4, 4 }, q3->value[at], 4,
                      printed);
    r = ui_printed(q3->value[at], 4);
    ui_line(m, "over %.15g persons at their points of θ: standard deviations of the",
            q3->persons[at]);
    ui_line(m, "residuals %s and %s, covariance %s", printed[1].text, printed[2].text,
            printed[0].text);
    ui_line(m, "%s / (%s × %s) = %s", printed[0].text, printed[1].text, printed[2].text,
            r.text);
    ui_line(m, "the mean over all pairs is %s: this one lies %.4f from it",
            ui_printed(q3->mean, 4).text, r.value - ui_printed(q3->mean, 4).value);
    add_ld(m);
    return true;
}

/* x: X2, df */
static double
standardised_of(const double *x, size_t n)
{
    (void)n;
    return (x[0] - x[1]) / sqrt(2 * x[1]);
}

static bool
explain_cells(struct ui_making *m, const struct irt_ld *ld,
              const struct irt_ld_pair *pair)
{
    size_t cells = (size_t)pair->rows * pair->columns;
    double *x = calloc(3 * cells, sizeof *x), *term = x + 2 * cells;

    if (!x)
        return irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
    for (size_t c = 0; c < cells; c++) {
        x[2 * c] = ld->observed[pair->at + c];
        x[2 * c + 1] = ld->expected[pair->at + c];
        term[c] = ui_pearson_of(x + 2 * c, 2);
    }
    ui_line(m, "the cells of their table, %.15g persons:", pair->persons);
    if (cells <= 4)
        ui_fit_pearson(m, "", x, 2 * cells, pair->x2, UI_FIXED + 4);
    else
        ui_fit_sum(m, term, cells, 24, pair->x2, 4, "cells");
    free(x);
    ui_line(m, "df = (%u - 1) × (%u - 1) = %zu", pair->rows, pair->columns, pair->df);
    ui_line(m, "E_hi = N Σ_n A_n P_jh(n) P_ki(n)");
    return true;
}

bool
ui_explain_ld(struct ui_making *m)
{
    const struct irt_ld *ld = ui_fit_result(m, &irt_statistic_ld);
    struct ui_printed printed[2];

    if (!ld || !needs_pair(m))
        return false;
    size_t j = m->q.item < m->q.row ? m->q.item : m->q.row;
    size_t k = m->q.item < m->q.row ? m->q.row : m->q.item;
    const struct irt_ld_pair *pair = &ld->pair[irt_ld_place(ld, j, k)];
    const double x[2] = { pair->x2, (double)pair->df };
    bool standardised = m->q.column == 1;
    ui_title(m, "%sLD-X² of %s and %s", standardised ? "standardised " : "",
             ui_item_short(m, j).text, ui_item_short(m, k).text);
    ui_fit_formula(m, "LD-X²",
                   standardised ? "(X² - df) / √(2 df)" : "Σ (O_hi - E_hi)² / E_hi",
                   "Chen and Thissen 1997");
    if (!ui_fit_value(m, standardised ? pair->standardised : pair->x2))
        return false;
    if (!standardised)
        return explain_cells(m, ld, pair);
    ui_print_operands(standardised_of, x, 2, (const int[]){ 4, 0 }, m->out->value, 4,
                      printed);
    ui_line(m, "(%s - %s) / √(2 × %s) = %s", printed[0].text, printed[1].text,
            printed[1].text, ui_printed(m->out->value, 4).text);
    ui_operand(m, ui_fit_alike(m, m->q.row, 0), pair->x2, "LD-X² of the pair");
    return true;
}
