/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "examine.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "estimate/estimator.h"
#include "estimation.h"
#include "exam.h"
#include "retire.h"

/* Pauses between two while the run goes on, times what the last ones took: short where they give
 * way to it. */
#define PAUSE       10
#define SHORT_PAUSE 0.5
/* Of all patterns; beyond them statistics while the run goes on are in brief. */
#define MOST_ANSWERS 100000

/* DIF where data have a column for it. */
static struct irt_wanted
wanted_now(const struct ui_session *session, bool costly)
{
    struct irt_wanted wanted = { 0 };

    for (size_t s = 0; irt_statistics[s]; s++)
        wanted.statistic[s] = wanted.named[s] =
            (costly || !irt_statistics[s]->costly) &&
            (irt_statistics[s] != &irt_statistic_dif || session->data->factor);
    snprintf(wanted.dif_column, sizeof wanted.dif_column, "%s", session->choices.dif);
    return wanted;
}

/* Of the cycle that screens show; false where there is none. */
static bool
diagnosis_now(const struct ui_session *session, struct irt_diagnosis *out)
{
    const struct irt_snapshot *shown = ui_session_shown(session);
    const struct irt_estimator_ops *estimator =
        irt_estimator_find(session->choices.estimator);

    if (session->fit && !session->travel) {
        *out = irt_diagnosis_of(session->fit);
        return true;
    }
    if (!session->model || !session->worker || !shown->parameters ||
        ui_session_cycles(session) == 0 || !shown->quadrature || !estimator)
        return false;
    *out = (struct irt_diagnosis){ .data = session->data,
                                   .patterns = session->patterns,
                                   .model = session->model,
                                   .psi = shown->psi,
                                   .quadrature = session->model->groups > 1
                                                     ? session->quadrature
                                                     : shown->quadrature,
                                   .loglik = NAN,
                                   .likelihood = estimator->likelihood,
                                   .threads = 1 };
    return true;
}

static bool
start(struct ui_session *session, bool costly, struct irt_error *error)
{
    struct irt_wanted wanted = wanted_now(session, costly);
    struct irt_diagnosis diagnosis;

    if (!diagnosis_now(session, &diagnosis))
        return irt_fail(error, IRT_BAD_USAGE, "nothing is estimated yet: space runs it");
    diagnosis.purified = ui_examine_purified(session);
    diagnosis.brief =
        !diagnosis.fit && session->patterns->count * session->model->items > MOST_ANSWERS;
    session->exam = ui_exam_new(&diagnosis, &wanted, error);
    session->exam_cycle = ui_session_shown(session)->cycle;
    session->exam_final = diagnosis.fit != NULL;
    session->exam_costly = costly;
    return session->exam != NULL;
}

/* Is what was found that of the shown cycle? */
static bool
up_to_date(const struct ui_session *session)
{
    bool final = session->fit && !session->travel;

    return session->examined && session->examined_final == final &&
           (final || session->examined_cycle == ui_session_shown(session)->cycle);
}

bool
ui_examine_purified(const struct ui_session *session)
{
    struct irt_wanted wanted;
    struct irt_error error;

    return irt_wanted_parse(session->choices.fit, &wanted, &error) && wanted.purified;
}

/* The list of statistics with the word at its end, or without it. */
static bool
put_purified(char *list, bool purified)
{
    static const char word[] = ",purified";
    char *at = strstr(list, word);

    if (!purified && at)
        memmove(at, at + strlen(word), strlen(at + strlen(word)) + 1);
    else if (purified && strlen(list) + sizeof word > UI_LIST)
        return false;
    else if (purified && !at)
        strcat(list, word);
    return true;
}

bool
ui_examine_purify(struct ui_session *session, bool purified, struct irt_error *error)
{
    struct ui_choices choices = session->choices;

    if (choices.dif[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE,
                        "no groups are compared: :fit dif=COLUMN says between which");
    if (!put_purified(choices.fit, purified))
        return irt_fail(error, IRT_BAD_USAGE, "the list of statistics is too long");
    if (!ui_session_choose(session, &choices, error))
        return false;
    if (!session->fit || session->travel)
        return true;
    if (session->exam)
        ui_exam_free(session->exam);
    session->exam = NULL;
    return ui_examine_all(session, error);
}

bool
ui_examine(struct ui_session *session)
{
    struct irt_error error;

    if (session->exam || up_to_date(session))
        return false;
    if (session->running && ui_seconds() < session->exam_due)
        return false;
    return start(session, false, &error);
}

bool
ui_examine_all(struct ui_session *session, struct irt_error *error)
{
    if (!session->fit || session->travel)
        return irt_fail(error, IRT_BAD_USAGE,
                        "these take long, and come when the run has ended");
    if (session->exam && session->exam_costly)
        return true;
    if (session->exam)
        ui_exam_free(session->exam);
    session->exam = NULL;
    return start(session, true, error);
}

void
ui_examine_cancel(struct ui_session *session)
{
    if (session->exam)
        ui_exam_cancel(session->exam);
}

bool
ui_examine_poll(struct ui_session *session)
{
    if (!session->exam)
        return false;
    ui_exam_drain(session->exam);
    if (!ui_exam_gone(session->exam))
        return true;
    ui_exam_free(session->examined);
    session->examined = session->exam;
    session->examined_cycle = session->exam_cycle;
    session->examined_final = session->exam_final;
    session->exam = NULL;
    session->exam_due =
        ui_seconds() + (ui_exam_gave_way(session->examined) ? SHORT_PAUSE : PAUSE) *
                           ui_exam_seconds(session->examined);
    return true;
}

void
ui_examine_wait(struct ui_session *session)
{
    while (session->exam) {
        while (!ui_exam_gone_within(session->exam, 1000))
            ;
        ui_examine_poll(session);
    }
}

void
ui_examine_drop(struct ui_session *session)
{
    if (session->exam) {
        ui_exam_cancel(session->exam);
        ui_retire(session, (struct ui_retired){ .exam = session->exam });
    }
    ui_exam_free(session->examined);
    session->exam = session->examined = NULL;
    session->exam_due = 0;
}

const struct ui_exam *
ui_examined(const struct ui_session *session)
{
    return session->examined;
}

const void *
ui_examined_of(const struct ui_session *session, const struct irt_statistic *statistic,
               const char **why)
{
    const struct irt_diagnostics *diagnostics =
        session->examined ? ui_exam_diagnostics(session->examined) : NULL;

    *why = diagnostics ? irt_diagnostics_why_not(diagnostics, statistic) : NULL;
    return irt_diagnostics_of(diagnostics, statistic);
}
