/* SPDX-License-Identifier: GPL-3.0-or-later */
/* persons.c -- the Persons screen: how the scores are spread, on one scale with the
 * items; the persons one by one; what one person's answers say. */
#include "config.h"

#include "view/persons.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "number.h"
#include "view/parts.h"
#include "view/truth_plots.h"
#include "view/view.h"

#define PLOTS 36 /* columns from when on plots stand beside the table */
#define PAIR  70 /* and from when on two of them stand side by side */

struct persons_state {
    size_t top; /* first row of the table shown */
    struct ui_scores scores;
    bool truth_shown; /* in place of the plots */
    struct ui_live_scores live;
};

/* --- the summary --------------------------------------------------------------------- */

/* To three decimals, and never -0.000. */
static double
rounded(double x)
{
    return fabs(x) < 5e-4 ? 0 : x;
}

/* Of several dimensions the one across is looked at. */
static size_t
dimension_of(const struct ui_session *session)
{
    return session->model->dims > 1 ? session->axis[0] : 0;
}

static const char *
when_scored(const struct ui_session *session)
{
    if (!session->ended)
        return "scores appear when the run has ended";
    if (session->fit && session->busy)
        return "scores are being worked out";
    return session->busy ? "scores come after the standard errors"
                         : "there are no estimates to score by";
}

/* "EAP", "ML", or of several dimensions "EAP of θ2". */
static void
name_score(const struct ui_session *session, size_t dimension, char *out, size_t size)
{
    if (session->model->dims > 1)
        snprintf(out, size, "%s of θ%zu", ui_score_title(ui_score_shown(session)),
                 dimension + 1);
    else
        snprintf(out, size, "%s", ui_score_title(ui_score_shown(session)));
}

static void
draw_summary(const struct ui_session *session, const struct ui_scores *scores,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_score_summary *s = &scores->summary;
    char name[24], others[60] = "";

    if (!scores->of) {
        ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TEXT,
                    "%s persons, %zu patterns; %s", ui_count(session->data->persons).text,
                    session->patterns->count, when_scored(session));
        return;
    }
    name_score(session, scores->dimension, name, sizeof name);
    if (s->others > 0)
        snprintf(others, sizeof others, "; %s not finite", ui_count(s->others).text);
    if (session->travel > 0) {
        ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TEXT,
                    "%s of the end, not of cycle %zu: mean %.3f  SD %.3f  SE %.3f", name,
                    session->travel, rounded(s->mean), s->sd, s->mean_error);
        return;
    }
    ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TEXT,
                "%s of %s persons%s: mean %.3f  SD %.3f  SE %.3f  %s %.3f", name,
                ui_count(s->persons).text, others, rounded(s->mean), s->sd, s->mean_error,
                rect.w >= 80 && !others[0] ? "reliability" : "rel.", s->reliability);
}

/* --- the screen ---------------------------------------------------------------------- */

static void
draw_map(const struct persons_state *state, const struct ui_session *session,
         struct ui_canvas *canvas, struct ui_rect rect)
{
    if (session->model->dims > 1)
        ui_persons_plane(canvas, rect, session);
    else
        ui_persons_map(canvas, rect, session, &state->scores);
}

static void
draw_posterior(const struct ui_session *session, struct ui_canvas *canvas,
               struct ui_rect rect)
{
    if (session->model->dims > 1)
        ui_persons_posterior_plane(canvas, rect, session);
    else
        ui_persons_posterior(canvas, rect, session);
}

static const struct ui_truth_words of_theta = { "θ", "persons" };

/* The scores to hold against the truth: those of the fit, or of the run as far as it is. */
static struct ui_pairs
pair_persons(struct persons_state *state, const struct ui_session *session)
{
    enum irt_score method = ui_score_shown(session);
    const double *score = session->fit && session->score[method]
                              ? session->score[method]
                              : ui_live_scores(&state->live, session, method);

    return score ? ui_truth_persons(session, score, dimension_of(session))
                 : (struct ui_pairs){ .count = 0 };
}

/* The plots' places: side by side, or one above the other. */
static void
draw_truth(struct persons_state *state, const struct ui_session *session,
           struct ui_canvas *canvas, struct ui_rect first, struct ui_rect second)
{
    struct ui_pairs pairs = pair_persons(state, session);

    if (pairs.count == 0 || second.h == 0 || second.w == 0) {
        ui_truth_plots(&pairs, &of_theta, "errors come with the scores", canvas, first);
    } else {
        ui_truth_histogram(&pairs, &of_theta, canvas, first);
        ui_truth_scatter(&pairs, &of_theta, canvas, second);
    }
    ui_pairs_clear(&pairs);
}

static void
draw_two(struct persons_state *state, const struct ui_session *session,
         struct ui_canvas *canvas, struct ui_rect first, struct ui_rect second)
{
    if (state->truth_shown) {
        draw_truth(state, session, canvas, first, second);
        return;
    }
    draw_map(state, session, canvas, first);
    if (second.h > 0 && second.w > 0)
        draw_posterior(session, canvas, second);
}

/* One above the other, left of the table. */
static void
draw_beside(struct persons_state *state, const struct ui_session *session,
            struct ui_canvas *canvas, struct ui_rect rect)
{
    int upper = rect.h < 10 ? rect.h : (rect.h + 2) / 2;

    draw_two(state, session, canvas, ui_rows(rect, 0, upper),
             ui_rows(rect, upper, rect.h - upper));
}

/* Side by side, above the table. */
static void
draw_above(struct persons_state *state, const struct ui_session *session,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    int left = rect.w >= PAIR ? rect.w / 2 : rect.w;

    draw_two(state, session, canvas, ui_columns_of(rect, 0, left),
             ui_columns_of(rect, left, rect.w - left));
}

static void
persons_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
             struct ui_rect body)
{
    const struct ui_session *session = &app->session;
    struct persons_state *state = private;
    struct ui_rect rest;
    int narrow, wide, table, plots;

    if (!session->model) {
        ui_paragraph(canvas,
                     (struct ui_rect){ body.y + body.h / 3, body.x + 3, body.h,
                                       body.w - 6 },
                     UI_BAD, session->problem.message);
        return;
    }
    ui_scores_update(&state->scores, session, dimension_of(session));
    draw_summary(session, &state->scores, canvas, body);
    rest = ui_rows(body, 1 + (body.h >= 22), body.h);
    ui_persons_widths(session, &narrow, &wide);
    table = body.w - wide - 1 >= PLOTS ? wide : narrow;
    plots = body.w - table - 1;
    if (plots >= PLOTS) {
        draw_beside(state, session, canvas, ui_columns_of(rest, 0, plots));
        ui_persons_table(&state->top, session, dimension_of(session), canvas,
                         ui_columns_of(rest, plots + 1, table));
    } else if (rest.h >= 12) {
        int above = rest.h * 2 / 5 < 8 ? 8 : rest.h * 2 / 5;

        above = rest.h < 16 ? rest.h / 2 : above;
        draw_above(state, session, canvas, ui_rows(rest, 0, above));
        ui_persons_table(&state->top, session, dimension_of(session), canvas,
                         ui_rows(rest, above, rest.h));
    } else {
        ui_persons_table(&state->top, session, dimension_of(session), canvas, rest);
    }
}

/* ", EAP -1.9 with standard error 0.8", of each score that is there. */
static void
speak_scores(const struct ui_session *session, size_t pattern, FILE *out)
{
    size_t dims = session->model->dims;

    for (size_t method = 0; method < IRT_SCORES; method++)
        for (size_t d = 0; session->score[method] && d < dims; d++) {
            size_t at = pattern * dims + d;

            fprintf(out, ", %s", ui_score_title((enum irt_score)method));
            if (dims > 1)
                fprintf(out, " of dimension %zu", d + 1);
            if (isfinite(session->score[method][at]))
                fprintf(out, " %.4f with standard error %.4f", session->score[method][at],
                        session->score_se[method][at]);
            else if (isinf(session->score[method][at]))
                fprintf(out, " %sinfinite",
                        session->score[method][at] < 0 ? "minus " : "");
            else
                fprintf(out, " none");
        }
}

static void
speak_truth(const struct persons_state *state, const struct ui_session *session,
            FILE *out)
{
    const double *score = session->score[ui_score_shown(session)];
    struct ui_pairs pairs = { .count = 0 };

    if (state->truth_shown && session->fit && score)
        pairs = ui_truth_persons(session, score, dimension_of(session));
    ui_truth_speak(&pairs, &of_theta, out);
    ui_pairs_clear(&pairs);
}

static void
persons_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct ui_session *session = &app->session;
    struct ui_scores scores = ((const struct persons_state *)private)->scores;
    const struct irt_score_summary *s = &scores.summary;
    char id[200], pattern[200];
    size_t l;

    if (!session->model) {
        fprintf(out, "%s.\n", session->problem.message);
        return;
    }
    if (ui_scores_update(&scores, session, dimension_of(session))) {
        name_score(session, scores.dimension, id, sizeof id);
        if (session->travel > 0)
            fprintf(out, "These are the scores of the end, not of cycle %zu.\n",
                    session->travel);
        fprintf(out,
                "The %s scores of %s persons have mean %.3f and standard deviation "
                "%.3f, from %.2f to %.2f; their standard error is %.3f on average and "
                "their reliability %.3f.\n",
                id, ui_count(s->persons).text, rounded(s->mean), s->sd, s->least,
                s->largest, s->mean_error, s->reliability);
        if (s->others > 0)
            fprintf(out, "%s more have no finite score.\n", ui_count(s->others).text);
    } else
        fprintf(out, "No scores yet: %s.\n", when_scored(session));
    if (session->row >= session->data->rows)
        return;
    l = session->patterns->of_row[session->row];
    ui_person_name(session->data, session->row, id, sizeof id);
    ui_pattern_text(session, l, 0, pattern, sizeof pattern);
    fprintf(out, "Chosen: person %s, pattern %s, seen %s times, raw score %u", id,
            pattern, ui_count(session->patterns->frequency[l]).text,
            ui_person_sum(session, session->row));
    speak_scores(session, l, out);
    fprintf(out, ".\n");
    speak_truth(private, session, out);
}

/* --- its words ----------------------------------------------------------------------- */

/* The cursor goes to the same number of another person. */
static void
go_to(struct ui_app *app, size_t row)
{
    struct ui_session *session = &app->session;
    struct ui_quantity *cursor = &app->cursor;
    bool here = app->has_cursor &&
                (cursor->kind == UI_QUANTITY_EAP || cursor->kind == UI_QUANTITY_EAP_SE);

    session->row = row;
    session->pattern = session->patterns->of_row[row];
    if (!here)
        *cursor = (struct ui_quantity){ .kind = UI_QUANTITY_EAP,
                                        .row = ui_score_shown(session),
                                        .column = dimension_of(session) };
    cursor->pattern = session->pattern;
    app->has_cursor = session->score[cursor->row] != NULL;
    snprintf(app->record, sizeof app->record, "person %zu", row + 1);
}

/* Another method's scores are looked at. */
static void
next_score(struct ui_app *app)
{
    struct ui_session *session = &app->session;
    size_t method = (session->choices.options.score + 1) % IRT_SCORES;
    char line[32];

    snprintf(line, sizeof line, "score %s", irt_score_name((enum irt_score)method));
    ui_command_run(app, line);
    snprintf(app->record, sizeof app->record, "#"); /* the choice is in the journal */
}

static bool
show_truth(struct persons_state *state, struct ui_app *app, const char *argument,
           struct irt_error *error)
{
    bool on = argument ? strcmp(argument, "on") == 0 : !state->truth_shown;

    if (argument && !on && strcmp(argument, "off") != 0)
        return irt_fail(error, IRT_BAD_USAGE, "truth: '%.40s' is neither on nor off",
                        argument);
    if (on && !app->session.truth.theta)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the true abilities are not known: irtop simulate writes them "
                        "beside the data it makes; :truth FILE reads them");
    state->truth_shown = on;
    snprintf(app->record, sizeof app->record, "word truth %s", on ? "on" : "off");
    ui_app_say(app, false, "%s",
               on ? "scores less the true abilities"
                  : "scores and one person's posterior");
    return true;
}

static bool
persons_need(struct ui_session *session)
{
    bool asked = false;

    if (!session->fit || !session->model)
        return false;
    for (size_t method = 0; method < IRT_SCORES; method++)
        asked = ui_session_score(session, (enum irt_score)method) || asked;
    return asked;
}

static bool
persons_word(void *private, struct ui_app *app, const char *word, const char *argument,
             struct irt_error *error)
{
    const struct ui_session *session = &app->session;
    struct persons_state *state = private;
    size_t page = app->canvas.h > 10 ? (size_t)app->canvas.h - 8 : 2;
    size_t rows = session->data ? session->data->rows : 0, row = session->row;
    bool up = argument && argument[0] == 'u';

    if (strcmp(word, "score") == 0) {
        next_score(app);
        return true;
    }
    if (strcmp(word, "truth") == 0)
        return show_truth(state, app, argument, error);
    if (rows == 0)
        return irt_fail(error, IRT_BAD_DATA, "there are no persons");
    if (strcmp(word, "up") == 0)
        row -= row > 0;
    else if (strcmp(word, "down") == 0)
        row += 1;
    else if (strcmp(word, "first") == 0)
        row = 0;
    else if (strcmp(word, "last") == 0)
        row = rows - 1;
    else if (strcmp(word, "page") == 0)
        row = !up ? row + page : row > page ? row - page : 0;
    else
        return false;
    go_to(app, row < rows ? row : rows - 1);
    return true;
}

static const struct ui_binding persons_bindings[] = {
    { UI_KEY_UP, "word up", "person" },
    { UI_KEY_DOWN, "word down", "person" },
    { '[', "pattern -1", "pattern" },
    { ']', "pattern +1", "pattern" },
    { 't', "word score", "score" },
    { 'T', "word truth", "truth" },
    { ' ', "toggle", "run/pause" },
    { UI_KEY_ENTER, "open", "open number" },
    { '/', "search", "search" },
    { 'k', "word up", NULL },
    { 'j', "word down", NULL },
    { UI_KEY_HOME, "word first", NULL },
    { UI_KEY_END, "word last", NULL },
    { 'x', "axes next", NULL },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_persons = {
    .name = "persons",
    .title = "Persons",
    .brief = "Pers",
    .key = '7',
    .state_size = sizeof(struct persons_state),
    .bindings = persons_bindings,
    .need = persons_need,
    .draw = persons_draw,
    .speak = persons_speak,
    .word = persons_word,
};
