/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_study.c -- the Study screen, and the study that runs beside the screens. */
#include "config.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "report/study.h"
#include "sample.h"
#include "screen.h"
#include "study_run.h"
#include "suite.h"

static char folder[40], before[1000];

static void
set_up(void)
{
    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    strcpy(folder, "/tmp/check_view_study_XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0); /* logs go to the current folder */
    screen_set_up();
}

static void
tear_down(void)
{
    char line[100];

    screen_tear_down();
    ck_assert_int_eq(chdir(before), 0);
    snprintf(line, sizeof line, "rm -r %s", folder);
    ck_assert_int_eq(system(line), 0);
}

static void
write_design(const char *file, const char *text)
{
    FILE *out = fopen(file, "w");

    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
}

static const char design[] = "title = Two sizes of schools\n"
                             "items = 4\nschools = 3\nschool-sizes = 20 30\n"
                             "effects = fixed averages\nquad = 15\nreplications = 5\n";

static void
open_design(void)
{
    write_design("x.study", design);
    screen_do("study x.study");
}

START_TEST(without_a_study_it_says_how_to_open_one)
{
    screen_do("view study");
    screen_draw(24, 80);
    screen_expect("No study is open");
    screen_expect("9 Study");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "No study is open"));
    screen_expect("▸ claims");
    screen_fail("study run", "no study is open");
    screen_fail("word factor", "no study is open");
    screen_fail("study write x.csv", "no study is open");
    screen_at_all_sizes("study");
}
END_TEST

START_TEST(samples_are_opened_by_name)
{
    ui_sample_called(TEST_SRCDIR "/build/irtop");
    screen_do("view study");
    screen_do("word down");
    screen_do("word up");
    ui_app_key(screen_app, UI_KEY_ENTER);
    screen_draw(24, 80);
    ck_assert_ptr_nonnull(strstr(screen_row(3), "claims.study: "));
    ck_assert_int_eq(access("claims.log", R_OK), 0); /* here, not beside the sample */
    for (size_t k = 0; ui_sample_studies[k].name; k++) {
        char line[60];

        snprintf(line, sizeof line, "study %s", ui_sample_studies[k].name);
        screen_do(line);
    }
    screen_fail("study nosuch", "nosuch: No such file");
}
END_TEST

START_TEST(cells_fill_in)
{
    open_design();
    screen_draw(24, 80);
    screen_expect("x.study: Two sizes of schools");
    screen_expect("0 of 20 replications: space runs it");
    screen_expect("20            fixed");
    screen_expect("30            averages");
    screen_expect("0/5");
    screen_expect("nothing to draw yet");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "is stopped: 0 of 20"));
    screen_do("study run");
    screen_draw(24, 80);
    screen_expect("complete: 20 replications");
    screen_expect("5/5");
    screen_expect("mse of b by school-sizes");
    screen_expect("errors of b");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "is complete: 20 of 20"));
    screen_at_all_sizes("study");
}
END_TEST

/* The numbers in the table are those of the results, of what is chosen. */
START_TEST(measures_and_parameters_are_chosen)
{
    static const char *const measure[] = { "mse", "rmse", "coverage", "bias" };
    char wanted[100], number[60];
    const struct irt_study *study;

    open_design();
    screen_do("study run");
    study = ui_study_run_results(screen_app->study);
    for (int target = 0; target < 3; target++) {
        for (int m = 0; m < 4; m++) {
            enum irt_study_target t;
            enum irt_study_measure which;
            char name[20];

            screen_draw(24, 100);
            snprintf(wanted, sizeof wanted, "%s of ", measure[m]);
            ck_assert_ptr_nonnull(strstr(screen_row(6), wanted));
            ck_assert_int_eq(sscanf(strstr(screen_row(6), wanted) + strlen(wanted),
                                    "%19s", name),
                             1);
            ck_assert(irt_study_target_from_name(name, &t));
            ck_assert(irt_study_measure_from_name(measure[m], &which));
            for (size_t c = 0; c < 4; c++) {
                struct irt_study_number value = irt_study_measure(study, c, t, which);

                ui_study_number(value, number, sizeof number);
                ck_assert_msg(strstr(screen_row(7 + (int)c), number) != NULL,
                              "%s of %s: no %s in: %s", measure[m], name, number,
                              screen_row(7 + (int)c));
            }
            screen_do("word measure");
        }
        screen_do("word parameter");
    }
}
END_TEST

START_TEST(the_cursor_goes_over_the_cells)
{
    open_design();
    for (int k = 0; k < 10; k++)
        screen_do("word down");
    screen_draw(24, 80);
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "cell 4 of 4"));
    screen_do("word up");
    ck_assert_ptr_nonnull(
        strstr(screen_spoken(), "cell 3 of 4, school-sizes 30, effects fixed"));
    screen_do("word first");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "cell 1 of 4"));
    screen_do("word cell 2");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "cell 2 of 4"));
    screen_fail("word cell 5", "there are cells 1 to 4");
    screen_do("word last");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "cell 4 of 4"));
    screen_do("page up");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "cell 1 of 4"));
    screen_draw(24, 80);
    for (size_t k = 0; k < screen_app->canvas.spots; k++)
        if (strcmp(screen_app->canvas.spot[k].command, "word cell 3") == 0) {
            struct ui_rect where = screen_app->canvas.spot[k].where;
            ui_app_click(screen_app, where.y, where.x + 3, false);
        }
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "cell 3 of 4"));
}
END_TEST

START_TEST(sections_and_factors_are_chosen)
{
    write_design("y.study", "items = 3 4\npersons = 30 40\nquad = 9\nreplications = 2\n"
                            "contaminate = none all-zero=.1 random=.3\n"
                            "[first]\n[second]\ntitle = The second\nmodel = rasch\n");
    screen_do("study y.study");
    screen_do("study run");
    screen_draw(30, 120);
    screen_expect("y.study: first  [ 1 of 2 ]");
    screen_expect("mse of b by items");
    screen_do("word factor");
    screen_draw(30, 120);
    screen_expect("mse of b by persons");
    screen_do("word factor");
    screen_draw(30, 120);
    screen_expect("mse of b by contaminate");
    screen_at_all_sizes("study");
    screen_do("word next");
    screen_draw(30, 120);
    screen_expect("The second  [ 2 of 2 ]");
    screen_do("word next");
    screen_do("word previous");
    screen_draw(30, 120);
    screen_expect("y.study: first  [ 1 of 2 ]");
}
END_TEST

/* Waits until the study beside the screen has told something. */
static void
wait_for_news(void)
{
    struct pollfd fd = { .fd = ui_app_study_fd(screen_app), .events = POLLIN };

    ck_assert_int_eq(poll(&fd, 1, 20000), 1);
    ui_app_poll(screen_app);
}

START_TEST(it_runs_beside_the_screen_and_stops)
{
    const struct irt_study *results;
    size_t done;

    screen_app->tui = true;
    write_design("long.study", "items = 6\npersons = 300 500\nreplications = 100000\n");
    screen_do("study long.study");
    results = ui_study_run_results(screen_app->study);
    screen_do("study toggle");
    ck_assert(ui_study_run_running(screen_app->study));
    while (irt_study_done(results) < 5)
        wait_for_news();
    screen_draw(24, 80);
    screen_expect("▶ ");
    screen_expect(" of 200000 replications, about ");
    ck_assert(ui_study_run_left(screen_app->study) > 0);
    screen_do("study toggle");
    ck_assert(!ui_study_run_running(screen_app->study));
    ck_assert(ui_study_run_gone_within(screen_app->study, 20000));
    ui_app_poll(screen_app);
    done = irt_study_done(results);
    ck_assert_uint_ge(done, 5);
    screen_draw(24, 80);
    screen_expect("of 200000 replications: space goes on");
    screen_do("study toggle"); /* and goes on */
    while (irt_study_done(results) < done + 3)
        wait_for_news();
    screen_do("study stop");
    ck_assert(ui_study_run_gone_within(screen_app->study, 20000));
    ui_app_poll(screen_app);
    done = irt_study_done(results);
    screen_do("study long.study"); /* opened anew, all is in the log */
    results = ui_study_run_results(screen_app->study);
    ck_assert_uint_eq(irt_study_done(results), done);
}
END_TEST

/* What the thread found is what a study without a screen finds. */
START_TEST(the_screens_copy_is_the_study)
{
    struct irt_error error;
    struct irt_study_design *plain = NULL;
    struct irt_study *study;

    open_design();
    screen_do("study run");
    plain = irt_study_design_read(design, "x", &error);
    study = irt_study_open(plain, NULL, "1", &error);
    ck_assert(irt_study_run(study, 1, NULL, NULL, &error));
    for (size_t c = 0; c < 4; c++)
        for (size_t r = 0; r < 5; r++)
            ck_assert_mem_eq(irt_study_result(ui_study_run_results(screen_app->study), c,
                                              r),
                             irt_study_result(study, c, r),
                             sizeof(struct irt_study_result));
    irt_study_close(study);
    irt_study_design_free(plain);
}
END_TEST

START_TEST(results_are_written)
{
    struct stat info;

    open_design();
    screen_do("study run");
    screen_do("study write x.csv");
    screen_do("study write x.json");
    screen_do("study write x.txt");
    ck_assert_int_eq(stat("x.csv", &info), 0);
    ck_assert_int_gt(info.st_size, 1000);
    ck_assert_int_eq(stat("x.json", &info), 0);
    ck_assert_int_eq(stat("x.txt", &info), 0);
    screen_fail("study write x.doc", "give FILE.csv, .json or .txt");
    screen_fail("study write no/x.csv", "no/x.csv");
}
END_TEST

START_TEST(slips_leave_the_open_study)
{
    open_design();
    screen_fail("study nothing.study", "nothing.study: No such file");
    write_design("bad.study", "item = 5\n");
    screen_fail("study bad.study", "bad.study:1: there is no key 'item'");
    screen_fail("study", "usage: study");
    screen_fail("study a b", "usage: study");
    screen_draw(24, 80);
    screen_expect("x.study: Two sizes of schools");
    screen_do("study run");
    screen_do("study run");
    ck_assert_ptr_nonnull(strstr(screen_app->message, "nothing is missing"));
    screen_do("study x.study"); /* the log is free again */
    screen_draw(24, 80);
    screen_expect("complete: 20 replications");
}
END_TEST

/* A log that cannot grow: the study ends and says why. */
START_TEST(trouble_is_told)
{
    struct irt_error error = { IRT_OK, "" };
    struct ui_study_run *run;

    write_design("x.study", design);
    run = ui_study_run_open("x.study", "/dev/full", &error);
    ck_assert_ptr_null(run);
    ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
    ui_study_run_free(NULL);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view_study");
    TCase *cases = tcase_create("view_study");

    tcase_set_timeout(cases, 60);
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, without_a_study_it_says_how_to_open_one);
    tcase_add_test(cases, samples_are_opened_by_name);
    tcase_add_test(cases, cells_fill_in);
    tcase_add_test(cases, measures_and_parameters_are_chosen);
    tcase_add_test(cases, the_cursor_goes_over_the_cells);
    tcase_add_test(cases, sections_and_factors_are_chosen);
    tcase_add_test(cases, it_runs_beside_the_screen_and_stops);
    tcase_add_test(cases, the_screens_copy_is_the_study);
    tcase_add_test(cases, results_are_written);
    tcase_add_test(cases, slips_leave_the_open_study);
    tcase_add_test(cases, trouble_is_told);
    suite_add_tcase(suite, cases);
    return suite;
}
