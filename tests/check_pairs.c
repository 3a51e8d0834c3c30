/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_pairs.c -- statistics of pairs of items, Q3 and LD-X2: person by person, over all
 * patterns, and known answers. */
#include "config.h"

#include "suite.h"

#include "diagnose.h"

#include "fit/ld.h"
#include "fit/q3.h"
#include "fit/residual.h"
#include "statistic/pairs.h"
#include "study/pair_rate.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static struct irt_error error;

/* --- Q3 ------------------------------------------------------------------------------------ */

/* One pair's correlation the long way. */
static double
residual_correlation(const struct irt_diagnosis *d, const double *theta, size_t j,
                     size_t k)
{
    double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t l = 0; l < d->patterns->count; l++) {
            unsigned h = irt_pattern_category(d, l, j), i = irt_pattern_category(d, l, k);
            double f = d->patterns->frequency[l];
            if (h == IRT_MISSING || i == IRT_MISSING)
                continue;
            double u = h - irt_moments_at(d, j, &theta[l]).mean;
            double v = i - irt_moments_at(d, k, &theta[l]).mean;
            if (pass == 0) {
                n += f;
                x += f * u;
                y += f * v;
            } else {
                xx += f * (u - x / n) * (u - x / n);
                yy += f * (v - y / n) * (v - y / n);
                xy += f * (u - x / n) * (v - y / n);
            }
        }
    return xy / sqrt(xx * yy);
}

START_TEST(q3_is_the_correlation_of_residuals)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 120, 5, 0.15, 5);
    struct irt_diagnosis d = look_at(&f);
    if (!irt_is_ordinal(f.model, 0)) {
        refuses(&d, &irt_statistic_q3, "order");
        fixture_close(&f);
        return;
    }
    struct irt_q3 *q3 = computed(&d, &irt_statistic_q3);
    double *theta = irt_points(&d, IRT_SCORE_EAP, &error), mean = 0.0;
    for (size_t j = 0; j < 5; j++)
        for (size_t k = 0; k < 5; k++) {
            double want = j == k ? 1.0 : residual_correlation(&d, theta, j, k);
            ck_assert_double_eq_tol(q3->value[j * 5 + k], want, 1e-9);
            mean += j < k ? want / 10 : 0.0;
        }
    ck_assert_double_eq_tol(q3->mean, mean, 1e-9);
    free(theta);
    irt_statistic_q3.free(q3);
    fixture_close(&f);
}
END_TEST

/* LSAT-6, 2PL, as another program has it (mirt 1.47). */
START_TEST(lsat6_has_the_known_q3)
{
    static const double known[] = { -.0420693967512, -.0422358786252, -.0647223976532,
                                    -.0628566569491, -.11570890778,   -.0981672691391,
                                    -.0302203582676, -.0943478848506, -.105630845179,
                                    -.00416964420939 };
    struct fixture f;
    struct irt_fit *fit = open_fitted(&f, fixture_lsat6(), "2pl");
    struct irt_diagnosis d = irt_diagnosis_of(fit);
    struct irt_q3 *q3 = computed(&d, &irt_statistic_q3);
    for (size_t j = 0, p = 0; j < 5; j++)
        for (size_t k = j + 1; k < 5; k++)
            ck_assert_double_eq_tol(q3->value[k * 5 + j], known[p++], 1e-6);
    irt_statistic_q3.free(q3);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(pairs_that_nobody_answered_have_no_number)
{
    struct fixture f;
    open_small(&f, "2pl", 60, 4, 0.0, 5);
    for (size_t i = 0; i < f.data->rows; i++)
        f.data->code[i * 4 + (i % 2 ? 0 : 3)] = IRT_MISSING;
    struct irt_diagnosis d = look_at(&f);
    struct irt_q3 *q3 = computed(&d, &irt_statistic_q3);
    struct irt_ld *ld = computed(&d, &irt_statistic_ld);
    ck_assert(isnan(q3->value[3]) && isnan(q3->value[12]) && isfinite(q3->value[1]));
    ck_assert_double_eq(q3->persons[3], 0.0);
    ck_assert(isfinite(q3->mean));
    ck_assert(isnan(ld->pair[irt_ld_place(ld, 0, 3)].x2));
    ck_assert(isnan(ld->pair[irt_ld_place(ld, 0, 3)].standardised));
    ck_assert_int_eq(ld->pair[irt_ld_place(ld, 0, 3)].sign, 0);
    irt_statistic_q3.free(q3);
    irt_statistic_ld.free(ld);
    fixture_close(&f);
}
END_TEST

/* --- LD-X2 ------------------------------------------------------------------------------- */

/* Where the data are as the model expects, every pair has X2 = 0: its expected tables are
 * those of all patterns added up. */
START_TEST(expected_tables_are_those_of_all_patterns)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 200, 4, 0.0, 5);
    show_expected(&f, 700.0);
    struct irt_diagnosis d = look_at(&f);
    struct irt_ld *ld = computed(&d, &irt_statistic_ld);
    ck_assert_uint_eq(ld->pairs, 6);
    for (size_t p = 0; p < ld->pairs; p++) {
        const struct irt_ld_pair *pair = &ld->pair[p];
        ck_assert_double_eq_tol(pair->x2, 0.0, 1e-12);
        ck_assert_double_eq_tol(pair->persons, 700.0, 1e-9);
        ck_assert_double_eq_tol(pair->standardised, -sqrt((double)pair->df / 2.0), 1e-9);
        ck_assert_uint_eq(pair->df, (pair->rows - 1) * (pair->columns - 1));
        for (unsigned c = 0; c < pair->rows * pair->columns; c++)
            ck_assert_double_ge(ld->expected[pair->at + c], pair->least);
    }
    irt_statistic_ld.free(ld);
    fixture_close(&f);
}
END_TEST

/* Populations each with their own distribution of theta: margins are kept, persons add up. */
START_TEST(populations_are_added_up)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "2pl", .effects = IRT_EFFECTS_FIXED };
    options.points = 15;
    fixture_open_model(&f, fixture_schools("2pl", "80,50,120", "even(-1,1)", 4, 0.1, 4),
                       &model, &options);
    fixture_disturb(&f, f.psi);
    struct irt_diagnosis d = look_at(&f);
    struct irt_ld *ld = computed(&d, &irt_statistic_ld);
    const struct irt_ld_pair *pair = &ld->pair[irt_ld_place(ld, 1, 2)];
    double want = 0.0, expected = 0.0;
    for (size_t g = 0; g < 3; g++) {
        struct irt_node_tables *t = irt_node_tables_new(&d, g, &error);
        double both = 0.0, P = 0.0;
        for (size_t l = f.patterns->first[g]; l < f.patterns->first[g + 1]; l++)
            if (irt_pattern_category(&d, l, 1) != IRT_MISSING &&
                irt_pattern_category(&d, l, 2) != IRT_MISSING)
                both += f.patterns->frequency[l];
        for (size_t n = 0; n < t->Q; n++)
            P += t->weight[n] * irt_node_probability(t, 1, 1)[n] *
                 irt_node_probability(t, 2, 0)[n];
        want += both * P;
        irt_node_tables_free(t);
    }
    for (unsigned c = 0; c < 4; c++)
        expected += ld->expected[pair->at + c];
    ck_assert_double_eq_tol(ld->expected[pair->at + 2], want, 1e-9);
    ck_assert_double_eq_tol(expected, pair->persons, 1e-9);
    irt_statistic_ld.free(ld);
    fixture_close(&f);
}
END_TEST

/* LSAT-6, 2PL, as another program has it (mirt 1.47): X2 and the sign of its V. */
START_TEST(lsat6_has_the_known_ld)
{
    static const double known[] = { .0469207765533, .389112625283,  -.247889763048,
                                    -.519951616625, .000114388396,  -.435598620634,
                                    .365956670588,  .0286672357613, -.747987273032,
                                    1.30077436346 };
    struct fixture f;
    struct irt_fit *fit = open_fitted(&f, fixture_lsat6(), "2pl");
    struct irt_diagnosis d = irt_diagnosis_of(fit);
    struct irt_ld *ld = computed(&d, &irt_statistic_ld);
    for (size_t p = 0; p < 10; p++)
        ck_assert_double_eq_tol(ld->pair[p].sign * ld->pair[p].x2, known[p], 2e-6);
    irt_statistic_ld.free(ld);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(threads_change_nothing)
{
    struct fixture f;
    open_small(&f, "gpcm", 300, 6, 0.1, 2);
    struct irt_diagnosis d = look_at(&f);
    struct irt_q3 *q3 = computed(&d, &irt_statistic_q3);
    struct irt_ld *ld = computed(&d, &irt_statistic_ld);
    d.threads = 3;
    struct irt_q3 *again = computed(&d, &irt_statistic_q3);
    struct irt_ld *ld_again = computed(&d, &irt_statistic_ld);
    ck_assert_mem_eq(q3->value, again->value, 36 * sizeof(double));
    for (size_t p = 0; p < ld->pairs; p++)
        ck_assert_mem_eq(&ld->pair[p].x2, &ld_again->pair[p].x2, sizeof(double));
    irt_statistic_q3.free(q3);
    irt_statistic_q3.free(again);
    irt_statistic_ld.free(ld);
    irt_statistic_ld.free(ld_again);
    fixture_close(&f);
}
END_TEST

START_TEST(what_cannot_be_had_says_why)
{
    struct fixture f;
    open_small(&f, "2pl", 40, 3, 0.0, 2);
    struct irt_diagnosis d = look_at(&f);
    f.model->items = 1;
    refuses(&d, &irt_statistic_q3, "two or more");
    refuses(&d, &irt_statistic_ld, "two or more");
    f.model->items = 3;
    d.likelihood = IRT_LIKELIHOOD_JOINT;
    refuses(&d, &irt_statistic_ld, "--estimator em");
    struct irt_q3 *q3 = computed(&d, &irt_statistic_q3); /* at Warm's estimate */
    ck_assert(isfinite(q3->value[1]));
    irt_statistic_q3.free(q3);
    fixture_close(&f);
}
END_TEST

/* --- the pairs that stand out -------------------------------------------------------------- */

static double
given(const void *result, size_t j, size_t k)
{
    return ((const double *)result)[j * 4 + k];
}

START_TEST(the_largest_pairs_come_first)
{
    static const double x[16] = { 0, .1, -.9, NAN, 0, 0, .5, .3, 0, 0, 0, -.2 };
    struct ui_pair pair[3];
    ck_assert_uint_eq(ui_largest_pairs(4, x, given, true, pair, 3), 3);
    ck_assert(pair[0].value == -.9 && pair[1].value == .5 && pair[2].value == .3);
    ck_assert(pair[0].j == 0 && pair[0].k == 2);
    ck_assert_uint_eq(ui_largest_pairs(4, x, given, false, pair, 3), 3);
    ck_assert(pair[0].value == .5 && pair[1].value == .3 && pair[2].value == .1);
    ck_assert_uint_eq(ui_largest_pairs(2, x, given, true, pair, 3), 1);
}
END_TEST

/* One weight, or three alike, make a chi-square; two of them an exponential. */
START_TEST(tails_of_sums_of_chi_squares)
{
    const double one[] = { 1.0, 0.0, 0.0 }, three[] = { 0.5, 0.5, 0.5 };
    const double two[] = { 2.0, 0.0, 2.0 };
    for (double x = 0.5; x < 12.0; x *= 1.7) {
        ck_assert_double_eq_tol(pair_rate_tail(one, 3, x), gsl_cdf_chisq_Q(x, 1.0), 5e-4);
        ck_assert_double_eq_tol(pair_rate_tail(three, 3, x),
                                gsl_cdf_chisq_Q(2.0 * x, 3.0), 1e-5);
        ck_assert_double_eq_tol(pair_rate_tail(two, 3, x), exp(-x / 4.0), 1e-4);
    }
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("pairs");
    TCase *tests = tcase_create("pairs");
    tcase_add_loop_test(tests, q3_is_the_correlation_of_residuals, 0, FIXTURE_KINDS);
    tcase_add_test(tests, lsat6_has_the_known_q3);
    tcase_add_test(tests, pairs_that_nobody_answered_have_no_number);
    tcase_add_loop_test(tests, expected_tables_are_those_of_all_patterns, 0,
                        FIXTURE_KINDS);
    tcase_add_test(tests, populations_are_added_up);
    tcase_add_test(tests, lsat6_has_the_known_ld);
    tcase_add_test(tests, threads_change_nothing);
    tcase_add_test(tests, what_cannot_be_had_says_why);
    tcase_add_test(tests, the_largest_pairs_come_first);
    tcase_add_test(tests, tails_of_sums_of_chi_squares);
    suite_add_tcase(suite, tests);
    return suite;
}
