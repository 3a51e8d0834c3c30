/* SPDX-License-Identifier: GPL-3.0-or-later */
/* staged.h -- the E-step as a textbook does it, one stage at a time, every number kept.
 *
 * Shapes  likelihood[l * points + n] holds L_l(X_n) after E1 and the posterior p_l(n)
 *         after E3 (in place); marginal[l] is P_l.  Both carry a scale: the true value
 *         is exp(log_scale[l]) times what is stored, and log_scale is 0 unless a product
 *         would underflow.
 * Stages  E1  L_l(X_n) = prod_j P_j(u_lj | X_n), over the items answered
 *         E2  P_l = sum_n L_l(X_n) A_n; the log-likelihood is sum_l f_l log P_l
 *         E3  p_l(n) = L_l(X_n) A_n / P_l
 *         E4  r-bar and n-bar: expected.h */
#ifndef IRT_STAGED_H
#define IRT_STAGED_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/expected.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

struct irt_staged {
    size_t patterns, points;
    double *likelihood; /* patterns * points */
    double *log_scale;  /* patterns */
    double *marginal;   /* patterns */
};

/* NULL with *error filled without memory (patterns * points numbers are kept).
 * Caller frees: irt_staged_free(). */
struct irt_staged *irt_staged_new(size_t patterns, size_t points,
                                  struct irt_error *error);
void irt_staged_free(struct irt_staged *staged);

/* E1: likelihood of every pattern at every node. */
bool irt_staged_likelihood(struct irt_staged *staged, const struct irt_responses *data,
                           const struct irt_patterns *patterns,
                           const struct irt_model *model, const double *psi,
                           const struct irt_quadrature *quadrature,
                           struct irt_error *error);
/* E2: marginal of every pattern.  Returns the log-likelihood, weights normalised. */
double irt_staged_marginal(struct irt_staged *staged, const struct irt_patterns *patterns,
                           const struct irt_quadrature *quadrature);
/* E3: posterior of every pattern. */
void irt_staged_posterior(struct irt_staged *staged,
                          const struct irt_quadrature *quadrature);
/* E4: artificial data. */
void irt_staged_artificial(const struct irt_staged *staged,
                           const struct irt_responses *data,
                           const struct irt_patterns *patterns,
                           const struct irt_model *model, struct irt_expected *expected);

/* One pattern's E-step, number by number, for screens and tests.  code[] is a row of the
 * data (data items); the arrays hold points doubles, each may be NULL but likelihood:
 * item[j * points + n] = P_j(u_j | X_n) for the model's items (1 where missing). */
struct irt_pattern_step {
    double *item;       /* model items * points */
    double *likelihood; /* points: L_l(X_n) */
    double *product;    /* points: L_l(X_n) A_n */
    double *posterior;  /* points */
    double marginal;    /* P_l; as stored, that is 0 when it underflows */
    double log_marginal;
};
bool irt_pattern_explain(const struct irt_model *model, const double *psi,
                         const struct irt_quadrature *quadrature,
                         const unsigned char *code, struct irt_pattern_step *out,
                         struct irt_error *error);

#endif
