/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session: data, choices and run, and what becomes of each when another changes. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "session.h"
#include "suite.h"

#define LSAT6 TEST_SRCDIR "/samples/lsat6.csv"

static struct ui_session *session; /* large: not on the stack */
static struct irt_error error;
static char scratch[64];

static void
set_up(void)
{
    session = malloc(sizeof *session);
    ck_assert_ptr_nonnull(session);
    ui_session_init(session);
    error.code = IRT_OK;
    scratch[0] = '\0';
}

static void
tear_down(void)
{
    ui_session_free(session);
    free(session);
    if (scratch[0])
        unlink(scratch);
}

static void
load(const char *file)
{
    struct ui_choices choices = session->choices;

    snprintf(choices.file, sizeof choices.file, "%s", file);
    ck_assert_msg(ui_session_choose(session, &choices, &error), "%s", error.message);
}

static bool
choose(const char *name, const char *value)
{
    struct ui_choices choices = session->choices;

    ck_assert(ui_choice_find(name)->set(&choices, value, &error));
    return ui_session_choose(session, &choices, &error);
}

/* A file of its own for this test. */
static const char *
file_with(const char *text)
{
    FILE *out;

    strcpy(scratch, "/tmp/irtop-session-XXXXXX");
    out = fdopen(mkstemp(scratch), "w");
    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    fclose(out);
    return scratch;
}

static void
run_to(size_t cycle)
{
    ck_assert_msg(ui_session_open_run(session, &error), "%s", error.message);
    ui_worker_stop_at(session->worker, cycle);
    ui_worker_run(session->worker);
    ui_session_wait(session);
}

START_TEST(begins_without_data)
{
    ck_assert_ptr_null(session->data);
    ck_assert_ptr_null(session->model);
    ck_assert_int_eq(session->problem.code, IRT_BAD_DATA);
    ck_assert_ptr_null(ui_session_psi(session));
    ck_assert_uint_eq(ui_session_shown(session)->parameters, 0);
    ck_assert(!ui_session_open_run(session, &error));
    ck_assert_str_eq(error.message, session->problem.message);
    ck_assert(!ui_session_travel(session, 1, &error));
    ck_assert(!ui_session_poll(session));
    ck_assert(!ui_session_pin(session, NULL, &error));
}
END_TEST

START_TEST(loading_makes_the_model)
{
    load(LSAT6);
    ck_assert_double_eq(session->data->persons, 1000);
    ck_assert_uint_eq(session->patterns->count, 30);
    ck_assert_uint_eq(session->model->items, 5);
    ck_assert_double_eq(ui_session_psi(session)[session->model->item[0].first], 1.0);
    ck_assert_str_eq(ui_item_name(session, 2), "item3");
}
END_TEST

START_TEST(a_file_that_cannot_be_read_changes_nothing)
{
    struct ui_choices choices;
    const struct irt_responses *data;

    load(LSAT6);
    run_to(2);
    data = session->data;
    choices = session->choices;
    strcpy(choices.file, "/nonexistent/x.csv");
    ck_assert(!ui_session_choose(session, &choices, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_ptr_eq(session->data, data);
    ck_assert_str_eq(session->choices.file, LSAT6);
    ck_assert_uint_eq(ui_session_cycles(session), 2);
    ck_assert_uint_eq(session->undos, 1);
}
END_TEST

START_TEST(options_that_cannot_be_change_nothing)
{
    load(LSAT6);
    run_to(1);
    ck_assert(!choose("quad", "1"));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_uint_eq(session->choices.options.points, 61);
    ck_assert_ptr_nonnull(session->worker);
}
END_TEST

START_TEST(the_same_choice_keeps_the_run)
{
    load(LSAT6);
    run_to(1);
    ck_assert(choose("quad", "61"));
    ck_assert_ptr_nonnull(session->worker);
    ck_assert_uint_eq(session->undos, 1);
}
END_TEST

START_TEST(another_choice_drops_the_run)
{
    load(LSAT6);
    run_to(3);
    ck_assert(ui_session_travel(session, 2, &error));
    ck_assert(choose("model", "rasch"));
    ck_assert_ptr_null(session->worker);
    ck_assert_uint_eq(ui_session_cycles(session), 0);
    ck_assert_uint_eq(session->travel, 0);
    ck_assert_ptr_null(session->fit);
    ck_assert_str_eq(session->model->kind->name, "rasch");
    ck_assert(choose("quad", "10"));
    ck_assert_uint_eq(session->quadrature->points, 10);
}
END_TEST

START_TEST(undo_and_redo_walk_through_choices)
{
    load(LSAT6);
    ck_assert(choose("quad", "10"));
    ck_assert(choose("model", "1pl"));
    ck_assert(ui_session_undo(session, &error));
    ck_assert_str_eq(session->model->kind->name, "2pl");
    ck_assert_uint_eq(session->quadrature->points, 10);
    ck_assert(ui_session_undo(session, &error));
    ck_assert_uint_eq(session->quadrature->points, 61);
    ck_assert(ui_session_redo(session, &error));
    ck_assert(ui_session_redo(session, &error));
    ck_assert_str_eq(session->model->kind->name, "1pl");
    ck_assert(!ui_session_redo(session, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    /* A new choice ends what could be redone. */
    ck_assert(ui_session_undo(session, &error));
    ck_assert(choose("tol", "0.001"));
    ck_assert(!ui_session_redo(session, &error));
}
END_TEST

START_TEST(undo_goes_back_to_the_data_before)
{
    load(LSAT6);
    load(file_with("a,b\n0,1\n1,0\n1,1\n"));
    ck_assert_uint_eq(session->data->items, 2);
    ck_assert(ui_session_undo(session, &error));
    ck_assert_uint_eq(session->data->items, 5);
    ck_assert(ui_session_undo(session, &error));
    ck_assert_ptr_null(session->data);
    ck_assert(!ui_session_undo(session, &error));
}
END_TEST

START_TEST(undo_forgets_the_oldest)
{
    char value[16];

    load(LSAT6);
    for (int k = 0; k < UI_UNDO + 9; k++) {
        snprintf(value, sizeof value, "%d", 5 + k);
        ck_assert(choose("quad", value));
    }
    for (int k = 0; k < UI_UNDO; k++)
        ck_assert(ui_session_undo(session, &error));
    ck_assert(!ui_session_undo(session, &error));
    ck_assert_uint_eq(session->choices.options.points, 5 + 9 - 1);
}
END_TEST

START_TEST(a_model_that_does_not_fit_says_why)
{
    load(file_with("a,b\n0,2\n1,0\n1,1\n0,0\n"));
    ck_assert(choose("model", "2pl"));
    ck_assert_ptr_nonnull(session->data);
    ck_assert_ptr_null(session->model);
    ck_assert_int_eq(session->problem.code, IRT_BAD_DATA);
    ck_assert(!ui_session_open_run(session, &error));
    load(LSAT6);
    ck_assert_ptr_nonnull(session->model);
    ck_assert_int_eq(session->problem.code, IRT_OK);
}
END_TEST

START_TEST(a_run_ends_with_fit_and_scores)
{
    load(LSAT6);
    run_to(0);
    ck_assert(session->ended);
    ck_assert(!session->running);
    ck_assert_ptr_nonnull(session->fit);
    ck_assert_ptr_nonnull(session->score[IRT_SCORE_EAP]);
    ck_assert(session->fit->converged);
    ck_assert_double_eq_tol(session->fit->loglik, -2466.653, 0.001);
}
END_TEST

/* Which score is looked at is no matter of the run. */
START_TEST(a_score_can_be_chosen_after_the_run)
{
    load(LSAT6);
    run_to(0);
    ck_assert_ptr_null(session->score[IRT_SCORE_MAP]);
    ck_assert(choose("score", "map"));
    ck_assert_ptr_nonnull(session->worker);
    ui_session_wait(session);
    ck_assert_ptr_nonnull(session->fit);
    ck_assert_ptr_nonnull(session->score[IRT_SCORE_MAP]);
    ck_assert(!ui_session_score(session, IRT_SCORE_MAP)); /* asked for already */
    ck_assert(ui_session_undo(session, &error));
    ck_assert_int_eq(session->choices.options.score, IRT_SCORE_EAP);
    ck_assert_ptr_nonnull(session->fit);
    ck_assert(choose("tol", "1e-5"));
    ck_assert_ptr_null(session->score[IRT_SCORE_MAP]);
    ck_assert(!ui_session_score(session, IRT_SCORE_MAP)); /* there is no run */
}
END_TEST

START_TEST(travels_through_time)
{
    load(LSAT6);
    ck_assert(choose("accelerate", "none"));
    run_to(5);
    ck_assert(ui_session_travel(session, 2, &error));
    ui_session_wait(session);
    ck_assert_uint_eq(ui_session_shown(session)->cycle, 2);
    ck_assert_mem_eq(ui_session_psi(session), irt_trace_psi(&session->trace, 2),
                     session->trace.parameters * sizeof(double));
    ck_assert(ui_session_travel(session, 99, &error));
    ck_assert_uint_eq(session->travel, 5);
    ui_session_wait(session);
    ck_assert_uint_eq(ui_session_shown(session)->cycle, 5);
    ck_assert(ui_session_travel(session, 0, &error));
    ck_assert_ptr_eq(ui_session_shown(session), &session->live);
    /* The answer to a travel given up comes late and is not shown. */
    ck_assert(ui_session_travel(session, 1, &error));
    ck_assert(ui_session_travel(session, 0, &error));
    ui_session_wait(session);
    ck_assert_uint_eq(ui_session_shown(session)->cycle, 5);
    ck_assert(ui_session_travel(session, 3, &error));
    ck_assert_uint_ne(ui_session_shown(session)->cycle, 1);
    ui_session_wait(session);
    ck_assert_uint_eq(ui_session_shown(session)->cycle, 3);
}
END_TEST

/* The thread is left to end by itself; the data stay until it has. */
START_TEST(choices_and_data_change_under_a_run)
{
    load(LSAT6);
    ck_assert(choose("max-cycles", "1000000"));
    ck_assert(choose("tol", "1e-300"));
    for (int k = 0; k < 5; k++) {
        ck_assert(ui_session_open_run(session, &error));
        ui_worker_run(session->worker);
        ck_assert(choose("model", k % 2 ? "2pl" : "rasch"));
        ck_assert(ui_session_open_run(session, &error));
        ui_worker_run(session->worker);
        if (k == 2)
            load(file_with("a,b\n0,1\n1,0\n1,1\n0,0\n"));
    }
    ui_session_reset(session);
    ck_assert_ptr_null(session->worker);
    ck_assert_ptr_nonnull(session->model);
}
END_TEST

START_TEST(pins_outlive_the_run)
{
    load(LSAT6);
    ck_assert(!ui_session_pin(session, NULL, &error));
    run_to(2);
    ck_assert(ui_session_pin(session, NULL, &error));
    ck_assert(choose("quad", "10"));
    run_to(1);
    ck_assert(ui_session_pin(session, "ten", &error));
    ck_assert_uint_eq(session->pins, 2);
    ck_assert_str_eq(session->pin[0].label, "2PL  EM  61 nodes [-6, 6]");
    ck_assert_uint_eq(session->pin[0].trace.rows, 3);
    ck_assert_uint_eq(session->pin[0].choices.options.points, 61);
    ui_session_unpin(session, 0);
    ck_assert_uint_eq(session->pins, 1);
    ck_assert_str_eq(session->pin[0].label, "ten");
    while (session->pins < UI_PINS)
        ck_assert(ui_session_pin(session, NULL, &error));
    ck_assert(!ui_session_pin(session, NULL, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
}
END_TEST

START_TEST(describes_the_settings)
{
    char text[100];

    ck_assert(choose("lecture", "on"));
    ui_session_describe(session, text, sizeof text);
    ck_assert_str_eq(text, "auto  EM  10 nodes [-4, 4]");
    ck_assert(choose("lecture", "off"));
    ck_assert(choose("nodes", "gh"));
    ck_assert(choose("model", "rasch"));
    ui_session_describe(session, text, sizeof text);
    ck_assert_str_eq(text, "Rasch  EM  10 Gauss-Hermite nodes");
    ck_assert(choose("nodes", "empirical"));
    ui_session_describe(session, text, sizeof text);
    ck_assert_str_eq(text, "Rasch  EM  10 empirical nodes [-4, 4]");
}
END_TEST

START_TEST(patterns_as_text)
{
    char text[16];

    load(file_with("a,b,c,d\n0,1,NA,1\n1,0,1,12\n"));
    ui_pattern_text(session, 0, 0, text, sizeof text);
    ck_assert_str_eq(text, "01.1");
    ui_pattern_text(session, 1, 0, text, sizeof text);
    ck_assert_str_eq(text, "101c");
    ui_pattern_text(session, 0, 3, text, sizeof text);
    ck_assert_str_eq(text, "01…");
    ui_pattern_text(session, 0, 4, text, sizeof text);
    ck_assert_str_eq(text, "01.1");
    ui_pattern_text(session, 7, 4, text, sizeof text);
    ck_assert_str_eq(text, "");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("session");
    TCase *cases = tcase_create("session");

    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, begins_without_data);
    tcase_add_test(cases, loading_makes_the_model);
    tcase_add_test(cases, a_file_that_cannot_be_read_changes_nothing);
    tcase_add_test(cases, options_that_cannot_be_change_nothing);
    tcase_add_test(cases, the_same_choice_keeps_the_run);
    tcase_add_test(cases, another_choice_drops_the_run);
    tcase_add_test(cases, undo_and_redo_walk_through_choices);
    tcase_add_test(cases, undo_goes_back_to_the_data_before);
    tcase_add_test(cases, undo_forgets_the_oldest);
    tcase_add_test(cases, a_model_that_does_not_fit_says_why);
    tcase_add_test(cases, a_run_ends_with_fit_and_scores);
    tcase_add_test(cases, a_score_can_be_chosen_after_the_run);
    tcase_add_test(cases, travels_through_time);
    tcase_add_test(cases, choices_and_data_change_under_a_run);
    tcase_add_test(cases, pins_outlive_the_run);
    tcase_add_test(cases, describes_the_settings);
    tcase_add_test(cases, patterns_as_text);
    suite_add_tcase(suite, cases);
    return suite;
}
