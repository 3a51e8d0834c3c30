/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "neural/importance.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_POINTS 1024  /* of the sequence, a person: fewer where patterns are many */
#define ALL_POINTS  50000 /* of one repetition */
#define REPETITIONS 16    /* of it, moved */
#define WIDER       1.25  /* in standard deviations: a normal's tails are thin */
#define EDGE        1e-12
#define D_MAX       IRT_MAX_DIMS

/* What a chunk of patterns adds. */
struct sums {
    double loglik;
    double off[REPETITIONS]; /* of each repetition alone, to first order */
    double first[D_MAX], second[D_MAX * D_MAX];
};

struct work {
    struct irt_trainer *trainer;
    size_t points, rows; /* of the sequence; patterns in a chunk */
    size_t first;        /* chunk of patterns that workplace 0 has */
    double *point;
    struct sums *sums;
};

/* Wider posteriors: L times WIDER. */
static void
widen(size_t D, bool full, size_t rows, const double *from, double *output)
{
    size_t K = irt_bound_outputs(D, full);
    memcpy(output, from, rows * K * sizeof *output);
    for (size_t i = 0; i < rows; i++)
        for (size_t k = D; k < K; k++)
            output[i * K + k] =
                k < 2 * D ? output[i * K + k] + log(WIDER) : output[i * K + k] * WIDER;
}

/* The sequence as one person has it in one repetition: normal numbers. */
static void
move_points(const struct work *work, size_t D, size_t pattern, size_t repetition,
            gsl_rng *random, double *e)
{
    double by[D_MAX];
    gsl_rng_set(random, (unsigned long)irt_trainer_seed(work->trainer->seed, pattern,
                                                        repetition, 3));
    for (size_t r = 0; r < D; r++)
        by[r] = gsl_rng_uniform(random);
    for (size_t n = 0; n < work->points; n++)
        for (size_t r = 0; r < D; r++) {
            double u = work->point[n * D + r] + by[r];
            u -= floor(u);
            e[n * D + r] = gsl_cdf_ugaussian_Pinv(fmin(fmax(u, EDGE), 1.0 - EDGE));
        }
}

static void
add_moments(const struct work *work, const struct irt_chunk *chunk, size_t D,
            struct sums *sums)
{
    for (size_t n = 0; n < chunk->rows * work->points; n++) {
        const double *z = chunk->bound.z + n * D;
        double weight = chunk->bound.weight[n] / REPETITIONS;
        for (size_t r = 0; r < D; r++) {
            sums->first[r] += weight * z[r];
            for (size_t s = 0; s < D; s++)
                sums->second[r * D + s] += weight * z[r] * z[s];
        }
    }
}

/* log of the mean weight of every row in this repetition. */
static void
take_marginals(const struct work *work, const struct irt_chunk *chunk, size_t repetition,
               double *marginal)
{
    for (size_t i = 0; i < chunk->rows; i++) {
        const double *loglik = chunk->bound.loglik + i * work->points;
        const double *log_ratio = chunk->bound.log_ratio + i * work->points;
        double most = -INFINITY, sum = 0.0;
        for (size_t n = 0; n < work->points; n++)
            most = fmax(most, loglik[n] + log_ratio[n]);
        for (size_t n = 0; n < work->points; n++)
            sum += exp(loglik[n] + log_ratio[n] - most);
        marginal[i * REPETITIONS + repetition] = most + log(sum / (double)work->points);
    }
}

/* The log of the mean over all repetitions, not the mean of logs, which lies below; its spread
 * by how far each repetition is from that mean. */
static void
add_marginals(const struct irt_chunk *chunk, const double *marginal, struct sums *sums)
{
    for (size_t i = 0; i < chunk->rows; i++) {
        const double *x = marginal + i * REPETITIONS;
        double most = x[0], sum = 0.0;
        for (size_t m = 1; m < REPETITIONS; m++)
            most = fmax(most, x[m]);
        for (size_t m = 0; m < REPETITIONS; m++)
            sum += exp(x[m] - most) / REPETITIONS;
        double all = most + log(sum);
        sums->loglik += chunk->weight[i] * all;
        for (size_t m = 0; m < REPETITIONS; m++)
            sums->off[m] += chunk->weight[i] * (exp(x[m] - all) - 1.0);
    }
}

static void
run_chunk(void *context, size_t t)
{
    struct work *work = context;
    struct irt_trainer *trainer = work->trainer;
    struct irt_chunk *chunk = &trainer->chunk[t];
    struct sums *sums = &work->sums[work->first + t];
    size_t D = trainer->model->dims, at = (work->first + t) * work->rows;
    size_t left = trainer->people->patterns - at;
    size_t rows = left < work->rows ? left : work->rows;
    struct irt_bound_rule rule = { trainer->options.full, true, work->points, 1.0 };
    double marginal[IRT_CHUNK_ROWS * REPETITIONS];
    double *wide = chunk->pass.by_output[trainer->mlp.layers - 1];
    widen(D, rule.full, rows, irt_trainer_encode(trainer, chunk, at, rows), wide);
    for (size_t m = 0; m < REPETITIONS; m++) {
        for (size_t i = 0; i < rows; i++)
            move_points(work, D, at + i, m, chunk->random,
                        chunk->e + i * work->points * D);
        irt_bound_run(&chunk->bound, &rule, trainer->psi, &trainer->latent,
                      chunk->category, chunk->weight, rows, wide, chunk->e, NULL, NULL,
                      &chunk->value);
        take_marginals(work, chunk, m, marginal);
        add_moments(work, chunk, D, sums);
    }
    add_marginals(chunk, marginal, sums);
}

/* All chunks' sums, in their order. */
static void
add_up(const struct work *work, size_t chunks, struct irt_importance *out)
{
    size_t D = work->trainer->model->dims;
    double off[REPETITIONS] = { 0.0 }, square = 0.0;
    double persons = work->trainer->people->persons;
    *out = (struct irt_importance){ 0 };
    for (size_t c = 0; c < chunks; c++) {
        out->loglik += work->sums[c].loglik;
        for (size_t m = 0; m < REPETITIONS; m++)
            off[m] += work->sums[c].off[m];
        for (size_t r = 0; r < D; r++)
            out->mean[r] += work->sums[c].first[r] / persons;
        for (size_t r = 0; r < D * D; r++)
            out->covariance[r] += work->sums[c].second[r] / persons;
    }
    for (size_t r = 0; r < D; r++)
        for (size_t s = 0; s < D; s++)
            out->covariance[r * D + s] -= out->mean[r] * out->mean[s];
    for (size_t m = 0; m < REPETITIONS; m++)
        square += off[m] * off[m];
    out->loglik_se = sqrt(square / (REPETITIONS - 1.0) / REPETITIONS);
}

static bool
draw_points(size_t D, size_t points, double *point)
{
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)D);
    if (!sequence)
        return false;
    for (size_t n = 0; n < points; n++)
        gsl_qrng_get(sequence, point + n * D);
    gsl_qrng_free(sequence);
    return true;
}

/* A power of two, as the sequence likes it. */
static size_t
choose_points(size_t patterns)
{
    size_t points = IRT_LEAST_SAMPLES;
    while (2 * points <= MOST_POINTS && 2 * points * patterns <= ALL_POINTS)
        points *= 2;
    return points;
}

bool
irt_importance_run(struct irt_trainer *trainer, struct irt_importance *out,
                   struct irt_error *error)
{
    size_t D = trainer->model->dims, patterns = trainer->people->patterns;
    struct work work = { .trainer = trainer, .points = choose_points(patterns) };
    work.rows = IRT_CHUNK_ROWS * IRT_LEAST_SAMPLES / work.points;
    size_t chunks = (patterns + work.rows - 1) / work.rows;
    work.point = malloc(work.points * D * sizeof(double));
    work.sums = calloc(chunks + 1, sizeof *work.sums);
    bool ok = work.point && work.sums && draw_points(D, work.points, work.point);
    for (; ok && work.first < chunks; work.first += trainer->chunks) {
        size_t left = chunks - work.first;
        irt_pool_run(trainer->pool, left < trainer->chunks ? left : trainer->chunks,
                     run_chunk, &work);
    }
    if (ok)
        add_up(&work, chunks, out);
    free(work.point);
    free(work.sums);
    return ok || irt_fail(error, IRT_NO_MEMORY, "no memory for importance sampling");
}
