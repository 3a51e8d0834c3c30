/* SPDX-License-Identifier: GPL-3.0-or-later */
/* race_run.c -- a race on a thread of its own.  The thread has the race to itself until it has
 * ended; after each cycle it puts what is new into a copy, under one lock, from where the
 * screen's thread takes it. */
#include "config.h"

#include "race_run.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "entrants.h"
#include "report/race.h"

struct ui_race_run {
    /* The screen's. */
    struct ui_race_seen seen[IRT_RACE_LANES];
    size_t room[IRT_RACE_LANES];
    char about[200], entrants[UI_LIST];
    bool running, joined;

    struct ui_racing racing; /* the thread's while it runs */

    /* Of both. */
    pthread_t thread;
    int pipe[2];
    atomic_bool stop;
    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t over;
    bool ended;
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
tell(struct ui_race_run *run)
{
    ssize_t written = write(run->pipe[1], "", 1); /* full: it is readable already */

    (void)written;
}

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

    pthread_mutex_lock(&run->lock);
    for (size_t i = 0; i < race->lanes; i++)
        if (i == k || all)
            put_lane(run, i, all);
    pthread_mutex_unlock(&run->lock);
    tell(run);
}

static void *
work(void *context)
{
    struct ui_race_run *run = context;
    size_t k;

    while (!atomic_load(&run->stop) &&
           (k = irt_race_step(&run->racing.race)) < run->racing.race.lanes)
        put(run, k);
    pthread_mutex_lock(&run->lock);
    run->ended = true;
    pthread_cond_broadcast(&run->over);
    pthread_mutex_unlock(&run->lock);
    tell(run);
    return NULL;
}

/* --- the screen's side -------------------------------------------------------------------- */

static bool
open_pipe(struct ui_race_run *run, struct irt_error *error)
{
    if (pipe(run->pipe) != 0) {
        run->pipe[0] = run->pipe[1] = -1;
        return irt_fail(error, IRT_NO_MEMORY, "no pipe for the race: %s",
                        strerror(errno));
    }
    for (int end = 0; end < 2; end++) {
        fcntl(run->pipe[end], F_SETFD, FD_CLOEXEC);
        fcntl(run->pipe[end], F_SETFL, O_NONBLOCK);
    }
    return true;
}

/* Signals are for the screen's thread. */
static bool
start_thread(struct ui_race_run *run, struct irt_error *error)
{
    sigset_t all, before;
    int failed;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&run->thread, NULL, work, run);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    run->joined = failed != 0;
    run->running = !run->joined;
    return run->running || irt_fail(error, IRT_NO_MEMORY, "no thread could be started");
}

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
    run->pipe[0] = run->pipe[1] = -1;
    run->joined = true;
    pthread_mutex_init(&run->lock, NULL);
    pthread_cond_init(&run->over, NULL);
    if (ui_racing_open(&run->racing, choices, entrants, NULL, error) &&
        open_pipe(run, error)) {
        describe(run, choices, entrants);
        if (start_thread(run, error)) {
            ui_race_run_poll(run);
            return run;
        }
    }
    ui_race_run_free(run);
    return NULL;
}

static void
join(struct ui_race_run *run)
{
    if (!run->joined)
        pthread_join(run->thread, NULL);
    run->joined = true;
}

void
ui_race_run_free(struct ui_race_run *run)
{
    if (!run)
        return;
    ui_race_run_stop(run);
    join(run);
    ui_racing_close(&run->racing);
    for (size_t k = 0; k < IRT_RACE_LANES; k++) {
        free(run->seen[k].point);
        free(run->made[k].point);
    }
    for (int end = 0; end < 2; end++)
        if (run->pipe[end] >= 0)
            close(run->pipe[end]);
    pthread_mutex_destroy(&run->lock);
    pthread_cond_destroy(&run->over);
    free(run);
}

void
ui_race_run_stop(struct ui_race_run *run)
{
    atomic_store(&run->stop, true);
}

bool
ui_race_run_gone_within(struct ui_race_run *run, unsigned milliseconds)
{
    struct timespec until;
    bool gone;

    if (run->joined)
        return true;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    until.tv_sec += (time_t)(milliseconds / 1000) + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&run->lock);
    while (!run->ended &&
           pthread_cond_timedwait(&run->over, &run->lock, &until) != ETIMEDOUT)
        ;
    gone = run->ended;
    pthread_mutex_unlock(&run->lock);
    return gone;
}

void
ui_race_run_wait(struct ui_race_run *run)
{
    join(run);
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
    char drained[64];
    bool changed = false, ended;

    while (read(run->pipe[0], drained, sizeof drained) > 0)
        ;
    pthread_mutex_lock(&run->lock);
    for (size_t k = 0; k < run->racing.race.lanes; k++)
        changed = take_lane(run, k) || changed;
    ended = run->running && run->ended;
    pthread_mutex_unlock(&run->lock);
    if (ended) {
        join(run);
        run->running = false;
    }
    return changed || ended;
}

/* --- what there is to see ----------------------------------------------------------------- */

int
ui_race_run_fd(const struct ui_race_run *run)
{
    return run->pipe[0];
}

bool
ui_race_run_running(const struct ui_race_run *run)
{
    return run->running && !atomic_load(&run->stop);
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
