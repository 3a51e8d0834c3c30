/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fixture.h"

#include "data/load.h"
#include "data/simulate.h"
#include "model/population.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct irt_responses *
fixture_lsat6(void)
{
    struct irt_load_options options = { 0 };
    struct irt_error error = { 0 };
    struct irt_responses *data =
        irt_load(TEST_SRCDIR "/samples/lsat6.csv", &options, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    return data;
}

const char *const fixture_kinds[FIXTURE_KINDS] = { "rasch", "1pl",  "2pl", "3pl", "4pl",
                                                   "pcm",   "gpcm", "rsm", "grm", "nrm" };

struct irt_responses *
fixture_simulated_by(const char *kind, size_t persons, size_t items, double missing,
                     unsigned seed)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_error error = { 0 };
    options.model = kind;
    options.persons = persons;
    options.items = items;
    options.missing = missing;
    options.seed = seed;
    struct irt_simulation *simulation = irt_simulate(&options, &error);
    ck_assert_msg(simulation != NULL, "%s", error.message);
    struct irt_responses *data = simulation->data;
    simulation->data = NULL;
    irt_simulation_free(simulation);
    return data;
}

struct irt_responses *
fixture_schools(const char *kind, const char *sizes, const char *effects, size_t items,
                double missing, unsigned seed)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_error error = { 0 };
    options.model = kind;
    options.items = items;
    options.missing = missing;
    options.seed = seed;
    options.plan.sizes = sizes;
    options.plan.effects = effects;
    struct irt_simulation *simulation = irt_simulate(&options, &error);
    ck_assert_msg(simulation != NULL, "%s", error.message);
    struct irt_responses *data = simulation->data;
    simulation->data = NULL;
    irt_simulation_free(simulation);
    return data;
}

struct irt_responses *
fixture_simulated(size_t persons, size_t items, double missing, unsigned seed)
{
    return fixture_simulated_by("2pl", persons, items, missing, seed);
}

void
fixture_open_model(struct fixture *fixture, struct irt_responses *data,
                   const struct irt_model_options *model,
                   const struct irt_options *options)
{
    struct irt_error error = { 0 };
    memset(fixture, 0, sizeof *fixture);
    fixture->data = data;
    fixture->options = *options;
    fixture->estimator = &irt_em;
    fixture->model = irt_model_new(data, model, &error);
    ck_assert_msg(fixture->model != NULL, "%s", error.message);
    size_t groups = fixture->model->groups;
    fixture->patterns =
        irt_patterns_new(data, groups > 1 ? data->school : NULL, groups, &error);
    ck_assert_msg(fixture->patterns != NULL, "%s", error.message);
    fixture->quadrature = irt_options_quadrature(options, &error);
    ck_assert_msg(fixture->quadrature != NULL, "%s", error.message);
    fixture->psi = calloc(fixture->model->parameters, sizeof *fixture->psi);
    irt_model_start(fixture->model, fixture->psi);
}

void
fixture_open_with(struct fixture *fixture, struct irt_responses *data, const char *kind,
                  const struct irt_options *options)
{
    struct irt_model_options model = { .kind = kind,
                                       .start_flat = options->lecture,
                                       .dims = options->dims };
    fixture_open_model(fixture, data, &model, options);
}

void
fixture_open(struct fixture *fixture, struct irt_responses *data, const char *kind)
{
    struct irt_options options = irt_options_defaults();
    fixture_open_with(fixture, data, kind, &options);
}

void
fixture_close(struct fixture *fixture)
{
    if (fixture->em) {
        fixture->estimator->close(fixture->em);
        free(fixture->em);
    }
    irt_snapshot_clear(&fixture->last);
    irt_trace_clear(&fixture->trace);
    irt_quadrature_free(fixture->quadrature);
    irt_model_free(fixture->model);
    irt_patterns_free(fixture->patterns);
    irt_responses_free(fixture->data);
    free(fixture->psi);
    memset(fixture, 0, sizeof *fixture);
}

void
fixture_start(struct fixture *fixture)
{
    struct irt_error error = { 0 };
    fixture->em = calloc(1, fixture->estimator->state_size);
    ck_assert_msg(fixture->estimator->open(fixture->em, fixture->data, fixture->patterns,
                                           fixture->model, &fixture->options,
                                           &fixture->trace, &error),
                  "%s", error.message);
}

void
fixture_run(struct fixture *fixture, enum irt_grain grain)
{
    struct irt_error error = { 0 };
    enum irt_stage stage;
    if (!fixture->em)
        fixture_start(fixture);
    do
        stage = fixture->estimator->advance(fixture->em, grain, &error);
    while (stage != IRT_STAGE_DONE && stage != IRT_STAGE_FAILED);
    ck_assert_msg(stage == IRT_STAGE_DONE, "%s", error.message);
    ck_assert_msg(fixture->estimator->look(fixture->em, &fixture->last, &error), "%s",
                  error.message);
}

struct irt_fit *
fixture_fit(struct fixture *fixture)
{
    struct irt_error error = { 0 };
    fixture_run(fixture, IRT_GRAIN_CYCLE);
    struct irt_fit *fit =
        irt_fit_new(fixture->data, fixture->patterns, fixture->model, fixture->estimator,
                    &fixture->options, &fixture->trace, &fixture->last, &error);
    ck_assert_msg(fit != NULL, "%s", error.message);
    return fit;
}

static double
person_marginal(const struct fixture *fixture, const double *psi, const double *weight,
                size_t group, const uint8_t *code)
{
    const struct irt_model *model = fixture->model;
    size_t D = fixture->quadrature->dims;
    double marginal = 0.0, P[256], theta[IRT_MAX_DIMS];
    for (size_t n = 0; n < fixture->quadrature->points; n++) {
        double product = weight[n] / fixture->quadrature->total;
        for (size_t d = 0; d < D; d++)
            theta[d] =
                irt_group_sd(model, psi, group) * fixture->quadrature->node[n * D + d] +
                irt_group_mean(model, psi, group);
        for (size_t j = 0; j < model->items; j++) {
            const struct irt_item *item = &model->item[j];
            uint8_t u = code[item->column];
            if (u == IRT_MISSING)
                continue;
            item->ops->probability(item, psi + item->first, theta, 1, P);
            product *= P[irt_item_category(item, u)];
        }
        marginal += product;
    }
    return marginal;
}

double
fixture_loglik(const struct fixture *fixture, const double *psi)
{
    double loglik = 0.0;
    double *weight = calloc(fixture->quadrature->points, sizeof *weight);
    ck_assert(irt_population_weights(fixture->model, psi, fixture->quadrature, weight));
    for (size_t i = 0; i < fixture->data->rows; i++) {
        double f = irt_responses_frequency(fixture->data, i);
        size_t group = fixture->model->groups > 1 ? fixture->data->school[i] : 0;
        if (f > 0.0)
            loglik +=
                f * log(person_marginal(fixture, psi, weight, group,
                                        fixture->data->code + i * fixture->data->items));
    }
    free(weight);
    return loglik;
}

double
fixture_objective(const struct fixture *fixture, const double *psi)
{
    return fixture_loglik(fixture, psi) +
           irt_model_log_prior(fixture->model, psi, NULL, NULL);
}

void
fixture_move(const struct fixture *fixture, double *psi, size_t free, double by)
{
    for (size_t k = 0; k < fixture->model->parameters; k++)
        if (fixture->model->parameter[k].free == free)
            psi[k] += by;
}

void
fixture_disturb(const struct fixture *fixture, double *psi)
{
    const struct irt_model *model = fixture->model;
    for (size_t k = 0; k < model->parameters; k++) {
        const struct irt_parameter *parameter = &model->parameter[k];
        bool narrow = isfinite(parameter->lower) && isfinite(parameter->upper);
        if (parameter->free != IRT_NONE && parameter->owner)
            fixture_move(fixture, psi, parameter->free,
                         (narrow ? -0.01 : 0.03) * (double)(parameter->free % 3));
    }
}

const char *
fixture_reference(void)
{
    static const char *const folders[] = { TEST_SRCDIR "/../shared/reference",
                                           TEST_SRCDIR "/../../shared/reference" };
    const char *given = getenv("IRTOP_REFERENCE");
    struct stat status;
    if (given && stat(given, &status) == 0)
        return given;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (stat(folders[i], &status) == 0)
            return folders[i];
    printf("skipped: no folder of reference results (set IRTOP_REFERENCE)\n");
    return NULL;
}

double
fixture_gradient(const struct fixture *fixture, const struct irt_expected *expected,
                 const double *psi, const struct irt_quadrature *nodes, double *gradient)
{
    double largest = 0.0;
    memset(gradient, 0, fixture->model->free_count * sizeof *gradient);
    irt_expected_add_gradient(expected, fixture->model, psi, 0, nodes, gradient);
    irt_model_log_prior(fixture->model, psi, gradient, NULL);
    for (size_t k = 0; k < fixture->model->free_count; k++)
        largest = fmax(largest, fabs(gradient[k]));
    return largest;
}
