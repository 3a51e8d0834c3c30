/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/omega.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/loadings.h"
#include "model/population.h"

/* Sums over the nodes of all groups: of weights, of E(X | theta), of its square, and of
 * Var(X | theta). */
struct sums {
    double weight, mean, square, error;
};

static bool
has_scores(const struct irt_diagnosis *d, struct irt_error *error)
{
    for (size_t j = 0; j < d->model->items; j++)
        if (d->model->item[j].ops == &irt_item_nrm)
            return irt_fail(
                error, IRT_BAD_USAGE,
                "omega needs answers with an order, and those of nrm have none; "
                "fit gpcm or grm");
    return d->model->items > 1 ||
           irt_fail(error, IRT_BAD_USAGE, "omega needs two items or more");
}

static double
persons_of(const struct irt_patterns *patterns, size_t g)
{
    double persons = 0.0;
    for (size_t l = patterns->first[g]; l < patterns->first[g + 1]; l++)
        persons += patterns->frequency[l];
    return persons;
}

/* Adds item j's mean and variance at each node; P has room for its categories. */
static void
add_item(const struct irt_diagnosis *d, size_t j, const double *theta, size_t Q,
         double *P, double *mean, double *variance)
{
    const struct irt_item *item = &d->model->item[j];
    item->ops->probability(item, d->psi + item->first, theta, Q, P);
    for (size_t n = 0; n < Q; n++) {
        double first = 0.0, second = 0.0;
        for (unsigned h = 0; h < item->categories; h++) {
            first += h * P[h * Q + n];
            second += (double)h * h * P[h * Q + n];
        }
        mean[n] += first;
        variance[n] += second - first * first;
    }
}

/* work has room for IRT_MAX_CATEGORIES + 2 numbers a node. */
static void
add_group(const struct irt_diagnosis *d, size_t g, const struct irt_quadrature *nodes,
          double *work, struct sums *sums)
{
    double room[IRT_MAX_POINTS], total = 0.0, persons = persons_of(d->patterns, g);
    size_t Q = nodes->points;
    const double *theta = irt_theta(d->model, d->psi, nodes, room);
    double *P = work, *mean = work + IRT_MAX_CATEGORIES * Q, *variance = mean + Q;
    memset(mean, 0, 2 * Q * sizeof *mean);
    for (size_t j = 0; j < d->model->items; j++)
        add_item(d, j, theta, Q, P, mean, variance);
    for (size_t n = 0; n < Q; n++)
        total += nodes->weight[n];
    for (size_t n = 0; n < Q; n++) {
        double w = persons * nodes->weight[n] / total;
        sums->weight += w;
        sums->mean += w * mean[n];
        sums->square += w * mean[n] * mean[n];
        sums->error += w * variance[n];
    }
}

static struct irt_omega
omega_of(double common, double unique)
{
    return (struct irt_omega){ common / (common + unique), common, unique };
}

bool
irt_omega_sum(const struct irt_diagnosis *d, struct irt_omega *out,
              struct irt_error *error)
{
    struct sums sums = { .weight = 0.0 };
    *out = (struct irt_omega){ NAN, NAN, NAN };
    if (!has_scores(d, error))
        return false;
    struct irt_quadrature *nodes = irt_quadrature_copy(d->quadrature, error);
    double *work =
        malloc((IRT_MAX_CATEGORIES + 2) * d->quadrature->points * sizeof *work);
    bool done = nodes && work;
    if (!done)
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    for (size_t g = 0; done && g < d->model->groups; g++) {
        irt_group_nodes(d->model, d->psi, g, d->quadrature, nodes);
        add_group(d, g, nodes, work, &sums);
    }
    irt_quadrature_free(nodes);
    free(work);
    double mean = sums.mean / sums.weight;
    double explained = sums.square / sums.weight - mean * mean;
    if (done)
        *out = omega_of(explained, sums.error / sums.weight);
    return done;
}

/* --- the variables behind the answers -------------------------------------------------------- */

/* The standard deviation of theta over all groups together. */
static double
pooled_sd(const struct irt_diagnosis *d)
{
    double persons = 0.0, mean = 0.0, square = 0.0;
    for (size_t g = 0; g < d->model->groups; g++) {
        double n = persons_of(d->patterns, g), m = irt_group_mean(d->model, d->psi, g),
               sd = irt_group_sd(d->model, d->psi, g);
        persons += n;
        mean += n * m;
        square += n * (m * m + sd * sd);
    }
    mean /= persons;
    return sqrt(square / persons - mean * mean);
}

bool
irt_omega_latent(const struct irt_diagnosis *d, struct irt_omega *out,
                 struct irt_error *error)
{
    const struct irt_model *model = d->model;
    const double *correlation = d->psi + model->correlation;
    double sum[IRT_MAX_DIMS] = { 0.0 }, unique = 0.0, L = 0.0;
    *out = (struct irt_omega){ NAN, NAN, NAN };
    if (!has_scores(d, error))
        return false;
    for (size_t j = 0; j < model->items; j++) {
        struct irt_loadings x;
        irt_item_loadings(model, j, d->psi + model->item[j].first, pooled_sd(d),
                          correlation, &x);
        for (size_t r = 0; r < x.count; r++)
            sum[r] += x.loading[r];
        unique += 1.0 - x.communality;
    }
    for (size_t r = 0, c = 0; r < model->dims; r++) {
        L += sum[r] * sum[r];
        for (size_t s = r + 1; s < model->dims; s++, c++)
            L += 2.0 * sum[r] * sum[s] * correlation[c];
    }
    *out = omega_of(L, unique);
    return true;
}
