/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wire.c -- the Wire screen: what left a school in a round, number by number and byte for
 * byte; who has answered; what the server can and cannot know from it. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "school_facts.h"
#include "view/parts.h"
#include "view/view.h"

#define HEX      25 /* columns of eight bytes, and a blank */
#define OFFSET   6
#define VALUE    14
#define NAME     30
#define FOOT     5 /* rows below the message */
#define MOST_MAP 4 /* rows */

struct wire_state {
    size_t top, word; /* of the message's words */
};

/* --- what there is ---------------------------------------------------------------------- */

static bool
is_federated(const struct ui_session *session)
{
    return strcmp(session->choices.estimator, "federated") == 0;
}

/* Why there is no message to look at; NULL: there is. */
static const char *
why_none(const struct ui_session *session)
{
    if (!session->data)
        return "No data yet: o on Setup, or :load FILE, opens a file of responses.";
    if (!is_federated(session))
        return "Nothing is sent: this estimator has all rows in one place. "
               ":estimator federated lets every school keep its rows and answer in sums; "
               "here is then what each of them sent, byte for byte.";
    if (!session->model)
        return session->problem.message;
    if (session->trouble.code != IRT_OK)
        return session->trouble.message;
    if (session->wire.newest == 0 || !session->wire.plan)
        return "No message yet: s sends the first, the call to all schools; each s after "
               "it is one school's answer.";
    return NULL;
}

static const char *
school_name(const struct ui_session *session, size_t k)
{
    return k < ui_schools_count(session) ? session->data->school_name[k] : "all";
}

/* What is shown is the call: another may be asked for already that has not come yet. */
static bool
is_call(const struct ui_wire *wire)
{
    return wire->school == IRT_NO_SCHOOL;
}

static size_t
word_count(const struct ui_wire *wire)
{
    return wire->size
               ? irt_message_words(wire->bytes, wire->size, wire->plan, wire->effects)
               : 0;
}

/* --- who has answered -------------------------------------------------------------------- */

/* ● answered, · not (yet), ○ left out. */
static void
draw_map(const struct ui_session *session, struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct ui_wire *wire = &session->wire;
    size_t here = ui_schools_count(session) ? ui_schools_chosen(session) : 0;
    int wide = wire->schools * 9 <= (size_t)(rect.w * rect.h) ? 9 : 1;
    int across = rect.w / wide;
    size_t first = 0, room = (size_t)(across > 0 ? across * rect.h : 0);
    char command[64];

    if (room == 0)
        return;
    if (wire->schools > room)
        first = here / room * room;
    for (size_t k = first; k < wire->schools && k < first + room; k++) {
        int y = rect.y + (int)(k - first) / across;
        int x = rect.x + (int)(k - first) % across * wide;
        bool sent = wire->answer[k] > 0, chosen = k == here && !session->wire_call;

        ui_put(canvas, y, x,
               chosen                          ? UI_CURSOR
               : sent                          ? UI_GOOD
               : ui_schools_is_out(session, k) ? UI_WARN
                                               : UI_DIM,
               sent                            ? 0x25CF
               : ui_schools_is_out(session, k) ? 0x25CB
                                               : 0xB7);
        if (wide > 1)
            ui_cut_text(canvas, y, x + 2, wide - 3, chosen ? UI_CURSOR : UI_TEXT, "%s",
                        school_name(session, k));
        snprintf(command, sizeof command, "word school %zu", k + 1);
        ui_clickable(canvas, (struct ui_rect){ y, x, 1, wide }, command);
    }
}

static int
map_rows(const struct ui_wire *wire, int w, int h)
{
    if (w < 1)
        return 1;

    int rows = (int)((wire->schools * 9 + (size_t)w - 1) / (size_t)w);
    int most = h >= 30 ? MOST_MAP * 2 : h >= 19 ? MOST_MAP - 2 : 1;

    return rows < 1 ? 1 : rows < most ? rows : most;
}

/* --- the message ------------------------------------------------------------------------- */

static void
value_text(const struct irt_word *word, char *out, size_t size)
{
    if (word->whole && word->number > UINT64_C(9999999999))
        snprintf(out, size, "as the bytes");
    else if (word->whole)
        snprintf(out, size, "%llu", (unsigned long long)word->number);
    else
        snprintf(out, size, "%.6g", word->value);
}

static void
hex_text(const struct ui_wire *wire, const struct irt_word *word, char *out, size_t size)
{
    size_t at = 0;

    out[0] = '\0';
    for (size_t b = 0; b < word->size && b < 8 && at + 4 < size; b++)
        at +=
            (size_t)snprintf(out + at, size - at, "%02x ", wire->bytes[word->offset + b]);
}

static void
draw_word(const struct ui_session *session, struct ui_canvas *canvas, int y,
          struct ui_rect rect, size_t i, bool chosen)
{
    const struct ui_wire *wire = &session->wire;
    int x = rect.x + 2, name = rect.w >= 110 ? NAME + 12 : NAME;
    char hex[40], value[40], command[64];
    struct irt_word word;

    irt_message_word(wire->bytes, wire->size, wire->plan, wire->effects, session->data, i,
                     &word);
    hex_text(wire, &word, hex, sizeof hex);
    value_text(&word, value, sizeof value);
    if (chosen)
        ui_text(canvas, y, rect.x, UI_CURSOR, "▸");
    ui_text(canvas, y, x, UI_DIM, "%*zu", OFFSET - 1, word.offset);
    ui_text(canvas, y, x + OFFSET, UI_POSTERIOR, "%s", hex);
    ui_text(canvas, y, x + OFFSET + HEX + VALUE - ui_columns(value),
            chosen ? UI_CURSOR : UI_TEXT, "%s", value);
    ui_cut_text(canvas, y, x + OFFSET + HEX + VALUE + 2, name,
                chosen ? UI_TITLE : UI_TEXT, "%s", word.name);
    x += OFFSET + HEX + VALUE + 2 + name + 1;
    if (x < rect.x + rect.w - 10)
        ui_cut_text(canvas, y, x, rect.x + rect.w - x, UI_DIM, "%s", word.purpose);
    snprintf(command, sizeof command, "word number %zu", i + 1);
    ui_clickable(canvas, (struct ui_rect){ y, rect.x, 1, rect.w }, command);
}

/* "school 4 in round 3: 448 bytes" */
static void
message_title(const struct ui_session *session, char *out, size_t size)
{
    const struct ui_wire *wire = &session->wire;
    static const char *const what[] = { "the survey", "sums",
                                        "sums and standard errors" };
    const char *asked =
        wire->size && wire->bytes[7] < IRT_ASKS ? what[wire->bytes[7]] : "";

    if (is_call(wire))
        snprintf(out, size, "the call to all schools in round %zu asks for %s: %zu bytes",
                 wire->round, asked, wire->size);
    else if (wire->size == 0)
        snprintf(out, size, "school %.40s has sent nothing in round %zu",
                 school_name(session, wire->school), wire->round);
    else
        snprintf(out, size, "what left school %.40s in round %zu, %s: %zu bytes",
                 school_name(session, wire->school), wire->round, asked, wire->size);
}

static void
draw_message(struct wire_state *state, const struct ui_session *session,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t words = word_count(&session->wire);
    struct ui_rect before = ui_clip(canvas, rect);
    char title[200];

    message_title(session, title, sizeof title);
    ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TITLE, "%s", title);
    ui_text(canvas, rect.y + 1, rect.x + 2, UI_DIM, "%*s %-*s%*s  %s", OFFSET - 1, "byte",
            HEX, "hex", VALUE, "number", "what it is");
    state->word = state->word < words ? state->word : words ? words - 1 : 0;
    ui_keep_in_view(&state->top, state->word, words, rect.h - 2);
    for (int y = 0; y < rect.h - 2 && state->top + (size_t)y < words; y++)
        draw_word(session, canvas, rect.y + 2 + y, rect, state->top + (size_t)y,
                  state->top + (size_t)y == state->word);
    ui_clip(canvas, before);
}

/* --- what can be known ------------------------------------------------------------------- */

static double
persons_of(const struct ui_session *session, size_t k)
{
    return session->school_count && k < ui_schools_count(session)
               ? session->school_count[k].persons
               : session->data->persons;
}

/* What the server can infer from the message, and what not. */
static void
infer(const struct ui_session *session, char *out, size_t size)
{
    const struct ui_wire *wire = &session->wire;
    double n = persons_of(session, wire->school);
    size_t numbers = wire->size > IRT_WIRE_HEADER + 8 ? (wire->size - 40) / 8 : 0;

    if (is_call(wire))
        snprintf(out, size,
                 "The call is the same for all: the test as it is estimated so far. No "
                 "school learns what another has sent.");
    else if (wire->size == 0)
        snprintf(out, size, "A school that is silent tells nothing in this round.");
    else if (n <= 2)
        snprintf(
            out, size,
            "The server can infer the answers: with %.15g person%s in the school the "
            "sums are hardly more than one's own row.",
            n, n == 1 ? "" : "s");
    else if (wire->bytes[7] == IRT_ASK_SURVEY)
        snprintf(out, size,
                 "The server can infer how many persons there are and how many gave each "
                 "answer to each item; not who, nor which answers go together.");
    else
        snprintf(
            out, size,
            "The server can infer the school's size, fit and effect, and by how much "
            "its answers miss the curves, item by item; not rows, patterns or persons: "
            "%zu numbers stand for %.15g answers. Over many rounds they add up.",
            numbers, n * (double)session->data->items);
}

static void
draw_foot(const struct wire_state *state, const struct ui_session *session,
          struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct ui_wire *wire = &session->wire;
    struct irt_word word;
    char text[500];
    int y = 0;

    if (state->word < word_count(wire)) {
        irt_message_word(wire->bytes, wire->size, wire->plan, wire->effects,
                         session->data, state->word, &word);
        snprintf(text, sizeof text, "%s: %s", word.name, word.purpose);
        y = ui_paragraph(canvas, (struct ui_rect){ rect.y, rect.x + 1, 2, rect.w - 2 },
                         UI_TEXT, text);
        y = y < 2 ? y : 2;
    }
    infer(session, text, sizeof text);
    ui_paragraph(canvas,
                 (struct ui_rect){ rect.y + y, rect.x + 1, rect.h - y, rect.w - 2 },
                 UI_WARN, text);
}

static void
totals_text(const struct ui_session *session, char *out, size_t size)
{
    const struct irt_federation_view *view = &session->live.federation;
    char up[32], down[32], rows[32];

    ui_bytes_text((double)view->bytes_up, up, sizeof up);
    ui_bytes_text((double)view->bytes_down, down, sizeof down);
    ui_bytes_text(session->data->persons * (double)session->data->items, rows,
                  sizeof rows);
    snprintf(out, size, "%zu round%s: %s from the schools, %s to them; the rows: %s",
             view->rounds, view->rounds == 1 ? "" : "s", up, down, rows);
}

/* --- the screen --------------------------------------------------------------------------- */

static void
wire_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
          struct ui_rect body)
{
    const struct ui_session *session = &app->session;
    struct wire_state *state = private;
    const char *why = why_none(session);
    size_t answered = 0;
    char totals[200];
    int map, foot = body.h >= 14 ? FOOT : 0;

    if (why) {
        ui_paragraph(canvas,
                     (struct ui_rect){ body.y + body.h / 3, body.x + 3, body.h,
                                       body.w - 6 },
                     UI_TEXT, why);
        return;
    }
    map = map_rows(&session->wire, body.w - 2, body.h);
    for (size_t k = 0; k < session->wire.schools; k++)
        answered += session->wire.answer[k] > 0;
    totals_text(session, totals, sizeof totals);
    ui_cut_text(canvas, body.y, body.x + 1, body.w - 1, UI_TEXT, "%s", totals);
    ui_cut_text(canvas, body.y + 1, body.x + 1, body.w - 1, UI_TEXT,
                "round %zu (‹ ›): %zu of %zu answered   ● sent  · silent  ○ left out",
                session->wire.round, answered, session->wire.schools);
    draw_map(session, canvas,
             (struct ui_rect){ body.y + 2, body.x + 1, map, body.w - 2 });
    draw_message(state, session, canvas, ui_rows(body, 2 + map, body.h - 2 - map - foot));
    if (foot)
        draw_foot(state, session, canvas, ui_rows(body, body.h - foot, foot));
}

static void
wire_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct ui_session *session = &app->session;
    const struct wire_state *state = private;
    const char *why = why_none(session);
    struct irt_word word;
    char text[500], value[40];

    if (why) {
        fprintf(out, "%s\n", why);
        return;
    }
    totals_text(session, text, sizeof text);
    fprintf(out, "%s.\n", text);
    message_title(session, text, sizeof text);
    fprintf(out, "Shown is %s, %zu numbers.\n", text, word_count(&session->wire));
    if (state->word < word_count(&session->wire)) {
        irt_message_word(session->wire.bytes, session->wire.size, session->wire.plan,
                         session->wire.effects, session->data, state->word, &word);
        value_text(&word, value, sizeof value);
        fprintf(out, "Chosen: number %zu, at byte %zu, %s, is %s: %s.\n", state->word + 1,
                word.offset, word.name, value, word.purpose);
    }
    infer(session, text, sizeof text);
    fprintf(out, "%s\n", text);
}

/* The message that the state of the screen asks for. */
static bool
wire_need(struct ui_session *session)
{
    return ui_session_watch(session);
}

/* --- its words ---------------------------------------------------------------------------- */

static bool
go_to_school(struct ui_app *app, const char *argument, struct irt_error *error)
{
    char line[80];

    app->session.wire_call = false;
    if (ui_schools_count(&app->session) == 0)
        return true;
    snprintf(line, sizeof line, "school %.60s", argument);
    if (!ui_command_run(app, line))
        return irt_fail(error, app->error.code, "%s", app->error.message);
    return true;
}

static void
go_to_round(struct ui_session *session, int step)
{
    const struct ui_wire *wire = &session->wire;
    size_t round = wire->round;

    if (step < 0)
        round -= round > wire->oldest && round > 1;
    else
        round += round < wire->newest;
    session->wire_round = round == wire->newest ? 0 : round;
}

static bool
move(struct wire_state *state, const struct ui_session *session, const char *word,
     const char *argument)
{
    size_t words = word_count(&session->wire), at = state->word;

    if (strcmp(word, "up") == 0)
        at -= at > 0;
    else if (strcmp(word, "down") == 0)
        at += 1;
    else if (strcmp(word, "first") == 0)
        at = 0;
    else if (strcmp(word, "last") == 0)
        at = words;
    else if (strcmp(word, "page") == 0)
        at = !argument || argument[0] != 'u' ? at + 10 : at > 10 ? at - 10 : 0;
    else if (strcmp(word, "number") == 0 && argument)
        at = strtoul(argument, NULL, 10) - 1;
    else
        return false;
    state->word = at < words ? at : words ? words - 1 : 0;
    return true;
}

static bool
wire_word(void *private, struct ui_app *app, const char *word, const char *argument,
          struct irt_error *error)
{
    struct ui_session *session = &app->session;
    const char *why = why_none(session);
    bool done = true;

    if (why)
        return irt_fail(error, IRT_BAD_USAGE, "%.300s", why);
    if (strcmp(word, "school") == 0 && argument) {
        done = go_to_school(app, argument, error);
        snprintf(app->record, sizeof app->record, "#"); /* it is in the journal */
    } else if (strcmp(word, "call") == 0)
        session->wire_call = !session->wire_call;
    else if (strcmp(word, "earlier") == 0 || strcmp(word, "later") == 0)
        go_to_round(session, word[0] == 'e' ? -1 : 1);
    else
        return move(private, session, word, argument);
    ui_session_watch(session);
    if (!app->tui)
        ui_session_wait(session);
    return done;
}

static const struct ui_binding wire_bindings[] = {
    { 's', "step stage", "next message" },
    { 'n', "step cycle", "round" },
    { '[', "word school -1", "school" },
    { ']', "word school +1", "school" },
    { UI_KEY_LEFT, "word earlier", "past rounds" },
    { UI_KEY_RIGHT, "word later", "past rounds" },
    { 'c', "word call", "call/answer" },
    { UI_KEY_UP, "word up", "number" },
    { UI_KEY_DOWN, "word down", "number" },
    { 'x', "drop", "drop school" },
    { ' ', "toggle", "run/pause" },
    { 'k', "word up", NULL },
    { 'j', "word down", NULL },
    { 'h', "word earlier", NULL },
    { 'l', "word later", NULL },
    { UI_KEY_HOME, "word first", NULL },
    { UI_KEY_END, "word last", NULL },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_wire_view = {
    .name = "wire",
    .title = "Wire",
    .key = '0',
    .state_size = sizeof(struct wire_state),
    .bindings = wire_bindings,
    .need = wire_need,
    .draw = wire_draw,
    .speak = wire_speak,
    .word = wire_word,
};
