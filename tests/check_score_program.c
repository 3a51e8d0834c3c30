/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_score_program.c -- irtop score and --sum-scores as scripts use them. */
#include "config.h"

#include <stdarg.h>

#include "batch.h"
#include "error.h"
#include "suite.h"

#define GRM TEST_SRCDIR "/samples/sim-grm-600x8.csv"

/* Runs, and expects it to be done and to say nothing. */
static char *done(const char *format, ...) IRT_PRINTF(1, 2);
static char *
done(const char *format, ...)
{
    char line[1900];
    struct ran ran;
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    ran = run(line);
    ck_assert_msg(ran.status == 0, "irtop %s: exit %d, %s", line, ran.status, ran.err);
    ck_assert_str_eq(ran.err, "");
    free(ran.err);
    return ran.out;
}

static void
fit(const char *data, const char *options)
{
    free(done("fit %s -f json -o fit.json --persons fit.csv %s", data, options));
}

static void
same_files(const char *a, const char *b)
{
    char *x = slurp(path(a)), *y = slurp(path(b));

    ck_assert_str_eq(x, y);
    free(x);
    free(y);
}

static const char *const methods[] = { "eap", "map", "ml", "wle" };

/* To the last digit, and on standard output as into a file. */
START_TEST(the_same_data_have_the_persons_of_the_fit)
{
    const char *data = _i / 4 == 0 ? SAMPLE : GRM, *model = _i / 4 == 0 ? "3pl" : "grm";
    char options[80], *out, *file;

    snprintf(options, sizeof options, "-m %s --score %s", model, methods[_i % 4]);
    fit(data, options);
    free(done("score %s --params fit.json --score %s --persons score.csv", data,
              methods[_i % 4]));
    same_files("fit.csv", "score.csv");
    out = done("score %s --params fit.json --score %s -f csv", data, methods[_i % 4]);
    file = slurp(path("score.csv"));
    ck_assert_str_eq(out, file);
    free(out);
    free(file);
}
END_TEST

START_TEST(its_json_has_the_promised_keys)
{
    static const char *const keys[] = { "program",  "version",    "format",  "data",
                                        "settings", "population", "summary", "sum_scores",
                                        "warnings", "persons" };
    json_t *tree, *person, *value;
    const char *key;
    char *out;
    size_t k = 0;

    fit(SAMPLE, "");
    out = done("score " SAMPLE " --params fit.json -f json --score ml --sum-scores");
    tree = json_of(out);
    json_object_foreach(tree, key, value)
    {
        ck_assert_str_eq(key, keys[k]);
        k++;
    }
    ck_assert_uint_eq(k, sizeof keys / sizeof *keys);
    ck_assert_uint_eq(json_array_size(json_object_get(tree, "persons")), 30);
    person = json_array_get(json_object_get(tree, "persons"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(person, "id")), "1");
    ck_assert_double_eq(number(person, "frequency"), 3);
    value = json_array_get(json_object_get(person, "score"), 0);
    ck_assert_str_eq(json_string_value(value), "-Inf");
    ck_assert_double_eq(number(json_object_get(tree, "summary"), "infinite"), 301);
    value = json_array_get(json_object_get(tree, "sum_scores"), 5);
    ck_assert_double_eq(number(value, "sum"), 5);
    ck_assert_double_eq(number(value, "persons"), 298);
    ck_assert_double_eq_tol(number(value, "score"), .646, 6e-4);
    json_decref(tree);
    free(out);
}
END_TEST

START_TEST(its_text_has_every_row)
{
    char *out;
    size_t rows = 0;

    fit(SAMPLE, "-m rasch");
    write_file("few.csv", "who,id,item2,item5,extra\n7,Ann,1,0,0\n8,Bo,,,1\n");
    out = done("score few.csv --params fit.json --items item2,item5,extra");
    ck_assert_ptr_nonnull(strstr(out, "fit.json: Rasch, θ ~ N(0, 0.5705); 61 nodes"));
    ck_assert_ptr_nonnull(strstr(out, "item1, item3, item4\nNote"));
    ck_assert_ptr_nonnull(strstr(out, "1 column: extra"));
    for (const char *at = strstr(out, "\nAnn"); at != NULL; at = strchr(at + 1, '\n'))
        rows += at[1] == 'A' || at[1] == 'B';
    ck_assert_uint_eq(rows, 2);
    ck_assert_ptr_nonnull(strstr(out, "\nBo       0.0000     0.7553\n"));
    free(out);
}
END_TEST

START_TEST(sums_are_in_every_report)
{
    char *text = done("fit " SAMPLE " --sum-scores"),
         *csv = done("fit " SAMPLE " --sum-scores -f csv"),
         *json = done("fit " SAMPLE " --sum-scores -f json"),
         *without = done("fit " SAMPLE " -f json");
    json_t *tree = json_of(json);

    ck_assert_ptr_nonnull(
        strstr(text, "\n     0          3        2.3    -1.8968   0.8013"));
    ck_assert_int_eq(strncmp(csv, "sum,persons,expected,probability,score,se\n0,3,", 46),
                     0);
    ck_assert_uint_eq(json_array_size(json_object_get(tree, "sum_scores")), 6);
    ck_assert_ptr_null(strstr(without, "sum_scores"));
    json_decref(tree);
    free(text);
    free(csv);
    free(json);
    free(without);
}
END_TEST

static const struct {
    const char *line;
    int status;
    const char *part;
} refusals[] = {
    { "score", 1, "by which fit" },
    { "score " SAMPLE, 1, "--params" },
    { "score --params fit.json", 1, "which file" },
    { "score " SAMPLE " --params", 1, "--params needs a value" },
    { "score " SAMPLE " --params fit.json --model 2pl", 1, "unknown option --model" },
    { "score " SAMPLE " --params fit.json --reverse item1", 1,
      "unknown option --reverse" },
    { "score " SAMPLE " --params fit.json --score median", 1, "--score" },
    { "score " SAMPLE " --params fit.json -o fit.json", 1, "same file" },
    { "fit " SAMPLE " -m m2pl --dims 2 -q 5 --sum-scores", 1, "one dimension" },
    { "score " SAMPLE " --params nothing.json", 2,
      "nothing.json: cannot be read: No such" },
    { "score " SAMPLE " --params fit.csv", 2, "no JSON" },
    { "score nothing.csv --params fit.json", 2, "nothing.csv" },
    { "score two.csv --params fit.json", 2, "person 2 has response 2 to item 'item2'" },
    { "score other.csv --params fit.json", 2, "none of the fit's items" },
    { "score " SAMPLE " --params fit.json -o /nowhere/x", 4, "/nowhere/x" },
};

START_TEST(what_is_wrong_has_its_status)
{
    fit(SAMPLE, "");
    write_file("two.csv", "item1,item2\n0,1\n1,2\n1,0\n");
    write_file("other.csv", "q1,q2\n0,1\n1,1\n1,0\n");
    refused(refusals[_i].line, refusals[_i].status, refusals[_i].part);
}
END_TEST

/* A keyed test, and one turned round, are scored as the fit was. */
START_TEST(keys_and_reversed_items_go_along)
{
    fit(SAMPLE, "--reverse item3");
    free(done("score " SAMPLE " --params fit.json --persons score.csv"));
    same_files("fit.csv", "score.csv");
    write_file("key.csv", "a,b,c\nA,B,C\nB,B,A\nA,C,C\nA,B,A\nC,A,C\nB,C,C\nA,A,B\n");
    fit("key.csv", "--key ABC -m rasch");
    free(done("score key.csv --params fit.json --key ABC --persons score.csv"));
    same_files("fit.csv", "score.csv");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("the score program");
    TCase *t = tcase_create("score");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, the_same_data_have_the_persons_of_the_fit, 0, 8);
    tcase_add_test(t, its_json_has_the_promised_keys);
    tcase_add_test(t, its_text_has_every_row);
    tcase_add_test(t, sums_are_in_every_report);
    tcase_add_loop_test(t, what_is_wrong_has_its_status, 0,
                        (int)(sizeof refusals / sizeof *refusals));
    tcase_add_test(t, keys_and_reversed_items_go_along);
    suite_add_tcase(suite, t);
    return suite;
}
