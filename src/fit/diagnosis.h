/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diagnosis.h -- what the statistics of fit look at: data, a model and estimates as they stand,
 * finished or in the middle of a run. */
#ifndef IRT_DIAGNOSIS_H
#define IRT_DIAGNOSIS_H

#include "cancel.h"
#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/estimator.h"
#include "estimate/fit.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

#include <stdbool.h>

/* All borrowed: must outlive whatever is computed from it. */
struct irt_diagnosis {
    const struct irt_responses *data;
    const struct irt_patterns *patterns; /* by the model's groups */
    const struct irt_model *model;
    const double *psi;                       /* model->parameters */
    const struct irt_quadrature *quadrature; /* weights as psi has them */
    double loglik;                           /* at psi; NAN: not known */
    enum irt_likelihood_kind likelihood;     /* what was maximised */
    bool robust;                             /* psi maximises no likelihood */
    const struct irt_fit *fit;               /* the finished fit; NULL: a run under way */
    bool purified; /* DIF: items that differ are taken out of scores and anchors */
    bool
        brief; /* a run under way has many persons: what takes long a person waits for its
                         end, which is a score at every pattern's mode or by Warm's likelihood */
    unsigned threads; /* 0: one a core.  No result depends on it. */
    struct irt_cancel cancel;
    /* Hears now and then, in the thread that computes, what is under way and which share of
     * it, 0 .. 1, is done; NULL: nobody asks. */
    void (*progress)(void *context, const char *what, double share);
    void *progress_context;
    const char *what; /* the statistic under way: irt_diagnostics_new() sets it */
};

/* Of a finished fit; not cancelled, nobody watching. */
struct irt_diagnosis irt_diagnosis_of(const struct irt_fit *fit);

/* Says how far the work is; false, with *error filled (IRT_INTERRUPTED), when it was
 * cancelled.  For loops that take long. */
bool irt_diagnosis_go_on(const struct irt_diagnosis *diagnosis, double share,
                         struct irt_error *error);

/* False with *error filled (IRT_BAD_USAGE), saying why and what to do, where the estimates are
 * not numbers. */
bool irt_diagnosis_is_finite(const struct irt_diagnosis *diagnosis,
                             struct irt_error *error);

/* The same where theta has no
 * distribution either; what names the statistic. */
bool irt_diagnosis_is_marginal(const struct irt_diagnosis *diagnosis, const char *what,
                               struct irt_error *error);

/* The same where theta has several dimensions. */
bool irt_diagnosis_is_single(const struct irt_diagnosis *diagnosis, const char *what,
                             struct irt_error *error);

#endif
