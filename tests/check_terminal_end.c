/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_end.c -- every way out of the program, and out of it for a while: the
 * terminal is given back as it was. */
#include "config.h"

#include <signal.h>
#include <stdlib.h>

#include "suite.h"
#include "terminal/terminal.h"

static void
open_lecture(void)
{
    terminal_open(&(struct terminal_wish){ .words = { LSAT6, "--lecture" } });
    expect("lsat6.csv", "ready", "? help");
    ck_assert(display_is_alternate(terminal_display()));
    ck_assert(display_has_mouse(terminal_display()));
}

/* At a pace at which the run lasts longer than the test. */
static void
run_slowly(void)
{
    press(":speed 0" ENTER " ");
    expect("▶ cycle 1");
}

START_TEST(by_q)
{
    open_lecture();
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(by_command)
{
    open_lecture();
    run_slowly();
    press(":quit" ENTER);
    expect_end(0);
}
END_TEST

START_TEST(by_ctrl_c)
{
    open_lecture();
    press("\003");
    expect_end(128 + SIGINT);
}
END_TEST

START_TEST(by_ctrl_c_while_it_runs)
{
    open_lecture();
    run_slowly();
    press("\003");
    expect_end(128 + SIGINT);
}
END_TEST

START_TEST(ctrl_c_closes_the_prompt_first)
{
    open_lecture();
    press(":model ra");
    expect_row(-1, ":model ra");
    press("\003");
    expect_row(-1, "? help");
    ck_assert(!shows("Rasch"));
    press("\003");
    expect_end(128 + SIGINT);
}
END_TEST

static const int ending[] = { SIGTERM, SIGHUP, SIGQUIT };

START_TEST(by_signal)
{
    open_lecture();
    if (_i % 2 == 0)
        run_slowly();
    terminal_signal(ending[_i / 2]);
    expect_end(128 + ending[_i / 2]);
}
END_TEST

/* Before the first picture: whatever it was doing, it ends, and leaves nothing behind. */
START_TEST(by_signal_at_once)
{
    terminal_open(&(struct terminal_wish){ .words = { LSAT6, "--lecture" } });
    expect_that((bool (*)(const void *))display_is_alternate, terminal_display(),
                "the screen of programs");
    terminal_signal(SIGTERM);
    expect_end(128 + SIGTERM);
}
END_TEST

START_TEST(when_the_terminal_is_closed)
{
    open_lecture();
    if (_i)
        run_slowly();
    terminal_hang_up();
    expect_end(128 + SIGHUP);
}
END_TEST

START_TEST(when_the_terminal_is_closed_at_the_prompt)
{
    open_lecture();
    press(":model");
    expect_row(-1, ":model");
    terminal_hang_up();
    expect_end(128 + SIGHUP);
}
END_TEST

START_TEST(stops_and_goes_on)
{
    open_lecture();
    press("2n");
    expect("⏸ cycle 1");
    for (int k = 0; k < 3; k++) {
        press("\032"); /* Ctrl-Z */
        expect_stopped();
        terminal_continue();
        expect("⏸ cycle 1", "log-likelihood", "? help");
        ck_assert(display_is_alternate(terminal_display()));
        ck_assert(display_has_mouse(terminal_display()));
    }
    press("n");
    expect("⏸ cycle 2");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(stops_while_it_runs)
{
    open_lecture();
    press("2:speed 2" ENTER " ");
    expect("▶ cycle 1");
    press("\032");
    expect_stopped();
    terminal_resize(30, 100);
    terminal_continue();
    expect("▶ cycle");
    expect_row(29, "? help");
    press(":speed full" ENTER);
    expect("✓ cycle 44 · converged");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(stops_at_the_prompt)
{
    open_lecture();
    press(":model ra");
    expect_row(-1, ":model ra");
    press("\032");
    expect_stopped();
    terminal_continue();
    expect_row(-1, ":model ra");
    press("sch" ENTER);
    expect("Rasch");
    press("q");
    expect_end(0);
}
END_TEST

/* SIGSTOP asks nobody; the shell has had the terminal meanwhile. */
START_TEST(is_held_and_goes_on)
{
    open_lecture();
    terminal_signal(SIGSTOP);
    expect_held();
    terminal_continue();
    press("n");
    expect("⏸ cycle 1", "? help");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(ends_while_stopped)
{
    open_lecture();
    press("\032");
    expect_stopped();
    terminal_signal(SIGTERM);
    terminal_continue();
    expect_end(128 + SIGTERM);
}
END_TEST

START_TEST(idles_at_no_cost)
{
    double before;

    open_lecture();
    press("2n");
    expect("⏸ cycle 1", "log-likelihood");
    while (!terminal_is_quiet(300)) /* the picture is whole */
        ;
    before = terminal_seconds();
    ck_assert(terminal_is_quiet(300));
    ck_assert_double_le(terminal_seconds() - before, 0.005);
    press("q");
    expect_end(0);
}
END_TEST

/* --- where there can be no screen ----------------------------------------------------- */

START_TEST(refuses_a_terminal_that_cannot)
{
    static const char *const type[] = { "TERM=dumb", "TERM=no-such-type", "TERM" };
    static const char *const complaint[] = { "dumb", "no-such-type", "TERM is not set" };

    terminal_open(&(struct terminal_wish){ .words = { LSAT6 }, .unlike = { type[_i] } });
    expect_end_saying(1, complaint[_i]);
}
END_TEST

START_TEST(refuses_data_that_are_not_there)
{
    terminal_open(&(struct terminal_wish){ .words = { "no-such-file.csv" } });
    expect_end_saying(2, "no-such-file.csv");
}
END_TEST

START_TEST(refuses_a_bad_option)
{
    terminal_open(&(struct terminal_wish){ .words = { LSAT6, "--model", "9pl" } });
    expect_end_saying(1, "9pl");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: end");
    TCase *cases = tcase_create("end");

    tcase_set_timeout(cases, 8);
    tcase_add_test(cases, by_q);
    tcase_add_test(cases, by_command);
    tcase_add_test(cases, by_ctrl_c);
    tcase_add_test(cases, by_ctrl_c_while_it_runs);
    tcase_add_test(cases, ctrl_c_closes_the_prompt_first);
    tcase_add_loop_test(cases, by_signal, 0, 6);
    tcase_add_test(cases, by_signal_at_once);
    tcase_add_loop_test(cases, when_the_terminal_is_closed, 0, 2);
    tcase_add_test(cases, when_the_terminal_is_closed_at_the_prompt);
    tcase_add_test(cases, stops_and_goes_on);
    tcase_add_test(cases, stops_while_it_runs);
    tcase_add_test(cases, stops_at_the_prompt);
    tcase_add_test(cases, is_held_and_goes_on);
    tcase_add_test(cases, ends_while_stopped);
    tcase_add_test(cases, idles_at_no_cost);
    tcase_add_loop_test(cases, refuses_a_terminal_that_cannot, 0, 3);
    tcase_add_test(cases, refuses_data_that_are_not_there);
    tcase_add_test(cases, refuses_a_bad_option);
    suite_add_tcase(suite, cases);
    return suite;
}
