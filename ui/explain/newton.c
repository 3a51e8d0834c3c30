/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newton.c -- sums over the nodes that the M-step works with: score and information. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "newton.h"

#define SHOWN_TERMS 9
#define SUM_FORM    (UI_FIXED + 3)

/* The point that q.step names; *index says which. */
static bool
find_point(struct ui_making *m, struct ui_newton_point *point, size_t *index)
{
    size_t points = ui_newton_points(m->shown, m->q.item);

    *index = m->q.step ? m->q.step - 1 : points - 1;
    if (points > 0 &&
        ui_newton_point(m->shown, &m->model->item[m->q.item], m->q.item, *index, point))
        return true;
    if (m->stand.stages < 4)
        return ui_needs_stage(m, 4);
    return irt_fail(m->error, IRT_BAD_USAGE,
                    "this number comes with a Newton step of %s that is not done (s does "
                    "the next stage)",
                    ui_item_short(m, m->q.item).text);
}

/* What sums over nodes are made of, at one point.  rbar and P are of category 1. */
struct sums {
    size_t Q, dims;
    double *nbar, *rbar, *P, *term; /* Q each, in one block at nbar */
    double *theta;                  /* [n * dims + d], in the same block */
};

static bool
open_sums(struct ui_making *m, const struct ui_newton_point *point, struct sums *s)
{
    const struct irt_expected *expected = m->shown->expected;
    const struct irt_item *item = &m->model->item[m->q.item];

    s->Q = m->stand.quadrature->points;
    s->dims = m->stand.quadrature->dims;
    s->nbar = calloc((4 + s->dims) * s->Q, sizeof *s->nbar);
    if (!s->nbar)
        return irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
    s->rbar = s->nbar + s->Q;
    s->P = s->rbar + s->Q;
    s->term = s->P + s->Q;
    s->theta = s->term + s->Q;
    irt_expected_nbar(expected, m->q.item, s->nbar);
    for (size_t n = 0; n < s->Q; n++) {
        s->rbar[n] = expected->r[expected->first[m->q.item] + s->Q + n];
        ui_thetas(m, point->sigma, n, s->theta + n * s->dims);
        s->P[n] = ui_item_probability(item, point->par, s->theta + n * s->dims, 1);
    }
    return true;
}

/* term[n] = sum over categories of r-bar d log P / d par_p. */
static bool
score_terms(struct ui_making *m, const struct ui_newton_point *point, size_t p,
            struct sums *s)
{
    const struct irt_expected *expected = m->shown->expected;
    const struct irt_item *item = &m->model->item[m->q.item];
    size_t H = item->categories;
    double *score = calloc(item->count * H * s->Q, sizeof *score);

    if (!score)
        return irt_fail(m->error, IRT_NO_MEMORY, "no memory to explain a number");
    item->ops->score(item, point->par, s->theta, s->Q, score);
    for (size_t n = 0; n < s->Q; n++)
        for (size_t h = 0; h < H; h++)
            s->term[n] += expected->r[expected->first[m->q.item] + h * s->Q + n] *
                          score[(p * H + h) * s->Q + n];
    free(score);
    return true;
}

/* What the prior of a parameter adds to its score, and to its second derivative. */
static double
prior_part(const struct ui_making *m, size_t k, double at, double *second)
{
    const struct irt_parameter *parameter = &m->model->parameter[k];
    double first;

    *second = 0.0;
    if (parameter->free == IRT_NONE || !parameter->owner ||
        parameter->prior.kind == IRT_PRIOR_NONE)
        return 0.0;
    irt_prior_log(&parameter->prior, at, &first, second);
    return first;
}

/* Operands of the terms shown, or of all where there is room for all. */
static void
add_node_operands(struct ui_making *m, const struct sums *s, const struct ui_terms *terms,
                  size_t index, bool rbar)
{
    size_t each = rbar ? 3 : 2;
    bool all = s->Q * each <= UI_EXPLAIN_OPERANDS;

    for (size_t i = 0; i < (all ? s->Q : terms->shown); i++) {
        size_t n = all ? i : terms->which[i];
        struct ui_quantity q = { .kind = UI_QUANTITY_NBAR, .item = m->q.item, .node = n };
        struct ui_short node = ui_node_short(m, n);

        ui_operand(m, q, s->nbar[n], "n̄ at node %.40s", node.text);
        q.category = 1;
        if (rbar) {
            q.kind = UI_QUANTITY_RBAR;
            ui_operand(m, q, s->rbar[n], "r̄ at node %.40s", node.text);
        }
        q.kind = UI_QUANTITY_CURVE;
        q.step = index + 1;
        ui_operand(m, q, s->P[n], "P at node %.40s", node.text);
    }
}

/* The terms left out, what a prior adds, and the sum. */
static void
print_rest(struct ui_making *m, const struct ui_terms *terms, double prior)
{
    if (terms->more)
        ui_line(m, "… and %zu smaller terms, together %s", terms->more,
                ui_printed(terms->rest, terms->form).text);
    if (prior != 0.0)
        ui_line(m, "… and %s from the prior", ui_printed(prior, terms->form).text);
    ui_line(m, "sum = %s", ui_printed(m->out->value, SUM_FORM).text);
}

static double
residual_of(const double *x, size_t n)
{
    return (x[0] - x[1] * x[2]) * (n > 3 ? x[3] : 1.0);
}

/* What a parameter is multiplied by in the logit: theta of its dimension, or 1. */
static double
multiplier(const struct ui_making *m, const struct sums *s, size_t p, size_t n)
{
    const struct irt_item *item = &m->model->item[m->q.item];

    if (!m->model->parameter[item->first + p].slope)
        return 1.0;
    return s->theta[n * s->dims + (s->dims > 1 ? p : 0)];
}

/* logit P = d + a theta, in one dimension or several */
static bool
is_logit(const struct irt_item *item)
{
    return ui_is_logistic(item) || item->ops == &irt_item_m2pl;
}

static void
print_score(struct ui_making *m, const struct sums *s, const struct ui_terms *terms,
            size_t p)
{
    const struct irt_item *item = &m->model->item[m->q.item];
    bool slope = m->model->parameter[item->first + p].slope;

    for (size_t k = 0; k < terms->shown; k++) {
        size_t n = terms->which[k];
        const double x[4] = { s->rbar[n], s->nbar[n], s->P[n], multiplier(m, s, p, n) };
        struct ui_printed printed[4], result = ui_printed(s->term[n], terms->form);

        if (!is_logit(item)) {
            ui_line(m, "at node %s: %s", ui_node_short(m, n).text, result.text);
            continue;
        }
        ui_print_operands(residual_of, x, slope ? 4 : 3,
                          (const int[]){ UI_FIXED + 4, UI_FIXED + 4, UI_FIXED + 4,
                                         UI_FIXED + 4 },
                          s->term[n], terms->form, printed);
        if (slope)
            ui_line(m, "(%s - %s × %s) × %s = %s", printed[0].text, printed[1].text,
                    printed[2].text, printed[3].text, result.text);
        else
            ui_line(m, "%s - %s × %s = %s", printed[0].text, printed[1].text,
                    printed[2].text, result.text);
    }
}

/* All of few nodes, or the largest of many. */
static struct ui_terms
choose_nodes(const struct sums *s, double sum)
{
    return ui_choose_terms(s->term, s->Q, s->Q <= SHOWN_TERMS + 1 ? s->Q : SHOWN_TERMS,
                           false, sum, SUM_FORM);
}

bool
ui_explain_score(struct ui_making *m)
{
    struct ui_newton_point point;
    struct sums s;
    size_t index;
    double second;

    if (!ui_needs_item(m) || !ui_needs_parameter(m) || !find_point(m, &point, &index))
        return false;
    const struct irt_item *item = &m->model->item[m->q.item];
    const struct irt_parameter *parameter = &m->model->parameter[m->q.parameter];
    if (parameter->item != m->q.item)
        return irt_fail(m->error, IRT_BAD_USAGE, "this is no parameter of the item");
    size_t p = m->q.parameter - item->first;
    if (!open_sums(m, &point, &s))
        return false;
    bool ok = score_terms(m, &point, p, &s);
    if (ok) {
        double sum = ui_sum_of(s.term, s.Q);
        double prior = prior_part(m, m->q.parameter, point.par[p], &second);
        struct ui_terms terms = choose_nodes(&s, sum);

        m->out->value = sum + prior;
        ui_title(m, "score of %s at Newton step %zu",
                 ui_parameter_short(m, m->q.parameter).text, index);
        if (is_logit(item) && s.dims > 1 && parameter->slope)
            snprintf(m->out->formula, sizeof m->out->formula,
                     "Σ_n (r̄_n - n̄_n P(θ_n)) θ%zu_n", p + 1);
        else if (is_logit(item))
            snprintf(m->out->formula, sizeof m->out->formula, "Σ_n (r̄_n - n̄_n P(θ_n))%s",
                     parameter->slope ? " θ_n" : "");
        else
            snprintf(m->out->formula, sizeof m->out->formula,
                     "Σ_n Σ_h r̄_hn ∂ log P_h(θ_n) / ∂%s", parameter->name);
        print_score(m, &s, &terms, p);
        print_rest(m, &terms, prior);
        add_node_operands(m, &s, &terms, index, true);
    }
    free(s.nbar);
    return ok;
}

/* n̄, P and 1 - P, and as one factor the slopes' θ, θ² or θ1 θ2, into x[4]; how many. */
static size_t
information_factors(const struct ui_making *m, const struct sums *s, size_t n, double *x)
{
    const struct irt_item *item = &m->model->item[m->q.item];
    size_t which[2] = { m->q.row, m->q.column }, count = 3;

    x[0] = s->nbar[n];
    x[1] = s->P[n];
    x[2] = 1.0 - s->P[n];
    x[3] = 1.0;
    for (size_t k = 0; k < 2; k++)
        if (m->model->parameter[item->first + which[k]].slope) {
            x[3] *= multiplier(m, s, which[k], n);
            count = 4;
        }
    return count;
}

static void
print_information(struct ui_making *m, const struct sums *s, const struct ui_terms *terms)
{
    static const int form[4] = { UI_FIXED + 4, UI_FIXED + 4, UI_FIXED + 4, UI_FIXED + 4 };

    for (size_t k = 0; k < terms->shown; k++) {
        size_t n = terms->which[k];
        struct ui_printed printed[4];
        char text[160] = "";
        double x[4];
        size_t count = information_factors(m, s, n, x);

        ui_print_operands(ui_product_of, x, count, form, s->term[n], terms->form,
                          printed);
        for (size_t i = 0; i < count; i++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s",
                     i > 0 ? " × " : "", printed[i].text);
        ui_line(m, "%s = %s", text, ui_printed(s->term[n], terms->form).text);
    }
}

static void
information_formula(struct ui_making *m, const struct sums *s)
{
    const struct irt_item *item = &m->model->item[m->q.item];
    const struct irt_parameter *parameter = m->model->parameter + item->first;
    size_t which[2] = { m->q.row, m->q.column }, slopes = 0;
    char thetas[48] = "";

    for (size_t k = 0; k < 2; k++)
        if (parameter[which[k]].slope && slopes++ < 2 && s->dims > 1)
            snprintf(thetas + strlen(thetas), sizeof thetas - strlen(thetas), " θ%zu_n",
                     which[k] + 1);
    if (s->dims == 1)
        snprintf(thetas, sizeof thetas, "%s",
                 slopes == 2   ? " θ_n²"
                 : slopes == 1 ? " θ_n"
                               : "");
    snprintf(m->out->formula, sizeof m->out->formula, "Σ_n n̄_n P(θ_n) (1 - P(θ_n))%s",
             thetas);
}

static void
explain_weights(struct ui_making *m, const struct ui_newton_point *point, size_t index,
                struct sums *s)
{
    const struct irt_item *item = &m->model->item[m->q.item];
    double second = 0.0;

    for (size_t n = 0; n < s->Q; n++) {
        double x[4];

        s->term[n] = ui_product_of(x, information_factors(m, s, n, x));
    }
    if (m->q.row == m->q.column)
        prior_part(m, item->first + m->q.row, point->par[m->q.row], &second);
    double sum = ui_sum_of(s->term, s->Q);
    struct ui_terms terms = choose_nodes(s, sum);
    m->out->value = sum - second;
    information_formula(m, s);
    print_information(m, s, &terms);
    print_rest(m, &terms, -second);
    add_node_operands(m, s, &terms, index, false);
}

bool
ui_explain_information(struct ui_making *m)
{
    struct ui_newton_point point;
    struct sums s;
    size_t index;

    if (!ui_needs_item(m) || !find_point(m, &point, &index))
        return false;
    const struct irt_item *item = &m->model->item[m->q.item];
    if (m->q.row >= item->count || m->q.column >= item->count)
        return irt_fail(m->error, IRT_BAD_USAGE, "the item has %zu parameters",
                        item->count);
    const struct irt_parameter *parameter = m->model->parameter + item->first;
    ui_title(m, "information %s%s of %s at Newton step %zu", parameter[m->q.row].name,
             parameter[m->q.column].name, ui_item_short(m, m->q.item).text, index);
    if (is_logit(item)) {
        if (!open_sums(m, &point, &s))
            return false;
        explain_weights(m, &point, index, &s);
        free(s.nbar);
        return true;
    }
    snprintf(m->out->formula, sizeof m->out->formula,
             "-∂² / ∂%s ∂%s Σ_n Σ_h r̄_hn log P_h", parameter[m->q.row].name,
             parameter[m->q.column].name);
    m->out->value = point.information[m->q.row * item->count + m->q.column];
    ui_line(m, "the curvature of what the M-step maximises: = %s",
            ui_printed(m->out->value, SUM_FORM).text);
    return true;
}
