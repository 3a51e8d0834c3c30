/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_run.c -- the program in a terminal: open, run, step, travel, change the
 * model, at two sizes and while the size changes. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "terminal/terminal.h"

static const int heights[] = { 24, 45 }, widths[] = { 80, 140 };
#define SIZES 2

static void
open_lecture(int size)
{
    terminal_open(&(struct terminal_wish){
        .h = heights[size], .w = widths[size], .words = { LSAT6, "--lecture" } });
    expect("lsat6.csv", "1000 × 5", "ready", "? help");
}

/* The run ends where the published lecture's does, whatever the speed. */
static void
run_to_the_end(void)
{
    press(":speed full" ENTER "2 ");
    expect("✓ cycle 44 · converged", "-2466.653666", "converged in 44 cycles");
}

START_TEST(runs_the_lecture_to_its_end)
{
    open_lecture(_i);
    run_to_the_end();
    expect("0.000097", "item3 a"); /* the slope that moved most in cycle 44 */
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(runs_at_a_pace_without_flicker)
{
    size_t clears;

    open_lecture(_i);
    press("2n");
    expect("log-likelihood");
    clears = display_clears(terminal_display());
    always("lsat6.csv");
    press(":speed 4" ENTER " ");
    expect("▶ cycle 7");
    always("log-likelihood");
    expect("✓ cycle 44 · converged", "-2466.653666");
    ck_assert_uint_eq(display_clears(terminal_display()), clears);
    always(NULL);
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(runs_and_pauses)
{
    open_lecture(_i);
    press(":speed 2" ENTER " ");
    expect("▶ cycle 1");
    press(" ");
    expect("⏸ cycle");
    press(":until 3" ENTER);
    expect("⏸ cycle 3");
    press("R");
    expect("ready");
    press(":until 3" ENTER);
    expect("⏸ cycle 3");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(steps_stage_by_stage)
{
    open_lecture(_i);
    press("s");
    expect("⏸ cycle 1 · E1 of 4");
    press("s");
    expect("⏸ cycle 1 · E2 of 4");
    press("s");
    expect("⏸ cycle 1 · E3 of 4");
    press("s");
    expect("⏸ cycle 1 · E4 of 4");
    press("s");
    expect("⏸ cycle 1 · item1");
    press("n"); /* what is left of the cycle */
    expect_gone("cycle 1 · ");
    expect("⏸ cycle 1");
    press("n");
    expect("⏸ cycle 2");
    press("nn");
    expect("⏸ cycle 4");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(travels_back_and_forth)
{
    open_lecture(_i);
    press("5nnn");
    expect("⏸ cycle 3");
    press(",");
    expect("◂ cycle 2 of 3");
    press(",");
    expect("◂ cycle 1 of 3", "item3 · 0.9697 - -0.3787"); /* published */
    press(",");
    press(".");
    expect("◂ cycle 2 of 3");
    press("..");
    expect("⏸ cycle 3");
    press(":goto 1" ENTER);
    expect("◂ cycle 1 of 3", "-0.3787");
    press("L");
    expect("⏸ cycle 3");
    expect_gone("-0.3787");
    press(":goto 1" ENTER);
    expect("◂ cycle 1 of 3");
    press("n"); /* the next step is the present's */
    expect("⏸ cycle 4");
    press("q");
    expect_end(0);
}
END_TEST

/* The 2PL's run again after another model's and undo.  Rasch is the 1PL with the scale in
 * Var(theta): its log-likelihood is ltm's for LSAT-6, -2466.938. */
START_TEST(changes_the_model_and_back)
{
    open_lecture(_i);
    run_to_the_end();
    press(":model rasch" ENTER);
    expect("Rasch", "ready", "the run is dropped");
    press(" ");
    expect("converged", "-2466.9378");
    press("u");
    expect("2PL", "ready");
    press(" ");
    expect("✓ cycle 44 · converged", "-2466.653666");
    press("\022"); /* Ctrl-R */
    expect("Rasch", "ready");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(resizes_while_it_runs)
{
    static const int h[] = { 10, 6, 5, 1, 6, 60, 24 },
                     w[] = { 40, 20, 19, 1, 20, 200, 80 };

    open_lecture(_i);
    press(":speed 2" ENTER "2 ");
    expect("▶ cycle 1");
    terminal_resize(10, 40);
    expect_row(0, "lsat6.csv");
    expect_row(-1, "? help");
    terminal_resize(6, 20);
    expect_row(0, "cycle");
    expect_row(1, "2");
    terminal_resize(5, 19);
    expect("too small");
    terminal_resize(24, 80);
    expect_gone("too small");
    expect_row(0, "▶ cycle");
    expect_row(-1, "? help");
    for (int k = 0; k < 70; k++)
        terminal_resize(h[k % 7], w[k % 7]);
    expect_row(0, "▶ cycle");
    expect_row(-1, "? help");
    terminal_resize(heights[_i], widths[_i]);
    press(":speed full" ENTER);
    expect("✓ cycle 44 · converged", "-2466.653666");
    expect_row(1, "1 Setup");
    expect_row(-1, "? help");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(resizes_while_the_prompt_is_open)
{
    open_lecture(_i);
    press(":mode");
    expect_row(-1, ":mode");
    terminal_resize(10, 40);
    expect_row(9, ":mode");
    expect_row(0, "lsat6.csv");
    ck_assert(display_has_cursor(terminal_display()));
    terminal_resize(6, 20);
    expect_row(5, ":mode");
    terminal_resize(heights[_i], widths[_i]);
    press("l ra");
    expect_row(-1, ":model ra");
    terminal_resize(10, 40);
    press("sch" ENTER);
    expect("Rasch");
    terminal_resize(heights[_i], widths[_i]);
    expect("Rasch", "ready", "? help");
    press("q");
    expect_end(0);
}
END_TEST

/* A run of many cycles at full speed: keys, sizes and screens must be heeded all along. */
START_TEST(heeds_keys_while_it_runs_at_full_speed)
{
    terminal_open(&(struct terminal_wish){
        .h = heights[_i],
        .w = widths[_i],
        .words = { TEST_SRCDIR "/samples/sim-2pl-2000x20-missing.csv", "--accelerate",
                   "none", "--tol", "1e-300", "--max-cycles", "100000" } });
    expect("2000 persons, 20 items", "ready");
    press(":speed full" ENTER " ");
    expect("▶ cycle");
    press("5");
    expect("item a SE d SE");
    press("2");
    expect("log-likelihood", "▶ cycle");
    terminal_resize(20, 60);
    expect_row(-1, "? help");
    press(":theme light" ENTER);
    press(" ");
    expect("⏸ cycle");
    press(":back 1" ENTER);
    expect("◂ cycle");
    press(" ");
    expect("▶ cycle");
    press("q");
    expect_end(0);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: run");
    TCase *cases = tcase_create("run");

    tcase_set_timeout(cases, 8);
    tcase_add_loop_test(cases, runs_the_lecture_to_its_end, 0, SIZES);
    tcase_add_loop_test(cases, runs_at_a_pace_without_flicker, 0, SIZES);
    tcase_add_loop_test(cases, runs_and_pauses, 0, SIZES);
    tcase_add_loop_test(cases, steps_stage_by_stage, 0, SIZES);
    tcase_add_loop_test(cases, travels_back_and_forth, 0, SIZES);
    tcase_add_loop_test(cases, changes_the_model_and_back, 0, SIZES);
    tcase_add_loop_test(cases, resizes_while_it_runs, 0, SIZES);
    tcase_add_loop_test(cases, resizes_while_the_prompt_is_open, 0, SIZES);
    tcase_add_loop_test(cases, heeds_keys_while_it_runs_at_full_speed, 0, SIZES);
    suite_add_tcase(suite, cases);
    return suite;
}
