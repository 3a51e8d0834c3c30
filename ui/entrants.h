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

/* What the lanes are held against: "the truth", or the first lane's label. */
const char *ui_race_goal(const struct irt_race *race);

#endif
