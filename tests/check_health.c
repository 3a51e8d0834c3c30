/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates that mean nothing are told, and sound ones are left alone. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "estimate/health.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#include <string.h>

static struct irt_error error;

static bool
has_note(const struct irt_fit *fit, const char *part)
{
    for (size_t i = 0; i < fit->notes.count; i++)
        if (strstr(fit->notes.text[i], part))
            return true;
    return false;
}

START_TEST(sound_estimates_get_no_note)
{
    struct fixture f;
    char why[100] = "something";
    fixture_open(&f, fixture_simulated(1000, 10, 0.0, 4), "2pl");
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_uint_eq(fit->notes.count, 0);
    ck_assert_int_eq(irt_item_health(fit, 3, why, sizeof why), IRT_HEALTHY);
    ck_assert_str_eq(why, "");
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Two items, four parameters, four patterns that sum to one; a prior tells one more. */
START_TEST(two_items_are_too_few)
{
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "2pl", .prior = "item1.a=normal(1,.5)" };
    struct fixture f;
    double told;
    fixture_open(&f, fixture_simulated(500, 2, 0.0, 4), "2pl");
    ck_assert(irt_unidentified(f.model, &told));
    ck_assert_double_eq(told, 3.0);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(fit->converged);
    ck_assert(has_note(fit,
                       "not identified: 4 parameters, but the shares of all possible "
                       "response patterns are 3 numbers"));
    for (size_t k = 0; k < 4; k++)
        ck_assert(isnan(fit->se[k]));
    irt_fit_free(fit);
    fixture_close(&f);
    fixture_open_model(&f, fixture_simulated(500, 2, 0.0, 4), &model, &options);
    ck_assert(!irt_unidentified(f.model, &told));
    fixture_close(&f);
    fixture_open(&f, fixture_simulated(500, 3, 0.0, 4), "2pl");
    ck_assert(!irt_unidentified(f.model, &told));
    fixture_close(&f);
    fixture_open(&f, fixture_simulated(500, 2, 0.0, 4), "3pl");
    ck_assert(irt_unidentified(f.model, &told));
    fit = fixture_fit(&f);
    ck_assert(has_note(fit, "not identified: 4 parameters without a prior"));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* An item answered by coin: its slope is near 0; made rare, its difficulty runs away. */
START_TEST(a_flat_item_is_told)
{
    struct fixture f;
    struct irt_responses *data = fixture_simulated(2000, 10, 0.0, 4);
    unsigned state = 12345;
    for (size_t i = 0; i < data->rows; i++) {
        state = state * 1103515245u + 12345u;
        data->code[i * 10] = (state >> 16) % 10 == 0;
    }
    irt_responses_count(data);
    fixture_open(&f, data, "2pl");
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_msg(has_note(fit, "item 'item1': the slope is"), "%zu notes, a = %g",
                  fit->notes.count, fit->psi[0]);
    ck_assert_uint_eq(fit->notes.count, 1);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Two equal columns: their common slope grows without end. */
START_TEST(a_step_is_told)
{
    struct fixture f;
    char why[200];
    struct irt_responses *data = fixture_simulated(800, 6, 0.0, 9);
    for (size_t i = 0; i < data->rows; i++)
        data->code[i * 6 + 1] = data->code[i * 6];
    irt_responses_count(data);
    fixture_open(&f, data, "2pl");
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_int_eq(irt_item_health(fit, 0, why, sizeof why), IRT_HEALTH_STEEP);
    ck_assert(has_note(fit, "item 'item2': the slope is"));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Without its prior, the asymptote of an easy item ends at 0. */
START_TEST(an_asymptote_at_its_bound_is_told)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options free_c = { .kind = "3pl", .prior = "c=none" };
    options.se = IRT_SE_NONE;
    fixture_open_with(&f, fixture_lsat6(), "3pl", &options);
    irt_model_free(f.model);
    f.model = irt_model_new(f.data, &free_c, &error);
    ck_assert_msg(f.model != NULL, "%s", error.message);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(has_note(fit, "an asymptote lies at its bound"));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Sixty persons do not tell the errors of forty parameters; six hundred do. */
START_TEST(errors_that_disagree_are_told)
{
    static const enum irt_se methods[] = { IRT_SE_OAKES, IRT_SE_CROSSPROD };
    struct irt_options options = irt_options_defaults();
    double ratio, largest = 0.0;
    size_t marked = 0;
    char why[240], label[64], other[40];
    struct fixture f;
    options.se = methods[_i];
    fixture_open_with(&f, fixture_simulated(60, 20, 0.0, 4), "2pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_ptr_nonnull(fit->se_other);
    size_t worst = irt_errors_apart(fit, 0, f.model->parameters);
    ck_assert_uint_ne(worst, IRT_NONE);
    for (size_t k = 0; k < f.model->parameters; k++) {
        ratio = fit->se[k] / fit->se_other[k];
        largest = fmax(largest, fmax(ratio, 1.0 / ratio));
    }
    ratio = fit->se[worst] / fit->se_other[worst];
    ck_assert_double_eq(fmax(ratio, 1.0 / ratio), largest);
    ck_assert_double_gt(largest, IRT_ERRORS_APART);
    irt_model_label(f.model, f.data, worst, label, sizeof label);
    snprintf(why, sizeof why, "factor of 2 between methods: of %s %.3f by %s", label,
             fit->se[worst], irt_se_name(options.se));
    snprintf(other, sizeof other, "%.3f by %s", fit->se_other[worst],
             irt_se_name(methods[1 - _i]));
    ck_assert_msg(has_note(fit, why) && has_note(fit, other), "%s, %s", why, other);
    for (size_t j = 0; j < 20; j++) {
        enum irt_health health = irt_item_health(fit, j, why, sizeof why);
        const struct irt_item *item = &f.model->item[j];
        bool apart =
            irt_errors_apart(fit, item->first, item->first + item->count) != IRT_NONE;
        marked += health == IRT_HEALTH_APART;
        ck_assert(apart || health != IRT_HEALTH_APART);
        ck_assert(health != IRT_HEALTH_APART || strstr(why, "disagree"));
        ck_assert(!apart || health != IRT_HEALTHY);
    }
    ck_assert_uint_gt(marked, 0);
    irt_fit_free(fit);
    fixture_close(&f);
    fixture_open_with(&f, fixture_simulated(600, 20, 0.0, 4), "2pl", &options);
    fit = fixture_fit(&f);
    ck_assert_ptr_nonnull(fit->se_other);
    ck_assert_uint_eq(irt_errors_apart(fit, 0, f.model->parameters), IRT_NONE);
    ck_assert(!has_note(fit, "disagree"));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Fewer persons than parameters: the cross-products cannot be inverted, and nothing is said
 * of them. */
START_TEST(what_cannot_be_compared_is_not)
{
    struct fixture f;
    fixture_open(&f, fixture_simulated(30, 20, 0.0, 5), "2pl");
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_ptr_null(fit->se_other);
    ck_assert(!has_note(fit, "disagree"));
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Where the information is flat the item is marked, and one note says so. */
START_TEST(a_flat_direction_marks_its_item)
{
    struct fixture f;
    char why[240];
    size_t marked = 0, notes = 0;
    fixture_open(&f, fixture_simulated(500, 2, 0.0, 4), "2pl");
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_ptr_null(fit->covariance);
    ck_assert_uint_ne(fit->flat, IRT_NONE);
    for (size_t j = 0; j < 2; j++)
        marked += irt_item_health(fit, j, why, sizeof why) == IRT_HEALTH_DIRECTION &&
                  strstr(why, "in the direction of");
    for (size_t i = 0; i < fit->notes.count; i++)
        notes += strstr(fit->notes.text[i], "not positive definite") != NULL;
    ck_assert_uint_eq(marked, 1);
    ck_assert_uint_eq(notes, 1);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* A run that goes on has no errors, but slopes. */
START_TEST(a_run_is_judged_by_its_parameters)
{
    struct fixture f;
    char why[240];
    fixture_open(&f, fixture_lsat6(), "2pl");
    ck_assert_int_eq(irt_item_health_at(f.model, f.psi, 1, why, sizeof why), IRT_HEALTHY);
    ck_assert_str_eq(why, "");
    f.psi[f.model->item[1].first] = 12.0;
    ck_assert_int_eq(irt_item_health_at(f.model, f.psi, 1, why, sizeof why),
                     IRT_HEALTH_STEEP);
    f.psi[f.model->item[1].first] = 0.01;
    ck_assert_int_eq(irt_item_health_at(f.model, f.psi, 1, why, sizeof why),
                     IRT_HEALTH_FLAT);
    ck_assert_ptr_nonnull(strstr(why, "almost 0"));
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("health");
    TCase *t = tcase_create("health");
    tcase_add_test(t, sound_estimates_get_no_note);
    tcase_add_test(t, two_items_are_too_few);
    tcase_add_test(t, a_flat_item_is_told);
    tcase_add_test(t, a_step_is_told);
    tcase_add_test(t, an_asymptote_at_its_bound_is_told);
    tcase_add_loop_test(t, errors_that_disagree_are_told, 0, 2);
    tcase_add_test(t, what_cannot_be_compared_is_not);
    tcase_add_test(t, a_flat_direction_marks_its_item);
    tcase_add_test(t, a_run_is_judged_by_its_parameters);
    suite_add_tcase(suite, t);
    return suite;
}
