/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_vae.c -- the VAE screen: a person's answers, the encoder's normal, the gap, the
 * weights. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "encoded.h"
#include "explain.h"
#include "loss.h"
#include "screen.h"
#include "suite.h"

#define SIM TEST_SRCDIR "/samples/sim-2pl-500x10.csv"

/* A small encoder, a few epochs of it. */
static void
train(const char *until)
{
    screen_do("estimator vae");
    screen_do("hidden 12,6");
    screen_do("starts 1");
    screen_do(until);
    screen_do("view vae");
    screen_draw(24, 80);
}

static double
shown(enum ui_quantity_kind kind, size_t row)
{
    for (size_t k = 0; k < screen_app->canvas.spots; k++) {
        const struct ui_spot *spot = &screen_app->canvas.spot[k];

        if (spot->opens && spot->quantity.kind == kind && spot->quantity.row == row)
            return screen_number(spot);
    }
    ck_abort_msg("no number of kind %d, row %zu", (int)kind, row);
    return NAN;
}

START_TEST(without_an_autoencoder_it_says_so)
{
    screen_do("view vae");
    screen_draw(24, 80);
    screen_expect("the estimator is em, not vae");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "not vae"));
    screen_do("estimator vae");
    screen_draw(24, 80);
    screen_expect("there is no encoder yet");
    screen_fail("word layer", "there is no encoder yet");
    screen_fail("word dimension", "one dimension");
    screen_at_all_sizes("vae");
    screen_app->tui = true; /* else the text is printed */
    screen_do("word about");
    screen_draw(24, 80);
    screen_app->tui = false;
    screen_expect("what the VAE screen shows");
    screen_expect("Kullback-Leibler");
}
END_TEST

/* What is printed is what the engine says of the pattern, and the gap is what its parts come
 * to. */
START_TEST(numbers_are_the_engines)
{
    struct ui_encoded encoded = { .unit = NULL };
    struct irt_error error;

    train("until 6");
    screen_do("pattern 9");
    screen_draw(40, 140);
    ck_assert_msg(ui_encoded_make(&screen_app->session, 0, &encoded, &error), "%s",
                  error.message);
    ck_assert_double_eq_tol(shown(UI_QUANTITY_ENCODED, 0), encoded.gap.mean[0], 6e-5);
    ck_assert_double_eq_tol(shown(UI_QUANTITY_ENCODED, 1), encoded.gap.sd[0], 6e-5);
    ck_assert_double_eq_tol(shown(UI_QUANTITY_EXACT, 0), encoded.gap.exact_mean[0], 6e-5);
    ck_assert_double_eq_tol(shown(UI_QUANTITY_EXACT, 1), encoded.gap.exact_sd[0], 6e-5);
    ck_assert_double_eq_tol(shown(UI_QUANTITY_GAP, 0), encoded.gap.kl, 6e-5);
    ck_assert_double_eq_tol(shown(UI_QUANTITY_GAP, 0),
                            shown(UI_QUANTITY_GAP, 1) - shown(UI_QUANTITY_GAP, 2) +
                                shown(UI_QUANTITY_GAP, 3),
                            3e-4);
    ui_encoded_clear(&encoded);
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "The gap between them is"));
    screen_at_all_sizes("vae");
}
END_TEST

/* A hidden answer is as one that was never given: the posterior is that of a pattern without
 * it; it comes back; another pattern has its own answers. */
START_TEST(answers_are_hidden_and_flipped)
{
    train("until 8");
    screen_do("pattern 11111");
    screen_do("item 3");
    screen_draw(24, 80);
    double mean = shown(UI_QUANTITY_EXACT, 0), sd = shown(UI_QUANTITY_EXACT, 1);
    double guess = shown(UI_QUANTITY_ENCODED, 0);
    screen_do("word hide");
    screen_draw(24, 80);
    screen_expect("was 1");
    screen_expect("1 changed");
    ck_assert_uint_eq(ui_answer(&screen_app->session, 2), IRT_MISSING);
    ck_assert_double_lt(shown(UI_QUANTITY_EXACT, 0), mean);
    ck_assert_double_gt(shown(UI_QUANTITY_EXACT, 1), sd);
    ck_assert_double_ne(shown(UI_QUANTITY_ENCODED, 0), guess);
    screen_do("word flip");
    screen_draw(24, 80);
    double flipped = shown(UI_QUANTITY_EXACT, 0);
    screen_do("pattern 11011");
    screen_draw(24, 80);
    ck_assert_double_eq(shown(UI_QUANTITY_EXACT, 0), flipped);
    ck_assert_uint_eq(ui_answers_changed(&screen_app->session), 0);
    screen_do("pattern 11111");
    ck_assert_uint_eq(ui_answers_changed(&screen_app->session), 1);
    screen_do("word flip");
    ck_assert_uint_eq(ui_answers_changed(&screen_app->session), 0);
    screen_do("word hide");
    screen_do("word own");
    screen_draw(24, 80);
    ck_assert_double_eq(shown(UI_QUANTITY_EXACT, 0), mean);
    ck_assert_double_eq(shown(UI_QUANTITY_ENCODED, 0), guess);
}
END_TEST

START_TEST(missing_answers_stay_missing)
{
    screen_load_simulated(80, 6, 0.3, 3);
    train("until 3");
    for (size_t j = 0; j < 6; j++)
        if (ui_answer_own(&screen_app->session, j) == IRT_MISSING) {
            screen_app->session.item = j;
            screen_draw(24, 80);
            screen_expect("none");
            screen_fail("word hide", "was not answered");
            screen_do("word flip");
            ck_assert_uint_eq(ui_answer(&screen_app->session, j), 0);
            return;
        }
    ck_abort_msg("nothing is missing");
}
END_TEST

/* Every number opens, and the explanation comes to what is printed. */
START_TEST(numbers_open)
{
    static const enum ui_quantity_kind kinds[] = { UI_QUANTITY_ENCODED, UI_QUANTITY_EXACT,
                                                   UI_QUANTITY_GAP };
    struct ui_explanation *x = malloc(sizeof *x), *operand = malloc(sizeof *operand);
    struct irt_error error;

    if (_i == 1)
        screen_do("model rasch"); /* sigma is not 1 */
    train("until 5");
    screen_draw(40, 140);
    for (size_t k = 0; k < 3; k++)
        for (size_t row = 0; row < (k == 2 ? 4 : 2); row++) {
            struct ui_quantity q = { .kind = kinds[k],
                                     .row = row,
                                     .pattern = screen_app->session.pattern };

            ck_assert_msg(ui_explain(&screen_app->session, q, x, &error), "%s",
                          error.message);
            ck_assert_double_eq_tol(x->value, shown(kinds[k], row), 6e-5);
            ck_assert_uint_gt(x->lines, 0);
            for (size_t o = 0; o < x->operands; o++) {
                double value = x->operand[o].value;

                ck_assert_msg(ui_explain(&screen_app->session, x->operand[o].quantity,
                                         operand, &error),
                              "%s", error.message);
                ck_assert_double_eq(operand->value, value);
            }
        }
    struct ui_quantity other = { .kind = UI_QUANTITY_GAP, .pattern = 3 };
    ck_assert(!ui_explain(&screen_app->session, other, x, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "another pattern"));
    free(x);
    free(operand);
}
END_TEST

/* A past cycle shows its own encoder, and the same numbers as when it was live. */
START_TEST(past_encoders_are_shown_again)
{
    train("until 2");
    double mean = shown(UI_QUANTITY_ENCODED, 0), gap = shown(UI_QUANTITY_GAP, 0);
    screen_do("until 7");
    screen_draw(24, 80);
    ck_assert_double_ne(shown(UI_QUANTITY_ENCODED, 0), mean);
    screen_do("goto 2");
    screen_draw(24, 80);
    ck_assert_double_eq(shown(UI_QUANTITY_ENCODED, 0), mean);
    ck_assert_double_eq(shown(UI_QUANTITY_GAP, 0), gap);
    screen_do("live");
}
END_TEST

START_TEST(layers_are_drawn)
{
    train("until 2");
    screen_do("word show");
    screen_draw(24, 80);
    screen_expect("layer 1 of 3: 10 inputs by 12 units");
    screen_expect("item1=1");
    screen_expect("item5 seen");
    screen_expect("bias");
    screen_do("word layer");
    screen_draw(24, 80);
    screen_expect("layer 2 of 3: 12 units by 6 units");
    screen_do("word layer");
    screen_draw(24, 80);
    screen_expect("6 units by 2 outputs");
    screen_expect("log SD");
    char number[20];
    const struct irt_encoder *encoder = &ui_session_shown(&screen_app->session)->encoder;
    snprintf(number, sizeof number, "%.3f", encoder->weights[encoder->mlp.offset[2]]);
    screen_expect(number);
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "Layer 3 of 3"));
    screen_at_all_sizes("vae");
    screen_do("word layer");
    screen_do("hidden 200");
    screen_do("until 1");
    screen_draw(24, 80);
    screen_expect("the strongest of 4 a column");
    screen_draw(45, 200);
    screen_at_all_sizes("vae");
}
END_TEST

START_TEST(several_dimensions)
{
    screen_load_simulated(120, 6, 0.1, 4);
    screen_do("dims 2");
    screen_do("model m2pl");
    screen_do("posterior full");
    train("until 3");
    screen_expect("θ1");
    double first = shown(UI_QUANTITY_EXACT, 0);
    screen_do("word dimension");
    screen_draw(24, 80);
    screen_expect("θ2");
    ck_assert_double_ne(shown(UI_QUANTITY_EXACT, 0), first);
    struct ui_explanation *x = malloc(sizeof *x);
    struct ui_quantity sd = { .kind = UI_QUANTITY_ENCODED,
                              .row = 1,
                              .column = 1,
                              .pattern = screen_app->session.pattern };
    struct irt_error error;
    ck_assert_msg(ui_explain(&screen_app->session, sd, x, &error), "%s", error.message);
    ck_assert_double_eq_tol(x->value, shown(UI_QUANTITY_ENCODED, 1), 6e-5);
    free(x);
    screen_do("word show");
    screen_do("word layer");
    screen_do("word layer");
    screen_draw(24, 80);
    screen_expect("log SD 2");
    screen_expect("L21");
    screen_at_all_sizes("vae");
}
END_TEST

static bool
loads(size_t item, size_t dimension)
{
    return screen_app->session.model->item[item].loads[dimension];
}

/* A cell of the Q-matrix is toggled: another model, and the run begins anew; undo brings the one
 * before back. */
START_TEST(the_q_matrix_is_toggled)
{
    screen_load_simulated(120, 4, 0, 4);
    screen_do("dims 2");
    screen_do("model m2pl");
    screen_do("q-matrix 10,11,01,01");
    train("until 2");
    for (int k = 0; k < 3; k++)
        screen_do("word show");
    screen_draw(24, 80);
    screen_expect("which item measures which dimension");
    ck_assert(!loads(0, 1) && loads(1, 0) && loads(1, 1));
    screen_fail("word measure 1:1", "has to measure something");
    screen_fail("word measure 9:1", "no such item");
    screen_fail("word measure 9", "ITEM:DIMENSION");
    screen_do("word measure 2:1");
    ck_assert(!loads(1, 0) && loads(1, 1));
    ck_assert_uint_eq(screen_app->session.item, 1);
    ck_assert_uint_eq(screen_app->session.live.cycle, 0);
    ck_assert_str_eq(screen_app->session.choices.q_matrix, "10,01,01,01");
    screen_do("word dimension");
    screen_do("item 1");
    screen_do("word measure");
    ck_assert(loads(0, 0) && loads(0, 1));
    screen_do("undo");
    ck_assert(!loads(0, 1));
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "measures θ1.\n"));
    screen_at_all_sizes("vae");
    screen_do("q-matrix 10,01,01"); /* no model: the screens say why */
    ck_assert_ptr_null(screen_app->session.model);
    ck_assert_ptr_nonnull(strstr(screen_app->session.problem.message,
                                 "has not 2 digits for each of 4 items"));
    screen_draw(24, 80);
}
END_TEST

/* The figure at the truth of simulated data, live and at the end; the same numbers in files. */
START_TEST(the_loss_is_drawn)
{
    struct irt_loss_picture now, later;
    struct irt_error error;
    char line[300];
    FILE *in;

    train("until 2");
    screen_do("word show");
    screen_do("word show");
    screen_draw(24, 80);
    screen_expect("the truth is known of simulated data alone");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "simulated data alone"));
    screen_do("load " SIM);
    screen_do("until 2");
    screen_draw(24, 80);
    screen_expect("expected loss after epoch 2");
    screen_expect("the true parameters minimise the loss");
    screen_expect("at 0.00 without noise");
    ck_assert_msg(ui_loss_make(&screen_app->session, &now, &error), "%s", error.message);
    ck_assert_double_lt(now.norm[0], 1e-10);
    snprintf(line, sizeof line, "it is %.3g, and", now.norm[IRT_LOSS_HALF]);
    ck_assert_ptr_nonnull(strstr(screen_spoken(), line));
    screen_do("until 4");
    screen_draw(24, 80);
    screen_expect("expected loss after epoch 4");
    ck_assert_msg(ui_loss_make(&screen_app->session, &later, &error), "%s",
                  error.message);
    /* The truth is where it was, the estimate has moved. */
    ck_assert_double_eq(now.norm[4], later.norm[4]);
    ck_assert_double_ne(now.along[0][IRT_LOSS_PLACES - 1],
                        later.along[0][IRT_LOSS_PLACES - 1]);
    screen_do("export loss check_view_vae.csv");
    ck_assert_ptr_nonnull(in = fopen("check_view_vae.csv", "r"));
    double noise, loss, norm;
    ck_assert_ptr_nonnull(fgets(line, sizeof line, in));
    for (size_t i = 0; i < IRT_LOSS_NOISES; i++) {
        ck_assert_ptr_nonnull(fgets(line, sizeof line, in));
        ck_assert_int_eq(sscanf(line, "noise,%lf,,%lf,%lf", &noise, &loss, &norm), 3);
        ck_assert_double_eq(noise, irt_loss_noise[i]);
        ck_assert_double_eq(norm, later.norm[i]);
    }
    fclose(in);
    unlink("check_view_vae.csv");
    screen_do("export loss check_view_vae.txt");
    unlink("check_view_vae.txt");
    screen_fail("export loss check_view_vae.json", "FILE.csv or .txt");
    screen_at_all_sizes("vae");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view vae");
    TCase *tests = tcase_create("view vae");

    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, screen_set_up, screen_tear_down);
    tcase_add_test(tests, without_an_autoencoder_it_says_so);
    tcase_add_test(tests, numbers_are_the_engines);
    tcase_add_test(tests, answers_are_hidden_and_flipped);
    tcase_add_test(tests, missing_answers_stay_missing);
    tcase_add_loop_test(tests, numbers_open, 0, 2);
    tcase_add_test(tests, past_encoders_are_shown_again);
    tcase_add_test(tests, layers_are_drawn);
    tcase_add_test(tests, several_dimensions);
    tcase_add_test(tests, the_loss_is_drawn);
    tcase_add_test(tests, the_q_matrix_is_toggled);
    suite_add_tcase(suite, tests);
    return suite;
}
