/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loss.h -- the autoencoder's expected loss around the truth of simulated data, from a session:
 * the estimate is what the shown cycle came to. */
#ifndef UI_LOSS_H
#define UI_LOSS_H

#include "error.h"
#include "neural/loss_picture.h"
#include "report/loss.h"
#include "session.h"

#include <stdbool.h>

/* The noise is the mean standard deviation of the persons' posteriors: of EAP when the run has
 * ended and it is there, else the encoder's own, of some of the persons.  False with *error
 * filled: there is no encoder, no truth, or no such loss of this model. */
bool ui_loss_make(const struct ui_session *session, struct irt_loss_picture *out,
                  struct irt_error *error);

/* Into a file by its ending, .csv or .txt. */
bool ui_loss_write(const struct ui_session *session, const char *file,
                   struct irt_error *error);

/* psi of the true items, from truth[data->items]; elsewhere psi stays.  where: whose truth it
 * is, in a failure. */
bool ui_truth_restore(const struct irt_model *model, const struct irt_responses *data,
                      const struct irt_item_report *truth, const char *where, double *psi,
                      struct irt_error *error);

#endif
