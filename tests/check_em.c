/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EM as a machine: what must hold for every model, rule and acceleration; stepping,
 * travelling back, and why it stops. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Every model by every acceleration by every rule. */
#define COMBINATIONS (FIXTURE_KINDS * 9)

static void
open_combination(struct fixture *f, int i)
{
    const char *kind = fixture_kinds[i % FIXTURE_KINDS];
    struct irt_options options = irt_options_defaults();
    options.accelerate = (enum irt_acceleration)(i / FIXTURE_KINDS % 3);
    options.nodes = (enum irt_nodes)(i / FIXTURE_KINDS / 3);
    options.points = options.nodes == IRT_NODES_GH ? 21 : 31;
    options.tolerance = 1e-5;
    options.max_cycles = 3000; /* 4PL is slow without acceleration */
    /* Weights without a form converge slowly; over hundreds of extrapolations rounding grows. */
    if (options.nodes == IRT_NODES_EMPIRICAL)
        options.max_cycles = 40;
    fixture_open_with(f, fixture_simulated_by(kind, 400, 7, 0.1, 11), kind, &options);
}

/* What EM raises: with priors, the log posterior. */
static double
objective(const struct fixture *f, size_t row)
{
    return f->trace.loglik[row] + f->trace.log_prior[row];
}

START_TEST(the_objective_never_falls)
{
    struct fixture f;
    open_combination(&f, _i);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    if (f.options.nodes != IRT_NODES_EMPIRICAL)
        ck_assert_int_eq(f.last.stopped, IRT_STOP_PARAMETER);
    ck_assert_uint_gt(f.trace.rows, 3);
    for (size_t c = 1; c < f.trace.rows; c++)
        ck_assert_msg(objective(&f, c) >=
                          objective(&f, c - 1) - 1e-10 * fabs(objective(&f, c)),
                      "fell in cycle %zu from %.12f to %.12f", c, objective(&f, c - 1),
                      objective(&f, c));
    fixture_close(&f);
}
END_TEST

START_TEST(stages_one_by_one_equal_whole_cycles)
{
    struct fixture whole, staged;
    open_combination(&whole, _i);
    open_combination(&staged, _i);
    fixture_run(&whole, IRT_GRAIN_CYCLE);
    fixture_run(&staged, IRT_GRAIN_STAGE);
    ck_assert_uint_eq(whole.trace.rows, staged.trace.rows);
    ck_assert_uint_eq(whole.last.evaluations, staged.last.evaluations);
    for (size_t c = 0; c < whole.trace.rows; c++) {
        ck_assert_double_eq_tol(whole.trace.loglik[c], staged.trace.loglik[c], 1e-7);
        for (size_t k = 0; k < whole.model->parameters; k++)
            ck_assert_double_eq_tol(irt_trace_psi(&whole.trace, c)[k],
                                    irt_trace_psi(&staged.trace, c)[k], 1e-8);
    }
    fixture_close(&whole);
    fixture_close(&staged);
}
END_TEST

START_TEST(all_ways_lead_to_one_optimum)
{
    struct fixture f;
    double loglik[3];
    for (int a = 0; a < 3; a++) {
        struct irt_options options = irt_options_defaults();
        options.accelerate = (enum irt_acceleration)a;
        options.tolerance = 1e-9;
        options.max_cycles = 5000;
        fixture_open_with(&f, fixture_simulated_by(fixture_kinds[_i], 400, 7, 0.1, 11),
                          fixture_kinds[_i], &options);
        fixture_run(&f, IRT_GRAIN_CYCLE);
        loglik[a] = objective(&f, f.trace.rows - 1);
        ck_assert_double_lt(f.trace.max_gradient[f.trace.rows - 1], 1e-4);
        fixture_close(&f);
    }
    ck_assert_double_eq_tol(loglik[0], loglik[1], 1e-8);
    ck_assert_double_eq_tol(loglik[0], loglik[2], 1e-8);
}
END_TEST

START_TEST(threads_change_no_bit)
{
    struct fixture one, two;
    struct irt_options options = irt_options_defaults();
    options.threads = 1;
    fixture_open_with(&one, fixture_simulated(12000, 10, 0.0, 5), "2pl", &options);
    options.threads = 3;
    fixture_open_with(&two, fixture_simulated(12000, 10, 0.0, 5), "2pl", &options);
    struct irt_fit *a = fixture_fit(&one), *b = fixture_fit(&two);
    ck_assert_double_eq(a->loglik, b->loglik);
    ck_assert_mem_eq(a->psi, b->psi, one.model->parameters * sizeof *a->psi);
    for (size_t k = 0; k < one.model->sigma; k++)
        ck_assert_double_eq(a->se[k], b->se[k]);
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&one);
    fixture_close(&two);
}
END_TEST

static void
assert_same_moment(const struct irt_snapshot *a, const struct irt_snapshot *b)
{
    ck_assert_uint_eq(a->cycle, b->cycle);
    ck_assert_double_eq_tol(a->loglik, b->loglik, 1e-8);
    ck_assert_double_eq_tol(a->max_change, b->max_change, 1e-10);
    for (size_t k = 0; k < a->parameters; k++) {
        ck_assert_double_eq_tol(a->entering[k], b->entering[k], 1e-10);
        ck_assert_double_eq_tol(a->psi[k], b->psi[k], 1e-10);
    }
    for (size_t i = 0; i < a->expected->first[a->expected->items]; i++)
        ck_assert_double_eq_tol(a->expected->r[i], b->expected->r[i], 1e-8);
    ck_assert_uint_eq(a->newton.count, b->newton.count);
    for (size_t i = 0; i < a->newton.value_count; i++)
        ck_assert_double_eq_tol(a->newton.value[i], b->newton.value[i],
                                1e-6 * (1.0 + fabs(a->newton.value[i])));
}

/* A cycle seen again is the cycle as it was, and the run goes on undisturbed. */
START_TEST(a_past_cycle_can_be_seen_again)
{
    struct fixture f, undisturbed;
    struct irt_error error = { 0 };
    struct irt_snapshot then = { 0 }, again = { 0 };
    open_combination(&f, _i);
    open_combination(&undisturbed, _i);
    fixture_start(&f);
    for (int c = 0; c < 3; c++)
        irt_em.advance(f.em, IRT_GRAIN_CYCLE, &error);
    ck_assert(irt_em.look(f.em, &then, &error));
    for (int c = 0; c < 2; c++)
        irt_em.advance(f.em, IRT_GRAIN_CYCLE, &error);
    ck_assert(irt_em.revisit(f.em, 3, &again, &error));
    ck_assert(again.past && again.has_expected);
    /* An extrapolation after cycle 3 may have been undone since: compare what it entered. */
    if (then.stage != IRT_STAGE_ACCELERATE)
        assert_same_moment(&then, &again);
    ck_assert(!irt_em.revisit(f.em, 0, &again, &error));
    ck_assert(!irt_em.revisit(f.em, 99, &again, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    fixture_run(&undisturbed, IRT_GRAIN_CYCLE);
    ck_assert_uint_eq(f.trace.rows, undisturbed.trace.rows);
    ck_assert_mem_eq(f.trace.psi, undisturbed.trace.psi,
                     f.trace.rows * f.trace.parameters * sizeof *f.trace.psi);
    irt_snapshot_clear(&then);
    irt_snapshot_clear(&again);
    fixture_close(&f);
    fixture_close(&undisturbed);
}
END_TEST

START_TEST(stages_come_in_the_textbooks_order)
{
    struct fixture f;
    struct irt_error error = { 0 };
    fixture_open(&f, fixture_lsat6(), "2pl");
    fixture_start(&f);
    static const enum irt_stage order[] = { IRT_STAGE_LIKELIHOOD, IRT_STAGE_MARGINAL,
                                            IRT_STAGE_POSTERIOR, IRT_STAGE_ARTIFICIAL,
                                            IRT_STAGE_NEWTON };
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(irt_em.advance(f.em, IRT_GRAIN_STAGE, &error), order[i]);
        ck_assert(irt_em.look(f.em, &f.last, &error));
        ck_assert_int_eq(f.last.has_expected, order[i] >= IRT_STAGE_ARTIFICIAL);
        ck_assert_int_eq(isnan(f.last.loglik) != 0, order[i] < IRT_STAGE_MARGINAL);
        ck_assert_uint_eq(f.last.newton_item,
                          order[i] == IRT_STAGE_NEWTON ? 0 : IRT_NONE);
    }
    /* A cycle asked for in the middle of one finishes it. */
    ck_assert_int_eq(irt_em.advance(f.em, IRT_GRAIN_CYCLE, &error), IRT_STAGE_CYCLE);
    ck_assert_uint_eq(f.trace.rows, 2);
    fixture_close(&f);
}
END_TEST

/* In a cycle's Newton steps the objective rises and the gradient ends near 0. */
START_TEST(newton_climbs_to_a_maximum)
{
    struct fixture f;
    struct irt_error error = { 0 };
    fixture_open(&f, fixture_simulated_by(fixture_kinds[_i], 500, 6, 0.1, 21),
                 fixture_kinds[_i]);
    fixture_start(&f);
    irt_em.advance(f.em, IRT_GRAIN_CYCLE, &error);
    ck_assert(irt_em.look(f.em, &f.last, &error));
    const struct irt_newton_log *log = &f.last.newton;
    size_t compared = 0;
    for (size_t i = 0; i < log->count; i++)
        for (size_t k = i + 1; k < log->count; k++)
            if (log->step[k].item == log->step[i].item &&
                log->step[k].step == log->step[i].step + 1) {
                ck_assert_double_ge(log->step[k].objective,
                                    log->step[i].objective -
                                        1e-9 * fabs(log->step[i].objective));
                compared++;
            }
    ck_assert_uint_ge(compared, f.model->items);
    double gradient[64];
    fixture_gradient(&f, f.last.expected, f.last.psi, f.last.quadrature, gradient);
    for (size_t k = 0; k < f.model->free_count; k++)
        ck_assert_double_eq_tol(gradient[k], 0.0, 1e-5);
    fixture_close(&f);
}
END_TEST

/* Item 6 of these data is a step between two nodes: its slope could be anything large.
 * Newton does not follow rounding about, and EM ends. */
START_TEST(a_slope_without_end_ends)
{
    struct irt_options options = irt_options_defaults();
    struct irt_error error = { 0 };
    struct fixture f;
    enum irt_stage stage;
    size_t most = 0;
    fixture_open_with(&f, fixture_simulated_by("4pl", 600, 9, 0.0, 2), "4pl", &options);
    f.options.tolerance = _i == 0 ? 1e-4 : 1e-8;
    fixture_start(&f);
    do {
        stage = irt_em.advance(f.em, IRT_GRAIN_CYCLE, &error);
        ck_assert(irt_em.look(f.em, &f.last, &error));
        for (size_t i = 0; i < f.last.newton.count; i++)
            most = f.last.newton.step[i].step > most ? f.last.newton.step[i].step : most;
        for (size_t k = 0; f.last.cycle > 100 && k < f.model->parameters; k++)
            ck_assert_double_lt(fabs(f.last.psi[k]), 1e4);
    } while (stage != IRT_STAGE_DONE && stage != IRT_STAGE_FAILED);
    ck_assert_int_eq(f.last.stopped, IRT_STOP_PARAMETER);
    ck_assert_double_gt(f.last.psi[f.model->item[5].first], 50.0);
    ck_assert_uint_lt(most, 40);
    fixture_close(&f);
}
END_TEST

START_TEST(it_stops_for_the_reason_asked)
{
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.criterion = IRT_CRITERION_GRADIENT;
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_int_eq(f.last.stopped, IRT_STOP_GRADIENT);
    ck_assert_double_lt(f.trace.max_gradient[f.trace.rows - 1], 1e-4);
    fixture_close(&f);

    options.criterion = IRT_CRITERION_LOGLIK;
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_int_eq(f.last.stopped, IRT_STOP_LOGLIK);
    size_t end = f.trace.rows - 1;
    ck_assert_double_lt(fabs(f.trace.loglik[end] - f.trace.loglik[end - 1]), 1e-4);
    fixture_close(&f);

    options.criterion = IRT_CRITERION_PARAMETER;
    options.max_cycles = 3;
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_int_eq(f.last.stopped, IRT_STOP_MAX_CYCLES);
    ck_assert_uint_eq(fit->cycles, 3);
    ck_assert(!fit->converged && isfinite(fit->loglik) && fit->notes.count == 1);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Weights found from the data describe N(0, 1) to mean 0 and variance 1, fit no worse than
 * the normal, and stand in the trace for every cycle. */
START_TEST(empirical_weights_are_standardised)
{
    struct irt_options options = irt_options_defaults();
    struct fixture normal, free_form;
    fixture_open_with(&normal, fixture_simulated_by(fixture_kinds[_i], 600, 9, 0.0, 2),
                      fixture_kinds[_i], &options);
    options.nodes = IRT_NODES_EMPIRICAL;
    fixture_open_with(&free_form, fixture_simulated_by(fixture_kinds[_i], 600, 9, 0.0, 2),
                      fixture_kinds[_i], &options);
    struct irt_fit *a = fixture_fit(&normal), *b = fixture_fit(&free_form);
    double sum = 0.0, mean = 0.0, square = 0.0;
    for (size_t n = 0; n < b->quadrature->points; n++) {
        double A = b->quadrature->weight[n], X = b->quadrature->node[n];
        sum += A;
        mean += A * X;
        square += A * X * X;
    }
    ck_assert_double_eq_tol(sum, 1.0, 1e-12);
    ck_assert_double_eq_tol(mean, 0.0, 1e-10);
    ck_assert_double_eq_tol(square, 1.0, 1e-10);
    ck_assert_double_gt(b->loglik, a->loglik - 1e-3);
    ck_assert_uint_eq(free_form.trace.points, options.points);
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&normal);
    fixture_close(&free_form);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("EM");
    TCase *t = tcase_create("properties");
    tcase_add_loop_test(t, the_objective_never_falls, 0, COMBINATIONS);
    tcase_add_loop_test(t, stages_one_by_one_equal_whole_cycles, 0, COMBINATIONS);
    tcase_add_loop_test(t, all_ways_lead_to_one_optimum, 0, FIXTURE_KINDS);
    tcase_add_test(t, threads_change_no_bit);
    tcase_add_loop_test(t, a_past_cycle_can_be_seen_again, 0, COMBINATIONS);
    tcase_add_test(t, stages_come_in_the_textbooks_order);
    tcase_add_loop_test(t, newton_climbs_to_a_maximum, 0, FIXTURE_KINDS);
    tcase_add_loop_test(t, a_slope_without_end_ends, 0, 2);
    tcase_add_test(t, it_stops_for_the_reason_asked);
    tcase_add_loop_test(t, empirical_weights_are_standardised, 0, FIXTURE_KINDS);
    suite_add_tcase(suite, t);
    return suite;
}
