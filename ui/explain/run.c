/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c -- numbers of a whole run: gain and change of a cycle, difficulties, errors,
 * scores. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/standard_errors.h"
#include "newton.h"

#define MOST_INVERTED 100 /* free parameters, for showing the information beside an SE */

/* --- gain and change ------------------------------------------------------------------------- */

static double
difference_of(const double *x, size_t n)
{
    (void)n;
    return x[0] - x[1];
}

bool
ui_explain_gain(struct ui_making *m)
{
    const struct irt_trace *trace = &m->session->trace;
    size_t row = m->q.row ? m->q.row - 1 : ui_entering_row(m->shown);
    struct ui_printed printed[2];

    if (row >= trace->rows || !isfinite(trace->loglik[row]))
        return irt_fail(m->error, IRT_BAD_USAGE,
                        "the E-step of the next cycle finds this gain");
    if (row == 0)
        return irt_fail(m->error, IRT_BAD_USAGE, "nothing is gained at the start");
    const double x[2] = { trace->loglik[row], trace->loglik[row - 1] };
    ui_title(m, "gain of log-likelihood in cycle %zu", row);
    m->out->value = difference_of(x, 2);
    ui_print_operands(difference_of, x, 2, (const int[]){ 6, 6 }, m->out->value, 6,
                      printed);
    ui_line(m, "  %s - (%s)", printed[0].text, printed[1].text);
    ui_line(m, "= %s", ui_printed(m->out->value, 6).text);
    for (size_t k = 0; k < 2; k++) {
        struct ui_quantity q = { .kind = UI_QUANTITY_LOGLIK, .row = row - k + 1 };

        ui_operand(m, q, x[k], k ? "ℓ before" : "ℓ after");
    }
    return true;
}

static double
distance_of(const double *x, size_t n)
{
    (void)n;
    return fabs(x[0] - x[1]);
}

/* The value the cycle's M-step gave, where an extrapolation has replaced it in the trace;
 * NAN when that cycle is not the one shown. */
static double
value_of_mstep(const struct ui_making *m, size_t k, size_t row)
{
    size_t item = m->model->parameter[k].item, j = item == IRT_NONE ? 0 : item;
    size_t points = ui_newton_points(m->shown, j);
    struct ui_newton_point last;

    if (!m->session->trace.accelerated[row])
        return irt_trace_psi(&m->session->trace, row)[k];
    if (item == IRT_NONE && k != m->model->sigma)
        return NAN; /* no item's Newton moved it */
    if (m->shown->cycle != row || points == 0 || m->session->trace.points ||
        !ui_newton_point(m->shown, &m->model->item[j], j, points - 1, &last))
        return NAN;
    return item == IRT_NONE ? last.sigma : last.par[k - m->model->item[j].first];
}

static size_t
last_row(const struct ui_making *m)
{
    if (m->q.row)
        return m->q.row - 1;
    if (m->session->travel && m->shown->past)
        return m->shown->cycle;
    return m->session->trace.rows ? m->session->trace.rows - 1 : 0;
}

bool
ui_explain_change(struct ui_making *m)
{
    const struct irt_trace *trace = &m->session->trace;
    size_t row = last_row(m);
    struct ui_printed printed[2];
    char label[128];

    if (row == 0 || row >= trace->rows)
        return irt_fail(m->error, IRT_BAD_USAGE,
                        "the first cycle that is complete shows a change");
    size_t k = trace->max_parameter[row], item = m->model->parameter[k].item;
    double x[2] = { value_of_mstep(m, k, row), irt_trace_psi(trace, row - 1)[k] };

    irt_model_label(m->model, m->session->data, k, label, sizeof label);
    ui_title(m, "largest change in cycle %zu: %.60s", row, label);
    m->out->value = trace->max_change[row];
    if (isnan(x[0])) {
        ui_line(m, "of the M-step, before psi was extrapolated; goto %zu shows it", row);
        ui_line(m, "= %s", ui_printed(m->out->value, 6).text);
        return true;
    }
    m->out->value = distance_of(x, 2);
    ui_print_operands(distance_of, x, 2, (const int[]){ 6, 6 }, m->out->value, 6,
                      printed);
    ui_line(m, "  |%s - %s|", printed[0].text, printed[1].text);
    ui_line(m, "= %s", ui_printed(m->out->value, 6).text);
    struct ui_quantity q = { .kind = UI_QUANTITY_PARAMETER, .parameter = k };
    if (item != IRT_NONE)
        q.item = item;
    if (trace->accelerated[row])
        q.step = ui_newton_points(m->shown, q.item);
    else
        q.row = row + 1;
    ui_operand(m, q, x[0], "after");
    q.step = 0;
    q.row = row;
    ui_operand(m, q, x[1], "before");
    return true;
}

/* --- difficulty and standard errors ------------------------------------------------------------- */

static double
negated_ratio_of(const double *x, size_t n)
{
    return -ui_ratio_of(x, n);
}

/* Items with several steps, or with asymptotes: as the model itself reports it. */
static bool
explain_reported_difficulty(struct ui_making *m, const struct irt_item *item,
                            const double *par)
{
    struct irt_item_report report;

    item->ops->report(item, par, &report);
    if (m->q.category >= report.b_count)
        return irt_fail(m->error, IRT_BAD_USAGE, "the item has %zu difficulties",
                        report.b_count);
    ui_title(m, "difficulty %zu of %s", m->q.category + 1,
             ui_item_short(m, m->q.item).text);
    snprintf(m->out->formula, sizeof m->out->formula, "%s", item->ops->difficulty);
    m->out->value = report.b[m->q.category];
    ui_line(m, "= %s", ui_printed(m->out->value, 4).text);
    for (size_t p = 0; p < item->count; p++) {
        struct ui_quantity q = { .kind = UI_QUANTITY_PARAMETER,
                                 .item = m->q.item,
                                 .parameter = item->first + p };

        ui_operand(m, q, par[p], "%s", m->model->parameter[q.parameter].name);
    }
    return true;
}

bool
ui_explain_difficulty(struct ui_making *m)
{
    if (!ui_needs_item(m))
        return false;
    const struct irt_item *item = &m->model->item[m->q.item];
    const double *psi = m->shown->parameters ? m->shown->psi : m->stand.psi;
    struct ui_quantity q = { .kind = UI_QUANTITY_PARAMETER, .item = m->q.item };
    struct ui_printed printed[2];
    char top[48];

    if (!ui_is_logistic(item))
        return explain_reported_difficulty(m, item, psi + item->first);
    if (m->q.category > 0)
        return irt_fail(m->error, IRT_BAD_USAGE, "the item has one difficulty");
    const double x[2] = { psi[item->first + 1], psi[item->first] };
    ui_title(m, "difficulty of %s", ui_item_short(m, m->q.item).text);
    m->out->value = negated_ratio_of(x, 2);
    ui_print_operands(negated_ratio_of, x, 2, (const int[]){ 4, 4 }, m->out->value, 4,
                      printed);
    snprintf(top, sizeof top, "-(%s)", printed[0].text);
    ui_fraction(m, top, printed[1].text, ui_printed(m->out->value, 4).text);
    ui_line(m, "the θ at which half of the answers are right");
    q.parameter = item->first + 1;
    ui_operand(m, q, x[0], "d, the intercept");
    q.parameter = item->first;
    ui_operand(m, q, x[1], "a, the slope");
    return true;
}

static double
root_of(const double *x, size_t n)
{
    (void)n;
    return sqrt(x[0]);
}

/* The diagonal of the information itself, to compare: the inverse of the covariance. */
static bool
information_of(const struct irt_fit *fit, size_t f, double *out)
{
    size_t F = fit->model->free_count;
    double *information;
    bool ok;

    if (F > MOST_INVERTED)
        return false;
    information = calloc(F * F, sizeof *information);
    ok = information && irt_covariance(fit->covariance, F, information, NULL, NULL);
    if (ok)
        *out = information[f * F + f];
    free(information);
    return ok;
}

static bool
explain_difficulty_se(struct ui_making *m, const struct irt_fit *fit)
{
    double se, b;

    if (!ui_needs_item(m))
        return false;
    b = irt_fit_difficulty(fit, m->q.item, m->q.category, &se);
    if (isnan(se))
        return irt_fail(m->error, IRT_BAD_USAGE, "this difficulty has no standard error");
    ui_title(m, "standard error of b of %s", ui_item_short(m, m->q.item).text);
    if (ui_is_logistic(&m->model->item[m->q.item]))
        snprintf(m->out->formula, sizeof m->out->formula,
                 "SE(b)² = (V_dd + 2 b V_da + b² V_aa) / a²");
    else
        snprintf(m->out->formula, sizeof m->out->formula, "SE(b)² = b' V b'");
    ui_line(m, "the delta method: b = %.4f, V the covariance of the", b);
    ui_line(m, "estimates of the item's parameters");
    ui_line(m, "= %s", ui_printed(se, 4).text);
    m->out->value = se;
    struct ui_quantity q = { .kind = UI_QUANTITY_DIFFICULTY,
                             .item = m->q.item,
                             .category = m->q.category };
    ui_operand(m, q, b, "b, the difficulty");
    return true;
}

bool
ui_explain_se(struct ui_making *m)
{
    const struct irt_fit *fit = m->session->fit;
    struct ui_printed printed;
    char label[128];
    double information;

    if (!fit)
        return irt_fail(m->error, IRT_BAD_USAGE,
                        "standard errors come with the end of the run (space runs it)");
    if (!fit->covariance)
        return irt_fail(m->error, IRT_BAD_USAGE,
                        fit->options.se == IRT_SE_NONE
                            ? "no standard errors were asked for: se oakes"
                            : "the run has no standard errors: see the notes (doctor)");
    if (m->q.column == 1)
        return explain_difficulty_se(m, fit);
    if (!ui_needs_parameter(m))
        return false;
    size_t f = m->model->parameter[m->q.parameter].free, F = m->model->free_count;
    if (f == IRT_NONE)
        return irt_fail(m->error, IRT_BAD_USAGE, "this parameter is held fixed");
    double variance = fit->covariance[f * F + f];
    irt_model_label(m->model, m->session->data, m->q.parameter, label, sizeof label);
    ui_title(m, "standard error of %.60s", label);
    m->out->value = sqrt(variance);
    ui_print_operands(root_of, &variance, 1, (const int[]){ 6 }, m->out->value, 4,
                      &printed);
    snprintf(m->out->source, sizeof m->out->source,
             fit->options.se == IRT_SE_OAKES ? "Oakes 1999" : "cross-products of scores");
    ui_line(m, "I: the information of all %zu free parameters, by %s", F,
            irt_se_name(fit->options.se));
    ui_line(m, "  √ %s", printed.text);
    ui_line(m, "= %s", ui_printed(m->out->value, 4).text);
    if (information_of(fit, f, &information))
        ui_line(m, "were the others known: 1 / √ I_kk = 1 / √ %.4f = %.4f", information,
                1.0 / sqrt(information));
    return true;
}

/* --- scores ----------------------------------------------------------------------------------------- */

#define SHOWN_SCORE 9

/* The score where m stands: the mean of theta over the posterior. */
static double
mean_of(const struct ui_making *m, const struct irt_pattern_step *step, double *term)
{
    double sigma = m->stand.psi[m->model->sigma];
    size_t Q = m->stand.quadrature->points;

    for (size_t n = 0; n < Q; n++)
        term[n] = ui_theta(m, sigma, n, m->q.column) * step->posterior[n];
    return ui_sum_of(term, Q);
}

static void
add_score_operands(struct ui_making *m, const struct irt_pattern_step *step,
                   const struct ui_terms *terms)
{
    struct ui_quantity q = { .pattern = m->q.pattern };
    size_t Q = m->stand.quadrature->points;

    if (m->session->fit)
        q.step = UI_AT_ESTIMATES;
    for (size_t k = 0; k < (2 * Q <= UI_EXPLAIN_OPERANDS - 2 ? Q : terms->shown); k++) {
        q.node = 2 * Q <= UI_EXPLAIN_OPERANDS - 2 ? k : terms->which[k];
        q.kind = UI_QUANTITY_POSTERIOR;
        ui_operand(m, q, step->posterior[q.node], "p at node %s",
                   ui_node_short(m, q.node).text);
        struct ui_quantity node = { .kind = UI_QUANTITY_NODE,
                                    .node = q.node,
                                    .column = m->q.column,
                                    .step = q.step };
        if (m->model->dims > 1)
            ui_operand(m, node, ui_theta(m, 1.0, q.node, m->q.column),
                       "X%zu, of the node", m->q.column + 1);
        else
            ui_operand(m, node, ui_theta(m, 1.0, q.node, 0), "X, the node");
    }
}

static void
print_mean(struct ui_making *m, const struct irt_pattern_step *step,
           const struct ui_terms *terms)
{
    double sigma = m->stand.psi[m->model->sigma];
    struct ui_flow flow = { .sign = " + " };
    struct ui_printed printed[2 * UI_TERMS], rest;
    double x[2 * UI_TERMS];

    for (size_t k = 0; k < terms->shown; k++) {
        x[2 * k] = step->posterior[terms->which[k]];
        x[2 * k + 1] = ui_theta(m, sigma, terms->which[k], m->q.column);
    }
    ui_print_terms(ui_product_of, x, 2, (const int[]){ 6, 4 }, terms, m->out->value, 4,
                   printed, &rest);
    for (size_t k = 0; k < terms->shown; k++) {
        char text[80];

        snprintf(text, sizeof text, "%.31s × %.31s", printed[2 * k].text,
                 printed[2 * k + 1].text);
        ui_flow_add(m, &flow, text);
    }
    ui_flow_end(m, &flow);
    if (terms->more)
        ui_line(m, "+ %s, of the %zu other nodes", rest.text, terms->more);
    ui_line(m, "= %s", ui_printed(m->out->value, 4).text);
}

static bool
open_score(struct ui_making *m, struct irt_pattern_step *step, double **term)
{
    *term = NULL;
    *step = (struct irt_pattern_step){ 0 };
    if (!ui_needs_pattern(m) || !ui_needs_stage(m, 3))
        return false;
    if (m->q.column >= m->model->dims)
        return irt_fail(m->error, IRT_BAD_USAGE, "θ has %zu dimension%s", m->model->dims,
                        m->model->dims == 1 ? "" : "s");
    *term = calloc(m->stand.quadrature->points, sizeof **term);
    if (!*term)
        return irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
    return ui_pattern_open(m, m->q.pattern, step);
}

bool
ui_explain_eap(struct ui_making *m)
{
    struct irt_pattern_step step;
    double *term;

    if (m->q.row != IRT_SCORE_EAP)
        return m->model->dims > 1 ? ui_explain_root_dims(m) : ui_explain_root(m);
    bool ok = open_score(m, &step, &term);

    if (ok) {
        size_t Q = m->stand.quadrature->points;

        ui_title(m, "score of pattern %s%s", ui_pattern_short(m, m->q.pattern).text,
                 ui_dimension_of(m).text);
        m->out->value = mean_of(m, &step, term);
        struct ui_terms terms =
            ui_choose_terms(term, Q, Q <= 12 ? Q : SHOWN_SCORE, false, m->out->value, 4);
        ui_line(m, "the mean of θ over the posterior at the nodes:");
        print_mean(m, &step, &terms);
        add_score_operands(m, &step, &terms);
    }
    ui_pattern_close(&step);
    free(term);
    return ok;
}

static double
spread_of(const double *x, size_t n)
{
    (void)n;
    return x[0] * (x[1] - x[2]) * (x[1] - x[2]);
}

static void
print_spread(struct ui_making *m, const struct irt_pattern_step *step, double mean,
             const struct ui_terms *terms, double variance)
{
    double sigma = m->stand.psi[m->model->sigma];
    struct ui_flow flow = { .sign = " + " };
    struct ui_printed printed[3 * UI_TERMS], rest, root;
    double x[3 * UI_TERMS];

    for (size_t k = 0; k < terms->shown; k++) {
        x[3 * k] = step->posterior[terms->which[k]];
        x[3 * k + 1] = ui_theta(m, sigma, terms->which[k], m->q.column);
        x[3 * k + 2] = mean;
    }
    ui_print_terms(spread_of, x, 3, (const int[]){ 6, 4, 4 }, terms, variance, 6, printed,
                   &rest);
    for (size_t k = 0; k < terms->shown; k++) {
        char text[120];

        snprintf(text, sizeof text, "%.31s × (%.31s - %.31s)²", printed[3 * k].text,
                 printed[3 * k + 1].text, printed[3 * k + 2].text);
        ui_flow_add(m, &flow, text);
    }
    ui_flow_end(m, &flow);
    if (terms->more)
        ui_line(m, "+ %s, of the %zu other nodes", rest.text, terms->more);
    ui_print_operands(root_of, &variance, 1, (const int[]){ 6 }, m->out->value, 4, &root);
    ui_line(m, "= %s, its root:", root.text);
    ui_line(m, "= %s", ui_printed(m->out->value, 4).text);
}

bool
ui_explain_eap_se(struct ui_making *m)
{
    struct irt_pattern_step step;
    double *term;

    if (m->q.row != IRT_SCORE_EAP)
        return m->model->dims > 1 ? ui_explain_root_se_dims(m) : ui_explain_root_se(m);
    bool ok = open_score(m, &step, &term);

    if (ok) {
        size_t Q = m->stand.quadrature->points;
        double sigma = m->stand.psi[m->model->sigma];
        double mean = mean_of(m, &step, term);

        for (size_t n = 0; n < Q; n++)
            term[n] =
                spread_of((const double[]){ step.posterior[n],
                                            ui_theta(m, sigma, n, m->q.column), mean },
                          3);
        double variance = ui_sum_of(term, Q);
        m->out->value = sqrt(variance);
        ui_title(m, "standard error of the score of pattern %s%s",
                 ui_pattern_short(m, m->q.pattern).text, ui_dimension_of(m).text);
        struct ui_terms terms =
            ui_choose_terms(term, Q, Q <= 10 ? Q : SHOWN_SCORE, false, variance, 6);
        print_spread(m, &step, mean, &terms, variance);
        ui_operand(m, ui_alike(m, UI_QUANTITY_EAP), mean, "EAP, the score");
        add_score_operands(m, &step, &terms);
    }
    ui_pattern_close(&step);
    free(term);
    return ok;
}
