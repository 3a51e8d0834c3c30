/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameter vector: what is free, what is shared, what is set aside. */
#include "config.h"

#include "suite.h"

#include "data/responses.h"
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* 4 persons by 4 items: item 2 constant, item 3 unanswered. */
static struct irt_responses *
small_data(void)
{
    static const uint8_t code[16] = { 0, 1, 1, IRT_MISSING, 1, 0, 1, IRT_MISSING,
                                      1, 1, 1, IRT_MISSING, 0, 0, 1, IRT_MISSING };
    struct irt_responses *data = irt_responses_new(4, 4, &error);
    ck_assert_ptr_nonnull(data);
    memcpy(data->code, code, sizeof code);
    irt_responses_count(data);
    return data;
}

static struct irt_model *
build(const struct irt_responses *data, const char *kind)
{
    struct irt_model_options options = { .kind = kind };
    struct irt_model *model = irt_model_new(data, &options, &error);
    ck_assert_msg(model != NULL, "%s", error.message);
    return model;
}

START_TEST(items_that_tell_nothing_are_set_aside)
{
    struct irt_responses *data = small_data();
    struct irt_model *model = build(data, "2pl");
    ck_assert_uint_eq(model->items, 2);
    ck_assert_uint_eq(model->item[1].column, 1);
    ck_assert_uint_eq(model->item_of_column[2], IRT_NONE);
    ck_assert_uint_eq(model->notes.count, 2);
    ck_assert_ptr_nonnull(strstr(model->notes.text[0], "every answer to it is 1"));
    ck_assert_ptr_nonnull(strstr(model->notes.text[1], "nobody answered"));
    irt_model_free(model);
    irt_responses_free(data);
}
END_TEST

START_TEST(what_is_free_depends_on_the_model)
{
    struct irt_responses *data = small_data();
    struct irt_model *m = build(data, "2pl");
    ck_assert_uint_eq(m->free_count, 4);
    ck_assert_uint_eq(m->parameter[m->sigma].free, IRT_NONE);
    irt_model_free(m);
    m = build(data, "1pl");
    ck_assert_uint_eq(m->free_count, 3);
    ck_assert_uint_eq(m->parameter[m->item[0].first].free,
                      m->parameter[m->item[1].first].free);
    irt_model_free(m);
    m = build(data, "rasch");
    ck_assert_uint_eq(m->free_count, 3);
    ck_assert_uint_eq(m->parameter[m->item[0].first].free, IRT_NONE);
    ck_assert_uint_ne(m->parameter[m->sigma].free, IRT_NONE);
    irt_model_free(m);
    irt_responses_free(data);
}
END_TEST

START_TEST(parameters_have_names)
{
    struct irt_responses *data = small_data();
    struct irt_model *model = build(data, "2pl");
    char label[64];
    irt_model_label(model, data, 1, label, sizeof label);
    ck_assert_str_eq(label, "item1.d");
    irt_model_label(model, data, model->sigma, label, sizeof label);
    ck_assert_str_eq(label, "sigma");
    irt_model_label(model, data, 1, label, 4);
    ck_assert_str_eq(label, "ite");
    irt_model_free(model);
    irt_responses_free(data);
}
END_TEST

START_TEST(a_flat_start_is_flat)
{
    struct irt_responses *data = small_data();
    struct irt_model_options options = { .kind = "2pl", .start_flat = true };
    struct irt_model *model = irt_model_new(data, &options, &error);
    double psi[5];
    irt_model_start(model, psi);
    ck_assert(psi[0] == 1.0 && psi[1] == 0.0 && psi[2] == 1.0 && psi[3] == 0.0 &&
              psi[4] == 1.0);
    irt_model_free(model);
    irt_responses_free(data);
}
END_TEST

START_TEST(what_cannot_be_is_refused)
{
    struct irt_responses *data = small_data();
    struct irt_model_options options = { .kind = "5pl" };
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    options.kind = "2pl";
    data->code[0] = 2;
    irt_responses_count(data);
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_ptr_nonnull(strstr(error.message, "item 'item1' has response 2"));
    memset(data->code, 1, 16);
    irt_responses_count(data);
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_ptr_nonnull(strstr(error.message, "no item is left"));
    irt_responses_free(data);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("model");
    TCase *t = tcase_create("parameters");
    tcase_add_test(t, items_that_tell_nothing_are_set_aside);
    tcase_add_test(t, what_is_free_depends_on_the_model);
    tcase_add_test(t, parameters_have_names);
    tcase_add_test(t, a_flat_start_is_flat);
    tcase_add_test(t, what_cannot_be_is_refused);
    suite_add_tcase(suite, t);
    return suite;
}
