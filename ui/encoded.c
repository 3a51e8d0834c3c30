/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "encoded.h"

#include <stdlib.h>
#include <string.h>

#define AS_IT_WAS 254 /* no category: items have fewer */

bool
ui_has_encoder(const struct ui_session *session, struct irt_error *error)
{
    if (!session->model)
        return irt_fail(error, session->problem.code, "%s", session->problem.message);
    if (strcmp(session->choices.estimator, "vae") != 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "there is no encoder: the estimator is %s, not vae",
                        session->choices.estimator);
    if (!ui_session_shown(session)->encoder.weights)
        return irt_fail(error, IRT_BAD_USAGE, "there is no encoder yet: run begins one");
    return true;
}

/* --- answers --- */

unsigned
ui_answer_own(const struct ui_session *session, size_t item)
{
    const struct irt_responses *data = session->data;
    const struct irt_item *it = &session->model->item[item];
    unsigned code =
        data->code[(size_t)session->patterns->row[session->pattern] * data->items +
                   it->column];

    return code == IRT_MISSING ? IRT_MISSING : irt_item_category(it, code);
}

/* Whether the changes are of the pattern, the data and the items that are shown. */
static bool
in_force(const struct ui_session *session)
{
    return session->changed.category && session->changed.pattern == session->pattern &&
           session->changed.loads == session->loads &&
           session->changed.items == session->model->items;
}

unsigned
ui_answer(const struct ui_session *session, size_t item)
{
    if (in_force(session) && session->changed.category[item] != AS_IT_WAS)
        return session->changed.category[item];
    return ui_answer_own(session, item);
}

size_t
ui_answers_changed(const struct ui_session *session)
{
    size_t count = 0;

    for (size_t j = 0; in_force(session) && j < session->changed.items; j++)
        count += session->changed.category[j] != AS_IT_WAS;
    return count;
}

void
ui_answers_restore(struct ui_session *session)
{
    free(session->changed.category);
    memset(&session->changed, 0, sizeof session->changed);
}

bool
ui_answer_put(struct ui_session *session, size_t item, unsigned category,
              struct irt_error *error)
{
    size_t items = session->model->items;

    if (!in_force(session)) {
        ui_answers_restore(session);
        session->changed.category = malloc(items + 1);
        if (!session->changed.category)
            return irt_fail(error, IRT_NO_MEMORY, "no memory for a person's answers");
        memset(session->changed.category, AS_IT_WAS, items);
        session->changed.items = items;
        session->changed.pattern = session->pattern;
        session->changed.loads = session->loads;
    }
    session->changed.category[item] =
        (unsigned char)(category == ui_answer_own(session, item) ? AS_IT_WAS : category);
    return true;
}

/* --- what comes of them --- */

static size_t
units_of(const struct irt_mlp *mlp)
{
    size_t units = 0;

    for (size_t k = 0; k < mlp->layers; k++)
        units += mlp->width[k + 1];
    return units;
}

bool
ui_encoded_make(const struct ui_session *session, size_t dimension,
                struct ui_encoded *out, struct irt_error *error)
{
    const struct irt_encoder *encoder = &ui_session_shown(session)->encoder;
    const struct irt_model *model = session->model;

    ui_encoded_clear(out);
    if (!ui_has_encoder(session, error))
        return false;
    uint8_t *category = malloc(model->items + 1);
    out->unit = malloc((units_of(&encoder->mlp) + 1) * sizeof *out->unit);
    bool ok = category && out->unit;

    for (size_t j = 0; ok && j < model->items; j++)
        category[j] = (uint8_t)ui_answer(session, j);
    ok = ok ? irt_encoder_run(encoder, model, category, &out->normal, out->unit, error) &&
                  irt_gap_find(model, encoder->psi, &out->normal, category, dimension,
                               &out->gap, error)
            : irt_fail(error, IRT_NO_MEMORY, "no memory for a person's answers");
    free(category);
    return ok;
}

void
ui_encoded_clear(struct ui_encoded *encoded)
{
    free(encoded->unit);
    encoded->unit = NULL;
}
