/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_run.c -- a study on a thread of its own.  The thread has its irt_study to itself
 * until it has ended; what it finds goes through a queue, under one lock, into the screen's
 * copy. */
#include "config.h"

#include "study_run.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "estimation.h"
#include "report/study.h"

struct arrival {
    size_t cell, replication;
    struct irt_study_result result;
};

struct ui_study_run {
    /* The screen's. */
    char *file;
    struct irt_study_design *design; /* never changes */
    struct irt_study *results;       /* the copy */
    bool running, joined;
    size_t done_at_start;
    double started;
    struct irt_error trouble;

    /* The thread's while it runs. */
    struct irt_study *study;
    unsigned threads;

    /* Of both. */
    pthread_t thread;
    int pipe[2];
    atomic_bool stop;
    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t over;
    bool ended;
    struct irt_error end;
    struct arrival *queue;
    size_t queued, room;
};

/* --- designs ------------------------------------------------------------------------------ */

/* "designs/claims.study" -> "claims.log".  Caller frees; NULL without memory. */
static char *
log_name(const char *design)
{
    const char *slash = strrchr(design, '/'), *base = slash != NULL ? slash + 1 : design,
               *dot = strrchr(base, '.');
    size_t stem = dot != NULL && dot > base ? (size_t)(dot - base) : strlen(base);
    char *name = malloc(stem + sizeof ".log");

    if (name != NULL)
        snprintf(name, stem + sizeof ".log", "%.*s.log", (int)stem, base);
    return name;
}

struct irt_study_design *
ui_study_load(const char *file, struct irt_error *error)
{
    struct irt_study_design *design = irt_study_design_load(file, error);

    if (design == NULL || ui_study_show_check(design, error))
        return design;
    irt_study_design_free(design);
    return NULL;
}

struct irt_study *
ui_study_open(const struct irt_study_design *design, const char *file, const char *log,
              struct irt_error *error)
{
    char *name = log != NULL ? strdup(log) : log_name(file);
    struct irt_study *study = NULL;

    if (name == NULL)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    else if (strcmp(name, file) == 0)
        irt_fail(error, IRT_BAD_USAGE,
                 "%.200s would be both the design and its log: name another by --log",
                 name);
    else
        study = irt_study_open(design, name, PACKAGE_VERSION, error);
    free(name);
    return study;
}

/* --- the thread's side ---------------------------------------------------------------------- */

static void
tell(struct ui_study_run *run)
{
    ssize_t written = write(run->pipe[1], "", 1); /* full: it is readable already */

    (void)written;
}

/* Without memory for the queue the copy lacks a result, which the log has. */
static void
hear(void *context, const struct irt_study *study, size_t cell, size_t replication)
{
    struct ui_study_run *run = context;
    const struct irt_study_result *result = irt_study_result(study, cell, replication);

    pthread_mutex_lock(&run->lock);
    if (run->queued == run->room) {
        size_t room = run->room > 0 ? 2 * run->room : 64;
        struct arrival *grown = realloc(run->queue, room * sizeof *grown);

        if (grown != NULL) {
            run->queue = grown;
            run->room = room;
        }
    }
    if (run->queued < run->room)
        run->queue[run->queued++] = (struct arrival){ cell, replication, *result };
    pthread_mutex_unlock(&run->lock);
    tell(run);
}

static bool
asks_to_stop(void *context)
{
    struct ui_study_run *run = context;

    return atomic_load(&run->stop);
}

static void *
work(void *context)
{
    struct ui_study_run *run = context;
    struct irt_study_watch watch = { hear, run };
    struct irt_cancel cancel = { asks_to_stop, run };
    struct irt_error error = { IRT_OK, "" };

    if (irt_study_run(run->study, run->threads, &watch, &cancel, &error) ||
        error.code == IRT_INTERRUPTED)
        error.code = IRT_OK;
    pthread_mutex_lock(&run->lock);
    run->ended = true;
    run->end = error;
    pthread_cond_broadcast(&run->over);
    pthread_mutex_unlock(&run->lock);
    tell(run);
    return NULL;
}

/* --- the screen's side ------------------------------------------------------------------------ */

static bool
open_pipe(struct ui_study_run *run, struct irt_error *error)
{
    if (pipe(run->pipe) != 0) {
        run->pipe[0] = run->pipe[1] = -1;
        return irt_fail(error, IRT_NO_MEMORY, "no pipe for the study: %s",
                        strerror(errno));
    }
    for (int end = 0; end < 2; end++) {
        fcntl(run->pipe[end], F_SETFD, FD_CLOEXEC);
        fcntl(run->pipe[end], F_SETFL, O_NONBLOCK);
    }
    return true;
}

/* The screen's copy of what the log held. */
static bool
copy_results(struct ui_study_run *run, struct irt_error *error)
{
    run->results = irt_study_open(run->design, NULL, PACKAGE_VERSION, error);
    if (run->results == NULL)
        return false;
    for (size_t c = 0; c < run->design->cells; c++)
        for (size_t r = 0; r < run->design->cell[c].replications; r++) {
            const struct irt_study_result *result = irt_study_result(run->study, c, r);

            if (result != NULL)
                irt_study_put(run->results, c, r, result);
        }
    return true;
}

struct ui_study_run *
ui_study_run_open(const char *file, const char *log, struct irt_error *error)
{
    struct ui_study_run *run = calloc(1, sizeof *run);

    if (run == NULL) {
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for a study");
        return NULL;
    }
    run->pipe[0] = run->pipe[1] = -1;
    run->joined = true;
    pthread_mutex_init(&run->lock, NULL);
    pthread_cond_init(&run->over, NULL);
    run->file = strdup(file);
    run->design = run->file != NULL ? ui_study_load(file, error) : NULL;
    if (run->design != NULL)
        run->study = ui_study_open(run->design, file, log, error);
    if (run->study != NULL && copy_results(run, error) && open_pipe(run, error))
        return run;
    ui_study_run_free(run);
    return NULL;
}

static void
join(struct ui_study_run *run)
{
    if (!run->joined)
        pthread_join(run->thread, NULL);
    run->joined = true;
}

void
ui_study_run_free(struct ui_study_run *run)
{
    if (run == NULL)
        return;
    ui_study_run_stop(run);
    join(run);
    irt_study_close(run->study);
    irt_study_close(run->results);
    irt_study_design_free(run->design);
    for (int end = 0; end < 2; end++)
        if (run->pipe[end] >= 0)
            close(run->pipe[end]);
    pthread_mutex_destroy(&run->lock);
    pthread_cond_destroy(&run->over);
    free(run->queue);
    free(run->file);
    free(run);
}

/* Signals are for the screen's thread. */
static int
start_thread(struct ui_study_run *run)
{
    sigset_t all, before;
    int failed;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&run->thread, NULL, work, run);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

bool
ui_study_run_start(struct ui_study_run *run, unsigned threads, struct irt_error *error)
{
    ui_study_run_poll(run);
    if (run->running && !atomic_load(&run->stop))
        return true;
    join(run); /* one that was stopped is soon over */
    ui_study_run_poll(run);
    if (irt_study_done(run->results) == irt_study_total(run->results))
        return true;
    run->threads = threads;
    run->ended = false;
    run->trouble.code = IRT_OK;
    run->done_at_start = irt_study_done(run->results);
    run->started = ui_seconds();
    atomic_store(&run->stop, false);
    if (start_thread(run) != 0)
        return irt_fail(error, IRT_NO_MEMORY, "no thread could be started");
    run->joined = false;
    run->running = true;
    return true;
}

void
ui_study_run_stop(struct ui_study_run *run)
{
    atomic_store(&run->stop, true);
}

bool
ui_study_run_gone_within(struct ui_study_run *run, unsigned milliseconds)
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
ui_study_run_wait(struct ui_study_run *run)
{
    join(run);
    ui_study_run_poll(run);
}

bool
ui_study_run_poll(struct ui_study_run *run)
{
    char drained[64];
    struct arrival *queue;
    size_t queued;
    bool ended, changed;

    while (read(run->pipe[0], drained, sizeof drained) > 0)
        ;
    pthread_mutex_lock(&run->lock);
    queue = run->queue;
    queued = run->queued;
    ended = run->running && run->ended;
    if (ended)
        run->trouble = run->end;
    run->queue = NULL;
    run->queued = run->room = 0;
    pthread_mutex_unlock(&run->lock);
    for (size_t i = 0; i < queued; i++)
        irt_study_put(run->results, queue[i].cell, queue[i].replication,
                      &queue[i].result);
    free(queue);
    changed = queued > 0 || ended;
    if (ended) {
        join(run);
        run->running = false;
    }
    return changed;
}

/* --- what there is to see ------------------------------------------------------------------- */

int
ui_study_run_fd(const struct ui_study_run *run)
{
    return run->pipe[0];
}

const struct irt_study *
ui_study_run_results(const struct ui_study_run *run)
{
    return run->results;
}

const char *
ui_study_run_file(const struct ui_study_run *run)
{
    return run->file;
}

bool
ui_study_run_running(const struct ui_study_run *run)
{
    return run->running && !atomic_load(&run->stop);
}

const struct irt_error *
ui_study_run_trouble(const struct ui_study_run *run)
{
    return &run->trouble;
}

double
ui_study_run_left(const struct ui_study_run *run)
{
    size_t done = irt_study_done(run->results), total = irt_study_total(run->results);

    if (!ui_study_run_running(run) || done <= run->done_at_start)
        return NAN;
    return (ui_seconds() - run->started) * (double)(total - done) /
           (double)(done - run->done_at_start);
}
