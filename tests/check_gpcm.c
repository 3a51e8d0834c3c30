/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The GPCM: known answers of mirt and TAM. */
#include "config.h"

#include "suite.h"

#include "known.h"

/* mirt 1.47, 61 nodes; MAP, ML and WLE maximised exactly at its estimates. */
START_TEST(simulated_data_of_mirt)
{
    struct known k;
    if (!known_open(&k, "sim-gpcm", "gpcm", false))
        return;
    ck_assert_double_eq_tol(k.fit->loglik, -17266.8917581078, 2e-7);
    known_items(&k, "sim-gpcm/mirt_gpcm_items.csv", "a1", 1e-7, known_a, 0);
    known_steps(&k, "sim-gpcm/mirt_gpcm_items.csv", "d", 3, 1e-7, known_d, 0);
    known_items(&k, "sim-gpcm/mirt_gpcm_items.csv", "se_a1", 1e-6, known_se_a, 0);
    known_steps(&k, "sim-gpcm/mirt_gpcm_items.csv", "se_d", 3, 1e-6, known_se_d, 0);
    known_items(&k, "sim-gpcm/mirt_gpcm_IRTpars.csv", "a", 1e-7, known_a, 0);
    known_steps(&k, "sim-gpcm/mirt_gpcm_IRTpars.csv", "b", 3, 1e-6, known_b, 0);
    known_scores(&k, IRT_SCORE_EAP, 0, "sim-gpcm/mirt_gpcm_persons.csv", "EAP", "SE_EAP",
                 1e-7);
    known_scores(&k, IRT_SCORE_MAP, 0, "sim-gpcm/mirt_gpcm_persons.csv", "MAP_exact",
                 NULL, 1e-7);
    known_scores(&k, IRT_SCORE_ML, 0, "sim-gpcm/mirt_gpcm_persons.csv", "ML_exact", NULL,
                 2e-6);
    known_scores(&k, IRT_SCORE_WLE, 0, "sim-gpcm/mirt_gpcm_persons.csv", "WLE_exact",
                 NULL, 2e-6);
    known_close(&k);
}
END_TEST

START_TEST(simulated_data_of_tam)
{
    known_tam("sim-gpcm", "gpcm", false, -17266.8917596015, 1.0, 1e-6);
}
END_TEST

/* Of two categories it is the 2PL: mirt's numbers for LSAT-6. */
START_TEST(two_categories_are_the_2pl)
{
    struct irt_options options = known_options(false);
    struct known k;
    known_lsat6(&k, "gpcm", NULL, &options);
    ck_assert_double_eq_tol(k.fit->loglik, -2466.653377, 1e-6);
    ck_assert_double_eq_tol(known_a(k.fit, 2, 0), .890874533, 1e-6);
    known_close(&k);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("GPCM");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, simulated_data_of_mirt);
    tcase_add_test(t, simulated_data_of_tam);
    tcase_add_test(t, two_categories_are_the_2pl);
    suite_add_tcase(suite, t);
    return suite;
}
