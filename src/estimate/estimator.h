/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimator.h -- an estimator is a machine that can be stepped: open, advance by a
 * stage or a whole cycle, look, close.  Running is advancing in a loop; screens only
 * look, and batch mode is the same loop with nobody looking. */
#ifndef IRT_ESTIMATOR_H
#define IRT_ESTIMATOR_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/options.h"
#include "estimate/snapshot.h"
#include "estimate/trace.h"
#include "model/model.h"

#include <stdbool.h>

/* What the log-likelihood is one of. */
enum irt_likelihood_kind {
    IRT_LIKELIHOOD_MARGINAL,    /* theta is integrated out */
    IRT_LIKELIHOOD_CONDITIONAL, /* given the total scores */
    IRT_LIKELIHOOD_JOINT        /* every person's theta is a parameter */
};

struct irt_estimator_ops {
    const char *name;    /* "em": --estimator, menu, help */
    const char *title;   /* "EM" */
    const char *summary; /* one line for Setup */
    enum irt_likelihood_kind likelihood;
    const char *no_estep; /* why there is none, a sentence; NULL: there is */
    bool one_population;  /* no schools or groups */
    size_t state_size;    /* private state, zeroed before open() */

    /* Borrows everything it is given until close(); appends row 0 to the trace. */
    bool (*open)(void *state, const struct irt_responses *data,
                 const struct irt_patterns *patterns, const struct irt_model *model,
                 const struct irt_options *options, struct irt_trace *trace,
                 struct irt_error *error);

    /* Does one stage, or finishes the cycle, and says which stage was done last.
     * IRT_STAGE_DONE: converged or at the cycle limit; IRT_STAGE_FAILED: *error filled.
     * Never prints.  After DONE or FAILED it does nothing more. */
    enum irt_stage (*advance)(void *state, enum irt_grain grain, struct irt_error *error);

    /* Copies what a watcher may see; false with *error filled without memory. */
    bool (*look)(const void *state, struct irt_snapshot *out, struct irt_error *error);

    /* The same for a past cycle (1 .. cycles done), recomputed from the trace as its
     * M-step ended.  The run itself is not disturbed. */
    bool (*revisit)(void *state, size_t cycle, struct irt_snapshot *out,
                    struct irt_error *error);

    void (*close)(void *state); /* frees what open() took; a zeroed state is fine */
};

extern const struct irt_estimator_ops irt_em;
extern const struct irt_estimator_ops irt_federated;
extern const struct irt_estimator_ops irt_jml;
extern const struct irt_estimator_ops irt_cml;
extern const struct irt_estimator_ops irt_vae;

/* The registry: NULL-terminated. */
extern const struct irt_estimator_ops *const irt_estimators[];
const struct irt_estimator_ops *irt_estimator_find(const char *name);

#endif
