/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vae_loss.c -- do the true parameters minimise the autoencoder's expected loss?  The gradient at
 * the truth of simulated data by the encoder's noise, and the loss on the line from the truth to
 * what the shown cycle came to. */
#include "config.h"

#include "view/vae.h"

#include <math.h>
#include <stdio.h>

#include "estimation.h"
#include "plot/plot.h"
#include "view/parts.h"

#define REST  10 /* times as long as it took nothing is computed while a run goes on */
#define SHORT 34 /* columns of a plot whose title has to be short */

/* What tells one cycle's encoder from another's. */
static bool
is_current(const struct vae_state *state, const struct ui_session *session)
{
    const struct irt_encoder *encoder = &ui_session_shown(session)->encoder;

    return state->loss_known && state->loss_model == session->model &&
           state->loss_loads == session->loads && state->loss_cycle == encoder->cycle &&
           state->loss_scored == (session->score_se[IRT_SCORE_EAP] != NULL) &&
           state->loss_sign == encoder->weights[0] + encoder->psi[0];
}

/* Where a run goes on the picture may be some cycles old. */
static bool
bring_up(struct vae_state *state, const struct ui_session *session,
         struct irt_error *error)
{
    const struct irt_encoder *encoder = &ui_session_shown(session)->encoder;
    double start = ui_seconds();

    if (is_current(state, session) ||
        (state->loss_known && session->running && state->loss_model == session->model &&
         start < state->loss_due))
        return true;
    state->loss_known = ui_loss_make(session, &state->loss, error);
    state->loss_model = session->model;
    state->loss_loads = session->loads;
    state->loss_cycle = encoder->weights ? encoder->cycle : 0;
    state->loss_scored = session->score_se[IRT_SCORE_EAP] != NULL;
    state->loss_sign = encoder->weights ? encoder->weights[0] + encoder->psi[0] : 0;
    state->loss_due = ui_seconds() + REST * (ui_seconds() - start);
    return state->loss_known;
}

/* --- drawing --- */

static void
draw_norm(const struct irt_loss_picture *loss, struct ui_canvas *canvas,
          struct ui_rect rect)
{
    double top = loss->norm[IRT_LOSS_NOISES - 1], low = 0;
    struct ui_plot plot;

    ui_nice_range(&low, &top, 3);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){
                            .title = rect.w < SHORT ? "|gradient| by noise SD"
                                                    : "norm of the gradient at the truth",
                            .x_title = "noise SD",
                            .x1 = 1,
                            .y1 = top,
                            .x_ticks = 4,
                            .y_ticks = 3 });
    ui_plot_vertical(&plot, UI_GHOST, loss->noise);
    ui_plot_curve(&plot, UI_CURVE_0, irt_loss_noise, loss->norm, IRT_LOSS_NOISES);
    ui_plot_points(&plot, UI_CURVE_0, 0x25CF, irt_loss_noise, loss->norm,
                   IRT_LOSS_NOISES);
}

/* Both curves less what they are at the truth: so they can be seen on one scale. */
static void
draw_line(const struct irt_loss_picture *loss, struct ui_canvas *canvas,
          struct ui_rect rect)
{
    static const enum ui_role role[2] = { UI_CURVE_0, UI_CURVE_1 };
    double off[2][IRT_LOSS_PLACES], low = 0, top = 0;
    const char *label[2] = { "no noise", "noise" };
    double end[2];
    size_t zero = 0;
    struct ui_plot plot;

    while (zero + 1 < IRT_LOSS_PLACES && loss->place[zero] < 0)
        zero++;
    for (int with = 0; with < 2; with++)
        for (size_t s = 0; s < IRT_LOSS_PLACES; s++) {
            off[with][s] = loss->along[with][s] - loss->along[with][zero];
            low = fmin(low, off[with][s]);
            top = fmax(top, off[with][s]);
        }
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){
                            .title = rect.w < SHORT
                                         ? "loss less that at the truth"
                                         : "a person's loss less that at the truth",
                            .x_title = "",
                            .x0 = loss->place[0],
                            .x1 = loss->place[IRT_LOSS_PLACES - 1],
                            .y0 = low - 0.05 * (top - low),
                            .y1 = top,
                            .x_ticks = 4,
                            .y_ticks = 3,
                            .label_columns = 8,
                            .right = 9 });
    ui_plot_vertical(&plot, UI_GHOST, 0);
    ui_plot_vertical(&plot, UI_GHOST, 1);
    for (int with = 0; with < 2; with++) {
        ui_plot_curve(&plot, role[with], loss->place, off[with], IRT_LOSS_PLACES);
        end[with] = off[with][IRT_LOSS_PLACES - 1];
    }
    for (int with = 0; with < 2; with++) {
        double place = irt_loss_least(loss, with), value = 0;

        for (size_t s = 0; s < IRT_LOSS_PLACES; s++)
            if (loss->place[s] == place)
                value = off[with][s];
        ui_plot_points(&plot, role[with], 0x25CF, &place, &value, 1);
    }
    ui_plot_end_labels(&plot, role, end, label, 2);
}

void
ui_vae_loss(struct vae_state *state, const struct ui_session *session,
            struct ui_canvas *canvas, struct ui_rect rect)
{
    struct irt_error error = { IRT_OK, "" };
    struct ui_loss_report report = { session->model, session->data, "the true parameters",
                                     &state->loss };
    char text[600];
    int used, left = rect.w * 2 / 5;

    if (!bring_up(state, session, &error)) {
        ui_paragraph(canvas,
                     (struct ui_rect){ rect.y + rect.h / 6, rect.x + 3, rect.h,
                                       rect.w - 6 },
                     UI_TEXT, error.message);
        return;
    }
    ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TITLE,
                "expected loss after epoch %zu; noise %.3f is that of the posteriors",
                state->loss_cycle, state->loss.noise);
    ui_loss_claim(&report, text, sizeof text);
    used = 1 + ui_paragraph(canvas,
                            ui_rows(ui_columns_of(rect, 1, rect.w - 2), 1, rect.h - 1),
                            UI_TEXT, text);
    if (rect.h - used < 6)
        return;
    struct ui_rect plots = ui_rows(rect, used + 1, rect.h - used - 3);

    draw_norm(&state->loss, canvas, ui_columns_of(plots, 0, left));
    draw_line(&state->loss, canvas, ui_columns_of(plots, left, rect.w - left));
    ui_cut_text(canvas, rect.y + rect.h - 2, rect.x + left + 8, rect.w - left - 8,
                UI_AXIS, "line: 0 is the truth, 1 the estimate");
    ui_cut_text(canvas, rect.y + rect.h - 1, rect.x + 1, rect.w - 1, UI_TEXT,
                "● least: at %.2f without noise, at %.2f with it",
                irt_loss_least(&state->loss, false), irt_loss_least(&state->loss, true));
}

void
ui_vae_loss_speak(const struct ui_session *session, FILE *out)
{
    struct irt_loss_picture picture;
    struct ui_loss_report report = { session->model, session->data, "the true parameters",
                                     &picture };
    struct irt_error error;
    char text[600];

    if (!ui_loss_make(session, &picture, &error)) {
        fprintf(out, "%s.\n", error.message);
        return;
    }
    ui_loss_claim(&report, text, sizeof text);
    fprintf(out, "%s\n", text);
    ui_loss_line(&report, text, sizeof text);
    fprintf(out,
            "Along the line from the truth to the estimate the loss was looked at. %s\n",
            text);
}
