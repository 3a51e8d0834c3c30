/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_data.c -- data in a terminal: the samples, a file that wants a key, and who
 * chose which option. */
#include "config.h"

#include <stdio.h>

#include "suite.h"
#include "terminal/terminal.h"

static const int heights[] = { 24, 45 }, widths[] = { 80, 140 };
#define SIZES 2
#define MC    TEST_SRCDIR "/samples/sim-mc-800x15"

START_TEST(a_key_is_given_with_the_file)
{
    terminal_open(
        &(struct terminal_wish){ .h = heights[_i], .w = widths[_i], .words = { LSAT6 } });
    expect("1000 persons, 5 items", "‹ lsat6.csv ›", "samples, ← →: lsat6");
    press(":load \"" MC ".csv\"" ENTER);
    expect("FILE items=A,B"); /* refused, with what to do */
    press(":load \"" MC ".csv\" \"key=" MC "-key.csv\"" ENTER);
    expect("800 persons, 15 items", "sim-mc-800x15.c", "doctor: nothing odd");
    press("u");
    expect("1000 persons, 5 items");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(who_chose_what)
{
    terminal_open(&(struct terminal_wish){
        .h = heights[_i],
        .w = widths[_i],
        .words = { MC ".csv", "--key", MC "-key.csv", "-m", "3pl" } });
    expect("800 persons, 15 items", "ready");
    press("5");
    expect("▸ item1", "a answers");
    press("a");
    expect("low 2nd 3rd high", "15 16 10 7 -0.12", "27 37 56 79 0.42", "C*");
    press(DOWN DOWN);
    expect("▸ item3", "9 17 35 52 0.37", "A*");
    press("a");
    expect("P(θ) of item3");
    expect_gone("low 2nd 3rd high");
    press("q");
    expect_end(0);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: data");
    TCase *cases = tcase_create("data");

    tcase_set_timeout(cases, 8);
    tcase_add_loop_test(cases, a_key_is_given_with_the_file, 0, SIZES);
    tcase_add_loop_test(cases, who_chose_what, 0, SIZES);
    suite_add_tcase(suite, cases);
    return suite;
}
