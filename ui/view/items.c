/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items.c -- the Items screen: the table of estimates, and the curves of one item. */
#include "config.h"

#include "view/items.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "light.h"
#include "view/parts.h"
#include "view/truth_plots.h"
#include "view/view.h"

#define WIDE 70 /* columns from when on curves stand beside the table */

struct items_state {
    size_t top; /* first line of the table shown */
    enum ui_items_order order;
    struct ui_test_information information;
    enum beside { CURVES, ANSWERS, TRUTH } beside; /* the table */
    struct ui_item_answers answers;
};

/* --- under the table ----------------------------------------------------------------- */

static const char *
order_text(enum ui_items_order order)
{
    static const char *const text[UI_ITEMS_ORDERS] = { "in the data's order",
                                                       "by difficulty b", "by slope a" };

    return text[order];
}

/* What the chosen item's numbers say, of a logistic curve from 0 to 1. */
static void
draw_meaning(const struct ui_items_source *source, struct ui_canvas *canvas,
             struct ui_rect rect)
{
    size_t item = source->session->item;
    double b = ui_item_difficulty(source->model, source->psi, item);
    struct irt_item_report report = ui_item_report(source->model, source->psi, item);
    char text[300];

    if (rect.h < 3)
        return;
    if (source->model->dims > 1) {
        ui_items_direction_text(source->session, source->psi, text, sizeof text);
        ui_paragraph(canvas, (struct ui_rect){ rect.y, rect.x + 2, rect.h, rect.w - 2 },
                     UI_DIM, text);
        return;
    }
    if (isnan(b) || source->model->item[item].ops != &irt_item_2pl)
        return;
    snprintf(text, sizeof text,
             "%.60s: at θ = b = %.2f the chance of a right answer is one half, and it "
             "changes fastest: by a/4 = %.3f for a unit of θ.",
             ui_item_name(source->session, item), b, report.a[0] / 4);
    ui_paragraph(canvas, (struct ui_rect){ rect.y, rect.x + 2, rect.h, rect.w - 2 },
                 UI_DIM, text);
}

/* --- the screen ---------------------------------------------------------------------- */

/* The same room, where θ has several dimensions. */
static void
draw_surfaces(const struct ui_items_source *source, struct ui_canvas *canvas,
              struct ui_rect rect)
{
    int plots = rect.h >= 30 ? 3 : rect.h >= 15 ? 2 : 1, h = rect.h / plots;
    int first = rect.h - (plots - 1) * h;

    ui_items_surface(canvas, ui_rows(rect, 0, first), source->session, source->psi);
    if (plots > 1)
        ui_items_directions(canvas, ui_rows(rect, first, h), source->session,
                            source->psi);
    if (plots > 2)
        ui_items_arrows(canvas, ui_rows(rect, first + h, h), source->session,
                        source->psi);
}

/* With the model's curve under them, where there is room. */
static void
draw_answers(struct items_state *state, const struct ui_items_source *source,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    int h = rect.h >= 28 ? rect.h * 3 / 5 : rect.h;

    ui_item_answers_update(&state->answers, source->session);
    ui_items_answers(&state->answers, canvas, ui_rows(rect, 0, h),
                     ui_item_name(source->session, source->session->item));
    if (h < rect.h && source->model->dims > 1)
        ui_items_surface(canvas, ui_rows(rect, h, rect.h - h), source->session,
                         source->psi);
    else if (h < rect.h)
        ui_items_curves(canvas, ui_rows(rect, h, rect.h - h), source->session,
                        source->psi);
}

static const struct ui_truth_words of_b = { "b", "difficulties" };
static const struct ui_truth_words of_a = { "a", "slopes" };

/* Why there is nothing to compare. */
static const char *
no_truth(const struct ui_session *session)
{
    return session->truth.item
               ? "the truth has no difficulties or slopes that this model estimates"
               : "the true items are not known: irtop simulate writes them beside the "
                 "data it makes; :truth FILE reads them";
}

/* Difficulties, and slopes under them where there is room. */
static void
draw_truth(const struct ui_items_source *source, struct ui_canvas *canvas,
           struct ui_rect rect)
{
    struct ui_pairs b = ui_truth_items(source->session, UI_TRUTH_B),
                    a = ui_truth_items(source->session, UI_TRUTH_A);
    int upper = b.count == 0 ? 0 : a.count == 0 || rect.h < 2 * 9 ? rect.h : rect.h / 2;

    if (upper > 0)
        ui_truth_plots(&b, &of_b, "", canvas, ui_rows(rect, 0, upper));
    if (upper < rect.h)
        ui_truth_plots(&a, &of_a, no_truth(source->session), canvas,
                       ui_rows(rect, upper, rect.h - upper));
    ui_pairs_clear(&b);
    ui_pairs_clear(&a);
}

static void
draw_plots(struct items_state *state, const struct ui_items_source *source,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    int plots = rect.h >= 30 ? 3 : rect.h >= 11 ? 2 : 1, h = rect.h / plots;
    int first = rect.h - (plots - 1) * h;

    if (rect.h < 4)
        return;
    if (state->beside == ANSWERS) {
        draw_answers(state, source, canvas, rect);
        return;
    }
    if (state->beside == TRUTH) {
        draw_truth(source, canvas, rect);
        return;
    }
    if (source->model->dims > 1) {
        draw_surfaces(source, canvas, rect);
        return;
    }
    ui_test_information_update(&state->information, source->model, source->psi);
    ui_items_curves(canvas, ui_rows(rect, 0, first), source->session, source->psi);
    if (plots > 1)
        ui_items_information(canvas, ui_rows(rect, first, h), source->session,
                             source->psi, &state->information);
    if (plots > 2)
        ui_items_error(canvas, ui_rows(rect, first + h, h), &state->information);
}

/* The table wants all its lines; a caption is left at most a third of the room. */
static void
draw_left(struct items_state *state, const struct ui_items_source *source,
          struct ui_canvas *canvas, struct ui_rect rect)
{
    const char *order = state->order == UI_ITEMS_BY_DATA ? "" : order_text(state->order);
    int lines = (int)(source->model->columns < 10000 ? source->model->columns : 10000);
    int spare = rect.h - lines - 2;
    int most = rect.h < 8 ? 0 : spare > rect.h / 3 ? spare : rect.h / 3;
    int caption = ui_items_caption(source, order, canvas, rect, most, false);
    int h = rect.h - caption < lines + 1 ? rect.h - caption : lines + 1;
    int gap = h + caption < rect.h;

    ui_items_table(&state->top, state->order, source, canvas, ui_rows(rect, 0, h));
    ui_items_caption(source, order, canvas, ui_rows(rect, h + gap, caption), most, true);
    draw_meaning(source, canvas, ui_rows(rect, h + gap + caption + 1, rect.h));
}

static void
items_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
           struct ui_rect body)
{
    struct ui_items_source source = ui_items_source(&app->session);
    int table, plots = body.w - 25;

    if (!source.model || !source.psi) {
        ui_paragraph(canvas,
                     (struct ui_rect){ body.y + body.h / 3, body.x + 3, body.h,
                                       body.w - 6 },
                     UI_BAD, app->session.problem.message);
        return;
    }
    table = ui_items_width(&source, body.w >= WIDE ? plots : body.w);
    if (body.w >= WIDE && body.w - table >= 20) {
        draw_left(private, &source, canvas, ui_columns_of(body, 0, table));
        draw_plots(private, &source, canvas,
                   ui_columns_of(body, table + 1, body.w - table - 1));
    } else if (body.h >= 14) {
        draw_left(private, &source, canvas, ui_rows(body, 0, body.h / 2));
        draw_plots(private, &source, canvas,
                   ui_rows(body, body.h / 2, body.h - body.h / 2));
    } else {
        draw_left(private, &source, canvas, body);
    }
}

static void
speak_numbers(const char *name, const double *value, const double *se, size_t count,
              FILE *out)
{
    for (size_t i = 0; i < count; i++) {
        if (isnan(value[i]))
            continue;
        fprintf(out, ", %s", name);
        if (count > 1)
            fprintf(out, " %zu", i + 1);
        fprintf(out, " %.4f", value[i] + 0);
        if (se && !isnan(se[i]))
            fprintf(out, " with standard error %.4f", se[i]);
    }
}

static void
speak_loadings(const struct ui_items_source *source, size_t j, FILE *out)
{
    struct ui_metric_at at = ui_metric_at(source->model, j, source->psi);
    bool errors = source->fit != NULL;
    struct irt_loadings x, se;

    irt_item_loadings(source->model, j, at.par, at.sigma, at.correlation, &x);
    if (errors)
        irt_fit_loadings(source->fit, j, &x, &se);
    speak_numbers("loading", x.loading, errors ? se.loading : NULL, x.count, out);
    speak_numbers("communality", &x.communality, errors ? &se.communality : NULL, 1, out);
    speak_numbers("threshold", x.threshold, errors ? se.threshold : NULL, x.thresholds,
                  out);
}

static void
speak_item(const struct ui_items_source *source, size_t j, FILE *out)
{
    struct irt_item_report x = ui_item_report(source->model, source->psi, j), se;
    bool errors = source->fit != NULL;
    bool nominal = source->model->item[j].ops == &irt_item_nrm;
    enum ui_metric metric = source->session->metric;
    char why[UI_LIGHT_WHY];
    struct ui_light light;

    if (errors)
        irt_fit_report(source->fit, j, &x, &se);
    fprintf(out, "%s", ui_item_name(source->session, j));
    if (metric == UI_METRIC_LOADINGS && !nominal) {
        speak_loadings(source, j, out);
    } else {
        speak_numbers("a", x.a, errors ? se.a : NULL, x.a_count, out);
        if (metric != UI_METRIC_AB || x.b_count == 0)
            speak_numbers("d", x.d, errors ? se.d : NULL, x.d_count, out);
        if (metric != UI_METRIC_AD)
            speak_numbers("difficulty b", x.b, errors ? se.b : NULL, x.b_count, out);
    }
    if (x.c > 0)
        speak_numbers("lower asymptote c", &x.c, errors ? &se.c : NULL, 1, out);
    if (x.u < 1)
        speak_numbers("upper asymptote u", &x.u, errors ? &se.u : NULL, 1, out);
    light = ui_item_light(source->session, j, why, sizeof why);
    if (light.sick)
        fprintf(out, "; %s: %s", light.word, why);
    fprintf(out, ".\n");
}

static void
speak_truth(const struct ui_session *session, FILE *out)
{
    struct ui_pairs b = ui_truth_items(session, UI_TRUTH_B),
                    a = ui_truth_items(session, UI_TRUTH_A);

    ui_truth_speak(&b, &of_b, out);
    ui_truth_speak(&a, &of_a, out);
    ui_pairs_clear(&b);
    ui_pairs_clear(&a);
}

static void
items_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct items_state *state = private;
    struct ui_test_information information = state->information;
    struct ui_item_answers answers = state->answers;
    struct ui_items_source source = ui_items_source(&app->session);
    struct ui_items_line *line;
    double theta, error;
    char shared[300];

    if (!source.model || !source.psi) {
        fprintf(out, "%s.\n", app->session.problem.message);
        return;
    }
    fprintf(out, "%zu items, %s; the model is %s.\n", source.model->items,
            order_text(state->order), source.model->kind->formula);
    ui_items_shared(&source, shared, sizeof shared);
    if (shared[0])
        fprintf(out, "%s.\n", shared);
    if (ui_items_missing_errors(&source)[0])
        fprintf(out, "%s.\n", ui_items_missing_errors(&source));
    line = ui_items_lines(&source, state->order);
    for (size_t k = 0; line && k < source.model->columns; k++)
        if (line[k].item != IRT_NONE)
            speak_item(&source, line[k].item, out);
        else
            fprintf(out, "%s is set aside: %s.\n",
                    source.session->data->item_name[line[k].column],
                    ui_items_reason(&source, line[k].column));
    free(line);
    if (source.model->dims > 1) {
        ui_items_direction_text(source.session, source.psi, shared, sizeof shared);
        fprintf(out, "Chosen is %s.\n", shared);
        return;
    }
    ui_test_information_update(&information, source.model, source.psi);
    ui_items_best(&information, &theta, &error);
    fprintf(out,
            "Chosen is %s. The test measures best near theta %.1f, with standard "
            "error %.2f.\n",
            ui_item_name(source.session, source.session->item), theta, error);
    if (state->beside == TRUTH)
        speak_truth(&app->session, out);
    if (state->beside != ANSWERS)
        return;
    ui_item_answers_update(&answers, source.session);
    ui_items_speak_answers(&answers, ui_item_name(source.session, source.session->item),
                           out);
}

/* --- its words ----------------------------------------------------------------------- */

/* Where the cursor goes first. */
static struct ui_quantity
first_number(enum ui_metric metric, const struct irt_model *model, size_t item)
{
    const struct irt_item *it = &model->item[item];
    bool nominal = it->ops == &irt_item_nrm;

    if (metric == UI_METRIC_LOADINGS && !nominal)
        return (struct ui_quantity){ .kind = UI_QUANTITY_LOADING };
    if (metric == UI_METRIC_AD || nominal)
        return (struct ui_quantity){ .kind = UI_QUANTITY_PARAMETER,
                                     .parameter = it->first };
    return (struct ui_quantity){ .kind = UI_QUANTITY_DIFFICULTY };
}

/* The cursor goes to the same number of the item that is chosen now. */
static void
move_cursor(struct ui_app *app, const struct irt_model *model, size_t from, size_t to)
{
    struct ui_quantity *cursor = &app->cursor;
    bool in_table =
        app->has_cursor && cursor->item == from &&
        (cursor->kind == UI_QUANTITY_PARAMETER || cursor->kind == UI_QUANTITY_SE ||
         cursor->kind == UI_QUANTITY_DIFFICULTY || cursor->kind == UI_QUANTITY_LOADING);

    if (!in_table) {
        *cursor = first_number(app->session.metric, model, to);
        app->has_cursor = true;
    } else if (cursor->kind == UI_QUANTITY_PARAMETER ||
               (cursor->kind == UI_QUANTITY_SE && cursor->column == 0)) {
        cursor->parameter += model->item[to].first - model->item[from].first;
    }
    cursor->item = to;
}

/* By so many lines of the table, past what was set aside. */
static void
move(struct items_state *state, struct ui_app *app, long lines)
{
    struct ui_items_source source = ui_items_source(&app->session);
    struct ui_items_line *line;
    size_t count, at;

    if (!source.model || !source.psi)
        return;
    count = source.model->columns;
    line = ui_items_lines(&source, state->order);
    if (!line)
        return;
    at = ui_items_find(line, count, source.session->item);
    for (size_t next = at; lines != 0;) {
        next +=
            lines > 0 ? (size_t)1 : (size_t)-1; /* before the first: beyond the last */
        if (next >= count)
            break;
        if (line[next].item == IRT_NONE)
            continue;
        at = next;
        lines -= lines > 0 ? 1 : -1;
    }
    if (line[at].item != IRT_NONE) {
        move_cursor(app, source.model, app->session.item, line[at].item);
        app->session.item = line[at].item;
    }
    free(line);
}

static bool
set_order(struct items_state *state, struct ui_app *app, const char *argument,
          struct irt_error *error)
{
    static const char *const name[UI_ITEMS_ORDERS] = { "data", "b", "a" };
    enum ui_items_order order =
        (enum ui_items_order)((state->order + 1) % UI_ITEMS_ORDERS);

    if (argument) {
        for (order = UI_ITEMS_BY_DATA;
             order < UI_ITEMS_ORDERS && strcmp(argument, name[order]) != 0;)
            order++;
        if (order == UI_ITEMS_ORDERS)
            return irt_fail(error, IRT_BAD_USAGE,
                            "order: '%.40s' is not one of: data b a", argument);
    }
    state->order = order;
    snprintf(app->record, sizeof app->record, "word order %s", name[order]);
    ui_app_say(app, false, "items %s", order_text(order));
    return true;
}

/* What stands beside the table: this, or again the curves. */
static bool
show(struct items_state *state, struct ui_app *app, enum beside beside, const char *word,
     const char *argument, struct irt_error *error)
{
    static const char *const text[] = { "the curves of the model",
                                        "who chose what, by score on the other items",
                                        "estimates less the truth" };
    bool on = argument ? strcmp(argument, "on") == 0 : state->beside != beside;

    if (argument && !on && strcmp(argument, "off") != 0)
        return irt_fail(error, IRT_BAD_USAGE, "%s: '%.40s' is neither on nor off", word,
                        argument);
    if (on && beside == TRUTH && !app->session.truth.item)
        return irt_fail(error, IRT_BAD_USAGE, "%s", no_truth(&app->session));
    state->beside = on ? beside : CURVES;
    snprintf(app->record, sizeof app->record, "word %s %s", word, on ? "on" : "off");
    ui_app_say(app, false, "%s", text[state->beside]);
    return true;
}

static bool
items_word(void *private, struct ui_app *app, const char *word, const char *argument,
           struct irt_error *error)
{
    struct items_state *state = private;
    long page = app->canvas.h > 10 ? app->canvas.h - 8 : 2;

    if (strcmp(word, "order") == 0)
        return set_order(state, app, argument, error);
    if (strcmp(word, "answers") == 0)
        return show(state, app, ANSWERS, word, argument, error);
    if (strcmp(word, "truth") == 0)
        return show(state, app, TRUTH, word, argument, error);
    if (strcmp(word, "up") == 0)
        move(state, app, -1);
    else if (strcmp(word, "down") == 0)
        move(state, app, 1);
    else if (strcmp(word, "first") == 0)
        move(state, app, -100000);
    else if (strcmp(word, "last") == 0)
        move(state, app, 100000);
    else if (strcmp(word, "page") == 0)
        move(state, app, argument && argument[0] == 'u' ? -page : page);
    else
        return false;
    if (app->session.model)
        snprintf(app->record, sizeof app->record, "item %zu", app->session.item + 1);
    return true;
}

static const struct ui_binding items_bindings[] = {
    { UI_KEY_UP, "word up", "item" },
    { UI_KEY_DOWN, "word down", "item" },
    { 'o', "word order", "order" },
    { 'a', "word answers", "answers" },
    { 'T', "word truth", "truth" },
    { 'M', "metric next", "metric" },
    { 'x', "axes next", NULL },
    { ' ', "toggle", "run/pause" },
    { 'n', "step cycle", "cycle" },
    { ',', "back", "travel" },
    { '.', "forward", "travel" },
    { UI_KEY_ENTER, "open", "open number" },
    { '/', "search", "search" },
    { 'd', "doctor", NULL },
    { 'k', "word up", NULL },
    { 'j', "word down", NULL },
    { UI_KEY_HOME, "word first", NULL },
    { UI_KEY_END, "word last", NULL },
    { '[', "word up", NULL },
    { ']', "word down", NULL },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_items = {
    .name = "items",
    .title = "Items",
    .key = '5',
    .state_size = sizeof(struct items_state),
    .bindings = items_bindings,
    .draw = items_draw,
    .speak = items_speak,
    .word = items_word,
};
