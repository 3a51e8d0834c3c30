/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_view_setup.c -- the Setup screen: choices changed by keys, what they mean and
 * cost, the doctor, the picture of the nodes. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "keys.h"
#include "sample.h"
#include "screen.h"
#include "suite.h"
#include "view/help.h"
#include "view/setup.h"

static void
show(void)
{
    screen_set_up();
    screen_do("model 2pl");
    screen_do("view setup");
    screen_draw(24, 80);
}

/* Goes to the row of a choice. */
static void
go_to(const char *choice)
{
    char line[32];

    for (size_t k = 0; k < ui_setup_row_count; k++)
        if (strcmp(ui_setup_rows[k].choice, choice) == 0) {
            snprintf(line, sizeof line, "word row %zu", k + 1);
            screen_do(line);
            return;
        }
    ck_abort_msg("there is no row %s", choice);
}

static const struct ui_choices *
chosen(void)
{
    return &screen_app->session.choices;
}

START_TEST(every_choice_stands_there_with_its_meaning)
{
    char value[UI_PATH], meaning[500];

    for (size_t k = 0; k < ui_setup_row_count; k++) {
        if (ui_setup_rows[k].applies && !ui_setup_rows[k].applies(&screen_app->session))
            continue;
        ui_setup_rows[k].value(&screen_app->session, value, sizeof value);
        ui_setup_rows[k].meaning(&screen_app->session, meaning, sizeof meaning);
        screen_expect(ui_setup_rows[k].label);
        screen_expect(value);
        ck_assert_uint_gt(strlen(meaning), 10);
        ck_assert(strcmp(ui_setup_rows[k].choice, "load") == 0 ||
                  ui_choice_find(ui_setup_rows[k].choice) != NULL);
    }
    screen_expect("1000 persons, 5 items, 30 patterns, 0 missing");
    screen_expect("10 free parameters");
    screen_expect("doctor: nothing odd");
}
END_TEST

START_TEST(schools_have_rows)
{
    screen_expect("Schools");
    ck_assert(!screen_has("effects     "));
    go_to("schools");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_uint_eq(chosen()->schools, 3);
    screen_draw(24, 80);
    screen_expect("‹ 3, dealt ›");
    screen_expect("auto: fixed");
    screen_expect("the effects sum to 0");
    go_to("anchor-school");
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_str_eq(chosen()->anchor_school, "3");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_str_eq(chosen()->anchor_school, "");
    go_to("effects");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_str_eq(chosen()->effects, "none");
    screen_draw(24, 80);
    screen_expect("all schools alike");
    ck_assert(!screen_has("anchor"));
}
END_TEST

START_TEST(robust_modes_go_with_federated)
{
    static const char *const shown[] = { "every row counts", "schools leave extreme rows",
                                         "extreme rows count as", "middle school" };
    ck_assert(!screen_has("robust"));
    screen_do("schools 3");
    screen_do("estimator federated");
    screen_draw(30, 100);
    screen_expect(shown[0]);
    go_to("robust");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_double_eq(chosen()->options.trim, 0.05);
    screen_draw(30, 100);
    screen_expect("‹ trim=0.05 ›");
    screen_expect(shown[1]);
    screen_do("robust trim=0.125"); /* none of those that arrows reach */
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_int_eq(chosen()->options.robust, IRT_ROBUST_NONE);
    ui_app_key(screen_app, UI_KEY_LEFT);
    screen_draw(30, 100);
    screen_expect(shown[3]);
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_int_eq(chosen()->options.robust, IRT_ROBUST_CAP);
    screen_draw(30, 100);
    screen_expect(shown[2]);
    screen_do("estimator em");
    screen_draw(30, 100);
    ck_assert(!screen_has("extreme rows"));
}
END_TEST

/* Where theta has no distribution there are no nodes; a network has choices of its own. */
START_TEST(estimators_have_their_own_rows)
{
    screen_do("model rasch");
    screen_draw(30, 100);
    screen_expect("Acceleration");
    ck_assert(!screen_has("optimizer"));
    screen_do("estimator jml");
    screen_draw(30, 100);
    ck_assert(!screen_has("Quadrature"));
    ck_assert(!screen_has(" nodes"));
    ck_assert(!screen_has("Acceleration"));
    ck_assert(!screen_has("Errors"));
    screen_expect("items, then persons");
    go_to("optimizer");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_int_eq(chosen()->options.optimizer, IRT_OPTIMIZER_ADAM);
    screen_draw(30, 100);
    screen_expect("small steps of one rate, 0.01");
    screen_do("estimator vae");
    screen_draw(30, 100);
    ck_assert(!screen_has("optimizer"));
    screen_expect("64,32");
    screen_expect("reconstruction less");
    go_to("starts");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_uint_eq(chosen()->options.neural.starts, 3);
    ui_app_key(screen_app, UI_KEY_LEFT);
    ui_app_key(screen_app, UI_KEY_LEFT);
    ui_app_key(screen_app, UI_KEY_LEFT); /* one at least */
    ck_assert_uint_eq(chosen()->options.neural.starts, 1);
    screen_do("bound importance");
    screen_draw(30, 100);
    screen_expect("importance-weighted:");
}
END_TEST

START_TEST(arrows_choose_a_row_and_change_its_value)
{
    ui_app_key(screen_app, UI_KEY_DOWN);
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_str_eq(chosen()->model, "1pl");
    screen_draw(24, 80);
    screen_expect("‹ 1PL ›");
    screen_expect("6 free parameters");
    ui_app_key(screen_app, 'u');
    ck_assert_str_eq(chosen()->model, "2pl");
    screen_do("model m2pl");
    ui_app_key(screen_app, UI_KEY_RIGHT); /* round the list */
    ck_assert_str_eq(chosen()->model, "auto");
    screen_draw(24, 80);
    screen_expect("auto: 2PL");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    screen_draw(24, 80);
    screen_expect("logit P = d + θ");
}
END_TEST

START_TEST(numbers_go_in_steps)
{
    go_to("quad");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_uint_eq(chosen()->options.points, 81);
    ui_app_key(screen_app, UI_KEY_LEFT);
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_uint_eq(chosen()->options.points, 51);
    go_to("tol");
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_double_eq_tol(chosen()->options.tolerance, 1e-5, 1e-20);
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_double_eq_tol(chosen()->options.tolerance, 1e-3, 1e-18);
    go_to("range");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_double_eq(chosen()->options.lo, -7);
    ck_assert_double_eq(chosen()->options.hi, 7);
    go_to("max-cycles");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_uint_eq(chosen()->options.max_cycles, 1000);
    go_to("threads");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_uint_eq(chosen()->options.threads, 1);
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_uint_eq(chosen()->options.threads, 0);
}
END_TEST

/* Up the list and down again ends where it began, and every step is a choice that the
 * command takes. */
START_TEST(steps_can_be_taken_back)
{
    char before[UI_LIST], after[UI_LIST], next[UI_LIST];

    for (size_t k = 1; k < ui_setup_row_count; k++) {
        const struct ui_choice *choice = ui_choice_find(ui_setup_rows[k].choice);

        if (choice->argument == NULL ||
            !ui_setup_next(&ui_setup_rows[k], &screen_app->session, 1, next, sizeof next))
            continue;
        go_to(choice->name);
        choice->show(chosen(), before, sizeof before);
        ui_app_key(screen_app, UI_KEY_RIGHT);
        ck_assert_msg(!screen_app->message_bad, "%s", screen_app->message);
        choice->show(chosen(), after, sizeof after);
        ck_assert_str_ne(before, after);
        ui_app_key(screen_app, UI_KEY_LEFT);
        choice->show(chosen(), after, sizeof after);
        ck_assert_str_eq(before, after);
    }
}
END_TEST

START_TEST(ends_say_so)
{
    screen_do("max-cycles 1");
    go_to("max-cycles");
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_uint_eq(chosen()->options.max_cycles, 1);
    ck_assert_ptr_nonnull(strstr(screen_app->message, "another value"));
}
END_TEST

/* The change stands in the journal, the way to it does not. */
START_TEST(only_choices_are_recorded)
{
    size_t undos = screen_app->session.undos;

    screen_do("word down");
    ck_assert_str_eq(screen_app->record, "#");
    screen_do("word right");
    ck_assert_str_eq(screen_app->record, "#");
    ck_assert_uint_eq(screen_app->session.undos, undos + 1);
}
END_TEST

START_TEST(priors_are_a_row)
{
    screen_expect("maximum likelihood; e.g. a=lognormal(0,0.5)");
    screen_do("prior a=lognormal(0,0.5)");
    screen_draw(24, 80);
    screen_expect("MAP: a ~ lognormal(0,0.5) ");
    ck_assert_ptr_nonnull(
        strstr(screen_spoken(), "5 parameters have one: maximum a posteriori"));
    screen_do("prior none");
    screen_do("model 3pl");
    screen_draw(24, 80);
    screen_expect("the model's own");
    go_to("prior");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_ptr_nonnull(strstr(screen_app->message, "Enter asks"));
}
END_TEST

START_TEST(priors_have_their_densities)
{
    struct ui_prior_group group[UI_PRIORS];
    const struct ui_session *session = &screen_app->session;

    ck_assert_uint_eq(ui_priors(session, group, UI_PRIORS), 0);
    screen_do("model 3pl");
    ck_assert_uint_eq(ui_priors(session, group, UI_PRIORS), 1);
    ck_assert_int_eq(group[0].letter, 'c');
    ck_assert_uint_eq(group[0].parameters, 5);
    ck_assert(group[0].by_default);
    screen_draw(24, 80);
    screen_expect("MAP: c ~ beta(5,17) ⣀⠔⠉⠳⢤⣀⣀⣀⣀⣀⣀⣀"); /* the mode is at 0.2 */
    ck_assert(!screen_has("prior densities"));
    go_to("prior");
    screen_draw(24, 80);
    screen_expect("prior densities: the estimates are the posterior's mode");
    screen_expect("c ~ beta(5,17) ×5");
    /* One that differs stands by itself. */
    screen_do("prior item3.c=beta(2,8)");
    screen_do("prior a=lognormal(0,0.5)");
    ck_assert_uint_eq(ui_priors(session, group, UI_PRIORS), 3);
    screen_draw(24, 80);
    screen_expect("a ~ lognormal(0,0.5) ×5");
    screen_expect("c ~ beta(5,17) ×4");
    screen_expect("item3.c ~ beta(2,8)");
    ck_assert_ptr_nonnull(
        strstr(screen_spoken(),
               "A prior: c ~ beta(5,17), 4 parameters, the model's own"));
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("▴ the parameters now");
    /* With room for both, beside the picture of the nodes whatever is chosen. */
    go_to("threads");
    screen_draw(50, 140);
    screen_expect("prior densities");
    screen_expect("bars are the weights");
    screen_do("prior item3.c=none");
    screen_do("prior c=none");
    screen_do("prior a=none");
    ck_assert_uint_eq(ui_priors(session, group, UI_PRIORS), 0);
    screen_draw(50, 140);
    ck_assert(!screen_has("prior densities"));
    screen_expect("maximum likelihood; e.g.");
}
END_TEST

START_TEST(priors_of_any_kind_at_any_size)
{
    static const char *const priors[] = { "a=uniform(0,4)",    "a=normal(1,0.5)",
                                          "c=beta(0.5,0.5)",   "d=normal(0,1000)",
                                          "a=lognormal(0,20)", "c=uniform(0,0.4)" };
    char line[60];

    screen_do("model 3pl");
    go_to("prior");
    for (size_t k = 0; k < sizeof priors / sizeof priors[0]; k++) {
        snprintf(line, sizeof line, "prior %s", priors[k]);
        screen_do(line);
        screen_draw(24, 80);
        screen_expect("prior densities");
    }
    screen_do("until 2");
    screen_at_all_sizes("setup");
}
END_TEST

START_TEST(lecture_is_a_row)
{
    go_to("lecture");
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert(chosen()->options.lecture);
    ck_assert_uint_eq(chosen()->options.points, 10);
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert(!chosen()->options.lecture);
}
END_TEST

START_TEST(error_of_the_integral_is_measured)
{
    struct ui_integral integral = { 0 };
    double fine;

    ui_integral_update(&integral, &screen_app->session);
    ck_assert(integral.measured);
    fine = fabs(integral.error);
    ck_assert_double_lt(fine, 1e-5);
    screen_do("quad 7");
    ui_integral_update(&integral, &screen_app->session);
    ck_assert_double_gt(fabs(integral.error), 1000 * fine);
    screen_draw(24, 80);
    screen_expect("in ℓ against 201 nodes");
    screen_load_simulated(9000, 20, 0, 3);
    ui_integral_update(&integral, &screen_app->session);
    ck_assert(!integral.measured);
    screen_draw(24, 80);
    screen_expect("more nodes: a finer integral");
}
END_TEST

START_TEST(nodes_are_drawn_while_they_are_chosen)
{
    ck_assert(!screen_has("bars are the weights"));
    go_to("quad");
    screen_draw(24, 80);
    screen_expect("bars are the weights");
    screen_draw(45, 100);
    go_to("threads");
    screen_draw(45, 100);
    screen_expect("bars are the weights");
}
END_TEST

START_TEST(doctor_lists_what_was_set_aside)
{
    screen_load_text("a,b,c\n1,0,1\n0,1,1\n1,1,1\n0,0,1\n1,0,1\n");
    screen_draw(30, 100);
    screen_expect("doctor: ");
    screen_expect("every answer to item 'c' is 1: it tells nothing");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "every answer to item 'c' is 1"));
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "; doctor 1: omit c."));
}
END_TEST

START_TEST(a_model_that_does_not_fit_says_why)
{
    screen_load_text("a,b\n1,0\n0,2\n1,1\n0,0\n");
    screen_draw(24, 80);
    screen_expect("item 'b' has response 2");
}
END_TEST

START_TEST(it_says_where_to_go)
{
    screen_expect("space runs it");
    screen_do("run");
    screen_draw(24, 80);
    screen_expect("5 Items and 7 Persons show the estimates");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "the run has ended"));
    /* At every usual size, beside the picture or without it. */
    screen_do("reset");
    for (int h = 24; h <= 50; h++) {
        screen_draw(h, 100);
        screen_expect("space runs it, s does one stage");
    }
}
END_TEST

START_TEST(samples_are_picked)
{
    ui_sample_called(TEST_SRCDIR "/ui/irtop"); /* samples/ beside ui/ */
    screen_do("id-column none");
    screen_draw(24, 80);
    screen_expect("samples, ← →: lsat6 sim-2pl sim-missing sim-grm sim-mc sim-schools");
    screen_expect("‹ lsat6.csv ›");
    ui_app_key(screen_app, UI_KEY_LEFT); /* round the list */
    ck_assert_uint_eq(screen_app->session.data->schools, 10);
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_str_eq(strrchr(chosen()->key, '/'), "/sim-mc-800x15-key.csv");
    ck_assert_str_eq(chosen()->id_column, "");
    ck_assert_uint_eq(screen_app->session.data->categories[14], 2);
    ck_assert_uint_eq(screen_app->session.data->option[14].count, 4);
    screen_draw(24, 80);
    screen_expect("800 persons, 15 items");
    ck_assert_ptr_nonnull(strstr(screen_spoken(), "Sample sim-mc: multiple choice with"));
    ui_app_key(screen_app, UI_KEY_LEFT);
    ck_assert_str_eq(chosen()->key, "");
    ck_assert_uint_eq(screen_app->session.data->categories[0], 5);
    ui_app_key(screen_app, 'u');
    ck_assert_str_eq(strrchr(chosen()->key, '/'), "/sim-mc-800x15-key.csv");
    screen_do("model auto");
    for (const struct ui_sample *s = ui_samples; s->name; s++) {
        char line[64];

        snprintf(line, sizeof line, "sample %s", s->name);
        screen_do(line);
        ck_assert_uint_eq(screen_app->session.findings.count, 0);
    }
    screen_fail("sample sim", "there is no sample 'sim'; take one of lsat6 sim-2pl");
    ui_sample_called("/no/such/irtop");
    if (access(PKGDATADIR "/samples/lsat6.csv", R_OK) != 0)
        screen_fail("sample lsat6", "the sample lsat6 is not installed");
    ui_sample_called(NULL);
    screen_load_text("a,b\n1,0\n0,1\n1,1\n0,0\n"); /* one's own is no sample */
    ui_app_key(screen_app, UI_KEY_RIGHT);
    ck_assert_ptr_nonnull(strstr(screen_app->message, "Enter asks for another value"));
}
END_TEST

/* What was said of one file's columns does not hold of another's, but before there is any
 * it does. */
START_TEST(another_file_takes_the_columns_back)
{
    screen_load_text("id,a,b,c\n1,1,0,1\n2,0,1,1\n3,1,1,0\n4,0,0,1\n");
    screen_do("items a,b");
    screen_do("reverse a");
    screen_do("model b=3pl");
    screen_do("quad 21");
    screen_do("load " TEST_SRCDIR "/samples/lsat6.csv");
    ck_assert_str_eq(chosen()->items, "");
    ck_assert_str_eq(chosen()->reverse, "");
    ck_assert_str_eq(chosen()->item_models, "");
    ck_assert_uint_eq(chosen()->options.points, 21);
    ck_assert_ptr_nonnull(strstr(screen_app->message, "about the other file's columns"));
    screen_do("items item1,item2,item3");
    screen_do("load " TEST_SRCDIR
              "/samples/lsat6.csv"); /* read again, it is the same file */
    ck_assert_str_eq(chosen()->items, "item1,item2,item3");
    ck_assert_ptr_null(strstr(screen_app->message, "other file"));
    ui_app_key(screen_app, 'u');
    ui_app_key(screen_app, 'u');
    ck_assert_str_eq(chosen()->reverse, "a");
}
END_TEST

START_TEST(typing_needs_a_terminal)
{
    go_to("tol");
    screen_fail("word edit", "no terminal");
    screen_fail("word open", "no terminal");
    screen_fail("word sideways", "knows no 'sideways'");
    screen_fail("word row 99", "knows no 'row'");
}
END_TEST

START_TEST(keys_to_the_ends)
{
    ui_app_key(screen_app, UI_KEY_END);
    screen_draw(24, 80);
    screen_expect("▸ Threads");
    ui_app_key(screen_app, UI_KEY_DOWN);
    screen_draw(24, 80);
    screen_expect("▸ Threads");
    ui_app_key(screen_app, UI_KEY_HOME);
    ui_app_key(screen_app, UI_KEY_UP);
    screen_draw(24, 80);
    screen_expect("▸ Data");
}
END_TEST

/* For people: no screen's own word stands there as it is. */
START_TEST(help_says_what_every_key_does)
{
    for (size_t k = 0; ui_views[k]; k++) {
        char *text = NULL, *commands, name[16];
        size_t length = 0;
        FILE *out = open_memstream(&text, &length);

        screen_app->view = ui_views[k];
        ui_help_print(screen_app, out);
        ck_assert_int_eq(fclose(out), 0);
        commands = strstr(text, "Commands, given after");
        ck_assert_ptr_nonnull(commands);
        *commands = '\0';
        ck_assert_ptr_null(strstr(text, " word "));
        ck_assert_ptr_null(strstr(text, "; N times"));
        for (const struct ui_binding *b = ui_views[k]->bindings; b->key; b++)
            ck_assert_ptr_nonnull(strstr(text, ui_key_name(b->key, name)));
        free(text);
    }
}
END_TEST

START_TEST(any_size)
{
    screen_at_all_sizes("setup");
    screen_do("nodes gh");
    screen_do("word row 4");
    screen_at_all_sizes("setup");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("view setup");
    TCase *tests = tcase_create("setup");

    tcase_add_checked_fixture(tests, show, screen_tear_down);
    tcase_add_test(tests, every_choice_stands_there_with_its_meaning);
    tcase_add_test(tests, schools_have_rows);
    tcase_add_test(tests, robust_modes_go_with_federated);
    tcase_add_test(tests, estimators_have_their_own_rows);
    tcase_add_test(tests, arrows_choose_a_row_and_change_its_value);
    tcase_add_test(tests, numbers_go_in_steps);
    tcase_add_test(tests, steps_can_be_taken_back);
    tcase_add_test(tests, ends_say_so);
    tcase_add_test(tests, only_choices_are_recorded);
    tcase_add_test(tests, priors_are_a_row);
    tcase_add_test(tests, priors_have_their_densities);
    tcase_add_test(tests, priors_of_any_kind_at_any_size);
    tcase_add_test(tests, lecture_is_a_row);
    tcase_add_test(tests, error_of_the_integral_is_measured);
    tcase_add_test(tests, nodes_are_drawn_while_they_are_chosen);
    tcase_add_test(tests, doctor_lists_what_was_set_aside);
    tcase_add_test(tests, a_model_that_does_not_fit_says_why);
    tcase_add_test(tests, it_says_where_to_go);
    tcase_add_test(tests, samples_are_picked);
    tcase_add_test(tests, another_file_takes_the_columns_back);
    tcase_add_test(tests, typing_needs_a_terminal);
    tcase_add_test(tests, keys_to_the_ends);
    tcase_add_test(tests, help_says_what_every_key_does);
    tcase_add_test(tests, any_size);
    suite_add_tcase(suite, tests);
    return suite;
}
