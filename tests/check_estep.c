/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The E-step, fused and staged: against brute force, against each other, and for any
 * number of threads. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "data/simulate.h"
#include "estimate/expected.h"
#include "estimate/kernel.h"
#include "estimate/staged.h"
#include "parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

static struct irt_expected *
fused(const struct fixture *f, const double *psi, unsigned threads)
{
    struct irt_pool *pool = irt_pool_new(threads, &error);
    struct irt_expected *expected =
        irt_expected_new(f->model, f->quadrature->points, &error);
    struct irt_kernel *kernel = irt_kernel_new(f->data, f->patterns, f->model,
                                               f->quadrature->points, pool, &error);
    ck_assert_msg(kernel && expected, "%s", error.message);
    irt_kernel_run(kernel, f->model, psi, f->quadrature, expected);
    irt_kernel_free(kernel);
    irt_pool_free(pool);
    return expected;
}

static struct irt_expected *
staged(const struct fixture *f, const double *psi)
{
    struct irt_expected *expected =
        irt_expected_new(f->model, f->quadrature->points, &error);
    struct irt_staged *s =
        irt_staged_new(f->patterns->count, f->quadrature->points, &error);
    ck_assert(irt_staged_likelihood(s, f->data, f->patterns, f->model, psi, f->quadrature,
                                    &error));
    expected->loglik = irt_staged_marginal(s, f->patterns, f->quadrature);
    irt_staged_posterior(s, f->quadrature);
    irt_staged_artificial(s, f->data, f->patterns, f->model, expected);
    irt_staged_free(s);
    return expected;
}

static void
assert_close(const struct irt_expected *a, const struct irt_expected *b, double tolerance)
{
    ck_assert_double_eq_tol(a->loglik, b->loglik, tolerance * fabs(b->loglik));
    for (size_t i = 0; i < a->first[a->items]; i++)
        ck_assert_double_eq_tol(a->r[i], b->r[i], tolerance * (1.0 + fabs(b->r[i])));
    for (size_t n = 0; n < a->points; n++)
        ck_assert_double_eq_tol(a->population[n], b->population[n],
                                tolerance * (1.0 + fabs(b->population[n])));
}

/* Sizes about the edges of blocks (8 binary items, 5 with a missing code; 4 and 3 of four
 * categories; 33 categories fill one alone) and slices. */
static const struct {
    size_t persons, items;
    double missing;
    const char *kind;
    unsigned categories;
} shapes[] = {
    { 40, 2, 0.0, "2pl", 2 },     { 300, 8, 0.0, "2pl", 2 },
    { 300, 9, 0.0, "rasch", 2 },  { 700, 5, 0.2, "2pl", 2 },
    { 700, 6, 0.2, "1pl", 2 },    { 2000, 41, 0.05, "2pl", 2 },
    { 9000, 20, 0.0, "2pl", 2 },  { 30, 400, 0.0, "2pl", 2 },
    { 25, 1000, 0.1, "2pl", 2 },  { 500, 9, 0.1, "3pl", 2 },
    { 500, 9, 0.0, "4pl", 2 },    { 600, 8, 0.0, "gpcm", 4 },
    { 600, 9, 0.0, "grm", 4 },    { 900, 7, 0.15, "grm", 4 },
    { 900, 6, 0.15, "nrm", 3 },   { 700, 7, 0.1, "pcm", 5 },
    { 700, 7, 0.0, "rsm", 7 },    { 2500, 3, 0.1, "gpcm", 33 },
    { 9000, 10, 0.02, "grm", 5 }, { 40, 300, 0.05, "nrm", 6 },
};
#define SHAPES ((int)(sizeof shapes / sizeof *shapes))

static void
open_shape(struct fixture *f, int i)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    options.model = shapes[i].kind;
    options.categories = shapes[i].categories;
    options.persons = shapes[i].persons;
    options.items = shapes[i].items;
    options.missing = shapes[i].missing;
    options.seed = (unsigned)i + 3;
    options.spread.first = options.spread.second = 2.0 / shapes[i].categories;
    struct irt_simulation *simulation = irt_simulate(&options, &error);
    ck_assert_msg(simulation != NULL, "%s", error.message);
    fixture_open(f, simulation->data, shapes[i].kind);
    simulation->data = NULL;
    irt_simulation_free(simulation);
}

START_TEST(fused_equals_staged)
{
    struct fixture f;
    open_shape(&f, _i);
    struct irt_expected *a = fused(&f, f.psi, 1), *b = staged(&f, f.psi);
    assert_close(a, b, 1e-10);
    irt_expected_free(a);
    irt_expected_free(b);
    fixture_close(&f);
}
END_TEST

START_TEST(threads_change_no_bit)
{
    struct fixture f;
    open_shape(&f, _i);
    struct irt_expected *one = fused(&f, f.psi, 1);
    for (unsigned threads = 2; threads <= 5; threads += 3) {
        struct irt_expected *many = fused(&f, f.psi, threads);
        ck_assert_double_eq(one->loglik, many->loglik);
        ck_assert_mem_eq(one->r, many->r, one->first[one->items] * sizeof *one->r);
        irt_expected_free(many);
    }
    irt_expected_free(one);
    fixture_close(&f);
}
END_TEST

START_TEST(counts_sum_to_the_persons)
{
    struct fixture f;
    open_shape(&f, _i);
    struct irt_expected *e = fused(&f, f.psi, 2);
    double total = 0.0, nbar[IRT_MAX_POINTS];
    for (size_t n = 0; n < e->points; n++)
        total += e->population[n];
    ck_assert_double_eq_tol(total, f.data->persons, 1e-9 * f.data->persons);
    for (size_t j = 0; j < f.model->items; j++) {
        double answered = 0.0, sum = 0.0;
        irt_expected_nbar(e, j, nbar);
        for (size_t i = 0; i < f.data->rows; i++)
            answered +=
                f.data->code[i * f.data->items + f.model->item[j].column] != IRT_MISSING;
        for (size_t n = 0; n < e->points; n++)
            sum += nbar[n];
        ck_assert_double_eq_tol(sum, answered, 1e-9 * (1.0 + answered));
    }
    irt_expected_free(e);
    fixture_close(&f);
}
END_TEST

START_TEST(the_loglik_agrees_with_brute_force)
{
    struct fixture f;
    fixture_open(&f, fixture_simulated_by(fixture_kinds[_i], 200, 7, 0.1, 9),
                 fixture_kinds[_i]);
    fixture_disturb(&f, f.psi);
    struct irt_expected *e = fused(&f, f.psi, 1);
    ck_assert_double_eq_tol(e->loglik, fixture_loglik(&f, f.psi), 1e-9);
    irt_expected_free(e);
    fixture_close(&f);
}
END_TEST

/* Fisher's identity: the expected complete-data gradient is the gradient of l; with
 * priors, of l plus their log. */
START_TEST(fishers_identity_holds)
{
    struct fixture f;
    const double step = 1e-5;
    fixture_open(&f, fixture_simulated_by(fixture_kinds[_i], 150, 5, 0.1, 4),
                 fixture_kinds[_i]);
    fixture_disturb(&f, f.psi);
    struct irt_expected *e = fused(&f, f.psi, 1);
    double gradient[64];
    double largest = fixture_gradient(&f, e, f.psi, f.quadrature, gradient);
    double seen = 0.0;
    for (size_t k = 0; k < f.model->free_count; k++) {
        fixture_move(&f, f.psi, k, step);
        double up = fixture_objective(&f, f.psi);
        fixture_move(&f, f.psi, k, -2.0 * step);
        double down = fixture_objective(&f, f.psi);
        fixture_move(&f, f.psi, k, step);
        ck_assert_double_eq_tol(gradient[k], (up - down) / (2.0 * step), 1e-5);
        seen = fmax(seen, fabs(gradient[k]));
    }
    ck_assert_double_eq(largest, seen);
    irt_expected_free(e);
    fixture_close(&f);
}
END_TEST

/* A pattern table is its rows written out. */
START_TEST(frequencies_equal_rows)
{
    struct fixture table, rows;
    fixture_open(&table, fixture_lsat6(), "2pl");
    struct irt_responses *expanded = irt_responses_new(1000, 5, &error);
    size_t to = 0;
    for (size_t i = 0; i < table.data->rows; i++)
        for (size_t f = 0; f < (size_t)irt_responses_frequency(table.data, i); f++)
            memcpy(expanded->code + 5 * to++, table.data->code + 5 * i, 5);
    ck_assert_uint_eq(to, 1000);
    irt_responses_count(expanded);
    fixture_open(&rows, expanded, "2pl");
    struct irt_expected *a = fused(&table, table.psi, 1), *b = fused(&rows, rows.psi, 1);
    assert_close(a, b, 1e-12);
    irt_expected_free(a);
    irt_expected_free(b);
    fixture_close(&table);
    fixture_close(&rows);
}
END_TEST

/* 1000 items: far below the smallest double, yet finite and equal to the staged way, also
 * for persons no curve fits. */
START_TEST(long_tests_do_not_underflow)
{
    struct fixture f;
    fixture_open(&f, fixture_simulated(20, 1000, 0.0, 8), "2pl");
    for (size_t j = 0; j < 1000; j++) /* all easy ones wrong, all hard ones right */
        f.data->code[j] = f.psi[f.model->item[j].first + 1] < 0.0;
    irt_patterns_free(f.patterns);
    f.patterns = irt_patterns_new(f.data, NULL, 1, &error);
    struct irt_expected *a = fused(&f, f.psi, 1), *b = staged(&f, f.psi);
    ck_assert(isfinite(a->loglik) && a->loglik < -10000.0);
    assert_close(a, b, 1e-10);
    irt_expected_free(a);
    irt_expected_free(b);
    fixture_close(&f);
}
END_TEST

/* Published: E-step of cycle 1 at node .4444, and pattern 10101. */
START_TEST(the_lectures_first_estep)
{
    static const double r[5] = { 374.1, 278.7, 206.0, 304.1, 351.3 };
    static const unsigned char code[5] = { 1, 0, 1, 0, 1 };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    irt_options_set_lecture(&options);
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    struct irt_expected *e = fused(&f, f.psi, 1);
    double nbar[10], likelihood[10], product[10], posterior[10];
    for (size_t j = 0; j < 5; j++) {
        irt_expected_nbar(e, j, nbar);
        ck_assert_double_eq_tol(nbar[5], 402.3, 0.05);
        ck_assert_double_eq_tol(e->r[e->first[j] + 10 + 5], r[j], 0.05);
    }
    struct irt_pattern_step step = { .likelihood = likelihood,
                                     .product = product,
                                     .posterior = posterior };
    ck_assert(irt_pattern_explain(f.model, f.psi, f.quadrature, code, &step, &error));
    ck_assert_double_eq_tol(step.marginal, 0.02241993, 5e-9);
    ck_assert_double_eq_tol(likelihood[4], 0.02214009, 5e-9);
    ck_assert_double_eq_tol(product[4], 0.00711361, 5e-9);
    ck_assert_double_eq_tol(posterior[2], 0.00101879, 5e-9);
    ck_assert_double_eq_tol(posterior[5], 0.49483018, 5e-9);
    irt_expected_free(e);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("E-step");
    TCase *t = tcase_create("properties");
    tcase_add_loop_test(t, fused_equals_staged, 0, SHAPES);
    tcase_add_loop_test(t, threads_change_no_bit, 0, SHAPES);
    tcase_add_loop_test(t, counts_sum_to_the_persons, 0, SHAPES);
    tcase_add_loop_test(t, the_loglik_agrees_with_brute_force, 0, FIXTURE_KINDS);
    tcase_add_loop_test(t, fishers_identity_holds, 0, FIXTURE_KINDS);
    tcase_add_test(t, frequencies_equal_rows);
    tcase_add_test(t, long_tests_do_not_underflow);
    tcase_add_test(t, the_lectures_first_estep);
    suite_add_tcase(suite, t);
    return suite;
}
