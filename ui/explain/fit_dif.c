/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_dif.c -- an item compared between two groups. */
#include "config.h"

#include "explain/fit_parts.h"

#include <math.h>
#include <stdio.h>

#include "fit/dif.h"
#include "fit/p_text.h"

enum { DELTA, MANTEL, REGRESSION, RATIO, WALD };

/* x: alpha's numerator, its denominator */
static double
delta_of(const double *x, size_t n)
{
    (void)n;
    return -2.35 * log(x[0] / x[1]);
}

static void
print_delta(struct ui_making *m, const struct irt_mantel *x)
{
    const double parts[2] = { x->right, x->wrong };
    struct ui_printed p[2];

    ui_print_operands(delta_of, parts, 2, (const int[]){ 3, 3 }, x->delta, 3, p);
    ui_line(m, "over the groups of equal score: Σ A D / N = %s, Σ B C / N = %s",
            p[0].text, p[1].text);
    ui_line(m, "(A, B: right and wrong in the first group; C, D: in the second)");
    ui_line(m, "-2.35 × log(%s / %s) = %s", p[0].text, p[1].text,
            ui_printed(x->delta, 3).text);
    ui_line(m, "below 0: harder for the second; class %c", x->ets ? x->ets : '-');
}

/* x: difference, its variance, correction */
static double
mantel_of(const double *x, size_t n)
{
    double rest = fmax(fabs(x[0]) - x[2], 0);

    (void)n;
    return rest * rest / x[1];
}

static void
print_mantel(struct ui_making *m, const struct irt_mantel *x, bool two)
{
    const double parts[3] = { x->difference, x->variance, two ? 0.5 : 0 };
    struct ui_printed p[3];
    char text[IRT_P_TEXT];

    ui_print_operands(mantel_of, parts, 3, (const int[]){ 3, 3, 1 }, x->chi2, 3, p);
    ui_line(m, "T, what the second group scored: T - E T = %s, variance %s", p[0].text,
            p[1].text);
    ui_line(m, "(|%s| - %s)² / %s = %s", p[0].text, p[2].text, p[1].text,
            ui_printed(x->chi2, 3).text);
    ui_line(m, "df 1, %s", irt_p_phrase(x->p, text));
}

static void
print_regression(struct ui_making *m, const struct irt_regression *x)
{
    const double parts[2] = { x->uniform, x->nonuniform };
    struct ui_printed p[2];
    char text[3][IRT_P_TEXT];

    ui_print_operands(ui_sum_of, parts, 2, (const int[]){ 3, 3 }, x->total, 3, p);
    ui_line(m, "the group added to the score: %s, df 1, %s", p[0].text,
            irt_p_phrase(x->uniform_p, text[0]));
    ui_line(m, "then group times score: %s, df 1, %s", p[1].text,
            irt_p_phrase(x->nonuniform_p, text[1]));
    ui_line(m, "%s + %s = %s, df 2, %s", p[0].text, p[1].text,
            ui_printed(x->total, 3).text, irt_p_phrase(x->total_p, text[2]));
    ui_line(m, "Nagelkerke's R² grows by %s: class %c", ui_printed(x->total_r2, 4).text,
            x->size ? x->size : '-');
}

/* x: l freed, l equal */
static double
ratio_of(const double *x, size_t n)
{
    (void)n;
    return 2 * (x[0] - x[1]);
}

static void
print_ratio(struct ui_making *m, const struct irt_dif_item *x)
{
    const double parts[2] = { x->loglik[2], x->loglik[0] };
    struct ui_printed p[2];
    char text[IRT_P_TEXT];

    ui_print_operands(ratio_of, parts, 2, (const int[]){ 4, 4 }, x->lr.x2, 3, p);
    ui_line(m, "ℓ of both groups, the item equal in both: %s", p[1].text);
    ui_line(m, "ℓ with its slope and intercepts free in each: %s", p[0].text);
    ui_line(m, "2 × (%s - (%s)) = %s", p[0].text, p[1].text,
            ui_printed(x->lr.x2, 3).text);
    ui_line(m, "df %.0f, %s", x->lr.df, irt_p_phrase(x->lr.p, text));
}

static void
print_wald(struct ui_making *m, const struct irt_dif_item *x)
{
    char text[IRT_P_TEXT];

    ui_line(m, "with the item free in each group its parameters differ by");
    for (size_t k = 0; k < x->shape.count && k < 8; k++)
        ui_line(m, "  %9.4f - %9.4f = %9.4f", x->par[1][k], x->par[0][k],
                ui_printed(x->par[1][k], 4).value - ui_printed(x->par[0][k], 4).value);
    ui_line(m, "over their covariance V: d'V⁻¹d = %s", ui_printed(x->wald.x2, 3).text);
    ui_line(m, "df %.0f, %s", x->wald.df, irt_p_phrase(x->wald.p, text));
}

bool
ui_explain_dif(struct ui_making *m)
{
    static const struct {
        const char *name, *formula, *source;
    } told[] = {
        { "Mantel-Haenszel Δ", "Δ = -2.35 log α", "Holland and Thayer 1988" },
        { "Mantel-Haenszel", "(|Σ (T - E T)| - ½)² / Σ Var T",
          "Mantel and Haenszel 1959" },
        { "Logistic regression", "2 (ℓ with the group - ℓ without)",
          "Swaminathan and Rogers 1990" },
        { "Likelihood ratio", "2 (ℓ free - ℓ equal)",
          "Thissen, Steinberg and Wainer 1993" },
        { "Wald", "d'V⁻¹d", "Lord 1980" },
    };
    const struct irt_dif *dif = ui_fit_result(m, &irt_statistic_dif);

    if (!dif || !ui_needs_item(m) || m->q.row >= dif->pairs || m->q.column > WALD)
        return false;
    const struct irt_dif_pair *pair = &dif->pair[m->q.row];
    const struct irt_dif_item *x = &pair->item[m->q.item];
    const double value[] = { x->mantel.delta, x->mantel.chi2, x->regression.total,
                             x->lr.x2, x->wald.x2 };
    ui_title(m, "%s of %s: %.20s and %.20s", told[m->q.column].name,
             ui_item_short(m, m->q.item).text, dif->level[0], dif->level[pair->focal]);
    ui_fit_formula(m, told[m->q.column].name, told[m->q.column].formula,
                   told[m->q.column].source);
    if (!ui_fit_value(m, value[m->q.column]))
        return false;
    if (m->q.column == DELTA)
        print_delta(m, &x->mantel);
    else if (m->q.column == MANTEL)
        print_mantel(m, &x->mantel, x->shape.categories == 2);
    else if (m->q.column == REGRESSION)
        print_regression(m, &x->regression);
    else if (m->q.column == RATIO) {
        print_ratio(m, x);
        ui_operand(m, ui_fit_alike(m, m->q.row, WALD), x->wald.x2,
                   "the same by Wald's test");
    } else
        print_wald(m, x);
    return true;
}
