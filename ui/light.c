/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "light.h"

#include <stdio.h>
#include <string.h>

#include "estimate/health.h"

#define DATA (IRT_HEALTHS) /* the doctor warned of the item */
#define OPEN (IRT_HEALTHS + 1)

/* OPEN: nothing odd so far, and no estimates yet. */
static const struct ui_light lights[UI_LIGHTS] = {
    [IRT_HEALTHY] = { "✓", "sound", UI_GOOD, false },
    [IRT_HEALTH_FLAT] = { "F", "flat", UI_BAD, true },
    [IRT_HEALTH_STEEP] = { "S", "steep", UI_BAD, true },
    [IRT_HEALTH_DIRECTION] = { "N", "not identified", UI_BAD, true },
    [IRT_HEALTH_BOUND] = { "B", "at a bound", UI_WARN, true },
    [IRT_HEALTH_UNCERTAIN] = { "U", "uncertain", UI_WARN, true },
    [IRT_HEALTH_APART] = { "E", "errors disagree", UI_WARN, true },
    [DATA] = { "D", "odd data", UI_WARN, true },
    [OPEN] = { "·", "open", UI_DIM, false },
};

/* The doctor's first warning of the item. */
static const struct irt_finding *
warning_of(const struct ui_session *session, size_t item)
{
    size_t column = session->model->item[item].column;

    for (size_t k = 0; k < session->findings.count; k++)
        if (session->findings.finding[k].item == column &&
            session->findings.finding[k].severity == IRT_WARNING)
            return &session->findings.finding[k];
    return NULL;
}

static size_t
kind_of(const struct ui_session *session, size_t item, char *why, size_t size)
{
    bool estimates = session->fit && !session->travel;
    const double *psi = ui_session_psi(session);
    const struct irt_finding *warning;
    enum irt_health health = IRT_HEALTHY;

    if (size > 0)
        why[0] = '\0';
    if (estimates)
        health = irt_item_health(session->fit, item, why, size);
    else if (psi && ui_session_cycles(session) > 0)
        health = irt_item_health_at(session->model, psi, item, why, size);
    if (health != IRT_HEALTHY)
        return health;
    warning = warning_of(session, item);
    if (warning) {
        irt_finding_sentence(warning, why, size);
        return DATA;
    }
    return estimates ? IRT_HEALTHY : OPEN;
}

struct ui_light
ui_item_light(const struct ui_session *session, size_t item, char *why, size_t size)
{
    return lights[kind_of(session, item, why, size)];
}

void
ui_lights_text(const struct ui_session *session, char *out, size_t size)
{
    size_t count[UI_LIGHTS] = { 0 }, length = 0;
    char why[UI_LIGHT_WHY];

    out[0] = '\0';
    for (size_t j = 0; j < session->model->items; j++)
        count[kind_of(session, j, why, sizeof why)]++;
    for (size_t k = 0; k < UI_LIGHTS && length < size; k++)
        if (count[k] > 0 && lights[k].sick)
            length += (size_t)snprintf(out + length, size - length, "%s%zu %s %s",
                                       length ? ", " : "", count[k], lights[k].sign,
                                       lights[k].word);
}
