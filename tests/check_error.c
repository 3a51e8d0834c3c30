/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "error.h"
#include "suite.h"

START_TEST(fail_fills_code_and_message)
{
    struct irt_error error = { IRT_OK, "" };

    ck_assert(!irt_fail(&error, IRT_BAD_DATA, "%s:%d: %.3f", "a.csv", 7, 2.385));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_str_eq(error.message, "a.csv:7: 2.385");
}
END_TEST

START_TEST(fail_without_error_is_allowed)
{
    ck_assert(!irt_fail(NULL, IRT_NO_MEMORY, "%d", 1));
}
END_TEST

START_TEST(long_message_is_cut)
{
    struct irt_error error;
    char text[1000];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    ck_assert(!irt_fail(&error, IRT_NETWORK, "%s", text));
    ck_assert_uint_eq(strlen(error.message), sizeof error.message - 1);
}
END_TEST

START_TEST(every_code_has_its_text)
{
    for (int i = 0; i < IRT_CODES; i++) {
        ck_assert_uint_gt(strlen(irt_code_text((enum irt_code)i)), 0);
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(irt_code_text((enum irt_code)i),
                             irt_code_text((enum irt_code)j));
    }
    ck_assert_str_eq(irt_code_text(IRT_CODES), "an unknown error");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("error");
    TCase *cases = tcase_create("error");

    tcase_add_test(cases, fail_fills_code_and_message);
    tcase_add_test(cases, fail_without_error_is_allowed);
    tcase_add_test(cases, long_message_is_cut);
    tcase_add_test(cases, every_code_has_its_text);
    suite_add_tcase(suite, cases);
    return suite;
}
