/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_items.c -- the Items screen: its table against the fit and against mirt's
 * LSAT-6, its order, its cursor, its curves. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "item_label.h"
#include "keys.h"
#include "sample.h"
#include "screen.h"
#include "suite.h"
#include "view/items.h"

static void
show(void)
{
    screen_set_up();
    screen_do("view items");
}

/* The number of a kind that stands for an item. */
static double
number_of(enum ui_quantity_kind kind, size_t item, size_t parameter, size_t column)
{
    for (size_t k = 0; k < screen_app->canvas.spots; k++) {
        const struct ui_spot *spot = &screen_app->canvas.spot[k];
        const struct ui_quantity *q = &spot->quantity;

        if (spot->opens && q->kind == kind && q->item == item && q->column == column &&
            (kind == UI_QUANTITY_DIFFICULTY || column == 1 || q->parameter == parameter))
            return screen_number(spot);
    }
    return NAN;
}

/* mirt 1.47, LSAT-6, 2PL: a, its error, d, its error, b, its error. */
START_TEST(estimates_are_mirts)
{
    static const double mirt[5][6] = {
        { 0.82566, 0.25811, 2.77323, 0.20574, -3.35881, 0.86647 },
        { 0.72274, 0.18668, 0.99020, 0.09002, -1.37006, 0.30749 },
        { 0.89087, 0.23276, 0.24915, 0.07627, -0.27967, 0.09962 },
        { 0.68837, 0.18514, 1.28476, 0.09904, -1.86638, 0.43432 },
        { 0.65689, 0.21008, 2.05327, 0.13542, -3.12574, 0.87029 },
    };

    screen_do("tol 1e-7");
    screen_do("run");
    screen_draw(24, 80);
    for (size_t j = 0; j < 5; j++) {
        size_t k = screen_app->session.model->item[j].first;

        ck_assert_double_eq_tol(number_of(UI_QUANTITY_PARAMETER, j, k, 0), mirt[j][0],
                                3e-4);
        ck_assert_double_eq_tol(number_of(UI_QUANTITY_SE, j, k, 0), mirt[j][1], 1e-3);
        ck_assert_double_eq_tol(number_of(UI_QUANTITY_PARAMETER, j, k + 1, 0), mirt[j][2],
                                3e-4);
        ck_assert_double_eq_tol(number_of(UI_QUANTITY_SE, j, k + 1, 0), mirt[j][3], 1e-3);
        ck_assert_double_eq_tol(number_of(UI_QUANTITY_DIFFICULTY, j, 0, 0), mirt[j][4],
                                2e-3);
        ck_assert_double_eq_tol(number_of(UI_QUANTITY_SE, j, 0, 1), mirt[j][5], 2e-3);
    }
    screen_expect("logit P = d + aθ, b = -d/a");
}
END_TEST

START_TEST(while_it_runs_values_are_live_without_errors)
{
    screen_do("lecture");
    screen_do("step cycle");
    screen_draw(24, 80);
    ck_assert_double_eq(number_of(UI_QUANTITY_PARAMETER, 2, 4, 0), 0.9697);
    ck_assert_double_eq(number_of(UI_QUANTITY_PARAMETER, 2, 5, 0), -0.3787);
    ck_assert(isnan(number_of(UI_QUANTITY_SE, 2, 4, 0)));
    screen_expect("standard errors come when the run has ended");
    /* As while the worker has the run's end, and not yet its errors. */
    screen_app->session.ended = screen_app->session.busy = true;
    screen_draw(24, 80);
    screen_expect("standard errors are being worked out");
    screen_app->session.ended = screen_app->session.busy = false;
    screen_do("run");
    screen_draw(24, 80);
    ck_assert(!screen_has("standard errors come"));
    screen_do("goto 1");
    screen_draw(24, 80);
    ck_assert_double_eq(number_of(UI_QUANTITY_PARAMETER, 2, 4, 0), 0.9697);
    screen_expect("errors stand at the end only");
}
END_TEST

START_TEST(errors_may_be_left_out)
{
    screen_do("se none");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("no standard errors were asked for");
}
END_TEST

START_TEST(shared_slopes_stand_once)
{
    screen_do("model rasch");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("a = 1; Var θ = 0.570");
    ck_assert(isnan(number_of(UI_QUANTITY_PARAMETER, 2, 4, 0)));
    ck_assert_double_eq_tol(number_of(UI_QUANTITY_PARAMETER, 2, 5, 0), 0.23985, 2e-4);
    screen_do("model 1pl");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("a = 0.755");
    screen_expect(") for all");
}
END_TEST

START_TEST(steps_stand_in_columns)
{
    screen_load_graded(300, 6, 4);
    screen_do("accelerate squarem");
    screen_do("run");
    screen_draw(30, 120);
    screen_expect("a     SE      b1     SE      b2     SE      b3     SE");
    screen_expect("P(x = h | θ) of q1");
    screen_expect("b_h = (d_{h-1} - d_h)/a");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "difficulty b 3"));
    screen_draw(24, 80);
    screen_expect("b1");
    screen_do("model pcm");
    screen_do("run");
    screen_draw(30, 120);
    screen_expect("      b1     SE");
    screen_expect("a = 1; Var θ = ");
    screen_do("model nrm");
    screen_do("run");
    screen_draw(30, 120);
    screen_expect("a1     SE      a2     SE      a3     SE      d1     SE");
    screen_expect("no b");
}
END_TEST

START_TEST(asymptotes_stand_in_columns)
{
    screen_do("model 3pl");
    screen_do("accelerate squarem");
    screen_do("run");
    screen_draw(30, 130);
    screen_expect("      b     SE       c     SE");
    ck_assert(!isnan(number_of(UI_QUANTITY_PARAMETER, 2,
                               screen_app->session.model->item[2].first + 2, 0)));
}
END_TEST

/* Names of a questionnaire: alike at both ends, and longer than their column. */
static const struct {
    const char *name, *label[3]; /* in 14, 10 and 8 columns */
} alike[] = {
    { "Satisfaction_scale_A_question_01_size",
      { "Satisf…01_size", "Sa…01_size", "…01_size" } },
    { "Satisfaction_scale_A_question_10_size",
      { "Satisf…10_size", "Sa…10_size", "…10_size" } },
    { "Satisfaction_scale_A_question_11_size",
      { "Satisf…11_size", "Sa…11_size", "…11_size" } },
    { "How much do you agree? [I go there]",
      { "How m…go ther…", "…go there]", "…go the…" } },
    { "How much do you agree? [I stay]", { "How much…stay]", "How …stay]", "Ho…stay]" } },
    { "fish", { "fish", "fish", "fish" } },
    { "1. Which of these is a prime?", { "1. Which of t…", "1. Which …", "1. Whic…" } },
    { "2. Which of these is even?", { "2. Which of t…", "2. Which …", "2. Whic…" } },
    { "größtes_Übel_1", { "größtes_Übel_1", "größtes_…1", "größte…1" } },
    { "größtes_Übel_2", { "größtes_Übel_2", "größtes_…2", "größte…2" } },
};
#define ALIKE (sizeof alike / sizeof *alike)

START_TEST(long_names_can_be_told_apart)
{
    static const int columns[] = { 14, 10, 8 };
    char *name[ALIKE], label[100];
    struct irt_responses data = { .items = ALIKE, .item_name = name };

    for (size_t j = 0; j < ALIKE; j++)
        name[j] = (char *)(uintptr_t)alike[j].name;
    for (size_t j = 0; j < ALIKE; j++)
        for (int w = 0; w < 3; w++) {
            ui_column_label(&data, j, columns[w], label, sizeof label);
            ck_assert_str_eq(label, alike[j].label[w]);
        }
    /* Never wider than asked. */
    for (size_t j = 0; j < ALIKE; j++)
        for (int w = 0; w < 50; w++) {
            ui_column_label(&data, j, w, label, sizeof label);
            ck_assert_int_le(ui_columns(label), w);
        }
    ui_item_label(&(struct ui_session){ 0 }, 3, 8, label, sizeof label);
    ck_assert_str_eq(label, "?");
}
END_TEST

START_TEST(what_an_item_asks_stands_below)
{
    struct irt_responses *data;

    screen_load_text("Satisfaction_with_school_1,Satisfaction_with_school_2,x\n"
                     "0,1,1\n1,0,0\n1,1,1\n0,0,1\n1,1,0\n");
    screen_do("max-cycles 2");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("Satisfaction…1 ✓");
    screen_expect("Satisfaction_with_school_1");
    data = screen_app->session.data;
    data->item_caption = calloc(3, sizeof *data->item_caption);
    data->item_caption[2] = strdup("I like tea");
    screen_do("item 3");
    screen_draw(24, 80);
    screen_expect("x: I like tea");
    ck_assert(!screen_has("Satisfaction_with_school_1"));
}
END_TEST

/* Weights are no whole numbers. */
START_TEST(weighted_persons_are_told_in_short)
{
    screen_load_text("freq,a,b\n1.123456789,1,0\n2.5,1,1\n0.7,0,1\n1.9,0,0\n");
    screen_do("view setup");
    screen_draw(24, 80);
    screen_expect("6.2 × 2");
    screen_expect("6.2 persons, 2 items");
    screen_do("view estep");
    screen_do("step");
    screen_draw(24, 80);
    ck_assert(!screen_has("123456"));
}
END_TEST

static const char *const graded[] = { "pcm", "gpcm", "rsm", "grm", "nrm" };

START_TEST(graded_models_at_any_size)
{
    char line[32];

    screen_load_graded(200, 5, 3);
    screen_do("max-cycles 3");
    snprintf(line, sizeof line, "model %s", graded[_i]);
    screen_do(line);
    screen_do("run");
    screen_at_all_sizes("items");
    screen_do("view persons");
    screen_draw(24, 80);
    screen_do("view setup");
    screen_draw(24, 80);
}
END_TEST

/* One item of each kind of trouble, and sound ones. */
static void
load_sick(void)
{
    char *text = malloc(20000), *at = text;
    unsigned state = 3;

    at += sprintf(at, "a,b,c,d,e,coin,twin,rev\n");
    for (int i = 0; i < 400; i++) {
        int sum = 0, answer[8];

        for (int j = 0; j < 8; j++) {
            state = state * 1664525u + 1013904223u;
            int by = j == 5 ? 0 : (i * 5 / 400 - 2) * (j == 7 ? -18 : 18);
            int from = j == 5 ? 6 : 50 + by;

            answer[j] = (int)(state >> 16) % 100 < from;
            sum += answer[j];
        }
        answer[6] = answer[1];
        for (int j = 0; j < 8; j++)
            at += sprintf(at, j ? ",%d" : "%d", answer[j]);
        *at++ = '\n';
    }
    *at = '\0';
    screen_load_text(text);
    free(text);
}

START_TEST(items_have_lights)
{
    load_sick();
    screen_draw(24, 80);
    screen_expect("  rev  D  1.0000"); /* the doctor's, before any estimate */
    screen_expect("▸ a    ·  1.0000");
    screen_expect("marked: 2 D odd data");
    screen_do("run");
    screen_draw(30, 100);
    screen_expect("▸ a    ✓ ");
    screen_expect("  b    S ");
    screen_expect("  coin F ");
    screen_expect("  twin S ");
    screen_expect("  rev  D ");
    screen_expect("marked: 1 F flat, 2 S steep, 1 D odd data");
    ck_assert(!screen_has("almost 0"));
    screen_do("item coin");
    ck_assert_ptr_nonnull(strstr(screen_app->message, "; F the slope is"));
    screen_draw(30, 100);
    screen_expect("F coin: the slope is");
    screen_do("item rev");
    screen_draw(30, 100);
    screen_expect("D rev: item 'rev' goes against the others");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "; flat: the slope is"));
    screen_at_all_sizes("items");
    screen_do("view converge");
    screen_draw(30, 120);
    screen_expect("F coin ");
    screen_at_all_sizes("converge");
    screen_do("goto 1");
    screen_do("view items");
    screen_draw(30, 100);
    screen_expect("▸ rev  D ");
    screen_expect("  coin · "); /* nothing was odd yet */
}
END_TEST

START_TEST(errors_that_disagree_have_a_light)
{
    screen_load_simulated(60, 20, 0, 4);
    screen_do("accelerate squarem");
    screen_do("run");
    screen_draw(45, 100);
    screen_expect(" E ");
    screen_expect("E errors disagree");
    screen_expect("standard errors disagree by more than a factor of 2");
}
END_TEST

/* The numbers of the table are those of the engine, in every metric. */
static double
loading_of(size_t item, size_t column, size_t row)
{
    for (size_t k = 0; k < screen_app->canvas.spots; k++) {
        const struct ui_spot *spot = &screen_app->canvas.spot[k];
        const struct ui_quantity *q = &spot->quantity;

        if (spot->opens && q->kind == UI_QUANTITY_LOADING && q->item == item &&
            q->column == column && q->row == row)
            return screen_number(spot);
    }
    return NAN;
}

START_TEST(metrics_of_two_categories)
{
    const struct ui_session *session = &screen_app->session;
    struct irt_loadings x, se;

    screen_do("run");
    screen_do("metric ad");
    screen_draw(24, 80);
    screen_expect("item          a     SE       d     SE   ");
    ck_assert(isnan(number_of(UI_QUANTITY_DIFFICULTY, 2, 0, 0)));
    screen_expect("logit P = d + aθ");
    screen_expect("without D");
    ui_app_key(screen_app, 'M');
    screen_draw(24, 80);
    screen_expect("item          a     SE       b     SE   ");
    ck_assert_double_eq_tol(number_of(UI_QUANTITY_DIFFICULTY, 2, 0, 0), -0.2798, 1e-3);
    ck_assert(isnan(number_of(UI_QUANTITY_PARAMETER, 2, 5, 0)));
    screen_expect("logit P = a(θ - b), b = -d/a");
    ui_app_key(screen_app, 'M');
    screen_draw(24, 80);
    screen_expect("item          λ     SE      h²     SE       τ     SE");
    screen_expect("λ = A/√(1 + A²), A = aσ/1.702");
    for (size_t j = 0; j < 5; j++) {
        irt_fit_loadings(session->fit, j, &x, &se);
        ck_assert_double_eq_tol(loading_of(j, 0, 0), x.loading[0], 5.1e-5);
        ck_assert_double_eq_tol(loading_of(j, 1, 0), x.threshold[0], 5.1e-5);
        ck_assert_double_eq_tol(loading_of(j, 2, 0), x.communality, 5.1e-5);
    }
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "loading 0.4364 with standard error"));
    /* The cursor goes to numbers that are there. */
    ui_app_key(screen_app, UI_KEY_DOWN);
    ck_assert_int_eq(screen_app->cursor.kind, UI_QUANTITY_LOADING);
    screen_draw(24, 80);
    screen_do("open");
    screen_draw(24, 80);
    screen_expect("loading of item2");
    screen_expect("A = aσ / 1.702 = ");
    screen_do("close");
    screen_at_all_sizes("items");
    ui_app_key(screen_app, 'M');
    screen_draw(24, 80);
    screen_expect("item          a     SE       d     SE       b     SE");
}
END_TEST

START_TEST(metrics_of_several_categories)
{
    static const char *const wanted[][4] = {
        { "gpcm", "a     SE      d1     SE      d2", "Σ_{v ≤ h} a(θ - b_v)",
          "h²     SE      b1" },
        { "grm", "a     SE      d1     SE      d2", "logistic(a(θ - b_h))",
          "h²     SE      τ1" },
        { "nrm", "a1     SE      a2     SE      d1", "a_h θ + d_h", "no loadings" },
        { "rsm", "d1     SE      d2", "b_h = b + t_h", "h²     SE      b1" },
    };
    char line[32];

    screen_load_graded(300, 5, 3);
    screen_do("max-cycles 20");
    snprintf(line, sizeof line, "model %s", wanted[_i][0]);
    screen_do(line);
    screen_do("run");
    screen_do("metric ad");
    screen_draw(30, 130);
    screen_expect(wanted[_i][1]);
    screen_do("metric ab");
    screen_draw(30, 130);
    screen_expect(wanted[_i][2]);
    screen_do("metric loadings");
    screen_draw(30, 130);
    screen_expect(wanted[_i][3]);
    screen_at_all_sizes("items");
    screen_at_all_sizes("converge");
}
END_TEST

START_TEST(orders)
{
    static const char *const by_b[] = { "item1", "item5", "item4", "item2", "item3" };
    static const char *const by_a[] = { "item5", "item4", "item2", "item1", "item3" };

    screen_do("run");
    screen_do("word order b");
    screen_draw(24, 80);
    for (int k = 0; k < 5; k++)
        ck_assert_ptr_nonnull(strstr(screen_row(4 + k), by_b[k]));
    screen_do("word order");
    screen_draw(24, 80);
    for (int k = 0; k < 5; k++)
        ck_assert_ptr_nonnull(strstr(screen_row(4 + k), by_a[k]));
    ck_assert_str_eq(screen_app->record, "word order a");
    screen_fail("word order z", "not one of: data b a");
}
END_TEST

START_TEST(cursor_goes_from_item_to_item_in_the_order_shown)
{
    screen_do("run");
    screen_do("word order b");
    screen_do("item item1");
    screen_draw(24, 80);
    ui_app_key(screen_app, UI_KEY_DOWN);
    ck_assert_uint_eq(screen_app->session.item, 4);
    ck_assert_str_eq(screen_app->record, "item 5");
    ck_assert(screen_app->has_cursor);
    ck_assert_int_eq(screen_app->cursor.kind, UI_QUANTITY_DIFFICULTY);
    ck_assert_uint_eq(screen_app->cursor.item, 4);
    screen_draw(24, 80);
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_int_eq(screen_app->cursor.kind, UI_QUANTITY_SE);
    ck_assert_uint_eq(screen_app->cursor.parameter, 9);
    screen_draw(24, 80);
    ui_app_key(screen_app, UI_KEY_UP);
    ck_assert_uint_eq(screen_app->session.item, 0);
    ck_assert_uint_eq(screen_app->cursor.parameter, 1);
    ui_app_key(screen_app, UI_KEY_UP);
    ck_assert_uint_eq(screen_app->session.item, 0);
    ui_app_key(screen_app, UI_KEY_END);
    ck_assert_uint_eq(screen_app->session.item, 2);
}
END_TEST

START_TEST(what_is_set_aside_is_listed_and_passed_over)
{
    screen_load_text("a,b,c\n1,1,1\n0,1,1\n1,1,0\n0,1,0\n1,1,1\n");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("set aside: every answer to it is 1");
    ck_assert_uint_eq(screen_app->session.item, 0);
    ui_app_key(screen_app, UI_KEY_DOWN);
    ck_assert_uint_eq(screen_app->session.item, 1);
    screen_draw(24, 80);
    ck_assert_ptr_nonnull(strstr(screen_row(6), "▸ c"));
    ck_assert_ptr_nonnull(
        strstr(screen_spoken(), "b is set aside: every answer to it is 1"));
}
END_TEST

START_TEST(the_chosen_item_scrolls_into_view)
{
    screen_load_simulated(200, 80, 0, 5);
    screen_draw(24, 80);
    screen_do("item item77");
    screen_draw(24, 80);
    screen_expect("▸ item77");
    ui_app_key(screen_app, UI_KEY_PAGE_UP);
    screen_draw(24, 80);
    screen_expect("▸ item61");
    screen_do("search item9");
    screen_draw(24, 80);
    screen_expect("▸ item9 ");
    screen_at_all_sizes("items");
}
END_TEST

START_TEST(the_best_place_is_where_information_is_largest)
{
    struct ui_test_information information = { 0 };
    const struct ui_session *session = &screen_app->session;
    double theta, error;

    screen_do("run");
    ui_test_information_update(&information, session->model, session->fit->psi);
    ui_items_best(&information, &theta, &error);
    ck_assert_double_eq_tol(theta, -1.8, 0.2);
    ck_assert_double_eq_tol(error, 1.31, 0.01);
}
END_TEST

START_TEST(difficulty_of_no_slope_is_none)
{
    double psi[] = { 0, 1, 2, 0, 1, -3, 1, 1, 1, 1, 1 };

    ck_assert(isnan(ui_item_difficulty(screen_app->session.model, psi, 0)));
    ck_assert(!signbit(ui_item_difficulty(screen_app->session.model, psi, 1)));
    ck_assert_double_eq(ui_item_difficulty(screen_app->session.model, psi, 2), 3);
}
END_TEST

START_TEST(any_size)
{
    screen_at_all_sizes("items");
    screen_do("run");
    screen_at_all_sizes("items");
    screen_do("model rasch");
    screen_do("run");
    screen_at_all_sizes("items");
    screen_fail("word many", "knows no 'many'");
}
END_TEST

/* --- who chose what ------------------------------------------------------------------- */

/* Each number of the table, counted again. */
START_TEST(answers_are_counted)
{
    const struct irt_responses *data;
    struct irt_option_counts *counts;
    char line[100];

    ui_sample_called(TEST_SRCDIR "/ui/irtop"); /* samples/ beside ui/ */
    screen_do("sample sim-mc");
    screen_do("item item3");
    screen_draw(24, 80);
    ck_assert(!screen_has("low"));
    ui_app_key(screen_app, 'a');
    screen_draw(24, 100);
    screen_expect("low  2nd  3rd high     r");
    data = screen_app->session.data;
    counts = irt_option_counts_new(data, 2, IRT_OPTION_GROUPS, NULL);
    for (size_t o = 0; o < 4; o++) {
        snprintf(line, sizeof line, "%5.0f%5.0f%5.0f%5.0f%6.2f",
                 100 * counts->count[o] / counts->persons[0],
                 100 * counts->count[5 + o] / counts->persons[1],
                 100 * counts->count[10 + o] / counts->persons[2],
                 100 * counts->count[15 + o] / counts->persons[3],
                 counts->correlation[o]);
        screen_expect(line);
    }
    screen_expect(" A* ");
    screen_expect(" B  ");
    irt_option_counts_free(counts);
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "A, which the key has: 9, 17, 35, 52; "
                                                  "correlation 0.37."));
    ui_app_key(screen_app, UI_KEY_DOWN);
    screen_draw(45, 140);
    screen_expect("item4, %; key solid");
    screen_expect("P(θ) of item4");
    screen_do("word answers off");
    screen_draw(24, 80);
    ck_assert(!screen_has("low  2nd"));
    screen_fail("word answers perhaps", "answers: 'perhaps' is neither on nor off");
}
END_TEST

/* Without a key they are the categories; other data are counted anew. */
START_TEST(answers_without_a_key)
{
    screen_do("word answers on");
    screen_load_graded(400, 6, 4);
    screen_draw(24, 80);
    screen_expect("q1, %");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "\n3: "));
    ck_assert(!screen_has("*"));
    screen_load_text("a,b\n1,0\n0,1\n1,1\n,0\n");
    screen_draw(24, 120);
    screen_expect("a, %");
    screen_expect(" -  ");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "\n1: "));
    ck_assert_ptr_null(strstr(screen_spoken(), "\n3: "));
}
END_TEST

/* Options by words, scores above 1, more of them than are shown. */
START_TEST(answers_of_many_options)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    fprintf(out, "q1,q2,q3\n");
    for (int i = 0; i < 120; i++)
        fprintf(out, "w%d,%s,%d\n", i % 30, i % 3 ? "Paris is the capital" : "Pisa",
                i % 2);
    fclose(out);
    screen_load_keyed(text, "w1|w2,Paris is the capital=2|Pisa=1,1");
    free(text);
    screen_do("word answers on");
    screen_draw(80, 140);
    screen_expect("and 4 more options");
    screen_do("item q2");
    screen_draw(30, 140);
    screen_expect("a*2");
    screen_expect("b*");
    screen_at_all_sizes("items");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view items");
    TCase *tests = tcase_create("items");

    tcase_add_checked_fixture(tests, show, screen_tear_down);
    tcase_add_test(tests, estimates_are_mirts);
    tcase_add_test(tests, while_it_runs_values_are_live_without_errors);
    tcase_add_test(tests, errors_may_be_left_out);
    tcase_add_test(tests, shared_slopes_stand_once);
    tcase_add_test(tests, steps_stand_in_columns);
    tcase_add_test(tests, long_names_can_be_told_apart);
    tcase_add_test(tests, what_an_item_asks_stands_below);
    tcase_add_test(tests, weighted_persons_are_told_in_short);
    tcase_add_test(tests, asymptotes_stand_in_columns);
    tcase_add_loop_test(tests, graded_models_at_any_size, 0, 5);
    tcase_add_test(tests, items_have_lights);
    tcase_add_test(tests, errors_that_disagree_have_a_light);
    tcase_add_test(tests, metrics_of_two_categories);
    tcase_add_loop_test(tests, metrics_of_several_categories, 0, 4);
    tcase_add_test(tests, orders);
    tcase_add_test(tests, cursor_goes_from_item_to_item_in_the_order_shown);
    tcase_add_test(tests, what_is_set_aside_is_listed_and_passed_over);
    tcase_add_test(tests, the_chosen_item_scrolls_into_view);
    tcase_add_test(tests, the_best_place_is_where_information_is_largest);
    tcase_add_test(tests, difficulty_of_no_slope_is_none);
    tcase_add_test(tests, answers_are_counted);
    tcase_add_test(tests, answers_without_a_key);
    tcase_add_test(tests, answers_of_many_options);
    tcase_add_test(tests, any_size);
    suite_add_tcase(suite, tests);
    return suite;
}
