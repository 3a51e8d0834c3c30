/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker, with an estimator whose every step the test can hold back, and with EM. */
#include "config.h"

#include <math.h>
#include <poll.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "data/load.h"
#include "estimate/estimator.h"
#include "score/score.h"
#include "suite.h"
#include "worker.h"

#define STAGES 3 /* a cycle of the fake: two stages and the one that ends it */

/* What the fake does; set before a worker is made. */
static struct {
    size_t cycles;     /* DONE after so many; 0: never */
    size_t fail_at;    /* FAILED in this cycle; 0: never */
    bool gated_open;   /* so does open() */
    bool gated;        /* advance() posts entered and waits for go */
    size_t signal;     /* posts reached when this cycle is done; 0: never */
    atomic_bool blind; /* look() fails */
    bool deaf;         /* revisit() fails */
    atomic_size_t looks;
    sem_t entered, go, reached;
} fake;

struct fake_state {
    size_t cycle, stage;
    bool done;
    struct irt_trace *trace;
    size_t parameters;
    double *psi;
};

static bool
fake_row(struct fake_state *s, struct irt_error *error)
{
    for (size_t k = 0; k < s->parameters; k++)
        s->psi[k] = (double)s->cycle + 0.25 * (double)k;
    if (!irt_trace_append(s->trace, s->psi, NULL, NULL, error))
        return false;
    s->trace->loglik[s->trace->rows - 1] = -3000.0 / (double)(s->cycle + 1);
    return true;
}

static bool
fake_open(void *state, const struct irt_responses *data,
          const struct irt_patterns *patterns, const struct irt_model *model,
          const struct irt_options *options, struct irt_trace *trace,
          struct irt_error *error)
{
    struct fake_state *s = state;

    (void)data, (void)patterns;
    if (fake.gated_open) {
        sem_post(&fake.entered);
        sem_wait(&fake.go);
    }
    if (options->seed == 99)
        return irt_fail(error, IRT_BAD_DATA, "the fake does not like seed 99");
    s->trace = trace;
    s->parameters = model->parameters;
    s->psi = calloc(model->parameters, sizeof *s->psi);
    irt_trace_init(trace, model->parameters, 0);
    return s->psi && fake_row(s, error);
}

static enum irt_stage
fake_end_cycle(struct fake_state *s, struct irt_error *error)
{
    s->stage = 0;
    s->cycle++;
    if (s->cycle == fake.fail_at) {
        irt_fail(error, IRT_BAD_DATA, "the fake failed in cycle %zu", s->cycle);
        s->done = true;
        return IRT_STAGE_FAILED;
    }
    if (!fake_row(s, error))
        return IRT_STAGE_FAILED;
    if (s->cycle == fake.signal)
        sem_post(&fake.reached);
    s->done = s->cycle == fake.cycles;
    return s->done ? IRT_STAGE_DONE : IRT_STAGE_CYCLE;
}

static enum irt_stage
fake_advance(void *state, enum irt_grain grain, struct irt_error *error)
{
    struct fake_state *s = state;

    if (fake.gated) {
        sem_post(&fake.entered);
        sem_wait(&fake.go);
    }
    if (grain == IRT_GRAIN_CYCLE || s->stage == STAGES - 1)
        return fake_end_cycle(s, error);
    s->stage++;
    return s->stage == 1 ? IRT_STAGE_LIKELIHOOD : IRT_STAGE_ARTIFICIAL;
}

static bool
fake_copy(const struct fake_state *s, const double *psi, struct irt_snapshot *out)
{
    double *copy = realloc(out->psi, s->parameters * sizeof *copy);

    if (!copy)
        return false;
    memcpy(copy, psi, s->parameters * sizeof *copy);
    out->psi = copy;
    out->parameters = s->parameters;
    return true;
}

static bool
fake_look(const void *state, struct irt_snapshot *out, struct irt_error *error)
{
    const struct fake_state *s = state;

    atomic_fetch_add(&fake.looks, 1);
    if (atomic_load(&fake.blind))
        return irt_fail(error, IRT_NO_MEMORY, "the fake cannot look");
    out->cycle = s->cycle + (s->stage > 0);
    out->past = false;
    out->stage = s->done         ? IRT_STAGE_DONE
                 : s->stage == 1 ? IRT_STAGE_LIKELIHOOD
                 : s->stage == 2 ? IRT_STAGE_ARTIFICIAL
                 : s->cycle      ? IRT_STAGE_CYCLE
                                 : IRT_STAGE_START;
    out->stopped = s->done ? IRT_STOP_PARAMETER : IRT_STOP_NOT_YET;
    return fake_copy(s, s->psi, out);
}

static bool
fake_revisit(void *state, size_t cycle, struct irt_snapshot *out, struct irt_error *error)
{
    struct fake_state *s = state;

    if (fake.deaf)
        return irt_fail(error, IRT_NO_MEMORY, "the fake cannot go back to %zu", cycle);
    out->cycle = cycle;
    out->past = true;
    out->stage = IRT_STAGE_CYCLE;
    return fake_copy(s, irt_trace_psi(s->trace, cycle), out);
}

static void
fake_close(void *state)
{
    struct fake_state *s = state;

    free(s->psi);
}

static const struct irt_estimator_ops fake_ops = {
    .name = "fake",
    .title = "Fake",
    .summary = "counts",
    .state_size = sizeof(struct fake_state),
    .open = fake_open,
    .advance = fake_advance,
    .look = fake_look,
    .revisit = fake_revisit,
    .close = fake_close,
};

/* --- a run --------------------------------------------------------------------------- */

static struct irt_responses *data;
static struct irt_patterns *patterns;
static struct irt_model *model;
static struct irt_options options;
static struct ui_worker *worker;
static struct irt_error error;
static struct ui_worker_news news;
static struct irt_snapshot live, past;
static struct irt_trace trace;

static void
set_up(void)
{
    struct irt_load_options load = { 0 };
    struct irt_model_options kind = { 0 };

    memset(&fake, 0, sizeof fake);
    sem_init(&fake.entered, 0, 0);
    sem_init(&fake.go, 0, 0);
    sem_init(&fake.reached, 0, 0);
    memset(&live, 0, sizeof live);
    memset(&past, 0, sizeof past);
    memset(&trace, 0, sizeof trace);
    options = irt_options_defaults();
    options.se = IRT_SE_NONE;
    options.threads = 1;
    data = irt_load(TEST_SRCDIR "/samples/lsat6.csv", &load, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    patterns = irt_patterns_new(data, NULL, 1, &error);
    ck_assert(patterns != NULL);
    model = irt_model_new(data, &kind, &error);
    ck_assert(model != NULL);
}

static void
tear_down(void)
{
    ui_worker_free(worker);
    worker = NULL;
    irt_snapshot_clear(&live);
    irt_snapshot_clear(&past);
    irt_trace_clear(&trace);
    irt_model_free(model);
    irt_patterns_free(patterns);
    irt_responses_free(data);
    sem_destroy(&fake.entered);
    sem_destroy(&fake.go);
    sem_destroy(&fake.reached);
}

static void
start(const struct irt_estimator_ops *ops)
{
    worker = ui_worker_new(data, patterns, model, ops, &options, &error);
    ck_assert_msg(worker != NULL, "%s", error.message);
}

static bool
take(void)
{
    return ui_worker_poll(worker, &news, &live, &past, &trace);
}

static void
settle(void)
{
    ui_worker_wait(worker);
    take();
    ck_assert(!news.busy);
    ck_assert(!news.running);
}

/* Blocks until there is news; a worker that never tells fails by Check's time limit. */
static void
await_news(void)
{
    struct pollfd ready = { .fd = ui_worker_fd(worker), .events = POLLIN };

    ck_assert_int_eq(poll(&ready, 1, -1), 1);
    ck_assert(take());
}

static void
hold(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0)
        ;
}

START_TEST(starts_paused_at_the_start)
{
    start(&fake_ops);
    settle();
    ck_assert(!news.ended);
    ck_assert_uint_eq(trace.rows, 1);
    ck_assert_uint_eq(live.cycle, 0);
    ck_assert_int_eq(live.stage, IRT_STAGE_START);
    ck_assert_uint_eq(live.parameters, model->parameters);
    ck_assert(!take());
}
END_TEST

START_TEST(an_open_that_fails_ends_the_run)
{
    options.seed = 99;
    start(&fake_ops);
    ui_worker_run(worker);
    settle();
    ck_assert(news.ended);
    ck_assert_int_eq(news.error.code, IRT_BAD_DATA);
    ck_assert(strstr(news.error.message, "seed 99") != NULL);
    ck_assert_uint_eq(live.parameters, 0);
    ui_worker_step(worker, IRT_GRAIN_CYCLE);
    settle();
}
END_TEST

/* The screen goes on while the estimator is opened. */
START_TEST(asking_does_not_wait_for_the_open)
{
    fake.gated_open = true;
    fake.cycles = 2;
    start(&fake_ops);
    hold(&fake.entered);
    ui_worker_run(worker);
    take();
    ck_assert(news.busy);
    ck_assert_uint_eq(trace.rows, 0);
    sem_post(&fake.go);
    settle();
    ck_assert_uint_eq(trace.rows, 3);
}
END_TEST

START_TEST(steps_by_stage_and_by_cycle)
{
    start(&fake_ops);
    ui_worker_step(worker, IRT_GRAIN_STAGE);
    settle();
    ck_assert_int_eq(live.stage, IRT_STAGE_LIKELIHOOD);
    ck_assert_uint_eq(live.cycle, 1);
    ck_assert_uint_eq(news.stages, 1);
    ck_assert_uint_eq(trace.rows, 1);
    ui_worker_step(worker, IRT_GRAIN_CYCLE);
    settle();
    ck_assert_uint_eq(trace.rows, 2);
    ck_assert_uint_eq(news.stages, 0);
    ck_assert_double_eq(live.psi[2], 1.5);
}
END_TEST

/* Stage, stage, cycle, stage: in another order the last would not stand alone. */
START_TEST(steps_are_done_in_order)
{
    start(&fake_ops);
    ui_worker_step(worker, IRT_GRAIN_STAGE);
    ui_worker_step(worker, IRT_GRAIN_STAGE);
    ui_worker_step(worker, IRT_GRAIN_CYCLE);
    ui_worker_step(worker, IRT_GRAIN_STAGE);
    settle();
    ck_assert_uint_eq(trace.rows, 2);
    ck_assert_uint_eq(news.stages, 1);
    ck_assert_int_eq(live.stage, IRT_STAGE_LIKELIHOOD);
}
END_TEST

START_TEST(runs_to_the_end_and_makes_the_fit)
{
    fake.cycles = 7;
    start(&fake_ops);
    ui_worker_run(worker);
    settle();
    ck_assert(news.ended);
    ck_assert_int_eq(live.stopped, IRT_STOP_PARAMETER);
    ck_assert_uint_eq(trace.rows, 8);
    ck_assert_ptr_nonnull(news.fit);
    ck_assert_uint_eq(news.fit->cycles, 7);
    ck_assert_double_eq(news.fit->psi[1], 7.25);
    ck_assert_ptr_nonnull(news.score[IRT_SCORE_EAP]);
    ck_assert(isfinite(news.score[IRT_SCORE_EAP][0]) &&
              news.score_se[IRT_SCORE_EAP][0] > 0);
    /* There is nothing more to do, and asking is harmless. */
    ui_worker_run(worker);
    ui_worker_step(worker, IRT_GRAIN_CYCLE);
    ui_worker_finish(worker);
    settle();
    ck_assert_uint_eq(trace.rows, 8);
}
END_TEST

START_TEST(pause_takes_hold_after_the_cycle_under_way)
{
    fake.gated = true;
    start(&fake_ops);
    ui_worker_run(worker);
    hold(&fake.entered);
    take();
    ck_assert(news.running);
    ck_assert(news.busy);
    ui_worker_pause(worker);
    sem_post(&fake.go);
    settle();
    ck_assert_uint_eq(trace.rows, 2);
    ck_assert_uint_eq(live.cycle, 1);
    ck_assert_int_ne(sem_trywait(&fake.entered), 0);
}
END_TEST

START_TEST(run_stops_at_a_cycle_once)
{
    fake.cycles = 9;
    start(&fake_ops);
    ui_worker_stop_at(worker, 3);
    ui_worker_run(worker);
    settle();
    ck_assert_uint_eq(trace.rows, 4);
    ck_assert_uint_eq(live.cycle, 3);
    ck_assert(!news.ended);
    ui_worker_run(worker);
    settle();
    ck_assert_uint_eq(trace.rows, 10);
}
END_TEST

START_TEST(run_by_stage_stops_at_a_cycle)
{
    start(&fake_ops);
    ui_worker_speed(worker, IRT_GRAIN_STAGE, 1);
    ui_worker_stop_at(worker, 2);
    ui_worker_run(worker);
    settle();
    ck_assert_uint_eq(trace.rows, 3);
    ck_assert_uint_eq(news.stages, 0);
}
END_TEST

START_TEST(revisits_while_paused)
{
    fake.cycles = 5;
    start(&fake_ops);
    ui_worker_run(worker);
    settle();
    ui_worker_revisit(worker, 2);
    settle();
    ck_assert(past.past);
    ck_assert_uint_eq(past.cycle, 2);
    ck_assert_double_eq(past.psi[0], 2.0);
    ck_assert_double_eq(live.psi[0], 5.0);
}
END_TEST

START_TEST(revisits_between_the_cycles_of_a_run)
{
    fake.gated = true;
    start(&fake_ops);
    ui_worker_run(worker);
    for (int cycle = 0; cycle < 3; cycle++) {
        hold(&fake.entered);
        sem_post(&fake.go);
    }
    hold(&fake.entered); /* in the fourth */
    ui_worker_revisit(worker, 1);
    ui_worker_revisit(worker, 2); /* only the last is of interest */
    sem_post(&fake.go);
    hold(&fake.entered);
    take();
    ck_assert_uint_eq(past.cycle, 2);
    ck_assert(news.running);
    ck_assert_uint_eq(trace.rows, 5);
    ui_worker_pause(worker);
    sem_post(&fake.go);
    settle();
}
END_TEST

START_TEST(a_lost_revisit_is_told_once)
{
    fake.cycles = 2;
    fake.deaf = true;
    start(&fake_ops);
    ui_worker_run(worker);
    settle();
    ui_worker_revisit(worker, 1);
    settle();
    ck_assert_int_eq(news.lost.code, IRT_NO_MEMORY);
    ck_assert_int_eq(news.error.code, IRT_OK);
    take();
    ck_assert_int_eq(news.lost.code, IRT_OK);
}
END_TEST

/* An hour from cycle to cycle: only a request can end the wait in time. */
START_TEST(requests_cut_a_slow_run_short)
{
    fake.signal = 1;
    start(&fake_ops);
    ui_worker_speed(worker, IRT_GRAIN_CYCLE, 3600 * 1000);
    ui_worker_run(worker);
    hold(&fake.reached);
    while (trace.rows < 2) /* shown while it waits */
        await_news();
    ck_assert(news.running);
    ui_worker_step(worker, IRT_GRAIN_CYCLE);
    while (trace.rows < 3)
        await_news();
    fake.signal = 0;
    ui_worker_pause(worker);
    settle();
    ck_assert_uint_eq(trace.rows, 3);
}
END_TEST

START_TEST(full_speed_ends_the_wait)
{
    fake.cycles = 4;
    fake.signal = 1;
    start(&fake_ops);
    ui_worker_speed(worker, IRT_GRAIN_STAGE, 3600 * 1000);
    ui_worker_run(worker);
    ui_worker_speed(worker, IRT_GRAIN_CYCLE, 0);
    settle();
    ck_assert_uint_eq(trace.rows, 5);
}
END_TEST

START_TEST(a_failure_is_carried_over)
{
    fake.fail_at = 3;
    start(&fake_ops);
    ui_worker_run(worker);
    settle();
    ck_assert(news.ended);
    ck_assert_int_eq(news.error.code, IRT_BAD_DATA);
    ck_assert_str_eq(news.error.message, "the fake failed in cycle 3");
    ck_assert_ptr_null(news.fit);
    ck_assert_uint_eq(trace.rows, 3);
}
END_TEST

START_TEST(a_look_that_fails_stops_the_run)
{
    start(&fake_ops);
    take();
    atomic_store(&fake.blind, true);
    ui_worker_run(worker);
    while (news.error.code == IRT_OK)
        await_news();
    settle();
    ck_assert_int_eq(news.error.code, IRT_NO_MEMORY);
}
END_TEST

START_TEST(finish_ends_a_run_by_the_user)
{
    start(&fake_ops);
    ui_worker_stop_at(worker, 4);
    ui_worker_run(worker);
    settle();
    ui_worker_finish(worker);
    settle();
    ck_assert(news.ended);
    ck_assert_int_eq(live.stopped, IRT_STOP_USER);
    ck_assert_ptr_nonnull(news.fit);
    ck_assert_int_eq(news.fit->stopped, IRT_STOP_USER);
    ck_assert(!news.fit->converged);
    ck_assert_uint_eq(news.fit->cycles, 4);
}
END_TEST

/* Nobody takes the picture: it is not made again and again. */
START_TEST(an_unwatched_run_makes_no_snapshots)
{
    fake.signal = 5000;
    start(&fake_ops);
    ui_worker_run(worker);
    hold(&fake.reached);
    ck_assert_uint_le(atomic_load(&fake.looks), 2);
    ui_worker_pause(worker);
    settle();
    ck_assert_uint_ge(trace.rows, 5001);
}
END_TEST

START_TEST(a_watched_run_is_shown_in_order)
{
    size_t last = 0;

    fake.cycles = 20000;
    start(&fake_ops);
    ui_worker_run(worker);
    while (!news.fit) {
        await_news();
        ck_assert_uint_ge(live.cycle, last);
        ck_assert(!live.parameters || trace.rows >= live.cycle + 1);
        last = live.cycle;
    }
    settle();
    ck_assert_uint_eq(live.cycle, 20000);
    ck_assert_uint_eq(trace.rows, 20001);
}
END_TEST

START_TEST(freeing_a_run_under_way_is_safe)
{
    fake.signal = 10;
    start(&fake_ops); /* never done by itself */
    ui_worker_run(worker);
    hold(&fake.reached);
}
END_TEST

START_TEST(quitting_does_not_wait)
{
    struct pollfd ready;

    fake.gated = true;
    start(&fake_ops);
    ui_worker_run(worker);
    hold(&fake.entered);
    take();
    ui_worker_quit(worker);
    ck_assert(!ui_worker_gone(worker));
    ck_assert(!ui_worker_gone_within(worker, 1));
    sem_post(&fake.go);
    ck_assert(ui_worker_gone_within(worker, 60000));
    ready = (struct pollfd){ .fd = ui_worker_fd(worker), .events = POLLIN };
    ck_assert_int_eq(poll(&ready, 1, -1), 1);
    ui_worker_free(worker);
    worker = NULL;
}
END_TEST

/* --- the same with EM ------------------------------------------------------------------ */

static void
run_alone(struct irt_trace *own, struct irt_snapshot *last)
{
    void *state = calloc(1, irt_em.state_size);
    enum irt_stage stage;

    ck_assert(irt_em.open(state, data, patterns, model, &options, own, &error));
    do
        stage = irt_em.advance(state, IRT_GRAIN_CYCLE, &error);
    while (stage != IRT_STAGE_DONE && stage != IRT_STAGE_FAILED);
    ck_assert_int_eq(stage, IRT_STAGE_DONE);
    ck_assert(irt_em.look(state, last, &error));
    irt_em.close(state);
    free(state);
}

START_TEST(em_is_the_same_watched_or_not)
{
    struct irt_trace own = { 0 };
    struct irt_snapshot last = { 0 };

    options.se = IRT_SE_OAKES;
    run_alone(&own, &last);
    start(&irt_em);
    ui_worker_run(worker);
    while (!news.score[IRT_SCORE_EAP])
        await_news();
    settle();
    ck_assert_uint_eq(trace.rows, own.rows);
    ck_assert_mem_eq(trace.psi, own.psi, own.rows * own.parameters * sizeof(double));
    ck_assert_mem_eq(live.psi, last.psi, last.parameters * sizeof(double));
    ck_assert(news.fit->converged);
    ck_assert(news.fit->se[0] > 0);
    irt_trace_clear(&own);
    irt_snapshot_clear(&last);
}
END_TEST

/* Asked for before the run has ended, they come after the fit; asked for later, then. */
START_TEST(scores_come_when_asked_for)
{
    double *score = malloc(2 * patterns->count * sizeof *score);

    start(&irt_em);
    ui_worker_score(worker, IRT_SCORE_WLE);
    settle();
    ck_assert_ptr_null(news.fit);
    ck_assert_ptr_null(news.score[IRT_SCORE_WLE]);
    ui_worker_run(worker);
    settle();
    ck_assert_ptr_nonnull(news.score[IRT_SCORE_EAP]);
    ck_assert_ptr_nonnull(news.score[IRT_SCORE_WLE]);
    ck_assert_ptr_null(news.score[IRT_SCORE_ML]);
    ui_worker_score(worker, IRT_SCORE_ML);
    ui_worker_score(worker, IRT_SCORE_MAP);
    ui_worker_revisit(worker, 1);
    settle();
    ck_assert_uint_eq(past.cycle, 1);
    for (size_t method = 0; method < IRT_SCORES; method++) {
        ck_assert(irt_scores((enum irt_score)method, data, patterns, model, news.fit->psi,
                             news.fit->quadrature, 1, score, score + patterns->count,
                             &error));
        ck_assert_mem_eq(news.score[method], score, patterns->count * sizeof *score);
        ck_assert_mem_eq(news.score_se[method], score + patterns->count,
                         patterns->count * sizeof *score);
    }
    free(score);
}
END_TEST

START_TEST(em_is_the_same_after_looking_back)
{
    struct irt_trace own = { 0 };
    struct irt_snapshot last = { 0 };

    run_alone(&own, &last);
    start(&irt_em);
    ui_worker_stop_at(worker, 3);
    ui_worker_run(worker);
    settle();
    ui_worker_revisit(worker, 1);
    settle();
    ck_assert_uint_eq(past.cycle, 1);
    ck_assert(past.has_expected);
    ui_worker_run(worker);
    settle();
    ck_assert_uint_eq(trace.rows, own.rows);
    ck_assert_mem_eq(trace.psi, own.psi, own.rows * own.parameters * sizeof(double));
    irt_trace_clear(&own);
    irt_snapshot_clear(&last);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("worker");
    TCase *cases = tcase_create("fake"), *em = tcase_create("em");

    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, starts_paused_at_the_start);
    tcase_add_test(cases, an_open_that_fails_ends_the_run);
    tcase_add_test(cases, asking_does_not_wait_for_the_open);
    tcase_add_test(cases, steps_by_stage_and_by_cycle);
    tcase_add_test(cases, steps_are_done_in_order);
    tcase_add_test(cases, runs_to_the_end_and_makes_the_fit);
    tcase_add_test(cases, pause_takes_hold_after_the_cycle_under_way);
    tcase_add_test(cases, run_stops_at_a_cycle_once);
    tcase_add_test(cases, run_by_stage_stops_at_a_cycle);
    tcase_add_test(cases, revisits_while_paused);
    tcase_add_test(cases, revisits_between_the_cycles_of_a_run);
    tcase_add_test(cases, a_lost_revisit_is_told_once);
    tcase_add_test(cases, requests_cut_a_slow_run_short);
    tcase_add_test(cases, full_speed_ends_the_wait);
    tcase_add_test(cases, a_failure_is_carried_over);
    tcase_add_test(cases, a_look_that_fails_stops_the_run);
    tcase_add_test(cases, finish_ends_a_run_by_the_user);
    tcase_add_test(cases, an_unwatched_run_makes_no_snapshots);
    tcase_add_test(cases, a_watched_run_is_shown_in_order);
    tcase_add_test(cases, freeing_a_run_under_way_is_safe);
    tcase_add_test(cases, quitting_does_not_wait);
    suite_add_tcase(suite, cases);
    tcase_add_checked_fixture(em, set_up, tear_down);
    tcase_add_test(em, em_is_the_same_watched_or_not);
    tcase_add_test(em, em_is_the_same_after_looking_back);
    tcase_add_test(em, scores_come_when_asked_for);
    suite_add_tcase(suite, em);
    return suite;
}
