/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vae.c -- the VAE screen: what an autoencoder's encoder makes of a person's answers, beside the
 * posterior under the same items; and the weights it does so with. */
#include "config.h"

#include "view/vae.h"

#include <stdio.h>
#include <string.h>

#include "view/parts.h"
#include "view/view.h"

#define TALL   34 /* rows from when on a page has the weights below the person */
#define PERSON 19 /* rows of the person then, at least */

static const char *const page_name[UI_VAE_PAGES] = { "a person", "the weights",
                                                     "the expected loss",
                                                     "the Q-matrix" };

static const char about[] =
    "A variational autoencoder estimates items together with an encoder: a network that "
    "is "
    "given a person's answers (for each item one input a category above the lowest, and "
    "one "
    "for whether there is an answer) and guesses the posterior of θ, as the mean and the "
    "log "
    "standard deviation of a normal distribution.\n\n"
    "EM has no such network: it computes the posterior of everyone by quadrature. Here "
    "both "
    "are seen, for one person and the same items. The gap is the Kullback-Leibler "
    "divergence "
    "from the encoder's normal to the posterior, in nats: it is what this person's "
    "evidence "
    "lower bound (ELBO) lacks of the log-likelihood. A part of it no encoder can close, "
    "for "
    "posteriors are no normal distributions; the rest is what the network has not "
    "learnt.\n\n"
    "Hide an answer (x) and the inputs of that item become 0: the posterior widens at "
    "once, "
    "and the encoder follows if it has learnt what a missing answer means. Flip one (f): "
    "both move. o brings the person's own answers back.\n\n"
    "Weights: a row an input, a column a unit of the layer; w chooses the layer. Units "
    "have "
    "no order and no sign of their own: another start deals them otherwise and says the "
    "same.";

/* --- drawing --- */

static void
draw_nothing(const struct ui_session *session, struct ui_canvas *canvas,
             struct ui_rect body)
{
    struct irt_error error = { IRT_OK, "" };
    char text[600];

    ui_has_encoder(session, &error);
    snprintf(
        text, sizeof text, "%.300s. %s", error.message,
        strcmp(session->choices.estimator, "vae") == 0
            ? "Space runs, n does an epoch."
            : ":estimator vae chooses the autoencoder, then space runs it. e says what "
              "this screen shows.");
    ui_paragraph(canvas,
                 (struct ui_rect){ body.y + body.h / 6, body.x + 3, body.h, body.w - 6 },
                 UI_TEXT, text);
}

static void
draw_person(struct vae_state *state, const struct ui_session *session,
            struct ui_canvas *canvas, struct ui_rect body)
{
    struct ui_encoded encoded = { .unit = NULL };
    struct irt_error error;
    int below = 0;

    if (body.h >= TALL) {
        below = ui_vae_weights_height(state, session);
        below = below > body.h - PERSON ? body.h - PERSON : below;
    }
    if (ui_encoded_make(session, state->dimension, &encoded, &error))
        ui_vae_person(state, session, &encoded, canvas, ui_rows(body, 0, body.h - below));
    else
        ui_paragraph(canvas, body, UI_WARN, error.message);
    ui_encoded_clear(&encoded);
    if (below)
        ui_vae_weights(state, session, canvas,
                       ui_columns_of(ui_rows(body, body.h - below, below), 1,
                                     body.w - 2));
}

static bool
has_loads(const struct ui_session *session)
{
    return session->model && session->model->dims > 1;
}

static void
vae_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
         struct ui_rect body)
{
    struct vae_state *state = private;
    const struct ui_session *session = &app->session;

    if (session->model && state->dimension >= session->model->dims)
        state->dimension = 0;
    if (state->page == UI_VAE_LOADS && !has_loads(session))
        state->page = UI_VAE_PERSON;
    if (state->page == UI_VAE_LOADS)
        ui_vae_loads(state, session, canvas, body);
    else if (!ui_has_encoder(session, NULL))
        draw_nothing(session, canvas, body);
    else if (state->page == UI_VAE_WEIGHTS)
        ui_vae_weights(state, session, canvas, ui_columns_of(body, 1, body.w - 2));
    else if (state->page == UI_VAE_LOSS)
        ui_vae_loss(state, session, canvas, body);
    else
        draw_person(state, session, canvas, body);
}

static void
vae_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct vae_state *state = private;
    const struct ui_session *session = &app->session;
    struct irt_error error;

    if (state->page == UI_VAE_LOADS && has_loads(session)) {
        ui_vae_loads_speak(session, out);
        return;
    }
    if (!ui_has_encoder(session, &error)) {
        fprintf(out, "%s.\n", error.message);
        return;
    }
    fprintf(out, "The encoder after epoch %zu.\n",
            ui_session_shown(session)->encoder.cycle);
    if (state->page == UI_VAE_WEIGHTS)
        ui_vae_weights_speak(state, session, out);
    else if (state->page == UI_VAE_LOSS)
        ui_vae_loss_speak(session, out);
    else
        ui_vae_person_speak(state, session, out);
}

/* --- its words --- */

static bool
hide(struct ui_app *app, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    size_t j = session->item;
    bool hidden = ui_answer(session, j) == IRT_MISSING;
    unsigned own = ui_answer_own(session, j);

    if (hidden && own == IRT_MISSING)
        return irt_fail(error, IRT_BAD_USAGE, "%s was not answered; f gives it an answer",
                        ui_item_name(session, j));
    if (!ui_answer_put(session, j, hidden ? own : IRT_MISSING, error))
        return false;
    ui_app_say(app, false, "%s %s", ui_item_name(session, j),
               hidden ? "is shown again" : "is hidden: as if it had not been answered");
    return true;
}

/* The next category; a missing answer becomes the lowest. */
static bool
flip(struct ui_app *app, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    size_t j = session->item;
    unsigned now = ui_answer(session, j), next;

    next = now == IRT_MISSING ? 0 : (now + 1) % session->model->item[j].categories;
    if (!ui_answer_put(session, j, next, error))
        return false;
    ui_app_say(app, false, "%s: category %u in the place of %s", ui_item_name(session, j),
               next,
               next == ui_answer_own(session, j) ? "the changed one"
                                                 : "the person's own");
    return true;
}

static bool
tell(struct ui_app *app, struct irt_error *error)
{
    char *text = strdup(about);

    if (!text)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a text");
    ui_app_show_text(app, "what the VAE screen shows", text);
    return true;
}

static bool
change_answers(struct ui_app *app, const char *word, struct irt_error *error)
{
    if (!app->session.model || !app->session.data)
        return irt_fail(error, IRT_BAD_USAGE, "there are no answers");
    if (strcmp(word, "hide") == 0)
        return hide(app, error);
    if (strcmp(word, "flip") == 0)
        return flip(app, error);
    ui_answers_restore(&app->session);
    ui_app_say(app, false, "the person's own answers");
    return true;
}

/* The chosen item and dimension, or "3:2". */
static bool
measure(struct vae_state *state, struct ui_app *app, const char *argument,
        struct irt_error *error)
{
    size_t item = app->session.item, dimension = state->dimension;

    if (argument && (sscanf(argument, "%zu:%zu", &item, &dimension) != 2 || item == 0 ||
                     dimension == 0))
        return irt_fail(error, IRT_BAD_USAGE, "measure: give ITEM:DIMENSION, as 3:2");
    if (argument) {
        item--;
        dimension--;
    }
    return ui_vae_measure(app, item, dimension, error);
}

static bool
vae_word(void *private, struct ui_app *app, const char *word, const char *argument,
         struct irt_error *error)
{
    struct vae_state *state = private;
    struct ui_session *session = &app->session;

    if (strcmp(word, "about") == 0)
        return tell(app, error);
    if (strcmp(word, "measure") == 0)
        return measure(state, app, argument, error);
    if (strcmp(word, "hide") == 0 || strcmp(word, "flip") == 0 ||
        strcmp(word, "own") == 0)
        return change_answers(app, word, error);
    if (strcmp(word, "show") == 0) {
        state->page = (state->page + 1) % (UI_VAE_PAGES - !has_loads(session));
        ui_app_say(app, false, "%s", page_name[state->page]);
    } else if (strcmp(word, "layer") == 0) {
        if (!ui_has_encoder(session, error))
            return false;
        state->layer = (ui_vae_layer(state, session) + 1) %
                       ui_session_shown(session)->encoder.mlp.layers;
        ui_app_say(app, false, "layer %zu", state->layer + 1);
    } else if (strcmp(word, "dimension") == 0) {
        if (!session->model || session->model->dims < 2)
            return irt_fail(error, IRT_BAD_USAGE, "θ has one dimension");
        state->dimension = (state->dimension + 1) % session->model->dims;
        ui_app_say(app, false, "θ%zu", state->dimension + 1);
    } else {
        return false;
    }
    return true;
}

static bool
vae_applies(const struct ui_session *session)
{
    return strcmp(session->choices.estimator, "vae") == 0;
}

static const struct ui_binding vae_bindings[] = {
    { UI_KEY_UP, "item -1", "item" },
    { UI_KEY_DOWN, "item +1", "item" },
    { 'x', "word hide", "hide" },
    { 'f', "word flip", "flip" },
    { 'o', "word own", "own answers" },
    { '[', "pattern -1", "person" },
    { ']', "pattern +1", "person" },
    { UI_KEY_TAB, "word show", "page" },
    { 'w', "word layer", "layer" },
    { 'd', "word dimension", NULL },
    { 't', "word measure", NULL },
    { 'e', "word about", "what it shows" },
    { ' ', "toggle", "run/pause" },
    { 'n', "step cycle", "epoch" },
    { ',', "back", "travel" },
    { '.', "forward", "travel" },
    { UI_KEY_ENTER, "open", "open number" },
    { 'k', "item -1", NULL },
    { 'j', "item +1", NULL },
    { UI_KEY_HOME, "item 1", NULL },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_vae_view = {
    .name = "vae",
    .title = "VAE",
    .key = 'v',
    .state_size = sizeof(struct vae_state),
    .bindings = vae_bindings,
    .applies = vae_applies,
    .draw = vae_draw,
    .speak = vae_speak,
    .word = vae_word,
};
