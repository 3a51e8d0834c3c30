/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rivals.h"

#include <stdlib.h>
#include <string.h>

#include "retire.h"
#include "school_facts.h"

static const enum irt_effects kinds[UI_RIVALS] = { IRT_EFFECTS_FIXED, IRT_EFFECTS_RANDOM,
                                                   IRT_EFFECTS_AVERAGES };

const struct ui_rival *
ui_rivals_find(const struct ui_session *session, enum irt_effects effects)
{
    for (int r = 0; r < UI_RIVALS; r++)
        if (session->rival[r].worker && kinds[r] == effects)
            return &session->rival[r];
    return NULL;
}

static void
drop(struct ui_session *session, struct ui_rival *rival)
{
    if (rival->worker || rival->model || rival->patterns)
        ui_retire(session, (struct ui_retired){ .worker = rival->worker,
                                                .model = rival->model,
                                                .patterns = rival->patterns });
    irt_snapshot_clear(&rival->live);
    irt_snapshot_clear(&rival->past);
    irt_trace_clear(&rival->trace);
    memset(rival, 0, sizeof *rival);
}

void
ui_rivals_drop(struct ui_session *session)
{
    for (int r = 0; r < UI_RIVALS; r++)
        drop(session, &session->rival[r]);
}

/* The run's choices with other effects; random ones are estimated by messages alone. */
static bool
choose(const struct ui_session *session, enum irt_effects effects,
       struct ui_choices *choices, struct irt_error *error)
{
    const struct ui_choice *estimator = ui_choice_find("estimator");

    *choices = session->choices;
    strcpy(choices->effects, irt_effects_name(effects));
    choices->start[0] = '\0';
    return effects != IRT_EFFECTS_RANDOM || estimator->set(choices, "federated", error);
}

static bool
start(struct ui_session *session, int r, struct irt_error *error)
{
    struct ui_rival *rival = &session->rival[r];
    struct ui_choices *choices = malloc(sizeof *choices);
    const struct irt_patterns *patterns = session->patterns;

    if (!choices)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for another fit");
    bool done = choose(session, kinds[r], choices, error) &&
                (rival->model = ui_choices_build(choices, session->data, error));
    if (done && rival->model->groups != patterns->groups)
        patterns = rival->patterns =
            irt_patterns_new(session->data,
                             rival->model->groups > 1 ? session->data->school : NULL,
                             rival->model->groups, error);
    done = done && patterns &&
           (rival->worker = ui_worker_new(session->data, patterns, rival->model,
                                          irt_estimator_find(choices->estimator),
                                          &choices->options, error));
    free(choices);
    for (size_t k = 0; done && k < session->data->schools; k++)
        if (ui_schools_is_out(session, k))
            ui_worker_drop(rival->worker, k, true);
    if (done)
        ui_worker_run(rival->worker);
    else
        drop(session, rival);
    return done;
}

bool
ui_rivals_start(struct ui_session *session, struct irt_error *error)
{
    struct irt_error last = { IRT_OK, "" };
    size_t there = 0;

    if (!session->model)
        return irt_fail(error, session->problem.code, "%s", session->problem.message);
    if (ui_schools_count(session) < 2 || session->model->effects == IRT_EFFECTS_GROUPS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "there are no schools to estimate effects of");
    for (int r = 0; r < UI_RIVALS; r++)
        if (kinds[r] != session->model->effects)
            there += session->rival[r].worker || start(session, r, &last);
    return there > 0 || irt_fail(error, last.code, "%s", last.message);
}

bool
ui_rivals_poll(struct ui_session *session)
{
    bool changed = false;

    for (int r = 0; r < UI_RIVALS; r++) {
        struct ui_rival *rival = &session->rival[r];
        struct ui_worker_news news;

        if (!rival->worker || !ui_worker_poll(rival->worker, &news, &rival->live,
                                              &rival->past, &rival->trace))
            continue;
        changed = true;
        rival->fit = news.fit;
        rival->error = news.error;
    }
    return changed;
}

void
ui_rivals_wait(struct ui_session *session)
{
    for (int r = 0; r < UI_RIVALS; r++)
        if (session->rival[r].worker)
            ui_worker_wait(session->rival[r].worker);
    ui_rivals_poll(session);
}
