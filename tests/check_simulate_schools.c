/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_simulate_schools.c -- simulated schools and contaminated rows. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/simulate.h"
#include "suite.h"

static struct irt_simulation *
simulate(const struct irt_simulation_options *options)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_simulation *s = irt_simulate(options, &error);

    ck_assert_msg(s != NULL, "%s", error.message);
    return s;
}

static struct irt_simulation_options
with_schools(size_t schools, const char *sizes, const char *effects)
{
    struct irt_simulation_options options = irt_simulation_defaults();

    options.plan = (struct irt_school_plan){ schools, sizes, effects };
    options.items = 7;
    return options;
}

static size_t
size_of(const struct irt_simulation *s, size_t k)
{
    size_t size = 0;

    for (size_t i = 0; i < s->data->rows; i++)
        size += s->data->school[i] == k;
    return size;
}

/* --- sizes -------------------------------------------------------------------------------- */

START_TEST(sizes_are_as_they_were_asked_for)
{
    static const size_t listed[] = { 5, 1, 12 }, shared[] = { 4, 4, 3 };
    struct irt_simulation_options options = with_schools(0, "5, 1,12", NULL);
    struct irt_simulation *s = simulate(&options);

    ck_assert_uint_eq(s->data->schools, 3);
    ck_assert_uint_eq(s->data->rows, 18);
    for (size_t k = 0; k < 3; k++)
        ck_assert_uint_eq(size_of(s, k), listed[k]);
    ck_assert_str_eq(s->data->school_name[0], "1");
    ck_assert_str_eq(s->data->school_name[2], "3");
    irt_simulation_free(s);

    options = with_schools(3, NULL, NULL);
    options.persons = 11;
    s = simulate(&options);
    ck_assert_uint_eq(s->data->rows, 11);
    for (size_t k = 0; k < 3; k++)
        ck_assert_uint_eq(size_of(s, k), shared[k]);
    irt_simulation_free(s);

    options = with_schools(4, "23", NULL);
    s = simulate(&options);
    ck_assert_uint_eq(s->data->rows, 4 * 23);
    for (size_t k = 0; k < 4; k++)
        ck_assert_uint_eq(size_of(s, k), 23);
    irt_simulation_free(s);
}
END_TEST

START_TEST(sizes_of_a_range_are_drawn_evenly)
{
    struct irt_simulation_options options = with_schools(6000, "2:4", NULL);
    struct irt_simulation *s;
    size_t count[5] = { 0 }, row = 0;

    options.items = 1;
    s = simulate(&options);
    for (size_t k = 0; k < 6000; k++) {
        size_t size = 0;
        for (; row < s->data->rows && s->data->school[row] == k; row++)
            size++;
        ck_assert(size >= 2 && size <= 4);
        count[size]++;
    }
    ck_assert_uint_eq(row, s->data->rows);
    for (size_t size = 2; size <= 4; size++)
        ck_assert_double_eq_tol((double)count[size], 2000,
                                5 * sqrt(6000 * (1. / 3) * (2. / 3)));
    irt_simulation_free(s);
}
END_TEST

/* --- effects -------------------------------------------------------------------------------- */

START_TEST(effects_are_as_they_were_asked_for)
{
    static const double listed[] = { -0.2385, 0, 1.5 };
    struct irt_simulation_options options = with_schools(0, "5", "-0.2385,0,1.5");
    struct irt_simulation *s = simulate(&options);

    ck_assert_uint_eq(s->data->schools, 3);
    for (size_t k = 0; k < 3; k++)
        ck_assert_double_eq(s->effect[k], listed[k]);
    irt_simulation_free(s);
    options = with_schools(5, "5", "even(-1,1)");
    s = simulate(&options);
    for (size_t k = 0; k < 5; k++)
        ck_assert_double_eq_tol(s->effect[k], -1 + 0.5 * (double)k, 1e-15);
    irt_simulation_free(s);
    options = with_schools(5, "5", "0.25");
    s = simulate(&options);
    for (size_t k = 0; k < 5; k++)
        ck_assert_double_eq(s->effect[k], 0.25);
    irt_simulation_free(s);
}
END_TEST

START_TEST(drawn_effects_are_centred)
{
    static const struct {
        const char *text;
        double variance, fourth; /* moments about the mean */
    } drawn[] = { { NULL, 1. / 3, 1. / 5 },
                  { "uniform(3,5)", 1. / 3, 1. / 5 },
                  { "normal(0,.5)", .25, 3. / 16 } };
    struct irt_simulation_options options = with_schools(20000, "1", drawn[_i].text);
    struct irt_simulation *s;
    double sum = 0, squares = 0, K = 20000;

    options.items = 1;
    s = simulate(&options);
    for (size_t k = 0; k < 20000; k++) {
        sum += s->effect[k];
        squares += s->effect[k] * s->effect[k];
    }
    ck_assert_double_eq_tol(sum / K, 0, 1e-12);
    ck_assert_double_eq_tol(
        squares / K, drawn[_i].variance,
        5 * sqrt((drawn[_i].fourth - drawn[_i].variance * drawn[_i].variance) / K));
    irt_simulation_free(s);
}
END_TEST

/* How often a school of very many chooses each category is the mean of P(theta + s). */
START_TEST(persons_answer_as_their_school_has_it)
{
    static const char *const kinds[] = { "2pl", "pcm", "grm" };
    struct irt_simulation_options options = with_schools(0, "20000", "-2,0,2");
    struct irt_simulation *s;
    size_t J = 7;

    options.model = kinds[_i];
    options.seed = 2385;
    s = simulate(&options);
    for (size_t k = 0; k < 3; k++)
        for (size_t j = 0; j < J; j++) {
            const struct irt_item *item = &s->item[j];
            double score = 0, expected = 0, variance = 0, P[IRT_MAX_CATEGORIES];
            for (size_t i = 20000 * k; i < 20000 * (k + 1); i++) {
                double theta = s->theta[i] + 2 * ((double)k - 1), mean = 0, square = 0;
                score += s->data->code[i * J + j];
                item->ops->probability(item, s->psi + item->first, &theta, 1, P);
                for (unsigned h = 0; h < item->categories; h++) {
                    mean += h * P[h];
                    square += h * h * P[h];
                }
                expected += mean;
                variance += square - mean * mean;
            }
            ck_assert_double_eq_tol(score, expected, 5 * sqrt(variance));
        }
    irt_simulation_free(s);
}
END_TEST

/* Without effects schools are only names: the data are those without schools. */
START_TEST(schools_without_effects_change_nothing)
{
    struct irt_simulation_options options = with_schools(9, NULL, "0"), plain = options;
    struct irt_simulation *s = simulate(&options), *t;

    plain.plan = (struct irt_school_plan){ 0, NULL, NULL };
    t = simulate(&plain);
    ck_assert_uint_eq(s->data->rows, t->data->rows);
    ck_assert_mem_eq(s->data->code, t->data->code, 7000);
    ck_assert_ptr_null(t->effect);
    ck_assert_ptr_null(t->data->school);
    irt_simulation_free(s);
    irt_simulation_free(t);
}
END_TEST

START_TEST(the_same_seed_gives_the_same_schools)
{
    struct irt_simulation_options options = with_schools(9, "3:40", "normal(0,1)");
    struct irt_simulation *s, *t;

    options.contamination = (struct irt_contamination){ IRT_RANDOM_ROWS, 0.3 };
    s = simulate(&options);
    t = simulate(&options);
    ck_assert_uint_eq(s->data->rows, t->data->rows);
    ck_assert_mem_eq(s->data->code, t->data->code, s->data->rows * 7);
    ck_assert_mem_eq(s->data->school, t->data->school,
                     s->data->rows * sizeof *s->data->school);
    ck_assert_mem_eq(s->effect, t->effect, 9 * sizeof(double));
    ck_assert_mem_eq(s->contaminated, t->contaminated, s->data->rows);
    irt_simulation_free(t);
    options.seed = 2;
    t = simulate(&options);
    ck_assert_double_ne(s->effect[0], t->effect[0]);
    irt_simulation_free(s);
    irt_simulation_free(t);
}
END_TEST

/* --- contamination -------------------------------------------------------------------------- */

static const enum irt_contamination_kind kinds[] = { IRT_ALL_ZERO, IRT_ALL_MAXIMUM,
                                                     IRT_RANDOM_ROWS,
                                                     IRT_STRAIGHT_LINES };
static const double shares[] = { 0.01, 0.1, 0.2385, 0.5, 1 };

/* The share holds in each school to the person, and what is not contaminated is as it
 * would have been. */
START_TEST(shares_are_exact_in_every_school)
{
    struct irt_simulation_options options = with_schools(0, "1,10,23,100,250", NULL);
    struct irt_simulation *clean, *s;

    options.model = _i % 2 ? "2pl" : "gpcm";
    options.missing = 0.1;
    clean = simulate(&options);
    for (size_t share = 0; share < sizeof shares / sizeof *shares; share++) {
        options.contamination = (struct irt_contamination){ kinds[_i], shares[share] };
        s = simulate(&options);
        for (size_t k = 0; k < 5; k++) {
            size_t count = 0;
            for (size_t i = 0; i < s->data->rows; i++)
                count += s->data->school[i] == k && s->contaminated[i];
            ck_assert_uint_eq(count,
                              (size_t)floor(shares[share] * (double)size_of(s, k) + 0.5));
        }
        for (size_t i = 0; i < s->data->rows; i++)
            for (size_t j = 0; j < 7; j++) {
                uint8_t was = clean->data->code[i * 7 + j], is = s->data->code[i * 7 + j];
                ck_assert_int_eq(was == IRT_MISSING, is == IRT_MISSING);
                ck_assert(s->contaminated[i] || is == was);
            }
        irt_simulation_free(s);
    }
    irt_simulation_free(clean);
}
END_TEST

START_TEST(rows_are_contaminated_as_the_kind_says)
{
    struct irt_simulation_options options = with_schools(0, "3000,3000", NULL);
    struct irt_simulation *s;
    double count[4] = { 0 }, rows = 3000, cells = 7 * rows;

    options.model = "pcm";
    options.contamination = (struct irt_contamination){ kinds[_i], 0.5 };
    s = simulate(&options);
    for (size_t i = 0; i < s->data->rows; i++) {
        const uint8_t *code = s->data->code + i * 7;
        for (size_t j = 0; s->contaminated[i] && j < 7; j++) {
            count[code[j]]++;
            ck_assert(kinds[_i] != IRT_ALL_ZERO || code[j] == 0);
            ck_assert(kinds[_i] != IRT_ALL_MAXIMUM || code[j] == 3);
            ck_assert(kinds[_i] != IRT_STRAIGHT_LINES || code[j] == code[0]);
        }
    }
    ck_assert_double_eq(count[0] + count[1] + count[2] + count[3], cells);
    for (size_t h = 0; h < 4; h++)
        if (kinds[_i] == IRT_RANDOM_ROWS)
            ck_assert_double_eq_tol(count[h], cells / 4, 5 * sqrt(cells * 3 / 16));
        else if (kinds[_i] == IRT_STRAIGHT_LINES)
            ck_assert_double_eq_tol(count[h] / 7, rows / 4, 5 * sqrt(rows * 3 / 16));
    irt_simulation_free(s);
}
END_TEST

/* So that a curve over shares is one over the same persons. */
START_TEST(a_larger_share_contains_a_smaller_one)
{
    struct irt_simulation_options options = with_schools(0, "40,60,5", NULL);
    struct irt_simulation *small, *large;

    options.contamination = (struct irt_contamination){ kinds[_i], 0.2 };
    small = simulate(&options);
    options.contamination.share = 0.4;
    large = simulate(&options);
    for (size_t i = 0; i < 105; i++)
        if (small->contaminated[i]) {
            ck_assert(large->contaminated[i]);
            ck_assert_mem_eq(small->data->code + 7 * i, large->data->code + 7 * i, 7);
        }
    irt_simulation_free(small);
    irt_simulation_free(large);
}
END_TEST

START_TEST(rows_without_schools_are_contaminated_too)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_simulation *s;
    size_t count = 0;

    options.persons = 333;
    options.contamination = (struct irt_contamination){ IRT_ALL_ZERO, 0.1 };
    s = simulate(&options);
    for (size_t i = 0; i < 333; i++)
        count += s->contaminated[i];
    ck_assert_uint_eq(count, 33);
    irt_simulation_free(s);
    options.contamination.share = 0;
    s = simulate(&options);
    ck_assert_ptr_null(s->contaminated);
    irt_simulation_free(s);
}
END_TEST

START_TEST(contaminations_are_read)
{
    struct irt_contamination c = { IRT_CLEAN, 0 };
    struct irt_error error;

    ck_assert(irt_contamination_parse("straight-line=0.25", &c, &error));
    ck_assert_int_eq(c.kind, IRT_STRAIGHT_LINES);
    ck_assert_double_eq(c.share, 0.25);
    ck_assert(irt_contamination_parse("none", &c, &error));
    ck_assert_int_eq(c.kind, IRT_CLEAN);
    for (int k = IRT_CLEAN; k <= IRT_STRAIGHT_LINES; k++) {
        enum irt_contamination_kind kind = IRT_CLEAN;
        ck_assert(irt_contamination_from_name(
            irt_contamination_name((enum irt_contamination_kind)k), &kind));
        ck_assert_int_eq((int)kind, k);
    }
}
END_TEST

/* --- refusals ---------------------------------------------------------------------------------- */

static const char *const bad_contaminations[] = {
    "",           "zero=.1",      "all-zero",          "all-zero=",
    "none=.1",    "all-zero=1.1", "all-maximum=-.1",   "random=x",
    "random=nan", "random=.1,.2", "straight-line=1e9", "all-zero=0.1x",
};

START_TEST(other_contaminations_are_refused)
{
    struct irt_contamination c = { IRT_RANDOM_ROWS, 0.5 };
    struct irt_error error = { IRT_OK, "" };

    ck_assert(!irt_contamination_parse(bad_contaminations[_i], &c, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "straight-line"));
    ck_assert_int_eq(c.kind, IRT_RANDOM_ROWS);
    ck_assert_double_eq(c.share, 0.5);
}
END_TEST

static const struct {
    struct irt_school_plan plan;
    const char *said;
} bad_plans[] = {
    { { 3, "0", NULL }, "no sizes of schools" },
    { { 3, "1.5", NULL }, "no sizes of schools" },
    { { 3, "", NULL }, "no sizes of schools" },
    { { 3, "50:20", NULL }, "no sizes of schools" },
    { { 3, "a:b", NULL }, "no sizes of schools" },
    { { 3, "1,x,2", NULL }, "no sizes of schools" },
    { { 3, "1e9", NULL }, "no sizes of schools" },
    { { 3, "1,,2", NULL }, "no sizes of schools" },
    { { 3, "1,2", NULL }, "3 schools, but 2 sizes" },
    { { 3, NULL, "1,2" }, "3 schools, but 2 effects" },
    { { 0, "1,2,3", "1,2" }, "3 schools, but 2 effects" },
    { { 3, NULL, "even(1,-1)" }, "no effects of schools" },
    { { 3, NULL, "even" }, "no effects of schools" },
    { { 3, NULL, "normal(0,-1)" }, "no effects of schools" },
    { { 3, NULL, "1,,2" }, "no effects of schools" },
    { { 3, NULL, "1e999" }, "no effects of schools" },
    { { 0, "100", NULL }, "not how many schools" },
    { { 0, NULL, "normal(0,1)" }, "not how many schools" },
    { { 2000000, "1", NULL }, "2000000 schools are too many" },
    { { 1001, NULL, NULL }, "1000 persons are too few for 1001 schools" },
    { { 100, "100000000", NULL }, "10000000000 persons together" },
};

START_TEST(impossible_schools_are_refused)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_error error = { IRT_OK, "" };

    options.plan = bad_plans[_i].plan;
    ck_assert_ptr_null(irt_simulate(&options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_msg(strstr(error.message, bad_plans[_i].said) != NULL, "%s", error.message);
}
END_TEST

START_TEST(impossible_shares_are_refused)
{
    static const double impossible[] = { -0.1, 1.1, NAN };
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_error error = { IRT_OK, "" };

    options.contamination = (struct irt_contamination){ IRT_ALL_ZERO, impossible[_i] };
    ck_assert_ptr_null(irt_simulate(&options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "cannot be contaminated"));
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("simulate_schools");
    TCase *cases = tcase_create("simulate_schools");

    tcase_add_test(cases, sizes_are_as_they_were_asked_for);
    tcase_add_test(cases, sizes_of_a_range_are_drawn_evenly);
    tcase_add_test(cases, effects_are_as_they_were_asked_for);
    tcase_add_loop_test(cases, drawn_effects_are_centred, 0, 3);
    tcase_add_loop_test(cases, persons_answer_as_their_school_has_it, 0, 3);
    tcase_add_test(cases, schools_without_effects_change_nothing);
    tcase_add_test(cases, the_same_seed_gives_the_same_schools);
    tcase_add_loop_test(cases, shares_are_exact_in_every_school, 0, COUNT(kinds));
    tcase_add_loop_test(cases, rows_are_contaminated_as_the_kind_says, 0, COUNT(kinds));
    tcase_add_loop_test(cases, a_larger_share_contains_a_smaller_one, 0, COUNT(kinds));
    tcase_add_test(cases, rows_without_schools_are_contaminated_too);
    tcase_add_test(cases, contaminations_are_read);
    tcase_add_loop_test(cases, other_contaminations_are_refused, 0,
                        COUNT(bad_contaminations));
    tcase_add_loop_test(cases, impossible_schools_are_refused, 0, COUNT(bad_plans));
    tcase_add_loop_test(cases, impossible_shares_are_refused, 0, 3);
    suite_add_tcase(suite, cases);
    return suite;
}
