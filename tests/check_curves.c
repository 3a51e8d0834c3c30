/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_curves.c -- empirical curves: what the model expects of each group, its interval and its
 * place. */
#include "config.h"

#include "suite.h"

#include "diagnose.h"

#include "fit/curves.h"
#include "fit/residual.h"

/* Where the data are as the model expects, so is every group, whatever the item. */
START_TEST(expected_data_lie_on_the_curve)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 200, 5, 0.0, 5);
    show_expected(&f, 3000.0);
    struct irt_diagnosis d = look_at(&f);
    struct irt_curves *curves = computed(&d, &irt_statistic_curves);
    for (size_t j = 0; j < curves->items; j++) {
        const struct irt_curve *c = &curves->curve[j];
        double persons = 0.0;
        ck_assert_uint_ge(c->groups, 4);
        for (size_t g = 0; g < c->groups; g++) {
            double shares = 0.0;
            persons += c->group[g].persons;
            for (unsigned h = 0; h < c->categories; h++) {
                size_t at = g * c->categories + h;
                ck_assert_double_eq_tol(c->observed[at], c->expected[at], 1e-10);
                ck_assert(c->low[at] < c->observed[at] && c->observed[at] < c->high[at]);
                shares += c->observed[at];
            }
            ck_assert_double_eq_tol(shares, 1.0, 1e-12);
            ck_assert(g == 0 || c->group[g].score > c->group[g - 1].score);
            ck_assert(!irt_is_ordinal(f.model, j) || fabs(c->group[g].z) < 1e-8);
        }
        ck_assert_double_eq_tol(persons, 3000.0, 1e-8);
    }
    irt_statistic_curves.free(curves);
    fixture_close(&f);
}
END_TEST

/* With holes and populations: everybody who answered is in a group, which stands where the
 * item's curve has its expected mean. */
START_TEST(groups_stand_where_the_curve_has_their_mean)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "gpcm", .effects = IRT_EFFECTS_FIXED };
    options.points = 21;
    fixture_open_model(&f, fixture_schools("gpcm", "80,50,120", "even(-1,1)", 5, 0.1, 4),
                       &model, &options);
    fixture_disturb(&f, f.psi);
    struct irt_diagnosis d = look_at(&f);
    struct irt_curves *curves = computed(&d, &irt_statistic_curves);
    for (size_t j = 0; j < curves->items; j++) {
        const struct irt_curve *c = &curves->curve[j];
        double persons = 0.0, answered = 0.0;
        for (size_t l = 0; l < f.patterns->count; l++)
            if (irt_pattern_category(&d, l, j) != IRT_MISSING)
                answered += f.patterns->frequency[l];
        for (size_t g = 0; g < c->groups; g++) {
            double mean = 0.0;
            for (unsigned h = 0; h < c->categories; h++)
                mean += h * c->expected[g * c->categories + h];
            ck_assert_double_eq_tol(irt_moments_at(&d, j, &c->group[g].theta).mean, mean,
                                    1e-9);
            persons += c->group[g].persons;
        }
        ck_assert_double_eq_tol(persons, answered, 1e-9);
    }
    irt_statistic_curves.free(curves);
    fixture_close(&f);
}
END_TEST

/* Ten persons, none of whom: (0, .2775), by Wilson's formula. */
START_TEST(intervals_are_wilsons)
{
    struct fixture f;
    open_small(&f, "2pl", 100, 3, 0.0, 5);
    for (size_t i = 0; i < 100; i++)
        for (size_t j = 0; j < 3; j++)
            f.data->code[i * 3 + j] = (uint8_t)(j > 0 && i >= 10);
    struct irt_diagnosis d = look_at(&f);
    struct irt_curves *curves = computed(&d, &irt_statistic_curves);
    const struct irt_curve *c = &curves->curve[0];
    for (size_t g = 0; g < c->groups; g++) {
        double n = c->group[g].persons, z2 = 3.841458820694124;
        ck_assert_double_eq(c->observed[g * 2 + 1], 0.0);
        ck_assert_double_eq_tol(c->low[g * 2 + 1], 0.0, 1e-12);
        ck_assert_double_eq_tol(c->high[g * 2 + 1], z2 / (n + z2), 1e-12);
        ck_assert_double_eq_tol(c->low[g * 2], 1.0 - z2 / (n + z2), 1e-12);
    }
    irt_statistic_curves.free(curves);
    fixture_close(&f);
}
END_TEST

START_TEST(what_cannot_be_had_says_why)
{
    struct fixture f;
    open_small(&f, "2pl", 40, 3, 0.0, 5);
    struct irt_diagnosis d = look_at(&f);
    f.model->dims = 2;
    refuses(&d, &irt_statistic_curves, "one dimension");
    f.model->dims = 1;
    d.likelihood = IRT_LIKELIHOOD_CONDITIONAL;
    refuses(&d, &irt_statistic_curves, "--estimator em");
    fixture_close(&f);
}
END_TEST

START_TEST(threads_change_nothing)
{
    struct fixture f;
    open_small(&f, "3pl", 500, 6, 0.1, 2);
    struct irt_diagnosis d = look_at(&f);
    struct irt_curves *one = computed(&d, &irt_statistic_curves);
    d.threads = 3;
    struct irt_curves *three = computed(&d, &irt_statistic_curves);
    for (size_t j = 0; j < one->items; j++)
        ck_assert_mem_eq(one->curve[j].group, three->curve[j].group,
                         sizeof one->curve[j].group);
    irt_statistic_curves.free(one);
    irt_statistic_curves.free(three);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("curves");
    TCase *tests = tcase_create("curves");
    tcase_add_loop_test(tests, expected_data_lie_on_the_curve, 0, FIXTURE_KINDS);
    tcase_add_test(tests, groups_stand_where_the_curve_has_their_mean);
    tcase_add_test(tests, intervals_are_wilsons);
    tcase_add_test(tests, what_cannot_be_had_says_why);
    tcase_add_test(tests, threads_change_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
