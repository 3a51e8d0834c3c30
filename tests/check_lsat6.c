/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LSAT-6 (Bock and Lieberman 1970): published and other programs' numbers. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "estimate/standard_errors.h"
#include "score/eap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
open_tight(struct fixture *f, const char *kind)
{
    struct irt_options options = irt_options_defaults();
    options.tolerance = 1e-9;
    options.max_cycles = 5000;
    fixture_open_with(f, fixture_lsat6(), kind, &options);
}

/* The lecture: 10 rounded nodes, Newton left at a step of .05.  d and a after cycles 1 and
 * 44, where it ends; to the last printed digit. */
START_TEST(the_lecture_to_its_last_digit)
{
    static const double first[10] = { .9438,  2.1659, .9410, .4102, .9697,
                                      -.3787, .9322,  .7263, .9198, 1.5321 };
    static const double end[10] = { .8256, 2.7732, .7231,  .9903, .8901,
                                    .2491, .6887,  1.2848, .6573, 2.0535 };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    irt_options_set_lecture(&options);
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_uint_eq(f.trace.rows - 1, 44);
    for (size_t k = 0; k < 10; k++) {
        ck_assert_double_eq_tol(irt_trace_psi(&f.trace, 1)[k], first[k], 5e-5);
        ck_assert_double_eq_tol(irt_trace_psi(&f.trace, 44)[k], end[k], 5e-5);
    }
    /* l with normalised weights: -3182.39700768 at the start, -2466.65366588 at the end. */
    ck_assert_double_eq_tol(f.trace.loglik[0], -3182.39700768, 1e-7);
    ck_assert_double_eq_tol(f.trace.loglik[44], -2466.65366588, 1e-7);
    fixture_close(&f);
}
END_TEST

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

/* mirt 1.47, 61 nodes, tolerance 1e-10; SE by Oakes; SE of b by the delta method. */
START_TEST(the_2pl_of_mirt)
{
    static const double a[5] = { .825659544, .722744204, .890874533, .688367980,
                                 .656855954 };
    static const double d[5] = { 2.77323441, .990201198, .249147523, 1.28475693,
                                 2.05327045 };
    static const double se_a[5] = { .2581, .1867, .2328, .1851, .2099 };
    static const double se_d[5] = { .2057, .0900, .0763, .0990, .1354 };
    static const double se_b[5] = { .86647, .30749, .09962, .43432, .87122 };
    struct fixture f;
    open_tight(&f, "2pl");
    struct irt_fit *fit = fixture_fit(&f);
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
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(the_crossprod_errors_of_mirt)
{
    static const double se_a[5] = { .2539, .1879, .2300, .1862, .2027 };
    static const double se_d[5] = { .2026, .0902, .0762, .0988, .1332 };
    struct fixture f;
    open_tight(&f, "2pl");
    f.options.se = IRT_SE_CROSSPROD;
    struct irt_fit *fit = fixture_fit(&f);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq_tol(fit->se[2 * j], se_a[j], 6e-5);
        ck_assert_double_eq_tol(fit->se[2 * j + 1], se_d[j], 6e-5);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Published: Rizopoulos (2006), Journal of Statistical Software 17(5), ltm. */
START_TEST(the_1pl_of_ltm)
{
    static const double b[5] = { -3.6153, -1.3224, -.3176, -1.7301, -2.7802 };
    static const double se_b[5] = { .3266, .1422, .0977, .1691, .2510 };
    struct fixture f;
    open_tight(&f, "1pl");
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_double_eq_tol(fit->loglik, -2466.9376, 5e-5);
    ck_assert_double_eq_tol(fit->aic, 4945.875, 1e-3);
    ck_assert_double_eq_tol(fit->bic, 4975.322, 1e-3);
    for (size_t j = 0; j < 5; j++) {
        double se, difficulty = irt_fit_difficulty(fit, j, 0, &se);
        ck_assert_double_eq_tol(fit->psi[2 * j], .755135, 1e-6);
        ck_assert_double_eq_tol(fit->se[2 * j], .0694, 5e-5);
        ck_assert_double_eq_tol(difficulty, b[j], 6e-5);
        ck_assert_double_eq_tol(se, se_b[j], 6e-5);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(the_rasch_of_mirt)
{
    static const double d[5] = { 2.73002, .99861, .23985, 1.30645, 2.09941 };
    struct fixture f;
    open_tight(&f, "rasch");
    struct irt_fit *fit = fixture_fit(&f);
    double sigma = fit->psi[f.model->sigma];
    ck_assert_double_eq_tol(sigma * sigma, .57023, 1e-5);
    ck_assert_double_eq_tol(fit->variance_se, .1049, 5e-5);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq(fit->psi[2 * j], 1.0);
        ck_assert(isnan(fit->se[2 * j]));
        ck_assert_double_eq_tol(fit->psi[2 * j + 1], d[j], 1e-5);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* l at the 2PL optimum of each rule. */
START_TEST(loglik_by_quadrature)
{
    static const struct {
        enum irt_nodes nodes;
        size_t points;
        double hi, loglik;
    } rule[] = {
        { IRT_NODES_GH, 3, 6, -2466.795507 },
        { IRT_NODES_GH, 5, 6, -2466.665633 },
        { IRT_NODES_GH, 9, 6, -2466.653438 },
        { IRT_NODES_GH, 15, 6, -2466.653377 },
        { IRT_NODES_EQUAL, 5, 4, -2467.111728 },
        { IRT_NODES_EQUAL, 9, 4, -2466.653733 },
        { IRT_NODES_EQUAL, 21, 4, -2466.654606 },
        { IRT_NODES_EQUAL, 61, 4, -2466.655511 },
    };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.nodes = rule[_i].nodes;
    options.points = rule[_i].points;
    options.lo = -rule[_i].hi;
    options.hi = rule[_i].hi;
    options.tolerance = 1e-8;
    options.max_cycles = 5000;
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_double_eq_tol(f.trace.loglik[f.trace.rows - 1], rule[_i].loglik, 1e-6);
    fixture_close(&f);
}
END_TEST

START_TEST(the_eap_scores_of_mirt)
{
    struct fixture f;
    struct irt_error error;
    double score[32], se[32];
    open_tight(&f, "2pl");
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(irt_eap(f.data, f.patterns, f.model, fit->psi, fit->quadrature, 1, score,
                      se, &error));
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
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("LSAT-6");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, the_lecture_to_its_last_digit);
    tcase_add_test(t, the_1pl_trace_of_irtq);
    tcase_add_test(t, the_2pl_of_mirt);
    tcase_add_test(t, the_crossprod_errors_of_mirt);
    tcase_add_test(t, the_1pl_of_ltm);
    tcase_add_test(t, the_rasch_of_mirt);
    tcase_add_loop_test(t, loglik_by_quadrature, 0, 8);
    tcase_add_test(t, the_eap_scores_of_mirt);
    suite_add_tcase(suite, t);
    return suite;
}
