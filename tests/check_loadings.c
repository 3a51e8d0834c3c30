/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_loadings.c -- standardised loadings, thresholds and communalities, and their
 * standard errors. */
#include "config.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "estimate/fit.h"
#include "fixture.h"
#include "model/loadings.h"
#include "model/population.h"
#include "suite.h"

/* mirt's manual, summary() of the 2PL on LSAT-7: slopes, and the loadings and communalities
 * printed for them. */
START_TEST(loadings_are_mirts)
{
    static const double a[] = { 0.988, 1.081, 1.706, 0.765, 0.736 };
    static const double loading[] = { 0.502, 0.536, 0.708, 0.410, 0.397 };
    static const double communality[] = { 0.252, 0.287, 0.501, 0.168, 0.157 };
    struct fixture f;
    struct irt_loadings x;

    fixture_open(&f, fixture_lsat6(), "2pl");
    for (size_t j = 0; j < 5; j++) {
        const double par[] = { a[j], 0.3 };

        irt_item_loadings(f.model, j, par, 1.0, NULL, &x);
        ck_assert_uint_eq(x.count, 1);
        ck_assert_double_eq_tol(x.loading[0], loading[j], 6e-4);
        ck_assert_double_eq_tol(x.communality, communality[j], 6e-4);
        ck_assert_double_eq_tol(x.communality, x.loading[0] * x.loading[0], 1e-15);
    }
    fixture_close(&f);
}
END_TEST

/* What is standardised does not depend on where the scale is put. */
START_TEST(scale_is_no_matter)
{
    const double narrow[] = { 1.3, 0.7 }, wide[] = { 1.0, 0.7 };
    struct irt_loadings x, y;
    struct fixture f;

    fixture_open(&f, fixture_lsat6(), "2pl");
    irt_item_loadings(f.model, 0, narrow, 1.0, NULL, &x);
    irt_item_loadings(f.model, 0, wide, 1.3, NULL, &y);
    ck_assert_double_eq_tol(x.loading[0], y.loading[0], 1e-15);
    ck_assert_double_eq_tol(x.communality, y.communality, 1e-15);
    ck_assert_double_eq_tol(x.threshold[0], y.threshold[0], 1e-15);
    fixture_close(&f);
}
END_TEST

/* Of all persons nearly the share 1 - Phi(tau_h) answers h or more: the variable behind has
 * variance 1 and mean 0. */
static void
check_thresholds(const struct fixture *f, const double *psi,
                 const struct irt_quadrature *q)
{
    double P[IRT_MAX_CATEGORIES * 4000];
    struct irt_loadings x;

    ck_assert_uint_le(q->points, 4000);
    for (size_t j = 0; j < f->model->items; j++) {
        const struct irt_item *item = &f->model->item[j];
        double share = 0.0;

        irt_item_loadings(f->model, j, psi + item->first, psi[f->model->sigma],
                          psi + f->model->correlation, &x);
        ck_assert_uint_eq(x.thresholds, item->categories - 1);
        item->ops->probability(item, psi + item->first, q->node, q->points, P);
        for (unsigned h = item->categories - 1; h > 0; h--) {
            for (size_t n = 0; n < q->points; n++)
                share += q->weight[n] * P[h * q->points + n];
            ck_assert_double_eq_tol(share, gsl_cdf_ugaussian_Q(x.threshold[h - 1]), 0.01);
        }
    }
}

START_TEST(thresholds_are_of_a_normal_variable)
{
    static const char *const kinds[] = { "2pl", "grm" };
    struct fixture f;

    fixture_open(&f, fixture_simulated_by(kinds[_i], 500, 6, 0.0, 8), kinds[_i]);
    fixture_disturb(&f, f.psi);
    check_thresholds(&f, f.psi, f.quadrature);
    fixture_close(&f);
}
END_TEST

START_TEST(several_dimensions_count_their_correlations)
{
    struct irt_options options = irt_options_defaults();
    struct irt_model_options wanted = { .kind = "m2pl", .dims = 2 };
    uint8_t loads[12] = { 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1 };
    struct irt_q_matrix q = { .items = 6, .dims = 2, .loads = loads };
    struct irt_loadings x;
    struct fixture f;

    options.dims = 2;
    wanted.correlations_free = true;
    wanted.q = &q;
    fixture_open_model(&f, fixture_simulated(500, 6, 0.0, 8), &wanted, &options);
    f.psi[f.model->correlation] = 0.6;
    for (size_t j = 0; j < 6; j++)
        for (size_t d = 0; d < 2; d++)
            f.psi[f.model->item[j].first + d] *= 0.4 + 0.2 * (double)(j + d);
    ck_assert(irt_population_weights(f.model, f.psi, f.quadrature, f.quadrature->weight));
    check_thresholds(&f, f.psi, f.quadrature);
    irt_item_loadings(f.model, 2, f.psi + f.model->item[2].first, 1.0,
                      f.psi + f.model->correlation, &x);
    ck_assert_uint_eq(x.count, 2);
    /* h^2 = lambda' R lambda */
    ck_assert_double_eq_tol(x.communality,
                            x.loading[0] * x.loading[0] + x.loading[1] * x.loading[1] +
                                2 * 0.6 * x.loading[0] * x.loading[1],
                            1e-14);
    fixture_close(&f);
}
END_TEST

START_TEST(steps_have_no_thresholds_and_categories_no_loadings)
{
    static const char *const kinds[] = { "pcm", "gpcm", "rsm", "nrm" };
    struct irt_loadings x;
    struct fixture f;

    fixture_open(&f, fixture_simulated_by(kinds[_i], 300, 4, 0.0, 8), kinds[_i]);
    irt_item_loadings(f.model, 0, f.psi + f.model->item[0].first, 1.0, NULL, &x);
    ck_assert_uint_eq(x.thresholds, 0);
    ck_assert_uint_eq(x.count, _i < 3);
    ck_assert(_i < 3 ? x.loading[0] > 0 : isnan(x.communality));
    fixture_close(&f);
}
END_TEST

/* 2PL: d lambda / d a = 1 / 1.702 / (1 + A^2)^1.5; Rasch: the same of sigma. */
START_TEST(errors_follow_from_those_of_the_slopes)
{
    static const char *const kinds[] = { "2pl", "rasch" };
    struct irt_loadings x, se, alone;
    struct fixture f;

    fixture_open(&f, fixture_lsat6(), kinds[_i]);
    struct irt_fit *fit = fixture_fit(&f);
    for (size_t j = 0; j < 5; j++) {
        size_t k = _i == 0 ? f.model->item[j].first : f.model->sigma;
        double A = fit->psi[k] / 1.702;

        irt_fit_loadings(fit, j, &x, &se);
        ck_assert_double_eq_tol(se.loading[0], fit->se[k] / 1.702 / pow(1 + A * A, 1.5),
                                1e-8);
        ck_assert_double_eq_tol(se.communality, 2 * x.loading[0] * se.loading[0], 1e-8);
        ck_assert(se.threshold[0] > 0 && se.threshold[0] < 0.2);
        irt_fit_loadings(fit, j, &alone, NULL);
        ck_assert_double_eq(alone.loading[0], x.loading[0]);
    }
    irt_fit_free(fit);
    f.options.se = IRT_SE_NONE;
    fixture_close(&f);
}
END_TEST

START_TEST(without_errors_there_are_none)
{
    struct irt_options options = irt_options_defaults();
    struct irt_loadings x, se;
    struct fixture f;

    options.se = IRT_SE_NONE;
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    irt_fit_loadings(fit, 0, &x, &se);
    ck_assert_double_eq_tol(x.loading[0], 0.4365, 1e-3);
    ck_assert(isnan(se.loading[0]) && isnan(se.communality) && isnan(se.threshold[0]));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("loadings");
    TCase *tests = tcase_create("loadings");

    tcase_add_test(tests, loadings_are_mirts);
    tcase_add_test(tests, scale_is_no_matter);
    tcase_add_loop_test(tests, thresholds_are_of_a_normal_variable, 0, 2);
    tcase_add_test(tests, several_dimensions_count_their_correlations);
    tcase_add_loop_test(tests, steps_have_no_thresholds_and_categories_no_loadings, 0, 4);
    tcase_add_loop_test(tests, errors_follow_from_those_of_the_slopes, 0, 2);
    tcase_add_test(tests, without_errors_there_are_none);
    suite_add_tcase(suite, tests);
    return suite;
}
