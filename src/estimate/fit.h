/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit.h -- the finished estimates: what reports print. */
#ifndef IRT_FIT_H
#define IRT_FIT_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/estimator.h"
#include "estimate/options.h"
#include "estimate/snapshot.h"
#include "estimate/trace.h"
#include "model/loadings.h"
#include "model/model.h"
#include "notes.h"

#include <stdbool.h>

struct irt_fit {
    const struct irt_responses *data;    /* borrowed, must outlive the fit */
    const struct irt_patterns *patterns; /* borrowed */
    const struct irt_model *model;       /* borrowed */
    const struct irt_estimator_ops *estimator;
    struct irt_options options;        /* a copy */
    struct irt_quadrature *quadrature; /* as it stood at the end */
    enum irt_stop stopped;
    bool converged;
    char dead_end[300]; /* why it ended without a maximum; "": it did not */
    size_t cycles, evaluations;
    double seconds;     /* the caller's, 0 unless set */
    double *psi;        /* model->parameters */
    double *se;         /* model->parameters; NAN: fixed or not known */
    double *se_other;   /* the same by the other of the two methods; NULL: not compared */
    double *covariance; /* free_count^2, or NULL without errors */
    size_t flat;        /* place in psi of what weighs most in the direction in which the
                           information is not positive definite; IRT_NONE: it is */
    double *effect;     /* data->schools, as school_effects.h has it; NULL: no schools */
    double *effect_se;
    size_t rounds;                 /* of messages; 0: there were none */
    uint64_t bytes_up, bytes_down; /* from, to the schools */
    double variance_se;            /* of sigma^2; NAN when fixed or not known */
    double loglik, max_gradient;
    double equations_norm; /* robust modes: what is left of the equations; else NAN ... */
    double counted;        /* ... and the persons that count, by weight; else NAN */
    double log_prior;      /* 0 without priors */
    double aic, bic, sabic;        /* n = persons */
    struct irt_neural_view neural; /* of an autoencoder; its loglik is that reported */
    double loglik_quadrature;      /* beside it, at the same estimates; NAN: not known */
    struct irt_notes notes;        /* warnings about the estimates */
};

/* Takes the end of a run: the last row of the trace and the snapshot's reason to stop;
 * adds standard errors by options->se.  A failed run leaves NAN in its results.
 * NULL with *error filled.  Caller frees: irt_fit_free(). */
struct irt_fit *irt_fit_new(const struct irt_responses *data,
                            const struct irt_patterns *patterns,
                            const struct irt_model *model,
                            const struct irt_estimator_ops *estimator,
                            const struct irt_options *options,
                            const struct irt_trace *trace,
                            const struct irt_snapshot *last, struct irt_error *error);
void irt_fit_free(struct irt_fit *fit);

/* An item as it is reported, and its standard errors by the delta method (NAN where there
 * is none).  se may be NULL. */
void irt_fit_report(const struct irt_fit *fit, size_t item, struct irt_item_report *value,
                    struct irt_item_report *se);

/* Covariance of two parameters of psi; 0 where one is fixed.  The fit has a covariance. */
double irt_fit_covariance(const struct irt_fit *fit, size_t k, size_t m);

/* An item's standardised loadings, and their standard errors (fit_loadings.c); se may be
 * NULL. */
void irt_fit_loadings(const struct irt_fit *fit, size_t item, struct irt_loadings *value,
                      struct irt_loadings *se);

/* b of step or threshold v, and its standard error (may be NULL). */
double irt_fit_difficulty(const struct irt_fit *fit, size_t item, size_t v, double *se);

#endif
