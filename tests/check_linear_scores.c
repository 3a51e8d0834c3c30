/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The missing information by products of matrices against that by pairs of items, and the
 * products against plain loops. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "estimate/linear_scores.h"
#include "estimate/score_table.h"
#include "estimate/square_scores.h"
#include "products.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

START_TEST(products_are_sums_of_rows)
{
    static const size_t sizes[][3] = {
        { 16, 16, 1 }, { 32, 16, 7 }, { 16, 48, 100 }, { 48, 48, 3 }, { 80, 80, 61 }
    };
    size_t A = sizes[_i][0], B = sizes[_i][1], rows = sizes[_i][2];
    double *left = calloc(rows * A, sizeof *left),
           *right = calloc(rows * B, sizeof *right);
    double *whole = calloc(A * B, sizeof *whole), *upper = calloc(A * B, sizeof *upper);
    for (size_t i = 0; i < rows * A; i++)
        left[i] = sin(1.0 + (double)i);
    for (size_t i = 0; i < rows * B; i++)
        right[i] = cos(2.0 * (double)i);
    for (size_t i = 0; i < A * B; i++)
        whole[i] = upper[i] = 0.25 * (double)i;
    irt_products_add(whole, left, A, right, B, rows, false);
    irt_products_add(upper, left, A, right, B, rows, true);
    for (size_t a = 0; a < A; a++)
        for (size_t b = 0; b < B; b++) {
            double sum = 0.25 * (double)(a * B + b);
            for (size_t k = 0; k < rows; k++)
                sum += left[k * A + a] * right[k * B + b];
            ck_assert_double_eq_tol(whole[a * B + b], sum, 1e-12 * (1.0 + fabs(sum)));
            if (b >= a)
                ck_assert_double_eq(upper[a * B + b], whole[a * B + b]);
        }
    ck_assert_uint_eq(irt_products_padded(0), 0);
    ck_assert_uint_eq(irt_products_padded(1), 16);
    ck_assert_uint_eq(irt_products_padded(16), 16);
    free(left);
    free(right);
    free(whole);
    free(upper);
}
END_TEST

/* An E-step, the score table at its psi, and room for sums. */
struct scored {
    struct fixture f;
    struct irt_kernel *kernel;
    struct irt_expected *expected;
    struct irt_score_table *table;
    struct irt_pool *pool;
    struct irt_scored at;
    size_t F;
    double *missing, *outer;
};

static void
open_scored(struct scored *s, const char *kind, size_t persons, double missing,
            unsigned threads)
{
    struct irt_options options = irt_options_defaults();
    options.points = 31;
    fixture_open_with(&s->f,
                      fixture_simulated_by(kind, persons, persons > 1000 ? 14 : 7,
                                           missing, 77),
                      kind, &options);
    fixture_disturb(&s->f, s->f.psi);
    const struct irt_quadrature *nodes = s->f.quadrature;
    s->pool = irt_pool_new(threads, &error);
    s->kernel = irt_kernel_new(s->f.data, s->f.patterns, s->f.model, nodes->points,
                               s->pool, &error);
    s->expected = irt_expected_new(s->f.model, nodes->points, &error);
    s->table = irt_score_table_new(s->f.model, s->f.psi, 0, nodes, &error);
    ck_assert(s->pool && s->kernel && s->expected && s->table);
    irt_kernel_run(s->kernel, s->f.model, s->f.psi, nodes, s->expected);
    s->at = (struct irt_scored){ .data = s->f.data,
                                 .patterns = s->f.patterns,
                                 .kernel = s->kernel,
                                 .expected = s->expected,
                                 .table = s->table,
                                 .quadrature = nodes,
                                 .pool = s->pool };
    s->F = s->table->free_count;
    s->missing = calloc(s->F * s->F, sizeof *s->missing);
    s->outer = calloc(s->F * s->F, sizeof *s->outer);
}

static void
close_scored(struct scored *s)
{
    free(s->missing);
    free(s->outer);
    irt_score_table_free(s->table);
    irt_kernel_free(s->kernel);
    irt_expected_free(s->expected);
    irt_pool_free(s->pool);
    fixture_close(&s->f);
}

/* By definition, from each pattern's mean score; and pair by pair. */
static void
sum_plainly(const struct scored *s, double *missing, double *outer)
{
    size_t F = s->F;
    double *mean = calloc(F, sizeof *mean), posterior[31];
    ck_assert(irt_square_scores(s->f.data, s->f.patterns, s->f.model, s->kernel, s->table,
                                s->pool, NULL, missing, &error));
    for (size_t l = 0; l < s->f.patterns->count; l++) {
        const uint8_t *code = s->f.data->code + s->f.patterns->row[l] * s->f.data->items;
        irt_kernel_posterior(s->kernel, l, 1, posterior, NULL);
        irt_score_table_mean(s->table, code, posterior, mean);
        for (size_t a = 0; a < F; a++)
            for (size_t b = 0; b < F; b++)
                outer[a * F + b] += s->f.patterns->frequency[l] * mean[a] * mean[b];
    }
    for (size_t i = 0; i < F * F; i++)
        missing[i] -= outer[i];
    free(mean);
}

static bool
leans(const char *kind)
{
    return strcmp(kind, "3pl") != 0 && strcmp(kind, "4pl") != 0 &&
           strcmp(kind, "grm") != 0;
}

/* Few patterns and many, all answers and some missing. */
START_TEST(both_ways_agree)
{
    static const size_t persons[] = { 40, 3000 };
    for (int missing = 0; missing < 2; missing++)
        for (int m = 0; m < 2; m++) {
            struct scored s;
            bool linear;
            open_scored(&s, fixture_kinds[_i], persons[m], 0.15 * missing, 1);
            double *pairs = calloc(s.F * s.F, sizeof *pairs);
            double *products = calloc(s.F * s.F, sizeof *products);
            ck_assert(irt_linear_scores(&s.at, s.missing, s.outer, &linear, &error));
            ck_assert(linear == leans(fixture_kinds[_i]));
            sum_plainly(&s, pairs, products);
            for (size_t i = 0; linear && i < s.F * s.F; i++) {
                ck_assert_double_eq_tol(s.missing[i], pairs[i],
                                        1e-10 * (double)persons[m]);
                ck_assert_double_eq_tol(s.outer[i], products[i],
                                        1e-10 * (double)persons[m]);
            }
            free(pairs);
            free(products);
            close_scored(&s);
        }
}
END_TEST

START_TEST(threads_change_nothing)
{
    struct scored one, two;
    bool linear;
    open_scored(&one, "2pl", 5000, 0.1, 1);
    open_scored(&two, "2pl", 5000, 0.1, 3);
    ck_assert(irt_linear_scores(&one.at, one.missing, one.outer, &linear, &error));
    ck_assert(irt_linear_scores(&two.at, two.missing, two.outer, &linear, &error));
    ck_assert_uint_gt(one.f.patterns->count, 2048); /* several slices */
    ck_assert_mem_eq(one.missing, two.missing, one.F * one.F * sizeof(double));
    ck_assert_mem_eq(one.outer, two.outer, one.F * one.F * sizeof(double));
    close_scored(&one);
    close_scored(&two);
}
END_TEST

START_TEST(many_missing_answers_go_by_pairs)
{
    struct scored s;
    bool linear = true;
    open_scored(&s, "2pl", 200, 0.4, 1);
    ck_assert(irt_linear_scores(&s.at, s.missing, NULL, &linear, &error));
    ck_assert(!linear);
    for (size_t i = 0; i < s.F * s.F; i++)
        ck_assert_double_eq(s.missing[i], 0.0);
    close_scored(&s);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("linear scores");
    TCase *tests = tcase_create("linear scores");

    tcase_add_loop_test(tests, products_are_sums_of_rows, 0, 5);
    tcase_add_loop_test(tests, both_ways_agree, 0, FIXTURE_KINDS);
    tcase_add_test(tests, threads_change_nothing);
    tcase_add_test(tests, many_missing_answers_go_by_pairs);
    suite_add_tcase(suite, tests);
    return suite;
}
