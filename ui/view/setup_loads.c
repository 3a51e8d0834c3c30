/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setup_loads.c -- the Q-matrix as the model has it: a row an item, a column a dimension; where
 * the items do not fit under one another, in blocks side by side. */
#include "config.h"

#include "view/setup.h"

#include <stdio.h>

#include "glyph.h"
#include "plot/plot.h"
#include "view/parts.h"

#define NAME 12 /* columns of an item's name, at most */
#define CELL 3  /* and of a dimension */
#define GAP  3

static int
name_columns(const struct ui_session *session)
{
    int most = 4;

    for (size_t j = 0; j < session->model->items && most < NAME; j++) {
        int columns = ui_columns(ui_item_name(session, j));

        most = columns > NAME ? NAME : columns > most ? columns : most;
    }
    return most;
}

static void
draw_head(struct ui_canvas *canvas, int y, int x, size_t dims)
{
    for (size_t d = 0; d < dims; d++)
        ui_text(canvas, y, x + (int)d * CELL, UI_TITLE, " θ%zu", d + 1);
}

static void
draw_item(struct ui_canvas *canvas, int y, int x, int name,
          const struct ui_session *session, size_t j)
{
    const struct irt_item *item = &session->model->item[j];
    bool chosen = j == session->item;

    ui_cut_text(canvas, y, x, name, chosen ? UI_TITLE : UI_TEXT, "%s",
                ui_item_name(session, j));
    for (size_t d = 0; d < item->dims; d++) {
        bool measured = !item->loads || item->loads[d];

        ui_put(canvas, y, x + name + (int)d * CELL + 2,
               measured ? ui_curve_role(d) : UI_DIM, measured ? 0x25CF : 0xB7);
    }
}

void
ui_loads_draw(struct ui_canvas *canvas, struct ui_rect rect,
              const struct ui_session *session)
{
    size_t dims = session->model->dims, items = session->model->items, fit;
    int name = name_columns(session), block = name + CELL * (int)dims + GAP;
    int rows = rect.h - 2, blocks = (rect.w - 2 + GAP) / block;

    if (rows < 1 || blocks < 1)
        return;
    fit = (size_t)rows * (size_t)blocks;
    ui_cut_text(canvas, rect.y, rect.x + 2, rect.w - 2, UI_TITLE,
                "which item measures which dimension: ● a slope, · none");
    for (int k = 0; k < blocks && (size_t)k * (size_t)rows < items; k++)
        draw_head(canvas, rect.y + 1, rect.x + 2 + k * block + name, dims);
    for (size_t j = 0; j < items && j < fit; j++)
        draw_item(canvas, rect.y + 2 + (int)(j % (size_t)rows),
                  rect.x + 2 + (int)(j / (size_t)rows) * block, name, session, j);
    if (items > fit)
        ui_cut_text(canvas, rect.y, rect.x + 58, rect.w - 58, UI_DIM,
                    "the first %zu of %zu", fit, items);
}
