/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_study_design.c -- design files: factors, sections, seeds, and every slip. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "study/design.h"
#include "suite.h"

static struct irt_study_design *
design_of(const char *text)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_study_design *design = irt_study_design_read(text, "x.study", &error);

    ck_assert_msg(design != NULL, "%s", error.message);
    return design;
}

static const struct irt_study_key *
key_named(const char *name)
{
    for (const struct irt_study_key *key = irt_study_keys; key->name != NULL; key++)
        if (strcmp(key->name, name) == 0)
            return key;
    ck_abort_msg("no key %s", name);
    return NULL;
}

static const char *
shown(const struct irt_study_design *design, size_t cell, const char *key)
{
    static char text[IRT_STUDY_VALUE];

    key_named(key)->show(&design->cell[cell], text, sizeof text);
    return text;
}

START_TEST(cells_are_all_combinations)
{
    struct irt_study_design *design =
        design_of("schools = 5 10\nschool-sizes=50 100  300 # persons\n"
                  "accelerate = none squarem\n  replications = 7\nseed = 3\n");
    size_t c = 0;

    ck_assert_uint_eq(design->sections, 1);
    ck_assert_uint_eq(design->cells, 12);
    ck_assert_uint_eq(design->seed, 3);
    ck_assert_uint_eq(design->section[0].settings, 6);
    ck_assert_uint_eq(design->section[0].methods, 2);
    for (size_t k = 0; k < 2; k++)
        for (size_t n = 0; n < 3; n++)
            for (size_t m = 0; m < 2; m++, c++) {
                static const char *const size[] = { "50", "100", "300" };
                const struct irt_study_cell *cell = &design->cell[c];

                ck_assert_uint_eq(cell->data.plan.schools, k == 0 ? 5 : 10);
                ck_assert_str_eq(cell->data.plan.sizes, size[n]);
                ck_assert_int_eq((int)cell->options.accelerate,
                                 m == 0 ? IRT_ACCELERATE_NONE : IRT_ACCELERATE_SQUAREM);
                ck_assert_uint_eq(cell->replications, 7);
                ck_assert_uint_eq(cell->setting, 3 * k + n);
                ck_assert_uint_eq(cell->method, m);
                ck_assert_uint_eq(cell->same_as, c);
                ck_assert_uint_eq(cell->options.threads, 1);
            }
    irt_study_design_free(design);
}
END_TEST

START_TEST(sections_start_from_what_stands_above)
{
    struct irt_study_design *design =
        design_of("items = 6\nreplications = 4\n[one]\ntitle = The first = 1\n"
                  "quad = 21\n[two]\nitems = 7 8\nreplications = 9\nshow = b.mse\n");

    ck_assert_uint_eq(design->sections, 2);
    ck_assert_uint_eq(design->cells, 3);
    ck_assert_str_eq(design->section[0].name, "one");
    ck_assert_str_eq(design->section[0].title, "The first = 1");
    ck_assert_ptr_null(design->section[0].show);
    ck_assert_str_eq(design->section[1].show, "b.mse");
    ck_assert_uint_eq(design->section[1].first, 1);
    ck_assert_uint_eq(design->section[1].cells, 2);
    ck_assert_uint_eq(design->cell[0].data.items, 6);
    ck_assert_uint_eq(design->cell[0].options.points, 21);
    ck_assert_uint_eq(design->cell[1].options.points, 61);
    ck_assert_uint_eq(design->cell[0].replications, 4);
    ck_assert_uint_eq(design->cell[2].replications, 9);
    ck_assert_uint_eq(design->cell[2].data.items, 8);
    irt_study_design_free(design);
}
END_TEST

/* What is shown is read again as the same. */
START_TEST(every_key_shows_what_it_reads)
{
    static const struct {
        const char *key, *value, *shown;
    } said[] = {
        { "model", "pcm", "pcm" },
        { "categories", "5", "5" },
        { "items", "17", "17" },
        { "schools", "20", "20" },
        { "school-sizes", "50:300", "50:300" },
        { "persons", "1234", "1234" },
        { "school-effects", "even(-1,1)", "even(-1,1)" },
        { "a", "uniform( .5, 2 )", "uniform(0.5,2)" },
        { "b", "normal(0,0.1)", "normal(0,0.1)" },
        { "spread", "0.75", "0.75" },
        { "c", ".1", "0.1" },
        { "u", "uniform(.9,1)", "uniform(0.9,1)" },
        { "theta", "normal(0,1.5)", "normal(0,1.5)" },
        { "missing", "0.05", "0.05" },
        { "contaminate", "straight-line=0.20", "straight-line=0.2" },
        { "contaminate", "random=0", "none" },
        { "estimator", "federated", "federated" },
        { "optimizer", "adam", "adam" },
        { "jml-correction", "on", "on" },
        { "effects", "averages", "averages" },
        { "robust", "trim=.10", "trim=0.1" },
        { "robust", "trim=0", "none" },
        { "quad", "31", "31" },
        { "nodes", "gh", "gh" },
        { "range", "-4:4.5", "-4:4.5" },
        { "tol", "1e-7", "1e-07" },
        { "criterion", "gradient", "gradient" },
        { "max-cycles", "50", "50" },
        { "accelerate", "ramsay", "ramsay" },
        { "se", "crossprod", "crossprod" },
    };

    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct irt_study_cell cell = { .data = irt_simulation_defaults(),
                                       .options = irt_options_defaults() };
        struct irt_error error = { IRT_OK, "" };
        char text[IRT_STUDY_VALUE];

        ck_assert_msg(key_named(said[i].key)->set(&cell, said[i].value, &error), "%s: %s",
                      said[i].key, error.message);
        key_named(said[i].key)->show(&cell, text, sizeof text);
        ck_assert_str_eq(text, said[i].shown);
    }
    for (const struct irt_study_key *key = irt_study_keys; key->name != NULL; key++) {
        bool found = false;
        for (size_t i = 0; i < sizeof said / sizeof *said; i++)
            found = found || strcmp(said[i].key, key->name) == 0;
        ck_assert_msg(found, "%s is not tested", key->name);
    }
    ck_assert_uint_le(irt_study_key_count(), IRT_STUDY_MOST_KEYS);
}
END_TEST

/* Methods and shares of contamination meet the same data; other data other seeds. */
START_TEST(seeds_depend_on_the_data_alone)
{
    struct irt_study_design *design = design_of(
        "items = 6 7\ncontaminate = none all-zero=.1 random=.2\nquad = 21 31\nseed = 5");
    struct irt_study_design *other = design_of("items = 6\nseed = 6\n");
    struct irt_study_design *alone =
        design_of("title = another\nseed = 5\n[x]\nitems = 7\nreplications = 3\n"
                  "max-cycles = 9\n");

    for (size_t c = 0; c < 12; c++) {
        size_t like = c < 6 ? 0 : 6;
        ck_assert_uint_eq(irt_study_seed(design, &design->cell[c], 3),
                          irt_study_seed(design, &design->cell[like], 3));
    }
    ck_assert(irt_study_seed(design, &design->cell[0], 3) !=
              irt_study_seed(design, &design->cell[6], 3));
    ck_assert(irt_study_seed(design, &design->cell[0], 3) !=
              irt_study_seed(design, &design->cell[0], 4));
    ck_assert(irt_study_seed(design, &design->cell[0], 3) !=
              irt_study_seed(other, &other->cell[0], 3));
    ck_assert_uint_eq(irt_study_seed(design, &design->cell[6], 3),
                      irt_study_seed(alone, &alone->cell[0], 3));
    irt_study_design_free(design);
    irt_study_design_free(other);
    irt_study_design_free(alone);
}
END_TEST

static int
by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

START_TEST(seeds_of_replications_differ)
{
    struct irt_study_design *design = design_of("items = 6");
    uint32_t folded[2000]; /* what the generator takes of a seed */

    for (size_t r = 0; r < 2000; r++) {
        uint64_t seed = irt_study_seed(design, &design->cell[0], r);
        folded[r] = (uint32_t)(seed ^ seed >> 32);
    }
    qsort(folded, 2000, sizeof *folded, by_size);
    for (size_t r = 1; r < 2000; r++)
        ck_assert_uint_ne(folded[r - 1], folded[r]);
    irt_study_design_free(design);
}
END_TEST

START_TEST(cells_that_are_the_same_are_known)
{
    struct irt_study_design *design =
        design_of("[one]\nitems = 6 7\ncontaminate = all-zero=0 all-zero=.1\n"
                  "[two]\nitems = 7\ncontaminate = random=0 random=.1\n");

    ck_assert_uint_eq(design->cells, 6);
    for (size_t c = 0; c < 6; c++)
        ck_assert_uint_eq(design->cell[c].same_as, c == 4 ? 2 : c);
    ck_assert_str_eq(shown(design, 4, "contaminate"), "none");
    irt_study_design_free(design);
}
END_TEST

START_TEST(blanks_in_parentheses_separate_nothing)
{
    struct irt_study_design *design =
        design_of("a = uniform( .5, 2 ) normal(1, .1) 1.2\r\n");

    ck_assert_uint_eq(design->cells, 3);
    ck_assert_str_eq(shown(design, 0, "a"), "uniform(0.5,2)");
    ck_assert_str_eq(shown(design, 1, "a"), "normal(1,0.1)");
    ck_assert_str_eq(shown(design, 2, "a"), "1.2");
    irt_study_design_free(design);
}
END_TEST

static const char *const slips[][2] = {
    { "items 6", "x.study:1: a line is KEY = VALUE, or [NAME] to begin a section" },
    { "\nitem = 6", "x.study:2: there is no key 'item'; see SIMULATION STUDIES in man "
                    "irtop" },
    { "items =", "x.study:1: items has no value" },
    { "items = 6 6", "x.study:1: the value 6 stands twice" },
    { "items = 0", "x.study:1: items: '0' is not a whole number from 1 to 65535" },
    { "items = 1.5", "x.study:1: items: '1.5' is not a whole number from 1 to 65535" },
    { "seed = -1", "x.study:1: seed takes a whole number from 0 to 9007199254740992" },
    { "replications = 0",
      "x.study:1: replications takes a whole number from 1 to 1000000" },
    { "[a]\nseed = 1",
      "x.study:2: the seed stands above the sections: it is that of all" },
    { "[a]\n[a]", "x.study:2: there are two sections a" },
    { "[]", "x.study:1: the section has no name" },
    { "[a", "x.study:1: a section is written [NAME]" },
    { "model = 7pl", "x.study:1: model: there is no model '7pl'" },
    { "estimator = magic", "x.study:1: estimator: there is no estimator 'magic'" },
    { "a = beta(1,2)",
      "x.study:1: a: 'beta(1,2)' is no distribution: write "
      "normal(mean,sd), lognormal(mean,sd), uniform(lo,hi) or a number" },
    { "missing = 1", "x.study:1: missing: '1' is not a share from 0 to below 1" },
    { "range = 4", "x.study:1: range: '4' is no range such as -6:6" },
    { "tol = -1", "x.study:1: tol: '-1' is not a positive number" },
    { "effects = groups",
      "x.study:1: effects: 'groups' is not one of: none fixed random averages" },
    { "se = some", "x.study:1: se: 'some' is not one of: none oakes crossprod" },
};

START_TEST(slips_are_told_with_their_line)
{
    struct irt_error error = { IRT_OK, "" };

    ck_assert_ptr_null(irt_study_design_read(slips[_i][0], "x.study", &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_str_eq(error.message, slips[_i][1]);
}
END_TEST

/* Values that are fine by themselves, but not together. */
static const char *const impossible[][2] = {
    { "model = m2pl", "the M2PL model has 2 to 8 dimensions, not 1" },
    { "categories = 3", "3 categories: the 2PL model has 2" },
    { "schools = 3\nschool-sizes = 5,5", "3 schools, but 2 sizes" },
    { "schools = 30\npersons = 20", "20 persons are too few for 30 schools" },
    { "quad = 1", "2" },
    { "[part]\nnodes = gh\nquad = 900", "section part" },
    { "school-effects = normal(0,x)", "no effects of schools" },
    { "school-sizes = 3:1", "no sizes of schools" },
    { "contaminate = all-zero", "no contamination" },
};

START_TEST(impossible_cells_are_refused)
{
    struct irt_error error = { IRT_OK, "" };

    ck_assert_ptr_null(irt_study_design_read(impossible[_i][0], "x.study", &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_msg(strstr(error.message, impossible[_i][1]) != NULL, "%s", error.message);
    ck_assert_msg(strncmp(error.message, "x.study:", 8) == 0, "%s", error.message);
}
END_TEST

START_TEST(effects_are_fixed_where_there_are_schools)
{
    struct irt_study_design *design = design_of("[a]\nschools = 3\n[b]\nitems = 5\n"
                                                "[c]\nschools=3\neffects = none\n");

    ck_assert_int_eq((int)irt_study_effects(&design->cell[0]), IRT_EFFECTS_FIXED);
    ck_assert_int_eq((int)irt_study_effects(&design->cell[1]), IRT_EFFECTS_NONE);
    ck_assert_int_eq((int)irt_study_effects(&design->cell[2]), IRT_EFFECTS_NONE);
    irt_study_design_free(design);
}
END_TEST

/* The estimator's usual acceleration, or what is said. */
START_TEST(acceleration_goes_with_the_estimator)
{
    struct irt_study_design *design =
        design_of("[a]\nestimator = em federated\nschools = 3\n"
                  "[b]\nestimator = federated\naccelerate = none squarem\nschools = 3\n");
    static const enum irt_acceleration wanted[] = { IRT_ACCELERATE_SQUAREM,
                                                    IRT_ACCELERATE_LBFGS,
                                                    IRT_ACCELERATE_NONE,
                                                    IRT_ACCELERATE_SQUAREM };

    for (size_t c = 0; c < 4; c++)
        ck_assert_int_eq((int)design->cell[c].options.accelerate, (int)wanted[c]);
    irt_study_design_free(design);
}
END_TEST

START_TEST(what_cannot_be_fitted_is_left_out)
{
    struct irt_study_design *design =
        design_of("schools = 3 4\nestimator = em\neffects = fixed random averages\n");
    struct irt_error error = { IRT_OK, "" };

    ck_assert_uint_eq(design->cells, 4);
    ck_assert_uint_eq(design->section[0].cells, 4);
    ck_assert_str_eq(shown(design, 1, "effects"), "averages");
    ck_assert_uint_eq(design->notes.count, 1); /* once, not once a setting */
    ck_assert_str_eq(design->notes.text[0],
                     "effects random by estimator em are left out");
    irt_study_design_free(design);
    ck_assert_ptr_null(irt_study_design_read("items = 5\neffects = fixed", "x", &error));
    ck_assert_str_eq(error.message, "x:1: no cell is left: effects fixed without schools "
                                    "are left out");
}
END_TEST

START_TEST(robust_modes_go_with_what_has_equations)
{
    struct irt_study_design *design = design_of(
        "schools = 3\ncontaminate = none all-zero=.3\nestimator = em federated\n"
        "effects = fixed averages\nrobust = none trim=.1 cap\n");
    static const char *const left[] = {
        "robust trim=0.1 by estimator em are left out",
        "robust cap by estimator em are left out",
        "robust trim=0.1 with effects averages are left out",
        "robust cap with effects averages are left out"
    };

    ck_assert_uint_eq(design->cells, 12); /* em: 2; federated: 3 and 1 */
    ck_assert_str_eq(shown(design, 3, "robust"), "trim=0.1");
    ck_assert_str_eq(shown(design, 3, "estimator"), "federated");
    ck_assert(design->cell[2].hash != design->cell[3].hash);
    ck_assert_uint_eq(design->notes.count, 4);
    for (size_t i = 0; i < 4; i++)
        ck_assert_str_eq(design->notes.text[i], left[i]);
    irt_study_design_free(design);
}
END_TEST

START_TEST(too_many_cells_are_refused)
{
    struct irt_error error = { IRT_OK, "" };
    char text[20000] = "";

    for (int k = 0; k < 4; k++) {
        static const char *const key[] = { "items", "persons", "max-cycles", "quad" };
        strcat(strcat(text, key[k]), " =");
        for (int i = 0; i < 40; i++)
            sprintf(text + strlen(text), " %d", 100 + i);
        strcat(text, "\n");
    }
    ck_assert_ptr_null(irt_study_design_read(text, "x.study", &error));
    ck_assert_str_eq(error.message, "x.study: more than 100000 cells");
}
END_TEST

START_TEST(files_that_are_no_design_are_refused)
{
    struct irt_error error = { IRT_OK, "" };
    char name[] = "/tmp/check_study_XXXXXX";
    int fd = mkstemp(name);
    FILE *out = fdopen(fd, "w");

    ck_assert_ptr_null(irt_study_design_load("/nowhere/x.study", &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_str_eq(error.message, "/nowhere/x.study: No such file or directory");
    ck_assert_ptr_null(irt_study_design_load("/tmp", &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    fwrite("items\0= 7", 1, 9, out);
    fclose(out);
    ck_assert_ptr_null(irt_study_design_load(name, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_ptr_nonnull(strstr(error.message, "is not a design"));
    remove(name);
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("study_design");
    TCase *cases = tcase_create("study_design");

    tcase_add_test(cases, cells_are_all_combinations);
    tcase_add_test(cases, sections_start_from_what_stands_above);
    tcase_add_test(cases, every_key_shows_what_it_reads);
    tcase_add_test(cases, seeds_depend_on_the_data_alone);
    tcase_add_test(cases, seeds_of_replications_differ);
    tcase_add_test(cases, cells_that_are_the_same_are_known);
    tcase_add_test(cases, blanks_in_parentheses_separate_nothing);
    tcase_add_loop_test(cases, slips_are_told_with_their_line, 0, COUNT(slips));
    tcase_add_loop_test(cases, impossible_cells_are_refused, 0, COUNT(impossible));
    tcase_add_test(cases, effects_are_fixed_where_there_are_schools);
    tcase_add_test(cases, acceleration_goes_with_the_estimator);
    tcase_add_test(cases, what_cannot_be_fitted_is_left_out);
    tcase_add_test(cases, robust_modes_go_with_what_has_equations);
    tcase_add_test(cases, too_many_cells_are_refused);
    tcase_add_test(cases, files_that_are_no_design_are_refused);
    suite_add_tcase(suite, cases);
    return suite;
}
