/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estep.c -- the E-step screen: its four stages as columns of one table, for a pattern. */
#include "config.h"

#include "view/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "view/estep.h"
#include "view/parts.h"
#include "view/plane.h"

#define WIDE       120 /* from here on plots stand beside the table */
#define LEAST_PLOT 5   /* rows */

static const char *const stage_words[] = { "E1 likelihood", "E2 marginal", "E3 posterior",
                                           "E4 artificial data", "M-step" };
static const char *const stage_words_here[] = { "E1 LIKELIHOOD", "E2 MARGINAL",
                                                "E3 POSTERIOR", "E4 ARTIFICIAL DATA",
                                                "M-STEP" };

/* What a stage does, and what s does next; by stages done. */
static const char *const stage_told[] = {
    "s does E1: at every node, the probabilities of the answers are multiplied",
    "E1: L = the product of the probabilities of the pattern's answers at a node",
    "E2: L times the prior weight A, added up over the nodes: how likely the pattern is",
    "E3: Bayes: the share of a node in that sum is its posterior, L A / P_l",
    "E4: persons × posterior, added over all patterns: n̄, and r̄ of right answers",
    "the M-step has moved the curves to r̄ / n̄: screen 4 shows how",
};

/* The stage that was done last, 0 .. 4 (4: the M-step); -1 between cycles. */
static int
stage_here(const struct estep_scene *scene)
{
    switch (scene->shown->parameters ? scene->shown->stage : IRT_STAGE_START) {
    case IRT_STAGE_LIKELIHOOD: return 0;
    case IRT_STAGE_MARGINAL: return 1;
    case IRT_STAGE_POSTERIOR: return 2;
    case IRT_STAGE_ARTIFICIAL: return 3;
    case IRT_STAGE_NEWTON: return 4;
    default: return -1;
    }
}

static bool
mstep_done(const struct estep_scene *scene)
{
    return scene->stages == 4 && stage_here(scene) < 0;
}

static const char *
told(const struct estep_scene *scene)
{
    if (ui_session_at_home(scene->session))
        return "each school does E1 to E4 at home, on its own rows; sums leave it: "
               "screen 0";
    if (mstep_done(scene) || stage_here(scene) == 4)
        return stage_told[5];
    if (scene->stages == 4 && ui_estep_several(scene->session))
        return "E4: persons × posterior, added over all patterns: n̄, and r̄_h of each "
               "answer";
    return stage_told[scene->stages];
}

/* Beneath the stages. */
static const char *
told_below(const struct estep_scene *scene)
{
    return ui_session_at_home(scene->session) ? "" : told(scene);
}

static void
draw_stages(const struct estep_scene *scene, struct ui_canvas *canvas, int y, int x)
{
    int here = stage_here(scene);

    if (ui_session_at_home(scene->session)) { /* there are no stages to go through */
        ui_cut_text(canvas, y, x, canvas->w - x, UI_TEXT, "%s", told(scene));
        return;
    }
    for (int k = 0; k < 5; k++) {
        bool done = k < scene->stages || (k == 4 && mstep_done(scene));

        if (k > 0)
            x += ui_text(canvas, y, x, UI_DIM, " › ");
        if (k == here) {
            int columns = ui_text(canvas, y, x, UI_TAB_HERE, "%s", stage_words_here[k]);

            ui_bold(canvas, (struct ui_rect){ y, x, 1, columns });
            x += columns;
        } else
            x += ui_text(canvas, y, x, done ? UI_TEXT : UI_DIM, "%s", stage_words[k]);
    }
}

/* A neighbour in the list of patterns, which a click chooses. */
static int
draw_neighbour(const struct estep_scene *scene, struct ui_canvas *canvas, int y, int x,
               int end, size_t pattern, const char *key)
{
    char text[40], line[96], command[40];
    int columns;

    if (pattern >= scene->session->patterns->count)
        return 0;
    ui_pattern_text(scene->session, pattern, 16, text, sizeof text);
    snprintf(line, sizeof line, "   %s %s ×%s", key, text,
             ui_count(scene->session->patterns->frequency[pattern]).text);
    columns = ui_columns(line);
    if (x + columns > end)
        return 0;
    ui_text(canvas, y, x, UI_DIM, "%s", line);
    snprintf(command, sizeof command, "pattern %zu", pattern + 1);
    ui_clickable(canvas, (struct ui_rect){ y, x + 3, 1, columns - 3 }, command);
    return columns;
}

static void
draw_pattern(const struct estep_scene *scene, struct ui_canvas *canvas,
             struct ui_rect body)
{
    size_t l = scene->pattern, count = scene->session->patterns->count;
    int x = body.x + 1, end = body.x + body.w - 1;
    char text[256];

    ui_pattern_text(scene->session, l, body.w > 60 ? body.w - 50 : 12, text, sizeof text);
    x += ui_text(canvas, body.y, x, UI_TITLE, "pattern ");
    int columns = ui_text(canvas, body.y, x, UI_TEXT, "%s", text);
    ui_bold(canvas, (struct ui_rect){ body.y, x, 1, columns });
    x += columns;
    if (scene->session->model->groups > 1)
        x += ui_text(canvas, body.y, x, UI_TEXT, " of %s %.20s",
                     ui_session_group_word(scene->session),
                     scene->session->data->school_name[ui_session_group(scene->session)]);
    x += ui_text(canvas, body.y, x, UI_TEXT, "   seen %s %s",
                 ui_count(scene->session->patterns->frequency[l]).text,
                 scene->session->patterns->frequency[l] == 1.0 ? "time" : "times");
    x += ui_text(canvas, body.y, x, UI_DIM, "   %zu of %zu", l + 1, count);
    if (l > 0)
        x += draw_neighbour(scene, canvas, body.y, x, end, l - 1, "[");
    x += draw_neighbour(scene, canvas, body.y, x, end, l + 1, "]");
    if (count > 2 && x + 10 <= end)
        ui_text(canvas, body.y, x, UI_DIM, "   / finds");
}

static void
draw_table(struct estep_state *state, const struct estep_scene *scene,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    if (state->counts)
        ui_estep_counts(state, scene, canvas, rect);
    else
        ui_estep_table(state, scene, canvas, rect);
}

/* Rows that the table would take to show every node. */
static int
table_rows(const struct estep_state *state, const struct estep_scene *scene)
{
    return (int)scene->Q + (state->counts ? 3 : 2);
}

/* The patterns around the chosen one with their frequencies, in columns; a click
 * chooses. */
static void
draw_list(const struct estep_scene *scene, struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_patterns *patterns = scene->session->patterns;
    int width = (int)scene->session->data->items + 10, rows = rect.h - 1;
    char text[64], line[112], command[40];

    if (width > 40)
        width = 40;
    size_t room = (size_t)rows * (size_t)(rect.w / width);
    if (rows < 3 || room == 0)
        return;
    size_t first = scene->pattern > room / 2 ? scene->pattern - room / 2 : 0;
    if (first + room > patterns->count)
        first = patterns->count > room ? patterns->count - room : 0;
    ui_text(canvas, rect.y, rect.x + 1, UI_TITLE,
            "patterns and how often they were seen");
    for (size_t k = 0; k < room && first + k < patterns->count; k++) {
        size_t l = first + k;
        int y = rect.y + 1 + (int)(k % (size_t)rows);
        int x = rect.x + 1 + (int)(k / (size_t)rows) * width;
        bool here = l == scene->pattern;

        ui_pattern_text(scene->session, l, width - 10, text, sizeof text);
        snprintf(line, sizeof line, "%s%s ×%s", here ? "▸" : " ", text,
                 ui_count(patterns->frequency[l]).text);
        ui_text(canvas, y, x, here ? UI_TITLE : UI_DIM, "%s", line);
        snprintf(command, sizeof command, "pattern %zu", l + 1);
        ui_clickable(canvas, (struct ui_rect){ y, x, 1, ui_columns(line) }, command);
    }
}

static bool
is_plane(const struct estep_scene *scene)
{
    return scene->quadrature->dims > 1;
}

/* What is about the pattern. */
static void
draw_first(const struct estep_scene *scene, struct ui_canvas *canvas, struct ui_rect rect)
{
    if (is_plane(scene))
        ui_estep_plane(scene, canvas, rect);
    else
        ui_estep_curves(scene, canvas, rect);
}

/* What is about all of them. */
static void
draw_second(const struct estep_scene *scene, struct ui_canvas *canvas,
            struct ui_rect rect)
{
    if (is_plane(scene))
        ui_estep_persons(scene, canvas, rect);
    else
        ui_estep_bars(scene, canvas, rect);
}

static void
draw_beside(struct estep_state *state, const struct estep_scene *scene,
            struct ui_canvas *canvas, struct ui_rect rect)
{
    int least = UI_ESTEP_COLUMNS + 18;
    int left = rect.w / 2 > least ? rect.w / 2 : least;
    struct ui_rect table = rect, plot = rect;

    table.w = left;
    plot.x += left + 1;
    plot.w -= left + 1;
    if (table_rows(state, scene) < table.h)
        table.h = table_rows(state, scene);
    draw_table(state, scene, canvas, table);
    table.y += table.h + 1;
    table.h = rect.y + rect.h - table.y;
    draw_list(scene, canvas, table);
    plot.h = rect.h / 2 < 18 ? rect.h / 2 : 18;
    draw_first(scene, canvas, plot);
    plot.y += plot.h;
    draw_second(scene, canvas, plot);
}

static void
draw_beneath(struct estep_state *state, const struct estep_scene *scene,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    int want = table_rows(state, scene), plot = rect.h >= 20 ? 8 : LEAST_PLOT;
    struct ui_rect table = rect, beneath = rect;
    bool two = rect.w >= (is_plane(scene) ? 70 : 96);

    if (is_plane(scene))
        plot = rect.h / 2 + 1;

    /* A plot does not push the last nodes out of a table that has room for all. */
    if (rect.h < 12 || (want <= rect.h && want > rect.h - plot))
        plot = 0;
    if (want > rect.h - plot)
        want = rect.h - plot;
    table.h = want;
    draw_table(state, scene, canvas, table);
    beneath.y += want;
    beneath.h -= want;
    if (beneath.h > 9) { /* a blank row between */
        beneath.y++;
        beneath.h--;
    }
    if (beneath.h > 16)
        beneath.h = 16;
    if (beneath.h < LEAST_PLOT) {
        if (beneath.h > 1)
            ui_text(canvas, beneath.y + 1, rect.x + 1, UI_DIM, "%s", told_below(scene));
        return;
    }
    if (two)
        beneath.w = rect.w / 2 - 1;
    /* Artificial data go with their bars, a pattern with its curves. */
    if (two || !state->counts)
        draw_first(scene, canvas, beneath);
    if (two) {
        beneath.x += rect.w / 2;
        beneath.w = rect.w - rect.w / 2;
    }
    if (two || state->counts)
        draw_second(scene, canvas, beneath);
}

static void
estep_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
           struct ui_rect body)
{
    struct estep_state *state = private;
    struct estep_scene scene;
    struct irt_error error;
    int top = body.h >= 22 ? 3 : 2;

    if (!ui_estep_open(app, &scene, &error)) {
        ui_paragraph(canvas, (struct ui_rect){ body.y, body.x + 1, body.h, body.w - 2 },
                     UI_WARN, error.message);
        ui_estep_close(&scene);
        return;
    }
    draw_pattern(&scene, canvas, body);
    draw_stages(&scene, canvas, body.y + 1, body.x + 1);
    if (top == 3)
        ui_text(canvas, body.y + 2, body.x + 1, UI_DIM, "%s", told_below(&scene));
    body.y += top;
    body.h -= top;
    if (body.w >= WIDE && body.h >= 16)
        draw_beside(state, &scene, canvas, body);
    else
        draw_beneath(state, &scene, canvas, body);
    ui_estep_close(&scene);
}

/* --- sentences ------------------------------------------------------------------------------------ */

static void
speak_counts(const struct estep_scene *scene, FILE *out)
{
    const struct irt_expected *expected = scene->shown->expected;
    char node[64];
    size_t most = 0;

    if (scene->stages < 4) {
        fputs("The artificial data come with E4.\n", out);
        return;
    }
    for (size_t n = 0; n < scene->Q; n++)
        if (expected->population[n] > expected->population[most])
            most = n;
    ui_node_text(scene->quadrature, most, 4, node, sizeof node);
    fprintf(out,
            "Artificial data: most persons, %.1f of %.15g, are expected at node %s.\n",
            expected->population[most], scene->session->data->persons, node);
    for (size_t j = 0; j < scene->session->model->items && j < 8; j++)
        if (scene->session->model->item[j].categories == 2)
            fprintf(out, "Of them %.1f are expected to answer %s right.\n",
                    expected->r[expected->first[j] + scene->Q + most],
                    ui_item_name(scene->session, j));
}

static void
estep_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct estep_state *state = private;
    struct estep_scene scene;
    struct irt_error error;
    char text[200];
    size_t most = 0;

    if (!ui_estep_open(app, &scene, &error)) {
        fprintf(out, "E-step: %s.\n", error.message);
        ui_estep_close(&scene);
        return;
    }
    ui_pattern_text(scene.session, scene.pattern, 100, text, sizeof text);
    fprintf(out, "E-step of pattern %s, seen %.15g times, number %zu of %zu.\n", text,
            scene.session->patterns->frequency[scene.pattern], scene.pattern + 1,
            scene.session->patterns->count);
    if (ui_session_at_home(scene.session))
        fprintf(out, "Of a federated run %s.\n", told(&scene));
    else
        fprintf(out, "%d of its 4 stages are done: %s.\n", scene.stages, told(&scene));
    if (scene.stages >= 2) {
        ui_estep_small(&scene, scene.step.marginal, scene.step.log_marginal, text,
                       sizeof text);
        fprintf(out, "The pattern's marginal probability is %s.\n", text);
    }
    for (size_t n = 0; n < scene.Q; n++)
        if (scene.step.posterior[n] > scene.step.posterior[most])
            most = n;
    ui_node_text(scene.quadrature, most, 4, text, sizeof text);
    if (scene.stages >= 3)
        fprintf(out,
                "The largest posterior is %.8f, at node %s, where the prior is "
                "%.6f.\n",
                scene.step.posterior[most], text, scene.quadrature->weight[most]);
    if (state->counts || scene.stages == 4)
        speak_counts(&scene, out);
    ui_estep_close(&scene);
}

/* --- words ------------------------------------------------------------------------------------------ */

/* By a page of nodes: the cursor where it is at one, else what is seen. */
static void
turn_page(struct estep_state *state, struct ui_app *app, bool down)
{
    const struct irt_snapshot *shown = ui_session_shown(&app->session);
    const struct irt_quadrature *quadrature =
        shown->parameters ? shown->quadrature : app->session.quadrature;
    size_t page = state->rows > 1 ? (size_t)state->rows - 1 : 1;
    size_t last = quadrature ? quadrature->points - 1 : 0;
    size_t at = app->has_cursor ? ui_estep_node(&app->cursor) : IRT_NONE;

    if (at == IRT_NONE)
        state->top = down ? state->top + page
                          : state->top - (page < state->top ? page : state->top);
    else if (down)
        app->cursor.node = last - at < page ? last : at + page;
    else
        app->cursor.node = at < page ? 0 : at - page;
}

static bool
estep_word(void *private, struct ui_app *app, const char *word, const char *argument,
           struct irt_error *error)
{
    struct estep_state *state = private;

    if (strcmp(word, "table") == 0) {
        state->counts = !state->counts;
        state->rows = 0;
        return true;
    }
    if (strcmp(word, "page") == 0) {
        turn_page(state, app, argument && strcmp(argument, "down") == 0);
        return true;
    }
    return irt_fail(error, IRT_BAD_USAGE, "E-step has no word '%.40s': table, page",
                    word);
}

static const struct ui_binding estep_bindings[] = {
    { '[', "pattern -1", "pattern" },
    { ']', "pattern +1", "pattern" },
    { UI_KEY_TAB, "word table", "table" },
    { 'x', "axes next", NULL },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_estep = {
    .name = "estep",
    .title = "E-step",
    .brief = "E-st",
    .key = '3',
    .state_size = sizeof(struct estep_state),
    .bindings = estep_bindings,
    .draw = estep_draw,
    .speak = estep_speak,
    .word = estep_word,
};
