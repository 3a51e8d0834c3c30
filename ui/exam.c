/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exam.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "beside.h"
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
    bool gave_way;

    struct ui_beside beside; /* its lock is over what follows */
    char what[WHAT];
    double share;
};

/* --- the thread's side ---------------------------------------------------------------------- */

static void
hear(void *context, const char *what, double share)
{
    struct ui_exam *exam = context;

    pthread_mutex_lock(&exam->beside.lock);
    snprintf(exam->what, sizeof exam->what, "%s", what ? what : "");
    exam->share = share;
    pthread_mutex_unlock(&exam->beside.lock);
    if (ui_seconds() - exam->told < NEWS_GAP)
        return;
    exam->told = ui_seconds();
    ui_beside_tell(&exam->beside);
}

static void
work(void *context)
{
    struct ui_exam *exam = context;
    double start = ui_seconds();

    if (!exam->diagnosis.fit)
        exam->gave_way = ui_beside_give_way(); /* to the run that is under way */
    exam->told = start;
    exam->diagnostics =
        irt_diagnostics_new(&exam->diagnosis, &exam->wanted, &exam->trouble);
    exam->seconds = ui_seconds() - start;
}

/* --- the screen's side ------------------------------------------------------------------------ */

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
    exam->diagnosis.cancel = ui_beside_cancel(&exam->beside);
    exam->diagnosis.progress = hear;
    exam->diagnosis.progress_context = exam;
    return true;
}

static void
free_all(struct ui_exam *exam)
{
    ui_beside_close(&exam->beside);
    irt_diagnostics_free(exam->diagnostics);
    irt_quadrature_free(exam->quadrature);
    free(exam->psi);
    free(exam);
}

struct ui_exam *
ui_exam_new(const struct irt_diagnosis *diagnosis, const struct irt_wanted *wanted,
            struct irt_error *error)
{
    struct ui_exam *exam = calloc(1, sizeof *exam);

    if (exam) {
        exam->wanted = *wanted;
        if (ui_beside_open(&exam->beside, error) && copy_estimates(exam, diagnosis) &&
            ui_beside_start(&exam->beside, work, exam, error))
            return exam;
        free_all(exam);
    }
    irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for statistics of fit");
    return NULL;
}

void
ui_exam_cancel(struct ui_exam *exam)
{
    ui_beside_stop(&exam->beside);
}

bool
ui_exam_gone(struct ui_exam *exam)
{
    return ui_beside_gone_within(&exam->beside, 0);
}

bool
ui_exam_gone_within(struct ui_exam *exam, unsigned milliseconds)
{
    return ui_beside_gone_within(&exam->beside, milliseconds);
}

void
ui_exam_free(struct ui_exam *exam)
{
    if (exam)
        free_all(exam);
}

double
ui_exam_progress(struct ui_exam *exam, char *what, size_t size)
{
    double share;

    pthread_mutex_lock(&exam->beside.lock);
    snprintf(what, size, "%s", exam->what);
    share = exam->share;
    pthread_mutex_unlock(&exam->beside.lock);
    return share;
}

int
ui_exam_fd(const struct ui_exam *exam)
{
    return exam->beside.pipe[0];
}

void
ui_exam_drain(struct ui_exam *exam)
{
    ui_pipe_drain(exam->beside.pipe[0]);
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

bool
ui_exam_gave_way(const struct ui_exam *exam)
{
    return exam->gave_way;
}
