/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_pairs.c -- local dependence: pairs of items as a heat map, Q3 below the diagonal and
 * LD-X2 above it, and what is behind one of its cells. */
#include "config.h"

#include "view/fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "examine.h"
#include "fit/ld.h"
#include "fit/q3.h"
#include "plot/plot.h"
#include "view/parts.h"

#define MOST_NAME 10
#define CELL      2 /* columns: a shade and a sign */
#define SHADES    4
#define LEAST     36 /* columns of the pair beside the map */

static const uint32_t shade[SHADES + 1] = { 0xB7, 0x2591, 0x2592, 0x2593, 0x2588 };
/* From where on each shade: Q3 less the mean of all pairs, and standardised LD-X2. */
static const double q3_from[SHADES] = { 0.1, 0.2, 0.3, 0.4 };
static const double ld_from[SHADES] = { 3, 5, 10, 20 };

/* --- what was found ------------------------------------------------------------------------------ */

struct pairs {
    const struct irt_q3 *q3; /* each may be NULL */
    const struct irt_ld *ld;
    const char *why_q3, *why_ld;
};

static struct pairs
pairs_of(const struct ui_session *session)
{
    struct pairs pairs;

    pairs.q3 = ui_examined_of(session, &irt_statistic_q3, &pairs.why_q3);
    pairs.ld = ui_examined_of(session, &irt_statistic_ld, &pairs.why_ld);
    return pairs;
}

static const struct irt_ld_pair *
ld_pair(const struct pairs *pairs, size_t j, size_t k)
{
    if (!pairs->ld || j == k || j >= pairs->ld->items || k >= pairs->ld->items)
        return NULL;
    return &pairs->ld->pair[j < k ? irt_ld_place(pairs->ld, j, k)
                                  : irt_ld_place(pairs->ld, k, j)];
}

/* Q3 less the mean; NAN: not known. */
static double
q3_of(const struct pairs *pairs, size_t j, size_t k)
{
    if (!pairs->q3 || j >= pairs->q3->items || k >= pairs->q3->items)
        return NAN;
    return pairs->q3->value[j * pairs->q3->items + k] - pairs->q3->mean;
}

/* With the sign of how they go together. */
static double
ld_of(const struct pairs *pairs, size_t j, size_t k)
{
    const struct irt_ld_pair *pair = ld_pair(pairs, j, k);

    return !pair            ? NAN
           : pair->sign < 0 ? -fmax(pair->standardised, 0)
                            : fmax(pair->standardised, 0);
}

size_t
ui_fit_other(const struct fit_state *state, const struct ui_session *session)
{
    size_t items = session->model->items;
    size_t other = state->other < items ? state->other : items - 1;

    if (other != session->item)
        return other;
    return other + 1 < items ? other + 1 : other > 0 ? other - 1 : 0;
}

/* --- the map -------------------------------------------------------------------------------------- */

static int
level_of(double value, const double *from)
{
    int level = 0;

    while (level < SHADES && fabs(value) >= from[level])
        level++;
    return isnan(value) ? 0 : level;
}

static void
draw_cell(const struct pairs *pairs, struct ui_canvas *canvas, int y, int x, size_t j,
          size_t k, bool here)
{
    double value = j > k ? q3_of(pairs, j, k) : ld_of(pairs, j, k);
    int level = level_of(value, j > k ? q3_from : ld_from);
    enum ui_role role = level == 0 ? UI_DIM : value > 0 ? UI_CURVE_1 : UI_CURVE_0;
    char command[64];

    if (j == k) {
        ui_text(canvas, y, x, UI_DIM, "╲");
        return;
    }
    ui_put(canvas, y, x, role, shade[level]);
    if (level > 0)
        ui_text(canvas, y, x + 1, role, value > 0 ? "+" : "-");
    if (here)
        ui_paint(canvas, (struct ui_rect){ y, x, 1, CELL }, UI_CURSOR);
    snprintf(command, sizeof command, "word pair %zu:%zu", j + 1, k + 1);
    ui_clickable(canvas, (struct ui_rect){ y, x, 1, CELL }, command);
}

/* Which items are seen: n of them from first on, at among them. */
static size_t
first_of(size_t at, size_t items, int n)
{
    size_t shown = n < 1 ? 1 : (size_t)n, first = at > shown / 2 ? at - shown / 2 : 0;

    return items <= shown ? 0 : first + shown > items ? items - shown : first;
}

/* Is there a number over the column of item k?  Of two digits they would run together: every
 * fifth has one, and the chosen one. */
static bool
has_number(size_t k, size_t chosen)
{
    return k < 9 || k == chosen ||
           ((k + 1) % 5 == 0 && k + 1 != chosen && k != chosen + 1);
}

static void
draw_map(const struct fit_state *state, const struct ui_session *session,
         struct ui_canvas *canvas, struct ui_rect rect)
{
    struct pairs pairs = pairs_of(session);
    size_t items = session->model->items, other = ui_fit_other(state, session);
    int rows = rect.h - 1, columns = (rect.w - MOST_NAME - 3) / CELL;
    size_t top = first_of(session->item, items, rows);
    size_t left = first_of(other, items, columns);

    for (int c = 0; c < columns && left + (size_t)c < items; c++)
        if (has_number(left + (size_t)c, other))
            ui_text(canvas, rect.y, rect.x + MOST_NAME + 3 + c * CELL,
                    left + (size_t)c == other ? UI_TITLE : UI_DIM, "%-2zu",
                    (left + (size_t)c + 1) % 100);
    for (int r = 0; r < rows && top + (size_t)r < items; r++) {
        size_t j = top + (size_t)r;
        bool chosen = j == session->item;
        int y = rect.y + 1 + r;

        ui_text(canvas, y, rect.x, UI_DIM, "%2zu", (j + 1) % 100);
        ui_cut_text(canvas, y, rect.x + 3, MOST_NAME - 1, chosen ? UI_TITLE : UI_TEXT,
                    "%s", ui_item_name(session, j));
        for (int c = 0; c < columns && left + (size_t)c < items; c++)
            draw_cell(&pairs, canvas, y, rect.x + MOST_NAME + 3 + c * CELL, j,
                      left + (size_t)c, chosen && left + (size_t)c == other);
    }
}

/* --- one pair ------------------------------------------------------------------------------------- */

static int
draw_sentence(const struct ui_session *session, const struct pairs *pairs, size_t j,
              size_t k, struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_ld_pair *pair = ld_pair(pairs, j, k);
    double q3 = q3_of(pairs, j, k);
    struct ui_quantity q = { UI_QUANTITY_FIT, .item = j, .row = k };
    struct ui_rect before = ui_clip(canvas, ui_meet(canvas->clip, rect));
    int y = 1;

    ui_cut_text(canvas, rect.y, rect.x, rect.w, UI_TITLE, "%s and %s",
                ui_item_name(session, j), ui_item_name(session, k));
    if (isfinite(q3)) {
        int x = rect.x + ui_text(canvas, rect.y + y, rect.x, UI_TEXT, "Q3 ");

        q.category = UI_STAT_Q3;
        x += ui_number(canvas, rect.y + y, x, UI_TEXT, q, "%.3f", q3 + pairs->q3->mean);
        ui_text(canvas, rect.y + y++, x, UI_TEXT, ", less the mean %.3f", q3);
    } else if (pairs->why_q3) {
        y += ui_paragraph(canvas, ui_rows(rect, y, rect.h - y), UI_WARN, pairs->why_q3);
    }
    if (pair && isfinite(pair->x2)) {
        int x = rect.x + ui_text(canvas, rect.y + y, rect.x, UI_TEXT, "LD-X² ");

        q.category = UI_STAT_LD;
        x += ui_number(canvas, rect.y + y, x, UI_TEXT, q, "%.2f", pair->x2);
        ui_text(canvas, rect.y + y++, x, UI_TEXT, " with %zu df", pair->df);
        x = rect.x + ui_text(canvas, rect.y + y, rect.x, UI_TEXT, "standardised ");
        q.column = 1;
        ui_number(canvas, rect.y + y++, x, UI_TEXT, q, "%.2f", pair->standardised);
        y += ui_paragraph(canvas, ui_rows(rect, y, rect.h - y), UI_TEXT,
                          pair->sign > 0   ? "they go together more often than expected"
                          : pair->sign < 0 ? "they go together less often than expected"
                                           : "categories have no order");
    } else if (pairs->why_ld) {
        y += ui_paragraph(canvas, ui_rows(rect, y, rect.h - y), UI_WARN, pairs->why_ld);
    }
    ui_clip(canvas, before);
    return y;
}

/* Of the table that was found, which has the item of the smaller number for rows. */
static double
cell_of(const struct irt_ld_pair *pair, const double *table, bool turned, unsigned h,
        unsigned i)
{
    return table[pair->at + (turned ? i * pair->columns + h : h * pair->columns + i)];
}

/* Observed counts, and under each the expected one. */
static void
draw_table(const struct ui_session *session, const struct pairs *pairs, size_t j,
           size_t k, struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_ld_pair *pair = ld_pair(pairs, j, k);
    bool turned = j > k;
    int y = 1;

    if (!pair || !isfinite(pair->x2) || rect.h < 3)
        return;
    unsigned rows = turned ? pair->columns : pair->rows;
    unsigned columns = turned ? pair->rows : pair->columns;
    ui_cut_text(canvas, rect.y, rect.x, rect.w, UI_DIM,
                "observed, (expected): %.20s down, %.20s across",
                ui_item_name(session, j), ui_item_name(session, k));
    for (unsigned i = 0; i < columns && 4 + 9 * ((int)i + 1) <= rect.w; i++)
        ui_text(canvas, rect.y + y, rect.x + 4 + 9 * (int)i, UI_DIM, "%7u", i);
    for (unsigned h = 0; h < rows && y + 2 < rect.h; h++) {
        ui_text(canvas, rect.y + ++y, rect.x, UI_DIM, "%3u", h);
        for (unsigned i = 0; i < columns && 4 + 9 * ((int)i + 1) <= rect.w; i++) {
            double observed = cell_of(pair, pairs->ld->observed, turned, h, i);
            double expected = cell_of(pair, pairs->ld->expected, turned, h, i);
            bool far = fabs(observed - expected) > 2 * sqrt(fmax(expected, 1));
            int x = rect.x + 4 + 9 * (int)i;
            char text[24];

            ui_text(canvas, rect.y + y, x, far ? UI_WARN : UI_TEXT, "%7.0f%s", observed,
                    far ? "!" : "");
            snprintf(text, sizeof text, "(%.1f)", expected);
            ui_text(canvas, rect.y + y + 1, x + 7 - ui_columns(text) + 1, UI_DIM, "%s",
                    text);
        }
        y++;
    }
}

static void
draw_pair(const struct fit_state *state, const struct ui_session *session,
          struct ui_canvas *canvas, struct ui_rect rect)
{
    struct pairs pairs = pairs_of(session);
    size_t j = session->item, k = ui_fit_other(state, session);
    int y = draw_sentence(session, &pairs, j, k, canvas, rect) + 1;

    draw_table(session, &pairs, j, k, canvas, ui_rows(rect, y, rect.h - y));
}

/* --- the page ------------------------------------------------------------------------------------- */

void
ui_fit_pairs(struct fit_state *state, const struct ui_session *session,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t items = session->model->items;
    int whole = MOST_NAME + 4 + CELL * (items < 100 ? (int)items : 100);
    bool beside = rect.w >= whole + LEAST || (rect.w >= 2 * LEAST && items > 20);

    state->pair_shown = beside;
    rect = ui_columns_of(rect, 1, rect.w - 2);
    if (items < 2) {
        ui_paragraph(canvas, rect, UI_DIM, "there are no pairs");
        return;
    }
    if (state->pair && !beside) {
        draw_pair(state, session, canvas, rect);
        return;
    }
    rect = ui_foot(canvas, rect, UI_DIM,
                   beside ? "above: LD-X² standardised ░ 3 ▒ 5 ▓ 10 █ 20;  o the next "
                            "largest pair"
                          : "above: LD-X² standardised ░ 3 ▒ 5 ▓ 10 █ 20;  o the next "
                            "largest, Enter opens it");
    rect = ui_foot(canvas, rect, UI_DIM,
                   "below: Q3 less its mean ░ .1 ▒ .2 ▓ .3 █ .4;  + more, - less "
                   "than expected");
    if (beside) {
        int right = rect.w - whole < LEAST ? LEAST : rect.w - whole;

        draw_pair(state, session, canvas,
                  ui_columns_of(rect, rect.w - right + 1, right - 1));
        rect.w -= right;
    }
    draw_map(state, session, canvas, rect);
}

/* --- from pair to pair ---------------------------------------------------------------------------- */

/* How far a pair stands out. */
static double
size_of(const struct pairs *pairs, size_t j, size_t k)
{
    double size = fabs(pairs->q3 ? q3_of(pairs, j, k) : ld_of(pairs, j, k));

    return isfinite(size) ? size : -1;
}

bool
ui_fit_next_pair(struct fit_state *state, struct ui_session *session)
{
    struct pairs pairs = pairs_of(session);
    size_t items = session->model->items, most[2] = { 0, 0 }, next[2] = { 0, 0 };
    size_t at[2] = { session->item, ui_fit_other(state, session) };
    double now = size_of(&pairs, at[0], at[1]), largest = -1, below = -1;

    for (size_t j = 0; j < items; j++)
        for (size_t k = 0; k < j; k++) {
            double size = size_of(&pairs, j, k);

            if (size > largest) {
                largest = size;
                most[0] = j;
                most[1] = k;
            }
            if (size > below && size < now) {
                below = size;
                next[0] = j;
                next[1] = k;
            }
        }
    if (largest < 0)
        return false;
    bool on = state->sought && below >= 0;
    state->sought = true;
    session->item = on ? next[0] : most[0];
    state->other = on ? next[1] : most[1];
    return true;
}

void
ui_fit_pairs_speak(const struct fit_state *state, const struct ui_session *session,
                   FILE *out)
{
    struct pairs pairs = pairs_of(session);
    size_t j = session->item, k = ui_fit_other(state, session);
    const struct irt_ld_pair *pair = ld_pair(&pairs, j, k);

    if (session->model->items < 2) {
        fprintf(out, "There are no pairs.\n");
        return;
    }
    fprintf(out, "The pair %s and %s", ui_item_name(session, j),
            ui_item_name(session, k));
    if (isfinite(q3_of(&pairs, j, k)))
        fprintf(out, ": Q3 less the mean of all pairs is %.3f", q3_of(&pairs, j, k));
    if (pair && isfinite(pair->x2))
        fprintf(out, ", LD-X² %.2f with %zu df, standardised %.2f", pair->x2, pair->df,
                pair->standardised);
    fprintf(out, ".\n");
    if (pairs.why_q3)
        fprintf(out, "No Q3: %s.\n", pairs.why_q3);
    if (pairs.why_ld)
        fprintf(out, "No LD-X²: %s.\n", pairs.why_ld);
}
