/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_restore.c -- new data scored by a fit read back from its file: the same data have the
 * same scores; items go by name; what the fit does not know is refused. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "choices.h"
#include "data/deal.h"
#include "data/reverse.h"
#include "fixture.h"
#include "model/population.h"
#include "report/report.h"
#include "saved.h"
#include "score/score.h"
#include "suite.h"

static struct irt_error error;
static struct ui_choices choices;
static char file[1000];

static void
set_up(void)
{
    choices = ui_choices_defaults();
    snprintf(file, sizeof file, "%s/check_restore-%ld.json", TEST_BUILDDIR,
             (long)getpid());
}

static void
tear_down(void)
{
    unlink(file);
}

static struct irt_saved *
through_a_file(const struct irt_fit *fit)
{
    struct ui_report report = { .fit = fit, .choices = &choices };
    struct irt_saved *saved;

    ck_assert_msg(ui_report_file(&report, file, ui_report_json, &error), "%s",
                  error.message);
    saved = ui_saved_read(file, &error);
    ck_assert_msg(saved != NULL, "%s", error.message);
    return saved;
}

/* A few cycles are enough of a fit. */
static struct irt_options
short_run(void)
{
    struct irt_options options = irt_options_defaults();

    options.points = 31;
    options.max_cycles = 6;
    options.se = IRT_SE_NONE;
    return options;
}

/* --- scoring data by a saved fit ---------------------------------------------------------- */

struct scored {
    struct irt_patterns *patterns;
    struct irt_model *model;
    double *psi, *score, *se;
};

static struct scored
score_by(const struct irt_saved *saved, const struct irt_responses *data,
         enum irt_score method)
{
    struct scored x;

    x.model = irt_model_restore(saved, data, &error);
    ck_assert_msg(x.model != NULL, "%s", error.message);
    x.patterns = irt_patterns_new(data, x.model->groups > 1 ? data->school : NULL,
                                  x.model->groups, &error);
    ck_assert_ptr_nonnull(x.patterns);
    x.psi = calloc(x.model->parameters, sizeof *x.psi);
    x.score = calloc(x.patterns->count * x.model->dims, sizeof *x.score);
    x.se = calloc(x.patterns->count * x.model->dims, sizeof *x.se);
    irt_model_start(x.model, x.psi);
    struct irt_quadrature *nodes = irt_quadrature_copy(saved->quadrature, &error);
    irt_population_weights(x.model, x.psi, nodes, nodes->weight);
    ck_assert_msg(irt_scores(method, data, x.patterns, x.model, x.psi, nodes, 1, x.score,
                             x.se, &error),
                  "%s", error.message);
    irt_quadrature_free(nodes);
    return x;
}

static void
scored_clear(struct scored *x)
{
    irt_patterns_free(x->patterns);
    irt_model_free(x->model);
    free(x->psi);
    free(x->score);
    free(x->se);
}

static void
prepare(const struct irt_saved *saved, struct irt_responses *data)
{
    ck_assert_msg(irt_saved_prepare(saved, data, "new.csv", &error), "%s", error.message);
}

/* Equal, or both not a number; off by rounding where the parameters are. */
static void
same(double x, double y, double rounding)
{
    if (isfinite(x) && isfinite(y))
        ck_assert_double_le(fabs(x - y), rounding);
    else
        ck_assert((isnan(x) && isnan(y)) || x == y);
}

static void
same_scores(struct fixture *f, struct irt_fit *fit, enum irt_score method,
            double rounding)
{
    struct irt_saved *saved = through_a_file(fit);
    size_t count = f->patterns->count * f->model->dims;
    double *score = calloc(count, sizeof *score), *se = calloc(count, sizeof *se);

    prepare(saved, f->data);
    struct scored x = score_by(saved, f->data, method);
    ck_assert(irt_scores(method, f->data, f->patterns, f->model, fit->psi,
                         fit->quadrature, 1, score, se, &error));
    for (size_t l = 0; l < count; l++) {
        same(x.score[l], score[l], rounding);
        same(x.se[l], se[l], rounding);
    }
    scored_clear(&x);
    free(score);
    free(se);
    irt_saved_free(saved);
}

START_TEST(the_same_data_have_the_same_scores)
{
    const char *kind = fixture_kinds[_i / 4];
    struct irt_options options = short_run();
    struct fixture f;
    struct irt_fit *fit;

    fixture_open_with(&f, fixture_simulated_by(kind, 200, 6, 0.2, 7), kind, &options);
    fit = fixture_fit(&f);
    same_scores(&f, fit, (enum irt_score)(_i % 4), strcmp(kind, "rsm") == 0 ? 1e-9 : 0);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(so_they_have_with_any_nodes)
{
    struct irt_options options = short_run();
    struct fixture f;
    struct irt_fit *fit;

    if (_i == 2)
        irt_options_set_lecture(&options);
    else
        options.nodes = _i == 0 ? IRT_NODES_GH : IRT_NODES_EMPIRICAL;
    fixture_open_with(&f, fixture_simulated(300, 5, 0.1, 9), "2pl", &options);
    fit = fixture_fit(&f);
    same_scores(&f, fit, IRT_SCORE_EAP, 0);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(so_they_have_in_several_dimensions)
{
    static uint8_t loads[] = { 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1 };
    size_t D = _i == 0 ? 2 : 3;
    struct irt_q_matrix q = { .items = 6, .dims = D, .loads = loads };
    struct irt_model_options model = {
        .kind = "m2pl", .dims = D, .q = &q, .correlations_free = true
    };
    struct irt_options options = short_run();
    struct fixture f;
    struct irt_fit *fit;

    if (D == 2)
        memcpy(loads, (uint8_t[]){ 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 1 }, 12);
    options.points = 9;
    options.dims = D;
    fixture_open_model(&f, fixture_simulated(300, 6, 0.1, 9), &model, &options);
    fit = fixture_fit(&f);
    ck_assert_double_ne(fit->psi[f.model->correlation], 0);
    same_scores(&f, fit, IRT_SCORE_EAP, 0);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- schools and groups ----------------------------------------------------------------- */

static const enum irt_effects effects[] = { IRT_EFFECTS_FIXED, IRT_EFFECTS_GROUPS };

/* Three schools, whose persons do better from one to the next. */
static struct irt_fit *
open_schools(struct fixture *f, const char *kind, enum irt_effects by)
{
    struct irt_model_options model = { .kind = kind, .effects = by };
    struct irt_options options = short_run();
    struct irt_responses *data = fixture_simulated_by(kind, 300, 5, 0.1, 7);

    ck_assert(irt_deal(data, 3, 1, &error));
    for (size_t i = 0; i < 300; i++)
        if (data->school[i] == 2 && data->code[5 * i] != IRT_MISSING)
            data->code[5 * i] = 1;
    irt_responses_count(data);
    fixture_open_model(f, data, &model, &options);
    return fixture_fit(f);
}

START_TEST(schools_keep_their_populations)
{
    struct fixture f;
    struct irt_fit *fit =
        open_schools(&f, _i / 8 == 0 ? "2pl" : "rasch", effects[_i / 4 % 2]);

    ck_assert_double_ne(fit->psi[f.model->location + 2], 0);
    same_scores(&f, fit, (enum irt_score)(_i % 4), 1e-14);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* By name, though the data's one school is the fit's third; and what the fit has not is
 * refused. */
START_TEST(schools_go_by_name)
{
    struct fixture f;
    struct irt_fit *fit = open_schools(&f, "2pl", IRT_EFFECTS_FIXED);
    struct irt_saved *saved = through_a_file(fit);
    struct irt_responses *one = irt_responses_new(2, 5, &error);
    static const uint8_t code[] = { 1, 1, 0, 1, 0, 0, 1, IRT_MISSING, 0, 0 };

    memcpy(one->code, code, sizeof code);
    one->school = calloc(2, sizeof *one->school);
    one->school_name = calloc(1, sizeof *one->school_name);
    one->school_name[0] = strdup(f.data->school_name[2]);
    one->schools = 1;
    irt_responses_count(one);
    prepare(saved, one);
    struct scored x = score_by(saved, one, IRT_SCORE_EAP);
    ck_assert_double_eq(x.psi[x.model->location], fit->psi[f.model->location + 2]);
    ck_assert(isfinite(x.score[0]) && isfinite(x.score[1]));
    scored_clear(&x);
    one->school_name[0][0] = 'x';
    ck_assert(!irt_saved_prepare(saved, one, "new.csv", &error));
    ck_assert_ptr_nonnull(strstr(error.message, "new.csv: the fit has no school 'x"));
    free(one->school);
    one->school = NULL;
    ck_assert(!irt_saved_prepare(saved, one, "new.csv", &error));
    ck_assert_ptr_nonnull(strstr(error.message, "--school-column"));
    irt_responses_free(one);
    irt_saved_free(saved);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- items by name ------------------------------------------------------------------------ */

static bool
says(const struct irt_notes *notes, const char *part)
{
    for (size_t i = 0; i < notes->count; i++)
        if (strstr(notes->text[i], part) != NULL)
            return true;
    return false;
}

static void
name_item(struct irt_responses *data, size_t j, const char *name)
{
    free(data->item_name[j]);
    data->item_name[j] = strdup(name);
}

/* Columns 1 2 3 as item3, item1 and one that the fit has not: as if the others had not been
 * answered. */
START_TEST(items_go_by_name)
{
    struct irt_options options = short_run();
    struct irt_responses *few = irt_responses_new(200, 3, &error);
    struct fixture f;
    struct irt_fit *fit;

    fixture_open_with(&f, fixture_simulated_by("grm", 200, 4, 0.1, 7), "grm", &options);
    fit = fixture_fit(&f);
    struct irt_saved *saved = through_a_file(fit);
    for (size_t i = 0; i < 200; i++) {
        uint8_t *row = f.data->code + 4 * i;

        few->code[3 * i] = row[2];
        few->code[3 * i + 1] = row[0];
        few->code[3 * i + 2] = 9;
        row[1] = row[3] = IRT_MISSING;
    }
    name_item(few, 0, "item3");
    name_item(few, 1, "item1");
    name_item(few, 2, "age");
    prepare(saved, few);
    prepare(saved, f.data);
    struct scored x = score_by(saved, few, IRT_SCORE_EAP);
    struct scored y = score_by(saved, f.data, IRT_SCORE_EAP);
    ck_assert_uint_eq(x.model->items, 2);
    for (size_t i = 0; i < 200; i++)
        ck_assert_double_eq_tol(x.score[x.patterns->of_row[i]],
                                y.score[y.patterns->of_row[i]], 1e-13);
    ck_assert(says(&x.model->notes, "2 of the fit's items: item2, item4"));
    ck_assert(says(&x.model->notes, "1 column: age"));
    ck_assert_uint_eq(y.model->notes.count, 0);
    scored_clear(&x);
    scored_clear(&y);
    irt_saved_free(saved);
    irt_responses_free(few);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(what_was_set_aside_is_left_out)
{
    struct irt_options options = short_run();
    struct irt_responses *data = fixture_simulated(200, 4, 0, 7);
    struct fixture f;
    struct irt_fit *fit;

    for (size_t i = 0; i < 200; i++)
        data->code[4 * i + 2] = 1;
    irt_responses_count(data);
    fixture_open_with(&f, data, "2pl", &options);
    fit = fixture_fit(&f);
    struct irt_saved *saved = through_a_file(fit);
    data->code[2] = 0;
    prepare(saved, data);
    struct scored x = score_by(saved, data, IRT_SCORE_WLE);
    ck_assert_uint_eq(x.model->items, 3);
    ck_assert(says(&x.model->notes, "1 item: item3"));
    scored_clear(&x);
    irt_saved_free(saved);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(data_without_its_items_are_refused)
{
    struct irt_options options = short_run();
    struct irt_responses *other = fixture_simulated(50, 2, 0, 7);
    struct fixture f;
    struct irt_fit *fit;

    fixture_open_with(&f, fixture_simulated(200, 4, 0, 7), "2pl", &options);
    fit = fixture_fit(&f);
    struct irt_saved *saved = through_a_file(fit);
    name_item(other, 0, "q1");
    name_item(other, 1, "q2");
    ck_assert(!irt_saved_prepare(saved, other, "new.csv", &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_str_eq(error.message,
                     "new.csv: has none of the fit's items: the fit's first "
                     "is 'item1', here it is 'q1'");
    irt_saved_free(saved);
    irt_responses_free(other);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- codes -------------------------------------------------------------------------------- */

/* A fit whose item 1 has the codes 1 2 3 6, and whose item 2 was turned round. */
static struct irt_fit *
open_odd(struct fixture *f)
{
    struct irt_options options = short_run();
    struct irt_responses *data = fixture_simulated_by("gpcm", 400, 3, 0, 5);
    struct irt_place place = { .file = "x" };

    for (size_t i = 0; i < data->rows; i++)
        data->code[3 * i] = (uint8_t)(data->code[3 * i] == 3 ? 6 : data->code[3 * i] + 1);
    irt_responses_count(data);
    ck_assert(irt_reverse(data, "item2", &place, &error));
    strcpy(choices.reverse, "item2");
    fixture_open_with(f, data, "gpcm", &options);
    return fixture_fit(f);
}

/* New data in which nobody chose the ends of the scale. */
static struct irt_responses *
middle_answers(void)
{
    static const uint8_t code[4][3] = {
        { 2, 1, 0 }, { 3, 2, 3 }, { 3, 1, IRT_MISSING }, { 2, 2, 1 }
    };
    struct irt_responses *data = irt_responses_new(4, 3, &error);

    memcpy(data->code, code, sizeof code);
    irt_responses_count(data);
    return data;
}

/* By the codes of the fit, not by those that are used now. */
START_TEST(codes_count_as_in_the_fit)
{
    struct fixture f;
    struct irt_fit *fit = open_odd(&f);
    struct irt_saved *saved = through_a_file(fit);
    struct irt_responses *data = middle_answers();

    prepare(saved, data);
    ck_assert_uint_eq(data->code[1], 2);
    ck_assert_uint_eq(data->code[4], 1);
    ck_assert(
        says(&data->notes, "item 'item2' is reversed, as in the fit: 3 counts as 0"));
    struct irt_model *model = irt_model_restore(saved, data, &error);
    ck_assert_ptr_nonnull(model);
    ck_assert_uint_eq(model->item[0].categories, 4);
    ck_assert_uint_eq(irt_item_category(&model->item[0], 6), 3);
    ck_assert_uint_eq(irt_item_category(&model->item[0], 2), 1);
    ck_assert_ptr_null(model->item[1].recode);
    irt_model_free(model);
    irt_responses_free(data);
    irt_saved_free(saved);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(other_codes_are_refused)
{
    static const struct {
        size_t at;
        uint8_t code;
        const char *says;
    } wrong[] = {
        { 0, 4,
          "new.csv: person 1 has response 4 to item 'item1', which had 1, 2, 3, 6 in" },
        { 3, 0, "person 2 has response 0" },
        { 5, 4, "person 2 has response 4 to item 'item3', which had 0 to 3 in the fit" },
        { 10, 7, "person 4 has response 7 to item 'item2'" },
    };
    struct fixture f;
    struct irt_fit *fit = open_odd(&f);
    struct irt_saved *saved = through_a_file(fit);
    struct irt_responses *data = middle_answers();

    data->code[wrong[_i].at] = wrong[_i].code;
    ck_assert(!irt_saved_prepare(saved, data, "new.csv", &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strstr(error.message, wrong[_i].says) != NULL, "%s", error.message);
    irt_responses_free(data);
    irt_saved_free(saved);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("restored fits");
    TCase *t = tcase_create("restore");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, the_same_data_have_the_same_scores, 0, 4 * FIXTURE_KINDS);
    tcase_add_loop_test(t, so_they_have_with_any_nodes, 0, 3);
    tcase_add_loop_test(t, so_they_have_in_several_dimensions, 0, 2);
    tcase_add_loop_test(t, schools_keep_their_populations, 0, 16);
    tcase_add_test(t, schools_go_by_name);
    tcase_add_test(t, items_go_by_name);
    tcase_add_test(t, what_was_set_aside_is_left_out);
    tcase_add_test(t, data_without_its_items_are_refused);
    tcase_add_test(t, codes_count_as_in_the_fit);
    tcase_add_loop_test(t, other_codes_are_refused, 0, 4);
    suite_add_tcase(suite, t);
    return suite;
}
