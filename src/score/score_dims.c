/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "score/score_dims.h"

#include "cholesky.h"
#include "model/population.h"
#include "parallel.h"
#include "quadrature/quadrature.h"

#include <math.h>
#include <string.h>

#define CHUNK     64
#define FURTHEST  25.0 /* logits; a maximum out there is infinite */
#define LONGEST   3.0  /* step */
#define STEPS     500
#define PRECISION 1e-10
#define FLAT      1e-12 /* information */
#define D_MAX     IRT_MAX_DIMS

struct work {
    enum irt_score method;
    const struct irt_responses *data;
    const struct irt_patterns *patterns;
    const struct irt_model *model;
    const double *psi;
    double precision[D_MAX * D_MAX]; /* Sigma^-1 */
    double *score, *se;
};

/* One person: which dimensions are sought, and what is known at a point. */
struct person {
    const unsigned char *code;
    bool sought[D_MAX];
};

struct point {
    double objective;
    double slope[D_MAX];
    double information[D_MAX * D_MAX]; /* of the answers */
    double curvature[D_MAX * D_MAX];   /* with the prior's, or the weight's */
};

/* Items on a dimension that is not sought are left out: it is infinite, and they say nothing
 * of the others. */
static bool
counts(const struct work *work, const struct person *person, const struct irt_item *item)
{
    const double *a = work->psi + item->first;

    if (person->code[item->column] == IRT_MISSING)
        return false;
    for (size_t r = 0; r < work->model->dims; r++)
        if (a[r] != 0.0 && !person->sought[r])
            return false;
    return true;
}

/* The dimensions that are not sought are cut out by a diagonal of 1. */
static void
cut_out(const struct person *person, size_t D, double *matrix)
{
    for (size_t r = 0; r < D; r++)
        for (size_t s = 0; s < D; s++)
            if (!person->sought[r] || !person->sought[s])
                matrix[r * D + s] = r == s;
}

static double
probability(const struct irt_item *item, const double *par, const double *theta)
{
    double eta = par[item->dims];

    for (size_t r = 0; r < item->dims; r++)
        eta += par[r] * theta[r];
    return 1.0 / (1.0 + exp(-eta));
}

/* log |matrix|, which is positive definite; -INFINITY otherwise.  Its inverse goes into
 * inverse. */
static double
log_determinant(const double *matrix, size_t D, double *inverse)
{
    double L[D_MAX * D_MAX] = { 0 }, work[D_MAX], sum = 0.0;

    for (size_t r = 0; r < D; r++)
        for (size_t s = 0; s <= r; s++) {
            double x = matrix[r * D + s];

            for (size_t k = 0; k < s; k++)
                x -= L[r * D + k] * L[s * D + k];
            if (r == s && !(x > FLAT * matrix[r * D + r]))
                return -INFINITY;
            L[r * D + s] = r == s ? sqrt(x) : x / L[s * D + s];
            sum += r == s ? log(x) : 0.0;
        }
    memcpy(inverse, matrix, D * D * sizeof *inverse);
    return irt_cholesky_invert(inverse, D, work) ? sum : -INFINITY;
}

static void
add_answers(const struct work *work, const struct person *person, const double *theta,
            struct point *point)
{
    size_t D = work->model->dims;

    for (size_t j = 0; j < work->model->items; j++) {
        const struct irt_item *item = &work->model->item[j];
        const double *a = work->psi + item->first;
        double P, weight;
        unsigned u;

        if (!counts(work, person, item))
            continue;
        P = probability(item, a, theta);
        u = irt_item_category(item, person->code[item->column]);
        weight = P * (1.0 - P);
        point->objective += log(u ? P : 1.0 - P);
        for (size_t r = 0; r < D; r++) {
            point->slope[r] += (u - P) * a[r];
            for (size_t s = 0; s < D; s++)
                point->information[r * D + s] += weight * a[r] * a[s];
        }
    }
}

static void
add_prior(const struct work *work, const double *theta, struct point *point)
{
    size_t D = work->model->dims;

    for (size_t r = 0; r < D; r++) {
        double y = 0.0;

        for (size_t s = 0; s < D; s++)
            y += work->precision[r * D + s] * theta[s];
        point->objective -= 0.5 * theta[r] * y;
        point->slope[r] -= y;
    }
    for (size_t i = 0; i < D * D; i++)
        point->curvature[i] += work->precision[i];
}

/* log |I| / 2 and its slopes, sum_j P Q (1 - 2 P) a_j (a_j' I^-1 a_j) / 2.  They bend as if item
 * j's weight were larger by its leverage P Q a_j' I^-1 a_j: without that steps would be twice
 * too long where there are few items. */
static void
add_weight(const struct work *work, const struct person *person, const double *theta,
           struct point *point)
{
    size_t D = work->model->dims;
    double inverse[D_MAX * D_MAX];

    point->objective += 0.5 * log_determinant(point->curvature, D, inverse);
    if (!isfinite(point->objective))
        return;
    for (size_t j = 0; j < work->model->items; j++) {
        const struct irt_item *item = &work->model->item[j];
        const double *a = work->psi + item->first;
        double P, weight, form = 0.0;

        if (!counts(work, person, item))
            continue;
        P = probability(item, a, theta);
        for (size_t r = 0; r < D; r++)
            for (size_t s = 0; s < D; s++)
                form += a[r] * inverse[r * D + s] * a[s];
        weight = P * (1.0 - P);
        for (size_t r = 0; r < D; r++) {
            point->slope[r] += 0.5 * weight * (1.0 - 2.0 * P) * a[r] * form;
            for (size_t s = 0; s < D; s++)
                point->curvature[r * D + s] += weight * weight * form * a[r] * a[s];
        }
    }
}

static void
look_at(const struct work *work, const struct person *person, const double *theta,
        struct point *point)
{
    size_t D = work->model->dims;

    *point = (struct point){ .objective = 0.0 };
    add_answers(work, person, theta, point);
    memcpy(point->curvature, point->information, D * D * sizeof *point->curvature);
    cut_out(person, D, point->curvature);
    if (work->method == IRT_SCORE_MAP)
        add_prior(work, theta, point);
    if (work->method == IRT_SCORE_WLE)
        add_weight(work, person, theta, point);
}

/* Moves theta along curvature^-1 slope, not too far, and less far while the objective would
 * fall.  Returns the largest change; NAN where the curvature is singular. */
static double
take_step(const struct work *work, const struct person *person, double *theta,
          struct point *point)
{
    size_t D = work->model->dims;
    double inverse[D_MAX * D_MAX], step[D_MAX] = { 0 }, to[D_MAX], largest = 0.0,
                                   part = 1.0;
    struct point next;

    if (!isfinite(log_determinant(point->curvature, D, inverse)))
        return NAN;
    for (size_t r = 0; r < D; r++) {
        for (size_t s = 0; s < D; s++)
            step[r] += person->sought[r] && person->sought[s]
                           ? inverse[r * D + s] * point->slope[s]
                           : 0.0;
        largest = fmax(largest, fabs(step[r]));
    }
    if (largest > LONGEST)
        part = LONGEST / largest;
    for (int halved = 0; halved < 40; halved++, part *= 0.5) {
        for (size_t r = 0; r < D; r++)
            to[r] = theta[r] + part * step[r];
        look_at(work, person, to, &next);
        if (next.objective >= point->objective - 1e-13 * fabs(point->objective))
            break;
    }
    memcpy(theta, to, D * sizeof *theta);
    *point = next;
    return part * largest;
}

enum end { FOUND, FAR, SINGULAR };

static enum end
climb(const struct work *work, const struct person *person, double *theta,
      struct point *point)
{
    memset(theta, 0, work->model->dims * sizeof *theta);
    look_at(work, person, theta, point);
    for (int i = 0; i < STEPS; i++) {
        double moved = take_step(work, person, theta, point);

        if (isnan(moved))
            return i < 2 ? SINGULAR : FAR;
        if (moved < PRECISION)
            return FOUND;
        for (size_t r = 0; r < work->model->dims; r++)
            if (fabs(theta[r]) > FURTHEST)
                return FAR;
    }
    return FOUND;
}

/* What answers tell nothing of is not sought, but by map. */
static bool
seek(const struct work *work, struct person *person)
{
    bool any = false;

    for (size_t r = 0; r < work->model->dims; r++) {
        bool told = work->method == IRT_SCORE_MAP;

        for (size_t j = 0; !told && j < work->model->items; j++) {
            const struct irt_item *item = &work->model->item[j];

            told = person->code[item->column] != IRT_MISSING &&
                   fabs(work->psi[item->first + r]) > sqrt(FLAT);
        }
        person->sought[r] = told;
        any = any || told;
    }
    return any;
}

/* Takes the dimensions that have gone furthest as infinite. */
static void
leave_far(struct person *person, size_t D, const double *theta, double *score, double *se)
{
    double most = 0.0;

    for (size_t r = 0; r < D; r++)
        if (person->sought[r])
            most = fmax(most, fabs(theta[r]));
    for (size_t r = 0; r < D; r++)
        if (person->sought[r] && fabs(theta[r]) >= 0.9 * most) {
            score[r] = theta[r] > 0.0 ? INFINITY : -INFINITY;
            se[r] = INFINITY;
            person->sought[r] = false;
        }
}

/* What is known of the dimensions that are sought, and its inverse; false when singular. */
static bool
know(const struct work *work, const struct person *person, const struct point *point,
     double *known, double *inverse)
{
    size_t D = work->model->dims;

    memcpy(known, work->method == IRT_SCORE_MAP ? point->curvature : point->information,
           D * D * sizeof *known);
    cut_out(person, D, known);
    return isfinite(log_determinant(known, D, inverse));
}

static void
take_found(const struct work *work, const struct person *person, const double *theta,
           const struct point *point, double *score, double *se)
{
    size_t D = work->model->dims;
    double inverse[D_MAX * D_MAX], known[D_MAX * D_MAX];
    bool told = know(work, person, point, known, inverse);

    for (size_t r = 0; r < D; r++)
        if (person->sought[r]) {
            score[r] = told ? theta[r] : NAN;
            se[r] = told ? sqrt(inverse[r * D + r]) : NAN;
        }
}

static void
score_pattern(const struct work *work, size_t l)
{
    size_t D = work->model->dims;
    double *score = work->score + l * D, *se = work->se + l * D, theta[D_MAX];
    struct person person = { .code = work->data->code +
                                     (size_t)work->patterns->row[l] * work->data->items };
    struct point point;

    for (size_t r = 0; r < D; r++)
        score[r] = se[r] = NAN;
    if (!seek(work, &person))
        return;
    for (size_t tries = 0; tries <= D; tries++) {
        enum end end = climb(work, &person, theta, &point);
        bool left = false;

        if (end == FOUND)
            take_found(work, &person, theta, &point, score, se);
        if (end != FAR)
            return;
        leave_far(&person, D, theta, score, se);
        for (size_t r = 0; r < D; r++)
            left = left || person.sought[r];
        if (!left)
            return;
    }
}

static void
score_chunk(void *context, size_t t)
{
    const struct work *work = context;
    size_t end =
        (t + 1) * CHUNK < work->patterns->count ? (t + 1) * CHUNK : work->patterns->count;

    for (size_t l = t * CHUNK; l < end; l++)
        score_pattern(work, l);
}

bool
irt_scores_dims(enum irt_score method, const struct irt_responses *data,
                const struct irt_patterns *patterns, const struct irt_model *model,
                const double *psi, unsigned threads, double *score, double *se,
                struct irt_error *error)
{
    struct work work = { .method = method,
                         .data = data,
                         .patterns = patterns,
                         .model = model,
                         .psi = psi,
                         .score = score,
                         .se = se };
    struct irt_pool *pool;

    if (!irt_population_precision(model, psi, work.precision))
        return irt_fail(error, IRT_NOT_CONVERGED,
                        "the correlations are not positive definite: no scores by map");
    pool = irt_pool_new(threads, error);
    if (!pool)
        return false;
    irt_pool_run(pool, (patterns->count + CHUNK - 1) / CHUNK, score_chunk, &work);
    irt_pool_free(pool);
    return true;
}

/* --- what a score solves ------------------------------------------------------------------- */

static void
find_pulls(const struct work *work, const struct person *person, const double *theta,
           double *pull)
{
    size_t D = work->model->dims;

    for (size_t j = 0; j < work->model->items; j++) {
        const struct irt_item *item = &work->model->item[j];
        const double *a = work->psi + item->first;
        bool in = counts(work, person, item);
        unsigned u = in ? irt_item_category(item, person->code[item->column]) : 0;
        double left = in ? u - probability(item, a, theta) : 0.0;

        for (size_t r = 0; r < D; r++)
            pull[j * D + r] = left * a[r];
    }
}

bool
irt_score_balance(enum irt_score method, const struct irt_model *model, const double *psi,
                  const unsigned char *code, const double *theta, double *pull,
                  struct irt_score_balance *balance)
{
    struct work work = { .method = method, .model = model, .psi = psi };
    struct person person = { .code = code };
    struct point point;
    size_t D = model->dims;
    double at[D_MAX] = { 0 };

    for (size_t r = 0; r < D; r++) {
        person.sought[r] = isfinite(theta[r]);
        at[r] = person.sought[r] ? theta[r] : 0.0;
    }
    if (!irt_population_precision(model, psi, work.precision))
        return false;
    look_at(&work, &person, at, &point);
    find_pulls(&work, &person, at, pull);
    for (size_t r = 0; r < D; r++) {
        balance->against[r] = -point.slope[r];
        for (size_t j = 0; j < model->items; j++)
            balance->against[r] += pull[j * D + r];
    }
    return know(&work, &person, &point, balance->known, balance->inverse);
}
