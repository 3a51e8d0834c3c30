/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/prior.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By enum irt_prior_kind. */
static const char *const names[] = { "none", "normal",  "lognormal",
                                     "beta", "uniform", "logit" };

static bool
is_proper(const struct irt_prior *prior)
{
    if (!isfinite(prior->first) || !isfinite(prior->second))
        return false;
    switch (prior->kind) {
    case IRT_PRIOR_NORMAL:
    case IRT_PRIOR_LOGNORMAL:
    case IRT_PRIOR_LOGIT: return prior->second > 0.0;
    case IRT_PRIOR_BETA: return prior->first > 0.0 && prior->second > 0.0;
    case IRT_PRIOR_UNIFORM: return prior->first < prior->second;
    case IRT_PRIOR_NONE: break;
    }
    return true;
}

bool
irt_prior_parse(const char *text, struct irt_prior *out, struct irt_error *error)
{
    *out = (struct irt_prior){ IRT_PRIOR_NONE, 0.0, 0.0 };
    if (strcmp(text, "none") == 0)
        return true;
    for (int kind = IRT_PRIOR_NORMAL; kind <= IRT_PRIOR_LOGIT; kind++) {
        size_t length = strlen(names[kind]);
        if (strncmp(text, names[kind], length) != 0 || text[length] != '(')
            continue;
        char *end;
        out->kind = (enum irt_prior_kind)kind;
        out->first = strtod(text + length + 1, &end);
        if (*end != ',')
            break;
        out->second = strtod(end + 1, &end);
        if (strcmp(end, ")") == 0 && is_proper(out))
            return true;
        break;
    }
    out->kind = IRT_PRIOR_NONE;
    return irt_fail(
        error, IRT_BAD_USAGE,
        "'%s' is no prior; give normal(mean,sd), lognormal(mean,sd), beta(p,q), "
        "uniform(from,to), logit(mean,sd) or none",
        text);
}

void
irt_prior_text(const struct irt_prior *prior, char *out, size_t size)
{
    if (prior->kind == IRT_PRIOR_NONE)
        snprintf(out, size, "none");
    else
        snprintf(out, size, "%s(%g,%g)", names[prior->kind], prior->first, prior->second);
}

void
irt_prior_bounds(const struct irt_prior *prior, double *lower, double *upper)
{
    *lower = -INFINITY;
    *upper = INFINITY;
    if (prior->kind == IRT_PRIOR_LOGNORMAL || prior->kind == IRT_PRIOR_BETA ||
        prior->kind == IRT_PRIOR_LOGIT)
        *lower = 0.0;
    if (prior->kind == IRT_PRIOR_BETA || prior->kind == IRT_PRIOR_LOGIT)
        *upper = 1.0;
    if (prior->kind == IRT_PRIOR_UNIFORM) {
        *lower = prior->first;
        *upper = prior->second;
    }
}

/* The density of N(mean, sd^2), and its derivatives, at x. */
static double
log_normal_density(double x, double mean, double sd, double *first, double *second)
{
    double z = (x - mean) / sd;
    *first = -z / sd;
    *second = -1.0 / (sd * sd);
    return -0.5 * z * z - log(sd) - 0.5 * log(2.0 * M_PI);
}

double
irt_prior_log(const struct irt_prior *prior, double x, double *first, double *second)
{
    double p = prior->first, q = prior->second, lower, upper, d1 = 0.0, d2 = 0.0,
           log_density = 0.0;
    irt_prior_bounds(prior, &lower, &upper);
    if (!(x > lower && x < upper))
        log_density = -INFINITY;
    else
        switch (prior->kind) {
        case IRT_PRIOR_NORMAL: log_density = log_normal_density(x, p, q, &d1, &d2); break;
        case IRT_PRIOR_LOGNORMAL:
            /* f(log x) - log x, by the chain rule. */
            log_density = log_normal_density(log(x), p, q, &d1, &d2) - log(x);
            d2 = (d2 - d1 + 1.0) / (x * x);
            d1 = (d1 - 1.0) / x;
            break;
        case IRT_PRIOR_BETA:
            log_density =
                (p - 1.0) * log(x) + (q - 1.0) * log1p(-x) - gsl_sf_lnbeta(p, q);
            d1 = (p - 1.0) / x - (q - 1.0) / (1.0 - x);
            d2 = -(p - 1.0) / (x * x) - (q - 1.0) / ((1.0 - x) * (1.0 - x));
            break;
        case IRT_PRIOR_UNIFORM: log_density = -log(q - p); break;
        case IRT_PRIOR_LOGIT: {
            double rate = 1.0 / (x * (1.0 - x)); /* of the logit */
            log_density = log_normal_density(log(x) - log1p(-x), p, q, &d1, &d2);
            d2 = rate * rate * (d2 + (2.0 * x - 1.0) * d1);
            d1 *= rate;
            break;
        }
        case IRT_PRIOR_NONE: break;
        }
    if (first)
        *first = d1;
    if (second)
        *second = d2;
    return log_density;
}
