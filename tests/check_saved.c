/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_saved.c -- a fit written as JSON and read back: the same to the last digit; what starts
 * from it is where it ended; what is no fit is refused. */
#include "config.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "choices.h"
#include "data/deal.h"
#include "fixture.h"
#include "report/report.h"
#include "saved.h"
#include "suite.h"

static struct irt_error error;
static struct ui_choices choices;
static char file[1000];

static void
set_up(void)
{
    choices = ui_choices_defaults();
    snprintf(file, sizeof file, "%s/check_saved-%ld.json", TEST_BUILDDIR, (long)getpid());
}

static void
tear_down(void)
{
    unlink(file);
}

static void
write_fit(const struct irt_fit *fit)
{
    struct ui_report report = { .fit = fit, .choices = &choices };

    ck_assert_msg(ui_report_file(&report, file, ui_report_json, &error), "%s",
                  error.message);
}

static struct irt_saved *
read_fit(void)
{
    struct irt_saved *saved = ui_saved_read(file, &error);

    ck_assert_msg(saved != NULL, "%s", error.message);
    return saved;
}

/* Tight enough that another cycle would gain next to nothing. */
static struct irt_options
tight(void)
{
    struct irt_options options = irt_options_defaults();

    options.tolerance = 1e-7;
    options.points = 31;
    options.max_cycles = 20000;
    options.se = IRT_SE_NONE;
    return options;
}

/* An M2PL of two correlated dimensions. */
static void
open_two(struct fixture *f)
{
    static uint8_t loads[16] = { 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1 };
    struct irt_q_matrix q = { .items = 8, .dims = 2, .loads = loads };
    struct irt_model_options model = {
        .kind = "m2pl", .dims = 2, .q = &q, .correlations_free = true
    };
    struct irt_options options = tight();

    options.dims = 2;
    options.points = 15;
    fixture_open_model(f, fixture_simulated(600, 8, 0.05, 3), &model, &options);
}

/* Schools, or groups of free variances. */
static void
open_schools(struct fixture *f, enum irt_effects effects)
{
    struct irt_model_options model = { .kind = "2pl", .effects = effects };
    struct irt_options options = tight();
    struct irt_responses *data = fixture_simulated(600, 6, 0.05, 3);

    ck_assert(irt_deal(data, 3, 1, &error));
    fixture_open_model(f, data, &model, &options);
}

#define KINDS (FIXTURE_KINDS + 3)

static void
open_kind(struct fixture *f, int i)
{
    struct irt_options options = tight();

    if (i == FIXTURE_KINDS)
        open_two(f);
    else if (i > FIXTURE_KINDS)
        open_schools(f, i == FIXTURE_KINDS + 1 ? IRT_EFFECTS_FIXED : IRT_EFFECTS_GROUPS);
    else
        fixture_open_with(f, fixture_simulated_by(fixture_kinds[i], 600, 6, 0.05, 3),
                          fixture_kinds[i], &options);
}

/* --- what is written is read ----------------------------------------------------------- */

START_TEST(a_fit_is_read_back_to_the_last_digit)
{
    struct fixture f;
    struct irt_saved *saved;
    struct irt_fit *fit;
    double rounding =
        _i < FIXTURE_KINDS && strcmp(fixture_kinds[_i], "rsm") == 0 ? 1e-13 : 0;

    open_kind(&f, _i);
    f.options.max_cycles = 5;
    fit = fixture_fit(&f);
    write_fit(fit);
    saved = read_fit();
    ck_assert_ptr_eq(saved->kind, f.model->kind);
    ck_assert_uint_eq(saved->dims, f.model->dims);
    ck_assert_uint_eq(saved->items, f.data->items);
    for (size_t j = 0; j < saved->items; j++) {
        const struct irt_item *item = &f.model->item[j];

        ck_assert_str_eq(saved->item[j].name, f.data->item_name[j]);
        ck_assert_ptr_eq(saved->item[j].ops, item->ops);
        ck_assert_uint_eq(saved->item[j].categories, item->categories);
        ck_assert(!saved->item[j].reversed);
        for (unsigned h = 0; h < item->categories; h++)
            ck_assert_uint_eq(saved->item[j].code[h], h);
        for (size_t p = 0; p < item->count; p++)
            ck_assert_double_le(fabs(saved->item[j].par[p] - fit->psi[item->first + p]),
                                rounding);
    }
    ck_assert_double_eq(saved->sigma, fit->psi[f.model->sigma]);
    for (size_t c = 0; c < f.model->correlations; c++)
        ck_assert_double_eq(saved->correlation[c], fit->psi[f.model->correlation + c]);
    ck_assert_uint_eq(saved->schools, f.model->groups > 1 ? f.model->groups : 0);
    for (size_t g = 0; g < saved->schools; g++) {
        ck_assert_double_eq(saved->school[g].location, fit->psi[f.model->location + g]);
        if (f.model->effects == IRT_EFFECTS_GROUPS)
            ck_assert_double_eq_tol(saved->school[g].spread,
                                    fit->psi[f.model->spread + g], 1e-15);
    }
    irt_saved_free(saved);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Nodes are not in the file but where they were estimated: they come from the settings. */
START_TEST(the_quadrature_is_read_back)
{
    struct irt_options options = tight();
    struct irt_fit *fit;
    struct irt_saved *saved;
    struct fixture f;

    options.max_cycles = 4;
    if (_i == 3)
        irt_options_set_lecture(&options);
    else
        options.nodes = (enum irt_nodes)_i;
    fixture_open_with(&f, fixture_simulated(300, 5, 0, 9), "2pl", &options);
    fit = fixture_fit(&f);
    write_fit(fit);
    saved = read_fit();
    ck_assert_uint_eq(saved->quadrature->points, fit->quadrature->points);
    ck_assert_double_eq(saved->quadrature->total, fit->quadrature->total);
    for (size_t n = 0; n < fit->quadrature->points; n++) {
        ck_assert_double_eq(saved->quadrature->node[n], fit->quadrature->node[n]);
        ck_assert_double_eq(saved->quadrature->weight[n], fit->quadrature->weight[n]);
    }
    irt_saved_free(saved);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Codes that leave out some, items turned round, items set aside, items of other models. */
START_TEST(what_became_of_the_codes_is_read_back)
{
    struct irt_options options = tight();
    struct irt_model_options model = { .kind = "gpcm", .items = "item2=grm" };
    struct irt_responses *data = fixture_simulated_by("gpcm", 300, 4, 0, 5);
    struct irt_fit *fit;
    struct irt_saved *saved;
    struct fixture f;

    for (size_t i = 0; i < data->rows; i++) {
        uint8_t *code = data->code + i * data->items;

        code[0] = (uint8_t)(code[0] == 3 ? 6 : code[0] + 1);
        code[3] = 2;
    }
    irt_responses_count(data);
    options.max_cycles = 3;
    strcpy(choices.reverse, "item3");
    fixture_open_model(&f, data, &model, &options);
    fit = fixture_fit(&f);
    write_fit(fit);
    saved = read_fit();
    ck_assert_uint_eq(saved->item[0].categories, 4);
    ck_assert_uint_eq(saved->item[0].code[0], 1);
    ck_assert_uint_eq(saved->item[0].code[2], 3);
    ck_assert_uint_eq(saved->item[0].code[3], 6);
    ck_assert_ptr_eq(saved->item[1].ops, &irt_item_grm);
    ck_assert_ptr_eq(saved->item[2].ops, &irt_item_gpcm);
    ck_assert(saved->item[2].reversed && !saved->item[1].reversed);
    ck_assert_uint_eq(saved->item[3].categories, 0);
    ck_assert_ptr_eq(irt_saved_find(saved, "item3"), &saved->item[2]);
    ck_assert_ptr_null(irt_saved_find(saved, "item33"));
    irt_saved_free(saved);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- starting from it ------------------------------------------------------------------- */

START_TEST(a_fit_that_starts_from_itself_ends_at_once)
{
    struct fixture f;
    struct irt_saved *saved;
    struct irt_fit *fit, *again;

    open_kind(&f, _i);
    fit = fixture_fit(&f);
    ck_assert(fit->converged);
    write_fit(fit);
    saved = read_fit();
    ck_assert_msg(irt_model_continue(f.model, f.data, saved, &error), "%s",
                  error.message);
    irt_em.close(f.em);
    free(f.em);
    f.em = NULL;
    irt_trace_clear(&f.trace);
    again = fixture_fit(&f);
    ck_assert(again->converged);
    ck_assert_uint_le(again->cycles, 2);
    ck_assert_uint_gt(fit->cycles, again->cycles);
    ck_assert_double_eq_tol(again->loglik + again->log_prior,
                            fit->loglik + fit->log_prior, 1e-9);
    ck_assert_double_eq_tol(f.trace.loglik[0], fit->loglik, 1e-9);
    irt_saved_free(saved);
    irt_fit_free(again);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* A model of the same data as the choices ask for, which start from the file. */
static struct irt_model *
build(const struct irt_responses *data, const char *kind)
{
    strcpy(choices.model, kind);
    strcpy(choices.start, file);
    return ui_choices_build(&choices, data, &error);
}

static double
start_of(const struct irt_model *model, size_t j, size_t p)
{
    return model->parameter[model->item[j].first + p].start;
}

static struct irt_fit *
fit_and_write(struct fixture *f, const char *kind)
{
    struct irt_options options = tight();
    struct irt_fit *fit;

    fixture_open_with(f, fixture_simulated(400, 5, 0, 4), kind, &options);
    fit = fixture_fit(f);
    write_fit(fit);
    return fit;
}

/* Rasch has the unit of theta in sigma, 2PL in its slopes. */
START_TEST(the_scale_goes_where_it_is_free)
{
    struct fixture f;
    struct irt_fit *fit = fit_and_write(&f, "rasch");
    double sigma = fit->psi[f.model->sigma];
    struct irt_model *model = build(f.data, "2pl");

    ck_assert_msg(model != NULL, "%s", error.message);
    ck_assert_double_eq(model->parameter[model->sigma].start, 1.0);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq(start_of(model, j, 0), sigma);
        ck_assert_double_eq(start_of(model, j, 1), fit->psi[f.model->item[j].first + 1]);
    }
    irt_model_free(model);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* What is fixed here stays, what is equal here starts from the mean. */
START_TEST(constraints_hold_against_it)
{
    struct fixture f;
    struct irt_fit *fit = fit_and_write(&f, "2pl");
    double mean = 0;
    struct irt_model *model;

    strcpy(choices.fix, "item2.d=-.75");
    model = build(f.data, "1pl");
    ck_assert_msg(model != NULL, "%s", error.message);
    for (size_t j = 0; j < 5; j++)
        mean += fit->psi[f.model->item[j].first] / 5;
    for (size_t j = 0; j < 5; j++)
        ck_assert_double_eq_tol(start_of(model, j, 0), mean, 1e-14);
    ck_assert_double_eq(start_of(model, 1, 1), -0.75);
    irt_model_free(model);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

static bool
says(const struct irt_model *model, const char *part)
{
    for (size_t i = 0; i < model->notes.count; i++)
        if (strstr(model->notes.text[i], part) != NULL)
            return true;
    return false;
}

START_TEST(what_does_not_match_starts_as_usual)
{
    struct fixture f;
    struct irt_fit *fit = fit_and_write(&f, "2pl");
    struct irt_model *plain, *model;

    strcpy(f.data->item_name[1], "other");
    strcpy(choices.item_models, "item3=3pl item4=grm");
    plain = ui_choices_build(&choices, f.data, &error);
    ck_assert_msg(plain != NULL, "%s", error.message);
    model = build(f.data, "2pl");
    ck_assert_msg(model != NULL, "%s", error.message);
    for (size_t j = 0; j < 5; j++)
        for (size_t p = 0; p < model->item[j].count; p++)
            ck_assert_double_eq(start_of(model, j, p),
                                j == 0 || j == 4 ? fit->psi[f.model->item[j].first + p]
                                                 : start_of(plain, j, p));
    ck_assert(says(model, "1 item it does not have starts as usual: other"));
    ck_assert(
        says(model, "2 items it had with another model start as usual: item3, item4"));
    irt_model_free(plain);
    irt_model_free(model);
    for (size_t j = 0; j < 5; j++)
        f.data->item_name[j][0] = 'x';
    choices.item_models[0] = '\0';
    ck_assert_ptr_null(build(f.data, "2pl"));
    ck_assert_msg(error.code == IRT_BAD_DATA, "%s", error.message);
    ck_assert_ptr_nonnull(strstr(error.message, "has none of these items"));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Categories are the same when the same responses are. */
START_TEST(other_categories_start_as_usual)
{
    struct irt_options options = tight();
    struct irt_responses *other = fixture_simulated_by("gpcm", 300, 3, 0, 5);
    struct irt_model *model;
    struct irt_fit *fit;
    struct fixture f;

    options.max_cycles = 3;
    fixture_open_with(&f, fixture_simulated_by("gpcm", 300, 3, 0, 5), "gpcm", &options);
    fit = fixture_fit(&f);
    write_fit(fit);
    for (size_t i = 0; i < other->rows; i++) {
        other->code[3 * i] = (uint8_t)(other->code[3 * i] + 1);
        if (other->code[3 * i + 1] == 3)
            other->code[3 * i + 1] = 2;
    }
    irt_responses_count(other);
    model = build(other, "gpcm");
    ck_assert_msg(model != NULL, "%s", error.message);
    ck_assert(says(model, "2 items it had with other categories start as usual: item1, "
                          "item2"));
    ck_assert_double_eq(start_of(model, 2, 1), fit->psi[f.model->item[2].first + 1]);
    irt_model_free(model);
    irt_responses_free(other);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* A start has to lie inside its bounds, which a prior may narrow. */
START_TEST(a_value_out_of_bounds_starts_as_usual)
{
    struct fixture f;
    struct irt_fit *fit = fit_and_write(&f, "2pl");
    struct irt_model *model;

    strcpy(choices.prior, "item1.a=uniform(50,60)");
    model = build(f.data, "2pl");
    ck_assert_msg(model != NULL, "%s", error.message);
    ck_assert_double_eq(start_of(model, 0, 0), 55);
    ck_assert(says(model, "1 of its values"));
    irt_model_free(model);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- what is no fit ------------------------------------------------------------------------ */

#define POPULATION \
    "\"population\": {\"mean\": [0], \"variance\": [1], \"correlation\": [[1]]}"
#define SETTINGS                                                               \
    "\"settings\": {\"model\": \"2pl\", \"nodes\": \"equal\", \"points\": 9, " \
    "\"range\": [-4, 4]}"
#define ITEM(name, model, a, d, c, u)                                            \
    "{\"name\": \"" name "\", \"model\": \"" model "\", \"a\": " a ", \"d\": " d \
    ", \"c\": " c ", \"u\": " u "}"
#define GOOD ITEM("x", "2pl", "[1.5]", "[-1]", "0", "1")
#define FIT(items)                                                      \
    "{\"program\": \"irtop\", \"format\": 1, " SETTINGS ", " POPULATION \
    ", \"items\": [" items "]}"
#define MIDDLE(settings, population)                                  \
    "{\"program\": \"irtop\", \"format\": 1, \"settings\": " settings \
    ", \"population\": " population ", \"items\": [" GOOD "]}"
#define EQUAL \
    "{\"model\": \"2pl\", \"nodes\": \"equal\", \"points\": 9, \"range\": [-4, 4]}"
#define POP(mean, variance, correlation) \
    "{\"mean\": " mean ", \"variance\": " variance ", \"correlation\": " correlation "}"

static const char *const no_fit[][2] = {
    { "", "no JSON" },
    { "item1,item2\n1,0\n", "no JSON" },
    { "{\"a\": 1", "no JSON" },
    { "[]", "\"program\"" },
    { "{\"program\": \"other\"}", "\"program\"" },
    { "{\"program\": \"irtop\", \"format\": 2}", "\"format\"" },
    { "{\"program\": \"irtop\", \"format\": 1}", "\"settings.model\"" },
    { FIT(""), "\"items\"" },
    { FIT("7"), "\"items\"" },
    { FIT(GOOD ", " GOOD), "two items 'x'" },
    { FIT(ITEM("x", "5pl", "[1]", "[0]", "0", "1")), "\"items\"" },
    { FIT(ITEM("x", "2pl", "[1, 2]", "[0]", "0", "1")), "no 2PL item" },
    { FIT(ITEM("x", "2pl", "[\"1\"]", "[0]", "0", "1")), "no 2PL item" },
    { FIT(ITEM("x", "2pl", "1", "[0]", "0", "1")), "no 2PL item" },
    { FIT(ITEM("x", "2pl", "[1]", "[]", "0", "1")), "no 2PL item" },
    { FIT(ITEM("x", "2pl", "[1]", "[null]", "0", "1")), "no 2PL item" },
    { FIT(ITEM("x", "3pl", "[1]", "[0]", "null", "1")), "no 3PL item" },
    { FIT(ITEM("x", "grm", "[1]", "[0, 0.5]", "null", "null")), "no GRM item" },
    { FIT(ITEM("x", "m2pl", "[1, 1]", "[0]", "0", "1")), "no M2PL item" },
    { FIT("{\"name\": \"x\", \"model\": \"2pl\", \"a\": [1], \"d\": [0], \"c\": 0, "
          "\"u\": 1, "
          "\"codes\": [2, 2]}"),
      "no 2PL item" },
    { FIT("{\"name\": \"x\", \"model\": \"2pl\", \"a\": [1], \"d\": [0], \"c\": 0, "
          "\"u\": 1, "
          "\"codes\": [0, 255]}"),
      "no 2PL item" },
    { MIDDLE("{\"model\": \"2pl\"}", POP("[0]", "[1]", "[[1]]")), "\"settings\"" },
    { MIDDLE(
          "{\"model\": \"2pl\", \"nodes\": \"equal\", \"points\": 1, \"range\": [-4, 4]}",
          POP("[0]", "[1]", "[[1]]")),
      "\"settings\"" },
    { MIDDLE("{\"model\": \"2pl\", \"nodes\": \"equal\", \"points\": 9, \"range\": [4]}",
             POP("[0]", "[1]", "[[1]]")),
      "\"settings\"" },
    { MIDDLE("{\"model\": \"2pl\", \"nodes\": \"empirical\", \"points\": 9, "
             "\"range\": [-4, 4]}",
             POP("[0]", "[1]", "[[1]]")),
      "\"population.weights\"" },
    { MIDDLE(EQUAL, POP("[]", "[]", "[]")), "\"population.mean\"" },
    { MIDDLE(EQUAL, POP("[0]", "[null]", "[[1]]")), "had failed" },
    { MIDDLE(EQUAL, POP("[0]", "[-1]", "[[1]]")), "\"population\"" },
    { MIDDLE(EQUAL, POP("[0]", "[1, 1]", "[[1]]")), "\"population.variance\"" },
    { MIDDLE(EQUAL, POP("[0, 0]", "[1, 1]", "[[1, 2], [2, 1]]")),
      "\"population.correlation\"" },
    { MIDDLE(EQUAL, POP("[0, 0]", "[1, 1]", "[[1, 0.5], [0.4, 1]]")),
      "\"population.correlation\"" },
    { MIDDLE(EQUAL, POP("[0]", "[1]", "[[0.5]]")), "\"population.correlation\"" },
};

START_TEST(what_is_no_fit_is_refused)
{
    FILE *out = fopen(file, "w");

    ck_assert_ptr_nonnull(out);
    fputs(no_fit[_i][0], out);
    fclose(out);
    ck_assert_ptr_null(ui_saved_read(file, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strncmp(error.message, file, strlen(file)) == 0, "%s", error.message);
    ck_assert_msg(strstr(error.message, no_fit[_i][1]) != NULL, "%s", error.message);
}
END_TEST

/* The frame of those above is a fit; and a file that is not there is named. */
START_TEST(the_least_fit_is_read)
{
    struct irt_saved *saved;
    FILE *out = fopen(file, "w");

    ck_assert_ptr_nonnull(out);
    fputs(FIT(GOOD), out);
    fclose(out);
    saved = read_fit();
    ck_assert_double_eq(saved->item[0].par[0], 1.5);
    irt_saved_free(saved);
    unlink(file);
    ck_assert_ptr_null(ui_saved_read(file, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "No such file"));
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("saved fits");
    TCase *t = tcase_create("saved");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, a_fit_is_read_back_to_the_last_digit, 0, KINDS);
    tcase_add_loop_test(t, the_quadrature_is_read_back, 0, 4);
    tcase_add_test(t, what_became_of_the_codes_is_read_back);
    tcase_add_loop_test(t, a_fit_that_starts_from_itself_ends_at_once, 0, KINDS);
    tcase_add_test(t, the_scale_goes_where_it_is_free);
    tcase_add_test(t, constraints_hold_against_it);
    tcase_add_test(t, what_does_not_match_starts_as_usual);
    tcase_add_test(t, other_categories_start_as_usual);
    tcase_add_test(t, a_value_out_of_bounds_starts_as_usual);
    tcase_add_loop_test(t, what_is_no_fit_is_refused, 0,
                        (int)(sizeof no_fit / sizeof *no_fit));
    tcase_add_test(t, the_least_fit_is_read);
    suite_add_tcase(suite, t);
    return suite;
}
