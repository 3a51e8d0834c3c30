/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vae_person.c -- one person's answers, what the encoder makes of them, and the posterior under
 * the same items. */
#include "config.h"

#include "view/vae.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "item_label.h"
#include "plot/plot.h"
#include "view/parts.h"
#include "view/persons.h"

#define LIST   27 /* columns of the answers */
#define NAME   11 /* of an item's name */
#define CURVE  161
#define LEAST  0.01 /* of the height: what is less is no bar */
#define NUMBER 11   /* columns of one in the table */

/* --- the answers --- */

/* "1", or "·" for none. */
static void
answer_text(const struct irt_item *item, unsigned category, char *out, size_t size)
{
    if (category == IRT_MISSING)
        snprintf(out, size, "·");
    else
        snprintf(out, size, "%u", irt_item_response(item, category));
}

static void
draw_answer(const struct ui_session *session, size_t j, struct ui_canvas *canvas, int y,
            struct ui_rect rect)
{
    const struct irt_item *item = &session->model->item[j];
    unsigned own = ui_answer_own(session, j), now = ui_answer(session, j);
    bool chosen = j == session->item;
    char was[12], is[12], name[80];

    ui_item_label(session, j, NAME, name, sizeof name);
    answer_text(item, own, was, sizeof was);
    answer_text(item, now, is, sizeof is);
    ui_cut_text(canvas, y, rect.x, NAME + 2, chosen ? UI_TITLE : UI_TEXT, "%s %s",
                chosen ? "▸" : " ", name);
    ui_text(canvas, y, rect.x + NAME + 3, now != own ? UI_CHANGED : UI_TEXT, "%3s", is);
    if (now != own)
        ui_cut_text(canvas, y, rect.x + NAME + 8, rect.w - NAME - 8, UI_CHANGED, "was %s",
                    was);
    else if (now == IRT_MISSING)
        ui_cut_text(canvas, y, rect.x + NAME + 8, rect.w - NAME - 8, UI_DIM, "none");
}

static void
draw_answers(struct vae_state *state, const struct ui_session *session,
             struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t items = session->model->items;

    ui_cut_text(canvas, rect.y, rect.x + 2, rect.w - 2, UI_DIM, "item");
    ui_cut_text(canvas, rect.y, rect.x + NAME + 1, rect.w - NAME - 1, UI_DIM, "answer");
    ui_keep_in_view(&state->top, session->item, items, rect.h - 1);
    for (int k = 0; k < rect.h - 1 && state->top + (size_t)k < items; k++) {
        char command[40];
        int y = rect.y + 1 + k;

        draw_answer(session, state->top + (size_t)k, canvas, y, rect);
        snprintf(command, sizeof command, "item %zu", state->top + (size_t)k + 1);
        ui_clickable(canvas, (struct ui_rect){ y, rect.x, 1, rect.w }, command);
    }
}

/* --- the numbers --- */

static void
draw_pair(const struct ui_session *session, size_t row, size_t dimension,
          struct ui_canvas *canvas, int y, int x, const char *name, double encoder,
          double exact)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_ENCODED,
                             .row = row,
                             .column = dimension,
                             .pattern = session->pattern };

    ui_text(canvas, y, x, UI_TEXT, "%s", name);
    ui_column(canvas, y, x + 8, NUMBER, UI_TEXT, &q, 4, encoder);
    q.kind = UI_QUANTITY_EXACT;
    ui_column(canvas, y, x + 8 + NUMBER, NUMBER, UI_TEXT, &q, 4, exact);
    ui_text(canvas, y, x + 8 + 2 * NUMBER, UI_TEXT, "%+*.4f", NUMBER + 1,
            encoder - exact);
}

/* KL(q || p) as a number and what it is made of.  Returns the rows it takes. */
static int
draw_numbers(const struct vae_state *state, const struct ui_session *session,
             const struct irt_gap *gap, struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t r = state->dimension;
    struct ui_quantity q = { .kind = UI_QUANTITY_GAP, .pattern = session->pattern };
    char theta[16] = "θ";
    int x;

    if (session->model->dims > 1)
        snprintf(theta, sizeof theta, "θ%zu", r + 1);
    ui_cut_text(canvas, rect.y, rect.x, rect.w, UI_DIM, "%-8s%*s%*s%*s", theta, NUMBER,
                "encoder", NUMBER, "posterior", NUMBER + 1, "difference");
    if (rect.h < 5)
        return rect.h;
    draw_pair(session, 0, r, canvas, rect.y + 1, rect.x, "mean", gap->mean[r],
              gap->exact_mean[r]);
    draw_pair(session, 1, r, canvas, rect.y + 2, rect.x, "SD", gap->sd[r],
              gap->exact_sd[r]);
    ui_text(canvas, rect.y + 3, rect.x, UI_TITLE, "gap");
    ui_column(canvas, rect.y + 3, rect.x + 8, NUMBER, UI_TITLE, &q, 4, gap->kl);
    ui_cut_text(canvas, rect.y + 3, rect.x + 9 + NUMBER, rect.w - 9 - NUMBER, UI_TEXT,
                "nats, KL(encoder || posterior)%s",
                session->model->dims > 1 ? ", all dimensions" : "");
    x = rect.x;
    x += ui_text(canvas, rect.y + 4, x, UI_DIM, "log P(u)");
    q.row = 1;
    ui_column(canvas, rect.y + 4, x, 9, UI_TEXT, &q, 4, gap->log_marginal);
    x += 9 + ui_text(canvas, rect.y + 4, x + 9, UI_DIM, ",  bound");
    ui_column(canvas, rect.y + 4, x, 9, UI_TEXT, NULL, 4, gap->log_marginal - gap->kl);
    if (rect.w >= 78) {
        x += 9 + ui_text(canvas, rect.y + 4, x + 9, UI_DIM, " = reconstruction");
        q.row = 2;
        ui_column(canvas, rect.y + 4, x, 9, UI_TEXT, &q, 4, gap->reconstruction);
        x += 9 + ui_text(canvas, rect.y + 4, x + 9, UI_DIM, " - KL to the prior");
        q.row = 3;
        ui_column(canvas, rect.y + 4, x, 8, UI_TEXT, &q, 4, gap->prior_kl);
    }
    return 5;
}

/* --- the curves --- */

static double
normal_density(double theta, double mean, double sd)
{
    double x = (theta - mean) / sd;

    return exp(-0.5 * x * x) / (sd * sqrt(2 * M_PI));
}

/* The posterior's density between the points it is known at; 0 beyond. */
static double
exact_density(const struct irt_gap *gap, double theta)
{
    double step = gap->points > 1 ? gap->theta[1] - gap->theta[0] : 1;
    double at = (theta - gap->theta[0]) / step;
    size_t n = at > 0 ? (size_t)at : 0;

    if (at < 0 || n + 1 >= gap->points)
        return 0;
    return gap->density[n] + (at - (double)n) * (gap->density[n + 1] - gap->density[n]);
}

/* The height of the axis: steps of a fourth, so that it does not jump with every answer. */
static double
top_of(const struct irt_gap *gap, size_t r)
{
    double most = normal_density(0, 0, gap->sd[r]);

    for (size_t n = 0; n < gap->points; n++)
        most = fmax(most, gap->density[n]);
    return ceil(4 * 1.02 * most) / 4;
}

static void
draw_curves(const struct vae_state *state, const struct ui_session *session,
            const struct irt_gap *gap, struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_encoder *encoder = &ui_session_shown(session)->encoder;
    double sigma = encoder->psi[session->model->sigma];
    double x[CURVE], q[CURVE], prior[CURVE], column[512], height[512];
    size_t r = state->dimension;
    char title[120], theta[16] = "θ";
    struct ui_plot plot;

    if (session->model->dims > 1)
        snprintf(theta, sizeof theta, "θ%zu", r + 1);
    snprintf(title, sizeof title,
             rect.w >= 66
                 ? "density: encoder's normal ━ over the posterior (filled), prior ╌"
                 : "encoder ━, posterior filled, prior ╌");
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x_title = theta,
                                           .x0 = -UI_SCORE_END,
                                           .x1 = UI_SCORE_END,
                                           .y1 = top_of(gap, r),
                                           .x_ticks = 5,
                                           .y_ticks = 3,
                                           .label_columns = 5 });
    int columns = plot.inner.w < 512 ? plot.inner.w : 512;

    for (int k = 0; k < columns; k++) {
        column[k] = plot.x0 + (plot.x1 - plot.x0) * (k + 0.5) / columns;
        height[k] = exact_density(gap, column[k]);
        if (height[k] < LEAST * plot.y1)
            height[k] = NAN;
    }
    for (size_t k = 0; k < CURVE; k++) {
        x[k] = plot.x0 + (plot.x1 - plot.x0) * (double)k / (CURVE - 1);
        q[k] = normal_density(x[k], gap->mean[r], gap->sd[r]);
        prior[k] = normal_density(x[k], 0, sigma);
    }
    ui_plot_bars(&plot, UI_GHOST, column, height, (size_t)(columns > 0 ? columns : 0), 1);
    ui_plot_dashed(&plot, UI_PRIOR, x, prior, CURVE);
    ui_plot_curve(&plot, UI_POSTERIOR, x, q, CURVE);
}

/* --- together --- */

static void
draw_heading(const struct ui_session *session, struct ui_canvas *canvas,
             struct ui_rect rect)
{
    const struct irt_snapshot *shown = ui_session_shown(session);
    size_t changed = ui_answers_changed(session);
    char pattern[120], name[100];
    int x = rect.x + 1;

    ui_person_name(session->data, session->row, name, sizeof name);
    ui_pattern_text(session, session->pattern, rect.w >= 100 ? 40 : 20, pattern,
                    sizeof pattern);
    x += ui_text(canvas, rect.y, x, UI_TITLE, "%.24s", name);
    x += ui_text(canvas, rect.y, x, UI_TEXT, ", %s", pattern);
    if (changed)
        x += ui_text(canvas, rect.y, x, UI_CHANGED, ", %zu changed", changed);
    if (shown->encoder.cycle != shown->cycle)
        ui_cut_text(canvas, rect.y, x + 2, rect.x + rect.w - x - 2, UI_WARN,
                    "kept of epoch %zu", shown->encoder.cycle);
}

void
ui_vae_person(struct vae_state *state, const struct ui_session *session,
              const struct ui_encoded *encoded, struct ui_canvas *canvas,
              struct ui_rect rect)
{
    struct ui_rect right =
        ui_columns_of(ui_rows(rect, 1, rect.h - 1), LIST + 1, rect.w - LIST - 2);
    int used;

    draw_heading(session, canvas, rect);
    draw_answers(state, session, canvas,
                 ui_columns_of(ui_rows(rect, 1, rect.h - 1), 1, LIST - 1));
    if (right.h < 1 || right.w < 20)
        return;
    used = draw_numbers(state, session, &encoded->gap, canvas, right);
    if (right.h - used >= 5)
        draw_curves(state, session, &encoded->gap, canvas,
                    ui_rows(right, used + 1, right.h - used - 1));
}

void
ui_vae_person_speak(const struct vae_state *state, const struct ui_session *session,
                    FILE *out)
{
    struct ui_encoded encoded = { .unit = NULL };
    struct irt_error error;
    char pattern[120], name[100];
    size_t r = state->dimension;

    ui_person_name(session->data, session->row, name, sizeof name);
    ui_pattern_text(session, session->pattern, 60, pattern, sizeof pattern);
    fprintf(out, "%s, answers %s, %zu of them changed.\n", name, pattern,
            ui_answers_changed(session));
    if (ui_encoded_make(session, r, &encoded, &error)) {
        const struct irt_gap *gap = &encoded.gap;

        fprintf(out,
                "The encoder says mean %.4f and standard deviation %.4f; the posterior "
                "under the same items has %.4f and %.4f.\n"
                "The gap between them is %.4f nats.\n",
                gap->mean[r], gap->sd[r], gap->exact_mean[r], gap->exact_sd[r], gap->kl);
    } else {
        fprintf(out, "%s.\n", error.message);
    }
    ui_encoded_clear(&encoded);
}
