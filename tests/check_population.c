/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several dimensions: nodes, the weights that follow the correlations, and the whole of EM
 * and its errors against differences. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "data/q_matrix.h"
#include "estimate/expected.h"
#include "estimate/kernel.h"
#include "estimate/standard_errors.h"
#include "model/population.h"
#include "parallel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* 2 or 3 dimensions, each item on one or two of them, correlations free. */
static void
open_dims(struct fixture *f, size_t dims, size_t persons, size_t points)
{
    struct irt_options options = irt_options_defaults();
    options.dims = dims;
    options.points = points;
    options.lo = -5.0;
    options.max_cycles = 40;
    options.accelerate = IRT_ACCELERATE_NONE; /* extrapolation would multiply rounding */
    options.hi = 5.0;
    fixture_open_with(f, fixture_simulated(persons, 9, 0.1, 71), "m2pl", &options);
    struct irt_q_matrix q = { .items = 9, .dims = dims, .loads = calloc(9 * dims, 1) };
    for (size_t j = 0; j < 9; j++) {
        q.loads[j * dims + j % dims] = 1;
        q.loads[j * dims + (j % 4 == 3 ? (j + 1) % dims : j % dims)] = 1;
    }
    struct irt_model_options with_q = {
        .kind = "m2pl", .dims = dims, .q = &q, .correlations_free = true
    };
    irt_model_free(f->model);
    f->model = irt_model_new(f->data, &with_q, &error);
    ck_assert_msg(f->model != NULL, "%s", error.message);
    free(q.loads);
    free(f->psi);
    f->psi = calloc(f->model->parameters, sizeof *f->psi);
    irt_model_start(f->model, f->psi);
    for (size_t c = 0; c < f->model->correlations; c++)
        f->psi[f->model->correlation + c] = 0.3 - 0.25 * (double)c;
}

START_TEST(a_product_has_every_combination)
{
    struct irt_quadrature *one = irt_quadrature_equal(5, -2.0, 2.0, &error);
    struct irt_quadrature *three = irt_quadrature_product(one, 3, &error);
    ck_assert_uint_eq(three->points, 125);
    double sum = 0.0, square[3] = { 0.0 }, mixed = 0.0;
    for (size_t n = 0; n < 125; n++) {
        sum += three->weight[n];
        for (size_t d = 0; d < 3; d++)
            square[d] +=
                three->weight[n] * three->node[3 * n + d] * three->node[3 * n + d];
        mixed += three->weight[n] * three->node[3 * n] * three->node[3 * n + 1];
    }
    ck_assert_double_eq_tol(sum, 1.0, 1e-14);
    ck_assert_double_eq_tol(square[0], square[2], 1e-14);
    ck_assert_double_eq_tol(mixed, 0.0, 1e-14);
    irt_quadrature_free(three);
    irt_quadrature_free(one);
    one = irt_quadrature_equal(61, -6.0, 6.0, &error);
    ck_assert_ptr_null(irt_quadrature_product(one, 3, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    irt_quadrature_free(one);
}
END_TEST

START_TEST(sobol_nodes_are_normal)
{
    struct irt_quadrature *q = irt_quadrature_sobol(10000, 4, &error);
    for (size_t d = 0; d < 4; d++) {
        double mean = 0.0, square = 0.0;
        for (size_t n = 0; n < q->points; n++) {
            ck_assert(isfinite(q->node[4 * n + d]));
            mean += q->weight[n] * q->node[4 * n + d];
            square += q->weight[n] * q->node[4 * n + d] * q->node[4 * n + d];
        }
        ck_assert_double_eq_tol(mean, 0.0, 1e-2);
        ck_assert_double_eq_tol(square, 1.0, 1e-2);
    }
    irt_quadrature_free(q);
}
END_TEST

/* The reweighted nodes have the correlations they should. */
START_TEST(weights_follow_the_correlations)
{
    struct fixture f;
    open_dims(&f, 3, 50, 21);
    double *weight = calloc(f.quadrature->points, sizeof *weight);
    ck_assert(irt_population_weights(f.model, f.psi, f.quadrature, weight));
    for (size_t r = 0, c = 0; r < 3; r++)
        for (size_t s = r + 1; s < 3; s++, c++) {
            double product = 0.0;
            for (size_t n = 0; n < f.quadrature->points; n++)
                product += weight[n] * f.quadrature->node[3 * n + r] *
                           f.quadrature->node[3 * n + s];
            ck_assert_double_eq_tol(product, f.psi[f.model->correlation + c], 1e-4);
        }
    f.psi[f.model->correlation] = 0.99;
    f.psi[f.model->correlation + 1] = -0.99;
    f.psi[f.model->correlation + 2] = 0.99;
    ck_assert(!irt_population_weights(f.model, f.psi, f.quadrature, weight));
    free(weight);
    fixture_close(&f);
}
END_TEST

/* F = sum count log A, its scores and its information, against differences. */
START_TEST(the_correlations_derivatives_agree_with_differences)
{
    struct fixture f;
    const double step = 1e-5;
    open_dims(&f, 3, 50, 9);
    size_t Q = f.quadrature->points, C = f.model->correlations,
           first = f.model->correlation;
    struct irt_quadrature *at = irt_quadrature_copy(f.quadrature, &error);
    double *count = calloc(Q, sizeof *count), *score = calloc(C * Q, sizeof *score);
    double information[9] = { 0.0 }, gradient[3] = { 0.0 };
    for (size_t n = 0; n < Q; n++)
        count[n] = 1.0 + (double)(n * 7 % 11);
    irt_population_weights(f.model, f.psi, f.quadrature, at->weight);
    ck_assert(irt_population_scores(f.model, f.psi, at, score));
    irt_population_information(f.model, f.psi, at, score, count, information);
    for (size_t c = 0; c < C; c++)
        for (size_t n = 0; n < Q; n++)
            gradient[c] += count[n] * score[c * Q + n];
    for (size_t c = 0; c < C; c++) {
        double F[2], other[2][3] = { { 0.0 } };
        for (int side = 0; side < 2; side++) {
            f.psi[first + c] += side ? -2.0 * step : step;
            irt_population_weights(f.model, f.psi, f.quadrature, at->weight);
            F[side] = irt_population_expected(at, count);
            irt_population_scores(f.model, f.psi, at, score);
            for (size_t k = 0; k < C; k++)
                for (size_t n = 0; n < Q; n++)
                    other[side][k] += count[n] * score[k * Q + n];
        }
        f.psi[first + c] += step;
        ck_assert_double_eq_tol(gradient[c], (F[0] - F[1]) / (2.0 * step),
                                1e-5 * (1.0 + fabs(gradient[c])));
        for (size_t k = 0; k < C; k++) {
            double second = (other[0][k] - other[1][k]) / (2.0 * step);
            ck_assert_double_eq_tol(information[c * C + k], -second,
                                    1e-4 * (1.0 + fabs(second)));
        }
    }
    free(count);
    free(score);
    irt_quadrature_free(at);
    fixture_close(&f);
}
END_TEST

/* Fisher's identity and Oakes's information in several dimensions. */
START_TEST(gradient_and_information_are_those_of_the_loglik)
{
    struct fixture f;
    const double step = 2e-4;
    open_dims(&f, 2, 60, 9);
    size_t F = f.model->free_count;
    struct irt_quadrature *at = irt_quadrature_copy(f.quadrature, &error);
    irt_population_weights(f.model, f.psi, f.quadrature, at->weight);
    struct irt_pool *pool = irt_pool_new(1, &error);
    struct irt_kernel *kernel =
        irt_kernel_new(f.data, f.patterns, f.model, at->points, pool, &error);
    struct irt_expected *expected = irt_expected_new(f.model, at->points, &error);
    double *gradient = calloc(F, sizeof *gradient),
           *information = calloc(F * F, sizeof *information);
    irt_kernel_run(kernel, f.model, f.psi, at, expected);
    fixture_gradient(&f, expected, f.psi, at, gradient);
    ck_assert(irt_information(IRT_SE_OAKES, f.data, f.patterns, f.model, f.psi, at, 1,
                              NULL, information, &error));
    for (size_t a = 0; a < F; a++) {
        fixture_move(&f, f.psi, a, step);
        double up = fixture_loglik(&f, f.psi);
        fixture_move(&f, f.psi, a, -2.0 * step);
        double down = fixture_loglik(&f, f.psi);
        fixture_move(&f, f.psi, a, step);
        ck_assert_double_eq_tol(gradient[a], (up - down) / (2.0 * step), 1e-4);
    }
    /* Every entry that a correlation has, and the diagonal. */
    for (size_t a = 0; a < F; a++)
        for (size_t b = 0; b <= a; b++) {
            if (a != b && a + 1 != F)
                continue;
            double corner[4];
            for (int i = 0; i < 4; i++) {
                fixture_move(&f, f.psi, a, i & 1 ? -step : step);
                fixture_move(&f, f.psi, b, i & 2 ? -step : step);
                corner[i] = fixture_loglik(&f, f.psi);
                fixture_move(&f, f.psi, a, i & 1 ? step : -step);
                fixture_move(&f, f.psi, b, i & 2 ? step : -step);
            }
            double second =
                (corner[0] - corner[1] - corner[2] + corner[3]) / (4.0 * step * step);
            ck_assert_double_eq_tol(information[a * F + b], -second,
                                    3e-4 * (1.0 + fabs(second)));
        }
    free(gradient);
    free(information);
    irt_expected_free(expected);
    irt_kernel_free(kernel);
    irt_pool_free(pool);
    irt_quadrature_free(at);
    fixture_close(&f);
}
END_TEST

START_TEST(the_loglik_never_falls)
{
    struct fixture f;
    open_dims(&f, _i == 0 ? 2 : 3, 300, 11);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    for (size_t c = 1; c < f.trace.rows; c++)
        ck_assert_double_ge(f.trace.loglik[c],
                            f.trace.loglik[c - 1] - 1e-10 * fabs(f.trace.loglik[c]));
    struct fixture staged;
    open_dims(&staged, _i == 0 ? 2 : 3, 300, 11);
    fixture_run(&staged, IRT_GRAIN_STAGE);
    ck_assert_uint_eq(f.trace.rows, staged.trace.rows);
    for (size_t k = 0; k < f.model->parameters; k++)
        ck_assert_double_eq_tol(f.last.psi[k], staged.last.psi[k], 1e-8);
    fixture_close(&staged);
    fixture_close(&f);
}
END_TEST

/* A run that is stopped on an extrapolation which lowers the log-likelihood falls back by a
 * cycle: so do its weights. */
START_TEST(a_fit_has_the_weights_of_its_correlations)
{
    struct fixture f;
    open_dims(&f, 2, 300, 11);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    double rho = f.last.psi[f.model->correlation], weight[121];
    memcpy(f.psi, f.last.psi, f.model->parameters * sizeof *f.psi);
    f.psi[f.model->correlation] = -0.7;
    ck_assert(irt_trace_append(&f.trace, f.psi, NULL, NULL, &error));
    f.trace.accelerated[f.trace.rows - 1] = true;
    f.last.stopped = IRT_STOP_USER;
    f.options.se = IRT_SE_NONE;
    struct irt_fit *fit = irt_fit_new(f.data, f.patterns, f.model, &irt_em, &f.options,
                                      &f.trace, &f.last, &error);
    ck_assert_msg(fit != NULL, "%s", error.message);
    ck_assert_double_eq(fit->psi[f.model->correlation], rho);
    ck_assert(irt_population_weights(f.model, fit->psi, f.quadrature, weight));
    for (size_t n = 0; n < 121; n++)
        ck_assert_double_eq_tol(fit->quadrature->weight[n], weight[n], 1e-15);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(without_a_q_matrix_the_axes_are_fixed)
{
    struct irt_responses *data = fixture_simulated(100, 6, 0.0, 2);
    struct irt_model_options options = { .kind = "m2pl", .dims = 2 };
    struct irt_model *model = irt_model_new(data, &options, &error);
    ck_assert_msg(model != NULL, "%s", error.message);
    ck_assert_uint_eq(model->free_count, 6 * 3 - 1);
    ck_assert_uint_eq(model->notes.count, 1);
    irt_model_free(model);
    options.correlations_free = true;
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    options.correlations_free = false;
    options.kind = "2pl";
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "m2pl"));
    irt_responses_free(data);
}
END_TEST

/* --- correlations that are given --- */

static struct irt_fit *
fit_two(struct fixture *f, bool free_correlation, const char *held)
{
    static uint8_t loads[2 * 8];
    struct irt_q_matrix q = { 8, 2, loads };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "m2pl",
                                       .dims = 2,
                                       .q = &q,
                                       .correlations_free = free_correlation,
                                       .correlations = held };
    for (size_t j = 0; j < 8; j++)
        loads[2 * j + j % 2] = 1;
    options.dims = 2;
    options.points = 15;
    options.tolerance = 1e-7;
    options.max_cycles = 2000;
    options.se = IRT_SE_NONE;
    fixture_open_model(f, fixture_simulated(400, 8, 0.0, 5), &model, &options);
    return fixture_fit(f);
}

/* Held at what they are estimated to be, all is as when they were estimated, and one parameter
 * less is; held elsewhere, the log-likelihood is lower. */
START_TEST(held_correlations)
{
    struct fixture f, g, h;
    char held[40];
    struct irt_fit *free_fit = fit_two(&f, true, NULL);
    size_t c = f.model->correlation;
    snprintf(held, sizeof held, "%.17g", free_fit->psi[c]);
    struct irt_fit *same = fit_two(&g, false, held), *other = fit_two(&h, false, "0.2");
    ck_assert_uint_eq(g.model->free_count + 1, f.model->free_count);
    ck_assert_double_eq(same->psi[c], free_fit->psi[c]);
    ck_assert_double_eq(other->psi[c], 0.2);
    ck_assert_double_eq_tol(same->loglik, free_fit->loglik, 1e-6);
    ck_assert_double_lt(other->loglik, free_fit->loglik - 0.5);
    for (size_t k = 0; k < f.model->sigma; k++)
        ck_assert_double_eq_tol(same->psi[k], free_fit->psi[k], 1e-3);
    irt_fit_free(free_fit);
    irt_fit_free(same);
    irt_fit_free(other);
    fixture_close(&f);
    fixture_close(&g);
    fixture_close(&h);
}
END_TEST

START_TEST(what_are_no_correlations_is_refused)
{
    static const struct {
        size_t dims;
        const char *text, *said;
    } bad[] = {
        { 1, "0.5", "give --dims" },
        { 3, "0.5,0.5", "nor 3 of them" },
        { 3, "1.5", "between -1 and 1" },
        { 3, "0.9,0.9,-0.9", "not positive definite" },
        { 2, "", "neither fixed nor free" },
        { 2, "0.5;", "neither fixed nor free" },
        { 2, "nan", "between -1 and 1" },
    };
    struct irt_responses *data = fixture_simulated(60, 6, 0.0, 5);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct irt_model_options options = { .kind = bad[i].dims > 1 ? "m2pl" : "2pl",
                                             .dims = bad[i].dims,
                                             .correlations = bad[i].text };
        ck_assert_ptr_null(irt_model_new(data, &options, &error));
        ck_assert_int_eq(error.code, IRT_BAD_USAGE);
        ck_assert_msg(strstr(error.message, bad[i].said) != NULL, "%s", error.message);
    }
    irt_responses_free(data);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("several dimensions");
    TCase *t = tcase_create("population");
    tcase_add_test(t, a_product_has_every_combination);
    tcase_add_test(t, sobol_nodes_are_normal);
    tcase_add_test(t, weights_follow_the_correlations);
    tcase_add_test(t, the_correlations_derivatives_agree_with_differences);
    tcase_add_test(t, gradient_and_information_are_those_of_the_loglik);
    tcase_add_loop_test(t, the_loglik_never_falls, 0, 2);
    tcase_add_test(t, a_fit_has_the_weights_of_its_correlations);
    tcase_add_test(t, without_a_q_matrix_the_axes_are_fixed);
    tcase_add_test(t, held_correlations);
    tcase_add_test(t, what_are_no_correlations_is_refused);
    suite_add_tcase(suite, t);
    return suite;
}
