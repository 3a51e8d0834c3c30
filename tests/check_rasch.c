/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Rasch model: known answers of mirt and ltm. */
#include "config.h"

#include "suite.h"

#include "known.h"

#include <math.h>

/* mirt 1.47, 61 nodes. */
START_TEST(lsat6_of_mirt)
{
    static const double d[5] = { 2.73002, .99861, .23985, 1.30645, 2.09941 };
    struct irt_options options = known_options(false);
    struct known k;
    known_lsat6(&k, "rasch", NULL, &options);
    double sigma = k.fit->psi[k.f.model->sigma];
    ck_assert_double_eq_tol(k.fit->loglik, -2466.9375996, 1e-6);
    ck_assert_double_eq_tol(sigma * sigma, .57023, 1e-5);
    ck_assert_double_eq_tol(k.fit->variance_se, .1049, 5e-5);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq(known_a(k.fit, j, 0), 1.0);
        ck_assert(isnan(known_se_a(k.fit, j, 0)));
        ck_assert_double_eq_tol(known_d(k.fit, j, 0), d[j], 1e-5);
    }
    known_close(&k);
}
END_TEST

/* ltm 1.2 with slope and variance 1, on 61 Gauss-Hermite points. */
START_TEST(lsat6_of_ltm)
{
    static const double d[5] = { 2.87197120, 1.06302943, .25761088, 1.38805884,
                                 2.21877846 };
    static const double se[5] = { .12874979, .08211380, .07659074, .08649513, .10482769 };
    struct irt_model_options model = { .kind = "2pl", .fix = "a=1" };
    struct irt_options options = known_options(false);
    struct known k;
    options.nodes = IRT_NODES_GH;
    fixture_open_model(&k.f, fixture_lsat6(), &model, &options);
    k.fit = fixture_fit(&k.f);
    ck_assert_double_eq_tol(k.fit->loglik, -2473.0538472508, 1e-6);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq_tol(known_d(k.fit, j, 0), d[j], 1e-6);
        ck_assert_double_eq_tol(known_b(k.fit, j, 0), -d[j], 1e-6);
        ck_assert_double_eq_tol(known_se_b(k.fit, j, 0), se[j], 1e-6);
    }
    known_close(&k);
}
END_TEST

/* mirt's fit of 2000 x 20 with missing cells, on 101 nodes. */
START_TEST(simulated_data_of_mirt)
{
    static const char items[] = "sim-2pl/mirt_rasch_wide_items.csv";
    struct known k;
    if (!known_open(&k, "sim-2pl", "rasch", true))
        return;
    ck_assert_double_eq_tol(k.fit->loglik, -20168.280385009, 1e-6);
    known_items(&k, items, "d", 1e-6, known_d, 0);
    known_items(&k, items, "b", 1e-6, known_b, 0);
    known_items(&k, items, "se_d", 1e-6, known_se_d, 0);
    known_scores(&k, IRT_SCORE_EAP, 0, "sim-2pl/mirt_rasch_wide_persons.csv", "EAP",
                 "SE_EAP", 1e-6);
    known_close(&k);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("Rasch");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, lsat6_of_mirt);
    tcase_add_test(t, lsat6_of_ltm);
    tcase_add_test(t, simulated_data_of_mirt);
    suite_add_tcase(suite, t);
    return suite;
}
