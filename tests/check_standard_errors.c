/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The information matrix against second differences of the log-likelihood, or of the log
 * posterior where there are priors, anywhere. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "estimate/standard_errors.h"

#include <math.h>
#include <stdlib.h>

static struct irt_error error;

/* Few nodes: what is compared holds by any, and brute force takes its time. */
static void
open_small(struct fixture *f, const char *kind, size_t persons, unsigned seed)
{
    struct irt_options options = irt_options_defaults();
    options.points = 13;
    fixture_open_with(f, fixture_simulated_by(kind, persons, 4, 0.15, seed), kind,
                      &options);
}

static double
objective_moved(const struct fixture *f, size_t a, double by_a, size_t b, double by_b)
{
    fixture_move(f, f->psi, a, by_a);
    fixture_move(f, f->psi, b, by_b);
    double objective = fixture_objective(f, f->psi);
    fixture_move(f, f->psi, b, -by_b);
    fixture_move(f, f->psi, a, -by_a);
    return objective;
}

/* Away from the optimum too, with missing cells and weights. */
START_TEST(oakes_is_minus_the_hessian)
{
    struct fixture f;
    const double step = 2e-4;
    open_small(&f, fixture_kinds[_i], 80, 31);
    fixture_disturb(&f, f.psi);
    size_t F = f.model->free_count;
    double *information = calloc(F * F, sizeof *information);
    ck_assert(irt_information(IRT_SE_OAKES, f.data, f.patterns, f.model, f.psi,
                              f.quadrature, 1, NULL, information, &error));
    for (size_t a = 0; a < F; a++)
        for (size_t b = 0; b <= a; b++) {
            double second = objective_moved(&f, a, step, b, step) -
                            objective_moved(&f, a, step, b, -step) -
                            objective_moved(&f, a, -step, b, step) +
                            objective_moved(&f, a, -step, b, -step);
            second /= 4.0 * step * step;
            ck_assert_double_eq_tol(information[a * F + b], -second,
                                    2e-4 * (1.0 + fabs(second)));
            ck_assert_double_eq_tol(information[a * F + b], information[b * F + a], 1e-9);
        }
    free(information);
    fixture_close(&f);
}
END_TEST

/* Crossprod is the sum over persons of their squared scores; a prior adds its curvature. */
START_TEST(crossprod_sums_squared_scores)
{
    struct fixture f;
    const double step = 1e-5;
    open_small(&f, fixture_kinds[_i], 60, 17);
    size_t F = f.model->free_count;
    double *information = calloc(F * F, sizeof *information),
           *brute = calloc(F * F, sizeof *brute);
    double *score = calloc(F, sizeof *score);
    ck_assert(irt_information(IRT_SE_CROSSPROD, f.data, f.patterns, f.model, f.psi,
                              f.quadrature, 1, NULL, information, &error));
    struct irt_responses *all = f.data, one = *all;
    for (size_t i = 0; i < all->rows; i++) {
        one.rows = 1;
        one.code = all->code + i * all->items;
        f.data = &one;
        for (size_t a = 0; a < F; a++) {
            fixture_move(&f, f.psi, a, step);
            score[a] = fixture_loglik(&f, f.psi);
            fixture_move(&f, f.psi, a, -2.0 * step);
            score[a] = (score[a] - fixture_loglik(&f, f.psi)) / (2.0 * step);
            fixture_move(&f, f.psi, a, step);
        }
        for (size_t a = 0; a < F; a++)
            for (size_t b = 0; b < F; b++)
                brute[a * F + b] += score[a] * score[b];
    }
    f.data = all;
    irt_model_log_prior(f.model, f.psi, NULL, brute);
    for (size_t k = 0; k < F * F; k++)
        ck_assert_double_eq_tol(information[k], brute[k], 1e-6 * (1.0 + fabs(brute[k])));
    free(score);
    free(brute);
    free(information);
    fixture_close(&f);
}
END_TEST

START_TEST(a_flat_direction_is_named)
{
    const double singular[9] = { 2.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0 - 1e-9 };
    double covariance[9], direction[3];
    ck_assert(!irt_covariance(singular, 3, covariance, direction, &error));
    ck_assert_int_eq(error.code, IRT_NOT_CONVERGED);
    ck_assert(isnan(covariance[0]));
    ck_assert_double_eq_tol(direction[0], 0.0, 1e-12);
    ck_assert_double_eq_tol(fabs(direction[1]), sqrt(0.5), 1e-6);
}
END_TEST

/* Sizes about the vectors' width, and one with a spread of scales. */
START_TEST(a_times_its_inverse_is_one)
{
    static const size_t sizes[] = { 1, 2, 7, 8, 9, 33, 130 };
    size_t n = sizes[_i];
    double *a = calloc(n * n, sizeof *a), *inverse = calloc(n * n, sizeof *inverse);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            a[i * n + j] =
                (i == j ? 2.0 + (double)i : 0.0) + 1.0 / (1.0 + (double)(i + j));
    ck_assert(irt_covariance(a, n, inverse, NULL, &error));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double sum = 0.0;
            for (size_t k = 0; k < n; k++)
                sum += a[i * n + k] * inverse[k * n + j];
            ck_assert_double_eq_tol(sum, i == j ? 1.0 : 0.0, 1e-12);
            ck_assert_double_eq(inverse[i * n + j], inverse[j * n + i]);
        }
    free(a);
    free(inverse);
}
END_TEST

static bool
at_once(void *context)
{
    (void)context;
    return true;
}

/* Whoever does not wait gets no half matrix, and the estimates stand without errors. */
START_TEST(they_can_be_interrupted)
{
    struct fixture f;
    double information[16];
    struct irt_cancel cancel = { .asked = at_once };
    fixture_open(&f, fixture_simulated(300, 2, 0.0, 3), "2pl");
    error.code = IRT_OK;
    ck_assert(!irt_information(IRT_SE_OAKES, f.data, f.patterns, f.model, f.psi,
                               f.quadrature, 2, &cancel, information, &error));
    ck_assert_int_eq(error.code, IRT_INTERRUPTED);
    fixture_close(&f);
    fixture_open(&f, fixture_lsat6(), "2pl");
    f.options.cancel = cancel;
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(fit->converged && isnan(fit->se[0]) && !fit->covariance);
    ck_assert_uint_eq(fit->notes.count, 1);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(an_inverse_is_one)
{
    const double information[4] = { 4.0, 1.0, 1.0, 3.0 };
    double covariance[4];
    ck_assert(irt_covariance(information, 2, covariance, NULL, &error));
    ck_assert_double_eq_tol(covariance[0], 3.0 / 11.0, 1e-15);
    ck_assert_double_eq_tol(covariance[1], -1.0 / 11.0, 1e-15);
    ck_assert_double_eq_tol(covariance[3], 4.0 / 11.0, 1e-15);
}
END_TEST

START_TEST(both_are_what_each_is_alone)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 80, 31);
    fixture_disturb(&f, f.psi);
    size_t F = f.model->free_count;
    double *alone = calloc(F * F, sizeof *alone), *oakes = calloc(F * F, sizeof *oakes),
           *crossprod = calloc(F * F, sizeof *crossprod);
    ck_assert(irt_information_both(f.data, f.patterns, f.model, f.psi, f.quadrature, 1,
                                   NULL, oakes, crossprod, &error));
    ck_assert(irt_information(IRT_SE_OAKES, f.data, f.patterns, f.model, f.psi,
                              f.quadrature, 1, NULL, alone, &error));
    ck_assert_mem_eq(alone, oakes, F * F * sizeof *alone);
    ck_assert(irt_information(IRT_SE_CROSSPROD, f.data, f.patterns, f.model, f.psi,
                              f.quadrature, 1, NULL, alone, &error));
    ck_assert_mem_eq(alone, crossprod, F * F * sizeof *alone);
    free(alone);
    free(oakes);
    free(crossprod);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("standard errors");
    TCase *t = tcase_create("information");
    tcase_add_loop_test(t, oakes_is_minus_the_hessian, 0, FIXTURE_KINDS);
    tcase_add_loop_test(t, crossprod_sums_squared_scores, 0, FIXTURE_KINDS);
    tcase_add_test(t, a_flat_direction_is_named);
    tcase_add_test(t, they_can_be_interrupted);
    tcase_add_test(t, an_inverse_is_one);
    tcase_add_loop_test(t, a_times_its_inverse_is_one, 0, 7);
    tcase_add_loop_test(t, both_are_what_each_is_alone, 0, FIXTURE_KINDS);
    suite_add_tcase(suite, t);
    return suite;
}
