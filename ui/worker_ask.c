/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker_ask.c -- the screen's side of the worker: requests, and copies of what is new. */
#include "config.h"

#include "worker_state.h"

enum irt_score
ui_worker_score_due(const struct ui_worker *w)
{
    size_t method = 0;

    if (w->scored > 0)
        return w->scoring;
    while (method < IRT_SCORES &&
           !(w->fit && w->score_wanted[method] && !w->news.score[method]))
        method++;
    return (enum irt_score)method;
}

bool
ui_worker_has_work(const struct ui_worker *w)
{
    return !w->opened || w->drops_due || w->revisit || w->fit_due ||
           ui_worker_score_due(w) < IRT_SCORES ||
           (!w->ended && (w->finish || w->steps || w->run));
}

/* Makes poll() true; one byte in the pipe stands for any amount of news. */
void
ui_worker_tell(struct ui_worker *w)
{
    if (!w->fresh)
        ui_beside_tell(&w->beside);
    w->fresh = true;
    w->news.running = w->run && !w->ended;
    w->news.busy = ui_worker_has_work(w) || w->dirty;
    w->news.ended = w->ended;
    w->news.waiting = 0;
    for (size_t k = 0; k < w->steps; k++)
        w->news.waiting += w->step[k].count;
}

static void
ask(struct ui_worker *w)
{
    ui_worker_tell(w);
    pthread_cond_broadcast(&w->asked);
    pthread_mutex_unlock(&w->beside.lock);
}

void
ui_worker_run(struct ui_worker *w)
{
    pthread_mutex_lock(&w->beside.lock);
    w->run = !w->ended || w->drops_due; /* these may have it go on */
    w->next_at = 0;
    ask(w);
}

void
ui_worker_pause(struct ui_worker *w)
{
    pthread_mutex_lock(&w->beside.lock);
    w->run = false;
    w->steps = 0;
    w->stop_at = 0;
    ask(w);
}

void
ui_worker_step(struct ui_worker *w, enum irt_grain grain)
{
    pthread_mutex_lock(&w->beside.lock);
    if (w->ended)
        ; /* nothing is left to step through */
    else if (w->steps && w->step[w->steps - 1].grain == grain)
        w->step[w->steps - 1].count++;
    else if (w->steps < UI_WORKER_QUEUE) {
        w->step[w->steps].grain = grain;
        w->step[w->steps++].count = 1;
    }
    ask(w);
}

void
ui_worker_stop_at(struct ui_worker *w, size_t cycle)
{
    pthread_mutex_lock(&w->beside.lock);
    w->stop_at = cycle;
    pthread_mutex_unlock(&w->beside.lock);
}

void
ui_worker_speed(struct ui_worker *w, enum irt_grain grain, unsigned milliseconds)
{
    pthread_mutex_lock(&w->beside.lock);
    w->grain = grain;
    w->gap = 1e-3 * (double)milliseconds;
    w->next_at = 0;
    ask(w);
}

void
ui_worker_watch(struct ui_worker *w, size_t group)
{
    pthread_mutex_lock(&w->beside.lock);
    w->group = group;
    w->dirty = w->dirty || w->shown;
    ask(w);
}

void
ui_worker_drop(struct ui_worker *w, size_t k, bool out)
{
    pthread_mutex_lock(&w->beside.lock);
    w->out[k] = out;
    w->drops_due = true;
    ask(w);
}

void
ui_worker_wire(struct ui_worker *w, size_t round, uint32_t school)
{
    pthread_mutex_lock(&w->beside.lock);
    w->wire_round = round;
    w->wire_school = school;
    w->dirty = w->dirty || w->shown;
    ask(w);
}

bool
ui_worker_take_wire(struct ui_worker *w, struct ui_wire *wire)
{
    pthread_mutex_lock(&w->beside.lock);
    bool fresh = w->wire_fresh;
    if (fresh) {
        struct ui_wire held = *wire;

        *wire = w->wire;
        w->wire = held;
        w->wire_fresh = false;
    }
    pthread_mutex_unlock(&w->beside.lock);
    return fresh;
}

void
ui_worker_revisit(struct ui_worker *w, size_t cycle)
{
    pthread_mutex_lock(&w->beside.lock);
    w->revisit = cycle;
    ask(w);
}

void
ui_worker_finish(struct ui_worker *w)
{
    pthread_mutex_lock(&w->beside.lock);
    w->finish = !w->ended;
    ask(w);
}

void
ui_worker_score(struct ui_worker *w, enum irt_score method)
{
    pthread_mutex_lock(&w->beside.lock);
    w->score_wanted[method] = true;
    ask(w);
}

static void
trade(struct irt_snapshot *a, struct irt_snapshot *b)
{
    struct irt_snapshot swap = *a;

    *a = *b;
    *b = swap;
}

bool
ui_worker_poll(struct ui_worker *w, struct ui_worker_news *news,
               struct irt_snapshot *live, struct irt_snapshot *past,
               struct irt_trace *trace)
{
    pthread_mutex_lock(&w->beside.lock);
    bool fresh = w->fresh;
    if (fresh) {
        ui_pipe_drain(w->beside.pipe[0]);
        if (w->live_fresh)
            trade(live, &w->live);
        if (w->past_fresh)
            trade(past, &w->past);
        w->fresh = w->live_fresh = w->past_fresh = false;
        struct irt_error error = { IRT_OK, "" };
        if (!irt_trace_follow(trace, &w->trace, &error))
            w->news.error = error;
    }
    *news = w->news;
    w->news.lost.code = IRT_OK;
    w->wanted = true;
    pthread_mutex_unlock(&w->beside.lock);
    return fresh;
}

int
ui_worker_fd(const struct ui_worker *w)
{
    return w->beside.pipe[0];
}

void
ui_worker_wait(struct ui_worker *w)
{
    pthread_mutex_lock(&w->beside.lock);
    while ((ui_worker_has_work(w) || w->dirty) && !w->beside.gone)
        pthread_cond_wait(&w->beside.over, &w->beside.lock);
    pthread_mutex_unlock(&w->beside.lock);
}
