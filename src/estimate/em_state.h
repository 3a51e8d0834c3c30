/* SPDX-License-Identifier: GPL-3.0-or-later */
/* em_state.h -- what EM holds; shared by em.c, which advances it, and em_look.c, which
 * shows it. */
#ifndef IRT_EM_STATE_H
#define IRT_EM_STATE_H

#include "estimate/accelerate.h"
#include "estimate/estimator.h"
#include "estimate/estep.h"
#include "estimate/mstep.h"
#include "estimate/staged.h"
#include "parallel.h"

struct em_state {
    const struct irt_responses *data;
    const struct irt_patterns *patterns;
    const struct irt_model *model;
    struct irt_options options;
    struct irt_trace *trace;

    struct irt_pool *pool;
    struct irt_estep *estep;
    struct irt_staged *
        *staged; /* one a population, made when a stage is first asked for */
    struct irt_mstep *mstep;
    struct irt_parts *parts; /* as this cycle's E-step used them */
    struct irt_accelerator *accelerator;
    struct irt_quadrature *quadrature; /* that the next E-step starts from */

    size_t cycle;         /* under way, or last done */
    enum irt_stage stage; /* last done */
    enum irt_stop stopped;
    bool ending;  /* only the last E-step is missing */
    bool refused; /* this cycle's E-step undid an extrapolation */
    bool failed;
    double *entering; /* psi of this cycle's E-step */
    double *psi;      /* as far as the cycle has come */
    double *plain;    /* psi before the extrapolation that is on trial */
    double *gradient;
    double loglik, max_gradient; /* at entering */
    double max_change;           /* of the last cycle done */
    size_t max_parameter;
    size_t evaluations;
    size_t newton_item;

    struct irt_mstep *visit_mstep; /* apart from the run: for revisit() ... */
    struct irt_parts *visit;       /* ... and for the E-step that ends a run */
};

/* An M-step for this run: the caller frees it. */
struct irt_mstep *irt_em_new_mstep(const struct em_state *em, struct irt_error *error);

/* Makes what is needed to recompute something apart from the run. */
bool irt_em_prepare_visit(struct em_state *em, struct irt_error *error);

/* The estimator's look and revisit. */
bool irt_em_look(const void *state, struct irt_snapshot *out, struct irt_error *error);
bool irt_em_revisit(void *state, size_t cycle, struct irt_snapshot *out,
                    struct irt_error *error);

#endif
