/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/person_fit.h"

#include "fit/node_tables.h"
#include "fit/residual.h"
#include "fit/statistic.h"
#include "model/population.h"

#include <math.h>
#include <stdlib.h>

struct work {
    const struct irt_diagnosis *diagnosis;
    const double *theta; /* of l_z, */
    const double *mode;  /* and of l_z*; NULL: none */
    bool marginal;       /* the mode is that of a posterior; else Warm's */
    struct irt_person_fit_one *one;
};

static void
person_fit_free(void *result)
{
    struct irt_person_fit *fit = result;
    if (!fit)
        return;
    free(fit->one);
    free(fit->theta);
    free(fit->mode);
    free(fit->order);
    free(fit);
}

/* log P, with what cannot happen held at a number, times which P is 0. */
static double
safe_log(double P)
{
    return log(fmax(P, 1e-300));
}

/* --- l_z ----------------------------------------------------------------------------------- */

/* Mean and variance of log P over the categories. */
static void
log_moments(const double *P, unsigned C, double *mean, double *variance)
{
    double square = 0.0;
    *mean = 0.0;
    for (unsigned h = 0; h < C; h++) {
        *mean += P[h] * safe_log(P[h]);
        square += P[h] * safe_log(P[h]) * safe_log(P[h]);
    }
    *variance = square - *mean * *mean;
}

static struct irt_lz_parts
find_lz(const struct irt_diagnosis *d, size_t l, const double *theta)
{
    double P[IRT_MAX_CATEGORIES], off = 0.0, variance = 0.0, mean, more;
    for (size_t j = 0; j < d->model->items; j++) {
        const struct irt_item *item = &d->model->item[j];
        unsigned h = irt_pattern_category(d, l, j);
        if (h == IRT_MISSING)
            continue;
        item->ops->probability(item, d->psi + item->first, theta, 1, P);
        log_moments(P, item->categories, &mean, &more);
        off += safe_log(P[h]) - mean;
        variance += more;
    }
    return (struct irt_lz_parts){ .theta = theta[0],
                                  .off = off,
                                  .sd = variance > 1e-12 ? sqrt(variance) : NAN };
}

/* --- l_z* ---------------------------------------------------------------------------------- */

struct star {
    double W;          /* l - E l */
    double PW, I;      /* sums of P' w and of P' r */
    double WW, WR, RR; /* variances and covariance of w and r over the categories */
};

static void
add_star(struct star *s, const double *P, const double *P1, unsigned C, unsigned x)
{
    double w_mean = 0.0, r_mean = 0.0;
    for (unsigned h = 0; h < C; h++) {
        double p = fmax(P[h], 1e-300), w = log(p), r = P1[h] / p;
        w_mean += p * w;
        r_mean += P1[h];
        s->PW += P1[h] * w;
        s->I += P1[h] * r;
        s->WW += p * w * w;
        s->WR += p * w * r;
        s->RR += p * r * r;
    }
    s->W += safe_log(P[x]) - w_mean;
    s->WW -= w_mean * w_mean;
    s->WR -= w_mean * r_mean;
    s->RR -= r_mean * r_mean;
}

/* r_0: what the point adds to the slope of the log-likelihood, so that their sum is 0. */
static double
find_r0(const struct work *work, size_t l, double theta)
{
    const struct irt_diagnosis *d = work->diagnosis;
    size_t g = irt_patterns_group(d->patterns, l);
    if (work->marginal) {
        double sd = irt_group_sd(d->model, d->psi, g);
        return -(theta - irt_group_mean(d->model, d->psi, g)) / (sd * sd);
    }
    struct irt_likelihood at =
        irt_likelihood_at(d->model, d->psi,
                          d->data->code + (size_t)d->patterns->row[l] * d->data->items,
                          theta);
    return at.information > 0.0 ? 0.5 * at.J / at.information : 0.0;
}

static struct irt_lz_parts
find_lz_star(const struct work *work, size_t l, double theta)
{
    const struct irt_diagnosis *d = work->diagnosis;
    double P[IRT_MAX_CATEGORIES], P1[IRT_MAX_CATEGORIES], P2[IRT_MAX_CATEGORIES];
    struct star s = { 0 };
    for (size_t j = 0; j < d->model->items; j++) {
        const struct irt_item *item = &d->model->item[j];
        unsigned h = irt_pattern_category(d, l, j);
        if (h == IRT_MISSING)
            continue;
        item->ops->curve(item, d->psi + item->first, theta, P, P1, P2);
        add_star(&s, P, P1, item->categories, h);
    }
    struct irt_lz_parts out = { .theta = theta, .off = s.W, .sd = NAN };
    if (!(s.I > 0.0))
        return out;
    out.c = s.PW / s.I;
    out.r0 = find_r0(work, l, theta);
    double variance = s.WW - 2.0 * out.c * s.WR + out.c * out.c * s.RR;
    out.sd = variance > 1e-10 ? sqrt(variance) : NAN;
    return out;
}

static double
value_of(struct irt_lz_parts parts)
{
    return (parts.off + parts.c * parts.r0) / parts.sd;
}

struct irt_lz_parts
irt_lz_parts_of(const struct irt_diagnosis *d, const struct irt_person_fit *fit, size_t l,
                bool star)
{
    struct work work = { .diagnosis = d,
                         .marginal = irt_diagnosis_is_marginal(d, "", NULL) };
    if (star && fit->mode)
        return find_lz_star(&work, l, fit->mode[l]);
    return find_lz(d, l, fit->theta + l * fit->dims);
}

/* --- infit and outfit ---------------------------------------------------------------------- */

static struct irt_mean_squares
find_squares(const struct irt_diagnosis *d, size_t l, const double *theta)
{
    double n = 0.0, r = 0.0, w = 0.0, g = 0.0, relative = 0.0, excess = 0.0;
    for (size_t j = 0; j < d->model->items; j++) {
        unsigned h = irt_pattern_category(d, l, j);
        if (h == IRT_MISSING || !irt_is_ordinal(d->model, j))
            continue;
        struct irt_moments m = irt_moments_at(d, j, theta);
        double square = (h - m.mean) * (h - m.mean), W = m.variance;
        if (!(W > 0.0))
            continue;
        n += 1.0;
        r += square;
        w += W;
        g += square / W;
        relative += m.fourth / (W * W) - 1.0;
        excess += m.fourth - W * W;
    }
    double infit = n > 0.0 ? r / w : NAN, outfit = n > 0.0 ? g / n : NAN;
    return (struct irt_mean_squares){
        .infit = infit,
        .infit_z = irt_mean_square_z(infit, excess / (w * w)),
        .outfit = outfit,
        .outfit_z = irt_mean_square_z(outfit, relative / (n * n)),
        .answers = n,
        .square = r,
        .variance = w,
        .relative = g,
        .infit_sd = irt_mean_square_sd(excess / (w * w)),
        .outfit_sd = irt_mean_square_sd(relative / (n * n)),
    };
}

/* --- the answers of one -------------------------------------------------------------------- */

static int
by_cost(const void *x, const void *y)
{
    const struct irt_surprise *a = x, *b = y;
    if (a->cost != b->cost)
        return a->cost < b->cost ? 1 : -1;
    return (a->j > b->j) - (a->j < b->j);
}

size_t
irt_surprises(const struct irt_diagnosis *d, size_t l, const double *theta,
              struct irt_surprise *out)
{
    double P[IRT_MAX_CATEGORIES], mean, variance;
    size_t count = 0;
    for (size_t j = 0; j < d->model->items; j++) {
        const struct irt_item *item = &d->model->item[j];
        unsigned h = irt_pattern_category(d, l, j);
        if (h == IRT_MISSING)
            continue;
        item->ops->probability(item, d->psi + item->first, theta, 1, P);
        log_moments(P, item->categories, &mean, &variance);
        struct irt_moments m = irt_moments_of(P, 1, item->categories);
        bool ordinal = irt_is_ordinal(d->model, j);
        out[count++] = (struct irt_surprise){
            .j = j,
            .category = h,
            .probability = P[h],
            .expected = ordinal ? m.mean : NAN,
            .z = ordinal && m.variance > 0.0 ? (h - m.mean) / sqrt(m.variance) : NAN,
            .cost = mean - safe_log(P[h]),
        };
    }
    qsort(out, count, sizeof *out, by_cost);
    return count;
}

/* --- the whole ------------------------------------------------------------------------------ */

static bool
is_finite(const double *theta, size_t dims)
{
    for (size_t r = 0; r < dims; r++)
        if (!isfinite(theta[r]))
            return false;
    return true;
}

static void
slice(void *context, size_t number, size_t first, size_t end)
{
    const struct work *work = context;
    const struct irt_diagnosis *d = work->diagnosis;
    (void)number;
    for (size_t l = first; l < end && !irt_cancelled(&d->cancel); l++) {
        const double *theta = work->theta + l * d->model->dims;
        struct irt_person_fit_one *one = &work->one[l];
        *one = (struct irt_person_fit_one){ NAN, NAN, irt_no_mean_squares };
        if (is_finite(theta, d->model->dims)) {
            one->lz = value_of(find_lz(d, l, theta));
            one->squares = find_squares(d, l, theta);
        }
        if (work->mode && isfinite(work->mode[l]))
            one->lz_star = value_of(find_lz_star(work, l, work->mode[l]));
    }
}

struct place {
    double value;
    size_t l;
};

static int
by_value(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    if (isnan(a->value) != isnan(b->value))
        return isnan(a->value) ? 1 : -1;
    if (a->value != b->value && !isnan(a->value))
        return a->value < b->value ? -1 : 1;
    return (a->l > b->l) - (a->l < b->l);
}

static bool
sort(struct irt_person_fit *fit)
{
    struct place *place = malloc((fit->patterns + 1) * sizeof *place);
    if (!place)
        return false;
    for (size_t l = 0; l < fit->patterns; l++) {
        double star = fit->one[l].lz_star;
        place[l] = (struct place){ isnan(star) ? fit->one[l].lz : star, l };
        fit->known += !isnan(place[l].value);
    }
    qsort(place, fit->patterns, sizeof *place, by_value);
    for (size_t i = 0; i < fit->patterns; i++)
        fit->order[i] = place[i].l;
    free(place);
    return true;
}

static struct irt_person_fit *
allocate(const struct irt_diagnosis *d)
{
    struct irt_person_fit *out = calloc(1, sizeof *out);
    if (!out)
        return NULL;
    out->patterns = d->patterns->count;
    out->dims = d->model->dims;
    out->one = calloc(out->patterns + 1, sizeof *out->one);
    out->order = calloc(out->patterns + 1, sizeof *out->order);
    if (out->one && out->order)
        return out;
    person_fit_free(out);
    return NULL;
}

static void *
person_fit_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    struct work work = { .diagnosis = d,
                         .marginal = irt_diagnosis_is_marginal(d, "", NULL) };
    if (!irt_diagnosis_is_finite(d, error))
        return NULL;
    if (d->brief) {
        irt_fail(error, IRT_BAD_USAGE,
                 "of so many persons this comes when the run has ended");
        return NULL;
    }
    struct irt_person_fit *out = allocate(d);
    bool done = out || irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    if (done) {
        out->theta = irt_points(d, work.marginal ? IRT_SCORE_EAP : IRT_SCORE_WLE, error);
        done = out->theta != NULL;
    }
    if (done && d->model->dims == 1) {
        out->mode = irt_points(d, work.marginal ? IRT_SCORE_MAP : IRT_SCORE_WLE, error);
        done = out->mode != NULL;
    }
    if (done) {
        work.theta = out->theta;
        work.mode = out->mode;
        work.one = out->one;
        done =
            irt_pattern_walk(d, slice, &work, error) &&
            (sort(out) || irt_fail(error, IRT_NO_MEMORY, "there is not enough memory"));
    }
    if (done)
        return out;
    person_fit_free(out);
    return NULL;
}

const struct irt_statistic irt_statistic_lz = {
    .name = "lz",
    .title = "Person fit",
    .formula =
        "l_z = (l - E l) / SD(l) of the answers' log-likelihood l; l_z* allows for θ",
    .source = "Drasgow, Levine and Williams (1985); Snijders (2001)",
    .reading =
        "Below -2 a person's answers are less likely than almost all of the model's: "
        "easy items wrong, hard ones right. It says that, not why: guessing, a slip "
        "of rows, or other knowledge.",
    .compute = person_fit_compute,
    .free = person_fit_free,
};
