/* SPDX-License-Identifier: GPL-3.0-or-later */
/* persons_live.c -- scores while a run goes on, by the parameters of the cycle shown. */
#include "config.h"

#include "view/persons.h"

#include "score/score.h"

#define MOST_ANSWERS 100000 /* of all patterns: some ten milliseconds */

static bool
are_few(const struct ui_session *session)
{
    size_t patterns = session->patterns->count;

    return session->model->dims == 1 && patterns <= UI_LIVE_PATTERNS &&
           patterns * session->model->items <= MOST_ANSWERS;
}

const double *
ui_live_scores(struct ui_live_scores *live, const struct ui_session *session,
               enum irt_score method)
{
    const struct irt_snapshot *shown = ui_session_shown(session);
    const struct irt_quadrature *quadrature;
    const double *psi;

    if (!ui_person_source(session, &psi, &quadrature) || !are_few(session))
        return NULL;
    if (live->model == session->model && live->method == method &&
        live->loads == session->loads && live->cycle == shown->cycle &&
        live->loglik == shown->loglik)
        return live->score;
    live->model = NULL;
    if (!irt_scores(method, session->data, session->patterns, session->model, psi,
                    quadrature, 1, live->score, live->se, NULL))
        return NULL;
    live->model = session->model;
    live->method = method;
    live->loads = session->loads;
    live->cycle = shown->cycle;
    live->loglik = shown->loglik;
    return live->score;
}
