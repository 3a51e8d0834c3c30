/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/replicate.h"

#include <stdlib.h>

#include "estimate/estimator.h"
#include "estimate/fit.h"
#include "study/compare.h"

/* All that a replication makes; owned. */
struct work {
    struct irt_simulation *truth;
    struct irt_patterns *patterns;
    struct irt_model *model;
    struct irt_trace trace;
    struct irt_fit *fit;
};

static void
clear(struct work *work)
{
    irt_fit_free(work->fit);
    irt_trace_clear(&work->trace);
    irt_model_free(work->model);
    irt_patterns_free(work->patterns);
    irt_simulation_free(work->truth);
}

static bool
prepare(struct work *work, const struct irt_study_design *design,
        const struct irt_study_cell *cell, size_t replication, struct irt_error *error)
{
    struct irt_simulation_options data = cell->data;
    const struct irt_estimator_ops *ops = irt_estimator_find(cell->estimator);
    struct irt_model_options model = { .kind = data.model,
                                       .effects = irt_study_effects(cell),
                                       .by_items =
                                           ops->likelihood != IRT_LIKELIHOOD_MARGINAL };

    data.seed = irt_study_seed(design, cell, replication);
    work->truth = irt_simulate(&data, error);
    if (work->truth == NULL)
        return false;
    work->model = irt_model_new(work->truth->data, &model, error);
    if (work->model == NULL)
        return false;
    work->patterns =
        irt_patterns_new(work->truth->data,
                         work->model->groups > 1 ? work->truth->data->school : NULL,
                         work->model->groups, error);
    return work->patterns != NULL;
}

/* Advances to the end; IRT_INTERRUPTED when it was cancelled. */
static bool
advance(const struct irt_estimator_ops *ops, void *state, const struct irt_cancel *cancel,
        struct irt_error *error)
{
    enum irt_stage stage;

    do {
        if (irt_cancelled(cancel))
            return irt_fail(error, IRT_INTERRUPTED, "the study was interrupted");
        stage = ops->advance(state, IRT_GRAIN_CYCLE, error);
    } while (stage != IRT_STAGE_DONE && stage != IRT_STAGE_FAILED);
    return stage == IRT_STAGE_DONE;
}

static bool
finish(struct work *work, const struct irt_estimator_ops *ops, const void *state,
       const struct irt_options *options, struct irt_error *error)
{
    struct irt_snapshot last = { 0 };
    bool looked = ops->look(state, &last, error);

    if (looked)
        work->fit = irt_fit_new(work->truth->data, work->patterns, work->model, ops,
                                options, &work->trace, &last, error);
    irt_snapshot_clear(&last);
    return work->fit != NULL;
}

static bool
estimate(struct work *work, const struct irt_study_cell *cell,
         const struct irt_cancel *cancel, struct irt_error *error)
{
    const struct irt_estimator_ops *ops = irt_estimator_find(cell->estimator);
    void *state = calloc(1, ops->state_size);
    bool done;

    if (state == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory to estimate");
    done = ops->open(state, work->truth->data, work->patterns, work->model,
                     &cell->options, &work->trace, error) &&
           advance(ops, state, cancel, error) &&
           finish(work, ops, state, &cell->options, error);
    ops->close(state);
    free(state);
    return done;
}

/* What is wrong with these data only is a result. */
static bool
is_result(enum irt_code code)
{
    return code == IRT_BAD_DATA || code == IRT_NOT_CONVERGED || code == IRT_OK;
}

bool
irt_study_replicate(const struct irt_study_design *design,
                    const struct irt_study_cell *cell, size_t replication,
                    const struct irt_cancel *cancel, struct irt_study_result *result,
                    struct irt_error *error)
{
    struct work work = { 0 };
    struct irt_error problem = { IRT_OK, "" };
    bool done;

    *result = (struct irt_study_result){ .status = IRT_STUDY_FAILED };
    done = prepare(&work, design, cell, replication, &problem) &&
           estimate(&work, cell, cancel, &problem) &&
           irt_study_compare(work.truth, work.fit, result, &problem);
    if (done) {
        result->status =
            work.fit->converged ? IRT_STUDY_CONVERGED : IRT_STUDY_NOT_CONVERGED;
        result->rounds =
            (uint32_t)(work.fit->rounds > 0 ? work.fit->rounds : work.fit->cycles);
        result->set_aside = (uint32_t)(cell->data.items - work.model->items);
    }
    clear(&work);
    if (done || is_result(problem.code))
        return true;
    return irt_fail(error, problem.code, "%s", problem.message);
}
