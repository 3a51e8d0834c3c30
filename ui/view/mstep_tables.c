/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mstep_tables.c -- the numbers of the M-step screen: Newton steps, nodes, sums. */
#include "config.h"

#include "view/mstep.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/estep.h"

#define STEP_COLUMNS 6
#define COLUMN       8
#define NODE_COLUMNS 34
#define MOST_COLUMNS 12 /* parameters and scores together */

static void
put_right(struct ui_canvas *canvas, int y, int end, enum ui_role role, const char *text)
{
    ui_text(canvas, y, end - ui_columns(text), role, "%s", text);
}

static void
put_number(struct ui_canvas *canvas, int y, int end, enum ui_role role,
           struct ui_quantity quantity, const char *text)
{
    ui_number(canvas, y, end - ui_columns(text), role, quantity, "%s", text);
}

/* A number in a column of 8: fewer decimals, then an exponent, where it is large. */
static void
column_text(double value, int decimals, char *out, size_t size)
{
    if (fabs(value) < 0.5 * pow(10.0, -decimals))
        value = 0.0; /* without a sign */
    for (; decimals >= 0; decimals--)
        if (snprintf(out, size, "%.*f", decimals, value) < COLUMN)
            return;
    snprintf(out, size, "%.0e", value);
}

/* --- which columns ----------------------------------------------------------------------------- */

/* Parameters first, then the scores of as many as there is room for.  count: of the order. */
static size_t
choose_columns(size_t count, int width, size_t *parameters)
{
    size_t room =
        width > STEP_COLUMNS ? (size_t)(width - STEP_COLUMNS) / (COLUMN + 1) : 0;
    size_t all = 2 * count;

    if (all > MOST_COLUMNS)
        all = MOST_COLUMNS;
    if (room > all)
        room = all;
    *parameters = room > count ? count : room > 1 ? room - 1 : room;
    return room;
}

int
ui_mstep_columns(const struct mstep_scene *scene, int width)
{
    /* d, a and the score of d; from 112 columns on the score of a too. */
    int columns = width >= 112 ? 4 : 3;
    size_t order[256];
    int count = 2 * (int)ui_mstep_order(scene, order);

    if (width >= 140)
        columns = count < 6 ? count : 6;
    int w = STEP_COLUMNS + columns * (COLUMN + 1) + 1;
    return w > NODE_COLUMNS + 3 ? w : NODE_COLUMNS + 3;
}

/* --- Newton steps -------------------------------------------------------------------------------- */

static void
head_steps(const struct mstep_scene *scene, struct ui_canvas *canvas, int y, int x,
           const size_t *order, size_t parameters, size_t columns)
{
    char text[64];

    ui_text(canvas, y, x + 1, UI_TITLE, " step");
    for (size_t k = 0; k < columns; k++) {
        size_t p = order[k < parameters ? k : k - parameters];
        char name[16];

        if (k < parameters)
            ui_mstep_value(scene, scene->par, scene->sigma, p, name, sizeof name);
        else
            snprintf(name, sizeof name, "%s",
                     scene->session->model->parameter[scene->item->first + p].name);
        snprintf(text, sizeof text, "%s%s", k < parameters ? "" : "score ", name);
        put_right(canvas, y, x + STEP_COLUMNS + (int)(k + 1) * (COLUMN + 1), UI_TITLE,
                  text);
    }
}

/* One point: where Newton starts, or got to.  Before the first step only the start is
 * known, and not its score. */
static void
draw_step(const struct mstep_scene *scene, struct ui_canvas *canvas, int y, int x,
          const size_t *order, size_t parameters, size_t columns, size_t s)
{
    struct ui_newton_point point = { .par = scene->par, .sigma = scene->sigma };
    bool known = scene->points > 0 &&
                 ui_newton_point(scene->shown, scene->item, scene->j, s, &point);
    bool last = s + 1 == scene->points && s > 0;
    char text[32] = "start";

    if (s > 0)
        snprintf(text, sizeof text, "%zu", s);
    put_right(canvas, y, x + STEP_COLUMNS, last ? UI_TITLE : UI_DIM, text);
    for (size_t k = 0; k < columns; k++) {
        bool score = k >= parameters;
        size_t p = order[score ? k - parameters : k];
        struct ui_quantity q = {
            .kind = score ? UI_QUANTITY_SCORE : UI_QUANTITY_PARAMETER,
            .item = scene->j,
            .parameter = scene->item->first + p,
            .step = known ? s + 1 : 0,
        };

        if (score && !known)
            continue;
        double value = score ? point.gradient[p]
                             : ui_mstep_value(scene, point.par, point.sigma, p, NULL, 0);
        int end = x + STEP_COLUMNS + (int)(k + 1) * (COLUMN + 1);
        column_text(value, score ? 3 : 4, text, sizeof text);
        /* What the metric made of a parameter is not the number that Newton moved. */
        if (score || value == point.par[p])
            put_number(canvas, y, end, last ? UI_CHANGED : UI_TEXT, q, text);
        else
            put_right(canvas, y, end, last ? UI_CHANGED : UI_TEXT, text);
    }
    if (point.halvings)
        ui_text(canvas, y, x + STEP_COLUMNS + (int)columns * (COLUMN + 1), UI_WARN, "½");
}

/* The last points where not all have room; returns the rows taken. */
static int
draw_steps(const struct mstep_scene *scene, struct ui_canvas *canvas, struct ui_rect rect,
           int most)
{
    size_t parameters, order[256];
    size_t columns = choose_columns(ui_mstep_order(scene, order), rect.w, &parameters);
    size_t points = scene->points ? scene->points : 1, first = 0;
    size_t rows = most > 1 ? (size_t)most : 1;

    head_steps(scene, canvas, rect.y, rect.x, order, parameters, columns);
    if (points > rows)
        first = points - rows;
    for (size_t s = first; s < points; s++) {
        /* The start stays in sight: what was left out is between. */
        size_t shown = s == first && first > 0 ? 0 : s;

        draw_step(scene, canvas, rect.y + 1 + (int)(s - first), rect.x, order, parameters,
                  columns, shown);
    }
    return 1 + (int)(points - first);
}

/* --- nodes ------------------------------------------------------------------------------------------- */

static void
draw_node(const struct mstep_scene *scene, struct ui_canvas *canvas, int y, int x,
          size_t n)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_NODE, .item = scene->j, .node = n };
    const double value[] = { scene->nbar[n], scene->counts[scene->Q + n],
                             scene->share[n] };
    static const enum ui_quantity_kind kind[] = { UI_QUANTITY_NBAR, UI_QUANTITY_RBAR,
                                                  UI_QUANTITY_RATIO };
    bool here = !scene->projected && scene->app->has_cursor &&
                ui_estep_node(&scene->app->cursor) == n;
    char text[32];

    snprintf(text, sizeof text, "%.4f",
             scene->projected ? scene->theta[n] : scene->quadrature->node[n]);
    q.item = 0;
    if (scene->projected)
        put_right(canvas, y, x + 9, UI_TEXT, text);
    else
        put_number(canvas, y, x + 9, UI_TEXT, q, text);
    q.item = scene->j;
    for (int k = 0; k < 3; k++) {
        q.kind = kind[k];
        q.category = k > 0;
        column_text(value[k], k < 2 ? 1 : 3, text, sizeof text);
        if (!isnan(value[k]) && scene->projected)
            put_right(canvas, y, x + 17 + 8 * k, UI_TEXT, text);
        else if (!isnan(value[k]))
            put_number(canvas, y, x + 17 + 8 * k, UI_TEXT, q, text);
    }
    if (here)
        ui_text(canvas, y, x + 34, UI_TITLE, "◂");
}

static void
draw_nodes(struct mstep_state *state, const struct mstep_scene *scene,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t rows = rect.h > 1 ? (size_t)rect.h - 1 : 0;
    size_t at = scene->app->has_cursor ? ui_estep_node(&scene->app->cursor) : IRT_NONE;
    const char *several = scene->item->categories > 2 ? "1" : "";
    char text[64];

    if (rect.h < 2)
        return;
    if (rows > scene->Q)
        rows = scene->Q;
    else if (rows < scene->Q && rows > 4)
        rows--; /* for the line that says so */
    if (!state->was_drawn && rows < scene->Q)
        state->top = (scene->Q - rows) / 2;
    state->was_drawn = true;
    state->rows = (int)rows;
    state->top = ui_estep_window(state->top, rows, scene->Q, at);
    put_right(canvas, rect.y, rect.x + 9, UI_TITLE, scene->projected ? "a'θ" : "node");
    put_right(canvas, rect.y, rect.x + 17, UI_TITLE, "n̄");
    snprintf(text, sizeof text, "r̄%s", several);
    put_right(canvas, rect.y, rect.x + 25, UI_TITLE, text);
    snprintf(text, sizeof text, "r̄%s/n̄", several);
    put_right(canvas, rect.y, rect.x + 33, UI_TITLE, text);
    for (size_t k = 0; k < rows; k++)
        draw_node(scene, canvas, rect.y + 1 + (int)k, rect.x, state->top + k);
    if (rows < scene->Q) {
        snprintf(text, sizeof text, "%s %zu-%zu of %zu",
                 scene->projected ? "steps" : "nodes", state->top + 1, state->top + rows,
                 scene->Q);
        put_right(canvas, rect.y + 1 + (int)rows, rect.x + 33, UI_DIM, text);
    }
}

void
ui_mstep_tables(struct mstep_state *state, const struct mstep_scene *scene,
                struct ui_canvas *canvas, struct ui_rect rect)
{
    /* The nodes want all of theirs; the steps at least three rows, at most a half.  Room
     * for a short list is kept even before it is there, so that the nodes stay in place. */
    bool low = rect.h < 18;
    int least = low ? 3 : 4, most = rect.h - 2 - !low - (int)scene->Q;
    int used;

    if (most > rect.h / 2)
        most = rect.h / 2;
    used = draw_steps(scene, canvas, rect, most < least ? least : most);
    if (used < 1 + least)
        used = 1 + least;
    used += !low;
    rect.y += used;
    rect.h -= used;
    if (scene->stages == 4)
        draw_nodes(state, scene, canvas, rect);
}

/* --- sums ------------------------------------------------------------------------------------------- */

/* " = value", which opens. */
static int
put_sum(struct ui_canvas *canvas, int y, int x, const char *name, struct ui_quantity q,
        double value)
{
    char text[48];
    int columns = ui_text(canvas, y, x, UI_TEXT, "%s = ", name);

    snprintf(text, sizeof text, "%.4f", fabs(value) < 0.00005 ? 0.0 : value);
    return columns + ui_number(canvas, y, x + columns, UI_TEXT, q, "%s", text);
}

static int
put_matrix(const struct mstep_scene *scene, struct ui_canvas *canvas, int y, int x,
           const struct ui_newton_point *point)
{
    size_t order[256], all = scene->item->count;
    size_t count = ui_mstep_order(scene, order);
    int start = x;

    x += ui_text(canvas, y, x, UI_TEXT, "information [");
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            struct ui_quantity q = { .kind = UI_QUANTITY_INFORMATION,
                                     .item = scene->j,
                                     .row = order[i],
                                     .column = order[k],
                                     .step = scene->points };
            char text[32];

            if (i + k > 0)
                x += ui_text(canvas, y, x, UI_TEXT, k > 0 ? " " : "; ");
            snprintf(text, sizeof text, "%.1f",
                     point->information[order[i] * all + order[k]]);
            x += ui_number(canvas, y, x, UI_TEXT, q, "%s", text);
        }
    return x + ui_text(canvas, y, x, UI_TEXT, "]") - start;
}

int
ui_mstep_sums(const struct mstep_scene *scene, struct ui_canvas *canvas, int y, int x,
              int width, bool draw)
{
    struct ui_newton_point point;
    const char *node = scene->sigma == 1.0 ? "X" : "θ";
    size_t order[256], count = ui_mstep_order(scene, order);
    int start = x;

    if (!scene->points ||
        !ui_newton_point(scene->shown, scene->item, scene->j, scene->points - 1, &point))
        return 1;
    int rows = count != 2 ? 1 : width >= 96 ? 1 : 2;
    if (!draw)
        return rows;
    x += ui_text(canvas, y, x, UI_TITLE, "step %zu:  ", scene->points - 1);
    struct ui_quantity q = { .kind = UI_QUANTITY_SCORE,
                             .item = scene->j,
                             .step = scene->points };
    for (size_t i = 0; i < count && i < 4; i++) {
        size_t p = order[i];
        char name[64];

        q.parameter = scene->item->first + p;
        if (!scene->logistic)
            snprintf(name, sizeof name, "score %s",
                     scene->session->model->parameter[q.parameter].name);
        else
            snprintf(name, sizeof name, "Σ(r̄ - n̄P)%s",
                     scene->session->model->parameter[q.parameter].slope ? node : "");
        x += put_sum(canvas, y, x, name, q, point.gradient[p]) + 3;
    }
    if (count == 2) {
        if (rows == 2) {
            y++;
            x = start + 9;
        }
        put_matrix(scene, canvas, y, x, &point);
    }
    return rows;
}
