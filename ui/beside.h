/* SPDX-License-Identifier: GPL-3.0-or-later */
/* beside.h -- work on a thread beside the screen's: a lock over what both share, a pipe that
 * becomes readable when there is news, a request to leave off, an end that can be waited for. */
#ifndef UI_BESIDE_H
#define UI_BESIDE_H

#include "cancel.h"
#include "error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Both ends let nobody wait and are closed in other programs.  False with *error filled, and
 * both ends -1. */
bool ui_pipe_open(int end[2], struct irt_error *error);
void ui_pipe_close(int end[2]);
void ui_pipe_drain(int reading);

struct ui_beside {
    int pipe[2];          /* [0] for the screen to wait on */
    pthread_mutex_t lock; /* over gone, and what the user of this puts under it */
    pthread_cond_t
        over;         /* by the monotonic clock: gone has changed; the user's news too */
    bool gone;        /* no work is under way; at first true */
    atomic_bool stop; /* asked to leave off; needs no lock */

    pthread_t thread;
    bool joined;
    void (*work)(void *context);
    void *context;
};

/* Makes it ready, without a thread yet.  False with *error filled; ui_beside_close() is for
 * both cases. */
bool ui_beside_open(struct ui_beside *beside, struct irt_error *error);
/* Asks the work to leave off, waits for it, and frees what there is. */
void ui_beside_close(struct ui_beside *beside);

/* The screen's side.  start: calls work(context) on a thread, where no signals arrive; no other
 * is under way (ui_beside_join()).  False with *error filled without a thread. */
bool ui_beside_start(struct ui_beside *beside, void (*work)(void *context), void *context,
                     struct irt_error *error);
void ui_beside_stop(struct ui_beside *beside);
/* Waits so long at most for the work to end; true when it has. */
bool ui_beside_gone_within(struct ui_beside *beside, unsigned milliseconds);
void ui_beside_join(struct ui_beside *beside); /* waits for the end */

/* The work's side.  cancel: true once it is to leave off.  tell: there is news; also sent when
 * the work ends. */
struct irt_cancel ui_beside_cancel(struct ui_beside *beside);
void ui_beside_tell(struct ui_beside *beside);
/* Gives way: of a processor that other threads want too this one gets some 8 % from now on, and
 * all of one that nobody wants.  False where the system has no priorities of threads. */
bool ui_beside_give_way(void);

#endif
