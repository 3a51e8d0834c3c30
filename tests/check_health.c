/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates that mean nothing are told, and sound ones are left alone. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "estimate/health.h"

#include <stdlib.h>
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

/* Two items, four parameters, four patterns that sum to one. */
START_TEST(two_items_are_too_few)
{
    struct fixture f;
    double possible;
    fixture_open(&f, fixture_simulated(500, 2, 0.0, 4), "2pl");
    ck_assert(irt_unidentified(f.model, &possible));
    ck_assert_double_eq(possible, 4.0);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(
        has_note(fit, "not identified: 4 parameters, but only 4 response patterns"));
    irt_fit_free(fit);
    fixture_close(&f);
    fixture_open(&f, fixture_simulated(500, 3, 0.0, 4), "2pl");
    ck_assert(!irt_unidentified(f.model, &possible));
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
    suite_add_tcase(suite, t);
    return suite;
}
