/* SPDX-License-Identifier: GPL-3.0-or-later */
/* select.c -- commands that choose what is looked at: item, pattern, person, node, a
 * number, and what it is made of. */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "explain.h"
#include "light.h"
#include "view/plane.h"
#include "words.h"

static bool
no_data(struct irt_error *error)
{
    return irt_fail(error, IRT_BAD_DATA, "no data yet: load FILE reads some");
}

bool
ui_command_item(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    char quoted[200], why[UI_LIGHT_WHY];
    struct ui_light light;
    bool found = false;

    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (!session->model)
        return irt_fail(error, session->problem.code, "%s", session->problem.message);
    for (size_t j = 0; argc == 2 && !found && j < session->model->items; j++)
        if (strcmp(ui_item_name(session, j), argv[1]) == 0) {
            session->item = j;
            found = true;
        }
    if (argc == 2 && !found &&
        !ui_command_index(argv[1], session->model->items, &session->item))
        return irt_fail(error, IRT_BAD_USAGE, "no item is called '%.80s'; there are %zu",
                        argv[1], session->model->items);
    ui_word_quote(ui_item_name(session, session->item), quoted, sizeof quoted);
    snprintf(app->record, sizeof app->record, "item %s", quoted);
    light = ui_item_light(session, session->item, why, sizeof why);
    ui_app_say(app, false, "%.100s, item %zu of %zu%s%s%s%s",
               ui_item_name(session, session->item), session->item + 1,
               session->model->items, light.sick ? "; " : "",
               light.sick ? light.sign : "", light.sick ? " " : "",
               light.sick ? why : "");
    return true;
}

/* The pattern written so: as many signs as items. */
static bool
pattern_by_text(struct ui_session *session, const char *text)
{
    size_t items = session->data->items, size = items + 8;
    char *shown;
    bool found = false;

    if (strlen(text) != items)
        return false;
    shown = malloc(size);
    for (size_t l = 0; shown && !found && l < session->patterns->count; l++) {
        ui_pattern_text(session, l, 0, shown, size);
        if (strcmp(shown, text) == 0) {
            session->pattern = l;
            found = true;
        }
    }
    free(shown);
    return found;
}

bool
ui_command_pattern(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    char text[64];

    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (!session->data)
        return no_data(error);
    if (argc == 2 && !pattern_by_text(session, argv[1])) {
        bool digits = strlen(argv[1]) == session->data->items && argv[1][0] != '+' &&
                      argv[1][0] != '-' && session->data->items > 1;
        if (digits)
            return irt_fail(error, IRT_BAD_USAGE, "nobody answered %.80s", argv[1]);
        if (!ui_command_index(argv[1], session->patterns->count, &session->pattern))
            return irt_fail(error, IRT_BAD_USAGE,
                            "'%.80s' is no pattern: give its %zu answers, or its number, "
                            "1 to %zu",
                            argv[1], session->data->items, session->patterns->count);
    }
    session->row = session->patterns->row[session->pattern];
    snprintf(app->record, sizeof app->record, "pattern %zu", session->pattern + 1);
    if (session->data->items > 1 && session->data->items < sizeof text) {
        ui_pattern_text(session, session->pattern, 0, text, sizeof text);
        snprintf(app->record, sizeof app->record, "pattern %s", text);
    }
    ui_pattern_text(session, session->pattern, 40, text, sizeof text);
    ui_app_say(app, false, "pattern %s, seen %.15g times, number %zu of %zu", text,
               session->patterns->frequency[session->pattern], session->pattern + 1,
               session->patterns->count);
    return true;
}

static bool
row_by_id(struct ui_session *session, const char *id)
{
    for (size_t i = 0; session->data->person_id && i < session->data->rows; i++)
        if (strcmp(session->data->person_id[i], id) == 0) {
            session->row = i;
            return true;
        }
    return false;
}

bool
ui_command_person(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;

    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (!session->data)
        return no_data(error);
    if (argc == 2 && !row_by_id(session, argv[1]) &&
        !ui_command_index(argv[1], session->data->rows, &session->row))
        return irt_fail(error, IRT_BAD_USAGE,
                        "no person is called '%.80s'; there are %zu rows", argv[1],
                        session->data->rows);
    session->pattern = session->patterns->of_row[session->row];
    snprintf(app->record, sizeof app->record, "person %zu", session->row + 1);
    if (session->data->person_id)
        ui_app_say(app, false, "%.100s, row %zu of %zu",
                   session->data->person_id[session->row], session->row + 1,
                   session->data->rows);
    else
        ui_app_say(app, false, "row %zu of %zu", session->row + 1, session->data->rows);
    return true;
}

bool
ui_command_node(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    const struct irt_quadrature *q = session->quadrature;
    char place[64];

    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (!q)
        return irt_fail(error, IRT_BAD_USAGE, "there are no nodes");
    if (argc == 2 && !ui_command_index(argv[1], q->points, &session->node))
        return irt_fail(error, IRT_BAD_USAGE, "'%.80s' is no node: they are 1 to %zu",
                        argv[1], q->points);
    snprintf(app->record, sizeof app->record, "node %zu", session->node + 1);
    ui_node_text(q, session->node, 4, place, sizeof place);
    ui_app_say(app, false, "node %zu of %zu: %s, weight %.6g", session->node + 1,
               q->points, place, q->weight[session->node]);
    return true;
}

/* --- the cursor and opened numbers -------------------------------------------------- */

/* While a number is open, up and down choose among its operands. */
static bool
move_operand(struct ui_app *app, enum ui_direction direction)
{
    struct ui_explanation *made;
    size_t top = app->opened - 1, *chosen = &app->operand[top], count = 0;

    made = malloc(sizeof *made);
    if (made && ui_explain(&app->session, app->open[top], made, NULL))
        count = made->operands;
    free(made);
    if (count == 0)
        return true;
    if (direction == UI_UP || direction == UI_LEFT)
        *chosen -= *chosen > 0;
    else if (direction == UI_DOWN || direction == UI_RIGHT)
        *chosen += *chosen + 1 < count;
    else
        *chosen = direction == UI_FIRST ? 0 : count - 1;
    return true;
}

bool
ui_command_cursor(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    static const char *const names[] = { "up", "down", "left", "right", "first", "last" };

    if (!ui_command_takes(argc, argv, 2, 2, error))
        return false;
    for (unsigned k = 0; k < 6; k++) {
        if (strcmp(names[k], argv[1]) != 0)
            continue;
        if (app->opened)
            return move_operand(app, (enum ui_direction)k);
        if (!app->tui)
            ui_app_draw(app);
        if (!ui_cursor_move(app, (enum ui_direction)k) && !ui_cursor_spot(app))
            ui_app_say(app, false, "no number on this screen can be opened");
        return true;
    }
    return ui_command_usage(ui_command_find(argv[0]), error);
}

static bool
push_open(struct ui_app *app, struct ui_quantity quantity, struct irt_error *error)
{
    if (app->opened == UI_OPENED)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%d numbers are open already: Esc closes the last", UI_OPENED);
    app->open[app->opened] = quantity;
    app->operand[app->opened] = 0;
    app->opened++;
    return true;
}

static bool
open_operand(struct ui_app *app, const char *which, struct irt_error *error)
{
    struct ui_explanation *made = malloc(sizeof *made);
    size_t top = app->opened - 1, k = app->operand[top];
    struct ui_quantity quantity = app->open[top];
    bool ok;

    if (!made)
        return irt_fail(error, IRT_NO_MEMORY, "no memory to open a number");
    ok = ui_explain(&app->session, quantity, made, error);
    if (ok && which &&
        (which[0] < '0' || which[0] > '9' ||
         !ui_command_index(which, made->operands, &k)))
        ok = irt_fail(error, IRT_BAD_USAGE, "'%.40s' is no number of an operand", which);
    if (ok && made->operands == 0)
        ok = irt_fail(error, IRT_BAD_USAGE, "this number is made of nothing else");
    if (ok && k >= made->operands)
        k = made->operands - 1;
    if (ok) {
        app->operand[top] = k;
        quantity = made->operand[k].quantity;
    }
    free(made);
    if (ok && ui_quantity_same(&quantity, &app->open[top]))
        return irt_fail(error, IRT_BAD_USAGE, "this number is made of nothing else");
    return ok && push_open(app, quantity, error);
}

bool
ui_command_open(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (app->opened)
        return open_operand(app, argc == 2 ? argv[1] : NULL, error);
    if (argc == 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "no number is open: open the one under the "
                        "cursor first");
    if (!app->tui)
        ui_app_draw(app);
    if (!ui_cursor_spot(app)) {
        if (!ui_cursor_move(app, UI_DOWN))
            return irt_fail(error, IRT_BAD_USAGE,
                            "no number on this screen can be opened");
        ui_app_say(app, false, "the arrows choose a number, Enter opens it");
        return true;
    }
    return push_open(app, app->cursor, error);
}

/* One level a call: text or help, an opened number, the search, the past, the cursor. */
bool
ui_command_close(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    if (app->text || app->help) {
        app->help = false;
        free(app->text);
        app->text = NULL;
    } else if (app->opened)
        app->opened--;
    else if (app->search[0])
        app->search[0] = '\0';
    else if (app->session.travel)
        return ui_session_travel(&app->session, 0, error);
    else
        app->has_cursor = false;
    return true;
}
