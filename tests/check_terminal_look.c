/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_look.c -- how the program looks in terminals of several kinds, and the
 * mouse. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "terminal/terminal.h"

static const int heights[] = { 24, 45 }, widths[] = { 80, 140 };
#define SIZES 2

static void
open_unlike(int size, const char *unlike, const char *option)
{
    terminal_open(&(struct terminal_wish){ .h = heights[size],
                                           .w = widths[size],
                                           .words = { LSAT6, "--lecture", option },
                                           .unlike = { unlike } });
    expect("lsat6.csv", "ready", "? help");
}

/* Every screen with all that is on it, at cycle 44. */
static void
visit_all(void)
{
    press(":speed full" ENTER " ");
    expect("cycle 44");
    press("1");
    expect("Acceleration");
    press("2");
    expect("-2466.653666");
    press("3");
    expect("node X");
    press(TAB);
    expect("sum");
    press("4");
    expect("score d");
    press("5");
    expect("0.8901");
    press("7");
    expect("EAP");
    press("?");
    expect("Keys on Persons");
    press("q");
    expect_gone("Keys on Persons");
}

/* --- colours ---------------------------------------------------------------------------- */

static bool
has_colours(const void *to)
{
    (void)to;
    return display_coloured(terminal_display()) > 0;
}

static bool
has_none(const void *to)
{
    (void)to;
    return display_coloured(terminal_display()) == 0;
}

/* Meaning never by colour alone: the open tab and the header are marked all the same. */
static bool
has_marks(const void *to)
{
    (void)to;
    return display_marked(terminal_display()) > 0;
}

START_TEST(themes_have_their_colours)
{
    open_unlike(0, NULL, NULL);
    expect_that(has_colours, NULL, "colours");
    press(":theme mono" ENTER);
    expect_that(has_none, NULL, "no colours");
    expect_that(has_marks, NULL, "bold, underlined or reversed letters");
    press(":theme light" ENTER);
    expect_that(has_colours, NULL, "colours");
    press(":theme mono" ENTER);
    expect_that(has_none, NULL, "no colours");
    press(":theme contrast" ENTER);
    expect_that(has_colours, NULL, "colours");
    expect("lsat6.csv", "ready", "? help");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(a_theme_is_kept)
{
    open_unlike(0, NULL, NULL);
    expect_that(has_colours, NULL, "colours");
    press(":theme mono" ENTER);
    expect_that(has_none, NULL, "no colours");
    press("q");
    expect_end_keeping(0);
    open_unlike(0, NULL, NULL);
    ck_assert(has_none(NULL));
    press("q");
    expect_end(0);
}
END_TEST

static const char *const colourless[][2] = { { "NO_COLOR=1", NULL },
                                             { NULL, "--no-color" },
                                             { "TERM=vt100", NULL } };

START_TEST(goes_without_colours)
{
    open_unlike(0, colourless[_i][0], colourless[_i][1]);
    visit_all();
    ck_assert(has_none(NULL));
    ck_assert(has_marks(NULL));
    press("q");
    expect_end(0);
}
END_TEST

/* --- signs ------------------------------------------------------------------------------ */

static const char *const plain[] = { "LANG=C", "TERM=vt100", "TERM=vt220",
                                     "IRTOP_GLYPHS=ascii" };

START_TEST(plain_terminals_get_ascii_only)
{
    terminal_open(&(struct terminal_wish){ .h = heights[_i % 2],
                                           .w = widths[_i % 2],
                                           .words = { LSAT6, "--lecture" },
                                           .unlike = { plain[_i / 2] } });
    expect("lsat6.csv", "1000 persons", "ready", "? help");
    visit_all();
    press(":model rasch" ENTER);
    expect("Rasch", "ready");
    ck_assert_uint_eq(display_foreign(terminal_display()), 0);
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(others_get_braille)
{
    open_unlike(_i, NULL, NULL);
    visit_all();
    press("2");
    expect("-2466.653666", "⠤⠤");
    press("q");
    expect_end(0);
}
END_TEST

/* --- small, smaller, large --------------------------------------------------------------- */

static const int sizes[][2] = {
    { 6, 20 }, { 10, 40 }, { 24, 80 }, { 45, 140 }, { 70, 300 }
};

START_TEST(fits_any_size)
{
    int h = sizes[_i][0];

    terminal_open(&(struct terminal_wish){
        .h = h, .w = sizes[_i][1], .words = { LSAT6, "--lecture" } });
    expect_row(-1, "? help");
    press(":speed full" ENTER " ");
    expect_row(0, "✓ cycle");
    for (const char *key = "1234571"; *key; key++) {
        char bytes[2] = { *key, '\0' };

        press(bytes);
        press("n");    /* has ended: a message */
        press("\014"); /* Ctrl-L: painted anew */
    }
    press("?");
    expect("Keys on Setup");
    press("q");
    expect_gone("Keys on Setup");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(says_when_it_is_too_small)
{
    terminal_open(
        &(struct terminal_wish){ .h = 3, .w = 12, .words = { LSAT6, "--lecture" } });
    expect("too small");
    press("2n");
    terminal_resize(24, 80);
    expect("⏸ cycle 1", "log-likelihood");
    press("q");
    expect_end(0);
}
END_TEST

START_TEST(paints_anew)
{
    char *was;

    open_unlike(_i, NULL, NULL);
    press("2n");
    expect("⏸ cycle 1", "log-likelihood", "? help");
    while (!terminal_is_quiet(50))
        ;
    was = terminal_text();
    display_feed(terminal_display(), "\033[2J\033[Hrubbish", 14);
    ck_assert(!shows("log-likelihood"));
    press("\014"); /* Ctrl-L */
    expect("⏸ cycle 1", "log-likelihood", "? help");
    while (!terminal_is_quiet(50))
        ;
    char *is = terminal_text();
    ck_assert(strcmp(is, was) == 0);
    free(was);
    free(is);
    press("q");
    expect_end(0);
}
END_TEST

/* --- the mouse --------------------------------------------------------------------------- */

START_TEST(the_mouse_opens_tabs_and_numbers)
{
    open_unlike(_i, NULL, NULL);
    press("n");
    expect("⏸ cycle 1");
    click("3 E-st");
    expect("E1 likelihood");
    click("5 Items");
    expect("item a SE d SE");
    click("3 E-st");
    expect("pattern 00000");
    press(":pattern 10101" ENTER);
    expect("0.49483018");
    click("0.49483018");
    expect("0.49483018▸");
    click("0.49483018");
    click("? help");
    expect("Keys on E-step");
    press(ESC);
    expect_gone("Keys on E-step");
    press("q");
    expect_end(0);
}
END_TEST

static bool
mouse_taken(const void *to)
{
    return display_has_mouse(to);
}

static bool
mouse_free(const void *to)
{
    return !display_has_mouse(to);
}

START_TEST(the_mouse_can_be_released)
{
    open_unlike(0, NULL, NULL);
    expect_that(mouse_taken, terminal_display(), "the mouse taken");
    press("m");
    expect_that(mouse_free, terminal_display(), "the mouse released");
    press("m");
    expect_that(mouse_taken, terminal_display(), "the mouse taken");
    press("q");
    expect_end(0);
}
END_TEST

/* Bytes of no key do no harm. */
START_TEST(bears_any_bytes)
{
    char bytes[600];
    unsigned random = 1;

    open_unlike(_i, NULL, NULL);
    press("n");
    expect("⏸ cycle 1");
    press("\033[<0;500;500M\033[<64;1;1M\033[<99;0;0M\033[999~\033OP\033[200~x\033[201~");
    press("?");
    expect("Keys on Setup");
    press("q");
    expect_gone("Keys on Setup");
    /* No UTF-8: curses drops what comes with it in one go, up to 144 bytes. */
    press("\303\050\377\376\200");
    memset(bytes, ':', 300);
    bytes[300] = '\0';
    press(bytes);
    expect_row(-1, "::");
    press("\003");
    expect_row(-1, "? help");
    press(":");
    expect_row(-1, ":");
    for (size_t k = 0; k < 300; k++) {
        random = random * 1103515245u + 12345u;
        bytes[k] = (char)(128 + (random >> 16) % 128);
    }
    press(bytes);
    memset(bytes, 'x', 300);
    press(bytes);
    expect_row(-1, "xxxx");
    press("\003");
    expect_row(-1, "? help");
    press("q");
    expect_end(0);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: look");
    TCase *cases = tcase_create("look");

    tcase_set_timeout(cases, 8);
    tcase_add_test(cases, themes_have_their_colours);
    tcase_add_test(cases, a_theme_is_kept);
    tcase_add_loop_test(cases, goes_without_colours, 0, 3);
    tcase_add_loop_test(cases, plain_terminals_get_ascii_only, 0, 8);
    tcase_add_loop_test(cases, others_get_braille, 0, SIZES);
    tcase_add_loop_test(cases, fits_any_size, 0, 5);
    tcase_add_test(cases, says_when_it_is_too_small);
    tcase_add_loop_test(cases, paints_anew, 0, SIZES);
    tcase_add_loop_test(cases, the_mouse_opens_tabs_and_numbers, 0, SIZES);
    tcase_add_test(cases, the_mouse_can_be_released);
    tcase_add_loop_test(cases, bears_any_bytes, 0, SIZES);
    suite_add_tcase(suite, cases);
    return suite;
}
