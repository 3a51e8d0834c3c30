/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vae_weights.c -- a layer of the encoder as a shaded matrix: a row an input, a column a unit.
 * What is positive is shaded, what is negative is drawn in strokes; so signs are seen without
 * colours, too. */
#include "config.h"

#include "view/vae.h"

#include <math.h>
#include <stdio.h>

#include "item_label.h"
#include "view/parts.h"

#define LABEL   13 /* columns of a row's name */
#define NAME    7  /* of an item's in it */
#define LEVELS  3
#define NUMBERS 8 /* so many units at most have their weights printed */
#define NUMBER  9 /* columns of one */

static const uint32_t positive[LEVELS] = { 0x2591, 0x2593, 0x2588 };
static const uint32_t negative[LEVELS] = { '-', '=', 0x2261 };
static const double from[LEVELS] = { 0.1, 0.3, 0.6 }; /* of the largest */

struct matrix {
    const struct ui_session *session;
    const struct irt_mlp *mlp;
    size_t layer, inputs, units;
    const double *weight; /* [input * units + unit]; the bias behind the inputs */
    double largest;
    size_t together; /* units that share a column: the strongest of them shows */
    int cell;        /* columns of one */
};

size_t
ui_vae_layer(const struct vae_state *state, const struct ui_session *session)
{
    size_t layers = ui_session_shown(session)->encoder.mlp.layers;

    return state->layer < layers ? state->layer : 0;
}

static struct matrix
take_matrix(const struct vae_state *state, const struct ui_session *session, int room)
{
    const struct irt_encoder *encoder = &ui_session_shown(session)->encoder;
    struct matrix m = { .session = session,
                        .mlp = &encoder->mlp,
                        .layer = ui_vae_layer(state, session) };

    m.inputs = m.mlp->width[m.layer];
    m.units = m.mlp->width[m.layer + 1];
    m.weight = encoder->weights + m.mlp->offset[m.layer];
    for (size_t w = 0; w < (m.inputs + 1) * m.units; w++)
        m.largest = fmax(m.largest, fabs(m.weight[w]));
    room = room < 1 ? 1 : room;
    m.cell = m.units <= NUMBERS && (int)m.units * NUMBER <= room ? NUMBER
             : (int)m.units * 2 <= room                          ? 2
                                                                 : 1;
    m.together = m.cell > 1 ? 1 : (m.units + (size_t)room - 1) / (size_t)room;
    return m;
}

/* --- names --- */

/* The item that an input of the first layer is about, and what about it: a category, or 0:
 * whether there is an answer. */
static size_t
item_of(const struct irt_model *model, size_t input, unsigned *category)
{
    *category = 0;
    for (size_t j = 0; j < model->items; j++) {
        size_t C = model->item[j].categories;

        if (input < C) {
            *category = input + 1 < C ? (unsigned)input + 1 : 0;
            return j;
        }
        input -= C;
    }
    return model->items;
}

static size_t
first_input(const struct irt_model *model, size_t item)
{
    size_t input = 0;

    for (size_t j = 0; j < item; j++)
        input += model->item[j].categories;
    return input;
}

/* "mean", "log SD", "mean 2", "L21". */
static void
output_name(const struct ui_session *session, size_t output, char *out, size_t size)
{
    size_t D = session->model->dims, r = 1;

    if (output < 2 * D) {
        int n = snprintf(out, size, output < D ? "mean" : "log SD");

        if (D > 1)
            snprintf(out + n, size - (size_t)n, " %zu", output % D + 1);
        return;
    }
    for (output -= 2 * D; output >= r; r++)
        output -= r;
    snprintf(out, size, "L%zu%zu", r + 1, output + 1);
}

static void
row_name(const struct matrix *m, size_t input, char *out, size_t size)
{
    char name[60];
    unsigned category = 0;

    if (input == m->inputs) {
        snprintf(out, size, "bias");
    } else if (m->layer > 0) {
        snprintf(out, size, "unit %zu", input + 1);
    } else {
        size_t j = item_of(m->session->model, input, &category);

        ui_item_label(m->session, j, NAME, name, sizeof name);
        if (category)
            snprintf(out, size, "%.40s=%u", name, category);
        else
            snprintf(out, size, "%.40s seen", name);
    }
}

/* --- drawing --- */

static int
level_of(double weight, double largest)
{
    int level = 0;

    while (level < LEVELS && largest > 0 && fabs(weight) >= from[level] * largest)
        level++;
    return level;
}

static void
draw_weight(const struct matrix *m, struct ui_canvas *canvas, int y, int x, size_t input,
            size_t unit)
{
    const double *row = m->weight + input * m->units;
    double weight = row[unit];

    for (size_t u = unit; u < unit + m->together && u < m->units; u++)
        weight = fabs(row[u]) > fabs(weight) ? row[u] : weight;
    int level = level_of(weight, m->largest);
    enum ui_role role = weight > 0 ? UI_CURVE_1 : UI_CURVE_0;

    if (m->cell == NUMBER)
        ui_column(canvas, y, x, NUMBER - 2, UI_TEXT, NULL, 3, weight);
    x += m->cell == NUMBER ? NUMBER - 1 : 0;
    for (int k = 0; level > 0 && k < (m->cell == 2 ? 2 : 1); k++)
        ui_put(canvas, y, x + k, role,
               weight > 0 ? positive[level - 1] : negative[level - 1]);
}

static void
draw_head(const struct matrix *m, struct ui_canvas *canvas, int y, int x)
{
    bool outputs = m->layer + 1 == m->mlp->layers;
    size_t step = outputs ? 1 : m->together * (m->cell == 2 ? 5 : 10);
    char name[24];

    for (size_t u = 0; u < m->units && (m->cell == NUMBER || !outputs); u += step) {
        int at = x + (int)(u / m->together) * m->cell;

        snprintf(name, sizeof name, "%zu", u + 1);
        if (outputs)
            output_name(m->session, u, name, sizeof name);
        if (m->cell == NUMBER && outputs)
            ui_text(canvas, y, at, UI_DIM, "%*s", NUMBER - 2, name);
        else
            ui_text(canvas, y, at, UI_DIM, "%s", name);
    }
}

/* Rows from which on the chosen item's are in view. */
static size_t
first_row(const struct matrix *m, size_t rows)
{
    const struct irt_model *model = m->session->model;
    size_t all = m->inputs + 1, at = 0;

    if (all <= rows)
        return 0;
    if (m->layer == 0)
        at = first_input(model, m->session->item);
    at = at > rows / 2 ? at - rows / 2 : 0;
    return at + rows > all ? all - rows : at;
}

static bool
is_chosen(const struct matrix *m, size_t input)
{
    unsigned category;

    return m->layer == 0 && input < m->inputs &&
           item_of(m->session->model, input, &category) == m->session->item;
}

static void
draw_title(const struct matrix *m, struct ui_canvas *canvas, struct ui_rect rect)
{
    char text[300], together[60] = "";
    int used;

    if (m->together > 1)
        snprintf(together, sizeof together, ", the strongest of %zu a column",
                 m->together);
    used =
        snprintf(text, sizeof text, "layer %zu of %zu: %zu %s by %zu %s%s", m->layer + 1,
                 m->mlp->layers, m->inputs, m->layer == 0 ? "inputs" : "units", m->units,
                 m->layer + 1 == m->mlp->layers ? "outputs" : "units", together);
    ui_cut_text(canvas, rect.y, rect.x, rect.w, UI_TITLE, "%s", text);
    if (rect.w - used < 34)
        return;
    ui_cut_text(canvas, rect.y, rect.x + used + 2, rect.w - used - 2, UI_DIM,
                "░▓█ above 0, -=≡ below: .1 .3 .6 of %.2f", m->largest);
}

int
ui_vae_weights_height(const struct vae_state *state, const struct ui_session *session)
{
    struct matrix m = take_matrix(state, session, 1);

    return (int)(m.inputs + 1 < 1000 ? m.inputs + 1 : 1000) + 2;
}

void
ui_vae_weights(const struct vae_state *state, const struct ui_session *session,
               struct ui_canvas *canvas, struct ui_rect rect)
{
    struct matrix m = take_matrix(state, session, rect.w - LABEL - 1);
    size_t rows = rect.h > 2 ? (size_t)rect.h - 2 : 0, top = first_row(&m, rows);
    int x = rect.x + LABEL;
    char name[80];

    if (rect.h < 1)
        return;
    draw_title(&m, canvas, rect);
    if (rows == 0)
        return;
    draw_head(&m, canvas, rect.y + 1, x);
    for (size_t k = 0; k < rows && top + k <= m.inputs; k++) {
        int y = rect.y + 2 + (int)k;
        bool chosen = is_chosen(&m, top + k);

        row_name(&m, top + k, name, sizeof name);
        ui_cut_text(canvas, y, rect.x, LABEL - 1, chosen ? UI_TITLE : UI_TEXT, "%s%s",
                    chosen ? "▸" : " ", name);
        for (size_t u = 0; u < m.units; u += m.together)
            draw_weight(&m, canvas, y, x + (int)(u / m.together) * m.cell, top + k, u);
    }
}

void
ui_vae_weights_speak(const struct vae_state *state, const struct ui_session *session,
                     FILE *out)
{
    struct matrix m = take_matrix(state, session, 80);
    char name[80];

    fprintf(out, "Layer %zu of %zu of the encoder: %zu inputs by %zu units.\n",
            m.layer + 1, m.mlp->layers, m.inputs, m.units);
    for (size_t w = 0; w < (m.inputs + 1) * m.units; w++)
        if (fabs(m.weight[w]) >= m.largest) {
            row_name(&m, w / m.units, name, sizeof name);
            fprintf(out, "The largest weight is %.3f, from %s to unit %zu.\n",
                    m.weight[w], name, w % m.units + 1);
            return;
        }
}
