/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_sx2.c -- S-X2: expected counts against the sum over all patterns, the rule of merging,
 * degrees of freedom, and known answers. */
#include "config.h"

#include "suite.h"

#include "diagnose.h"

#include "fit/sx2.h"
#include "fit/sx2_expected.h"

static struct irt_error error;

/* probability[k] of each sum and joint[(k * J + j) * C + h] by adding up all patterns. */
static void
add_up_patterns(const struct irt_diagnosis *d, size_t g, double *probability,
                double *joint)
{
    struct irt_node_tables *t = irt_node_tables_new(d, g, &error);
    size_t J = d->model->items;
    unsigned category[8] = { 0 };
    do {
        double P = pattern_probability(t, d->model, category);
        size_t k = 0;
        for (size_t j = 0; j < J; j++)
            k += category[j];
        probability[k] += P;
        for (size_t j = 0; j < J; j++)
            joint[(k * J + j) * IRT_MAX_CATEGORIES + category[j]] += P;
    } while (next_pattern(d->model, category));
    irt_node_tables_free(t);
}

/* Persons of group g with sum k, by going through the rows. */
static double
persons_with(const struct irt_diagnosis *d, size_t g, size_t k)
{
    double persons = 0.0;
    for (size_t l = d->patterns->first[g]; l < d->patterns->first[g + 1]; l++) {
        size_t sum = 0;
        bool whole = true;
        for (size_t j = 0; j < d->model->items; j++) {
            unsigned h = irt_pattern_category(d, l, j);
            whole = whole && h != IRT_MISSING;
            sum += h;
        }
        if (whole && sum == k)
            persons += d->patterns->frequency[l];
    }
    return persons;
}

static void
check_expected(const struct irt_diagnosis *d)
{
    struct irt_sx2_expected *table = irt_sx2_expected_new(d, &error);
    ck_assert_msg(table != NULL, "%s", error.message);
    size_t J = d->model->items, K = table->last + 1;
    double *want = calloc(K * J * IRT_MAX_CATEGORIES, sizeof *want);
    for (size_t g = 0; g < d->model->groups; g++) {
        double *sum = calloc(K, sizeof *sum);
        double *joint = calloc(K * J * IRT_MAX_CATEGORIES, sizeof *joint);
        add_up_patterns(d, g, sum, joint);
        for (size_t k = 0; k < K; k++)
            for (size_t c = 0; c < J * IRT_MAX_CATEGORIES; c++)
                want[k * J * IRT_MAX_CATEGORIES + c] +=
                    persons_with(d, g, k) * joint[k * J * IRT_MAX_CATEGORIES + c] /
                    sum[k];
        free(sum);
        free(joint);
    }
    for (size_t k = 0; k < K; k++)
        for (size_t j = 0; j < J; j++)
            for (unsigned h = 0; h < d->model->item[j].categories; h++)
                ck_assert_double_eq_tol(
                    table->expected[table->at[j] + k * d->model->item[j].categories + h],
                    want[(k * J + j) * IRT_MAX_CATEGORIES + h], 1e-9);
    free(want);
    irt_sx2_expected_free(table);
}

START_TEST(expected_counts_are_those_of_all_patterns)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 300, 4, 0.05, 7);
    struct irt_diagnosis d = look_at(&f);
    check_expected(&d);
    fixture_close(&f);
}
END_TEST

START_TEST(populations_are_added_up)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "2pl", .effects = IRT_EFFECTS_FIXED };
    options.points = 15;
    fixture_open_model(&f, fixture_schools("2pl", "80,50,120", "even(-1,1)", 5, 0.03, 4),
                       &model, &options);
    fixture_disturb(&f, f.psi);
    struct irt_diagnosis d = look_at(&f);
    ck_assert_uint_eq(d.model->groups, 3);
    check_expected(&d);
    fixture_close(&f);
}
END_TEST

/* Groups cover all sums but the ends, each expects at least 1 in every cell, and would not
 * without its last sum; what was merged adds up. */
static void
check_groups(const struct irt_sx2_item *item, const struct irt_sx2_expected *table,
             size_t j)
{
    unsigned C = item->categories;
    ck_assert_uint_eq(item->group[0].from, 1);
    ck_assert_uint_eq(item->group[item->groups - 1].to, table->last - 1);
    for (size_t g = 0; g < item->groups; g++) {
        bool needed = item->group[g].from == item->group[g].to;
        if (g > 0)
            ck_assert_uint_eq(item->group[g].from, item->group[g - 1].to + 1);
        for (unsigned h = 0; h < C; h++) {
            double observed = 0.0, expected = 0.0, last = 0.0;
            for (size_t k = item->group[g].from; k <= item->group[g].to; k++) {
                observed += table->observed[table->at[j] + k * C + h];
                last = table->expected[table->at[j] + k * C + h];
                expected += last;
            }
            ck_assert_double_eq_tol(item->observed[g * C + h], observed, 1e-9);
            ck_assert_double_eq_tol(item->expected[g * C + h], expected, 1e-9);
            ck_assert_double_ge(expected, 1.0);
            needed = needed || expected - last < 1.0;
        }
        ck_assert(needed || g + 1 == item->groups);
    }
}

START_TEST(sums_are_merged_by_the_rule)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 900, 6, 0.02, 3);
    struct irt_diagnosis d = look_at(&f);
    struct irt_sx2 *sx2 = computed(&d, &irt_statistic_sx2);
    struct irt_sx2_expected *table = irt_sx2_expected_new(&d, &error);
    ck_assert_double_eq(sx2->persons + sx2->left_out, f.data->persons);
    ck_assert_double_gt(sx2->left_out, 0.0);
    for (size_t j = 0; j < sx2->items; j++)
        if (sx2->item[j].groups > 0)
            check_groups(&sx2->item[j], table, j);
    irt_sx2_expected_free(table);
    irt_statistic_sx2.free(sx2);
    fixture_close(&f);
}
END_TEST

/* LSAT-6: value and df by item, as another program has them (mirt 1.47). */
START_TEST(lsat6_has_the_known_values)
{
    static const double value[2][5] = {
        { .450376118947, 1.69103926235, .666279898447, .175307479691, .111050320139 },
        { .436324202843, 1.5760503942, .871828738644, .189520025375, .189799428248 },
    };
    static const long df[5] = { 2, 2, 1, 2, 2 };
    static const char *const kind[] = { "2pl", "1pl", "rasch" };
    struct fixture f;
    struct irt_fit *fit = open_fitted(&f, fixture_lsat6(), kind[_i]);
    struct irt_diagnosis d = irt_diagnosis_of(fit);
    struct irt_sx2 *sx2 = computed(&d, &irt_statistic_sx2);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq_tol(sx2->item[j].value, value[_i > 0][j], 2e-5);
        ck_assert_int_eq(sx2->item[j].df, df[j]);
        ck_assert_double_eq_tol(sx2->item[j].rmsea, 0.0, 1e-12);
    }
    ck_assert_double_eq_tol(sx2->item[0].p, _i ? .803995104354 : .798366064339, 1e-5);
    irt_statistic_sx2.free(sx2);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Three persons: no df, no number. */
START_TEST(tiny_data_have_no_test_and_no_number)
{
    struct fixture f;
    open_small(&f, "2pl", 6, 3, 0.0, 2);
    struct irt_diagnosis d = look_at(&f);
    struct irt_sx2 *sx2 = computed(&d, &irt_statistic_sx2);
    for (size_t j = 0; j < sx2->items; j++) {
        ck_assert_int_le(sx2->item[j].df, 0);
        ck_assert(isnan(sx2->item[j].value) && isnan(sx2->item[j].p));
    }
    irt_statistic_sx2.free(sx2);
    fixture_close(&f);
}
END_TEST

START_TEST(what_cannot_be_had_says_why)
{
    struct fixture f;
    open_small(&f, "2pl", 40, 3, 0.0, 2);
    struct irt_diagnosis d = look_at(&f);
    f.model->items = 1;
    refuses(&d, &irt_statistic_sx2, "with one item");
    f.model->items = 3;
    d.likelihood = IRT_LIKELIHOOD_JOINT;
    refuses(&d, &irt_statistic_sx2, "--estimator em");
    d.likelihood = IRT_LIKELIHOOD_MARGINAL;
    f.model->dims = 2;
    refuses(&d, &irt_statistic_sx2, "one dimension");
    f.model->dims = 1;
    f.psi[0] = NAN;
    refuses(&d, &irt_statistic_sx2, "not numbers");
    fixture_close(&f);

    open_small(&f, "2pl", 40, 3, 0.0, 2);
    for (size_t i = 0; i < f.data->rows; i++)
        f.data->code[i * 3 + i % 3] = IRT_MISSING;
    d = look_at(&f);
    refuses(&d, &irt_statistic_sx2, "nobody answered every item");
    fixture_close(&f);
}
END_TEST

START_TEST(threads_change_nothing)
{
    struct fixture f;
    open_small(&f, "grm", 400, 7, 0.0, 2);
    struct irt_diagnosis d = look_at(&f);
    struct irt_sx2 *one = computed(&d, &irt_statistic_sx2);
    d.threads = 3;
    struct irt_sx2 *three = computed(&d, &irt_statistic_sx2);
    for (size_t j = 0; j < one->items; j++)
        ck_assert_mem_eq(&one->item[j].value, &three->item[j].value, sizeof(double));
    irt_statistic_sx2.free(one);
    irt_statistic_sx2.free(three);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("sx2");
    TCase *tests = tcase_create("sx2");
    tcase_add_loop_test(tests, expected_counts_are_those_of_all_patterns, 0,
                        FIXTURE_KINDS);
    tcase_add_test(tests, populations_are_added_up);
    tcase_add_loop_test(tests, sums_are_merged_by_the_rule, 0, FIXTURE_KINDS);
    tcase_add_loop_test(tests, lsat6_has_the_known_values, 0, 3);
    tcase_add_test(tests, tiny_data_have_no_test_and_no_number);
    tcase_add_test(tests, what_cannot_be_had_says_why);
    tcase_add_test(tests, threads_change_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
