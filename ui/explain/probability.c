/* SPDX-License-Identifier: GPL-3.0-or-later */
/* probability.c -- P of an answer at a node: in a pattern's likelihood, and on the item's
 * curve. */
#include "config.h"

#include "explain/parts.h"

#include <stdio.h>

#include "newton.h"

bool
ui_is_logistic(const struct irt_item *item)
{
    return item->ops == &irt_item_2pl || (item->ops == &irt_item_m2pl && item->dims == 1);
}

double
ui_item_probability(const struct irt_item *item, const double *par, const double *theta,
                    unsigned category)
{
    double P[256];

    item->ops->probability(item, par, theta, 1, P);
    return P[category];
}

double
ui_theta(const struct ui_making *m, double sigma, size_t node, size_t d)
{
    const struct irt_quadrature *quadrature = m->stand.quadrature;

    return sigma * quadrature->node[node * quadrature->dims + d];
}

void
ui_thetas(const struct ui_making *m, double sigma, size_t node, double *theta)
{
    for (size_t d = 0; d < m->stand.quadrature->dims; d++)
        theta[d] = ui_theta(m, sigma, node, d);
}

void
ui_node_operands(struct ui_making *m, struct ui_quantity q)
{
    size_t D = m->stand.quadrature->dims;

    for (size_t d = 0; d < D; d++) {
        q.column = d;
        ui_operand(m, q, ui_theta(m, 1.0, q.node, d),
                   D > 1 ? "X%zu, of the node" : "X, the node", d + 1);
    }
}

/* a, d, X and sigma as operands: where from, like.step and like.row say. */
static void
add_operands(struct ui_making *m, const struct irt_item *item, const double *par,
             double sigma, struct ui_quantity like)
{
    struct ui_quantity q = like;

    q.kind = UI_QUANTITY_PARAMETER;
    q.pattern = q.node = q.category = 0;
    for (size_t p = 0; p < item->count; p++) {
        q.parameter = item->first + p;
        ui_operand(m, q, par[p], "%s of %s", m->model->parameter[q.parameter].name,
                   ui_item_short(m, m->q.item).text);
    }
    if (sigma != 1.0) {
        q.parameter = m->model->sigma;
        ui_operand(m, q, sigma, "σ of θ");
    }
    q = (struct ui_quantity){ .kind = UI_QUANTITY_NODE, .node = m->q.node };
    if (m->q.kind == UI_QUANTITY_PROBABILITY)
        q.step = m->q.step;
    ui_node_operands(m, q);
}

static void
print_theta(struct ui_making *m, double sigma, double theta)
{
    const double x[2] = { sigma, m->stand.quadrature->node[m->q.node] };
    struct ui_printed printed[2];

    ui_print_operands(ui_product_of, x, 2, (const int[]){ 6, 4 }, theta, 6, printed);
    ui_line(m, "θ = σ X = %s × %s = %s", printed[0].text, printed[1].text,
            ui_printed(theta, 6).text);
}

static void
make_probability(struct ui_making *m, const double *par, double sigma, unsigned category,
                 struct ui_quantity like)
{
    const struct irt_item *item = &m->model->item[m->q.item];
    double theta[IRT_MAX_DIMS];

    ui_thetas(m, sigma, m->q.node, theta);
    m->out->value = ui_item_probability(item, par, theta, category);
    snprintf(m->out->source, sizeof m->out->source, "%s",
             ui_model_source(m->model, item));
    if (!ui_is_logistic(item))
        snprintf(m->out->formula, sizeof m->out->formula, "%s",
                 ui_model_formula(m->model, item));
    if (irt_item_response(item, category) != category)
        ui_line(m, "answer %u is category h = %u", irt_item_response(item, category),
                category);
    if (sigma != 1.0)
        print_theta(m, sigma, theta[0]);
    if (!ui_print_model(m, item, par, theta, category)) {
        ui_line(m, "at θ = %s, category %u:", ui_node_short(m, m->q.node).text, category);
        ui_line(m, "= %s", ui_printed(m->out->value, 6).text);
    }
    add_operands(m, item, par, sigma, like);
}

/* As the trace has them: the row that the E-step stands at, or the last one. */
static struct ui_quantity
parameters_of_estep(const struct ui_making *m)
{
    struct ui_quantity like = { .item = m->q.item };

    if (m->session->trace.parameters)
        like.row = m->q.step == UI_AT_ESTIMATES ? m->session->trace.rows
                                                : ui_entering_row(m->shown) + 1;
    return like;
}

bool
ui_explain_probability(struct ui_making *m)
{
    if (!ui_needs_stage(m, 1) || !ui_needs_node(m) || !ui_needs_item(m) ||
        !ui_needs_pattern(m))
        return false;
    const struct irt_item *item = &m->model->item[m->q.item];
    unsigned char u = ui_pattern_codes(m, m->q.pattern)[item->column];

    ui_title(m, "P of %s at node %s, pattern %s", ui_item_short(m, m->q.item).text,
             ui_node_short(m, m->q.node).text, ui_pattern_short(m, m->q.pattern).text);
    if (u != IRT_MISSING) {
        make_probability(m, m->stand.psi + item->first, m->stand.psi[m->model->sigma],
                         irt_item_category(item, u), parameters_of_estep(m));
        return true;
    }
    snprintf(m->out->formula, sizeof m->out->formula, "1 where the answer is missing");
    ui_line(m, "not answered: a factor 1, it says nothing about θ");
    m->out->value = 1.0;
    return true;
}

bool
ui_explain_curve(struct ui_making *m)
{
    struct ui_newton_point point;

    if (!ui_needs_node(m) || !ui_needs_item(m))
        return false;
    const struct irt_item *item = &m->model->item[m->q.item];
    struct ui_quantity like = { .item = m->q.item, .step = m->q.step };
    const double *psi = m->shown->parameters ? m->shown->psi : m->stand.psi;

    if (m->q.category >= item->categories)
        return irt_fail(m->error, IRT_BAD_USAGE, "the item has no answer %zu",
                        m->q.category);
    ui_title(m, "curve of %s at node %s", ui_item_short(m, m->q.item).text,
             ui_node_short(m, m->q.node).text);
    if (m->q.step == 0) {
        make_probability(m, psi + item->first, psi[m->model->sigma],
                         (unsigned)m->q.category, like);
        return true;
    }
    if (!ui_newton_point(m->shown, item, m->q.item, m->q.step - 1, &point))
        return irt_fail(m->error, IRT_BAD_USAGE,
                        "Newton step %zu of this item is not done yet (s does the next "
                        "stage)",
                        m->q.step - 1);
    make_probability(m, point.par, point.sigma, (unsigned)m->q.category, like);
    return true;
}
