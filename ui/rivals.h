/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rivals.h -- the same data fitted with other school effects than the run's, each by a worker
 * of its own, so that fixed effects stand beside averages and random ones. */
#ifndef UI_RIVALS_H
#define UI_RIVALS_H

#include "error.h"
#include "session.h"

#include <stdbool.h>

/* Starts those that are not there yet: of fixed, random and averages, what the run has not.
 * False with *error filled when none can be had. */
bool ui_rivals_start(struct ui_session *session, struct irt_error *error);
/* Dropped with the run, whose data and choices they have. */
void ui_rivals_drop(struct ui_session *session);

/* Takes what is new; true when something changed. */
bool ui_rivals_poll(struct ui_session *session);
void ui_rivals_wait(struct ui_session *session);

/* The rival with these effects; NULL: not asked for, or it cannot be had. */
const struct ui_rival *ui_rivals_find(const struct ui_session *session,
                                      enum irt_effects effects);

#endif
