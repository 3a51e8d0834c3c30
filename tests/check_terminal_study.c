/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_study.c -- a simulation study in a terminal: opened, run, stopped, gone on
 * with, left in the midst and taken up again. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "suite.h"
#include "terminal/terminal.h"

static const int heights[] = { 24, 40 }, widths[] = { 80, 140 };
#define SIZES 2

static void
open_study(int size, const char *design)
{
    terminal_write("x.study", design);
    terminal_open(&(struct terminal_wish){
        .h = heights[size], .w = widths[size], .words = { LSAT6 } });
    expect("lsat6.csv");
    press("9");
    expect("No study is open");
    press(":study x.study" ENTER);
    expect("x.study", "space run/stop");
}

START_TEST(a_study_fills_in)
{
    open_study(_i, "items = 4\npersons = 50 100\nquad = 15\naccelerate = none squarem\n"
                   "replications = 6\n");
    expect("⏸ 0 of 24 replications: space runs it", "0/6", "nothing to draw yet");
    press(" ");
    expect("✓ complete: 24 replications", "6/6", "mse of b by persons",
           "the study is complete: 24 replications");
    expect_gone("nothing to draw yet", "0/6");
    press("e");
    expect("rmse of b");
    press("t");
    expect("rmse of b_scale");
    press("t");
    expect("rmse of theta");
    press(DOWN DOWN);
    press(":speak" ENTER);
    expect("cell 3 of 4, persons 100, accelerate none");
    press("q");
    expect_gone("cell 3 of 4");
    press("q");
    expect_end(0);
}
END_TEST

static bool
is_longer(const void *length)
{
    struct stat info;

    return stat(terminal_path("x.log"), &info) == 0 &&
           (size_t)info.st_size > *(const size_t *)length;
}

/* Left while it runs, the program ends at once; what was done is there the next time. */
START_TEST(a_study_stops_and_goes_on)
{
    char *log, *again;
    size_t length, longer;

    open_study(_i, "items = 8\npersons = 400 500\nreplications = 50000\n");
    press(" ");
    expect("▶ ", " of 100000 replications, about ", "1/50000");
    press(" ");
    expect("⏸ ", " of 100000 replications: space goes on");
    press(" ");
    expect("▶ ");
    press("1");
    expect("Quadrature"); /* other screens are there meanwhile */
    press("9");
    expect("▶ ", "5/50000");
    press("q");
    expect_end_keeping(0);
    log = terminal_read("x.log", &length);
    ck_assert_uint_gt(length, 500);
    terminal_open(
        &(struct terminal_wish){ .h = heights[_i], .w = widths[_i], .words = { LSAT6 } });
    expect("lsat6.csv");
    press(":study x.study" ENTER);
    expect("⏸ ", " of 100000 replications: space goes on");
    press(" ");
    expect("▶ ");
    expect_that(is_longer, &length, "a longer log");
    press("q");
    expect_end_keeping(0);
    again = terminal_read("x.log", &longer);
    ck_assert_uint_gt(longer, length);
    /* A line that was cut off by the end is done anew; all before it stays. */
    while (length > 0 && log[length - 1] != '\n')
        length--;
    ck_assert_mem_eq(again, log, length);
    free(log);
    free(again);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: study");
    TCase *cases = tcase_create("terminal: study");

    tcase_set_timeout(cases, 120);
    tcase_add_loop_test(cases, a_study_fills_in, 0, SIZES);
    tcase_add_loop_test(cases, a_study_stops_and_goes_on, 0, SIZES);
    suite_add_tcase(suite, cases);
    return suite;
}
