/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimation.c -- from choices to a finished fit, in the caller's thread. */
#include "config.h"

#include "estimation.h"
#include "interrupt.h"

#include <stdlib.h>
#include <time.h>

#include "data/doctor.h"
#include "estimate/estimator.h"
#include "score/score.h"

double
ui_seconds(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

bool
ui_estimation_read(struct ui_estimation *estimation, const struct ui_choices *choices,
                   struct irt_error *error)
{
    struct irt_load_options load = ui_choices_load(choices);

    estimation->data = irt_load(choices->file, &load, error);
    if (estimation->data == NULL)
        return false;
    if (!irt_doctor(estimation->data, &load, &estimation->findings, error))
        return false;
    estimation->model = ui_choices_build(choices, estimation->data, error);
    if (estimation->model == NULL)
        return false;
    estimation->patterns =
        irt_patterns_new(estimation->data,
                         estimation->model->groups > 1 ? estimation->data->school : NULL,
                         estimation->model->groups, error);
    return estimation->patterns != NULL;
}

/* Advances until the end; false when the watcher stopped it. */
static bool
advance(const struct irt_estimator_ops *ops, void *state,
        struct ui_estimation *estimation, const struct ui_watch *watch)
{
    enum irt_stage stage;

    do {
        if (watch != NULL && !watch->look(watch->context, &estimation->trace))
            return false;
        stage = ops->advance(state, IRT_GRAIN_CYCLE, &estimation->failure);
    } while (stage != IRT_STAGE_DONE && stage != IRT_STAGE_FAILED);
    return true;
}

/* Ends the standard errors; the estimates are there. */
static bool
is_interrupted(void *context)
{
    (void)context;
    return ui_interrupted();
}

/* Makes the fit of a run as it stands. */
static bool
finish(const struct irt_estimator_ops *ops, const void *state, bool stopped,
       struct ui_estimation *estimation, const struct ui_choices *choices,
       struct irt_error *error)
{
    struct irt_options options = choices->options;
    struct irt_snapshot last = { 0 };

    if (!ops->look(state, &last, error))
        return false;
    if (stopped)
        last.stopped = IRT_STOP_USER;
    if (stopped || last.stopped == IRT_STOP_FAILED)
        options.se = IRT_SE_NONE;
    options.cancel.asked = is_interrupted;
    estimation->fit =
        irt_fit_new(estimation->data, estimation->patterns, estimation->model, ops,
                    &options, &estimation->trace, &last, error);
    irt_snapshot_clear(&last);
    return estimation->fit != NULL;
}

bool
ui_estimation_run(struct ui_estimation *estimation, const struct ui_choices *choices,
                  const struct ui_watch *watch, struct irt_error *error)
{
    const struct irt_estimator_ops *ops = irt_estimator_find(choices->estimator);
    struct irt_options options = choices->options;
    double start = ui_seconds(), seconds;
    bool done;
    void *state;

    if (ops == NULL)
        return irt_fail(error, IRT_BAD_USAGE, "estimator: there is no '%s'",
                        choices->estimator);
    state = calloc(1, ops->state_size);
    if (state == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory to estimate");
    options.cancel.asked = is_interrupted;
    done = ops->open(state, estimation->data, estimation->patterns, estimation->model,
                     &options, &estimation->trace, error);
    if (done) {
        bool stopped = !advance(ops, state, estimation, watch);

        seconds = ui_seconds() - start;
        if (watch != NULL && watch->finishing != NULL)
            watch->finishing(watch->context);
        done = finish(ops, state, stopped, estimation, choices, error);
        if (done)
            estimation->fit->seconds = seconds;
    }
    ops->close(state);
    free(state);
    return done;
}

bool
ui_estimation_score(struct ui_estimation *estimation, struct irt_error *error)
{
    size_t patterns = estimation->patterns->count;
    const struct irt_fit *fit = estimation->fit;

    size_t scores = patterns * estimation->model->dims + 1;
    estimation->score = calloc(scores, sizeof *estimation->score);
    estimation->score_se = calloc(scores, sizeof *estimation->score_se);
    if (estimation->score == NULL || estimation->score_se == NULL)
        return irt_fail(error, IRT_NO_MEMORY,
                        "there is not enough memory for the persons' scores");
    return irt_scores(fit->options.score, estimation->data, estimation->patterns,
                      estimation->model, fit->psi, fit->quadrature, fit->options.threads,
                      estimation->score, estimation->score_se, error);
}

bool
ui_estimation_sums(struct ui_estimation *estimation, struct irt_error *error)
{
    const struct irt_fit *fit = estimation->fit;

    if (fit->stopped == IRT_STOP_FAILED)
        return true;
    estimation->sums =
        irt_sum_scores_new(estimation->data, estimation->patterns, estimation->model,
                           fit->psi, fit->quadrature, error);
    return estimation->sums != NULL;
}

bool
ui_diagnose(const struct irt_fit *fit, const struct ui_choices *choices,
            void (*progress)(void *context, const char *what, double share),
            void *context, struct irt_diagnostics **out, struct irt_error *error)
{
    struct irt_diagnosis diagnosis = irt_diagnosis_of(fit);
    struct irt_wanted wanted;

    *out = NULL;
    if (!irt_wanted_parse(choices->fit, &wanted, error))
        return false;
    if (!irt_wanted_any(&wanted))
        return true;
    diagnosis.purified = wanted.purified;
    diagnosis.cancel.asked = is_interrupted;
    diagnosis.progress = progress;
    diagnosis.progress_context = context;
    *out = irt_diagnostics_new(&diagnosis, &wanted, error);
    return *out != NULL;
}

bool
ui_estimation_diagnose(struct ui_estimation *estimation, const struct ui_choices *choices,
                       void (*progress)(void *context, const char *what, double share),
                       void *context, struct irt_error *error)
{
    return ui_diagnose(estimation->fit, choices, progress, context,
                       &estimation->diagnostics, error);
}

void
ui_estimation_clear(struct ui_estimation *estimation)
{
    irt_diagnostics_free(estimation->diagnostics);
    irt_fit_free(estimation->fit);
    irt_trace_clear(&estimation->trace);
    irt_model_free(estimation->model);
    irt_patterns_free(estimation->patterns);
    irt_findings_clear(&estimation->findings);
    irt_responses_free(estimation->data);
    irt_sum_scores_free(estimation->sums);
    free(estimation->score);
    free(estimation->score_se);
    *estimation = (struct ui_estimation){ 0 };
}
