/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prior densities: that they are densities, their derivatives, and how they are read. */
#include "config.h"

#include "suite.h"

#include "model/prior.h"

#include <math.h>
#include <string.h>

static struct irt_error error;

static struct irt_prior
parse(const char *text)
{
    struct irt_prior prior = { IRT_PRIOR_NONE, 7.0, 7.0 };
    ck_assert_msg(irt_prior_parse(text, &prior, &error), "%s", error.message);
    return prior;
}

/* Each with its mean and variance by the textbook's formulas. */
static const struct {
    const char *text;
    double mean, variance;
} priors[] = {
    { "normal(0,1)", 0.0, 1.0 },
    { "normal(-1.5,0.25)", -1.5, 0.0625 },
    { "lognormal(0,0.5)", 1.1331484530668263, 0.3646958540123866 },
    { "lognormal(-0.7,0.2)", 0.5066169923655897, 0.010474525012294487 },
    { "beta(5,17)", 5.0 / 22.0, 5.0 * 17.0 / (22.0 * 22.0 * 23.0) },
    { "beta(17,5)", 17.0 / 22.0, 5.0 * 17.0 / (22.0 * 22.0 * 23.0) },
    { "beta(2.385,1.2)", 2.385 / 3.585, 2.385 * 1.2 / (3.585 * 3.585 * 4.585) },
    { "uniform(-1,3)", 1.0, 16.0 / 12.0 },
};
#define PRIORS ((int)(sizeof priors / sizeof *priors))

/* Where a density with such moments lies: 60 standard deviations on either side, as a
 * lognormal has a long tail, but inside its bounds. */
static void
find_range(int i, const struct irt_prior *prior, double *lo, double *hi)
{
    irt_prior_bounds(prior, lo, hi);
    *lo = fmax(*lo, priors[i].mean - 60.0 * sqrt(priors[i].variance));
    *hi = fmin(*hi, priors[i].mean + 60.0 * sqrt(priors[i].variance));
}

/* By the midpoint rule, which keeps off the ends. */
START_TEST(densities_integrate_to_one)
{
    enum { STEPS = 400000 };
    struct irt_prior prior = parse(priors[_i].text);
    double lo, hi, sum = 0.0, mean = 0.0, square = 0.0;
    find_range(_i, &prior, &lo, &hi);
    double step = (hi - lo) / STEPS;
    for (int k = 0; k < STEPS; k++) {
        double x = lo + (k + 0.5) * step;
        double mass = step * exp(irt_prior_log(&prior, x, NULL, NULL));
        sum += mass;
        mean += mass * x;
        square += mass * x * x;
    }
    ck_assert_double_eq_tol(sum, 1.0, 1e-6);
    ck_assert_double_eq_tol(mean, priors[_i].mean, 2e-6);
    ck_assert_double_eq_tol(square - mean * mean, priors[_i].variance, 2e-6);
}
END_TEST

START_TEST(derivatives_agree_with_differences)
{
    struct irt_prior prior = parse(priors[_i].text);
    double lo, hi;
    find_range(_i, &prior, &lo, &hi);
    for (int i = 1; i < 40; i++) {
        double x = lo + i / 40.0 * (hi - lo), step = 1e-5 * fmin(x - lo, hi - x);
        double first, second, up_first, down_first;
        irt_prior_log(&prior, x, &first, &second);
        double up = irt_prior_log(&prior, x + step, &up_first, NULL);
        double down = irt_prior_log(&prior, x - step, &down_first, NULL);
        ck_assert_double_eq_tol(first, (up - down) / (2.0 * step),
                                1e-5 * (1.0 + fabs(first)));
        ck_assert_double_eq_tol(second, (up_first - down_first) / (2.0 * step),
                                1e-5 * (1.0 + fabs(second)));
    }
}
END_TEST

/* The textbook's densities, computed apart with the C library's lgamma. */
START_TEST(densities_are_the_usual_ones)
{
    static const struct {
        const char *text;
        double x, log_density;
    } known[] = {
        { "normal(0,1)", 0.0, -0.918938533204673 },
        { "normal(1,2)", 4.0, -2.737085713764618 },
        { "lognormal(0,0.5)", 1.0, -0.225791352644727 },
        { "lognormal(0,0.5)", 2.0, -1.879844561041076 },
        { "beta(5,17)", 0.2, 1.522176491284537 },
        { "beta(1,1)", 0.3, 0.0 },
        { "uniform(0,4)", 1.0, -1.386294361119891 },
        { "logit(0,1)", 0.5, -0.918938533204673 },
        { "logit(1,2)", 0.9820137900379085, -2.737085713764618 }, /* logit 4 */
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct irt_prior prior = parse(known[i].text);
        ck_assert_double_eq_tol(irt_prior_log(&prior, known[i].x, NULL, NULL),
                                known[i].log_density, 1e-12);
    }
}
END_TEST

START_TEST(outside_its_bounds_a_density_is_zero)
{
    static const struct {
        const char *text;
        double lower, upper;
    } known[] = {
        { "normal(0,1)", -INFINITY, INFINITY },
        { "lognormal(0,1)", 0.0, INFINITY },
        { "beta(2,2)", 0.0, 1.0 },
        { "logit(0,1)", 0.0, 1.0 },
        { "uniform(-2,0.5)", -2.0, 0.5 },
        { "none", -INFINITY, INFINITY },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct irt_prior prior = parse(known[i].text);
        double lower, upper;
        irt_prior_bounds(&prior, &lower, &upper);
        ck_assert(lower == known[i].lower && upper == known[i].upper);
        if (isfinite(lower)) {
            ck_assert(irt_prior_log(&prior, lower, NULL, NULL) == -INFINITY);
            ck_assert(irt_prior_log(&prior, lower - 0.1, NULL, NULL) == -INFINITY);
        }
        if (isfinite(upper))
            ck_assert(irt_prior_log(&prior, upper, NULL, NULL) == -INFINITY);
    }
}
END_TEST

START_TEST(no_prior_says_nothing)
{
    struct irt_prior prior = parse("none");
    double first = 7.0, second = 7.0;
    ck_assert_int_eq(prior.kind, IRT_PRIOR_NONE);
    ck_assert_double_eq(irt_prior_log(&prior, 1e6, &first, &second), 0.0);
    ck_assert(first == 0.0 && second == 0.0);
}
END_TEST

/* What is written can be read, and is what was read. */
START_TEST(a_prior_is_written_as_it_is_read)
{
    static const char *const texts[] = {
        "none",       "normal(0,1)",     "lognormal(0,0.5)",
        "beta(5,17)", "uniform(-2,2.5)", "logit(-1.1,2)"
    };
    static const enum irt_prior_kind kind[] = { IRT_PRIOR_NONE,      IRT_PRIOR_NORMAL,
                                                IRT_PRIOR_LOGNORMAL, IRT_PRIOR_BETA,
                                                IRT_PRIOR_UNIFORM,   IRT_PRIOR_LOGIT };
    char text[64];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct irt_prior prior = parse(texts[i]);
        ck_assert_int_eq(prior.kind, kind[i]);
        irt_prior_text(&prior, text, sizeof text);
        ck_assert_str_eq(text, texts[i]);
    }
    struct irt_prior prior = parse("beta(5,17)");
    ck_assert(prior.first == 5.0 && prior.second == 17.0);
    irt_prior_text(&prior, text, 5);
    ck_assert_str_eq(text, "beta");
}
END_TEST

/* The derivatives are by x, though the density is the logit's. */
START_TEST(the_logits_density_has_derivatives_by_x)
{
    struct irt_prior prior = parse("logit(-1.1,0.7)");
    for (int i = 1; i < 40; i++) {
        double x = i / 40.0, step = 1e-6, first, second, up_first, down_first;
        irt_prior_log(&prior, x, &first, &second);
        double up = irt_prior_log(&prior, x + step, &up_first, NULL);
        double down = irt_prior_log(&prior, x - step, &down_first, NULL);
        ck_assert_double_eq_tol(first, (up - down) / (2.0 * step),
                                1e-6 * (1.0 + fabs(first)));
        ck_assert_double_eq_tol(second, (up_first - down_first) / (2.0 * step),
                                1e-6 * (1.0 + fabs(second)));
    }
}
END_TEST

static const char *const nonsense[] = {
    "",
    "beta",
    "beta()",
    "beta(5)",
    "beta(5,)",
    "beta(5,17",
    "beta(5,17)x",
    "beta(5;17)",
    "beta(5,17,3)",
    "beta(0,1)",
    "beta(1,-1)",
    "Beta(5,17)",
    "gamma(1,1)",
    "normal(0,0)",
    "normal(0,-1)",
    "normal(x,1)",
    "normal(nan,1)",
    "normal(0,inf)",
    "normal (0,1)",
    "lognormal(0,0)",
    "uniform(1,1)",
    "uniform(2,1)",
    "nonesuch",
};

START_TEST(nonsense_is_refused)
{
    struct irt_prior prior;
    ck_assert(!irt_prior_parse(nonsense[_i], &prior, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_int_eq(prior.kind, IRT_PRIOR_NONE);
    ck_assert_ptr_nonnull(strstr(error.message, "is no prior; give normal(mean,sd), "));
    ck_assert_ptr_nonnull(strstr(error.message, nonsense[_i]));
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("priors");
    TCase *t = tcase_create("priors");
    tcase_add_loop_test(t, densities_integrate_to_one, 0, PRIORS);
    tcase_add_loop_test(t, derivatives_agree_with_differences, 0, PRIORS);
    tcase_add_test(t, the_logits_density_has_derivatives_by_x);
    tcase_add_test(t, densities_are_the_usual_ones);
    tcase_add_test(t, outside_its_bounds_a_density_is_zero);
    tcase_add_test(t, no_prior_says_nothing);
    tcase_add_test(t, a_prior_is_written_as_it_is_read);
    tcase_add_loop_test(t, nonsense_is_refused, 0,
                        (int)(sizeof nonsense / sizeof *nonsense));
    suite_add_tcase(suite, t);
    return suite;
}
