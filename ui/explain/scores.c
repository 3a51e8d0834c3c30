/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scores.c -- persons' scores that are roots: MAP, ML, WLE, and their standard errors. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/population.h"
#include "score/score.h"

#define SHOWN 20 /* items */

static const struct {
    const char *name, *formula, *se, *source;
} methods[IRT_SCORES] = {
    [IRT_SCORE_MAP] = { "MAP", "Σ_j ∂ log P_j / ∂θ = θ / σ²", "1 / √(I + 1 / σ²)",
                        "Samejima 1969" },
    [IRT_SCORE_ML] = { "ML", "Σ_j ∂ log P_j / ∂θ = 0", "1 / √ I", "Birnbaum 1968" },
    [IRT_SCORE_WLE] = { "WLE", "Σ_j ∂ log P_j / ∂θ = -J / (2 I)", "1 / √ I",
                        "Warm 1989" },
};

/* The score that is asked about, where it stands.  False with the error filled when it is
 * not there. */
static bool
find_score(struct ui_making *m, double *theta, double *se)
{
    const struct ui_session *session = m->session;
    size_t method = m->q.row;

    if (!ui_needs_pattern(m))
        return false;
    if (method >= IRT_SCORES || !session->fit || !session->score[method])
        return irt_fail(m->error, IRT_BAD_USAGE, "this score is not there (yet)");
    *theta = session->score[method][m->q.pattern];
    *se = session->score_se[method][m->q.pattern];
    snprintf(m->out->name, sizeof m->out->name, "%s", methods[method].name);
    snprintf(m->out->source, sizeof m->out->source, "%s", methods[method].source);
    return true;
}

/* What is not finite has no sum to show. */
static bool
tell_infinite(struct ui_making *m, double theta)
{
    if (isfinite(theta))
        return false;
    if (isnan(theta))
        ui_line(m, "nothing was answered: there is no likelihood to look at");
    else {
        ui_line(m, "the likelihood rises on and on towards %sinfinity: no θ is the",
                theta < 0 ? "minus " : "");
        ui_line(m, "most likely one, as where every answer is the %s",
                theta < 0 ? "lowest" : "highest");
    }
    return true;
}

/* Of every item that was answered, at theta: the slope of log P, or the information. */
static size_t
find_terms(const struct ui_making *m, double theta, bool slopes, double *term)
{
    const unsigned char *code = ui_pattern_codes(m, m->q.pattern);
    double P[IRT_MAX_CATEGORIES], P1[IRT_MAX_CATEGORIES], P2[IRT_MAX_CATEGORIES];
    size_t count = 0;

    for (size_t j = 0; j < m->model->items; j++) {
        const struct irt_item *item = &m->model->item[j];

        if (code[item->column] == IRT_MISSING)
            continue;
        unsigned h = irt_item_category(item, code[item->column]);
        item->ops->curve(item, m->stand.psi + item->first, theta, P, P1, P2);
        term[count] = slopes ? P1[h] / P[h] : 0.0;
        for (unsigned g = 0; !slopes && g < item->categories; g++)
            term[count] += P1[g] * P1[g] / P[g];
        count++;
    }
    return count;
}

/* The terms of a sum in a few lines. */
static void
print_sum(struct ui_making *m, const double *term, size_t n, double total)
{
    struct ui_terms terms = ui_choose_terms(term, n, SHOWN, false, total, UI_FIXED + 4);
    struct ui_flow flow = { .sign = " + " };

    for (size_t k = 0; k < terms.shown; k++)
        ui_flow_add(m, &flow, ui_printed(term[terms.which[k]], terms.form).text);
    ui_flow_end(m, &flow);
    if (terms.more)
        ui_line(m, "+ %s, of the %zu other items",
                ui_printed(terms.rest, terms.form).text, terms.more);
    ui_line(m, "= %s", ui_printed(total, UI_FIXED + 4).text);
}

/* The population that the pattern is of. */
static size_t
group_of(const struct ui_making *m)
{
    const struct irt_patterns *patterns = m->session->patterns;
    size_t g = 0;

    while (g + 1 < patterns->groups && m->q.pattern >= patterns->first[g + 1])
        g++;
    return g;
}

/* x: J, 2, I */
static double
bias_of(const double *x, size_t n)
{
    (void)n;
    return -x[0] / (x[1] * x[2]);
}

/* What the slopes are held against. */
static void
print_other_side(struct ui_making *m, double theta)
{
    double mean = irt_group_mean(m->model, m->stand.psi, group_of(m));
    double sd = irt_group_sd(m->model, m->stand.psi, group_of(m));
    const unsigned char *code = ui_pattern_codes(m, m->q.pattern);
    struct irt_likelihood at = irt_likelihood_at(m->model, m->stand.psi, code, theta);
    const double prior[2] = { theta - mean, sd * sd };
    const double bias[3] = { at.J, 2.0, at.information };
    struct ui_printed printed[3];

    if (m->q.row == IRT_SCORE_MAP) {
        ui_print_operands(ui_ratio_of, prior, 2, (const int[]){ 4, 4 },
                          ui_ratio_of(prior, 2), 4, printed);
        ui_line(m, "and the prior pulls back: %s / σ² = %s / %s = %s",
                mean != 0.0 ? "(θ - μ)" : "θ", printed[0].text, printed[1].text,
                ui_printed(ui_ratio_of(prior, 2), 4).text);
    } else if (m->q.row == IRT_SCORE_WLE) {
        ui_print_operands(bias_of, bias, 3, (const int[]){ 4, 0, 4 }, bias_of(bias, 3), 4,
                          printed);
        ui_line(m, "and the bias is -J / (2 I) = -(%s) / (2 × %s) = %s", printed[0].text,
                printed[2].text, ui_printed(bias_of(bias, 3), 4).text);
    }
}

static void
print_root(struct ui_making *m, double theta, double *term)
{
    size_t n = find_terms(m, theta, true, term);

    ui_line(m, "at θ = %s each answer pulls by the slope of its log P:",
            ui_printed(theta, 4).text);
    print_sum(m, term, n, ui_sum_of(term, n));
    print_other_side(m, theta);
    ui_line(m, "%sso θ = %s", m->q.row == IRT_SCORE_ML ? "" : "both alike, ",
            ui_printed(theta, 4).text);
}

bool
ui_explain_root(struct ui_making *m)
{
    double theta, se, *term;

    if (!find_score(m, &theta, &se))
        return false;
    snprintf(m->out->formula, sizeof m->out->formula, "%s", methods[m->q.row].formula);
    ui_title(m, "%s score of pattern %s", methods[m->q.row].name,
             ui_pattern_short(m, m->q.pattern).text);
    m->out->value = theta;
    if (tell_infinite(m, theta))
        return true;
    term = calloc(m->model->items, sizeof *term);
    if (!term)
        return irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
    print_root(m, theta, term);
    free(term);
    return true;
}

/* x: information, what the prior adds to it */
static double
error_of(const double *x, size_t n)
{
    return 1.0 / sqrt(ui_sum_of(x, n));
}

static void
print_error(struct ui_making *m, double theta, double *term)
{
    double sigma = irt_group_sd(m->model, m->stand.psi, group_of(m));
    bool prior = m->q.row == IRT_SCORE_MAP;
    size_t n = find_terms(m, theta, false, term);
    const double x[2] = { ui_sum_of(term, n), prior ? 1.0 / (sigma * sigma) : 0.0 };
    struct ui_printed printed[2];

    ui_line(m, "the information I of the items answered, at θ = %s:",
            ui_printed(theta, 4).text);
    print_sum(m, term, n, x[0]);
    ui_print_operands(error_of, x, prior ? 2 : 1, (const int[]){ 4, 4 }, m->out->value, 4,
                      printed);
    if (prior)
        ui_line(m, "1 / √(%s + %s) = %s", printed[0].text, printed[1].text,
                ui_printed(m->out->value, 4).text);
    else
        ui_line(m, "1 / √ %s = %s", printed[0].text, ui_printed(m->out->value, 4).text);
}

bool
ui_explain_root_se(struct ui_making *m)
{
    double theta, se, *term;

    if (!find_score(m, &theta, &se))
        return false;
    snprintf(m->out->formula, sizeof m->out->formula, "%s", methods[m->q.row].se);
    ui_title(m, "standard error of the %s score of pattern %s", methods[m->q.row].name,
             ui_pattern_short(m, m->q.pattern).text);
    m->out->value = se;
    ui_operand(m, ui_alike(m, UI_QUANTITY_EAP), theta, "%s, the score",
               methods[m->q.row].name);
    if (tell_infinite(m, theta))
        return true;
    term = calloc(m->model->items, sizeof *term);
    if (!term)
        return irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
    print_error(m, theta, term);
    free(term);
    return true;
}
