/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "newton.h"

int
ui_stages_done(const struct irt_snapshot *snapshot)
{
    if (!snapshot->parameters)
        return 0;
    switch (snapshot->stage) {
    case IRT_STAGE_START:
    case IRT_STAGE_FAILED: return 0;
    case IRT_STAGE_LIKELIHOOD: return 1;
    case IRT_STAGE_MARGINAL: return 2;
    case IRT_STAGE_POSTERIOR: return 3;
    default: return snapshot->has_expected ? 4 : 0;
    }
}

/* A run that ends by its gradient or its log-likelihood ends after an E-step that is not
 * counted as a cycle. */
size_t
ui_entering_row(const struct irt_snapshot *snapshot)
{
    bool uncounted =
        snapshot->stage == IRT_STAGE_DONE && !snapshot->past &&
        (snapshot->stopped == IRT_STOP_GRADIENT || snapshot->stopped == IRT_STOP_LOGLIK);

    return snapshot->cycle - (snapshot->cycle > 0 && !uncounted);
}

bool
ui_model_is_linked(const struct irt_model *model)
{
    if (model->parameter[model->sigma].free != IRT_NONE)
        return true;
    for (size_t k = 0; k < model->parameters; k++)
        if (model->parameter[k].free != IRT_NONE && !model->parameter[k].owner)
            return true;
    return false;
}

size_t
ui_newton_points(const struct irt_snapshot *snapshot, size_t item)
{
    size_t points = 0;

    for (size_t i = 0; i < snapshot->newton.count; i++)
        points += snapshot->newton.step[i].item == item;
    return points;
}

bool
ui_newton_point(const struct irt_snapshot *snapshot, const struct irt_item *item,
                size_t j, size_t point, struct ui_newton_point *out)
{
    const struct irt_newton_log *log = &snapshot->newton;

    for (size_t i = 0; i < log->count; i++) {
        const struct irt_newton_step *step = &log->step[i];

        if (step->item != j || step->step != point)
            continue;
        *out = (struct ui_newton_point){
            .halvings = step->halvings,
            .sigma = step->sigma,
            .par = log->value + step->values,
            .gradient = log->value + step->values + item->count,
            .information = log->value + step->values + 2 * item->count,
        };
        return true;
    }
    return false;
}
