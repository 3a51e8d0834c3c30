/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_person_fit.c -- l_z against all patterns, l_z* against its first formula and by
 * simulation, and known answers. */
#include "config.h"

#include "suite.h"

#include "diagnose.h"

#include "fit/person_fit.h"
#include "fit/residual.h"
#include "model/population.h"

static struct irt_error error;

/* Mean and variance of the log-likelihood at theta, over all patterns. */
static void
expect_loglik(const struct irt_diagnosis *d, double theta, double *mean, double *variance)
{
    double P[8][IRT_MAX_CATEGORIES], square = 0.0;
    unsigned category[8] = { 0 };
    *mean = 0.0;
    for (size_t j = 0; j < d->model->items; j++)
        d->model->item[j].ops->probability(&d->model->item[j],
                                           d->psi + d->model->item[j].first, &theta, 1,
                                           P[j]);
    do {
        double l = 0.0;
        for (size_t j = 0; j < d->model->items; j++)
            l += log(P[j][category[j]]);
        *mean += exp(l) * l;
        square += exp(l) * l * l;
    } while (next_pattern(d->model, category));
    *variance = square - *mean * *mean;
}

START_TEST(lz_is_standardised_over_all_patterns)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 60, 5, 0.0, 5);
    struct irt_diagnosis d = look_at(&f);
    struct irt_person_fit *fit = computed(&d, &irt_statistic_lz);
    double *theta = irt_points(&d, IRT_SCORE_EAP, &error);
    for (size_t l = 0; l < f.patterns->count; l++) {
        double mean, variance;
        expect_loglik(&d, theta[l], &mean, &variance);
        double loglik =
            irt_likelihood_at(f.model, f.psi,
                              f.data->code + f.patterns->row[l] * f.data->items, theta[l])
                .log_likelihood;
        ck_assert_double_eq_tol(fit->one[l].lz, (loglik - mean) / sqrt(variance), 1e-8);
        ck_assert(isfinite(fit->one[l].lz_star));
    }
    free(theta);
    irt_statistic_lz.free(fit);
    fixture_close(&f);
}
END_TEST

/* Snijders' own formula for two categories, at the mode of the posterior. */
static double
star_of_two(const struct irt_diagnosis *d, size_t l, double theta)
{
    double sd = irt_group_sd(d->model, d->psi, 0), r0 = -theta / (sd * sd);
    double Pw = 0.0, Pr = 0.0, W = 0.0, variance = 0.0, w[8], r[8], P[8][2];
    size_t J = d->model->items;
    for (size_t j = 0; j < J; j++) {
        const struct irt_item *item = &d->model->item[j];
        double P1[2], P2[2];
        item->ops->curve(item, d->psi + item->first, theta, P[j], P1, P2);
        w[j] = log(P[j][1] / P[j][0]);
        r[j] = P1[1] / (P[j][1] * P[j][0]);
        Pw += P1[1] * w[j];
        Pr += P1[1] * r[j];
        W += (irt_pattern_category(d, l, j) - P[j][1]) * w[j];
    }
    for (size_t j = 0; j < J; j++)
        variance += pow(w[j] - Pw / Pr * r[j], 2) * P[j][1] * P[j][0];
    return (W + Pw / Pr * r0) / sqrt(variance);
}

START_TEST(lz_star_is_snijders)
{
    static const char *const kind[] = { "rasch", "2pl", "3pl", "4pl" };
    struct fixture f;
    open_small(&f, kind[_i], 60, 6, 0.0, 5);
    struct irt_diagnosis d = look_at(&f);
    struct irt_person_fit *fit = computed(&d, &irt_statistic_lz);
    double *theta = irt_points(&d, IRT_SCORE_MAP, &error);
    for (size_t l = 0; l < f.patterns->count; l++)
        ck_assert_double_eq_tol(fit->one[l].lz_star, star_of_two(&d, l, theta[l]), 1e-8);
    free(theta);
    irt_statistic_lz.free(fit);
    fixture_close(&f);
}
END_TEST

/* Of persons who answer by the model l_z* is nearly standard normal. */
START_TEST(of_the_models_own_persons_lz_star_is_standard)
{
    static const char *const kind[] = { "2pl", "grm" };
    struct fixture f;
    struct irt_fit *model =
        open_fitted(&f, fixture_simulated_by(kind[_i], 800, 30, 0.0, 8), kind[_i]);
    struct irt_diagnosis d = irt_diagnosis_of(model);
    struct irt_person_fit *fit = computed(&d, &irt_statistic_lz);
    double sum = 0.0, squares = 0.0, N = f.data->persons;
    for (size_t l = 0; l < f.patterns->count; l++) {
        sum += f.patterns->frequency[l] * fit->one[l].lz_star;
        squares += f.patterns->frequency[l] * pow(fit->one[l].lz_star, 2);
    }
    ck_assert_double_eq_tol(sum / N, 0.0, 0.12);
    ck_assert_double_eq_tol(sqrt(squares / N), 1.0, 0.08);
    irt_statistic_lz.free(fit);
    irt_fit_free(model);
    fixture_close(&f);
}
END_TEST

/* LSAT-6, 2PL: outfit, z, infit, z and l_z at the EAP as another program has them (mirt 1.47). */
START_TEST(lsat6_has_the_known_values)
{
    static const struct {
        unsigned code[5];
        double value[5];
    } known[] = {
        { { 0, 0, 0, 0, 0 },
          { 1.49708034182, 1.11995191084, 1.46373096388, 1.21038274723,
            -1.20595406342 } },
        { { 0, 0, 1, 0, 0 },
          { 2.73080139571, 2.56272327631, 2.40537521688, 2.7011727588, -3.53281448806 } },
        { { 0, 1, 0, 1, 1 },
          { 2.41306249571, 1.65430779967, 1.40468016025, .922189684003,
            -1.22123366159 } },
    };
    struct fixture f;
    struct irt_fit *model = open_fitted(&f, fixture_lsat6(), "2pl");
    struct irt_diagnosis d = irt_diagnosis_of(model);
    struct irt_person_fit *fit = computed(&d, &irt_statistic_lz);
    size_t found = 0;
    for (size_t l = 0; l < f.patterns->count; l++)
        for (size_t i = 0; i < 3; i++) {
            const struct irt_person_fit_one *x = &fit->one[l];
            bool same = true;
            for (size_t j = 0; j < 5; j++)
                same = same && irt_pattern_category(&d, l, j) == known[i].code[j];
            if (!same)
                continue;
            ck_assert_double_eq_tol(x->squares.outfit, known[i].value[0], 1e-5);
            ck_assert_double_eq_tol(x->squares.outfit_z, known[i].value[1], 1e-5);
            ck_assert_double_eq_tol(x->squares.infit, known[i].value[2], 1e-5);
            ck_assert_double_eq_tol(x->squares.infit_z, known[i].value[3], 1e-5);
            ck_assert_double_eq_tol(x->lz, known[i].value[4], 1e-5);
            found++;
        }
    ck_assert_uint_eq(found, 3);
    irt_statistic_lz.free(fit);
    irt_fit_free(model);
    fixture_close(&f);
}
END_TEST

START_TEST(the_most_surprising_come_first_and_who_answered_nothing_last)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 80, 5, 0.2, 5);
    memset(f.data->code + f.patterns->row[3] * 5, IRT_MISSING, 5);
    struct irt_diagnosis d = look_at(&f);
    struct irt_person_fit *fit = computed(&d, &irt_statistic_lz);
    ck_assert(isnan(fit->one[3].lz) && isnan(fit->one[3].lz_star));
    ck_assert_uint_lt(fit->known, fit->patterns);
    ck_assert(isnan(fit->one[fit->order[fit->patterns - 1]].lz));
    for (size_t i = 1; i < fit->known; i++)
        ck_assert_double_le(fit->one[fit->order[i - 1]].lz_star,
                            fit->one[fit->order[i]].lz_star);
    irt_statistic_lz.free(fit);
    fixture_close(&f);
}
END_TEST

/* The costs of the answers make l_z up. */
START_TEST(costs_add_up)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 40, 5, 0.0, 5);
    struct irt_diagnosis d = look_at(&f);
    struct irt_person_fit *fit = computed(&d, &irt_statistic_lz);
    for (size_t l = 0; l < 10; l++) {
        struct irt_surprise s[5];
        double cost = 0.0, mean, variance;
        ck_assert_uint_eq(irt_surprises(&d, l, &fit->theta[l], s), 5);
        for (size_t i = 0; i < 5; i++) {
            cost += s[i].cost;
            ck_assert(i == 0 || s[i - 1].cost >= s[i].cost);
            ck_assert(s[i].probability > 0.0 && s[i].probability < 1.0);
            ck_assert_uint_eq(s[i].category, irt_pattern_category(&d, l, s[i].j));
            ck_assert_int_eq(isnan(s[i].z), !irt_is_ordinal(f.model, s[i].j));
        }
        expect_loglik(&d, fit->theta[l], &mean, &variance);
        ck_assert_double_eq_tol(-cost / sqrt(variance), fit->one[l].lz, 1e-8);
    }
    irt_statistic_lz.free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(without_a_distribution_it_is_at_warms_estimate)
{
    struct fixture f;
    open_small(&f, "rasch", 60, 6, 0.0, 5);
    struct irt_diagnosis d = look_at(&f);
    d.likelihood = IRT_LIKELIHOOD_JOINT;
    struct irt_person_fit *fit = computed(&d, &irt_statistic_lz);
    double *theta = irt_points(&d, IRT_SCORE_WLE, &error);
    for (size_t l = 0; l < f.patterns->count; l++) {
        ck_assert_double_eq(fit->theta[l], theta[l]);
        ck_assert(isfinite(fit->one[l].lz) && isfinite(fit->one[l].lz_star));
    }
    free(theta);
    irt_statistic_lz.free(fit);
    f.psi[0] = NAN;
    refuses(&d, &irt_statistic_lz, "not numbers");
    fixture_close(&f);
}
END_TEST

START_TEST(several_dimensions_have_no_lz_star)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "m2pl", .dims = 2 };
    options.dims = 2;
    options.points = 7;
    options.points_given = true;
    fixture_open_model(&f, fixture_simulated(50, 5, 0.1, 3), &model, &options);
    struct irt_diagnosis d = look_at(&f);
    struct irt_person_fit *fit = computed(&d, &irt_statistic_lz);
    ck_assert(isfinite(fit->one[0].lz) && isnan(fit->one[0].lz_star));
    ck_assert_double_le(fit->one[fit->order[0]].lz, fit->one[fit->order[1]].lz);
    irt_statistic_lz.free(fit);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("person_fit");
    TCase *tests = tcase_create("person_fit");
    tcase_add_loop_test(tests, lz_is_standardised_over_all_patterns, 0, FIXTURE_KINDS);
    tcase_add_loop_test(tests, lz_star_is_snijders, 0, 4);
    tcase_add_loop_test(tests, of_the_models_own_persons_lz_star_is_standard, 0, 2);
    tcase_add_test(tests, lsat6_has_the_known_values);
    tcase_add_loop_test(tests,
                        the_most_surprising_come_first_and_who_answered_nothing_last, 0,
                        FIXTURE_KINDS);
    tcase_add_loop_test(tests, costs_add_up, 0, FIXTURE_KINDS);
    tcase_add_test(tests, without_a_distribution_it_is_at_warms_estimate);
    tcase_add_test(tests, several_dimensions_have_no_lz_star);
    suite_add_tcase(suite, tests);
    return suite;
}
