/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parameter.c -- parameters: after a Newton step, after a cycle, at the start. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdio.h>

#include "newton.h"

#define MAX_HALVINGS 30

const char *
ui_parameter_name(const struct ui_making *m, size_t k)
{
    return k == m->model->sigma ? "σ" : m->model->parameter[k].name;
}

struct ui_short
ui_parameter_short(const struct ui_making *m, size_t k)
{
    size_t item = m->model->parameter[k].item;
    struct ui_short out;

    if (k == m->model->sigma)
        snprintf(out.text, sizeof out.text, "σ of θ");
    else if (item == IRT_NONE)
        irt_model_label(m->model, m->session->data, k, out.text, sizeof out.text);
    else
        snprintf(out.text, sizeof out.text, "%s of %.80s", ui_parameter_name(m, k),
                 ui_item_short(m, item).text);
    return out;
}

/* --- a parameter after a Newton step ------------------------------------------------------------ */

/* x: I_aa, g_d, I_da, g_a, I_dd: the d part of the inverse of I times g; with the places
 * of a and d exchanged, the a part. */
static double
solve_of(const double *x, size_t n)
{
    (void)n;
    return (x[0] * x[1] - x[2] * x[3]) / (x[4] * x[0] - x[2] * x[2]);
}

/* The 2 x 2 system of an item's own a and d, solved for parameter p; other is the other. */
static double
print_solution(struct ui_making *m, const struct ui_newton_point *at, size_t p,
               const char *name)
{
    size_t other = 1 - p;
    const double x[5] = { at->information[other * 3], at->gradient[p], at->information[1],
                          at->gradient[other], at->information[p * 3] };
    double step = solve_of(x, 5);
    struct ui_printed printed[5];
    char top[160], bottom[120];

    ui_print_operands(solve_of, x, 5,
                      (const int[]){ UI_FIXED + 2, UI_FIXED + 3, UI_FIXED + 2,
                                     UI_FIXED + 3, UI_FIXED + 2 },
                      step, UI_FIXED + 6, printed);
    ui_line(m, "the %s part of the solution of I × step = g, two equations:", name);
    snprintf(top, sizeof top, "%s × %s - %s × %s", printed[0].text, printed[1].text,
             printed[2].text, printed[3].text);
    snprintf(bottom, sizeof bottom, "%s × %s - %s²", printed[4].text, printed[0].text,
             printed[2].text);
    ui_fraction(m, top, bottom, ui_printed(step, UI_FIXED + 6).text);
    return step;
}

/* From before along step; where a bound of the parameter stopped it, says so. */
static void
move_by(struct ui_making *m, size_t k, double before, double step, unsigned halvings)
{
    const char *name = ui_parameter_name(m, k);
    double to = before + ldexp(step, -(int)halvings);
    const struct irt_parameter *parameter = &m->model->parameter[k];

    if (to <= parameter->lower || to >= parameter->upper) {
        ui_line(m, "%s = %.6f + %.6f would pass its bound; nine tenths of", name, before,
                step);
        ui_line(m, "the way to it: %s = %s", name,
                ui_printed(m->out->value, UI_FIXED + 6).text);
        return;
    }
    m->out->value = to;
    double x[2] = { before, ldexp(step, -(int)halvings) };
    struct ui_printed printed[2];

    ui_print_operands(ui_sum_of, x, 2, (const int[]){ UI_FIXED + 4, UI_FIXED + 6 },
                      m->out->value, UI_FIXED + 6, printed);
    if (halvings)
        ui_line(m, "halved %u times: the whole step would lower the objective", halvings);
    ui_line(m, "%s = %s + %s = %s", name, printed[0].text, printed[1].text,
            ui_printed(m->out->value, UI_FIXED + 6).text);
}

static bool
is_free(const struct ui_making *m, size_t k)
{
    return m->model->parameter[k].free != IRT_NONE;
}

static void
add_newton_operands(struct ui_making *m, const struct irt_item *item, size_t k,
                    const struct ui_newton_point *at, size_t index)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_PARAMETER,
                             .item = m->q.item,
                             .parameter = k,
                             .step = index + 1 };
    double before = k == m->model->sigma ? at->sigma : at->par[k - item->first];

    ui_operand(m, q, before, "%s before", ui_parameter_name(m, k));
    if (k == m->model->sigma)
        return;
    q.kind = UI_QUANTITY_SCORE;
    for (size_t p = item->count; p-- > 0;) {
        q.parameter = item->first + p;
        if (is_free(m, q.parameter))
            ui_operand(m, q, at->gradient[p], "score of %s",
                       ui_parameter_name(m, q.parameter));
    }
    q.kind = UI_QUANTITY_INFORMATION;
    q.parameter = 0;
    for (q.row = item->count; q.row-- > 0;)
        for (q.column = q.row + 1; q.column-- > 0;)
            if (is_free(m, item->first + q.row) && is_free(m, item->first + q.column))
                ui_operand(m, q, at->information[q.row * item->count + q.column],
                           "information %s%s", ui_parameter_name(m, item->first + q.row),
                           ui_parameter_name(m, item->first + q.column));
}

/* Parameters of the item that are estimated. */
static size_t
free_of(const struct ui_making *m, const struct irt_item *item)
{
    size_t count = 0;

    for (size_t p = 0; p < item->count; p++)
        count += is_free(m, item->first + p);
    return count;
}

/* All parameters of the item are free and its own, and there are two of them. */
static bool
is_two_by_two(const struct ui_making *m, const struct irt_item *item)
{
    return item->count == 2 && !ui_model_is_linked(m->model) && is_free(m, item->first) &&
           is_free(m, item->first + 1);
}

/* Point index of item j, as the value of parameter k. */
static bool
explain_point(struct ui_making *m, size_t j, size_t k, size_t index)
{
    const struct irt_item *item = &m->model->item[j];
    bool sigma = k == m->model->sigma;
    struct ui_newton_point now, before;

    if (!ui_newton_point(m->shown, item, j, index, &now))
        return ui_needs_stage(m, 4) &&
               irt_fail(m->error, IRT_BAD_USAGE,
                        "Newton step %zu of this item is not done yet (s does the next "
                        "stage)",
                        index);
    m->q.item = j;
    m->out->value = sigma ? now.sigma : now.par[k - item->first];
    if (index == 0 || !ui_newton_point(m->shown, item, j, index - 1, &before)) {
        ui_title(m, "%s where Newton starts", ui_parameter_short(m, k).text);
        ui_line(m, "as the cycle found it: = %.6f", m->out->value);
        return true;
    }
    ui_title(m, "%s after Newton step %zu", ui_parameter_short(m, k).text, index);
    double old = sigma ? before.sigma : before.par[k - item->first];
    double step = m->out->value - old;
    if (now.halvings > MAX_HALVINGS)
        ui_line(m, "no step along this direction raises the objective: it stays");
    else if (is_two_by_two(m, item)) {
        step = print_solution(m, &before, k - item->first, ui_parameter_name(m, k));
        move_by(m, k, old, step, now.halvings);
    } else {
        if (ui_model_is_linked(m->model))
            ui_line(m, "items are linked: one Newton step for all of them at once,");
        ui_line(m, "%zu equations; the part of %s in their solution:",
                ui_model_is_linked(m->model) ? m->model->free_count : free_of(m, item),
                ui_parameter_name(m, k));
        move_by(m, k, old, ldexp(step, (int)now.halvings), now.halvings);
    }
    add_newton_operands(m, item, k, &before, index - 1);
    return true;
}

/* --- a parameter between cycles -------------------------------------------------------------------- */

static void
explain_start(struct ui_making *m, size_t k)
{
    const struct irt_parameter *parameter = &m->model->parameter[k];

    ui_title(m, "%s at the start", ui_parameter_short(m, k).text);
    snprintf(m->out->name, sizeof m->out->name, "Start");
    snprintf(m->out->formula, sizeof m->out->formula, "%s = %.6f",
             ui_parameter_name(m, k), parameter->start);
    m->out->source[0] = '\0';
    m->out->value = parameter->start;
    if (parameter->free == IRT_NONE)
        ui_line(m, "held fixed: the model does not estimate it");
    else if (parameter->slope || k == m->model->sigma)
        ui_line(m, "every slope, and σ, starts at 1 unless it is fixed");
    else if (parameter->item == IRT_NONE)
        ui_line(m, k >= m->model->correlation &&
                           k < m->model->correlation + m->model->correlations
                       ? "every correlation starts at 0"
                       : "every group starts as the whole");
    else if (m->session->choices.options.lecture)
        ui_line(m, "every intercept starts at 0: all items alike");
    else if (ui_is_logistic(&m->model->item[parameter->item]))
        ui_line(m, "from the share of answers: d = √(1 + (16√3/15π)²) logit(share)");
    else
        ui_line(m, "from the shares of the answers, or the model's own choice");
}

/* Row c of the trace, from a cycle that is not shown. */
static bool
explain_row(struct ui_making *m, size_t k, size_t c)
{
    const struct irt_trace *trace = &m->session->trace;

    if (c >= trace->rows || k >= trace->parameters)
        return irt_fail(m->error, IRT_BAD_USAGE, "cycle %zu is not done yet", c);
    if (c == 0) {
        explain_start(m, k);
        return true;
    }
    ui_title(m, "%s after cycle %zu", ui_parameter_short(m, k).text, c);
    m->out->value = irt_trace_psi(trace, c)[k];
    ui_line(m, "as cycle %zu left it: = %.6f", c, m->out->value);
    ui_line(m, "to see how, travel to that cycle (goto %zu)", c);
    return true;
}

/* A correlation, or the place or spread of a group: no item's Newton moves it. */
static bool
explain_population(struct ui_making *m, size_t k)
{
    bool correlation =
        k >= m->model->correlation && k < m->model->correlation + m->model->correlations;
    size_t row = m->q.row             ? m->q.row - 1
                 : m->session->travel ? m->shown->cycle
                                      : m->session->trace.rows - 1;

    if (!explain_row(m, k, row))
        return false;
    if (row == 0)
        return true;
    if (correlation) {
        ui_line(m, "its M-step raises Σ_n n̄_n log A_n(Σ), by Newton steps of its own");
        snprintf(m->out->formula, sizeof m->out->formula,
                 "maximises Σ_n n̄_n log A_n(Σ), A_n ∝ N(X_n; 0, Σ)");
    }
    return true;
}

/* The end of the M-step was not the end of the cycle: psi was extrapolated or rescaled. */
static void
explain_after(struct ui_making *m, size_t k, size_t points, double left)
{
    struct ui_quantity q = {
        .kind = UI_QUANTITY_PARAMETER, .item = m->q.item, .parameter = k, .step = points
    };

    ui_title(m, "%s after cycle %zu", ui_parameter_short(m, k).text, m->shown->cycle);
    m->out->value = m->shown->psi[k];
    ui_line(m, "the M-step left it at %.6f", left);
    if (m->stand.quadrature->kind == IRT_NODES_EMPIRICAL)
        ui_line(m, "the scale was then set so that θ has mean 0 and variance 1:");
    else
        ui_line(m, "%s then extrapolated from the last cycles:",
                irt_acceleration_name(m->session->choices.options.accelerate));
    ui_line(m, "= %.6f", m->out->value);
    ui_operand(m, q, left, "%s after the M-step", ui_parameter_name(m, k));
}

bool
ui_explain_parameter(struct ui_making *m)
{
    struct ui_newton_point last;
    size_t k = m->q.parameter;

    if (!ui_needs_parameter(m))
        return false;
    const struct irt_parameter *parameter = &m->model->parameter[k];
    size_t j = parameter->item == IRT_NONE ? 0 : parameter->item;
    size_t points = ui_newton_points(m->shown, j);

    if (!m->shown->parameters || parameter->free == IRT_NONE) {
        explain_start(m, k);
        return true;
    }
    if (parameter->item == IRT_NONE && k != m->model->sigma)
        return explain_population(m, k);
    if (m->q.step)
        return explain_point(m, j, k, m->q.step - 1);
    bool here = m->q.row == 0 || (m->q.row == m->shown->cycle + 1 &&
                                  m->session->trace.rows > m->shown->cycle);
    if (!here || points == 0)
        return explain_row(m, k, m->q.row ? m->q.row - 1 : ui_entering_row(m->shown));
    if (!ui_newton_point(m->shown, &m->model->item[j], j, points - 1, &last))
        return explain_row(m, k, ui_entering_row(m->shown));
    m->q.item = j;
    double left =
        k == m->model->sigma ? last.sigma : last.par[k - m->model->item[j].first];
    if (left == m->shown->psi[k])
        return explain_point(m, j, k, points - 1);
    explain_after(m, k, points, left);
    return true;
}
