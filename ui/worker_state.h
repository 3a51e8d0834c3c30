/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker_state.h -- what the worker's thread (worker.c) and the functions that ask it
 * (worker_ask.c) share, and under which lock. */
#ifndef UI_WORKER_STATE_H
#define UI_WORKER_STATE_H

#include "beside.h"
#include "worker.h"

#include <pthread.h>

#define UI_WORKER_QUEUE 64

/* What was found when a run had ended that went on afterwards: the screen may still hold it. */
struct ui_worker_end {
    struct irt_fit *fit;
    double *score[IRT_SCORES];
    struct ui_worker_end *next;
};

struct ui_worker {
    /* Constant while the thread lives. */
    const struct irt_responses *data;
    const struct irt_patterns *patterns;
    const struct irt_model *model;
    const struct irt_estimator_ops *estimator;
    struct irt_options options;
    struct ui_beside beside; /* "the lock" is its; ui_worker_wait() waits at its end */
    pthread_cond_t asked;    /* the thread waits here for something to do */

    /* What is asked for; under the lock. */
    bool quit, run, finish, wanted;
    bool score_wanted[IRT_SCORES];
    struct {
        enum irt_grain grain;
        size_t count;
    } step[UI_WORKER_QUEUE]; /* in the order asked */
    size_t steps;
    size_t stop_at, revisit;
    bool *out; /* data->schools: is to be left out of rounds */
    bool drops_due;
    size_t wire_round;
    uint32_t wire_school;
    enum irt_grain grain; /* of run */
    double gap;           /* seconds from one to the next, of run */

    /* What there is to take; under the lock. */
    bool fresh, live_fresh, past_fresh;
    struct ui_worker_news news;
    struct irt_snapshot live, past;
    struct ui_wire wire;
    bool wire_fresh;
    bool shown; /* a snapshot was made: there is something to look at */
    struct irt_trace trace;

    /* The thread's own; what has_work() reads of them changes under the lock only. */
    bool opened, ended, fit_due, dirty, by_user;
    void *state;
    struct irt_trace own;
    size_t group; /* that snapshots are to show */
    struct irt_snapshot scratch;
    struct ui_wire scratch_wire;
    double published, next_at;
    bool *left; /* data->schools: as the estimator has it */
    struct irt_fit *fit;
    double *score[IRT_SCORES];     /* with the errors behind the scores */
    struct ui_worker_end *earlier; /* ends from which the run went on */
    enum irt_score scoring;        /* the method under way, while scored > 0: */
    size_t scored;                 /* patterns done by it */
};

/* All with the lock held. */
/* The method that is due next, or IRT_SCORES. */
enum irt_score ui_worker_score_due(const struct ui_worker *worker);
bool ui_worker_has_work(const struct ui_worker *worker);
/* Makes poll() true and its file descriptor readable. */
void ui_worker_tell(struct ui_worker *worker);

#endif
