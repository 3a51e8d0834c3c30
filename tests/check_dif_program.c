/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_dif_program.c -- --fit dif=COLUMN as scripts use it. */
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

/* Six items, two groups of 150 in a column of text, the third item harder for the second. */
static void
write_data(const char *name, bool three)
{
    FILE *out = fopen(path(name), "w");
    unsigned state = 12345;

    ck_assert_ptr_nonnull(out);
    fprintf(out, "sex,q1,q2,q3,q4,q5,q6\n");
    for (int i = 0; i < 300; i++) {
        int ability = i / 2 % 10;

        fprintf(out, "%s", three && i % 50 == 0 ? "" : i % 2 == 0 ? "man" : "woman");
        for (int j = 0; j < 6; j++) {
            int hard = 2 + j + (j == 2 && i % 2 == 1 ? 4 : 0);

            state = state * 1103515245u + 12345u;
            fprintf(out, ",%d", ability + (int)(state >> 16) % 9 - 4 >= hard);
        }
        putc('\n', out);
    }
    fclose(out);
}

START_TEST(json_has_every_item_and_group)
{
    char *out;
    json_t *tree, *list, *item, *about;

    write_data("d.csv", false);
    out = done("fit d.csv -f json --fit dif=sex");
    tree = json_of(out);
    list = json_object_get(json_object_get(tree, "fit"), "dif");
    ck_assert_uint_eq(json_array_size(list), 6);
    ck_assert_uint_eq(json_array_size(json_object_get(tree, "items")), 6);
    item = json_array_get(list, 2);
    ck_assert_str_eq(json_string_value(json_object_get(item, "item")), "q3");
    ck_assert_str_eq(json_string_value(json_object_get(item, "reference")), "man");
    ck_assert_str_eq(json_string_value(json_object_get(item, "focal")), "woman");
    ck_assert_str_eq(json_string_value(json_object_get(item, "ets")), "C");
    ck_assert_double_lt(number(item, "mh_delta"), -1.5);
    ck_assert_double_lt(number(item, "mh_p"), 0.01);
    ck_assert_double_lt(number(item, "logistic_p"), 0.01);
    ck_assert_double_lt(number(item, "lr_p"), 0.01);
    ck_assert_double_lt(number(item, "wald_p"), 0.01);
    ck_assert_double_eq(number(item, "lr_df"), 2);
    ck_assert(json_is_true(json_object_get(item, "anchor")));
    ck_assert_uint_eq(json_array_size(json_object_get(
                          json_object_get(json_object_get(item, "curves"), "focal"),
                          "a")),
                      1);
    about = json_object_get(json_object_get(tree, "fit"), "dif_groups");
    ck_assert_double_eq(number(about, "persons"), 150);
    ck_assert(json_is_false(json_object_get(about, "purified")));
    json_decref(tree);
    free(out);
}
END_TEST

START_TEST(purified_anchors_are_named)
{
    char *out, *text;
    json_t *tree, *item;

    write_data("d.csv", true);
    out = done("fit d.csv -f json --fit dif=sex,purified");
    tree = json_of(out);
    item = json_array_get(json_object_get(json_object_get(tree, "fit"), "dif"), 2);
    ck_assert(json_is_false(json_object_get(item, "anchor")));
    ck_assert(json_is_false(json_object_get(item, "in_score")));
    ck_assert_double_eq(number(json_object_get(json_object_get(tree, "fit"),
                                               "dif_groups"),
                               "without_group"),
                        6);
    json_decref(tree);
    text = done("fit d.csv --fit dif=sex,purified");
    ck_assert_ptr_nonnull(strstr(text, "not in the score: q3; 3 rounds"));
    ck_assert_ptr_nonnull(strstr(text, "no anchors: q3; 3 rounds"));
    ck_assert_ptr_nonnull(strstr(text, "6 persons without a group are left out"));
    free(text);
    free(out);
}
END_TEST

/* 80 columns, every item, no stray bytes where the locale is ASCII. */
START_TEST(the_table_is_for_people)
{
    char *text;

    write_data("d.csv", false);
    text = done("fit d.csv --fit dif=sex");
    ck_assert_ptr_nonnull(strstr(text, "sex: 'woman' (150) against 'man' (150)"));
    ck_assert_ptr_nonnull(strstr(text, "p(Wald)"));
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        size_t columns = 0;

        for (const char *c = line; *c != '\0'; c++)
            columns += ((unsigned char)*c & 0xc0) != 0x80;
        ck_assert_msg(columns <= 80, "%zu: %s", columns, line);
    }
    free(text);
}
END_TEST

START_TEST(csv_has_its_columns)
{
    char *text;

    write_data("d.csv", false);
    text = done("fit d.csv -f csv --fit dif=sex");
    ck_assert_ptr_nonnull(strstr(text, ",mh_chi2,mh_p,mh_alpha,mh_delta,logistic_x2,"));
    ck_assert_ptr_nonnull(strstr(text, ",lr_x2,lr_df,lr_p,wald_x2,wald_p\n"));
    free(text);
}
END_TEST

START_TEST(what_cannot_be_compared_says_why)
{
    char *text;

    write_data("d.csv", false);
    refused("fit d.csv --fit dif=gender", 2, "there is no column 'gender'");
    refused("fit d.csv --fit dif=", 1, "between the levels of which column");
    refused("fit d.csv --fit purified", 1, "goes with dif=COLUMN");
    refused("fit d.csv --fit dif=q1 --items q1,q2", 1, "listed in --items");
    write_file("one.csv", "g,a,b\nx,0,1\nx,1,0\nx,1,1\nx,0,0\nx,1,0\n");
    text = done("fit one.csv -m rasch --fit dif=g --max-cycles 2000");
    ck_assert_ptr_nonnull(strstr(text, "column 'g' has one level"));
    free(text);
    write_file("few.csv", "g,a,b\nx,0,1\ny,1,0\nx,1,1\nx,0,0\ny,1,0\n");
    text = done("fit few.csv -m rasch --fit dif=g --max-cycles 2000");
    ck_assert_ptr_nonnull(strstr(text, "No MH           all items:"));
    ck_assert_ptr_nonnull(
        strstr(text, "No LR           all items: a group has 2 persons"));
    free(text);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("dif_program");
    TCase *cases = tcase_create("dif_program");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, json_has_every_item_and_group);
    tcase_add_test(cases, purified_anchors_are_named);
    tcase_add_test(cases, the_table_is_for_people);
    tcase_add_test(cases, csv_has_its_columns);
    tcase_add_test(cases, what_cannot_be_compared_says_why);
    suite_add_tcase(suite, cases);
    return suite;
}
