/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_text.c -- settings, items and patterns in words; session.h. */
#include "config.h"

#include "session.h"

#include <stdio.h>
#include <string.h>

#include "estimate/estimator.h"

void
ui_session_describe(const struct ui_session *session, char *out, size_t size)
{
    const struct ui_choices *choices = &session->choices;
    const struct irt_model_kind *kind =
        session->model ? session->model->kind : irt_model_find(choices->model);
    const struct irt_estimator_ops *estimator = irt_estimator_find(choices->estimator);
    const struct irt_options *o = &choices->options;
    char nodes[80];

    if (o->nodes == IRT_NODES_GH)
        snprintf(nodes, sizeof nodes, "%zu Gauss-Hermite nodes", o->points);
    else
        snprintf(nodes, sizeof nodes, "%zu %snodes [%g, %g]", o->points,
                 o->nodes == IRT_NODES_EMPIRICAL ? "empirical " : "", o->lo, o->hi);
    snprintf(out, size, "%s  %s  %s", kind ? kind->title : choices->model,
             estimator ? estimator->title : choices->estimator, nodes);
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
