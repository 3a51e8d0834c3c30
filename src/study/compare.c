/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/compare.h"

#include <math.h>
#include <stdlib.h>

#include "score/score.h"

/* --- one origin for both --------------------------------------------------------------- */

/* Over the schools that have a finite estimate. */
static double
mean_of(const double *x, const struct irt_fit *fit)
{
    double sum = 0, count = 0;

    for (size_t k = 0; k < fit->data->schools; k++)
        if (isfinite(fit->effect[k])) {
            sum += x[k];
            count++;
        }
    return count > 0 ? sum / count : 0;
}

static double
mean_over_persons(const struct irt_simulation *truth)
{
    const struct irt_responses *data = truth->data;
    double sum = 0;

    for (size_t i = 0; i < data->rows; i++)
        sum += truth->effect[data->school[i]];
    return sum / (double)data->rows;
}

/* What is taken off b and theta, of the estimates and of the truth. */
struct origin {
    double fit, truth;
};

/* --- difficulties, estimated and true -------------------------------------------------- */

struct difficulties {
    double count, fit, truth; /* sums over all that there are */
    double products, squares; /* of fit and truth, and of truth alone */
};

static struct difficulties
sum_difficulties(const struct irt_simulation *truth, const struct irt_fit *fit)
{
    struct difficulties sums = { 0 };
    struct irt_item_report is, se, was;

    for (size_t j = 0; j < fit->model->items; j++) {
        irt_fit_report(fit, j, &is, &se);
        irt_simulation_report(truth, fit->model->item[j].column, &was);
        for (size_t v = 0; v < is.b_count && v < was.b_count; v++) {
            if (!isfinite(is.b[v]))
                continue;
            sums.count++;
            sums.fit += is.b[v];
            sums.truth += was.b[v];
            sums.products += is.b[v] * was.b[v];
            sums.squares += was.b[v] * was.b[v];
        }
    }
    return sums;
}

static void
compare_scale(const struct difficulties *b, struct irt_study_result *result)
{
    double squares = b->squares - b->truth * b->truth / b->count,
           products = b->products - b->truth * b->fit / b->count;

    if (b->count >= 2 && squares > 0)
        irt_study_result_add(result, IRT_STUDY_B_SCALE, products / squares - 1, NAN, 1);
}

static struct origin
find_origin(const struct irt_simulation *truth, const struct irt_fit *fit,
            const struct difficulties *b)
{
    struct origin origin = { 0, 0 };

    if (fit->model->by_items && fit->model->kind->slope_fixed && b->count > 0)
        return (struct origin){ b->fit / b->count, b->truth / b->count };
    if (truth->effect == NULL || fit->effect == NULL)
        return origin;
    if (truth->data->schools < 2 || fit->model->effects == IRT_EFFECTS_NONE ||
        fit->model->effects == IRT_EFFECTS_AVERAGES) {
        origin.truth = mean_over_persons(truth);
        return origin;
    }
    origin.truth = mean_of(truth->effect, fit);
    origin.fit = mean_of(fit->effect, fit);
    return origin;
}

/* --- the parameters ---------------------------------------------------------------------- */

/* Of the nominal model the first slope is 0 by definition. */
static size_t
first_slope(const struct irt_item_report *item)
{
    return item->a_count > 1 ? 1 : 0;
}

static void
compare_items(const struct irt_simulation *truth, const struct irt_fit *fit,
              struct origin origin, struct irt_study_result *result)
{
    struct irt_item_report is, se, was;

    for (size_t j = 0; j < fit->model->items; j++) {
        irt_fit_report(fit, j, &is, &se);
        irt_simulation_report(truth, fit->model->item[j].column, &was);
        for (size_t v = first_slope(&is); v < is.a_count && v < was.a_count; v++)
            if (!fit->model->kind->slope_fixed)
                irt_study_result_add(result, IRT_STUDY_A, is.a[v] - was.a[v], se.a[v], 1);
        for (size_t v = 0; v < is.b_count && v < was.b_count; v++)
            irt_study_result_add(result, IRT_STUDY_B,
                                 (is.b[v] - origin.fit) - (was.b[v] - origin.truth),
                                 se.b[v], 1);
    }
}

static enum irt_study_target
band_of(double effect)
{
    double size = fabs(effect);

    return size < 0.25   ? IRT_STUDY_S_1
           : size < 0.5  ? IRT_STUDY_S_2
           : size < 0.75 ? IRT_STUDY_S_3
                         : IRT_STUDY_S_4;
}

/* Of a single school there is nothing to estimate. */
static void
compare_schools(const struct irt_simulation *truth, const struct irt_fit *fit,
                struct irt_study_result *result)
{
    size_t K = truth->data->schools;
    double centre, true_centre;

    if (truth->effect == NULL || fit->effect == NULL || K < 2 ||
        fit->model->effects == IRT_EFFECTS_NONE)
        return;
    centre = mean_of(fit->effect, fit);
    true_centre = mean_of(truth->effect, fit);
    for (size_t k = 0; k < K; k++) {
        double s = truth->effect[k] - true_centre, error = fit->effect[k] - centre - s;
        double sign = s < 0 ? -1 : 1, se = fit->effect_se[k];

        irt_study_result_add(result, IRT_STUDY_S, error, se, sign);
        irt_study_result_add(result, band_of(s), error, se, sign);
    }
}

static void
compare_persons(const struct irt_simulation *truth, const struct irt_fit *fit,
                struct origin origin, const double *score,
                struct irt_study_result *result)
{
    const struct irt_responses *data = truth->data;

    for (size_t i = 0; i < data->rows; i++) {
        double theta = truth->theta[i] - origin.truth;

        if (truth->contaminated != NULL && truth->contaminated[i])
            continue;
        if (truth->effect != NULL)
            theta += truth->effect[data->school[i]];
        irt_study_result_add(result, IRT_STUDY_THETA,
                             score[fit->patterns->of_row[i]] - origin.fit - theta, NAN,
                             1);
    }
}

bool
irt_study_compare(const struct irt_simulation *truth, const struct irt_fit *fit,
                  struct irt_study_result *result, struct irt_error *error)
{
    size_t patterns = fit->patterns->count;
    double *score = malloc((patterns + 1) * sizeof *score),
           *se = malloc((patterns + 1) * sizeof *se);
    struct difficulties b = sum_difficulties(truth, fit);
    struct origin origin = find_origin(truth, fit, &b);
    enum irt_score method = fit->model->by_items ? IRT_SCORE_ML : IRT_SCORE_EAP;
    bool done = score != NULL && se != NULL;

    if (!done)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the scores");
    done = done && irt_scores(method, fit->data, fit->patterns, fit->model, fit->psi,
                              fit->quadrature, 1, score, se, error);
    if (done) {
        compare_items(truth, fit, origin, result);
        compare_scale(&b, result);
        compare_schools(truth, fit, result);
        compare_persons(truth, fit, origin, score, result);
    }
    free(score);
    free(se);
    return done;
}
