/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_compare.c -- --compare and :compare as people and scripts use them. */
#include "config.h"

#include "batch.h"
#include "suite.h"

static char *
done(const char *line)
{
    struct ran ran = run(line);

    ck_assert_msg(ran.status == 0, "irtop %s: exit %d, %s", line, ran.status, ran.err);
    free(ran.err);
    return ran.out;
}

static void
fit(const char *options, const char *out)
{
    char line[400];

    snprintf(line, sizeof line, "fit " SAMPLE " -f json -o %s %s", out, options);
    free(done(line));
}

/* The likelihood-ratio test of LSAT-6 (Rizopoulos 2006, J. Stat. Softw. 17(5)). */
START_TEST(two_parameters_are_no_better_than_one)
{
    char *out;
    json_t *tree, *c;

    fit("-m 1pl --tol 1e-7", "one.json");
    out = done("fit " SAMPLE " -m 2pl --tol 1e-7 -f json --compare one.json");
    tree = json_of(out);
    c = json_object_get(tree, "comparison");
    ck_assert_double_eq_tol(number(c, "x2"), 0.568, 5e-4);
    ck_assert_double_eq(number(c, "df"), 4);
    ck_assert_double_eq_tol(number(c, "p"), 0.967, 5e-4);
    ck_assert(json_is_null(json_object_get(c, "boundary")));
    ck_assert_str_eq(json_string_value(
                         json_object_get(json_object_get(c, "smaller"), "model")),
                     "1PL");
    ck_assert_double_eq(number(json_object_get(c, "larger"), "parameters"), 10);
    ck_assert_ptr_nonnull(
        strstr(json_string_value(json_object_get(c, "sentence")), "the smaller will do"));
    json_decref(tree);
    free(out);
}
END_TEST

/* The other way round it is the same; text and JSON say the same. */
START_TEST(the_order_does_not_matter)
{
    char *out;

    fit("-m 2pl", "two.json");
    out = done("fit " SAMPLE " -m rasch --compare two.json");
    ck_assert_ptr_nonnull(strstr(
        out, "Comparison      2PL with 10 parameters fits no better than Rasch with 6"));
    free(out);
}
END_TEST

START_TEST(no_test_says_why)
{
    char *out;
    json_t *tree, *c;

    fit("-m 2pl", "two.json");
    out = done("fit " SAMPLE " -m 3pl -f json --compare two.json --max-cycles 2000");
    tree = json_of(out);
    c = json_object_get(tree, "comparison");
    ck_assert(json_is_null(json_object_get(c, "x2")));
    ck_assert_ptr_nonnull(
        strstr(json_string_value(json_object_get(c, "why_not")), "priors"));
    json_decref(tree);
    free(out);
    out = done("fit " SAMPLE " -m 2pl --items item1,item2,item3 --compare two.json "
               "--max-cycles 2000");
    ck_assert_ptr_nonnull(strstr(out, "the items differ: 'item4'"));
    free(out);
    out = done("fit " SAMPLE " -m 2pl --quad 21 --compare two.json");
    ck_assert_ptr_nonnull(strstr(out, "integrate over"));
    free(out);
}
END_TEST

START_TEST(a_file_that_is_no_fit_is_refused)
{
    char *text, *at;

    refused("fit " SAMPLE " --compare none.json", 2, "cannot be read");
    write_file("a.json", "{\"program\": \"irtop\"}");
    refused("fit " SAMPLE " --compare a.json", 2, "does not say what the fit was");
    refused("fit " SAMPLE " --compare a.json -o a.json", 1, "a.json");
    fit("-m 2pl", "two.json");
    text = slurp(path("two.json"));
    at = strstr(text, "\"answers\": \"");
    ck_assert_ptr_nonnull(at);
    at[12] = 'x';
    write_file("b.json", text);
    refused("fit " SAMPLE " --compare b.json", 2, "is not as it should be");
    at[12] = '0';
    at = strstr(strstr(text, "\"structure\""), "\"free\": [");
    ck_assert_ptr_nonnull(at);
    at[strcspn(at, "0123456789")] = '-';
    write_file("c.json", text);
    refused("fit " SAMPLE " --compare c.json", 2, "c.json");
    free(text);
}
END_TEST

static void
script(const char *lines, int status, const char *part)
{
    struct ran ran;

    write_file("s.irtop", lines);
    ran = run("--no-tui --run s.irtop");
    ck_assert_msg(ran.status == status, "%d: %s", ran.status, ran.err);
    ck_assert_msg(strstr(status ? ran.err : ran.out, part) != NULL, "%s%s", ran.out,
                  ran.err);
    done_with(&ran);
}

#define ONE "load " SAMPLE "\nmodel 1pl\n"

START_TEST(pinned_runs_are_compared)
{
    script(ONE "run\npin\nmodel 2pl\nrun\ncompare\n", 0,
           "2PL with 10 parameters fits no better than 1PL with 6");
    script(ONE "run\npin\nmodel 2pl\nrun\npin\nmodel grm\nrun\ncompare 1 2\n", 0,
           "1: 1PL  EM  61 nodes");
    script(ONE "run\npin\nmodel 2pl\nrun\ncompare\n", 0, "this run");
    fit("-m 2pl", "two.json");
    script(ONE "run\ncompare two.json\n", 0, "two.json");
    script(ONE "run\npin\nmodel rasch\nrun\ncompare\n", 0, "both have 6 parameters");
    script(ONE "run\ncompare\n", 1, "no run is pinned");
    script(ONE "run\npin\ncompare 2\n", 1, "pins are 1 to 1");
    script(ONE "run\npin\nmodel 2pl\ncompare\n", 1, "the run has not ended");
    script(ONE "step cycle\npin\nrun\ncompare\n", 1, "pinned before its end");
    script(ONE "run\ncompare nosuch.json\n", 2, "cannot be read");
    script(ONE "run\ncompare 1 2 3\n", 1, "usage");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("compare");
    TCase *cases = tcase_create("compare");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, two_parameters_are_no_better_than_one);
    tcase_add_test(cases, the_order_does_not_matter);
    tcase_add_test(cases, no_test_says_why);
    tcase_add_test(cases, a_file_that_is_no_fit_is_refused);
    tcase_add_test(cases, pinned_runs_are_compared);
    suite_add_tcase(suite, cases);
    return suite;
}
