/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_schools.c -- the Schools screen: effects, their truth, the other fits beside,
 * which school is looked at. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
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

/* The sample, one cycle of which takes little time. */
static void
open_schools(void)
{
    screen_do("load " SCHOOLS);
    screen_do("accelerate squarem");
    screen_do("quad 21");
    screen_do("view schools");
}

static const struct ui_spot *
spot_of(enum ui_quantity_kind kind, size_t school)
{
    size_t location = session()->model->location;

    for (size_t k = 0; k < screen_app->canvas.spots; k++) {
        const struct ui_spot *spot = &screen_app->canvas.spot[k];

        if (spot->opens && spot->quantity.kind == kind &&
            (kind == UI_QUANTITY_SE ? spot->quantity.parameter - location
                                    : spot->quantity.row) == school)
            return spot;
    }
    return NULL;
}

START_TEST(without_schools_it_says_how_to_get_them)
{
    screen_do("view schools");
    screen_draw(24, 80);
    screen_expect("6 Schl");
    screen_expect("The data have no schools");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "no schools"));
    screen_fail("word down", "no schools");
    screen_fail("word others", "no schools");
    screen_fail("school 1", "no schools");
    screen_fail("truth " TEST_SRCDIR "/samples/sim-schools-1660x10-schools.csv",
                "no schools");
    screen_at_all_sizes("schools");
}
END_TEST

/* The numbers of every cycle are the trace's, those of the end the fit's. */
START_TEST(effects_come_with_the_cycles)
{
    open_schools();
    screen_do("until 3");
    screen_draw(45, 140);
    screen_expect("10 schools   effects: fixed, Σ s = 0");
    screen_expect("effects by cycle");
    for (size_t k = 0; k < 10; k++) {
        const struct ui_spot *spot = spot_of(UI_QUANTITY_EFFECT, k);

        ck_assert_ptr_nonnull(spot);
        ck_assert_double_eq_tol(screen_number(spot),
                                irt_trace_psi(&session()->trace,
                                              3)[session()->model->location + k],
                                5.1e-4);
        ck_assert_ptr_null(spot_of(UI_QUANTITY_SE, k));
    }
    screen_do("run");
    screen_draw(45, 140);
    for (size_t k = 0; k < 10; k++) {
        ck_assert_double_eq_tol(screen_number(spot_of(UI_QUANTITY_EFFECT, k)),
                                session()->fit->effect[k], 5.1e-4);
        ck_assert_double_eq_tol(screen_number(spot_of(UI_QUANTITY_SE, k)),
                                session()->fit->effect_se[k], 5.1e-4);
    }
    screen_expect("├●┤ 95 %");
    screen_do("goto 1");
    screen_draw(45, 140);
    ck_assert_double_eq_tol(screen_number(spot_of(UI_QUANTITY_EFFECT, 0)),
                            irt_trace_psi(&session()->trace,
                                          1)[session()->model->location],
                            5.1e-4);
    screen_at_all_sizes("schools");
}
END_TEST

/* Beside the data; the estimate's interval holds it, as it should nearly always. */
START_TEST(truth_is_found_and_centred)
{
    struct ui_school *list;
    double sum = 0;
    size_t held = 0;

    open_schools();
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("◇ truth");
    screen_expect("-1.200");
    list = ui_schools_list(session());
    for (size_t k = 0; k < 10; k++) {
        sum += list[k].truth;
        held += fabs(list[k].effect - list[k].truth) < 1.96 * list[k].se;
    }
    ck_assert_double_eq_tol(sum, 0, 1e-12);
    ck_assert_uint_ge(held, 8);
    free(list);
    screen_do("anchor-school 4");
    list = ui_schools_list(session());
    ck_assert_double_eq_tol(list[3].truth, 0, 1e-12);
    ck_assert_double_eq_tol(list[6].truth, 1.2 - 0.8, 1e-12);
    free(list);
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "true effects are known"));
    screen_do("schools 4"); /* dealt: the names are others' */
    ck_assert_ptr_null(session()->school_truth);
    screen_fail("truth /no/such/file", "cannot be");
    screen_do("schools none");
    screen_do("truth " TEST_SRCDIR "/samples/sim-schools-1660x10-schools.csv");
    ck_assert_ptr_nonnull(session()->school_truth);
}
END_TEST

static void
check_order(void)
{
    double last = -INFINITY;

    screen_draw(45, 140);
    for (size_t k = 0; k < screen_app->canvas.spots; k++) {
        const struct ui_spot *spot = &screen_app->canvas.spot[k];

        if (!spot->opens || spot->quantity.kind != UI_QUANTITY_EFFECT)
            continue;
        ck_assert_double_ge(session()->fit->effect[spot->quantity.row], last);
        last = session()->fit->effect[spot->quantity.row];
    }
}

START_TEST(order_is_chosen)
{
    open_schools();
    screen_do("run");
    ui_app_key(screen_app, 'o');
    check_order();
    screen_expect("by effect");
    ui_app_key(screen_app, 'o');
    screen_draw(45, 140);
    ck_assert_ptr_nonnull(strstr(screen_row(5), "300")); /* the largest */
    ck_assert_ptr_nonnull(strstr(screen_row(14), "  50"));
    ui_app_key(screen_app, 'o');
    screen_expect("by size");
    screen_draw(45, 140);
    screen_expect("by name");
}
END_TEST

/* The chosen school is the one of the pattern that the other screens show. */
START_TEST(a_school_is_chosen)
{
    open_schools();
    screen_do("run");
    ui_app_key(screen_app, UI_KEY_DOWN);
    ck_assert_uint_eq(ui_schools_chosen(session()), 1);
    ck_assert_uint_eq(ui_session_group(session()), 1);
    ck_assert_uint_eq(session()->data->school[session()->row], 1);
    screen_draw(24, 80);
    screen_expect("▸ 2 ");
    ui_app_key(screen_app, UI_KEY_END);
    ck_assert_uint_eq(ui_schools_chosen(session()), 9);
    ui_app_key(screen_app, UI_KEY_HOME);
    ck_assert_uint_eq(ui_schools_chosen(session()), 0);
    ui_app_key(screen_app, UI_KEY_PAGE_DOWN);
    ck_assert_uint_eq(ui_schools_chosen(session()), 9);
    ui_app_key(screen_app, UI_KEY_PAGE_UP);
    ck_assert_uint_eq(ui_schools_chosen(session()), 0);
    screen_do("school 7");
    ck_assert_uint_eq(ui_schools_chosen(session()), 6);
    screen_do("school +1");
    ck_assert_uint_eq(ui_schools_chosen(session()), 7);
    screen_fail("school nowhere", "no school is called 'nowhere'");
    screen_do("view estep");
    screen_draw(24, 80);
    screen_expect("of school 8");
    screen_do("effects none");
    screen_do("view schools");
    ui_app_key(screen_app, UI_KEY_END);
    ck_assert_uint_eq(ui_schools_chosen(session()), 9);
    screen_draw(24, 80);
    screen_expect("effects: none");
    screen_at_all_sizes("schools");
}
END_TEST

START_TEST(an_effect_opens)
{
    struct ui_explanation made;
    struct ui_quantity quantity = { .kind = UI_QUANTITY_EFFECT, .row = 3 };
    struct irt_error error;

    open_schools();
    screen_do("run");
    ck_assert(ui_explain(session(), quantity, &made, &error));
    ck_assert_double_eq(made.value, session()->fit->effect[3]);
    ck_assert_str_eq(made.title, "effect of school 4");
    ck_assert_str_eq(made.operand[0].label, "its standard error");
    ck_assert_double_eq(made.operand[0].value, session()->fit->effect_se[3]);
    ck_assert(ui_explain(session(), made.operand[0].quantity, &made, &error));
    screen_draw(24, 80);
    ui_app_key(screen_app, UI_KEY_DOWN);
    ui_app_key(screen_app, UI_KEY_ENTER);
    screen_draw(24, 80);
    screen_expect("effect of school 2");
    screen_expect("s is where the slope is 0");
    ui_app_key(screen_app, UI_KEY_ESC);
    quantity.row = 10;
    ck_assert(!ui_explain(session(), quantity, &made, &error));
    quantity.row = 0;
    screen_do("effects none");
    ck_assert(!ui_explain(session(), quantity, &made, &error));
    screen_do("effects averages");
    ck_assert(!ui_explain(session(), quantity, &made, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "after the fit"));
    screen_do("run");
    ck_assert(ui_explain(session(), quantity, &made, &error));
    ck_assert_double_eq_tol(made.value, session()->fit->effect[0], 1e-12);
}
END_TEST

/* Beside the run's effects stand what runs of their own find. */
START_TEST(other_fits_stand_beside)
{
    double beside[10];

    open_schools();
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("f fits the others");
    ui_app_key(screen_app, 'f');
    screen_draw(24, 80);
    screen_expect("averages");
    ck_assert_ptr_nonnull(ui_rivals_find(session(), IRT_EFFECTS_AVERAGES));
    ck_assert_ptr_null(ui_rivals_find(session(), IRT_EFFECTS_FIXED));
    memcpy(beside, ui_rivals_find(session(), IRT_EFFECTS_AVERAGES)->fit->effect,
           sizeof beside);
    ui_app_key(screen_app, 'f'); /* they are there */
    screen_at_all_sizes("schools");
    screen_do("effects averages");
    ck_assert_ptr_null(ui_rivals_find(session(), IRT_EFFECTS_AVERAGES));
    screen_do("run");
    for (size_t k = 0; k < 10; k++)
        ck_assert_double_eq_tol(beside[k], session()->fit->effect[k], 1e-12);
    screen_do("word others");
    ck_assert_ptr_nonnull(ui_rivals_find(session(), IRT_EFFECTS_FIXED));
    screen_do("reset");
    ck_assert_ptr_null(ui_rivals_find(session(), IRT_EFFECTS_FIXED));
}
END_TEST

START_TEST(persons_are_dealt)
{
    screen_do("view schools");
    ui_app_key(screen_app, '+');
    ck_assert_uint_eq(session()->data->schools, 2);
    ui_app_key(screen_app, '+');
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("3 schools");
    ui_app_key(screen_app, '-');
    ui_app_key(screen_app, '-');
    ck_assert_uint_eq(ui_schools_count(session()), 0);
    ck_assert_uint_eq(session()->choices.schools, 0);
    ui_app_key(screen_app, '-'); /* none stays none */
    ck_assert_uint_eq(session()->choices.schools, 0);
    screen_do("view setup");
    ui_app_key(screen_app, '=');
    ck_assert_uint_eq(session()->data->schools, 2);
    screen_draw(24, 80);
    screen_expect("2, dealt");
    screen_expect("auto: fixed");
}
END_TEST

/* As many as there may be, with names as long as they may be. */
START_TEST(any_number_of_schools)
{
    static const size_t counts[] = { 1, 2, 1000 };
    char *text = malloc(4000 * 120 + 100), *at = text;
    char line[80];

    ck_assert_ptr_nonnull(text);
    at += sprintf(at, "school,a,b,c\n");
    for (size_t i = 0; i < 4000; i++)
        at += sprintf(at, "%s %zu,%zu,%zu,%zu\n",
                      _i == 1 ? "Städtisches Gymnasium an der langen Straße Nummer" : "s",
                      i % counts[_i], i / counts[_i] % 2, i / counts[_i] / 2 % 2,
                      i / 7 % 2);
    screen_load_text(text);
    free(text);
    screen_do("quad 11");
    screen_do("view schools");
    ck_assert_uint_eq(ui_schools_count(session()), counts[_i]);
    screen_do("until 2");
    snprintf(line, sizeof line, "%zu school", counts[_i]);
    screen_draw(24, 80);
    screen_expect(line);
    ui_app_key(screen_app, UI_KEY_END);
    screen_draw(24, 80);
    screen_expect("▸");
    screen_at_all_sizes("schools");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "Chosen:"));
}
END_TEST

START_TEST(groups_have_means)
{
    screen_do("load " SCHOOLS);
    screen_do("school-column none");
    screen_do("groups school");
    screen_do("quad 15");
    screen_do("view schools");
    screen_do("until 5");
    screen_draw(24, 80);
    screen_expect("10 groups   effects: groups, mean of 1 = 0");
    screen_expect("means by cycle");
    screen_fail("word others", "no schools to estimate");
    screen_at_all_sizes("schools");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view schools");
    TCase *tests = tcase_create("view schools");

    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, screen_set_up, screen_tear_down);
    tcase_add_test(tests, without_schools_it_says_how_to_get_them);
    tcase_add_test(tests, effects_come_with_the_cycles);
    tcase_add_test(tests, truth_is_found_and_centred);
    tcase_add_test(tests, order_is_chosen);
    tcase_add_test(tests, a_school_is_chosen);
    tcase_add_test(tests, an_effect_opens);
    tcase_add_test(tests, other_fits_stand_beside);
    tcase_add_test(tests, persons_are_dealt);
    tcase_add_loop_test(tests, any_number_of_schools, 0, 3);
    tcase_add_test(tests, groups_have_means);
    suite_add_tcase(suite, tests);
    return suite;
}
