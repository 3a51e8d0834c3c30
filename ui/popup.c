/* SPDX-License-Identifier: GPL-3.0-or-later */
/* popup.c -- the number that is open: its formula, the formula with this run's numbers,
 * and its operands, one of which is chosen. */
#include "config.h"

#include "frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "explain.h"

#define WIDEST    76
#define NARROWEST 44
#define VALUE     15 /* columns of an operand's value */

struct popup {
    struct ui_canvas *canvas;
    struct ui_rect box;
    int y, end; /* the next row inside, and the one after the last */
    int label;  /* columns of the operands' labels */
};

static void
line(struct popup *p, enum ui_role role, const char *text)
{
    char cut[200];

    if (p->y >= p->end)
        return;
    ui_fit_text(text, p->box.w - 4, cut, sizeof cut);
    ui_text(p->canvas, p->y++, p->box.x + 2, role, "%s", cut);
}

/* Below the cursor where there is room, else above, else at the foot of the body. */
static struct ui_rect
place(const struct ui_app *app, struct ui_rect body, int h, int w)
{
    struct ui_rect box = { body.y + body.h - h, body.x + 1, h, w };

    if (box.x + w > body.x + body.w)
        box.x = body.x;
    if (app->cursor_y + 1 + h <= body.y + body.h)
        box.y = app->cursor_y + 1;
    else if (app->cursor_y - h >= body.y)
        box.y = app->cursor_y - h;
    return box;
}

static void
draw_operand(struct popup *p, const struct ui_operand *operand, size_t k, bool chosen)
{
    enum ui_role role = chosen ? UI_CURSOR : UI_TEXT;
    char label[128], command[32];
    int x = p->box.x + 2;

    if (p->y >= p->end)
        return;
    ui_fit_text(operand->label, p->label, label, sizeof label);
    x += ui_text(p->canvas, p->y, x, role, "%s ", chosen ? "▸" : " ");
    ui_text(p->canvas, p->y, x, role, "%s", label);
    ui_text(p->canvas, p->y, x + p->label + 2, role, "%*.8g", VALUE, operand->value);
    snprintf(command, sizeof command, "open %zu", k + 1);
    ui_clickable(p->canvas, (struct ui_rect){ p->y, p->box.x + 1, 1, p->box.w - 2 },
                 command);
    p->y++;
}

/* As many operands as there are rows, the chosen one among them. */
static void
draw_operands(struct popup *p, const struct ui_explanation *made, size_t chosen)
{
    size_t rows = p->end > p->y ? (size_t)(p->end - p->y) : 0, first = 0;

    if (chosen >= made->operands && made->operands)
        chosen = made->operands - 1;
    if (rows && chosen >= rows)
        first = chosen - rows + 1;
    for (size_t k = first; k < made->operands && k < first + rows; k++)
        draw_operand(p, &made->operand[k], k, k == chosen);
}

/* The foot of the frame: what Enter and Esc do, and where the formula is from. */
static void
draw_foot(const struct ui_app *app, const struct popup *p,
          const struct ui_explanation *made)
{
    int y = p->box.y + p->box.h - 1, x = p->box.x + 2;
    const char *enter = p->canvas->glyphs == UI_GLYPHS_ASCII ? "Enter" : "⏎";
    int room = p->box.w - 8;

    if (made->operands)
        x += ui_text(p->canvas, y, x, UI_KEY, " %s open ", enter);
    x += ui_text(p->canvas, y, x, UI_KEY, " Esc %s ", app->opened > 1 ? "back" : "close");
    if (made->source[0] && ui_columns(made->source) + x - p->box.x + 3 < room)
        ui_text(p->canvas, y, x + 1, UI_DIM, " %s ", made->source);
}

static int
larger(int a, int b)
{
    return a > b ? a : b;
}

/* Columns that all of it takes, frame included. */
static int
width(const struct ui_explanation *made, int label)
{
    int w = ui_columns(made->name) + 3 + ui_columns(made->formula);

    w = larger(w, ui_columns(made->title) + 2);
    for (size_t k = 0; k < made->lines; k++)
        w = larger(w, ui_columns(made->line[k]));
    if (made->operands)
        w = larger(w, 2 + label + 2 + VALUE);
    return larger(w + 4, NARROWEST);
}

static int
label_columns(const struct ui_explanation *made, int most)
{
    int label = 0;

    for (size_t k = 0; k < made->operands; k++)
        label = larger(label, ui_columns(made->operand[k].label));
    return label < most ? label : larger(most, 4);
}

static void
draw_made(struct ui_app *app, struct ui_canvas *canvas, struct ui_rect body,
          const struct ui_explanation *made)
{
    int most = body.w - 2 < WIDEST ? body.w - 2 : WIDEST;
    struct popup p = { .canvas = canvas, .label = label_columns(made, most - VALUE - 8) };
    int w = width(made, p.label) < most ? width(made, p.label) : most;
    int h = 4 + (int)made->lines + (made->operands ? 1 + (int)made->operands : 0);
    char text[240];

    if (h > body.h)
        h = body.h;
    p.box = place(app, body, h, w);
    p.y = p.box.y + 1;
    p.end = p.box.y + h - 1;
    ui_fit_text(made->title, w - 6, text, sizeof text);
    ui_box(canvas, p.box, UI_TITLE, text);
    snprintf(text, sizeof text, "%s:  %s", made->name, made->formula);
    line(&p, UI_TEXT, text);
    if (h >= 8)
        p.y++;
    /* Where all does not fit, the operands keep two rows and the lines the rest. */
    int lines_end = made->operands && p.end - p.y > 4 ? p.end - 2 : p.end;
    for (size_t k = 0; k < made->lines && p.y < lines_end; k++)
        line(&p, UI_TEXT, made->line[k]);
    if (made->operands && p.end - p.y > (int)made->operands)
        p.y++;
    draw_operands(&p, made, app->operand[app->opened - 1]);
    draw_foot(app, &p, made);
}

void
ui_frame_opened(struct ui_app *app, struct ui_canvas *canvas, struct ui_rect body)
{
    struct ui_explanation *made = calloc(1, sizeof *made);
    struct irt_error error = { IRT_OK, "" };

    if (!made)
        return;
    if (!ui_explain(&app->session, app->open[app->opened - 1], made, &error)) {
        memset(made, 0, sizeof *made);
        snprintf(made->title, sizeof made->title, "not there yet");
        snprintf(made->name, sizeof made->name, "Here");
        snprintf(made->formula, sizeof made->formula, "%.150s", error.message);
    }
    if (body.h >= 3 && body.w >= 12)
        draw_made(app, canvas, body, made);
    free(made);
}
