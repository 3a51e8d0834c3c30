/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 2PL: known answers of mirt and ltm. */
#include "config.h"

#include "suite.h"

#include "known.h"

#include <math.h>
#include <string.h>

/* mirt 1.47, 61 nodes, tolerance 1e-10; SE by Oakes; SE of b by the delta method. */
START_TEST(lsat6_of_mirt)
{
    static const double a[5] = { .825659544, .722744204, .890874533, .688367980,
                                 .656855954 };
    static const double d[5] = { 2.77323441, .990201198, .249147523, 1.28475693,
                                 2.05327045 };
    static const double se_a[5] = { .2581, .1867, .2328, .1851, .2099 };
    static const double se_d[5] = { .2057, .0900, .0763, .0990, .1354 };
    static const double se_b[5] = { .86647, .30749, .09962, .43432, .87122 };
    struct irt_options options = known_options(false);
    struct known k;
    known_lsat6(&k, "2pl", NULL, &options);
    struct irt_fit *fit = k.fit;
    ck_assert_double_eq_tol(fit->loglik, -2466.653377, 1e-6);
    ck_assert_double_eq_tol(fit->aic, 4953.3068, 1e-4);
    ck_assert_double_eq_tol(fit->bic, 5002.3843, 1e-4);
    for (size_t j = 0; j < 5; j++) {
        double se, b = irt_fit_difficulty(fit, j, 0, &se);
        ck_assert_double_eq_tol(fit->psi[2 * j], a[j], 1e-6);
        ck_assert_double_eq_tol(fit->psi[2 * j + 1], d[j], 1e-6);
        ck_assert_double_eq_tol(fit->se[2 * j], se_a[j], 6e-5);
        ck_assert_double_eq_tol(fit->se[2 * j + 1], se_d[j], 6e-5);
        ck_assert_double_eq_tol(b, -d[j] / a[j], 1e-5);
        ck_assert_double_eq_tol(se, se_b[j], 1e-4);
    }
    known_close(&k);
}
END_TEST

START_TEST(the_crossprod_errors_of_mirt)
{
    static const double se_a[5] = { .2539, .1879, .2300, .1862, .2027 };
    static const double se_d[5] = { .2026, .0902, .0762, .0988, .1332 };
    struct irt_options options = known_options(false);
    struct known k;
    options.se = IRT_SE_CROSSPROD;
    known_lsat6(&k, "2pl", NULL, &options);
    struct irt_fit *fit = k.fit;
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq_tol(fit->se[2 * j], se_a[j], 6e-5);
        ck_assert_double_eq_tol(fit->se[2 * j + 1], se_d[j], 6e-5);
    }
    known_close(&k);
}
END_TEST

START_TEST(the_eap_scores_of_mirt)
{
    struct irt_options options = known_options(false);
    struct irt_error error;
    struct known k;
    double score[32], se[32];
    known_lsat6(&k, "2pl", NULL, &options);
    const struct fixture f = k.f;
    ck_assert(irt_scores(IRT_SCORE_EAP, f.data, f.patterns, f.model, k.fit->psi,
                         k.fit->quadrature, 1, score, se, &error));
    static const struct {
        unsigned char code[5];
        double score, se;
    } known[] = {
        { { 0, 0, 0, 0, 0 }, -1.8968, .8013 },
        { { 1, 0, 1, 0, 1 }, -.3483, .8223 },
        { { 1, 1, 0, 1, 1 }, .0082, .8338 },
        { { 1, 1, 1, 1, 1 }, .6456, .8590 },
    };
    for (size_t i = 0; i < 4; i++) {
        size_t found = 0;
        for (size_t l = 0; l < f.patterns->count; l++)
            if (memcmp(f.data->code + 5 * f.patterns->row[l], known[i].code, 5) == 0) {
                ck_assert_double_eq_tol(score[l], known[i].score, 6e-5);
                ck_assert_double_eq_tol(se[l], known[i].se, 6e-5);
                found++;
            }
        ck_assert_uint_eq(found, 1);
    }
    known_close(&k);
}
END_TEST

/* ltm 1.2 on 61 Gauss-Hermite points. */
START_TEST(lsat6_of_ltm)
{
    static const double a[5] = { .82565952, .72274420, .89087453, .68836797, .65685594 };
    static const double b[5] = { -3.35881114, -1.37005762, -.27966623, -1.86638103,
                                 -3.12590680 };
    static const double se_a[5] = { .25811500, .18667967, .23276376, .18514295,
                                    .20990921 };
    static const double se_b[5] = { .86647236, .30749069, .09962282, .43431742,
                                    .87122210 };
    struct irt_options options = known_options(false);
    struct known k;
    options.nodes = IRT_NODES_GH;
    known_lsat6(&k, "2pl", NULL, &options);
    ck_assert_double_eq_tol(k.fit->loglik, -2466.65337739809, 1e-7);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq_tol(known_a(k.fit, j, 0), a[j], 1e-6);
        ck_assert_double_eq_tol(known_b(k.fit, j, 0), b[j], 2e-6);
        ck_assert_double_eq_tol(known_se_a(k.fit, j, 0), se_a[j], 1e-5);
        ck_assert_double_eq_tol(known_se_b(k.fit, j, 0), se_b[j], 5e-5);
    }
    known_close(&k);
}
END_TEST

/* mirt's fit of 2000 x 20 with missing cells; MAP, ML and WLE maximised exactly at its
 * estimates. */
START_TEST(simulated_data_of_mirt)
{
    static const char items[] = "sim-2pl/mirt_2pl_items.csv";
    static const char persons[] = "sim-2pl/mirt_2pl_persons.csv";
    struct known k;
    if (!known_open(&k, "sim-2pl", "2pl", false))
        return;
    ck_assert_double_eq_tol(k.fit->loglik, -20026.13491871, 1e-6);
    known_items(&k, items, "a1", 1e-7, known_a, 0);
    known_items(&k, items, "d", 1e-7, known_d, 0);
    known_items(&k, items, "b", 1e-6, known_b, 0);
    known_items(&k, items, "se_a1", 1e-6, known_se_a, 0);
    known_items(&k, items, "se_d", 1e-6, known_se_d, 0);
    known_scores(&k, IRT_SCORE_EAP, 0, persons, "EAP", "SE_EAP", 1e-7);
    known_scores(&k, IRT_SCORE_MAP, 0, persons, "MAP_exact", "SE_MAP_exact", 1e-7);
    known_scores(&k, IRT_SCORE_ML, 0, persons, "ML_exact", "SE_ML_exact", 2e-6);
    known_scores(&k, IRT_SCORE_WLE, 0, persons, "WLE_exact", NULL, 2e-6);
    known_close(&k);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("2PL");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, lsat6_of_mirt);
    tcase_add_test(t, the_crossprod_errors_of_mirt);
    tcase_add_test(t, the_eap_scores_of_mirt);
    tcase_add_test(t, lsat6_of_ltm);
    tcase_add_test(t, simulated_data_of_mirt);
    suite_add_tcase(suite, t);
    return suite;
}
