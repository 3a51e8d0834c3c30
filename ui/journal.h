/* SPDX-License-Identifier: GPL-3.0-or-later */
/* journal.h -- every act that changes something, a line of the command language each, so
 * that irtop --run FILE does it again.
 *
 * What a run came to is recorded, not the keys that moved it: "until 12", "step stage 2",
 * "run" (to the end).  So a replay gets to the same place at any speed. */
#ifndef UI_JOURNAL_H
#define UI_JOURNAL_H

#include "app.h"

/* Appends to the state folder's journal from now on; says so on the message line when
 * that cannot be written, and goes on without.  A heading with the date, and what was
 * chosen before (file and choices other than the defaults), come with the first act. */
void ui_journal_open(struct ui_app *app);
void ui_journal_close(struct ui_app *app);

/* Records a line; one that begins with # is no act and is left out. */
void ui_journal_act(struct ui_app *app, const char *line);

/* Records how far the run has come since the last act.  Call it before an act, and when
 * the run stands still. */
void ui_journal_settle(struct ui_app *app);

#endif
