/* SPDX-License-Identifier: GPL-3.0-or-later */
/* em_look.c -- EM seen from outside: the run as it stands, or a past cycle recomputed from
 * the trace. */
#include "config.h"

#include "estimate/em_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEWTON_STOP         1e-7 /* an M-step's Newton goes on to this change */
#define NEWTON_STOP_LECTURE 0.05

struct irt_mstep *
irt_em_new_mstep(const struct em_state *em, struct irt_error *error)
{
    return irt_mstep_new(em->model, em->quadrature,
                         em->options.lecture ? NEWTON_STOP_LECTURE : NEWTON_STOP, error);
}

bool
irt_em_prepare_visit(struct em_state *em, struct irt_error *error)
{
    if (!em->visit_mstep)
        em->visit_mstep = irt_em_new_mstep(em, error);
    if (!em->visit)
        em->visit = irt_parts_new(em->model, em->quadrature, error);
    return em->visit_mstep && em->visit;
}

static bool
copy_psi(double **to, const double *from, size_t count)
{
    if (!*to)
        *to = malloc(count * sizeof **to);
    if (*to)
        memcpy(*to, from, count * sizeof **to);
    return *to != NULL;
}

/* Makes room in a snapshot that is new, or was of another model. */
static bool
prepare_snapshot(const struct em_state *em, struct irt_snapshot *out,
                 struct irt_error *error)
{
    if (out->parameters != em->model->parameters || !out->quadrature ||
        out->quadrature->points != em->quadrature->points || !out->expected ||
        out->expected->first[out->expected->items] !=
            em->parts->part[0].expected->first[em->model->items]) {
        size_t group = out->group;
        irt_snapshot_clear(out);
        out->group = group;
    }
    if (out->group >= em->model->groups)
        out->group = 0;
    out->parameters = em->model->parameters;
    if (!out->quadrature)
        out->quadrature = irt_quadrature_copy(em->quadrature, error);
    if (!out->expected)
        out->expected = irt_expected_new(em->model, em->quadrature->points, error);
    return out->quadrature && out->expected;
}

/* Copies what the live run and a revisited cycle have in common. */
static bool
fill_snapshot(const struct em_state *em, const double *entering, const double *psi,
              const struct irt_parts *parts, const struct irt_newton_log *log,
              struct irt_snapshot *out, struct irt_error *error)
{
    const struct irt_quadrature *quadrature = parts->part[out->group].quadrature;
    size_t K = em->model->parameters, Q = quadrature->points;
    if (!copy_psi(&out->entering, entering, K) || !copy_psi(&out->psi, psi, K))
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a snapshot");
    memcpy(out->quadrature->node, quadrature->node,
           Q * quadrature->dims * sizeof(double));
    memcpy(out->quadrature->weight, quadrature->weight, Q * sizeof(double));
    out->quadrature->total = quadrature->total;
    if (out->has_expected)
        irt_expected_copy(out->expected, parts->part[out->group].expected);
    return irt_newton_log_copy(&out->newton, log, error);
}

bool
irt_em_look(const void *state, struct irt_snapshot *out, struct irt_error *error)
{
    const struct em_state *em = state;
    static const struct irt_newton_log nothing = { 0 };
    if (!prepare_snapshot(em, out, error))
        return false;
    bool stepping = em->stage == IRT_STAGE_NEWTON || em->stage == IRT_STAGE_CYCLE ||
                    em->stage == IRT_STAGE_ACCELERATE || em->stage == IRT_STAGE_DONE;
    /* A run that its E-step ends has no M-step that belongs to it. */
    bool visited = stepping && em->cycle && em->stopped != IRT_STOP_GRADIENT &&
                   em->stopped != IRT_STOP_LOGLIK;
    out->cycle = em->cycle;
    out->stage = em->stage;
    out->stopped = em->stopped;
    out->past = false;
    out->refused = em->refused;
    out->evaluations = em->evaluations;
    out->loglik = em->loglik;
    out->max_gradient = em->max_gradient;
    out->max_change = em->max_change;
    out->max_parameter = em->max_parameter;
    out->has_expected = stepping || em->stage == IRT_STAGE_ARTIFICIAL;
    out->newton_item = em->newton_item;
    return fill_snapshot(em, em->entering, em->psi, em->parts,
                         visited ? irt_mstep_log(em->mstep) : &nothing, out, error);
}

bool
irt_em_revisit(void *state, size_t cycle, struct irt_snapshot *out,
               struct irt_error *error)
{
    struct em_state *em = state;
    const struct irt_trace *trace = em->trace;
    if (cycle < 1 || cycle >= trace->rows)
        return irt_fail(error, IRT_BAD_USAGE, "cycle %zu: there are %zu so far", cycle,
                        trace->rows - 1);
    if (!prepare_snapshot(em, out, error) || !irt_em_prepare_visit(em, error))
        return false;
    const double *entering = irt_trace_psi(trace, cycle - 1);
    irt_parts_place(em->visit, em->model, entering, em->quadrature);
    if (trace->points) {
        struct irt_quadrature *quadrature = em->visit->part[0].quadrature;
        size_t at = (cycle - 1) * trace->points;
        memcpy(quadrature->node, trace->node + at, trace->points * sizeof(double));
        memcpy(quadrature->weight, trace->weight + at, trace->points * sizeof(double));
    }
    irt_estep_run(em->estep, em->model, entering, em->visit);
    irt_mstep_begin(em->visit_mstep, entering, em->visit);
    bool ok = true;
    while (ok && !irt_mstep_finished(em->visit_mstep))
        ok = irt_mstep_advance(em->visit_mstep, error);
    out->cycle = cycle;
    out->stage = IRT_STAGE_CYCLE;
    out->stopped = IRT_STOP_NOT_YET;
    out->past = true;
    out->refused = false;
    out->evaluations = trace->evaluations[cycle];
    out->loglik = trace->loglik[cycle - 1];
    out->max_gradient = trace->max_gradient[cycle - 1];
    out->max_change = trace->max_change[cycle];
    out->max_parameter = trace->max_parameter[cycle];
    out->has_expected = true;
    out->newton_item = IRT_NONE;
    ok = ok && fill_snapshot(em, entering, irt_trace_psi(trace, cycle), em->visit,
                             irt_mstep_log(em->visit_mstep), out, error);
    return ok;
}
