/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/reliability.h"

#include "data/classical.h"
#include "fit/omega.h"
#include "fit/statistic.h"
#include "model/population.h"
#include "score/eap.h"
#include "score/information.h"
#include "score/summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static bool
find_alpha(const struct irt_responses *data, struct irt_reliability *out,
           struct irt_error *error)
{
    struct irt_classical *classical = irt_classical_new(data, IRT_PAIRWISE, error);
    if (!classical)
        return false;
    out->alpha = classical->alpha;
    out->varying = (double)classical->varying;
    out->item_variance = classical->item_variance;
    out->sum_variance = classical->sum_variance;
    irt_classical_free(classical);
    return true;
}

static double
persons_of(const struct irt_patterns *patterns, size_t g)
{
    double persons = 0.0;
    for (size_t l = patterns->first[g]; l < patterns->first[g + 1]; l++)
        persons += patterns->frequency[l];
    return persons;
}

/* Of group g: over its own distribution of theta, of which the nodes have been moved to it. */
static double
marginal_of_group(const struct irt_diagnosis *d, size_t g,
                  const struct irt_quadrature *nodes)
{
    double room[IRT_MAX_POINTS], information[IRT_MAX_POINTS];
    const double *theta = irt_theta(d->model, d->psi, nodes, room);
    double sd = irt_group_sd(d->model, d->psi, g), sum = 0.0, weights = 0.0;
    irt_test_information(d->model, d->psi, theta, nodes->points, information);
    for (size_t n = 0; n < nodes->points; n++) {
        double I = sd * sd * information[n];
        sum += nodes->weight[n] * I / (1.0 + I);
        weights += nodes->weight[n];
    }
    return sum / weights;
}

static bool
find_marginal(const struct irt_diagnosis *d, struct irt_reliability *out,
              struct irt_error *error)
{
    struct irt_quadrature *nodes = irt_quadrature_copy(d->quadrature, error);
    double sum = 0.0, persons = 0.0;
    if (!nodes)
        return false;
    for (size_t g = 0; g < d->model->groups; g++) {
        double n = persons_of(d->patterns, g);
        irt_group_nodes(d->model, d->psi, g, d->quadrature, nodes);
        sum += n * marginal_of_group(d, g, nodes);
        persons += n;
    }
    irt_quadrature_free(nodes);
    out->marginal = sum / persons;
    return true;
}

static bool
find_empirical(const struct irt_diagnosis *d, struct irt_reliability *out,
               struct irt_error *error)
{
    size_t D = d->model->dims, length = d->patterns->count * D + 1;
    double *score = malloc(length * sizeof *score), *se = malloc(length * sizeof *se);
    bool done = score && se;
    if (!done)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    done = done && irt_eap(d->data, d->patterns, d->model, d->psi, d->quadrature,
                           d->threads, score, se, error);
    for (size_t r = 0; done && r < D; r++) {
        struct irt_score_summary s =
            irt_score_summarise(d->patterns, score + r, se + r, D);
        out->empirical[r] = s.reliability;
        out->score_variance[r] = s.sd * s.sd;
        out->square_error[r] = s.mean_error * s.mean_error;
    }
    free(score);
    free(se);
    return done;
}

static bool
find_omega(const struct irt_diagnosis *d, struct irt_reliability *out,
           struct irt_error *error)
{
    struct irt_error problem = { IRT_OK, "" };
    struct irt_omega sum, latent = { NAN, NAN, NAN };
    bool done =
        irt_omega_sum(d, &sum, &problem) && irt_omega_latent(d, &latent, &problem);
    out->omega = sum.value;
    out->explained = sum.common;
    out->error = sum.unique;
    out->omega_latent = latent.value;
    out->common = latent.common;
    out->unique = latent.unique;
    if (done)
        return true;
    if (problem.code != IRT_BAD_USAGE)
        return irt_fail(error, problem.code, "%s", problem.message);
    snprintf(out->why_not_omega, sizeof out->why_not_omega, "%s", problem.message);
    return true;
}

/* The model's own; alpha is there without it. */
static bool
find_model_based(const struct irt_diagnosis *d, struct irt_reliability *out,
                 struct irt_error *error)
{
    struct irt_error problem = { IRT_OK, "" };
    if (!irt_diagnosis_is_marginal(d, "reliability other than α", &problem)) {
        snprintf(out->why_not, sizeof out->why_not, "%s", problem.message);
        snprintf(out->why_not_omega, sizeof out->why_not_omega, "%s", problem.message);
        return true;
    }
    if (!find_omega(d, out, error))
        return false;
    if (d->model->dims > 1)
        snprintf(out->why_not, sizeof out->why_not,
                 "marginal reliability is for one dimension, and theta has %zu",
                 d->model->dims);
    else if (!find_marginal(d, out, error))
        return false;
    return find_empirical(d, out, error);
}

static void *
reliability_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    struct irt_reliability *out = calloc(1, sizeof *out);
    if (!out) {
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
        return NULL;
    }
    out->dims = d->model->dims;
    out->alpha = out->omega = out->omega_latent = out->marginal = NAN;
    for (size_t r = 0; r < IRT_MAX_DIMS; r++)
        out->empirical[r] = NAN;
    if (find_alpha(d->data, out, error) && find_model_based(d, out, error))
        return out;
    free(out);
    return NULL;
}

const struct irt_statistic irt_statistic_reliability = {
    .name = "reliability",
    .title = "Reliability",
    .formula = "ω Var(E(X|θ))/Var(X) of the sum X; marginal E[I/(1+I)] over θ; empirical "
               "Var(EAP)/(Var(EAP) + mean SE²)",
    .source = "Cronbach (1951); McDonald (1999); Green and Yang (2009); Green, Bock, "
              "Humphreys, "
              "Linn and Reckase (1984)",
    .reading = "The share of the scores' variance that is the persons' own, 1 at best. "
               "Below .7 single scores say little; differences between groups may still "
               "be seen.",
    .compute = reliability_compute,
    .free = free,
};
