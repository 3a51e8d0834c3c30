/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_beside.c -- work beside the screen: what it shares, that it leaves off, that its end
 * can be waited for, and that it can be started again. */
#include "config.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "beside.h"
#include "suite.h"

static struct irt_error error;

struct counting {
    struct ui_beside beside;
    unsigned count, to; /* under the lock */
    bool endless, deaf;
};

static bool
readable(const struct ui_beside *beside, int milliseconds)
{
    struct pollfd end = { .fd = beside->pipe[0], .events = POLLIN };

    return poll(&end, 1, milliseconds) == 1;
}

/* Counts, with news of each, until it is to leave off. */
static void
count(void *context)
{
    struct counting *c = context;
    struct irt_cancel cancel = ui_beside_cancel(&c->beside);
    sigset_t blocked;

    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    c->deaf = sigismember(&blocked, SIGINT) == 1 && sigismember(&blocked, SIGWINCH) == 1;
    while (!irt_cancelled(&cancel) && (c->endless || c->count < c->to)) {
        pthread_mutex_lock(&c->beside.lock);
        c->count++;
        pthread_mutex_unlock(&c->beside.lock);
        ui_beside_tell(&c->beside);
    }
}

START_TEST(work_tells_and_ends)
{
    struct counting c = { .to = 1000 };

    ck_assert_msg(ui_beside_open(&c.beside, &error), "%s", error.message);
    ck_assert(ui_beside_gone_within(&c.beside, 0));
    ck_assert(!readable(&c.beside, 0));
    for (unsigned run = 1; run <= 3; run++) { /* one after the other */
        c.to = 1000 * run;
        ck_assert(ui_beside_start(&c.beside, count, &c, &error));
        ck_assert(readable(&c.beside, -1));
        ui_beside_join(&c.beside);
        ck_assert(ui_beside_gone_within(&c.beside, 0));
        ck_assert_uint_eq(c.count, c.to);
        ck_assert(c.deaf);
        ck_assert(readable(&c.beside, 0)); /* the end is news */
        ui_pipe_drain(c.beside.pipe[0]);
        ck_assert(!readable(&c.beside, 0));
    }
    ui_beside_close(&c.beside);
    ck_assert_int_eq(c.beside.pipe[0], -1);
}
END_TEST

START_TEST(work_leaves_off_when_asked)
{
    struct counting c = { .endless = true };

    ck_assert(ui_beside_open(&c.beside, &error));
    ck_assert(ui_beside_start(&c.beside, count, &c, &error));
    ck_assert(readable(&c.beside, -1));
    ck_assert(!ui_beside_gone_within(&c.beside, 0));
    ck_assert(!ui_beside_gone_within(&c.beside, 1));
    ui_beside_stop(&c.beside);
    ck_assert(ui_beside_gone_within(&c.beside, 600000));
    ui_beside_join(&c.beside);
    ck_assert_uint_gt(c.count, 0);
    ck_assert(ui_beside_start(&c.beside, count, &c, &error)); /* forgets the request */
    ui_pipe_drain(c.beside.pipe[0]);
    ck_assert(readable(&c.beside, -1));
    ui_beside_close(&c.beside); /* asks, and waits */
}
END_TEST

START_TEST(what_cannot_be_had_is_told)
{
    struct rlimit all, none;
    struct ui_beside beside;

    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &all), 0);
    none = (struct rlimit){ 0, all.rlim_max };
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
    bool opened = ui_beside_open(&beside, &error);
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &all), 0);
    ck_assert(!opened);
    ck_assert_int_eq(error.code, IRT_NO_MEMORY);
    ck_assert_ptr_nonnull(strstr(error.message, "pipe"));
    ui_beside_close(&beside);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("beside");
    TCase *tests = tcase_create("beside");

    tcase_add_test(tests, work_tells_and_ends);
    tcase_add_test(tests, work_leaves_off_when_asked);
    tcase_add_test(tests, what_cannot_be_had_is_told);
    suite_add_tcase(suite, tests);
    return suite;
}
