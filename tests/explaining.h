/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explaining.h -- numbers that open, for tests: they are the engine's, and so are those
 * that they are made of. */
#ifndef TESTS_EXPLAINING_H
#define TESTS_EXPLAINING_H

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "canvas.h"
#include "estimate/staged.h"
#include "explain.h"
#include "newton.h"
#include "rig.h"

#define DEPTH 70 /* a parameter after Newton step k is made of that after step k - 1 */

static struct ui_explanation *made; /* large */

static inline struct ui_session *
session(void)
{
    return &app->session;
}

static inline double
explain(struct ui_quantity q)
{
    ck_assert_msg(ui_explain(session(), q, made, &error),
                  "kind %d item %zu node %zu "
                  "step %zu row %zu: %s",
                  (int)q.kind, q.item, q.node, q.step, q.row, error.message);
    return made->value;
}

/* The same to 1e-10, of the larger of 1 and what was wanted. */
static inline void
ck_same(double value, double wanted, struct ui_quantity q)
{
    double scale = fmax(1.0, fabs(wanted));

    ck_assert_msg(fabs(value - wanted) <= 1e-10 * scale,
                  "kind %d item %zu node %zu pattern %zu parameter %zu step %zu row %zu: "
                  "%.17g is not %.17g",
                  (int)q.kind, q.item, q.node, q.pattern, q.parameter, q.step, q.row,
                  value, wanted);
}

/* Explains q, checks the value, and opens every operand in turn. */
static inline void
descend(struct ui_quantity q, double wanted, int depth)
{
    struct ui_explanation *here = malloc(sizeof *here);

    ck_assert_ptr_nonnull(here);
    ck_assert_msg(depth < DEPTH, "kind %d never comes to an end", (int)q.kind);
    ck_assert_msg(ui_explain(session(), q, here, &error),
                  "kind %d item %zu node %zu step %zu row %zu: %s", (int)q.kind, q.item,
                  q.node, q.step, q.row, error.message);
    ck_same(here->value, wanted, q);
    ck_assert_uint_gt(here->lines, 0);
    ck_assert(here->title[0] && here->name[0] && here->formula[0]);
    for (size_t k = 0; k < here->lines; k++)
        ck_assert_msg(ui_columns(here->line[k]) <= 72, "%s: %s", here->title,
                      here->line[k]);
    for (size_t k = 0; k < here->operands; k++) {
        ck_assert(here->operand[k].label[0]);
        /* One of many like it stands for all, or this takes long. */
        if (k == 0 || (k == 1 && depth < 2) || (depth == 0 && (k < 4 || k % 16 == 5)))
            descend(here->operand[k].quantity, here->operand[k].value, depth + 1);
    }
    free(here);
}

/* --- what the engine says ------------------------------------------------------------------- */

static inline void
check_pattern(size_t l, size_t stride)
{
    const struct irt_snapshot *shown = ui_session_shown(session());
    const struct irt_responses *data = session()->data;
    size_t Q = shown->quadrature->points, J = session()->model->items;
    size_t dims = shown->quadrature->dims;
    const unsigned char *code =
        data->code + (size_t)session()->patterns->row[l] * data->items;
    struct irt_pattern_step step = { .item = calloc(J * Q, sizeof(double)),
                                     .likelihood = calloc(Q, sizeof(double)),
                                     .product = calloc(Q, sizeof(double)),
                                     .posterior = calloc(Q, sizeof(double)) };
    struct ui_quantity q = { .pattern = l };

    ck_assert(irt_pattern_explain(session()->model, shown->entering, shown->quadrature,
                                  code, &step, &error));
    for (q.node = 0; q.node < Q; q.node += stride) {
        q.kind = UI_QUANTITY_NODE;
        for (q.column = 0; q.column < dims; q.column++)
            descend(q, shown->quadrature->node[q.node * dims + q.column], 0);
        q.column = 0;
        q.kind = UI_QUANTITY_WEIGHT;
        ck_same(explain(q), shown->quadrature->weight[q.node], q);
        q.kind = UI_QUANTITY_LIKELIHOOD;
        ck_same(explain(q), step.likelihood[q.node], q);
        q.kind = UI_QUANTITY_PRODUCT;
        ck_same(explain(q), step.product[q.node], q);
        q.kind = UI_QUANTITY_POSTERIOR;
        descend(q, step.posterior[q.node], 0);
        q.kind = UI_QUANTITY_PROBABILITY;
        for (q.item = 0; q.item < J; q.item++)
            ck_same(explain(q), step.item[q.item * Q + q.node], q);
        q.item = 0;
    }
    q.node = 0;
    q.kind = UI_QUANTITY_MARGINAL;
    descend(q, step.marginal, 0);
    free(step.item);
    free(step.likelihood);
    free(step.product);
    free(step.posterior);
}

static inline void
check_counts(size_t j, size_t stride)
{
    const struct irt_expected *expected = ui_session_shown(session())->expected;
    size_t Q = expected->points;
    struct ui_quantity q = { .item = j };

    for (q.node = 0; q.node < Q; q.node += stride) {
        double wrong = expected->r[expected->first[j] + q.node];
        double right = expected->r[expected->first[j] + Q + q.node];

        q.category = 0;
        q.kind = UI_QUANTITY_NBAR;
        ck_same(explain(q), wrong + right, q);
        q.kind = UI_QUANTITY_RBAR;
        ck_same(explain(q), wrong, q);
        q.category = 1;
        ck_same(explain(q), right, q);
        q.kind = UI_QUANTITY_RATIO;
        ck_same(explain(q), right / (wrong + right), q);
    }
    q.node = Q / 2;
    descend(q,
            expected->r[expected->first[j] + Q + q.node] /
                (expected->r[expected->first[j] + Q + q.node] +
                 expected->r[expected->first[j] + q.node]),
            0);
}

static inline void
check_newton(size_t j)
{
    const struct irt_snapshot *shown = ui_session_shown(session());
    const struct irt_item *item = &session()->model->item[j];
    size_t points = ui_newton_points(shown, j);
    struct ui_newton_point point;

    ck_assert_uint_gt(points, 1);
    for (size_t s = 0; s < points; s++) {
        struct ui_quantity q = { .item = j, .step = s + 1 };

        if (s > 1 && s + 1 < points)
            continue;
        ck_assert(ui_newton_point(shown, item, j, s, &point));
        for (size_t p = 0; p < item->count; p++) {
            q.parameter = item->first + p;
            q.kind = UI_QUANTITY_PARAMETER;
            if (session()->model->parameter[q.parameter].free != IRT_NONE)
                descend(q, point.par[p], 0);
            q.kind = UI_QUANTITY_SCORE;
            descend(q, point.gradient[p], 0);
            q.kind = UI_QUANTITY_INFORMATION;
            for (q.row = 0; q.row < item->count; q.row++)
                for (q.column = 0; q.column <= q.row; q.column++)
                    descend(q, point.information[q.row * item->count + q.column], 0);
            q.row = q.column = 0;
        }
    }
}

static inline void
check_parameters(void)
{
    const struct irt_snapshot *shown = ui_session_shown(session());
    const struct irt_model *model = session()->model;

    for (size_t k = 0; k < model->parameters; k++) {
        struct ui_quantity q = { .kind = UI_QUANTITY_PARAMETER, .parameter = k };

        if (model->parameter[k].item != IRT_NONE)
            q.item = model->parameter[k].item;
        descend(q, shown->psi[k], 0);
        for (q.row = 1; q.row <= session()->trace.rows; q.row++)
            ck_same(explain(q), irt_trace_psi(&session()->trace, q.row - 1)[k], q);
    }
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        struct ui_quantity q = { .kind = UI_QUANTITY_DIFFICULTY, .item = j };
        struct irt_item_report report;

        item->ops->report(item, shown->psi + item->first, &report);
        for (; q.category < report.b_count; q.category++)
            descend(q, report.b[q.category], 0);
    }
}

/* The first rows of the trace, the last, and some between. */
static inline bool
is_told(size_t row)
{
    return row < 4 || row + 1 >= session()->trace.rows || row % 11 == 0;
}

static inline void
check_history(void)
{
    const struct irt_trace *trace = &session()->trace;
    struct ui_quantity q = { .kind = UI_QUANTITY_LOGLIK };

    for (q.row = 1; q.row <= trace->rows; q.row++)
        if (isfinite(trace->loglik[q.row - 1]) && is_told(q.row)) {
            q.kind = UI_QUANTITY_LOGLIK;
            descend(q, trace->loglik[q.row - 1], 0);
            q.kind = UI_QUANTITY_GAIN;
            if (q.row > 1)
                descend(q, trace->loglik[q.row - 1] - trace->loglik[q.row - 2], 0);
        }
    q.kind = UI_QUANTITY_CHANGE;
    for (q.row = 2; q.row <= trace->rows; q.row++)
        if (is_told(q.row))
            descend(q, trace->max_change[q.row - 1], 0);
}

static inline void
check_everything(size_t stride)
{
    const struct irt_snapshot *shown = ui_session_shown(session());
    size_t patterns = session()->patterns->count;

    for (size_t l = 0; l < patterns; l += 1 + patterns / 3)
        check_pattern(l, stride);
    for (size_t j = 0; j < session()->model->items; j += 2) {
        check_counts(j, stride);
        check_newton(j);
    }
    check_parameters();
    check_history();
    descend((struct ui_quantity){ .kind = UI_QUANTITY_LOGLIK }, shown->loglik, 0);
    descend((struct ui_quantity){ .kind = UI_QUANTITY_CHANGE }, shown->max_change, 0);
}

static inline void
check_fit(void)
{
    const struct irt_fit *fit = session()->fit;
    const struct irt_model *model = session()->model;

    ck_assert_ptr_nonnull(fit);
    for (size_t k = 0; k < model->parameters; k++) {
        struct ui_quantity q = { .kind = UI_QUANTITY_SE, .parameter = k };

        if (model->parameter[k].free != IRT_NONE)
            descend(q, fit->se[k], 0);
    }
    for (size_t j = 0; j < model->items; j++) {
        struct ui_quantity q = { .kind = UI_QUANTITY_SE, .item = j, .column = 1 };
        double se;

        irt_fit_difficulty(fit, j, 0, &se);
        if (!isnan(se))
            ck_same(explain(q), se, q);
    }
    for (size_t l = 0; l < session()->patterns->count; l += 5) {
        struct ui_quantity q = { .pattern = l };

        for (; q.column < model->dims; q.column++) {
            size_t at = l * model->dims + q.column;

            q.kind = UI_QUANTITY_EAP;
            descend(q, session()->score[IRT_SCORE_EAP][at], 0);
            q.kind = UI_QUANTITY_EAP_SE;
            descend(q, session()->score_se[IRT_SCORE_EAP][at], 0);
        }
    }
}

/* The scores that are asked for after the run. */
static inline void
check_scores(void)
{
    for (size_t method = IRT_SCORE_MAP; method < IRT_SCORES; method++) {
        ui_session_score(session(), (enum irt_score)method);
        ui_session_wait(session());
        for (size_t l = 0; l < session()->patterns->count; l += 3) {
            struct ui_quantity q = { .kind = UI_QUANTITY_EAP,
                                     .pattern = l,
                                     .row = method };
            double score = session()->score[method][l];

            if (!isfinite(score)) {
                ck_assert(isnan(score) || explain(q) == score);
                continue;
            }
            descend(q, score, 0);
            for (size_t k = 0; k < made->lines && isfinite(score); k++)
                ck_assert_ptr_null(strstr(made->line[k], "nan"));
            q.kind = UI_QUANTITY_EAP_SE;
            descend(q, session()->score_se[method][l], 0);
        }
    }
}

#endif
