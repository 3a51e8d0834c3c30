/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_persons.c -- the Persons screen: scores and their summary, the map of persons
 * and items, the rows, one person's posterior. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keys.h"
#include "screen.h"
#include "suite.h"
#include "view/persons.h"

static void
show(void)
{
    screen_set_up();
    screen_do("view persons");
}

START_TEST(scores_come_with_the_end)
{
    screen_draw(24, 80);
    screen_expect("scores appear when the run has ended");
    ck_assert_ptr_null(screen_spot(UI_QUANTITY_EAP));
    screen_do("until 2");
    screen_draw(24, 80);
    screen_expect("scores appear when the run has ended");
    /* As while the worker has the run's end, and not yet its errors. */
    screen_app->session.ended = screen_app->session.busy = true;
    screen_draw(24, 80);
    screen_expect("scores come after the standard errors");
    screen_app->session.ended = screen_app->session.busy = false;
    screen_do("run");
    screen_draw(24, 80);
    ck_assert(!screen_has("scores appear"));
    ck_assert(!screen_has("scores come"));
    ck_assert(!screen_has("of the end"));
    screen_do("goto 2");
    screen_draw(24, 80);
    screen_expect("EAP of the end, not of cycle 2: mean");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "scores of the end, not of cycle 2."));
    ck_assert_ptr_nonnull(screen_spot(UI_QUANTITY_EAP));
}
END_TEST

/* mirt 1.47: EAP and its error of the first patterns of LSAT-6; empirical reliability. */
START_TEST(scores_are_mirts)
{
    static const double mirt[3][2] = { { -1.89677, 0.80128 },
                                       { -1.47481, 0.80228 },
                                       { -1.45453, 0.80241 } };
    size_t found = 0;

    screen_do("tol 1e-7");
    screen_do("run");
    screen_draw(24, 140);
    for (size_t k = 0; k < screen_app->canvas.spots; k++) {
        const struct ui_spot *spot = &screen_app->canvas.spot[k];
        size_t l = spot->quantity.pattern;

        if (!spot->opens || l > 2 || spot->quantity.row != IRT_SCORE_EAP)
            continue;
        ck_assert_double_eq_tol(screen_number(spot),
                                mirt[l][spot->quantity.kind == UI_QUANTITY_EAP_SE], 2e-4);
        found++;
    }
    ck_assert_uint_eq(found, 6);
    screen_expect("reliability 0.30");
}
END_TEST

/* The number of a pattern's score by a method, as the picture has it. */
static double
score_of(size_t pattern, enum irt_score method, enum ui_quantity_kind kind)
{
    for (size_t k = 0; k < screen_app->canvas.spots; k++) {
        const struct ui_quantity *q = &screen_app->canvas.spot[k].quantity;

        if (screen_app->canvas.spot[k].opens && q->kind == kind &&
            q->pattern == pattern && q->row == method)
            return screen_number(&screen_app->canvas.spot[k]);
    }
    return NAN;
}

START_TEST(every_score_stands_side_by_side)
{
    static const int widths[] = { 80, 140 };

    screen_do("run");
    for (int k = 0; k < 2; k++) {
        screen_draw(24, widths[k]);
        screen_expect("EAP    ");
        screen_expect("MAP    ");
        screen_expect("WLE    ");
        for (size_t method = 0; method < IRT_SCORES; method++)
            for (size_t l = 1; l < 8; l++) {
                const struct ui_session *s = &screen_app->session;

                ck_assert_double_eq_tol(score_of(l, (enum irt_score)method,
                                                 UI_QUANTITY_EAP),
                                        s->score[method][l], 5.1e-4);
                ck_assert_double_eq_tol(score_of(l, (enum irt_score)method,
                                                 UI_QUANTITY_EAP_SE),
                                        s->score_se[method][l], 5.1e-4);
            }
        ck_assert(score_of(0, IRT_SCORE_ML, UI_QUANTITY_EAP) == -INFINITY);
        ck_assert(score_of(0, IRT_SCORE_ML, UI_QUANTITY_EAP_SE) == INFINITY);
        screen_expect("-inf");
    }
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "ML minus infinite, WLE -5.7"));
    /* Where there is no room for all, the one that is looked at is there. */
    screen_do("score ml");
    screen_draw(24, 50);
    ck_assert(score_of(1, IRT_SCORE_ML, UI_QUANTITY_EAP) < -4);
    ck_assert(isnan(score_of(1, IRT_SCORE_EAP, UI_QUANTITY_EAP)));
}
END_TEST

START_TEST(a_key_chooses_the_score)
{
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("EAP of 1000 persons");
    screen_expect("persons by EAP score");
    screen_expect("EAP: the posterior's mean");
    ui_app_key(screen_app, 't');
    ui_app_key(screen_app, 't');
    screen_draw(24, 80);
    screen_expect("ML of 699 persons; 301 not finite");
    screen_expect("persons by ML score");
    screen_expect("inf: nowhere");
    ck_assert_ptr_nonnull(screen_app->session.fit);
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "301 more have no finite score"));
    ui_app_key(screen_app, 't');
    ui_app_key(screen_app, 't');
    screen_draw(24, 80);
    screen_expect("EAP of 1000 persons");
}
END_TEST

START_TEST(every_person_is_in_the_histogram)
{
    struct ui_scores scores = { 0 };
    double sum = 0;

    ck_assert(!ui_scores_update(&scores, &screen_app->session, 0));
    screen_do("run");
    ck_assert(ui_scores_update(&scores, &screen_app->session, 0));
    for (size_t k = 0; k < UI_SCORE_BINS; k++)
        sum += scores.bin[k];
    ck_assert_double_eq(sum, 1000);
    ck_assert_double_eq(scores.summary.persons, 1000);
    /* Kept, until there is another fit. */
    scores.bin[0] = 77;
    ck_assert(ui_scores_update(&scores, &screen_app->session, 0));
    ck_assert_double_eq(scores.bin[0], 77);
    screen_do("model rasch");
    ck_assert(!ui_scores_update(&scores, &screen_app->session, 0));
    screen_do("run");
    ck_assert(ui_scores_update(&scores, &screen_app->session, 0));
    ck_assert_double_ne(scores.bin[0], 77);
}
END_TEST

START_TEST(rows_have_pattern_frequency_and_raw_score)
{
    screen_do("person 18");
    screen_draw(24, 140);
    screen_expect("▸ 18       10011      81    3");
    ck_assert_ptr_nonnull(
        strstr(screen_spoken(), "pattern 10011, seen 81 times, raw score 3"));
}
END_TEST

START_TEST(ids_and_missing_answers)
{
    screen_load_text("id,a,b,c\nanna,1,0,1\nben,0,,1\ncleo,1,1,0\ndora,0,0,0\n");
    screen_do("person ben");
    screen_draw(24, 140);
    screen_expect("▸ ben      0.1         1    1");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "person ben, pattern 0.1"));
}
END_TEST

START_TEST(keys_go_from_person_to_person)
{
    screen_do("run");
    screen_draw(24, 80);
    ui_app_key(screen_app, UI_KEY_DOWN);
    ck_assert_uint_eq(screen_app->session.row, 1);
    ck_assert_uint_eq(screen_app->session.pattern, 1);
    ck_assert(screen_app->has_cursor);
    ck_assert_int_eq(screen_app->cursor.kind, UI_QUANTITY_EAP);
    ck_assert_str_eq(screen_app->record, "person 2");
    screen_draw(24, 80);
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_int_eq(screen_app->cursor.kind, UI_QUANTITY_EAP_SE);
    ui_app_key(screen_app, 'k');
    ck_assert_int_eq(screen_app->cursor.kind, UI_QUANTITY_EAP_SE);
    ck_assert_uint_eq(screen_app->cursor.pattern, 0);
    ui_app_key(screen_app, UI_KEY_UP);
    ck_assert_uint_eq(screen_app->session.row, 0);
    ui_app_key(screen_app, UI_KEY_END);
    ck_assert_uint_eq(screen_app->session.row, screen_app->session.data->rows - 1);
    ui_app_key(screen_app, UI_KEY_DOWN);
    ck_assert_uint_eq(screen_app->session.row, screen_app->session.data->rows - 1);
    ui_app_key(screen_app, UI_KEY_PAGE_UP);
    ck_assert_uint_lt(screen_app->session.row, screen_app->session.data->rows - 1);
    ui_app_key(screen_app, UI_KEY_HOME);
    ck_assert_uint_eq(screen_app->session.row, 0);
    screen_draw(24, 80);
    screen_expect("▸ 1 ");
}
END_TEST

START_TEST(items_are_on_the_map)
{
    screen_do("run");
    screen_draw(30, 160);
    screen_expect("over the items' b");
    screen_expect("▴");
    screen_expect("item3");
    screen_draw(24, 60);
    screen_expect("items");
}
END_TEST

START_TEST(the_posterior_is_that_of_the_chosen_person)
{
    const double *psi;
    const struct irt_quadrature *q;

    screen_do("person 20");
    screen_draw(30, 160);
    screen_expect("10101: posterior");
    ck_assert(ui_person_source(&screen_app->session, &psi, &q));
    ck_assert_ptr_eq(q, screen_app->session.quadrature);
    screen_do("step cycle");
    ck_assert(ui_person_source(&screen_app->session, &psi, &q));
    ck_assert_ptr_eq(q, screen_app->session.live.quadrature);
    screen_do("run");
    ck_assert(ui_person_source(&screen_app->session, &psi, &q));
    ck_assert_ptr_eq(psi, screen_app->session.fit->psi);
}
END_TEST

/* A product of many probabilities is 0; the likelihood's shape is drawn all the same. */
START_TEST(long_tests_have_a_posterior)
{
    screen_load_simulated(40, 900, 0, 6);
    screen_do("se none");
    screen_do("accelerate squarem");
    screen_do("until 2");
    screen_at_all_sizes("persons");
}
END_TEST

START_TEST(any_size)
{
    screen_at_all_sizes("persons");
    screen_do("run");
    screen_at_all_sizes("persons");
    screen_do("nodes gh");
    screen_do("quad 15");
    screen_do("run");
    screen_at_all_sizes("persons");
    screen_fail("word many", "knows no 'many'");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view persons");
    TCase *tests = tcase_create("persons");

    tcase_add_checked_fixture(tests, show, screen_tear_down);
    tcase_add_test(tests, scores_come_with_the_end);
    tcase_add_test(tests, scores_are_mirts);
    tcase_add_test(tests, every_score_stands_side_by_side);
    tcase_add_test(tests, a_key_chooses_the_score);
    tcase_add_test(tests, every_person_is_in_the_histogram);
    tcase_add_test(tests, rows_have_pattern_frequency_and_raw_score);
    tcase_add_test(tests, ids_and_missing_answers);
    tcase_add_test(tests, keys_go_from_person_to_person);
    tcase_add_test(tests, items_are_on_the_map);
    tcase_add_test(tests, the_posterior_is_that_of_the_chosen_person);
    tcase_add_test(tests, long_tests_have_a_posterior);
    tcase_add_test(tests, any_size);
    suite_add_tcase(suite, tests);
    return suite;
}
