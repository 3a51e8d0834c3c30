/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The federated estimator: K schools are one school, its optimum is the pooled one, effects
 * are the multiple-group ones, and what it sends is what it counts. */
#include "config.h"

#include "suite.h"

#include "fixture.h"
#include "reference.h"

#include "data/deal.h"
#include "data/load.h"
#include "data/simulate.h"
#include "estimate/loglik.h"
#include "federation/federated.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

static const enum irt_effects all_effects[] = { IRT_EFFECTS_NONE, IRT_EFFECTS_FIXED,
                                                IRT_EFFECTS_RANDOM,
                                                IRT_EFFECTS_AVERAGES };
static const enum irt_acceleration ways[] = { IRT_ACCELERATE_NONE, IRT_ACCELERATE_RAMSAY,
                                              IRT_ACCELERATE_SQUAREM,
                                              IRT_ACCELERATE_LBFGS };
#define WAYS 4

static struct irt_options
federated_options(void)
{
    struct irt_options options = irt_options_defaults();
    options.accelerate = IRT_ACCELERATE_LBFGS;
    options.points = 21;
    options.threads = 2;
    options.max_cycles = 5000;
    return options;
}

/* Slopes of these models need a prior where persons are few: else some have no end. */
static const char *
prior_for(const char *kind)
{
    if (strcmp(kind, "3pl") == 0 || strcmp(kind, "4pl") == 0)
        return "a=lognormal(0,0.5)";
    return strcmp(kind, "nrm") == 0 ? "a1=normal(1,1) a2=normal(2,1) a3=normal(3,1)"
                                    : NULL;
}

static void
open_effects(struct fixture *f, struct irt_responses *data, const char *kind,
             enum irt_effects effects, const struct irt_options *options)
{
    struct irt_model_options model = { .kind = kind,
                                       .effects = effects,
                                       .prior = prior_for(kind) };
    fixture_open_model(f, data, &model, options);
    if (effects != IRT_EFFECTS_NONE && f->model->groups > 1) { /* patterns by school */
        irt_patterns_free(f->patterns);
        f->patterns =
            irt_patterns_new(f->data, f->data->school, f->model->groups, &error);
    }
    f->estimator = &irt_federated;
}

static struct irt_responses *
schools_apart(const char *kind, size_t items, unsigned seed)
{
    return fixture_schools(kind, "120,60,90,150", "-1,-0.3,0.4,0.9", items, 0.1, seed);
}

/* --- schools are nothing but a way to sum --------------------------------------------------- */

static struct irt_responses *
dealt(const char *kind, size_t schools, uint64_t seed)
{
    struct irt_responses *data = fixture_simulated_by(kind, 400, 6, 0.1, 11);
    ck_assert_msg(irt_deal(data, schools, seed, &error), "%s", error.message);
    return data;
}

/* Round after round the same, for every model and way to climb. */
START_TEST(many_schools_are_one)
{
    static const size_t counts[] = { 2, 7, 50 };
    struct irt_options options = federated_options();
    struct fixture one, many;
    const char *kind = fixture_kinds[_i / WAYS];
    options.accelerate = ways[_i % WAYS];
    options.max_cycles = 12;
    options.se = IRT_SE_NONE;
    open_effects(&one, dealt(kind, 1, 1), kind, IRT_EFFECTS_NONE, &options);
    fixture_run(&one, IRT_GRAIN_CYCLE);
    for (size_t i = 0; i < 3; i++) {
        open_effects(&many, dealt(kind, counts[i], 5 + i), kind, IRT_EFFECTS_NONE,
                     &options);
        fixture_run(&many, IRT_GRAIN_CYCLE);
        ck_assert_uint_eq(one.trace.rows, many.trace.rows);
        ck_assert_uint_eq(one.last.federation.rounds, many.last.federation.rounds);
        for (size_t c = 0; c < one.trace.rows; c++) {
            ck_assert_double_eq_tol(one.trace.loglik[c], many.trace.loglik[c], 1e-8);
            for (size_t k = 0; k < one.model->parameters; k++)
                ck_assert_double_eq_tol(irt_trace_psi(&one.trace, c)[k],
                                        irt_trace_psi(&many.trace, c)[k], 1e-10);
        }
        fixture_close(&many);
    }
    fixture_close(&one);
}
END_TEST

/* And it ends where pooled EM does; errors included. */
START_TEST(the_optimum_is_the_pooled_one)
{
    struct irt_options options = federated_options();
    struct fixture f, pooled;
    const char *kind = fixture_kinds[_i / 2];
    enum irt_effects effects = all_effects[_i % 2];
    options.tolerance = 1e-9;
    open_effects(&f, schools_apart(kind, 6, 4), kind, effects, &options);
    options.accelerate = IRT_ACCELERATE_SQUAREM;
    options.tolerance = 1e-10;
    open_effects(&pooled, schools_apart(kind, 6, 4), kind, effects, &options);
    pooled.estimator = &irt_em;
    struct irt_fit *a = fixture_fit(&f), *b = fixture_fit(&pooled);
    ck_assert_int_eq(a->stopped, IRT_STOP_PARAMETER);
    ck_assert_double_eq_tol(a->loglik + a->log_prior, b->loglik + b->log_prior, 1e-8);
    ck_assert_double_lt(a->max_gradient, 1e-5);
    for (size_t k = 0; k < f.model->parameters; k++)
        ck_assert_double_eq_tol(a->psi[k], b->psi[k], 1e-6);
    ck_assert_ptr_nonnull(a->covariance);
    for (size_t k = 0; k < f.model->parameters; k++)
        if (isfinite(b->se[k]))
            ck_assert_double_eq_tol(a->se[k], b->se[k], 1e-5 * (1.0 + b->se[k]));
    ck_assert_double_eq(a->aic,
                        -2.0 * a->loglik + 2.0 * (double)irt_model_estimated(f.model));
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&f);
    fixture_close(&pooled);
}
END_TEST

START_TEST(cross_products_are_the_pooled_ones)
{
    struct irt_options options = federated_options();
    struct fixture f, pooled;
    options.tolerance = 1e-9;
    options.se = IRT_SE_CROSSPROD;
    open_effects(&f, schools_apart("2pl", 6, 4), "2pl", all_effects[_i], &options);
    options.accelerate = IRT_ACCELERATE_SQUAREM;
    open_effects(&pooled, schools_apart("2pl", 6, 4), "2pl", all_effects[_i], &options);
    pooled.estimator = &irt_em;
    struct irt_fit *a = fixture_fit(&f), *b = fixture_fit(&pooled);
    for (size_t k = 0; k < f.model->parameters; k++)
        if (isfinite(b->se[k]))
            ck_assert_double_eq_tol(a->se[k], b->se[k], 1e-5);
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&f);
    fixture_close(&pooled);
}
END_TEST

/* What was covered above for patterns holds for rows with frequencies too. */
START_TEST(frequencies_count)
{
    struct irt_options options = federated_options();
    struct fixture f;
    struct irt_responses *data = fixture_lsat6();
    options.points = 61;
    options.tolerance = 1e-8;
    ck_assert(irt_deal(data, 4, 9, &error));
    open_effects(&f, data, "2pl", IRT_EFFECTS_NONE, &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_double_eq_tol(fit->loglik, -2466.653375, 1e-5); /* the pooled fit's */
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- climbing --------------------------------------------------------------------------------- */

START_TEST(the_objective_never_falls)
{
    struct irt_options options = federated_options();
    struct fixture f;
    const char *kind = fixture_kinds[_i / WAYS / 3];
    enum irt_effects effects = all_effects[_i / WAYS % 3];
    options.accelerate = ways[_i % WAYS];
    options.se = IRT_SE_NONE;
    options.max_cycles = 60;
    options.points = 15;
    open_effects(&f, schools_apart(kind, 5, 7), kind, effects, &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    const struct irt_trace *t = &f.trace;
    ck_assert_uint_gt(t->rows, 3);
    for (size_t c = 1; c < t->rows; c++)
        ck_assert_msg(t->loglik[c] + t->log_prior[c] >= t->loglik[c - 1] +
                                                            t->log_prior[c - 1] -
                                                            1e-9 * fabs(t->loglik[c]),
                      "fell in cycle %zu from %.12f to %.12f", c,
                      t->loglik[c - 1] + t->log_prior[c - 1],
                      t->loglik[c] + t->log_prior[c]);
    fixture_close(&f);
}
END_TEST

START_TEST(all_ways_lead_to_one_optimum)
{
    double loglik[WAYS];
    enum irt_effects effects = all_effects[_i % 3];
    const char *kind = fixture_kinds[_i / 3];
    for (int w = 0; w < WAYS; w++) {
        struct irt_options options = federated_options();
        struct fixture f;
        options.accelerate = ways[w];
        options.tolerance = 1e-6;
        options.se = IRT_SE_NONE;
        options.points = 9;
        open_effects(&f, schools_apart(kind, 5, 7), kind, effects, &options);
        fixture_run(&f, IRT_GRAIN_CYCLE);
        ck_assert_int_eq(f.last.stopped, IRT_STOP_PARAMETER);
        loglik[w] =
            f.trace.loglik[f.trace.rows - 1] + f.trace.log_prior[f.trace.rows - 1];
        fixture_close(&f);
    }
    for (int w = 1; w < WAYS; w++)
        ck_assert_double_eq_tol(loglik[w], loglik[0], 1e-4);
}
END_TEST

/* The promise: 20 schools and 10 items take at most 25 rounds, survey and errors included. */
START_TEST(a_default_fit_takes_few_rounds)
{
    struct irt_options options = irt_options_defaults();
    struct irt_simulation_options simulation = irt_simulation_defaults();
    struct fixture f;
    options.accelerate = IRT_ACCELERATE_LBFGS;
    simulation.model = _i % 2 ? "pcm" : "2pl";
    simulation.items = 10;
    simulation.plan.schools = 20;
    simulation.plan.sizes = _i % 3 ? "100" : "50:300";
    simulation.seed = (uint64_t)_i + 1;
    struct irt_simulation *made = irt_simulate(&simulation, &error);
    ck_assert_msg(made != NULL, "%s", error.message);
    struct irt_responses *data = made->data;
    made->data = NULL;
    irt_simulation_free(made);
    open_effects(&f, data, simulation.model, all_effects[_i / 2 % 4], &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_int_eq(f.last.stopped, IRT_STOP_PARAMETER);
    ck_assert_uint_le(f.last.federation.rounds, 25);
    fixture_close(&f);
}
END_TEST

START_TEST(it_stops_for_the_reason_asked)
{
    struct irt_options options = federated_options();
    struct fixture f;
    options.criterion = IRT_CRITERION_GRADIENT;
    open_effects(&f, schools_apart("2pl", 6, 4), "2pl", IRT_EFFECTS_FIXED, &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_int_eq(fit->stopped, IRT_STOP_GRADIENT);
    ck_assert_double_lt(fit->max_gradient, 1e-4);
    ck_assert_ptr_nonnull(fit->covariance);
    ck_assert_uint_eq(f.last.cycle, f.trace.rows - 1);
    irt_fit_free(fit);
    fixture_close(&f);

    options.criterion = IRT_CRITERION_LOGLIK;
    open_effects(&f, schools_apart("2pl", 6, 4), "2pl", IRT_EFFECTS_FIXED, &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_int_eq(f.last.stopped, IRT_STOP_LOGLIK);
    fixture_close(&f);

    options.criterion = IRT_CRITERION_PARAMETER;
    options.max_cycles = 3;
    open_effects(&f, schools_apart("2pl", 6, 4), "2pl", IRT_EFFECTS_FIXED, &options);
    fit = fixture_fit(&f);
    ck_assert_int_eq(fit->stopped, IRT_STOP_MAX_CYCLES);
    ck_assert_uint_eq(fit->cycles, 3);
    ck_assert(!fit->converged && isfinite(fit->loglik) && fit->covariance);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- stepping ----------------------------------------------------------------------------------- */

static void
assert_same_run(const struct fixture *a, const struct fixture *b)
{
    ck_assert_uint_eq(a->trace.rows, b->trace.rows);
    ck_assert_mem_eq(a->trace.psi, b->trace.psi,
                     a->trace.rows * a->trace.parameters * sizeof(double));
    ck_assert_mem_eq(a->trace.loglik, b->trace.loglik, a->trace.rows * sizeof(double));
    ck_assert_uint_eq(a->last.federation.bytes_up, b->last.federation.bytes_up);
    ck_assert_uint_eq(a->last.federation.rounds, b->last.federation.rounds);
}

START_TEST(messages_one_by_one_equal_whole_rounds)
{
    struct irt_options options = federated_options();
    struct fixture whole, staged;
    options.accelerate = ways[_i % WAYS];
    options.max_cycles = 30;
    enum irt_effects effects = all_effects[_i / WAYS];
    open_effects(&whole, schools_apart("gpcm", 5, 7), "gpcm", effects, &options);
    open_effects(&staged, schools_apart("gpcm", 5, 7), "gpcm", effects, &options);
    fixture_run(&whole, IRT_GRAIN_CYCLE);
    fixture_run(&staged, IRT_GRAIN_STAGE);
    assert_same_run(&whole, &staged);
    fixture_close(&whole);
    fixture_close(&staged);
}
END_TEST

START_TEST(threads_change_no_bit)
{
    struct fixture one, three;
    struct irt_options options = federated_options();
    options.threads = 1;
    open_effects(&one, schools_apart("2pl", 6, 5), "2pl", all_effects[_i], &options);
    options.threads = 3;
    open_effects(&three, schools_apart("2pl", 6, 5), "2pl", all_effects[_i], &options);
    struct irt_fit *a = fixture_fit(&one), *b = fixture_fit(&three);
    assert_same_run(&one, &three);
    ck_assert_mem_eq(a->covariance, b->covariance,
                     one.model->free_count * one.model->free_count * sizeof(double));
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&one);
    fixture_close(&three);
}
END_TEST

/* A school with many patterns has all threads for itself: nothing changes. */
START_TEST(a_large_school_changes_no_bit)
{
    struct fixture one, three;
    struct irt_options options = federated_options();
    options.points = 11;
    options.se = IRT_SE_NONE;
    for (int i = 0; i < 2; i++) {
        struct fixture *f = i ? &three : &one;
        struct irt_responses *data =
            fixture_schools("2pl", "9000,100", "-0.5,0.5", 15, 0.0, 3);
        options.threads = i ? 3 : 1;
        open_effects(f, data, "2pl", IRT_EFFECTS_FIXED, &options);
        fixture_run(f, IRT_GRAIN_CYCLE);
    }
    assert_same_run(&one, &three);
    fixture_close(&one);
    fixture_close(&three);
}
END_TEST

START_TEST(stages_are_messages)
{
    struct irt_options options = federated_options();
    struct fixture f;
    open_effects(&f, schools_apart("2pl", 6, 4), "2pl", IRT_EFFECTS_FIXED, &options);
    fixture_start(&f);
    static const enum irt_stage order[] = {
        IRT_STAGE_CALL,   IRT_STAGE_ANSWER, IRT_STAGE_ANSWER, IRT_STAGE_ANSWER,
        IRT_STAGE_ANSWER, IRT_STAGE_SURVEY, IRT_STAGE_CALL,   IRT_STAGE_ANSWER,
        IRT_STAGE_ANSWER, IRT_STAGE_ANSWER, IRT_STAGE_ANSWER, IRT_STAGE_CYCLE,
    };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        ck_assert_int_eq(irt_federated.advance(f.em, IRT_GRAIN_STAGE, &error), order[i]);
        ck_assert(irt_federated.look(f.em, &f.last, &error));
        ck_assert(!f.last.has_expected);
        if (order[i] == IRT_STAGE_ANSWER) {
            ck_assert_uint_eq(f.last.federation.last, (i - 1) % 6);
            ck_assert_uint_eq(f.last.federation.gathered, (i - 1) % 6 + 1);
        }
    }
    ck_assert_uint_eq(f.trace.rows, 2);
    ck_assert_uint_eq(f.last.cycle, 1);
    ck_assert_uint_eq(f.last.federation.rounds, 2);
    /* A cycle asked for in the middle of a round finishes it. */
    irt_federated.advance(f.em, IRT_GRAIN_STAGE, &error);
    irt_federated.advance(f.em, IRT_GRAIN_STAGE, &error);
    ck_assert_int_eq(irt_federated.advance(f.em, IRT_GRAIN_CYCLE, &error),
                     IRT_STAGE_CYCLE);
    ck_assert_uint_eq(f.trace.rows, 3);
    /* A past cycle is seen as it was. */
    struct irt_snapshot past = { 0 };
    ck_assert(irt_federated.revisit(f.em, 1, &past, &error));
    ck_assert(past.past);
    ck_assert_uint_eq(past.cycle, 1);
    ck_assert_mem_eq(past.psi, irt_trace_psi(&f.trace, 1),
                     f.model->parameters * sizeof(double));
    ck_assert_double_eq(past.federation.effect[2],
                        irt_trace_psi(&f.trace, 0)[f.model->location + 2]);
    ck_assert(!irt_federated.revisit(f.em, 0, &past, &error));
    ck_assert(!irt_federated.revisit(f.em, 3, &past, &error));
    irt_snapshot_clear(&past);
    fixture_close(&f);
}
END_TEST

/* Every row that is complete is identified. */
START_TEST(effects_are_centred_in_every_cycle)
{
    struct irt_options options = federated_options();
    struct fixture f;
    open_effects(&f, schools_apart(fixture_kinds[_i], 6, 4), fixture_kinds[_i],
                 IRT_EFFECTS_FIXED, &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    for (size_t c = 0; c < f.trace.rows; c++) {
        double sum = 0.0;
        for (size_t k = 0; k < 4; k++)
            sum += irt_trace_psi(&f.trace, c)[f.model->location + k];
        ck_assert_double_eq_tol(sum, 0.0, 1e-9);
        /* and what is said of a row is said of its psi */
        memcpy(f.psi, irt_trace_psi(&f.trace, c), f.model->parameters * sizeof *f.psi);
        double loglik;
        ck_assert(irt_loglik(f.data, f.patterns, f.model, f.psi, f.quadrature, 2, &loglik,
                             &error));
        ck_assert_double_eq_tol(loglik, f.trace.loglik[c], 1e-7);
    }
    fixture_close(&f);
}
END_TEST

/* --- effects --------------------------------------------------------------------------------------- */

static void
open_reference(struct fixture *f, const char *file, const char *kind,
               enum irt_effects effects, const char *anchor)
{
    char path[500];
    struct irt_load_options load = { .school_column = "school" };
    struct irt_model_options model = { .kind = kind,
                                       .effects = effects,
                                       .anchor = anchor };
    struct irt_options options = irt_options_defaults();
    options.accelerate = IRT_ACCELERATE_LBFGS;
    options.tolerance = 1e-8;
    snprintf(path, sizeof path, "%s/%s/data.csv", fixture_reference(), file);
    struct irt_responses *data = irt_load(path, &load, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    fixture_open_model(f, data, &model, &options);
    irt_patterns_free(f->patterns);
    f->patterns = irt_patterns_new(f->data, f->model->groups > 1 ? data->school : NULL,
                                   f->model->groups, &error);
    f->estimator = &irt_federated;
}

START_TEST(fixed_effects_are_those_of_direct_maximisation)
{
    struct fixture f;
    size_t rows;
    if (!fixture_reference())
        return;
    open_reference(&f, "sim-schools", "2pl", IRT_EFFECTS_FIXED, NULL);
    struct irt_fit *fit = fixture_fit(&f);
    double *effect =
        reference_column("sim-schools/own_61nodes_school_centred_schools.csv", "effect",
                         &rows);
    ck_assert_uint_eq(rows, f.data->schools);
    for (size_t k = 0; k < rows; k++)
        ck_assert_double_eq_tol(fit->effect[k], effect[k], 1e-5);
    free(effect);
    double *a =
        reference_column("sim-schools/own_61nodes_school_centred_items.csv", "a", &rows);
    for (size_t j = 0; j < rows; j++)
        ck_assert_double_eq_tol(fit->psi[f.model->item[j].first], a[j], 1e-5);
    free(a);
    ck_assert_double_eq_tol(fit->loglik, -9959.07850507141, 1e-5);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* An anchor is the same fit with its effect taken off the others. */
START_TEST(an_anchor_moves_the_origin)
{
    struct fixture centred, anchored;
    struct irt_options options = federated_options();
    struct irt_model_options model = { .kind = "gpcm",
                                       .effects = IRT_EFFECTS_FIXED,
                                       .anchor = "3" };
    options.tolerance = 1e-9;
    open_effects(&centred, schools_apart("gpcm", 5, 4), "gpcm", IRT_EFFECTS_FIXED,
                 &options);
    open_effects(&anchored, schools_apart("gpcm", 5, 4), "gpcm", IRT_EFFECTS_FIXED,
                 &options);
    irt_model_free(anchored.model);
    anchored.model = irt_model_new(anchored.data, &model, &error);
    struct irt_fit *a = fixture_fit(&centred), *b = fixture_fit(&anchored);
    ck_assert_double_eq_tol(a->loglik, b->loglik, 1e-8);
    for (size_t k = 0; k < 4; k++)
        ck_assert_double_eq_tol(b->effect[k], a->effect[k] - a->effect[2], 1e-6);
    ck_assert(isnan(b->effect_se[2]) && b->effect_se[1] > a->effect_se[1]);
    for (size_t j = 0; j < 5; j++)
        ck_assert_double_eq_tol(b->psi[b->model->item[j].first],
                                a->psi[a->model->item[j].first], 1e-6);
    /* Var(s_1 - s_3) does not depend on which is 0. */
    size_t F = a->model->free_count, one = a->model->parameter[a->model->location].free;
    double variance = a->covariance[one * F + one] +
                      a->covariance[(one + 2) * F + one + 2] -
                      2.0 * a->covariance[one * F + one + 2];
    ck_assert_double_eq_tol(b->effect_se[0], sqrt(variance), 1e-6);
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&centred);
    fixture_close(&anchored);
}
END_TEST

START_TEST(averages_are_those_of_the_pooled_scores)
{
    struct fixture f, pooled;
    struct irt_options options = federated_options();
    options.tolerance = 1e-9;
    open_effects(&f, schools_apart("2pl", 6, 4), "2pl", IRT_EFFECTS_AVERAGES, &options);
    options.accelerate = IRT_ACCELERATE_SQUAREM;
    open_effects(&pooled, schools_apart("2pl", 6, 4), "2pl", IRT_EFFECTS_AVERAGES,
                 &options);
    pooled.estimator = &irt_em;
    struct irt_fit *a = fixture_fit(&f), *b = fixture_fit(&pooled);
    for (size_t k = 0; k < 4; k++) {
        ck_assert_double_eq_tol(a->effect[k], b->effect[k], 1e-6);
        ck_assert_double_eq_tol(a->effect_se[k], b->effect_se[k], 1e-6);
    }
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&f);
    fixture_close(&pooled);
}
END_TEST

/* Random effects lie between 0 and the fixed ones, the more so the smaller the school, and
 * tau is about what the effects were drawn with. */
START_TEST(random_effects_shrink)
{
    struct fixture fixed, random;
    struct irt_options options = federated_options();
    const char *sizes = "8,15,30,60,120,240,240,120,60,30,15,8";
    const char *effects = "-1.2,1,-0.8,0.6,-0.4,0.2,-0.2,0.4,-0.6,0.8,-1,1.2";
    options.tolerance = 1e-7;
    open_effects(&fixed, fixture_schools("2pl", sizes, effects, 8, 0.0, 5), "2pl",
                 IRT_EFFECTS_FIXED, &options);
    open_effects(&random, fixture_schools("2pl", sizes, effects, 8, 0.0, 5), "2pl",
                 IRT_EFFECTS_RANDOM, &options);
    struct irt_fit *a = fixture_fit(&fixed), *b = fixture_fit(&random);
    double tau = b->psi[random.model->tau], spread_fixed = 0.0, spread_random = 0.0;
    for (size_t k = 0; k < 12; k++) {
        spread_fixed += a->effect[k] * a->effect[k];
        spread_random += b->effect[k] * b->effect[k];
        ck_assert_double_gt(b->effect_se[k], 0.0);
        ck_assert_double_lt(b->effect_se[k], tau);
    }
    ck_assert_double_lt(spread_random, spread_fixed);
    ck_assert_double_eq_tol(tau, 0.75, 0.3);
    ck_assert_double_gt(b->se[random.model->tau], 0.05);
    ck_assert_double_lt(b->se[random.model->tau], 0.4);
    ck_assert_double_lt(b->loglik, a->loglik);
    /* tau^2 is the mean of the posterior means of s^2: EM's own equation. */
    double mean = 0.0;
    for (size_t k = 0; k < 12; k++)
        mean += (b->effect[k] * b->effect[k] + b->effect_se[k] * b->effect_se[k]) / 12.0;
    ck_assert_double_eq_tol(mean, tau * tau, 1e-5);
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&fixed);
    fixture_close(&random);
}
END_TEST

/* --- odd schools -------------------------------------------------------------------------------------- */

/* Schools 6 logits apart, one of 3 pupils, an item that one school never saw. */
START_TEST(odd_schools_converge)
{
    struct fixture f, pooled;
    struct irt_options options = federated_options();
    enum irt_effects effects = all_effects[_i];
    struct irt_responses *data =
        fixture_schools("2pl", "200,3,150,180", "-3,0.2,0,3", 12, 0.0, 9);
    options.points = 61;
    options.tolerance = 1e-8;
    for (size_t i = 0; i < data->rows; i++)
        if (data->school[i] == 2)
            data->code[i * data->items + 4] = IRT_MISSING;
    irt_responses_count(data);
    open_effects(&f, data, "2pl", effects, &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_int_eq(fit->stopped, IRT_STOP_PARAMETER);
    ck_assert_double_lt(fit->max_gradient, 1e-4);
    ck_assert_ptr_nonnull(fit->covariance);
    if (effects == IRT_EFFECTS_FIXED) {
        ck_assert_double_lt(fit->effect[0], -2.5);
        ck_assert_double_gt(fit->effect[3], 2.3);
        ck_assert_double_gt(fit->effect_se[1], 2.0 * fit->effect_se[2]);
    }
    if (effects == IRT_EFFECTS_FIXED || effects == IRT_EFFECTS_NONE) {
        options.accelerate = IRT_ACCELERATE_SQUAREM;
        struct irt_responses *again =
            fixture_schools("2pl", "200,3,150,180", "-3,0.2,0,3", 12, 0.0, 9);
        for (size_t i = 0; i < again->rows; i++)
            if (again->school[i] == 2)
                again->code[i * again->items + 4] = IRT_MISSING;
        irt_responses_count(again);
        open_effects(&pooled, again, "2pl", effects, &options);
        pooled.estimator = &irt_em;
        struct irt_fit *b = fixture_fit(&pooled);
        for (size_t k = 0; k < f.model->parameters; k++)
            ck_assert_double_eq_tol(fit->psi[k], b->psi[k], 1e-4);
        irt_fit_free(b);
        fixture_close(&pooled);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Below chance a 3PL school's effect falls without end: it is held, and said. */
START_TEST(a_runaway_effect_is_said)
{
    struct fixture f;
    struct irt_options options = federated_options();
    struct irt_model_options model = { .kind = "3pl",
                                       .effects = IRT_EFFECTS_FIXED,
                                       .fix = "c=0.3" };
    struct irt_responses *data =
        fixture_schools("3pl", "200,40,200", "-0.5,0,0.5", 8, 0.0, 9);
    for (size_t i = 200; i < 240; i++) /* one answer right in eight */
        for (size_t j = 0; j < 8; j++)
            data->code[i * 8 + j] = j == i % 8;
    irt_responses_count(data);
    fixture_open_model(&f, data, &model, &options);
    irt_patterns_free(f.patterns);
    f.patterns = irt_patterns_new(data, data->school, 3, &error);
    f.estimator = &irt_federated;
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(isnan(fit->effect[1]) && isnan(fit->effect_se[1]));
    ck_assert_double_eq_tol(fit->effect[0] + fit->effect[2], 0.0, 1e-9);
    ck_assert_double_gt(fit->effect_se[0], 0.0);
    bool said = false;
    for (size_t i = 0; i < fit->notes.count; i++)
        said = said || strstr(fit->notes.text[i], "no finite estimate") != NULL;
    ck_assert(said);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- dropping out and coming back --------------------------------------------------------------------- */

static void
finish(struct fixture *f)
{
    enum irt_stage stage;
    do
        stage = irt_federated.advance(f->em, IRT_GRAIN_CYCLE, &error);
    while (stage != IRT_STAGE_DONE && stage != IRT_STAGE_FAILED);
    ck_assert_msg(stage == IRT_STAGE_DONE, "%s", error.message);
    ck_assert(irt_federated.look(f->em, &f->last, &error));
}

/* The same data without a school. */
static struct irt_responses *
without(struct irt_responses *data, uint32_t school)
{
    size_t kept = 0;
    for (size_t i = 0; i < data->rows; i++)
        if (data->school[i] != school) {
            memmove(data->code + kept * data->items, data->code + i * data->items,
                    data->items);
            data->school[kept++] =
                data->school[i] > school ? data->school[i] - 1 : data->school[i];
        }
    data->rows = kept;
    free(data->school_name[school]);
    for (size_t k = school; k + 1 < data->schools; k++)
        data->school_name[k] = data->school_name[k + 1];
    data->schools--;
    irt_responses_count(data);
    return data;
}

START_TEST(a_school_drops_out_and_comes_back)
{
    struct fixture all, less, f;
    struct irt_options options = federated_options();
    enum irt_effects effects = all_effects[_i];
    options.tolerance = 1e-9;
    open_effects(&all, schools_apart("2pl", 6, 4), "2pl", effects, &options);
    open_effects(&less, without(schools_apart("2pl", 6, 4), 1), "2pl", effects, &options);
    fixture_run(&all, IRT_GRAIN_CYCLE);
    fixture_run(&less, IRT_GRAIN_CYCLE);
    for (int back = 0; back < 2; back++) {
        open_effects(&f, schools_apart("2pl", 6, 4), "2pl", effects, &options);
        fixture_start(&f);
        for (int c = 0; c < 3; c++)
            irt_federated.advance(f.em, IRT_GRAIN_CYCLE, &error);
        ck_assert(irt_federated_drop(f.em, 1, true, &error));
        for (int c = 0; c < 3; c++)
            irt_federated.advance(f.em, IRT_GRAIN_CYCLE, &error);
        ck_assert(irt_federated.look(f.em, &f.last, &error));
        ck_assert(!f.last.federation.in[1] && !f.last.federation.answered[1]);
        if (back)
            ck_assert(irt_federated_drop(f.em, 1, false, &error));
        finish(&f);
        const struct fixture *same = back ? &all : &less;
        size_t end = f.trace.rows - 1;
        ck_assert_double_eq_tol(f.trace.loglik[end],
                                same->trace.loglik[same->trace.rows - 1], 1e-7);
        for (size_t k = 0; k < f.model->sigma; k++)
            ck_assert_double_eq_tol(f.last.psi[k], same->last.psi[k], 1e-6);
        for (size_t k = 0; k < 4; k++)
            if (effects != IRT_EFFECTS_NONE && (back || k != 1))
                ck_assert_double_eq_tol(
                    f.last.federation.effect[k],
                    same->last.federation.effect[back || k == 0 ? k : k - 1], 1e-6);
        fixture_close(&f);
    }
    fixture_close(&all);
    fixture_close(&less);
}
END_TEST

/* A run that is done goes on: without a school, and with it again. */
START_TEST(schools_drop_out_after_the_end)
{
    struct fixture all, less, f;
    struct irt_options options = federated_options();
    enum irt_effects effects = all_effects[_i];
    options.tolerance = 1e-9;
    open_effects(&all, schools_apart("2pl", 6, 4), "2pl", effects, &options);
    open_effects(&less, without(schools_apart("2pl", 6, 4), 1), "2pl", effects, &options);
    fixture_run(&all, IRT_GRAIN_CYCLE);
    fixture_run(&less, IRT_GRAIN_CYCLE);
    open_effects(&f, schools_apart("2pl", 6, 4), "2pl", effects, &options);
    fixture_start(&f);
    finish(&f);
    size_t rows = f.trace.rows;
    ck_assert(irt_federated_drop(f.em, 1, false, &error)); /* nothing changes by that */
    ck_assert_int_eq((int)irt_federated.advance(f.em, IRT_GRAIN_CYCLE, &error),
                     IRT_STAGE_DONE);
    ck_assert_uint_eq(f.trace.rows, rows);
    for (int back = 0; back < 2; back++) {
        const struct fixture *same = back ? &all : &less;
        double found = f.trace.loglik[rows - 1];
        ck_assert(irt_federated_drop(f.em, 1, !back, &error));
        ck_assert(irt_federated.look(f.em, &f.last, &error));
        ck_assert_int_eq(f.last.stopped, IRT_STOP_NOT_YET);
        finish(&f);
        ck_assert_uint_gt(f.trace.rows, rows);
        ck_assert_int_eq(f.last.stopped, IRT_STOP_PARAMETER);
        ck_assert_double_eq(f.trace.loglik[rows - 1],
                            found); /* it stays, and is repeated */
        ck_assert_double_eq(f.trace.max_change[rows], 0);
        ck_assert(f.trace.loglik[rows] != found);
        ck_assert_double_eq_tol(f.trace.loglik[f.trace.rows - 1],
                                same->trace.loglik[same->trace.rows - 1], 1e-7);
        for (size_t k = 0; k < f.model->sigma; k++)
            ck_assert_double_eq_tol(f.last.psi[k], same->last.psi[k], 1e-6);
        rows = f.trace.rows;
    }
    if (effects == IRT_EFFECTS_FIXED) /* errors too are found anew */
        for (size_t k = 0; k < 4; k++)
            ck_assert_double_eq_tol(f.last.federation.effect_se[k],
                                    all.last.federation.effect_se[k], 1e-6);
    fixture_close(&f);
    fixture_close(&all);
    fixture_close(&less);
}
END_TEST

START_TEST(who_cannot_drop_out_is_told)
{
    struct fixture f;
    struct irt_options options = federated_options();
    struct irt_model_options model = { .kind = "2pl",
                                       .effects = IRT_EFFECTS_FIXED,
                                       .anchor = "2" };
    fixture_open_model(&f, schools_apart("2pl", 6, 4), &model, &options);
    f.estimator = &irt_federated;
    fixture_start(&f);
    ck_assert(!irt_federated_drop(f.em, 1, true, &error));
    ck_assert(strstr(error.message, "is the anchor") != NULL);
    ck_assert(!irt_federated_drop(f.em, 9, true, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    fixture_close(&f);
    open_effects(&f, schools_apart("2pl", 6, 4), "2pl", IRT_EFFECTS_NONE, &options);
    fixture_start(&f);
    for (size_t k = 0; k < 3; k++)
        ck_assert(irt_federated_drop(f.em, k, true, &error));
    ck_assert(!irt_federated_drop(f.em, 3, true, &error));
    ck_assert(strstr(error.message, "last one left") != NULL);
    fixture_close(&f);
}
END_TEST

/* --- the wire ------------------------------------------------------------------------------------------ */

/* Bytes counted are those of the messages; the last round's are there to be read. */
START_TEST(what_is_counted_is_what_was_sent)
{
    struct fixture f;
    struct irt_options options = federated_options();
    const uint8_t *bytes;
    size_t size, oldest, newest;
    uint64_t up = 0, down = 0;
    open_effects(&f, schools_apart("pcm", 6, 4), "pcm", IRT_EFFECTS_FIXED, &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    const struct irt_plan *plan = irt_federated_plan(f.em);
    enum irt_effects effects = irt_federated_effects(f.em);
    irt_federated_rounds(f.em, &oldest, &newest);
    ck_assert_uint_eq(oldest, 1);
    ck_assert_uint_eq(newest, f.last.federation.rounds);
    double loglik = 0.0;
    for (size_t round = 1; round <= newest; round++) {
        ck_assert(irt_federated_message(f.em, round, IRT_NO_SCHOOL, &bytes, &size));
        down += 4 * size;
        for (uint32_t k = 0; k < 4; k++) {
            struct irt_word word;
            ck_assert(irt_federated_message(f.em, round, k, &bytes, &size));
            ck_assert_uint_gt(irt_message_words(bytes, size, plan, effects), 0);
            irt_message_word(bytes, size, plan, effects, f.data, 4, &word);
            ck_assert_uint_eq(word.number, round);
            irt_message_word(bytes, size, plan, effects, f.data, 11, &word);
            if (round == newest)
                loglik += word.value;
            up += size;
        }
    }
    ck_assert_uint_eq(up, f.last.federation.bytes_up);
    ck_assert_uint_eq(down, f.last.federation.bytes_down);
    ck_assert_double_eq_tol(loglik, f.trace.loglik[f.trace.rows - 1], 1e-9);
    ck_assert(!irt_federated_message(f.em, newest + 1, 0, &bytes, &size));
    ck_assert(!irt_federated_message(f.em, 0, 0, &bytes, &size));
    ck_assert(!irt_federated_message(f.em, 1, 4, &bytes, &size));
    fixture_close(&f);
}
END_TEST

/* --- refusals --------------------------------------------------------------------------------------------- */

static void
refused(const struct irt_model_options *model, const struct irt_options *options,
        const char *why)
{
    struct fixture f;
    fixture_open_model(&f, schools_apart(model->kind, 5, 4), model, options);
    void *state = calloc(1, irt_federated.state_size);
    ck_assert_msg(!irt_federated.open(state, f.data, f.patterns, f.model, options,
                                      &f.trace, &error),
                  "not refused: %s", why);
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_msg(strstr(error.message, why) != NULL, "'%s' is not in '%s'", why,
                  error.message);
    irt_federated.close(state);
    free(state);
    fixture_close(&f);
}

START_TEST(what_is_not_coherent_is_refused)
{
    struct irt_options options = federated_options(), other;
    struct irt_model_options model = { .kind = "2pl", .effects = IRT_EFFECTS_FIXED };
    model.fix = "item2.d=0.5";
    refused(&model, &options, "item2.d is fixed");
    model.fix = NULL;
    model.prior = "d=normal(0,2)";
    refused(&model, &options, "has a prior");
    model.prior = NULL;
    model.equal = "d";
    refused(&model, &options, "is equal to others");
    model.equal = NULL;
    model.effects = IRT_EFFECTS_GROUPS;
    refused(&model, &options, "--estimator em");
    model.effects = IRT_EFFECTS_NONE;
    other = options;
    irt_options_set_lecture(&other);
    refused(&model, &other, "lecture");
    other = options;
    other.nodes = IRT_NODES_EMPIRICAL;
    refused(&model, &other, "empirical");
    other = options;
    other.tolerance = 0.0;
    refused(&model, &other, "tolerance");
}
END_TEST

/* What moves along is allowed: equal slopes, fixed slopes, priors on slopes; and with an
 * anchor or random effects everything is. */
START_TEST(what_is_coherent_is_allowed)
{
    static const struct {
        const char *fix, *equal, *prior, *anchor;
        enum irt_effects effects;
    } cases[] = {
        { "item2.a=1.5", NULL, NULL, NULL, IRT_EFFECTS_FIXED },
        { NULL, "a", NULL, NULL, IRT_EFFECTS_FIXED },
        { NULL, NULL, "a=lognormal(0,0.5)", NULL, IRT_EFFECTS_FIXED },
        { "item2.d=0.5", NULL, "item3.d=normal(0,1)", "2", IRT_EFFECTS_FIXED },
        { "item2.d=0.5", NULL, "item3.d=normal(0,1)", NULL, IRT_EFFECTS_RANDOM },
        { "item2.d=0.5", "d", "a=normal(1,1)", NULL, IRT_EFFECTS_NONE },
    };
    struct irt_options options = federated_options();
    struct fixture f;
    struct irt_model_options model = { .kind = "2pl",
                                       .fix = cases[_i].fix,
                                       .equal = cases[_i].equal,
                                       .prior = cases[_i].prior,
                                       .anchor = cases[_i].anchor,
                                       .effects = cases[_i].effects };
    options.tolerance = 1e-6;
    fixture_open_model(&f, schools_apart("2pl", 6, 4), &model, &options);
    irt_patterns_free(f.patterns);
    f.patterns = irt_patterns_new(f.data, f.model->groups > 1 ? f.data->school : NULL,
                                  f.model->groups, &error);
    f.estimator = &irt_federated;
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_int_eq(fit->stopped, IRT_STOP_PARAMETER);
    ck_assert_double_lt(fit->max_gradient, 1e-3);
    ck_assert_ptr_nonnull(fit->covariance);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(pooled_em_leaves_some_things_to_schools)
{
    struct fixture f;
    struct irt_options options = federated_options();
    void *state = calloc(1, irt_em.state_size);
    open_effects(&f, schools_apart("2pl", 5, 4), "2pl", IRT_EFFECTS_NONE, &options);
    ck_assert(
        !irt_em.open(state, f.data, f.patterns, f.model, &options, &f.trace, &error));
    ck_assert(strstr(error.message, "lbfgs") != NULL);
    irt_em.close(state);
    fixture_close(&f);
    options.accelerate = IRT_ACCELERATE_SQUAREM;
    open_effects(&f, schools_apart("2pl", 5, 4), "2pl", IRT_EFFECTS_RANDOM, &options);
    ck_assert(
        !irt_em.open(state, f.data, f.patterns, f.model, &options, &f.trace, &error));
    ck_assert(strstr(error.message, "federated") != NULL);
    irt_em.close(state);
    free(state);
    fixture_close(&f);
}
END_TEST

/* Long work ends when it is asked to; the estimates stand without errors. */
static bool
ask_to_end(void *context)
{
    (void)context;
    return true;
}

START_TEST(errors_can_be_interrupted)
{
    struct fixture f;
    struct irt_options options = federated_options();
    options.cancel.asked = ask_to_end;
    open_effects(&f, schools_apart("2pl", 5, 4), "2pl", IRT_EFFECTS_FIXED, &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_ptr_null(fit->covariance);
    ck_assert(isfinite(fit->loglik));
    ck_assert_uint_gt(fit->notes.count, 0);
    ck_assert(strstr(fit->notes.text[fit->notes.count - 1], "interrupted") != NULL);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("federation");
    TCase *t = tcase_create("sums");
    tcase_add_loop_test(t, many_schools_are_one, 0, WAYS * FIXTURE_KINDS);
    tcase_add_loop_test(t, the_optimum_is_the_pooled_one, 0, 2 * FIXTURE_KINDS);
    tcase_add_loop_test(t, cross_products_are_the_pooled_ones, 0, 2);
    tcase_add_test(t, frequencies_count);
    suite_add_tcase(suite, t);
    t = tcase_create("climbing");
    tcase_add_loop_test(t, the_objective_never_falls, 0, WAYS * 3 * FIXTURE_KINDS);
    tcase_add_loop_test(t, all_ways_lead_to_one_optimum, 0, 3 * FIXTURE_KINDS);
    tcase_add_loop_test(t, a_default_fit_takes_few_rounds, 0, 16);
    tcase_add_test(t, it_stops_for_the_reason_asked);
    suite_add_tcase(suite, t);
    t = tcase_create("stepping");
    tcase_add_loop_test(t, messages_one_by_one_equal_whole_rounds, 0, WAYS * 4);
    tcase_add_loop_test(t, threads_change_no_bit, 0, 4);
    tcase_add_test(t, a_large_school_changes_no_bit);
    tcase_add_test(t, stages_are_messages);
    tcase_add_loop_test(t, effects_are_centred_in_every_cycle, 0, FIXTURE_KINDS);
    suite_add_tcase(suite, t);
    t = tcase_create("effects");
    tcase_add_test(t, fixed_effects_are_those_of_direct_maximisation);
    tcase_add_test(t, an_anchor_moves_the_origin);
    tcase_add_test(t, averages_are_those_of_the_pooled_scores);
    tcase_add_test(t, random_effects_shrink);
    tcase_add_loop_test(t, odd_schools_converge, 0, 4);
    tcase_add_test(t, a_runaway_effect_is_said);
    tcase_add_loop_test(t, a_school_drops_out_and_comes_back, 0, 4);
    tcase_add_loop_test(t, schools_drop_out_after_the_end, 0, 4);
    tcase_add_test(t, who_cannot_drop_out_is_told);
    suite_add_tcase(suite, t);
    t = tcase_create("wire");
    tcase_add_test(t, what_is_counted_is_what_was_sent);
    tcase_add_test(t, what_is_not_coherent_is_refused);
    tcase_add_loop_test(t, what_is_coherent_is_allowed, 0, 6);
    tcase_add_test(t, pooled_em_leaves_some_things_to_schools);
    tcase_add_test(t, errors_can_be_interrupted);
    suite_add_tcase(suite, t);
    return suite;
}
