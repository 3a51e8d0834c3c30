/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conditional likelihood of the Rasch model. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "estimate/conditional.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* By adding up all subsets. */
START_TEST(symmetric_functions_are_sums_over_subsets)
{
    enum { N = 9 };
    static const double d[N] = { -3.0, 2.5, 0.0, 0.4, -1.1, 7.0, -6.0, 1.0, 0.3 };
    double gamma[N + 1] = { 0 }, found[N + 1];
    for (unsigned subset = 0; subset < 1u << N; subset++) {
        double product = 1.0;
        int order = 0;
        for (int j = 0; j < N; j++)
            if (subset >> j & 1u) {
                product *= exp(d[j]);
                order++;
            }
        gamma[order] += product;
    }
    ck_assert(irt_symmetric_functions(d, N, found));
    for (int r = 0; r <= N; r++)
        ck_assert_double_eq_tol(found[r], log(gamma[r]), 1e-12 * (1.0 + fabs(found[r])));
}
END_TEST

/* A thousand items do not underflow, and gamma_n is the product of all. */
START_TEST(many_items_do_not_underflow)
{
    enum { N = 1000 };
    double d[N], found[N + 1], sum = 0.0;
    for (int j = 0; j < N; j++) {
        d[j] = 6.0 * sin(0.37 * j);
        sum += d[j];
    }
    ck_assert(irt_symmetric_functions(d, N, found));
    ck_assert_double_eq_tol(found[0], 0.0, 1e-9);
    ck_assert_double_eq_tol(found[N], sum, 1e-8);
    for (int r = 0; r <= N; r++)
        ck_assert(isfinite(found[r]));
}
END_TEST

static void
open_rasch(struct fixture *f, struct irt_responses *data,
           struct irt_conditional **conditional, double *d)
{
    fixture_open(f, data, "rasch");
    *conditional = irt_conditional_new(f->data, f->patterns, f->model, &error);
    ck_assert_ptr_nonnull(*conditional);
    for (size_t j = 0; j < f->model->items; j++)
        d[j] = 0.7 * cos(1.3 * (double)j) - 0.2;
}

/* The textbook's way: a person's product over the sum of the products of all patterns with as
 * many right answers to the same items. */
static double
by_enumeration(const struct fixture *f, const double *d)
{
    double loglik = 0.0;
    for (size_t i = 0; i < f->data->rows; i++) {
        const unsigned char *code = f->data->code + i * f->data->items;
        double mine = 0.0, all = 0.0;
        int score = 0;
        for (size_t j = 0; j < f->model->items; j++)
            if (code[j] == 1) {
                mine += d[j];
                score++;
            }
        for (unsigned subset = 0; subset < 1u << f->model->items; subset++) {
            double product = 1.0;
            int order = 0;
            bool allowed = true;
            for (size_t j = 0; j < f->model->items; j++)
                if (subset >> j & 1u) {
                    allowed = allowed && code[j] != IRT_MISSING;
                    product *= exp(d[j]);
                    order++;
                }
            if (allowed && order == score)
                all += product;
        }
        loglik += irt_responses_frequency(f->data, i) * (mine - log(all));
    }
    return loglik;
}

START_TEST(the_likelihood_is_the_textbooks)
{
    struct fixture f;
    struct irt_conditional *c;
    double d[8];
    open_rasch(&f, fixture_simulated_by("rasch", 60, 6, _i ? 0.2 : 0.0, 5), &c, d);
    ck_assert_double_eq_tol(irt_conditional_evaluate(c, d, NULL, NULL),
                            by_enumeration(&f, d), 1e-9);
    irt_conditional_free(c);
    fixture_close(&f);
}
END_TEST

START_TEST(derivatives_agree_with_differences)
{
    struct fixture f;
    struct irt_conditional *c;
    double d[8], gradient[8], up[8], down[8], information[64];
    const double step = 1e-5;
    open_rasch(&f, fixture_simulated_by("rasch", 80, 7, _i ? 0.2 : 0.0, 6), &c, d);
    size_t n = f.model->items;
    irt_conditional_evaluate(c, d, gradient, information);
    for (size_t j = 0; j < n; j++) {
        double held = d[j], row = 0.0;
        d[j] = held + step;
        double above = irt_conditional_evaluate(c, d, up, NULL);
        d[j] = held - step;
        double below = irt_conditional_evaluate(c, d, down, NULL);
        d[j] = held;
        ck_assert_double_eq_tol(gradient[j], (above - below) / (2.0 * step), 1e-6);
        for (size_t k = 0; k < n; k++) {
            ck_assert_double_eq_tol(information[j * n + k],
                                    (down[k] - up[k]) / (2.0 * step), 1e-5);
            row += information[j * n + k];
        }
        ck_assert_double_eq_tol(row, 0.0, 1e-9); /* all alike changes nothing */
    }
    irt_conditional_free(c);
    fixture_close(&f);
}
END_TEST

/* eRm's estimates for LSAT-6, whose likelihood is known. */
START_TEST(lsat6_is_erms)
{
    static const double b[5] = { -1.25613, .47491, 1.23598, .16841, -.62317 };
    struct fixture f;
    struct irt_conditional *c;
    double d[8], gradient[8];
    open_rasch(&f, fixture_lsat6(), &c, d);
    for (size_t j = 0; j < 5; j++)
        d[j] = -b[j];
    ck_assert_double_eq_tol(irt_conditional_evaluate(c, d, gradient, NULL), -1091.56969,
                            1e-5);
    for (size_t j = 0; j < 5; j++)
        ck_assert_double_eq_tol(gradient[j], 0.0, 2e-3);
    ck_assert_double_eq(irt_conditional_extreme(c), 3.0 + 298.0);
    irt_conditional_free(c);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("conditional");
    TCase *t = tcase_create("conditional");
    tcase_add_test(t, symmetric_functions_are_sums_over_subsets);
    tcase_add_test(t, many_items_do_not_underflow);
    tcase_add_loop_test(t, the_likelihood_is_the_textbooks, 0, 2);
    tcase_add_loop_test(t, derivatives_agree_with_differences, 0, 2);
    tcase_add_test(t, lsat6_is_erms);
    suite_add_tcase(suite, t);
    return suite;
}
