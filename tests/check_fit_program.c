/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_fit_program.c -- irtop fit --fit as scripts use it: what was asked for is in every form of
 * the report, what cannot be had says why, and no odd data end in a crash or in a nan. */
#include "config.h"

#include "suite.h"

#include "batch.h"

#include "fit/statistic.h"

static char *
done(const char *line)
{
    struct ran ran = run(line);

    ck_assert_msg(ran.status == 0, "irtop %s: exit %d, %s", line, ran.status, ran.err);
    free(ran.err);
    return ran.out;
}

static json_t *
fit_of(const char *line)
{
    char *out = done(line);
    json_t *tree = json_of(out), *fit = json_incref(json_object_get(tree, "fit"));

    ck_assert_ptr_nonnull(fit);
    json_decref(tree);
    free(out);
    return fit;
}

START_TEST(the_json_has_what_was_asked_for)
{
    json_t *fit = fit_of("fit " SAMPLE " -f json --fit all --tol 1e-9");
    json_t *sx2 = json_object_get(fit, "sx2"), *infit = json_object_get(fit, "infit");
    json_t *first = json_array_get(sx2, 0);

    ck_assert_double_eq_tol(number(json_object_get(fit, "m2"), "value"), 4.7384, 1e-3);
    ck_assert_double_eq_tol(number(json_object_get(fit, "g2"), "value"), 21.2296, 1e-3);
    ck_assert_uint_eq(json_array_size(sx2), 5);
    ck_assert_str_eq(json_string_value(json_object_get(first, "item")), "item1");
    ck_assert_double_eq_tol(number(first, "value"), .4504, 1e-3);
    ck_assert_uint_eq(json_array_size(json_object_get(first, "table")), 4);
    ck_assert_double_eq_tol(number(json_array_get(infit, 0), "infit_eap"), 1.0903, 1e-3);
    ck_assert_uint_eq(json_array_size(json_object_get(fit, "q3")), 5);
    ck_assert_uint_eq(json_array_size(json_object_get(fit, "ld")), 10);
    ck_assert_uint_eq(json_array_size(json_object_get(fit, "curves")), 5);
    ck_assert_uint_eq(json_array_size(json_object_get(fit, "persons")), 20);
    ck_assert_double_eq_tol(number(json_object_get(fit, "reliability"), "marginal"),
                            .29895, 1e-4);
    ck_assert_ptr_null(json_object_get(fit, "why_not"));
    json_decref(fit);
}
END_TEST

START_TEST(what_was_not_asked_for_is_not_there)
{
    json_t *fit = fit_of("fit " SAMPLE " -f json");

    ck_assert(json_is_null(json_object_get(json_object_get(fit, "m2"), "value")));
    ck_assert_uint_eq(json_array_size(json_object_get(fit, "sx2")), 0);
    ck_assert_ptr_null(json_object_get(fit, "curves"));
    ck_assert(
        json_is_number(json_object_get(json_object_get(fit, "reliability"), "alpha")));
    json_decref(fit);
}
END_TEST

START_TEST(the_csv_and_the_persons_get_columns)
{
    char *out = done("fit " SAMPLE " -f csv --fit sx2,infit,lz --persons p.csv");
    char *persons = slurp(path("p.csv"));

    ck_assert_ptr_nonnull(strstr(out, ",sx2,sx2_df,sx2_p,infit,infit_z,outfit"));
    ck_assert_ptr_nonnull(
        strstr(persons, "id,school,frequency,score,se,lz,lz_star,infit,infit_z,outfit,"
                        "outfit_z\n"));
    free(out);
    free(persons);
}
END_TEST

START_TEST(the_text_says_how_to_read_it)
{
    char *out = done("fit " SAMPLE " --fit all");

    for (size_t s = 0; irt_statistics[s]; s++)
        if (strcmp(irt_statistics[s]->name, "dif") != 0 &&
            strcmp(irt_statistics[s]->name, "c2") != 0)
            ck_assert_msg(strstr(out, irt_statistics[s]->title) != NULL, "%s",
                          irt_statistics[s]->title);
    ck_assert_ptr_nonnull(strstr(out, "How to read them"));
    for (const char *line = out; *line != '\0'; line += strcspn(line, "\n") + 1) {
        size_t columns = 0;

        for (const char *c = line; *c != '\n' && *c != '\0'; c++)
            columns += ((unsigned char)*c & 0xC0) != 0x80;
        ck_assert_msg(columns <= 80, "%.100s", line);
    }
    free(out);
}
END_TEST

/* Every number of the JSON, by statistic, of what, and name. */
START_TEST(the_table_has_every_number)
{
    static const char *const row[] = {
        "\nm2,,df,5\n",
        "\nsx2,item3,df,1\n",
        "\nsx2,item1,table.1.persons,20\n",
        "\nq3,item4 / item5,value,-0.004",
        "\nld,item1 / item2,df,1\n",
        "\nld,item1 / item2,observed.1.1,",
        "\ncurves,item2,groups.1.theta,",
        "\npersons,13 / item1,responses.category,0\n",
        "\nreliability,,alpha,0.29",
        "\nsx2,,source,\"Orlando and Thissen (2000);",
    };
    char *out = done("fit " SAMPLE " --fit all --fit-table t.csv"), *table;

    table = slurp(path("t.csv"));
    ck_assert_int_eq(strncmp(table, "statistic,of,name,value\n", 24), 0);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        ck_assert_msg(strstr(table, row[i]) != NULL, "%s", row[i]);
    free(out);
    free(table);
    refused("fit " SAMPLE " --fit-table t.csv", 1, "--fit LIST");
    refused("fit " SAMPLE " --fit everything", 1, "not one of");
}
END_TEST

/* Tiny, sparse, constant, with holes: each statistic is a number or a reason. */
static const char *const odd_data[] = {
    "a\n0\n1\n1\n0\n",
    "a,b\n0,1\n1,0\n1,1\n0,0\n1,1\n",
    "a,b,c,d\n0,1,1,1\n1,0,1,0\n",
    "a,b,c\n0,1,\n,1,0\n1,,0\n0,0,\n,1,1\n1,,1\n",
    "a,b,c,d\n0,2,1,1\n4,1,1,0\n1,1,1,\n2,3,1,1\n0,2,1,0\n3,3,1,1\n",
    "a,b,c,d,freq\n0,1,1,1,3\n1,0,1,0,0\n1,1,0,1,2\n0,0,0,1,5\n",
};

static void
check_numbers(const char *text, const char *line)
{
    ck_assert_msg(strstr(text, "nan") == NULL && strstr(text, "-inf") == NULL, "%s: %s",
                  line, text);
}

START_TEST(odd_data_have_a_number_or_a_reason)
{
    static const char *const model[] = { "", " -m grm", " -m nrm", " -m rasch -e cml" };
    char line[200];

    write_file("odd.csv", odd_data[_i]);
    for (size_t m = 0; m < sizeof model / sizeof *model; m++)
        for (int json = m > 0; json < 2; json++) {
            struct ran ran;

            snprintf(line, sizeof line, "fit odd.csv --fit all --fit-table t.csv -f %s%s",
                     json ? "json" : "text", model[m]);
            ran = run(line);
            ck_assert_msg(ran.status < 1000, "%s: signal %d", line, ran.status - 1000);
            if (ran.out != NULL)
                check_numbers(ran.out, line);
            if (ran.status == 0 || ran.status == 3) {
                char *table = slurp(path("t.csv"));

                check_numbers(table, line);
                free(table);
            }
            done_with(&ran);
        }
}
END_TEST

START_TEST(what_cannot_be_had_says_why)
{
    json_t *fit, *why;

    write_file("odd.csv", odd_data[3]);
    fit = fit_of("fit odd.csv --fit all -f json --max-cycles 5000");
    why = json_object_get(fit, "why_not");
    ck_assert_ptr_nonnull(
        strstr(json_string_value(json_object_get(why, "sx2")), "nobody answered"));
    ck_assert_ptr_nonnull(
        strstr(json_string_value(json_object_get(why, "m2")), "nobody did"));
    json_decref(fit);
}
END_TEST

/* A script gets the same numbers, and can ask what they are. */
START_TEST(a_script_exports_them)
{
    char *out, *text;
    json_t *tree;

    write_file("s.irt", "load " SAMPLE "\ntol 1e-9\nfit m2,sx2\nrun\nexport f.json\n"
                        "statistics sx2\n");
    out = done("--run s.irt --no-tui");
    text = slurp(path("f.json"));
    tree = json_of(text);
    ck_assert_double_eq_tol(number(json_object_get(json_object_get(tree, "fit"), "m2"),
                                   "value"),
                            4.7384, 1e-3);
    ck_assert_ptr_nonnull(strstr(out, "Orlando and Thissen (2000)"));
    json_decref(tree);
    free(text);
    free(out);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("fit_program");
    TCase *tests = tcase_create("fit_program");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_json_has_what_was_asked_for);
    tcase_add_test(tests, what_was_not_asked_for_is_not_there);
    tcase_add_test(tests, the_csv_and_the_persons_get_columns);
    tcase_add_test(tests, the_text_says_how_to_read_it);
    tcase_add_test(tests, the_table_has_every_number);
    tcase_add_loop_test(tests, odd_data_have_a_number_or_a_reason, 0,
                        sizeof odd_data / sizeof *odd_data);
    tcase_add_test(tests, what_cannot_be_had_says_why);
    tcase_add_test(tests, a_script_exports_them);
    suite_add_tcase(suite, tests);
    return suite;
}
