/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The autoencoder as an estimator: beside EM on the same data, and what it must bear. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "data/simulate.h"
#include "score/eap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* Small enough for a test. */
static struct irt_options
quick(void)
{
    struct irt_options options = irt_options_defaults();
    options.neural.hidden[0] = 16;
    options.neural.hidden[1] = 8;
    options.neural.starts = 1;
    options.neural.warm_up = 5;
    options.neural.batch = 32;
    options.neural.refine = 80;
    options.learning_rate = 0.03;
    options.max_cycles = 10;
    options.se = IRT_SE_NONE;
    return options;
}

static void
open_vae(struct fixture *f, struct irt_responses *data, const char *kind,
         const struct irt_options *options)
{
    fixture_open_with(f, data, kind, options);
    f->estimator = &irt_vae;
}

static double
correlation(const double *x, const double *y, size_t count, size_t stride)
{
    double mx = 0.0, my = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
    for (size_t i = 0; i < count; i++) {
        mx += x[i * stride] / (double)count;
        my += y[i * stride] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        double dx = x[i * stride] - mx, dy = y[i * stride] - my;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    return xy / sqrt(xx * yy);
}

static double
distance(const double *x, const double *y, size_t count, size_t stride)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += (x[i * stride] - y[i * stride]) * (x[i * stride] - y[i * stride]);
    return sqrt(sum / (double)count);
}

/* --- accuracy -------------------------------------------------------------------------------- */

/* 2PL with missing cells: slopes, intercepts and scores as EM has them. */
START_TEST(it_comes_out_where_em_does)
{
    struct irt_options options = irt_options_defaults();
    struct fixture em, vae;
    options.se = IRT_SE_NONE;
    options.neural.starts = 1;
    options.neural.refine = 160;
    options.max_cycles = 30;
    fixture_open_with(&em, fixture_simulated(600, 12, 0.05, 9), "2pl", &options);
    open_vae(&vae, fixture_simulated(600, 12, 0.05, 9), "2pl", &options);
    struct irt_fit *a = fixture_fit(&em), *b = fixture_fit(&vae);
    size_t patterns = em.patterns->count;
    double *score = calloc(4 * patterns, sizeof *score);
    ck_assert(irt_eap(em.data, em.patterns, em.model, a->psi, a->quadrature, 1, score,
                      score + patterns, &error));
    ck_assert(irt_eap(vae.data, vae.patterns, vae.model, b->psi, b->quadrature, 1,
                      score + 2 * patterns, score + 3 * patterns, &error));
    ck_assert_double_gt(correlation(a->psi, b->psi, 12, 2), 0.995);
    ck_assert_double_gt(correlation(a->psi + 1, b->psi + 1, 12, 2), 0.999);
    ck_assert_double_lt(distance(a->psi, b->psi, 12, 2), 0.08);
    ck_assert_double_lt(distance(a->psi + 1, b->psi + 1, 12, 2), 0.08);
    ck_assert_double_gt(correlation(score, score + 2 * patterns, patterns, 1), 0.99);
    /* Its likelihood is a little below the largest, by either way, within their error. */
    ck_assert_double_lt(b->loglik_quadrature, a->loglik);
    ck_assert_double_gt(b->loglik_quadrature, a->loglik - 1.0);
    ck_assert_double_lt(fabs(b->loglik - b->loglik_quadrature),
                        5.0 * b->neural.loglik_se + 0.01);
    free(score);
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&em);
    fixture_close(&vae);
}
END_TEST

/* The log-likelihood and the log prior. */
static double
objective(const struct fixture *f, const struct irt_fit *fit)
{
    return fixture_loglik(f, fit->psi) +
           irt_model_log_prior(f->model, fit->psi, NULL, NULL);
}

/* Every model in one dimension comes near what EM finds, with numbers inside their bounds. */
START_TEST(every_model_can_be_trained)
{
    struct irt_options options = quick();
    struct fixture f, em;
    struct irt_responses *data[2];
    for (int i = 0; i < 2; i++)
        data[i] = fixture_simulated_by(fixture_kinds[_i], 150, 5, 0.1, 4);
    open_vae(&f, data[0], fixture_kinds[_i], &options);
    options.max_cycles = 500;
    fixture_open_with(&em, data[1], fixture_kinds[_i], &options);
    struct irt_fit *fit = fixture_fit(&f), *best = fixture_fit(&em);
    ck_assert_msg(fit->stopped == IRT_STOP_LOGLIK || fit->stopped == IRT_STOP_MAX_CYCLES,
                  "%s stopped by %s", fixture_kinds[_i], irt_stop_name(fit->stopped));
    ck_assert_msg(objective(&f, fit) >
                      objective(&em, best) - 0.8 * (double)f.model->free_count,
                  "%s: %.3f, EM %.3f", fixture_kinds[_i], objective(&f, fit),
                  objective(&em, best));
    for (size_t k = 0; k < f.model->parameters; k++) {
        ck_assert(isfinite(fit->psi[k]));
        ck_assert(fit->psi[k] > f.model->parameter[k].lower);
        ck_assert(fit->psi[k] < f.model->parameter[k].upper);
    }
    irt_fit_free(fit);
    irt_fit_free(best);
    fixture_close(&f);
    fixture_close(&em);
}
END_TEST

/* Two dimensions with a Q-matrix: slopes only where it has them, and not negative; the
 * correlation that the data have. */
START_TEST(several_dimensions)
{
    enum { ITEMS = 8 };
    uint8_t loads[2 * ITEMS];
    struct irt_q_matrix q = { ITEMS, 2, loads };
    struct irt_options options = quick();
    struct irt_model_options model = {
        .kind = "m2pl",
        .dims = 2,
        .q = &q,
        .correlations_free = _i < 2,
        .correlations = _i == 2 ? "0.45" : NULL, /* given */
    };
    struct fixture f;
    for (size_t j = 0; j < ITEMS; j++) {
        loads[2 * j] = j % 2 == 0;
        loads[2 * j + 1] = j % 2 == 1;
    }
    options.dims = 2;
    options.neural.full = _i == 1;
    options.neural.importance = _i == 1;
    options.neural.samples = _i == 1 ? 4 : 1;
    options.max_cycles = 30;
    options.neural.refine = 100;
    /* One ability behind all: the two that the model has are nearly the same. */
    fixture_open_model(&f, fixture_simulated(300, ITEMS, 0.0, 5), &model, &options);
    f.estimator = &irt_vae;
    struct irt_fit *fit = fixture_fit(&f);
    for (size_t j = 0; j < ITEMS; j++)
        for (size_t r = 0; r < 2; r++) {
            double a = fit->psi[f.model->item[j].first + r];
            ck_assert(loads[2 * j + r] ? a > 0.0 : a == 0.0);
        }
    if (_i == 2) {
        ck_assert_double_eq(fit->psi[f.model->correlation], 0.45);
    } else {
        ck_assert_double_gt(fit->psi[f.model->correlation], 0.6);
        ck_assert_double_lt(fit->psi[f.model->correlation], 1.0);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- what it must bear ------------------------------------------------------------------------- */

static struct irt_fit *
fit_with(struct fixture *f, unsigned threads, uint64_t seed)
{
    struct irt_options options = quick();
    options.threads = threads;
    options.seed = seed;
    options.neural.batch = 200; /* several chunks */
    open_vae(f, fixture_simulated(300, 6, 0.1, 8), "2pl", &options);
    return fixture_fit(f);
}

START_TEST(the_seed_decides_and_the_threads_do_not)
{
    struct fixture f, g, h;
    struct irt_fit *one = fit_with(&f, 1, 7), *two = fit_with(&g, 3, 7),
                   *other = fit_with(&h, 1, 8);
    size_t bytes = f.model->parameters * sizeof *one->psi;
    ck_assert_mem_eq(one->psi, two->psi, bytes);
    ck_assert_double_eq(one->loglik, two->loglik);
    ck_assert_double_eq(one->neural.elbo, two->neural.elbo);
    ck_assert(memcmp(one->psi, other->psi, bytes) != 0);
    irt_fit_free(one);
    irt_fit_free(two);
    irt_fit_free(other);
    fixture_close(&f);
    fixture_close(&g);
    fixture_close(&h);
}
END_TEST

/* LSAT-6 is 30 patterns that stand for 1000 persons; here in one minibatch. */
START_TEST(patterns_in_one_batch)
{
    struct irt_options options = quick();
    struct fixture f;
    options.neural.batch = 5000;
    options.neural.held_out = 0.0;
    options.max_cycles = 40;
    options.neural.refine = 80;
    open_vae(&f, fixture_lsat6(), "2pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_double_gt(fit->loglik, -2480.0);
    ck_assert_double_lt(fit->loglik_quadrature, -2466.6533);
    ck_assert_double_lt(fit->neural.loglik_se, 0.1);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(a_handful_of_persons)
{
    struct irt_options options = quick();
    struct fixture f;
    open_vae(&f, fixture_simulated(6, 3, 0.0, 2), "1pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(isfinite(fit->loglik));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* The bound is below the log-likelihood, and is what it is made of; the trace has both for
 * every epoch. */
START_TEST(the_trace_has_the_bound)
{
    struct irt_options options = quick();
    struct fixture f;
    open_vae(&f, fixture_simulated(300, 6, 0.0, 8), "2pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_uint_eq(f.trace.measures, 4);
    ck_assert_str_eq(f.trace.measure_name[0], "elbo");
    for (size_t c = 1; c + 1 < f.trace.rows; c++) {
        const double *m = f.trace.measure + c * f.trace.measures;
        ck_assert_double_eq_tol(m[0], m[1] - m[2], 1e-8 * fabs(m[0]));
        ck_assert_double_gt(m[2], 0.0);
        ck_assert_double_eq(f.trace.loglik[c], m[0]);
    }
    ck_assert_double_lt(fit->neural.elbo, fit->loglik);
    struct irt_trace copy = { 0 };
    ck_assert(irt_trace_follow(&copy, &f.trace, &error));
    ck_assert_mem_eq(copy.measure + copy.measures, f.trace.measure + copy.measures,
                     (f.trace.rows - 1) * f.trace.measures * sizeof(double));
    irt_trace_clear(&copy);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Theta has mean 0 and standard deviation 1 over the persons' posteriors, as EM's end has. */
START_TEST(the_scale_is_pinned)
{
    struct irt_options options = quick();
    struct fixture f;
    double mean = 0.0, square = 0.0;
    options.max_cycles = 40;
    options.neural.refine = 200;
    open_vae(&f, fixture_simulated(400, 8, 0.0, 8), "2pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    double *score = calloc(2 * f.patterns->count, sizeof *score);
    ck_assert(irt_eap(f.data, f.patterns, f.model, fit->psi, fit->quadrature, 1, score,
                      score + f.patterns->count, &error));
    for (size_t l = 0; l < f.patterns->count; l++) {
        double se = score[f.patterns->count + l];
        mean += f.patterns->frequency[l] * score[l] / f.data->persons;
        square +=
            f.patterns->frequency[l] * (score[l] * score[l] + se * se) / f.data->persons;
    }
    ck_assert_double_eq_tol(mean, 0.0, 0.02);
    ck_assert_double_eq_tol(sqrt(square - mean * mean), 1.0, 0.02);
    free(score);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Stopped in the middle of training it has no sampled likelihood, but that by quadrature. */
START_TEST(stopped_in_the_middle)
{
    struct irt_options options = quick();
    struct fixture f;
    open_vae(&f, fixture_simulated(200, 5, 0.0, 8), "2pl", &options);
    fixture_start(&f);
    for (int c = 0; c < 4; c++)
        ck_assert_int_eq(irt_vae.advance(f.em, IRT_GRAIN_CYCLE, &error), IRT_STAGE_CYCLE);
    ck_assert(irt_vae.look(f.em, &f.last, &error));
    ck_assert(f.last.neural.any && isnan(f.last.neural.loglik));
    ck_assert_double_gt(f.last.neural.kl, 0.0);
    ck_assert_uint_eq(f.last.cycle, 4);
    struct irt_fit *fit = irt_fit_new(f.data, f.patterns, f.model, &irt_vae, &options,
                                      &f.trace, &f.last, &error);
    ck_assert_ptr_nonnull(fit);
    ck_assert_int_eq(fit->stopped, IRT_STOP_USER);
    ck_assert_double_eq_tol(fit->loglik, fixture_loglik(&f, fit->psi), 1e-6);
    ck_assert(irt_vae.revisit(f.em, 2, &f.last, &error));
    ck_assert_uint_eq(f.last.cycle, 2);
    ck_assert_double_eq(f.last.neural.elbo, f.trace.loglik[2]);
    ck_assert_mem_eq(f.last.psi, irt_trace_psi(&f.trace, 2),
                     f.model->parameters * sizeof(double));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* What is fixed stays; priors count; starts are compared. */
START_TEST(constraints_priors_and_starts)
{
    struct irt_options options = quick();
    struct irt_model_options model = { .kind = "2pl",
                                       .fix = "item1.a=1.5 item2.d=-0.25",
                                       .prior = "item3.a=lognormal(0,0.01)" };
    struct fixture f;
    options.neural.starts = 2;
    options.max_cycles = 40;
    options.neural.refine = 100;
    fixture_open_model(&f, fixture_simulated(300, 5, 0.0, 8), &model, &options);
    f.estimator = &irt_vae;
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_double_eq(fit->psi[f.model->item[0].first], 1.5);
    ck_assert_double_eq(fit->psi[f.model->item[1].first + 1], -0.25);
    ck_assert_double_eq_tol(fit->psi[f.model->item[2].first], 1.0, 0.05);
    ck_assert(isfinite(fit->neural.largest_difference));
    bool said = false;
    for (size_t i = 0; i < fit->notes.count; i++)
        said = said || strstr(fit->notes.text[i], "2 starts") != NULL;
    ck_assert(said);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(schools_are_refused)
{
    struct irt_options options = quick();
    struct irt_model_options model = { .kind = "2pl", .effects = IRT_EFFECTS_FIXED };
    struct fixture f;
    struct irt_trace trace = { 0 };
    fixture_open_model(&f, fixture_schools("2pl", "60,60", "-1,1", 6, 0.0, 5), &model,
                       &options);
    void *state = calloc(1, irt_vae.state_size);
    ck_assert(
        !irt_vae.open(state, f.data, f.patterns, f.model, &options, &trace, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_msg(strstr(error.message, "one population") != NULL, "%s", error.message);
    irt_vae.close(state);
    free(state);
    irt_trace_clear(&trace);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("vae");
    TCase *accuracy = tcase_create("accuracy");
    tcase_set_timeout(accuracy, 60);
    tcase_add_test(accuracy, it_comes_out_where_em_does);
    tcase_add_loop_test(accuracy, every_model_can_be_trained, 0, FIXTURE_KINDS);
    tcase_add_loop_test(accuracy, several_dimensions, 0, 3);
    suite_add_tcase(suite, accuracy);
    TCase *bears = tcase_create("bears");
    tcase_set_timeout(bears, 60);
    tcase_add_test(bears, the_seed_decides_and_the_threads_do_not);
    tcase_add_test(bears, patterns_in_one_batch);
    tcase_add_test(bears, a_handful_of_persons);
    tcase_add_test(bears, the_trace_has_the_bound);
    tcase_add_test(bears, the_scale_is_pinned);
    tcase_add_test(bears, stopped_in_the_middle);
    tcase_add_test(bears, constraints_priors_and_starts);
    tcase_add_test(bears, schools_are_refused);
    suite_add_tcase(suite, bears);
    return suite;
}
