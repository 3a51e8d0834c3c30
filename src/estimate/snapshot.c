/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/snapshot.h"

#include <stdlib.h>

const char *
irt_stop_name(enum irt_stop stop)
{
    switch (stop) {
    case IRT_STOP_NOT_YET: return "not-yet";
    case IRT_STOP_PARAMETER: return "parameter";
    case IRT_STOP_GRADIENT: return "gradient";
    case IRT_STOP_LOGLIK: return "loglik";
    case IRT_STOP_MAX_CYCLES: return "max-cycles";
    case IRT_STOP_USER: return "user";
    case IRT_STOP_FAILED: break;
    }
    return "failed";
}

const char *
irt_stage_name(enum irt_stage stage)
{
    switch (stage) {
    case IRT_STAGE_START: return "start";
    case IRT_STAGE_LIKELIHOOD: return "E1 likelihood";
    case IRT_STAGE_MARGINAL: return "E2 marginal";
    case IRT_STAGE_POSTERIOR: return "E3 posterior";
    case IRT_STAGE_ARTIFICIAL: return "E4 artificial data";
    case IRT_STAGE_NEWTON: return "M-step";
    case IRT_STAGE_CYCLE: return "cycle done";
    case IRT_STAGE_ACCELERATE: return "acceleration";
    case IRT_STAGE_CALL: return "call";
    case IRT_STAGE_ANSWER: return "answer";
    case IRT_STAGE_SURVEY: return "survey";
    case IRT_STAGE_REFUSED: return "step shortened";
    case IRT_STAGE_DONE: return "done";
    case IRT_STAGE_FAILED: break;
    }
    return "failed";
}

static void
clear_view(struct irt_federation_view *view)
{
    free(view->in);
    free(view->answered);
    free(view->runaway);
    free(view->persons);
    free(view->effect);
    free(view->effect_se);
    free(view->covariance);
    *view = (struct irt_federation_view){ 0 };
}

bool
irt_federation_view_prepare(struct irt_federation_view *view, size_t schools,
                            struct irt_error *error)
{
    free(view->covariance);
    view->covariance = NULL;
    if (view->schools == schools)
        return true;
    clear_view(view);
    view->in = calloc(schools, sizeof *view->in);
    view->answered = calloc(schools, sizeof *view->answered);
    view->runaway = calloc(schools, sizeof *view->runaway);
    view->persons = calloc(schools, sizeof *view->persons);
    view->effect = calloc(schools, sizeof *view->effect);
    view->effect_se = calloc(schools, sizeof *view->effect_se);
    if (!view->in || !view->answered || !view->runaway || !view->persons ||
        !view->effect || !view->effect_se) {
        clear_view(view);
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu schools", schools);
    }
    view->schools = schools;
    return true;
}

void
irt_snapshot_clear(struct irt_snapshot *snapshot)
{
    free(snapshot->entering);
    free(snapshot->psi);
    irt_quadrature_free(snapshot->quadrature);
    irt_expected_free(snapshot->expected);
    irt_newton_log_clear(&snapshot->newton);
    free(snapshot->covariance);
    irt_notes_clear(&snapshot->notes);
    clear_view(&snapshot->federation);
    irt_encoder_clear(&snapshot->encoder);
    *snapshot = (struct irt_snapshot){ 0 };
}
