/* SPDX-License-Identifier: GPL-3.0-or-later */
/* examine.h -- the session's statistics of fit: of the cycle that screens show, and the final
 * ones when the run has ended.  While it runs they are made every few cycles, on a thread that
 * gives way to those of the run (where the system has no such threads, with pauses ten times as
 * long as they took), so that the run does not feel them: make bench has by how much. */
#ifndef UI_EXAMINE_H
#define UI_EXAMINE_H

#include "error.h"
#include "fit/statistic.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>

/* Starts what is due, and nothing while something is under way.  True when it did. */
bool ui_examine(struct ui_session *session);
/* Asks for those, too, that take long, of the run that has ended. */
bool ui_examine_all(struct ui_session *session, struct irt_error *error);
/* Are anchors and scores of DIF purified?  And says whether they are to be, and where the run has
 * ended compares anew; the choice is that of :fit. */
bool ui_examine_purified(const struct ui_session *session);
bool ui_examine_purify(struct ui_session *session, bool purified,
                       struct irt_error *error);
/* Leaves off; what was made stays. */
void ui_examine_cancel(struct ui_session *session);

/* Takes what is new; true when something changed. */
bool ui_examine_poll(struct ui_session *session);
void ui_examine_wait(struct ui_session *session);
/* Dropped with the run. */
void ui_examine_drop(struct ui_session *session);

/* What was found last, or NULL: nothing yet. */
const struct ui_exam *ui_examined(const struct ui_session *session);
/* The result of a statistic, as the struct of its header, or NULL; and *why, where it was asked
 * for and cannot be had, else NULL. */
const void *ui_examined_of(const struct ui_session *session,
                           const struct irt_statistic *statistic, const char **why);

#endif
