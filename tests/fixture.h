/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fixture.h -- data, a model and a run, opened in one call for the engine's tests.
 * Failures fail the test that asked. */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

#include "data/patterns.h"
#include "data/responses.h"
#include "estimate/estimator.h"
#include "estimate/fit.h"
#include "estimate/options.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

struct fixture {
    struct irt_responses *data;
    struct irt_patterns *patterns;
    struct irt_model *model;
    struct irt_options options;
    struct irt_quadrature *quadrature;         /* as the options have it */
    double *psi;                               /* the model's start */
    const struct irt_estimator_ops *estimator; /* irt_em, unless a test says otherwise */
    void *em;                                  /* a run of it, or NULL */
    struct irt_trace trace;
    struct irt_snapshot last;
};

/* LSAT-6 by pattern, from the samples. */
struct irt_responses *fixture_lsat6(void);
/* 2PL data drawn with this seed. */
struct irt_responses *fixture_simulated(size_t persons, size_t items, double missing,
                                        unsigned seed);
/* The same from any model; four categories where it takes more than two. */
struct irt_responses *fixture_simulated_by(const char *kind, size_t persons, size_t items,
                                           double missing, unsigned seed);

/* The same by schools, as school_plan.h reads sizes and effects. */
struct irt_responses *fixture_schools(const char *kind, const char *sizes,
                                      const char *effects, size_t items, double missing,
                                      unsigned seed);

/* Every model there is to estimate in one dimension, by name. */
#define FIXTURE_KINDS 10
extern const char *const fixture_kinds[FIXTURE_KINDS];

/* Takes over data.  kind as --model names it; the default options. */
void fixture_open(struct fixture *fixture, struct irt_responses *data, const char *kind);
/* The same with these options and start. */
void fixture_open_with(struct fixture *fixture, struct irt_responses *data,
                       const char *kind, const struct irt_options *options);
/* The same with any options of the model. */
void fixture_open_model(struct fixture *fixture, struct irt_responses *data,
                        const struct irt_model_options *model,
                        const struct irt_options *options);
void fixture_close(struct fixture *fixture);

/* Opens a run; advances it to its end, by stages or by cycles. */
void fixture_start(struct fixture *fixture);
void fixture_run(struct fixture *fixture, enum irt_grain grain);
/* Runs to the end and makes the fit; the caller frees it. */
struct irt_fit *fixture_fit(struct fixture *fixture);

/* The log-likelihood at psi by the textbook's way, one person and node after the other. */
double fixture_loglik(const struct fixture *fixture, const double *psi);

/* The same plus the log prior. */
double fixture_objective(const struct fixture *fixture, const double *psi);

/* Moves a free parameter: every place in psi that it fills. */
void fixture_move(const struct fixture *fixture, double *psi, size_t free, double by);

/* Moves every free parameter a little, not out of its bounds. */
void fixture_disturb(const struct fixture *fixture, double *psi);

/* A folder of other programs' results beside the source tree, or NULL when it is not
 * there (then it has said so). */
const char *fixture_reference(void);

/* The gradient of one population's log-likelihood and the log prior, by Fisher's identity, into
 * gradient[free_count]; the largest absolute component. */
double fixture_gradient(const struct fixture *fixture,
                        const struct irt_expected *expected, const double *psi,
                        const struct irt_quadrature *nodes, double *gradient);

#endif
