/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "beside.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#endif

#define GIVE_WAY 11 /* steps of priority */

/* --- pipes ----------------------------------------------------------------------------- */

bool
ui_pipe_open(int end[2], struct irt_error *error)
{
    if (pipe(end) != 0) {
        end[0] = end[1] = -1;
        return irt_fail(error, IRT_NO_MEMORY, "no pipe could be opened: %s",
                        strerror(errno));
    }
    for (int i = 0; i < 2; i++) {
        fcntl(end[i], F_SETFL, O_NONBLOCK);
        fcntl(end[i], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

void
ui_pipe_close(int end[2])
{
    for (int i = 0; i < 2; i++) {
        if (end[i] >= 0)
            close(end[i]);
        end[i] = -1;
    }
}

void
ui_pipe_drain(int reading)
{
    char byte[64];

    while (read(reading, byte, sizeof byte) > 0)
        ;
}

/* --- making and freeing ------------------------------------------------------------------ */

bool
ui_beside_open(struct ui_beside *beside, struct irt_error *error)
{
    pthread_condattr_t monotonic;

    pthread_mutex_init(&beside->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&beside->over, &monotonic);
    pthread_condattr_destroy(&monotonic);
    atomic_init(&beside->stop, false);
    beside->gone = beside->joined = true;
    return ui_pipe_open(beside->pipe, error);
}

void
ui_beside_close(struct ui_beside *beside)
{
    ui_beside_stop(beside);
    ui_beside_join(beside);
    ui_pipe_close(beside->pipe);
    pthread_cond_destroy(&beside->over);
    pthread_mutex_destroy(&beside->lock);
}

/* --- the work's side --------------------------------------------------------------------- */

static bool
asks_to_stop(void *context)
{
    struct ui_beside *beside = context;

    return atomic_load(&beside->stop);
}

struct irt_cancel
ui_beside_cancel(struct ui_beside *beside)
{
    return (struct irt_cancel){ asks_to_stop, beside };
}

void
ui_beside_tell(struct ui_beside *beside)
{
    ssize_t written = write(beside->pipe[1], "", 1);

    (void)written; /* a full pipe is readable already */
}

static void *
run(void *context)
{
    struct ui_beside *beside = context;

    beside->work(beside->context);
    pthread_mutex_lock(&beside->lock);
    beside->gone = true;
    pthread_cond_broadcast(&beside->over);
    pthread_mutex_unlock(&beside->lock);
    ui_beside_tell(beside);
    return NULL;
}

/* --- the screen's side ------------------------------------------------------------------- */

bool
ui_beside_start(struct ui_beside *beside, void (*work)(void *context), void *context,
                struct irt_error *error)
{
    sigset_t all, before;
    int failed;

    beside->work = work;
    beside->context = context;
    beside->gone = beside->joined = false;
    atomic_store(&beside->stop, false);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&beside->thread, NULL, run, beside);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!failed)
        return true;
    beside->gone = beside->joined = true;
    return irt_fail(error, IRT_NO_MEMORY, "no thread could be started: %s",
                    strerror(failed));
}

void
ui_beside_stop(struct ui_beside *beside)
{
    atomic_store(&beside->stop, true);
}

bool
ui_beside_gone_within(struct ui_beside *beside, unsigned milliseconds)
{
    struct timespec until;
    int late = 0;
    bool gone;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    until.tv_sec += (time_t)(milliseconds / 1000) + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&beside->lock);
    while (!beside->gone && milliseconds > 0 && late == 0)
        late = pthread_cond_timedwait(&beside->over, &beside->lock, &until);
    gone = beside->gone;
    pthread_mutex_unlock(&beside->lock);
    return gone;
}

void
ui_beside_join(struct ui_beside *beside)
{
    if (!beside->joined)
        pthread_join(beside->thread, NULL);
    beside->joined = true;
}

/* Linux takes a thread's number for a process's, and weighs 11 steps as 1 to 12. */
bool
ui_beside_give_way(void)
{
#ifdef __linux__
    return setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), GIVE_WAY) == 0;
#else
    return false;
#endif
}
