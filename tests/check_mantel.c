/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_mantel.c -- two groups in one table by scores: Mantel and Haenszel's test, Mantel's, and
 * logistic and ordinal regression. */
#include "config.h"

#include "suite.h"

#include "fit/mantel.h"
#include "fit/ordinal.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

static struct irt_error error;

/* Berkeley's graduate admissions of 1973 (Bickel, Hammel and O'Connell 1975, Science 187): of
 * six departments, men then women, rejected then admitted. */
static const double berkeley[] = {
    313, 512, 207, 353, 205, 120, 279, 138, 138, 53, 351, 22, /* men */
    19,  89,  8,   17,  391, 202, 244, 131, 299, 94, 317, 24, /* women */
};

/* What R prints in the example of mantelhaen.test. */
START_TEST(admissions_to_berkeley)
{
    struct irt_strata strata = { 6, 2, berkeley };
    struct irt_mantel m = irt_mantel_compare(&strata);
    ck_assert_double_eq_tol(m.chi2, 1.4269, 5e-5);
    ck_assert_double_eq_tol(m.p, 0.2323, 5e-5);
    ck_assert_double_eq_tol(m.alpha, 0.9046968, 5e-8);
    ck_assert_double_eq_tol(exp(log(m.alpha) - 1.959963984540054 * m.delta_se / 2.35),
                            0.7719074, 5e-8);
    ck_assert_double_eq_tol(exp(log(m.alpha) + 1.959963984540054 * m.delta_se / 2.35),
                            1.0603298, 5e-8);
    ck_assert_double_eq(m.delta, -2.35 * log(m.alpha));
    ck_assert_int_eq(m.ets, 'A');
}
END_TEST

static gsl_rng *
random_new(unsigned seed)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, seed);
    return random;
}

static void
draw(gsl_rng *random, double *count, size_t cells, unsigned most)
{
    for (size_t k = 0; k < cells; k++)
        count[k] = (double)gsl_rng_uniform_int(random, most);
}

/* In one stratum Mantel's chi-square is N - 1 times the squared correlation of group and
 * answer. */
START_TEST(one_stratum_is_a_correlation)
{
    gsl_rng *random = random_new(3);
    for (unsigned categories = 3; categories < 7; categories++) {
        double count[12], N = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
        draw(random, count, 2 * categories, 20);
        for (unsigned g = 0; g < 2; g++)
            for (unsigned h = 0; h < categories; h++) {
                double n = count[g * categories + h];
                N += n, x += n * g, y += n * h;
                xx += n * g * g, yy += n * h * h, xy += n * g * h;
            }
        double r = (xy - x * y / N) / sqrt((xx - x * x / N) * (yy - y * y / N));
        struct irt_strata strata = { 1, categories, count };
        struct irt_mantel m = irt_mantel_compare(&strata);
        ck_assert_double_eq_tol(m.chi2, (N - 1) * r * r, 1e-10);
        ck_assert(isnan(m.delta_se) && isnan(m.room));
        /* The mean of women less that of men. */
        double women = xy / x, men = (y - xy) / (N - x);
        ck_assert_double_eq_tol(m.smd, women - men, 1e-12);
    }
    gsl_rng_free(random);
}
END_TEST

/* By the formulas written out, stratum by stratum, and cut by cut. */
START_TEST(several_strata_by_hand)
{
    gsl_rng *random = random_new(11);
    double count[2 * 5 * 4], T = 0, E = 0, V = 0, up = 0, down = 0;
    draw(random, count, 40, 12);
    for (size_t s = 0; s < 5; s++) {
        const double *R = count + s * 4, *F = count + (5 + s) * 4;
        double nR = R[0] + R[1] + R[2] + R[3], nF = F[0] + F[1] + F[2] + F[3],
               N = nR + nF;
        double sum = 0, square = 0;
        for (int h = 0; h < 4; h++) {
            T += h * F[h];
            sum += h * (R[h] + F[h]);
            square += h * h * (R[h] + F[h]);
        }
        E += nF * sum / N;
        V += nR * nF / (N * N * (N - 1)) * (N * square - sum * sum);
        up += ((R[1] + R[2] + R[3]) * F[0] + (R[2] + R[3]) * (F[0] + F[1]) +
               R[3] * (F[0] + F[1] + F[2])) /
              N;
        down += (R[0] * (F[1] + F[2] + F[3]) + (R[0] + R[1]) * (F[2] + F[3]) +
                 (R[0] + R[1] + R[2]) * F[3]) /
                N;
    }
    struct irt_strata strata = { 5, 4, count };
    struct irt_mantel m = irt_mantel_compare(&strata);
    ck_assert_double_eq_tol(m.chi2, (T - E) * (T - E) / V, 1e-10);
    ck_assert_double_eq_tol(m.alpha, up / down, 1e-12);
    gsl_rng_free(random);
}
END_TEST

/* Strata of one group, or of one answer, or of nobody, add nothing. */
START_TEST(empty_strata_add_nothing)
{
    double few[] = { 8, 12, 15, 6 }, more[] = { 8,  12, 3, 0, 0, 0, 5, 7, /* reference */
                                                15, 6,  9, 0, 0, 0, 0, 0 };
    struct irt_mantel a = irt_mantel_compare(&(struct irt_strata){ 1, 2, few });
    struct irt_mantel b = irt_mantel_compare(&(struct irt_strata){ 4, 2, more });
    ck_assert_double_eq(a.chi2, b.chi2);
    ck_assert_double_eq(a.alpha, b.alpha);
    ck_assert_double_eq(a.delta_se, b.delta_se);
    ck_assert_double_eq(a.room, b.room);
    double apart[] = { 8, 12, 0, 0, 0, 0, 15, 6 };
    struct irt_mantel none = irt_mantel_compare(&(struct irt_strata){ 2, 2, apart });
    ck_assert(isnan(none.chi2) && isnan(none.p) && isnan(none.alpha));
    ck_assert_int_eq(none.ets, 0);
}
END_TEST

/* A difference of less than half a person is none. */
START_TEST(the_correction_is_no_more_than_the_difference)
{
    double even[] = { 10, 10, 10, 10 }, odd[] = { 10, 10, 10, 11 };
    ck_assert_double_eq(irt_mantel_compare(&(struct irt_strata){ 1, 2, even }).chi2, 0.0);
    struct irt_mantel m = irt_mantel_compare(&(struct irt_strata){ 1, 2, odd });
    ck_assert_double_eq(m.chi2, 0.0);
    ck_assert_double_eq(m.p, 1.0);
}
END_TEST

/* Mantel and Fleiss: what a cell could lose or gain at its margins. */
START_TEST(room_is_the_nearer_bound)
{
    double count[] = { 1, 3, 10, 2 };
    /* Reference 4, right 5 of 16: between 0 and 4, 1.25 expected. */
    struct irt_mantel m = irt_mantel_compare(&(struct irt_strata){ 1, 2, count });
    ck_assert_double_eq_tol(m.room, 1.25, 1e-12);
}
END_TEST

/* Classes by size and by significance: delta -1.94 of many persons is C, of few B or A. */
START_TEST(classes_are_those_of_ets)
{
    double many[] = { 300, 700, 500, 500 }, some[] = { 30, 70, 50, 50 },
           few[] = { 9, 14, 13, 10 }, none[] = { 400, 600, 410, 590 },
           right_only[] = { 0, 30, 20, 10 };
    ck_assert_int_eq(irt_mantel_compare(&(struct irt_strata){ 1, 2, many }).ets, 'C');
    ck_assert_int_eq(irt_mantel_compare(&(struct irt_strata){ 1, 2, some }).ets, 'B');
    ck_assert_int_eq(irt_mantel_compare(&(struct irt_strata){ 1, 2, few }).ets, 'A');
    ck_assert_int_eq(irt_mantel_compare(&(struct irt_strata){ 1, 2, none }).ets, 'A');
    struct irt_mantel m = irt_mantel_compare(&(struct irt_strata){ 1, 2, right_only });
    ck_assert(isinf(m.alpha) && isinf(m.delta) && isnan(m.delta_se));
    ck_assert_int_eq(m.ets, 0);
    double rated[] = { 100, 200, 300, 300, 200, 100 },
           close[] = { 100, 200, 300, 130, 200, 270 },
           same[] = { 100, 200, 300, 105, 200, 295 };
    ck_assert_int_eq(irt_mantel_compare(&(struct irt_strata){ 1, 3, rated }).ets, 'C');
    ck_assert_int_eq(irt_mantel_compare(&(struct irt_strata){ 1, 3, close }).ets, 'A');
    ck_assert_int_eq(irt_mantel_compare(&(struct irt_strata){ 1, 3, same }).ets, 'A');
}
END_TEST

/* --- regression ------------------------------------------------------------------------------ */

static double
log_odds(double wrong, double right)
{
    return log(right / wrong);
}

/* Two scores and two groups leave nothing over: every logit is that of its cell. */
START_TEST(a_saturated_regression_is_its_cells)
{
    const double count[] = { 40, 20, 15, 45, 30, 33, 12, 50 };
    double n[] = { 60 + 63, 60 + 62 }, N = n[0] + n[1], p = n[1] / N;
    double x0 = -sqrt(p / (1 - p)), x1 = sqrt((1 - p) / p); /* standardised */
    double loglik = 0.0;
    struct irt_ordinal fit;
    ck_assert(irt_ordinal_fit(&(struct irt_strata){ 2, 2, count }, 3, &fit, &error));
    double low = log_odds(40, 20), high = log_odds(15, 45), low_2 = log_odds(30, 33),
           high_2 = log_odds(12, 50);
    double slope = (high - low) / (x1 - x0), slope_2 = (high_2 - low_2) / (x1 - x0);
    ck_assert_double_eq_tol(fit.slope[0], slope, 1e-8);
    ck_assert_double_eq_tol(fit.slope[2], slope_2 - slope, 1e-8);
    ck_assert_double_eq_tol(fit.threshold[0], low - slope * x0, 1e-8);
    ck_assert_double_eq_tol(fit.slope[1], low_2 - slope_2 * x0 - fit.threshold[0], 1e-8);
    for (size_t k = 0; k < 8; k += 2)
        loglik += count[k] * log(count[k] / (count[k] + count[k + 1])) +
                  count[k + 1] * log(count[k + 1] / (count[k] + count[k + 1]));
    ck_assert_double_eq_tol(fit.loglik, loglik, 1e-9);
}
END_TEST

/* The log-likelihood by the book, from a table whose categories are all used. */
static double
by_the_book(const struct irt_strata *s, const struct irt_ordinal *fit)
{
    double mean = 0, square = 0, N = 0, loglik = 0;
    size_t cells = s->scores * s->categories;
    for (size_t k = 0; k < 2 * cells; k++) {
        double x = (double)(k % cells / s->categories);
        N += s->count[k], mean += s->count[k] * x, square += s->count[k] * x * x;
    }
    mean /= N;
    double sd = sqrt(square / N - mean * mean);
    for (size_t k = 0; k < 2 * cells; k++) {
        double g = k >= cells, x = ((double)(k % cells / s->categories) - mean) / sd;
        double eta = fit->slope[0] * x + fit->slope[1] * g + fit->slope[2] * x * g;
        size_t h = k % s->categories;
        double above = h ? 1 / (1 + exp(-eta - fit->threshold[h - 1])) : 1;
        double next = h + 1 < s->categories ? 1 / (1 + exp(-eta - fit->threshold[h])) : 0;
        loglik += s->count[k] > 0 ? s->count[k] * log(above - next) : 0;
    }
    return loglik;
}

/* At the maximum every difference quotient is 0, and the value is the book's. */
START_TEST(the_maximum_is_one)
{
    gsl_rng *random = random_new(20 + (unsigned)_i);
    unsigned categories = 2 + (unsigned)_i;
    double count[2 * 7 * 5] = { 0 }, *place[IRT_ORDINAL_SLOPES + 4];
    struct irt_ordinal fit;
    for (unsigned k = 0; k < 2 * 7 * categories; k++)
        count[k] = (double)gsl_rng_uniform_int(random, 4 + 3 * (k / categories % 7) *
                                                               (k % categories));
    struct irt_strata strata = { 7, categories, count };
    ck_assert_msg(irt_ordinal_fit(&strata, 3, &fit, &error), "%s", error.message);
    ck_assert_uint_eq(fit.thresholds, categories - 1);
    ck_assert_double_eq_tol(fit.loglik, by_the_book(&strata, &fit), 1e-9);
    size_t places = 0;
    for (size_t k = 0; k < fit.thresholds; k++)
        place[places++] = &fit.threshold[k];
    for (size_t k = 0; k < 3; k++)
        place[places++] = &fit.slope[k];
    for (size_t k = 0; k < places; k++) {
        double kept = *place[k], up, down;
        *place[k] = kept + 1e-4;
        up = by_the_book(&strata, &fit);
        *place[k] = kept - 1e-4;
        down = by_the_book(&strata, &fit);
        *place[k] = kept;
        ck_assert_double_eq_tol((up - down) / 2e-4, 0.0, 2e-4);
        ck_assert_double_lt(up, fit.loglik);
        ck_assert_double_lt(down, fit.loglik);
    }
    gsl_rng_free(random);
}
END_TEST

/* A category that nobody gave changes nothing; a table without differences has none. */
START_TEST(unused_categories_are_left_out)
{
    double three[] = { 9, 0, 4, 5, 0, 8, 3, 0, 9, 7, 0, 6, 6, 0, 6, 2, 0, 7 },
           two[] = { 9, 4, 5, 8, 3, 9, 7, 6, 6, 6, 2, 7 },
           same[] = { 20, 10, 15, 15, 10, 20, 20, 10, 15, 15, 10, 20 };
    struct irt_regression a, b;
    ck_assert(irt_regression_compare(&(struct irt_strata){ 3, 3, three }, &a, &error));
    ck_assert(irt_regression_compare(&(struct irt_strata){ 3, 2, two }, &b, &error));
    ck_assert_double_eq(a.total, b.total);
    ck_assert_double_eq(a.total_r2, b.total_r2);
    ck_assert(irt_regression_compare(&(struct irt_strata){ 3, 2, same }, &a, &error));
    ck_assert_double_eq_tol(a.total, 0.0, 1e-9);
    ck_assert_double_eq_tol(a.total_r2, 0.0, 1e-9);
    ck_assert_double_eq_tol(a.total_p, 1.0, 1e-6);
    ck_assert_int_eq(a.size, 'A');
}
END_TEST

/* A regression on the group alone is the G test of a 2 x 2 table. */
START_TEST(large_differences_have_their_class)
{
    double uniform[] = { 50, 50, 40, 60, 30, 70, 85, 15, 80, 20, 70, 30 },
           crossing[] = { 80, 20, 50, 50, 20, 80, 20, 80, 50, 50, 80, 20 };
    struct irt_regression r;
    ck_assert(irt_regression_compare(&(struct irt_strata){ 3, 2, uniform }, &r, &error));
    ck_assert_double_lt(r.uniform_p, 1e-6);
    ck_assert_double_gt(r.nonuniform_p, 0.05);
    ck_assert_int_eq(r.size, 'C');
    ck_assert(irt_regression_compare(&(struct irt_strata){ 3, 2, crossing }, &r, &error));
    ck_assert_double_gt(r.uniform_p, 0.05);
    ck_assert_double_lt(r.nonuniform_p, 1e-6);
}
END_TEST

START_TEST(no_regression_where_there_is_none)
{
    struct irt_regression r;
    double separated[] = { 20, 0, 0, 20, 20, 0, 0, 20 },
           one_answer[] = { 5, 0, 6, 0, 7, 0, 8, 0 },
           one_group[] = { 5, 4, 6, 3, 0, 0, 0, 0 }, one_score[] = { 5, 4, 6, 3 };
    ck_assert(
        !irt_regression_compare(&(struct irt_strata){ 2, 2, separated }, &r, &error));
    ck_assert_int_eq(error.code, IRT_NOT_CONVERGED);
    ck_assert_ptr_nonnull(strstr(error.message, "separate"));
    ck_assert(
        !irt_regression_compare(&(struct irt_strata){ 2, 2, one_answer }, &r, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "same answer"));
    ck_assert(
        !irt_regression_compare(&(struct irt_strata){ 2, 2, one_group }, &r, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert(
        !irt_regression_compare(&(struct irt_strata){ 1, 2, one_score }, &r, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "one score"));
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("mantel");
    TCase *cases = tcase_create("mantel");
    tcase_add_test(cases, admissions_to_berkeley);
    tcase_add_test(cases, one_stratum_is_a_correlation);
    tcase_add_test(cases, several_strata_by_hand);
    tcase_add_test(cases, empty_strata_add_nothing);
    tcase_add_test(cases, the_correction_is_no_more_than_the_difference);
    tcase_add_test(cases, room_is_the_nearer_bound);
    tcase_add_test(cases, classes_are_those_of_ets);
    tcase_add_test(cases, a_saturated_regression_is_its_cells);
    tcase_add_loop_test(cases, the_maximum_is_one, 0, 4);
    tcase_add_test(cases, unused_categories_are_left_out);
    tcase_add_test(cases, large_differences_have_their_class);
    tcase_add_test(cases, no_regression_where_there_is_none);
    suite_add_tcase(suite, cases);
    return suite;
}
