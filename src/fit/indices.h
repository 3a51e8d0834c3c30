/* SPDX-License-Identifier: GPL-3.0-or-later */
/* indices.h -- what is reported beside a chi-square of model fit.
 *
 *     RMSEA  sqrt(max(0, (X - df) / (df (N - 1)))), with a 90 % interval: the noncentralities
 *            lambda at which X is the 95th and the 5th percentile, in place of X - df
 *     TLI    (X0/df0 - X/df) / (X0/df0 - 1)      CFI  1 - max(X - df, 0) / max(X0 - df0, X - df, 0)
 *
 * X0 the statistic of the model in which items have nothing in common.
 * Source: Browne and Cudeck (1993); Bentler (1990), Psychological Bulletin 107, 238-246. */
#ifndef IRT_INDICES_H
#define IRT_INDICES_H

struct irt_indices {
    double rmsea, rmsea_low, rmsea_high;
    double tli, cfi; /* NAN: the items have nothing in common as it is */
};

/* Of X with df >= 1 in N > 1 persons; x0 NAN: no comparison. */
struct irt_indices irt_indices_of(double x, double df, double x0, double df0, double N);

/* P(X <= x) of a noncentral chi-square. */
double irt_noncentral_cdf(double x, double df, double lambda);

#endif
