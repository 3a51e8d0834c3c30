/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_choices.c -- the table of named choices, and numbers as people type them. */
#include "config.h"

#include <string.h>

#include "choices.h"
#include "estimate/estimator.h"
#include "model/model.h"
#include "number.h"
#include "suite.h"

static bool
set(struct ui_choices *choices, const char *name, const char *value,
    struct irt_error *error)
{
    const struct ui_choice *choice = ui_choice_find(name);

    ck_assert_msg(choice != NULL, "no choice %s", name);
    return choice->set(choices, value, error);
}

START_TEST(defaults_are_the_promised_ones)
{
    static const char *const promised[][2] = {
        { "model", "auto" },
        { "estimator", "em" },
        { "quad", "61" },
        { "nodes", "equal" },
        { "range", "-6:6" },
        { "tol", "0.0001" },
        { "max-cycles", "500" },
        { "criterion", "parameter" },
        { "accelerate", "squarem" },
        { "se", "oakes" },
        { "score", "eap" },
        { "lecture", "off" },
        { "threads", "all" },
        { "seed", "1" },
        { "missing", "" },
        { "items", "" },
        { "omit", "" },
        { "words", "" },
        { "long", "" },
        { "key", "" },
        { "reverse", "" },
        { "freq-column", "" },
        { "id-column", "" },
        { "school-column", "" },
        { "schools", "none" },
        { "effects", "auto" },
        { "anchor-school", "" },
        { "robust", "none" },
        { "groups", "" },
        { "optimizer", "newton" },
        { "learning-rate", "0.01" },
        { "penalty", "1" },
        { "jml-correction", "off" },
        { "hidden", "64,32" },
        { "posterior", "diagonal" },
        { "bound", "elbo" },
        { "samples", "1" },
        { "batch", "128" },
        { "warm-up", "20" },
        { "held-out", "0.1" },
        { "refine", "1200" },
        { "starts", "2" },
        { "free", "" },
        { "prior", "" },
        { "fix", "" },
        { "equal", "" },
        { "dims", "1" },
        { "q-matrix", "" },
        { "fit", "none" },
        { "start", "" },
        { "correlation", "fixed" },
    };
    struct ui_choices choices = ui_choices_defaults();
    char shown[200];
    size_t rows = 0;

    for (size_t i = 0; i < sizeof promised / sizeof *promised; i++) {
        const struct ui_choice *choice = ui_choice_find(promised[i][0]);

        ck_assert_msg(choice != NULL, "no choice %s", promised[i][0]);
        choice->show(&choices, shown, sizeof shown);
        ck_assert_str_eq(shown, promised[i][1]);
    }
    while (ui_choice_table[rows].name != NULL)
        rows++;
    ck_assert_uint_eq(rows, sizeof promised / sizeof *promised);
    ck_assert_str_eq(choices.file, "");
}
END_TEST

/* A value to set each choice that has no list of values to. */
static const char *
example(const struct ui_choice *choice)
{
    static const char *const of[][2] = {
        { "quad", "21" },
        { "range", "-4.25:3.5" },
        { "tol", "2.385e-07" },
        { "max-cycles", "5000" },
        { "threads", "3" },
        { "seed", "9876543210" },
        { "missing", "9,99,." },
        { "items", "q1,q 2,\"q, or 3\"" },
        { "omit", "q4,\"q, or 5\"" },
        { "words", "no,\"maybe, or not\",yes;never,always" },
        { "long", "who,what,answer" },
        { "key", "AB|C,D=2" },
        { "reverse", "q1,q 2" },
        { "freq-column", "n" },
        { "id-column", "student" },
        { "school-column", "s" },
        { "schools", "7" },
        { "anchor-school", "A" },
        { "robust", "trim=0.125" },
        { "groups", "sex" },
        { "learning-rate", "0.05" },
        { "penalty", "0.5" },
        { "hidden", "30" },
        { "samples", "5" },
        { "batch", "64" },
        { "warm-up", "0" },
        { "held-out", "0.25" },
        { "refine", "100" },
        { "starts", "3" },
        { "free", "q1,q 2" },
        { "prior", "a=lognormal(0,0.5) item3.c=none" },
        { "fix", "item3.a=1" },
        { "equal", "a" },
        { "dims", "3" },
        { "q-matrix", "q.csv" },
        { "start", "fit.json" },
        { "fit", "reliability" },
    };

    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        if (strcmp(of[i][0], choice->name) == 0)
            return of[i][1];
    return NULL;
}

/* As the whole table shows them. */
static void
same_choices(const struct ui_choices *x, const struct ui_choices *y)
{
    char x_shown[200], y_shown[200];

    for (const struct ui_choice *c = ui_choice_table; c->name != NULL; c++) {
        c->show(x, x_shown, sizeof x_shown);
        c->show(y, y_shown, sizeof y_shown);
        ck_assert_str_eq(x_shown, y_shown);
    }
}

/* Sets choice to value, and checks that what is shown is the value, and can be set. */
static void
round_trip(const struct ui_choice *choice, const char *value)
{
    struct ui_choices first = ui_choices_defaults(), second;
    struct irt_error error;
    char shown[200];

    ck_assert_msg(choice->set(&first, value, &error), "%s %s: %s", choice->name, value,
                  error.message);
    choice->show(&first, shown, sizeof shown);
    ck_assert_str_eq(shown, value);
    second = first;
    ck_assert(choice->set(&second, shown, &error));
    same_choices(&first, &second);
}

START_TEST(what_is_shown_can_be_set)
{
    for (const struct ui_choice *c = ui_choice_table; c->name != NULL; c++) {
        char list[200], *save, *word;

        if (c->values == NULL) {
            ck_assert_msg(example(c) != NULL, "no example for %s", c->name);
            round_trip(c, example(c));
            continue;
        }
        strcpy(list, c->values);
        for (word = strtok_r(list, " ", &save); word != NULL;
             word = strtok_r(NULL, " ", &save))
            round_trip(c, word);
    }
}
END_TEST

START_TEST(the_lists_are_the_registries)
{
    const char *models = ui_choice_find("model")->values;
    const char *estimators = ui_choice_find("estimator")->values;

    for (const struct irt_model_kind *kind = irt_model_kinds; kind->name != NULL; kind++)
        ck_assert_msg(strstr(models, kind->name) != NULL, "%s", kind->name);
    for (size_t i = 0; irt_estimators[i] != NULL; i++)
        ck_assert_msg(strstr(estimators, irt_estimators[i]->name) != NULL, "%s",
                      irt_estimators[i]->name);
}
END_TEST

static const char *const refused[][3] = {
    { "model", "5pl",
      "model: '5pl' is not one of: auto rasch 1pl 2pl 3pl 4pl pcm gpcm rsm grm nrm "
      "m2pl" },
    { "model", "",
      "model: '' is not one of: auto rasch 1pl 2pl 3pl 4pl pcm gpcm rsm grm nrm m2pl" },
    { "estimator", "mcmc", "estimator: 'mcmc' is not one of: em federated jml cml vae" },
    { "optimizer", "sgd", "optimizer: 'sgd' is not one of: newton adam" },
    { "learning-rate", "0", "learning-rate: '0' is not a positive number, such as 0.01" },
    { "penalty", "-1", "penalty: '-1' is not a number of at least 0" },
    { "hidden", "",
      "hidden: '' is not 1 to 4 numbers of units from 1 to 1024, such as 64,32" },
    { "hidden", "64,,32",
      "hidden: '64,,32' is not 1 to 4 numbers of units from 1 to 1024, such as 64,32" },
    { "hidden", "64,",
      "hidden: '64,' is not 1 to 4 numbers of units from 1 to 1024, such as 64,32" },
    { "hidden", "1,2,3,4,5",
      "hidden: '1,2,3,4,5' is not 1 to 4 numbers of units from 1 to 1024, such as "
      "64,32" },
    { "hidden", "2000",
      "hidden: '2000' is not 1 to 4 numbers of units from 1 to 1024, such as 64,32" },
    { "posterior", "wide", "posterior: 'wide' is not one of: diagonal full" },
    { "bound", "iw", "bound: 'iw' is not one of: elbo importance" },
    { "samples", "0", "samples: '0' is not a whole number from 1 to 1024" },
    { "batch", "-1", "batch: '-1' is not a whole number from 1 to 1000000" },
    { "warm-up", "x", "warm-up: 'x' is not a whole number from 0 to 1000000" },
    { "held-out", "0.9", "held-out: '0.9' is not a share from 0 to 0.5" },
    { "refine", "1.5", "refine: '1.5' is not a whole number from 0 to 1000000" },
    { "starts", "21", "starts: '21' is not a whole number from 1 to 20" },
    { "jml-correction", "maybe", "jml-correction: 'maybe' is not one of: on off" },
    { "quad", "0", "quad: '0' is not a whole number from 1 to 20000" },
    { "quad", "20001", "quad: '20001' is not a whole number from 1 to 20000" },
    { "quad", "-5", "quad: '-5' is not a whole number from 1 to 20000" },
    { "quad", "10.5", "quad: '10.5' is not a whole number from 1 to 20000" },
    { "quad", "99999999999999999999",
      "quad: '99999999999999999999' is not a whole number from 1 to 20000" },
    { "nodes", "halton", "nodes: 'halton' is not one of: equal gh empirical sobol" },
    { "range", "6", "range: '6' is not LO:HI, such as -4:4" },
    { "range", "a:b", "range: 'a:b' is not two numbers LO:HI, such as -4:4" },
    { "range", "1:2:3", "range: '1:2:3' is not two numbers LO:HI, such as -4:4" },
    { "range", ":4", "range: ':4' is not two numbers LO:HI, such as -4:4" },
    { "range", "3:1", "range: 3 is not below 1; give the lower end first" },
    { "range", "2:2", "range: 2 is not below 2; give the lower end first" },
    { "tol", "abc", "tol: 'abc' is not a positive number, such as 1e-4" },
    { "tol", "0", "tol: '0' is not a positive number, such as 1e-4" },
    { "tol", "-1e-4", "tol: '-1e-4' is not a positive number, such as 1e-4" },
    { "tol", "1e-4 ", "tol: '1e-4 ' is not a positive number, such as 1e-4" },
    { "tol", "nan", "tol: 'nan' is not a positive number, such as 1e-4" },
    { "tol", "inf", "tol: 'inf' is not a positive number, such as 1e-4" },
    { "tol", "0x1p-9", "tol: '0x1p-9' is not a positive number, such as 1e-4" },
    { "tol", "1e999", "tol: '1e999' is not a positive number, such as 1e-4" },
    { "criterion", "score",
      "criterion: 'score' is not one of: parameter gradient loglik" },
    { "max-cycles", "0", "max-cycles: '0' is not a whole number from 1 to 1000000" },
    { "accelerate", "yes", "accelerate: 'yes' is not one of: none ramsay squarem lbfgs" },
    { "se", "louis", "se: 'louis' is not one of: none oakes crossprod" },
    { "items", "a,,b",
      "items: 'a,,b' has an empty name; separate column names by single commas" },
    { "items", "a,",
      "items: 'a,' has an empty name; separate column names by single commas" },
    { "items", "\"a,b\",",
      "items: '\"a,b\",' has an empty name; separate column names by single commas" },
    { "words", "no,,yes", "words: 'no,,yes' has an empty word" },
    { "words", "no,yes;never",
      "words: 'never' is no scale; write its words from the lowest to the highest, such "
      "as no,maybe,yes" },
    { "words", "no,yes,No", "words: 'no,yes,No' has a word twice" },
    { "omit", "a,,b",
      "omit: 'a,,b' has an empty name; separate column names by single commas" },
    { "reverse", "a,,b",
      "reverse: 'a,,b' has an empty name; separate item names by single commas" },
    { "long", "p,i",
      "long: 'p,i' is not three column names, such as person,item,response" },
    { "long", "p,i,r,x",
      "long: 'p,i,r,x' is not three column names, such as person,item,response" },
    { "score", "mle", "score: 'mle' is not one of: eap map ml wle" },
    { "lecture", "maybe", "lecture: 'maybe' is not one of: on off" },
    { "threads", "0", "threads: '0' is not a whole number from 1 to 1024" },
    { "seed", "-1", "seed: '-1' is not a whole number from 0 to 9223372036854775807" },
};

/* A later specification takes the place of one of the same name; none empties the list. */
START_TEST(specifications_gather)
{
    struct ui_choices choices = ui_choices_defaults();
    struct irt_error error = { IRT_OK, "" };

    ck_assert(set(&choices, "prior", "a=normal(1,1)", &error));
    ck_assert(set(&choices, "prior", "c=beta(5,17) item3.c=none", &error));
    ck_assert(set(&choices, "prior", "a=lognormal(0,0.5)", &error));
    ck_assert_str_eq(choices.prior, "c=beta(5,17) item3.c=none a=lognormal(0,0.5)");
    ck_assert(set(&choices, "prior", "none", &error));
    ck_assert_str_eq(choices.prior, "");
    ck_assert(set(&choices, "equal", "a", &error) && set(&choices, "equal", "a", &error));
    ck_assert_str_eq(choices.equal, "a");
    ck_assert(set(&choices, "model", "grm", &error));
    ck_assert(set(&choices, "model", "item7=3pl", &error));
    ck_assert_str_eq(choices.model, "grm");
    ck_assert_str_eq(choices.item_models, "item7=3pl");
    ck_assert(!set(&choices, "prior", "a", &error));
    ck_assert(!set(&choices, "fix", "=1", &error));
    ck_assert(!set(&choices, "model", "item7=5pl", &error));
}
END_TEST

START_TEST(bad_values_are_refused)
{
    struct ui_choices choices = ui_choices_defaults(), before = choices;
    struct irt_error error = { IRT_OK, "" };

    ck_assert(!set(&choices, refused[_i][0], refused[_i][1], &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_str_eq(error.message, refused[_i][2]);
    same_choices(&choices, &before);
}
END_TEST

START_TEST(a_name_that_is_too_long_is_refused)
{
    struct ui_choices choices = ui_choices_defaults();
    struct irt_error error;
    char name[UI_NAME + 1];

    memset(name, 'x', sizeof name);
    name[UI_NAME] = '\0';
    ck_assert(!set(&choices, "id-column", name, &error));
    ck_assert_str_eq(error.message, "id-column: the value is longer than 127 characters");
    name[UI_NAME - 1] = '\0';
    ck_assert(set(&choices, "id-column", name, &error));
    ck_assert_str_eq(choices.id_column, name);
}
END_TEST

START_TEST(lecture_sets_its_settings_and_off_keeps_the_nodes)
{
    struct ui_choices choices = ui_choices_defaults();
    struct irt_error error;

    ck_assert(set(&choices, "lecture", NULL, &error));
    ck_assert(choices.options.lecture);
    ck_assert_uint_eq(choices.options.points, 10);
    ck_assert_int_eq(choices.options.accelerate, IRT_ACCELERATE_NONE);
    ck_assert(set(&choices, "lecture", "off", &error));
    ck_assert(!choices.options.lecture);
    ck_assert_uint_eq(choices.options.points, 10);
}
END_TEST

START_TEST(the_loader_sees_what_was_said)
{
    struct ui_choices choices = ui_choices_defaults();
    struct irt_load_options load = ui_choices_load(&choices);
    struct irt_error error;

    ck_assert_ptr_null(load.missing);
    ck_assert_ptr_null(load.freq_column);
    ck_assert_ptr_null(load.id_column);
    ck_assert_ptr_null(load.school_column);
    ck_assert_ptr_null(load.items);
    ck_assert_ptr_null(load.long_columns);
    ck_assert(set(&choices, "missing", "8,9", &error));
    ck_assert(set(&choices, "freq-column", "n", &error));
    ck_assert(set(&choices, "id-column", "who", &error));
    ck_assert(set(&choices, "school-column", "where", &error));
    ck_assert(set(&choices, "items", "b,a", &error));
    ck_assert(set(&choices, "long", "p,i,r", &error));
    load = ui_choices_load(&choices);
    ck_assert_str_eq(load.missing, "8,9");
    ck_assert_str_eq(load.freq_column, "n");
    ck_assert_str_eq(load.id_column, "who");
    ck_assert_str_eq(load.school_column, "where");
    ck_assert_str_eq(load.items, "b,a");
    ck_assert_str_eq(load.long_columns, "p,i,r");
    ck_assert(set(&choices, "items", "", &error));
    ck_assert_ptr_null(ui_choices_load(&choices).items);
}
END_TEST

START_TEST(numbers_are_read_strictly)
{
    double real = 2.385;
    uint64_t whole = 7;

    ck_assert(ui_number_real("-.5e1", &real));
    ck_assert_double_eq(real, -5.0);
    ck_assert(!ui_number_real("", &real));
    ck_assert(!ui_number_real("1,5", &real));
    ck_assert(!ui_number_real("--1", &real));
    ck_assert(!ui_number_real("e", &real));
    ck_assert_double_eq(real, -5.0);
    ck_assert(ui_number_whole("18446744073709551615", &whole));
    ck_assert_uint_eq(whole, UINT64_MAX);
    ck_assert(!ui_number_whole("18446744073709551616", &whole));
    ck_assert(!ui_number_whole("+1", &whole));
    ck_assert_str_eq(ui_count(900719925474099).text, "900719925474099");
    ck_assert_str_eq(ui_count(0).text, "0");
    ck_assert_str_eq(ui_count(405.923858138304).text, "405.9");
    ck_assert_uint_eq(whole, UINT64_MAX);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("choices");
    TCase *cases = tcase_create("choices");

    tcase_add_test(cases, defaults_are_the_promised_ones);
    tcase_add_test(cases, what_is_shown_can_be_set);
    tcase_add_test(cases, the_lists_are_the_registries);
    tcase_add_test(cases, specifications_gather);
    tcase_add_loop_test(cases, bad_values_are_refused, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_test(cases, a_name_that_is_too_long_is_refused);
    tcase_add_test(cases, lecture_sets_its_settings_and_off_keeps_the_nodes);
    tcase_add_test(cases, the_loader_sees_what_was_said);
    tcase_add_test(cases, numbers_are_read_strictly);
    suite_add_tcase(suite, cases);
    return suite;
}
