/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_race.c -- estimators side by side: whose turn it is, distances by an independent way, who
 * takes part, and what irtop race prints. */
#include "config.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "entrants.h"
#include "fixture.h"
#include "race/race.h"
#include "suite.h"

#define SIM TEST_SRCDIR "/samples/sim-2pl-500x10.csv"

/* Each look at this clock is a second later: a cycle takes one of each. */
static double now;

static double
ticks(void)
{
    return now += 1;
}

static void
enter_all(struct irt_race *race, const struct irt_responses *data, const char *model,
          const char *entrants, struct irt_notes *notes)
{
    struct ui_choices choices = ui_choices_defaults();
    struct irt_error error = { IRT_OK, "" };

    now = 0;
    snprintf(choices.model, sizeof choices.model, "%s", model);
    irt_race_open(race, data, NULL, ticks);
    ck_assert_msg(ui_race_enter(race, &choices, entrants, notes, &error), "%s",
                  error.message);
}

static void
run_all(struct irt_race *race)
{
    while (irt_race_step(race) < race->lanes)
        ;
}

/* With a clock to which all cycles are alike they take turns. */
START_TEST(who_is_behind_goes_on)
{
    struct irt_responses *data = fixture_lsat6();
    struct irt_race race;

    enter_all(&race, data, "rasch", "em, em accelerate=none, jml", NULL);
    ck_assert_uint_eq(race.lanes, 3);
    for (size_t turn = 0; turn < 9; turn++)
        ck_assert_uint_eq(irt_race_step(&race), turn % 3);
    run_all(&race);
    for (size_t k = 0; k < 3; k++) {
        const struct irt_race_lane *lane = &race.lane[k];

        ck_assert(lane->ended);
        ck_assert_uint_eq(lane->points, lane->trace.rows);
        for (size_t p = 1; p < lane->points; p++)
            ck_assert_double_ge(lane->point[p].seconds, lane->point[p - 1].seconds);
    }
    irt_race_close(&race);
    irt_responses_free(data);
}
END_TEST

/* What a lane estimates is what it would alone. */
START_TEST(lanes_are_the_estimators_alone)
{
    struct irt_responses *data = fixture_lsat6();
    struct irt_race race;
    struct fixture alone;
    struct irt_fit *fit;
    const struct irt_race_lane *lane;

    enter_all(&race, data, "2pl", "jml, em", NULL);
    run_all(&race);
    fixture_open(&alone, fixture_lsat6(), "2pl");
    fit = fixture_fit(&alone);
    lane = &race.lane[1];
    ck_assert_uint_eq(lane->trace.rows, alone.trace.rows);
    for (size_t i = 0; i < fit->model->parameters; i++)
        ck_assert_double_eq(irt_trace_psi(&lane->trace, lane->trace.rows - 1)[i],
                            irt_trace_psi(&alone.trace, alone.trace.rows - 1)[i]);
    irt_fit_free(fit);
    fixture_close(&alone);
    irt_race_close(&race);
    irt_responses_free(data);
}
END_TEST

static double
mean(const double *x, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

static void
read_items(const struct irt_race_lane *lane, size_t row, double *a, double *b)
{
    for (size_t j = 0; j < lane->model->items; j++) {
        const double *par = irt_trace_psi(&lane->trace, row) + lane->model->item[j].first;

        a[j] = par[0];
        b[j] = -par[1] / par[0];
    }
}

/* Against the first lane's end, which is known when it has come: for all points. */
START_TEST(distances_are_root_mean_squares)
{
    struct irt_responses *data = fixture_simulated(500, 8, 0, 5);
    struct irt_race race;

    enter_all(&race, data, "2pl", "em, em accelerate=none, jml", NULL);
    ck_assert_double_nan(race.lane[1].point[0].distance.b);
    run_all(&race);
    for (size_t k = 0; k < 3; k++) {
        const struct irt_race_lane *lane = &race.lane[k], *first = &race.lane[0];
        size_t row[] = { 0, 3, lane->points - 1 };

        for (size_t r = 0; r < 3; r++) {
            double a[8], b[8], a0[8], b0[8], shift, da = 0, db = 0;

            read_items(lane, row[r], a, b);
            read_items(first, first->points - 1, a0, b0);
            shift = mean(b, 8) - mean(b0, 8);
            for (size_t j = 0; j < 8; j++) {
                da += (a[j] - a0[j]) * (a[j] - a0[j]) / 8;
                db += (b[j] - b0[j] - shift) * (b[j] - b0[j] - shift) / 8;
            }
            ck_assert_double_eq_tol(lane->point[row[r]].distance.a, sqrt(da), 1e-9);
            ck_assert_double_eq_tol(lane->point[row[r]].distance.b, sqrt(db), 1e-7);
        }
    }
    ck_assert_double_eq(race.lane[0].point[race.lane[0].points - 1].distance.a, 0);
    irt_race_close(&race);
    irt_responses_free(data);
}
END_TEST

/* Rasch: no slopes, and joint estimates lie J/(J - 1) or more too far apart. */
START_TEST(joint_estimates_stay_away)
{
    struct irt_responses *data = fixture_lsat6();
    struct irt_race race;
    const struct irt_race_lane *lane;

    enter_all(&race, data, "rasch", "em tol=1e-9, cml, jml, jml jml-correction=on", NULL);
    run_all(&race);
    for (size_t k = 0; k < 4; k++) {
        lane = &race.lane[k];
        ck_assert_double_nan(lane->point[lane->points - 1].distance.a);
    }
    ck_assert_uint_lt(irt_race_within(&race.lane[1], 0.01), race.lane[1].points);
    ck_assert_uint_eq(irt_race_within(&race.lane[2], 0.01), race.lane[2].points);
    lane = &race.lane[2];
    /* Sum b = 0: JML -1.548802 .561398 1.628551 .165303 -.806450, EM's b less their mean. */
    ck_assert_double_gt(lane->point[lane->points - 1].distance.b, 0.2);
    ck_assert_double_lt(race.lane[3].point[race.lane[3].points - 1].distance.b, 0.05);
    irt_race_close(&race);
    irt_responses_free(data);
}
END_TEST

/* One that fails is told, and the others go on to their ends. */
START_TEST(a_truth_is_what_counts)
{
    struct irt_responses *data = fixture_simulated(500, 8, 0, 5);
    struct irt_item_report truth[8] = { 0 };
    struct ui_choices choices = ui_choices_defaults();
    struct irt_error error = { IRT_OK, "" };
    struct irt_race race;

    for (size_t j = 0; j < 8; j++)
        truth[j] = (struct irt_item_report){
            .a_count = 1, .b_count = 1, .a = { 1 }, .b = { 0 }
        };
    truth[3].a_count = truth[3].b_count = 0; /* not known */
    now = 0;
    irt_race_open(&race, data, truth, ticks);
    ck_assert(ui_race_enter(&race, &choices, "em, jml", NULL, &error));
    ck_assert(isfinite(race.lane[0].point[0].distance.b));    /* at once */
    ck_assert_double_eq(race.lane[0].point[0].distance.a, 0); /* all start at 1 */
    ck_assert_str_eq(ui_race_goal(&race), "the truth");
    run_all(&race);
    ck_assert_double_gt(race.lane[0].point[race.lane[0].points - 1].distance.a, 0);
    irt_race_close(&race);
    irt_responses_free(data);
}
END_TEST

START_TEST(usual_entrants_are_those_that_can)
{
    struct irt_responses *data = fixture_lsat6();
    struct irt_notes notes = { 0 };
    struct irt_race race;
    bool said = false;

    enter_all(&race, data, "2pl", NULL, &notes);
    ck_assert_uint_ge(race.lanes, 4);
    for (size_t k = 0; k < race.lanes; k++)
        ck_assert_str_ne(race.lane[k].label, "cml");
    for (size_t k = 0; k < notes.count; k++)
        said = said || strstr(notes.text[k], "cml takes no part: ") != NULL;
    ck_assert(said);
    irt_notes_clear(&notes);
    irt_race_close(&race);
    irt_responses_free(data);
}
END_TEST

static const struct {
    const char *entrants, *part;
} bad_entrants[] = {
    { "em", "two entrants or more" },
    { "", "two entrants or more" },
    { "em, magic", "magic: estimator: 'magic'" },
    { "em, em fast", "'fast' is no choice" },
    { "em, em speed=5", "there is no choice 'speed'" },
    { "em, em estimator=jml", "there is no choice 'estimator'" },
    { "em, em quad=x", "em quad=x: quad: " },
    { "em, cml", "cml: cml is for the Rasch model" },
    { "em,em,em,em,em,em,em", "at most 6" },
    { "em, em prior=a=lognormal(0,x)", "em prior=a=lognormal(0,x): " },
};

START_TEST(bad_entrants_are_refused)
{
    struct irt_responses *data = fixture_lsat6();
    struct ui_choices choices = ui_choices_defaults();
    struct irt_error error = { IRT_OK, "" };
    struct irt_race race;

    irt_race_open(&race, data, NULL, ticks);
    ck_assert(!ui_race_enter(&race, &choices, bad_entrants[_i].entrants, NULL, &error));
    ck_assert_msg(strstr(error.message, bad_entrants[_i].part) != NULL, "%s",
                  error.message);
    irt_race_close(&race);
    irt_responses_free(data);
}
END_TEST

/* --- the program -------------------------------------------------------------------------- */

START_TEST(its_json_has_every_point)
{
    struct ran ran = run("race " SAMPLE " -m rasch --entrants em,jml -f json");
    json_t *tree, *lane, *points, *last;

    ck_assert_int_eq(ran.status, 0);
    ck_assert_str_eq(ran.err, "");
    tree = json_of(ran.out);
    ck_assert_str_eq(json_string_value(json_object_get(tree, "against")), "em");
    ck_assert_uint_eq(json_array_size(json_object_get(tree, "entrants")), 2);
    lane = json_array_get(json_object_get(tree, "entrants"), 1);
    ck_assert_str_eq(json_string_value(json_object_get(lane, "estimator")), "jml");
    ck_assert(json_is_true(json_object_get(lane, "converged")));
    points = json_object_get(lane, "points");
    ck_assert_double_eq((double)json_array_size(points), number(lane, "cycles") + 1);
    last = json_array_get(points, json_array_size(points) - 1);
    ck_assert_double_eq(number(last, "b"), number(lane, "b"));
    ck_assert(json_is_null(json_object_get(last, "a")));
    json_decref(tree);
    done_with(&ran);
}
END_TEST

/* Its truth is beside it. */
START_TEST(its_text_and_csv_have_every_entrant)
{
    struct ran ran = run("race " SIM " --entrants em,jml -o race.txt");
    char *text = slurp(path("race.txt"));

    ck_assert_int_eq(ran.status, 0);
    ck_assert_str_eq(ran.out, "");
    ck_assert_ptr_nonnull(strstr(text, "Distance from the truth"));
    ck_assert_ptr_nonnull(strstr(text, "\nem "));
    ck_assert_ptr_nonnull(strstr(text, "\njml "));
    ck_assert_ptr_null(strstr(text, "within .01"));
    free(text);
    done_with(&ran);
    ran = run("race " SAMPLE " --entrants em,jml -f csv");
    ck_assert_int_eq(ran.status, 0);
    ck_assert_int_eq(strncmp(ran.out,
                             "entrant,cycle,seconds,distance_b,distance_a\nem,0,", 49),
                     0);
    ck_assert_ptr_nonnull(strstr(ran.out, "\njml,0,"));
    done_with(&ran);
}
END_TEST

START_TEST(what_is_wrong_is_said)
{
    refused("race", 1, "race: on which file?");
    refused("race " SAMPLE " --entrants em", 1, "two entrants or more");
    refused("race no.csv", 2, "no.csv");
    refused("race " SAMPLE " --truth no.csv", 2, "no.csv");
    refused("race " SAMPLE " -o no/where.txt", 4, "where.txt");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("race");
    TCase *tests = tcase_create("race"), *program = tcase_create("program");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, who_is_behind_goes_on);
    tcase_add_test(tests, lanes_are_the_estimators_alone);
    tcase_add_test(tests, distances_are_root_mean_squares);
    tcase_add_test(tests, joint_estimates_stay_away);
    tcase_add_test(tests, a_truth_is_what_counts);
    tcase_add_test(tests, usual_entrants_are_those_that_can);
    tcase_add_loop_test(tests, bad_entrants_are_refused, 0,
                        sizeof bad_entrants / sizeof *bad_entrants);
    suite_add_tcase(suite, tests);
    tcase_set_timeout(program, 60);
    tcase_add_checked_fixture(program, set_up, tear_down);
    tcase_add_test(program, its_json_has_every_point);
    tcase_add_test(program, its_text_and_csv_have_every_entrant);
    tcase_add_test(program, what_is_wrong_is_said);
    suite_add_tcase(suite, program);
    return suite;
}
