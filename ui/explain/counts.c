/* SPDX-License-Identifier: GPL-3.0-or-later */
/* counts.c -- sums over the patterns: artificial data and the log-likelihood. */
#include "config.h"

#include "explain/parts.h"
#include "model/population.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "newton.h"
#include "patterns_sum.h"

#define SHOWN_COUNTS 15
#define SHOWN_LOGS   12

/* --- artificial data ----------------------------------------------------------------------------- */

/* Patterns that are added up, their frequencies times posteriors. */
struct counted {
    size_t n;
    size_t *pattern;
    double *term, *posterior;
};

static void
counted_close(struct counted *c)
{
    free(c->pattern);
    free(c->term);
    free(c->posterior);
}

/* Whether a pattern counts towards n-bar, or towards r-bar of a category. */
static bool
counts(const struct ui_making *m, size_t pattern, bool any)
{
    const struct irt_item *item = &m->model->item[m->q.item];
    unsigned char u = ui_pattern_codes(m, pattern)[item->column];

    return u != IRT_MISSING && (any || irt_item_category(item, u) == m->q.category);
}

static bool
counted_open(struct ui_making *m, bool any, struct counted *c)
{
    const struct irt_patterns *patterns = m->session->patterns;
    struct irt_staged *staged =
        ui_patterns_estep(m->session, m->stand.psi, m->stand.quadrature, m->error);
    size_t g = ui_session_group(m->session);

    *c = (struct counted){ 0 };
    if (!staged)
        return false;
    c->pattern = calloc(patterns->count, sizeof *c->pattern);
    c->term = calloc(patterns->count, sizeof *c->term);
    c->posterior = calloc(patterns->count, sizeof *c->posterior);
    bool ok = c->pattern && c->term && c->posterior;
    for (size_t l = patterns->first[g]; ok && l < patterns->first[g + 1]; l++) {
        if (!counts(m, l, any))
            continue;
        c->pattern[c->n] = l;
        c->posterior[c->n] = staged->likelihood[l * staged->points + m->q.node];
        c->term[c->n] = patterns->frequency[l] * c->posterior[c->n];
        c->n++;
    }
    irt_staged_free(staged);
    return ok || irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
}

static void
add_posterior(struct ui_making *m, size_t pattern, double posterior)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_POSTERIOR,
                             .node = m->q.node,
                             .pattern = pattern };

    ui_operand(m, q, posterior, "p of %.40s, seen %.15g×",
               ui_pattern_short(m, pattern).text,
               m->session->patterns->frequency[pattern]);
}

static void
print_counted(struct ui_making *m, const struct counted *c)
{
    struct ui_flow flow = { .sign = " + " };
    struct ui_terms terms =
        ui_choose_terms(c->term, c->n, SHOWN_COUNTS, true, m->out->value, 4);
    struct ui_printed printed[2 * SHOWN_COUNTS], rest;
    double x[2 * SHOWN_COUNTS];

    for (size_t k = 0; k < terms.shown; k++) {
        size_t i = terms.which[k], l = c->pattern[i];

        x[2 * k] = m->session->patterns->frequency[l];
        x[2 * k + 1] = c->posterior[i];
        add_posterior(m, l, c->posterior[i]);
    }
    ui_print_terms(ui_product_of, x, 2, (const int[]){ 0, 6 }, &terms, m->out->value, 4,
                   printed, &rest);
    for (size_t k = 0; k < terms.shown; k++) {
        char text[80];

        snprintf(text, sizeof text, "%.31s × %.31s", printed[2 * k].text,
                 printed[2 * k + 1].text);
        ui_flow_add(m, &flow, text);
    }
    ui_flow_end(m, &flow);
    if (terms.more)
        ui_line(m, "+ %s, of %zu more pattern%s", rest.text, terms.more,
                terms.more == 1 ? "" : "s");
    ui_line(m, "= %s", ui_printed(m->out->value, 4).text);
}

/* Too many patterns to add up here: what the engine found, and the chosen one's part. */
static bool
tell_counted(struct ui_making *m, bool any, double total)
{
    size_t l = m->session->pattern;
    struct irt_pattern_step step;

    m->out->value = total;
    ui_line(m, "the sum over %zu patterns, too many to list here",
            m->session->patterns->count);
    ui_line(m, "= %s", ui_printed(total, 4).text);
    if (l >= m->session->patterns->count || !counts(m, l, any))
        return true;
    if (!ui_pattern_open(m, l, &step)) {
        ui_pattern_close(&step);
        return false;
    }
    ui_line(m, "the chosen pattern adds %.15g × %s", m->session->patterns->frequency[l],
            ui_printed(step.posterior[m->q.node], 6).text);
    add_posterior(m, l, step.posterior[m->q.node]);
    ui_pattern_close(&step);
    return true;
}

static double
engine_count(const struct ui_making *m, bool any)
{
    const struct irt_expected *expected = m->shown->expected;
    size_t Q = expected->points, at = expected->first[m->q.item] + m->q.node;
    double total = 0.0;

    if (!any)
        return expected->r[at + m->q.category * Q];
    for (; at < expected->first[m->q.item + 1]; at += Q)
        total += expected->r[at];
    return total;
}

/* "answer 3", as the data have it, and where that is another number "(h = 2)". */
static struct ui_short
answer_of(const struct ui_making *m)
{
    unsigned h = (unsigned)m->q.category;
    unsigned code = irt_item_response(&m->model->item[m->q.item], h);
    struct ui_short out;

    if (code == h)
        snprintf(out.text, sizeof out.text, "answer %u", code);
    else
        snprintf(out.text, sizeof out.text, "answer %u (h = %u)", code, h);
    return out;
}

static bool
explain_count(struct ui_making *m, bool any)
{
    struct counted c;

    if (!ui_needs_stage(m, 4) || !ui_needs_node(m) || !ui_needs_item(m))
        return false;
    if (m->q.category >= m->model->item[m->q.item].categories)
        return irt_fail(m->error, IRT_BAD_USAGE, "the item has no answer %zu",
                        m->q.category);
    if (any)
        ui_title(m, "n̄ of %s at node %s", ui_item_short(m, m->q.item).text,
                 ui_node_short(m, m->q.node).text);
    else
        ui_title(m, "r̄ of %s, %s, at node %s", ui_item_short(m, m->q.item).text,
                 answer_of(m).text, ui_node_short(m, m->q.node).text);
    if (!ui_patterns_are_few(m->session->patterns->count, m->model->items,
                             m->stand.quadrature->points))
        return tell_counted(m, any, engine_count(m, any));
    bool ok = counted_open(m, any, &c);
    if (ok) {
        m->out->value = ui_sum_of(c.term, c.n);
        print_counted(m, &c);
    }
    counted_close(&c);
    return ok;
}

bool
ui_explain_nbar(struct ui_making *m)
{
    return explain_count(m, true);
}

bool
ui_explain_rbar(struct ui_making *m)
{
    return explain_count(m, false);
}

bool
ui_explain_ratio(struct ui_making *m)
{
    if (!ui_needs_stage(m, 4) || !ui_needs_node(m) || !ui_needs_item(m))
        return false;
    if (m->q.category >= m->model->item[m->q.item].categories)
        return irt_fail(m->error, IRT_BAD_USAGE, "the item has no answer %zu",
                        m->q.category);
    const double x[2] = { engine_count(m, false), engine_count(m, true) };
    struct ui_printed printed[2];

    ui_title(m, "share of %s to %s at node %s", answer_of(m).text,
             ui_item_short(m, m->q.item).text, ui_node_short(m, m->q.node).text);
    m->out->value = ui_ratio_of(x, 2);
    ui_print_operands(ui_ratio_of, x, 2, (const int[]){ 4, 4 }, m->out->value, 6,
                      printed);
    ui_fraction(m, printed[0].text, printed[1].text, ui_printed(m->out->value, 6).text);
    ui_operand(m, ui_alike(m, UI_QUANTITY_RBAR), x[0], "r̄, with this answer");
    struct ui_quantity q = ui_alike(m, UI_QUANTITY_NBAR);
    q.category = 0;
    ui_operand(m, q, x[1], "n̄, all who answered");
    return true;
}

/* --- the log-likelihood ------------------------------------------------------------------------------- */

static double
log_term_of(const double *x, size_t n)
{
    (void)n;
    return x[0] * log(x[1]);
}

/* The printed sum, and what normalising the weights takes off it. */
static void
print_normalised(struct ui_making *m, double sum, double total)
{
    double persons = m->session->data->persons;
    const double x[2] = { sum, -persons * log(total) };
    struct ui_printed printed[2];

    ui_print_operands(ui_sum_of, x, 2, (const int[]){ 6, 6 }, m->out->value, 6, printed);
    if (fabs(total - 1.0) > 1e-9) {
        ui_line(m, "= %s; the weights add up to %.6f: brought to sum 1,", printed[0].text,
                total);
        ui_line(m, "  - %.15g × log %.6f = %s", persons, total, printed[1].text);
    }
    ui_line(m, "= %s", ui_printed(m->out->value, 6).text);
}

static void
print_logs(struct ui_making *m, const struct irt_staged *staged, const double *term,
           double total, bool openable)
{
    const struct irt_patterns *patterns = m->session->patterns;
    struct ui_flow flow = { .sign = " + " };
    double sum = ui_sum_of(term, patterns->count);
    struct ui_terms terms =
        ui_choose_terms(term, patterns->count, SHOWN_LOGS, true, sum, 6);

    struct ui_printed printed[2 * SHOWN_LOGS], rest;
    double x[2 * SHOWN_LOGS];
    bool tiny = false;

    for (size_t k = 0; k < terms.shown; k++) {
        size_t l = terms.which[k];
        struct ui_quantity q = { .kind = UI_QUANTITY_MARGINAL, .pattern = l };
        double P = staged->marginal[l] * exp(staged->log_scale[l]);

        tiny = tiny || !(P > 1e-290);
        x[2 * k] = patterns->frequency[l];
        x[2 * k + 1] = P;
        if (openable)
            ui_operand(m, q, P, "P of %.40s, seen %.15g×", ui_pattern_short(m, l).text,
                       x[2 * k]);
    }
    /* Of probabilities too small to write, the logarithms are written. */
    for (size_t k = 0; tiny && k < terms.shown; k++)
        x[2 * k + 1] = term[terms.which[k]] / x[2 * k];
    ui_print_terms(tiny ? ui_product_of : log_term_of, x, 2, (const int[]){ 0, 8 },
                   &terms, sum, 6, printed, &rest);
    for (size_t k = 0; k < terms.shown; k++) {
        char text[80];

        snprintf(text, sizeof text, tiny ? "%.31s × (%.31s)" : "%.31s × log %.31s",
                 printed[2 * k].text, printed[2 * k + 1].text);
        ui_flow_add(m, &flow, text);
    }
    ui_flow_end(m, &flow);
    if (terms.more)
        ui_line(m, "+ %s, of %zu more pattern%s", rest.text, terms.more,
                terms.more == 1 ? "" : "s");
    print_normalised(m, sum, total);
}

/* The sum at psi; row says of which cycle, for the title. */
static bool
explain_sum(struct ui_making *m, const double *psi,
            const struct irt_quadrature *quadrature, double engine, bool openable)
{
    const struct irt_patterns *patterns = m->session->patterns;
    struct irt_staged *staged;

    if (!ui_patterns_are_few(patterns->count, m->model->items, quadrature->points)) {
        m->out->value = engine;
        ui_line(m, "the sum over %zu patterns, too many to list here", patterns->count);
        ui_line(m, "= %s", ui_printed(engine, 6).text);
        return true;
    }
    staged = ui_patterns_estep(m->session, psi, quadrature, m->error);
    double *term = calloc(patterns->count, sizeof *term);
    if (staged && term) {
        for (size_t l = 0; l < patterns->count; l++)
            term[l] = patterns->frequency[l] *
                      (log(staged->marginal[l]) + staged->log_scale[l]);
        m->out->value = ui_sum_of(term, patterns->count) -
                        m->session->data->persons * log(quadrature->total);
        print_logs(m, staged, term, quadrature->total, openable);
    } else if (staged)
        irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
    bool ok = staged && term;
    irt_staged_free(staged);
    free(term);
    return ok;
}

/* At row c of the trace, which no cycle that is shown stands at. */
static bool
explain_row(struct ui_making *m, size_t c)
{
    const struct irt_trace *trace = &m->session->trace;

    if (c >= trace->rows || !isfinite(trace->loglik[c]))
        return irt_fail(m->error, IRT_BAD_USAGE,
                        "the E-step of the next cycle finds this log-likelihood");
    struct irt_quadrature *quadrature =
        irt_quadrature_copy(m->stand.quadrature, m->error);
    if (!quadrature)
        return false;
    for (size_t n = 0; n < trace->points; n++) {
        quadrature->node[n] = trace->node[c * trace->points + n];
        quadrature->weight[n] = trace->weight[c * trace->points + n];
    }
    if (m->model->dims > 1)
        irt_population_weights(m->model, irt_trace_psi(trace, c), m->session->quadrature,
                               quadrature->weight);
    if (c == 0)
        ui_title(m, "log-likelihood at the start");
    else
        ui_title(m, "log-likelihood after cycle %zu", c);
    bool ok =
        explain_sum(m, irt_trace_psi(trace, c), quadrature, trace->loglik[c], false);
    irt_quadrature_free(quadrature);
    return ok;
}

bool
ui_explain_loglik(struct ui_making *m)
{
    size_t row = ui_entering_row(m->shown);

    if (m->q.row && (m->q.row != row + 1 || m->stand.stages < 2))
        return explain_row(m, m->q.row - 1);
    if (!ui_needs_stage(m, 2))
        return false;
    if (row == 0)
        ui_title(m, "log-likelihood at the start, found by cycle 1's E2");
    else
        ui_title(m, "log-likelihood after cycle %zu, found by E2 of the next", row);
    return explain_sum(m, m->stand.psi, m->stand.quadrature, m->shown->loglik, true);
}
