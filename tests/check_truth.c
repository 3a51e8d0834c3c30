/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_truth.c -- true items and abilities of simulated data: read, found beside the data, and
 * held against estimates, with one origin for both. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/truth.h"
#include "estimate/fit.h"
#include "screen.h"
#include "suite.h"
#include "tables.h"
#include "truth.h"

#define SIM TEST_SRCDIR "/samples/sim-2pl-500x10"

/* --- the files ---------------------------------------------------------------------------- */

static char path[64];

static const char *
write_file(const char *text)
{
    FILE *out;

    snprintf(path, sizeof path, "check_truth_XXXXXX");
    out = fdopen(mkstemp(path), "w");
    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    fclose(out);
    return path;
}

static void
remove_file(void)
{
    unlink(path);
}

static struct irt_responses *
three_items(void)
{
    return read_text("a,b c,d\n0,1,2\n1,0,1\n1,1,0\n", NULL);
}

START_TEST(items_are_found_by_name)
{
    struct irt_responses *data = three_items();
    struct irt_item_report truth[3];
    struct irt_error error = { IRT_OK, "" };

    ck_assert(irt_item_truth_read(
        write_file(
            "item,a,d1,d2,b1,b2,c,extra\n"
            "d,1.5,.2,-.4,-1,1,,x\n\"b c\",0.5,1,,-2,,.25,y\nother,9,9,9,9,9,9,z\n"),
        data, truth, &error));
    ck_assert_uint_eq(truth[0].a_count, 0); /* not named */
    ck_assert_uint_eq(truth[0].b_count, 0);
    ck_assert_uint_eq(truth[1].a_count, 1);
    ck_assert_double_eq(truth[1].a[0], 0.5);
    ck_assert_uint_eq(truth[1].b_count, 1);
    ck_assert_double_eq(truth[1].b[0], -2);
    ck_assert_double_eq(truth[1].c, 0.25);
    ck_assert_uint_eq(truth[2].d_count, 2);
    ck_assert_double_eq(truth[2].d[1], -0.4);
    ck_assert_double_eq(truth[2].b[1], 1);
    ck_assert_double_nan(truth[2].c);
    ck_assert_double_nan(truth[2].u);
    irt_responses_free(data);
}
END_TEST

START_TEST(abilities_are_those_of_the_rows)
{
    struct irt_responses *data = three_items();
    struct irt_error error = { IRT_OK, "" };
    size_t dims;
    double *theta =
        irt_ability_truth_read(write_file(
                                   "person,theta1,theta2\n1,.5,-1\n2,0,1\n3,2,3e-1\n"),
                               data, &dims, &error);

    ck_assert_ptr_nonnull(theta);
    ck_assert_uint_eq(dims, 2);
    ck_assert_double_eq(theta[1], -1);
    ck_assert_double_eq(theta[5], 0.3);
    free(theta);
    irt_responses_free(data);
}
END_TEST

static const struct {
    const char *text;
    enum irt_truth_kind kind;
} kinds[] = {
    { "item,a\nx,1\n", IRT_TRUTH_ITEMS },
    { "person,theta\n1,1\n", IRT_TRUTH_PERSONS },
    { "person,school,theta1,theta2\n1,2,1,1\n", IRT_TRUTH_PERSONS },
    { "school,persons,effect\n1,3,.5\n", IRT_TRUTH_SCHOOLS },
};

START_TEST(tables_are_told_by_their_columns)
{
    struct irt_error error = { IRT_OK, "" };
    enum irt_truth_kind kind;

    ck_assert(irt_truth_kind_of(write_file(kinds[_i].text), &kind, &error));
    ck_assert_int_eq(kind, kinds[_i].kind);
}
END_TEST

static const struct {
    const char *text, *part;
} bad[] = {
    { "", "" },
    { "item,x\na,1\n", "columns item and a, d or b" },
    { "item,a\na,one\n", ":2: cell 2 is no number" },
    { "item,a\na\n", ":2: cell 2 is no number" },
    { "item,a\nz,1\n", "names none of the data's items" },
};

START_TEST(bad_items_are_refused)
{
    struct irt_responses *data = three_items();
    struct irt_item_report truth[3];
    struct irt_error error = { IRT_OK, "" };

    ck_assert(!irt_item_truth_read(write_file(bad[_i].text), data, truth, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strstr(error.message, bad[_i].part) != NULL, "%s", error.message);
    irt_responses_free(data);
}
END_TEST

static const struct {
    const char *text, *part;
} bad_abilities[] = {
    { "person,x\n1,1\n", "no column theta" },
    { "person,theta\n1,1\n2,0\n", "2 persons, and the data 3 rows" },
    { "person,theta\n1,1\n2,0\n3,1\n4,2\n", ":5: the data have 3 rows only" },
    { "person,theta\n1,high\n", ":2: cell 2 is no number" },
};

START_TEST(bad_abilities_are_refused)
{
    struct irt_responses *data = three_items();
    struct irt_error error = { IRT_OK, "" };
    size_t dims;

    ck_assert_ptr_null(
        irt_ability_truth_read(write_file(bad_abilities[_i].text), data, &dims, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strstr(error.message, bad_abilities[_i].part) != NULL, "%s",
                  error.message);
    irt_responses_free(data);
}
END_TEST

START_TEST(other_tables_are_refused)
{
    struct irt_error error = { IRT_OK, "" };
    enum irt_truth_kind kind;

    ck_assert(!irt_truth_kind_of(write_file("x,y\n1,2\n"), &kind, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "no column item"));
    ck_assert(!irt_truth_kind_of("/no/such/file", &kind, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
}
END_TEST

/* --- in the session ----------------------------------------------------------------------- */

static struct ui_session *
session(void)
{
    return &screen_app->session;
}

static double
mean_error(const struct ui_pairs *pairs)
{
    double sum = 0;

    for (size_t k = 0; k < pairs->count; k++)
        sum += pairs->estimate[k] - pairs->truth[k];
    return sum / (double)pairs->count;
}

/* Estimates beside what the file says, at the end and in a past cycle. */
START_TEST(items_are_compared)
{
    struct ui_pairs a, b;
    double bias, rmse;

    screen_do("load " SIM ".csv");
    ck_assert_ptr_nonnull(session()->truth.item);
    ck_assert_ptr_null(session()->truth.theta);
    screen_do("run");
    a = ui_truth_items(session(), UI_TRUTH_A);
    b = ui_truth_items(session(), UI_TRUTH_B);
    ck_assert_uint_eq(a.count, 10);
    ck_assert_uint_eq(b.count, 10);
    for (size_t j = 0; j < 10; j++) {
        struct irt_item_report is, se;

        irt_fit_report(session()->fit, j, &is, &se);
        ck_assert_double_eq(a.estimate[j], is.a[0]);
        ck_assert_double_eq(b.estimate[j], is.b[0]);
        ck_assert_double_eq(a.truth[j], session()->truth.item[j].a[0]);
        ck_assert_double_eq(b.truth[j], session()->truth.item[j].b[0]);
    }
    ui_pairs_errors(&b, &bias, &rmse);
    ck_assert_double_eq_tol(bias, mean_error(&b), 1e-14);
    ck_assert(rmse > fabs(bias) && rmse < 0.5);
    ui_pairs_clear(&a);
    screen_do("goto 1");
    a = ui_truth_items(session(), UI_TRUTH_B);
    ck_assert_double_ne(a.estimate[0], b.estimate[0]);
    ck_assert_double_eq(a.truth[0], b.truth[0]);
    ui_pairs_clear(&a);
    ui_pairs_clear(&b);
}
END_TEST

/* Rasch by joint maximum likelihood has its origin at the items' mean: so has the truth. */
START_TEST(origins_are_one)
{
    struct ui_pairs b;

    screen_do("load " SIM ".csv");
    screen_do("model rasch");
    screen_do("estimator jml");
    screen_do("run");
    ck_assert(session()->model->by_items);
    b = ui_truth_items(session(), UI_TRUTH_B);
    ck_assert_uint_eq(b.count, 10);
    ck_assert_double_eq_tol(mean_error(&b), 0, 1e-12);
    ui_pairs_clear(&b);
    b = ui_truth_items(session(), UI_TRUTH_A); /* a = 1 is no estimate */
    ck_assert_uint_eq(b.count, 0);
    ui_pairs_clear(&b);
}
END_TEST

/* Effects that sum to 0 take the mean of the true ones off difficulties. */
START_TEST(effects_move_the_origin)
{
    struct ui_pairs b;
    double shift = 0;

    screen_do("load " TEST_SRCDIR "/samples/sim-schools-1660x10.csv");
    for (size_t k = 0; k < 10; k++)
        shift += session()->school_truth[k] += 0.5; /* as if they were not centred */
    screen_do("quad 21");
    screen_do("run");
    b = ui_truth_items(session(), UI_TRUTH_B);
    for (size_t j = 0; j < b.count; j++)
        ck_assert_double_eq_tol(b.truth[j], session()->truth.item[j].b[0] - shift / 10,
                                1e-12);
    ck_assert_uint_eq(b.count, 10);
    ui_pairs_clear(&b);
}
END_TEST

START_TEST(histograms_are_drawn_live)
{
    screen_do("load " SIM ".csv");
    screen_do("view items");
    screen_do("word truth");
    screen_do("until 2");
    screen_draw(45, 140);
    screen_expect("difficulties: bias");
    screen_expect("estimated b");
    screen_expect("slopes: bias");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "b of 10 difficulties has bias"));
    screen_draw(24, 80);
    screen_expect("RMSE");
    screen_at_all_sizes("items");
    screen_do("word truth off");
    screen_draw(24, 80);
    ck_assert(!screen_has("RMSE"));
    screen_do("load " TEST_SRCDIR "/samples/lsat6.csv");
    screen_fail("word truth", "true items are not known");
    screen_fail("word truth maybe", "neither on nor off");
}
END_TEST

/* The abilities' own estimates here, so that the errors are known. */
START_TEST(abilities_are_compared)
{
    const struct ui_session *s = session();
    struct ui_pairs pairs;
    double bias, rmse;
    FILE *out;

    screen_do("load " SIM ".csv");
    screen_do("view persons");
    screen_fail("word truth", "true abilities are not known");
    write_file("");
    out = fopen(path, "w");
    fputs("person,theta\n", out);
    for (size_t i = 0; i < 500; i++)
        fprintf(out, "%zu,%zu\n", i + 1, i % 3);
    fclose(out);
    screen_do(strcat(strcpy((char[80]){ 0 }, "truth "), path));
    screen_do("until 2");
    screen_do("word truth");
    screen_draw(45, 140);
    screen_expect("bias "); /* before there are scores of the fit */
    screen_do("run");
    screen_draw(45, 140);
    screen_expect("bias ");
    pairs = ui_truth_persons(s, s->score[IRT_SCORE_EAP], 0);
    ck_assert_uint_eq(pairs.count, 500);
    for (size_t i = 0; i < 500; i++) {
        ck_assert_double_eq(pairs.truth[i], (double)(i % 3));
        ck_assert_double_eq(pairs.estimate[i],
                            s->score[IRT_SCORE_EAP][s->patterns->of_row[i]]);
    }
    ui_pairs_errors(&pairs, &bias, &rmse);
    ck_assert_double_lt(fabs(bias + 0.998), 0.05); /* EAP's mean is 0 nearly */
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "θ of 500 persons has bias"));
    ui_pairs_clear(&pairs);
    screen_draw(24, 80);
    screen_expect("over the true");
    screen_at_all_sizes("persons");
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("truth");
    TCase *files = tcase_create("files"), *screens = tcase_create("screens");

    tcase_add_checked_fixture(files, NULL, remove_file);
    tcase_add_test(files, items_are_found_by_name);
    tcase_add_test(files, abilities_are_those_of_the_rows);
    tcase_add_loop_test(files, tables_are_told_by_their_columns, 0, COUNT(kinds));
    tcase_add_loop_test(files, bad_items_are_refused, 0, COUNT(bad));
    tcase_add_loop_test(files, bad_abilities_are_refused, 0, COUNT(bad_abilities));
    tcase_add_test(files, other_tables_are_refused);
    suite_add_tcase(suite, files);
    tcase_set_timeout(screens, 60);
    tcase_add_checked_fixture(screens, screen_set_up, screen_tear_down);
    tcase_add_checked_fixture(screens, NULL, remove_file);
    tcase_add_test(screens, items_are_compared);
    tcase_add_test(screens, origins_are_one);
    tcase_add_test(screens, effects_move_the_origin);
    tcase_add_test(screens, histograms_are_drawn_live);
    tcase_add_test(screens, abilities_are_compared);
    suite_add_tcase(suite, screens);
    return suite;
}
