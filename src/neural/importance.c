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
    double loglik[REPETITIONS];
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
    double *wide = chunk->pass.by_output[trainer->mlp.layers - 1];
    widen(D, rule.full, rows, irt_trainer_encode(trainer, chunk, at, rows), wide);
    for (size_t m = 0; m < REPETITIONS; m++) {
        for (size_t i = 0; i < rows; i++)
            move_points(work, D, at + i, m, chunk->random,
                        chunk->e + i * work->points * D);
        irt_bound_run(&chunk->bound, &rule, trainer->psi, &trainer->latent,
                      chunk->category, chunk->weight, rows, wide, chunk->e, NULL, NULL,
                      &chunk->value);
        sums->loglik[m] = chunk->value.bound;
        add_moments(work, chunk, D, sums);
    }
}

/* All chunks' sums, in their order. */
static void
add_up(const struct work *work, size_t chunks, struct irt_importance *out)
{
    size_t D = work->trainer->model->dims;
    double loglik[REPETITIONS] = { 0.0 }, square = 0.0;
    double persons = work->trainer->people->persons;
    *out = (struct irt_importance){ 0 };
    for (size_t c = 0; c < chunks; c++) {
        for (size_t m = 0; m < REPETITIONS; m++)
            loglik[m] += work->sums[c].loglik[m];
        for (size_t r = 0; r < D; r++)
            out->mean[r] += work->sums[c].first[r] / persons;
        for (size_t r = 0; r < D * D; r++)
            out->covariance[r] += work->sums[c].second[r] / persons;
    }
    for (size_t r = 0; r < D; r++)
        for (size_t s = 0; s < D; s++)
            out->covariance[r * D + s] -= out->mean[r] * out->mean[s];
    for (size_t m = 0; m < REPETITIONS; m++)
        out->loglik += loglik[m] / REPETITIONS;
    for (size_t m = 0; m < REPETITIONS; m++)
        square += (loglik[m] - out->loglik) * (loglik[m] - out->loglik);
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
