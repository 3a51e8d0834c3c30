/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server.h -- the server's side: it sees messages and nothing else.  It sums what schools
 * answer, and takes the step for the items.
 *
 * A round: irt_server_call(), then irt_server_hear() for each school in the order of their
 * numbers, and irt_server_conclude().  Sums are taken in the order of the schools' numbers,
 * so that they do not depend on who answered first.
 *
 * Identification: fixed effects are centred over the schools that answer (without those whose
 * effect runs away), unless one school is the anchor.
 * Maths   section 4. */
#ifndef IRT_SERVER_H
#define IRT_SERVER_H

#include "error.h"
#include "estimate/options.h"
#include "estimate/snapshot.h"
#include "federation/message.h"
#include "federation/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_server_options {
    enum irt_effects effects;
    uint32_t anchor; /* a school's number; IRT_NO_SCHOOL: centred */
    enum irt_robust robust;
    double trim;
    enum irt_se se;
    enum irt_acceleration accelerate;
    enum irt_criterion criterion;
    double tolerance;
    size_t max_cycles;
    double tau; /* random effects: where their SD starts */
};

enum irt_outcome {
    IRT_OUTCOME_SURVEYED, /* starting values are known */
    IRT_OUTCOME_STEPPED,  /* the point asked about is taken, the next stands */
    IRT_OUTCOME_REFUSED,  /* it was not: a nearer one stands */
    IRT_OUTCOME_ENDING,   /* the same point is asked about once more, for the errors */
    IRT_OUTCOME_DONE,
    IRT_OUTCOME_FAILED
};

/* What the server knows of a school. */
struct irt_standing {
    bool present;         /* answered in the last round */
    bool runaway;         /* its effect has no finite estimate */
    bool lowest, highest; /* all its answers are */
    double persons, loglik;
    double kept;   /* persons that a robust mode counts, by weight */
    double effect; /* centred or against the anchor; posterior mean; average */
    double square; /* posterior mean of its square; mean squared EAP */
    double se;     /* after the last message; NAN before, or where there is none */
};

/* Why a run ended that found no maximum.  Its reason to stop is the log-likelihood. */
enum irt_dead_end {
    IRT_DEAD_END_NONE,
    IRT_DEAD_END_FLAT, /* long steps gain nothing any more: max_parameter moves on */
    IRT_DEAD_END_STEEP /* no step along the gradient gains anything */
};

/* Where the estimation stands, for those who show it. */
struct irt_progress {
    const double *psi;                      /* values: the point last taken, identified */
    const double *next;                     /* values: the one to ask about */
    double tau, next_tau;                   /* random effects */
    double loglik, log_prior, max_gradient; /* at psi */
    double norm;          /* Euclid's, of the gradient or the estimating equations */
    double max_change;    /* from psi to next */
    size_t max_parameter; /* index into psi; values: tau */
    bool extrapolated;    /* next is */
    bool other_schools;   /* psi was found by other schools than the point before */
    enum irt_stop stopped;
    enum irt_dead_end dead_end;
    size_t evaluations; /* rounds of sums */
};

struct irt_server;

/* Starts at psi[values].  Borrows plan.  NULL with *error filled.  Caller frees. */
struct irt_server *irt_server_new(const struct irt_plan *plan, size_t schools,
                                  const struct irt_server_options *options,
                                  const double *psi, struct irt_error *error);
void irt_server_free(struct irt_server *server);

/* The call of the next round. */
bool irt_server_call(struct irt_server *server, struct irt_bytes *out,
                     struct irt_error *error);

/* An answer of school k; size 0: it is absent.  False with *error filled (IRT_NETWORK) when
 * the bytes are refused: the school then counts as absent. */
bool irt_server_hear(struct irt_server *server, size_t k, const uint8_t *bytes,
                     size_t size, struct irt_error *error);

/* All have been heard.  FAILED with *error filled. */
enum irt_outcome irt_server_conclude(struct irt_server *server, struct irt_error *error);

/* A run that is over goes on from where it stands, as other schools take part now; it has
 * max_cycles anew.  One that failed does not. */
void irt_server_resume(struct irt_server *server);

void irt_server_look(const struct irt_server *server, struct irt_progress *out);
const struct irt_standing *irt_server_schools(const struct irt_server *server);

/* How many persons answered item j in category h, by the survey's sums: what
 * irt_model_new() starts from. */
double irt_server_count(const struct irt_server *server, size_t j, unsigned h);

/* After the last message, the covariance of the estimates (errors.h); NULL when there is none.
 * Where the information was not positive definite, the index into psi (values: tau) of the
 * parameter that weighs most in the direction in which it is flattest; else IRT_NONE. */
struct irt_federated_errors;
size_t irt_server_flattest(const struct irt_server *server);
const struct irt_federated_errors *irt_server_errors(const struct irt_server *server);

#endif
