/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exam.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "estimation.h"

#define WHAT     40
#define NEWS_GAP 0.1 /* seconds between two news of progress */

struct ui_exam {
    /* The thread's until it has ended. */
    struct irt_diagnosis diagnosis;
    struct irt_wanted wanted;
    double *psi;
    struct irt_quadrature *quadrature;
    struct irt_diagnostics *diagnostics;
    struct irt_error trouble;
    double seconds, told;

    pthread_t thread;
    int pipe[2];
    atomic_bool stop;
    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t over;
    bool ended;
    char what[WHAT];
    double share;
};

/* --- the thread's side ---------------------------------------------------------------------- */

static void
tell(struct ui_exam *exam)
{
    ssize_t written = write(exam->pipe[1], "", 1); /* full: it is readable already */

    (void)written;
}

static bool
asks_to_stop(void *context)
{
    struct ui_exam *exam = context;

    return atomic_load(&exam->stop);
}

static void
hear(void *context, const char *what, double share)
{
    struct ui_exam *exam = context;

    pthread_mutex_lock(&exam->lock);
    snprintf(exam->what, sizeof exam->what, "%s", what ? what : "");
    exam->share = share;
    pthread_mutex_unlock(&exam->lock);
    if (ui_seconds() - exam->told < NEWS_GAP)
        return;
    exam->told = ui_seconds();
    tell(exam);
}

static void *
work(void *context)
{
    struct ui_exam *exam = context;
    double start = ui_seconds();

    exam->told = start;
    exam->diagnostics =
        irt_diagnostics_new(&exam->diagnosis, &exam->wanted, &exam->trouble);
    exam->seconds = ui_seconds() - start;
    pthread_mutex_lock(&exam->lock);
    exam->ended = true;
    pthread_cond_broadcast(&exam->over);
    pthread_mutex_unlock(&exam->lock);
    tell(exam);
    return NULL;
}

/* --- the screen's side ------------------------------------------------------------------------ */

static bool
open_pipe(struct ui_exam *exam)
{
    if (pipe(exam->pipe) != 0) {
        exam->pipe[0] = exam->pipe[1] = -1;
        return false;
    }
    for (int end = 0; end < 2; end++) {
        fcntl(exam->pipe[end], F_SETFD, FD_CLOEXEC);
        fcntl(exam->pipe[end], F_SETFL, O_NONBLOCK);
    }
    return true;
}

static bool
copy_estimates(struct ui_exam *exam, const struct irt_diagnosis *diagnosis)
{
    size_t count = diagnosis->model->parameters;

    exam->psi = malloc((count + 1) * sizeof *exam->psi);
    exam->quadrature = irt_quadrature_copy(diagnosis->quadrature, NULL);
    if (!exam->psi || !exam->quadrature)
        return false;
    memcpy(exam->psi, diagnosis->psi, count * sizeof *exam->psi);
    exam->diagnosis = *diagnosis;
    exam->diagnosis.psi = exam->psi;
    exam->diagnosis.quadrature = exam->quadrature;
    exam->diagnosis.cancel = (struct irt_cancel){ asks_to_stop, exam };
    exam->diagnosis.progress = hear;
    exam->diagnosis.progress_context = exam;
    return true;
}

static void
free_all(struct ui_exam *exam)
{
    for (int end = 0; end < 2; end++)
        if (exam->pipe[end] >= 0)
            close(exam->pipe[end]);
    irt_diagnostics_free(exam->diagnostics);
    irt_quadrature_free(exam->quadrature);
    free(exam->psi);
    pthread_mutex_destroy(&exam->lock);
    pthread_cond_destroy(&exam->over);
    free(exam);
}

/* Signals are for the screen's thread. */
static int
start_thread(struct ui_exam *exam)
{
    sigset_t all, before;
    int failed;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&exam->thread, NULL, work, exam);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

struct ui_exam *
ui_exam_new(const struct irt_diagnosis *diagnosis, const struct irt_wanted *wanted,
            struct irt_error *error)
{
    struct ui_exam *exam = calloc(1, sizeof *exam);

    if (exam) {
        exam->pipe[0] = exam->pipe[1] = -1;
        exam->wanted = *wanted;
        pthread_mutex_init(&exam->lock, NULL);
        pthread_cond_init(&exam->over, NULL);
        if (copy_estimates(exam, diagnosis) && open_pipe(exam) && start_thread(exam) == 0)
            return exam;
        free_all(exam);
    }
    irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for statistics of fit");
    return NULL;
}

void
ui_exam_cancel(struct ui_exam *exam)
{
    atomic_store(&exam->stop, true);
}

bool
ui_exam_gone(struct ui_exam *exam)
{
    bool ended;

    pthread_mutex_lock(&exam->lock);
    ended = exam->ended;
    pthread_mutex_unlock(&exam->lock);
    return ended;
}

bool
ui_exam_gone_within(struct ui_exam *exam, unsigned milliseconds)
{
    struct timespec until;
    bool ended;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    until.tv_sec += (time_t)(milliseconds / 1000) + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&exam->lock);
    while (!exam->ended &&
           pthread_cond_timedwait(&exam->over, &exam->lock, &until) != ETIMEDOUT)
        ;
    ended = exam->ended;
    pthread_mutex_unlock(&exam->lock);
    return ended;
}

void
ui_exam_free(struct ui_exam *exam)
{
    if (!exam)
        return;
    ui_exam_cancel(exam);
    pthread_join(exam->thread, NULL);
    free_all(exam);
}

double
ui_exam_progress(struct ui_exam *exam, char *what, size_t size)
{
    double share;

    pthread_mutex_lock(&exam->lock);
    snprintf(what, size, "%s", exam->what);
    share = exam->share;
    pthread_mutex_unlock(&exam->lock);
    return share;
}

int
ui_exam_fd(const struct ui_exam *exam)
{
    return exam->pipe[0];
}

void
ui_exam_drain(struct ui_exam *exam)
{
    char drained[64];

    while (read(exam->pipe[0], drained, sizeof drained) > 0)
        ;
}

const struct irt_diagnostics *
ui_exam_diagnostics(const struct ui_exam *exam)
{
    return exam->diagnostics;
}

const struct irt_diagnosis *
ui_exam_diagnosis(const struct ui_exam *exam)
{
    return &exam->diagnosis;
}

double
ui_exam_seconds(const struct ui_exam *exam)
{
    return exam->seconds;
}
