/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score/eap.h"

#include "estimate/kernel.h"
#include "model/population.h"
#include "parallel.h"

#include <math.h>
#include <stdlib.h>

#define CHUNK 256

struct eap_work {
    const struct irt_kernel *kernel;
    const struct irt_quadrature *quadrature;
    size_t patterns;
    double sigma;
    double *score, *se;
};

/* One dimension's mean and standard deviation. */
static void
score_pattern(const struct irt_quadrature *quadrature, size_t d, double sigma,
              const double *posterior, double *score, double *se)
{
    size_t D = quadrature->dims;
    double mean = 0.0, square = 0.0;
    for (size_t n = 0; n < quadrature->points; n++)
        mean += posterior[n] * quadrature->node[n * D + d];
    for (size_t n = 0; n < quadrature->points; n++) {
        double z = quadrature->node[n * D + d] - mean;
        square += posterior[n] * z * z;
    }
    *score = sigma * mean;
    *se = sigma * sqrt(square);
}

static void
score_chunk(void *context, size_t t)
{
    struct eap_work *work = context;
    size_t D = work->quadrature->dims;
    double posterior[IRT_MAX_NODES];
    size_t end = (t + 1) * CHUNK < work->patterns ? (t + 1) * CHUNK : work->patterns;
    for (size_t l = t * CHUNK; l < end; l++) {
        irt_kernel_posterior(work->kernel, l, 1, posterior, NULL);
        for (size_t d = 0; d < D; d++)
            score_pattern(work->quadrature, d, work->sigma, posterior,
                          &work->score[l * D + d], &work->se[l * D + d]);
    }
}

/* The patterns of group g, into their places. */
static bool
score_group(const struct irt_responses *data, const struct irt_patterns *patterns,
            const struct irt_model *model, size_t g, const double *psi,
            const struct irt_quadrature *nodes, struct irt_pool *pool, double *score,
            double *se, struct irt_error *error)
{
    struct irt_patterns group = irt_patterns_of_group(patterns, g);
    struct irt_kernel *kernel =
        irt_kernel_new(data, &group, model, nodes->points, pool, error);
    if (!kernel)
        return false;
    struct eap_work work = { .kernel = kernel,
                             .quadrature = nodes,
                             .patterns = group.count,
                             .sigma = psi[model->sigma],
                             .score = score + patterns->first[g] * nodes->dims,
                             .se = se + patterns->first[g] * nodes->dims };
    irt_kernel_prepare(kernel, model, psi, nodes);
    irt_pool_run(pool, (group.count + CHUNK - 1) / CHUNK, score_chunk, &work);
    irt_kernel_free(kernel);
    return true;
}

bool
irt_eap(const struct irt_responses *data, const struct irt_patterns *patterns,
        const struct irt_model *model, const double *psi,
        const struct irt_quadrature *quadrature, unsigned threads, double *score,
        double *se, struct irt_error *error)
{
    struct irt_pool *pool = irt_pool_new(threads, error);
    struct irt_quadrature *nodes = irt_quadrature_copy(quadrature, error);
    bool done = pool && nodes;
    for (size_t g = 0; done && g < model->groups; g++) {
        irt_group_nodes(model, psi, g, quadrature, nodes);
        done = score_group(data, patterns, model, g, psi, nodes, pool, score, se, error);
    }
    irt_quadrature_free(nodes);
    irt_pool_free(pool);
    return done;
}
