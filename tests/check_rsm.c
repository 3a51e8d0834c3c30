/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The RSM: known answers of independent maximisation, mirt and TAM. */
#include "config.h"

#include "suite.h"

#include "known.h"

/* Independent maximisation, 101 nodes: mirt and TAM stop short of it. */
START_TEST(simulated_data_by_independent_maximisation)
{
    static const char items[] = "sim-rsm/own_rsm_exact_items.csv";
    struct known k;
    if (!known_open(&k, "sim-rsm", "rsm", true))
        return;
    double sigma = k.fit->psi[k.f.model->sigma];
    ck_assert_double_eq_tol(k.fit->loglik, -17023.2816872306, 2e-7);
    ck_assert_double_eq_tol(sigma * sigma, 1.399081, 2e-6);
    known_steps(&k, items, "d", 3, 1e-6, known_d, 0);
    known_close(&k);
}
END_TEST

/* mirt writes b_h - c_j, c_1 = 0: its b are the steps of the first item.  It stops 5e-5
 * short. */
START_TEST(simulated_data_of_mirt)
{
    static const double b[3] = { -.792622, .226893, .938438 };
    static const double se[3] = { .0525138, .0503647, .0537198 };
    struct known k;
    if (!known_open(&k, "sim-rsm", "rsm", true))
        return;
    ck_assert_double_eq_tol(k.fit->loglik, -17023.2816878827, 1e-5);
    for (size_t h = 0; h < 3; h++) {
        ck_assert_double_eq_tol(known_b(k.fit, 0, h), b[h], 1e-6);
        ck_assert_double_eq_tol(known_se_b(k.fit, 0, h), se[h], 1e-6);
    }
    ck_assert_double_eq_tol(k.fit->variance_se, .070258, 5e-6);
    known_scores(&k, IRT_SCORE_EAP, 0, "sim-rsm/mirt_rsm_wide_persons.csv", "EAP",
                 "SE_EAP", 1e-4);
    known_scores(&k, IRT_SCORE_WLE, 0, "sim-rsm/mirt_rsm_persons.csv", "WLE_exact", NULL,
                 1e-4);
    known_close(&k);
}
END_TEST

/* TAM 4.3 stops earlier, and its weights are not normalised: its l is a little lower. */
START_TEST(simulated_data_of_tam)
{
    static const char items[] = "sim-rsm/tam_items.csv";
    struct known k;
    if (!known_open(&k, "sim-rsm", "rsm", true))
        return;
    double sigma = k.fit->psi[k.f.model->sigma];
    ck_assert_double_eq_tol(k.fit->loglik, -17023.2820390362, 4e-4);
    ck_assert_double_ge(k.fit->loglik, -17023.2820390362);
    ck_assert_double_eq_tol(sigma * sigma, 1.39906613646052, 3e-5);
    known_items(&k, items, "B1", 3e-5, known_a, 0);
    known_steps(&k, items, "d", 3, 3e-5, known_d, 0);
    known_scores(&k, IRT_SCORE_WLE, 0, "sim-rsm/tam_persons.csv", "WLE", "SE_WLE", 1e-4);
    known_close(&k);
}
END_TEST

/* Of two categories it is the Rasch model: mirt's numbers for LSAT-6. */
START_TEST(two_categories_are_the_rasch)
{
    struct irt_options options = known_options(false);
    struct known k;
    known_lsat6(&k, "rsm", NULL, &options);
    double sigma = k.fit->psi[k.f.model->sigma];
    ck_assert_double_eq_tol(k.fit->loglik, -2466.9375996, 1e-6);
    ck_assert_double_eq(known_a(k.fit, 2, 0), 1.0);
    ck_assert_double_eq_tol(sigma * sigma, .57023, 1e-5);
    known_close(&k);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("RSM");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, simulated_data_by_independent_maximisation);
    tcase_add_test(t, simulated_data_of_mirt);
    tcase_add_test(t, simulated_data_of_tam);
    tcase_add_test(t, two_categories_are_the_rasch);
    suite_add_tcase(suite, t);
    return suite;
}
