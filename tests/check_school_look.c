/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_school_look.c -- what is known of one school: its extreme patterns, its true effect,
 * the spread of ability in it, and what pulls at its effect. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "data/deal.h"
#include "data/load.h"
#include "data/school_truth.h"
#include "estimate/school_look.h"
#include "estimate/staged.h"
#include "model/population.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct irt_error error;

static void
open_apart(struct fixture *f, const char *kind, enum irt_effects effects)
{
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = kind, .effects = effects };
    struct irt_responses *data = fixture_simulated_by(kind, 240, 5, 0.1, 21);

    ck_assert_msg(irt_deal(data, 3, 3, &error), "%s", error.message);
    options.points = 41;
    fixture_open_model(f, data, &model, &options);
    if (f->model->groups == 1)
        return;
    fixture_disturb(f, f->psi);
    for (size_t g = 0; g < 3; g++)
        f->psi[f->model->location + g] = 0.4 * (double)g - 0.5;
}

/* The log-likelihood of one school, by the textbook's way. */
static double
school_loglik(const struct fixture *f, const double *psi, size_t g)
{
    struct irt_patterns patterns = irt_patterns_of_group(f->patterns, g);
    struct irt_quadrature *moved = irt_quadrature_copy(f->quadrature, &error);
    struct irt_staged *staged =
        irt_staged_new(patterns.count, f->quadrature->points, &error);

    irt_group_nodes(f->model, psi, g, f->quadrature, moved);
    ck_assert(
        irt_staged_likelihood(staged, f->data, &patterns, f->model, psi, moved, &error));
    double loglik = irt_staged_marginal(staged, &patterns, moved);
    irt_staged_free(staged);
    irt_quadrature_free(moved);
    return loglik;
}

/* The items' parts add up to the slope of the school's log-likelihood. */
START_TEST(slopes_are_derivatives)
{
    const char *kind = fixture_kinds[_i];
    const double h = 1e-5;
    struct fixture f;

    open_apart(&f, kind, IRT_EFFECTS_FIXED);
    for (size_t g = 0; g < 3; g++) {
        struct irt_school_look *look =
            irt_school_look_new(f.data, f.patterns, f.model, f.psi, f.quadrature, g,
                                &error);
        double sum = 0, *s = &f.psi[f.model->location + g], at = *s;

        ck_assert_ptr_nonnull(look);
        for (size_t j = 0; j < f.model->items; j++)
            sum += look->slope[j];
        *s = at + h;
        double above = school_loglik(&f, f.psi, g);
        *s = at - h;
        double below = school_loglik(&f, f.psi, g);
        *s = at;
        ck_assert_double_eq_tol(sum, (above - below) / (2 * h), 2e-4);
        irt_school_look_free(look);
    }
    fixture_close(&f);
}
END_TEST

/* Densities are densities; theirs is that of the school's own normal, and after the fit the
 * mean over its persons is its effect. */
START_TEST(spread_of_ability)
{
    struct fixture f;

    open_apart(&f, _i ? "rasch" : "2pl", IRT_EFFECTS_FIXED);
    f.options.tolerance = 1e-9;
    struct irt_fit *fit = fixture_fit(&f);
    for (size_t g = 0; g < 3; g++) {
        struct irt_school_look *look =
            irt_school_look_new(f.data, f.patterns, f.model, fit->psi, f.quadrature, g,
                                &error);
        double prior = 0, density = 0, mean = 0;
        double s = fit->psi[f.model->location + g], sd = fit->psi[f.model->sigma];

        ck_assert_ptr_nonnull(look);
        for (size_t n = 1; n < look->points; n++) {
            double step = look->theta[n] - look->theta[n - 1];
            double z = (look->theta[n] - s) / sd;

            prior += step * look->prior[n];
            density += step * look->density[n];
            mean += step * look->density[n] * look->theta[n];
            ck_assert_double_eq_tol(look->prior[n], exp(-z * z / 2) / sd / sqrt(2 * M_PI),
                                    1e-6);
        }
        ck_assert_double_eq_tol(prior, 1, 1e-6);
        ck_assert_double_eq_tol(density, 1, 1e-6);
        ck_assert_double_eq_tol(mean, look->mean, 1e-6);
        ck_assert_double_eq_tol(look->mean, s, 1e-5);
        irt_school_look_free(look);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Where schools share their patterns, the persons are found by their rows. */
START_TEST(without_effects)
{
    struct fixture f;

    open_apart(&f, "2pl", IRT_EFFECTS_NONE);
    double mean = 0;
    for (size_t k = 0; k < 3; k++) {
        struct irt_school_look *look =
            irt_school_look_new(f.data, f.patterns, f.model, f.psi, f.quadrature, k,
                                &error);

        ck_assert_ptr_nonnull(look);
        mean += look->mean / 3; /* schools of 80 each */
        irt_school_look_free(look);
    }
    struct irt_staged *staged =
        irt_staged_new(f.patterns->count, f.quadrature->points, &error);
    ck_assert(irt_staged_likelihood(staged, f.data, f.patterns, f.model, f.psi,
                                    f.quadrature, &error));
    irt_staged_marginal(staged, f.patterns, f.quadrature);
    irt_staged_posterior(staged, f.quadrature);
    double wanted = 0;
    for (size_t l = 0; l < f.patterns->count; l++)
        for (size_t n = 0; n < f.quadrature->points; n++)
            wanted += f.patterns->frequency[l] * f.quadrature->node[n] *
                      staged->likelihood[l * f.quadrature->points + n] / 240;
    ck_assert_double_eq_tol(mean, wanted, 1e-12);
    irt_staged_free(staged);
    fixture_close(&f);
}
END_TEST

START_TEST(too_many_patterns)
{
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .effects = IRT_EFFECTS_FIXED };
    struct irt_responses *data = fixture_simulated(16000, 30, 0, 1);
    struct fixture f;

    ck_assert(irt_deal(data, 2, 3, &error));
    options.points = 100;
    fixture_open_model(&f, data, &model, &options);
    ck_assert_ptr_null(
        irt_school_look_new(f.data, f.patterns, f.model, f.psi, f.quadrature, 0, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "too many"));
    fixture_close(&f);
}
END_TEST

/* --- counts and truths --------------------------------------------------------------- */

static struct irt_responses *
read_text(const char *text)
{
    struct irt_load_options options = { 0 };
    struct irt_responses *data =
        irt_load_memory(text, strlen(text), "data", &options, &error);

    ck_assert_msg(data != NULL, "%s", error.message);
    return data;
}

static const char three[] = "school,a,b,c\nx,0,0,1\nx,1,2,1\nx,0,,1\nx,,,1\ny,1,1,1\n"
                            "y,1,,1\nz,0,1,1\n";

/* Item c is 1 for all, so it tells nothing; who answered nothing else is no extreme. */
START_TEST(extremes_are_counted)
{
    struct irt_responses *data = read_text(three);
    struct irt_school_count count[3];

    ck_assert(irt_school_counts(data, count));
    ck_assert_double_eq(count[0].persons, 4);
    ck_assert_double_eq(count[0].lowest, 2);
    ck_assert_double_eq(count[0].highest, 1);
    ck_assert_double_eq(count[1].persons, 2);
    ck_assert_double_eq(count[1].lowest, 0);
    ck_assert_double_eq(count[1].highest, 1);
    ck_assert_double_eq(count[2].lowest + count[2].highest, 0);
    irt_responses_free(data);
}
END_TEST

static bool
read_truth(const struct irt_responses *data, const char *text, double *effect)
{
    char path[] = "/tmp/check_school_look_XXXXXX";
    int file = mkstemp(path);

    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    bool done = irt_school_truth_read(path, data, effect, &error);
    unlink(path);
    return done;
}

START_TEST(truths_are_read)
{
    struct irt_responses *data = read_text(three);
    double effect[3];

    ck_assert(
        read_truth(data, "school,persons,effect\nz,1,-0.5\nw,9,3\nx,4,.25\n", effect));
    ck_assert_double_eq(effect[0], 0.25);
    ck_assert(isnan(effect[1]));
    ck_assert_double_eq(effect[2], -0.5);
    irt_responses_free(data);
}
END_TEST

static const struct {
    const char *text, *part;
} bad_truth[] = {
    { "school,size\nx,1\n", "no columns school and effect" },
    { "", "" },
    { "school,effect\nx,1\ny,two\n", ":3: the row has no effect" },
    { "school,effect\nx\n", ":2: the row has no effect" },
    { "school,effect\nw,1\n", "none of the data's schools" },
};

START_TEST(bad_truths_are_refused)
{
    struct irt_responses *data = read_text(three);
    double effect[3];

    error.message[0] = '\0';
    ck_assert(!read_truth(data, bad_truth[_i].text, effect));
    ck_assert_msg(strstr(error.message, bad_truth[_i].part) != NULL, "%s", error.message);
    ck_assert(error.message[0] != '\0');
    ck_assert(!irt_school_truth_read("/tmp/no/such/file", data, effect, &error));
    irt_responses_free(data);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("school look");
    TCase *tests = tcase_create("school look");

    tcase_add_loop_test(tests, slopes_are_derivatives, 0, FIXTURE_KINDS);
    tcase_add_loop_test(tests, spread_of_ability, 0, 2);
    tcase_add_test(tests, without_effects);
    tcase_add_test(tests, too_many_patterns);
    tcase_add_test(tests, extremes_are_counted);
    tcase_add_test(tests, truths_are_read);
    tcase_add_loop_test(tests, bad_truths_are_refused, 0,
                        sizeof bad_truth / sizeof bad_truth[0]);
    suite_add_tcase(suite, tests);
    return suite;
}
