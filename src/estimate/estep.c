/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/estep.h"

#include "model/population.h"

#include <math.h>
#include <stdlib.h>

struct irt_parts *
irt_parts_new(const struct irt_model *model, const struct irt_quadrature *base,
              struct irt_error *error)
{
    struct irt_parts *parts = calloc(1, sizeof *parts);
    if (parts)
        parts->part = calloc(model->groups, sizeof *parts->part);
    if (!parts || !parts->part) {
        free(parts);
        irt_fail(error, IRT_NO_MEMORY, "no memory for the expected counts");
        return NULL;
    }
    parts->count = model->groups;
    parts->loglik = NAN;
    for (size_t g = 0; g < parts->count; g++) {
        parts->part[g].quadrature = irt_quadrature_copy(base, error);
        parts->part[g].expected = irt_expected_new(model, base->points, error);
        if (!parts->part[g].quadrature || !parts->part[g].expected) {
            irt_parts_free(parts);
            return NULL;
        }
    }
    return parts;
}

void
irt_parts_free(struct irt_parts *parts)
{
    if (!parts)
        return;
    for (size_t g = 0; g < parts->count; g++) {
        irt_quadrature_free(parts->part[g].quadrature);
        irt_expected_free(parts->part[g].expected);
    }
    free(parts->part);
    free(parts);
}

void
irt_parts_place(struct irt_parts *parts, const struct irt_model *model, const double *psi,
                const struct irt_quadrature *base)
{
    for (size_t g = 0; g < parts->count; g++) {
        irt_group_nodes(model, psi, g, base, parts->part[g].quadrature);
        irt_population_weights(model, psi, base, parts->part[g].quadrature->weight);
    }
}

/* Less its mean over the free locations: they may only move so that they sum to 0. */
static void
centre_gradient(const struct irt_model *model, double *gradient)
{
    double mean = 0.0;
    for (size_t g = 0; g < model->groups; g++)
        mean += gradient[model->parameter[model->location + g].free];
    mean /= (double)model->groups;
    for (size_t g = 0; g < model->groups; g++)
        gradient[model->parameter[model->location + g].free] -= mean;
}

double
irt_parts_gradient(const struct irt_parts *parts, const struct irt_model *model,
                   const double *psi, double *gradient)
{
    for (size_t k = 0; k < model->free_count; k++)
        gradient[k] = 0.0;
    for (size_t g = 0; g < parts->count; g++)
        irt_expected_add_gradient(parts->part[g].expected, model, psi, g,
                                  parts->part[g].quadrature, gradient);
    irt_model_log_prior(model, psi, gradient, NULL);
    if (model->centred)
        centre_gradient(model, gradient);
    double largest = 0.0;
    for (size_t k = 0; k < model->free_count; k++)
        if (!(fabs(gradient[k]) <= largest))
            largest = fabs(gradient[k]);
    return largest;
}

struct irt_estep {
    size_t groups;
    struct irt_kernel **kernel;
};

struct irt_estep *
irt_estep_new(const struct irt_responses *data, const struct irt_patterns *patterns,
              const struct irt_model *model, size_t points, struct irt_pool *pool,
              struct irt_error *error)
{
    struct irt_estep *estep = calloc(1, sizeof *estep);
    if (estep)
        estep->kernel = calloc(model->groups, sizeof(struct irt_kernel *));
    if (!estep || !estep->kernel) {
        free(estep);
        irt_fail(error, IRT_NO_MEMORY, "no memory for the E-step");
        return NULL;
    }
    estep->groups = model->groups;
    for (size_t g = 0; g < estep->groups; g++) {
        struct irt_patterns part = irt_patterns_of_group(patterns, g);
        estep->kernel[g] = irt_kernel_new(data, &part, model, points, pool, error);
        if (!estep->kernel[g]) {
            irt_estep_free(estep);
            return NULL;
        }
    }
    return estep;
}

void
irt_estep_free(struct irt_estep *estep)
{
    if (!estep)
        return;
    for (size_t g = 0; g < estep->groups; g++)
        irt_kernel_free(estep->kernel[g]);
    free(estep->kernel);
    free(estep);
}

void
irt_estep_run(struct irt_estep *estep, const struct irt_model *model, const double *psi,
              struct irt_parts *parts)
{
    parts->loglik = 0.0;
    for (size_t g = 0; g < estep->groups; g++) {
        struct irt_part *part = &parts->part[g];
        irt_kernel_run(estep->kernel[g], model, psi, part->quadrature, part->expected);
        parts->loglik += part->expected->loglik;
    }
}
