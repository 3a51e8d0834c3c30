/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schools.c -- the Schools screen: the effects with their intervals, how they came about, and
 * how ability is spread in the chosen school. */
#include "config.h"

#include "view/schools.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "prompt.h"
#include "rivals.h"
#include "view/parts.h"
#include "view/view.h"

#define LEAST_PLOT 6  /* rows of a plot below the table */
#define PAIR       70 /* columns from when on two of them stand side by side */

struct schools_state {
    size_t top;
    enum ui_school_order order;
    struct ui_school_spread spread;
};

static const char *const order_names[UI_ORDERS] = { "name", "effect", "size" };

/* --- why there is nothing --------------------------------------------------------------- */

/* NULL: there are schools. */
static const char *
why_none(const struct ui_session *session)
{
    if (!session->data)
        return "No data yet: o on Setup, or :load FILE, opens a file of responses.";
    if (ui_schools_count(session) == 0)
        return "The data have no schools. :school-column NAME says which column has "
               "them; "
               "+ deals the persons to simulated schools, - to fewer; :sample "
               "sim-schools "
               "opens data that were simulated with schools of different ability.";
    if (!session->model)
        return session->problem.message;
    return NULL;
}

/* --- the screen ------------------------------------------------------------------------- */

static const char *
rivals_text(const struct ui_session *session)
{
    bool any = false;

    for (int r = 0; r < UI_RIVALS; r++) {
        const struct ui_rival *rival = &session->rival[r];

        if (rival->worker && !rival->fit && rival->error.code == IRT_OK)
            return "; the other fits are under way";
        any = any || rival->worker;
    }
    return any ? "" : "; f fits the others beside";
}

static void
draw_head(const struct schools_state *state, const struct ui_schools_look *look,
          struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct ui_session *session = look->session;
    bool schools = session->model->effects != IRT_EFFECTS_GROUPS && look->schools > 1;
    char effects[160];

    ui_schools_describe(session, effects, sizeof effects);
    ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TEXT,
                "%zu %s%s   effects: %s   by %s%s", look->schools,
                ui_session_group_word(session), look->schools == 1 ? "" : "s", effects,
                order_names[state->order], schools ? rivals_text(session) : "");
}

static void
draw_below(struct schools_state *state, const struct ui_schools_look *look,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    int left = rect.w >= PAIR ? rect.w / 2 : rect.w;

    ui_schools_paths(look, canvas, ui_columns_of(rect, 0, left));
    if (left == rect.w)
        return;
    ui_school_spread_update(&state->spread, look->session, look->chosen);
    ui_school_spread_draw(&state->spread, look, canvas,
                          ui_columns_of(rect, left + 1, rect.w - left - 1));
}

static void
schools_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
             struct ui_rect body)
{
    struct schools_state *state = private;
    const char *why = why_none(&app->session);
    struct ui_schools_look look;

    if (why) {
        ui_paragraph(
            canvas,
            (struct ui_rect){ body.y + body.h / 3, body.x + 3, body.h, body.w - 6 },
            app->session.data && ui_schools_count(&app->session) ? UI_BAD : UI_TEXT, why);
        return;
    }
    if (ui_schools_look_open(&look, &app->session, state->order)) {
        struct ui_rect rest = ui_rows(body, 1, body.h - 1);
        int wanted = (int)(look.schools < 1000 ? look.schools : 1000) + 3;
        int table = rest.h - wanted >= LEAST_PLOT ? wanted : rest.h * 3 / 5;

        draw_head(state, &look, canvas, body);
        if (rest.h - table < LEAST_PLOT)
            table = rest.h >= 6 + LEAST_PLOT ? rest.h - LEAST_PLOT : rest.h;
        ui_schools_table(&look, &state->top, canvas, ui_rows(rest, 0, table));
        if (table < rest.h)
            draw_below(state, &look, canvas, ui_rows(rest, table, rest.h - table));
    }
    ui_schools_look_close(&look);
}

/* --- words -------------------------------------------------------------------------------- */

static void
speak_number(FILE *out, const char *what, double value)
{
    if (isfinite(value))
        fprintf(out, ", %s %.3f", what, value);
}

static void
speak_school(const struct ui_schools_look *look, size_t k, FILE *out)
{
    const struct ui_school *school = &look->list[k];

    fprintf(out, "%s%s %s, %.15g persons, %.0f percent of them with extreme patterns",
            k == look->chosen ? "Chosen: " : "", ui_session_group_word(look->session),
            look->session->data->school_name[k], school->persons, 100 * school->extreme);
    if (isfinite(school->effect))
        fprintf(out, ": effect %.3f", school->effect);
    else
        fputs(": no effect is known", out);
    speak_number(out, "standard error", school->se);
    speak_number(out, "truth", school->truth);
    for (int r = 0; r < UI_RIVALS; r++)
        speak_number(out, ui_rival_names[r], school->rival[r]);
    fputs(".\n", out);
}

static void
schools_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct schools_state *state = private;
    const struct ui_session *session = &app->session;
    const char *why = why_none(session);
    struct ui_schools_look look;
    char effects[160];

    if (why) {
        fprintf(out, "%s\n", why);
        return;
    }
    if (ui_schools_look_open(&look, session, state->order)) {
        ui_schools_describe(session, effects, sizeof effects);
        fprintf(out, "There are %zu %s%s; effects: %s.\n", look.schools,
                ui_session_group_word(session), look.schools == 1 ? "" : "s", effects);
        if (session->school_truth)
            fprintf(out, "The true effects are known, from %s.\n", session->truth_file);
        speak_school(&look, look.chosen, out);
        for (size_t i = 0; i < look.schools && i < 20; i++)
            if (look.order[i] != look.chosen)
                speak_school(&look, look.order[i], out);
        if (look.schools > 20)
            fprintf(out, "And %zu more.\n", look.schools - 20);
    }
    ui_schools_look_close(&look);
}

/* --- its words ---------------------------------------------------------------------------- */

/* The cursor goes to the same number of another school. */
static void
put_cursor(struct ui_app *app, size_t school)
{
    const struct irt_model *model = app->session.model;
    bool error = app->has_cursor && app->cursor.kind == UI_QUANTITY_SE &&
                 model->groups > 1 &&
                 model->parameter[model->location + school].free != IRT_NONE;

    app->cursor = (struct ui_quantity){ .kind = UI_QUANTITY_EFFECT, .row = school };
    if (error)
        app->cursor = (struct ui_quantity){ .kind = UI_QUANTITY_SE,
                                            .parameter = model->location + school };
    app->has_cursor = true;
}

/* To another line, the cursor on the same number of its school. */
static bool
go_to(struct schools_state *state, struct ui_app *app, const char *word,
      const char *argument)
{
    struct ui_schools_look look;
    bool taken = true, page = strcmp(word, "page") == 0;
    char line[40];
    size_t at = 0;

    if (!ui_schools_look_open(&look, &app->session, state->order)) {
        ui_schools_look_close(&look);
        return false;
    }
    while (at + 1 < look.schools && look.order[at] != look.chosen)
        at++;
    if (strcmp(word, "up") == 0)
        at -= at > 0;
    else if (strcmp(word, "down") == 0)
        at += 1;
    else if (strcmp(word, "first") == 0)
        at = 0;
    else if (strcmp(word, "last") == 0)
        at = look.schools;
    else if (page)
        at = !argument || argument[0] != 'u' ? at + 10 : at > 10 ? at - 10 : 0;
    else
        taken = false;
    if (taken) {
        at = at < look.schools ? at : look.schools - 1;
        snprintf(line, sizeof line, "school %zu", look.order[at] + 1);
        ui_command_run(app, line);
        snprintf(app->record, sizeof app->record, "#"); /* it is in the journal */
        put_cursor(app, look.order[at]);
    }
    ui_schools_look_close(&look);
    return taken;
}

/* One school more, or fewer, dealt. */
static void
deal(struct ui_app *app, int step)
{
    char line[60];

    ui_schools_deal(&app->session, step, line, sizeof line);
    ui_command_run(app, line);
    snprintf(app->record, sizeof app->record, "#"); /* the choice is in the journal */
}

/* Opens the prompt for the file with the true effects. */
static bool
ask_truth(struct ui_app *app, struct irt_error *error)
{
    const struct ui_session *session = &app->session;

    if (session->school_truth) {
        ui_app_say(app, false, "the true effects are from %.300s", session->truth_file);
        return true;
    }
    if (!app->tui)
        return irt_fail(error, IRT_BAD_USAGE, "truth FILE reads the true effects");
    ui_prompt_start(app, ':');
    for (const char *c = "truth "; *c; c++)
        ui_prompt_byte((unsigned char)*c);
    return true;
}

static bool
fit_others(struct ui_app *app, struct irt_error *error)
{
    struct ui_session *session = &app->session;

    if (!ui_rivals_start(session, error))
        return false;
    if (!app->tui)
        ui_session_wait(session);
    ui_app_say(app, false, "%s",
               ui_rivals_find(session, IRT_EFFECTS_RANDOM) ||
                       session->model->effects == IRT_EFFECTS_RANDOM
                   ? "the same data are fitted with other effects beside"
                   : "average scores are found beside; random effects are not there");
    return true;
}

static bool
schools_word(void *private, struct ui_app *app, const char *word, const char *argument,
             struct irt_error *error)
{
    struct schools_state *state = private;
    const char *why;

    if (strcmp(word, "more") == 0 || strcmp(word, "fewer") == 0) {
        deal(app, word[0] == 'm' ? 1 : -1);
        return true;
    }
    if ((why = why_none(&app->session)) != NULL)
        return irt_fail(error, IRT_BAD_DATA, "%.300s", why);
    if (strcmp(word, "order") == 0) {
        state->order = (enum ui_school_order)((state->order + 1) % UI_ORDERS);
        ui_app_say(app, false, "by %s", order_names[state->order]);
        return true;
    }
    if (strcmp(word, "others") == 0)
        return fit_others(app, error);
    if (strcmp(word, "truth") == 0)
        return ask_truth(app, error);
    return go_to(state, app, word, argument);
}

static const struct ui_binding schools_bindings[] = {
    { UI_KEY_UP, "word up", "school" },
    { UI_KEY_DOWN, "word down", "school" },
    { ' ', "toggle", "run/pause" },
    { 'x', "drop", "drop school" },
    { 'f', "word others", "fits beside" },
    { 'T', "word truth", "truth" },
    { 'o', "word order", "order" },
    { UI_KEY_ENTER, "open", "open number" },
    { '-', "word fewer", "schools" },
    { '+', "word more", "schools" },
    { 't', "word truth", NULL },
    { 'n', "step cycle", "cycle" },
    { '=', "word more", NULL },
    { 'k', "word up", NULL },
    { 'j', "word down", NULL },
    { UI_KEY_HOME, "word first", NULL },
    { UI_KEY_END, "word last", NULL },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_schools = {
    .name = "schools",
    .title = "Schools",
    .brief = "Schl",
    .key = '6',
    .state_size = sizeof(struct schools_state),
    .bindings = schools_bindings,
    .draw = schools_draw,
    .speak = schools_speak,
    .word = schools_word,
};
