/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_explain_dims.c -- numbers that open in several dimensions: they are the engine's, and
 * the arithmetic on the printed digits gives the printed result. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dims.h"
#include "explaining.h"
#include "suite.h"

static void
set_up(void)
{
    rig_open(24, 80);
    made = malloc(sizeof *made);
}

static void
tear_down(void)
{
    free(made);
    rig_close();
    dims_remove();
}

static const char *const ways[][3] = {
    { "quad 8" },
    { "quad 5", "nodes gh" },
    { "quad 100", "nodes sobol" },
    { "quad 7", "prior a1=lognormal(0,0.5)", "accelerate none" },
};

START_TEST(every_number_is_the_engines)
{
    dims_load(2, 100, command);
    for (size_t k = 0; k < 3 && ways[_i][k]; k++)
        command(ways[_i][k]);
    size_t stride = session()->quadrature->points / 5;
    command("until 3");
    command("goto 2");
    check_everything(stride);
    command("live");
    command("max-cycles 25");
    command("run");
    ck_assert(session()->ended);
    check_parameters();
    check_history();
    check_fit();
}
END_TEST

/* The numbers of a line, one after the other; returns how many. */
static size_t
numbers(const char *text, double *out, size_t most)
{
    size_t count = 0;

    while (*text && count < most) {
        char *end;
        double x = strtod(text, &end);

        if (end != text)
            out[count++] = x;
        text = end == text ? text + 1 : end;
    }
    return count;
}

/* As the engine reweights the rule by what the correlation is by now. */
START_TEST(weights_follow_the_correlation)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_WEIGHT };
    double r, A, x[2], E, form, wanted, part[4];
    const char *text;

    dims_load(2, 150, command);
    command("quad 9");
    command("step cycle 3");
    r = ui_session_shown(session())->entering[session()->model->correlation];
    ck_assert_double_gt(r, 0.05);
    for (q.node = 0; q.node < 81; q.node += 7) {
        A = explain(q);
        wanted = round(A * 1e6) / 1e6;
        ck_assert_ptr_nonnull(strstr(made->formula, "Σ⁻¹"));
        ck_assert_uint_ge(made->operands, 3);
        text = strrchr(made->line[1], '=');
        ck_assert_int_eq(sscanf(text, "= %lf", &E), 1);
        text = made->line[2];
        ck_assert_msg(sscanf(text, "of r = %lf, X1 = %lf, X2 = %lf", &r, x, x + 1) == 3,
                      "%s", text);
        form = (2 * r * x[0] * x[1] - r * r * (x[0] * x[0] + x[1] * x[1])) /
               (2 * (1 - r * r));
        ck_assert_double_eq_tol(form, E, 6e-5);
        ck_assert_uint_eq(numbers(made->line[4], part, 4), 3);
        ck_assert_double_eq(part[1], E);
        if (wanted > 0)
            ck_assert_double_eq_tol(part[0] * exp(E) / part[2], wanted, 6e-7);
    }
}
END_TEST

/* The logit of an item that measures both abilities, of printed digits. */
START_TEST(compensation_is_written_out)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_PROBABILITY, .node = 30 };
    double x[6], logit;

    dims_load(2, 150, command);
    command("correlation fixed");
    command("q-matrix \"\"");
    command("quad 9");
    command("step cycle 2");
    for (q.item = 1; q.item < 6; q.item++) {
        double P = explain(q);

        ck_assert_str_eq(made->line[0], "d and of each dimension a θ:");
        ck_assert_uint_eq(numbers(made->line[1], x, 6), 5);
        ck_assert_int_eq(sscanf(made->line[2], "= %lf, of which", &logit), 1);
        ck_assert_double_eq_tol(x[0] + x[1] * x[2] + x[3] * x[4], logit, 6e-5);
        logit = 1.0 / (1.0 + exp(-logit));
        ck_assert(fabs(P - logit) < 1e-6 || fabs(P - (1.0 - logit)) < 1e-6);
        ck_assert_str_eq(made->source, "McKinley and Reckase 1983");
    }
}
END_TEST

START_TEST(correlations_say_how_they_are_found)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_PARAMETER };

    dims_load(3, 150, command);
    command("quad 5");
    q.parameter = session()->model->correlation + 1;
    ck_assert_double_eq(explain(q), 0.0);
    ck_assert_str_eq(made->title, "r13 at the start");
    command("step cycle 3");
    explain(q);
    ck_assert_str_eq(made->title, "r13 after cycle 3");
    ck_assert_ptr_nonnull(strstr(made->formula, "maximises"));
    check_pattern(0, 31);
    check_counts(2, 31);
    check_newton(11);
}
END_TEST

START_TEST(dimensions_that_are_not_there)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_NODE, .column = 2 };

    dims_load(2, 150, command);
    command("quad 5");
    ck_assert(!ui_explain(session(), q, made, &error));
    ck_assert_str_eq(error.message, "θ has 2 dimensions");
    command("run");
    q.kind = UI_QUANTITY_EAP;
    ck_assert(!ui_explain(session(), q, made, &error));
    q.column = 0;
    q.row = IRT_SCORE_ML;
    ck_assert(!ui_explain(session(), q, made, &error));
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("explain_dims");
    TCase *tests = tcase_create("explain_dims");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, every_number_is_the_engines, 0,
                        sizeof ways / sizeof ways[0]);
    tcase_add_test(tests, weights_follow_the_correlation);
    tcase_add_test(tests, compensation_is_written_out);
    tcase_add_test(tests, correlations_say_how_they_are_found);
    tcase_add_test(tests, dimensions_that_are_not_there);
    suite_add_tcase(suite, tests);
    return suite;
}
