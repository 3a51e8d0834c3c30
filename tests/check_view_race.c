/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_race.c -- the Race screen and its commands. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "race_run.h"
#include "screen.h"
#include "suite.h"

#define SIM TEST_SRCDIR "/samples/sim-2pl-500x10.csv"

START_TEST(before_a_race_it_says_what_one_is)
{
    screen_do("view race");
    screen_draw(24, 80);
    screen_expect("No race was run");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "No race was run"));
    screen_fail("race stop", "no race was run");
    screen_fail("race write x.csv", "no race was run");
    screen_fail("race em", "two entrants or more");
    screen_fail("race em, magic", "magic: ");
    ck_assert_ptr_null(screen_app->race);
    screen_at_all_sizes("race");
}
END_TEST

/* What stands in the table is what the lanes came to. */
START_TEST(lanes_stand_side_by_side)
{
    char number[40];

    screen_do("model rasch");
    screen_do("race em, em accelerate=none, cml, jml");
    ck_assert_uint_eq(ui_race_run_lanes(screen_app->race), 4);
    ck_assert(!ui_race_run_running(screen_app->race));
    screen_draw(24, 80);
    screen_expect("Rasch of lsat6.csv: distance from em");
    screen_expect("em accelerate=none");
    screen_expect(" b by log10 cycle");
    screen_expect(" b by log10 ms");
    screen_draw(30, 120);
    screen_expect("distance of b by log10 cycle");
    for (size_t k = 0; k < 4; k++) {
        const struct ui_race_seen *lane = ui_race_run_lane(screen_app->race, k);

        ck_assert(lane->ended);
        ck_assert_str_eq(lane->outcome, "converged");
        snprintf(number, sizeof number, "%.4f", lane->point[lane->points - 1].distance.b);
        screen_expect(number);
    }
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "held against em"));
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "Nearest is"));
    screen_fail("word parameter", "no slopes");
    screen_at_all_sizes("race");
}
END_TEST

/* In the line of the nearest the number under this heading alone is marked. */
static void
expect_nearest_by(const char *heading)
{
    for (int y = 0; y < screen_app->canvas.h; y++) {
        const char *found = strstr(screen_row(y), ", nearest");

        if (!found)
            continue;
        for (int c = 0; c < 2; c++) {
            const char *name = c == 0 ? "b" : "a";
            int x = 0;

            for (int row = 0; row < y; row++) { /* the headings end their columns */
                const char *head = strstr(screen_row(row), "seconds        b        a");

                if (head)
                    x = (int)(head - screen_row(row)) + (c == 0 ? 15 : 24);
            }
            ck_assert_int_gt(x, 0);
            bool marked = ui_cell_at(&screen_app->canvas, y, x)->role == UI_KEY;

            ck_assert_msg(marked == (strcmp(name, heading) == 0), "%s", screen_row(y));
        }
        return;
    }
    ck_abort_msg("nobody is nearest");
}

START_TEST(truth_and_slopes_are_shown)
{
    screen_do("load " SIM);
    screen_do("race em, jml");
    screen_draw(45, 140);
    screen_expect("distance from the truth");
    expect_nearest_by("b");
    screen_do("word parameter");
    screen_draw(45, 140);
    screen_expect("distance of slopes a by log10 ms");
    expect_nearest_by("a");
    screen_at_all_sizes("race");
    screen_do("model rasch"); /* the race goes by what it was started with */
    screen_draw(45, 140);
    screen_expect("2PL of sim-2pl-500x10.csv");
    screen_do("race toggle"); /* again, the same entrants */
    ck_assert_uint_eq(ui_race_run_lanes(screen_app->race), 2);
    screen_draw(45, 140);
    screen_expect("Rasch of");
    screen_expect("distance of b by");
}
END_TEST

START_TEST(the_outcome_is_written)
{
    static const char *const endings[] = { "csv", "json", "txt" };
    char line[80], file[40];

    screen_do("race em, jml");
    for (size_t i = 0; i < 3; i++) {
        snprintf(file, sizeof file, "check_view_race.%s", endings[i]);
        snprintf(line, sizeof line, "race write %s", file);
        screen_do(line);
        ck_assert_int_eq(access(file, R_OK), 0);
        unlink(file);
    }
    screen_fail("race write x.doc", "give FILE.csv, .json or .txt");
    screen_fail("race write /no/where.csv", "where.csv");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view race");
    TCase *tests = tcase_create("view race");

    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, screen_set_up, screen_tear_down);
    tcase_add_test(tests, before_a_race_it_says_what_one_is);
    tcase_add_test(tests, lanes_stand_side_by_side);
    tcase_add_test(tests, truth_and_slopes_are_shown);
    tcase_add_test(tests, the_outcome_is_written);
    suite_add_tcase(suite, tests);
    return suite;
}
