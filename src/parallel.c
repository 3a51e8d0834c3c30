/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parallel.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

struct irt_pool {
    unsigned threads; /* with the caller's */
    unsigned started;
    pthread_t *thread;
    pthread_mutex_t lock;
    pthread_cond_t work, done; /* new tasks or leaving; all tasks done */
    /* All below under lock. */
    bool leaving;
    size_t next, tasks, unfinished;
    void (*task)(void *context, size_t t);
    void *context;
};

struct irt_pool *
irt_pool_new(unsigned threads, struct irt_error *error)
{
    struct irt_pool *pool = calloc(1, sizeof *pool);
    if (threads == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        threads = cores < 1 ? 1 : cores > 256 ? 256 : (unsigned)cores;
    }
    if (pool) {
        pool->threads = threads;
        pool->thread = calloc(threads, sizeof *pool->thread);
    }
    if (!pool || !pool->thread) {
        free(pool);
        irt_fail(error, IRT_NO_MEMORY, "no memory for %u threads", threads);
        return NULL;
    }
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    pthread_cond_init(&pool->done, NULL);
    return pool;
}

void
irt_pool_free(struct irt_pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->leaving = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->started; i++)
        pthread_join(pool->thread[i], NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool->thread);
    free(pool);
}

unsigned
irt_pool_threads(const struct irt_pool *pool)
{
    return pool->threads;
}

/* Takes tasks until none is left.  Called and returns with the lock held. */
static void
take_tasks(struct irt_pool *pool)
{
    while (pool->next < pool->tasks) {
        size_t t = pool->next++;
        pthread_mutex_unlock(&pool->lock);
        pool->task(pool->context, t);
        pthread_mutex_lock(&pool->lock);
        if (--pool->unfinished == 0)
            pthread_cond_signal(&pool->done);
    }
}

static void *
work(void *argument)
{
    struct irt_pool *pool = argument;
    pthread_mutex_lock(&pool->lock);
    while (!pool->leaving) {
        take_tasks(pool);
        if (!pool->leaving)
            pthread_cond_wait(&pool->work, &pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* A thread that cannot be had is done without: the others take its tasks. */
static void
start_threads(struct irt_pool *pool, size_t tasks)
{
    while (pool->started + 1 < pool->threads && pool->started + 1 < tasks &&
           pthread_create(&pool->thread[pool->started], NULL, work, pool) == 0)
        pool->started++;
}

void
irt_pool_run(struct irt_pool *pool, size_t tasks, void (*task)(void *context, size_t t),
             void *context)
{
    if (pool->threads == 1 || tasks <= 1) {
        for (size_t t = 0; t < tasks; t++)
            task(context, t);
        return;
    }
    start_threads(pool, tasks);
    pthread_mutex_lock(&pool->lock);
    pool->task = task;
    pool->context = context;
    pool->next = 0;
    pool->tasks = pool->unfinished = tasks;
    pthread_cond_broadcast(&pool->work);
    take_tasks(pool);
    while (pool->unfinished > 0)
        pthread_cond_wait(&pool->done, &pool->lock);
    pool->tasks = 0;
    pthread_mutex_unlock(&pool->lock);
}
