/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_terminal_screens.c -- in a terminal: what Persons, Items and Setup show of scores,
 * metrics, health, priors and several dimensions. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dims.h"
#include "suite.h"
#include "terminal/terminal.h"

static const int heights[] = { 24, 45 }, widths[] = { 80, 140 };
#define SIZES 2

static void
open_lsat6(int size, const char *option, const char *value)
{
    terminal_open(&(struct terminal_wish){
        .h = heights[size], .w = widths[size], .words = { LSAT6, option, value } });
    expect("lsat6.csv", "1000 × 5", "ready", "? help");
    press(":speed full" ENTER);
}

/* --- scores ------------------------------------------------------------------------------ */

START_TEST(every_score_side_by_side)
{
    open_lsat6(_i, NULL, NULL);
    press("7");
    expect("scores appear when the run has ended");
    press(" ");
    expect("EAP SE MAP SE ML SE WLE SE", "EAP of 1000 persons", "-inf inf");
    expect("EAP: the posterior's mean");
    press("t");
    expect("MAP of 1000 persons", "persons by MAP score");
    press("t");
    expect("ML of 699 persons; 301 not finite", "persons by ML score");
    press("u");
    expect("MAP of 1000 persons"); /* a choice like others, but the run stays */
    expect_row(0, "✓ cycle");
    press("/00011" ENTER);
    expect("▸ 4");
    press("q");
    expect_end(0);
}
END_TEST

/* Enter on the ML of all wrong answers says why it is infinite. */
START_TEST(infinite_scores_say_why)
{
    open_lsat6(_i, "--score", "ml");
    press("7 ");
    expect("ML of 699 persons");
    press("j");
    press("k");
    press(ENTER);
    expect("ML score of pattern 00000", "towards minus infinity");
    press("q");
    expect_end(0);
}
END_TEST

/* --- metrics ----------------------------------------------------------------------------- */

START_TEST(a_key_switches_the_metric)
{
    open_lsat6(_i, "--lecture", NULL);
    press(" ");
    expect("cycle 44");
    press("5");
    expect("a SE d SE b SE", "0.8901", "-0.2798");
    press("M");
    expect("metric ad", "a SE d SE");
    expect_gone("-0.2798");
    press("M");
    expect("logit P = a(θ - b)", "a SE b SE", "-0.2798");
    press("2");
    expect("difficulties b");
    press("M");
    expect("metric loadings", "λ = A/√(1 + A²)", "τ = -(d/1.702)/√(1 + A²)");
    press("4");
    expect("step τ λ score d");
    press("5");
    expect("λ SE h² SE τ SE", "0.4634");
    press("q");
    expect_end_keeping(0);
    /* And the next time. */
    open_lsat6(_i, "--lecture", NULL);
    press("5");
    expect("λ SE h² SE τ SE");
    press("q");
    expect_end(0);
}
END_TEST

/* --- health ------------------------------------------------------------------------------ */

/* 300 persons, four items that go with their place, one that goes its own way and is rare. */
static void
write_sick(void)
{
    static char text[6000];
    char *at = text;
    unsigned state = 7;

    at += sprintf(at, "q1,q2,q3,q4,coin\n");
    for (int i = 0; i < 300; i++)
        for (int j = 0; j < 5; j++) {
            state = state * 1664525u + 1013904223u;
            at += sprintf(at, "%d%c",
                          (int)(state >> 16) % 100 < (j == 4 ? 4 : 10 + i * 80 / 300),
                          j < 4 ? ',' : '\n');
        }
    terminal_write("sick.csv", text);
}

START_TEST(items_have_lights)
{
    write_sick();
    terminal_open(&(struct terminal_wish){
        .h = heights[_i], .w = widths[_i], .words = { "sick.csv" } });
    expect("sick.csv", "300 × 5", "ready");
    press(":speed full" ENTER "5");
    expect("▸ q1 ·");
    press(" ");
    expect("▸ q1 ✓", "coin F", "marked: 1 F flat");
    press(":item coin" ENTER);
    expect("▸ coin F", "F coin: the slope is", "F the slope is");
    press("2");
    expect("F coin", "moved last");
    press("q");
    expect_end(0);
}
END_TEST

/* --- priors ------------------------------------------------------------------------------ */

START_TEST(priors_have_their_densities)
{
    open_lsat6(_i, "--model", "4pl");
    expect("MAP: c ~ beta(5,17)", "u ~ beta(17,5)");
    press(":word last" ENTER);
    expect("▸ Threads");
    press(UP UP UP);
    expect("▸ Priors", "prior densities", "c ~ beta(5,17) ×5", "u ~ beta(17,5) ×5");
    press(ENTER);
    expect_row(-1, ":prior");
    press("d=normal(0,2)" ENTER);
    expect("d ~ normal(0,2) ×5");
    press(" ");
    expect("▴ the parameters now");
    press("q");
    expect_end(0);
}
END_TEST

/* --- several dimensions ------------------------------------------------------------------ */

static void
open_dims(int size, size_t D, const char *quad)
{
    static char text[2][40000], dims[4];
    FILE *out = fmemopen(text[0], sizeof text[0], "w");

    ck_assert_ptr_nonnull(out);
    dims_answers(out, D, 200);
    fclose(out);
    out = fmemopen(text[1], sizeof text[1], "w");
    ck_assert_ptr_nonnull(out);
    dims_q_matrix(out, D);
    fclose(out);
    snprintf(dims, sizeof dims, "%zu", D);
    terminal_write("abilities.csv", text[0]);
    terminal_write("matrix.csv", text[1]);
    terminal_open(&(struct terminal_wish){
        .h = heights[size],
        .w = widths[size],
        .words = { "abilities.csv", "-m", "m2pl", "--dims", dims, "--q-matrix",
                   "matrix.csv", "--correlation", "free", "-q", quad } });
    expect("abilities.csv", "ready", "? help");
    press(":speed full" ENTER);
}

START_TEST(a_session_in_two_dimensions)
{
    open_dims(_i, 2, "15");
    expect("dimensions 2", "Q-matrix matrix.csv", "correlation free", "15 each",
           "225 in all");
    press("3");
    expect("node (θ1, θ2 ..)", "prior (posterior: with E3)");
    press("ssss");
    expect("E4 ARTIFICIAL DATA", "posterior of", "persons at the nodes", "▓");
    press("4");
    expect("a'θ", "r̄/n̄");
    press("ss");
    expect("Newton 2", "a1", "start 1.0000");
    press(" ");
    expect_row(0, "✓ cycle");
    press("5");
    expect("a1 SE a2 SE", "v1", "░", "▓", "correlations of θ: r12 0.");
    press("x");
    expect("drawn: θ2 across, θ1 up");
    press("7");
    expect("EAP2 SE MAP2 SE", "persons by EAP, darker: more", "posterior of");
    press("j" ENTER);
    expect("score of pattern", "in θ2", "Σ_n θ_n p_l(X_n)");
    press(ESC);
    expect_gone("Σ_n θ_n p_l(X_n)");
    press("2");
    expect("cycle");
    press("q");
    expect_end(0);
}
END_TEST

/* Where a product has too many nodes, a sequence's are gathered in the plane's cells. */
START_TEST(a_session_in_four_dimensions)
{
    open_dims(_i, 4, "500");
    expect("dimensions 4", "Sobol", "500");
    press("3ssss");
    expect("E4 ARTIFICIAL DATA", "of 500", ", …)");
    press("xx");
    expect("drawn: θ1 across, θ4 up; the others at 0, or summed over");
    press("4ss");
    expect("a'θ", "a1");
    press(" ");
    expect_row(0, "✓ cycle");
    press("5");
    expect("v1", "░", "r12 0.", "r34 0.");
    press("7");
    expect("EAP1 SE MAP1 SE", "persons by EAP, darker: more");
    press("q");
    expect_end(0);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("terminal: screens");
    TCase *cases = tcase_create("screens");

    tcase_set_timeout(cases, 12);
    tcase_add_loop_test(cases, every_score_side_by_side, 0, SIZES);
    tcase_add_loop_test(cases, infinite_scores_say_why, 0, SIZES);
    tcase_add_loop_test(cases, a_key_switches_the_metric, 0, SIZES);
    tcase_add_loop_test(cases, items_have_lights, 0, SIZES);
    tcase_add_loop_test(cases, priors_have_their_densities, 0, SIZES);
    tcase_add_loop_test(cases, a_session_in_two_dimensions, 0, SIZES);
    tcase_add_loop_test(cases, a_session_in_four_dimensions, 0, SIZES);
    suite_add_tcase(suite, cases);
    return suite;
}
