/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/mantel.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

#define ETS_SCALE   2.35
#define ETS_LEVEL   0.05
#define ETS_SMALL   1.0
#define ETS_LARGE   1.5
#define ONE_SIDED   1.6448536269514722 /* of a standard normal, 5 % */
#define SMD_SMALL   0.17
#define SMD_LARGE   0.25
#define HALF_PERSON 0.5

/* One stratum's moments: persons, sums of answers and of their squares. */
struct margin {
    double n[2], total, sum[2], square;
};

static struct margin
margin_of(const struct irt_strata *strata, size_t s)
{
    struct margin m = { .total = 0.0 };
    for (size_t g = 0; g < 2; g++) {
        const double *count =
            strata->count + (g * strata->scores + s) * strata->categories;
        for (unsigned h = 0; h < strata->categories; h++) {
            m.n[g] += count[h];
            m.sum[g] += h * count[h];
            m.square += (double)h * h * count[h];
        }
    }
    m.total = m.n[0] + m.n[1];
    return m;
}

/* --- the test --------------------------------------------------------------------------- */

static void
test(const struct irt_strata *strata, struct irt_mantel *out)
{
    double difference = 0.0, variance = 0.0;
    for (size_t s = 0; s < strata->scores; s++) {
        struct margin m = margin_of(strata, s);
        double sum = m.sum[0] + m.sum[1], N = m.total;
        if (!(m.n[0] > 0.0 && m.n[1] > 0.0 && N > 1.0))
            continue;
        difference += m.sum[1] - m.n[1] * sum / N;
        variance += m.n[0] * m.n[1] * (N * m.square - sum * sum) / (N * N * (N - 1.0));
    }
    double correction = strata->categories == 2 ? HALF_PERSON : 0.0;
    /* A difference smaller than the correction is none. */
    double rest = fmax(fabs(difference) - correction, 0.0);
    out->difference = difference;
    out->variance = variance;
    out->chi2 = variance > 0.0 ? rest * rest / variance : NAN;
    out->p = variance > 0.0 ? gsl_cdf_chisq_Q(out->chi2, 1.0) : NAN;
}

/* How far the sum of right answers of the reference group could move, at fixed margins. */
static double
room(const struct irt_strata *strata)
{
    double expected = 0.0, least = 0.0, most = 0.0;
    for (size_t s = 0; s < strata->scores; s++) {
        struct margin m = margin_of(strata, s);
        double right = m.sum[0] + m.sum[1];
        if (!(m.total > 0.0))
            continue;
        expected += m.n[0] * right / m.total;
        least += fmax(0.0, right - m.n[1]);
        most += fmin(m.n[0], right);
    }
    return fmin(expected - least, most - expected);
}

/* --- the odds ratio ----------------------------------------------------------------------- */

/* Answers of group g in stratum s from category cut on, and below it. */
static void
cut_at(const struct irt_strata *strata, size_t s, size_t g, unsigned cut, double *above,
       double *below)
{
    const double *count = strata->count + (g * strata->scores + s) * strata->categories;
    *above = *below = 0.0;
    for (unsigned h = 0; h < strata->categories; h++)
        *(h >= cut ? above : below) += count[h];
}

/* With R = A D / N and S = B C / N, P = (A + D) / N and Q = (B + C) / N in each stratum. */
struct odds {
    double R, S, PR, PS_QR, QS;
};

static void
add_odds(const struct irt_strata *strata, size_t s, unsigned cut, struct odds *odds)
{
    double A, B, C, D;
    cut_at(strata, s, 0, cut, &A, &B);
    cut_at(strata, s, 1, cut, &C, &D);
    double N = A + B + C + D;
    if (!(N > 0.0))
        return;
    double R = A * D / N, S = B * C / N, P = (A + D) / N, Q = (B + C) / N;
    odds->R += R;
    odds->S += S;
    odds->PR += P * R;
    odds->PS_QR += P * S + Q * R;
    odds->QS += Q * S;
}

static void
estimate(const struct irt_strata *strata, struct irt_mantel *out)
{
    struct odds o = { .R = 0.0 };
    for (size_t s = 0; s < strata->scores; s++)
        for (unsigned cut = 1; cut < strata->categories; cut++)
            add_odds(strata, s, cut, &o);
    out->right = o.R;
    out->wrong = o.S;
    out->alpha = o.R / o.S;
    out->delta = -ETS_SCALE * log(out->alpha);
    double variance =
        o.PR / (2.0 * o.R * o.R) + o.PS_QR / (2.0 * o.R * o.S) + o.QS / (2.0 * o.S * o.S);
    bool known = strata->categories == 2 && isfinite(variance);
    out->delta_se = known ? ETS_SCALE * sqrt(variance) : NAN;
}

/* --- the standardised difference ---------------------------------------------------------- */

static void
standardise(const struct irt_strata *strata, struct irt_mantel *out)
{
    double weight = 0.0, smd = 0.0, N = 0.0, sum = 0.0, square = 0.0;
    for (size_t s = 0; s < strata->scores; s++) {
        struct margin m = margin_of(strata, s);
        N += m.total;
        sum += m.sum[0] + m.sum[1];
        square += m.square;
        if (!(m.n[0] > 0.0 && m.n[1] > 0.0))
            continue;
        weight += m.n[1];
        smd += m.n[1] * (m.sum[1] / m.n[1] - m.sum[0] / m.n[0]);
    }
    out->smd = smd / weight;
    out->sd = sqrt((square - sum * sum / N) / (N - 1.0));
}

/* --- classes -------------------------------------------------------------------------------- */

static char
class_of_two(const struct irt_mantel *m)
{
    double size = fabs(m->delta);
    if (isnan(m->chi2) || !isfinite(m->delta) || isnan(m->delta_se))
        return 0;
    if (size < ETS_SMALL || m->p >= ETS_LEVEL)
        return 'A';
    bool beyond = (size - ETS_SMALL) / m->delta_se > ONE_SIDED;
    return size >= ETS_LARGE && beyond ? 'C' : 'B';
}

static char
class_of_several(const struct irt_mantel *m)
{
    double size = fabs(m->smd / m->sd);
    if (isnan(m->chi2) || !isfinite(size))
        return 0;
    if (m->p >= ETS_LEVEL || size <= SMD_SMALL)
        return 'A';
    return size > SMD_LARGE ? 'C' : 'B';
}

struct irt_mantel
irt_mantel_compare(const struct irt_strata *strata)
{
    struct irt_mantel out = { .room = NAN };
    test(strata, &out);
    estimate(strata, &out);
    standardise(strata, &out);
    if (strata->categories == 2)
        out.room = room(strata);
    out.ets = strata->categories == 2 ? class_of_two(&out) : class_of_several(&out);
    return out;
}
