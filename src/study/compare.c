/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/compare.h"

#include <math.h>
#include <stdlib.h>

#include "score/score.h"

/* The mean of the true effects over the persons; 0 without schools. */
static double
mean_over_persons(const struct irt_simulation *truth)
{
    const struct irt_responses *data = truth->data;
    double sum = 0;

    if (truth->effect == NULL)
        return 0;
    for (size_t i = 0; i < data->rows; i++)
        sum += truth->effect[data->school[i]];
    return sum / (double)data->rows;
}

/* Where the fit has the origin of theta, on the scale of the truth. */
static double
find_origin(const struct irt_simulation *truth, const struct irt_fit *fit)
{
    (void)fit;
    return mean_over_persons(truth);
}

/* Of the nominal model the first slope is 0 by definition. */
static size_t
first_slope(const struct irt_item_report *item)
{
    return item->a_count > 1 ? 1 : 0;
}

static void
compare_items(const struct irt_simulation *truth, const struct irt_fit *fit,
              double origin, struct irt_study_result *result)
{
    struct irt_item_report is, se, was;

    for (size_t j = 0; j < fit->model->items; j++) {
        irt_fit_report(fit, j, &is, &se);
        irt_simulation_report(truth, fit->model->item[j].column, &was);
        for (size_t v = first_slope(&is); v < is.a_count && v < was.a_count; v++)
            if (!fit->model->kind->slope_fixed)
                irt_study_result_add(result, IRT_STUDY_A, is.a[v] - was.a[v], se.a[v], 1);
        for (size_t v = 0; v < is.b_count && v < was.b_count; v++)
            irt_study_result_add(result, IRT_STUDY_B, is.b[v] - (was.b[v] - origin),
                                 se.b[v], 1);
    }
}

static void
compare_persons(const struct irt_simulation *truth, const struct irt_fit *fit,
                double origin, const double *score, struct irt_study_result *result)
{
    const struct irt_responses *data = truth->data;

    for (size_t i = 0; i < data->rows; i++) {
        double theta = truth->theta[i] - origin;

        if (truth->contaminated != NULL && truth->contaminated[i])
            continue;
        if (truth->effect != NULL)
            theta += truth->effect[data->school[i]];
        irt_study_result_add(result, IRT_STUDY_THETA,
                             score[fit->patterns->of_row[i]] - theta, NAN, 1);
    }
}

bool
irt_study_compare(const struct irt_simulation *truth, const struct irt_fit *fit,
                  struct irt_study_result *result, struct irt_error *error)
{
    size_t patterns = fit->patterns->count;
    double *score = malloc((patterns + 1) * sizeof *score),
           *se = malloc((patterns + 1) * sizeof *se);
    double origin = find_origin(truth, fit);
    bool done = score != NULL && se != NULL;

    if (!done)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the scores");
    done = done && irt_scores(IRT_SCORE_EAP, fit->data, fit->patterns, fit->model,
                              fit->psi, fit->quadrature, 1, score, se, error);
    if (done) {
        compare_items(truth, fit, origin, result);
        compare_persons(truth, fit, origin, score, result);
    }
    free(score);
    free(se);
    return done;
}
