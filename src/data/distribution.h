/* SPDX-License-Identifier: GPL-3.0-or-later */
/* distribution.h -- what true parameters and abilities are drawn from. */
#ifndef IRT_DISTRIBUTION_H
#define IRT_DISTRIBUTION_H

#include "error.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>

enum irt_distribution_kind { IRT_CONSTANT, IRT_NORMAL, IRT_LOGNORMAL, IRT_UNIFORM };

/* normal(mean, sd), lognormal(mean and sd of the log), uniform(lo, hi), or a constant. */
struct irt_distribution {
    enum irt_distribution_kind kind;
    double first, second;
};

/* Reads "normal(0,1)", "lognormal(0,0.3)", "uniform(.5,2)" or "1.2".
 * False with *error filled (IRT_BAD_USAGE) when it is none of these. */
bool irt_distribution_parse(const char *text, struct irt_distribution *out,
                            struct irt_error *error);

/* Its numbers are finite, an sd not negative, and a range in order. */
bool irt_distribution_is_possible(const struct irt_distribution *d);

/* Takes one number from the generator, whatever the distribution. */
double irt_distribution_draw(const struct irt_distribution *d, gsl_rng *random);

#endif
