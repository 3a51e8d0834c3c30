/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores by sum score, against the sum over all patterns, person by person, and against
 * published numbers. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "data/deal.h"
#include "model/population.h"
#include "score/sum_score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

static struct irt_sum_scores *
sums_of(const struct fixture *f)
{
    struct irt_sum_scores *sums =
        irt_sum_scores_new(f->data, f->patterns, f->model, f->psi, f->quadrature, &error);
    ck_assert_msg(sums != NULL, "%s", error.message);
    return sums;
}

/* The first four columns of every model's items; of those with more than two categories the
 * first has the codes 1, 2, 4, 7 and the last is constant, so set aside. */
static void
open_kind(struct fixture *f, const char *kind)
{
    struct irt_options options = irt_options_defaults();
    struct irt_responses *data = fixture_simulated_by(kind, 300, 4, 0.1, 5);
    static const uint8_t code[] = { 1, 2, 4, 7 };
    options.points = 21;
    if (data->categories[0] > 2)
        for (size_t i = 0; i < data->rows; i++) {
            uint8_t *row = data->code + i * data->items;
            row[0] = row[0] == IRT_MISSING ? row[0] : code[row[0]];
            row[3] = 2;
        }
    irt_responses_count(data);
    fixture_open_with(f, data, kind, &options);
    fixture_disturb(f, f->psi);
}

/* The response that is category h. */
static unsigned
code_of(const struct irt_item *item, unsigned h)
{
    unsigned code = 0;
    while (irt_item_category(item, code) != h)
        code++;
    return code;
}

/* Goes on to the next pattern of categories; false after the last. */
static bool
next_pattern(const struct irt_model *model, unsigned *category)
{
    for (size_t j = 0; j < model->items; j++) {
        if (++category[j] < model->item[j].categories)
            return true;
        category[j] = 0;
    }
    return false;
}

START_TEST(the_recursion_is_the_sum_over_patterns)
{
    struct fixture f;
    open_kind(&f, fixture_kinds[_i]);
    struct irt_sum_scores *sums = sums_of(&f);
    size_t Q = f.quadrature->points;
    double room[IRT_MAX_POINTS], P[IRT_MAX_CATEGORIES];
    const double *theta = irt_theta(f.model, f.psi, f.quadrature, room);
    double *sum = calloc(3 * sums->count, sizeof *sum);
    unsigned category[4] = { 0 };
    do {
        double moment[3] = { 0.0 };
        size_t s = 0;
        for (size_t j = 0; j < f.model->items; j++)
            s += code_of(&f.model->item[j], category[j]);
        for (size_t n = 0; n < Q; n++) {
            double L = f.quadrature->weight[n];
            for (size_t j = 0; j < f.model->items; j++) {
                const struct irt_item *item = &f.model->item[j];
                item->ops->probability(item, f.psi + item->first, &theta[n], 1, P);
                L *= P[category[j]];
            }
            for (int m = 0; m < 3; m++)
                moment[m] += L * pow(theta[n], m);
        }
        ck_assert_uint_lt(s - sums->least, sums->count);
        for (int m = 0; m < 3; m++)
            sum[3 * (s - sums->least) + (size_t)m] += moment[m];
    } while (next_pattern(f.model, category));
    double total = 0.0;
    for (size_t s = 0; s < sums->count; s++) {
        double P_s = sum[3 * s], mean = sum[3 * s + 1] / P_s;
        total += sums->probability[s];
        ck_assert_double_eq_tol(sums->probability[s], P_s, 1e-13);
        if (P_s == 0.0) {
            ck_assert(isnan(sums->score[s]) && isnan(sums->se[s]));
            continue;
        }
        ck_assert_double_eq_tol(sums->score[s], mean, 1e-10);
        ck_assert_double_eq_tol(sums->se[s], sqrt(sum[3 * s + 2] / P_s - mean * mean),
                                1e-8);
    }
    ck_assert_double_eq_tol(total, 1.0, 1e-12);
    free(sum);
    irt_sum_scores_free(sums);
    fixture_close(&f);
}
END_TEST

/* Only who answered every item of the model is counted. */
START_TEST(persons_are_counted_row_by_row)
{
    struct fixture f;
    open_kind(&f, fixture_kinds[_i]);
    struct irt_sum_scores *sums = sums_of(&f);
    double *persons = calloc(sums->count, sizeof *persons), complete = 0.0;
    for (size_t i = 0; i < f.data->rows; i++) {
        size_t s = 0;
        bool all = true;
        for (size_t j = 0; j < f.model->items; j++) {
            uint8_t code = f.data->code[i * f.data->items + f.model->item[j].column];
            all = all && code != IRT_MISSING;
            s += code;
        }
        if (all) {
            persons[s - sums->least]++;
            complete++;
        }
    }
    ck_assert_double_gt(complete, 0.0);
    ck_assert_double_lt(complete, f.data->persons);
    ck_assert_double_eq(sums->complete, complete);
    for (size_t s = 0; s < sums->count; s++)
        ck_assert_double_eq(sums->persons[s], persons[s]);
    free(persons);
    irt_sum_scores_free(sums);
    fixture_close(&f);
}
END_TEST

/* What is explained and what is left make the variance of theta; so the reliability is that
 * of the scores. */
START_TEST(reliability_is_the_share_explained)
{
    struct fixture f;
    open_kind(&f, fixture_kinds[_i]);
    struct irt_sum_scores *sums = sums_of(&f);
    double room[IRT_MAX_POINTS], mean = 0.0, variance = 0.0, left = 0.0;
    const double *theta = irt_theta(f.model, f.psi, f.quadrature, room);
    for (size_t n = 0; n < f.quadrature->points; n++)
        mean += f.quadrature->weight[n] * theta[n];
    for (size_t n = 0; n < f.quadrature->points; n++)
        variance += f.quadrature->weight[n] * (theta[n] - mean) * (theta[n] - mean);
    for (size_t s = 0; s < sums->count; s++)
        if (sums->probability[s] > 0.0)
            left += sums->probability[s] * sums->se[s] * sums->se[s];
    ck_assert_double_eq_tol(sums->reliability, 1.0 - left / variance, 1e-12);
    irt_sum_scores_free(sums);
    fixture_close(&f);
}
END_TEST

/* LSAT-6 at the 2PL estimates: computed with other programs; the counts are Bock and
 * Lieberman's (1970). */
START_TEST(lsat6_has_the_known_scores)
{
    static const double score[] = { -1.897, -1.413, -.935, -.446, .075, .646 };
    static const double se[] = { .801, .804, .810, .822, .839, .859 };
    static const double persons[] = { 3, 20, 85, 237, 357, 298 };
    struct fixture f;
    fixture_open(&f, fixture_lsat6(), "2pl");
    fixture_run(&f, IRT_GRAIN_CYCLE);
    memcpy(f.psi, f.last.psi, f.model->parameters * sizeof *f.psi);
    struct irt_sum_scores *sums = sums_of(&f);
    ck_assert_uint_eq(sums->count, 6);
    ck_assert_uint_eq(sums->least, 0);
    ck_assert_double_eq(sums->complete, 1000.0);
    for (size_t s = 0; s < 6; s++) {
        ck_assert_double_eq_tol(sums->score[s], score[s], 6e-4);
        ck_assert_double_eq_tol(sums->se[s], se[s], 6e-4);
        ck_assert_double_eq(sums->persons[s], persons[s]);
    }
    irt_sum_scores_free(sums);
    fixture_close(&f);
}
END_TEST

/* The rounded weights of the walk-through do not sum to 1; probabilities do. */
START_TEST(weights_need_not_sum_to_one)
{
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    double total = 0.0;
    irt_options_set_lecture(&options);
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    struct irt_sum_scores *sums = sums_of(&f);
    for (size_t s = 0; s < sums->count; s++)
        total += sums->probability[s];
    ck_assert_double_eq_tol(total, 1.0, 1e-13);
    irt_sum_scores_free(sums);
    fixture_close(&f);
}
END_TEST

/* Schools count together: the scores are those of their populations' mixture. */
START_TEST(populations_are_mixed_by_their_persons)
{
    struct irt_model_options model = { .kind = "2pl", .effects = IRT_EFFECTS_GROUPS };
    struct irt_options options = irt_options_defaults();
    struct irt_responses *data = fixture_simulated(300, 4, 0.0, 5);
    struct fixture f;
    double persons[3] = { 0.0 }, P[3] = { 0.0 }, mean = 0.0;
    ck_assert(irt_deal(data, 3, 1, &error));
    fixture_open_model(&f, data, &model, &options);
    for (size_t g = 0; g < 3; g++) {
        f.psi[f.model->location + g] = 0.7 * (double)g - 0.5;
        f.psi[f.model->spread + g] = 0.8 + 0.2 * (double)g;
    }
    for (size_t i = 0; i < 300; i++)
        persons[data->school[i]]++;
    struct irt_sum_scores *sums = sums_of(&f);
    for (size_t g = 0; g < 3; g++)
        for (double z = -6.0; z < 6.001; z += 0.2) {
            double theta = f.psi[f.model->location + g] + f.psi[f.model->spread + g] * z,
                   L = persons[g] / 300.0 * 0.2 * exp(-0.5 * z * z) / sqrt(2.0 * M_PI);
            for (size_t j = 0; j < 4; j++) {
                double at[2];
                f.model->item[j].ops->probability(&f.model->item[j],
                                                  f.psi + f.model->item[j].first, &theta,
                                                  1, at);
                L *= at[1];
            }
            P[g] += L;
            mean += L * theta;
        }
    double all = P[0] + P[1] + P[2];
    ck_assert_double_eq_tol(sums->probability[4], all, 1e-8);
    ck_assert_double_eq_tol(sums->score[4], mean / all, 1e-7);
    irt_sum_scores_free(sums);
    fixture_close(&f);
}
END_TEST

START_TEST(several_dimensions_are_refused)
{
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.dims = 2;
    options.points = 5;
    fixture_open_with(&f, fixture_simulated(100, 4, 0.0, 3), "m2pl", &options);
    ck_assert_ptr_null(
        irt_sum_scores_new(f.data, f.patterns, f.model, f.psi, f.quadrature, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    fixture_close(&f);
}
END_TEST

/* 400 items with the codes 0 and 254. */
START_TEST(a_table_without_end_is_refused)
{
    struct irt_responses *data = irt_responses_new(4, 400, &error);
    struct fixture f;
    ck_assert_ptr_nonnull(data);
    for (size_t i = 0; i < 4 * 400; i++)
        data->code[i] = (i / 400 + i) % 2 ? 254 : 0;
    irt_responses_count(data);
    fixture_open(&f, data, "gpcm");
    ck_assert_ptr_null(
        irt_sum_scores_new(f.data, f.patterns, f.model, f.psi, f.quadrature, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "101601"));
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("sum scores");
    TCase *t = tcase_create("sums");
    tcase_add_loop_test(t, the_recursion_is_the_sum_over_patterns, 0, FIXTURE_KINDS);
    tcase_add_loop_test(t, persons_are_counted_row_by_row, 0, FIXTURE_KINDS);
    tcase_add_loop_test(t, reliability_is_the_share_explained, 0, FIXTURE_KINDS);
    tcase_add_test(t, lsat6_has_the_known_scores);
    tcase_add_test(t, weights_need_not_sum_to_one);
    tcase_add_test(t, populations_are_mixed_by_their_persons);
    tcase_add_test(t, several_dimensions_are_refused);
    tcase_add_test(t, a_table_without_end_is_refused);
    suite_add_tcase(suite, t);
    return suite;
}
