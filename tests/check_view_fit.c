/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_fit.c -- the Fit screen: what it shows is what the engine finds, before, during and
 * after a run; what cannot be had says why. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dims.h"
#include "exam.h"
#include "examine.h"
#include "explain.h"
#include "fit/dif.h"
#include "fit/ld.h"
#include "fit/person_fit.h"
#include "fit/q3.h"
#include "score/information.h"
#include "keys.h"
#include "screen.h"
#include "suite.h"
#include "view/fit.h"

static struct irt_error error;

static void
tear_down(void)
{
    screen_tear_down();
    dims_remove();
}

static struct ui_session *
session(void)
{
    return &screen_app->session;
}

/* Two abilities fitted as one: pairs of items are dependent. */
static void
open_dependent(void)
{
    dims_load(2, 400, screen_do);
    screen_do("correlation fixed");
    screen_do("q-matrix \"\"");
    screen_do("dims 1");
    screen_do("model 2pl");
    screen_do("quad 21");
    screen_do("view fit");
}

static const void *
result(const struct irt_statistic *statistic)
{
    const char *why;

    return ui_examined_of(session(), statistic, &why);
}

START_TEST(nothing_before_a_run)
{
    screen_do("view fit");
    screen_draw(24, 80);
    screen_expect("nothing estimated yet: space runs");
    ck_assert_ptr_null(ui_examined(session()));
    screen_fail("word all", "come when the run has ended");
    screen_fail("word largest", "nothing is known of pairs yet");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "nothing is estimated"));
}
END_TEST

/* The printed numbers are the engine's, of the estimates themselves. */
START_TEST(items_have_their_statistics)
{
    struct irt_diagnosis d;
    char text[40];

    screen_do("run");
    screen_do("view fit");
    screen_draw(45, 140);
    screen_expect("of the estimates");
    d = irt_diagnosis_of(session()->fit);
    struct irt_sx2 *sx2 = irt_statistic_sx2.compute(&d, &error);
    struct irt_infit *infit = irt_statistic_infit.compute(&d, &error);
    ck_assert(sx2 && infit);
    for (size_t j = 0; j < 5; j++) {
        snprintf(text, sizeof text, "%.2f %3ld", sx2->item[j].value, sx2->item[j].df);
        screen_expect(text);
        snprintf(text, sizeof text, "%.3f", infit->item[j].posterior.outfit);
        screen_expect(text);
        ck_assert(ui_fit_light(session(), j, UI_FIT_POSTERIOR, text, 40).sick ==
                  (sx2->item[j].p < 0.01));
    }
    screen_do("item 3");
    screen_draw(45, 140);
    screen_expect("item3: ● observed, 95 % interval");
    screen_expect("item3 right by sums");
    snprintf(text, sizeof text, "%.1f", sx2->item[2].expected[1]);
    screen_expect(text);
    irt_statistic_sx2.free(sx2);
    irt_statistic_infit.free(infit);
}
END_TEST

START_TEST(mean_squares_have_three_forms)
{
    static const char *const said[] = { "posterior: the model expects 1", "EAP", "Warm" };
    const struct irt_infit *infit;
    char text[40];

    screen_do("run");
    screen_do("view fit");
    for (int form = 0; form < 3; form++) {
        screen_draw(45, 140);
        infit = result(&irt_statistic_infit);
        const struct irt_mean_squares *m = form == 0   ? &infit->item[1].posterior
                                           : form == 1 ? &infit->item[1].eap
                                                       : &infit->item[1].wle;
        snprintf(text, sizeof text, "%.3f", m->infit);
        screen_expect(text);
        screen_expect(said[form]);
        screen_do("word form");
    }
}
END_TEST

START_TEST(cycles_have_them_too)
{
    screen_do("view fit");
    screen_do("step cycle 2");
    screen_draw(24, 80);
    screen_expect("of cycle 2");
    const struct irt_infit *infit = result(&irt_statistic_infit);
    double second = infit->item[0].posterior.outfit;
    screen_do("step cycle 3");
    screen_draw(24, 80);
    screen_expect("of cycle 5");
    infit = result(&irt_statistic_infit);
    ck_assert(infit->item[0].posterior.outfit != second);
    screen_do("goto 2");
    screen_draw(24, 80);
    screen_expect("of cycle 2");
    infit = result(&irt_statistic_infit);
    ck_assert_double_eq_tol(infit->item[0].posterior.outfit, second, 1e-12);
    screen_do("live");
    screen_do("word page test");
    screen_draw(24, 80);
    screen_expect("told when the run has ended");
}
END_TEST

START_TEST(dependent_pairs_stand_out)
{
    const struct irt_q3 *q3;
    const struct irt_ld *ld;
    size_t J, most = 0;
    double largest = -1;
    char text[60];

    open_dependent();
    screen_do("run");
    screen_do("word page pairs");
    screen_draw(24, 80);
    q3 = result(&irt_statistic_q3);
    ld = result(&irt_statistic_ld);
    J = session()->model->items;
    for (size_t i = 0; i < J * J; i++)
        if (i / J > i % J && fabs(q3->value[i] - q3->mean) > largest) {
            largest = fabs(q3->value[i] - q3->mean);
            most = i;
        }
    screen_do("word largest");
    screen_draw(24, 80);
    snprintf(text, sizeof text, "v%zu and v%zu", most / J + 1, most % J + 1);
    screen_expect(text);
    snprintf(text, sizeof text, "Q3 %.3f", q3->value[most]);
    screen_expect(text);
    screen_expect("go together more often than expected");
    const struct irt_ld_pair *pair = &ld->pair[irt_ld_place(ld, most % J, most / J)];
    snprintf(text, sizeof text, "LD-X² %.2f with 1 df", pair->x2);
    screen_expect(text);
    /* Rows are the first item named: the table that was found is turned. */
    snprintf(text, sizeof text, "  1 %7.0f", ld->observed[pair->at + 1]);
    screen_expect(text);
    screen_do("word largest"); /* the next is another */
    screen_draw(24, 80);
    snprintf(text, sizeof text, "v%zu and v%zu", most / J + 1, most % J + 1);
    ck_assert(!screen_has(text));
    screen_do("word pair 2:1");
    screen_draw(24, 80);
    screen_expect("v2 and v1");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "The pair v2 and v1: Q3"));
    screen_do("word right");
    screen_do("word down");
    screen_draw(24, 80);
    screen_expect("v3 and ");
    screen_fail("word pair 2:2", "no pair of items");
    screen_fail("word pair 2", "no pair of items");
}
END_TEST

/* Who answers hard items right and easy ones wrong comes first, and the answers that cost it are
 * lit up. */
START_TEST(surprising_persons_come_first)
{
    const struct irt_person_fit *fit;
    struct irt_surprise answer[5];
    char text[60];
    size_t bold = 0, costly = 0;

    screen_do("view fit");
    screen_do("run");
    screen_do("word page persons");
    screen_draw(24, 80);
    fit = result(&irt_statistic_lz);
    size_t l = fit->order[0], row = 5;
    ui_pattern_text(session(), l, 0, text, sizeof text);
    screen_expect(text);
    while (row < 20 && !strstr(screen_row((int)row), text))
        row++;
    snprintf(text, sizeof text, "%.2f", fit->one[l].lz_star);
    ck_assert_ptr_nonnull(strstr(screen_row((int)row), text));
    size_t count = irt_surprises(ui_exam_diagnosis(ui_examined(session())), l,
                                 fit->theta + l, answer);
    for (size_t k = 0; k < count; k++)
        costly += answer[k].cost >= 1;
    for (int x = 2; x < 7; x++)
        bold += ui_cell_at(&screen_app->canvas, (int)row, x)->role == UI_BAD;
    ck_assert_uint_gt(costly, 0);
    ck_assert_uint_eq(bold, costly);
    snprintf(text, sizeof text, "%.3f", answer[0].probability);
    screen_expect(text);
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "is number 1 by surprise"));
    screen_do("word down");
    ck_assert_uint_eq(session()->pattern, fit->order[1]);
    screen_do("word person 3");
    ck_assert_uint_eq(session()->pattern, fit->order[2]);
    screen_fail("word person x", "by surprise, from 1");
}
END_TEST

/* Item e is harder for the second group, at any ability. */
static void
load_unfair(void)
{
    static char text[30000];
    size_t used = (size_t)snprintf(text, sizeof text, "sex,a,b,c,d,e,f\n");

    dims_state = 77;
    for (int i = 0; i < 600; i++) {
        double theta = dims_normal();
        bool second = i % 2;

        used += (size_t)snprintf(text + used, sizeof text - used, "%s",
                                 second ? "man" : "woman");
        for (int j = 0; j < 6; j++) {
            double logit = 1.3 * theta + 0.3 * (j - 2) - (j == 4 && second ? 1.6 : 0);

            used += (size_t)snprintf(text + used, sizeof text - used, ",%d",
                                     dims_uniform() < 1 / (1 + exp(-logit)));
        }
        used += (size_t)snprintf(text + used, sizeof text - used, "\n");
    }
    screen_load_text(text);
}

START_TEST(items_are_compared_between_groups)
{
    const struct irt_dif *dif;
    char text[40];

    screen_do("view fit");
    screen_do("word page dif");
    screen_draw(24, 80);
    screen_expect("dif=COLUMN reads it");
    load_unfair();
    screen_do("fit dif=sex");
    screen_do("quad 15");
    screen_do("view fit");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("a computes");
    screen_do("word all");
    screen_do("item e");
    screen_draw(24, 90);
    dif = result(&irt_statistic_dif);
    ck_assert_ptr_nonnull(dif);
    ck_assert_int_eq(dif->pair[0].item[4].mantel.ets, 'C');
    screen_expect("e: at the same score harder for 'man' than for 'woman'; a large");
    snprintf(text, sizeof text, "%.2f", dif->pair[0].item[4].mantel.delta);
    screen_expect(text);
    screen_expect("e: ── woman");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "Chosen: e: class C"));
    screen_do("word after"); /* there is one pair */
    screen_do("word before");
    screen_do("word told");
    screen_draw(24, 80);
    screen_expect("Holland and Thayer");
    screen_at_all_sizes("fit");
}
END_TEST

/* Purified: the same numbers as the engine's own, said in the title, and back again; the run
 * stays. */
START_TEST(anchors_are_purified)
{
    const struct irt_dif *dif;

    screen_do("view fit");
    screen_fail("word anchors", ":fit dif=COLUMN");
    load_unfair();
    screen_do("fit dif=sex");
    screen_do("quad 15");
    screen_do("word page dif");
    screen_do("run");
    screen_do("word all");
    screen_draw(24, 80);
    screen_expect("anchors: all other items");
    dif = result(&irt_statistic_dif);
    ck_assert(!dif->purified);
    double all = dif->pair[0].item[0].lr.x2;
    const struct irt_fit *fit = session()->fit;

    screen_do("word anchors");
    screen_draw(24, 80);
    ck_assert_ptr_eq(session()->fit, fit);
    ck_assert_str_eq(session()->choices.fit, "dif=sex,purified");
    screen_expect("purified: taken out of the anchors e, of the score e");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "taken out of the anchors e"));
    dif = result(&irt_statistic_dif);
    ck_assert(dif->purified && !dif->pair[0].item[4].anchor);
    struct irt_dif_options options = { .purified = true, .threads = 1 };
    struct irt_dif *own = irt_dif_new(fit, &options, &error);
    ck_assert_ptr_nonnull(own);
    ck_assert_double_eq(own->pair[0].item[0].lr.x2, dif->pair[0].item[0].lr.x2);
    ck_assert_double_ne(all, dif->pair[0].item[0].lr.x2);
    irt_dif_free(own);

    screen_do("word anchors all");
    ck_assert_str_eq(session()->choices.fit, "dif=sex");
    dif = result(&irt_statistic_dif);
    ck_assert_double_eq(dif->pair[0].item[0].lr.x2, all);
    screen_fail("word anchors none", "neither all nor purified");
}
END_TEST

/* Without room beside the map a pair is opened. */
START_TEST(pairs_open_where_there_is_little_room)
{
    open_dependent();
    screen_do("run");
    screen_do("word pair 3:1");
    screen_draw(24, 50);
    ck_assert(!screen_has("observed, (expected)"));
    screen_expect("Enter opens it");
    screen_do("word pair");
    screen_draw(24, 50);
    screen_expect("v3 and v1");
    screen_expect("observed, (expected)");
}
END_TEST

START_TEST(the_test_has_what_takes_long_on_request)
{
    open_dependent();
    screen_do("run");
    screen_do("word page test");
    screen_draw(24, 80);
    screen_expect("reliability");
    screen_expect("takes long: a computes it");
    ck_assert(!screen_has("RMSEA"));
    screen_do("word all");
    screen_draw(24, 80);
    screen_expect("RMSEA");
    ck_assert(!screen_has("takes long"));
    screen_do("word cancel");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "RMSEA"));
}
END_TEST

/* Information, its error and the persons in one picture; the sentence is of the model's own
 * numbers (oracles: LSAT-6 has I = .57888 at -2 and .46018 at 0). */
START_TEST(where_it_measures_and_where_they_are)
{
    double theta[3] = { -2, 0, 1 }, information[3];
    char text[80];

    screen_do("view fit");
    screen_do("word page test");
    screen_do("step cycle 2");
    screen_draw(24, 80);
    screen_expect("── information I, left");
    screen_expect("It measures best at θ = ");
    ck_assert(!screen_has("█ persons by"));
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("█ persons by EAP, highest ");
    irt_test_information(session()->model, session()->fit->psi, theta, 3, information);
    ck_assert_double_eq_tol(information[0], 0.57888, 2e-4);
    ck_assert_double_eq_tol(information[1], 0.46018, 1e-3);
    snprintf(text, sizeof text, "at the persons' mean of 0.00 SE is %.2f",
             1 / sqrt(information[1]));
    ck_assert_ptr_nonnull(strstr(screen_spoken(), text));
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "It measures best at θ = -1.75"));
    screen_draw(45, 140);
    screen_expect("█ persons by EAP, highest ");
    screen_expect("SE");
    screen_draw(20, 80);
    screen_expect("↑↓ rows 1 to ");
    screen_do("word last");
    screen_draw(20, 80);
    ck_assert(!screen_has("rows 1 to "));
}
END_TEST

/* A number that opens is the one on the screen, and so are those it is made of; the arithmetic
 * fits into the frame. */
static void
check_opened(struct ui_quantity q, double shown, double slack)
{
    struct ui_explanation *made = malloc(sizeof *made);

    ck_assert_ptr_nonnull(made);
    ck_assert_msg(ui_explain(session(), q, made, &error), "%zu: %s", q.category,
                  error.message);
    ck_assert_msg(fabs(made->value - shown) <= slack, "%s: %.17g is not %.17g",
                  made->title, made->value, shown);
    ck_assert(made->title[0] && made->name[0] && made->formula[0] && made->source[0]);
    ck_assert_uint_gt(made->lines, 0);
    for (size_t k = 0; k < made->lines; k++) {
        ck_assert_msg(ui_columns(made->line[k]) <= 72, "%s", made->line[k]);
        ck_assert_msg(!strstr(made->line[k], "nan"), "%s", made->line[k]);
    }
    for (size_t k = 0; k < made->operands; k++)
        check_opened(made->operand[k].quantity, made->operand[k].value, 1e-10);
    free(made);
}

/* All on the page that is shown; how many. */
static size_t
check_page(const char *page)
{
    char line[40];
    size_t count = 0;

    snprintf(line, sizeof line, "word page %s", page);
    screen_do(line);
    screen_draw(50, 150);
    for (size_t k = 0; k < screen_app->canvas.spots; k++) {
        struct ui_spot spot = screen_app->canvas.spot[k];

        if (!spot.opens || spot.quantity.kind != UI_QUANTITY_FIT)
            continue;
        /* p stands for its statistic. */
        if (spot.quantity.category == UI_STAT_DIF && spot.quantity.column > 0) {
            struct ui_explanation made;
            ck_assert(ui_explain(session(), spot.quantity, &made, &error));
            check_opened(spot.quantity, made.value, 0);
        } else {
            check_opened(spot.quantity, screen_number(&spot), 0.051);
        }
        count++;
    }
    return count;
}

START_TEST(numbers_open)
{
    screen_do("view fit");
    screen_do("run");
    screen_do("word all");
    ck_assert_uint_eq(check_page("items"), 5 * 5);
    for (int form = 1; form < 3; form++) {
        screen_do("word form");
        ck_assert_uint_eq(check_page("items"), 5 * 5);
    }
    ck_assert_uint_eq(check_page("pairs"), 3);
    ck_assert_uint_gt(check_page("persons"), 30);
    ck_assert_uint_eq(check_page("test"), 5 + 7 + 1);
}
END_TEST

START_TEST(numbers_of_graded_items_open)
{
    screen_load_graded(400, 6, 4);
    screen_do("quad 15");
    screen_do("run");
    screen_do("view fit");
    screen_do("word all");
    ck_assert_uint_ge(check_page("items"), 6 * 4);
    ck_assert_uint_eq(check_page("pairs"), 3);
    ck_assert_uint_gt(check_page("persons"), 30);
    ck_assert_uint_ge(check_page("test"), 5 + 7);
}
END_TEST

START_TEST(numbers_of_groups_open)
{
    load_unfair();
    screen_do("fit dif=sex");
    screen_do("quad 15");
    screen_do("view fit");
    screen_do("run");
    screen_do("word all");
    ck_assert_uint_eq(check_page("dif"), 6 * 4);
}
END_TEST

/* Enter opens the number under the cursor, which goes with the item; Esc closes it. */
START_TEST(the_cursor_goes_along)
{
    screen_do("view fit");
    screen_do("run");
    screen_draw(24, 80);
    ui_app_key(screen_app, UI_KEY_DOWN);
    ui_app_key(screen_app, UI_KEY_ENTER);
    screen_draw(24, 80);
    screen_expect("S-X² of item2");
    screen_expect("parameters = 2");
    ui_app_key(screen_app, UI_KEY_ESC);
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ui_app_key(screen_app, UI_KEY_DOWN);
    ui_app_key(screen_app, UI_KEY_ENTER);
    screen_draw(24, 80);
    screen_expect("infit of item3");
    ui_app_key(screen_app, UI_KEY_ESC);
    screen_do("word page pairs");
    screen_draw(24, 50);
    ui_app_key(screen_app, UI_KEY_ENTER); /* the pair */
    screen_draw(24, 50);
    screen_expect("observed, (expected)");
    ui_app_key(screen_app, UI_KEY_ENTER);
    screen_draw(24, 50);
    screen_expect("Q3 of item3 and item1");
    ui_app_key(screen_app, UI_KEY_ENTER);
    screen_draw(24, 50);
    screen_expect("standardised LD-X² of item1 and item3");
    ui_app_key(screen_app, UI_KEY_ESC);
    ui_app_key(screen_app, UI_KEY_ESC);
    ui_app_key(screen_app, UI_KEY_ESC); /* back to the map */
    screen_draw(24, 50);
    ck_assert(!screen_has("observed, (expected)"));
    screen_do("word page test");
    screen_draw(24, 80);
    ui_app_key(screen_app, UI_KEY_ENTER);
    screen_draw(24, 80);
    screen_expect("Cronbach 1951");
}
END_TEST

/* Pinned fits stand beside the run: LSAT-6's 2PL against 1PL (oracles: .568, df 4, p .967), and
 * what is not nested is refused with its reason. */
START_TEST(pinned_fits_are_compared)
{
    screen_do("view fit");
    screen_do("word page compare");
    screen_draw(24, 80);
    screen_expect("No run is pinned");
    screen_do("quad 61");
    screen_do("model 1pl");
    screen_do("tol 1e-6");
    screen_do("run");
    screen_draw(24, 80);
    ck_assert(!screen_has("has not ended"));
    screen_do("pin one");
    screen_do("model 2pl");
    screen_draw(24, 80);
    screen_expect("this run has no estimates to compare");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("this run against 1: one");
    screen_expect(
        "2PL with 10 parameters fits no better than 1PL with 6: chi-square 0.568");
    screen_expect("df = 10 - 6 = 4; p = .966");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "fits no better than 1PL"));
    screen_do("word down");
    screen_draw(24, 80);
    screen_expect("1: one against this run");
    screen_do("pin two");
    screen_do("model 3pl");
    screen_do("prior c=beta(5,17)");
    screen_do("run");
    screen_draw(24, 100);
    screen_expect("prior"); /* refused */
    screen_do("word row 2");
    ui_app_key(screen_app, UI_KEY_ENTER); /* the others are compared with it */
    screen_do("word row 1");
    screen_draw(24, 80);
    screen_expect("1: one against 2: two");
    screen_expect("fits no better than 1PL");
    screen_do("word told");
    screen_draw(24, 80);
    screen_expect("Self and Liang");
    screen_fail("word row 3", "1 to 2 are pins");
}
END_TEST

START_TEST(information_of_several_dimensions)
{
    dims_load(2, 300, screen_do);
    screen_do("quad 9");
    screen_do("max-cycles 3");
    screen_do("view fit");
    screen_do("word page test");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("information is a surface");
}
END_TEST

START_TEST(statistics_are_explained)
{
    screen_do("view fit");
    screen_do("word told");
    screen_draw(24, 80);
    screen_expect("Orlando and Thissen");
    screen_do("word page pairs");
    screen_draw(24, 80);
    screen_expect("Yen (1984)");
    screen_do("word page test");
    screen_draw(45, 140);
    screen_expect("Cronbach (1951)");
    screen_fail("word page nowhere",
                "is not one of: items pairs persons dif test compare");
}
END_TEST

/* Lines that do not fit scroll. */
START_TEST(explanations_scroll)
{
    screen_do("view fit");
    screen_do("word page test");
    screen_do("word told");
    screen_draw(18, 80);
    screen_expect("↑↓ lines 1 to ");
    ck_assert(!screen_has("Bock and Lieberman (1970)"));
    screen_do("word last");
    screen_draw(18, 80);
    screen_expect("Bock and Lieberman (1970)");
    ck_assert(!screen_has("Reliability"));
    screen_do("word first");
    screen_draw(18, 80);
    screen_expect("Reliability");
    screen_draw(60, 80);
    ck_assert(!screen_has("↑↓ lines 1 to "));
}
END_TEST

/* Nothing is cut off at 80 columns. */
START_TEST(texts_have_room)
{
    static const char *const page[] = { "items", "pairs", "persons", "test" };

    screen_do("run");
    screen_do("view fit");
    for (int told = 0; told < 2; told++) {
        for (size_t k = 0; k < sizeof page / sizeof *page; k++) {
            char line[40];

            snprintf(line, sizeof line, "word page %s", page[k]);
            screen_do(line);
            for (int counts = 0; counts < 2; counts++) {
                screen_draw(24, 80);
                for (int y = 2; y < 22; y++) /* not the header, nor the keys */
                    ck_assert_msg(!strstr(screen_row(y), "…"), "%s", screen_row(y));
                screen_do("word counts");
            }
        }
        screen_do("word told");
    }
}
END_TEST

START_TEST(categories_in_turn)
{
    screen_load_graded(400, 6, 5);
    screen_do("quad 15");
    screen_do("run");
    screen_do("view fit");
    screen_draw(45, 140);
    screen_expect(" = 4: ● observed");
    screen_do("word before");
    screen_draw(45, 140);
    screen_expect(" = 3: ● observed");
    screen_do("word after");
    screen_do("word after");
    screen_draw(45, 140);
    screen_expect(" = 0: ● observed");
}
END_TEST

/* Estimators without a distribution of theta, and several dimensions. */
START_TEST(what_cannot_be_had_says_why)
{
    screen_do("estimator jml");
    screen_do("run");
    screen_do("view fit");
    screen_draw(45, 140);
    screen_expect("an empirical curve needs a distribution of theta");
    screen_expect("S-X² needs a distribution");
    screen_expect("Warm estimate"); /* the one form there is */
    screen_do("word page pairs");
    screen_draw(45, 140);
    screen_expect("LD-X² needs");
    screen_do("estimator em");
    dims_load(2, 200, screen_do);
    screen_do("quad 9");
    screen_do("run");
    screen_do("word page items");
    screen_draw(45, 140);
    screen_expect("of the estimates");
    screen_expect("v1: ● observed");
}
END_TEST

/* A run that is dropped while statistics of it are made, and data that go away. */
START_TEST(dropped_in_the_middle)
{
    for (int round = 0; round < 3; round++) {
        screen_load_simulated(400, 10, 0, 3);
        screen_do("view fit");
        screen_do("step cycle 1");
        screen_do(round == 0 ? "reset" : round == 1 ? "model rasch" : "quad 15");
        screen_do("step cycle 1");
        ck_assert(ui_examine(session()) || ui_examined(session()));
        if (round == 2)
            screen_load_graded(200, 5, 2);
        else
            screen_do(round == 0 ? "reset" : "model 2pl");
        ck_assert_ptr_null(ui_examined(session()));
        screen_draw(24, 80);
    }
    screen_do("step cycle 1");
    ui_examine(session());
    ui_examine_cancel(session());
    ui_examine_wait(session());
    ck_assert_ptr_nonnull(ui_examined(session()));
    screen_draw(24, 80);
}
END_TEST

static const char *const pages[] = {
    "items", "pairs", "persons", "dif", "test", "compare"
};

START_TEST(any_size)
{
    char line[40];

    open_dependent();
    snprintf(line, sizeof line, "word page %s", pages[_i]);
    screen_do(line);
    screen_at_all_sizes("fit");
    screen_do("run");
    screen_at_all_sizes("fit");
}
END_TEST

/* All screens have their tab at 80 columns, and the longest names give way first. */
START_TEST(all_tabs_fit)
{
    screen_do("view fit");
    screen_draw(24, 80);
    screen_expect(
        "1 Setup 2 Conv 3 E-st 4 M-st 5 Items 6 Schl 7 Pers 8 Fit 9 Study 0 Wire");
    screen_draw(24, 90);
    screen_expect("1 Setup 2 Conv 3 E-step 4 M-step 5 Items 6 Schools 7 Persons 8 Fit");
    screen_draw(24, 100);
    screen_expect("1 Setup 2 Converge 3 E-step 4 M-step 5 Items 6 Schools 7 Persons 8 "
                  "Fit 9 Study 0 Wire");
    screen_draw(24, 120);
    screen_expect("2 Converge  3 E-step");
    screen_draw(24, 30);
    screen_expect("1 2 3 4 5 6 7 8 9 0");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view fit");
    TCase *cases = tcase_create("view fit");

    tcase_add_checked_fixture(cases, screen_set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, nothing_before_a_run);
    tcase_add_test(cases, items_have_their_statistics);
    tcase_add_test(cases, mean_squares_have_three_forms);
    tcase_add_test(cases, cycles_have_them_too);
    tcase_add_test(cases, dependent_pairs_stand_out);
    tcase_add_test(cases, surprising_persons_come_first);
    tcase_add_test(cases, items_are_compared_between_groups);
    tcase_add_test(cases, anchors_are_purified);
    tcase_add_test(cases, pairs_open_where_there_is_little_room);
    tcase_add_test(cases, the_test_has_what_takes_long_on_request);
    tcase_add_test(cases, where_it_measures_and_where_they_are);
    tcase_add_test(cases, pinned_fits_are_compared);
    tcase_add_test(cases, numbers_open);
    tcase_add_test(cases, numbers_of_graded_items_open);
    tcase_add_test(cases, numbers_of_groups_open);
    tcase_add_test(cases, the_cursor_goes_along);
    tcase_add_test(cases, information_of_several_dimensions);
    tcase_add_test(cases, statistics_are_explained);
    tcase_add_test(cases, explanations_scroll);
    tcase_add_test(cases, texts_have_room);
    tcase_add_test(cases, categories_in_turn);
    tcase_add_test(cases, what_cannot_be_had_says_why);
    tcase_add_test(cases, dropped_in_the_middle);
    tcase_add_loop_test(cases, any_size, 0, sizeof pages / sizeof *pages);
    tcase_add_test(cases, all_tabs_fit);
    suite_add_tcase(suite, cases);
    return suite;
}
