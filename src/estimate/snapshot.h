/* SPDX-License-Identifier: GPL-3.0-or-later */
/* snapshot.h -- what a watcher may see of a run: a copy, owned by the watcher. */
#ifndef IRT_SNAPSHOT_H
#define IRT_SNAPSHOT_H

#include "error.h"
#include "estimate/expected.h"
#include "estimate/newton_log.h"
#include "neural/encoder.h"
#include "notes.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum irt_grain { IRT_GRAIN_STAGE, IRT_GRAIN_CYCLE };

enum irt_stage {
    IRT_STAGE_START,      /* opened, nothing done */
    IRT_STAGE_LIKELIHOOD, /* E1 */
    IRT_STAGE_MARGINAL,   /* E2 */
    IRT_STAGE_POSTERIOR,  /* E3 */
    IRT_STAGE_ARTIFICIAL, /* E4 */
    IRT_STAGE_NEWTON,     /* one Newton step of the M-step */
    IRT_STAGE_CYCLE,      /* the M-step is complete: a cycle is done */
    IRT_STAGE_ACCELERATE, /* psi was extrapolated after the M-step */
    IRT_STAGE_CALL,       /* federated: a call went out to the schools */
    IRT_STAGE_ANSWER,     /* a school's answer came in */
    IRT_STAGE_SURVEY,     /* all schools have said what they have */
    IRT_STAGE_REFUSED, /* all answered; the step was too long and is taken back in part */
    IRT_STAGE_DONE,
    IRT_STAGE_FAILED
};

enum irt_stop {
    IRT_STOP_NOT_YET,
    IRT_STOP_PARAMETER,
    IRT_STOP_GRADIENT,
    IRT_STOP_LOGLIK,
    IRT_STOP_MAX_CYCLES,
    IRT_STOP_USER,
    IRT_STOP_FAILED
};
const char *irt_stop_name(enum irt_stop stop);    /* "parameter", "max-cycles" ... */
const char *irt_stage_name(enum irt_stage stage); /* "E1 likelihood" ... */

/* What a federated run has besides. */
struct irt_federation_view {
    size_t schools; /* 0: it is none */
    size_t rounds;
    uint64_t bytes_up, bytes_down; /* from, to the schools, so far */
    size_t gathered;               /* schools asked for their answer in this round */
    size_t last;                   /* whose answer came last, or (size_t)-1 */
    bool *in;                      /* takes part from the next round on */
    bool *answered;                /* in this round */
    bool *runaway;                 /* has no finite effect */
    double *persons;
    double *effect, *effect_se; /* NAN: none, or not known yet */
    double norm; /* Euclid's, of the gradient or a robust mode's equations */
    double kept; /* persons that a robust mode counts, by weight */
    double
        *covariance; /* of the free parameters, by the schools' last messages; or NULL */
    char no_errors[400]; /* why there is none */
    char dead_end[300];  /* why the run ended without a maximum; "": it did not */
    size_t flat;         /* and where in psi the information is flattest; or (size_t)-1 */
};

/* What a run of an autoencoder has besides; sums over all persons. */
struct irt_neural_view {
    bool any; /* it is one */
    size_t start, starts;
    bool refining;                   /* in the last phase of a start */
    double elbo, reconstruction, kl; /* of the last epoch */
    double held_out;                 /* bound of those held out, likewise */
    double loglik, loglik_se;        /* by importance sampling; NAN: not yet */
    double largest_difference;       /* between starts; NAN: not yet, or one */
    size_t largest_parameter;        /* where */
};

struct irt_snapshot {
    size_t cycle;         /* the cycle under way, or last done; 0 at the start */
    enum irt_stage stage; /* the last stage done in it */
    enum irt_stop stopped;
    bool past;          /* a past cycle shown again */
    bool refused;       /* an extrapolation lowered the log-likelihood and was undone */
    size_t evaluations; /* E-steps so far */

    size_t parameters;
    double *entering;     /* psi that entered the cycle: where the E-step stands */
    double *psi;          /* psi as far as the cycle has come */
    double loglik;        /* at entering; NAN before E2 */
    double max_gradient;  /* at entering; NAN before E4 */
    double max_change;    /* of the last cycle done; NAN before one is */
    size_t max_parameter; /* whose it was */

    size_t group; /* whose nodes and counts these are; the watcher says which it wants */
    struct irt_quadrature *quadrature; /* of this cycle */
    bool has_expected;                 /* E4 is done in this cycle */
    struct irt_expected *expected;     /* at entering */
    struct irt_newton_log newton;      /* this cycle's Newton steps so far */
    size_t newton_item;                /* the item whose step was last, or IRT_NONE */

    double
        *covariance; /* of the free parameters, where the estimator knows it; or NULL */
    struct irt_notes notes; /* what the estimator has to say of its end */
    struct irt_federation_view federation;
    struct irt_neural_view neural;
    struct irt_encoder encoder; /* of an autoencoder */
};

/* Makes room for so many schools in a zeroed one, or one of as many; no covariance.  False
 * with *error filled without memory. */
bool irt_federation_view_prepare(struct irt_federation_view *view, size_t schools,
                                 struct irt_error *error);

/* Zeroes it / frees what it owns.  A zeroed snapshot is valid. */
void irt_snapshot_clear(struct irt_snapshot *snapshot);

#endif
