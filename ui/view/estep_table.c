/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estep_table.c -- the tables of the E-step screen.  Columns stand where they stand at any
 * stage; those of stages that are not done are empty. */
#include "config.h"

#include "view/estep.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "glyph.h"
#include "item_label.h"
#include "plot/plot.h"
#include "view/plane.h"

/* Right ends of the columns: node, prior, likelihood, product, posterior. */
enum { NODE_END = 10, PRIOR_END = 21, L_END = 34, PRODUCT_END = 47, POSTERIOR_END = 60 };

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

/* The number of a column: plain, or as one that the last stage brought. */
static enum ui_role
role_of(const struct estep_scene *scene, int stage)
{
    bool last = scene->stages == stage && scene->shown->stage != IRT_STAGE_CYCLE &&
                scene->shown->stage != IRT_STAGE_ACCELERATE &&
                scene->shown->stage != IRT_STAGE_DONE &&
                scene->shown->stage != IRT_STAGE_NEWTON;

    return last ? UI_CHANGED : UI_TEXT;
}

/* The node the cursor is at: a number of this pattern, or of any where it has none. */
static size_t
cursor_node(const struct estep_scene *scene)
{
    return scene->app->has_cursor ? ui_estep_node(&scene->app->cursor) : IRT_NONE;
}

/* Where a table that scrolls begins: at first around the middle; in several dimensions, where
 * nodes that are near one another may be far apart, around the pattern's most likely one. */
static void
place(struct estep_state *state, const struct estep_scene *scene, size_t rows)
{
    size_t at = cursor_node(scene), first = scene->Q / 2;
    bool moved =
        scene->quadrature->dims > 1 && at == IRT_NONE && state->pattern != scene->pattern;

    if (scene->quadrature->dims > 1)
        first = ui_node_of_most(scene->stages >= 3 ? scene->step.posterior
                                                   : scene->quadrature->weight,
                                scene->Q);
    if ((state->rows == 0 || moved) && rows < scene->Q)
        state->top = first > rows / 2 ? first - rows / 2 : 0;
    state->pattern = scene->pattern;
    state->rows = (int)rows;
    state->top = ui_estep_window(state->top, rows, scene->Q, at);
}

/* A node of several dimensions is wider: what stands right of it moves. */
static int
shift_of(const struct estep_scene *scene)
{
    return ui_node_columns(scene->quadrature->dims) - ui_node_columns(1);
}

/* "nodes 20-33 of 61", where not all are shown; less of it where there is little room. */
static bool
window_text(const struct estep_state *state, const struct estep_scene *scene, int room,
            size_t rows, char *out, size_t size)
{
    size_t first = state->top + 1, last = state->top + rows;

    snprintf(out, size, "nodes %zu-%zu of %zu", first, last, scene->Q);
    if (ui_columns(out) > room)
        snprintf(out, size, "%zu-%zu of %zu", first, last, scene->Q);
    if (ui_columns(out) > room)
        snprintf(out, size, "of %zu", scene->Q);
    return rows < scene->Q && ui_columns(out) <= room;
}

/* At the right of the header; or, where bars leave it no room, under the wider nodes of
 * several dimensions. */
static void
tell_window(const struct estep_state *state, const struct estep_scene *scene,
            struct ui_canvas *canvas, struct ui_rect rect, int bars, size_t rows)
{
    char text[64];

    if (window_text(state, scene, bars + 1, rows, text, sizeof text))
        put_right(canvas, rect.y, rect.x + rect.w, UI_DIM, text);
    else if (window_text(state, scene, NODE_END + shift_of(scene), rows, text,
                         sizeof text))
        ui_text(canvas, rect.y + 1 + (int)rows, rect.x + 1, UI_DIM, "%s", text);
}

/* --- one pattern -------------------------------------------------------------------------------- */

static void
draw_node(const struct estep_scene *scene, struct ui_canvas *canvas, int y, int x,
          size_t n)
{
    const struct irt_pattern_step *step = &scene->step;
    struct ui_quantity q = { .kind = UI_QUANTITY_WEIGHT, .node = n };
    double weight = scene->quadrature->weight[n];
    double log_product = log(step->posterior[n]) + step->log_marginal;
    char text[48];

    ui_node_number(canvas, y, x + NODE_END, scene->quadrature, n);
    snprintf(text, sizeof text, "%.6f", weight);
    put_number(canvas, y, x + PRIOR_END, UI_TEXT, q, text);
    q.pattern = scene->pattern;
    if (scene->stages >= 1) {
        q.kind = UI_QUANTITY_LIKELIHOOD;
        ui_estep_small(scene, step->likelihood[n], log_product - log(weight), text,
                       sizeof text);
        put_number(canvas, y, x + L_END, role_of(scene, 1), q, text);
    }
    if (scene->stages >= 2) {
        q.kind = UI_QUANTITY_PRODUCT;
        ui_estep_small(scene, step->product[n], log_product, text, sizeof text);
        put_number(canvas, y, x + PRODUCT_END, role_of(scene, 2), q, text);
    }
    if (scene->stages >= 3) {
        q.kind = UI_QUANTITY_POSTERIOR;
        snprintf(text, sizeof text, "%.8f", step->posterior[n]);
        put_number(canvas, y, x + POSTERIOR_END, role_of(scene, 3), q, text);
    }
    if (cursor_node(scene) == n)
        ui_text(canvas, y, x + POSTERIOR_END, UI_TITLE, "▸");
}

static void
draw_marginal(const struct estep_scene *scene, struct ui_canvas *canvas, int y, int x)
{
    const struct irt_pattern_step *step = &scene->step;
    struct ui_quantity q = { .kind = UI_QUANTITY_MARGINAL, .pattern = scene->pattern };
    char text[48];

    if (scene->stages >= 2) {
        ui_text(canvas, y, x + 11, UI_TITLE, "marginal P_l");
        ui_estep_small(scene, step->marginal, step->log_marginal, text, sizeof text);
        put_number(canvas, y, x + PRODUCT_END,
                   role_of(scene, 2) == UI_CHANGED ? UI_CHANGED : UI_TITLE, q, text);
    }
    if (scene->stages >= 3) {
        double sum = 0.0;

        for (size_t n = 0; n < scene->Q; n++)
            sum += step->posterior[n];
        snprintf(text, sizeof text, "%.8f", sum);
        put_right(canvas, y, x + POSTERIOR_END, UI_DIM, text);
    }
}

void
ui_estep_table(struct estep_state *state, const struct estep_scene *scene,
               struct ui_canvas *canvas, struct ui_rect rect)
{
    int y = rect.y, x = rect.x + shift_of(scene);
    int bars = rect.w - UI_ESTEP_COLUMNS - 1 - shift_of(scene);
    size_t rows = rect.h > 2 ? (size_t)rect.h - 2 : 0;
    double most = 0.0;

    if (rows > scene->Q)
        rows = scene->Q;
    place(state, scene, rows);
    put_right(canvas, y, x + NODE_END, UI_TITLE,
              scene->quadrature->dims > 1 ? "node (θ1, θ2 ..)" : "node X");
    put_right(canvas, y, x + PRIOR_END, UI_TITLE, "prior A");
    put_right(canvas, y, x + L_END, scene->stages >= 1 ? UI_TITLE : UI_DIM, "likelihood");
    put_right(canvas, y, x + PRODUCT_END, scene->stages >= 2 ? UI_TITLE : UI_DIM,
              "L × A");
    put_right(canvas, y, x + POSTERIOR_END, scene->stages >= 3 ? UI_TITLE : UI_DIM,
              "posterior");
    tell_window(state, scene, canvas, rect, bars, rows);
    for (size_t n = 0; n < scene->Q; n++)
        most = fmax(most, scene->step.posterior[n]);
    for (size_t k = 0; k < rows; k++) {
        size_t n = state->top + k;

        draw_node(scene, canvas, y + 1 + (int)k, x, n);
        if (scene->stages >= 3 && bars > 0)
            ui_bar(canvas, y + 1 + (int)k, x + UI_ESTEP_COLUMNS, bars, UI_POSTERIOR,
                   scene->step.posterior[n], most);
    }
    draw_marginal(scene, canvas, y + 1 + (int)rows, x);
}

/* --- artificial data ------------------------------------------------------------------------------- */

#define COUNT_COLUMNS 10

/* The columns after the node: n-bar, and r-bar of every item and category above 0.  Where
 * answers are missing, n-bar differs between items and each has its own. */
struct column {
    size_t item;
    unsigned category; /* 0: n-bar */
};

static size_t
count_columns(const struct ui_session *session, bool own)
{
    size_t columns = own ? 0 : 1;

    for (size_t j = 0; j < session->model->items; j++)
        columns += session->model->item[j].categories - (own ? 0 : 1);
    return columns;
}

static struct column
find_column(const struct ui_session *session, bool own, size_t k)
{
    const struct irt_model *model = session->model;

    if (!own && k-- == 0)
        return (struct column){ session->item < model->items ? session->item : 0, 0 };
    for (size_t j = 0; j < model->items; j++) {
        size_t here = model->item[j].categories - (own ? 0 : 1);

        if (k < here)
            return (struct column){ j, (unsigned)k + (own ? 0 : 1) };
        k -= here;
    }
    return (struct column){ model->items - 1, 0 };
}

static size_t
column_of_item(const struct ui_session *session, bool own, size_t item)
{
    size_t k = own ? 0 : 1;

    for (size_t j = 0; j < item; j++)
        k += session->model->item[j].categories - (own ? 0 : 1);
    return k;
}

static double
count_at(const struct estep_scene *scene, struct column c, size_t n)
{
    const struct irt_expected *expected = scene->shown->expected;
    size_t at = expected->first[c.item] + n;
    double sum = 0.0;

    if (c.category)
        return expected->r[at + c.category * scene->Q];
    for (; at < expected->first[c.item + 1]; at += scene->Q)
        sum += expected->r[at];
    return sum;
}

static void
count_text(double value, char *out, size_t size)
{
    snprintf(out, size, value < 1e6 ? "%.1f" : value < 1e8 ? "%.0f" : "%.3e", value);
}

/* "n̄", "r̄ item3", or with several categories "r̄2 item3". */
static void
head_column(const struct estep_scene *scene, struct ui_canvas *canvas, int y, int end,
            struct column c, bool own)
{
    char name[64], text[80];
    bool several = scene->session->model->item[c.item].categories > 2;

    ui_item_label(scene->session, c.item, COUNT_COLUMNS - 3 - (several ? 1 : 0), name,
                  sizeof name);
    if (!c.category)
        snprintf(text, sizeof text, "n̄%s%s", own ? " " : "", own ? name : "");
    else if (several)
        snprintf(text, sizeof text, "r̄%u %s", c.category, name);
    else
        snprintf(text, sizeof text, "r̄ %s", name);
    put_right(canvas, y, end, UI_TITLE, text);
}

/* The column under the cursor, or IRT_NONE. */
static size_t
cursor_column(const struct estep_scene *scene, bool own)
{
    const struct ui_quantity *cursor = &scene->app->cursor;
    const struct ui_session *session = scene->session;

    if (!scene->app->has_cursor || cursor->item >= session->model->items)
        return IRT_NONE;
    if (cursor->kind == UI_QUANTITY_RBAR)
        return column_of_item(session, own, cursor->item) + cursor->category - !own;
    if (cursor->kind == UI_QUANTITY_NBAR)
        return own ? column_of_item(session, own, cursor->item) : 0;
    return IRT_NONE;
}

static void
draw_column(const struct estep_state *state, const struct estep_scene *scene,
            struct ui_canvas *canvas, int y, int end, struct column c, size_t rows)
{
    struct ui_quantity q = { .kind = c.category ? UI_QUANTITY_RBAR : UI_QUANTITY_NBAR,
                             .item = c.item,
                             .category = c.category };
    double sum = 0.0;
    char text[32];

    for (size_t n = 0; n < scene->Q; n++)
        sum += count_at(scene, c, n);
    for (size_t k = 0; k < rows; k++) {
        q.node = state->top + k;
        count_text(count_at(scene, c, q.node), text, sizeof text);
        put_number(canvas, y + (int)k, end, role_of(scene, 4), q, text);
    }
    count_text(sum, text, sizeof text);
    put_right(canvas, y + (int)rows, end, UI_DIM, text);
}

/* The nodes, and what the bottom line is. */
static void
draw_nodes(const struct estep_state *state, const struct estep_scene *scene,
           struct ui_canvas *canvas, int y, int x, size_t rows)
{
    for (size_t k = 0; k < rows; k++)
        ui_node_number(canvas, y + (int)k, x + NODE_END, scene->quadrature,
                       state->top + k);
    put_right(canvas, y + (int)rows, x + NODE_END, UI_TITLE, "sum");
}

/* What is counted, and at the right which part of it is seen. */
static void
title_counts(const struct estep_state *state, const struct estep_scene *scene,
             struct ui_canvas *canvas, struct ui_rect rect, size_t rows, size_t fit,
             size_t columns)
{
    char text[96] = "", part[48];

    ui_text(canvas, rect.y, rect.x + 1, UI_TITLE,
            ui_estep_several(scene->session) ? "n̄ persons at each node, r̄_h by category h"
                                             : "n̄ persons at each node, r̄ of them right");
    if (rows < scene->Q) {
        snprintf(part, sizeof part, "nodes %zu-%zu of %zu", state->top + 1,
                 state->top + rows, scene->Q);
        strcat(text, part);
    }
    if (fit < columns) {
        snprintf(part, sizeof part, "%scolumns %zu-%zu of %zu", text[0] ? ", " : "",
                 state->left + 1, state->left + fit, columns);
        strcat(text, part);
    }
    if (ui_columns(text) + 44 < rect.w)
        put_right(canvas, rect.y, rect.x + rect.w - 1, UI_DIM, text);
}

void
ui_estep_counts(struct estep_state *state, const struct estep_scene *scene,
                struct ui_canvas *canvas, struct ui_rect rect)
{
    bool own = scene->session->data->missing > 0;
    int left = rect.x + shift_of(scene);
    size_t columns = count_columns(scene->session, own);
    size_t rows = rect.h > 3 ? (size_t)rect.h - 3 : 0;
    size_t fit = rect.w > NODE_END + 2 + shift_of(scene)
                     ? (size_t)(rect.w - NODE_END - 2 - shift_of(scene)) / COUNT_COLUMNS
                     : 0;

    if (rows > scene->Q)
        rows = scene->Q;
    if (fit > columns)
        fit = columns;
    place(state, scene, rows);
    put_right(canvas, rect.y + 1, left + NODE_END, UI_TITLE,
              scene->quadrature->dims > 1 ? "node (θ1, θ2 ..)" : "node X");
    draw_nodes(state, scene, canvas, rect.y + 2, left, rows);
    if (scene->stages < 4) {
        ui_text(canvas, rect.y, rect.x + 1, UI_TITLE,
                "n̄ and r̄: not yet; they come with E4 (s goes on)");
        return;
    }
    state->left = ui_estep_window(state->left, fit, columns, cursor_column(scene, own));
    title_counts(state, scene, canvas, rect, rows, fit, columns);
    for (size_t k = 0; k < fit; k++) {
        struct column c = find_column(scene->session, own, state->left + k);
        int end = left + NODE_END + (int)(k + 1) * COUNT_COLUMNS;

        head_column(scene, canvas, rect.y + 1, end, c, own);
        draw_column(state, scene, canvas, rect.y + 2, end, c, rows);
    }
}
