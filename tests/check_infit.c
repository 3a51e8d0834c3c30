/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_infit.c -- infit and outfit: what the model expects of them, person by person, and
 * known answers. */
#include "config.h"

#include "suite.h"

#include "diagnose.h"

#include "fit/infit.h"
#include "fit/residual.h"

static struct irt_error error;

START_TEST(moments_are_sums_over_categories)
{
    static const double P[] = { .1, 9, .2, 9, .3, 9, .4 };
    struct irt_moments m = irt_moments_of(P, 2, 4);
    ck_assert_double_eq_tol(m.mean, 2.0, 1e-15);
    ck_assert_double_eq_tol(m.variance, .1 * 4 + .2 + .4, 1e-15);
    ck_assert_double_eq_tol(m.fourth, .1 * 16 + .2 + .4, 1e-15);
}
END_TEST

START_TEST(z_is_the_cube_root)
{
    ck_assert_double_eq_tol(irt_mean_square_z(1.0, .09), .1, 1e-12);
    ck_assert_double_eq_tol(irt_mean_square_z(8.0, .09), 10.1, 1e-12);
    /* Held at a standard deviation of sqrt(2). */
    ck_assert_double_eq(irt_mean_square_z(1.3, 2.0), irt_mean_square_z(1.3, 500.0));
    ck_assert(isnan(irt_mean_square_z(1.0, 0.0)) && isnan(irt_mean_square_z(NAN, 1.0)) &&
              isnan(irt_mean_square_z(1.0, -1.0)));
}
END_TEST

/* Over the posterior the model expects 1, of every item, whatever it is. */
START_TEST(the_model_expects_one_over_the_posterior)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 200, 4, 0.0, 5);
    bool ordinal = irt_is_ordinal(f.model, 0);
    show_expected(&f, 1000.0);
    struct irt_diagnosis d = look_at(&f);
    if (!ordinal) {
        refuses(&d, &irt_statistic_infit, "order");
        fixture_close(&f);
        return;
    }
    struct irt_infit *infit = computed(&d, &irt_statistic_infit);
    for (size_t j = 0; j < infit->items; j++) {
        const struct irt_mean_squares *x = &infit->item[j].posterior;
        ck_assert_double_eq_tol(x->infit, 1.0, 1e-9);
        ck_assert_double_eq_tol(x->outfit, 1.0, 1e-9);
        ck_assert(isfinite(x->infit_z) && fabs(x->infit_z) < 0.5);
        ck_assert_double_lt(infit->item[j].eap.outfit, 1.0);
        ck_assert_double_eq_tol(infit->item[j].persons, 1000.0, 1e-9);
    }
    irt_statistic_infit.free(infit);
    fixture_close(&f);
}
END_TEST

/* At the EAP, one person after the other; with holes and frequencies. */
START_TEST(points_are_summed_over_those_who_answered)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 150, 5, 0.2, 5);
    if (!irt_is_ordinal(f.model, 0)) {
        fixture_close(&f);
        return;
    }
    for (size_t l = 0; l < f.patterns->count; l++)
        f.patterns->frequency[l] += (double)(l % 3);
    struct irt_diagnosis d = look_at(&f);
    struct irt_infit *infit = computed(&d, &irt_statistic_infit);
    double *theta = irt_points(&d, IRT_SCORE_EAP, &error);
    double r = 0.0, w = 0.0, g = 0.0, n = 0.0;
    for (size_t l = 0; l < f.patterns->count; l++) {
        unsigned h = irt_pattern_category(&d, l, 2);
        struct irt_moments m = irt_moments_at(&d, 2, &theta[l]);
        if (h == IRT_MISSING)
            continue;
        n += f.patterns->frequency[l];
        r += f.patterns->frequency[l] * pow(h - m.mean, 2);
        w += f.patterns->frequency[l] * m.variance;
        g += f.patterns->frequency[l] * pow(h - m.mean, 2) / m.variance;
    }
    ck_assert_double_eq_tol(infit->item[2].eap.infit, r / w, 1e-10);
    ck_assert_double_eq_tol(infit->item[2].eap.outfit, g / n, 1e-10);
    ck_assert_double_eq_tol(infit->item[2].persons, n, 1e-10);
    free(theta);
    irt_statistic_infit.free(infit);
    fixture_close(&f);
}
END_TEST

/* LSAT-6, 2PL, as another program has it (mirt 1.47): infit, z, outfit, z. */
START_TEST(lsat6_has_the_known_values)
{
    static const double eap[][4] = {
        { 1.09027366033, .830700727387, .795393261525, -1.71973662373 },
        { .893154711603, -3.41097510976, .834570813599, -4.8571516467 },
        { .7764338234, -14.7017827201, .759010896421, -14.7954320438 },
        { .929970006912, -1.69449621836, .849385157585, -3.40307019009 },
        { 1.00916414452, .148984220162, .862247881431, -1.77846571677 },
    };
    static const double wle[][4] = {
        { .695199438665, -4.58501043453, .479908644788, -4.2127361604 },
        { .824383957633, -5.76084478978, .697325272423, -6.65582032308 },
        { .721712882899, -9.65849686774, .634391268396, -8.21350225691 },
        { .828901064102, -4.94993829076, .691908182277, -5.85724530908 },
        { .804145166981, -3.73382041918, .640854893298, -4.44258565847 },
    };
    struct fixture f;
    struct irt_fit *fit = open_fitted(&f, fixture_lsat6(), "2pl");
    struct irt_diagnosis d = irt_diagnosis_of(fit);
    struct irt_infit *infit = computed(&d, &irt_statistic_infit);
    for (size_t j = 0; j < 5; j++) {
        const struct irt_infit_item *x = &infit->item[j];
        ck_assert_double_eq_tol(x->eap.infit, eap[j][0], 2e-6);
        ck_assert_double_eq_tol(x->eap.infit_z, eap[j][1], 1e-4);
        ck_assert_double_eq_tol(x->eap.outfit, eap[j][2], 2e-6);
        ck_assert_double_eq_tol(x->eap.outfit_z, eap[j][3], 1e-4);
        ck_assert_double_eq_tol(x->wle.infit, wle[j][0], 2e-6);
        ck_assert_double_eq_tol(x->wle.infit_z, wle[j][1], 1e-4);
        ck_assert_double_eq_tol(x->wle.outfit, wle[j][2], 2e-6);
        ck_assert_double_eq_tol(x->wle.outfit_z, wle[j][3], 1e-4);
        /* The model was fitted to these very data. */
        ck_assert_double_eq_tol(x->posterior.infit, 1.0, 2e-3);
    }
    irt_statistic_infit.free(infit);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(without_a_distribution_there_is_the_point)
{
    struct fixture f;
    open_small(&f, "rasch", 80, 4, 0.0, 5);
    struct irt_diagnosis d = look_at(&f);
    d.likelihood = IRT_LIKELIHOOD_JOINT;
    struct irt_infit *infit = computed(&d, &irt_statistic_infit);
    ck_assert(isnan(infit->item[0].posterior.infit) && isnan(infit->item[0].eap.infit));
    ck_assert(isfinite(infit->item[0].wle.infit) &&
              isfinite(infit->item[0].wle.outfit_z));
    irt_statistic_infit.free(infit);
    f.psi[1] = INFINITY;
    refuses(&d, &irt_statistic_infit, "not numbers");
    fixture_close(&f);
}
END_TEST

START_TEST(several_dimensions_have_eap_alone)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "m2pl", .dims = 2 };
    options.dims = 2;
    options.points = 7;
    options.points_given = true;
    fixture_open_model(&f, fixture_simulated(100, 5, 0.1, 3), &model, &options);
    fixture_disturb(&f, f.psi);
    struct irt_diagnosis d = look_at(&f);
    struct irt_infit *infit = computed(&d, &irt_statistic_infit);
    ck_assert(isfinite(infit->item[4].posterior.infit));
    ck_assert(isfinite(infit->item[4].eap.outfit) && isnan(infit->item[4].wle.infit));
    irt_statistic_infit.free(infit);
    fixture_close(&f);
}
END_TEST

/* In brief there is the posterior's form alone, and no fit of persons. */
START_TEST(in_brief_there_is_the_posterior)
{
    struct fixture f;
    open_small(&f, "2pl", 200, 4, 0.0, 5);
    struct irt_diagnosis d = look_at(&f);
    struct irt_infit *all = computed(&d, &irt_statistic_infit);
    d.brief = true;
    struct irt_infit *brief = computed(&d, &irt_statistic_infit);
    for (size_t j = 0; j < all->items; j++) {
        ck_assert_double_eq(brief->item[j].posterior.infit, all->item[j].posterior.infit);
        ck_assert(isfinite(all->item[j].wle.infit) && isnan(brief->item[j].wle.infit));
    }
    refuses(&d, &irt_statistic_lz, "when the run has ended");
    irt_statistic_infit.free(all);
    irt_statistic_infit.free(brief);
    fixture_close(&f);
}
END_TEST

START_TEST(threads_change_nothing)
{
    struct fixture f;
    open_small(&f, "gpcm", 300, 5, 0.1, 2);
    struct irt_diagnosis d = look_at(&f);
    struct irt_infit *one = computed(&d, &irt_statistic_infit);
    d.threads = 3;
    struct irt_infit *three = computed(&d, &irt_statistic_infit);
    ck_assert_mem_eq(one->item, three->item, one->items * sizeof *one->item);
    irt_statistic_infit.free(one);
    irt_statistic_infit.free(three);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("infit");
    TCase *tests = tcase_create("infit");
    tcase_add_test(tests, moments_are_sums_over_categories);
    tcase_add_test(tests, z_is_the_cube_root);
    tcase_add_loop_test(tests, the_model_expects_one_over_the_posterior, 0,
                        FIXTURE_KINDS);
    tcase_add_loop_test(tests, points_are_summed_over_those_who_answered, 0,
                        FIXTURE_KINDS);
    tcase_add_test(tests, lsat6_has_the_known_values);
    tcase_add_test(tests, without_a_distribution_there_is_the_point);
    tcase_add_test(tests, several_dimensions_have_eap_alone);
    tcase_add_test(tests, in_brief_there_is_the_posterior);
    tcase_add_test(tests, threads_change_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
