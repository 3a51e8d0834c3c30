/* SPDX-License-Identifier: GPL-3.0-or-later */
/* persons.c -- the Persons screen: how the scores are spread, on one scale with the
 * items; the persons one by one; what one person's answers say. */
#include "config.h"

#include "view/persons.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/parts.h"
#include "view/view.h"

#define WIDE    70 /* columns from when on plots stand beside the table */
#define ID      8
#define PATTERN 12 /* columns of answers, at most */
#define SEEN    6
#define RAW     5
#define SCORE   9
#define ERROR   8

struct persons_state {
    size_t top; /* first row of the table shown */
    struct ui_scores scores;
};

/* --- the summary --------------------------------------------------------------------- */

/* To three decimals, and never -0.000. */
static double
rounded(double x)
{
    return fabs(x) < 5e-4 ? 0 : x;
}

static const char *
when_scored(const struct ui_session *session)
{
    if (!session->ended)
        return "scores appear when the run has ended";
    return session->busy ? "scores come after the standard errors"
                         : "there are no estimates to score by";
}

static void
draw_summary(const struct ui_session *session, const struct ui_scores *scores,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_score_summary *s = &scores->summary;

    if (!scores->of) {
        ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TEXT,
                    "%.15g persons, %zu patterns; %s", session->data->persons,
                    session->patterns->count, when_scored(session));
        return;
    }
    ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TEXT,
                rect.w >= 80
                    ? "EAP scores of %.15g persons: mean %.3f  SD %.3f  SE %.3f  "
                      "reliability %.3f"
                    : "%.15g persons: mean %.3f SD %.3f SE %.3f rel. %.3f",
                s->persons, rounded(s->mean), s->sd, s->mean_error, s->reliability);
}

/* --- the table ----------------------------------------------------------------------- */

static int
pattern_columns(const struct irt_responses *data)
{
    return data->items < 7 ? 7 : data->items > PATTERN ? PATTERN : (int)data->items;
}

static int
table_columns(const struct irt_responses *data)
{
    return 2 + ID + 1 + pattern_columns(data) + SEEN + RAW + SCORE + ERROR;
}

/* The sum of the answers to the items that are estimated. */
static unsigned
raw_score(const struct ui_session *session, size_t row)
{
    const uint8_t *code = session->data->code + row * session->data->items;
    unsigned sum = 0;

    for (size_t j = 0; j < session->model->items; j++) {
        uint8_t answer = code[session->model->item[j].column];

        sum += answer == IRT_MISSING ? 0 : answer;
    }
    return sum;
}

static void
id_text(const struct irt_responses *data, size_t row, char *out, size_t size)
{
    if (data->person_id)
        snprintf(out, size, "%s", data->person_id[row]);
    else
        snprintf(out, size, "%zu", row + 1);
}

static void
draw_row(const struct ui_session *session, struct ui_canvas *canvas, int y,
         struct ui_rect rect, size_t row)
{
    const struct irt_responses *data = session->data;
    size_t pattern = session->patterns->of_row[row];
    struct ui_quantity quantity = { .kind = UI_QUANTITY_EAP, .pattern = pattern };
    bool chosen = row == session->row;
    char text[200], command[64];
    int x = rect.x;

    snprintf(command, sizeof command, "person +0");
    if (row < session->row)
        snprintf(command, sizeof command, "person -%zu", session->row - row);
    else if (row > session->row)
        snprintf(command, sizeof command, "person +%zu", row - session->row);
    ui_clickable(canvas, (struct ui_rect){ y, x, 1, rect.w - SCORE - ERROR }, command);
    if (chosen)
        ui_text(canvas, y, x, UI_CURSOR, "▸");
    id_text(data, row, text, sizeof text);
    ui_cut_text(canvas, y, x + 2, ID, chosen ? UI_TITLE : UI_TEXT, "%s", text);
    x += 2 + ID + 1;
    ui_pattern_text(session, pattern, pattern_columns(data), text, sizeof text);
    ui_text(canvas, y, x, UI_TEXT, "%s", text);
    x += pattern_columns(data);
    ui_text(canvas, y, x, UI_TEXT, "%*.0f%*u", SEEN,
            session->patterns->frequency[pattern], RAW, raw_score(session, row));
    x += SEEN + RAW;
    ui_column(canvas, y, x, SCORE, UI_TEXT, &quantity, 4,
              session->score ? session->score[pattern] : NAN);
    quantity.kind = UI_QUANTITY_EAP_SE;
    ui_column(canvas, y, x + SCORE, ERROR, UI_DIM, &quantity, 4,
              session->score_se ? session->score_se[pattern] : NAN);
    if (chosen)
        ui_bold(canvas, (struct ui_rect){ y, rect.x, 1, rect.w });
}

static void
draw_table(struct persons_state *state, const struct ui_session *session,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_responses *data = session->data;
    int rows = rect.h - 1, x = rect.x + 2;

    if (rect.h < 1)
        return;
    /* In a table of patterns a row is many persons. */
    ui_text(canvas, rect.y, x, UI_DIM, data->frequency ? "row" : "person");
    x += ID + 1;
    ui_text(canvas, rect.y, x, UI_DIM, "pattern");
    x += pattern_columns(data);
    ui_text(canvas, rect.y, x, UI_DIM, "%*s%*s%*s%*s", SEEN, "seen", RAW, "raw", SCORE,
            "EAP", ERROR, "SE");
    ui_keep_in_view(&state->top, session->row, data->rows, rows);
    for (int y = 0; y < rows && state->top + (size_t)y < data->rows; y++)
        draw_row(session, canvas, rect.y + 1 + y, rect, state->top + (size_t)y);
}

/* --- the screen ---------------------------------------------------------------------- */

static void
draw_plots(const struct persons_state *state, const struct ui_session *session,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    int upper = rect.h < 10 ? rect.h : (rect.h + 2) / 2;

    ui_persons_map(canvas, ui_rows(rect, 0, upper), session, &state->scores);
    if (upper < rect.h)
        ui_persons_posterior(canvas, ui_rows(rect, upper, rect.h - upper), session);
}

static void
persons_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
             struct ui_rect body)
{
    const struct ui_session *session = &app->session;
    struct persons_state *state = private;
    struct ui_rect rest;
    int table, plots;

    if (!session->model) {
        ui_paragraph(canvas,
                     (struct ui_rect){ body.y + body.h / 3, body.x + 3, body.h,
                                       body.w - 6 },
                     UI_BAD, session->problem.message);
        return;
    }
    ui_scores_update(&state->scores, session);
    draw_summary(session, &state->scores, canvas, body);
    rest = ui_rows(body, 1 + (body.h >= 22), body.h);
    table = table_columns(session->data);
    if (body.w >= WIDE && body.w - table >= 20) {
        plots = body.w - table - 1;
        draw_plots(state, session, canvas, ui_columns_of(rest, 0, plots));
        draw_table(state, session, canvas, ui_columns_of(rest, plots + 1, table));
    } else if (rest.h >= 12) {
        ui_persons_map(canvas, ui_rows(rest, 0, rest.h / 2), session, &state->scores);
        draw_table(state, session, canvas, ui_rows(rest, rest.h / 2, rest.h));
    } else {
        draw_table(state, session, canvas, rest);
    }
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
    if (ui_scores_update(&scores, session))
        fprintf(out,
                "The EAP scores of %.15g persons have mean %.3f and standard deviation "
                "%.3f, from %.2f to %.2f; their standard error is %.3f on average and "
                "their reliability %.3f.\n",
                s->persons, rounded(s->mean), s->sd, s->least, s->largest, s->mean_error,
                s->reliability);
    else
        fprintf(out, "No scores yet: %s.\n", when_scored(session));
    if (session->row >= session->data->rows)
        return;
    l = session->patterns->of_row[session->row];
    id_text(session->data, session->row, id, sizeof id);
    ui_pattern_text(session, l, 0, pattern, sizeof pattern);
    fprintf(out, "Chosen: person %s, pattern %s, seen %.15g times, raw score %u", id,
            pattern, session->patterns->frequency[l], raw_score(session, session->row));
    if (scores.of)
        fprintf(out, ", EAP %.4f with standard error %.4f", session->score[l],
                session->score_se[l]);
    fprintf(out, ".\n");
}

/* --- its words ----------------------------------------------------------------------- */

static void
go_to(struct ui_app *app, size_t row)
{
    struct ui_session *session = &app->session;
    enum ui_quantity_kind kind = app->has_cursor && app->cursor.kind == UI_QUANTITY_EAP_SE
                                     ? UI_QUANTITY_EAP_SE
                                     : UI_QUANTITY_EAP;

    session->row = row;
    session->pattern = session->patterns->of_row[row];
    app->cursor = (struct ui_quantity){ .kind = kind, .pattern = session->pattern };
    app->has_cursor = session->score != NULL;
    snprintf(app->record, sizeof app->record, "person %zu", row + 1);
}

static bool
persons_word(void *private, struct ui_app *app, const char *word, const char *argument,
             struct irt_error *error)
{
    const struct ui_session *session = &app->session;
    size_t page = app->canvas.h > 10 ? (size_t)app->canvas.h - 8 : 2;
    size_t rows = session->data ? session->data->rows : 0, row = session->row;
    bool up = argument && argument[0] == 'u';

    (void)private;
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
    { UI_KEY_UP, "word up", "person" }, { UI_KEY_DOWN, "word down", "person" },
    { '[', "pattern -1", "pattern" },   { ']', "pattern +1", "pattern" },
    { ' ', "toggle", "run/pause" },     { UI_KEY_ENTER, "open", "open number" },
    { '/', "search", "search" },        { 'k', "word up", NULL },
    { 'j', "word down", NULL },         { UI_KEY_HOME, "word first", NULL },
    { UI_KEY_END, "word last", NULL },  { 0, NULL, NULL },
};

const struct ui_view_ops ui_persons = {
    .name = "persons",
    .title = "Persons",
    .key = '7',
    .state_size = sizeof(struct persons_state),
    .bindings = persons_bindings,
    .draw = persons_draw,
    .speak = persons_speak,
    .word = persons_word,
};
