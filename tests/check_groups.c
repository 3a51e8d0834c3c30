/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several populations of theta: school effects and groups. */
#include "config.h"

#include "suite.h"

#include "fixture.h"
#include "reference.h"

#include "data/deal.h"
#include "data/load.h"
#include "data/split.h"
#include "estimate/estep.h"
#include "estimate/standard_errors.h"
#include "model/population.h"
#include "score/score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* Simulated data dealt to schools. */
static struct irt_responses *
dealt(const char *kind, size_t persons, size_t items, size_t schools)
{
    struct irt_responses *data = fixture_simulated_by(kind, persons, items, 0.1, 21);
    ck_assert_msg(irt_deal(data, schools, 3, &error), "%s", error.message);
    return data;
}

static const enum irt_effects both[] = { IRT_EFFECTS_FIXED, IRT_EFFECTS_GROUPS };

/* Effects set apart, so that schools differ. */
static void
open_apart(struct fixture *f, const char *kind, enum irt_effects effects, size_t persons,
           size_t schools)
{
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = kind, .effects = effects };
    options.points = 21;
    fixture_open_model(f, dealt(kind, persons, 5, schools), &model, &options);
    fixture_disturb(f, f->psi);
    for (size_t g = 0; g < schools; g++)
        f->psi[f->model->location + g] = 0.4 * (double)g - 0.5;
    if (effects == IRT_EFFECTS_GROUPS)
        for (size_t g = 0; g < schools; g++)
            f->psi[f->model->spread + g] = 1.0 + 0.1 * (double)g;
    if (f->model->parameter[f->model->sigma].free != IRT_NONE)
        f->psi[f->model->sigma] = 1.2;
}

/* The gradient before what is centred is taken off. */
static void
raw_gradient(struct fixture *f, double *gradient, double *loglik)
{
    struct irt_pool *pool = irt_pool_new(1, &error);
    struct irt_estep *estep = irt_estep_new(f->data, f->patterns, f->model,
                                            f->quadrature->points, pool, &error);
    struct irt_parts *parts = irt_parts_new(f->model, f->quadrature, &error);
    irt_parts_place(parts, f->model, f->psi, f->quadrature);
    irt_estep_run(estep, f->model, f->psi, parts);
    memset(gradient, 0, f->model->free_count * sizeof *gradient);
    for (size_t g = 0; g < parts->count; g++)
        irt_expected_add_gradient(parts->part[g].expected, f->model, f->psi, g,
                                  parts->part[g].quadrature, gradient);
    *loglik = parts->loglik;
    irt_parts_free(parts);
    irt_estep_free(estep);
    irt_pool_free(pool);
}

START_TEST(gradient_is_that_of_the_log_likelihood)
{
    struct fixture f;
    const double step = 1e-5;
    double gradient[80], loglik;
    open_apart(&f, fixture_kinds[_i / 2], both[_i % 2], 90, 3);
    raw_gradient(&f, gradient, &loglik);
    ck_assert_double_eq_tol(loglik, fixture_loglik(&f, f.psi), 1e-8);
    for (size_t k = 0; k < f.model->free_count; k++) {
        fixture_move(&f, f.psi, k, step);
        double up = fixture_loglik(&f, f.psi);
        fixture_move(&f, f.psi, k, -2.0 * step);
        double down = fixture_loglik(&f, f.psi);
        fixture_move(&f, f.psi, k, step);
        ck_assert_double_eq_tol(gradient[k], (up - down) / (2.0 * step), 2e-5);
    }
    fixture_close(&f);
}
END_TEST

START_TEST(information_is_minus_the_hessian)
{
    struct fixture f;
    const double step = 1e-4;
    double up[80], down[80], loglik;
    open_apart(&f, fixture_kinds[_i / 2], both[_i % 2], 60, 3);
    size_t F = f.model->free_count;
    double *information = calloc(F * F, sizeof *information);
    ck_assert(irt_information(IRT_SE_OAKES, f.data, f.patterns, f.model, f.psi,
                              f.quadrature, 2, NULL, information, &error));
    irt_model_log_prior(f.model, f.psi, NULL, information);
    irt_model_log_prior(f.model, f.psi, NULL, information);
    for (size_t a = 0; a < F; a++) {
        fixture_move(&f, f.psi, a, step);
        raw_gradient(&f, up, &loglik);
        fixture_move(&f, f.psi, a, -2.0 * step);
        raw_gradient(&f, down, &loglik);
        fixture_move(&f, f.psi, a, step);
        for (size_t b = 0; b < F; b++) {
            double numeric = -(up[b] - down[b]) / (2.0 * step);
            if (f.model->priors == 0)
                ck_assert_double_eq_tol(information[a * F + b], numeric,
                                        2e-4 * (1.0 + fabs(numeric)));
        }
    }
    free(information);
    fixture_close(&f);
}
END_TEST

/* Moving items and populations alike leaves every probability. */
START_TEST(identifying_changes_no_probability)
{
    struct fixture f;
    open_apart(&f, fixture_kinds[_i / 2], both[_i % 2], 60, 3);
    double before = fixture_loglik(&f, f.psi), sum = 0.0;
    irt_model_identify(f.model, f.psi);
    if (!f.model->own_scale) {
        /* The truncated grid moves along only where theta is shifted, not stretched. */
        double tolerance = both[_i % 2] == IRT_EFFECTS_GROUPS ? 1e-6 : 1e-9;
        ck_assert_double_eq_tol(fixture_loglik(&f, f.psi), before, tolerance);
        for (size_t g = 0; g < f.model->groups; g++)
            sum += f.psi[f.model->location + g];
        if (f.model->centred)
            ck_assert_double_eq_tol(sum, 0.0, 1e-12);
        else
            ck_assert_double_eq(f.psi[f.model->location + f.model->anchor], 0.0);
    }
    fixture_close(&f);
}
END_TEST

/* l never falls, and its end is a stationary point; staged and fused agree. */
START_TEST(em_climbs_to_a_stationary_point)
{
    struct fixture f, staged;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = fixture_kinds[_i / 2],
                                       .effects = both[_i % 2] };
    options.points = 21;
    options.max_cycles = 12;
    options.threads = 2;
    fixture_open_model(&f, dealt(model.kind, 120, 5, 3), &model, &options);
    options.threads = 1;
    fixture_open_model(&staged, dealt(model.kind, 120, 5, 3), &model, &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    fixture_run(&staged, IRT_GRAIN_STAGE);
    ck_assert_uint_eq(f.trace.rows, staged.trace.rows);
    for (size_t c = 0; c < f.trace.rows; c++) {
        double objective = f.trace.loglik[c] + f.trace.log_prior[c];
        ck_assert_double_eq_tol(f.trace.loglik[c], staged.trace.loglik[c],
                                1e-7 * fabs(objective));
        if (c > 0)
            ck_assert_double_ge(objective, f.trace.loglik[c - 1] +
                                               f.trace.log_prior[c - 1] -
                                               1e-9 * fabs(objective));
    }
    if (f.model->priors == 0) /* asymptotes wander for long */
        ck_assert_double_lt(f.trace.max_gradient[f.trace.rows - 1],
                            0.5 * f.trace.max_gradient[0]);
    fixture_close(&f);
    fixture_close(&staged);
}
END_TEST

/* Priors on intercepts tie the items to theta's origin: the constraint is held as such, and
 * nothing better lies beside the maximum along what may move. */
START_TEST(priors_hold_the_constraint)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "2pl",
                                       .effects = both[_i],
                                       .prior = "d=normal(0.5,0.7)" };
    double sum = 0.0;
    options.tolerance = 1e-8;
    options.points = 31;
    fixture_open_model(&f, dealt("2pl", 200, 5, 3), &model, &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(fit->converged);
    for (size_t g = 0; g < 3; g++)
        sum += fit->psi[f.model->location + g];
    if (f.model->centred)
        ck_assert_double_eq_tol(sum, 0.0, 1e-10);
    double best = fixture_objective(&f, fit->psi);
    for (size_t g = 0; g < 3; g++)
        for (int sign = -1; sign <= 1; sign += 2) {
            size_t k = f.model->location + g, other = f.model->location + (g + 1) % 3;
            double held = fit->psi[k], held_other = fit->psi[other];
            if (f.model->parameter[k].free == IRT_NONE)
                continue;
            fit->psi[k] += sign * 1e-3;
            if (f.model->centred)
                fit->psi[other] -= sign * 1e-3;
            ck_assert_double_lt(fixture_objective(&f, fit->psi), best);
            fit->psi[k] = held;
            fit->psi[other] = held_other;
        }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(what_has_no_effect_is_refused)
{
    struct irt_model_options fixed = { .effects = IRT_EFFECTS_FIXED };
    struct irt_responses *data = fixture_simulated(60, 5, 0.0, 8);
    ck_assert_ptr_null(irt_model_new(data, &fixed, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "needs schools"));
    ck_assert(irt_deal(data, 3, 1, &error));
    fixed.anchor = "4";
    ck_assert_ptr_null(irt_model_new(data, &fixed, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "no school is called '4'"));
    fixed.anchor = NULL;
    for (size_t i = 0; i < data->rows; i++)
        if (data->school[i] == 1)
            memset(data->code + i * data->items, 0, data->items);
    irt_responses_count(data);
    ck_assert_ptr_null(irt_model_new(data, &fixed, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "school '2' gave only the lowest"));
    for (size_t i = 0; i < data->rows; i++)
        if (data->school[i] == 1)
            memset(data->code + i * data->items, IRT_MISSING, data->items);
    irt_responses_count(data);
    ck_assert_ptr_null(irt_model_new(data, &fixed, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "school '2' answered nothing"));
    irt_responses_free(data);
}
END_TEST

/* --- dealing ------------------------------------------------------------------------------------ */

START_TEST(dealing_keeps_every_person)
{
    struct irt_responses *data = fixture_lsat6();
    double persons[7], all = data->persons;
    ck_assert(irt_deal(data, 7, 5, &error));
    irt_responses_count(data);
    ck_assert_double_eq(data->persons, all);
    irt_school_persons(data, persons);
    for (size_t k = 0; k < 7; k++) {
        ck_assert_double_ge(persons[k], floor(all / 7.0));
        ck_assert_double_le(persons[k], ceil(all / 7.0));
    }
    ck_assert_str_eq(data->school_name[6], "7");
    irt_responses_free(data);
}
END_TEST

START_TEST(dealing_depends_on_the_seed_alone)
{
    struct irt_responses *a = fixture_simulated(50, 3, 0.0, 2),
                         *b = fixture_simulated(50, 3, 0.0, 2),
                         *c = fixture_simulated(50, 3, 0.0, 2);
    ck_assert(irt_deal(a, 4, 5, &error) && irt_deal(b, 4, 5, &error) &&
              irt_deal(c, 4, 6, &error));
    ck_assert_mem_eq(a->school, b->school, 50 * sizeof *a->school);
    ck_assert_mem_ne(a->school, c->school, 50 * sizeof *a->school);
    ck_assert(!irt_deal(a, 51, 1, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    a->frequency = calloc(50, sizeof *a->frequency);
    a->frequency[0] = 0.5;
    ck_assert(!irt_deal(a, 2, 1, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "row 1 stands for 0.5"));
    irt_responses_free(a);
    irt_responses_free(b);
    irt_responses_free(c);
}
END_TEST

/* A split item is answered in its own school only, and is otherwise what it was. */
START_TEST(split_items_are_several)
{
    struct irt_responses *data = dealt("2pl", 60, 4, 2), *before = dealt("2pl", 60, 4, 2);
    double missing = data->missing;
    ck_assert_msg(irt_split(data, "item2,item4", &error), "%s", error.message);
    ck_assert_uint_eq(data->items, 6);
    ck_assert_str_eq(data->item_name[0], "item1");
    ck_assert_str_eq(data->item_name[1], "item2@1");
    ck_assert_str_eq(data->item_name[2], "item2@2");
    ck_assert_str_eq(data->item_name[5], "item4@2");
    ck_assert_double_eq(data->missing, missing);
    for (size_t i = 0; i < data->rows; i++) {
        size_t mine = data->school[i];
        ck_assert_uint_eq(data->code[i * 6], before->code[i * 4]);
        ck_assert_uint_eq(data->code[i * 6 + 1 + mine], before->code[i * 4 + 1]);
        ck_assert_uint_eq(data->code[i * 6 + 2 - mine], IRT_MISSING);
    }
    irt_responses_free(data);
    irt_responses_free(before);
}
END_TEST

START_TEST(what_cannot_be_split_is_refused)
{
    struct irt_responses *data = fixture_simulated(30, 2, 0.0, 2);
    ck_assert(!irt_split(data, "item1", &error));
    ck_assert_ptr_nonnull(strstr(error.message, "no --groups column"));
    ck_assert(irt_deal(data, 2, 1, &error));
    ck_assert(!irt_split(data, "item3", &error));
    ck_assert_ptr_nonnull(strstr(error.message, "no item 'item3'"));
    ck_assert(!irt_split(data, "item1,item1", &error));
    ck_assert_ptr_nonnull(strstr(error.message, "stands twice"));
    ck_assert(!irt_split(data, "item1,item2", &error));
    ck_assert_ptr_nonnull(strstr(error.message, "every item is listed"));
    ck_assert_uint_eq(data->items, 2);
    irt_responses_free(data);
}
END_TEST

START_TEST(patterns_stand_school_by_school)
{
    struct irt_responses *data = dealt("2pl", 200, 3, 4);
    struct irt_patterns *patterns = irt_patterns_new(data, data->school, 4, &error);
    double persons[4];
    ck_assert_ptr_nonnull(patterns);
    irt_school_persons(data, persons);
    for (size_t g = 0; g < 4; g++) {
        struct irt_patterns part = irt_patterns_of_group(patterns, g);
        double sum = 0.0;
        for (size_t l = 0; l < part.count; l++) {
            ck_assert_uint_eq(data->school[part.row[l]], g);
            sum += part.frequency[l];
        }
        ck_assert_double_eq(sum, persons[g]);
    }
    for (size_t i = 0; i < data->rows; i++) {
        size_t l = patterns->of_row[i];
        ck_assert_uint_eq(data->school[patterns->row[l]], data->school[i]);
        ck_assert_mem_eq(data->code + i * data->items,
                         data->code + patterns->row[l] * data->items, data->items);
    }
    irt_patterns_free(patterns);
    irt_responses_free(data);
}
END_TEST

/* --- known answers ------------------------------------------------------------------------------ */

static void
open_reference(struct fixture *f, const char *folder, const char *kind,
               enum irt_effects effects, const char *column, bool wide)
{
    char path[1000];
    struct irt_load_options load = { .school_column = column };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = kind, .effects = effects };
    snprintf(path, sizeof path, "%s/%s/data.csv", fixture_reference(), folder);
    struct irt_responses *data = irt_load(path, &load, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    options.tolerance = 1e-9;
    options.max_cycles = 5000;
    if (wide) {
        options.points = 101;
        options.lo = -10.0;
        options.hi = 10.0;
    }
    fixture_open_model(f, data, &model, &options);
}

static void
compare_effects(const struct irt_fit *fit, const char *file, const char *effect,
                const char *se, double tolerance)
{
    size_t rows, more;
    double *value = reference_column(file, effect, &rows);
    double *error_of = reference_column(file, se, &more);
    ck_assert_uint_eq(rows, fit->data->schools);
    for (size_t k = 0; k < rows; k++) {
        ck_assert_double_eq_tol(fit->effect[k], value[k], tolerance);
        ck_assert_double_eq_tol(fit->effect_se[k], error_of[k], tolerance);
    }
    free(value);
    free(error_of);
}

/* Direct maximisation, 61 nodes that move with the school (own_61nodes_school_centred), and
 * mirt 1.47's multiple groups with means free and variances 1, on 101 nodes. */
START_TEST(school_effects_are_those_of_others)
{
    struct fixture f;
    if (!fixture_reference())
        return;
    open_reference(&f, "sim-schools", "2pl", IRT_EFFECTS_FIXED, NULL, false);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(fit->converged);
    ck_assert_double_eq_tol(fit->loglik, -9959.07850507141, 1e-6);
    compare_effects(fit, "sim-schools/own_61nodes_school_centred_schools.csv", "effect",
                    "se", 1e-5);
    compare_effects(fit, "sim-schools/mirt_mg_wide_schools.csv", "effect_sumzero",
                    "se_effect_sumzero", 1e-4);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* mirt 1.47: Rasch steps, means free, one common variance. */
START_TEST(partial_credit_with_schools_is_mirts)
{
    struct fixture f;
    if (!fixture_reference())
        return;
    open_reference(&f, "sim-schools-pcm", "pcm", IRT_EFFECTS_FIXED, NULL, true);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(fit->converged);
    ck_assert_double_eq_tol(fit->loglik, -7966.39212415338, 1e-5);
    ck_assert_double_eq_tol(fit->psi[f.model->sigma] * fit->psi[f.model->sigma],
                            1.0381159008, 1e-5);
    ck_assert_double_eq_tol(fit->variance_se, 0.0737264924319, 1e-4);
    compare_effects(fit, "sim-schools-pcm/mirt_mg_pcm_commonvar_schools.csv",
                    "effect_sumzero", "se_effect_sumzero", 1e-4);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* mirt 1.47: items equal, the focal group's mean and variance free. */
START_TEST(two_groups_are_mirts)
{
    struct fixture f;
    if (!fixture_reference())
        return;
    open_reference(&f, "dif", "2pl", IRT_EFFECTS_GROUPS, "group", true);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(fit->converged);
    ck_assert_str_eq(f.data->school_name[f.model->anchor], "ref");
    ck_assert_str_eq(f.data->school_name[0], "foc");
    double sd = irt_group_sd(f.model, fit->psi, 0);
    ck_assert_double_eq_tol(fit->loglik, -16714.9795202601, 1e-4);
    ck_assert_double_eq_tol(fit->effect[0], -0.483610589709, 1e-4);
    ck_assert_double_eq_tol(fit->effect_se[0], 0.0580623518062, 1e-4);
    ck_assert_double_eq_tol(sd * sd, 1.30984089649, 3e-4);
    ck_assert_double_eq_tol(2.0 * sd * fit->se[f.model->spread], 0.121787283531, 3e-4);
    ck_assert_uint_eq(irt_model_estimated(f.model), 32);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* mirt 1.47's likelihood-ratio statistics, each item's slope and intercept freed while all
 * others are equal (DIF, scheme "drop"). */
START_TEST(a_freed_item_gains_what_mirt_finds)
{
    struct fixture f;
    if (!fixture_reference())
        return;
    size_t rows;
    double *expected = reference_column("dif/mirt_DIF_drop_a1_d.csv", "X2", &rows);
    for (size_t j = 0; j < 3; j++) {
        char name[20], path[1000];
        snprintf(name, sizeof name, "I%zu", j + 1);
        snprintf(path, sizeof path, "%s/dif/data.csv", fixture_reference());
        struct irt_load_options load = { .school_column = "group", .free = name };
        struct irt_options options = irt_options_defaults();
        struct irt_model_options model = { .kind = "2pl", .effects = IRT_EFFECTS_GROUPS };
        options.tolerance = 1e-7;
        options.points = 101;
        options.lo = -10.0;
        options.hi = 10.0;
        options.se = IRT_SE_NONE;
        struct irt_responses *data = irt_load(path, &load, &error);
        ck_assert_msg(data != NULL, "%s", error.message);
        fixture_open_model(&f, data, &model, &options);
        struct irt_fit *fit = fixture_fit(&f);
        double X2 = 2.0 * (fit->loglik + 16714.9795202601);
        ck_assert_double_eq_tol(X2, expected[j], 2e-3);
        irt_fit_free(fit);
        fixture_close(&f);
    }
    free(expected);
}
END_TEST

/* A person's score is theta with the school's effect in it. */
START_TEST(scores_stand_on_the_schools_prior)
{
    struct fixture f;
    if (!fixture_reference())
        return;
    open_reference(&f, "sim-schools", "2pl", IRT_EFFECTS_FIXED, NULL, true);
    struct irt_fit *fit = fixture_fit(&f);
    size_t rows;
    double *expected =
        reference_column("sim-schools/mirt_mg_wide_persons.csv", "EAP_sumzero", &rows);
    double *score = calloc(f.patterns->count, sizeof *score),
           *se = calloc(f.patterns->count, sizeof *se), worst = 0.0;
    ck_assert(irt_scores(IRT_SCORE_EAP, f.data, f.patterns, f.model, fit->psi,
                         fit->quadrature, 2, score, se, &error));
    ck_assert_uint_eq(rows, f.data->rows);
    for (size_t i = 0; i < rows; i++)
        worst = fmax(worst, fabs(score[f.patterns->of_row[i]] - expected[i]));
    ck_assert_double_lt(worst, 1e-3);
    /* The posterior's mode lies near its mean, and is drawn to the same prior. */
    ck_assert(irt_scores(IRT_SCORE_MAP, f.data, f.patterns, f.model, fit->psi,
                         fit->quadrature, 2, score, se, &error));
    for (size_t i = 0; i < rows; i++)
        ck_assert_double_lt(fabs(score[f.patterns->of_row[i]] - expected[i]), 0.2);
    free(expected);
    free(score);
    free(se);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("groups");
    TCase *cases = tcase_create("groups");
    tcase_set_timeout(cases, 120);
    tcase_add_loop_test(cases, gradient_is_that_of_the_log_likelihood, 0,
                        2 * FIXTURE_KINDS);
    tcase_add_loop_test(cases, information_is_minus_the_hessian, 0, 2 * FIXTURE_KINDS);
    tcase_add_loop_test(cases, identifying_changes_no_probability, 0, 2 * FIXTURE_KINDS);
    tcase_add_loop_test(cases, em_climbs_to_a_stationary_point, 0, 2 * FIXTURE_KINDS);
    tcase_add_loop_test(cases, priors_hold_the_constraint, 0, 2);
    tcase_add_test(cases, what_has_no_effect_is_refused);
    tcase_add_test(cases, dealing_keeps_every_person);
    tcase_add_test(cases, dealing_depends_on_the_seed_alone);
    tcase_add_test(cases, split_items_are_several);
    tcase_add_test(cases, what_cannot_be_split_is_refused);
    tcase_add_test(cases, patterns_stand_school_by_school);
    tcase_add_test(cases, school_effects_are_those_of_others);
    tcase_add_test(cases, partial_credit_with_schools_is_mirts);
    tcase_add_test(cases, two_groups_are_mirts);
    tcase_add_test(cases, a_freed_item_gains_what_mirt_finds);
    tcase_add_test(cases, scores_stand_on_the_schools_prior);
    suite_add_tcase(suite, cases);
    return suite;
}
