/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/study.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "parallel.h"
#include "study/log.h"
#include "study/replicate.h"

struct irt_study {
    const struct irt_study_design *design;
    size_t *planned;                  /* [cell]: replications of it and of its likes */
    struct irt_study_result **result; /* [cell][replication]; NULL: as another cell */
    size_t total, done;
    struct irt_study_log *log; /* NULL: none */
};

/* --- opening ------------------------------------------------------------------------------ */

static bool
no_memory(struct irt_error *error)
{
    return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the results");
}

static bool
allocate(struct irt_study *study, struct irt_error *error)
{
    const struct irt_study_design *design = study->design;

    study->planned = calloc(design->cells + 1, sizeof *study->planned);
    study->result = calloc(design->cells + 1, sizeof *study->result);
    if (study->planned == NULL || study->result == NULL)
        return no_memory(error);
    for (size_t c = 0; c < design->cells; c++) {
        size_t first = design->cell[c].same_as;

        if (study->planned[first] < design->cell[c].replications)
            study->planned[first] = design->cell[c].replications;
    }
    for (size_t c = 0; c < design->cells; c++) {
        if (study->planned[c] == 0)
            continue;
        study->total += study->planned[c];
        study->result[c] = calloc(study->planned[c], sizeof **study->result);
        if (study->result[c] == NULL)
            return no_memory(error);
    }
    return true;
}

static void
keep(struct irt_study *study, size_t cell, size_t replication,
     const struct irt_study_result *result)
{
    struct irt_study_result *slot = &study->result[cell][replication];

    study->done += slot->status == IRT_STUDY_PENDING;
    *slot = *result;
}

/* For finding a cell by the hash in a log. */
struct by_hash {
    uint64_t hash;
    size_t cell;
};

struct reading {
    struct irt_study *study;
    struct by_hash *index;
    size_t cells;
};

static int
compare_hashes(const void *a, const void *b)
{
    uint64_t x = ((const struct by_hash *)a)->hash, y = ((const struct by_hash *)b)->hash;

    return x < y ? -1 : x > y;
}

static void
hear(void *context, uint64_t hash, size_t replication,
     const struct irt_study_result *result)
{
    const struct reading *reading = context;
    struct irt_study *study = reading->study;
    struct by_hash key = { hash, 0 }, *found;

    found = bsearch(&key, reading->index, reading->cells, sizeof key, compare_hashes);
    if (found != NULL && replication < study->planned[found->cell] &&
        study->result[found->cell][replication].status == IRT_STUDY_PENDING)
        keep(study, found->cell, replication, result);
}

static bool
read_log(struct irt_study *study, const char *file, const char *version,
         struct irt_error *error)
{
    const struct irt_study_design *design = study->design;
    struct reading reading = { study, NULL, 0 };

    reading.index = malloc((design->cells + 1) * sizeof *reading.index);
    if (reading.index == NULL)
        return no_memory(error);
    for (size_t c = 0; c < design->cells; c++)
        if (design->cell[c].same_as == c)
            reading.index[reading.cells++] = (struct by_hash){ design->cell[c].hash, c };
    qsort(reading.index, reading.cells, sizeof *reading.index, compare_hashes);
    study->log = irt_study_log_open(file, version, hear, &reading, error);
    free(reading.index);
    return study->log != NULL;
}

struct irt_study *
irt_study_open(const struct irt_study_design *design, const char *log,
               const char *version, struct irt_error *error)
{
    struct irt_study *study = calloc(1, sizeof *study);

    if (study == NULL) {
        no_memory(error);
        return NULL;
    }
    study->design = design;
    if (allocate(study, error) && (log == NULL || read_log(study, log, version, error)))
        return study;
    irt_study_close(study);
    return NULL;
}

void
irt_study_close(struct irt_study *study)
{
    if (study == NULL)
        return;
    irt_study_log_close(study->log);
    for (size_t c = 0; study->result != NULL && c < study->design->cells; c++)
        free(study->result[c]);
    free(study->result);
    free(study->planned);
    free(study);
}

/* --- looking -------------------------------------------------------------------------------- */

const struct irt_study_design *
irt_study_design(const struct irt_study *study)
{
    return study->design;
}

size_t
irt_study_total(const struct irt_study *study)
{
    return study->total;
}

size_t
irt_study_done(const struct irt_study *study)
{
    return study->done;
}

const struct irt_study_result *
irt_study_result(const struct irt_study *study, size_t cell, size_t replication)
{
    size_t first = study->design->cell[cell].same_as;
    const struct irt_study_result *result;

    if (replication >= study->planned[first])
        return NULL;
    result = &study->result[first][replication];
    return result->status == IRT_STUDY_PENDING ? NULL : result;
}

void
irt_study_put(struct irt_study *study, size_t cell, size_t replication,
              const struct irt_study_result *result)
{
    size_t first = study->design->cell[cell].same_as;

    if (replication < study->planned[first])
        keep(study, first, replication, result);
}

/* --- running -------------------------------------------------------------------------------- */

struct task {
    size_t cell, replication;
};

struct run {
    struct irt_study *study;
    const struct irt_study_watch *watch;
    const struct irt_cancel *cancel;
    struct task *task;
    size_t tasks;
    pthread_mutex_t lock; /* over the study, the log, the watcher and what follows */
    bool failed;
    struct irt_error problem;
};

/* Asked by every replication under way: of a run that failed all leave off. */
static bool
leave_off(void *context)
{
    struct run *run = context;
    bool failed;

    pthread_mutex_lock(&run->lock);
    failed = run->failed;
    pthread_mutex_unlock(&run->lock);
    return failed || irt_cancelled(run->cancel);
}

static bool
take(struct run *run, const struct task *task, const struct irt_study_result *result,
     struct irt_error *error)
{
    struct irt_study *study = run->study;

    if (study->log != NULL &&
        !irt_study_log_append(study->log, study->design->cell[task->cell].hash,
                              task->replication, result, error))
        return false;
    keep(study, task->cell, task->replication, result);
    if (run->watch != NULL)
        run->watch->result(run->watch->context, study, task->cell, task->replication);
    return true;
}

static void
do_task(void *context, size_t t)
{
    struct run *run = context;
    const struct task *task = &run->task[t];
    const struct irt_study_design *design = run->study->design;
    struct irt_cancel cancel = { leave_off, run };
    struct irt_study_result result;
    struct irt_error error = { IRT_OK, "" };
    bool done;

    if (leave_off(run))
        return;
    done = irt_study_replicate(design, &design->cell[task->cell], task->replication,
                               &cancel, &result, &error);
    pthread_mutex_lock(&run->lock);
    if (!run->failed && (!done || !take(run, task, &result, &error))) {
        run->failed = true;
        run->problem = error;
    }
    pthread_mutex_unlock(&run->lock);
}

/* What is missing, replication by replication. */
static bool
list_tasks(struct run *run, struct irt_error *error)
{
    const struct irt_study *study = run->study;
    size_t cells = study->design->cells, longest = 0;

    run->task = malloc((study->total - study->done + 1) * sizeof *run->task);
    if (run->task == NULL)
        return no_memory(error);
    for (size_t c = 0; c < cells; c++)
        if (study->planned[c] > longest)
            longest = study->planned[c];
    for (size_t r = 0; r < longest; r++)
        for (size_t c = 0; c < cells; c++)
            if (r < study->planned[c] && study->result[c][r].status == IRT_STUDY_PENDING)
                run->task[run->tasks++] = (struct task){ c, r };
    return true;
}

bool
irt_study_run(struct irt_study *study, unsigned threads,
              const struct irt_study_watch *watch, const struct irt_cancel *cancel,
              struct irt_error *error)
{
    struct run run = { .study = study, .watch = watch, .cancel = cancel };
    struct irt_pool *pool = irt_pool_new(threads, error);

    if (pool == NULL)
        return false;
    if (!list_tasks(&run, error)) {
        irt_pool_free(pool);
        return false;
    }
    pthread_mutex_init(&run.lock, NULL);
    irt_pool_run(pool, run.tasks, do_task, &run);
    pthread_mutex_destroy(&run.lock);
    irt_pool_free(pool);
    free(run.task);
    if (run.failed)
        return irt_fail(error, run.problem.code, "%s", run.problem.message);
    return study->done == study->total ||
           irt_fail(error, IRT_INTERRUPTED, "the study was interrupted");
}
