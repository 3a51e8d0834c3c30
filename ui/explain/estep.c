/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estep.c -- numbers of one pattern: likelihood, marginal, posterior. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "power.h"

/* --- shared ----------------------------------------------------------------------------------- */

bool
ui_pattern_open(struct ui_making *m, size_t pattern, struct irt_pattern_step *step)
{
    size_t Q = m->stand.quadrature->points;
    double *memory = malloc(3 * Q * sizeof *memory);

    *step = (struct irt_pattern_step){ .likelihood = memory };
    if (!memory)
        return irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
    step->product = memory + Q;
    step->posterior = memory + 2 * Q;
    return irt_pattern_explain(m->model, m->stand.psi, m->stand.quadrature,
                               ui_pattern_codes(m, pattern), step, m->error);
}

void
ui_pattern_close(struct irt_pattern_step *step)
{
    free(step->likelihood);
    step->likelihood = NULL;
}

/* --- E1 --------------------------------------------------------------------------------------------- */

/* The factors as they are printed; those beyond the room come as one. */
static void
print_factors(struct ui_making *m, const double *factor, size_t n, double likelihood)
{
    enum { SHOWN = 24 };
    struct ui_flow flow = { .sign = " × " };
    struct ui_printed printed[SHOWN + 1];
    double x[SHOWN + 1];
    int decimals[SHOWN + 1];
    size_t shown = n > SHOWN ? SHOWN : n;

    x[shown] = 1.0;
    for (size_t i = 0; i < n; i++)
        if (i < shown)
            x[i] = factor[i];
        else
            x[shown] *= factor[i];
    for (size_t i = 0; i <= shown; i++)
        decimals[i] = 6;
    ui_print_operands(ui_product_of, x, shown + (shown < n), decimals, likelihood, 8,
                      printed);
    for (size_t i = 0; i < shown; i++)
        ui_flow_add(m, &flow, printed[i].text);
    ui_flow_end(m, &flow);
    if (shown < n)
        ui_line(m, "× %s, the product of the other %zu", printed[shown].text, n - shown);
}

bool
ui_explain_likelihood(struct ui_making *m)
{
    if (!ui_needs_stage(m, 1) || !ui_needs_node(m) || !ui_needs_pattern(m))
        return false;
    const unsigned char *code = ui_pattern_codes(m, m->q.pattern);
    double *factor = calloc(m->model->items + 1, sizeof *factor);
    double theta[IRT_MAX_DIMS];
    size_t count = 0, missing = 0;
    bool ok = factor || irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain it");

    ui_thetas(m, m->stand.psi[m->model->sigma], m->q.node, theta);
    for (size_t j = 0; ok && j < m->model->items; j++) {
        const struct irt_item *item = &m->model->item[j];
        unsigned char u = code[item->column];
        struct ui_quantity q = ui_alike(m, UI_QUANTITY_PROBABILITY);

        if (u == IRT_MISSING) {
            missing++;
            continue;
        }
        factor[count] = ui_item_probability(item, m->stand.psi + item->first, theta,
                                            irt_item_category(item, u));
        q.item = j;
        ui_operand(m, q, factor[count++], "P of answer %u to %s", (unsigned)u,
                   ui_item_short(m, j).text);
    }
    if (ok) {
        double log_L = 0.0;
        char text[40];

        ui_title(m, "likelihood at node %s, pattern %s", ui_node_short(m, m->q.node).text,
                 ui_pattern_short(m, m->q.pattern).text);
        m->out->value = ui_product_of(factor, count);
        if (m->model->dims == 1)
            ui_line(m, "%zu answers, each with its probability at θ = %.4f:", count,
                    theta[0]);
        else
            ui_line(m, "%zu answers, each with its probability at θ = X_n:", count);
        print_factors(m, factor, count, m->out->value);
        for (size_t i = 0; i < count; i++)
            log_L += log(factor[i]);
        ui_power_text(log_L, 6, text, sizeof text);
        ui_line(m, "= %s",
                m->out->value > 1e-290 ? ui_printed(m->out->value, 8).text : text);
        if (missing)
            ui_line(m,
                    missing == 1 ? "%zu of its answers is missing: a factor 1, left out"
                                 : "%zu of its answers are missing: factors 1, left out",
                    missing);
    }
    free(factor);
    return ok;
}

/* --- E2 --------------------------------------------------------------------------------------------- */

/* A product or marginal too small for a double: only its logarithm can be shown. */
static bool
is_tiny(const struct irt_pattern_step *step)
{
    return !(step->marginal > 1e-280);
}

bool
ui_explain_product(struct ui_making *m)
{
    struct irt_pattern_step step;
    size_t n = m->q.node;

    if (!ui_needs_stage(m, 2) || !ui_needs_node(m) || !ui_needs_pattern(m))
        return false;
    bool ok = ui_pattern_open(m, m->q.pattern, &step);
    if (ok) {
        double x[2] = { step.likelihood[n], m->stand.quadrature->weight[n] };
        struct ui_printed printed[2];

        ui_title(m, "L × A at node %s, pattern %s", ui_node_short(m, n).text,
                 ui_pattern_short(m, m->q.pattern).text);
        m->out->value = ui_product_of(x, 2);
        ui_print_operands(ui_product_of, x, 2, (const int[]){ 8, 6 }, m->out->value, 8,
                          printed);
        ui_line(m, "  %s × %s", printed[0].text, printed[1].text);
        ui_line(m, "= %s", ui_printed(m->out->value, 8).text);
        ui_operand(m, ui_alike(m, UI_QUANTITY_LIKELIHOOD), x[0], "L, the likelihood");
        ui_operand(m, ui_alike(m, UI_QUANTITY_WEIGHT), x[1], "A, the prior weight");
    }
    ui_pattern_close(&step);
    return ok;
}

static void
print_marginal(struct ui_making *m, const struct irt_pattern_step *step)
{
    size_t Q = m->stand.quadrature->points;
    struct ui_flow flow = { .sign = " + " };
    struct ui_terms terms =
        ui_choose_terms(step->product, Q, 28, false, step->marginal, 8);

    for (size_t k = 0; k < terms.shown; k++)
        ui_flow_add(m, &flow, ui_printed(step->product[terms.which[k]], terms.form).text);
    ui_flow_end(m, &flow);
    if (terms.more)
        ui_line(m, "+ %s, the %zu smaller terms together …",
                ui_printed(terms.rest, terms.form).text, terms.more);
    ui_line(m, "= %s", ui_printed(step->marginal, 8).text);
}

bool
ui_explain_marginal(struct ui_making *m)
{
    struct irt_pattern_step step;
    char text[40];

    if (!ui_needs_stage(m, 2) || !ui_needs_pattern(m))
        return false;
    size_t Q = m->stand.quadrature->points;
    bool ok = ui_pattern_open(m, m->q.pattern, &step);
    if (ok) {
        ui_title(m, "marginal probability of pattern %s",
                 ui_pattern_short(m, m->q.pattern).text);
        m->out->value = ui_sum_of(step.product, Q);
        if (is_tiny(&step)) {
            ui_power_text(step.log_marginal, 6, text, sizeof text);
            ui_line(m, "the sum over %zu nodes, kept as its logarithm %.6f", Q,
                    step.log_marginal);
            ui_line(m, "= %s", text);
        } else
            print_marginal(m, &step);
        if (fabs(m->stand.quadrature->total - 1.0) > 1e-9)
            ui_line(m, "the weights A add up to %.6f, and are taken as they are",
                    m->stand.quadrature->total);
        struct ui_terms largest = ui_choose_terms(step.product, Q, UI_TERMS, false, 0, 8);
        for (size_t k = 0; k < (Q <= UI_EXPLAIN_OPERANDS ? Q : largest.shown); k++) {
            struct ui_quantity q = ui_alike(m, UI_QUANTITY_PRODUCT);

            q.node = Q <= UI_EXPLAIN_OPERANDS ? k : largest.which[k];
            ui_operand(m, q, step.product[q.node], "L × A at node %s",
                       ui_node_short(m, q.node).text);
        }
    }
    ui_pattern_close(&step);
    return ok;
}

/* --- E3 --------------------------------------------------------------------------------------------- */

static void
print_posterior(struct ui_making *m, const double *x, double posterior)
{
    struct ui_printed printed[3];
    char top[80];

    ui_print_operands(ui_ratio_of, x, 3, (const int[]){ 8, 6, 8 }, posterior, 8, printed);
    snprintf(top, sizeof top, "%s × %s", printed[0].text, printed[1].text);
    ui_fraction(m, top, printed[2].text, ui_printed(posterior, 8).text);
}

bool
ui_explain_posterior(struct ui_making *m)
{
    struct irt_pattern_step step;
    size_t n = m->q.node;

    if (!ui_needs_stage(m, 3) || !ui_needs_node(m) || !ui_needs_pattern(m))
        return false;
    bool ok = ui_pattern_open(m, m->q.pattern, &step);
    if (ok) {
        double x[3] = { step.likelihood[n], m->stand.quadrature->weight[n],
                        step.marginal };

        ui_title(m, "posterior at node %s, pattern %s", ui_node_short(m, n).text,
                 ui_pattern_short(m, m->q.pattern).text);
        m->out->value = is_tiny(&step) ? step.posterior[n] : ui_ratio_of(x, 3);
        if (is_tiny(&step)) {
            double log_A = log(x[1]);

            ui_line(m, "  exp(log L + log A - log P), for L is too small to write");
            ui_line(m, "= exp(%.6f + %.6f - %.6f)",
                    log(step.posterior[n]) + step.log_marginal - log_A, log_A,
                    step.log_marginal);
            ui_line(m, "= %s", ui_printed(step.posterior[n], 8).text);
        } else
            print_posterior(m, x, m->out->value);
        ui_operand(m, ui_alike(m, UI_QUANTITY_LIKELIHOOD), x[0], "L, the likelihood");
        ui_operand(m, ui_alike(m, UI_QUANTITY_WEIGHT), x[1], "A, the prior weight");
        struct ui_quantity q = ui_alike(m, UI_QUANTITY_MARGINAL);
        q.node = 0;
        ui_operand(m, q, x[2], "P_l, the marginal");
    }
    ui_pattern_close(&step);
    return ok;
}
