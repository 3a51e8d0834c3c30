/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages between schools and server: what is written is read, and nothing else is. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "federation/message.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;
static struct fixture f;
static struct irt_plan plan;
static struct irt_bytes bytes;

static void
open_plan(const char *kind)
{
    fixture_open(&f, fixture_schools(kind, "40,30,20", "-1,0,1", 5, 0.1, 3), kind);
    ck_assert_msg(irt_plan_make(&plan, f.model, f.quadrature, &error), "%s",
                  error.message);
}

static void
close_plan(void)
{
    irt_bytes_clear(&bytes);
    fixture_close(&f);
}

static struct irt_call
some_call(void)
{
    return (struct irt_call){ .round = 7,
                              .ask = IRT_ASK_ERRORS,
                              .effects = IRT_EFFECTS_RANDOM,
                              .robust = IRT_ROBUST_CAP,
                              .se = IRT_SE_CROSSPROD,
                              .refused = true,
                              .anchor = 2,
                              .trim = 0.25,
                              .mean = -2.385,
                              .tau = 0.125,
                              .psi = f.psi };
}

START_TEST(numbers_are_little_endian)
{
    const uint8_t expected[8] = { 0x9a, 0x99, 0x99, 0x99, 0x99, 0x99, 0xb9, 0x3f };
    uint8_t at[8];
    double value = 0.1, back, infinite = INFINITY;
    irt_put_f64(at, &value, 1);
    ck_assert_mem_eq(at, expected, 8);
    ck_assert(irt_get_f64(at, &back, 1));
    ck_assert_double_eq(back, 0.1);
    irt_put_f64(at, &infinite, 1);
    ck_assert(!irt_get_f64(at, &back, 1));
    irt_put_u32(at, UINT32_C(0x01020304));
    ck_assert_uint_eq(at[0], 4);
    ck_assert_uint_eq(irt_get_u32(at), UINT32_C(0x01020304));
    irt_put_u64(at, UINT64_C(0x0102030405060708));
    ck_assert_uint_eq(at[7], 1);
    ck_assert_uint_eq(irt_get_u64(at), UINT64_C(0x0102030405060708));
    irt_put_u16(at, 513);
    ck_assert_uint_eq(irt_get_u16(at), 513);
}
END_TEST

START_TEST(a_call_is_read_as_it_was_written)
{
    open_plan(fixture_kinds[_i]);
    struct irt_call call = some_call(), back = { .psi = calloc(plan.values, 8) };
    ck_assert(irt_call_encode(&call, &plan, &bytes, &error));
    ck_assert_msg(irt_call_decode(bytes.data, bytes.size, &plan, &back, &error), "%s",
                  error.message);
    ck_assert_uint_eq(back.round, 7);
    ck_assert_int_eq(back.ask, IRT_ASK_ERRORS);
    ck_assert_int_eq(back.effects, IRT_EFFECTS_RANDOM);
    ck_assert_int_eq(back.robust, IRT_ROBUST_CAP);
    ck_assert_int_eq(back.se, IRT_SE_CROSSPROD);
    ck_assert(back.refused);
    ck_assert_uint_eq(back.anchor, 2);
    ck_assert_double_eq(back.trim, 0.25);
    ck_assert_double_eq(back.mean, -2.385);
    ck_assert_double_eq(back.tau, 0.125);
    ck_assert_mem_eq(back.psi, f.psi, plan.values * sizeof(double));
    free(back.psi);
    close_plan();
}
END_TEST

/* An answer full of different numbers. */
static struct irt_answer
some_answer(enum irt_ask ask, enum irt_effects effects)
{
    size_t count = irt_answer_numbers(&plan, ask, effects);
    struct irt_answer answer = { .round = 9,
                                 .ask = ask,
                                 .school = 2,
                                 .flags = IRT_FLAG_LOWEST | IRT_FLAG_RUNAWAY,
                                 .number = calloc(count, sizeof(double)) };
    for (size_t i = 0; i < count; i++)
        answer.number[i] = 0.25 + (double)i / 3.0;
    return answer;
}

START_TEST(an_answer_is_read_as_it_was_written)
{
    open_plan(fixture_kinds[_i]);
    for (int ask = 0; ask < IRT_ASKS; ask++)
        for (int e = IRT_EFFECTS_NONE; e <= IRT_EFFECTS_AVERAGES; e++) {
            enum irt_effects effects = (enum irt_effects)e;
            size_t count = irt_answer_numbers(&plan, (enum irt_ask)ask, effects);
            struct irt_answer answer = some_answer((enum irt_ask)ask, effects);
            struct irt_answer back = { .number = calloc(count, sizeof(double)) };
            ck_assert(irt_answer_encode(&answer, &plan, effects, &bytes, &error));
            ck_assert_msg(irt_answer_decode(bytes.data, bytes.size, &plan, effects, &back,
                                            &error),
                          "%s", error.message);
            ck_assert_uint_eq(back.round, 9);
            ck_assert_uint_eq(back.school, 2);
            ck_assert_uint_eq(back.flags, answer.flags);
            ck_assert_int_eq(back.ask, ask);
            ck_assert_mem_eq(back.number, answer.number, count * sizeof(double));
            free(back.number);
            free(answer.number);
        }
    close_plan();
}
END_TEST

/* A round's numbers grow with the items, and with nothing else. */
START_TEST(a_round_holds_as_many_numbers_as_the_test_has_parameters)
{
    open_plan("2pl");
    ck_assert_uint_eq(plan.gradient, 2 * 5);
    ck_assert_uint_eq(plan.information, 3 * 5);
    ck_assert_uint_eq(irt_answer_numbers(&plan, IRT_ASK_SUMS, IRT_EFFECTS_FIXED),
                      IRT_NUMBERS + 25);
    ck_assert_uint_eq(irt_answer_numbers(&plan, IRT_ASK_ERRORS, IRT_EFFECTS_FIXED),
                      IRT_NUMBERS + 25 + 11 * 12 / 2);
    close_plan();
    open_plan("rasch"); /* d of each, and sigma with all */
    ck_assert_uint_eq(plan.gradient, 5 + 1);
    ck_assert_uint_eq(plan.information, 3 * 5);
    close_plan();
}
END_TEST

/* --- refusals ------------------------------------------------------------------------------- */

static void
refused_call(const char *why)
{
    struct irt_call back = { .psi = calloc(plan.values, 8) };
    error = (struct irt_error){ 0 };
    ck_assert(!irt_call_decode(bytes.data, bytes.size, &plan, &back, &error));
    ck_assert_int_eq(error.code, IRT_NETWORK);
    ck_assert_msg(strstr(error.message, why) != NULL, "'%s' is not in '%s'", why,
                  error.message);
    free(back.psi);
}

START_TEST(what_is_no_call_is_refused)
{
    static const struct {
        size_t at;
        uint8_t value;
        const char *why;
    } wrong[] = {
        { 0, 'X', "does not begin" },      { 4, 2, "another version" },
        { 6, 2, "kind expected" },         { 7, 3, "something unknown" },
        { 24, 1, "as long as it says" },   { 16, 0, "another test" },
        { 32, 4, "none of its meanings" }, { 33, 4, "none of its meanings" },
        { 34, 3, "none of its meanings" }, { 35, 2, "none of its meanings" },
        { 12, 0, "none of its meanings" }, { 47, 0xbf, "out of range" },
        { 63, 0xff, "out of range" },
    };
    open_plan("2pl");
    struct irt_call call = some_call();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert(irt_call_encode(&call, &plan, &bytes, &error));
        bytes.data[wrong[i].at] =
            bytes.data[wrong[i].at] == wrong[i].value ? 0xee : wrong[i].value;
        refused_call(wrong[i].why);
    }
    ck_assert(irt_call_encode(&call, &plan, &bytes, &error));
    memset(bytes.data + 64 + 8, 0xff, 8);
    refused_call("not finite");
    ck_assert(irt_call_encode(&call, &plan, &bytes, &error));
    bytes.size = 8;
    refused_call("does not begin");
    call.ask = IRT_ASK_SUMS;
    struct irt_plan shorter = plan;
    shorter.values--;
    ck_assert(irt_call_encode(&call, &shorter, &bytes, &error));
    refused_call("another number of parameters");
    close_plan();
}
END_TEST

static void
refused_answer(const char *why)
{
    size_t count = irt_answer_numbers(&plan, IRT_ASK_ERRORS, IRT_EFFECTS_FIXED);
    struct irt_answer back = { .number = calloc(count, 8) };
    error = (struct irt_error){ 0 };
    ck_assert(!irt_answer_decode(bytes.data, bytes.size, &plan, IRT_EFFECTS_FIXED, &back,
                                 &error));
    ck_assert_int_eq(error.code, IRT_NETWORK);
    ck_assert_msg(strstr(error.message, why) != NULL, "'%s' is not in '%s'", why,
                  error.message);
    free(back.number);
}

START_TEST(what_is_no_answer_is_refused)
{
    open_plan("2pl");
    struct irt_answer answer = some_answer(IRT_ASK_SUMS, IRT_EFFECTS_FIXED);
    ck_assert(irt_answer_encode(&answer, &plan, IRT_EFFECTS_FIXED, &bytes, &error));
    bytes.data[32] = 0xff;
    refused_answer("none of its meanings");
    ck_assert(irt_answer_encode(&answer, &plan, IRT_EFFECTS_FIXED, &bytes, &error));
    bytes.data[36] = 1;
    refused_answer("none of its meanings");
    ck_assert(irt_answer_encode(&answer, &plan, IRT_EFFECTS_FIXED, &bytes, &error));
    bytes.data[7] = IRT_ASK_ERRORS;
    refused_answer("another number of numbers");
    ck_assert(irt_answer_encode(&answer, &plan, IRT_EFFECTS_FIXED, &bytes, &error));
    bytes.data[6] = 1;
    refused_answer("kind expected");
    answer.number[3] = NAN;
    ck_assert(irt_answer_encode(&answer, &plan, IRT_EFFECTS_FIXED, &bytes, &error));
    refused_answer("not finite");
    answer.number[3] = -1.0;
    ck_assert(irt_answer_encode(&answer, &plan, IRT_EFFECTS_FIXED, &bytes, &error));
    refused_answer("negative");
    free(answer.number);
    close_plan();
}
END_TEST

/* --- any bytes ---------------------------------------------------------------------------------- */

static uint32_t random_state;

static uint32_t
draw(void)
{
    random_state = random_state * UINT32_C(1664525) + UINT32_C(1013904223);
    return random_state >> 8;
}

/* Changes, cuts or lengthens; what is then decoded has only finite numbers. */
static void
mutate(struct irt_bytes *message, const struct irt_bytes *original)
{
    size_t size = original->size;
    if (draw() % 4 == 0)
        size = draw() % (2 * size + 1);
    ck_assert(irt_bytes_resize(message, size, &error));
    for (size_t i = 0; i < size; i++)
        message->data[i] = i < original->size ? original->data[i] : (uint8_t)draw();
    for (uint32_t changes = draw() % 4; size && changes > 0; changes--)
        message->data[draw() % (draw() % 2 && size > 80 ? 80 : size)] = (uint8_t)draw();
    if (size >= 32 && draw() % 2)
        irt_put_u64(message->data + 24, size);
}

START_TEST(no_bytes_do_harm)
{
    open_plan(_i % 2 ? "gpcm" : "2pl");
    random_state = (uint32_t)_i + 1;
    enum irt_effects effects = (enum irt_effects)(_i % 4);
    struct irt_call call = some_call(), heard = { .psi = calloc(plan.values, 8) };
    struct irt_answer answer = some_answer((enum irt_ask)(_i % 3), effects);
    struct irt_answer back = { .number = calloc(irt_answer_numbers(&plan, IRT_ASK_ERRORS,
                                                                   effects) +
                                                    plan.counts + IRT_NUMBERS,
                                                8) };
    struct irt_bytes messages[2] = { { 0 }, { 0 } }, mutant = { 0 };
    struct irt_word word;
    size_t understood = 0;
    ck_assert(irt_call_encode(&call, &plan, &messages[0], &error));
    ck_assert(irt_answer_encode(&answer, &plan, effects, &messages[1], &error));
    for (int i = 0; i < 6000; i++) {
        mutate(&mutant, &messages[i % 2]);
        if (irt_call_decode(mutant.data, mutant.size, &plan, &heard, NULL)) {
            understood++;
            ck_assert(heard.trim >= 0.0 && heard.trim < 1.0 && heard.tau >= 0.0 &&
                      isfinite(heard.mean));
            for (size_t k = 0; k < plan.values; k++)
                ck_assert(isfinite(heard.psi[k]));
        }
        if (irt_answer_decode(mutant.data, mutant.size, &plan, effects, &back, NULL)) {
            understood++;
            size_t count = irt_answer_numbers(&plan, back.ask, effects);
            for (size_t k = 0; k < count; k++)
                ck_assert(isfinite(back.number[k]));
        }
        size_t words = irt_message_words(mutant.data, mutant.size, &plan, effects);
        for (size_t w = 0; w < words; w += 1 + draw() % 7)
            irt_message_word(mutant.data, mutant.size, &plan, effects, f.data, w, &word);
    }
    ck_assert_uint_gt(understood, 30); /* some changes are harmless */
    free(heard.psi);
    free(answer.number);
    free(back.number);
    irt_bytes_clear(&messages[0]);
    irt_bytes_clear(&messages[1]);
    irt_bytes_clear(&mutant);
    close_plan();
}
END_TEST

/* --- in words --------------------------------------------------------------------------------- */

/* The words cover the message, byte for byte and once. */
static void
assert_covered(enum irt_effects effects)
{
    struct irt_word word;
    size_t at = 0, words = irt_message_words(bytes.data, bytes.size, &plan, effects);
    ck_assert_uint_gt(words, 10);
    for (size_t w = 0; w < words; w++) {
        irt_message_word(bytes.data, bytes.size, &plan, effects, f.data, w, &word);
        ck_assert_uint_eq(word.offset, at);
        ck_assert_msg(word.name[0] != '\0' && word.purpose[0] != '\0', "word %zu", w);
        at += word.size;
    }
    ck_assert_uint_eq(at, bytes.size);
}

START_TEST(words_cover_every_message)
{
    open_plan(fixture_kinds[_i]);
    struct irt_call call = some_call();
    ck_assert(irt_call_encode(&call, &plan, &bytes, &error));
    assert_covered(IRT_EFFECTS_NONE);
    for (int ask = 0; ask < IRT_ASKS; ask++)
        for (int e = IRT_EFFECTS_NONE; e <= IRT_EFFECTS_AVERAGES; e++) {
            struct irt_answer answer =
                some_answer((enum irt_ask)ask, (enum irt_effects)e);
            ck_assert(
                irt_answer_encode(&answer, &plan, (enum irt_effects)e, &bytes, &error));
            assert_covered((enum irt_effects)e);
            free(answer.number);
        }
    close_plan();
}
END_TEST

static void
assert_word(enum irt_effects effects, size_t w, const char *name, double value)
{
    struct irt_word word;
    irt_message_word(bytes.data, bytes.size, &plan, effects, f.data, w, &word);
    ck_assert_str_eq(word.name, name);
    ck_assert_double_eq(word.whole ? (double)word.number : word.value, value);
}

START_TEST(words_say_what_numbers_are)
{
    open_plan("rasch");
    struct irt_call call = some_call();
    ck_assert(irt_call_encode(&call, &plan, &bytes, &error));
    assert_word(IRT_EFFECTS_NONE, 4, "round", 7);
    assert_word(IRT_EFFECTS_NONE, 10, "standard errors", 2);
    assert_word(IRT_EFFECTS_NONE, 14, "mean effect", -2.385);
    assert_word(IRT_EFFECTS_NONE, 16, "item1.a", 1);
    struct irt_answer answer = some_answer(IRT_ASK_ERRORS, IRT_EFFECTS_FIXED);
    ck_assert(irt_answer_encode(&answer, &plan, IRT_EFFECTS_FIXED, &bytes, &error));
    size_t first = 8 + 2 + 5;
    assert_word(IRT_EFFECTS_FIXED, 11, "log-likelihood", answer.number[1]);
    assert_word(IRT_EFFECTS_FIXED, first, "gradient, item1.d", answer.number[5]);
    assert_word(IRT_EFFECTS_FIXED, first + 5, "gradient, sigma", answer.number[10]);
    assert_word(IRT_EFFECTS_FIXED, first + 6 + 4, "information, sigma and item2.d",
                answer.number[15]);
    assert_word(IRT_EFFECTS_FIXED, first + 6 + 15 + 27,
                "observed information, the effect and the effect", answer.number[53]);
    free(answer.number);
    answer = some_answer(IRT_ASK_SURVEY, IRT_EFFECTS_FIXED);
    ck_assert(irt_answer_encode(&answer, &plan, IRT_EFFECTS_FIXED, &bytes, &error));
    assert_word(IRT_EFFECTS_FIXED, first + 3, "item2 in category 1", answer.number[8]);
    free(answer.number);
    close_plan();
}
END_TEST

/* --- plans -------------------------------------------------------------------------------------- */

START_TEST(other_plans_have_other_fingerprints)
{
    static const char *const fixes[] = { "", "item2.d=0.5", "item2.a=1" };
    uint64_t seen[8];
    size_t count = 0;
    for (size_t i = 0; i < 3; i++)
        for (size_t points = 21; points < 23; points++) {
            struct irt_model_options model = { .kind = "2pl", .fix = fixes[i] };
            struct irt_options options = irt_options_defaults();
            options.points = points;
            fixture_open_model(&f, fixture_schools("2pl", "40,30", "0,1", 5, 0.0, 3),
                               &model, &options);
            ck_assert(irt_plan_make(&plan, f.model, f.quadrature, &error));
            for (size_t k = 0; k < count; k++)
                ck_assert(seen[k] != plan.fingerprint);
            seen[count++] = plan.fingerprint;
            fixture_close(&f);
        }
}
END_TEST

START_TEST(what_cannot_be_planned_is_refused)
{
    struct irt_options options = irt_options_defaults();
    options.nodes = IRT_NODES_EMPIRICAL;
    fixture_open_with(&f, fixture_simulated(60, 4, 0.0, 1), "2pl", &options);
    ck_assert(!irt_plan_make(&plan, f.model, f.quadrature, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert(strstr(error.message, "empirical") != NULL);
    fixture_close(&f);
    options = irt_options_defaults();
    options.dims = 2;
    options.points = 7;
    fixture_open_with(&f, fixture_simulated(60, 4, 0.0, 1), "m2pl", &options);
    ck_assert(!irt_plan_make(&plan, f.model, f.quadrature, &error));
    ck_assert(strstr(error.message, "one dimension") != NULL);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("messages of a federation");
    TCase *t = tcase_create("messages");
    tcase_add_test(t, numbers_are_little_endian);
    tcase_add_loop_test(t, a_call_is_read_as_it_was_written, 0, FIXTURE_KINDS);
    tcase_add_loop_test(t, an_answer_is_read_as_it_was_written, 0, FIXTURE_KINDS);
    tcase_add_test(t, a_round_holds_as_many_numbers_as_the_test_has_parameters);
    tcase_add_test(t, what_is_no_call_is_refused);
    tcase_add_test(t, what_is_no_answer_is_refused);
    tcase_add_loop_test(t, no_bytes_do_harm, 0, 12);
    tcase_add_loop_test(t, words_cover_every_message, 0, FIXTURE_KINDS);
    tcase_add_test(t, words_say_what_numbers_are);
    tcase_add_test(t, other_plans_have_other_fingerprints);
    tcase_add_test(t, what_cannot_be_planned_is_refused);
    suite_add_tcase(suite, t);
    return suite;
}
