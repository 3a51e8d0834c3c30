/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 1PL: known answers of irtQ, ltm and mirt. */
#include "config.h"

#include "suite.h"

#include "known.h"

#include <math.h>

/* irtQ's published trace of the 1PL: 49 nodes on [-6, 6], a = 1, d = 0, full M-step. */
START_TEST(the_1pl_trace_of_irtq)
{
    static const double loglik[] = { -3182.3860, -2561.3380, -2483.1811, -2469.6884,
                                     -2467.5148, -2467.1096, -2467.0029, -2466.9648,
                                     -2466.9493, -2466.9427, -2466.9398, -2466.9386,
                                     -2466.9380, -2466.9378, -2466.9377, -2466.9376 };
    static const double change[] = { 2.293929, .58111,  .31473,  .171175, .096225,
                                     .056965,  .035311, .022579, .014699, .009659,
                                     .006377,  .004219, .002795, .001852, .001228,
                                     .000814,  .000539, .000358, .000237, .000157,
                                     .000104,  6.9e-05 };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    struct irt_error error;
    struct irt_model_options flat = { .kind = "1pl", .start_flat = true };
    options.points = 49;
    options.accelerate = IRT_ACCELERATE_NONE;
    options.tolerance = 1e-9; /* irtQ stops by the change of b, see below */
    options.max_cycles = 22;
    fixture_open_with(&f, fixture_lsat6(), "1pl", &options);
    irt_model_free(f.model);
    f.model = irt_model_new(f.data, &flat, &error);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    for (size_t c = 0; c < sizeof loglik / sizeof *loglik; c++)
        ck_assert_double_eq_tol(f.trace.loglik[c], loglik[c], 6e-5);
    ck_assert_double_eq_tol(irt_trace_psi(&f.trace, 1)[0], .9443, 5e-5);
    /* irtQ's change is that of b = -d / a. */
    for (size_t c = 1; c < f.trace.rows; c++) {
        double largest = 0.0;
        for (size_t j = 0; j < 5; j++) {
            const double *now = irt_trace_psi(&f.trace, c),
                         *before = irt_trace_psi(&f.trace, c - 1);
            largest = fmax(largest, fabs(now[2 * j + 1] / now[2 * j] -
                                         before[2 * j + 1] / before[2 * j]));
            largest = fmax(largest, fabs(now[2 * j] - before[2 * j]));
        }
        ck_assert_double_eq_tol(largest, change[c - 1], 6e-6 + 1e-3 * change[c - 1]);
    }
    fixture_close(&f);
}
END_TEST

/* Published: Rizopoulos (2006), Journal of Statistical Software 17(5), ltm. */
START_TEST(lsat6_of_ltm)
{
    static const double b[5] = { -3.6153, -1.3224, -.3176, -1.7301, -2.7802 };
    static const double se_b[5] = { .3266, .1422, .0977, .1691, .2510 };
    struct irt_options options = known_options(false);
    struct known k;
    known_lsat6(&k, "1pl", NULL, &options);
    ck_assert_double_eq_tol(k.fit->loglik, -2466.9376, 5e-5);
    ck_assert_double_eq_tol(k.fit->aic, 4945.875, 1e-3);
    ck_assert_double_eq_tol(k.fit->bic, 4975.322, 1e-3);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq_tol(known_a(k.fit, j, 0), .755135, 1e-6);
        ck_assert_double_eq_tol(known_se_a(k.fit, j, 0), .0694, 5e-5);
        ck_assert_double_eq_tol(known_b(k.fit, j, 0), b[j], 6e-5);
        ck_assert_double_eq_tol(known_se_b(k.fit, j, 0), se_b[j], 6e-5);
    }
    known_close(&k);
}
END_TEST

/* mirt's fit of 2000 x 20 with missing cells. */
START_TEST(simulated_data_of_mirt)
{
    static const char items[] = "sim-2pl/mirt_1pl_items.csv";
    struct known k;
    if (!known_open(&k, "sim-2pl", "1pl", false))
        return;
    ck_assert_double_eq_tol(k.fit->loglik, -20168.2803846499, 1e-6);
    known_items(&k, items, "a1", 1e-6, known_a, 0);
    known_items(&k, items, "d", 1e-6, known_d, 0);
    known_items(&k, items, "b", 1e-6, known_b, 0);
    known_items(&k, items, "se_a1", 1e-6, known_se_a, 0);
    known_items(&k, items, "se_d", 1e-6, known_se_d, 0);
    known_scores(&k, IRT_SCORE_EAP, 0, "sim-2pl/mirt_1pl_persons.csv", "EAP", "SE_EAP",
                 1e-6);
    known_close(&k);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("1PL");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, the_1pl_trace_of_irtq);
    tcase_add_test(t, lsat6_of_ltm);
    tcase_add_test(t, simulated_data_of_mirt);
    suite_add_tcase(suite, t);
    return suite;
}
