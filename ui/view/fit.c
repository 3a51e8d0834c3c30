/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit.c -- the Fit screen: does the model fit, item by item and as a whole?  Statistics are made
 * beside the run, every few cycles, and again of its estimates. */
#include "config.h"

#include "view/fit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "exam.h"
#include "examine.h"
#include "plot/plot.h"
#include "view/parts.h"
#include "view/view.h"

#define LEAST_PLOT 33 /* columns of what stands beside the table */
#define BAR        10 /* and of the progress bar */
#define WIDE_STATE 40 /* columns in which it has its whole length */
#define WIDE       90 /* of a screen whose pages' names stand apart */
#define MOST_ROWS  1000

static const char *const page_name[UI_FIT_PAGES] = { "items", "pairs", "persons",
                                                     "dif",   "test",  "compare" };
static const char *const form_text[UI_FIT_FORMS] = {
    "infit and outfit averaged over each person's posterior: the model expects 1",
    "infit and outfit at each person's EAP: a short test has less than 1 by itself",
    ("infit and outfit at each person's Warm estimate: a short test has less than 1 by "
     "itself"),
};

/* --- the head ---------------------------------------------------------------------------------- */

/* What is under way, how to end it, and how far it is: what it is gives way where there is little
 * room. */
static void
draw_progress(const struct ui_session *session, struct ui_canvas *canvas,
              struct ui_rect room)
{
    char what[40], cut[80], text[120];
    double share = ui_exam_progress(session->exam, what, sizeof what);
    int bar = room.w >= WIDE_STATE ? BAR : BAR / 2, end = room.x + room.w;

    snprintf(text, sizeof text, " %3.0f %%%s ", 100 * share,
             session->exam_costly ? "  c cancels" : "");
    ui_fit_text(what, room.w - bar - ui_columns(text), cut, sizeof cut);
    ui_text(canvas, room.y, end - bar - ui_columns(text) - ui_columns(cut), UI_DIM,
            "%s%s", cut, text);
    ui_bar(canvas, room.y, end - bar, bar, UI_CURVE_0, share, 1);
}

/* "of cycle 12", or what is under way. */
static void
draw_state(const struct ui_session *session, struct ui_canvas *canvas,
           struct ui_rect room)
{
    char text[80], cut[120];

    if (session->exam && (session->exam_costly || !ui_examined(session))) {
        draw_progress(session, canvas, room);
        return;
    }
    if (!ui_examined(session))
        snprintf(text, sizeof text, "nothing estimated yet: space runs");
    else if (session->examined_final)
        snprintf(text, sizeof text, "of the estimates");
    else
        snprintf(text, sizeof text, "of cycle %zu", session->examined_cycle);
    ui_fit_text(text, room.w, cut, sizeof cut);
    ui_text(canvas, room.y, room.x + room.w - ui_columns(cut), UI_DIM, "%s", cut);
}

static void
draw_head(const struct fit_state *state, const struct ui_session *session,
          struct ui_canvas *canvas, struct ui_rect body)
{
    int x = body.x + 1, apart = body.w >= WIDE;

    for (int p = 0; p < UI_FIT_PAGES; p++) {
        bool here = p == (int)state->page;
        char command[32];
        int columns = ui_text(canvas, body.y, x, here ? UI_TITLE : UI_DIM, "%s%s%s",
                              here ? "[" : " ", page_name[p], here ? "]" : " ");

        snprintf(command, sizeof command, "word page %s", page_name[p]);
        ui_clickable(canvas, (struct ui_rect){ body.y, x, 1, columns }, command);
        x += columns + apart;
    }
    if (x + 1 < body.x + body.w - 1)
        draw_state(session, canvas,
                   (struct ui_rect){ body.y, x + 1, 1, body.x + body.w - 2 - x });
}

/* --- formulas and sources ---------------------------------------------------------------------- */

static bool
is_on_page(const struct irt_statistic *s, enum ui_fit_page page)
{
    enum ui_fit_page its =
        s == &irt_statistic_sx2 || s == &irt_statistic_infit || s == &irt_statistic_curves
            ? UI_FIT_ITEMS
        : s == &irt_statistic_q3 || s == &irt_statistic_ld ? UI_FIT_PAIRS
        : s == &irt_statistic_dif                          ? UI_FIT_DIF
        : s == &irt_statistic_lz                           ? UI_FIT_PERSONS
                                                           : UI_FIT_TEST;

    return its == page;
}

/* Title and formula, how to read it, where it is from: the rows they take from row y of rect on,
 * which may lie above it. */
static int
draw_statistic(const struct irt_statistic *statistic, struct ui_canvas *canvas,
               struct ui_rect rect, int y)
{
    struct ui_rect room = { rect.y + y, rect.x, MOST_ROWS, rect.w };
    int first = room.y;
    char text[400];

    snprintf(text, sizeof text, "%s: %s", statistic->title, statistic->formula);
    room.y += ui_paragraph(canvas, room, UI_TITLE, text);
    room.y += ui_paragraph(canvas, room, UI_TEXT, statistic->reading);
    room.y += ui_paragraph(canvas, room, UI_DIM, statistic->source);
    return room.y - first;
}

/* All of the page's, from so many rows above rect on; how many rows they take. */
static int
draw_statistics(const struct fit_state *state, struct ui_canvas *canvas,
                struct ui_rect rect, int above)
{
    int y = -above;

    for (size_t s = 0; irt_statistics[s]; s++)
        if (is_on_page(irt_statistics[s], state->page))
            y += draw_statistic(irt_statistics[s], canvas, rect, y) + 1;
    return y + above - 1;
}

static void
draw_told(struct fit_state *state, struct ui_canvas *canvas, struct ui_rect rect)
{
    struct ui_rect nowhere = { rect.y, rect.x, 0, 0 }, before = ui_clip(canvas, nowhere);
    int rows = draw_statistics(state, canvas, rect, 0);
    int room =
        rows > rect.h ? rect.h - 1 : rect.h; /* the last row says where it stands */

    if ((int)state->told_top > rows - room)
        state->told_top = rows > room ? (size_t)(rows - room) : 0;
    ui_clip(canvas, ui_meet(before, ui_rows(rect, 0, room)));
    draw_statistics(state, canvas, rect, (int)state->told_top);
    ui_clip(canvas, before);
    if (rows > room)
        ui_text(canvas, rect.y + room, rect.x, UI_DIM, "↑↓ lines %d to %d of %d",
                (int)state->told_top + 1, (int)state->told_top + room, rows);
}

/* --- the page of items --------------------------------------------------------------------------- */

/* Under the table: what is wrong with the chosen item, and what is shown. */
static void
draw_caption(const struct fit_state *state, const struct ui_session *session,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    char why[300], all[120], text[500];
    struct ui_fit_light light =
        ui_fit_light(session, session->item, state->form, why, sizeof why);
    int y = 0;

    if (light.sick) {
        snprintf(text, sizeof text, "%s %.60s: %s", light.sign,
                 ui_item_name(session, session->item), why);
        y += ui_paragraph(canvas, rect, light.role, text);
    }
    struct ui_item_fit fit = ui_item_fit(session, session->item, state->form);
    if (fit.sx2 && fit.sx2->df < 1 && y < rect.h)
        y +=
            ui_paragraph(canvas, ui_rows(rect, y, rect.h - y), UI_DIM,
                         "no S-X² test: too few groups of sums have expected counts of 1 "
                         "or more for so many parameters; more items or persons would "
                         "give more");
    const char *why_sx2, *why_infit;
    ui_examined_of(session, &irt_statistic_sx2, &why_sx2);
    ui_examined_of(session, &irt_statistic_infit, &why_infit);
    if (why_sx2 && y < rect.h)
        y += ui_paragraph(canvas, ui_rows(rect, y, rect.h - y), UI_WARN, why_sx2);
    if (why_infit && y < rect.h)
        y += ui_paragraph(canvas, ui_rows(rect, y, rect.h - y), UI_WARN, why_infit);
    ui_fit_lights(session, state->form, all, sizeof all);
    snprintf(text, sizeof text, "marked: %s", all[0] ? all : "none");
    if (ui_examined(session) && y < rect.h)
        y += ui_paragraph(canvas, ui_rows(rect, y, rect.h - y), UI_DIM, text);
    if (y < rect.h)
        ui_paragraph(canvas, ui_rows(rect, y, rect.h - y), UI_DIM,
                     form_text[ui_fit_form_shown(session, state->form)]);
}

static void
draw_beside(const struct fit_state *state, const struct ui_session *session,
            struct ui_canvas *canvas, struct ui_rect rect)
{
    int upper = rect.h >= 26 ? rect.h / 2 : rect.h;

    if (state->counts && upper == rect.h) {
        ui_fit_counts(state, session, canvas, rect);
        return;
    }
    ui_fit_curve(state, session, canvas, ui_rows(rect, 0, upper));
    if (upper < rect.h)
        ui_fit_counts(state, session, canvas,
                      ui_rows(rect, upper + 1, rect.h - upper - 1));
}

static void
draw_items(struct fit_state *state, const struct ui_session *session,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    int table = ui_fit_table_width(session, rect.w - LEAST_PLOT);
    int lines = session->model->items < 10000 ? (int)session->model->items + 1 : 10000;
    int caption = rect.h / 3 < 6 ? rect.h / 3 : 6;
    int h = lines < rect.h - caption ? lines : rect.h - caption;
    struct ui_rect left = { rect.y, rect.x, rect.h, table };

    if (rect.w < table + LEAST_PLOT)
        left.w = rect.w;
    ui_fit_table(state, session, canvas, ui_rows(left, 0, h));
    draw_caption(state, session, canvas,
                 ui_columns_of(ui_rows(left, h + (h + caption < rect.h),
                                       rect.h - h - (h + caption < rect.h)),
                               2, left.w - 2));
    if (left.w < rect.w)
        draw_beside(state, session, canvas,
                    ui_columns_of(rect, table + 2, rect.w - table - 2));
}

/* --- the screen ---------------------------------------------------------------------------------- */

static bool
is_ready(const struct ui_session *session)
{
    return session->model && ui_session_psi(session);
}

static void
fit_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
         struct ui_rect body)
{
    struct fit_state *state = private;
    const struct ui_session *session = &app->session;
    struct ui_rect rest = ui_rows(body, 1 + (body.h > 20), body.h - 1 - (body.h > 20));

    if (!is_ready(session)) {
        ui_paragraph(canvas, ui_columns_of(body, 1, body.w - 2), UI_WARN,
                     session->problem.message);
        return;
    }
    draw_head(state, session, canvas, body);
    if (state->told && state->page == UI_FIT_COMPARE)
        ui_paragraph(canvas, ui_columns_of(rest, 1, rest.w - 2), UI_TEXT,
                     ui_fit_compare_told);
    else if (state->told)
        draw_told(state, canvas, ui_columns_of(rest, 1, rest.w - 2));
    else if (state->page == UI_FIT_ITEMS)
        draw_items(state, session, canvas, rest);
    else if (state->page == UI_FIT_PAIRS)
        ui_fit_pairs(state, session, canvas, rest);
    else if (state->page == UI_FIT_PERSONS)
        ui_fit_persons(state, session, canvas, rest);
    else if (state->page == UI_FIT_DIF)
        ui_fit_dif(state, session, canvas, rest);
    else if (state->page == UI_FIT_COMPARE)
        ui_fit_compare(state, session, canvas, rest);
    else
        ui_fit_test(state, session, canvas, rest);
}

static void
fit_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct fit_state *state = private;
    const struct ui_session *session = &app->session;

    if (!is_ready(session)) {
        fprintf(out, "%s.\n", session->problem.message);
        return;
    }
    if (state->page == UI_FIT_COMPARE) {
        ui_fit_compare_speak(state, session, out);
        return;
    }
    if (!ui_examined(session)) {
        fprintf(out, "No statistics of fit yet: nothing is estimated.\n");
        return;
    }
    if (session->examined_final)
        fprintf(out, "Statistics of fit, of the estimates.\n");
    else
        fprintf(out, "Statistics of fit, of cycle %zu.\n", session->examined_cycle);
    if (state->page == UI_FIT_ITEMS)
        ui_fit_items_speak(state, session, out);
    else if (state->page == UI_FIT_PAIRS)
        ui_fit_pairs_speak(state, session, out);
    else if (state->page == UI_FIT_PERSONS)
        ui_fit_persons_speak(state, session, out);
    else if (state->page == UI_FIT_DIF)
        ui_fit_dif_speak(state, session, out);
    else
        ui_fit_test_speak(state, session, out);
}

static bool
fit_need(struct ui_session *session)
{
    ui_session_shape(session);
    return ui_examine(session);
}

/* --- its words ----------------------------------------------------------------------------------- */

static bool
turn_page(struct fit_state *state, struct ui_app *app, const char *argument,
          struct irt_error *error)
{
    int page = ((int)state->page + 1) % UI_FIT_PAGES;

    if (argument) {
        for (page = 0; page < UI_FIT_PAGES && strcmp(argument, page_name[page]) != 0;)
            page++;
        if (page == UI_FIT_PAGES)
            return irt_fail(error, IRT_BAD_USAGE,
                            "page: '%.40s' is not one of: items pairs persons dif test "
                            "compare",
                            argument);
    }
    state->page = (enum ui_fit_page)page;
    snprintf(app->record, sizeof app->record, "word page %s", page_name[page]);
    return true;
}

/* Lines of the text of formulas, or of the test's. */
static void
scroll(size_t *top, long lines)
{
    *top = lines < 0 && (size_t)-lines > *top ? 0 : *top + (size_t)lines;
}

/* Up or down: another item, person or number, or the text moves. */
static bool
move(struct fit_state *state, struct ui_app *app, long lines)
{
    struct ui_session *session = &app->session;
    long items = session->model ? (long)session->model->items : 0;
    long to = (long)session->item + lines;

    if (state->told)
        scroll(&state->told_top, lines);
    else if (state->page == UI_FIT_TEST) {
        if (labs(lines) > 1 || !ui_fit_cursor(state, app, lines < 0 ? UI_UP : UI_DOWN))
            scroll(&state->line, lines);
    } else if (state->page == UI_FIT_COMPARE)
        ui_fit_compare_move(state, session, lines);
    else if (state->page == UI_FIT_PERSONS)
        ui_fit_move_person(state, session, lines);
    else if (items > 0) {
        session->item = to < 0 ? 0 : to >= items ? (size_t)items - 1 : (size_t)to;
        snprintf(app->record, sizeof app->record, "item %zu", session->item + 1);
    }
    if (state->page != UI_FIT_TEST)
        ui_fit_follow(state, app);
    return true;
}

/* Another category of the chosen item, or on DIF another group. */
static void
turn(struct fit_state *state, const struct ui_session *session, bool next)
{
    unsigned categories =
        session->model ? session->model->item[session->item].categories : 2;

    if (state->page == UI_FIT_DIF)
        state->focal += next ? 1 : state->focal > 0 ? (size_t)-1 : 0;
    else
        state->below =
            (state->below % categories + (next ? categories - 1 : 1)) % categories;
}

/* Left or right: another number, or another second item of the pair. */
static void
move_across(struct fit_state *state, struct ui_app *app, bool right)
{
    const struct ui_session *session = &app->session;
    size_t other, items;

    if (state->page == UI_FIT_COMPARE)
        return;
    if (state->page != UI_FIT_PAIRS || !session->model) {
        ui_fit_cursor(state, app, right ? UI_RIGHT : UI_LEFT);
        return;
    }
    items = session->model->items;
    other = ui_fit_other(state, session);
    other = right ? other + 1 : other - 1; /* before the first: beyond the last */
    if (other == session->item)
        other = right ? other + 1 : other - 1;
    if (other < items)
        state->other = other;
    ui_fit_follow(state, app);
}

/* Enter: the pair, where the map alone is there; else the number under the cursor. */
static bool
open_number(struct fit_state *state, struct ui_app *app)
{
    if (state->page == UI_FIT_PAIRS && !state->pair && !state->pair_shown) {
        state->pair = true;
        return true;
    }
    if (state->page == UI_FIT_COMPARE) {
        ui_fit_compare_base(state, &app->session);
        return true;
    }
    ui_fit_aim(state, app);
    if (!ui_cursor_spot(app))
        ui_app_draw(app);
    return ui_command_run(app, "open");
}

/* Esc: from a pair back to the map. */
static bool
back(struct fit_state *state, struct ui_app *app)
{
    if (state->page == UI_FIT_PAIRS && state->pair && !app->search[0]) {
        state->pair = false;
        app->has_cursor = false;
        return true;
    }
    return ui_command_run(app, "close");
}

/* The pair of "3:1". */
static bool
choose_pair(struct fit_state *state, struct ui_session *session, const char *argument,
            struct irt_error *error)
{
    size_t items = session->model ? session->model->items : 0, j = 0, k = 0;

    if (!argument) {
        state->pair = !state->pair;
        return true;
    }
    if (sscanf(argument, "%zu:%zu", &j, &k) != 2 || j < 1 || k < 1 || j > items ||
        k > items || j == k)
        return irt_fail(error, IRT_BAD_USAGE,
                        "pair: '%.40s' is no pair of items, such as 3:1", argument);
    session->item = j - 1;
    state->other = k - 1;
    state->page = UI_FIT_PAIRS;
    return true;
}

/* The person of a number by surprise. */
static bool
choose_person(struct fit_state *state, struct ui_session *session, const char *argument,
              struct irt_error *error)
{
    size_t rank = 0;

    if (!argument || sscanf(argument, "%zu", &rank) != 1 || rank < 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "person: give a number by surprise, from 1");
    state->page = UI_FIT_PERSONS;
    state->rank = rank - 1;
    if (ui_fit_move_person(state, session, 0) == 0)
        return irt_fail(error, IRT_BAD_USAGE, "nothing is known of persons yet");
    return true;
}

/* A fit by its row, from 0 for this run. */
static bool
choose_row(struct fit_state *state, const struct ui_session *session,
           const char *argument, struct irt_error *error)
{
    size_t row = 0;

    if (!argument || sscanf(argument, "%zu", &row) != 1 || row > session->pins)
        return irt_fail(error, IRT_BAD_USAGE, "row: 0 is this run, 1 to %zu are pins",
                        session->pins);
    state->page = UI_FIT_COMPARE;
    state->row = row;
    return true;
}

static bool
largest_pair(struct fit_state *state, struct ui_session *session, struct irt_error *error)
{
    if (!session->model || !ui_fit_next_pair(state, session))
        return irt_fail(error, IRT_BAD_USAGE, "nothing is known of pairs yet");
    state->page = UI_FIT_PAIRS;
    return true;
}

/* All other items are anchors, or those that do not differ. */
static bool
choose_anchors(struct ui_app *app, const char *argument, struct irt_error *error)
{
    bool purified = argument ? strcmp(argument, "purified") == 0
                             : !ui_examine_purified(&app->session);

    if (argument && !purified && strcmp(argument, "all") != 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "anchors: '%.40s' is neither all nor purified", argument);
    if (!ui_examine_purify(&app->session, purified, error))
        return false;
    if (!app->tui)
        ui_examine_wait(&app->session);
    snprintf(app->record, sizeof app->record, "word anchors %s",
             purified ? "purified" : "all");
    return true;
}

static bool
compute_all(struct ui_app *app, struct irt_error *error)
{
    if (!ui_examine_all(&app->session, error))
        return false;
    if (!app->tui)
        ui_examine_wait(&app->session);
    return true;
}

static bool
fit_word(void *private, struct ui_app *app, const char *word, const char *argument,
         struct irt_error *error)
{
    struct fit_state *state = private;
    long page = app->canvas.h > 10 ? app->canvas.h - 8 : 2;

    if (strcmp(word, "page") == 0 && argument && strcmp(argument, "up") != 0 &&
        strcmp(argument, "down") != 0)
        return turn_page(state, app, argument, error);
    if (strcmp(word, "table") == 0)
        return turn_page(state, app, NULL, error);
    if (strcmp(word, "up") == 0)
        return move(state, app, -1);
    if (strcmp(word, "down") == 0)
        return move(state, app, 1);
    if (strcmp(word, "first") == 0)
        return move(state, app, -100000);
    if (strcmp(word, "last") == 0)
        return move(state, app, 100000);
    if (strcmp(word, "page") == 0)
        return move(state, app, argument && argument[0] == 'u' ? -page : page);
    if (strcmp(word, "pair") == 0)
        return choose_pair(state, &app->session, argument, error);
    if (strcmp(word, "person") == 0)
        return choose_person(state, &app->session, argument, error);
    if (strcmp(word, "largest") == 0)
        return largest_pair(state, &app->session, error);
    if (strcmp(word, "anchors") == 0)
        return choose_anchors(app, argument, error);
    if (strcmp(word, "all") == 0)
        return compute_all(app, error);
    if (strcmp(word, "row") == 0)
        return choose_row(state, &app->session, argument, error);
    if (strcmp(word, "number") == 0)
        return open_number(state, app);
    if (strcmp(word, "back") == 0)
        return back(state, app);
    if (strcmp(word, "left") == 0 || strcmp(word, "right") == 0)
        move_across(state, app, word[0] == 'r');
    else if (strcmp(word, "before") == 0 || strcmp(word, "after") == 0)
        turn(state, &app->session, word[0] == 'a');
    else if (strcmp(word, "cancel") == 0)
        ui_examine_cancel(&app->session);
    else if (strcmp(word, "form") == 0)
        state->form = (enum ui_fit_form)((state->form + 1) % UI_FIT_FORMS);
    else if (strcmp(word, "counts") == 0)
        state->counts = !state->counts;
    else if (strcmp(word, "told") == 0)
        state->told = !state->told;
    else
        return false;
    ui_fit_follow(state, app);
    return true;
}

static const struct ui_binding fit_bindings[] = {
    { UI_KEY_UP, "word up", "row" },
    { UI_KEY_DOWN, "word down", "row" },
    { UI_KEY_TAB, "word table", "page" },
    { 'e', "word told", "formulas" },
    { 'f', "word form", "form" },
    { 't', "word counts", "counts" },
    { 'a', "word all", "compute all" },
    { 'o', "word largest", NULL },
    { 'A', "word anchors", NULL },
    { UI_KEY_ENTER, "word number", "open number" },
    { UI_KEY_ESC, "word back", NULL },
    { 'c', "word cancel", NULL },
    { ' ', "toggle", "run/pause" },
    { 'n', "step cycle", "cycle" },
    { ',', "back", "travel" },
    { '.', "forward", "travel" },
    { UI_KEY_LEFT, "word left", NULL },
    { UI_KEY_RIGHT, "word right", NULL },
    { 'k', "word up", NULL },
    { 'j', "word down", NULL },
    { 'h', "word left", NULL },
    { 'l', "word right", NULL },
    { '[', "word up", NULL },
    { ']', "word down", NULL },
    { UI_KEY_HOME, "word first", NULL },
    { UI_KEY_END, "word last", NULL },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_fit = {
    .name = "fit",
    .title = "Fit",
    .key = '8',
    .state_size = sizeof(struct fit_state),
    .bindings = fit_bindings,
    .need = fit_need,
    .draw = fit_draw,
    .speak = fit_speak,
    .word = fit_word,
};
