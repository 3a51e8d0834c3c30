/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_test.c -- statistics of the whole test: M2 and C2 with their indices, G2, reliability. */
#include "config.h"

#include "explain/fit_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "exam.h"
#include "examine.h"
#include "fit/g2.h"
#include "fit/m2.h"
#include "fit/p_text.h"
#include "fit/reliability.h"

/* --- M2 and C2 ------------------------------------------------------------------------------ */

static void
print_value(struct ui_making *m, const struct irt_m2 *x, const char *name)
{
    const double parts[2] = { x->value / x->persons, x->persons };
    struct ui_printed printed[2];
    char p[IRT_P_TEXT];

    ui_print_operands(ui_product_of, parts, 2, (const int[]){ 6, 0 }, x->value, 3,
                      printed);
    ui_line(m, "%zu moments of one item and of two, of %s persons who answered all",
            x->moments, printed[1].text);
    ui_line(m, "%s = N e'Ce = %s × %s = %s", name, printed[1].text, printed[0].text,
            ui_printed(x->value, 3).text);
    ui_line(m, "df = %zu moments - %ld that parameters fit = %ld, %s", x->moments,
            (long)x->moments - x->df, x->df, irt_p_phrase(x->p, p));
}

/* x: X, df, N */
static double
rmsea_of(const double *x, size_t n)
{
    (void)n;
    return sqrt(fmax(0, x[0] - x[1]) / (x[1] * (x[2] - 1)));
}

/* x: lambda, df, N */
static double
bound_of(const double *x, size_t n)
{
    (void)n;
    return sqrt(x[0] / (x[1] * (x[2] - 1)));
}

static void
print_rmsea(struct ui_making *m, const struct irt_m2 *x)
{
    bool low = m->q.row == UI_INDEX_LOW, bound = m->q.row != UI_INDEX_RMSEA;
    double value = m->out->value, df = (double)x->df;
    double lambda = value * value * df * (x->persons - 1);
    const double operand[3] = { bound ? lambda : x->value, df, x->persons };
    struct ui_printed printed[3];

    ui_print_operands(bound ? bound_of : rmsea_of, operand, 3, (const int[]){ 3, 0, 0 },
                      value, UI_FIXED + 4, printed);
    if (bound) {
        ui_line(m, "λ, at which a noncentral chi-square lies below %s",
                ui_printed(x->value, 3).text);
        ui_line(m, "with probability %s: %s", low ? ".95" : ".05", printed[0].text);
        ui_line(m, "√(%s / (%s × (%s - 1))) = %s", printed[0].text, printed[1].text,
                printed[2].text, ui_printed(value, UI_FIXED + 4).text);
        return;
    }
    ui_line(m, "√(max(0, %s - %s) / (%s × (%s - 1))) = %s", printed[0].text,
            printed[1].text, printed[1].text, printed[2].text,
            ui_printed(value, UI_FIXED + 4).text);
}

/* x: X, df, X0, df0 */
static double
tli_of(const double *x, size_t n)
{
    (void)n;
    return (x[2] / x[3] - x[0] / x[1]) / (x[2] / x[3] - 1);
}

static double
cfi_of(const double *x, size_t n)
{
    double excess = fmax(x[0] - x[1], 0);

    (void)n;
    return 1 - excess / fmax(x[2] - x[3], excess);
}

/* Against the model in which items have nothing in common. */
static void
print_relative(struct ui_making *m, const struct irt_m2 *x, bool tli)
{
    const double operand[4] = { x->value, (double)x->df, x->null_value,
                                (double)x->null_df };
    struct ui_printed p[4];

    ui_print_operands(tli ? tli_of : cfi_of, operand, 4, (const int[]){ 3, 0, 3, 0 },
                      m->out->value, 4, p);
    ui_line(m, "items with nothing in common: X0 = %s, df0 = %s", p[2].text, p[3].text);
    if (tli)
        ui_line(m, "(%s/%s - %s/%s) / (%s/%s - 1) = %s", p[2].text, p[3].text, p[0].text,
                p[1].text, p[2].text, p[3].text, ui_printed(m->out->value, 4).text);
    else
        ui_line(m, "1 - max(%s - %s, 0) / (%s - %s) = %s", p[0].text, p[1].text,
                p[2].text, p[3].text, ui_printed(m->out->value, 4).text);
}

/* x: sum of squares, pairs */
static double
root_mean_of(const double *x, size_t n)
{
    (void)n;
    return sqrt(x[0] / x[1]);
}

static void
print_srmsr(struct ui_making *m)
{
    double items = (double)m->model->items, pairs = items * (items - 1) / 2;
    const double x[2] = { m->out->value * m->out->value * pairs, pairs };
    struct ui_printed printed[2];

    ui_print_operands(root_mean_of, x, 2, (const int[]){ 6, 0 }, m->out->value, 4,
                      printed);
    ui_line(m, "Σ (r observed - r expected)² over %s pairs = %s", printed[1].text,
            printed[0].text);
    ui_line(m, "√(%s / %s) = %s", printed[0].text, printed[1].text,
            ui_printed(m->out->value, 4).text);
}

static const struct {
    const char *name, *formula, *source;
} index_told[] = {
    [UI_INDEX_VALUE] = { "M2", "N e'Ce, e observed less expected moments",
                         "Maydeu-Olivares and Joe 2006" },
    [UI_INDEX_RMSEA] = { "RMSEA", "√(max(0, X - df) / (df (N - 1)))",
                         "Browne and Cudeck 1993" },
    [UI_INDEX_LOW] = { "Lower end of 90 %", "√(λ / (df (N - 1)))",
                       "Browne and Cudeck 1993" },
    [UI_INDEX_HIGH] = { "Upper end of 90 %", "√(λ / (df (N - 1)))",
                        "Browne and Cudeck 1993" },
    [UI_INDEX_SRMSR] = { "SRMSR", "√ mean (r_jk observed - expected)²",
                         "Maydeu-Olivares and Joe 2014" },
    [UI_INDEX_TLI] = { "TLI", "(X0/df0 - X/df) / (X0/df0 - 1)", "Bentler 1990" },
    [UI_INDEX_CFI] = { "CFI", "1 - max(X - df, 0) / max(X0 - df0, X - df, 0)",
                       "Bentler 1990" },
};

bool
ui_explain_m2(struct ui_making *m)
{
    bool numbers = m->q.column == 1;
    const char *name = numbers ? "C2" : "M2";
    const struct irt_m2 *x =
        ui_fit_result(m, numbers ? &irt_statistic_c2 : &irt_statistic_m2);
    size_t row = m->q.row;

    if (!x || row > UI_INDEX_CFI)
        return false;
    const double value[] = { x->value,           x->index.rmsea,
                             x->index.rmsea_low, x->index.rmsea_high,
                             x->srmsr,           x->index.tli,
                             x->index.cfi };
    ui_title(m, row == UI_INDEX_VALUE ? "%s" : "%s by %s",
             row == UI_INDEX_VALUE ? name : index_told[row].name, name);
    ui_fit_formula(m, row == UI_INDEX_VALUE ? name : index_told[row].name,
                   index_told[row].formula,
                   row == UI_INDEX_VALUE && numbers ? "Cai and Monroe 2014"
                                                    : index_told[row].source);
    if (!ui_fit_value(m, value[row]))
        return false;
    if (row == UI_INDEX_VALUE)
        print_value(m, x, name);
    else if (row <= UI_INDEX_HIGH)
        print_rmsea(m, x);
    else if (row == UI_INDEX_SRMSR)
        print_srmsr(m);
    else
        print_relative(m, x, row == UI_INDEX_TLI);
    if (row != UI_INDEX_VALUE)
        ui_operand(m, ui_fit_alike(m, UI_INDEX_VALUE, m->q.column), x->value, "%s", name);
    return true;
}

/* --- G2 ------------------------------------------------------------------------------------- */

/* x: l where every pattern has its own share, l */
static double
twice_of(const double *x, size_t n)
{
    (void)n;
    return 2 * (x[0] - x[1]);
}

bool
ui_explain_g2(struct ui_making *m)
{
    const struct irt_g2 *g2 = ui_fit_result(m, &irt_statistic_g2);
    struct ui_printed printed[2];
    char p[IRT_P_TEXT];

    if (!g2)
        return false;
    double loglik = ui_exam_diagnosis(ui_examined(m->session))->loglik;
    const double x[2] = { loglik + g2->value / 2, loglik };
    ui_title(m, "G²");
    ui_fit_formula(m, "G²", "2 Σ_l f_l log(f_l / (N P_l))", "Bock and Lieberman 1970");
    if (!ui_fit_value(m, g2->value))
        return false;
    ui_print_operands(twice_of, x, 2, (const int[]){ 4, 4 }, g2->value, 3, printed);
    ui_line(m, "Σ f log(f/N), ℓ if every pattern had the share it has: %s",
            printed[0].text);
    ui_line(m, "2 × (%s - (%s)) = %s", printed[0].text, printed[1].text,
            ui_printed(g2->value, 3).text);
    ui_line(m, "df = %.0f patterns - 1 - %ld parameters = %ld, %s", g2->patterns,
            (long)g2->patterns - 1 - g2->df, g2->df, irt_p_phrase(g2->p, p));
    return true;
}

/* --- reliability ------------------------------------------------------------------------------ */

/* x: items, sum of variances, variance of the sum */
static double
alpha_of(const double *x, size_t n)
{
    (void)n;
    return x[0] / (x[0] - 1) * (1 - x[1] / x[2]);
}

/* x: the persons' own, the rest */
static double
share_of(const double *x, size_t n)
{
    (void)n;
    return x[0] / (x[0] + x[1]);
}

static void
print_share(struct ui_making *m, const char *own, const char *rest, double a, double b)
{
    const double x[2] = { a, b };
    struct ui_printed printed[2];

    ui_print_operands(share_of, x, 2, (const int[]){ 4, 4 }, m->out->value, 4, printed);
    ui_line(m, "%s = %s, %s = %s", own, printed[0].text, rest, printed[1].text);
    ui_line(m, "%s / (%s + %s) = %s", printed[0].text, printed[0].text, printed[1].text,
            ui_printed(m->out->value, 4).text);
}

static void
print_alpha(struct ui_making *m, const struct irt_reliability *r)
{
    const double x[3] = { r->varying, r->item_variance, r->sum_variance };
    struct ui_printed p[3];

    ui_print_operands(alpha_of, x, 3, (const int[]){ 0, 4, 4 }, r->alpha, 4, p);
    ui_line(m, "variances of the %s items, summed: %s; of their sum: %s", p[0].text,
            p[1].text, p[2].text);
    ui_line(m, "%s / (%s - 1) × (1 - %s / %s) = %s", p[0].text, p[0].text, p[1].text,
            p[2].text, ui_printed(r->alpha, 4).text);
}

enum { ALPHA, OMEGA, LATENT, MARGINAL, EMPIRICAL };

bool
ui_explain_reliability(struct ui_making *m)
{
    static const struct {
        const char *title, *formula, *source;
    } told[] = {
        { "α", "k/(k - 1) (1 - Σ s_j² / s_X²)", "Cronbach 1951" },
        { "ω of the sum", "Var(E(X|θ)) / Var(X)", "Green and Yang 2009" },
        { "ω of the variables behind the answers", "L / (L + Σ (1 - h²))",
          "McDonald 1999" },
        { "marginal reliability", "E[σ²I / (1 + σ²I)] over θ",
          "Green, Bock, Humphreys, Linn and Reckase 1984" },
        { "empirical reliability", "Var(EAP) / (Var(EAP) + mean SE²)",
          "Bock and Mislevy 1982" },
    };
    const struct irt_reliability *r = ui_fit_result(m, &irt_statistic_reliability);

    if (!r || m->q.row > EMPIRICAL || m->q.column >= IRT_MAX_DIMS)
        return false;
    size_t d = m->q.column;
    const double value[] = { r->alpha, r->omega, r->omega_latent, r->marginal,
                             r->empirical[d] };
    ui_title(m, "%s", told[m->q.row].title);
    ui_fit_formula(m, "Reliability", told[m->q.row].formula, told[m->q.row].source);
    if (!ui_fit_value(m, value[m->q.row]))
        return false;
    if (m->q.row == ALPHA)
        print_alpha(m, r);
    else if (m->q.row == OMEGA)
        print_share(m, "Var(E(X|θ))", "E(Var(X|θ))", r->explained, r->error);
    else if (m->q.row == LATENT)
        print_share(m, "L, of their sum by θ", "Σ (1 - h²)", r->common, r->unique);
    else if (m->q.row == EMPIRICAL)
        print_share(m, "Var(EAP)", "mean SE²", r->score_variance[d], r->square_error[d]);
    else
        ui_line(m, "the mean of σ²I/(1 + σ²I) over the nodes by their weights: %s",
                ui_printed(r->marginal, 4).text);
    return true;
}
