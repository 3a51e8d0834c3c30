/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "estimate/loglik.h"

#include "estimate/estep.h"
#include "parallel.h"

#define REFERENCE_END 8.0

bool
irt_loglik(const struct irt_responses *data, const struct irt_patterns *patterns,
           const struct irt_model *model, const double *psi,
           const struct irt_quadrature *quadrature, unsigned threads, double *loglik,
           struct irt_error *error)
{
    struct irt_pool *pool = irt_pool_new(threads, error);
    struct irt_estep *estep = NULL;
    struct irt_parts *parts = NULL;

    if (pool)
        estep = irt_estep_new(data, patterns, model, quadrature->points, pool, error);
    if (estep)
        parts = irt_parts_new(model, quadrature, error);
    if (parts) {
        irt_parts_place(parts, model, psi, quadrature);
        irt_estep_run(estep, model, psi, parts);
        *loglik = parts->loglik;
    }
    bool done = parts != NULL;
    irt_parts_free(parts);
    irt_estep_free(estep);
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
