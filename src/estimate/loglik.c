/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "estimate/loglik.h"

#include "estimate/kernel.h"
#include "parallel.h"

#define REFERENCE_END 8.0

bool
irt_loglik(const struct irt_responses *data, const struct irt_patterns *patterns,
           const struct irt_model *model, const double *psi,
           const struct irt_quadrature *quadrature, unsigned threads, double *loglik,
           struct irt_error *error)
{
    struct irt_pool *pool = irt_pool_new(threads, error);
    struct irt_kernel *kernel = NULL;
    struct irt_expected *expected = NULL;

    if (pool)
        kernel = irt_kernel_new(data, patterns, model, quadrature->points, pool, error);
    if (kernel)
        expected = irt_expected_new(model, quadrature->points, error);
    if (expected) {
        irt_kernel_run(kernel, model, psi, quadrature, expected);
        *loglik = expected->loglik;
    }
    bool done = expected != NULL;
    irt_expected_free(expected);
    irt_kernel_free(kernel);
    irt_pool_free(pool);
    return done;
}

bool
irt_integral_error(const struct irt_responses *data, const struct irt_patterns *patterns,
                   const struct irt_model *model, const double *psi,
                   const struct irt_quadrature *quadrature, unsigned threads,
                   double *difference, struct irt_error *error)
{
    struct irt_quadrature *reference =
        irt_quadrature_equal(IRT_REFERENCE_POINTS, -REFERENCE_END, REFERENCE_END, error);
    double here = 0.0, there = 0.0;
    bool done =
        reference &&
        irt_loglik(data, patterns, model, psi, quadrature, threads, &here, error) &&
        irt_loglik(data, patterns, model, psi, reference, threads, &there, error);

    irt_quadrature_free(reference);
    *difference = here - there;
    return done;
}
