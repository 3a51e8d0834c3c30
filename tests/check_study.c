/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_study.c -- studies: the same numbers however they were run, and the right ones. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_fit.h>

#include "fixture.h"
#include "report/study.h"
#include "study/claim.h"
#include "study/compare.h"
#include "study/replicate.h"
#include "study/summary.h"
#include "suite.h"

static struct irt_study_design *
design_of(const char *text)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_study_design *design = irt_study_design_read(text, "x.study", &error);

    ck_assert_msg(design != NULL, "%s", error.message);
    return design;
}

static struct irt_study *
run(const struct irt_study_design *design, unsigned threads)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_study *study = irt_study_open(design, NULL, "1", &error);

    ck_assert_msg(study != NULL, "%s", error.message);
    ck_assert_msg(irt_study_run(study, threads, NULL, NULL, &error), "%s", error.message);
    return study;
}

static char *
written(const struct irt_study *study, ui_study_writer *write)
{
    struct ui_study_report report = { study, "x.study", true };
    struct irt_error error = { IRT_OK, "" };
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    ck_assert_msg(write(&report, out, &error), "%s", error.message);
    fclose(out);
    return text;
}

static void
same_text(char *one, char *other)
{
    ck_assert_str_eq(one, other);
    free(one);
    free(other);
}

/* --- the same numbers --------------------------------------------------------------------- */

static const char mixed[] =
    "items = 4\nschools = 3\nschool-sizes = 20 40\n"
    "contaminate = none random=.2\nquad = 15 21\n"
    "estimator = em federated\nmax-cycles = 40\nreplications = 6\n";

START_TEST(threads_change_nothing)
{
    struct irt_study_design *design = design_of(mixed);
    struct irt_study *one = run(design, 1), *many = run(design, 2 + (unsigned)_i);

    same_text(written(one, ui_study_csv), written(many, ui_study_csv));
    same_text(written(one, ui_study_json), written(many, ui_study_json));
    same_text(written(one, ui_study_text), written(many, ui_study_text));
    irt_study_close(one);
    irt_study_close(many);
    irt_study_design_free(design);
}
END_TEST

static bool
asks_after(void *context)
{
    size_t *left = context;

    return __atomic_sub_fetch(left, 1, __ATOMIC_SEQ_CST) > 1000000;
}

/* Stopped anywhere and taken up again it ends in the same numbers. */
START_TEST(interruptions_change_nothing)
{
    struct irt_study_design *design = design_of(mixed);
    struct irt_study *whole = run(design, 1), *study;
    struct irt_error error = { IRT_OK, "" };
    size_t stops = 0, done;

    study = irt_study_open(design, NULL, "1", &error);
    for (;;) {
        size_t left = 100 * (1 + stops); /* a long replication needs its time */
        struct irt_cancel cancel = { asks_after, &left };
        done = irt_study_done(study);
        if (irt_study_run(study, 2, NULL, &cancel, &error))
            break;
        ck_assert_int_eq(error.code, IRT_INTERRUPTED);
        ck_assert_uint_ge(irt_study_done(study), done);
        ck_assert_uint_lt(stops++, 50);
    }
    ck_assert_uint_gt(stops, 2);
    same_text(written(whole, ui_study_csv), written(study, ui_study_csv));
    irt_study_close(whole);
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

/* A replication is that of its cell whatever else is in the design. */
START_TEST(cells_do_not_depend_on_their_neighbours)
{
    struct irt_study_design *design = design_of(mixed), *alone;
    struct irt_study *all = run(design, 2), *one;

    alone = design_of("items = 4\nschools = 3\nschool-sizes = 40\n[x]\n"
                      "contaminate = random=.2\nquad = 15\nreplications = 3\n");
    one = run(alone, 1);
    for (size_t r = 0; r < 3; r++)
        ck_assert_mem_eq(irt_study_result(one, 0, r), irt_study_result(all, 12, r),
                         sizeof(struct irt_study_result));
    irt_study_close(all);
    irt_study_close(one);
    irt_study_design_free(design);
    irt_study_design_free(alone);
}
END_TEST

START_TEST(cells_that_are_the_same_are_run_once)
{
    struct irt_study_design *design =
        design_of("items = 4\npersons = 50\nquad = 9\n[one]\nreplications = 2\n"
                  "contaminate = all-zero=0 all-zero=.1\n[two]\nreplications = 5\n"
                  "contaminate = random=0 random=.1\n");
    struct irt_study *study = run(design, 2);

    ck_assert_uint_eq(irt_study_total(study), 5 + 2 + 5);
    ck_assert_uint_eq(irt_study_counts(study, 0).done, 2);
    ck_assert_uint_eq(irt_study_counts(study, 2).done, 5);
    ck_assert_ptr_eq(irt_study_result(study, 0, 1), irt_study_result(study, 2, 1));
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

/* --- the right numbers ---------------------------------------------------------------------- */

/* Results put together by hand: the measures of their definitions. */
START_TEST(measures_are_those_of_their_definitions)
{
    struct irt_study_result result = { .status = IRT_STUDY_CONVERGED };
    const struct irt_study_errors *b = &result.errors[IRT_STUDY_B],
                                  *s = &result.errors[IRT_STUDY_S];

    irt_study_result_add(&result, IRT_STUDY_B, 0.3, 0.2, 1);
    irt_study_result_add(&result, IRT_STUDY_B, -0.5, 0.2, 1);
    irt_study_result_add(&result, IRT_STUDY_B, INFINITY, 0.2, 1);
    irt_study_result_add(&result, IRT_STUDY_B, NAN, 0.2, 1);
    irt_study_result_add(&result, IRT_STUDY_B, 0.1, NAN, 1);
    ck_assert_uint_eq(b->count, 3);
    ck_assert_uint_eq(b->intervals, 2);
    ck_assert_uint_eq(b->covered, 1); /* 1.96 * 0.2 = 0.392 */
    ck_assert_double_eq_tol(b->sum, -0.1, 1e-15);
    ck_assert_double_eq_tol(b->squares, 0.35, 1e-15);
    irt_study_result_add(&result, IRT_STUDY_S, 0.2, 0, -1); /* -0.9 estimated -0.7 */
    ck_assert_double_eq(s->sum, -0.2);
    ck_assert_uint_eq(s->intervals, 0);
    ck_assert_uint_eq(
        result.bin[irt_study_histogram(IRT_STUDY_B)][IRT_STUDY_BINS / 2 + 3] +
            result.bin[irt_study_histogram(IRT_STUDY_B)][IRT_STUDY_BINS / 2 + 2],
        1);
    irt_study_result_add(&result, IRT_STUDY_A, -99, 0, 1);
    irt_study_result_add(&result, IRT_STUDY_A, 99, 0, 1);
    ck_assert_uint_eq(result.bin[0][0], 1);
    ck_assert_uint_eq(result.bin[0][IRT_STUDY_BINS - 1], 1);
}
END_TEST

/* The summary of a study against the same from its results, by another formula. */
START_TEST(summaries_are_means_over_replications)
{
    struct irt_study_design *design =
        design_of("items = 8\npersons = 500\nquad = 15 31\nreplications = 20\n");
    struct irt_study *study = run(design, 2);

    for (int t = 0; t < IRT_STUDY_TARGETS; t++) {
        struct irt_study_number bias, mse, rmse, difference;
        double sum = 0, squares = 0, mean = 0, apart = 0, apart2 = 0, n = 0;
        enum irt_study_target target = (enum irt_study_target)t;

        for (size_t r = 0; r < 20; r++) {
            const struct irt_study_errors *e = &irt_study_result(study, 0, r)->errors[t],
                                          *f = &irt_study_result(study, 1, r)->errors[t];
            if (e->count == 0)
                continue;
            ck_assert_int_eq(irt_study_result(study, 0, r)->status, IRT_STUDY_CONVERGED);
            n++;
            mean += e->sum / e->count;
            sum += e->squares / e->count;
            squares += pow(e->squares / e->count, 2);
            apart += f->squares / f->count - e->squares / e->count;
            apart2 += pow(f->squares / f->count - e->squares / e->count, 2);
        }
        bias = irt_study_measure(study, 0, target, IRT_STUDY_BIAS);
        mse = irt_study_measure(study, 0, target, IRT_STUDY_MSE);
        rmse = irt_study_measure(study, 0, target, IRT_STUDY_RMSE);
        difference = irt_study_difference(study, 1, 0, target, IRT_STUDY_MSE);
        if (n == 0) {
            ck_assert(isnan(bias.value) && isnan(bias.se) && isnan(mse.value));
            ck_assert(isnan(difference.value));
            continue;
        }
        ck_assert_double_eq_tol(bias.value, mean / n, 1e-12);
        ck_assert_double_eq_tol(mse.value, sum / n, 1e-12);
        ck_assert_double_eq_tol(mse.se, sqrt((squares - sum * sum / n) / (n - 1) / n),
                                1e-9);
        ck_assert_double_eq_tol(rmse.value, sqrt(sum / n), 1e-12);
        ck_assert_double_eq_tol(rmse.se, mse.se / (2 * rmse.value), 1e-12);
        ck_assert_double_eq_tol(difference.value, apart / n, 1e-12);
        ck_assert_double_eq_tol(difference.se,
                                sqrt((apart2 - apart * apart / n) / (n - 1) / n), 1e-9);
    }
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

/* Much data: small errors, intervals that hold what they say.  The bands are wide: 5 Monte
 * Carlo standard errors. */
START_TEST(a_right_model_is_estimated_right)
{
    static const char *const models[] = { "2pl", "pcm", "grm", "rasch" };
    struct irt_study_number bias, mse, coverage;
    struct irt_study_design *design;
    struct irt_study *study;
    char text[200];

    snprintf(text, sizeof text,
             "model = %s\nitems = 8\npersons = 1000\nquad = 31\nreplications = 40\n"
             "a = uniform(.7,1.5)\nb = uniform(-1,1)\nseed = 2385\n",
             models[_i]);
    design = design_of(text);
    study = run(design, 2);
    ck_assert_uint_eq(irt_study_counts(study, 0).converged, 40);
    bias = irt_study_measure(study, 0, IRT_STUDY_B, IRT_STUDY_BIAS);
    mse = irt_study_measure(study, 0, IRT_STUDY_B, IRT_STUDY_MSE);
    coverage = irt_study_measure(study, 0, IRT_STUDY_B, IRT_STUDY_COVERAGE);
    ck_assert_double_eq_tol(bias.value, 0, 5 * bias.se + 0.01);
    ck_assert_double_le(mse.value, 0.05);
    ck_assert_double_eq_tol(coverage.value, 0.95, 5 * coverage.se + 0.005);
    coverage = irt_study_measure(study, 0, IRT_STUDY_A, IRT_STUDY_COVERAGE);
    if (irt_model_find(models[_i])->slope_fixed)
        ck_assert(isnan(coverage.value)); /* nothing is estimated */
    else
        ck_assert_double_eq_tol(coverage.value, 0.95, 5 * coverage.se + 0.005);
    ck_assert_double_le(
        irt_study_measure(study, 0, IRT_STUDY_THETA, IRT_STUDY_RMSE).value, 0.75);
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

/* Schools of different sizes, all 1.5 better or not: whatever the fit makes of them, the true
 * b and theta are moved to where it has its origin.  With effects of 0 all are right. */
START_TEST(the_origin_is_aligned)
{
    struct irt_study_design *design = design_of(
        "items = 8\nschools = 4\nschool-sizes = 100,200,300,400\nquad = 31\n"
        "school-effects = 0 1.5\neffects = none fixed averages\nb = uniform(-1,1)\n"
        "a = 1\nreplications = 20\n");
    struct irt_study *study = run(design, 2);

    ck_assert_uint_eq(design->cells, 6);
    for (size_t c = 0; c < 6; c++) {
        struct irt_study_number bias =
            irt_study_measure(study, c, IRT_STUDY_B, IRT_STUDY_BIAS);
        double s = irt_study_measure(study, c, IRT_STUDY_S, IRT_STUDY_MSE).value;

        ck_assert_double_eq_tol(bias.value, 0, 5 * bias.se);
        ck_assert_double_le(
            irt_study_measure(study, c, IRT_STUDY_THETA, IRT_STUDY_RMSE).value, 0.75);
        ck_assert(c % 3 == 0 ? isnan(s) : s < 0.05);
    }
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

/* Rasch with few items: joint estimates are drawn out, conditional and marginal ones not; where
 * the items fix the origin, the errors of b have mean 0. */
START_TEST(joint_estimates_are_drawn_out)
{
    struct irt_study_design *design = design_of(
        "model = rasch\nitems = 5\npersons = 500\nb = uniform(-2,2)\nquad = 31\n"
        "estimator = em jml cml\nreplications = 30\nseed = 3\n");
    struct irt_study *study = run(design, 2);
    struct irt_study_number scale[3], more;

    ck_assert_uint_eq(design->cells, 3);
    for (size_t c = 0; c < 3; c++) {
        struct irt_study_number bias =
            irt_study_measure(study, c, IRT_STUDY_B, IRT_STUDY_BIAS);

        scale[c] = irt_study_measure(study, c, IRT_STUDY_B_SCALE, IRT_STUDY_BIAS);
        ck_assert_double_eq_tol(bias.value, 0, c == 0 ? 5 * bias.se : 1e-12);
        ck_assert(
            isfinite(irt_study_measure(study, c, IRT_STUDY_THETA, IRT_STUDY_RMSE).value));
    }
    ck_assert_double_eq_tol(scale[0].value, 0, 5 * scale[0].se);
    ck_assert_double_eq_tol(scale[2].value, 0, 5 * scale[2].se);
    more = irt_study_difference(study, 1, 2, IRT_STUDY_B_SCALE, IRT_STUDY_BIAS);
    ck_assert_double_gt(more.value, 0.2); /* about 1/(J - 1) = .25, or above */
    ck_assert_double_lt(more.value, 0.4);
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

/* b_scale is the slope of a regression with an intercept, less 1. */
START_TEST(scale_is_the_slope_of_a_regression)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_error error = { IRT_OK, "" };
    struct irt_study_result result = { .status = IRT_STUDY_CONVERGED };
    double is[12], was[12], intercept, slope, c00, c01, c11, squares;
    struct irt_simulation *truth;
    struct fixture f;
    struct irt_fit *fit;

    options.persons = 400;
    options.items = 12;
    options.seed = 11;
    truth = irt_simulate(&options, &error);
    ck_assert_ptr_nonnull(truth);
    fixture_open(&f, fixture_simulated(400, 12, 0, 11), "2pl");
    fit = fixture_fit(&f);
    ck_assert(irt_study_compare(truth, fit, &result, &error));
    for (size_t j = 0; j < 12; j++) {
        struct irt_item_report report, se;

        irt_fit_report(fit, j, &report, &se);
        is[j] = report.b[0];
        irt_simulation_report(truth, j, &report);
        was[j] = report.b[0];
    }
    gsl_fit_linear(was, 1, is, 1, 12, &intercept, &slope, &c00, &c01, &c11, &squares);
    ck_assert_uint_eq(result.errors[IRT_STUDY_B_SCALE].count, 1);
    ck_assert_double_eq_tol(result.errors[IRT_STUDY_B_SCALE].sum, slope - 1, 1e-12);
    irt_fit_free(fit);
    fixture_close(&f);
    irt_simulation_free(truth);
}
END_TEST

/* Effects that differ: estimated as effects they are right, with intervals that hold what
 * they say, wherever the list has its mean; averages shrink, and their b are off in scale. */
START_TEST(effects_are_estimated_right)
{
    struct irt_study_design *design = design_of(
        "model = 2pl pcm\nitems = 8\nschools = 4\nschool-sizes = 100,150,200,250\n"
        "quad = 31\nschool-effects = 2,1,0.5,0.5\neffects = fixed averages\n"
        "b = uniform(-1,1)\na = uniform(.7,1.5)\nreplications = 30\nseed = 3\n");
    struct irt_study *study = run(design, 2);

    for (size_t c = 0; c < 4; c += 2) {
        struct irt_study_number
            b = irt_study_measure(study, c, IRT_STUDY_B, IRT_STUDY_BIAS),
            s = irt_study_measure(study, c, IRT_STUDY_S, IRT_STUDY_BIAS),
            shrunk = irt_study_measure(study, c + 1, IRT_STUDY_S, IRT_STUDY_BIAS),
            worse = irt_study_difference(study, c + 1, c, IRT_STUDY_S, IRT_STUDY_MSE),
            coverage = irt_study_measure(study, c, IRT_STUDY_S, IRT_STUDY_COVERAGE);

        ck_assert_double_eq_tol(b.value, 0, 5 * b.se + 0.01);
        ck_assert_double_eq_tol(s.value, 0, 5 * s.se + 0.01);
        ck_assert_double_lt(shrunk.value, -3 * shrunk.se);
        ck_assert_double_gt(worse.value, 3 * worse.se);
        ck_assert_double_eq_tol(coverage.value, 0.95, 5 * coverage.se + 0.01);
        /* 2 is 1 above the mean, 1 is 0 from it, 0.5 are 0.5 below */
        ck_assert_uint_eq(irt_study_result(study, c, 0)->errors[IRT_STUDY_S_1].count, 1);
        ck_assert_uint_eq(irt_study_result(study, c, 0)->errors[IRT_STUDY_S_3].count, 2);
        ck_assert_uint_eq(irt_study_result(study, c, 0)->errors[IRT_STUDY_S_4].count, 1);
    }
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

START_TEST(contamination_is_seen_and_its_persons_left_out)
{
    struct irt_study_design *design = design_of(
        "items = 6\npersons = 200\ncontaminate = none all-zero=.25\nreplications = 5\n");
    struct irt_study *study = run(design, 2);

    ck_assert_uint_eq(irt_study_result(study, 0, 0)->errors[IRT_STUDY_THETA].count, 200);
    ck_assert_uint_eq(irt_study_result(study, 1, 0)->errors[IRT_STUDY_THETA].count, 150);
    ck_assert_double_gt(irt_study_measure(study, 1, IRT_STUDY_B, IRT_STUDY_MSE).value,
                        irt_study_measure(study, 0, IRT_STUDY_B, IRT_STUDY_MSE).value);
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

START_TEST(what_does_not_converge_is_counted_and_left_out)
{
    struct irt_study_design *design =
        design_of("items = 5\npersons = 100\nmax-cycles = 2 500\nreplications = 4\n");
    struct irt_study *study = run(design, 1);
    struct irt_study_counts counts = irt_study_counts(study, 0);
    char *text;

    ck_assert_uint_eq(counts.done, 4);
    ck_assert_uint_eq(counts.converged, 0);
    ck_assert_uint_eq(counts.failed, 0);
    ck_assert(isnan(irt_study_measure(study, 0, IRT_STUDY_B, IRT_STUDY_MSE).value));
    ck_assert(isnan(irt_study_rounds(study, 0).value));
    ck_assert(isnan(irt_study_difference(study, 1, 0, IRT_STUDY_B, IRT_STUDY_MSE).value));
    ck_assert_uint_eq(irt_study_counts(study, 1).converged, 4);
    text = written(study, ui_study_text);
    ck_assert_ptr_nonnull(strstr(text, "2: 4 of 4 did not converge and are left out"));
    free(text);
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

START_TEST(histograms_hold_every_error)
{
    struct irt_study_design *design =
        design_of("items = 5\npersons = 100\nreplications = 4\nquad = 15\n");
    struct irt_study *study = run(design, 1);
    double count[IRT_STUDY_BINS], sum = 0;

    ck_assert(irt_study_errors_histogram(study, 0, IRT_STUDY_B, count));
    for (size_t bin = 0; bin < IRT_STUDY_BINS; bin++)
        sum += count[bin];
    ck_assert_double_eq(sum, 20);
    ck_assert(!irt_study_errors_histogram(study, 0, IRT_STUDY_S_1, count));
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

/* --- reports ------------------------------------------------------------------------------------ */

START_TEST(tables_are_read)
{
    static const char *const fine[] = { "rounds",
                                        "a.mse",
                                        "b.coverage",
                                        "theta.rmse",
                                        "s_bands.bias",
                                        "s_below_0.25.mse",
                                        "s_bands.mse.difference",
                                        "b.bias.difference" };
    static const char *const bad[] = { "",      "mse",         "b",
                                       "c.mse", "b.mean",      "rounds.difference",
                                       "b.",    ".difference", "b.mse.differences" };
    struct ui_study_show show;
    struct irt_error error;

    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        ck_assert_msg(ui_study_show_read(fine[i], strlen(fine[i]), &show, &error), "%s",
                      fine[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(!ui_study_show_read(bad[i], strlen(bad[i]), &show, &error), "%s",
                      bad[i]);
        ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    }
}
END_TEST

START_TEST(numbers_have_the_digits_their_error_has)
{
    static const struct {
        struct irt_study_number number;
        const char *text;
    } said[] = {
        { { 0.031234, 0.00082 }, "0.03123 (0.00082)" },
        { { -1.5, 0.25 }, "-1.50 (0.25)" },
        { { 123.4, 12 }, "123 (12)" },
        { { 3e-9, 4e-10 }, "3.0e-09 (4e-10)" },
        { { 0.25, NAN }, "0.2500" },
        { { 0, 0 }, "0.0000 (0.0000)" },
        { { NAN, NAN }, "-" },
    };
    char text[60];

    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        ui_study_number(said[i].number, text, sizeof text);
        ck_assert_str_eq(text, said[i].text);
    }
}
END_TEST

START_TEST(the_text_has_the_tables_asked_for)
{
    struct irt_study_design *design = design_of(
        "title = Nodes\nitems = 4\npersons = 60 90\nquad = 9 15\nreplications = 3\n"
        "show = b.mse b.mse.difference rounds s.mse\n");
    struct irt_study *study = run(design, 2);
    char *text = written(study, ui_study_text);

    ck_assert_ptr_nonnull(strstr(text, "Nodes\n"));
    ck_assert_ptr_nonnull(strstr(text, "3 replications, seed 1\n"));
    ck_assert_ptr_nonnull(strstr(text, "\nmean squared error of b\npersons  "));
    ck_assert_ptr_nonnull(strstr(text, "less that of 9 on the same data sets\n"));
    ck_assert_ptr_nonnull(
        strstr(text, "rounds of messages, or cycles, to convergence\n"));
    ck_assert_ptr_null(strstr(text, "error of s")); /* there are no effects in the fit */
    free(text);
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

START_TEST(claims_are_read)
{
    static const char *const fine[] = { "equal:a.mse", "lower:s_bands.mse",
                                        "flatter:theta.rmse", "lower:s_below_0.25.bias" };
    static const char *const bad[] = { "",         "equal",          "equal:",
                                       "equal:a",  "higher:a.mse",   "lower:a.coverage",
                                       "a.mse",    "flatter:rounds", "lower:s_bands",
                                       "lower:.m", "equal:a.mse." };
    struct irt_study_claim claim;
    struct irt_error error;

    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        ck_assert_msg(irt_study_claim_read(fine[i], strlen(fine[i]), &claim, &error),
                      "%s", fine[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(!irt_study_claim_read(bad[i], strlen(bad[i]), &claim, &error), "%s",
                      bad[i]);
        ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    }
}
END_TEST

/* A study with the mean squared errors of s that are given, cell by cell, whose replications
 * are a little larger and smaller in turn. */
static struct irt_study *
made_up(const struct irt_study_design *design, const double *mse)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_study *study = irt_study_open(design, NULL, "1", &error);

    ck_assert_msg(study != NULL, "%s", error.message);
    for (size_t c = 0; c < design->cells; c++)
        for (size_t r = 0; r < 4; r++) {
            struct irt_study_result result = { .status = IRT_STUDY_CONVERGED };
            double by = (r % 2 ? 1 : -1) * 0.01 * (double)(c + 1);

            result.errors[IRT_STUDY_S] =
                (struct irt_study_errors){ .count = 2, .squares = 2 * (mse[c] + by) };
            irt_study_put(study, c, r, &result);
        }
    return study;
}

/* Standard errors are those of four replications at +-d: d / sqrt(3). */
START_TEST(claims_are_judged_by_two_standard_errors)
{
    struct irt_study_design *design =
        design_of("schools = 3\nestimator = federated\ncontaminate = none all-zero=.2\n"
                  "robust = none cap trim=.1\nreplications = 4\n"
                  "claims = equal:s.mse lower:s.mse flatter:s.mse\n");
    /* none, cap, trim without contamination; then with */
    static const double mse[] = { 1.0, 1.005, 1.2, 5.0, 1.5, 5.3 };
    static const enum irt_study_answer wanted[3][4] = {
        { IRT_STUDY_OPEN, IRT_STUDY_FAILS, IRT_STUDY_FAILS, IRT_STUDY_FAILS },
        { IRT_STUDY_OPEN, IRT_STUDY_HOLDS, IRT_STUDY_FAILS, IRT_STUDY_HOLDS },
        { IRT_STUDY_HOLDS, IRT_STUDY_FAILS },
    };
    struct irt_study *study = made_up(design, mse);
    struct irt_error error;
    char *text;

    for (int k = 0; k < IRT_STUDY_CLAIM_KINDS; k++) {
        struct irt_study_claim claim = { .kind = (enum irt_study_claim_kind)k,
                                         .target = IRT_STUDY_S,
                                         .measure = IRT_STUDY_MSE };
        struct irt_study_comparison *c;
        size_t count;

        ck_assert(irt_study_claim_compare(study, 0, &claim, &c, &count, &error));
        ck_assert_uint_eq(count, k == IRT_STUDY_CLAIM_FLATTER ? 2 : 4);
        for (size_t i = 0; i < count; i++)
            ck_assert_int_eq((int)c[i].answer, (int)wanted[k][i]);
        if (k == IRT_STUDY_CLAIM_FLATTER) {
            ck_assert_double_eq_tol(c[0].difference.value, 0.495 - 4.0, 1e-12);
            /* 5 - 2 - 4 + 1 hundredths */
            ck_assert_double_eq_tol(c[0].difference.se, 0, 1e-12);
            ck_assert_double_eq_tol(c[1].difference.value, 4.1 - 4.0, 1e-12);
        } else {
            ck_assert_double_eq_tol(c[1].difference.value, 0.2, 1e-12);
            ck_assert_double_eq_tol(c[1].difference.se, 0.02 / sqrt(3), 1e-12);
        }
        free(c);
    }
    text = written(study, ui_study_text);
    ck_assert_ptr_nonnull(strstr(text, "Claim: the mean squared error of s of none is "));
    ck_assert_ptr_nonnull(strstr(text, "cap: holds in 1 of 1 comparisons."));
    ck_assert_ptr_nonnull(strstr(text, "it costs 0.2"));
    free(text);
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

START_TEST(a_study_without_results_is_reported_too)
{
    struct irt_study_design *design =
        design_of("items = 4\nreplications = 3\nclaims = lower:b.mse\n");
    struct irt_error error;
    struct irt_study *study = irt_study_open(design, NULL, "1", &error);
    char *text = written(study, ui_study_text), *csv = written(study, ui_study_csv),
         *json = written(study, ui_study_json);

    ck_assert_ptr_nonnull(strstr(text, "0 of 3 replications are done"));
    ck_assert_ptr_nonnull(strstr(text, "there is nothing to compare yet"));
    ck_assert_ptr_nonnull(strstr(csv, ",3,0,0,0,,,a,,,"));
    ck_assert_ptr_nonnull(strstr(json, "\"mse\": null"));
    free(text);
    free(csv);
    free(json);
    irt_study_close(study);
    irt_study_design_free(design);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("study");
    TCase *cases = tcase_create("study");

    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, threads_change_nothing, 0, 3);
    tcase_add_test(cases, interruptions_change_nothing);
    tcase_add_test(cases, cells_do_not_depend_on_their_neighbours);
    tcase_add_test(cases, cells_that_are_the_same_are_run_once);
    tcase_add_test(cases, measures_are_those_of_their_definitions);
    tcase_add_test(cases, summaries_are_means_over_replications);
    tcase_add_loop_test(cases, a_right_model_is_estimated_right, 0, 4);
    tcase_add_test(cases, the_origin_is_aligned);
    tcase_add_test(cases, joint_estimates_are_drawn_out);
    tcase_add_test(cases, scale_is_the_slope_of_a_regression);
    tcase_add_test(cases, effects_are_estimated_right);
    tcase_add_test(cases, contamination_is_seen_and_its_persons_left_out);
    tcase_add_test(cases, what_does_not_converge_is_counted_and_left_out);
    tcase_add_test(cases, histograms_hold_every_error);
    tcase_add_test(cases, tables_are_read);
    tcase_add_test(cases, numbers_have_the_digits_their_error_has);
    tcase_add_test(cases, the_text_has_the_tables_asked_for);
    tcase_add_test(cases, claims_are_read);
    tcase_add_test(cases, claims_are_judged_by_two_standard_errors);
    tcase_add_test(cases, a_study_without_results_is_reported_too);
    suite_add_tcase(suite, cases);
    return suite;
}
