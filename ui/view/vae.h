/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vae.h -- the parts of the VAE screen: one person, the encoder's weights, the expected loss. */
#ifndef UI_VAE_H
#define UI_VAE_H

#include "app.h"
#include "canvas.h"
#include "encoded.h"
#include "loss.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum ui_vae_page {
    UI_VAE_PERSON,
    UI_VAE_WEIGHTS,
    UI_VAE_LOSS,
    UI_VAE_LOADS,
    UI_VAE_PAGES
};

/* Kept from one picture to the next. */
struct vae_state {
    enum ui_vae_page page;
    size_t layer;     /* of weights; beyond the last: the first */
    size_t dimension; /* of theta */
    size_t top;       /* first item shown */
    /* The expected loss as last computed, and of what. */
    bool loss_known, loss_scored;
    const struct irt_model *loss_model;
    size_t loss_loads, loss_cycle;
    double loss_sign; /* of the encoder */
    double loss_due;  /* when it may be computed again, in seconds */
    struct irt_loss_picture loss;
};

/* The person's answers, what the encoder makes of them and the posterior: numbers and curves. */
void ui_vae_person(struct vae_state *state, const struct ui_session *session,
                   const struct ui_encoded *encoded, struct ui_canvas *canvas,
                   struct ui_rect rect);
void ui_vae_person_speak(const struct vae_state *state, const struct ui_session *session,
                         FILE *out);

/* A layer's weights, a row an input, a column a unit; and how many rows that takes at most. */
void ui_vae_weights(const struct vae_state *state, const struct ui_session *session,
                    struct ui_canvas *canvas, struct ui_rect rect);
int ui_vae_weights_height(const struct vae_state *state,
                          const struct ui_session *session);
void ui_vae_weights_speak(const struct vae_state *state, const struct ui_session *session,
                          FILE *out);
size_t ui_vae_layer(const struct vae_state *state, const struct ui_session *session);

/* The expected loss around the truth of simulated data. */
void ui_vae_loss(struct vae_state *state, const struct ui_session *session,
                 struct ui_canvas *canvas, struct ui_rect rect);
void ui_vae_loss_speak(const struct ui_session *session, FILE *out);

/* The Q-matrix, of several dimensions; and changing whether an item measures one. */
void ui_vae_loads(struct vae_state *state, const struct ui_session *session,
                  struct ui_canvas *canvas, struct ui_rect rect);
void ui_vae_loads_speak(const struct ui_session *session, FILE *out);
bool ui_vae_measure(struct ui_app *app, size_t item, size_t dimension,
                    struct irt_error *error);

#endif
