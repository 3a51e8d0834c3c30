/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores: each is the maximum it should be, and other programs' numbers. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "score/score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* The objective of a method by brute force: log L plus what the method adds. */
static double
objective(const struct fixture *f, enum irt_score method, const unsigned char *code,
          double theta)
{
    struct irt_likelihood l = irt_likelihood_at(f->model, f->psi, code, theta);
    double sigma = f->psi[f->model->sigma];
    if (method == IRT_SCORE_MAP)
        return l.log_likelihood - 0.5 * theta * theta / (sigma * sigma);
    if (method ==
        IRT_SCORE_WLE) /* Warm's, where log-odds are linear in theta, by one slope */
        return l.log_likelihood + 0.5 * log(l.information);
    return l.log_likelihood;
}

START_TEST(the_likelihoods_derivatives_agree_with_differences)
{
    struct fixture f;
    const double step = 1e-5;
    fixture_open(&f, fixture_simulated_by(fixture_kinds[_i], 30, 6, 0.2, 3),
                 fixture_kinds[_i]);
    for (size_t l = 0; l < f.patterns->count; l++) {
        const unsigned char *code = f.data->code + f.patterns->row[l] * f.data->items;
        struct irt_likelihood at = irt_likelihood_at(f.model, f.psi, code, 0.37);
        struct irt_likelihood up = irt_likelihood_at(f.model, f.psi, code, 0.37 + step);
        struct irt_likelihood down = irt_likelihood_at(f.model, f.psi, code, 0.37 - step);
        ck_assert_double_eq_tol(at.slope,
                                (up.log_likelihood - down.log_likelihood) / (2 * step),
                                1e-8);
        ck_assert_double_eq_tol(at.bend, (up.slope - down.slope) / (2 * step), 1e-8);
    }
    fixture_close(&f);
}
END_TEST

/* No theta nearby, and none on a wide grid, does better. */
START_TEST(every_score_is_a_maximum)
{
    static const enum irt_score methods[] = { IRT_SCORE_MAP, IRT_SCORE_ML,
                                              IRT_SCORE_WLE };
    enum irt_score method = methods[_i % 3];
    const char *kind = fixture_kinds[_i / 3];
    const struct irt_item_ops *ops = irt_model_find(kind)->item;
    struct fixture f;
    if (method == IRT_SCORE_WLE && ops != &irt_item_2pl && ops != &irt_item_gpcm &&
        ops != &irt_item_rsm)
        return; /* there Warm's estimate is no maximum of this objective */
    fixture_open(&f, fixture_simulated_by(kind, 60, 12, 0.1, 5), kind);
    double *score = calloc(f.patterns->count, sizeof *score),
           *se = calloc(f.patterns->count, sizeof *se);
    ck_assert(irt_scores(method, f.data, f.patterns, f.model, f.psi, f.quadrature, 1,
                         score, se, &error));
    size_t finite = 0;
    for (size_t l = 0; l < f.patterns->count; l++) {
        const unsigned char *code = f.data->code + f.patterns->row[l] * f.data->items;
        double best =
            objective(&f, method, code,
                      isfinite(score[l]) ? score[l] : 40.0 * copysign(1.0, score[l]));
        finite += isfinite(score[l]) != 0;
        for (double theta = -8.0; theta <= 8.0; theta += 0.0625)
            ck_assert_msg(objective(&f, method, code, theta) <= best + 1e-9,
                          "%s pattern %zu: %.12g at %g, %.12g at %g", kind, l, best,
                          score[l], objective(&f, method, code, theta), theta);
        if (isfinite(score[l])) {
            double information =
                irt_likelihood_at(f.model, f.psi, code, score[l]).information;
            double sigma = f.psi[f.model->sigma];
            if (method == IRT_SCORE_MAP)
                information += 1.0 / (sigma * sigma);
            ck_assert_double_eq_tol(se[l], 1.0 / sqrt(information), 1e-12);
        }
    }
    ck_assert_uint_gt(finite, 10);
    free(score);
    free(se);
    fixture_close(&f);
}
END_TEST

/* Warm's estimate in general: the root of l' + J / (2 I). */
START_TEST(warms_estimate_is_its_equations_root)
{
    struct fixture f;
    fixture_open(&f, fixture_simulated_by(fixture_kinds[_i], 60, 12, 0.1, 5),
                 fixture_kinds[_i]);
    double *score = calloc(f.patterns->count, sizeof *score),
           *se = calloc(f.patterns->count, sizeof *se);
    ck_assert(irt_scores(IRT_SCORE_WLE, f.data, f.patterns, f.model, f.psi, f.quadrature,
                         1, score, se, &error));
    for (size_t i = 0; i < f.patterns->count; i++) {
        const unsigned char *code = f.data->code + f.patterns->row[i] * f.data->items;
        struct irt_likelihood l = irt_likelihood_at(f.model, f.psi, code, score[i]);
        ck_assert_msg(isfinite(score[i]), "pattern %zu", i);
        ck_assert_double_eq_tol(l.slope + 0.5 * l.J / l.information, 0.0, 1e-8);
    }
    free(score);
    free(se);
    fixture_close(&f);
}
END_TEST

START_TEST(a_person_without_answers)
{
    struct fixture f;
    fixture_open(&f, fixture_simulated(40, 4, 0.0, 5), "rasch");
    memset(f.data->code, IRT_MISSING, f.data->items);
    irt_patterns_free(f.patterns);
    f.patterns = irt_patterns_new(f.data, NULL, 1, &error);
    f.psi[f.model->sigma] = 1.3;
    double score[40], se[40];
    for (int method = IRT_SCORE_EAP; method <= IRT_SCORE_WLE; method++) {
        ck_assert(irt_scores((enum irt_score)method, f.data, f.patterns, f.model, f.psi,
                             f.quadrature, 1, score, se, &error));
        if (method == IRT_SCORE_ML || method == IRT_SCORE_WLE) {
            ck_assert(isnan(score[0]) && isnan(se[0]));
        } else {
            ck_assert_double_eq_tol(score[0], 0.0, 1e-12);
            ck_assert_double_eq_tol(se[0], 1.3, 1e-5);
        }
    }
    fixture_close(&f);
}
END_TEST

/* LSAT-6 at mirt's 2PL estimates, maximised exactly by independent code; SE by the expected
 * information.  Patterns 00000, 00001, 11111. */
START_TEST(lsat6_scores)
{
    static const unsigned char code[3][5] = { { 0, 0, 0, 0, 0 },
                                              { 0, 0, 0, 0, 1 },
                                              { 1, 1, 1, 1, 1 } };
    static const struct {
        enum irt_score method;
        double score[3], se[3];
    } known[] = {
        { IRT_SCORE_ML,
          { -INFINITY, -4.357292, INFINITY },
          { INFINITY, 1.652741, INFINITY } },
        { IRT_SCORE_MAP,
          { -1.895259, -1.479508, 0.606334 },
          { 0.795525, 0.796129, 0.854609 } },
        { IRT_SCORE_WLE,
          { -5.703899, -3.951496, 1.649731 },
          { 2.304633, 1.537345, 2.165886 } },
    };
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    options.tolerance = 1e-9;
    options.max_cycles = 5000;
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    double score[32], se[32];
    ck_assert(irt_scores(known[_i].method, f.data, f.patterns, f.model, fit->psi,
                         fit->quadrature, 2, score, se, &error));
    for (size_t k = 0; k < 3; k++)
        for (size_t l = 0; l < f.patterns->count; l++) {
            if (memcmp(f.data->code + 5 * f.patterns->row[l], code[k], 5) != 0)
                continue;
            if (isfinite(known[_i].score[k])) {
                ck_assert_double_eq_tol(score[l], known[_i].score[k], 2e-5);
                ck_assert_double_eq_tol(se[l], known[_i].se[k], 2e-5);
            } else {
                ck_assert_double_eq(score[l], known[_i].score[k]);
                ck_assert_double_eq(se[l], known[_i].se[k]);
            }
        }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* However steep, and from few items: far out the slope of log L is 0 by rounding. */
START_TEST(extreme_patterns_are_infinite)
{
    static const double slopes[] = { 0.3, 0.7, 1, 1.5, 2, 3, 5, 9 };
    static const char *const kinds[] = { "2pl", "gpcm", "grm" };

    for (size_t items = 1; items <= 3; items++)
        for (size_t k = 0; k < 3; k++)
            for (size_t s = 0; s < sizeof slopes / sizeof *slopes; s++) {
                struct fixture f;
                double score[8], se[8];
                struct irt_responses *data = irt_responses_new(3, items, NULL);

                for (size_t j = 0; j < items; j++) {
                    data->code[j] = 0;
                    data->code[items + j] = k > 0 ? 2 : 1;
                    data->code[2 * items + j] = j == 0 ? 1 : 0;
                }
                irt_responses_count(data);
                fixture_open(&f, data, kinds[k]);
                for (size_t j = 0; j < items; j++)
                    for (size_t q = 0; q < f.model->item[j].count; q++)
                        if (f.model->parameter[f.model->item[j].first + q].slope)
                            f.psi[f.model->item[j].first + q] = slopes[s];
                ck_assert(irt_scores(IRT_SCORE_ML, f.data, f.patterns, f.model, f.psi,
                                     f.quadrature, 1, score, se, &error));
                ck_assert_double_eq(score[f.patterns->of_row[0]], -INFINITY);
                ck_assert_double_eq(score[f.patterns->of_row[1]], INFINITY);
                ck_assert_double_eq(se[f.patterns->of_row[1]], INFINITY);
                fixture_close(&f);
            }
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("scores");
    TCase *t = tcase_create("scores");
    tcase_add_loop_test(t, the_likelihoods_derivatives_agree_with_differences, 0,
                        FIXTURE_KINDS);
    tcase_add_loop_test(t, every_score_is_a_maximum, 0, 3 * FIXTURE_KINDS);
    tcase_add_loop_test(t, warms_estimate_is_its_equations_root, 0, FIXTURE_KINDS);
    tcase_add_test(t, a_person_without_answers);
    tcase_add_loop_test(t, lsat6_scores, 0, 3);
    tcase_add_test(t, extreme_patterns_are_infinite);
    suite_add_tcase(suite, t);
    return suite;
}
