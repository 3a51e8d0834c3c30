/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trace.h -- the history of a run: one row a cycle, append-only, so that any cycle can
 * be shown again.
 *
 * Row 0 is the start; row c holds psi as cycle c left it, how far that cycle moved it,
 * and the log-likelihood and gradient AT that psi, which the next E-step finds: until
 * then they are NAN. */
#ifndef IRT_TRACE_H
#define IRT_TRACE_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_trace {
    size_t parameters;
    size_t points; /* nodes kept a row; 0: they never change */
    size_t rows;   /* cycles done + 1 */
    size_t capacity;
    double *psi;           /* [c * parameters + k] */
    double *loglik;        /* at psi of the row; NAN while unknown */
    double *log_prior;     /* at psi of the row; 0 without priors */
    double *max_gradient;  /* at psi of the row; NAN while unknown */
    double *max_change;    /* |psi_c - psi_{c-1}|, largest; NAN for row 0 */
    size_t *max_parameter; /* whose change that was */
    size_t *evaluations;   /* E-steps spent up to this row */
    bool *accelerated;     /* an extrapolation follows this cycle's M-step in psi */
    size_t measures;       /* numbers an estimator adds to a row: the ELBO, .. */
    const char *const *measure_name; /* measures; static storage */
    double *measure;                 /* [c * measures + m]; NAN where there is none */
    double *node, *weight;           /* [c * points + n] when points > 0 */
};

/* points > 0 when nodes and weights change from cycle to cycle. */
void irt_trace_init(struct irt_trace *trace, size_t parameters, size_t points);
void irt_trace_clear(struct irt_trace *trace);

/* Of an empty trace: rows have these besides. */
void irt_trace_measure(struct irt_trace *trace, const char *const *names, size_t count);

/* A new row with psi (and node, weight when kept); loglik and gradient NAN.
 * False with *error filled when there is no memory; the trace stays as it was. */
bool irt_trace_append(struct irt_trace *trace, const double *psi, const double *node,
                      const double *weight, struct irt_error *error);

/* Brings copy up to date with trace: the last row the copy has is renewed, newer rows
 * are appended; starts over where trace is shorter or of another shape. */
bool irt_trace_follow(struct irt_trace *copy, const struct irt_trace *trace,
                      struct irt_error *error);

static inline const double *
irt_trace_psi(const struct irt_trace *trace, size_t cycle)
{
    return trace->psi + cycle * trace->parameters;
}

#endif
