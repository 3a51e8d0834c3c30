/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker.h -- the thread that owns an estimator.
 *
 * The screen's thread asks (run, pause, step, revisit) and takes copies; nothing else is
 * shared.  Every function here is for the screen's thread, returns at once unless it
 * says so, and takes the one lock only for the time of a copy: never while the estimator
 * works.  A snapshot is made only when the last one was taken by poll(), and at most
 * about 30 a second while a run goes, so watching costs a run next to nothing. */
#ifndef UI_WORKER_H
#define UI_WORKER_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/estimator.h"
#include "estimate/fit.h"
#include "wire.h"

#include <stdbool.h>
#include <stddef.h>

struct ui_worker;

/* Starts the thread, which opens the estimator and then stands at the start, paused; what
 * is asked meanwhile is done after.  An estimator that cannot be opened is a run that has
 * ended, with the error in the news.  Borrows data, patterns and model until
 * ui_worker_free().  NULL with *error filled when there is no memory or no thread. */
struct ui_worker *ui_worker_new(const struct irt_responses *data,
                                const struct irt_patterns *patterns,
                                const struct irt_model *model,
                                const struct irt_estimator_ops *estimator,
                                const struct irt_options *options,
                                struct irt_error *error);

/* Asks the thread to end after the cycle under way, and does not wait.  Nothing but
 * ui_worker_gone() and ui_worker_free() may follow. */
void ui_worker_quit(struct ui_worker *worker);
/* Has the thread ended, so that ui_worker_free() will not wait? */
bool ui_worker_gone(struct ui_worker *worker);
/* The same, waiting for it so long at most. */
bool ui_worker_gone_within(struct ui_worker *worker, unsigned milliseconds);

/* Stops the thread (waits for the cycle under way) and frees everything. */
void ui_worker_free(struct ui_worker *worker);

void ui_worker_run(struct ui_worker *worker);   /* until done or paused */
void ui_worker_pause(struct ui_worker *worker); /* after the stage or cycle under way */
/* One more stage, or to the end of the cycle; several are done in the order asked. */
void ui_worker_step(struct ui_worker *worker, enum irt_grain grain);
void ui_worker_stop_at(struct ui_worker *worker,
                       size_t cycle); /* run pauses there; 0: no */
/* How fast run goes: so many milliseconds from the start of one stage (grain STAGE) or
 * cycle (grain CYCLE) to the next, if it takes less; 0: as fast as it goes. */
void ui_worker_speed(struct ui_worker *worker, enum irt_grain grain,
                     unsigned milliseconds);
/* Whose nodes and counts snapshots show from now on, where theta has several populations. */
void ui_worker_watch(struct ui_worker *worker, size_t group);
/* Of a federated run: school k is left out from the next round on, or takes part again.  A run
 * that has ended is open again then, to go on from its estimates; its history stays.  One that
 * failed stays as it is. */
void ui_worker_drop(struct ui_worker *worker, size_t k, bool out);
/* Which message snapshots bring along: of a round (0: the newest) and a school. */
void ui_worker_wire(struct ui_worker *worker, size_t round, uint32_t school);
/* The message as last copied, traded for what wire held; true when it is new. */
bool ui_worker_take_wire(struct ui_worker *worker, struct ui_wire *wire);
void ui_worker_revisit(struct ui_worker *worker, size_t cycle); /* answered in poll */
/* Ends the run as it stands (reason "user") and makes the fit. */
void ui_worker_finish(struct ui_worker *worker);

/* Asks for scores by a method, once the fit is there.  EAP comes by itself; in several
 * dimensions there are no others, and asking does nothing. */
void ui_worker_score(struct ui_worker *worker, enum irt_score method);

struct ui_worker_news {
    bool running;
    bool busy;      /* something asked for is not done yet */
    bool ended;     /* DONE or FAILED: no more steps */
    size_t waiting; /* steps asked for that are not begun */
    size_t stages;  /* done singly since the last complete cycle */
    double seconds; /* spent advancing */
    /* The worker's, valid until ui_worker_free(), also after a run went on from there; or
     * NULL. */
    const struct irt_fit *fit;
    /* By method, pattern and dimension, [l * dims + d]: EAP after the fit, the others when
     * asked for; NULL: not there. */
    const double *score[IRT_SCORES], *score_se[IRT_SCORES];
    struct irt_error error; /* why the run cannot go on; code IRT_OK: it can */
    struct irt_error lost;  /* why a revisit failed, told once */
};
/* Copies what is new into live, past (when a revisit was answered) and trace.
 * True when anything changed since the last call. */
bool ui_worker_poll(struct ui_worker *worker, struct ui_worker_news *news,
                    struct irt_snapshot *live, struct irt_snapshot *past,
                    struct irt_trace *trace);

/* A file descriptor that becomes readable when there is news; poll() drains it. */
int ui_worker_fd(const struct ui_worker *worker);

/* Waits until nothing asked for is left to do (no-tui, tests). */
void ui_worker_wait(struct ui_worker *worker);

#endif
