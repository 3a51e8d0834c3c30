/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The PCM: known answers of mirt and TAM. */
#include "config.h"

#include "suite.h"

#include "known.h"

/* mirt 1.47 on 101 nodes, for its variance is free; MAP, ML and WLE maximised exactly. */
START_TEST(simulated_data_of_mirt)
{
    struct known k;
    if (!known_open(&k, "sim-pcm", "pcm", true))
        return;
    ck_assert_double_eq_tol(k.fit->loglik, -16706.7534082347, 2e-7);
    double sigma = k.fit->psi[k.f.model->sigma];
    ck_assert_double_eq_tol(sigma * sigma, 1.173560, 2e-6);
    ck_assert_double_eq_tol(k.fit->variance_se, .060288, 5e-6);
    known_items(&k, "sim-pcm/mirt_pcm_wide_items.csv", "a1", 0.0, known_a, 0);
    known_steps(&k, "sim-pcm/mirt_pcm_wide_items.csv", "d", 3, 1e-6, known_d, 0);
    known_steps(&k, "sim-pcm/mirt_pcm_wide_items.csv", "se_d", 3, 1e-6, known_se_d, 0);
    known_scores(&k, IRT_SCORE_EAP, 0, "sim-pcm/mirt_pcm_wide_persons.csv", "EAP",
                 "SE_EAP", 1e-6);
    known_scores(&k, IRT_SCORE_MAP, 0, "sim-pcm/mirt_pcm_persons.csv", "MAP_exact", NULL,
                 1e-5);
    known_scores(&k, IRT_SCORE_ML, 0, "sim-pcm/mirt_pcm_persons.csv", "ML_exact", NULL,
                 1e-5);
    known_scores(&k, IRT_SCORE_WLE, 0, "sim-pcm/mirt_pcm_persons.csv", "WLE_exact", NULL,
                 1e-5);
    known_close(&k);
}
END_TEST

START_TEST(simulated_data_of_tam)
{
    known_tam("sim-pcm", "pcm", true, -16706.75342966, 1.17355876087896, 1e-6);
}
END_TEST

START_TEST(two_categories_are_the_rasch)
{
    known_is_rasch("pcm");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("PCM");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, simulated_data_of_mirt);
    tcase_add_test(t, simulated_data_of_tam);
    tcase_add_test(t, two_categories_are_the_rasch);
    suite_add_tcase(suite, t);
    return suite;
}
