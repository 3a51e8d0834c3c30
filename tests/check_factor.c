/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_factor.c -- the column that items are compared by, read beside the responses. */
#include "config.h"

#include "suite.h"
#include "tables.h"

#include "data/deal.h"
#include "data/split.h"

static void
check_levels(const struct irt_responses *data, const char *names, const char *rows)
{
    const struct irt_factor *factor = data->factor;
    ck_assert_ptr_nonnull(factor);
    ck_assert_uint_eq(factor->levels, strlen(names));
    for (size_t k = 0; k < factor->levels; k++)
        ck_assert_int_eq(factor->level[k][0], names[k]);
    ck_assert_uint_eq(data->rows, strlen(rows));
    for (size_t i = 0; i < data->rows; i++)
        if (rows[i] == '.')
            ck_assert_uint_eq(factor->of_row[i], IRT_NO_LEVEL);
        else
            ck_assert_int_eq(factor->level[factor->of_row[i]][0], rows[i]);
}

/* In the order of the file, not of the names; numbers or text; no item. */
START_TEST(levels_stand_as_they_come)
{
    const struct irt_load_options by = { .factor = "sex" };
    struct irt_responses *data =
        read_text("a,sex,b\n0,m,1\n1,f,0\n1,NA,1\n0,m,1\n1,,0\n", &by);
    check_levels(data, "mf", "mf.m.");
    ck_assert_str_eq(data->factor->name, "sex");
    ck_assert_uint_eq(data->items, 2);
    ck_assert_uint_eq(data->schools, 0);
    irt_responses_free(data);
    data = read_text("a,sex,b\n0,2,1\n1,1,0\n1,2,1\n", &by);
    check_levels(data, "21", "212");
    ck_assert_uint_eq(data->items, 2);
    irt_responses_free(data);
    data = read_text("a,sex,b\n0,2,1\n1,1,0\n", NULL);
    ck_assert_ptr_null(data->factor);
    ck_assert_uint_eq(data->items, 3);
    irt_responses_free(data);
}
END_TEST

/* It may be the schools' column too, and goes along with frequencies. */
START_TEST(a_column_may_be_schools_too)
{
    const struct irt_load_options by = { .factor = "s", .school_column = "s" };
    const struct irt_load_options counted = { .factor = "s" };
    struct irt_responses *data = read_text("a,s\n0,z\n1,x\n1,z\n", &by);
    check_levels(data, "zx", "zxz");
    ck_assert_str_eq(data->school_name[0], "x");
    irt_responses_free(data);
    data = read_text("a,freq,s\n0,3,z\n1,0,y\n1,2,x\n", &counted);
    check_levels(data, "zx", "zx");
    irt_responses_free(data);
}
END_TEST

START_TEST(the_long_format_has_it_too)
{
    const struct irt_load_options by = { .factor = "g", .long_columns = "p,i,r" };
    struct irt_responses *data =
        read_text("p,i,r,g\n1,a,0,v\n1,b,1,v\n2,a,1,w\n3,a,1,\n3,b,0,v\n2,b,1,NA\n", &by);
    check_levels(data, "vw", "vwv");
    irt_responses_free(data);
}
END_TEST

/* Dealt rows and split items keep their persons' levels. */
START_TEST(it_follows_its_persons)
{
    const struct irt_load_options by = { .factor = "g" };
    struct irt_error error;
    struct irt_responses *data =
        read_text("a,b,freq,g\n0,0,5,v\n0,1,7,w\n1,0,3,v\n1,1,9,w\n", &by);
    ck_assert(irt_deal(data, 3, 1, &error));
    double persons[2] = { 0.0, 0.0 };
    for (size_t i = 0; i < data->rows; i++) {
        ck_assert_uint_eq(data->factor->of_row[i], data->code[i * 2 + 1]);
        persons[data->factor->of_row[i]] += data->frequency[i];
    }
    ck_assert_double_eq(persons[0], 8.0);
    ck_assert_double_eq(persons[1], 16.0);
    ck_assert(irt_split(data, "a", &error));
    ck_assert_uint_eq(data->factor->levels, 2);
    irt_responses_free(data);
}
END_TEST

static void
refused(const char *text, const struct irt_load_options *options, const char *sentence)
{
    struct irt_error error;
    ck_assert_ptr_null(irt_load_memory(text, strlen(text), "t.csv", options, &error));
    ck_assert_msg(strstr(error.message, sentence) != NULL, "%s", error.message);
}

START_TEST(what_is_no_level_is_refused)
{
    const struct irt_load_options by = { .factor = "sex" },
                                  item = { .factor = "a", .items = "a,b" },
                                  twice = { .factor = "id", .id_column = "id" },
                                  moved = { .factor = "g", .long_columns = "p,i,r" };
    refused("a,b\n0,1\n", &by, "there is no column 'sex'");
    refused("a,b\n0,1\n", &item, "listed in --items");
    refused("id,b\n0,1\n", &twice, "two parts");
    refused("p,i,r,g\n1,a,0,v\n1,b,1,w\n", &moved, "of group 'w' here and was of 'v'");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("factor");
    TCase *cases = tcase_create("factor");
    tcase_add_test(cases, levels_stand_as_they_come);
    tcase_add_test(cases, a_column_may_be_schools_too);
    tcase_add_test(cases, the_long_format_has_it_too);
    tcase_add_test(cases, it_follows_its_persons);
    tcase_add_test(cases, what_is_no_level_is_refused);
    suite_add_tcase(suite, cases);
    return suite;
}
