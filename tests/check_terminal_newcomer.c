/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_newcomer.c -- what somebody can do who never saw the program: each key is
 * on the screen before it is pressed.  LSAT-6 with the lecture's numbers. */
#include "config.h"

#include <stdio.h>

#include "suite.h"
#include "terminal/terminal.h"

static const int heights[] = { 24, 45 }, widths[] = { 80, 140 };
#define SIZES 2

/* Pattern 10101 in cycle 1, at two nodes, and the persons there. */
#define AT_LOW     "-2.2222 0.030020 0.00076087 0.00002284 0.00101879"
#define AT_NODE    "0.4444 0.321300 0.03452866 0.01109406 0.49483018"
#define MARGINAL   "marginal P_l 0.02241993 1.00000000"
#define PERSONS    "0.4444 402.3 374.1 278.7 206.0 304.1 351.3"
#define NEWTON_END "-0.3787 0.9697" /* item3, d and a */

/* Presses a key that the screen names. */
#define press_named(key, named) \
    do {                        \
        expect(named);          \
        press(key);             \
    } while (0)

static void
open_as_a_newcomer_does(int size)
{
    terminal_open(&(struct terminal_wish){ .h = heights[size], .w = widths[size] });
    expect("irtop", "lsat6.csv", "1000 persons, 5 items, 30 patterns", "lecture");
}

static void
find_pattern(void)
{
    for (int k = 0; k < 30 && !shows("pattern 10101"); k++) {
        char next[40];

        snprintf(next, sizeof next, "%d of 30", k + 2);
        press_named("]", "[ ] pattern");
        expect(next);
    }
    expect("pattern 10101 seen 28 times");
}

START_TEST(reads_off_the_persons_at_a_node)
{
    open_as_a_newcomer_does(_i);
    press_named("2", "2 Conv");
    press_named("n", "n cycle");
    expect("⏸ cycle 1");
    press_named("n", "n cycle");
    expect("⏸ cycle 2");
    press_named("n", "n cycle");
    expect("⏸ cycle 3");
    press_named("3", "3 E-st");
    expect("E1 likelihood › E2 marginal › E3 posterior › E4 artificial data");
    find_pattern();
    press_named(",", ", . travel");
    expect("◂ cycle 2 of 3");
    press_named(",", ", . travel");
    expect("◂ cycle 1 of 3", "pattern 10101", AT_LOW, AT_NODE, MARGINAL);
    press_named(TAB, "tab table");
    expect(PERSONS, "sum 1000.0");
    press_named(".", ", . travel");
    expect("◂ cycle 2 of 3");
    expect_gone(PERSONS);
    press_named(",", ", . travel");
    expect("◂ cycle 1 of 3", PERSONS);
    press_named("?", "? help");
    expect("Keys on E-step");
    press("q"); /* closes the help first */
    expect_gone("Keys on E-step");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(runs_and_goes_back_to_a_cycle)
{
    open_as_a_newcomer_does(0);
    press_named("?", "? help");
    expect("Keys on Setup", "run, or pause");
    press_named(ESC, "Esc back");
    expect_gone("Keys on Setup");
    press_named(" ", "space run");
    expect("▶ cycle");
    press(" ");
    expect("⏸ cycle");
    press(" ");
    expect("✓ cycle 44 · converged");
    press(":goto 3" ENTER);
    expect("◂ cycle 3 of 44");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(sees_the_four_steps)
{
    open_as_a_newcomer_does(_i);
    press_named("s", "s does one stage");
    expect("cycle 1 · E1 of 4");
    press_named("3", "3 E-st");
    find_pattern();
    expect("E1 LIKELIHOOD", "0.4444 0.321300 0.03452866");
    ck_assert(!shows("0.01109406"));
    press_named("s", "s stage");
    expect("E2 MARGINAL", "0.03452866 0.01109406", "marginal P_l 0.02241993");
    ck_assert(!shows("0.49483018"));
    press_named("s", "s stage");
    expect("E3 POSTERIOR", AT_LOW, AT_NODE, MARGINAL);
    press_named("s", "s stage");
    expect("E4 ARTIFICIAL DATA");
    press_named(TAB, "tab table");
    expect(PERSONS);
    press_named("s", "s stage");
    expect("cycle 1 · item1");
    press_named("4", "4 M-st");
    expect("item1 1 of 5", "start 0.0000 1.0000");
    press_named("n", "n cycle");
    expect_gone("cycle 1 · ");
    press_named("]", "[ ] item");
    expect("item2 2 of 5");
    press_named("]", "[ ] item");
    expect("item3 3 of 5", NEWTON_END, "0.4444 402.3 206.0 0.512");
    press_named("5", "5 Items");
    expect("item3 · 0.9697 - -0.3787");
    press("q");
    expect_end(0);
}
END_TEST

/* The posterior, its likelihood, one answer's probability, a slope; and out again. */
START_TEST(opens_a_number_and_what_it_is_made_of)
{
    open_as_a_newcomer_does(_i);
    press("nnn3");
    expect("⏸ cycle 3");
    press(":goto 1" ENTER ":pattern 10101" ENTER);
    expect("◂ cycle 1 of 3", AT_NODE);
    click("0.49483018");
    press_named(ENTER, "0.49483018▸");
    expect("posterior at node 0.4444, pattern 10101",
           "Bayes: p_l(X_n) = L_l(X_n) A_n / P_l", "0.034528663 × 0.321300",
           "= 0.49483018", "Esc close");
    press_named(ENTER, "▸ L, the likelihood");
    expect("likelihood at node 0.4444, pattern 10101",
           "0.609307 × 0.390693 × 0.609307 × 0.390693 × 0.609307", "= 0.03452866");
    press_named(DOWN, "▸ P of answer 1 to item1");
    press_named(ENTER, "▸ P of answer 0 to item2");
    expect("P of item2 at node 0.4444, pattern 10101", "0.0000 + 1.0000 × 0.4444");
    press_named(ENTER, "▸ a of item2");
    expect("a of item2 at the start");
    press(ESC);
    expect("P of item2 at node 0.4444, pattern 10101");
    press(ESC);
    expect("likelihood at node 0.4444, pattern 10101");
    press(ESC);
    expect("posterior at node 0.4444, pattern 10101");
    press(ESC);
    expect_gone("Bayes");
    expect("0.49483018▸", AT_LOW);
    press("q");
    expect_end(0);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: newcomer");
    TCase *cases = tcase_create("newcomer");

    tcase_set_timeout(cases, 8);
    tcase_add_loop_test(cases, reads_off_the_persons_at_a_node, 0, SIZES);
    tcase_add_test(cases, runs_and_goes_back_to_a_cycle);
    tcase_add_loop_test(cases, sees_the_four_steps, 0, SIZES);
    tcase_add_loop_test(cases, opens_a_number_and_what_it_is_made_of, 0, SIZES);
    suite_add_tcase(suite, cases);
    return suite;
}
