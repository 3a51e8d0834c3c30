/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "retire.h"

#include <stdlib.h>

#include "exam.h"

static void
free_retired(struct ui_retired *retired)
{
    ui_exam_free(retired->exam);
    ui_worker_free(retired->worker);
    irt_model_free(retired->model);
    irt_patterns_free(retired->patterns);
    irt_responses_free(retired->data);
    free(retired);
}

void
ui_sweep(struct ui_session *session, bool wait)
{
    while (session->retired) {
        struct ui_retired *first = session->retired;

        if (!wait && ((first->worker && !ui_worker_gone(first->worker)) ||
                      (first->exam && !ui_exam_gone(first->exam))))
            return;
        session->retired = first->next;
        free_retired(first);
    }
}

/* Without memory for an entry it waits for the threads instead. */
void
ui_retire(struct ui_session *session, struct ui_retired what)
{
    struct ui_retired *entry = malloc(sizeof *entry);
    struct ui_retired **end = &session->retired;

    if (what.worker)
        ui_worker_quit(what.worker);
    if (!entry) {
        ui_sweep(session, true);
        ui_exam_free(what.exam);
        ui_worker_free(what.worker);
        irt_model_free(what.model);
        irt_patterns_free(what.patterns);
        irt_responses_free(what.data);
        return;
    }
    *entry = what;
    entry->next = NULL;
    while (*end)
        end = &(*end)->next;
    *end = entry;
    ui_sweep(session, false);
}

bool
ui_session_end(struct ui_session *session, unsigned milliseconds)
{
    bool gone = true;

    if (session->worker)
        ui_worker_quit(session->worker);
    for (int r = 0; r < UI_RIVALS; r++)
        if (session->rival[r].worker)
            ui_worker_quit(session->rival[r].worker);
    if (session->exam)
        ui_exam_cancel(session->exam);
    for (struct ui_retired *r = session->retired; r; r = r->next)
        gone = (!r->worker || ui_worker_gone_within(r->worker, milliseconds)) &&
               (!r->exam || ui_exam_gone_within(r->exam, milliseconds)) && gone;
    if (session->exam)
        gone = ui_exam_gone_within(session->exam, milliseconds) && gone;
    if (session->worker)
        gone = ui_worker_gone_within(session->worker, milliseconds) && gone;
    for (int r = 0; r < UI_RIVALS; r++)
        if (session->rival[r].worker)
            gone = ui_worker_gone_within(session->rival[r].worker, milliseconds) && gone;
    return gone;
}
