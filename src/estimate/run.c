/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "estimate/run.h"

#include <stdlib.h>

static bool
advance(const struct irt_estimator_ops *ops, void *state, const struct irt_cancel *cancel,
        struct irt_error *error)
{
    enum irt_stage stage;
    do {
        if (irt_cancelled(cancel))
            return irt_fail(error, IRT_INTERRUPTED, "the estimation was interrupted");
        stage = ops->advance(state, IRT_GRAIN_CYCLE, error);
    } while (stage != IRT_STAGE_DONE && stage != IRT_STAGE_FAILED);
    return stage == IRT_STAGE_DONE;
}

struct irt_fit *
irt_run(const struct irt_estimator_ops *ops, const struct irt_responses *data,
        const struct irt_patterns *patterns, const struct irt_model *model,
        const struct irt_options *options, struct irt_error *error)
{
    struct irt_trace trace = { 0 };
    struct irt_snapshot last = { 0 };
    struct irt_fit *fit = NULL;
    void *state = calloc(1, ops->state_size);
    if (!state) {
        irt_fail(error, IRT_NO_MEMORY, "no memory to estimate");
        return NULL;
    }
    if (ops->open(state, data, patterns, model, options, &trace, error) &&
        advance(ops, state, &options->cancel, error) && ops->look(state, &last, error))
        fit = irt_fit_new(data, patterns, model, ops, options, &trace, &last, error);
    irt_snapshot_clear(&last);
    ops->close(state);
    free(state);
    irt_trace_clear(&trace);
    return fit;
}
