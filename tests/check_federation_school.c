/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A school's answers against the log-likelihood of its rows, computed one person and node
 * after the other and differentiated numerically. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "federation/message.h"
#include "federation/school.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;
static struct fixture f;
static struct irt_plan plan;
static struct irt_school *school;
static struct irt_school_room *room;
static struct irt_pool *pool;
static struct irt_call call;
static struct irt_answer answer;
static double *psi;

/* One school with all rows. */
static void
open_school(const char *kind, size_t persons, size_t points, const char *prior)
{
    struct irt_model_options model = { .kind = kind, .prior = prior };
    struct irt_options options = irt_options_defaults();
    options.points = points;
    fixture_open_model(&f, fixture_simulated_by(kind, persons, 4, 0.15, 31), &model,
                       &options);
    ck_assert(irt_plan_make(&plan, f.model, f.quadrature, &error));
    uint32_t *row = calloc(f.data->rows, sizeof *row);
    for (size_t i = 0; i < f.data->rows; i++)
        row[i] = (uint32_t)i;
    pool = irt_pool_new(1, &error);
    school = irt_school_new(&plan, 0, f.data, row, f.data->rows, pool, &error);
    room = irt_school_room_new(&plan, &error);
    ck_assert(school != NULL && room != NULL);
    free(row);
    fixture_disturb(&f, f.psi);
    psi = f.psi;
    if (plan.sigma)
        psi[f.model->sigma] = 1.25;
    call = (struct irt_call){ .round = 1,
                              .ask = IRT_ASK_ERRORS,
                              .se = IRT_SE_OAKES,
                              .anchor = IRT_NO_SCHOOL,
                              .tau = 0.8,
                              .psi = psi };
    answer.number =
        calloc(irt_answer_numbers(&plan, IRT_ASK_ERRORS, IRT_EFFECTS_FIXED) + plan.counts,
               8);
}

static void
close_school(void)
{
    free(answer.number);
    irt_school_free(school);
    irt_school_room_free(room);
    irt_pool_free(pool);
    fixture_close(&f);
}

static void
ask(void)
{
    struct irt_bytes bytes = { 0 }, reply = { 0 };
    ck_assert(irt_call_encode(&call, &plan, &bytes, &error));
    ck_assert_msg(irt_school_answer(school, room, bytes.data, bytes.size, NULL, &reply,
                                    &error),
                  "%s", error.message);
    ck_assert_msg(irt_answer_decode(reply.data, reply.size, &plan, call.effects, &answer,
                                    &error),
                  "%s", error.message);
    irt_bytes_clear(&bytes);
    irt_bytes_clear(&reply);
}

/* l_k at theta = sigma z + s, by brute force. */
static double
loglik_at(double s)
{
    double *shifted = malloc(f.model->parameters * sizeof *shifted);
    memcpy(shifted, psi, f.model->parameters * sizeof *shifted);
    irt_plan_shift(&plan, shifted, s);
    double loglik = fixture_loglik(&f, shifted);
    free(shifted);
    return loglik;
}

/* The maximum over s, by golden section. */
static double
profile(double *where)
{
    const double ratio = 0.6180339887498949;
    double low = -4.0, high = 4.0;
    double a = high - ratio * (high - low), b = low + ratio * (high - low);
    double at_a = loglik_at(a), at_b = loglik_at(b);
    for (int i = 0; i < 60; i++)
        if (at_a < at_b) {
            low = a;
            a = b;
            at_a = at_b;
            b = low + ratio * (high - low);
            at_b = loglik_at(b);
        } else {
            high = b;
            b = a;
            at_b = at_a;
            a = high - ratio * (high - low);
            at_a = loglik_at(a);
        }
    if (where)
        *where = 0.5 * (low + high);
    return fmax(at_a, at_b);
}

/* log of the integral of exp(l(s)) over s ~ N(0, tau^2), on many equal nodes. */
static double
integral(double tau)
{
    enum { NODES = 101 };
    double value[NODES], largest = -INFINITY, sum = 0.0, step = 11.0 / (NODES - 1);
    for (int n = 0; n < NODES; n++) {
        double z = -5.5 + step * n;
        value[n] = loglik_at(tau * z) - 0.5 * z * z;
        largest = fmax(largest, value[n]);
    }
    for (int n = 0; n < NODES; n++)
        sum += exp(value[n] - largest);
    return largest + log(sum * step / sqrt(2.0 * M_PI));
}

static double
objective(enum irt_effects effects)
{
    return effects == IRT_EFFECTS_FIXED    ? profile(NULL)
           : effects == IRT_EFFECTS_RANDOM ? integral(call.tau)
                                           : loglik_at(0.0);
}

/* --- none: everything, for every model ----------------------------------------------------------- */

START_TEST(sums_are_the_derivatives_of_the_log_likelihood)
{
    const double step = 1e-5;
    open_school(fixture_kinds[_i], 60, 15, NULL);
    call.ask = IRT_ASK_SUMS;
    ask();
    ck_assert_double_eq_tol(answer.number[IRT_NUMBER_LOGLIK], loglik_at(0.0), 1e-9);
    ck_assert_double_eq(answer.number[IRT_NUMBER_PERSONS], 60);
    ck_assert_double_eq(answer.number[IRT_NUMBER_EFFECT], 0);
    for (size_t i = 0; i < plan.gradient; i++) {
        size_t k = irt_plan_parameter(&plan, i);
        psi[k] += step;
        double up = loglik_at(0.0);
        psi[k] -= 2.0 * step;
        double down = loglik_at(0.0);
        psi[k] += step;
        ck_assert_double_eq_tol(answer.number[irt_answer_gradient() + i],
                                (up - down) / (2.0 * step), 2e-5);
    }
    close_school();
}
END_TEST

/* --- fixed and random --------------------------------------------------------------------------- */

static const enum irt_effects effects_tested[] = { IRT_EFFECTS_NONE, IRT_EFFECTS_FIXED,
                                                   IRT_EFFECTS_RANDOM };

START_TEST(a_school_maximises_at_home)
{
    double s;
    open_school(fixture_kinds[_i], 60, 15, NULL);
    call.ask = IRT_ASK_SUMS;
    call.effects = IRT_EFFECTS_FIXED;
    ask();
    ck_assert_double_eq_tol(answer.number[IRT_NUMBER_LOGLIK], profile(&s), 1e-8);
    ck_assert_double_eq_tol(answer.number[IRT_NUMBER_EFFECT], s, 1e-4);
    ck_assert_uint_eq(answer.flags, 0);
    /* Once found, it costs one E-step to find it again. */
    size_t before = irt_school_evaluations(school);
    ask();
    ck_assert_uint_le(irt_school_evaluations(school) - before, 1);
    /* The anchor stays where it is. */
    call.anchor = 0;
    ask();
    ck_assert_double_eq(answer.number[IRT_NUMBER_EFFECT], 0);
    ck_assert_double_eq_tol(answer.number[IRT_NUMBER_LOGLIK], loglik_at(0.0), 1e-9);
    close_school();
}
END_TEST

START_TEST(a_random_effect_is_integrated_out)
{
    open_school(fixture_kinds[_i], 25, 15, NULL);
    call.ask = IRT_ASK_SUMS;
    call.effects = IRT_EFFECTS_RANDOM;
    for (double tau = 0.1; tau < 2.0; tau *= 2.5) {
        call.tau = tau;
        ask();
        ck_assert_double_eq_tol(answer.number[IRT_NUMBER_LOGLIK], integral(tau), 1e-6);
        /* d l / d tau = E[s^2] / tau^3 - 1 / tau */
        const double step = 1e-4;
        double numeric = (integral(tau + step) - integral(tau - step)) / (2.0 * step);
        double square = answer.number[IRT_NUMBER_SQUARE];
        ck_assert_double_eq_tol((square / (tau * tau) - 1.0) / tau, numeric, 1e-4);
        ck_assert_double_ge(square, answer.number[IRT_NUMBER_EFFECT] *
                                        answer.number[IRT_NUMBER_EFFECT]);
    }
    close_school();
}
END_TEST

/* By the envelope theorem, and by Fisher's identity over s. */
START_TEST(gradients_are_those_of_what_is_left)
{
    const double step = 1e-4;
    enum irt_effects effects = effects_tested[1 + _i % 2];
    open_school(fixture_kinds[_i / 2], 20, 9, NULL);
    call.ask = IRT_ASK_SUMS;
    call.effects = effects;
    ask();
    for (size_t i = 0; i < plan.gradient; i++) {
        size_t k = irt_plan_parameter(&plan, i);
        psi[k] += step;
        double up = objective(effects);
        psi[k] -= 2.0 * step;
        double down = objective(effects);
        psi[k] += step;
        ck_assert_double_eq_tol(answer.number[irt_answer_gradient() + i],
                                (up - down) / (2.0 * step), 5e-4);
    }
    close_school();
}
END_TEST

/* Adds gradient entry i to the free parameters, and with random effects tau's. */
static void
free_gradient(enum irt_effects effects, double *g)
{
    memset(g, 0, (plan.free + 1) * sizeof *g);
    for (size_t i = 0; i < plan.gradient; i++)
        g[f.model->parameter[irt_plan_parameter(&plan, i)].free] +=
            answer.number[irt_answer_gradient() + i];
    if (effects == IRT_EFFECTS_RANDOM)
        g[plan.free] =
            (answer.number[IRT_NUMBER_SQUARE] / (call.tau * call.tau) - 1.0) / call.tau;
}

static double
observed(size_t a, size_t b)
{
    size_t row = a > b ? a : b, column = a > b ? b : a;
    return answer.number[irt_answer_observed(&plan) + row * (row + 1) / 2 + column];
}

/* With s profiled out: A - b b' / D. */
static double
reduced(enum irt_effects effects, size_t a, size_t b)
{
    double entry = observed(a, b);
    if (effects == IRT_EFFECTS_FIXED)
        entry -= observed(plan.free, a) * observed(plan.free, b) /
                 observed(plan.free, plan.free);
    return entry;
}

/* What is sent for the standard errors is minus the second derivatives of what is maximised,
 * by differences of the gradients that were tested above. */
START_TEST(observed_information_is_minus_the_hessian)
{
    const double step = 1e-4;
    enum irt_effects effects = effects_tested[_i % 3];
    open_school(fixture_kinds[_i / 3], 40, 11, NULL);
    call.effects = effects;
    size_t rows = plan.free + (effects == IRT_EFFECTS_RANDOM);
    double *up = calloc(rows + 1, 8), *down = calloc(rows + 1, 8);
    double *difference = calloc(rows * rows, 8);
    for (size_t a = 0; a < rows; a++) {
        call.ask = IRT_ASK_SUMS;
        for (int sign = 1; sign >= -1; sign -= 2) {
            if (a < plan.free)
                fixture_move(&f, psi, a, sign * step);
            else
                call.tau += sign * step;
            ask();
            free_gradient(effects, sign > 0 ? up : down);
            if (a < plan.free)
                fixture_move(&f, psi, a, -sign * step);
            else
                call.tau -= sign * step;
        }
        for (size_t b = 0; b < rows; b++)
            difference[a * rows + b] = -(up[b] - down[b]) / (2.0 * step);
    }
    call.ask = IRT_ASK_ERRORS;
    ask();
    for (size_t a = 0; a < rows; a++)
        for (size_t b = 0; b < rows; b++)
            ck_assert_double_eq_tol(reduced(effects, a, b), difference[a * rows + b],
                                    1e-3 * (1.0 + fabs(difference[a * rows + b])));
    free(up);
    free(down);
    free(difference);
    close_school();
}
END_TEST

/* The mean of products of scores, person by person (none), or of the school's (random). */
START_TEST(cross_products_are_positive)
{
    enum irt_effects effects = effects_tested[_i];
    open_school("gpcm", 40, 11, NULL);
    call.effects = effects;
    call.se = IRT_SE_CROSSPROD;
    ask();
    size_t rows = irt_observed_rows(&plan, effects);
    for (size_t a = 0; a < rows; a++) {
        ck_assert_double_ge(observed(a, a), 0.0);
        for (size_t b = 0; b < a; b++)
            ck_assert_double_le(fabs(observed(a, b)),
                                sqrt(observed(a, a) * observed(b, b)) * (1 + 1e-9));
    }
    close_school();
}
END_TEST

/* --- odd schools ------------------------------------------------------------------------------------ */

START_TEST(the_survey_counts_answers)
{
    open_school("gpcm", 50, 11, NULL);
    call.ask = IRT_ASK_SURVEY;
    ask();
    const double *count = answer.number + IRT_NUMBERS;
    for (size_t j = 0; j < f.model->items; j++)
        for (unsigned h = 0; h < f.model->item[j].categories; h++) {
            double persons = 0.0;
            for (size_t i = 0; i < f.data->rows; i++)
                persons += f.data->code[i * f.data->items + j] == h;
            ck_assert_double_eq(*count++, persons);
        }
    close_school();
}
END_TEST

static void
fill_rows(uint8_t value)
{
    for (size_t i = 0; i < f.data->rows * f.data->items; i++)
        f.data->code[i] = value;
    irt_school_free(school);
    uint32_t row[3] = { 0, 1, 2 };
    school = irt_school_new(&plan, 0, f.data, row, 3, pool, &error);
    ck_assert(school != NULL);
}

START_TEST(a_school_without_variation_runs_away_and_says_so)
{
    open_school("2pl", 50, 31, NULL);
    call.effects = IRT_EFFECTS_FIXED;
    call.ask = IRT_ASK_SUMS;
    fill_rows(0);
    ask();
    ck_assert_uint_eq(answer.flags, IRT_FLAG_LOWEST | IRT_FLAG_RUNAWAY);
    ck_assert_double_eq_tol(answer.number[IRT_NUMBER_LOGLIK], 0.0, 1e-6);
    fill_rows(1);
    ask();
    ck_assert_uint_eq(answer.flags, IRT_FLAG_HIGHEST | IRT_FLAG_RUNAWAY);
    fill_rows(IRT_MISSING);
    ask();
    ck_assert_uint_eq(answer.flags & IRT_FLAG_RUNAWAY, 0);
    ck_assert_double_eq(answer.number[IRT_NUMBER_LOGLIK], 0.0);
    /* Random effects have a prior, and go nowhere. */
    call.effects = IRT_EFFECTS_RANDOM;
    fill_rows(0);
    ask();
    ck_assert_uint_eq(answer.flags, IRT_FLAG_LOWEST);
    ck_assert_double_lt(answer.number[IRT_NUMBER_EFFECT], 0.0);
    ck_assert_double_gt(answer.number[IRT_NUMBER_EFFECT], -4.0);
    close_school();
}
END_TEST

/* A call for another test, or bytes that are none, get no answer. */
START_TEST(a_wrong_call_is_refused)
{
    struct irt_bytes bytes = { 0 }, reply = { 0 };
    open_school("2pl", 30, 11, NULL);
    ck_assert(irt_call_encode(&call, &plan, &bytes, &error));
    bytes.data[20] ^= 1;
    ck_assert(
        !irt_school_answer(school, room, bytes.data, bytes.size, NULL, &reply, &error));
    ck_assert_int_eq(error.code, IRT_NETWORK);
    ck_assert(!irt_school_answer(school, room, bytes.data, 3, NULL, &reply, &error));
    irt_bytes_clear(&bytes);
    irt_bytes_clear(&reply);
    close_school();
}
END_TEST

/* Parameters at which a log-likelihood is no number get an answer of zeros that says so. */
START_TEST(what_is_no_number_does_not_go_out)
{
    open_school("grm", 30, 11, NULL);
    for (size_t j = 0; j < f.model->items; j++) /* boundaries in the wrong order */
        psi[f.model->item[j].first + 1] = psi[f.model->item[j].first + 2] - 400.0;
    psi[0] = 1e300;
    psi[1] = -1e300;
    call.ask = IRT_ASK_SUMS;
    ask();
    if (answer.flags & IRT_FLAG_UNDEFINED)
        for (size_t i = 1; i < irt_answer_numbers(&plan, IRT_ASK_SUMS, call.effects); i++)
            ck_assert_double_eq(answer.number[i], 0.0);
    close_school();
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("a school of a federation");
    TCase *t = tcase_create("answers");
    tcase_add_loop_test(t, sums_are_the_derivatives_of_the_log_likelihood, 0,
                        FIXTURE_KINDS);
    tcase_add_loop_test(t, a_school_maximises_at_home, 0, FIXTURE_KINDS);
    tcase_add_loop_test(t, a_random_effect_is_integrated_out, 0, FIXTURE_KINDS);
    tcase_add_loop_test(t, gradients_are_those_of_what_is_left, 0, 2 * FIXTURE_KINDS);
    tcase_add_loop_test(t, observed_information_is_minus_the_hessian, 0,
                        3 * FIXTURE_KINDS);
    tcase_add_loop_test(t, cross_products_are_positive, 0, 3);
    tcase_add_test(t, the_survey_counts_answers);
    tcase_add_test(t, a_school_without_variation_runs_away_and_says_so);
    tcase_add_test(t, a_wrong_call_is_refused);
    tcase_add_test(t, what_is_no_number_does_not_go_out);
    suite_add_tcase(suite, t);
    return suite;
}
