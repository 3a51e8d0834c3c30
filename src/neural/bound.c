/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neural/bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define D_MAX        IRT_MAX_DIMS
#define MOST_SAMPLES 1024 /* of one row */

size_t
irt_bound_outputs(size_t dims, bool full)
{
    return 2 * dims + (full ? dims * (dims - 1) / 2 : 0);
}

void
irt_bound_spread(size_t D, bool full, const double *output, double *L)
{
    memset(L, 0, D * D * sizeof *L);
    for (size_t r = 0, k = 2 * D; r < D; r++) {
        L[r * D + r] = exp(output[D + r]);
        for (size_t s = 0; full && s < r; s++)
            L[r * D + s] = output[k++];
    }
}

bool
irt_bound_open(struct irt_bound *bound, const struct irt_model *model, size_t rows,
               size_t samples, struct irt_error *error)
{
    size_t D = model->dims, most = rows * samples;
    bound->most = most;
    bound->z = malloc(most * D * sizeof *bound->z);
    bound->theta = malloc(most * D * sizeof *bound->theta);
    bound->by_theta = malloc(most * D * sizeof *bound->by_theta);
    bound->loglik = malloc(most * sizeof *bound->loglik);
    bound->weight = malloc(most * sizeof *bound->weight);
    bound->log_ratio = malloc(most * sizeof *bound->log_ratio);
    if (!bound->z || !bound->theta || !bound->by_theta || !bound->loglik ||
        !bound->weight || !bound->log_ratio)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu samples", most);
    return irt_decoder_open(&bound->decoder, model,
                            most < MOST_SAMPLES ? most : MOST_SAMPLES, error);
}

void
irt_bound_close(struct irt_bound *bound)
{
    irt_decoder_close(&bound->decoder);
    free(bound->z);
    free(bound->theta);
    free(bound->by_theta);
    free(bound->loglik);
    free(bound->weight);
    free(bound->log_ratio);
    *bound = (struct irt_bound){ 0 };
}

/* z = mu + L e and theta = sigma z of one row's samples. */
static void
draw_row(size_t D, size_t R, double sigma, const double *mean, const double *L,
         const double *e, double *z, double *theta)
{
    for (size_t n = 0; n < R; n++)
        for (size_t r = 0; r < D; r++) {
            double sum = mean[r];
            for (size_t s = 0; s <= r; s++)
                sum += L[r * D + s] * e[n * D + s];
            z[n * D + r] = sum;
            theta[n * D + r] = sigma * sum;
        }
}

/* log p(z) - log q(z) of one row's samples. */
static void
find_ratios(const struct irt_latent *latent, size_t R, const double *L, const double *e,
            const double *z, double *log_ratio)
{
    size_t D = latent->dims;
    double log_det = 0.0;
    for (size_t r = 0; r < D; r++)
        log_det += log(L[r * D + r]);
    for (size_t n = 0; n < R; n++) {
        double square = 0.0;
        for (size_t r = 0; r < D; r++)
            square += e[n * D + r] * e[n * D + r];
        log_ratio[n] = irt_latent_log_density(latent, z + n * D, NULL) + 0.5 * square +
                       log_det + 0.5 * (double)D * log(2.0 * M_PI);
    }
}

/* log of the mean of exp(x[n]); x becomes the shares of the sum. */
static double
log_mean_exp(double *x, size_t R)
{
    double most = x[0], sum = 0.0;
    for (size_t n = 1; n < R; n++)
        most = fmax(most, x[n]);
    for (size_t n = 0; n < R; n++)
        sum += x[n] = exp(x[n] - most);
    for (size_t n = 0; n < R; n++)
        x[n] /= sum;
    return most + log(sum / (double)R);
}

/* The value of one row; weight[R] becomes what its samples' derivatives count. */
static void
value_row(const struct irt_bound_rule *rule, double persons, double kl,
          const double *loglik, const double *log_ratio, double *weight,
          struct irt_bound_value *value)
{
    size_t R = rule->samples;
    double mean = 0.0, bound;
    for (size_t n = 0; n < R; n++) {
        mean += loglik[n] / (double)R;
        weight[n] =
            rule->importance ? loglik[n] + rule->beta * log_ratio[n] : 1.0 / (double)R;
    }
    bound = rule->importance ? log_mean_exp(weight, R) : mean - rule->beta * kl;
    for (size_t n = 0; n < R; n++)
        weight[n] *= persons;
    value->bound += persons * bound;
    value->reconstruction += persons * mean;
    value->kl += persons * kl;
}

/* What a row's samples hand back to its mean and spread, to sigma and the correlations. */
static void
back_row(const struct irt_bound_rule *rule, const struct irt_latent *latent,
         const double *e, const double *z, const double *weight, const double *by_theta,
         double *by_mean, double *by_L, double *by_sigma, double *by_rho)
{
    size_t D = latent->dims;
    double by_z[D_MAX], slope[D_MAX];
    for (size_t n = 0; n < rule->samples; n++) {
        double prior = rule->importance ? rule->beta * weight[n] : 0.0;
        irt_latent_log_density(latent, z + n * D, slope);
        for (size_t r = 0; r < D; r++) {
            *by_sigma += by_theta[n * D + r] * z[n * D + r];
            by_z[r] = latent->sigma * by_theta[n * D + r] + prior * slope[r];
            by_mean[r] += by_z[r];
            for (size_t s = 0; s <= r; s++)
                by_L[r * D + s] += by_z[r] * e[n * D + s];
        }
        if (prior > 0.0 && D > 1)
            irt_latent_score(latent, z + n * D, prior, by_rho);
    }
}

/* Where -log q(z) is in the bound, it grows with log |L|. */
static void
add_entropy(double amount, size_t D, const double *L, double *by_L)
{
    for (size_t r = 0; r < D; r++)
        by_L[r * D + r] += amount / L[r * D + r];
}

/* From L to the numbers it is made of. */
static void
to_outputs(size_t D, bool full, const double *L, const double *by_mean,
           const double *by_L, double *by_output)
{
    for (size_t r = 0, k = 2 * D; r < D; r++) {
        by_output[r] = by_mean[r];
        by_output[D + r] = by_L[r * D + r] * L[r * D + r];
        for (size_t s = 0; full && s < r; s++)
            by_output[k++] = by_L[r * D + s];
    }
}

static void
back(struct irt_bound *bound, const struct irt_bound_rule *rule,
     const struct irt_latent *latent, const double *weight, size_t rows,
     const double *output, const double *e, double *by_output, double *by_psi)
{
    const struct irt_model *model = bound->decoder.model;
    size_t D = latent->dims, R = rule->samples, K = irt_bound_outputs(D, rule->full);
    double L[D_MAX * D_MAX], *by_rho = by_psi + model->correlation;
    for (size_t i = 0; i < rows; i++) {
        double by_mean[D_MAX] = { 0.0 }, by_L[D_MAX * D_MAX] = { 0.0 };
        double amount = rule->beta * weight[i];
        size_t at = i * R;
        irt_bound_spread(D, rule->full, output + i * K, L);
        back_row(rule, latent, e + at * D, bound->z + at * D, bound->weight + at,
                 bound->by_theta + at * D, by_mean, by_L, by_psi + model->sigma, by_rho);
        if (rule->importance)
            add_entropy(amount, D, L, by_L);
        else
            irt_latent_kl(latent, output + i * K, L, -amount, by_mean, by_L,
                          D > 1 ? by_rho : NULL);
        to_outputs(D, rule->full, L, by_mean, by_L, by_output + i * K);
    }
}

void
irt_bound_run(struct irt_bound *bound, const struct irt_bound_rule *rule,
              const double *psi, const struct irt_latent *latent, const uint8_t *category,
              const double *weight, size_t rows, const double *output, const double *e,
              double *by_output, double *by_psi, struct irt_bound_value *value)
{
    size_t D = latent->dims, R = rule->samples, K = irt_bound_outputs(D, rule->full);
    double L[D_MAX * D_MAX];
    for (size_t i = 0; i < rows; i++) {
        size_t at = i * R;
        irt_bound_spread(D, rule->full, output + i * K, L);
        draw_row(D, R, latent->sigma, output + i * K, L, e + at * D, bound->z + at * D,
                 bound->theta + at * D);
        if (rule->importance)
            find_ratios(latent, R, L, e + at * D, bound->z + at * D,
                        bound->log_ratio + at);
    }
    irt_decoder_forward(&bound->decoder, psi, category, rows, R, bound->theta,
                        bound->loglik);
    *value = (struct irt_bound_value){ 0.0, 0.0, 0.0 };
    for (size_t i = 0; i < rows; i++) {
        size_t at = i * R;
        irt_bound_spread(D, rule->full, output + i * K, L);
        double kl = irt_latent_kl(latent, output + i * K, L, 0.0, NULL, NULL, NULL);
        value_row(rule, weight[i], kl, bound->loglik + at, bound->log_ratio + at,
                  bound->weight + at, value);
    }
    if (!by_output)
        return;
    irt_decoder_backward(&bound->decoder, psi, category, rows, R, bound->theta,
                         bound->weight, bound->by_theta, by_psi);
    back(bound, rule, latent, weight, rows, output, e, by_output, by_psi);
}
