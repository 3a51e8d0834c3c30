/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_converge.c -- the Converge screen: its numbers, its plots, time travel and
 * ghosts. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen.h"
#include "suite.h"
#include "view/converge.h"

static void
show(void)
{
    screen_set_up();
    screen_do("lecture");
    screen_do("view converge");
}

START_TEST(before_a_run_it_says_how_to_start)
{
    screen_draw(24, 80);
    screen_expect("no cycle yet: space runs");
    screen_do("step stage");
    screen_draw(24, 80);
    screen_expect("no cycle yet");
    screen_do("step cycle");
    screen_draw(24, 80);
    ck_assert(!screen_has("no cycle yet"));
}
END_TEST

/* The walk-through's last cycle, as it is published. */
START_TEST(lecture_ends_as_published)
{
    screen_do("run");
    screen_draw(30, 100);
    ck_assert_ptr_nonnull(strstr(screen_row(3), "ℓ -2466.653666"));
    ck_assert_ptr_nonnull(strstr(screen_row(3), "gained 1.9e-06"));
    ck_assert_ptr_nonnull(strstr(screen_row(3), "largest change  0.000097  item3 a"));
    ck_assert_ptr_nonnull(strstr(screen_row(3), "tolerance 0.0001"));
    screen_expect("item3  0.8901");
    screen_expect("item1  2.7732");
    screen_expect("moved last: item3 a 0.8901 +0.000097");
    screen_draw(24, 80);
    ck_assert_ptr_nonnull(strstr(screen_row(3), "ℓ -2466.653666"));
    ck_assert_ptr_nonnull(strstr(screen_row(3), "< 0.0001"));
}
END_TEST

/* Names and numbers at the ends of curves are not cut, also where items have several
 * intercepts, or the longest name comes last. */
START_TEST(end_labels_stand_in_full)
{
    screen_load_graded(400, 6, 5);
    screen_do("model gpcm");
    screen_do("until 3");
    screen_draw(30, 100);
    screen_expect("q2 d2  4.9693");
    ck_assert(!screen_has("…"));
    screen_load_text("a,b,a rather long name\n1,0,1\n0,0,1\n1,1,0\n0,1,0\n1,0,0\n");
    screen_do("model 2pl");
    screen_do("until 2");
    screen_draw(30, 100);
    screen_expect("F a rathe…"); /* of five persons */
}
END_TEST

/* The log-likelihood of the newest psi is found by the next E-step. */
START_TEST(loglik_is_the_newest_known)
{
    screen_do("until 2");
    screen_draw(24, 80);
    ck_assert_double_eq_tol(screen_number(screen_spot(UI_QUANTITY_LOGLIK)), -2561.039194,
                            1e-6);
    ck_assert_uint_eq(screen_spot(UI_QUANTITY_LOGLIK)->quantity.row, 2);
    ck_assert_uint_eq(screen_spot(UI_QUANTITY_CHANGE)->quantity.row, 3);
    screen_expect("ℓ(1) -2561.039194");
    screen_expect("< 0.0001");
    screen_draw(30, 100);
    screen_expect("ℓ of cycle 1 -2561.039194");
    screen_do("step stage 2");
    screen_draw(24, 80);
    ck_assert_double_eq_tol(screen_number(screen_spot(UI_QUANTITY_LOGLIK)), -2482.893518,
                            1e-6);
    ck_assert_uint_eq(screen_spot(UI_QUANTITY_LOGLIK)->quantity.row, 3);
    screen_expect("ℓ -2482.893518");
}
END_TEST

START_TEST(travel_shows_the_past)
{
    screen_do("run");
    screen_do("goto 3");
    screen_draw(30, 100);
    ck_assert_double_eq_tol(screen_number(screen_spot(UI_QUANTITY_LOGLIK)), -2469.433326,
                            1e-6);
    ck_assert_double_eq_tol(screen_number(screen_spot(UI_QUANTITY_GAIN)), 13.460193,
                            1e-6);
    ck_assert_double_eq_tol(screen_number(screen_spot(UI_QUANTITY_CHANGE)), 0.159148,
                            1e-6);
    screen_expect("┊");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "After cycle 3"));
}
END_TEST

/* Nothing moved more than those named, and the names go from fast to slow. */
START_TEST(fastest_are_the_fastest)
{
    const struct ui_session *session = &screen_app->session;

    screen_load_simulated(400, 15, 0.1, 7);
    screen_do("until 6");
    for (size_t c = 1; c <= 6; c++) {
        size_t k[5], n = ui_converge_fastest(session, c, k, 5), larger = 0;
        double slowest = fabs(ui_converge_move(&session->trace, c, k[4]));

        ck_assert_uint_eq(n, 5);
        for (size_t i = 1; i < n; i++)
            ck_assert_double_le(fabs(ui_converge_move(&session->trace, c, k[i])),
                                fabs(ui_converge_move(&session->trace, c, k[i - 1])));
        for (size_t m = 0; m < session->model->parameters; m++)
            larger += fabs(ui_converge_move(&session->trace, c, m)) > slowest;
        ck_assert_uint_eq(larger, 4);
    }
}
END_TEST

START_TEST(a_giant_first_step_is_left_out)
{
    screen_do("run");
    screen_draw(30, 100);
    screen_expect("log-likelihood ℓ, from cycle 3");
    screen_expect("-2466 ┤");
    ck_assert(!screen_has("-3000"));
}
END_TEST

START_TEST(parameters_are_chosen)
{
    screen_do("run");
    screen_draw(30, 100);
    screen_expect("slopes a");
    screen_expect("intercepts d");
    screen_do("word parameters");
    screen_draw(30, 100);
    screen_expect("slopes a");
    ck_assert(!screen_has("intercepts d"));
    screen_do("word parameters intercepts");
    screen_draw(30, 100);
    ck_assert(!screen_has("slopes a"));
    screen_expect("intercepts d");
    screen_do("word parameters item");
    screen_do("item item4");
    screen_draw(30, 100);
    screen_expect("slope a of item4");
    screen_expect("intercept d of item4");
    ck_assert(!screen_has("item5  0.6"));
    screen_fail("word parameters many", "not one of: all slopes intercepts item");
    screen_fail("word many", "knows no 'many'");
}
END_TEST

START_TEST(paths_are_of_the_metric)
{
    const struct irt_trace *trace = &screen_app->session.trace;
    char name[16];

    screen_do("run");
    screen_do("metric ab");
    screen_draw(30, 120);
    screen_expect("slopes a");
    screen_expect("difficulties b");
    screen_expect("item3  0.8901");
    screen_expect("item3 -0.2798");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "item1 b is -3.3"));
    for (size_t c = 0; c < trace->rows; c++) {
        const double *psi = irt_trace_psi(trace, c);

        ck_assert_double_eq_tol(ui_converge_value(&screen_app->session, trace, c, 5, name,
                                                  sizeof name),
                                -psi[5] / psi[4], 1e-14);
        ck_assert_str_eq(name, "b");
    }
    screen_do("metric loadings");
    screen_draw(30, 120);
    screen_expect("loadings λ = A/√(1 + A²), A = aσ/1.702");
    screen_expect("thresholds τ = -(d/1.702)/√(1 + A²)");
    screen_expect("item3  0.4634");
    screen_at_all_sizes("converge");
    /* What all items share has no metric of its own. */
    screen_do("model rasch");
    screen_do("run");
    screen_draw(30, 120);
    screen_expect("σ, standard deviation of θ (a = 1)");
    screen_do("model 1pl");
    screen_do("run");
    screen_draw(30, 120);
    screen_expect("the slope a of all items");
}
END_TEST

START_TEST(constrained_models_have_other_paths)
{
    screen_do("model rasch");
    screen_do("run");
    screen_draw(30, 100);
    screen_expect("σ, standard deviation of θ (a = 1)");
    screen_expect("σ ");
    screen_do("model 1pl");
    screen_do("run");
    screen_draw(30, 100);
    screen_expect("the slope a of all items");
}
END_TEST

START_TEST(parameters_of_several_kinds_are_named)
{
    screen_load_graded(300, 4, 3);
    screen_do("model gpcm");
    screen_do("run");
    screen_draw(40, 120);
    screen_expect("intercepts d");
    screen_expect("q1 d1");
    screen_expect("q1 d2");
    screen_do("model rsm");
    screen_do("run");
    screen_draw(40, 120);
    screen_expect("parameters b, t");
    screen_expect("t1 of all");
    screen_at_all_sizes("converge");
}
END_TEST

START_TEST(criterion_is_what_is_drawn)
{
    screen_do("criterion gradient");
    screen_do("run");
    screen_draw(30, 100);
    screen_expect("largest gradient, log scale");
    ck_assert_ptr_nonnull(strstr(screen_row(3), "largest gradient"));
    screen_do("criterion loglik");
    screen_do("run");
    screen_draw(30, 100);
    screen_expect("gain in ℓ, log scale");
}
END_TEST

START_TEST(acceleration_is_marked)
{
    screen_do("run");
    screen_draw(30, 100);
    ck_assert(!screen_has("▴"));
    screen_do("accelerate squarem");
    screen_do("run");
    screen_draw(30, 100);
    screen_expect("▴ extrapolated");
}
END_TEST

START_TEST(ghosts_are_of_the_same_data)
{
    const struct ui_session *session = &screen_app->session;

    screen_do("run");
    screen_do("pin plain");
    screen_do("accelerate squarem");
    screen_do("run");
    screen_draw(30, 100);
    screen_expect("pinned, dashed: 1 plain, 44 cycles, ℓ -2466.6537");
    ck_assert(ui_converge_comparable(session, &session->pin[0]));
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "Pinned for comparison: plain"));
    screen_load_simulated(50, 5, 0, 2);
    screen_do("until 2");
    ck_assert(!ui_converge_comparable(session, &session->pin[0]));
    screen_draw(30, 100);
    screen_expect("other data, not drawn");
}
END_TEST

START_TEST(many_items_are_labelled_as_there_is_room)
{
    screen_load_simulated(300, 60, 0, 4);
    screen_do("accelerate squarem");
    screen_do("run");
    screen_do("item 33");
    screen_draw(30, 100);
    screen_expect("item33 ");
    screen_at_all_sizes("converge");
}
END_TEST

START_TEST(any_size)
{
    screen_at_all_sizes("converge");
    screen_do("step cycle");
    screen_at_all_sizes("converge");
    screen_do("run");
    screen_do("pin");
    screen_do("goto 12");
    screen_at_all_sizes("converge");
}
END_TEST

/* An autoencoder's epochs: its bound and what that is made of, stepped, spoken and travelled
 * to. */
START_TEST(a_bound_is_drawn_with_its_parts)
{
    screen_do("lecture off");
    screen_do("estimator vae");
    screen_do("hidden 8");
    screen_do("starts 1");
    screen_do("warm-up 2");
    screen_do("step cycle");
    screen_do("step cycle");
    screen_do("until 6");
    screen_draw(30, 100);
    ck_assert_ptr_nonnull(strstr(screen_row(3), "ELBO -2"));
    ck_assert_ptr_nonnull(strstr(screen_row(3), "reconstruction -2"));
    ck_assert_ptr_nonnull(strstr(screen_row(3), "held out -2"));
    screen_expect("ELBO under reconstruction");
    screen_expect("KL, what lies between them");
    screen_expect("recon.");
    screen_expect("epoch");
    const struct irt_trace *trace = &screen_app->session.trace;
    ck_assert_uint_eq(trace->rows, 7);
    ck_assert_double_eq_tol(ui_converge_part(trace, 5, "elbo"),
                            ui_converge_part(trace, 5, "reconstruction") -
                                ui_converge_part(trace, 5, "kl"),
                            1e-8);
    ck_assert(isnan(ui_converge_part(trace, 5, "no such part")));
    screen_do("goto 3");
    char wanted[80];
    snprintf(wanted, sizeof wanted, "ELBO %.2f", ui_converge_part(trace, 3, "elbo"));
    screen_draw(24, 80);
    screen_expect(wanted);
}
END_TEST

/* Joint and conditional maximum likelihood maximise another likelihood, and it is named. */
START_TEST(the_likelihood_is_named)
{
    screen_do("model rasch");
    screen_do("estimator jml");
    screen_do("view converge");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("joint log-likelihood");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "the joint log-likelihood is -1701.7"));
    screen_do("estimator cml");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("conditional log-likelihood");
    ck_assert_ptr_nonnull(
        strstr(screen_spoken(), "the conditional log-likelihood is -1091.5"));
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view converge");
    TCase *tests = tcase_create("converge");

    tcase_add_checked_fixture(tests, show, screen_tear_down);
    tcase_add_test(tests, before_a_run_it_says_how_to_start);
    tcase_add_test(tests, lecture_ends_as_published);
    tcase_add_test(tests, end_labels_stand_in_full);
    tcase_add_test(tests, loglik_is_the_newest_known);
    tcase_add_test(tests, travel_shows_the_past);
    tcase_add_test(tests, fastest_are_the_fastest);
    tcase_add_test(tests, a_giant_first_step_is_left_out);
    tcase_add_test(tests, parameters_are_chosen);
    tcase_add_test(tests, paths_are_of_the_metric);
    tcase_add_test(tests, constrained_models_have_other_paths);
    tcase_add_test(tests, parameters_of_several_kinds_are_named);
    tcase_add_test(tests, criterion_is_what_is_drawn);
    tcase_add_test(tests, acceleration_is_marked);
    tcase_add_test(tests, ghosts_are_of_the_same_data);
    tcase_add_test(tests, many_items_are_labelled_as_there_is_room);
    tcase_add_test(tests, any_size);
    tcase_add_test(tests, a_bound_is_drawn_with_its_parts);
    tcase_add_test(tests, the_likelihood_is_named);
    suite_add_tcase(suite, tests);
    return suite;
}
