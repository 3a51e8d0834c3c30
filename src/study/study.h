/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study.h -- a study under way: its results so far, and the running of what is missing.
 * Source of the measures: Morris, White and Crowther (2019), Statistics in Medicine 38,
 * 2074-2102. */
#ifndef IRT_STUDY_H
#define IRT_STUDY_H

#include "cancel.h"
#include "error.h"
#include "study/design.h"
#include "study/result.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_study;

/* Borrows the design.  log: the file that results are read from and appended to; NULL:
 * they are kept in memory only.  NULL with *error filled as irt_study_log_open() does.
 * Caller frees: irt_study_close(). */
struct irt_study *irt_study_open(const struct irt_study_design *design, const char *log,
                                 const char *version, struct irt_error *error);
void irt_study_close(struct irt_study *study);
const struct irt_study_design *irt_study_design(const struct irt_study *study);

/* Replications there are to be and that are there; cells that are the same count once. */
size_t irt_study_total(const struct irt_study *study);
size_t irt_study_done(const struct irt_study *study);

/* A replication's result, or NULL while it is missing.  While irt_study_run() is at work
 * only from its watcher. */
const struct irt_study_result *irt_study_result(const struct irt_study *study,
                                                size_t cell, size_t replication);

/* Takes over a result that another study of the same design has, as a watcher's copy
 * does.  The log is not touched. */
void irt_study_put(struct irt_study *study, size_t cell, size_t replication,
                   const struct irt_study_result *result);

/* Called for every result, one at a time, from any thread. */
struct irt_study_watch {
    void (*result)(void *context, const struct irt_study *study, size_t cell,
                   size_t replication);
    void *context;
};

/* Does what is missing, on threads (0: one a core), first all cells' first replications,
 * and so on.  Asked to cancel, it leaves off soon, with what is done kept.  False with
 * *error filled; IRT_INTERRUPTED when it was cancelled.  No result depends on threads. */
bool irt_study_run(struct irt_study *study, unsigned threads,
                   const struct irt_study_watch *watch, const struct irt_cancel *cancel,
                   struct irt_error *error);

#endif
