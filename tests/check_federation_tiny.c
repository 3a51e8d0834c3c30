/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Few persons and odd answers: each run converges soon, or says why it does not. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SOON 60 /* cycles */

static struct irt_error error;

/* The default fit but for the nodes. */
static struct irt_fit *
fit_tiny(struct fixture *f, struct irt_responses *data, const char *kind,
         enum irt_effects effects)
{
    struct irt_model_options model = { .kind = kind, .effects = effects };
    struct irt_options options = irt_options_defaults();
    options.accelerate = IRT_ACCELERATE_LBFGS;
    fixture_open_model(f, data, &model, &options);
    if (effects != IRT_EFFECTS_NONE && f->model->groups > 1) {
        irt_patterns_free(f->patterns);
        f->patterns =
            irt_patterns_new(f->data, f->data->school, f->model->groups, &error);
    }
    f->estimator = &irt_federated;
    return fixture_fit(f);
}

static void
close_tiny(struct fixture *f, struct irt_fit *fit)
{
    irt_fit_free(fit);
    fixture_close(f);
}

/* All persons of a school answer everything alike: right in every other school. */
static struct irt_responses *
all_alike(const char *sizes)
{
    struct irt_responses *data = fixture_schools("2pl", sizes, "0", 2, 0.0, 5);
    for (size_t i = 0; i < data->rows; i++)
        memset(data->code + i * data->items, data->school[i] % 2, data->items);
    irt_responses_count(data);
    return data;
}

/* --- what converges ------------------------------------------------------------------------------ */

static void
converges_soon(struct irt_responses *data, const char *kind, enum irt_effects effects)
{
    struct fixture f;
    struct irt_fit *fit = fit_tiny(&f, data, kind, effects);
    ck_assert_msg(fit->converged && fit->dead_end[0] == '\0', "%s", fit->dead_end);
    ck_assert_uint_le(fit->cycles, SOON);
    ck_assert_double_lt(fit->max_gradient, 0.01);
    close_tiny(&f, fit);
}

/* Each as far from the next as six logits. */
START_TEST(schools_six_logits_apart)
{
    converges_soon(fixture_schools("2pl", "300,300", "-3,3", 8, 0.0, 4), "2pl",
                   IRT_EFFECTS_FIXED);
    converges_soon(fixture_schools("2pl", "80,80,80", "-6,0,6", 12, 0.0, 9), "rasch",
                   IRT_EFFECTS_FIXED);
    converges_soon(fixture_schools("2pl", "80,80,80", "-6,0,6", 12, 0.0, 9), "2pl",
                   IRT_EFFECTS_RANDOM);
}
END_TEST

START_TEST(a_school_of_three)
{
    converges_soon(fixture_schools("2pl", "3,60,90", "-0.5,0,0.5", 6, 0.0, 4), "2pl",
                   IRT_EFFECTS_FIXED);
    converges_soon(fixture_schools("2pl", "3,60,90", "-0.5,0,0.5", 6, 0.0, 4), "2pl",
                   IRT_EFFECTS_NONE);
    converges_soon(fixture_schools("pcm", "3,60,90", "-0.5,0,0.5", 6, 0.0, 4), "pcm",
                   IRT_EFFECTS_FIXED);
}
END_TEST

/* The others tell of the item; the school's effect comes from the rest. */
START_TEST(an_item_that_one_school_never_saw)
{
    for (int m = 0; m < 2; m++) {
        struct irt_responses *data =
            fixture_schools("2pl", "40,60,50", "-1,0,1", 5, 0.0, 14);
        for (size_t i = 0; i < data->rows; i++)
            if (data->school[i] == 1)
                data->code[i * data->items + 2] = IRT_MISSING;
        irt_responses_count(data);
        converges_soon(data, m ? "2pl" : "rasch", IRT_EFFECTS_FIXED);
    }
}
END_TEST

START_TEST(two_items)
{
    converges_soon(fixture_schools("2pl", "40,60", "-0.5,0.5", 2, 0.0, 3), "rasch",
                   IRT_EFFECTS_FIXED);
    converges_soon(fixture_schools("2pl", "40,60", "-0.5,0.5", 2, 0.0, 3), "1pl",
                   IRT_EFFECTS_FIXED);
}
END_TEST

/* Where all agree on an item it is set aside, for all schools. */
START_TEST(constant_items)
{
    struct irt_responses *data = fixture_schools("2pl", "40,60,3", "-1,0,1", 5, 0.0, 14);
    for (size_t i = 0; i < data->rows; i++)
        data->code[i * data->items + 1] = 1;
    irt_responses_count(data);
    converges_soon(data, "2pl", IRT_EFFECTS_FIXED);
}
END_TEST

/* An item that is constant in one school alone stays. */
START_TEST(an_item_constant_in_one_school)
{
    struct irt_responses *data = fixture_schools("2pl", "40,60,50", "-1,0,1", 5, 0.0, 14);
    for (size_t i = 0; i < data->rows; i++)
        if (data->school[i] == 2)
            data->code[i * data->items + 1] = 1;
    irt_responses_count(data);
    converges_soon(data, "rasch", IRT_EFFECTS_FIXED);
}
END_TEST

/* --- what does not, and says why ------------------------------------------------------------------ */

static void
ends_soon(struct irt_responses *data, const char *kind, enum irt_effects effects,
          const char *why)
{
    struct fixture f;
    struct irt_fit *fit = fit_tiny(&f, data, kind, effects);
    bool noted = false;
    ck_assert_msg(!fit->converged && fit->stopped == IRT_STOP_LOGLIK, "%s %s: %s", kind,
                  irt_effects_name(effects), irt_stop_name(fit->stopped));
    ck_assert_msg(strstr(fit->dead_end, why) != NULL, "%s", fit->dead_end);
    ck_assert_uint_le(fit->cycles, 2 * SOON);
    ck_assert_uint_le(fit->rounds, 4 * SOON);
    for (size_t i = 0; i < fit->notes.count; i++)
        noted = noted || strstr(fit->notes.text[i], fit->dead_end) != NULL;
    ck_assert(noted);
    ck_assert(isfinite(fit->loglik)); /* what there is stands all the same */
    close_tiny(&f, fit);
}

/* With all alike in each school the likelihood rises for ever. */
START_TEST(persons_all_alike)
{
    ends_soon(all_alike("5,11"), "rasch", IRT_EFFECTS_NONE, "sigma moves on");
    ends_soon(all_alike("5,11"), "1pl", IRT_EFFECTS_NONE, "item1.a moves on");
    ends_soon(all_alike("5,11"), "1pl", IRT_EFFECTS_RANDOM, "");
}
END_TEST

/* A school whose answers are all the lowest has no finite effect: refused before. */
START_TEST(a_school_without_variation)
{
    struct irt_model_options model = { .kind = "2pl", .effects = IRT_EFFECTS_FIXED };
    struct irt_responses *data = all_alike("5,11");
    ck_assert_ptr_null(irt_model_new(data, &model, &error));
    ck_assert_msg(strstr(error.message, "its effect is infinite") != NULL, "%s",
                  error.message);
    irt_responses_free(data);
}
END_TEST

/* Any data of few persons: no run goes on to the limit. */
START_TEST(any_few_persons_come_to_an_end)
{
    static const char *const sizes[] = { "5,11", "9,7", "3,17", "6,3", "3,5,4" };
    static const enum irt_effects effects[] = { IRT_EFFECTS_NONE, IRT_EFFECTS_RANDOM };
    for (unsigned seed = 1; seed <= 3; seed++)
        for (size_t e = 0; e < 2; e++)
            for (int m = 0; m < 2; m++) {
                struct fixture f;
                struct irt_fit *fit =
                    fit_tiny(&f, fixture_schools("2pl", sizes[_i], "0", 3, 0.0, seed),
                             m ? "rasch" : "1pl", effects[e]);
                ck_assert_msg(fit->stopped == IRT_STOP_PARAMETER ||
                                  (fit->stopped == IRT_STOP_LOGLIK && fit->dead_end[0]),
                              "seed %u, %s: %s after %zu cycles", seed,
                              irt_effects_name(effects[e]), irt_stop_name(fit->stopped),
                              fit->cycles);
                close_tiny(&f, fit);
            }
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("federation tiny");
    TCase *tests = tcase_create("federation tiny");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, schools_six_logits_apart);
    tcase_add_test(tests, a_school_of_three);
    tcase_add_test(tests, an_item_that_one_school_never_saw);
    tcase_add_test(tests, two_items);
    tcase_add_test(tests, constant_items);
    tcase_add_test(tests, an_item_constant_in_one_school);
    tcase_add_test(tests, persons_all_alike);
    tcase_add_test(tests, a_school_without_variation);
    tcase_add_loop_test(tests, any_few_persons_come_to_an_end, 0, 5);
    suite_add_tcase(suite, tests);
    return suite;
}
