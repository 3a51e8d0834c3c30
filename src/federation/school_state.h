/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_state.h -- what a school holds and what it computes in; shared by the files of the
 * school's side. */
#ifndef IRT_SCHOOL_STATE_H
#define IRT_SCHOOL_STATE_H

#include "data/patterns.h"
#include "estimate/expected.h"
#include "estimate/kernel.h"
#include "federation/robust.h"
#include "federation/school.h"

/* Farther than this from 0 an effect is not followed: nothing in the data speaks against
 * going on for ever. */
#define IRT_LARGEST_EFFECT 40.0

struct irt_school {
    const struct irt_plan *plan;
    struct irt_pool *pool;
    uint32_t number;
    struct irt_responses rows; /* its own copy: code, frequency and the counts alone */
    struct irt_patterns *patterns;
    struct irt_kernel *kernel;
    double effect; /* as it was left by the last call, in the gauge of that call */
    double taken;  /* the same of the last point that the server took */
    bool lowest, highest;
    size_t evaluations;

    /* Robust modes; NULL before the first. */
    size_t extremes; /* patterns that may count less */
    struct irt_extreme *extreme;
    double *alike;   /* extremes: persons who answered the same items */
    double *weighed; /* patterns: frequencies times weights, and rescaled */
    double scale;    /* by which all of them were */
    double kept;     /* persons, by weight */
};

/* Where an E-step was done, and what it found. */
struct irt_school_point {
    double s;
    double loglik;
    double slope;       /* d l_k / d s */
    double information; /* -d2 l_k / d s2, as the posterior variances have it */
    double complete;    /* the same with theta known: an upper bound for most models */
};

struct irt_school_room {
    struct irt_kernel_room *kernel;
    struct irt_expected *expected;
    struct irt_quadrature *moved; /* nodes at z + s / sigma */
    double *psi;                  /* plan->values: as the call has it */
    double *answer;               /* numbers of the largest answer */
    double *gradient; /* values: by the items' own parameters, at the last E-step */
    double *sums;     /* gradient and information as an answer has them ... */
    double *mixture;  /* ... and at each node of s, with effects random */
    struct irt_quadrature *effects; /* nodes for s ~ N(0, 1) */
    struct irt_model loose;         /* the same items, each parameter free and alone */
    double *observed; /* values^2: observed information of the loose model */
    double *rows;     /* work: (free + 1)^2 */
};

/* Moves the nodes to z + s / sigma. */
void irt_school_move(const struct irt_school *school, struct irt_school_room *room,
                     double s);

/* Where a call's search for the effect begins: at what it was at the last point taken, so that
 * a point that is asked about again is found as it was, also where l_k has several tops. */
double irt_school_start(struct irt_school *school, const struct irt_call *call);

/* Finds the weights that a robust mode gives at s, and puts them into the kernel. */
bool irt_school_weigh(struct irt_school *school, struct irt_school_room *room,
                      const struct irt_call *call, double s, struct irt_error *error);

/* The log-likelihood without weights, from that with them at the last E-step. */
double irt_school_unweighed_loglik(const struct irt_school *school, double loglik);

/* One E-step at s. */
void irt_school_evaluate(struct irt_school *school, struct irt_school_room *room,
                         double s, struct irt_school_point *at);

/* The derivatives of the last E-step: *at is completed, room->gradient filled, and with
 * blocks room->sums. */
void irt_school_differentiate(struct irt_school *school, struct irt_school_room *room,
                              bool blocks, struct irt_school_point *at);

/* Goes from s to the maximum of l_k(s) - precision s^2 / 2, where *at and room->sums then
 * are.  False when it runs away: then they are at the bound. */
bool irt_school_maximise(struct irt_school *school, struct irt_school_room *room,
                         double s, double precision, struct irt_school_point *at);

/* The observed information at the last E-step, at s, over the plan's free parameters and
 * with_effect s itself: room->rows, in full.  By cross-products where method says so.
 * frequency[patterns]: other frequencies than the patterns'; NULL: theirs. */
bool irt_school_observe(struct irt_school *school, struct irt_school_room *room,
                        enum irt_se method, double *frequency, double s, bool with_effect,
                        const struct irt_cancel *cancel, struct irt_error *error);

/* The answer to sums or errors with effects random. */
bool irt_school_integrate(struct irt_school *school, struct irt_school_room *room,
                          const struct irt_call *call, const struct irt_cancel *cancel,
                          struct irt_answer *answer, struct irt_error *error);

#endif
