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

START_TEST(simulated_data_of_tam)
{
    known_tam("sim-rsm", "rsm", true, -17023.2820390362, 1.39906613646052, 3e-5);
}
END_TEST

START_TEST(two_categories_are_the_rasch)
{
    known_is_rasch("rsm");
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
