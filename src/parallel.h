/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parallel.h -- a few worker threads that share out numbered tasks.
 *
 * What a task computes must depend on its number only, and sums over tasks are taken
 * by the caller in the order of the numbers: then no result depends on the number of
 * threads. */
#ifndef IRT_PARALLEL_H
#define IRT_PARALLEL_H

#include "error.h"

#include <stddef.h>

struct irt_pool;

/* threads = 0: one a core.  The caller's thread is one of them; with 1 no thread is
 * started.  Threads are started at the first run that needs them.
 * Caller frees: irt_pool_free(). */
struct irt_pool *irt_pool_new(unsigned threads, struct irt_error *error);
void irt_pool_free(struct irt_pool *pool);
unsigned irt_pool_threads(const struct irt_pool *pool);

/* Calls task(context, t) for t = 0 .. tasks-1, on any thread, and returns when all
 * are done.  Not to be called from inside a task. */
void irt_pool_run(struct irt_pool *pool, size_t tasks,
                  void (*task)(void *context, size_t t), void *context);

#endif
