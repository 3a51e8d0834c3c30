/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_schools.c -- schools in a terminal: dealt on Setup, watched on Schools. */
#include "config.h"

#include "suite.h"
#include "terminal/terminal.h"

#define SCHOOLS TEST_SRCDIR "/samples/sim-schools-1660x10.csv"

static const int heights[] = { 24, 45 }, widths[] = { 80, 140 };
#define SIZES 2

static void
open_file(int size, const char *file)
{
    terminal_open(&(struct terminal_wish){
        .h = heights[size], .w = widths[size], .words = { file } });
}

START_TEST(effects_converge)
{
    open_file(_i, SCHOOLS);
    expect("sim-schools-1660x10.csv");
    press("6");
    expect("10 schools", "effects: fixed, Σ s = 0", "truth", "-1.200",
           "no cycle is done yet");
    press("n");
    expect("cycle 1", "● estimate");
    expect_gone("no cycle is done yet");
    press(" ");
    expect("converged", "├●┤ 95 %", "-1.120", "0.163");
    press("f");
    expect("averages", "-0.726");
    press("o");
    expect("by effect");
    press(DOWN);
    expect("▸ 6 ");
    press(ENTER);
    expect("effect of school 6", "s is where the slope is 0");
    press(ESC);
    expect_gone("effect of school 6");
    press("3");
    expect("of school 6");
    press("6:speak" ENTER);
    expect("Chosen: school 6, 175 persons");
    press("q");
    expect_gone("Chosen: school 6");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(persons_are_dealt)
{
    open_file(_i, LSAT6);
    expect("lsat6.csv", "Schools", "none");
    press("6");
    expect("The data have no schools");
    press("+");
    expect("2 schools");
    press("+");
    expect("3 schools");
    press(" ");
    expect("converged", "├●┤ 95 %");
    press("1");
    expect("3, dealt", "auto: fixed");
    press("-");
    expect("2, dealt");
    press("-");
    expect_gone("2, dealt");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(messages_pass)
{
    open_file(_i, SCHOOLS);
    expect("sim-schools-1660x10.csv");
    press("0");
    expect("Nothing is sent");
    press(":estimator federated" ENTER);
    expect("No message yet");
    press("s");
    expect("0 of 10 answered");
    press("s");
    expect("1 of 10 answered", "what left school 1 in round 1, the survey: 240 bytes",
           "49 52 54 57");
    press("s");
    expect("2 of 10 answered", "what left school 2 in round 1");
    press("x");
    expect("school 2 is left out from the next round on");
    press(" ");
    expect("converged", "9 of 10 answered", "has sent nothing");
    press("]c");
    expect("the call to all schools");
    press("6");
    expect("is left out");
    press("q");
    expect_end(0);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: schools");
    TCase *cases = tcase_create("terminal: schools");

    tcase_set_timeout(cases, 120);
    tcase_add_loop_test(cases, effects_converge, 0, SIZES);
    tcase_add_loop_test(cases, persons_are_dealt, 0, SIZES);
    tcase_add_loop_test(cases, messages_pass, 0, SIZES);
    suite_add_tcase(suite, cases);
    return suite;
}
