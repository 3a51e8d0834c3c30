/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score/score.h"

#include "model/population.h"
#include "parallel.h"
#include "score/eap.h"
#include "score/score_dims.h"

#include <math.h>
#include <stdlib.h>

#define CHUNK     64
#define FURTHEST  40.0  /* logits; a maximum out there is infinite */
#define FLAT      1e-12 /* information */
#define PRECISION 1e-11
#define GRID      161 /* where the likelihood of 3PL and 4PL is searched: -8 to 8 */

struct irt_likelihood
irt_likelihood_at(const struct irt_model *model, const double *psi,
                  const unsigned char *code, double theta)
{
    struct irt_likelihood l = { 0.0, 0.0, 0.0, 0.0, 0.0 };
    double P[IRT_MAX_CATEGORIES], P1[IRT_MAX_CATEGORIES], P2[IRT_MAX_CATEGORIES];
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        if (code[item->column] == IRT_MISSING)
            continue;
        unsigned h = irt_item_category(item, code[item->column]);
        item->ops->curve(item, psi + item->first, theta, P, P1, P2);
        double slope = P1[h] / P[h];
        l.log_likelihood += log(P[h]);
        l.slope += slope;
        l.bend += P2[h] / P[h] - slope * slope;
        for (unsigned g = 0; g < item->categories; g++) {
            l.information += P1[g] * P1[g] / P[g];
            l.J += P1[g] * P2[g] / P[g];
        }
    }
    return l;
}

struct work {
    enum irt_score method;
    const struct irt_responses *data;
    const struct irt_patterns *patterns;
    const struct irt_model *model;
    const double *psi;
    size_t first, end; /* patterns of the group under way, */
    double mean, sd;   /* and theta in it */
    bool concave;      /* the log-likelihood of every pattern is */
    double *score, *se;
};

/* What has its root at the score: the slope of what is maximised. */
static double
target(const struct work *work, const unsigned char *code, double theta)
{
    struct irt_likelihood l = irt_likelihood_at(work->model, work->psi, code, theta);
    if (work->method == IRT_SCORE_MAP)
        return l.slope - (theta - work->mean) / (work->sd * work->sd);
    if (work->method == IRT_SCORE_WLE)
        return l.slope + (l.information > 0.0 ? 0.5 * l.J / l.information : 0.0);
    return l.slope;
}

/* The root between lo, where target is positive, and hi, where it is negative, by false
 * position; an end that stays has its weight halved (the Illinois rule), which makes it as
 * fast as secants. */
static double
find_root(const struct work *work, const unsigned char *code, double lo, double hi)
{
    double at_lo = target(work, code, lo), at_hi = target(work, code, hi), last = NAN;
    int moved = 0;
    for (int i = 0; i < 100; i++) {
        double theta = (lo * at_hi - hi * at_lo) / (at_hi - at_lo);
        double at = target(work, code, theta);
        if (at == 0.0 || fabs(theta - last) < PRECISION)
            return theta;
        last = theta;
        if (at > 0.0) {
            lo = theta;
            at_lo = at;
            at_hi *= moved > 0 ? 0.5 : 1.0;
            moved = 1;
        } else {
            hi = theta;
            at_hi = at;
            at_lo *= moved < 0 ? 0.5 : 1.0;
            moved = -1;
        }
    }
    return last;
}

/* Where nothing is known of theta any more, the slope is 0 by rounding only: no root. */
static double
unless_flat(const struct work *work, const unsigned char *code, double root,
            double direction)
{
    bool flat = irt_likelihood_at(work->model, work->psi, code, root).information < FLAT;

    return work->method == IRT_SCORE_ML && flat ? direction * INFINITY : root;
}

/* The nearest root from a start, going outwards; infinite when there is none. */
static double
search(const struct work *work, const unsigned char *code, double from)
{
    double step = 0.5, at = target(work, code, from);
    if (at == 0.0)
        return from;
    double direction = at > 0.0 ? 1.0 : -1.0;
    for (double to = from + direction * step; fabs(to) <= FURTHEST;
         step *= 1.5, from = to, to += direction * step)
        if (target(work, code, to) * direction <= 0.0)
            return unless_flat(work, code,
                               direction > 0.0 ? find_root(work, code, from, to)
                                               : find_root(work, code, to, from),
                               direction);
    return direction * INFINITY;
}

static double
objective(const struct work *work, const unsigned char *code, double theta)
{
    double z = (theta - work->mean) / work->sd;
    double log_likelihood =
        irt_likelihood_at(work->model, work->psi, code, theta).log_likelihood;
    return work->method == IRT_SCORE_MAP ? log_likelihood - 0.5 * z * z : log_likelihood;
}

/* Where the likelihood may have several maxima, the search starts from the highest point of
 * a grid; the highest of all may be at an end. */
static double
best_start(const struct work *work, const unsigned char *code, double *supremum)
{
    double best = 0.0, highest = -INFINITY;
    for (int i = 0; i < GRID; i++) {
        double theta = -8.0 + 16.0 * i / (GRID - 1), value = objective(work, code, theta);
        if (value > highest) {
            highest = value;
            best = theta;
        }
    }
    *supremum = 0.0;
    for (int side = -1; side <= 1; side += 2)
        if (work->method != IRT_SCORE_MAP &&
            objective(work, code, side * FURTHEST) > highest + 1e-12)
            *supremum = side > 0 ? INFINITY : -INFINITY;
    return best;
}

static void
score_pattern(const struct work *work, size_t l)
{
    const unsigned char *code =
        work->data->code + (size_t)work->patterns->row[l] * work->data->items;
    double start = work->mean, supremum = 0.0, theta;
    if (irt_likelihood_at(work->model, work->psi, code, 0.0).information == 0.0) {
        work->score[l] = work->method == IRT_SCORE_MAP ? work->mean : NAN;
        work->se[l] = work->method == IRT_SCORE_MAP ? work->sd : NAN;
        return;
    }
    if (!work->concave && work->method != IRT_SCORE_WLE)
        start = best_start(work, code, &supremum);
    theta = supremum != 0.0 ? supremum : search(work, code, start);
    work->score[l] = theta;
    if (!isfinite(theta)) {
        work->se[l] = INFINITY;
        return;
    }
    double information =
        irt_likelihood_at(work->model, work->psi, code, theta).information;
    if (work->method == IRT_SCORE_MAP)
        information += 1.0 / (work->sd * work->sd);
    work->se[l] = 1.0 / sqrt(information);
}

static void
score_chunk(void *context, size_t t)
{
    const struct work *work = context;
    size_t first = work->first + t * CHUNK;
    size_t end = first + CHUNK < work->end ? first + CHUNK : work->end;
    for (size_t l = first; l < end; l++)
        score_pattern(work, l);
}

bool
irt_scores(enum irt_score method, const struct irt_responses *data,
           const struct irt_patterns *patterns, const struct irt_model *model,
           const double *psi, const struct irt_quadrature *quadrature, unsigned threads,
           double *score, double *se, struct irt_error *error)
{
    if (method == IRT_SCORE_EAP)
        return irt_eap(data, patterns, model, psi, quadrature, threads, score, se, error);
    if (model->dims > 1)
        return irt_scores_dims(method, data, patterns, model, psi, threads, score, se,
                               error);
    struct work work = { .method = method,
                         .data = data,
                         .patterns = patterns,
                         .model = model,
                         .psi = psi,
                         .concave = true,
                         .score = score,
                         .se = se };
    for (size_t j = 0; j < model->items; j++)
        if (model->item[j].ops == &irt_item_3pl || model->item[j].ops == &irt_item_4pl)
            work.concave = false;
    struct irt_pool *pool = irt_pool_new(threads, error);
    if (!pool)
        return false;
    for (size_t g = 0; g < model->groups; g++) {
        work.first = patterns->first[g];
        work.end = patterns->first[g + 1];
        work.mean = irt_group_mean(model, psi, g);
        work.sd = irt_group_sd(model, psi, g);
        irt_pool_run(pool, (work.end - work.first + CHUNK - 1) / CHUNK, score_chunk,
                     &work);
    }
    irt_pool_free(pool);
    return true;
}
