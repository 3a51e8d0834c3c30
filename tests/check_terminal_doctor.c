/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_doctor.c -- the data doctor in a terminal: the list, a key that mends, a key
 * that takes it back; and the journal, replayed. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "terminal/terminal.h"

static const int heights[] = { 24, 45 }, widths[] = { 80, 140 };
#define SIZES 2

static unsigned
mixed(unsigned x)
{
    x = x * 2654435761u + 12345u;
    x ^= x >> 15;
    x *= 2246822519u;
    return x ^ x >> 13;
}

/* An answer of person i to item j, from 1 to 5. */
static int
answer(unsigned i, unsigned j)
{
    return 1 + (int)(mixed(i) % 3 + mixed(7919 * j + i) % 3);
}

/* 120 persons: numbered, in classes, with one item all answered alike, one turned round and
 * a name that comes twice. */
static void
write_messy(void)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    ck_assert_ptr_nonnull(out);
    fprintf(out, "nr,class,q1,q2,q3,q4,q5,q1\n");
    for (unsigned i = 0; i < 120; i++)
        fprintf(out, "%u,%u,%d,%d,3,%d,%d,%d\n", i + 1, i / 15, answer(i, 1),
                answer(i, 2), 6 - answer(i, 4), answer(i, 5), answer(i, 6));
    fclose(out);
    terminal_write("messy.csv", text);
    free(text);
}

static void
open_messy(int size)
{
    write_messy();
    terminal_open(&(struct terminal_wish){
        .h = heights[size], .w = widths[size], .words = { "messy.csv" } });
    expect("120 persons, 8 items", "doctor: 6 notes", "ready");
}

START_TEST(a_key_mends_and_another_takes_it_back)
{
    open_messy(_i);
    press("d");
    expect("1. data, a warning: column 'nr' looks like the names of the persons",
           "doctor 1 does: id-column nr", "doctor 2 does: school-column class",
           "doctor 3 does: omit q3", "1-9 mend");
    press("1");
    expect("─ id-column nr ─", "doctor 1 does: school-column class");
    expect_gone("'nr'");
    press("1");
    expect("─ school-column class ─", "doctor 1 does: omit q3");
    press("u");
    expect("undone, now: school-column not set", "doctor 1 does: school-column class");
    press("u");
    expect("doctor 1 does: id-column nr");
    press(ESC);
    expect("120 persons, 8 items", "doctor: 6 notes");
    press("q");
    expect_end(0);
}
END_TEST

/* From the top of the list to its end: then the data are in order. */
START_TEST(mends_all_there_is)
{
    char *journal;

    open_messy(_i);
    press("d1");
    expect("─ id-column nr ─");
    press("1");
    expect("─ school-column class ─");
    press("1");
    expect("─ omit q3 ─");
    press(":doctor 1" ENTER);
    expect("─ reverse q4 ─");
    press("1");
    expect("─ omit q3,q1.2 ─", "item 'q4' is reversed", "4 items start at 1");
    press("8");
    expect("'8' is not a number from 1 to 2");
    press("1");
    expect("no command mends number 1");
    press(ESC);
    expect("120 persons, 4 items");
    press(" ");
    expect("✓ cycle", "converged");
    press("q");
    expect_end_keeping(0);
    journal = terminal_read("irtop/journal", NULL);
    ck_assert_ptr_nonnull(strstr(journal, "id-column nr\n"
                                          "school-column class\n"
                                          "omit q3\n"
                                          "reverse q4\n"
                                          "omit q3,q1.2\n"));
    /* The same as a script. */
    terminal_write("again.irtop", journal);
    free(journal);
    terminal_open(&(struct terminal_wish){
        .h = heights[_i], .w = widths[_i], .words = { "--run", "again.irtop" } });
    expect("120 persons, 4 items", "✓ cycle");
    press("d");
    expect("1-9 mend", "item 'q4' is reversed");
    press("q"); /* Esc might end the script, which has one line more */
    expect_gone("1-9 mend");
    press("q");
    expect_end(0);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: doctor");
    TCase *cases = tcase_create("doctor");

    tcase_set_timeout(cases, 8);
    tcase_add_loop_test(cases, a_key_mends_and_another_takes_it_back, 0, SIZES);
    tcase_add_loop_test(cases, mends_all_there_is, 0, SIZES);
    suite_add_tcase(suite, cases);
    return suite;
}
