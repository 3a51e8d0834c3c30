/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "speak.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "number.h"
#include "odd.h"
#include "speed.h"
#include "view/view.h"

#define UI_REMEDY 400 /* bytes of a remedy shown */

/* --- the state of the run ----------------------------------------------------------- */

/* Where a cycle stands: "E3 of 4", "item3, Newton 2"; "" between cycles. */
static void
stage_text(const struct ui_session *session, const struct irt_snapshot *shown, char *out,
           size_t size)
{
    size_t step = shown->newton.count;

    out[0] = '\0';
    switch (shown->stage) {
    case IRT_STAGE_LIKELIHOOD:
    case IRT_STAGE_MARGINAL:
    case IRT_STAGE_POSTERIOR:
    case IRT_STAGE_ARTIFICIAL:
        snprintf(out, size, "E%d of 4",
                 (int)shown->stage - (int)IRT_STAGE_LIKELIHOOD + 1);
        break;
    case IRT_STAGE_CALL: snprintf(out, size, "the call"); break;
    case IRT_STAGE_ANSWER:
        snprintf(out, size, "answer %zu of %zu", shown->federation.gathered,
                 shown->federation.schools);
        break;
    case IRT_STAGE_NEWTON:
        if (shown->newton_item != IRT_NONE && step > 0)
            snprintf(out, size, "%.24s, Newton %u",
                     ui_item_name(session, shown->newton_item),
                     shown->newton.step[step - 1].step);
        else
            snprintf(out, size, "Newton");
        break;
    default: break;
    }
}

/* The reason in a word or two, for the header. */
static const char *
ended_text(const struct irt_snapshot *shown)
{
    if (shown->federation.dead_end[0])
        return "no maximum";
    switch (shown->stopped) {
    case IRT_STOP_MAX_CYCLES: return "at the limit";
    case IRT_STOP_USER: return "ended here";
    case IRT_STOP_FAILED: return "failed";
    case IRT_STOP_NOT_YET: return "ended";
    default: return "converged";
    }
}

void
ui_state_text(const struct ui_app *app, char *out, size_t size)
{
    const struct ui_session *session = &app->session;
    const struct irt_snapshot *shown = ui_session_shown(session);
    char stage[64], speed[40] = "";

    if (!session->data)
        snprintf(out, size, "no data");
    else if (!session->model)
        snprintf(out, size, "no model");
    else if (!session->worker || (!shown->cycle && !session->running))
        snprintf(out, size, "ready");
    else if (session->travel)
        snprintf(out, size, "cycle %zu of %zu", session->travel,
                 ui_session_cycles(session));
    else if (session->ended)
        snprintf(out, size, "cycle %zu · %s", ui_session_cycles(session),
                 ended_text(shown));
    else {
        stage_text(session, shown, stage, sizeof stage);
        if (session->running && app->speed < ui_speed_count - 1)
            snprintf(speed, sizeof speed, " · %s", ui_speeds[app->speed].name);
        snprintf(out, size, "cycle %zu%s%s%s", shown->cycle, stage[0] ? " · " : "", stage,
                 speed);
    }
}

/* --- sentences ---------------------------------------------------------------------- */

static const char *
file_name(const struct ui_session *session)
{
    const char *slash = strrchr(session->choices.file, '/');

    return slash ? slash + 1 : session->choices.file;
}

static void
speak_data(const struct ui_session *session, FILE *out)
{
    char settings[200];

    if (!session->data) {
        fputs("No data is loaded.\n", out);
        return;
    }
    fprintf(out, "%s: %s persons, %zu items, %zu patterns", file_name(session),
            ui_count(session->data->persons).text, session->data->items,
            session->patterns->count);
    if (session->data->missing > 0)
        fprintf(out, ", %s answers missing", ui_count(session->data->missing).text);
    ui_session_describe(session, settings, sizeof settings);
    fprintf(out, ".\nSettings: %s.\n", settings);
    if (!session->model)
        fprintf(out, "There is no model: %s.\n", session->problem.message);
}

static const char *
why_ended(enum irt_stop stop)
{
    static const char *const why[] = {
        [IRT_STOP_NOT_YET] = "it was stopped",
        [IRT_STOP_PARAMETER] = "no parameter moves more than asked for",
        [IRT_STOP_GRADIENT] = "the gradient is as flat as asked for",
        [IRT_STOP_LOGLIK] = "a cycle gains no more than asked for",
        [IRT_STOP_MAX_CYCLES] = "the limit of cycles was reached",
        [IRT_STOP_USER] = "it was stopped",
        [IRT_STOP_FAILED] = "it failed",
    };

    return why[stop];
}

static void
speak_run(const struct ui_app *app, FILE *out)
{
    const struct ui_session *session = &app->session;
    const struct irt_snapshot *shown = ui_session_shown(session);

    if (!session->model)
        return;
    if (!session->worker) {
        fputs("The run has not begun.\n", out);
        return;
    }
    if (session->travel)
        fprintf(out, "Shown again: cycle %zu of %zu.\n", session->travel,
                ui_session_cycles(session));
    else if (session->ended)
        fprintf(out, "The run ended after %zu cycles: %s.\n", ui_session_cycles(session),
                why_ended(shown->stopped));
    else if (shown->stage == IRT_STAGE_START || shown->stage == IRT_STAGE_CYCLE)
        fprintf(out, "%s after cycle %zu.\n", session->running ? "Running" : "Paused",
                shown->cycle);
    else
        fprintf(out, "%s in cycle %zu, after %s.\n",
                session->running ? "Running" : "Paused", shown->cycle,
                irt_stage_name(shown->stage));
    if (session->fit && !session->travel)
        fprintf(out, "Log-likelihood %.4f.\n", session->fit->loglik);
    else if (isfinite(shown->loglik) && !shown->neural.any)
        fprintf(out, "Log-likelihood at the start of the cycle %.4f.\n", shown->loglik);
    if (session->trouble.code != IRT_OK)
        fprintf(out, "Trouble: %s.\n", session->trouble.message);
}

static void
speak_opened(struct ui_app *app, FILE *out)
{
    struct ui_explanation *made = malloc(sizeof *made);
    struct irt_error error;

    if (!made)
        return;
    if (!ui_explain(&app->session, app->open[app->opened - 1], made, &error)) {
        fprintf(out, "The open number is not there: %s.\n", error.message);
    } else {
        fprintf(out, "Open: %s. %s: %s.\n", made->title, made->name, made->formula);
        for (size_t k = 0; k < made->lines; k++)
            fprintf(out, "%s\n", made->line[k]);
        for (size_t k = 0; k < made->operands; k++)
            fprintf(out, "%zu. %s: %.8g\n", k + 1, made->operand[k].label,
                    made->operand[k].value);
    }
    free(made);
}

void
ui_speak(struct ui_app *app, FILE *out)
{
    ui_app_need(app);
    speak_data(&app->session, out);
    speak_run(app, out);
    if (app->view && app->view->speak) {
        fprintf(out, "Screen: %s.\n", app->view->title);
        app->view->speak(ui_app_view_state(app, app->view), app, out);
    }
    if (app->opened)
        speak_opened(app, out);
}

/* With its number, under which the doctor command mends it. */
static void
speak_odd(const struct ui_odd *odd, size_t k, FILE *out)
{
    const struct irt_finding *finding = ui_odd_finding(odd, k);
    char text[UI_ODD_TEXT], remedy[UI_REMEDY];
    bool warning = finding != NULL && finding->severity == IRT_WARNING;

    ui_odd_text(odd, k, text, sizeof text);
    ui_odd_remedy(odd, k, remedy, sizeof remedy);
    fprintf(out, "%zu. %s%s: %s.\n", k + 1, ui_odd_about(odd, k),
            warning ? ", a warning" : "", text);
    if (remedy[0] != '\0')
        fprintf(out, "   doctor %zu does: %s%s\n", k + 1, remedy,
                strlen(remedy) == sizeof remedy - 1 ? " ..." : "");
}

void
ui_speak_notes(struct ui_app *app, FILE *out)
{
    const struct ui_session *session = &app->session;
    struct ui_odd odd = ui_session_odd(session);
    size_t count = ui_odd_count(&odd);

    if (!session->data) {
        fputs("No data is loaded.\n", out);
        return;
    }
    for (size_t k = 0; k < count; k++)
        speak_odd(&odd, k, out);
    if (!session->model)
        fprintf(out, "model: %s\n", session->problem.message);
    else if (count == 0)
        fputs("Nothing is odd.\n", out);
}
