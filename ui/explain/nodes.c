/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nodes.c -- nodes of the quadrature and their prior weights. */
#include "config.h"

#include "explain/parts.h"
#include "model/population.h"

#include <math.h>
#include <stdio.h>

/* --- nodes -------------------------------------------------------------------------------- */

/* A school's nodes go along with it, so that they reach as far on either side of its mean. */
static void
explain_move(struct ui_making *m, double x)
{
    const struct irt_model *model = m->model;
    size_t g = ui_session_group(m->session);
    double sigma = m->stand.psi[model->sigma];
    double mean = irt_group_mean(model, m->stand.psi, g) / sigma;
    double sd = irt_group_sd(model, m->stand.psi, g) / sigma;
    const double parts[2] = { sd * x, mean };
    struct ui_printed printed[2];

    m->out->value = sd * x + mean;
    ui_print_operands(ui_sum_of, parts, 2, (const int[]){ 4, 4 }, m->out->value, 4,
                      printed);
    ui_line(m, "moved with '%.60s', whose mean is %.4f: %s %s %s = %s",
            m->session->data->school_name[g], mean * sigma, printed[0].text,
            mean < 0 ? "-" : "+", printed[1].text + (mean < 0),
            ui_printed(m->out->value, 4).text);
}

/* One of a Sobol sequence's points, which fill the unit cube evenly. */
static void
print_sobol(struct ui_making *m)
{
    const struct irt_quadrature *quadrature = m->stand.quadrature;

    ui_line(m, "point %zu of the Sobol sequence in %zu dimensions, each number u",
            m->q.node + 1, quadrature->dims);
    ui_line(m, "put through the normal quantile, X = Φ⁻¹(u):");
    for (size_t d = 0; d < quadrature->dims; d++) {
        double x = ui_theta(m, 1.0, m->q.node, d);

        ui_line(m, "X%zu = Φ⁻¹(%.6f) = %s", d + 1, 0.5 * erfc(-x / sqrt(2.0)),
                ui_printed(x, 4).text);
    }
}

/* One of the combinations of a rule's nodes; the first dimension changes slowest. */
static void
print_combination(struct ui_making *m)
{
    const struct irt_quadrature *quadrature = m->stand.quadrature;
    const struct irt_options *options = &m->session->choices.options;
    size_t D = quadrature->dims, after = quadrature->points;
    size_t each = (size_t)(pow((double)quadrature->points, 1.0 / (double)D) + 0.5);
    double gap = (options->hi - options->lo) / (double)(each - 1);

    ui_line(m, "a grid: every combination of %zu nodes in each dimension", each);
    for (size_t d = 0; d < D; d++) {
        after /= each;
        size_t place = m->q.node / after % each;
        struct ui_printed x = ui_printed(ui_theta(m, 1.0, m->q.node, d), 4);

        if (quadrature->kind == IRT_NODES_EQUAL)
            ui_line(m, "X%zu = lo + n (hi - lo) / (Q - 1) = %.4g + %zu × %.6f = %s",
                    d + 1, options->lo, place, gap, x.text);
        else
            ui_line(m, "X%zu = Gauss-Hermite node %zu of %zu = %s", d + 1, place + 1,
                    each, x.text);
    }
}

static bool
explain_several(struct ui_making *m)
{
    const struct irt_quadrature *quadrature = m->stand.quadrature;

    if (m->q.column >= quadrature->dims)
        return irt_fail(m->error, IRT_BAD_USAGE, "θ has %zu dimensions",
                        quadrature->dims);
    ui_title(m, "node %zu of %zu", m->q.node + 1, quadrature->points);
    m->out->value = ui_theta(m, 1.0, m->q.node, m->q.column);
    if (quadrature->kind == IRT_NODES_SOBOL)
        print_sobol(m);
    else
        print_combination(m);
    return true;
}

bool
ui_explain_node(struct ui_making *m)
{
    const struct irt_options *options = &m->session->choices.options;
    const struct irt_quadrature *quadrature = m->stand.quadrature;

    if (!ui_needs_node(m))
        return false;
    if (quadrature->dims > 1)
        return explain_several(m);
    bool several = m->model->groups > 1;
    double x = (several ? m->session->quadrature : quadrature)->node[m->q.node];
    double gap = (options->hi - options->lo) / (double)(quadrature->points - 1);
    struct ui_printed node = ui_printed(x, 4);

    ui_title(m, "node %zu of %zu", m->q.node + 1, quadrature->points);
    m->out->value = x;
    if (quadrature->kind == IRT_NODES_GH)
        ui_line(m, "a Gauss-Hermite node: a zero of the Hermite polynomial of degree %zu",
                quadrature->points);
    else if (quadrature->kind == IRT_NODES_EMPIRICAL)
        ui_line(m, "equal at the start; moved and stretched every cycle, so that");
    else
        ui_line(m, "lo + n (hi - lo) / (Q - 1) = %.4g + %zu × %.6f", options->lo,
                m->q.node, gap);
    if (quadrature->kind == IRT_NODES_EMPIRICAL)
        ui_line(m, "θ has mean 0 and variance 1");
    if (options->lecture && quadrature->kind == IRT_NODES_EQUAL)
        ui_line(m, "the published table rounds it to 4 decimals");
    ui_line(m, "= %s", node.text);
    if (several)
        explain_move(m, x);
    return true;
}

/* --- weights ------------------------------------------------------------------------------ */

static void
explain_normal_weight(struct ui_making *m, const struct irt_quadrature *quadrature,
                      double x, double weight)
{
    double sum = 0.0, density = exp(-0.5 * x * x) / sqrt(2.0 * M_PI);
    struct ui_printed printed[2];

    for (size_t n = 0; n < quadrature->points; n++)
        sum += exp(-0.5 * quadrature->node[n] * quadrature->node[n]) / sqrt(2.0 * M_PI);
    ui_print_operands(ui_ratio_of, (const double[]){ density, sum }, 2,
                      (const int[]){ 6, 6 }, density / sum, 6, printed);
    ui_line(m,
            x < 0 ? "φ(%.4f) = exp(-½ × (%.4f)²) / √(2π) = %s"
                  : "φ(%.4f) = exp(-½ × %.4f²) / √(2π) = %s",
            x, x, printed[0].text);
    ui_fraction(m, printed[0].text, printed[1].text, ui_printed(density / sum, 6).text);
    if (m->session->choices.options.lecture)
        ui_line(m, "the published table has 4 digits of it: %.4g", weight);
}

/* x: rho, X1, X2 */
static double
exponent_of(const double *x, size_t n)
{
    double r = x[0];

    (void)n;
    return (2 * r * x[1] * x[2] - r * r * (x[1] * x[1] + x[2] * x[2])) /
           (2 * (1 - r * r));
}

/* x: the rule's weight B, the exponent, the sum */
static double
reweighted_of(const double *x, size_t n)
{
    (void)n;
    return x[0] * exp(x[1]) / x[2];
}

/* What a correlation makes of the rule's weight B, in two dimensions. */
static void
print_correlated(struct ui_making *m, double B, double A)
{
    const double x[3] = { m->stand.psi[m->model->correlation],
                          ui_theta(m, 1.0, m->q.node, 0),
                          ui_theta(m, 1.0, m->q.node, 1) };
    double E = exponent_of(x, 3), part[3] = { B, E, 1.0 };
    struct ui_printed seen[3], printed[3];
    int digits = 4;

    part[2] = reweighted_of(part, 3) / A;
    ui_print_operands(reweighted_of, part, 3, (const int[]){ 6, 4, 6 }, A, 6, seen);
    while (digits < 15 && ui_printed(E, digits).value != seen[1].value)
        digits++;
    ui_print_operands(exponent_of, x, 3, (const int[]){ 4, 4, 4 }, E, digits, printed);
    ui_line(m, "E = (2 r X1 X2 - r² (X1² + X2²)) / (2 (1 - r²)) = %s",
            ui_printed(E, digits).text);
    ui_line(m, "of r = %s, X1 = %s, X2 = %s", printed[0].text, printed[1].text,
            printed[2].text);
    ui_line(m, "B exp(E), over the sum of these at all nodes:");
    ui_line(m, "  %s × exp(%s) / %s", seen[0].text, seen[1].text, seen[2].text);
}

static bool
explain_weight_of_several(struct ui_making *m)
{
    const struct irt_quadrature *quadrature = m->stand.quadrature;
    double A = quadrature->weight[m->q.node];
    double B = m->session->quadrature->weight[m->q.node];
    bool correlated = false;

    for (size_t c = 0; c < m->model->correlations; c++)
        correlated = correlated || m->stand.psi[m->model->correlation + c] != 0.0;
    ui_title(m, "prior weight A at node %s", ui_node_short(m, m->q.node).text);
    m->out->value = A;
    snprintf(m->out->formula, sizeof m->out->formula, "%s",
             correlated ? "A_n ∝ B_n exp(½ X'(I - Σ⁻¹) X), B_n for N(0, I)"
             : quadrature->kind == IRT_NODES_SOBOL
                 ? "A_n = 1 / Q"
                 : "A_n = Π_d B(X_nd), B of one dimension");
    if (quadrature->kind == IRT_NODES_SOBOL)
        ui_line(m, "%s, of %zu nodes: where θ is likelier, there are more of them",
                correlated ? "B = 1 / Q" : "the same at each", quadrature->points);
    else
        ui_line(m, "the %s weights of its coordinates, multiplied: %s%s",
                quadrature->kind == IRT_NODES_GH ? "Gauss-Hermite" : "normal",
                correlated ? "B = " : "", ui_printed(B, 6).text);
    if (correlated && quadrature->dims == 2)
        print_correlated(m, B, A);
    else if (correlated)
        ui_line(m, "times what Σ makes of it, over the sum of these at all nodes");
    ui_line(m, "= %s", ui_printed(A, 6).text);
    ui_node_operands(m, ui_alike(m, UI_QUANTITY_NODE));
    for (size_t c = 0; correlated && c < m->model->correlations; c++) {
        struct ui_quantity q = { .kind = UI_QUANTITY_PARAMETER,
                                 .parameter = m->model->correlation + c };

        ui_operand(m, q, m->stand.psi[q.parameter], "%s, of Σ",
                   m->model->parameter[q.parameter].name);
    }
    return true;
}

bool
ui_explain_weight(struct ui_making *m)
{
    const struct irt_quadrature *quadrature = m->stand.quadrature;

    if (!ui_needs_node(m))
        return false;
    if (quadrature->dims > 1)
        return explain_weight_of_several(m);
    const struct irt_quadrature *base =
        m->model->groups > 1 ? m->session->quadrature : quadrature;
    double x = base->node[m->q.node], weight = quadrature->weight[m->q.node];

    ui_title(m, "prior weight A at node %s", ui_node_short(m, m->q.node).text);
    m->out->value = weight;
    if (quadrature->kind == IRT_NODES_EQUAL)
        explain_normal_weight(m, base, x, weight);
    else if (quadrature->kind == IRT_NODES_GH)
        ui_line(m, "the Gauss-Hermite weight of this node = %s",
                ui_printed(weight, 6).text);
    else if (m->shown->cycle <= 1)
        ui_line(m, "the normal density at the node, over its sum = %s",
                ui_printed(weight, 6).text);
    else
        ui_line(m, "n̄ of the cycle before over the persons = %s",
                ui_printed(weight, 6).text);
    ui_operand(m, ui_alike(m, UI_QUANTITY_NODE), x, "X, the node");
    return true;
}
