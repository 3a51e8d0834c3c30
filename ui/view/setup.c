/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setup.c -- the Setup screen: what is estimated and how, what each choice means and
 * costs, and what the data doctor found. */
#include "config.h"

#include "view/setup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "estimate/kernel.h"
#include "prompt.h"
#include "sample.h"
#include "school_facts.h"
#include "view/parts.h"
#include "view/view.h"

#define LABEL         2 /* columns from the left where each begins */
#define VALUE         16
#define MEANING       35
#define VALUE_COLUMNS (MEANING - VALUE - 3)
#define LEAST_ROWS    7 /* of choices, where a picture wants room */
#define ROWS          32
#define PLOT          7 /* rows of a picture that is worth drawing */
#define SENTENCE      500

struct setup_state {
    size_t row;
    struct ui_integral integral;
};

/* --- the rows ------------------------------------------------------------------------ */

static void
meaning_of(struct setup_state *state, const struct ui_session *session, size_t k,
           char *out, size_t size)
{
    out[0] = '\0';
    ui_setup_rows[k].meaning(session, out, size);
    if (strcmp(ui_setup_rows[k].choice, "quad") != 0)
        return;
    ui_integral_update(&state->integral, session);
    if (state->integral.measured)
        snprintf(out, size, "off by %.1e in ℓ against 201 nodes",
                 fabs(state->integral.error));
}

static void
draw_value(struct ui_canvas *canvas, struct ui_rect body, int y, const char *value,
           bool chosen, bool changes)
{
    int x = body.x + VALUE, w;

    if (!chosen) {
        ui_cut_text(canvas, y, x, VALUE_COLUMNS, UI_TEXT, "%s", value);
        return;
    }
    if (changes) {
        ui_text(canvas, y, x - 2, UI_KEY, "‹");
        ui_clickable(canvas, (struct ui_rect){ y, x - 2, 1, 2 }, "word left");
    }
    ui_cut_text(canvas, y, x, VALUE_COLUMNS, UI_CURSOR, "%s", value);
    w = ui_columns(value);
    w = w < VALUE_COLUMNS ? w : VALUE_COLUMNS;
    if (changes) {
        ui_text(canvas, y, x + w + 1, UI_KEY, "›");
        ui_clickable(canvas, (struct ui_rect){ y, x + w, 1, 2 }, "word right");
    }
}

static void
draw_row(struct setup_state *state, const struct ui_session *session,
         struct ui_canvas *canvas, struct ui_rect body, int y, size_t k)
{
    const struct ui_setup_row *row = &ui_setup_rows[k];
    bool chosen = k == state->row, bad = k == 1 && session->data && !session->model;
    char value[UI_PATH], meaning[SENTENCE], next[64], command[32];

    snprintf(command, sizeof command, "word row %zu", k + 1);
    ui_clickable(canvas, ui_rows((struct ui_rect){ y, body.x, 1, body.w }, 0, 1),
                 command);
    if (chosen)
        ui_text(canvas, y, body.x, UI_CURSOR, "▸");
    ui_text(canvas, y, body.x + LABEL, chosen ? UI_TITLE : UI_TEXT, "%s", row->label);
    row->value(session, value, sizeof value);
    draw_value(canvas, body, y, value, chosen,
               ui_setup_next(row, session, 1, next, sizeof next) ||
                   ui_setup_next(row, session, -1, next, sizeof next));
    if (row->picture == UI_PICTURE_PRIORS && session->model &&
        session->model->priors > 0) {
        ui_priors_strip(canvas, y, body.x + MEANING, body.w - MEANING, session);
        return;
    }
    meaning_of(state, session, k, meaning, sizeof meaning);
    ui_cut_text(canvas, y, body.x + MEANING, body.w - MEANING, bad ? UI_BAD : UI_DIM,
                "%s", meaning);
}

/* --- what it costs, and the doctor --------------------------------------------------- */

static void
cost_text(const struct ui_session *session, char *out, size_t size)
{
    char kernel[32], staged[32], errors[32];
    size_t points = session->quadrature ? session->quadrature->points : 0;
    double count = (double)session->patterns->count;
    double free_count = (double)session->model->free_count;

    ui_bytes_text((double)irt_kernel_bytes_needed(session->data, session->patterns,
                                                  session->model, points),
                  kernel, sizeof kernel);
    ui_bytes_text((count * (double)points + 2 * count) * sizeof(double), staged,
                  sizeof staged);
    ui_bytes_text(2 * free_count * free_count * sizeof(double), errors, sizeof errors);
    snprintf(out, size,
             "costs: %zu free parameters; memory %s, stepping by stages %s more",
             session->model->free_count, kernel, staged);
    if (session->choices.options.se != IRT_SE_NONE && free_count > 500)
        snprintf(out + strlen(out), size - strlen(out), ", %s for the errors", errors);
}

static size_t
note_count(const struct ui_session *session)
{
    struct ui_odd odd = ui_session_odd(session);

    return ui_odd_count(&odd);
}

/* What is odd, and what its remedy is; which key that has is for the list to say. */
static void
note_text(const struct ui_session *session, size_t k, char *out, size_t size)
{
    struct ui_odd odd = ui_session_odd(session);
    char remedy[60];
    size_t used;

    ui_odd_text(&odd, k, out, size);
    ui_odd_remedy(&odd, k, remedy, sizeof remedy);
    used = strlen(out);
    if (remedy[0] != '\0')
        snprintf(out + used, size - used, "; doctor %zu: %s%s", k + 1, remedy,
                 strlen(remedy) == sizeof remedy - 1 ? "..." : "");
}

/* The doctor's list in rect; returns the rows it took. */
static int
draw_doctor(const struct ui_session *session, struct ui_canvas *canvas,
            struct ui_rect rect)
{
    size_t count = note_count(session);
    char note[UI_ODD_TEXT];
    int y = 1;

    if (rect.h < 1 || !session->data)
        return 0;
    if (count == 0) {
        ui_cut_text(canvas, rect.y, rect.x + LABEL, rect.w - LABEL, UI_GOOD,
                    "doctor: nothing odd");
        return 1;
    }
    ui_cut_text(canvas, rect.y, rect.x + LABEL, rect.w - LABEL, UI_WARN,
                "doctor: %zu note%s%s", count, count == 1 ? "" : "s",
                rect.h < (int)count + 1 ? ", d shows them" : "");
    for (size_t k = 0; k < count && y < rect.h; k++) {
        note_text(session, k, note, sizeof note);
        ui_put(canvas, rect.y + y, rect.x + LABEL, UI_WARN, 0x00B7);
        y += ui_paragraph(canvas,
                          (struct ui_rect){ rect.y + y, rect.x + LABEL + 2, rect.h - y,
                                            rect.w - LABEL - 3 },
                          UI_TEXT, note);
    }
    return y < rect.h ? y : rect.h;
}

/* --- the screen ---------------------------------------------------------------------- */

static bool
applies(const struct ui_session *session, size_t k)
{
    return !ui_setup_rows[k].applies || ui_setup_rows[k].applies(session);
}

/* The choices that there are with this model, into row[]; *at is the chosen one among them. */
static size_t
list_rows(const struct setup_state *state, const struct ui_session *session,
          size_t row[ROWS], size_t *at)
{
    size_t count = 0;

    *at = 0;
    for (size_t k = 0; k < ui_setup_row_count && count < ROWS; k++) {
        if (!applies(session, k))
            continue;
        if (k <= state->row)
            *at = count;
        row[count++] = k;
    }
    return count;
}

/* The picture that is about the chosen row. */
static enum ui_setup_picture
picture_of(const struct setup_state *state, const struct ui_session *session)
{
    enum ui_setup_picture picture = ui_setup_rows[state->row].picture;
    bool priors = session->model && session->model->priors > 0;

    if ((picture == UI_PICTURE_PRIORS && !priors) ||
        (picture == UI_PICTURE_LOADS && (!session->model || session->model->dims < 2)))
        return UI_PICTURE_NONE;
    return picture;
}

/* How many rows of choices are shown: the picture takes some rows' place where there is
 * little room and what it shows is being chosen. */
static int
rows_shown(enum ui_setup_picture picture, struct ui_rect body, int all)
{
    if (body.h >= all + 3 + PLOT || picture == UI_PICTURE_NONE)
        return all < body.h ? all : body.h;
    return LEAST_ROWS + PLOT <= body.h ? LEAST_ROWS : all < body.h ? all : body.h;
}

/* Where to go from here. */
static const char *
hint_for(const struct ui_session *session)
{
    if (!session->model)
        return "o opens a file of responses";
    if (session->running)
        return "it runs: 2 Converge shows the cycles, 3 E-step and 4 M-step the stages";
    if (session->ended)
        return "the run has ended: 5 Items and 7 Persons show the estimates, R starts "
               "anew";
    if (!ui_setup_is_by_cycles(session))
        return "space runs it, n does one cycle; 2 Converge shows it";
    return "space runs it, s does one stage; 2 Converge, 3 E-step, 4 M-step show it";
}

/* The sample data, to be clicked; the one that is open is marked. */
static void
draw_samples(const struct ui_session *session, struct ui_canvas *canvas, int y, int x,
             int w)
{
    const struct ui_sample *open = ui_sample_of(session->choices.file);
    const char *label = open || !session->data ? "samples, ← →:" : "samples:";
    int end = x + w;
    char command[64];

    ui_cut_text(canvas, y, x, w, UI_DIM, "%s", label);
    x += ui_columns(label);
    for (const struct ui_sample *s = ui_samples; s->name && x + 1 < end; s++) {
        int columns = ui_columns(s->name);

        ui_cut_text(canvas, y, x + 1, end - x - 1, s == open ? UI_CURSOR : UI_TEXT, "%s",
                    s->name);
        snprintf(command, sizeof command, "sample %s", s->name);
        ui_clickable(canvas, (struct ui_rect){ y, x + 1, 1, columns }, command);
        x += columns + 1;
    }
    if (open && x + 3 < end)
        ui_cut_text(canvas, y, x, end - x, UI_DIM, "  %s", open->what);
}

/* The nodes; and below them, where there is room for both, or in their place while it is being
 * chosen, the Q-matrix or the priors. */
static void
draw_pictures(const struct ui_session *session, struct ui_canvas *canvas,
              struct ui_rect rect, enum ui_setup_picture picture)
{
    bool priors = session->model && session->model->priors > 0;
    bool loads = session->model && session->model->dims > 1 &&
                 (picture == UI_PICTURE_LOADS || !priors);
    bool chosen = picture == UI_PICTURE_PRIORS || picture == UI_PICTURE_LOADS;
    int h = rect.h;

    if (h < PLOT)
        return;
    if ((priors || loads) && (chosen || h >= 2 * PLOT)) {
        h = chosen && h < 2 * PLOT ? 0 : h / 2;
        struct ui_rect below =
            ui_rows(ui_columns_of(rect, 0, 124), h, rect.h - h < 14 ? rect.h - h : 14);
        if (loads)
            ui_loads_draw(canvas, below, session);
        else
            ui_priors_draw(canvas, below, session);
    }
    if (session->quadrature && ui_setup_has_nodes(session) && h >= PLOT)
        ui_quadrature_draw(canvas,
                           ui_rows(ui_columns_of(rect, 0, 120), 0, h < 18 ? h : 18),
                           session);
}

static void
draw_below(struct setup_state *state, const struct ui_session *session,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    enum ui_setup_picture picture = picture_of(state, session);
    char cost[SENTENCE], meaning[SENTENCE];
    int y = rect.h > 4, notes;

    meaning_of(state, session, state->row, meaning, sizeof meaning);
    if (ui_columns(meaning) > rect.w - MEANING && picture != UI_PICTURE_PRIORS)
        y += ui_paragraph(canvas,
                          (struct ui_rect){ rect.y + y, rect.x + LABEL, rect.h - y,
                                            rect.w - LABEL - 1 },
                          UI_TEXT, meaning);
    if (session->model && y < rect.h) {
        cost_text(session, cost, sizeof cost);
        ui_cut_text(canvas, rect.y + y, rect.x + LABEL, rect.w - LABEL - 1, UI_TEXT, "%s",
                    cost);
        y++;
    }
    if (state->row == 0 && y < rect.h) {
        draw_samples(session, canvas, rect.y + y, rect.x + LABEL, rect.w - LABEL - 1);
        y++;
    }
    /* The picture gives way to notes, but not while what it shows is being chosen. */
    notes = rect.h - y - PLOT;
    if (notes < 1 + (note_count(session) > 0))
        notes = picture != UI_PICTURE_NONE ? notes : rect.h - y;
    y += draw_doctor(session, canvas, ui_rows(rect, y, notes));
    if (y < rect.h && (rect.h - y != PLOT || picture == UI_PICTURE_NONE))
        ui_cut_text(canvas, rect.y + y++, rect.x + LABEL, rect.w - LABEL, UI_DIM, "%s",
                    hint_for(session));
    y += rect.h - y > PLOT;
    draw_pictures(session, canvas, ui_rows(rect, y, rect.h - y), picture);
}

static void
setup_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
           struct ui_rect body)
{
    struct setup_state *state = private;
    const struct ui_session *session = &app->session;
    size_t top = 0, row[ROWS], at, count;
    int shown;

    if (state->row >= ui_setup_row_count)
        state->row = 0;
    count = list_rows(state, session, row, &at);
    state->row = row[at];
    body.y += body.h > 25;
    body.h -= body.h > 25;
    shown = rows_shown(picture_of(state, session), body, (int)count);
    ui_keep_in_view(&top, at, count, shown);
    for (int y = 0; y < shown; y++)
        draw_row(state, session, canvas, body, body.y + y, row[top + (size_t)y]);
    draw_below(state, session, canvas, ui_rows(body, shown, body.h - shown));
}

static void
setup_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct setup_state *state = private;
    const struct ui_session *session = &app->session;
    struct setup_state copy = *state;
    char value[UI_PATH], meaning[SENTENCE];
    struct ui_prior_group group[UI_PRIORS];
    size_t priors;

    for (size_t k = 0; k < ui_setup_row_count; k++) {
        const char *label = ui_setup_rows[k].label;

        if (!applies(session, k))
            continue;
        ui_setup_rows[k].value(session, value, sizeof value);
        meaning_of(&copy, session, k, meaning, sizeof meaning);
        fprintf(out, "%s%s: %s; %s.\n", k == state->row ? "Chosen: " : "",
                label + strspn(label, " "), value, meaning);
    }
    priors = ui_priors(session, group, UI_PRIORS);
    for (size_t g = 0; g < priors; g++) {
        ui_prior_sentence(session, &group[g], meaning, sizeof meaning);
        fprintf(out, "A prior: %s.\n", meaning);
    }
    if (session->model) {
        cost_text(session, meaning, sizeof meaning);
        fprintf(out, "%s.\n", meaning);
    }
    if (state->row == 0)
        for (const struct ui_sample *s = ui_samples; s->name; s++)
            fprintf(out, "Sample %s: %s.\n", s->name, s->what);
    fprintf(out, "%s.\n", hint_for(session));
    if (!session->data)
        return;
    if (note_count(session) == 0)
        fprintf(out, "The data doctor found nothing odd.\n");
    for (size_t k = 0; k < note_count(session); k++) {
        note_text(session, k, meaning, sizeof meaning);
        fprintf(out, "The data doctor: %s.\n", meaning);
    }
}

/* --- its words ----------------------------------------------------------------------- */

/* Opens the line for commands with the beginning of one. */
static bool
ask(struct ui_app *app, const char *command, struct irt_error *error)
{
    if (!app->tui)
        return irt_fail(error, IRT_BAD_USAGE, "%s: there is no terminal to ask on",
                        command);
    ui_prompt_start(app, ':');
    for (; *command; command++)
        ui_prompt_byte((unsigned char)*command);
    ui_prompt_byte(' ');
    return true;
}

static void
change(const struct setup_state *state, struct ui_app *app, int step)
{
    const struct ui_setup_row *row = &ui_setup_rows[state->row];
    char value[UI_LIST], line[UI_LIST + 64];

    if (!ui_setup_next(row, &app->session, step, value, sizeof value)) {
        ui_app_say(app, false,
                   row->typed ? "Enter asks for another value"
                              : "there is no other value");
        return;
    }
    /* The data that follow are samples; a file of one's own is asked for. */
    snprintf(line, sizeof line, "%s %s",
             strcmp(row->choice, "load") == 0 ? "sample" : row->choice, value);
    ui_command_run(app, line);
}

/* The persons are dealt to one school more, or fewer. */
static void
deal(struct ui_app *app, int step)
{
    char line[60];

    ui_schools_deal(&app->session, step, line, sizeof line);
    ui_command_run(app, line);
}

/* To the choice before or after that there is. */
static void
move(struct setup_state *state, const struct ui_session *session, int step)
{
    for (size_t k = state->row + (size_t)step; k < ui_setup_row_count; k += (size_t)step)
        if (applies(session, k)) {
            state->row = k;
            return;
        }
}

static bool
choose_row(struct setup_state *state, const char *argument)
{
    size_t row = argument ? strtoul(argument, NULL, 10) : 0;

    if (row < 1 || row > ui_setup_row_count)
        return false;
    state->row = row - 1;
    return true;
}

static bool
setup_word(void *private, struct ui_app *app, const char *word, const char *argument,
           struct irt_error *error)
{
    struct setup_state *state = private;
    const struct ui_setup_row *row = &ui_setup_rows[state->row];
    bool page = strcmp(word, "page") == 0, done = true;

    if (strcmp(word, "up") == 0)
        move(state, &app->session, -1);
    else if (strcmp(word, "down") == 0)
        move(state, &app->session, 1);
    else if (strcmp(word, "first") == 0 || (page && argument && argument[0] == 'u'))
        state->row = 0;
    else if (strcmp(word, "last") == 0 || page)
        state->row = ui_setup_row_count - 1;
    else if (strcmp(word, "row") == 0)
        done = choose_row(state, argument);
    else if (strcmp(word, "left") == 0)
        change(state, app, -1);
    else if (strcmp(word, "right") == 0)
        change(state, app, 1);
    else if (strcmp(word, "edit") == 0 && row->typed)
        done = ask(app, row->choice, error);
    else if (strcmp(word, "edit") == 0)
        change(state, app, 1);
    else if (strcmp(word, "fewer") == 0 || strcmp(word, "more") == 0)
        deal(app, word[0] == 'm' ? 1 : -1);
    else if (strcmp(word, "open") == 0)
        done = ask(app, "load", error);
    else
        done = false;
    /* What a choice was changed to stands in the journal already. */
    snprintf(app->record, sizeof app->record, "#");
    return done;
}

static const struct ui_binding setup_bindings[] = {
    { UI_KEY_UP, "word up", "choice" },
    { UI_KEY_DOWN, "word down", "choice" },
    { UI_KEY_LEFT, "word left", "change" },
    { UI_KEY_RIGHT, "word right", "change" },
    { UI_KEY_ENTER, "word edit", "type a value" },
    { ' ', "toggle", "run/pause" },
    { 'o', "word open", "open file" },
    { 'd', "doctor", "doctor" },
    { '-', "word fewer", "schools" },
    { '+', "word more", "schools" },
    { 'u', "undo", "undo" },
    { '=', "word more", NULL },
    { 'k', "word up", NULL },
    { 'j', "word down", NULL },
    { 'h', "word left", NULL },
    { 'l', "word right", NULL },
    { UI_KEY_HOME, "word first", NULL },
    { UI_KEY_END, "word last", NULL },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_setup = {
    .name = "setup",
    .title = "Setup",
    .key = '1',
    .state_size = sizeof(struct setup_state),
    .bindings = setup_bindings,
    .draw = setup_draw,
    .speak = setup_speak,
    .word = setup_word,
};
