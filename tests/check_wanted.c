/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_wanted.c -- lists of statistics, the registry, and reliability. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "fit/diagnostics.h"
#include "fit/reliability.h"
#include "statistic/statistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

static struct irt_wanted
wanted(const char *list)
{
    struct irt_wanted out;
    ck_assert_msg(irt_wanted_parse(list, &out, &error), "%s: %s", list, error.message);
    return out;
}

START_TEST(every_statistic_is_whole_and_written)
{
    size_t count = 0;
    for (; irt_statistics[count]; count++) {
        const struct irt_statistic *s = irt_statistics[count];
        bool written = false;
        ck_assert(s->name && s->title && s->formula && s->source && s->reading);
        ck_assert(s->compute && s->free);
        ck_assert_ptr_eq(irt_statistic_find(s->name), s);
        ck_assert_uint_eq(irt_statistic_place(s), count);
        if (s->with)
            ck_assert_ptr_nonnull(irt_statistic_find(s->with));
        for (size_t i = 0; ui_statistics[i]; i++)
            written = written || ui_statistics[i]->statistic == s;
        ck_assert_msg(written, "%s is not written", s->name);
    }
    ck_assert_uint_le(count, IRT_MOST_STATISTICS);
    ck_assert_ptr_null(irt_statistic_find("nonsense"));
}
END_TEST

START_TEST(a_list_asks_for_its_statistics_and_what_goes_with_them)
{
    for (size_t s = 0; irt_statistics[s]; s++) {
        if (strcmp(irt_statistics[s]->name, "dif") == 0)
            continue;
        struct irt_wanted w = wanted(irt_statistics[s]->name), all = wanted("all");
        ck_assert(all.statistic[s]);
        ck_assert(w.statistic[s]);
        ck_assert(w.statistic[irt_statistic_place(&irt_statistic_reliability)]);
        for (size_t t = 0; irt_statistics[t]; t++)
            if (irt_statistics[t]->with &&
                strcmp(irt_statistics[t]->with, irt_statistics[s]->name) == 0)
                ck_assert(w.statistic[t]);
    }
    struct irt_wanted none = wanted("none"), empty = wanted(""),
                      taken = wanted("all, none");
    ck_assert(!irt_wanted_any(&none) && !irt_wanted_any(&empty) &&
              !irt_wanted_any(&taken));
    struct irt_wanted spaced = wanted(" reliability ,, ");
    ck_assert(irt_wanted_any(&spaced));
}
END_TEST

START_TEST(a_wrong_list_is_refused)
{
    static const char *const list[][2] = {
        { "reliabilty", "'reliabilty' is not one of: " },
        { "reliability;", "'reliability;' is not one of: " },
        { "ALL", "all none" },
    };
    char longest[400];
    struct irt_wanted out;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        ck_assert(!irt_wanted_parse(list[i][0], &out, &error));
        ck_assert_int_eq(error.code, IRT_BAD_USAGE);
        ck_assert_msg(strstr(error.message, list[i][1]), "%s", error.message);
    }
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    ck_assert(!irt_wanted_parse(longest, &out, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "longer than"));
}
END_TEST

/* --- reliability ------------------------------------------------------------------------- */

static struct irt_diagnostics *
diagnose(const struct irt_fit *fit, const char *list)
{
    struct irt_diagnosis diagnosis = irt_diagnosis_of(fit);
    struct irt_wanted list_read = wanted(list);
    struct irt_diagnostics *out = irt_diagnostics_new(&diagnosis, &list_read, &error);
    ck_assert_msg(out, "%s", error.message);
    return out;
}

/* Numbers of two other programs: oracles of LSAT-6. */
START_TEST(reliability_of_lsat6_is_the_known_one)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    options.tolerance = 1e-9;
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    struct irt_diagnostics *d = diagnose(fit, "reliability");
    const struct irt_reliability *r = irt_diagnostics_of(d, &irt_statistic_reliability);
    ck_assert_ptr_nonnull(r);
    ck_assert_ptr_null(irt_diagnostics_why_not(d, &irt_statistic_reliability));
    ck_assert_double_eq_tol(r->alpha, 0.294997, 1e-6);
    ck_assert_double_eq_tol(r->marginal, 0.29895, 2e-5);
    ck_assert_double_eq_tol(r->empirical[0], 0.30109, 2e-5);
    irt_diagnostics_free(d);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Var(X) from the probabilities of all 32 patterns, Var(E(X | theta)) node by node, and the
 * latent one from the standardised loadings. */
START_TEST(omega_of_lsat6_by_hand)
{
    struct fixture f;
    fixture_open(&f, fixture_lsat6(), "2pl");
    struct irt_fit *fit = fixture_fit(&f);
    struct irt_diagnostics *d = diagnose(fit, "reliability");
    const struct irt_reliability *r = irt_diagnostics_of(d, &irt_statistic_reliability);
    double x1 = 0, x2 = 0, t1 = 0, t2 = 0, loadings = 0, unique = 0;
    for (size_t n = 0; n < fit->quadrature->points; n++) {
        double A = fit->quadrature->weight[n] / fit->quadrature->total, t = 0, P[5];
        for (size_t j = 0; j < 5; j++) {
            P[j] = 1 / (1 + exp(-fit->psi[2 * j + 1] -
                                fit->psi[2 * j] * fit->quadrature->node[n]));
            t += P[j];
        }
        t1 += A * t, t2 += A * t * t;
        for (unsigned l = 0; l < 32; l++) {
            double product = A, x = 0;
            for (size_t j = 0; j < 5; j++) {
                product *= l >> j & 1 ? P[j] : 1 - P[j];
                x += l >> j & 1;
            }
            x1 += product * x, x2 += product * x * x;
        }
    }
    for (size_t j = 0; j < 5; j++) {
        double lambda = fit->psi[2 * j] / sqrt(1.702 * 1.702 + pow(fit->psi[2 * j], 2));
        loadings += lambda;
        unique += 1 - lambda * lambda;
    }
    ck_assert_double_eq_tol(r->omega, (t2 - t1 * t1) / (x2 - x1 * x1), 1e-10);
    ck_assert_double_eq_tol(r->omega_latent,
                            loadings * loadings / (loadings * loadings + unique), 1e-10);
    ck_assert_double_ge(r->omega, r->alpha);
    ck_assert_str_eq(r->why_not_omega, "");
    irt_diagnostics_free(d);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* In several dimensions and populations too it lies between 0 and 1, and nominal answers have
 * none. */
START_TEST(omega_in_other_models)
{
    static const char *const kinds[] = { "m2pl", "gpcm", "nrm", "rasch" };
    const char *kind = kinds[_i];
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = kind, .dims = _i == 0 ? 2 : 1 };
    options.dims = model.dims;
    options.points = 15;
    options.points_given = true;
    model.effects = _i == 3 ? IRT_EFFECTS_GROUPS : IRT_EFFECTS_NONE;
    fixture_open_model(&f,
                       _i == 3 ? fixture_schools("rasch", "150,150", "-1,1", 6, 0.0, 2)
                               : fixture_simulated_by(_i ? kind : "2pl", 300, 6, 0.0, 2),
                       &model, &options);
    struct irt_fit *fit = fixture_fit(&f);
    struct irt_diagnostics *d = diagnose(fit, "reliability");
    const struct irt_reliability *r = irt_diagnostics_of(d, &irt_statistic_reliability);
    if (_i == 2) {
        ck_assert(isnan(r->omega) && isnan(r->omega_latent));
        ck_assert_ptr_nonnull(strstr(r->why_not_omega, "have none"));
    } else {
        ck_assert(r->omega > r->alpha - 0.05 && r->omega < 1.0);
        ck_assert(r->omega_latent > 0.0 && r->omega_latent < 1.0);
    }
    irt_diagnostics_free(d);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Rasch has the spread in sigma, 1PL in the slope: one model, one reliability. */
START_TEST(reliability_does_not_depend_on_the_scale)
{
    double marginal[2], empirical[2];
    for (int k = 0; k < 2; k++) {
        struct fixture f;
        struct irt_options options = irt_options_defaults();
        options.tolerance = 1e-9;
        fixture_open_with(&f, fixture_simulated(300, 6, 0.1, 3), k ? "rasch" : "1pl",
                          &options);
        struct irt_fit *fit = fixture_fit(&f);
        struct irt_diagnostics *d = diagnose(fit, "reliability");
        const struct irt_reliability *r =
            irt_diagnostics_of(d, &irt_statistic_reliability);
        marginal[k] = r->marginal;
        empirical[k] = r->empirical[0];
        irt_diagnostics_free(d);
        irt_fit_free(fit);
        fixture_close(&f);
    }
    ck_assert_double_eq_tol(marginal[0], marginal[1], 1e-6);
    ck_assert_double_eq_tol(empirical[0], empirical[1], 1e-6);
}
END_TEST

START_TEST(what_cannot_be_had_says_why)
{
    struct fixture f;
    fixture_open(&f, fixture_simulated(60, 4, 0.0, 3), "rasch");
    struct irt_fit *fit = fixture_fit(&f);
    struct irt_diagnosis diagnosis = irt_diagnosis_of(fit);
    struct irt_wanted list = wanted("all");
    diagnosis.likelihood = IRT_LIKELIHOOD_JOINT;
    struct irt_diagnostics *d = irt_diagnostics_new(&diagnosis, &list, &error);
    const struct irt_reliability *r = irt_diagnostics_of(d, &irt_statistic_reliability);
    ck_assert(isfinite(r->alpha) && isnan(r->marginal) && isnan(r->empirical[0]));
    ck_assert_ptr_nonnull(strstr(r->why_not, "--estimator em"));
    irt_diagnostics_free(d);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

static bool
always(void *context)
{
    return context == NULL;
}

START_TEST(a_cancelled_diagnosis_says_so)
{
    struct fixture f;
    fixture_open(&f, fixture_simulated(60, 4, 0.0, 3), "rasch");
    struct irt_fit *fit = fixture_fit(&f);
    struct irt_diagnosis diagnosis = irt_diagnosis_of(fit);
    struct irt_wanted list = wanted("all");
    diagnosis.cancel.asked = always;
    struct irt_diagnostics *d = irt_diagnostics_new(&diagnosis, &list, &error);
    for (size_t s = 0; irt_statistics[s]; s++) {
        const char *why = irt_diagnostics_why_not(d, irt_statistics[s]);
        ck_assert(why ? strstr(why, "interrupted") != NULL
                      : irt_statistics[s]->applies || !list.statistic[s]);
        ck_assert_ptr_null(irt_diagnostics_of(d, irt_statistics[s]));
    }
    irt_diagnostics_free(d);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("wanted");
    TCase *tests = tcase_create("wanted");
    tcase_add_test(tests, every_statistic_is_whole_and_written);
    tcase_add_test(tests, a_list_asks_for_its_statistics_and_what_goes_with_them);
    tcase_add_test(tests, a_wrong_list_is_refused);
    tcase_add_test(tests, reliability_of_lsat6_is_the_known_one);
    tcase_add_test(tests, omega_of_lsat6_by_hand);
    tcase_add_loop_test(tests, omega_in_other_models, 0, 4);
    tcase_add_test(tests, reliability_does_not_depend_on_the_scale);
    tcase_add_test(tests, what_cannot_be_had_says_why);
    tcase_add_test(tests, a_cancelled_diagnosis_says_so);
    suite_add_tcase(suite, tests);
    return suite;
}
