/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_run.c -- a study on a thread of its own.  The thread has its irt_study to itself
 * until it has ended; what it finds goes through a queue, under one lock, into the screen's
 * copy. */
#include "config.h"

#include "study_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "beside.h"
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
    bool running;
    size_t done_at_start;
    double started;
    struct irt_error trouble;

    /* The thread's while it runs. */
    struct irt_study *study;
    unsigned threads;

    /* Of both. */
    struct ui_beside beside; /* its lock is over what follows */
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

/* Without memory for the queue the copy lacks a result, which the log has. */
static void
hear(void *context, const struct irt_study *study, size_t cell, size_t replication)
{
    struct ui_study_run *run = context;
    const struct irt_study_result *result = irt_study_result(study, cell, replication);

    pthread_mutex_lock(&run->beside.lock);
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
    pthread_mutex_unlock(&run->beside.lock);
    ui_beside_tell(&run->beside);
}

static void
work(void *context)
{
    struct ui_study_run *run = context;
    struct irt_study_watch watch = { hear, run };
    struct irt_cancel cancel = ui_beside_cancel(&run->beside);
    struct irt_error error = { IRT_OK, "" };

    if (irt_study_run(run->study, run->threads, &watch, &cancel, &error) ||
        error.code == IRT_INTERRUPTED)
        error.code = IRT_OK;
    run->end = error;
}

/* --- the screen's side ------------------------------------------------------------------------ */

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
    if (ui_beside_open(&run->beside, error))
        run->file = strdup(file);
    run->design = run->file != NULL ? ui_study_load(file, error) : NULL;
    if (run->design != NULL)
        run->study = ui_study_open(run->design, file, log, error);
    if (run->study != NULL && copy_results(run, error))
        return run;
    ui_study_run_free(run);
    return NULL;
}

void
ui_study_run_free(struct ui_study_run *run)
{
    if (run == NULL)
        return;
    ui_beside_close(&run->beside);
    irt_study_close(run->study);
    irt_study_close(run->results);
    irt_study_design_free(run->design);
    free(run->queue);
    free(run->file);
    free(run);
}

bool
ui_study_run_start(struct ui_study_run *run, unsigned threads, struct irt_error *error)
{
    ui_study_run_poll(run);
    if (ui_study_run_running(run))
        return true;
    ui_beside_join(&run->beside); /* one that was stopped is soon over */
    ui_study_run_poll(run);
    if (irt_study_done(run->results) == irt_study_total(run->results))
        return true;
    run->threads = threads;
    run->trouble.code = IRT_OK;
    run->done_at_start = irt_study_done(run->results);
    run->started = ui_seconds();
    run->running = ui_beside_start(&run->beside, work, run, error);
    return run->running;
}

void
ui_study_run_stop(struct ui_study_run *run)
{
    ui_beside_stop(&run->beside);
}

bool
ui_study_run_gone_within(struct ui_study_run *run, unsigned milliseconds)
{
    return ui_beside_gone_within(&run->beside, milliseconds);
}

void
ui_study_run_wait(struct ui_study_run *run)
{
    ui_beside_join(&run->beside);
    ui_study_run_poll(run);
}

bool
ui_study_run_poll(struct ui_study_run *run)
{
    struct arrival *queue;
    size_t queued;
    bool ended, changed;

    ui_pipe_drain(run->beside.pipe[0]);
    pthread_mutex_lock(&run->beside.lock);
    queue = run->queue;
    queued = run->queued;
    ended = run->running && run->beside.gone;
    if (ended)
        run->trouble = run->end;
    run->queue = NULL;
    run->queued = run->room = 0;
    pthread_mutex_unlock(&run->beside.lock);
    for (size_t i = 0; i < queued; i++)
        irt_study_put(run->results, queue[i].cell, queue[i].replication,
                      &queue[i].result);
    free(queue);
    changed = queued > 0 || ended;
    if (ended) {
        ui_beside_join(&run->beside);
        run->running = false;
    }
    return changed;
}

/* --- what there is to see ------------------------------------------------------------------- */

int
ui_study_run_fd(const struct ui_study_run *run)
{
    return run->beside.pipe[0];
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
    return run->running && !atomic_load(&run->beside.stop);
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
