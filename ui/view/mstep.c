/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mstep.c -- the M-step screen: one item's points, and its curve bending to them Newton
 * step by Newton step. */
#include "config.h"

#include "view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "item_label.h"
#include "view/estep.h"
#include "view/mstep.h"
#include "view/parts.h"

#define LEAST_TABLE 4 /* rows of steps and nodes */

static const char *const stages_so_far[] = { "the cycle has not begun", "E1 is done",
                                             "E2 is done", "E3 is done" };

static const char at_home[] = "one step for all items, by the schools' sums: screen 0";

static void
draw_title(const struct mstep_scene *scene, struct ui_canvas *canvas, struct ui_rect body)
{
    const struct ui_session *session = scene->session;
    int x = body.x + 1;
    char name[64], text[200];
    const char *relation = ui_metric_relation(session->metric, session->model, scene->j);
    const char *end = strstr(relation, ", h²"); /* which is not shown here */

    ui_item_label(session, scene->j, 20, name, sizeof name);
    int columns = ui_text(canvas, body.y, x, UI_TITLE, "%s", name);
    ui_bold(canvas, (struct ui_rect){ body.y, x, 1, columns });
    x += columns;
    x += ui_text(canvas, body.y, x, UI_DIM, "  %zu of %zu", scene->j + 1,
                 session->model->items);
    if (session->model->groups > 1 && !ui_session_at_home(session))
        x += ui_text(canvas, body.y, x, UI_DIM, ", counts of %s %.20s",
                     ui_session_group_word(session),
                     session->data->school_name[scene->shown->group]);
    if (ui_session_at_home(session))
        snprintf(text, sizeof text, "   %s", at_home);
    else if (scene->stages < 4)
        snprintf(text, sizeof text, "   the M-step comes after E4; so far %s (s goes on)",
                 stages_so_far[scene->stages]);
    else if (session->metric == UI_METRIC_LOADINGS)
        snprintf(text, sizeof text, "   %.*s", end ? (int)(end - relation) : 100,
                 relation);
    else if (scene->logistic)
        snprintf(text, sizeof text, "   %sP(θ) = logistic(%s) bends to r̄/n̄%s",
                 body.w < 100 ? "" : "the curve ",
                 session->metric == UI_METRIC_AB ? "a(θ - b)" : "d + aθ",
                 body.w < 100 ? "" : " at the nodes");
    else
        snprintf(text, sizeof text, "   %s bends to r̄/n̄ at the nodes",
                 ui_metric_formula(session->metric, session->model, scene->j));
    ui_cut_text(canvas, body.y, x, body.x + body.w - x,
                scene->stages < 4 ? UI_WARN : UI_TEXT, "%s", text);
}

/* The share of right answers, which is what tells items apart. */
static double
share_right(const struct mstep_scene *scene, size_t j)
{
    const struct irt_expected *expected = scene->shown->expected;
    double right = 0.0, all = 0.0;

    for (size_t at = expected->first[j]; at < expected->first[j + 1]; at++) {
        all += expected->r[at];
        if (at >= expected->first[j] + expected->points)
            right += expected->r[at];
    }
    return right / all;
}

static bool
all_start_equal(const struct mstep_scene *scene)
{
    const struct irt_model *model = scene->session->model;

    for (size_t j = 1; j < model->items; j++)
        for (size_t p = 0; p < model->item[0].count; p++)
            if (model->item[j].count != model->item[0].count ||
                model->parameter[model->item[j].first + p].start !=
                    model->parameter[model->item[0].first + p].start)
                return false;
    return true;
}

/* One sentence on what is to be seen. */
static void
comment(const struct mstep_scene *scene, bool brief, char *out, size_t size)
{
    size_t least = 0, most = 0;
    const struct ui_session *session = scene->session;

    out[0] = '\0';
    if (scene->stages < 4)
        return;
    for (size_t j = 0; j < session->model->items; j++) {
        if (session->model->item[j].categories > 2)
            return;
        if (share_right(scene, j) < share_right(scene, least))
            least = j;
        if (share_right(scene, j) > share_right(scene, most))
            most = j;
    }
    snprintf(out, size, "%sOnly right answers enter r̄: of %.20s %.3f, of %.20s %.3f.",
             !brief && scene->shown->cycle == 1 && all_start_equal(scene)
                 ? "Why do items differ that start equal?  "
                 : "",
             ui_item_name(session, least), share_right(scene, least),
             ui_item_name(session, most), share_right(scene, most));
}

/* What the line of sums says where there are none. */
static void
draw_no_sums(const struct mstep_scene *scene, struct ui_canvas *canvas, int y, int x)
{
    if (scene->stages < 4)
        return;
    if (scene->shown->stage == IRT_STAGE_DONE && !scene->shown->newton.count)
        ui_text(canvas, y, x, UI_DIM,
                "the run ended here, after the E-step: , shows the last M-step");
    else
        ui_text(canvas, y, x, UI_DIM, "no Newton step of this item yet: s goes on");
}

static void
draw_foot(const struct mstep_scene *scene, struct ui_canvas *canvas, struct ui_rect foot)
{
    int y = foot.y, rows;
    char text[240];

    rows = ui_mstep_sums(scene, canvas, y, foot.x + 1, foot.w, true);
    if (!scene->points)
        draw_no_sums(scene, canvas, y, foot.x + 1);
    y += rows;
    comment(scene, foot.w < 100, text, sizeof text);
    if (scene->linked && scene->stages == 4)
        snprintf(text, sizeof text,
                 "%s: items share a parameter, so one Newton step moves "
                 "all of them at once.",
                 scene->session->model->kind->title);
    if (y < foot.y + foot.h)
        ui_text(canvas, y, foot.x + 1, UI_DIM, "%s", text);
}

static void
mstep_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
           struct ui_rect body)
{
    struct mstep_state *state = private;
    struct mstep_scene scene;
    struct irt_error error;

    if (!ui_mstep_open(app, &scene, &error)) {
        ui_paragraph(canvas, (struct ui_rect){ body.y, body.x + 1, body.h, body.w - 2 },
                     UI_WARN, error.message);
        ui_mstep_close(&scene);
        return;
    }
    int foot = 1 + ui_mstep_sums(&scene, canvas, 0, 0, body.w, false);
    struct ui_rect left = body, right = body, below = body;
    if (body.h >= 22)
        foot++;
    /* The numbers come before their sums. */
    if (body.h - 1 - foot < LEAST_TABLE)
        foot = 0;
    below.y = body.y + body.h - foot;
    below.h = foot;
    if (body.h >= 22) {
        below.y++;
        below.h--;
    }
    draw_title(&scene, canvas, body);
    left.y = right.y = body.y + 1 + (body.h >= 22);
    left.h = right.h = body.y + body.h - foot - left.y;
    right.w = ui_mstep_columns(&scene, body.w);
    left.w = body.w - right.w - 1;
    right.x = body.x + body.w - right.w;
    ui_mstep_plot(&scene, canvas, left);
    ui_mstep_tables(state, &scene, canvas, right);
    if (foot > 0)
        draw_foot(&scene, canvas, below);
    ui_mstep_close(&scene);
}

/* --- sentences ---------------------------------------------------------------------------------- */

static void
speak_steps(const struct mstep_scene *scene, FILE *out)
{
    struct ui_newton_point point;
    size_t order[256], count = ui_mstep_order(scene, order);

    for (size_t s = 0; s < scene->points; s++) {
        if (!ui_newton_point(scene->shown, scene->item, scene->j, s, &point))
            continue;
        if (s == 0)
            fputs("Newton starts at", out);
        else
            fprintf(out, "Newton step %zu came to", s);
        for (size_t p = 0; p < count; p++) {
            char name[16];
            double value = ui_mstep_value(scene, point.par, point.sigma, order[p], name,
                                          sizeof name);

            fprintf(out, "%s %s %.4f", p ? "," : "", name, value);
        }
        for (size_t p = 0; p < count; p++)
            fprintf(out, ", score %s %.4f",
                    scene->session->model->parameter[scene->item->first + order[p]].name,
                    point.gradient[order[p]]);
        fputs(".\n", out);
    }
}

static void
mstep_speak(const void *private, const struct ui_app *app, FILE *out)
{
    struct mstep_scene scene;
    struct irt_error error;
    char text[240];

    (void)private;
    if (!ui_mstep_open(app, &scene, &error)) {
        fprintf(out, "M-step: %s.\n", error.message);
        ui_mstep_close(&scene);
        return;
    }
    fprintf(out, "M-step of %s, item %zu of %zu.\n", ui_item_name(scene.session, scene.j),
            scene.j + 1, scene.session->model->items);
    if (ui_session_at_home(scene.session))
        fprintf(out, "Of a federated run: %s.\n", at_home);
    else if (scene.stages < 4)
        fprintf(out, "The M-step comes after E4; so far %s.\n",
                stages_so_far[scene.stages]);
    if (scene.linked)
        fprintf(out, "%s: items share a parameter; one Newton step moves all of them.\n",
                scene.session->model->kind->title);
    if (scene.stages == 4 && !scene.points)
        fputs("No Newton step of this item is done yet.\n", out);
    speak_steps(&scene, out);
    comment(&scene, false, text, sizeof text);
    if (text[0])
        fprintf(out, "%s\n", text);
    ui_mstep_close(&scene);
}

static bool
mstep_word(void *private, struct ui_app *app, const char *word, const char *argument,
           struct irt_error *error)
{
    struct mstep_state *state = private;
    size_t page = state->rows > 1 ? (size_t)state->rows - 1 : 1;
    bool down = argument && strcmp(argument, "down") == 0;
    const struct irt_snapshot *shown = ui_session_shown(&app->session);
    size_t last = shown->parameters ? shown->quadrature->points - 1 : 0;
    size_t at = app->has_cursor ? ui_estep_node(&app->cursor) : IRT_NONE;

    if (strcmp(word, "page") != 0)
        return irt_fail(error, IRT_BAD_USAGE, "M-step has no word '%.40s': page", word);
    if (at == IRT_NONE)
        state->top = down ? state->top + page
                          : state->top - (page < state->top ? page : state->top);
    else if (down)
        app->cursor.node = last - at < page ? last : at + page;
    else
        app->cursor.node = at < page ? 0 : at - page;
    return true;
}

static const struct ui_binding mstep_bindings[] = {
    { '[', "item -1", "item" },
    { ']', "item +1", "item" },
    { 's', "step stage", "Newton step" },
    { 'M', "metric next", "metric" },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_mstep = {
    .name = "mstep",
    .title = "M-step",
    .brief = "M-st",
    .key = '4',
    .state_size = sizeof(struct mstep_state),
    .bindings = mstep_bindings,
    .draw = mstep_draw,
    .speak = mstep_speak,
    .word = mstep_word,
};
