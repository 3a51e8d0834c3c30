/* SPDX-License-Identifier: GPL-3.0-or-later */
/* race_run.c -- a race on a thread of its own.  The thread has the race to itself until it has
 * ended; after each cycle it puts what is new into a copy, under one lock, from where the
 * screen's thread takes it. */
#include "config.h"

#include "race_run.h"

#include <stdlib.h>
#include <string.h>

#include "beside.h"
#include "entrants.h"
#include "report/race.h"

struct ui_race_run {
    /* The screen's. */
    struct ui_race_seen seen[IRT_RACE_LANES];
    size_t room[IRT_RACE_LANES];
    char about[200], entrants[UI_LIST];
    bool running;

    struct ui_racing racing; /* the thread's while it runs */

    /* Of both. */
    struct ui_beside beside; /* its lock is over what follows */
    struct ui_race_seen made[IRT_RACE_LANES];
    size_t made_room[IRT_RACE_LANES];
    size_t fresh[IRT_RACE_LANES]; /* the first point that is new since it was taken */
};

/* --- copies ------------------------------------------------------------------------------- */

/* Points from first on; without memory the copy stays shorter. */
static void
copy_points(struct ui_race_seen *to, size_t *room, const struct irt_race_point *point,
            size_t points, size_t first)
{
    if (points > *room) {
        size_t more = 2 * points;
        struct irt_race_point *grown = realloc(to->point, more * sizeof *grown);

        if (!grown)
            return;
        to->point = grown;
        *room = more;
    }
    if (points > first)
        memcpy(to->point + first, point + first, (points - first) * sizeof *point);
    to->points = points;
}

/* --- the thread's side -------------------------------------------------------------------- */

static void
put_lane(struct ui_race_run *run, size_t k, bool whole)
{
    const struct irt_race_lane *lane = &run->racing.race.lane[k];
    struct ui_race_seen *made = &run->made[k];
    size_t first = whole || made->points == 0 ? 0 : made->points - 1;

    copy_points(made, &run->made_room[k], lane->point, lane->points, first);
    run->fresh[k] = first < run->fresh[k] ? first : run->fresh[k];
    made->ended = lane->ended;
    ui_race_outcome(lane, made->outcome, sizeof made->outcome);
}

/* All distances become known when the first lane ends. */
static void
put(struct ui_race_run *run, size_t k)
{
    const struct irt_race *race = &run->racing.race;
    bool all = k == 0 && race->lane[0].ended;

    pthread_mutex_lock(&run->beside.lock);
    for (size_t i = 0; i < race->lanes; i++)
        if (i == k || all)
            put_lane(run, i, all);
    pthread_mutex_unlock(&run->beside.lock);
    ui_beside_tell(&run->beside);
}

static void
work(void *context)
{
    struct ui_race_run *run = context;
    size_t k;

    while (!atomic_load(&run->beside.stop) &&
           (k = irt_race_step(&run->racing.race)) < run->racing.race.lanes)
        put(run, k);
}

/* --- the screen's side -------------------------------------------------------------------- */

static void
describe(struct ui_race_run *run, const struct ui_choices *choices, const char *entrants)
{
    const struct irt_race *race = &run->racing.race;
    const char *slash = strrchr(choices->file, '/');

    snprintf(run->about, sizeof run->about, "%s of %.150s",
             race->lane[0].model->kind->title, slash ? slash + 1 : choices->file);
    snprintf(run->entrants, sizeof run->entrants, "%s", entrants ? entrants : "");
    for (size_t k = 0; k < race->lanes; k++) {
        run->seen[k].label = run->made[k].label = race->lane[k].label;
        put_lane(run, k, true);
    }
}

struct ui_race_run *
ui_race_run_open(const struct ui_choices *choices, const char *entrants,
                 struct irt_error *error)
{
    struct ui_race_run *run = calloc(1, sizeof *run);

    if (!run) {
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for a race");
        return NULL;
    }
    if (ui_beside_open(&run->beside, error) &&
        ui_racing_open(&run->racing, choices, entrants, NULL, error)) {
        describe(run, choices, entrants);
        run->running = ui_beside_start(&run->beside, work, run, error);
        if (run->running) {
            ui_race_run_poll(run);
            return run;
        }
    }
    ui_race_run_free(run);
    return NULL;
}

void
ui_race_run_free(struct ui_race_run *run)
{
    if (!run)
        return;
    ui_beside_close(&run->beside);
    ui_racing_close(&run->racing);
    for (size_t k = 0; k < IRT_RACE_LANES; k++) {
        free(run->seen[k].point);
        free(run->made[k].point);
    }
    free(run);
}

void
ui_race_run_stop(struct ui_race_run *run)
{
    ui_beside_stop(&run->beside);
}

bool
ui_race_run_gone_within(struct ui_race_run *run, unsigned milliseconds)
{
    return ui_beside_gone_within(&run->beside, milliseconds);
}

void
ui_race_run_wait(struct ui_race_run *run)
{
    ui_beside_join(&run->beside);
    ui_race_run_poll(run);
}

/* Under the lock. */
static bool
take_lane(struct ui_race_run *run, size_t k)
{
    struct ui_race_seen *made = &run->made[k], *seen = &run->seen[k];
    bool changed = seen->points != made->points || run->fresh[k] < made->points ||
                   seen->ended != made->ended;

    copy_points(seen, &run->room[k], made->point, made->points,
                run->fresh[k] < seen->points ? run->fresh[k] : seen->points);
    run->fresh[k] = made->points;
    seen->ended = made->ended;
    memcpy(seen->outcome, made->outcome, sizeof seen->outcome);
    return changed;
}

bool
ui_race_run_poll(struct ui_race_run *run)
{
    bool changed = false, ended;

    ui_pipe_drain(run->beside.pipe[0]);
    pthread_mutex_lock(&run->beside.lock);
    for (size_t k = 0; k < run->racing.race.lanes; k++)
        changed = take_lane(run, k) || changed;
    ended = run->running && run->beside.gone;
    pthread_mutex_unlock(&run->beside.lock);
    if (ended) {
        ui_beside_join(&run->beside);
        run->running = false;
    }
    return changed || ended;
}

/* --- what there is to see ----------------------------------------------------------------- */

int
ui_race_run_fd(const struct ui_race_run *run)
{
    return run->beside.pipe[0];
}

bool
ui_race_run_running(const struct ui_race_run *run)
{
    return run->running && !atomic_load(&run->beside.stop);
}

size_t
ui_race_run_lanes(const struct ui_race_run *run)
{
    return run->racing.race.lanes;
}

const struct ui_race_seen *
ui_race_run_lane(const struct ui_race_run *run, size_t k)
{
    return &run->seen[k];
}

const char *
ui_race_run_goal(const struct ui_race_run *run)
{
    return ui_race_goal(&run->racing.race);
}

const char *
ui_race_run_about(const struct ui_race_run *run)
{
    return run->about;
}

const char *
ui_race_run_entrants(const struct ui_race_run *run)
{
    return run->entrants;
}

const struct irt_notes *
ui_race_run_notes(const struct ui_race_run *run)
{
    return &run->racing.notes;
}

const struct irt_race *
ui_race_run_race(const struct ui_race_run *run)
{
    return run->running ? NULL : &run->racing.race;
}
