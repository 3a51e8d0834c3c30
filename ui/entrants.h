/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entrants.h -- a race from choices: who takes part, on which data.
 *
 * Entrants are a list by commas, "em, jml optimizer=adam, vae": each an estimator, and choices
 * that differ from the session's. */
#ifndef UI_ENTRANTS_H
#define UI_ENTRANTS_H

#include "choices.h"
#include "error.h"
#include "notes.h"
#include "race/race.h"

#include <stdbool.h>

/* The list that is taken where none is given: what cannot estimate the model is left out. */
extern const char ui_race_usual[];

/* Adds the lanes of a list to an open race; entrants NULL: the usual ones, and notes say which
 * were left out and why.  Lanes run on one thread each and without standard errors.  False with
 * *error filled: an entrant cannot be, or fewer than two are left. */
bool ui_race_enter(struct irt_race *race, const struct ui_choices *choices,
                   const char *entrants, struct irt_notes *notes,
                   struct irt_error *error);

/* All that a race needs, of its own: nothing is shared with a session. */
struct ui_racing {
    struct irt_responses *data;
    struct irt_item_report *truth; /* NULL: not known */
    struct irt_race race;
    struct irt_notes notes; /* who takes no part */
};

/* Into a zeroed one: reads choices->file, and the true items from a file, where it is NULL from
 * beside the data if they were simulated, and opens the lanes.  False with *error filled; to be
 * closed in any case. */
bool ui_racing_open(struct ui_racing *racing, const struct ui_choices *choices,
                    const char *entrants, const char *truth, struct irt_error *error);
void ui_racing_close(struct ui_racing *racing);

/* What the lanes are held against: "the truth", or the first lane's label. */
const char *ui_race_goal(const struct irt_race *race);

#endif
