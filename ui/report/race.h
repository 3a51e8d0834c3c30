/* SPDX-License-Identifier: GPL-3.0-or-later */
/* race.h -- the outcome of a race as text, JSON or CSV. */
#ifndef UI_REPORT_RACE_H
#define UI_REPORT_RACE_H

#include "error.h"
#include "notes.h"
#include "race/race.h"

#include <stdbool.h>
#include <stdio.h>

struct ui_race_report { /* all borrowed */
    const struct irt_race *race;
    const char *file;
    const struct irt_notes *notes; /* who took no part */
    bool ascii;
};

/* How near an entrant has to stay for "within": of the difficulties' root mean square. */
#define UI_RACE_NEAR 0.01

/* Each writes to out and returns false with *error filled when that fails. */
typedef bool ui_race_writer(const struct ui_race_report *report, FILE *out,
                            struct irt_error *error);
ui_race_writer ui_race_text, ui_race_json, ui_race_csv;

/* How a lane has ended: "converged", "500 cycles", "failed: ..."; "runs" before it has. */
void ui_race_outcome(const struct irt_race_lane *lane, char *out, size_t size);

#endif
