/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/indices.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/* A Poisson mixture of chi-squares: terms around the mixture's mean, to where they are nothing. */
double
irt_noncentral_cdf(double x, double df, double lambda)
{
    double mean = 0.5 * lambda, spread = 12.0 * sqrt(mean) + 40.0, sum = 0.0;
    double first = floor(fmax(0.0, mean - spread)), last = ceil(mean + spread);
    if (lambda <= 0.0)
        return gsl_cdf_chisq_P(x, df);
    for (double i = first; i <= last; i++)
        sum += gsl_ran_poisson_pdf((unsigned)i, mean) * gsl_cdf_chisq_P(x, df + 2.0 * i);
    return sum;
}

/* The lambda at which P(X <= x) = p; 0 where it is below p without any. */
static double
noncentrality(double x, double df, double p)
{
    double lo = 0.0, hi = x + df + 10.0;
    if (gsl_cdf_chisq_P(x, df) <= p)
        return 0.0;
    while (irt_noncentral_cdf(x, df, hi) > p)
        hi *= 2.0;
    for (int i = 0; i < 200 && hi - lo > 1e-12 * hi; i++) {
        double middle = 0.5 * (lo + hi);
        if (irt_noncentral_cdf(x, df, middle) > p)
            lo = middle;
        else
            hi = middle;
    }
    return 0.5 * (lo + hi);
}

struct irt_indices
irt_indices_of(double x, double df, double x0, double df0, double N)
{
    struct irt_indices out = { NAN, NAN, NAN, NAN, NAN };
    double scale = df * (N - 1.0), excess = fmax(x - df, 0.0);
    if (!(scale > 0.0) || !isfinite(x))
        return out;
    out.rmsea = sqrt(excess / scale);
    /* Far out the interval is as wide as the normal one is: no need to search there. */
    if (x < 1e5) {
        out.rmsea_low = sqrt(noncentrality(x, df, 0.95) / scale);
        out.rmsea_high = sqrt(noncentrality(x, df, 0.05) / scale);
    } else {
        double sd = sqrt(2.0 * (df + 2.0 * excess));
        out.rmsea_low = sqrt(fmax(excess - 1.6449 * sd, 0.0) / scale);
        out.rmsea_high = sqrt((excess + 1.6449 * sd) / scale);
    }
    if (isfinite(x0) && df0 > 0.0 && x0 > df0) {
        out.tli = (x0 / df0 - x / df) / (x0 / df0 - 1.0);
        out.cfi = 1.0 - excess / fmax(x0 - df0, excess);
    }
    return out;
}
