/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_dims.c -- the screens of a session in several dimensions: choices, surfaces,
 * planes, every number that is drawn; and what is said where there is no picture. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dims.h"
#include "screen.h"
#include "spots.h"
#include "suite.h"

static void
set_up(void)
{
    screen_set_up();
    app = screen_app;
}

static void
tear_down(void)
{
    screen_tear_down();
    dims_remove();
}

static void
load(size_t D)
{
    dims_load(D, 200, screen_do);
}

static struct ui_session *
session(void)
{
    return &screen_app->session;
}

/* --- Setup ------------------------------------------------------------------------------- */

START_TEST(setup_has_the_choices)
{
    screen_do("model 2pl");
    screen_do("view setup");
    screen_draw(24, 80);
    ck_assert(!screen_has("dimensions"));
    screen_do("model m2pl");
    screen_draw(24, 80);
    screen_expect("dimensions  1");
    ck_assert(!screen_has("Q-matrix"));
    load(2);
    screen_draw(24, 80);
    screen_expect("dimensions  2");
    screen_expect("Q-matrix    irtop-dims-");
    screen_expect("correlation free");
    screen_expect("61 each");
    screen_expect("3721 in all");
    screen_do("word down");
    screen_do("word down");
    screen_do("word right");
    ck_assert_uint_eq(session()->choices.options.dims, 3);
    screen_do("word left");
    screen_do("word down");
    screen_do("word down");
    screen_do("word left");
    ck_assert(!session()->choices.correlations_free);
}
END_TEST

START_TEST(setup_names_a_sequences_nodes)
{
    load(4);
    screen_do("view setup");
    screen_draw(24, 80);
    screen_expect("Sobol");
    screen_expect("10000");
    screen_do("quad 500");
    screen_draw(24, 80);
    screen_expect("500");
    ck_assert_uint_eq(session()->quadrature->points, 500);
    ck_assert_int_eq(session()->quadrature->kind, IRT_NODES_SOBOL);
}
END_TEST

/* --- Items ------------------------------------------------------------------------------- */

/* The shade of the surface's cell over a point of the plane, as 0 .. 4. */
static int
shade_at(double x, double y)
{
    static const uint32_t shade[] = { ' ', 0x2591, 0x2592, 0x2593, 0x2588 };
    struct ui_canvas *canvas = &screen_app->canvas;
    int left = -1, right = -1, top = -1, bottom = -1;

    /* The block of shades: it reaches from corner to corner of the plane. */
    for (int row = 0; row < canvas->h; row++)
        for (int column = 0; column < canvas->w; column++) {
            uint32_t glyph = ui_cell_at(canvas, row, column)->glyph;

            if (glyph < 0x2588 || glyph > 0x2593)
                continue;
            left = left < 0 || column < left ? column : left;
            right = column > right ? column : right;
            top = top < 0 ? row : top;
            bottom = row;
        }
    ck_assert_int_ge(left, 0);
    int row = bottom - (int)((y + 4) / 8 * (bottom - top));
    int column = right - (int)((4 - x) / 8 * (right - left));
    uint32_t glyph = ui_cell_at(canvas, row, column)->glyph;
    for (int k = 1; k < 5; k++)
        if (glyph == shade[k])
            return k;
    return 0;
}

START_TEST(surfaces_rise_along_the_slopes)
{
    load(2);
    screen_do("quad 9");
    screen_do("view items");
    screen_draw(45, 140);
    screen_expect("P of v1: ░ .2 ▒ .4 ▓ .6 █ .8");
    screen_expect("standard errors come when the run has ended");
    ck_assert_int_eq(shade_at(3.5, 0), 4);
    ck_assert_int_eq(shade_at(3.5, 3), 4);
    ck_assert_int_eq(shade_at(3.5, -3), 4);
    screen_do("item v2"); /* the other dimension: up, not right */
    screen_draw(45, 140);
    screen_expect("P of v2");
    ck_assert_int_eq(shade_at(0, 3.5), 4);
    screen_do("axes 2 1");
    screen_draw(45, 140);
    ck_assert_int_eq(shade_at(3.5, 0), 4);
    screen_do("run");
    screen_draw(45, 140);
    screen_expect("correlations of θ: r12 0.");
    screen_expect("(SE 0.");
    screen_expect("it measures θ1 0 %, θ2 100 % (a_r²/|a|²)");
    screen_do("metric loadings");
    screen_draw(45, 140);
    screen_expect("λ_r = (a_r/1.702)/√(1 + A²)");
    ck_assert(!screen_has("mirt's"));
}
END_TEST

START_TEST(more_dimensions_are_chosen_two_by_two)
{
    load(3);
    screen_do("quad 5");
    screen_do("view items");
    screen_draw(24, 80);
    screen_expect("θ1");
    screen_expect("θ2");
    screen_do("axes next");
    ck_assert_str_eq(screen_app->message,
                     "drawn: θ1 across, θ3 up; the others at 0, or summed over");
    screen_do("axes next");
    ck_assert_uint_eq(session()->axis[0], 1);
    screen_do("axes next");
    ck_assert_uint_eq(session()->axis[0], 0);
    ck_assert_uint_eq(session()->axis[1], 1);
    screen_do("axes 3 1");
    screen_draw(45, 140);
    screen_expect("other θ at 0");
    screen_fail("axes 3 3", "two different dimensions, 1 to 3");
    screen_fail("axes 4 1", "two different dimensions, 1 to 3");
    screen_do("correlation fixed");
    screen_do("q-matrix \"\"");
    screen_do("dims 2"); /* no third axis is left */
    ck_assert_uint_lt(session()->axis[0], 2);
    screen_do("model 2pl");
    screen_fail("axes 1 2", "one dimension");
}
END_TEST

/* --- Persons ----------------------------------------------------------------------------- */

START_TEST(persons_have_a_score_a_dimension)
{
    const struct ui_spot *spot;

    load(2);
    screen_do("quad 9");
    screen_do("view persons");
    screen_draw(24, 80);
    screen_expect("no scores yet");
    screen_expect("θ1");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("persons by EAP, darker: more");
    screen_expect("posterior of ");
    spot = screen_spot(UI_QUANTITY_EAP);
    ck_assert_ptr_nonnull(spot);
    ck_assert_double_eq_tol(screen_number(spot),
                            session()->score[IRT_SCORE_EAP][2 * spot->quantity.pattern +
                                                            spot->quantity.column],
                            0.006);
    screen_expect("EAP of θ1 of");
    screen_do("axes next");
    ui_app_key(screen_app, 't');
    ui_session_wait(session());
    screen_draw(24, 80);
    screen_expect("MAP of θ2 of");
    screen_expect("EAP2");
    screen_draw(45, 140);
    ck_assert_uint_ge(check_spots(), 40);
}
END_TEST

/* --- E-step and M-step ------------------------------------------------------------------- */

START_TEST(planes_of_a_product)
{
    load(2);
    screen_do("quad 9");
    screen_do("view estep");
    screen_draw(45, 140);
    screen_expect("node (θ1, θ2 ..)");
    screen_expect("prior (posterior: with E3)");
    screen_do("step stage 4");
    screen_draw(45, 140);
    screen_expect("posterior of ");
    screen_expect("persons at the nodes");
    /* The table begins where this pattern is likely. */
    double most = 0, sum = 0;
    for (size_t k = 0; k < screen_app->canvas.spots; k++) {
        const struct ui_spot *spot = &screen_app->canvas.spot[k];

        if (!spot->opens || spot->quantity.kind != UI_QUANTITY_POSTERIOR)
            continue;
        most = fmax(most, screen_number(spot));
        sum += screen_number(spot);
    }
    ck_assert_double_gt(most, 0.02);
    ck_assert_double_le(sum, 1.0 + 1e-6);
    screen_do("view mstep");
    screen_draw(45, 140);
    screen_expect("a'θ");
    screen_expect("   0.0000 ");
}
END_TEST

/* Only what the item measures is in Newton's table. */
START_TEST(newton_moves_what_the_item_measures)
{
    load(2);
    screen_do("quad 9");
    screen_do("step stage 6");
    screen_do("view mstep");
    screen_draw(45, 140);
    screen_expect("a1");
    ck_assert(!screen_has("a2"));
    screen_do("item v2");
    screen_draw(45, 140);
    ck_assert(!screen_has("a1"));
    screen_do("correlation fixed");
    screen_do("q-matrix \"\"");
    screen_do("quad 9");
    screen_do("step stage 6");
    screen_do("item v3"); /* without a matrix v1 has no slope on the second */
    screen_draw(45, 140);
    screen_expect("a1");
    screen_expect("a2");
}
END_TEST

START_TEST(planes_of_a_sequence)
{
    load(4);
    screen_do("quad 400");
    screen_do("step cycle 2");
    screen_do("view estep");
    screen_draw(45, 140);
    screen_expect("of 400");
    screen_expect(", …)");
    screen_expect("gathered; x: others");
    ck_assert_uint_ge(check_spots(), 10);
    screen_do("axes 3 4");
    screen_draw(45, 140);
    screen_expect("θ4");
    screen_do("view mstep");
    screen_draw(45, 140);
    screen_expect("a'θ");
}
END_TEST

START_TEST(converge_follows_the_correlation)
{
    load(2);
    screen_do("quad 9");
    screen_do("run");
    screen_do("view converge");
    for (int k = 0; k < 4 && !screen_has("r12"); k++) {
        screen_do("word parameters");
        screen_draw(45, 140);
    }
    screen_expect("r12");
}
END_TEST

/* --- all of them ------------------------------------------------------------------------- */

static const char *const views[] = { "setup", "converge", "estep",
                                     "mstep", "items",    "persons" };
static const struct {
    size_t dims;
    const char *quad;
} ways[] = { { 2, "quad 9" }, { 3, "quad 5" }, { 8, "quad 200" } };

static void
look_at(const char *view)
{
    static const int sizes[][2] = { { 24, 80 }, { 45, 140 } };
    char line[40];

    snprintf(line, sizeof line, "view %s", view);
    screen_do(line);
    for (size_t k = 0; k < 2; k++) {
        screen_draw(sizes[k][0], sizes[k][1]);
        check_spots();
        ck_assert_uint_gt(strlen(screen_spoken()), 10);
    }
}

static void
look_everywhere(void)
{
    for (size_t v = 0; v < sizeof views / sizeof *views; v++)
        look_at(views[v]);
}

/* Each number on each screen opens as it is drawn, whatever is done so far. */
START_TEST(every_number_opens)
{
    load(ways[_i].dims);
    screen_do(ways[_i].quad);
    look_everywhere();
    for (int stage = 0; stage < 7; stage++) {
        screen_do("step stage");
        look_at(stage < 4 ? "estep" : "mstep");
    }
    screen_do("step cycle 2");
    look_everywhere();
    screen_do("goto 1");
    look_at("estep");
    screen_do("max-cycles 20");
    screen_do("run");
    look_everywhere();
}
END_TEST

START_TEST(any_size)
{
    static const char *const before[] = { "setup", "estep", "mstep" };
    static const char *const after[] = { "converge", "items", "persons" };

    load(ways[_i].dims);
    screen_do(ways[_i].quad);
    screen_do("max-cycles 5");
    screen_do("step stage 7");
    for (size_t v = 0; v < 3; v++)
        screen_at_all_sizes(before[v]);
    screen_do("run");
    for (size_t v = 0; v < 3; v++)
        screen_at_all_sizes(after[v]);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view dims");
    TCase *cases = tcase_create("view dims");

    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, setup_has_the_choices);
    tcase_add_test(cases, setup_names_a_sequences_nodes);
    tcase_add_test(cases, surfaces_rise_along_the_slopes);
    tcase_add_test(cases, more_dimensions_are_chosen_two_by_two);
    tcase_add_test(cases, persons_have_a_score_a_dimension);
    tcase_add_test(cases, planes_of_a_product);
    tcase_add_test(cases, newton_moves_what_the_item_measures);
    tcase_add_test(cases, planes_of_a_sequence);
    tcase_add_test(cases, converge_follows_the_correlation);
    tcase_add_loop_test(cases, every_number_opens, 0, sizeof ways / sizeof ways[0]);
    tcase_add_loop_test(cases, any_size, 0, 1);
    suite_add_tcase(suite, cases);
    return suite;
}
