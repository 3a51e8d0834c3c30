/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_items.c -- the items' statistics in a table. */
#include "config.h"

#include "view/fit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fit/p_text.h"
#include "glyph.h"
#include "view/parts.h"

#define LEFT      2 /* of the mark of the chosen line */
#define MOST_NAME 14
#define LIGHT     3
#define SX2       8 /* columns of each number */
#define DF        4
#define P         7
#define SQUARE    7
#define Z         6

/* Without, then with, the z of mean squares. */
enum { PLAIN = SX2 + DF + P + 2 * SQUARE, FULL = PLAIN + 2 * Z };

static int
name_columns(const struct ui_session *session)
{
    int most = 4;

    for (size_t j = 0; j < session->model->items && most < MOST_NAME; j++) {
        int columns = ui_columns(ui_item_name(session, j));

        most = columns > most ? columns : most;
    }
    return most < MOST_NAME ? most : MOST_NAME;
}

static bool
has_z(const struct ui_session *session, int room)
{
    return room >= LEFT + name_columns(session) + LIGHT + FULL;
}

int
ui_fit_table_width(const struct ui_session *session, int room)
{
    return LEFT + name_columns(session) + LIGHT + (has_z(session, room) ? FULL : PLAIN);
}

static void
put_right(struct ui_canvas *canvas, int y, int end, enum ui_role role, const char *text)
{
    ui_text(canvas, y, end - ui_columns(text), role, "%s", text);
}

static void
draw_head(struct ui_canvas *canvas, int y, int x, bool z)
{
    put_right(canvas, y, x += SX2, UI_DIM, "S-X²");
    put_right(canvas, y, x += DF, UI_DIM, "df");
    put_right(canvas, y, x += P, UI_DIM, "p");
    put_right(canvas, y, x += SQUARE, UI_DIM, "infit");
    if (z)
        put_right(canvas, y, x += Z, UI_DIM, "z");
    put_right(canvas, y, x += SQUARE, UI_DIM, "outfit");
    if (z)
        put_right(canvas, y, x + Z, UI_DIM, "z");
}

static void
draw_sx2(struct ui_canvas *canvas, int y, int x, size_t j,
         const struct irt_sx2_item *item)
{
    const struct ui_quantity q = { UI_QUANTITY_FIT, .category = UI_STAT_SX2, .item = j };
    char text[IRT_P_TEXT];

    ui_column(canvas, y, x, SX2, UI_TEXT, &q, 2, item ? item->value : NAN);
    if (!item)
        return;
    snprintf(text, sizeof text, item->df > 0 ? "%ld" : "-", item->df);
    put_right(canvas, y, x + SX2 + DF, UI_TEXT, text);
    if (!isfinite(item->p))
        return;
    put_right(canvas, y, x + SX2 + DF + P, UI_TEXT, irt_p_text(item->p, text));
}

static void
draw_squares(struct ui_canvas *canvas, int y, int x, struct ui_quantity q,
             const struct irt_mean_squares *s, bool z)
{
    const double value[] = { s ? s->infit : NAN, s ? s->infit_z : NAN,
                             s ? s->outfit : NAN, s ? s->outfit_z : NAN };

    for (q.row = 0; q.row < 4; q.row++) {
        bool is_z = q.row % 2;

        if (is_z && !z)
            continue;
        ui_column(canvas, y, x, is_z ? Z : SQUARE, is_z ? UI_DIM : UI_TEXT, &q,
                  is_z ? 1 : 3, value[q.row]);
        x += is_z ? Z : SQUARE;
    }
}

static void
draw_line(const struct fit_state *state, const struct ui_session *session,
          struct ui_canvas *canvas, struct ui_rect rect, int y, size_t j)
{
    int name = name_columns(session), x = rect.x + LEFT;
    bool chosen = j == session->item;
    struct ui_item_fit fit = ui_item_fit(session, j, state->form);
    struct ui_fit_light light = ui_fit_light(session, j, state->form, NULL, 0);
    struct ui_rect line = { y, rect.x, 1, rect.w };
    char command[32];

    if (chosen)
        ui_text(canvas, y, rect.x, UI_CURSOR, "▸");
    ui_cut_text(canvas, y, x, name, chosen ? UI_TITLE : UI_TEXT, "%s",
                ui_item_name(session, j));
    ui_text(canvas, y, x + name + 1, light.role, "%s", light.sign);
    snprintf(command, sizeof command, "item %zu", j + 1);
    ui_clickable(canvas, line, command);
    draw_sx2(canvas, y, x + name + LIGHT, j, fit.sx2);
    draw_squares(canvas, y, x + name + LIGHT + SX2 + DF + P,
                 (struct ui_quantity){ UI_QUANTITY_FIT, .category = UI_STAT_SQUARE,
                                       .item = j,
                                       .node = ui_fit_form_shown(session, state->form) },
                 fit.squares, has_z(session, rect.w));
    if (chosen)
        ui_bold(canvas, line);
}

void
ui_fit_table(struct fit_state *state, const struct ui_session *session,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t items = session->model->items;
    int rows = rect.h - 1;

    if (rows < 1)
        return;
    ui_text(canvas, rect.y, rect.x + LEFT, UI_DIM, "item");
    draw_head(canvas, rect.y, rect.x + LEFT + name_columns(session) + LIGHT,
              has_z(session, rect.w));
    ui_keep_in_view(&state->top, session->item, items, rows);
    for (int k = 0; k < rows && state->top + (size_t)k < items; k++)
        draw_line(state, session, canvas, rect, rect.y + 1 + k, state->top + (size_t)k);
}

void
ui_fit_items_speak(const struct fit_state *state, const struct ui_session *session,
                   FILE *out)
{
    char why[300], p[IRT_P_TEXT];

    ui_fit_lights(session, state->form, why, sizeof why);
    fprintf(out, "%s.\n", why[0] ? why : "No item is marked");
    for (size_t j = 0; j < session->model->items; j++) {
        struct ui_item_fit fit = ui_item_fit(session, j, state->form);
        struct ui_fit_light light =
            ui_fit_light(session, j, state->form, why, sizeof why);

        fprintf(out, "%s%s %s", j == session->item ? "Chosen: " : "",
                ui_item_name(session, j), light.word);
        if (fit.sx2 && isfinite(fit.sx2->p))
            fprintf(out, ", S-X² %.2f with %ld df, %s", fit.sx2->value, fit.sx2->df,
                    irt_p_phrase(fit.sx2->p, p));
        if (fit.squares && isfinite(fit.squares->infit))
            fprintf(out, ", infit %.3f, outfit %.3f", fit.squares->infit,
                    fit.squares->outfit);
        fprintf(out, "%s%s.\n", why[0] ? ": " : "", why);
    }
}
