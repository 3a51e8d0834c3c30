/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_nested.c -- which fits are special cases of which, and the test of them. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "data/q_matrix.h"
#include "data/split.h"
#include "fit/nested.h"
#include "fit/p_text.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* A fit of a kind of model: how it is asked for. */
struct asked {
    const char *kind, *fix, *equal;
    enum irt_effects effects;
    const char *free; /* items with parameters of their own in each group */
    size_t dims;
    const struct irt_q_matrix *q;
    bool correlations_free;
    const char *prior;
};

static uint8_t simple_loads[] = { 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1 };
static const struct irt_q_matrix simple = { .dims = 2, .loads = simple_loads };

/* Data of two categories or four, in two schools; one cycle is enough to know what a fit is. */
static struct irt_shape *
shape_of(const struct asked *asked, unsigned categories, unsigned seed)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    bool c_fixed = asked->fix && strstr(asked->fix, "c=");
    const char *none = strcmp(asked->kind, "3pl") == 0 ? c_fixed ? NULL : "c=none"
                       : strcmp(asked->kind, "4pl") == 0
                           ? c_fixed ? "u=none" : "c=none u=none"
                           : NULL;
    struct irt_model_options model = { .kind = asked->kind,
                                       .fix = asked->fix,
                                       .equal = asked->equal,
                                       .effects = asked->effects,
                                       .dims = asked->dims,
                                       .q = asked->q,
                                       .prior = asked->prior ? asked->prior : none,
                                       .correlations_free = asked->correlations_free };
    struct irt_responses *data = fixture_schools(categories == 2 ? "2pl" : "grm", "60,60",
                                                 "0.2,-0.2", 6, 0.0, seed);
    if (asked->free)
        ck_assert_msg(irt_split(data, asked->free, &error), "%s", error.message);
    options.max_cycles = 1;
    options.points = 7;
    options.points_given = true;
    options.dims = asked->dims ? asked->dims : 1;
    options.se = IRT_SE_NONE;
    fixture_open_model(&f, data, &model, &options);
    if (asked->effects == IRT_EFFECTS_RANDOM)
        f.estimator = &irt_federated;
    struct irt_fit *fit = fixture_fit(&f);
    struct irt_shape *shape = irt_shape_of(fit, &error);
    ck_assert_msg(shape != NULL, "%s", error.message);
    shape->converged = true;
    shape->loglik = -500.0 + (double)shape->parameters;
    irt_fit_free(fit);
    fixture_close(&f);
    return shape;
}

/* smaller and larger as they are asked for; df 0: no test, and a part of the sentence. */
struct pair {
    unsigned categories;
    struct asked smaller, larger;
    size_t df;
    const char *part; /* or of the boundary; NULL: there is none */
};

#define GROUPS IRT_EFFECTS_GROUPS
#define FIXED  IRT_EFFECTS_FIXED

static const struct pair pairs[] = {
    /* One model, constrained. */
    { 2, { .kind = "1pl" }, { .kind = "2pl" }, 5, NULL },
    { 2, { .kind = "rasch" }, { .kind = "2pl" }, 5, NULL },
    { 2, { .kind = "2pl", .fix = "item1.a=1" }, { .kind = "2pl" }, 1, NULL },
    { 2, { .kind = "2pl", .equal = "a" }, { .kind = "2pl" }, 5, NULL },
    { 2,
      { .kind = "2pl", .fix = "item1.d=0 item2.d=0" },
      { .kind = "2pl", .fix = "item2.d=0" },
      1,
      NULL },
    { 2, { .kind = "rasch", .fix = "item1.d=0" }, { .kind = "1pl" }, 1, NULL },
    { 2,
      { .kind = "2pl", .fix = "item1.a=1 item2.a=1" },
      { .kind = "2pl", .fix = "item3.a=1" },
      0,
      "fixes a parameter" },
    { 2,
      { .kind = "2pl", .fix = "item1.a=1 item2.a=1" },
      { .kind = "2pl", .fix = "item2.a=2" },
      0,
      "fixes a parameter" },
    { 2,
      { .kind = "2pl", .fix = "item1.a=1 item2.a=1" },
      { .kind = "1pl" },
      0,
      "fixes a parameter" },
    { 2, { .kind = "1pl" }, { .kind = "rasch" }, 0, "both have 7 parameters" },
    /* Special cases of other models. */
    { 2, { .kind = "2pl" }, { .kind = "3pl" }, 6, "c = 0" },
    { 2, { .kind = "rasch" }, { .kind = "3pl" }, 11, "c = 0" },
    { 2, { .kind = "2pl" }, { .kind = "4pl" }, 12, "c = 0 and u = 1" },
    { 2, { .kind = "3pl" }, { .kind = "4pl" }, 6, "u = 1" },
    { 2,
      { .kind = "3pl", .fix = "c=0.2" },
      { .kind = "4pl", .fix = "c=0.2" },
      6,
      "u = 1" },
    { 2, { .kind = "1pl" }, { .kind = "3pl", .fix = "c=0.2" }, 0, "fixes a parameter" },
    { 2, { .kind = "pcm" }, { .kind = "2pl" }, 5, NULL },
    { 2, { .kind = "rasch" }, { .kind = "grm" }, 5, NULL },
    { 4, { .kind = "pcm" }, { .kind = "gpcm" }, 5, NULL },
    { 4, { .kind = "rsm" }, { .kind = "pcm" }, 10, NULL },
    { 4, { .kind = "rsm" }, { .kind = "gpcm" }, 15, NULL },
    { 4, { .kind = "rsm" }, { .kind = "nrm" }, 27, NULL },
    { 4, { .kind = "gpcm" }, { .kind = "nrm" }, 12, NULL },
    { 4, { .kind = "pcm" }, { .kind = "nrm" }, 17, NULL },
    { 4, { .kind = "pcm" }, { .kind = "grm" }, 0, "no special case" },
    { 4, { .kind = "grm" }, { .kind = "nrm" }, 0, "no special case" },
    { 4, { .kind = "grm" }, { .kind = "gpcm" }, 0, "both have" },
    /* Populations. */
    { 2, { .kind = "2pl" }, { .kind = "2pl", .effects = FIXED }, 1, NULL },
    { 2, { .kind = "2pl" }, { .kind = "2pl", .effects = GROUPS }, 2, NULL },
    { 2,
      { .kind = "2pl", .effects = FIXED },
      { .kind = "2pl", .effects = GROUPS },
      1,
      NULL },
    { 2,
      { .kind = "2pl", .fix = "item1.d=0", .effects = FIXED },
      { .kind = "2pl", .effects = GROUPS },
      0,
      "an intercept is fixed" },
    { 2,
      { .kind = "rasch", .effects = FIXED },
      { .kind = "2pl" },
      0,
      "populations that the other has not" },
    { 2,
      { .kind = "2pl" },
      { .kind = "2pl", .effects = IRT_EFFECTS_RANDOM },
      1,
      "a variance of 0" },
    /* Items free by group. */
    { 2,
      { .kind = "2pl", .effects = GROUPS },
      { .kind = "2pl", .effects = GROUPS, .free = "item2" },
      2,
      NULL },
    { 2,
      { .kind = "rasch", .effects = GROUPS },
      { .kind = "rasch", .effects = GROUPS, .free = "item2,item4" },
      2,
      NULL },
    { 2,
      { .kind = "2pl", .effects = GROUPS, .free = "item2" },
      { .kind = "2pl", .effects = GROUPS, .free = "item2,item3" },
      2,
      NULL },
    { 2,
      { .kind = "2pl" },
      { .kind = "2pl", .effects = GROUPS, .free = "item2" },
      4,
      NULL },
    { 2,
      { .kind = "2pl", .effects = GROUPS, .free = "item2" },
      { .kind = "2pl", .effects = GROUPS, .free = "item3,item4" },
      0,
      "free by group in the smaller" },
    /* Dimensions. */
    { 2, { .kind = "2pl" }, { .kind = "m2pl", .dims = 2 }, 5, NULL },
    { 2, { .kind = "1pl" }, { .kind = "m2pl", .dims = 2 }, 10, NULL },
    { 2,
      { .kind = "2pl" },
      { .kind = "m2pl", .dims = 2, .q = &simple, .correlations_free = true },
      1,
      "a correlation of 1" },
    { 2, { .kind = "2pl" }, { .kind = "m2pl", .dims = 2, .q = &simple }, 0, "both have" },
    { 2,
      { .kind = "rasch" },
      { .kind = "m2pl", .dims = 2, .q = &simple },
      0,
      "is not known" },
    { 2,
      { .kind = "m2pl", .dims = 2, .q = &simple },
      { .kind = "m2pl", .dims = 2, .q = &simple, .correlations_free = true },
      1,
      NULL },
    { 2,
      { .kind = "m2pl", .dims = 2, .q = &simple },
      { .kind = "m2pl", .dims = 2 },
      5,
      NULL },
    /* Priors. */
    { 2,
      { .kind = "1pl" },
      { .kind = "2pl", .prior = "a=lognormal(0,0.5)" },
      0,
      "has priors" },
};

START_TEST(special_cases_are_found)
{
    const struct pair *pair = &pairs[_i];
    struct irt_shape *a = shape_of(&pair->smaller, pair->categories, 5),
                     *b = shape_of(&pair->larger, pair->categories, 5);
    struct irt_comparison c[2];
    /* Which one is named first does not matter. */
    for (int k = 0; k < 2; k++) {
        bool done = irt_compare_fits(k ? b : a, k ? a : b, &c[k], &error);
        ck_assert_msg(done == (pair->df > 0), "%s: %s", pair->larger.kind, error.message);
        if (!done) {
            ck_assert_int_eq(error.code, IRT_BAD_USAGE);
            ck_assert_msg(strstr(error.message, pair->part) != NULL, "%s", error.message);
            continue;
        }
        ck_assert_uint_eq(c[k].df, pair->df);
        ck_assert_ptr_eq(c[k].smaller, a);
        ck_assert_double_eq_tol(c[k].x2, 2.0 * (double)pair->df, 1e-9);
        ck_assert_double_eq_tol(c[k].p, gsl_cdf_chisq_Q(c[k].x2, (double)pair->df),
                                1e-12);
        if (pair->part)
            ck_assert_str_eq(c[k].boundary, pair->part);
        else
            ck_assert_ptr_null(c[k].boundary);
    }
    irt_shape_free(a);
    irt_shape_free(b);
}
END_TEST

/* --- data ---------------------------------------------------------------------------------- */

static uint64_t
answers_of(struct irt_responses *data)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    options.max_cycles = 1;
    options.se = IRT_SE_NONE;
    fixture_open_with(&f, data, "2pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    struct irt_shape *shape = irt_shape_of(fit, &error);
    uint64_t answers = shape->answers;
    irt_shape_free(shape);
    irt_fit_free(fit);
    fixture_close(&f);
    return answers;
}

/* Rows in another order, and two rows as one of frequency 2, are the same answers; one cell
 * more or less makes others. */
START_TEST(a_fingerprint_is_of_the_answers)
{
    struct irt_responses *turned = fixture_simulated(200, 5, 0.1, 3),
                         *changed = fixture_simulated(200, 5, 0.1, 3),
                         *twice = fixture_simulated(200, 5, 0.1, 3),
                         *rows = irt_responses_new(400, 5, &error);
    uint64_t answers = answers_of(fixture_simulated(200, 5, 0.1, 3));
    for (size_t i = 0; i < 100; i++)
        for (size_t j = 0; j < 5; j++) {
            uint8_t kept = turned->code[i * 5 + j];
            turned->code[i * 5 + j] = turned->code[(199 - i) * 5 + j];
            turned->code[(199 - i) * 5 + j] = kept;
        }
    changed->code[7] = changed->code[7] == 1 ? 0 : 1;
    irt_responses_count(changed);
    twice->frequency = malloc(200 * sizeof *twice->frequency);
    for (size_t i = 0; i < 400; i++) {
        twice->frequency[i / 2] = 2.0;
        memcpy(rows->code + i * 5, twice->code + i / 2 * 5, 5);
    }
    irt_responses_count(twice);
    irt_responses_count(rows);
    ck_assert(answers_of(turned) == answers);
    ck_assert(answers_of(changed) != answers);
    ck_assert(answers_of(twice) == answers_of(rows));
    ck_assert(answers_of(fixture_lsat6()) != answers);
}
END_TEST

static void
refused(const struct irt_shape *a, const struct irt_shape *b, const char *part)
{
    struct irt_comparison c;
    ck_assert(!irt_compare_fits(a, b, &c, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_msg(strstr(error.message, part) != NULL, "%s", error.message);
}

START_TEST(what_is_not_comparable_says_why)
{
    const struct asked one = { .kind = "1pl" }, two = { .kind = "2pl" };
    struct irt_shape *a = shape_of(&one, 2, 5), *b = shape_of(&two, 2, 5),
                     *other = shape_of(&two, 2, 6);
    struct irt_comparison c;
    refused(a, other, "different data (120 and 120 persons)");
    a->item[5].name[4] = '9';
    refused(a, b, "the items differ: 'item6'");
    a->item[5].name[4] = '6';
    a->nodes[1] = 10;
    refused(a, b, "different nodes");
    a->nodes[1] = b->nodes[1];
    b->converged = false;
    refused(a, b, "2PL has not converged");
    b->converged = true;
    b->robust = true;
    refused(a, b, "robust");
    b->robust = false;
    a->likelihood = IRT_LIKELIHOOD_CONDITIONAL;
    refused(a, b, "--estimator em");
    a->likelihood = IRT_LIKELIHOOD_MARGINAL;
    a->loglik = b->loglik + 1.0;
    refused(a, b, "lower --tol");
    a->loglik = b->loglik + 0.001; /* rounding */
    ck_assert(irt_compare_fits(a, b, &c, &error));
    ck_assert_double_eq(c.x2, 0.0);
    ck_assert_double_eq(c.p, 1.0);
    irt_shape_free(a);
    irt_shape_free(b);
    irt_shape_free(other);
}
END_TEST

START_TEST(sentences_are_plain)
{
    struct irt_shape small = { .title = "1PL", .parameters = 6 },
                     large = { .title = "2PL", .parameters = 10 };
    struct irt_comparison c = { &small, &large, 0.568, 0.967, 4, NULL };
    char out[400];
    irt_comparison_sentence(&c, out, sizeof out);
    ck_assert_str_eq(out,
                     "2PL with 10 parameters fits no better than 1PL with 6: chi-square "
                     "0.568, df 4, p = .9670; the smaller will do");
    c.x2 = 40.0;
    c.p = 1e-8;
    c.boundary = "c = 0";
    irt_comparison_sentence(&c, out, sizeof out);
    ck_assert_str_eq(
        out, "2PL with 10 parameters fits significantly better than 1PL with 6: "
             "chi-square 40.000, df 4, p < .0001; the smaller lies on the boundary "
             "of the larger (c = 0), so that the true p is smaller");
}
END_TEST

START_TEST(probabilities_are_printed_alike)
{
    static const struct {
        double p;
        const char *column, *phrase;
    } row[] = { { 0.44494, ".4449", "p = .4449" },  { 1, "1.0000", "p = 1.0000" },
                { 0.00005, ".0001", "p = .0001" },  { 0.0000499, "<.0001", "p < .0001" },
                { 0.0, "<.0001", "p < .0001" },     { NAN, "-", "no p" },
                { 0.99996, "1.0000", "p = 1.0000" } };
    char out[IRT_P_TEXT];

    for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
        ck_assert_str_eq(irt_p_text(row[k].p, out), row[k].column);
        ck_assert_str_eq(irt_p_phrase(row[k].p, out), row[k].phrase);
    }
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("nested");
    TCase *cases = tcase_create("nested");
    tcase_add_loop_test(cases, special_cases_are_found, 0, sizeof pairs / sizeof *pairs);
    tcase_add_test(cases, a_fingerprint_is_of_the_answers);
    tcase_add_test(cases, what_is_not_comparable_says_why);
    tcase_add_test(cases, sentences_are_plain);
    tcase_add_test(cases, probabilities_are_printed_alike);
    suite_add_tcase(suite, cases);
    return suite;
}
