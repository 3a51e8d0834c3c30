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
    case IRT_STAGE_DONE: return "done";
    case IRT_STAGE_FAILED: break;
    }
    return "failed";
}

void
irt_snapshot_clear(struct irt_snapshot *snapshot)
{
    free(snapshot->entering);
    free(snapshot->psi);
    irt_quadrature_free(snapshot->quadrature);
    irt_expected_free(snapshot->expected);
    irt_newton_log_clear(&snapshot->newton);
    *snapshot = (struct irt_snapshot){ 0 };
}
