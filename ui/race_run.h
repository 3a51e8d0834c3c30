/* SPDX-License-Identifier: GPL-3.0-or-later */
/* race_run.h -- a race beside the screen: a thread runs it, the screen's thread starts and stops
 * it and takes copies of the points; nothing else is shared.  All functions are for the screen's
 * thread. */
#ifndef UI_RACE_RUN_H
#define UI_RACE_RUN_H

#include "choices.h"
#include "error.h"
#include "race/race.h"

#include <stdbool.h>
#include <stddef.h>

struct ui_race_run;

/* A lane as last taken. */
struct ui_race_seen {
    const char *label;
    size_t points;
    struct irt_race_point *point; /* the run's */
    bool ended;
    char outcome[200]; /* "runs", "converged" .. (report/race.h) */
};

/* Opens and starts a race with the choices' data and model; entrants NULL: the usual ones.
 * NULL with *error filled.  Caller frees: ui_race_run_free(). */
struct ui_race_run *ui_race_run_open(const struct ui_choices *choices,
                                     const char *entrants, struct irt_error *error);
/* Stops it after the cycle under way, and waits for that. */
void ui_race_run_free(struct ui_race_run *run);
void ui_race_run_stop(struct ui_race_run *run);
/* Waits so long at most for the thread to end (after a stop); true when it has. */
bool ui_race_run_gone_within(struct ui_race_run *run, unsigned milliseconds);
/* Waits until it has come to its end. */
void ui_race_run_wait(struct ui_race_run *run);

/* Takes what is new.  True when something changed. */
bool ui_race_run_poll(struct ui_race_run *run);
/* A file descriptor that becomes readable when there is news; poll() drains it. */
int ui_race_run_fd(const struct ui_race_run *run);

bool ui_race_run_running(const struct ui_race_run *run);
size_t ui_race_run_lanes(const struct ui_race_run *run);
const struct ui_race_seen *ui_race_run_lane(const struct ui_race_run *run, size_t k);
const char *ui_race_run_goal(const struct ui_race_run *run);     /* as ui_race_goal() */
const char *ui_race_run_about(const struct ui_race_run *run);    /* "2PL of exam.csv" */
const char *ui_race_run_entrants(const struct ui_race_run *run); /* "": the usual ones */
const struct irt_notes *ui_race_run_notes(const struct ui_race_run *run);

/* The race itself, to be reported: NULL while it runs. */
const struct irt_race *ui_race_run_race(const struct ui_race_run *run);

#endif
