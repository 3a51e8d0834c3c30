/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The NRM: known answers of mirt, the only program there is one of. */
#include "config.h"

#include "suite.h"

#include "known.h"

/* mirt writes a_h as a scoring ak_h times one slope. */
static double
get_scoring(const struct irt_fit *fit, size_t j, size_t which)
{
    double last = known_a(fit, j, 3);
    return which == 3 ? last / 3.0 : 3.0 * known_a(fit, j, which) / last;
}

/* Bock's contrasts: slopes and intercepts summing to 0. */
static double
get_contrast(const struct irt_fit *fit, size_t j, size_t which)
{
    known_number *get = which < 4 ? known_a : known_d;
    double mean = 0.0;
    for (size_t h = 0; h < 4; h++)
        mean += get(fit, j, h) / 4.0;
    return get(fit, j, which % 4) - mean;
}

/* mirt 1.47, 61 nodes, in both its metrics; MAP, ML and WLE maximised exactly at its
 * estimates. */
START_TEST(simulated_data_of_mirt)
{
    static const char items[] = "sim-nrm/mirt_nrm_items.csv";
    static const char contrasts[] = "sim-nrm/mirt_nrm_IRTpars.csv";
    static const char persons[] = "sim-nrm/mirt_nrm_persons.csv";
    struct known k;
    if (!known_open(&k, "sim-nrm", "nrm", false))
        return;
    ck_assert_double_eq_tol(k.fit->loglik, -18518.5905146542, 2e-7);
    ck_assert_double_eq_tol(known_a(k.fit, 0, 3), 2.3266758, 1e-6);
    ck_assert_double_eq(known_a(k.fit, 0, 0), 0.0);
    known_items(&k, items, "a1", 1e-7, get_scoring, 3);
    known_items(&k, items, "ak1", 1e-6, get_scoring, 1);
    known_items(&k, items, "ak2", 1e-6, get_scoring, 2);
    known_steps(&k, items, "d", 3, 1e-7, known_d, 1);
    known_steps(&k, items, "se_d", 3, 1e-6, known_se_d, 1);
    known_steps(&k, contrasts, "a", 4, 1e-7, get_contrast, 0);
    known_steps(&k, contrasts, "c", 4, 1e-7, get_contrast, 4);
    known_scores(&k, IRT_SCORE_EAP, 0, persons, "EAP", "SE_EAP", 1e-7);
    known_scores(&k, IRT_SCORE_MAP, 0, persons, "MAP_exact", NULL, 1e-7);
    known_scores(&k, IRT_SCORE_ML, 0, persons, "ML_exact", NULL, 2e-6);
    known_scores(&k, IRT_SCORE_WLE, 0, persons, "WLE_exact", NULL, 2e-6);
    known_close(&k);
}
END_TEST

/* Of two categories it is the 2PL: mirt's numbers for LSAT-6. */
START_TEST(two_categories_are_the_2pl)
{
    struct irt_options options = known_options(false);
    struct known k;
    known_lsat6(&k, "nrm", NULL, &options);
    ck_assert_double_eq_tol(k.fit->loglik, -2466.653377, 1e-6);
    ck_assert_double_eq_tol(known_a(k.fit, 2, 1), .890874533, 1e-6);
    known_close(&k);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("NRM");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, simulated_data_of_mirt);
    tcase_add_test(t, two_categories_are_the_2pl);
    suite_add_tcase(suite, t);
    return suite;
}
