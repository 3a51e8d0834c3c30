/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/infit.h"

#include "fit/infit_sums.h"
#include "fit/residual.h"
#include "fit/statistic.h"

#include <math.h>
#include <stdlib.h>

const struct irt_mean_squares irt_no_mean_squares = { NAN, NAN, NAN, NAN, NAN,
                                                      NAN, NAN, NAN, NAN, NAN };

static void
infit_free(void *result)
{
    struct irt_infit *infit = result;
    if (!infit)
        return;
    free(infit->item);
    free(infit);
}

static struct irt_infit *
allocate(size_t items, struct irt_error *error)
{
    struct irt_infit *out = calloc(1, sizeof *out);
    if (out)
        out->item = calloc(items, sizeof *out->item);
    if (!out || !out->item) {
        infit_free(out);
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
        return NULL;
    }
    out->items = items;
    for (size_t j = 0; j < items; j++)
        out->item[j].posterior = out->item[j].eap = out->item[j].wle =
            irt_no_mean_squares;
    return out;
}

/* At the patterns' scores by a method, into room[items]. */
static bool
at_points(const struct irt_diagnosis *d, enum irt_score method,
          struct irt_mean_squares *room, struct irt_error *error)
{
    double *theta = irt_points(d, method, error);
    bool done = theta && irt_infit_points(d, theta, room, error);
    free(theta);
    return done;
}

/* The forms that the estimates have: over a distribution of theta or at a point of it; and at
 * Warm's estimate in one dimension. */
static bool
fill(const struct irt_diagnosis *d, struct irt_infit *out, struct irt_mean_squares *room,
     struct irt_error *error)
{
    if (irt_diagnosis_is_marginal(d, "", NULL)) {
        if (!irt_infit_posterior(d, out->item, error) ||
            !at_points(d, IRT_SCORE_EAP, room, error))
            return false;
        for (size_t j = 0; j < out->items; j++)
            out->item[j].eap = room[j];
    }
    if (d->model->dims > 1 || (d->brief && irt_diagnosis_is_marginal(d, "", NULL)))
        return true;
    if (!at_points(d, IRT_SCORE_WLE, room, error))
        return false;
    for (size_t j = 0; j < out->items; j++)
        out->item[j].wle = room[j];
    return true;
}

static bool
is_possible(const struct irt_diagnosis *d, struct irt_error *error)
{
    bool ordinal = false;
    for (size_t j = 0; j < d->model->items; j++)
        ordinal = ordinal || irt_is_ordinal(d->model, j);
    if (!ordinal)
        return irt_fail(error, IRT_BAD_USAGE,
                        "residuals need categories in order, which those of nrm are not; "
                        "fit gpcm or grm, or look at S-X²");
    return irt_diagnosis_is_finite(d, error);
}

static void *
infit_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    if (!is_possible(d, error))
        return NULL;
    struct irt_infit *out = allocate(d->model->items, error);
    struct irt_mean_squares *room = calloc(d->model->items, sizeof *room);
    bool done = out && room && fill(d, out, room, error);
    if (out && !room)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    for (size_t j = 0; done && j < out->items; j++)
        if (!irt_is_ordinal(d->model, j))
            out->item[j].posterior = out->item[j].eap = out->item[j].wle =
                irt_no_mean_squares;
    free(room);
    if (done)
        return out;
    infit_free(out);
    return NULL;
}

const struct irt_statistic irt_statistic_infit = {
    .name = "infit",
    .title = "Infit, outfit",
    .formula = "outfit = mean of (x - E)²/W; infit = Σ(x - E)² / ΣW",
    .source = "Wright and Masters (1982); Adams and Wu (2007)",
    .reading =
        "Above 1 answers are noisier than the model says, below 1 more regular; "
        "outfit weighs the unexpected answers of those far away. Averaged over the "
        "posterior the model expects 1; at the EAP of a short test it expects less.",
    .compute = infit_compute,
    .free = infit_free,
};
