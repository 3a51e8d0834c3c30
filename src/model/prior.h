/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prior.h -- prior densities of parameters, as they are reported: no Jacobian of a scale
 * that something is optimised on. */
#ifndef IRT_PRIOR_H
#define IRT_PRIOR_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

enum irt_prior_kind {
    IRT_PRIOR_NONE,
    IRT_PRIOR_NORMAL,    /* mean, standard deviation */
    IRT_PRIOR_LOGNORMAL, /* mean and standard deviation of the log */
    IRT_PRIOR_BETA,      /* the two shapes */
    IRT_PRIOR_UNIFORM,   /* from, to */
    IRT_PRIOR_LOGIT /* mean and standard deviation of the logit, and the density is the
                            logit's own, as mirt takes it for asymptotes: over x it is that
                            without 1 / (x (1 - x)) */
};

struct irt_prior {
    enum irt_prior_kind kind;
    double first, second;
};

/* Reads "normal(0,1)", "lognormal(0,0.5)", "beta(5,17)", "uniform(0,2)", "logit(-1.1,2)" or
 * "none".
 * False with *error filled (IRT_BAD_USAGE) when it is none of these. */
bool irt_prior_parse(const char *text, struct irt_prior *out, struct irt_error *error);

/* "beta(5,17)", cut to size. */
void irt_prior_text(const struct irt_prior *prior, char *out, size_t size);

/* Log density at x with its normalising constant, and its first and second derivatives,
 * which may be NULL.  -INFINITY where the density is 0. */
double irt_prior_log(const struct irt_prior *prior, double x, double *first,
                     double *second);

/* Where the density is positive: an open interval. */
void irt_prior_bounds(const struct irt_prior *prior, double *lower, double *upper);

#endif
