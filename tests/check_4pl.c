/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 4PL: known answers of mirt. */
#include "config.h"

#include "suite.h"

#include "known.h"

/* mirt 1.47 with normal priors on the logits of c and u, 61 nodes on [-6, 6]: no other program
 * gives the 4PL. */
START_TEST(lsat6_of_mirt)
{
    static const char items[] = "lsat6-2pl/mirt_4pl-normprior_items.csv";
    struct irt_options options = known_options(false);
    struct known k;
    options.max_cycles = 20000;
    known_lsat6(&k, "4pl", "c=logit(-1.4,1) u=logit(3,1)", &options);
    ck_assert_double_eq_tol(k.fit->loglik, -2466.81108555889, 1e-5);
    ck_assert_double_eq_tol(k.fit->log_prior, -9.25764192954508, 1e-5);
    if (fixture_reference()) {
        known_items(&k, items, "a1", 2e-5, known_a, 0);
        known_items(&k, items, "d", 2e-5, known_d, 0);
        known_items(&k, items, "g", 1e-5, known_c, 0);
        known_items(&k, items, "u", 1e-5, known_u, 0);
    }
    known_close(&k);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("4PL");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, lsat6_of_mirt);
    suite_add_tcase(suite, t);
    return suite;
}
