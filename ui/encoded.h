/* SPDX-License-Identifier: GPL-3.0-or-later */
/* encoded.h -- the chosen person as the autoencoder has them: the answers, some of them changed
 * to see what comes of it, the encoder's normal, and how far that lies from the posterior. */
#ifndef UI_ENCODED_H
#define UI_ENCODED_H

#include "error.h"
#include "neural/gap.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether there is an encoder in the cycle that is shown; else false with a sentence. */
bool ui_has_encoder(const struct ui_session *session, struct irt_error *error);

/* --- answers --- */

/* The chosen pattern's category of an item, or IRT_MISSING: its own, and as changed. */
unsigned ui_answer_own(const struct ui_session *session, size_t item);
unsigned ui_answer(const struct ui_session *session, size_t item);
/* How many are changed. */
size_t ui_answers_changed(const struct ui_session *session);
/* Changes one: until another pattern is chosen, or other data, or it is put back. */
bool ui_answer_put(struct ui_session *session, size_t item, unsigned category,
                   struct irt_error *error);
void ui_answers_restore(struct ui_session *session);

/* --- what comes of them --- */

struct ui_encoded {
    struct irt_normal normal;
    struct irt_gap gap;
    double *unit; /* all layers' outputs, as irt_encoder_run() gives them; owned */
};
/* Into a zeroed one, or one made before; dimension: of the gap's curve.  False with *error
 * filled.  ui_encoded_clear() after both. */
bool ui_encoded_make(const struct ui_session *session, size_t dimension,
                     struct ui_encoded *out, struct irt_error *error);
void ui_encoded_clear(struct ui_encoded *encoded);

#endif
