/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 3PL: known answers of independent maximisation and mirt. */
#include "config.h"

#include "suite.h"

#include "known.h"

/* The prior beta(5, 17) of c itself: independent maximisation to a gradient of 5e-14, 61 nodes
 * on [-6, 6]. */
START_TEST(lsat6_by_independent_maximisation)
{
    static const double a[5] = { .847012739503, .846750424345, 1.21991976851,
                                 .763704858277, .708242104113 };
    static const double d[5] = { 2.52832546047, .648568957412, -.272035503764,
                                 .975178135216, 1.79978646793 };
    static const double c[5] = { .19955950382, .198484781214, .1910273846, .198796154451,
                                 .19938220113 };
    struct irt_options options = known_options(false);
    struct known k;
    options.tolerance = 1e-10;
    options.max_cycles = 20000;
    known_lsat6(&k, "3pl", NULL, &options);
    ck_assert_double_eq_tol(k.fit->loglik, -2466.80597056144, 1e-6);
    ck_assert_double_eq_tol(k.fit->loglik + k.fit->log_prior, -2459.20050790254, 1e-8);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq_tol(known_a(k.fit, j, 0), a[j], 2e-6);
        ck_assert_double_eq_tol(known_d(k.fit, j, 0), d[j], 2e-6);
        ck_assert_double_eq_tol(known_c(k.fit, j, 0), c[j], 1e-6);
        ck_assert_double_eq(known_u(k.fit, j, 0), 1.0);
    }
    known_close(&k);
}
END_TEST

/* mirt 1.47 with a normal prior on the logit of c, 61 nodes on [-6, 6]. */
START_TEST(lsat6_of_mirt)
{
    static const char items[] = "lsat6-2pl/mirt_3pl-normprior_items.csv";
    struct irt_options options = known_options(false);
    struct known k;
    options.max_cycles = 20000;
    known_lsat6(&k, "3pl", "c=logit(-1.1,2)", &options);
    ck_assert_double_eq_tol(k.fit->loglik, -2466.79359599816, 1e-5);
    ck_assert_double_eq_tol(k.fit->log_prior, -8.09993128881982, 1e-5);
    if (fixture_reference()) {
        known_items(&k, items, "a1", 2e-5, known_a, 0);
        known_items(&k, items, "d", 2e-5, known_d, 0);
        known_items(&k, items, "g", 1e-5, known_c, 0);
    }
    known_close(&k);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("3PL");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, lsat6_by_independent_maximisation);
    tcase_add_test(t, lsat6_of_mirt);
    suite_add_tcase(suite, t);
    return suite;
}
