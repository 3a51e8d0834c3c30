/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vae_loads.c -- the Q-matrix as a grid: a row an item, a column a dimension, with the slopes that
 * the shown cycle came to; a cell is toggled by a key or a click, and the run begins anew. */
#include "config.h"

#include "view/vae.h"

#include <stdio.h>
#include <string.h>

#include "command.h"
#include "item_label.h"
#include "view/parts.h"

#define NAME 14
#define CELL 10 /* columns of one: a sign and a slope */

static bool
measures(const struct irt_model *model, size_t item, size_t dimension)
{
    const struct irt_item *it = &model->item[item];

    return !it->loads || it->loads[dimension];
}

static void
draw_cell(const struct ui_session *session, size_t j, size_t r, bool here,
          struct ui_canvas *canvas, int y, int x)
{
    const double *psi = ui_session_psi(session);
    bool on = measures(session->model, j, r);
    char command[60];

    ui_put(canvas, y, x, on ? ui_curve_role(r) : UI_DIM, on ? 0x25CF : 0xB7);
    if (on && psi)
        ui_column(canvas, y, x + 1, CELL - 3, UI_TEXT, NULL, 3,
                  psi[session->model->item[j].first + r]);
    if (here)
        ui_paint(canvas, (struct ui_rect){ y, x - 1, 1, CELL - 1 }, UI_CURSOR);
    snprintf(command, sizeof command, "word measure %zu:%zu", j + 1, r + 1);
    ui_clickable(canvas, (struct ui_rect){ y, x, 1, CELL - 2 }, command);
}

void
ui_vae_loads(struct vae_state *state, const struct ui_session *session,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_model *model = session->model;
    int x = rect.x + NAME + 3, rows = rect.h - 3;

    ui_cut_text(
        canvas, rect.y, rect.x + 1, rect.w - 1, UI_TITLE,
        "which item measures which dimension: ● and its slope, · none; t changes it, "
        "and the run begins anew");
    for (size_t r = 0; r < model->dims; r++)
        ui_cut_text(canvas, rect.y + 2, x + (int)r * CELL, rect.x + rect.w - x, UI_DIM,
                    "θ%zu", r + 1);
    ui_keep_in_view(&state->top, session->item, model->items, rows);
    for (int k = 0; k < rows && state->top + (size_t)k < model->items; k++) {
        size_t j = state->top + (size_t)k;
        bool chosen = j == session->item;
        char name[80];
        int y = rect.y + 3 + k;

        ui_item_label(session, j, NAME - 1, name, sizeof name);
        ui_cut_text(canvas, y, rect.x + 1, NAME + 1, chosen ? UI_TITLE : UI_TEXT, "%s %s",
                    chosen ? "▸" : " ", name);
        for (size_t r = 0; r < model->dims; r++)
            draw_cell(session, j, r, chosen && r == state->dimension, canvas, y,
                      x + (int)r * CELL);
    }
}

void
ui_vae_loads_speak(const struct ui_session *session, FILE *out)
{
    const struct irt_model *model = session->model;

    for (size_t j = 0; j < model->items; j++) {
        fprintf(out, "%s measures", ui_item_name(session, j));
        for (size_t r = 0; r < model->dims; r++)
            if (measures(model, j, r))
                fprintf(out, " θ%zu", r + 1);
        fputs(".\n", out);
    }
}

/* --- changing it --- */

/* "10,01,..": a group of digits a column of the data, with one changed.  Columns that are set
 * aside measure everything: it does not matter. */
static bool
write_changed(const struct ui_session *session, size_t item, size_t dimension, char *out,
              size_t size)
{
    const struct irt_model *model = session->model;
    size_t used = 0;

    if (model->columns * (model->dims + 1) + 1 > size)
        return false;
    for (size_t column = 0; column < model->columns; column++) {
        size_t j = model->item_of_column[column];

        for (size_t r = 0; r < model->dims; r++) {
            bool on = j == IRT_NONE || measures(model, j, r);

            out[used++] = on != (j == item && r == dimension) ? '1' : '0';
        }
        out[used++] = ',';
    }
    out[used - 1] = '\0';
    return true;
}

bool
ui_vae_measure(struct ui_app *app, size_t item, size_t dimension, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    const struct irt_model *model = session->model;
    char text[UI_PATH], line[UI_PATH + 20];
    size_t others = 0;

    if (!model || model->dims < 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "θ has one dimension: every item measures it");
    if (item >= model->items || dimension >= model->dims)
        return irt_fail(error, IRT_BAD_USAGE, "there is no such item or dimension");
    for (size_t r = 0; r < model->dims; r++)
        others += r != dimension && measures(model, item, r);
    if (others == 0 && measures(model, item, dimension))
        return irt_fail(error, IRT_BAD_USAGE, "%.80s has to measure something",
                        ui_item_name(session, item));
    if (!write_changed(session, item, dimension, text, sizeof text))
        return irt_fail(error, IRT_BAD_USAGE,
                        "too many items for a grid: change the file of --q-matrix");
    bool running = session->running;

    snprintf(line, sizeof line, "q-matrix %s", text);
    if (!ui_command_run(app, line)) {
        *error = app->error;
        return false;
    }
    session->item = item;
    snprintf(app->record, sizeof app->record, "#"); /* the choice stands in the journal */
    return !running || ui_command_run(app, "run");
}
