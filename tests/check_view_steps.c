/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_steps.c -- the E-step and M-step screens: the published numbers stand where
 * they should, every number that is drawn is the one that opens, columns do not move. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explain.h"
#include "newton.h"
#include "rig.h"
#include "spots.h"
#include "suite.h"
#include "view/view.h"

static char scratch[64];
static const int sizes[][2] = { { 24, 80 }, { 30, 100 }, { 45, 140 }, { 60, 200 } };
#define SIZES (sizeof sizes / sizeof sizes[0])

static void
set_up(void)
{
    rig_open(24, 80);
    scratch[0] = '\0';
}

static void
tear_down(void)
{
    rig_close();
    if (scratch[0])
        unlink(scratch);
}

static void
draw(size_t size)
{
    ck_assert(ui_app_resize(app, sizes[size][0], sizes[size][1], &error));
    ui_app_draw(app);
}

/* The picture as text; the caller frees it. */
static char *
picture(void)
{
    char *text = ui_canvas_text(&app->canvas);

    ck_assert_ptr_nonnull(text);
    return text;
}

static void
shows(const char *part)
{
    char *text = picture();

    ck_assert_msg(strstr(text, part) != NULL, "'%s' is not in:\n%s", part, text);
    free(text);
}

static void
hides(const char *part)
{
    char *text = picture();

    ck_assert_msg(strstr(text, part) == NULL, "'%s' is in:\n%s", part, text);
    free(text);
}

static const struct ui_spot *
spot_of(struct ui_quantity q)
{
    for (size_t k = 0; k < app->canvas.spots; k++)
        if (app->canvas.spot[k].opens &&
            ui_quantity_same(&app->canvas.spot[k].quantity, &q))
            return &app->canvas.spot[k];
    return NULL;
}

static void
number_is(struct ui_quantity q, const char *wanted)
{
    const struct ui_spot *spot = spot_of(q);
    char text[256];

    ck_assert_msg(spot != NULL, "%s is not drawn", wanted);
    spot_text(spot, text);
    ck_assert_str_eq(text, wanted);
}

static void
open_lecture(void)
{
    lecture();
    command("view estep");
    command("pattern 10101");
}

/* Steps until item3's second Newton step is done. */
static void
step_to_item3(void)
{
    for (int k = 0; k < 40 && ui_newton_points(&app->session.live, 2) < 3; k++)
        command("step stage");
    ck_assert_uint_eq(ui_newton_points(&app->session.live, 2), 3);
}

/* --- the lecture ---------------------------------------------------------------------------- */

START_TEST(the_pattern_of_the_lecture)
{
    static const char *const prior[] = { "0.000119", "0.002805", "0.030020", "0.145800",
                                         "0.321300" };
    static const char *const likelihood[] = { "0.00000561", "0.00007111", "0.00076087",
                                              "0.00568600", "0.02214009", "0.03452866",
                                              "0.02157010", "0.00702097", "0.00159618",
                                              "0.00030636" };
    static const char *const product[] = { "0.00000000", "0.00000020", "0.00002284",
                                           "0.00082902", "0.00711361", "0.01109406",
                                           "0.00314492", "0.00021077", "0.00000448",
                                           "0.00000004" };
    static const char *const posterior[] = { "0.00000003", "0.00000890", "0.00101879",
                                             "0.03697690", "0.31728951", "0.49483018",
                                             "0.14027339", "0.00940098", "0.00019970",
                                             "0.00000163" };

    open_lecture();
    command("step stage 3");
    draw((size_t)_i);
    struct ui_quantity q = { .kind = UI_QUANTITY_NODE };
    number_is(q, "-4.0000");
    for (q.node = 0; q.node < 10; q.node++) {
        struct ui_quantity at = { .kind = UI_QUANTITY_WEIGHT, .node = q.node };

        number_is(at, prior[q.node < 5 ? q.node : 9 - q.node]);
        at.pattern = app->session.pattern;
        at.kind = UI_QUANTITY_LIKELIHOOD;
        number_is(at, likelihood[q.node]);
        at.kind = UI_QUANTITY_PRODUCT;
        number_is(at, product[q.node]);
        at.kind = UI_QUANTITY_POSTERIOR;
        number_is(at, posterior[q.node]);
    }
    q = (struct ui_quantity){ .kind = UI_QUANTITY_MARGINAL,
                              .pattern = app->session.pattern };
    number_is(q, "0.02241993");
    shows("pattern 10101   seen 28 times");
    shows("E1 likelihood › E2 marginal › E3 POSTERIOR › E4 artificial data");
    shows("1.00000000");
    if (_i > 0)
        shows("n̄ so far: 20 of 30 patterns added");
    check_spots();
}
END_TEST

START_TEST(the_artificial_data_of_the_lecture)
{
    static const char *const rbar[] = { "374.1", "278.7", "206.0", "304.1", "351.3" };

    open_lecture();
    command("step stage 3");
    command("word table");
    draw((size_t)_i);
    hides("402.3");
    shows("come with E4");
    command("step stage");
    draw((size_t)_i);
    struct ui_quantity q = { .kind = UI_QUANTITY_NBAR, .node = 5 };
    number_is(q, "402.3");
    q.kind = UI_QUANTITY_RBAR;
    q.category = 1;
    for (; q.item < 5; q.item++)
        number_is(q, rbar[q.item]);
    shows("1000.0"); /* the sum of n-bar */
    shows("553.0");  /* right answers to item3 */
    ck_assert_uint_ge(check_spots(), 10 + 10 * 6);
    command("word table");
    draw((size_t)_i);
    hides("402.3");
}
END_TEST

START_TEST(the_newton_steps_of_the_lecture)
{
    static const char *const wanted[3][3] = { { "0.0000", "1.0000", "-82.123" },
                                              { "-0.3774", "0.9336", "4.348" },
                                              { "-0.3787", "0.9697", "0.047" } };

    open_lecture();
    command("view mstep");
    step_to_item3();
    draw((size_t)_i);
    ck_assert_uint_eq(app->session.item, 2);
    shows("item3");
    size_t first = app->session.model->item[2].first;
    for (size_t s = 0; s < 3; s++) {
        struct ui_quantity q = { .kind = UI_QUANTITY_PARAMETER,
                                 .item = 2,
                                 .step = s + 1 };

        q.parameter = first + 1;
        number_is(q, wanted[s][0]);
        q.parameter = first;
        number_is(q, wanted[s][1]);
        q.kind = UI_QUANTITY_SCORE;
        q.parameter = first + 1;
        number_is(q, wanted[s][2]);
    }
    struct ui_quantity q = { .kind = UI_QUANTITY_RATIO, .item = 2, .category = 1 };
    number_is(q, "0.015");
    q.node = 5;
    number_is(q, "0.512");
    q.kind = UI_QUANTITY_RBAR;
    number_is(q, "206.0");
    shows("step 2:  Σ(r̄ - n̄P) = 0.0467   Σ(r̄ - n̄P)X = 0.1021");
    shows("information [214.2 125.0; 125.0 195.7]");
    shows("Only right answers enter r̄: of item3 0.553");
    check_spots();
}
END_TEST

/* --- stages ----------------------------------------------------------------------------------- */

static bool
is_drawn(enum ui_quantity_kind kind)
{
    for (size_t k = 0; k < app->canvas.spots; k++)
        if (app->canvas.spot[k].opens && app->canvas.spot[k].quantity.kind == kind)
            return true;
    return false;
}

/* The column where numbers of a kind end. */
static int
column_of(enum ui_quantity_kind kind)
{
    for (size_t k = 0; k < app->canvas.spots; k++)
        if (app->canvas.spot[k].opens && app->canvas.spot[k].quantity.kind == kind)
            return app->canvas.spot[k].where.x + app->canvas.spot[k].where.w;
    return -1;
}

START_TEST(columns_fill_stage_by_stage_and_stay)
{
    static const enum ui_quantity_kind kinds[] = { UI_QUANTITY_LIKELIHOOD,
                                                   UI_QUANTITY_PRODUCT,
                                                   UI_QUANTITY_POSTERIOR };
    int node, column[3] = { 0 };

    open_lecture();
    draw((size_t)_i);
    node = column_of(UI_QUANTITY_NODE);
    ck_assert_int_gt(node, 0);
    for (size_t stage = 0; stage <= 4; stage++) {
        draw((size_t)_i);
        ck_assert_int_eq(column_of(UI_QUANTITY_NODE), node);
        for (size_t k = 0; k < 3; k++) {
            ck_assert_int_eq(is_drawn(kinds[k]), k < stage);
            if (k + 1 == stage)
                column[k] = column_of(kinds[k]);
            else if (k < stage)
                ck_assert_int_eq(column_of(kinds[k]), column[k]);
        }
        ck_assert_int_eq(is_drawn(UI_QUANTITY_MARGINAL), stage >= 2);
        check_spots();
        command("step stage");
    }
    command("step cycle 2");
    command("step stage");
    draw((size_t)_i);
    ck_assert(!is_drawn(UI_QUANTITY_POSTERIOR));
    command("goto 1");
    draw((size_t)_i);
    struct ui_quantity q = { .kind = UI_QUANTITY_POSTERIOR,
                             .pattern = app->session.pattern,
                             .node = 5 };
    number_is(q, "0.49483018");
}
END_TEST

START_TEST(the_mstep_waits_for_the_estep)
{
    lecture();
    command("view mstep");
    for (size_t stage = 0; stage < 4; stage++) {
        draw((size_t)_i);
        shows("the M-step comes after E4");
        ck_assert(!is_drawn(UI_QUANTITY_RBAR));
        ck_assert(!is_drawn(UI_QUANTITY_SCORE));
        check_spots();
        command("step stage");
    }
    draw((size_t)_i);
    hides("the M-step comes after E4");
    ck_assert(is_drawn(UI_QUANTITY_RBAR));
    ck_assert(!is_drawn(UI_QUANTITY_SCORE));
    shows("no Newton step of this item yet");
    check_spots();
}
END_TEST

/* Newton moves a and d; the table has what the metric makes of them. */
START_TEST(newton_in_other_metrics)
{
    lecture();
    command("view mstep");
    command("item item3");
    command("step cycle");
    command("metric ab");
    draw(1);
    shows("P(θ) = logistic(a(θ - b)) bends");
    shows("   start   0.0000   1.0000");
    shows("       2   0.3905   0.9697"); /* -(-0.3787) / 0.9697 */
    shows("score d");
    command("metric loadings");
    draw(1);
    shows("λ = A/√(1 + A²), A = aσ/1.702, τ = -(d/1.702)/√(1 + A²)");
    shows("   start   0.0000   0.5066"); /* 1 / 1.702 / √(1 + 1 / 1.702²) */
    command("metric ad");
    draw(1);
    shows("       2  -0.3787   0.9697");
}
END_TEST

START_TEST(the_item_follows_newton)
{
    lecture();
    command("view mstep");
    command("item item5");
    command("step stage 5");
    ck_assert_uint_eq(app->session.item, 0);
    while (ui_newton_points(&app->session.live, 1) == 0)
        command("step stage");
    ck_assert_uint_eq(app->session.item, 1);
    command("item item5");
    command("step cycle");
    ck_assert_uint_eq(app->session.item, 4);
    command("model 1pl");
    command("item item2");
    command("step stage 6");
    ck_assert_uint_eq(app->session.item, 1);
    draw(1);
    shows("1PL: items share a parameter");
}
END_TEST

/* --- any data, model, size ---------------------------------------------------------------------- */

START_TEST(many_nodes_scroll_around_the_cursor)
{
    command("load " LSAT6);
    command("view estep");
    command("step cycle");
    draw((size_t)_i);
    ck_assert(is_drawn(UI_QUANTITY_MARGINAL));
    command("cursor last");
    command("cursor up");
    for (int k = 0; k < 70; k++) {
        command("cursor up");
        ui_app_draw(app);
        ck_assert(is_drawn(UI_QUANTITY_MARGINAL));
    }
    ck_assert_uint_eq(app->cursor.node, 0);
    for (size_t node = 1; node < 61; node++) {
        command("cursor down");
        ui_app_draw(app);
        ck_assert_uint_eq(app->cursor.node, node);
    }
    command("page up");
    ui_app_draw(app);
    ck_assert_uint_lt(app->cursor.node, 60);
    ck_assert_ptr_nonnull(spot_of(app->cursor));
}
END_TEST

static const char *const set_ups[][4] = {
    { NULL },
    { "model 1pl", NULL },
    { "model rasch", NULL },
    { "model 3pl", "quad 15", NULL },
    { "model m2pl", "quad 15", NULL },
    { "model 2pl", "prior a=lognormal(0,0.5)", NULL },
    { "nodes gh", "quad 7", NULL },
    { "nodes empirical", "quad 21", NULL },
    { "quad 1000", NULL },
    { "quad 2", NULL },
    { "accelerate none", "criterion gradient", "tol 0.5", NULL },
};

static void
look_everywhere(void)
{
    static const char *const views[] = { "view estep", "view mstep" };

    for (size_t v = 0; v < 2; v++) {
        command(views[v]);
        for (size_t size = 0; size < SIZES; size++)
            for (int table = 0; table < (v == 0 ? 2 : 1); table++) {
                draw(size);
                ck_assert_uint_ge(check_spots(), 2);
                if (v == 0)
                    command("word table");
            }
    }
}

START_TEST(every_number_opens_as_it_is_drawn)
{
    command("load " LSAT6);
    for (size_t k = 0; set_ups[_i][k]; k++)
        command(set_ups[_i][k]);
    look_everywhere();
    command("step stage 6");
    look_everywhere();
    command("step cycle 2");
    look_everywhere();
    command("goto 1");
    look_everywhere();
    if (strcmp(set_ups[_i][0] ? set_ups[_i][0] : "", "quad 1000") != 0) {
        command("run");
        look_everywhere();
    }
}
END_TEST

/* persons x items of random answers, every tenth missing; largest: the largest answer. */
static void
load_random(unsigned persons, unsigned items, unsigned largest)
{
    FILE *out;
    unsigned state = 3;
    char line[100];

    strcpy(scratch, "/tmp/irtop-steps-XXXXXX");
    out = fdopen(mkstemp(scratch), "w");
    ck_assert_ptr_nonnull(out);
    for (unsigned j = 0; j < items; j++)
        fprintf(out, "an item with a long name %u%c", j, j + 1 < items ? ',' : '\n');
    for (unsigned i = 0; i < persons * items; i++) {
        state = state * 1664525 + 1013904223;
        if ((state >> 16) % 10 == 0)
            fputs("NA", out);
        else
            fprintf(out, "%u", (state >> 20) % (largest + 1));
        fputc((i + 1) % items ? ',' : '\n', out);
    }
    fclose(out);
    snprintf(line, sizeof line, "load %s", scratch);
    command(line);
}

START_TEST(missing_answers_give_items_their_own_counts)
{
    load_random(40, 6, 1);
    command("quad 15");
    command("view estep");
    command("step cycle");
    command("word table");
    draw(3);
    struct ui_quantity q = { .kind = UI_QUANTITY_NBAR, .item = 3, .node = 7 };
    ck_assert_ptr_nonnull(spot_of(q));
    shows("…3");
    look_everywhere();
    command("item 4");
    command("view mstep");
    command("goto 1");
    look_everywhere();
}
END_TEST

START_TEST(a_thousand_items_and_many_categories)
{
    load_random(30, _i == 0 ? 1000 : 12, _i == 0 ? 1 : 4);
    command(_i == 0 ? "model 2pl" : "model gpcm");
    command("quad 21");
    command("step cycle");
    look_everywhere();
    command("view estep");
    command("word table");
    draw(0);
    command("cursor last");
    for (int k = 0; k < 30; k++) {
        command("cursor right");
        ui_app_draw(app);
        ck_assert_ptr_nonnull(spot_of(app->cursor));
    }
    check_spots();
}
END_TEST

START_TEST(nothing_loaded_is_said)
{
    static const char *const views[] = { "view estep", "view mstep" };

    for (size_t v = 0; v < 2; v++) {
        command(views[v]);
        draw(0);
        shows("no data are loaded");
    }
}
END_TEST

/* Any size, however small, is drawn without writing outside. */
START_TEST(any_size)
{
    lecture();
    command("step stage 7");
    for (int v = 0; v < 2; v++) {
        command(v ? "view mstep" : "view estep");
        for (int h = 1; h < 40; h += 3)
            for (int w = 1; w < 150; w += 7) {
                ck_assert(ui_app_resize(app, h, w, &error));
                ui_app_draw(app);
            }
    }
}
END_TEST

START_TEST(screens_speak)
{
    char said[4000];
    FILE *out = fmemopen(said, sizeof said, "w");

    ck_assert_ptr_nonnull(out);
    open_lecture();
    command("step stage 4");
    app->out = out;
    command("speak");
    step_to_item3();
    command("view mstep");
    command("speak");
    fclose(out);
    app->out = stdout;
    static const char *const parts[] = {
        "E-step of pattern 10101, seen 28 times",
        "marginal probability is 0.02241993",
        "largest posterior is 0.49483018, at node 0.4444",
        "402.3 of 1000",
        "206.0 are expected to answer item3 right",
        "M-step of item3, item 3 of 5",
        "Newton starts at d 0.0000, a 1.0000, score d -82.1234",
        "Newton step 2 came to d -0.3787, a 0.9697",
    };
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
        ck_assert_msg(strstr(said, parts[k]) != NULL, "'%s' is not in:\n%s", parts[k],
                      said);
}
END_TEST

START_TEST(words_that_are_not_known)
{
    lecture();
    command("view estep");
    ck_assert(!ui_command_run(app, "word dance"));
    ck_assert_ptr_nonnull(strstr(app->message, "dance"));
    command("view mstep");
    ck_assert(!ui_command_run(app, "word table"));
    ck_assert_ptr_nonnull(strstr(app->message, "table"));
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("steps");
    TCase *tests = tcase_create("steps");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, the_pattern_of_the_lecture, 0, SIZES);
    tcase_add_loop_test(tests, the_artificial_data_of_the_lecture, 0, SIZES);
    tcase_add_loop_test(tests, the_newton_steps_of_the_lecture, 0, SIZES);
    tcase_add_loop_test(tests, columns_fill_stage_by_stage_and_stay, 0, SIZES);
    tcase_add_loop_test(tests, the_mstep_waits_for_the_estep, 0, SIZES);
    tcase_add_test(tests, newton_in_other_metrics);
    tcase_add_test(tests, the_item_follows_newton);
    tcase_add_loop_test(tests, many_nodes_scroll_around_the_cursor, 0, SIZES);
    tcase_add_loop_test(tests, every_number_opens_as_it_is_drawn, 0,
                        sizeof set_ups / sizeof set_ups[0]);
    tcase_add_test(tests, missing_answers_give_items_their_own_counts);
    tcase_add_loop_test(tests, a_thousand_items_and_many_categories, 0, 2);
    tcase_add_test(tests, nothing_loaded_is_said);
    tcase_add_test(tests, any_size);
    tcase_add_test(tests, screens_speak);
    tcase_add_test(tests, words_that_are_not_known);
    suite_add_tcase(suite, tests);
    return suite;
}
