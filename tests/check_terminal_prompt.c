/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_prompt.c -- the line for commands in a terminal: what it says of a bad
 * one, completion, history, search, help, scripts and pictures. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "suite.h"
#include "terminal/terminal.h"

static const int heights[] = { 24, 45 }, widths[] = { 80, 140 };
#define SIZES 2

static void
open_lecture(int size)
{
    terminal_open(&(struct terminal_wish){
        .h = heights[size], .w = widths[size], .words = { LSAT6, "--lecture" } });
    expect("lsat6.csv", "ready", "? help");
}

/* --- bad commands --------------------------------------------------------------------- */

/* The screen is as it was, but for the rows a message may take and the keys below it. */
static bool
is_as_it_was(const void *to)
{
    const char *was = to;
    int rows = display_rows(terminal_display());

    for (int y = 0; y < rows; y++) {
        size_t length = strcspn(was, "\n");
        const char *row = display_row(terminal_display(), y);

        if (y < rows - 4 && (strlen(row) != length || strncmp(row, was, length) != 0))
            return false;
        was += length + 1;
    }
    return true;
}

static void
refuse(const char *line, const char *message)
{
    char *was = terminal_text();

    press(line);
    press(ENTER);
    expect(message);
    expect_that(is_as_it_was, was, "all but the message as it was");
    free(was);
}

START_TEST(refuses_bad_commands)
{
    open_lecture(_i);
    press("3nn");
    expect("⏸ cycle 2", "0.4444", "M-step", "? help");
    press(":theme dark" ENTER); /* after which nothing more is to come */
    expect_row(-1, "? help");
    while (!terminal_is_quiet(50))
        ;
    refuse(":nonsense 3", "nonsense: no such command");
    refuse(":quad x", "quad: 'x' is not a whole number");
    refuse(":quad 1000000", "quad:");
    refuse(":criterion 9pl", "9pl");
    refuse(":range 4:-4", "range");
    refuse(":tol -1", "tol");
    refuse(":goto x", "x");
    refuse(":view nowhere", "no screen is called 'nowhere'");
    refuse(":item nobody", "nobody");
    refuse(":load no.csv", "no.csv");
    refuse(":theme pink", "pink");
    refuse(":screenshot x.gif", "x.gif: a screenshot ends in .svg, .png or .txt");
    refuse(":export x.json", "the run has not ended");
    refuse(":size 10 10", "the terminal has the size it has");
    refuse(":undo", "");
    press("\007");
    expect_row(-2, "Ctrl-G is no key here");
    press("n");
    expect("⏸ cycle 3");
    press("q");
    expect_end(0);
}
END_TEST

/* --- the line ------------------------------------------------------------------------- */

START_TEST(edits_the_line)
{
    open_lecture(_i);
    press(":view persons");
    expect_row(-1, ":view persons");
    press("\001x\005y"); /* Ctrl-A, Ctrl-E */
    expect_row(-1, ":xview personsy");
    press("\001\004\005\177"); /* Ctrl-D, Backspace */
    expect_row(-1, ":view persons");
    press("\027items"); /* Ctrl-W */
    expect_row(-1, ":view items");
    press(LEFT LEFT LEFT LEFT LEFT "\013"); /* Ctrl-K */
    expect_row(-1, ":view");
    press("quit" ESC);
    expect_row(-1, "? help");
    press(":é€");
    expect_row(-1, ":é€");
    press("\177\177view items" ENTER);
    expect("item a SE d SE");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(completes)
{
    open_lecture(_i);
    press(":scr" TAB);
    expect_row(-1, ":screenshot");
    press("\025view p" TAB); /* Ctrl-U */
    expect_row(-1, ":view persons");
    press("\025mo" TAB);
    expect_row(-2, "model");
    expect_row(-2, "mouse");
    press("d" TAB "ra" TAB);
    expect_row(-1, ":model rasch");
    press("\025item " TAB);
    expect_row(-2, "item1 item2 item3 item4 item5");
    expect_row(-1, ":item item");
    terminal_write("some-data.csv", "a,b\n1,0\n");
    press("\025load some" TAB);
    expect_row(-1, ":load some-data.csv");
    press("\003");
    expect_row(-1, "? help");
    press("q");
    expect_end(0);
}
END_TEST

/* Two programs, one after the other, in one home. */
START_TEST(remembers_lines_between_runs)
{
    char *history;

    open_lecture(0);
    press(":view items" ENTER);
    expect("item a SE d SE");
    press(":view persons" ENTER);
    expect_gone("item a SE d SE");
    press(":" UP UP);
    expect_row(-1, ":view items");
    press("\003q");
    expect_end_keeping(0);
    history = terminal_read("irtop/history", NULL);
    ck_assert_ptr_nonnull(strstr(history, "view items\nview persons\n"));
    free(history);
    open_lecture(0);
    press(":" UP);
    expect_row(-1, ":view persons");
    press(UP ENTER);
    expect("item a SE d SE");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(long_lines_slide)
{
    char line[302] = ":";

    open_lecture(_i);
    memset(line + 1, 'x', 300);
    press(line);
    expect_row(-1, "xxxxx");
    press("END");
    expect_row(-1, "xEND");
    press("\001BEGIN"); /* Ctrl-A */
    expect_row(-1, ":BEGINx");
    press("\003");
    expect_row(-1, "? help");
    press("q");
    expect_end(0);
}
END_TEST

/* --- search, help, words --------------------------------------------------------------- */

START_TEST(searches)
{
    open_lecture(_i);
    press("n5");
    expect("⏸ cycle 1", "item a SE d SE");
    press("/item4");
    expect_row(-1, "/item4");
    press(ENTER);
    expect("▸ item4");
    expect_row(-2, "item4");
    press("3/10101" ENTER);
    expect("pattern 10101 seen 28 times");
    press("/nowhere" ENTER);
    expect_row(-2, "'nowhere' is not found");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(helps)
{
    open_lecture(_i);
    press("?");
    expect("Keys on Setup", "Esc back");
    press("G" DOWN DOWN);
    expect_gone("Keys on Setup");
    press(ESC);
    expect("1000 persons, 5 items");
    press(":help quad" ENTER);
    expect_row(-2, "quad N");
    press(":speak" ENTER);
    expect("in words", "lsat6.csv");
    press(ESC);
    expect_gone("in words");
    press(":doctor" ENTER);
    expect("doctor");
    press(ESC);
    press("q");
    expect_end(0);
}
END_TEST

/* --- files ------------------------------------------------------------------------------ */

START_TEST(writes_screenshots)
{
    char *text, *shown;
    size_t length;

    open_lecture(_i);
    press("3n");
    expect("⏸ cycle 1");
    press(":goto 1" ENTER ":pattern 10101" ENTER);
    expect("0.49483018", "◂ cycle 1 of 1");
    press(":screenshot shot.txt" ENTER);
    expect_row(-2, "written: shot.txt");
    press(":screenshot shot.svg" ENTER);
    expect_row(-2, "written: shot.svg");
    press(":screenshot shot.png" ENTER);
    expect_row(-2, "written: shot.png");
    text = terminal_read("shot.txt", NULL);
    shown = terminal_text();
    ck_assert_ptr_nonnull(strstr(text, "0.49483018"));
    ck_assert_uint_eq(strcspn(text, "\n"), strcspn(shown, "\n"));
    ck_assert_int_eq(strncmp(text, shown, strcspn(shown, "\n")), 0);
    free(text);
    free(shown);
    text = terminal_read("shot.svg", &length);
    ck_assert_ptr_nonnull(strstr(text, "<svg"));
    ck_assert_ptr_nonnull(strstr(text, "</svg>"));
    free(text);
    text = terminal_read("shot.png", &length);
    ck_assert_uint_gt(length, 1000);
    ck_assert_mem_eq(text, "\211PNG\r\n\032\n", 8);
    free(text);
    press(":screenshot no/such/folder.txt" ENTER);
    expect_row(-2, "folder.txt");
    press("q");
    expect_end(0);
}
END_TEST

static const char script[] = "load \"" LSAT6 "\"\n"
                             "lecture on\n"
                             "until 3\n"
                             "view estep\n"
                             "pattern 10101\n"
                             "goto 1\n";

START_TEST(plays_a_script_on_the_screen)
{
    terminal_write("script", script);
    terminal_open(&(struct terminal_wish){
        .h = heights[_i], .w = widths[_i], .words = { "--run", "script" } });
    expect("◂ cycle 1 of 3", "pattern 10101 seen 28 times", "0.49483018");
    press("q");
    expect_end(0);
}
END_TEST

/* What was done by keys, done again from the journal. */
START_TEST(plays_the_journal)
{
    open_lecture(0);
    press("nnn");
    expect("⏸ cycle 3");
    press("3/10101" ENTER ",,");
    expect("◂ cycle 1 of 3", "0.49483018");
    press("q");
    expect_end_keeping(0);
    terminal_open(&(struct terminal_wish){ .words = { "--run", "irtop/journal" } });
    expect("◂ cycle 1 of 3", "pattern 10101 seen 28 times", "0.49483018");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(runs_a_script_without_a_screen)
{
    terminal_write("script", "load \"" LSAT6 "\"\nlecture on\nuntil 3\nview estep\n"
                             "pattern 10101\ngoto 1\nprint\n");
    terminal_open(&(struct terminal_wish){
        .h = 45, .w = 140, .words = { "--run", "script", "--no-tui" } });
    expect("0.49483018");
    ck_assert(!display_is_alternate(terminal_display()));
    expect_end(0);
}
END_TEST

START_TEST(names_the_line_of_a_bad_script)
{
    terminal_write("script", "load \"" LSAT6 "\"\n\nmodel 9pl\nquit\n");
    terminal_open(&(struct terminal_wish){ .words = { "--run", "script" } });
    expect("script:3:");
    press("q");
    expect_end(0);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: prompt");
    TCase *cases = tcase_create("prompt");

    tcase_set_timeout(cases, 8);
    tcase_add_loop_test(cases, refuses_bad_commands, 0, SIZES);
    tcase_add_loop_test(cases, edits_the_line, 0, SIZES);
    tcase_add_loop_test(cases, completes, 0, SIZES);
    tcase_add_test(cases, remembers_lines_between_runs);
    tcase_add_loop_test(cases, long_lines_slide, 0, SIZES);
    tcase_add_loop_test(cases, searches, 0, SIZES);
    tcase_add_loop_test(cases, helps, 0, SIZES);
    tcase_add_loop_test(cases, writes_screenshots, 0, SIZES);
    tcase_add_loop_test(cases, plays_a_script_on_the_screen, 0, SIZES);
    tcase_add_test(cases, plays_the_journal);
    tcase_add_test(cases, runs_a_script_without_a_screen);
    tcase_add_test(cases, names_the_line_of_a_bad_script);
    suite_add_tcase(suite, cases);
    return suite;
}
