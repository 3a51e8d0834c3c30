/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The likelihood of items and persons together. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "estimate/joint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;
static const char *const kinds[] = { "rasch", "1pl", "2pl", "pcm" };
#define KINDS 4

static struct irt_joint *
open_joint(struct fixture *f, const char *kind, size_t persons, size_t items)
{
    fixture_open(f, fixture_simulated_by(kind, persons, items, 0.1, 12), kind);
    struct irt_joint *joint = irt_joint_new(f->data, f->patterns, f->model, &error);
    ck_assert_msg(joint != NULL, "%s", error.message);
    return joint;
}

START_TEST(derivatives_agree_with_differences)
{
    struct fixture f;
    struct irt_joint *joint = open_joint(&f, kinds[_i], 60, 8);
    const double step = 1e-5;
    double *by_psi = calloc(f.model->parameters, sizeof *by_psi);
    double *by_theta = calloc(joint->count, sizeof *by_theta);
    irt_joint_loglik(joint, f.psi, by_psi, by_theta);
    for (size_t j = 0; j < f.model->items; j++)
        for (size_t k = f.model->item[j].first;
             k < f.model->item[j].first + f.model->item[j].count; k++) {
            double held = f.psi[k];
            f.psi[k] = held + step;
            double up = irt_joint_loglik(joint, f.psi, NULL, NULL);
            f.psi[k] = held - step;
            double down = irt_joint_loglik(joint, f.psi, NULL, NULL);
            f.psi[k] = held;
            if (!joint->item_out[j])
                ck_assert_double_eq_tol(by_psi[k], (up - down) / (2.0 * step), 1e-5);
        }
    for (size_t i = 0; i < joint->count; i += 7) {
        double held = joint->theta[i];
        joint->theta[i] = held + step;
        double up = irt_joint_loglik(joint, f.psi, NULL, NULL);
        joint->theta[i] = held - step;
        double down = irt_joint_loglik(joint, f.psi, NULL, NULL);
        joint->theta[i] = held;
        ck_assert_double_eq_tol(by_theta[i], (up - down) / (2.0 * step), 1e-5);
    }
    free(by_psi);
    free(by_theta);
    irt_joint_free(joint);
    fixture_close(&f);
}
END_TEST

/* Steps raise the likelihood, identifying leaves it, and the end is a stationary point. */
START_TEST(steps_climb)
{
    struct fixture f;
    struct irt_joint *joint = open_joint(&f, kinds[_i], 200, 20);
    double before = irt_joint_loglik(joint, f.psi, NULL, NULL);
    for (int cycle = 0; cycle < 60; cycle++) {
        irt_joint_step_persons(joint, f.psi);
        irt_joint_step_items(joint, f.psi);
        double after = irt_joint_loglik(joint, f.psi, NULL, NULL);
        ck_assert_double_ge(after, before - 1e-9 * fabs(before));
        irt_joint_identify(joint, f.psi);
        before = irt_joint_loglik(joint, f.psi, NULL, NULL);
        ck_assert_double_eq_tol(before, after, 1e-8 * fabs(after));
    }
    irt_joint_free(joint);
    fixture_close(&f);
}
END_TEST

/* LSAT-6, sum b = 0, the extreme scores set aside: an independent Newton's numbers. */
START_TEST(lsat6_rasch)
{
    static const double b[5] = { -1.548802, .561398, 1.628551, .165303, -.806450 };
    static const double theta[6] = { 0, -1.722894, -.520633, .516150, 1.721717, 0 };
    struct fixture f;
    fixture_open(&f, fixture_lsat6(), "rasch");
    struct irt_joint *joint = irt_joint_new(f.data, f.patterns, f.model, &error);
    ck_assert_ptr_nonnull(joint);
    ck_assert_double_eq(joint->persons_out, 301.0);
    for (int cycle = 0; cycle < 400; cycle++) {
        irt_joint_step_persons(joint, f.psi);
        irt_joint_step_items(joint, f.psi);
        irt_joint_identify(joint, f.psi);
    }
    ck_assert_double_eq_tol(irt_joint_loglik(joint, f.psi, NULL, NULL), -1701.73366,
                            1e-5);
    for (size_t j = 0; j < 5; j++)
        ck_assert_double_eq_tol(-f.psi[f.model->item[j].first + 1], b[j], 1e-6);
    for (size_t i = 0; i < joint->count; i++) {
        const unsigned char *code =
            f.data->code + f.patterns->row[joint->pattern[i]] * f.data->items;
        ck_assert_double_eq_tol(joint->theta[i],
                                theta[code[0] + code[1] + code[2] + code[3] + code[4]],
                                1e-6);
    }
    irt_joint_free(joint);
    fixture_close(&f);
}
END_TEST

/* An item that only extreme persons got wrong goes with them, and persons after it. */
START_TEST(setting_aside_goes_on_until_none_is_extreme)
{
    static const unsigned char rows[][3] = {
        { 0, 0, 0 }, { 1, 1, 0 }, { 1, 0, 1 }, { 1, 1, 1 }, { 1, 0, 0 }
    };
    struct irt_responses *data = irt_responses_new(5, 3, &error);
    struct fixture f;
    memcpy(data->code, rows, sizeof rows);
    irt_responses_count(data);
    fixture_open(&f, data, "rasch");
    struct irt_joint *joint = irt_joint_new(f.data, f.patterns, f.model, &error);
    ck_assert_ptr_nonnull(joint);
    ck_assert(joint->item_out[0] && !joint->item_out[1] && !joint->item_out[2]);
    ck_assert_uint_eq(joint->count, 2); /* 1 0 0 went after item 1 */
    ck_assert_double_eq(joint->persons_out, 3.0);
    irt_joint_free(joint);
    fixture_close(&f);
}
END_TEST

START_TEST(what_cannot_be_had_is_refused)
{
    struct fixture f;
    fixture_open(&f, fixture_simulated(50, 5, 0.0, 3), "3pl");
    ck_assert_ptr_null(irt_joint_new(f.data, f.patterns, f.model, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    fixture_close(&f);
    struct irt_responses *data = irt_responses_new(2, 2, &error);
    memcpy(data->code, (const unsigned char[]){ 0, 0, 1, 1 }, 4);
    irt_responses_count(data);
    fixture_open(&f, data, "rasch");
    ck_assert_ptr_null(irt_joint_new(f.data, f.patterns, f.model, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    fixture_close(&f);
}
END_TEST

/* --- the estimators ------------------------------------------------------------------------------ */

static struct irt_fit *
fit_by(const struct irt_estimator_ops *ops, struct fixture *f,
       const struct irt_options *options, const char *kind, struct irt_responses *data)
{
    struct irt_model_options model = { .kind = kind, .by_items = true };
    fixture_open_model(f, data, &model, options);
    void *state = calloc(1, ops->state_size);
    enum irt_stage stage;
    ck_assert_msg(ops->open(state, f->data, f->patterns, f->model, options, &f->trace,
                            &error),
                  "%s", error.message);
    do
        stage = ops->advance(state, IRT_GRAIN_CYCLE, &error);
    while (stage != IRT_STAGE_DONE && stage != IRT_STAGE_FAILED);
    ck_assert_msg(stage == IRT_STAGE_DONE, "%s", error.message);
    ck_assert(ops->look(state, &f->last, &error));
    struct irt_fit *fit = irt_fit_new(f->data, f->patterns, f->model, ops, options,
                                      &f->trace, &f->last, &error);
    ck_assert_msg(fit != NULL, "%s", error.message);
    struct irt_snapshot past = { 0 };
    ck_assert(ops->revisit(state, 1, &past, &error));
    ck_assert_mem_eq(past.psi, irt_trace_psi(&f->trace, 1),
                     f->model->parameters * sizeof(double));
    ck_assert(!ops->revisit(state, f->trace.rows, &past, &error));
    irt_snapshot_clear(&past);
    ops->close(state);
    free(state);
    return fit;
}

static double
difficulty(const struct irt_fit *fit, size_t j, double *se)
{
    return irt_fit_difficulty(fit, j, 0, se);
}

/* eRm: LSAT-6, sum b = 0. */
START_TEST(cml_of_lsat6)
{
    static const double b[5] = { -1.25613, .47491, 1.23598, .16841, -.62317 };
    static const double se[5] = { .1044, .0699, .0688, .0726, .0859 };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    struct irt_fit *fit = fit_by(&irt_cml, &f, &options, "rasch", fixture_lsat6());
    ck_assert(fit->converged);
    ck_assert_double_eq_tol(fit->loglik, -1091.56969, 1e-5);
    ck_assert_uint_eq(irt_model_estimated(f.model), 4);
    for (size_t j = 0; j < 5; j++) {
        double error_of;
        ck_assert_double_eq_tol(difficulty(fit, j, &error_of), b[j], 1e-5);
        ck_assert_double_eq_tol(error_of, se[j], 6e-5);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* An independent Newton's: LSAT-6, sum b = 0, extreme scores out. */
START_TEST(jml_of_lsat6)
{
    static const double b[5] = { -1.548802, .561398, 1.628551, .165303, -.806450 };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.optimizer = _i ? IRT_OPTIMIZER_ADAM : IRT_OPTIMIZER_NEWTON;
    options.tolerance = 1e-7;
    options.max_cycles = 20000;
    struct irt_fit *fit = fit_by(&irt_jml, &f, &options, "rasch", fixture_lsat6());
    ck_assert(fit->converged);
    ck_assert_double_eq_tol(fit->loglik, -1701.73366, 1e-5);
    ck_assert(isnan(fit->aic));
    for (size_t j = 0; j < 5; j++)
        ck_assert_double_eq_tol(difficulty(fit, j, NULL), b[j], _i ? 1e-3 : 2e-6);
    ck_assert_uint_ge(fit->notes.count, 2);
    ck_assert_ptr_nonnull(strstr(fit->notes.text[0], "set 301 persons aside"));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(the_correction_shrinks_difficulties)
{
    struct irt_options options = irt_options_defaults();
    struct fixture f, g;
    struct irt_fit *plain = fit_by(&irt_jml, &f, &options, "rasch", fixture_lsat6());
    options.correct = true;
    struct irt_fit *corrected = fit_by(&irt_jml, &g, &options, "rasch", fixture_lsat6());
    for (size_t j = 0; j < 5; j++)
        ck_assert_double_eq_tol(difficulty(corrected, j, NULL),
                                0.8 * difficulty(plain, j, NULL), 1e-12);
    irt_fit_free(plain);
    irt_fit_free(corrected);
    fixture_close(&f);
    fixture_close(&g);
}
END_TEST

/* 2PL and PCM end at a stationary point of the joint likelihood. */
START_TEST(jml_ends_where_nothing_rises)
{
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.tolerance = 1e-7;
    options.max_cycles = 5000;
    struct irt_fit *fit =
        fit_by(&irt_jml, &f, &options, kinds[_i],
               fixture_simulated_by(kinds[_i], 400, 25, 0.05, 30 + (unsigned)_i));
    ck_assert(fit->converged);
    ck_assert_double_lt(fit->max_gradient, 1e-3);
    for (size_t c = 1; c < f.trace.rows; c++)
        ck_assert_double_ge(f.trace.loglik[c],
                            f.trace.loglik[c - 1] - 1e-9 * fabs(f.trace.loglik[c]));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* What an item that was set aside is remains unknown. */
START_TEST(nothing_is_said_of_what_is_set_aside)
{
    static const unsigned char rows[][3] = {
        { 0, 0, 0 }, { 1, 1, 0 }, { 1, 0, 1 }, { 1, 1, 1 }, { 1, 0, 0 }
    };
    struct irt_options options = irt_options_defaults();
    struct irt_responses *data = irt_responses_new(5, 3, &error);
    struct fixture f;
    memcpy(data->code, rows, sizeof rows);
    irt_responses_count(data);
    struct irt_fit *fit = fit_by(&irt_jml, &f, &options, "rasch", data);
    ck_assert(isnan(fit->psi[f.model->item[0].first + 1]));
    ck_assert(isfinite(fit->psi[f.model->item[1].first + 1]));
    ck_assert_ptr_nonnull(strstr(fit->notes.text[1], "set item 'item1' aside"));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* 2PL with five items: the joint likelihood has no maximum, and the run says so. */
START_TEST(what_runs_away_is_bounded)
{
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.max_cycles = 300;
    struct irt_fit *fit = fit_by(&irt_jml, &f, &options, "2pl", fixture_lsat6());
    for (size_t k = 0; k < f.model->sigma; k++)
        ck_assert_double_le(fabs(fit->psi[k]), 50.0);
    ck_assert(isfinite(fit->loglik));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(cml_refuses_other_models)
{
    struct irt_options options = irt_options_defaults();
    struct irt_trace trace = { 0 };
    struct fixture f;
    void *state = calloc(1, irt_cml.state_size);
    fixture_open(&f, fixture_lsat6(), "2pl");
    ck_assert(
        !irt_cml.open(state, f.data, f.patterns, f.model, &options, &trace, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    free(state);
    irt_trace_clear(&trace);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("joint");
    TCase *t = tcase_create("joint");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, derivatives_agree_with_differences, 0, KINDS);
    tcase_add_loop_test(t, steps_climb, 0, KINDS);
    tcase_add_test(t, lsat6_rasch);
    tcase_add_test(t, setting_aside_goes_on_until_none_is_extreme);
    tcase_add_test(t, what_cannot_be_had_is_refused);
    tcase_add_test(t, cml_of_lsat6);
    tcase_add_loop_test(t, jml_of_lsat6, 0, 2);
    tcase_add_test(t, the_correction_shrinks_difficulties);
    tcase_add_loop_test(t, jml_ends_where_nothing_rises, 0, KINDS);
    tcase_add_test(t, nothing_is_said_of_what_is_set_aside);
    tcase_add_test(t, what_runs_away_is_bounded);
    tcase_add_test(t, cml_refuses_other_models);
    suite_add_tcase(suite, t);
    return suite;
}
