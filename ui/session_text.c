/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_text.c -- settings, items and patterns in words; session.h. */
#include "config.h"

#include "session.h"

#include <stdio.h>
#include <string.h>

#include "estimate/estimator.h"

/* "21 × 21 ", or "10 " in one dimension. */
static void
count_text(const struct irt_node_plan *plan, size_t dims, char *out, size_t size)
{
    size_t length = 0;

    out[0] = '\0';
    for (size_t d = 0; d < dims && length < size; d++)
        length += (size_t)snprintf(out + length, size - length, d > 0 ? "× %zu " : "%zu ",
                                   plan->each);
}

void
ui_nodes_text(const struct irt_options *options, bool full, char *out, size_t size)
{
    struct irt_node_plan plan = irt_options_nodes(options);
    char count[80];

    count_text(&plan, options->dims > 1 ? options->dims : 1, count, sizeof count);
    if (plan.nodes == IRT_NODES_SOBOL)
        snprintf(out, size, "%zu Sobol nodes", plan.all);
    else if (plan.nodes == IRT_NODES_GH)
        snprintf(out, size, "%sGauss-Hermite nodes", count);
    else if (full)
        snprintf(out, size, "%s%s nodes on [%g, %g]", count, irt_nodes_name(plan.nodes),
                 options->lo, options->hi);
    else
        snprintf(out, size, "%s%snodes [%g, %g]", count,
                 plan.nodes == IRT_NODES_EMPIRICAL ? "empirical " : "", options->lo,
                 options->hi);
}

void
ui_session_describe(const struct ui_session *session, char *out, size_t size)
{
    const struct ui_choices *choices = &session->choices;
    const struct irt_model_kind *kind =
        session->model ? session->model->kind : irt_model_find(choices->model);
    const struct irt_estimator_ops *estimator = irt_estimator_find(choices->estimator);
    char nodes[120] = "", dims[32] = "";

    if (!estimator || estimator->likelihood == IRT_LIKELIHOOD_MARGINAL)
        ui_nodes_text(&choices->options, false, nodes, sizeof nodes);
    if (choices->options.dims > 1)
        snprintf(dims, sizeof dims, " in %zu dim.", choices->options.dims);
    snprintf(out, size, "%s%s  %s%s%s", kind ? kind->title : choices->model, dims,
             estimator ? estimator->title : choices->estimator, nodes[0] ? "  " : "",
             nodes);
}

const char *
ui_item_name(const struct ui_session *session, size_t item)
{
    if (!session->model || item >= session->model->items)
        return "?";
    return session->data->item_name[session->model->item[item].column];
}

static char
code_letter(uint8_t code)
{
    if (code == IRT_MISSING)
        return '.';
    if (code < 10)
        return (char)('0' + code);
    return code < 36 ? (char)('a' + code - 10) : '+';
}

void
ui_pattern_text(const struct ui_session *session, size_t pattern, int columns, char *out,
                size_t size)
{
    const struct irt_responses *data = session->data;
    size_t length = data ? data->items : 0;
    const uint8_t *code;
    bool cut = columns > 0 && length > (size_t)columns;

    out[0] = '\0';
    if (!data || pattern >= session->patterns->count || size < 8)
        return;
    code = data->code + session->patterns->row[pattern] * data->items;
    if (cut)
        length = (size_t)columns - 1;
    if (length > size - 4) {
        length = size - 4;
        cut = true;
    }
    for (size_t j = 0; j < length; j++)
        out[j] = code_letter(code[j]);
    strcpy(out + length, cut ? "…" : "");
}

struct ui_odd
ui_session_odd(const struct ui_session *session)
{
    return (struct ui_odd){ session->data, &session->findings, session->model,
                            session->fit };
}
