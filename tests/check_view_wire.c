/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_wire.c -- the Wire screen: messages as they were sent; and schools that are left
 * out of a federated run. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examine.h"
#include "federation/bytes.h"
#include "rivals.h"
#include "school_facts.h"
#include "screen.h"
#include "suite.h"

#define SCHOOLS TEST_SRCDIR "/samples/sim-schools-1660x10.csv"

static struct ui_session *
session(void)
{
    return &screen_app->session;
}

static void
open_schools(void)
{
    screen_do("load " SCHOOLS);
    screen_do("accelerate lbfgs");
    screen_do("quad 21");
    screen_do("estimator federated");
    screen_do("view wire");
}

START_TEST(without_messages_it_says_why)
{
    screen_do("view wire");
    screen_draw(24, 80);
    screen_expect("0 Wire");
    screen_expect("Nothing is sent");
    screen_expect("estimator");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "estimator federated"));
    screen_fail("word down", "Nothing is sent");
    screen_at_all_sizes("wire");
    open_schools();
    screen_draw(24, 80);
    screen_expect("No message yet");
    screen_at_all_sizes("wire");
}
END_TEST

/* The first stage is the call, each after it a school's answer; the chosen school goes
 * along. */
START_TEST(a_stage_is_a_message)
{
    open_schools();
    screen_do("step stage");
    screen_draw(24, 80);
    screen_expect("0 of 10 answered");
    for (size_t k = 0; k < 10; k++) {
        char wanted[60];

        screen_do("step stage");
        screen_draw(24, 80);
        snprintf(wanted, sizeof wanted, "%zu of 10 answered", k + 1);
        screen_expect(wanted);
        snprintf(wanted, sizeof wanted, "what left school %s in round 1, the survey",
                 session()->data->school_name[k]);
        screen_expect(wanted);
        ck_assert_uint_eq(session()->wire.school, k);
    }
    screen_at_all_sizes("wire");
}
END_TEST

/* Bytes, numbers and totals are those that were sent. */
/* The other end shows what it can: no counts, and where they are. */
START_TEST(steps_at_home_are_said_to_be_there)
{
    open_schools();
    screen_do("run");
    screen_do("view estep");
    screen_draw(30, 100);
    screen_expect(
        "each school does E1 to E4 at home, on its own rows; sums leave it: screen 0");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "at home, on its own rows"));
    screen_do("view mstep");
    screen_draw(30, 100);
    screen_expect("by the schools' sums: screen 0");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "one step for all items"));
}
END_TEST

START_TEST(messages_are_shown)
{
    const struct ui_wire *wire = &session()->wire;
    const struct irt_federation_view *view = &session()->live.federation;
    size_t rounds;

    open_schools();
    screen_do("run");
    rounds = view->rounds;
    ck_assert_uint_eq(wire->newest, rounds);
    ck_assert_uint_eq(wire->round, rounds);
    screen_do("school 4");
    ui_session_wait(session());
    ck_assert_uint_eq(wire->school, 3);
    ck_assert_mem_eq(wire->bytes, "IRTW", 4);
    ck_assert_uint_eq(irt_get_u32(wire->bytes + 8), rounds);
    ck_assert_uint_eq(irt_get_u32(wire->bytes + 12), 3);
    screen_draw(24, 80);
    screen_expect("49 52 54 57");
    screen_expect("10 of 10 answered");
    for (int k = 0; k < 10; k++)
        ui_app_key(screen_app, UI_KEY_DOWN);
    screen_draw(24, 80);
    screen_expect("persons: how many the school has");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "at byte 40, persons, is 75"));
    ui_app_key(screen_app, UI_KEY_LEFT);
    ui_session_wait(session());
    ck_assert_uint_eq(wire->round, rounds - 1);
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_uint_eq(wire->round, rounds);
    ui_app_key(screen_app, ']');
    ck_assert_uint_eq(wire->school, 4);
    ui_app_key(screen_app, 'c');
    ck_assert_uint_eq(wire->school, IRT_NO_SCHOOL);
    ck_assert_uint_eq(wire->bytes[6], 1);
    screen_draw(24, 80);
    screen_expect("the call to all schools");
    screen_at_all_sizes("wire");
    session()->wire_call = false; /* school 5 is asked for, and has not come yet */
    session()->wire_watched[1] = 4;
    screen_draw(24, 80);
    screen_expect("the call to all schools");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "the call to all schools"));
    screen_do("reset");
    ck_assert_uint_eq(wire->size, 0);
}
END_TEST

/* The sum of what all rounds carried is what the run has counted. */
START_TEST(totals_are_the_messages_sum)
{
    const struct ui_wire *wire = &session()->wire;
    double sum = 0;

    open_schools();
    screen_do("run");
    for (;;) {
        ui_session_wait(session());
        for (size_t k = 0; k < wire->schools; k++)
            sum += wire->answer[k];
        if (wire->round == wire->oldest)
            break;
        ui_app_key(screen_app, UI_KEY_LEFT);
    }
    ck_assert_double_eq(sum, (double)session()->live.federation.bytes_up);
}
END_TEST

/* The others' effects are those of a run on the others' data; a run under way goes on. */
START_TEST(a_school_drops_out_and_comes_back)
{
    double all[10], loglik, truth = 0;
    struct ui_school *list;

    open_schools();
    screen_do("run");
    memcpy(all, session()->fit->effect, sizeof all);
    loglik = session()->fit->loglik;
    screen_do("reset");
    screen_do("until 3");
    screen_do("school 7");
    screen_do("view schools");
    ui_app_key(screen_app, 'x');
    ck_assert(ui_schools_is_out(session(), 6));
    ck_assert_uint_eq(ui_session_cycles(session()), 3);
    screen_do("until 5");
    screen_draw(24, 100);
    screen_expect("is left out");
    list = ui_schools_list(session());
    ck_assert(isnan(list[6].effect));
    for (size_t k = 0; k < 10; k++) /* the others' true effects too have mean 0 */
        truth += k == 6 ? 0 : list[k].truth;
    ck_assert_double_eq_tol(truth, 0, 1e-12);
    free(list);
    screen_do("view wire");
    screen_draw(24, 80);
    screen_expect("9 of 10 answered");
    screen_expect("○ 7");
    screen_expect("has sent nothing");
    screen_at_all_sizes("wire");
    screen_do("drop 7");
    screen_do("run");
    ck_assert_double_eq_tol(session()->fit->loglik, loglik, 1e-3);
    for (size_t k = 0; k < 10; k++)
        ck_assert_double_eq_tol(session()->fit->effect[k], all[k], 2e-3);
    screen_at_all_sizes("schools");
}
END_TEST

/* Asks for what the chosen message is, and waits for all that goes on by itself. */
static void
press_and_wait(int key)
{
    ui_app_key(screen_app, key);
    ui_session_wait(session());
    ui_app_poll(screen_app);
}

/* What was found stays in the trace, and the next end is that of a run of these schools. */
static void
goes_on_to(const struct irt_trace *before, double loglik, const double *psi)
{
    const struct irt_trace *trace = &session()->trace;
    size_t end = trace->rows - 1;

    ck_assert(session()->ended);
    ck_assert_ptr_nonnull(session()->fit);
    ck_assert_uint_gt(trace->rows, before->rows + 1);
    ck_assert_mem_eq(trace->loglik, before->loglik,
                     before->rows * sizeof *before->loglik);
    ck_assert_mem_eq(trace->psi, before->psi,
                     before->rows * before->parameters * sizeof *before->psi);
    for (size_t j = 0; j < session()->model->items; j++) { /* slopes: d is centred anew */
        size_t a = session()->model->item[j].first;

        ck_assert_double_eq(irt_trace_psi(trace, before->rows)[a],
                            irt_trace_psi(before, before->rows - 1)[a]);
    }
    ck_assert_double_eq_tol(session()->fit->loglik, loglik, 1e-3);
    ck_assert_double_eq(session()->fit->loglik, trace->loglik[end]);
    for (size_t k = 0; k < session()->model->sigma; k++)
        ck_assert_double_eq_tol(session()->fit->psi[k], psi[k], 2e-3);
    ck_assert_ptr_nonnull(session()->score[IRT_SCORE_EAP]);
    ck_assert_ptr_null(ui_examined(session()));
}

START_TEST(an_ended_run_goes_on_with_other_schools)
{
    struct irt_trace before = { 0 };
    struct irt_error error;
    double loglik[2], *psi[2];
    struct ui_school *list;
    size_t bytes;

    open_schools();
    for (int out = 0; out < 2; out++) {
        if (out)
            screen_do("drop 7");
        screen_do("run");
        bytes = session()->model->sigma * sizeof(double);
        loglik[out] = session()->fit->loglik;
        psi[out] = malloc(bytes);
        ck_assert_ptr_nonnull(psi[out]);
        memcpy(psi[out], session()->fit->psi, bytes);
        screen_do("reset");
    }
    ck_assert_double_gt(loglik[1], loglik[0] + 100);
    screen_do("drop 7");
    screen_do("run");
    screen_do("view schools");
    screen_do("word others");
    screen_do("school 7");
    for (int out = 1; out >= 0; out--) {
        const struct ui_worker *worker = session()->worker;
        const struct ui_rival *rival = ui_rivals_find(session(), IRT_EFFECTS_RANDOM);
        double beside = rival->fit->loglik;

        screen_do("view fit");
        screen_draw(24, 80);
        ck_assert_ptr_nonnull(ui_examined(session()));
        ck_assert(irt_trace_follow(&before, &session()->trace, &error));
        if (out) {
            screen_do("drop 7"); /* a script says when it goes on */
            ck_assert(!session()->ended && !session()->running && !session()->fit);
            ck_assert_uint_eq(session()->trace.rows, before.rows);
            screen_do("run");
        } else {
            screen_do("view schools");
            screen_do("speed full");
            screen_app->tui = true;
            press_and_wait('x');
            screen_app->tui = false;
        }
        ck_assert(ui_schools_is_out(session(), 6) == (out == 1));
        ck_assert_ptr_eq(session()->worker, worker);
        goes_on_to(&before, loglik[out], psi[out]);
        ck_assert_double_gt(fabs(rival->fit->loglik - beside), 100); /* it went along */
        list = ui_schools_list(session());
        ck_assert_ptr_nonnull(list);
        for (int r = 0; r < UI_RIVALS; r++) /* and says nothing of who is out */
            ck_assert(!out || isnan(list[6].rival[r]));
        free(list);
    }
    irt_trace_clear(&before);
    free(psi[0]);
    free(psi[1]);
}
END_TEST

/* Also one that was ended by hand; one that failed starts anew. */
START_TEST(other_ends_go_on_too)
{
    open_schools();
    screen_do("until 3");
    screen_do("finish");
    ck_assert_int_eq(session()->fit->stopped, IRT_STOP_USER);
    screen_do("drop 2");
    screen_do("run");
    ck_assert_int_eq(session()->fit->stopped, IRT_STOP_PARAMETER);
    ck_assert_uint_gt(ui_session_cycles(session()), 4);
    screen_do("max-cycles 4");
    screen_do("run");
    ck_assert_int_eq(session()->fit->stopped, IRT_STOP_MAX_CYCLES);
    screen_do("drop 2");
    screen_do("run");
    ck_assert_int_eq(session()->fit->stopped, IRT_STOP_MAX_CYCLES);
    ck_assert_uint_eq(ui_session_cycles(session()), 9);
}
END_TEST

START_TEST(some_schools_have_to_stay)
{
    screen_do("load " SCHOOLS);
    screen_fail("drop 1", "estimator federated");
    open_schools();
    screen_do("anchor-school 2");
    screen_fail("drop 2", "is the anchor");
    screen_do("anchor-school \"\"");
    for (int k = 2; k <= 10; k++) {
        char line[20];

        snprintf(line, sizeof line, "drop %d", k);
        screen_do(line);
    }
    screen_fail("drop 1", "the last one left");
    screen_fail("drop nowhere", "no school is called");
}
END_TEST

START_TEST(random_effects_stand_beside)
{
    open_schools();
    screen_do("accelerate squarem");
    screen_do("estimator em");
    screen_do("view schools");
    screen_do("run");
    screen_do("word others");
    ck_assert_ptr_nonnull(ui_rivals_find(session(), IRT_EFFECTS_RANDOM));
    ck_assert_ptr_nonnull(ui_rivals_find(session(), IRT_EFFECTS_RANDOM)->fit);
    screen_draw(45, 140);
    screen_expect("random");
    for (size_t k = 0; k < 10; k++) /* drawn together */
        ck_assert_double_le(
            fabs(ui_rivals_find(session(), IRT_EFFECTS_RANDOM)->fit->effect[k]),
            fabs(session()->fit->effect[k]) + 0.03);
    screen_at_all_sizes("schools");
}
END_TEST

START_TEST(any_number_of_schools)
{
    static const size_t counts[] = { 1, 2, 1000 };
    char *text = malloc(4000 * 20 + 100), *at = text;

    ck_assert_ptr_nonnull(text);
    at += sprintf(at, "school,a,b,c\n");
    for (size_t i = 0; i < 4000; i++)
        at += sprintf(at, "s%zu,%zu,%zu,%zu\n", i % counts[_i], i / counts[_i] % 2,
                      i / counts[_i] / 2 % 2, i / 7 % 2);
    screen_load_text(text);
    free(text);
    screen_do("quad 11");
    screen_do("estimator federated");
    screen_do("view wire");
    screen_do("until 2");
    ck_assert_uint_eq(session()->wire.schools, counts[_i]);
    screen_draw(24, 80);
    screen_expect("byte hex");
    screen_at_all_sizes("wire");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view wire");
    TCase *tests = tcase_create("view wire");

    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, screen_set_up, screen_tear_down);
    tcase_add_test(tests, without_messages_it_says_why);
    tcase_add_test(tests, a_stage_is_a_message);
    tcase_add_test(tests, steps_at_home_are_said_to_be_there);
    tcase_add_test(tests, messages_are_shown);
    tcase_add_test(tests, totals_are_the_messages_sum);
    tcase_add_test(tests, a_school_drops_out_and_comes_back);
    tcase_add_test(tests, an_ended_run_goes_on_with_other_schools);
    tcase_add_test(tests, other_ends_go_on_too);
    tcase_add_test(tests, some_schools_have_to_stay);
    tcase_add_test(tests, random_effects_stand_beside);
    tcase_add_loop_test(tests, any_number_of_schools, 0, 3);
    suite_add_tcase(suite, tests);
    return suite;
}
