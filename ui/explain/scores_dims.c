/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scores_dims.c -- MAP, ML and WLE of persons in several dimensions, and their standard errors. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "score/score_dims.h"

#define SHOWN 20 /* items */

static const struct {
    const char *name, *formula, *se, *source;
} methods[IRT_SCORES] = {
    [IRT_SCORE_MAP] = { "MAP", "Σ_j (u_j - P_j) a_jr = (Σ⁻¹θ)_r", "√ ((I + Σ⁻¹)⁻¹)_rr",
                        "Samejima 1969; Segall 1996" },
    [IRT_SCORE_ML] = { "ML", "Σ_j (u_j - P_j) a_jr = 0", "√ (I⁻¹)_rr", "Segall 1996" },
    [IRT_SCORE_WLE] = { "WLE",
                        "Σ_j (u_j - P_j) a_jr = -½ Σ_j P_j Q_j (1 - 2P_j) a_jr "
                        "a_j'I⁻¹a_j",
                        "√ (I⁻¹)_rr", "Firth 1993; Warm 1989 in one dimension" },
};

struct ui_short
ui_dimension_of(const struct ui_making *m)
{
    struct ui_short out = { "" };

    if (m->model->dims > 1)
        snprintf(out.text, sizeof out.text, " in θ%zu", m->q.column + 1);
    return out;
}

/* The score that is asked about, and those of the pattern's other dimensions. */
static const double *
find_scores(struct ui_making *m)
{
    const struct ui_session *session = m->session;
    size_t method = m->q.row, D = m->model->dims;

    if (!ui_needs_pattern(m))
        return NULL;
    if (method >= IRT_SCORES || m->q.column >= D || !session->fit ||
        !session->score[method]) {
        irt_fail(m->error, IRT_BAD_USAGE, "this score is not there (yet)");
        return NULL;
    }
    snprintf(m->out->name, sizeof m->out->name, "%s", methods[method].name);
    snprintf(m->out->source, sizeof m->out->source, "%s", methods[method].source);
    return session->score[method] + m->q.pattern * D;
}

static bool
tell_infinite(struct ui_making *m, double theta)
{
    if (isfinite(theta))
        return false;
    if (isnan(theta)) {
        ui_line(m, "the answers tell nothing of θ%zu, or not of it apart from the",
                m->q.column + 1);
        ui_line(m, "other dimensions: too few items of it were answered");
    } else {
        ui_line(m, "the likelihood rises on and on towards %sinfinity of θ%zu: no value",
                theta < 0 ? "minus " : "", m->q.column + 1);
        ui_line(m, "of it is the most likely one");
    }
    return true;
}

/* "at θ = (0.41, -0.22)"; "·" where a dimension is infinite or unknown. */
static void
print_point(struct ui_making *m, const double *theta)
{
    char text[120];
    int at = 0;

    for (size_t r = 0; r < m->model->dims && at < (int)sizeof text; r++)
        at += snprintf(text + at, sizeof text - (size_t)at, "%s%s", r ? ", " : "",
                       isfinite(theta[r]) ? ui_printed(theta[r], 4).text : "·");
    ui_line(m, "at θ = (%s),", text);
}

/* The pulls of the items that count on the dimension asked about, in a few lines.  Returns
 * their sum. */
static double
print_pulls(struct ui_making *m, const double *pull)
{
    size_t D = m->model->dims, n = 0, J = m->model->items;
    double *term = calloc(J, sizeof *term), total = 0.0;
    struct ui_flow flow = { .sign = " + " };

    if (!term)
        return NAN;
    for (size_t j = 0; j < J; j++)
        if (pull[j * D + m->q.column] != 0.0) {
            term[n] = pull[j * D + m->q.column];
            total += term[n++];
        }
    ui_line(m, "each answer pulls θ%zu by (u - P) a:", m->q.column + 1);
    struct ui_terms terms = ui_choose_terms(term, n, SHOWN, false, total, UI_FIXED + 4);
    for (size_t k = 0; k < terms.shown; k++)
        ui_flow_add(m, &flow, ui_printed(term[terms.which[k]], terms.form).text);
    ui_flow_end(m, &flow);
    if (terms.more)
        ui_line(m, "+ %s, of the %zu other items",
                ui_printed(terms.rest, terms.form).text, terms.more);
    ui_line(m, "= %s", ui_printed(total, UI_FIXED + 4).text);
    free(term);
    return total;
}

static void
print_against(struct ui_making *m, double against)
{
    struct ui_printed number = ui_printed(against, UI_FIXED + 4);

    if (m->q.row == IRT_SCORE_MAP)
        ui_line(m, "and the prior pulls back by (Σ⁻¹θ)_%zu = %s", m->q.column + 1,
                number.text);
    else if (m->q.row == IRT_SCORE_WLE)
        ui_line(m, "and the bias of ML asks for %s", number.text);
    ui_line(m, "%sso θ%zu = %s", m->q.row == IRT_SCORE_ML ? "" : "both alike, ",
            m->q.column + 1, ui_printed(m->out->value, 4).text);
}

/* The scores of the other dimensions, which open in turn. */
static void
add_operands(struct ui_making *m, const double *theta, bool own)
{
    struct ui_quantity q = ui_alike(m, UI_QUANTITY_EAP);

    for (size_t r = 0; r < m->model->dims; r++) {
        q.column = r;
        if (own || r != m->q.column)
            ui_operand(m, q, theta[r], "%s of θ%zu", methods[m->q.row].name, r + 1);
    }
}

/* The balance at theta, and the pulls, which the caller frees; NULL with the error filled. */
static double *
find_balance(struct ui_making *m, const double *theta, struct irt_score_balance *balance)
{
    double *pull = calloc(m->model->items * m->model->dims, sizeof *pull);

    if (!pull) {
        irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
        return NULL;
    }
    if (!irt_score_balance((enum irt_score)m->q.row, m->model, m->stand.psi,
                           ui_pattern_codes(m, m->q.pattern), theta, pull, balance)) {
        irt_fail(m->error, IRT_NOT_CONVERGED, "the information there is singular");
        free(pull);
        return NULL;
    }
    return pull;
}

bool
ui_explain_root_dims(struct ui_making *m)
{
    const double *theta = find_scores(m);
    struct irt_score_balance balance;
    double *pull;

    if (!theta)
        return false;
    snprintf(m->out->formula, sizeof m->out->formula, "%s", methods[m->q.row].formula);
    ui_title(m, "%s score of pattern %s%s", methods[m->q.row].name,
             ui_pattern_short(m, m->q.pattern).text, ui_dimension_of(m).text);
    m->out->value = theta[m->q.column];
    if (tell_infinite(m, m->out->value))
        return true;
    pull = find_balance(m, theta, &balance);
    if (!pull)
        return false;
    print_point(m, theta);
    print_pulls(m, pull);
    print_against(m, balance.against[m->q.column]);
    add_operands(m, theta, false);
    free(pull);
    return true;
}

static void
print_matrix(struct ui_making *m, const double *matrix)
{
    size_t D = m->model->dims;

    for (size_t r = 0; r < D; r++) {
        char text[120];
        int at = 0;

        for (size_t s = 0; s < D && at < (int)sizeof text; s++)
            at += snprintf(text + at, sizeof text - (size_t)at, "%10s",
                           ui_printed(matrix[r * D + s], UI_FIXED + 4).text);
        ui_line(m, "%s", text);
    }
}

/* x: the diagonal of the inverse */
static double
root_of(const double *x, size_t n)
{
    (void)n;
    return sqrt(x[0]);
}

static void
print_error(struct ui_making *m, const struct irt_score_balance *balance)
{
    double variance = balance->inverse[m->q.column * m->model->dims + m->q.column];
    struct ui_printed printed;

    ui_line(m, "the information I of the items answered, a matrix%s:",
            m->q.row == IRT_SCORE_MAP ? ", and Σ⁻¹ of the prior added" : "");
    print_matrix(m, balance->known);
    ui_print_operands(root_of, &variance, 1, (const int[]){ 4 }, m->out->value, 4,
                      &printed);
    ui_line(m, "its inverse has %s in row %zu and column %zu, whose root is",
            printed.text, m->q.column + 1, m->q.column + 1);
    ui_line(m, "= %s", ui_printed(m->out->value, 4).text);
}

bool
ui_explain_root_se_dims(struct ui_making *m)
{
    const double *theta = find_scores(m);
    struct irt_score_balance balance;
    double *pull;

    if (!theta)
        return false;
    snprintf(m->out->formula, sizeof m->out->formula, "%s", methods[m->q.row].se);
    ui_title(m, "standard error of the %s score of pattern %s%s", methods[m->q.row].name,
             ui_pattern_short(m, m->q.pattern).text, ui_dimension_of(m).text);
    m->out->value =
        m->session->score_se[m->q.row][m->q.pattern * m->model->dims + m->q.column];
    if (tell_infinite(m, theta[m->q.column]))
        return true;
    pull = find_balance(m, theta, &balance);
    if (!pull)
        return false;
    print_point(m, theta);
    print_error(m, &balance);
    add_operands(m, theta, true);
    free(pull);
    return true;
}
