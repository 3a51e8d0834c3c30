/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker.c -- the thread that owns an estimator; see worker.h for who may do what.
 *
 * One lock.  The thread holds it except while the estimator works (advance, look,
 * revisit, the fit), so the screen waits at most for a swap of pointers and the copy of
 * a few rows of the trace. */
#include "config.h"

#include "worker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "federation/federated.h"
#include "score/score.h"
#include "worker_state.h"

#define FRAME_GAP      0.030 /* seconds between two snapshots of a run at full speed */
#define SCORED_AT_ONCE 20000 /* patterns */

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void
fail(struct ui_worker *w, const struct irt_error *error)
{
    w->news.error = *error;
    w->run = false;
    w->steps = 0;
    ui_worker_tell(w);
}

/* A copy of the state for the screen. */
static void
publish(struct ui_worker *w)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_snapshot swap;
    size_t round = w->wire_round, group = w->group;
    uint32_t school = w->wire_school;

    w->wanted = false;
    w->scratch.group = group;
    pthread_mutex_unlock(&w->beside.lock);
    bool ok =
        w->estimator->look(w->state, &w->scratch, &error) &&
        (w->estimator != &irt_federated ||
         ui_wire_fill(&w->scratch_wire, w->state, w->data->schools ? w->data->schools : 1,
                      round, school, &error));
    pthread_mutex_lock(&w->beside.lock);
    /* Another message or group may have been asked for meanwhile. */
    w->dirty = w->wire_round != round || w->wire_school != school || w->group != group;
    w->published = now();
    if (!ok) {
        fail(w, &error);
        return;
    }
    if (w->by_user)
        w->scratch.stopped = IRT_STOP_USER;
    swap = w->live;
    w->live = w->scratch;
    w->scratch = swap;
    w->live_fresh = w->shown = true;
    if (w->estimator == &irt_federated) {
        struct ui_wire held = w->wire;

        w->wire = w->scratch_wire;
        w->scratch_wire = held;
        w->wire_fresh = true;
    }
    ui_worker_tell(w);
}

/* Estimates and scores of an end that was none: they are kept for who still looks at them, and
 * scores by the same methods are made of the next. */
static void
put_away(struct ui_worker *w, struct ui_worker_end *end)
{
    *end = (struct ui_worker_end){ .fit = w->fit, .next = w->earlier };
    w->earlier = end;
    for (size_t method = 0; method < IRT_SCORES; method++) {
        end->score[method] = w->score[method];
        w->score_wanted[method] = w->score_wanted[method] || w->score[method];
        w->score[method] = NULL;
        w->news.score[method] = w->news.score_se[method] = NULL;
    }
    w->scored = 0;
    w->news.fit = w->fit = NULL;
}

/* A run that had ended goes on, as other schools take part in it now. */
static void
reopen(struct ui_worker *w)
{
    struct ui_worker_end *end = malloc(sizeof *end);

    if (!end) {
        irt_fail(&w->news.lost, IRT_NO_MEMORY, "no memory for the run to go on");
        ui_worker_tell(w);
        return;
    }
    put_away(w, end);
    w->ended = w->fit_due = w->by_user = w->finish = false;
    w->news.stages = 0;
}

/* Schools dropped out and brought back, as they were asked for.  The session asks for
 * nothing that is refused. */
static void
apply_drops(struct ui_worker *w)
{
    bool changed = false;

    w->drops_due = false;
    w->dirty = true;
    for (size_t k = 0; w->estimator == &irt_federated && k < w->data->schools; k++) {
        if (w->out[k] == w->left[k])
            continue;
        if (irt_federated_drop(w->state, k, w->out[k], &w->news.lost)) {
            w->left[k] = w->out[k];
            changed = true;
        } else {
            ui_worker_tell(w);
        }
    }
    if (changed && w->ended && w->news.error.code == IRT_OK)
        reopen(w);
    w->run = w->run && !w->ended;
}

static void
answer_revisit(struct ui_worker *w)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_snapshot swap;
    size_t cycle = w->revisit;

    w->scratch.group = w->group;
    pthread_mutex_unlock(&w->beside.lock);
    bool ok = w->estimator->revisit(w->state, cycle, &w->scratch, &error);
    pthread_mutex_lock(&w->beside.lock);
    if (w->revisit == cycle)
        w->revisit = 0;
    if (!ok) {
        w->news.lost = error;
        ui_worker_tell(w);
        return;
    }
    swap = w->past;
    w->past = w->scratch;
    w->scratch = swap;
    w->past_fresh = true;
    ui_worker_tell(w);
}

static void
end_run(struct ui_worker *w, bool with_fit)
{
    w->ended = true;
    w->fit_due = with_fit;
    w->run = false;
    w->finish = false;
    w->steps = 0;
    w->dirty = true;
    ui_worker_tell(w);
}

/* The estimator is opened here, for that takes a while where data are large. */
static void
open_estimator(struct ui_worker *w)
{
    struct irt_error error = { IRT_OK, "" };

    pthread_mutex_unlock(&w->beside.lock);
    bool ok = w->estimator->open(w->state, w->data, w->patterns, w->model, &w->options,
                                 &w->own, &error);
    pthread_mutex_lock(&w->beside.lock);
    ok = ok && irt_trace_follow(&w->trace, &w->own, &error);
    w->opened = true;
    if (ok) {
        publish(w);
    } else {
        fail(w, &error);
        end_run(w, false);
        w->dirty = false; /* there is nothing to look at */
    }
}

/* Which step is next; false when only run goes on. */
static bool
take_step(struct ui_worker *w, enum irt_grain *grain)
{
    if (w->steps == 0)
        return false;
    *grain = w->step[0].grain;
    if (--w->step[0].count == 0) {
        w->steps--;
        memmove(w->step, w->step + 1, w->steps * sizeof w->step[0]);
    }
    return true;
}

static void
advance(struct ui_worker *w)
{
    struct irt_error error = { IRT_OK, "" };
    enum irt_grain grain = w->grain;
    bool stepping = take_step(w, &grain);
    size_t before = w->own.rows;

    w->dirty = true; /* the step is off the queue, but not done */
    pthread_mutex_unlock(&w->beside.lock);
    double start = now();
    enum irt_stage stage = w->estimator->advance(w->state, grain, &error);
    double end = now();
    pthread_mutex_lock(&w->beside.lock);

    w->news.seconds += end - start;
    if (!stepping)
        w->next_at = start + w->gap;
    w->news.stages = w->own.rows > before ? 0 : w->news.stages + 1;
    if (stage == IRT_STAGE_FAILED) {
        fail(w, &error);
        end_run(w, false);
        return;
    }
    if (!irt_trace_follow(&w->trace, &w->own, &error)) {
        fail(w, &error);
        return;
    }
    /* before = cycles done before this step + 1, rows = cycles done after it + 1. */
    if (w->stop_at && before <= w->stop_at && w->own.rows > w->stop_at) {
        w->run = false;
        w->stop_at = 0;
    }
    if (stage == IRT_STAGE_DONE)
        end_run(w, true);
}

/* The estimates with their errors; the scores come after. */
static void
make_fit(struct ui_worker *w)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_snapshot last = { 0 };
    double seconds = w->news.seconds;
    struct irt_fit *fit = NULL;

    pthread_mutex_unlock(&w->beside.lock);
    if (w->estimator->look(w->state, &last, &error)) {
        if (w->by_user)
            last.stopped = IRT_STOP_USER;
        fit = irt_fit_new(w->data, w->patterns, w->model, w->estimator, &w->options,
                          &w->own, &last, &error);
    }
    irt_snapshot_clear(&last);
    if (fit)
        fit->seconds = seconds;
    pthread_mutex_lock(&w->beside.lock);
    w->fit_due = false;
    w->news.fit = w->fit = fit;
    w->score_wanted[IRT_SCORE_EAP] = true;
    if (fit)
        ui_worker_tell(w);
    else
        fail(w, &error);
}

/* The next patterns' scores by a method: so many at a time that a request has not long to
 * wait.  EAP goes over all at once. */
static bool
score_some(struct ui_worker *w, enum irt_score method, size_t *done,
           struct irt_error *error)
{
    size_t all = w->patterns->count, values = all * w->model->dims;
    size_t count = all - w->scored, *first;

    if (!w->score[method])
        w->score[method] = malloc((2 * values + 1) * sizeof *w->score[method]);
    first = malloc((w->patterns->groups + 1) * sizeof *first);
    if (!w->score[method] || !first) {
        free(first);
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the scores");
    }
    if (method != IRT_SCORE_EAP && count > SCORED_AT_ONCE)
        count = SCORED_AT_ONCE;
    struct irt_patterns part = irt_patterns_slice(w->patterns, w->scored, count, first);
    double *score = w->score[method] + w->scored * w->model->dims;
    bool ok =
        irt_scores(method, w->data, &part, w->model, w->fit->psi, w->fit->quadrature,
                   w->options.threads, score, score + values, error);
    free(first);
    *done = ok ? count : 0;
    return ok;
}

static void
make_scores(struct ui_worker *w, enum irt_score method)
{
    struct irt_error error = { IRT_OK, "" };
    size_t done = 0;

    w->scoring = method;
    pthread_mutex_unlock(&w->beside.lock);
    bool ok = score_some(w, method, &done, &error);
    pthread_mutex_lock(&w->beside.lock);
    w->scored += done;
    if (ok && w->scored < w->patterns->count)
        return;
    w->scored = 0;
    w->score_wanted[method] = false;
    if (ok) {
        w->news.score[method] = w->score[method];
        w->news.score_se[method] = w->score[method] + w->patterns->count * w->model->dims;
        ui_worker_tell(w);
    } else {
        fail(w, &error);
    }
}

/* Waits for a request, or until the pause between two stages is over. */
static void
rest(struct ui_worker *w)
{
    struct timespec t;

    if (ui_worker_has_work(w)) {
        t.tv_sec = (time_t)w->next_at;
        t.tv_nsec = (long)((w->next_at - (double)t.tv_sec) * 1e9);
        pthread_cond_timedwait(&w->asked, &w->beside.lock, &t);
        return;
    }
    if (w->news.running || w->news.busy)
        ui_worker_tell(w);
    pthread_cond_broadcast(&w->beside.over);
    pthread_cond_wait(&w->asked, &w->beside.lock);
}

/* Only a paced run is left to do, and its pause is not over. */
static bool
pausing(const struct ui_worker *w)
{
    return w->run && !w->ended && w->steps == 0 && w->gap > 0 && now() < w->next_at;
}

/* One round of the thread's loop. */
static void
work(struct ui_worker *w)
{
    bool still = !ui_worker_has_work(w) || pausing(w);

    if (!w->opened)
        open_estimator(w);
    else if (w->drops_due)
        apply_drops(w);
    else if (w->revisit)
        answer_revisit(w);
    else if (w->dirty &&
             (still || w->fit_due || (w->wanted && now() - w->published >= FRAME_GAP)))
        publish(w);
    else if (w->fit_due)
        make_fit(w);
    else if (ui_worker_score_due(w) < IRT_SCORES)
        make_scores(w, ui_worker_score_due(w));
    else if (w->finish && !w->ended) {
        w->by_user = true;
        end_run(w, true);
    } else if (still)
        rest(w);
    else
        advance(w);
}

static void
serve(void *context)
{
    struct ui_worker *w = context;

    pthread_mutex_lock(&w->beside.lock);
    while (!w->quit)
        work(w);
    ui_worker_tell(w);
    pthread_mutex_unlock(&w->beside.lock);
}

/* --- making and freeing -------------------------------------------------------------- */

static void
free_end(struct irt_fit *fit, double *const *score)
{
    irt_fit_free(fit);
    for (size_t method = 0; method < IRT_SCORES; method++)
        free(score[method]);
}

static void
dispose(struct ui_worker *w)
{
    ui_beside_close(&w->beside);
    if (w->state)
        w->estimator->close(w->state);
    free(w->state);
    free_end(w->fit, w->score);
    while (w->earlier) {
        struct ui_worker_end *end = w->earlier;

        w->earlier = end->next;
        free_end(end->fit, end->score);
        free(end);
    }
    irt_snapshot_clear(&w->scratch);
    ui_wire_clear(&w->scratch_wire);
    ui_wire_clear(&w->wire);
    free(w->out);
    free(w->left);
    irt_snapshot_clear(&w->live);
    irt_snapshot_clear(&w->past);
    irt_trace_clear(&w->own);
    irt_trace_clear(&w->trace);
    pthread_cond_destroy(&w->asked);
    free(w);
}

static void
make_condition(struct ui_worker *w)
{
    pthread_condattr_t attribute;

    pthread_condattr_init(&attribute);
    pthread_condattr_setclock(&attribute, CLOCK_MONOTONIC);
    pthread_cond_init(&w->asked, &attribute);
    pthread_condattr_destroy(&attribute);
}

struct ui_worker *
ui_worker_new(const struct irt_responses *data, const struct irt_patterns *patterns,
              const struct irt_model *model, const struct irt_estimator_ops *estimator,
              const struct irt_options *options, struct irt_error *error)
{
    struct ui_worker *w = calloc(1, sizeof *w);

    if (!w) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for a run");
        return NULL;
    }
    w->data = data;
    w->patterns = patterns;
    w->model = model;
    w->estimator = estimator;
    w->options = *options;
    w->options.cancel = ui_beside_cancel(&w->beside);
    w->grain = IRT_GRAIN_CYCLE;
    make_condition(w);
    w->wire_school = IRT_NO_SCHOOL;
    w->out = calloc(data->schools + 1, sizeof *w->out);
    w->left = calloc(data->schools + 1, sizeof *w->left);
    w->state = calloc(1, estimator->state_size ? estimator->state_size : 1);
    if (ui_beside_open(&w->beside, error) &&
        ((w->state && w->out && w->left) ||
         irt_fail(error, IRT_NO_MEMORY, "no memory for the estimator")) &&
        ui_beside_start(&w->beside, serve, w, error))
        return w;
    dispose(w);
    return NULL;
}

void
ui_worker_quit(struct ui_worker *w)
{
    pthread_mutex_lock(&w->beside.lock);
    w->quit = true;
    ui_beside_stop(&w->beside);
    pthread_cond_broadcast(&w->asked);
    pthread_mutex_unlock(&w->beside.lock);
}

bool
ui_worker_gone(struct ui_worker *w)
{
    return ui_worker_gone_within(w, 0);
}

bool
ui_worker_gone_within(struct ui_worker *w, unsigned milliseconds)
{
    return ui_beside_gone_within(&w->beside, milliseconds);
}

void
ui_worker_free(struct ui_worker *w)
{
    if (!w)
        return;
    ui_worker_quit(w);
    ui_beside_join(&w->beside);
    dispose(w);
}
