/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_information.c -- information of items and tests, scores in short, densities at
 * nodes, the log-likelihood at any nodes. */
#include "config.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/kernel.h"
#include "estimate/loglik.h"
#include "fixture.h"
#include "parallel.h"
#include "score/eap.h"
#include "score/information.h"
#include "score/summary.h"
#include "suite.h"

static struct fixture f;

static void
open_lsat6(void)
{
    fixture_open(&f, fixture_lsat6(), "2pl");
}

static void
close_it(void)
{
    fixture_close(&f);
}

/* a^2 P (1 - P), and its sum. */
START_TEST(information_is_a_squared_p_q)
{
    const double theta[] = { -3.7, -1, 0, 0.385, 2.2, 5 };
    double item[6], test[6], sum[6] = { 0 };

    for (size_t j = 0; j < f.model->items; j++) {
        const struct irt_item *it = &f.model->item[j];

        f.psi[it->first] = 0.4 + 0.3 * (double)j;
        f.psi[it->first + 1] = 1.3 - 0.7 * (double)j;
        irt_item_information(f.model, f.psi, j, theta, 6, item);
        for (size_t n = 0; n < 6; n++) {
            double a = f.psi[it->first], e = exp(f.psi[it->first + 1] + a * theta[n]);

            ck_assert_double_eq_tol(item[n], a * a * e / (1 + e) / (1 + e), 1e-14);
            sum[n] += item[n];
        }
    }
    irt_test_information(f.model, f.psi, theta, 6, test);
    for (size_t n = 0; n < 6; n++)
        ck_assert_double_eq_tol(test[n], sum[n], 1e-14);
}
END_TEST

/* Mean and variance of the sum of the answers over all patterns there can be. */
static void
sum_by_patterns(double theta, double *mean, double *variance)
{
    size_t J = f.model->items, patterns = 1;
    double P[32], square = 0;

    for (size_t j = 0; j < J; j++)
        patterns *= f.model->item[j].categories;
    *mean = 0;
    for (size_t l = 0; l < patterns; l++) {
        double chance = 1, sum = 0;
        size_t rest = l;

        for (size_t j = 0; j < J; j++) {
            const struct irt_item *it = &f.model->item[j];
            unsigned h = (unsigned)(rest % it->categories);

            rest /= it->categories;
            it->ops->probability(it, f.psi + it->first, &theta, 1, P);
            chance *= P[h];
            sum += it->recode && h ? 2 * h + 1 : h; /* as answers() has them */
        }
        *mean += chance * sum;
        square += chance * sum * sum;
    }
    *variance = square - *mean * *mean;
}

/* 0, 3, 5 on the first item, 0 to 2 on the others. */
static struct irt_responses *
answers(void)
{
    struct irt_error error;
    struct irt_responses *data = irt_responses_new(90, 4, &error);

    for (size_t i = 0; i < 90; i++)
        for (size_t j = 0; j < 4; j++) {
            unsigned h = (unsigned)((i / (j + 1) + i * j) % 3);

            data->code[i * 4 + j] = (unsigned char)(j == 0 && h ? 2 * h + 1 : h);
        }
    irt_responses_count(data);
    return data;
}

/* By its definition, whatever the model, and at most the test's. */
START_TEST(sum_information_is_slope_over_variance)
{
    static const char *const models[] = { "2pl", "gpcm", "grm", "nrm", "rasch" };
    double at[] = { -2.5, -0.4, 0.7, 3 }, found[4], test[4];

    fixture_close(&f);
    fixture_open(&f, _i == 0 || _i == 4 ? fixture_lsat6() : answers(), models[_i]);
    for (size_t k = 0; k < f.model->parameters; k++)
        if (f.model->parameter[k].free != IRT_NONE)
            f.psi[k] += 0.2 * sin((double)(3 * k));
    irt_sum_information(f.model, f.psi, at, 4, found);
    irt_test_information(f.model, f.psi, at, 4, test);
    for (size_t n = 0; n < 4; n++) {
        double mean[2], variance, h = 1e-4;

        sum_by_patterns(at[n] + h, &mean[1], &variance);
        sum_by_patterns(at[n] - h, &mean[0], &variance);
        double slope = (mean[1] - mean[0]) / (2 * h);
        sum_by_patterns(at[n], &mean[0], &variance);
        ck_assert_double_eq_tol(found[n], slope * slope / variance, 1e-6 * found[n]);
        ck_assert_double_le(found[n], test[n] * (1 + 1e-12));
        ck_assert(_i != 4 || found[n] >= test[n] * (1 - 1e-12)); /* rasch */
    }
}
END_TEST

START_TEST(lsat6_information_is_mirts)
{
    const char *folder = fixture_reference();
    char path[500], line[500];
    struct irt_fit *fit;
    double theta, theirs, ours;
    size_t rows = 0;
    FILE *in;

    if (folder == NULL)
        return;
    snprintf(path, sizeof path, "%s/lsat6-2pl/mirt_2pl_info.csv", folder);
    in = fopen(path, "r");
    if (in == NULL)
        return;
    f.options.tolerance = 1e-8;
    fit = fixture_fit(&f);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, in));
    while (fgets(line, sizeof line, in)) {
        ck_assert_int_eq(sscanf(line, "%lf,%lf", &theta, &theirs), 2);
        irt_test_information(f.model, fit->psi, &theta, 1, &ours);
        ck_assert_double_eq_tol(ours, theirs, 2e-4);
        rows++;
    }
    ck_assert_uint_gt(rows, 10);
    fclose(in);
    irt_fit_free(fit);
}
END_TEST

/* Weights count as so many persons. */
START_TEST(summary_is_that_of_the_persons)
{
    double *score = calloc(f.patterns->count, sizeof *score), mean = 0, square = 0, n = 0;
    double *se = calloc(f.patterns->count, sizeof *se), error = 0;
    struct irt_score_summary s;

    ck_assert(
        irt_eap(f.data, f.patterns, f.model, f.psi, f.quadrature, 1, score, se, NULL));
    for (size_t l = 0; l < f.patterns->count; l++)
        for (double k = 0; k < f.patterns->frequency[l]; k++) {
            n++;
            mean += score[l];
            square += score[l] * score[l];
            error += se[l] * se[l];
        }
    mean /= n;
    square = (square - n * mean * mean) / (n - 1);
    error /= n;
    s = irt_score_summarise(f.patterns, score, se, 1);
    ck_assert_double_eq(s.persons, 1000);
    ck_assert_double_eq_tol(s.mean, mean, 1e-12);
    ck_assert_double_eq_tol(s.sd, sqrt(square), 1e-12);
    ck_assert_double_eq_tol(s.mean_error, sqrt(error), 1e-12);
    ck_assert_double_eq_tol(s.reliability, square / (square + error), 1e-12);
    ck_assert_double_le(s.least, s.mean);
    ck_assert_double_ge(s.largest, s.mean);
    free(score);
    free(se);
}
END_TEST

START_TEST(one_person_has_no_reliability)
{
    double frequency = 1, score = 0.7, se = 0.4;
    struct irt_patterns one = { .count = 1, .frequency = &frequency };
    struct irt_score_summary s = irt_score_summarise(&one, &score, &se, 1);

    ck_assert_double_eq(s.mean, 0.7);
    ck_assert(isnan(s.sd));
    ck_assert(isnan(s.reliability));
}
END_TEST

/* Two dimensions, of which the second is looked at; the infinite are counted apart. */
START_TEST(infinite_scores_are_left_out)
{
    double frequency[] = { 2, 3, 1, 5 };
    double score[] = { 9, 1.0, 9, INFINITY, 9, -0.5, 9, NAN };
    double se[] = { 9, 0.5, 9, INFINITY, 9, 0.8, 9, NAN };
    struct irt_patterns patterns = { .count = 4, .frequency = frequency };
    struct irt_score_summary s = irt_score_summarise(&patterns, score + 1, se + 1, 2);

    ck_assert_double_eq(s.persons, 3);
    ck_assert_double_eq(s.others, 8);
    ck_assert_double_eq(s.mean, 0.5);
    ck_assert_double_eq_tol(s.sd, sqrt(0.75), 1e-14);
    ck_assert_double_eq_tol(s.mean_error, sqrt((2 * 0.25 + 0.64) / 3), 1e-14);
    ck_assert_double_eq(s.least, -0.5);
    ck_assert_double_eq(s.largest, 1.0);
}
END_TEST

/* The weights' own density is the normal one, whatever the nodes. */
START_TEST(densities_are_normal)
{
    struct irt_quadrature *q[] = { irt_quadrature_equal(61, -6, 6, NULL),
                                   irt_quadrature_equal(10, -4, 4, NULL),
                                   irt_quadrature_gh(15, NULL),
                                   irt_quadrature_gh(1, NULL) };
    double density[61];

    for (size_t k = 0; k < 4; k++) {
        irt_quadrature_density(q[k], q[k]->weight, density);
        for (size_t n = 0; n < q[k]->points; n++)
            ck_assert_double_eq_tol(density[n], gsl_ran_ugaussian_pdf(q[k]->node[n]),
                                    k == 1 ? 1e-4 : 1e-8);
        irt_quadrature_free(q[k]);
    }
}
END_TEST

/* As a textbook sums it; and what the choice of nodes costs. */
START_TEST(loglik_at_any_nodes)
{
    struct irt_quadrature *ten = irt_quadrature_equal(10, -4, 4, NULL);
    double loglik, fine, coarse;

    ck_assert(
        irt_loglik(f.data, f.patterns, f.model, f.psi, f.quadrature, 1, &loglik, NULL));
    ck_assert_double_eq_tol(loglik, fixture_loglik(&f, f.psi), 1e-8);
    ck_assert(irt_integral_error(f.data, f.patterns, f.model, f.psi, f.quadrature, 1,
                                 &fine, NULL));
    ck_assert(
        irt_integral_error(f.data, f.patterns, f.model, f.psi, ten, 1, &coarse, NULL));
    ck_assert_double_lt(fabs(fine), 1e-5);
    ck_assert_double_gt(fabs(coarse), 1e-4);
    irt_quadrature_free(ten);
}
END_TEST

START_TEST(kernel_memory_is_foretold)
{
    struct irt_pool *pool = irt_pool_new(1, NULL);

    for (size_t points = 5; points < 200; points += 31) {
        struct irt_kernel *kernel =
            irt_kernel_new(f.data, f.patterns, f.model, points, pool, NULL);

        ck_assert_uint_eq(irt_kernel_bytes(kernel),
                          irt_kernel_bytes_needed(f.data, f.patterns, f.model, points));
        irt_kernel_free(kernel);
    }
    irt_pool_free(pool);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("information");
    TCase *tests = tcase_create("information");

    tcase_add_checked_fixture(tests, open_lsat6, close_it);
    tcase_add_test(tests, information_is_a_squared_p_q);
    tcase_add_loop_test(tests, sum_information_is_slope_over_variance, 0, 5);
    tcase_add_test(tests, lsat6_information_is_mirts);
    tcase_add_test(tests, summary_is_that_of_the_persons);
    tcase_add_test(tests, one_person_has_no_reliability);
    tcase_add_test(tests, infinite_scores_are_left_out);
    tcase_add_test(tests, densities_are_normal);
    tcase_add_test(tests, loglik_at_any_nodes);
    tcase_add_test(tests, kernel_memory_is_foretold);
    suite_add_tcase(suite, tests);
    return suite;
}
