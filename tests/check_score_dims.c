/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_score_dims.c -- scores in several dimensions: each is the maximum it should be, by an
 * objective of its own; where items measure one dimension each they are those of that
 * dimension alone; what is infinite, and what nothing is known of. */
#include "config.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/q_matrix.h"
#include "data/simulate.h"
#include "fixture.h"
#include "score/score.h"
#include "score/score_dims.h"
#include "suite.h"

#define PERSONS 60

static struct irt_error error;

/* Data of D dimensions in turns; where mixed, every third item measures all. */
static void
open_dims(struct fixture *f, size_t D, size_t items, double missing, double correlation,
          bool mixed)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_q_matrix q = { items, D, calloc(items * D, 1) };
    struct irt_model_options model = {
        .kind = "m2pl", .dims = D, .q = &q, .correlations_free = true
    };
    struct irt_options how = irt_options_defaults();
    struct irt_simulation *truth;

    options.model = "m2pl";
    options.dims = D;
    options.correlation = correlation;
    options.persons = PERSONS;
    options.items = items;
    options.missing = missing;
    options.seed = 9;
    truth = irt_simulate(&options, &error);
    ck_assert_msg(truth != NULL, "%s", error.message);
    for (size_t j = 0; j < items; j++)
        for (size_t r = 0; r < D; r++)
            q.loads[j * D + r] = truth->loads[j * D + r] || (mixed && j % 3 == 0);
    how.dims = D;
    how.points = 7;
    fixture_open_model(f, truth->data, &model, &how);
    truth->data = NULL;
    for (size_t j = 0; j < items; j++)
        for (size_t r = 0; r < D; r++)
            f->psi[f->model->item[j].first + r] *= 0.6 + 0.15 * (double)((3 * j + r) % 5);
    for (size_t c = 0; c < f->model->correlations; c++)
        f->psi[f->model->correlation + c] = correlation;
    irt_simulation_free(truth);
    free(q.loads);
}

static void
scores(const struct fixture *f, enum irt_score method, double *score, double *se)
{
    ck_assert_msg(irt_scores(method, f->data, f->patterns, f->model, f->psi,
                             f->quadrature, 2, score, se, &error),
                  "%s", error.message);
}

/* --- maxima ------------------------------------------------------------------------------- */

/* log |M|, and where inverse is not NULL M^-1; by GSL. */
static double
log_det(const double *M, size_t D, double *inverse)
{
    double copy[64];
    gsl_matrix_view view = gsl_matrix_view_array(copy, D, D);
    double sum = 0;

    memcpy(copy, M, D * D * sizeof *copy);
    ck_assert_int_eq(gsl_linalg_cholesky_decomp1(&view.matrix), 0);
    for (size_t r = 0; r < D; r++)
        sum += 2 * log(copy[r * D + r]);
    if (inverse) {
        gsl_linalg_cholesky_invert(&view.matrix);
        memcpy(inverse, copy, D * D * sizeof *copy);
    }
    return sum;
}

static void
sigma_of(const struct fixture *f, double *sigma)
{
    size_t D = f->model->dims, c = f->model->correlation;

    for (size_t r = 0; r < D; r++) {
        sigma[r * D + r] = 1;
        for (size_t s = r + 1; s < D; s++, c++)
            sigma[r * D + s] = sigma[s * D + r] = f->psi[c];
    }
}

/* What a method maximises, by the items' own probabilities; information by definition. */
static double
objective(const struct fixture *f, enum irt_score method, const unsigned char *code,
          const double *theta, double *information)
{
    size_t D = f->model->dims;
    double sum = 0, P[2], sigma[64], inverse[64];

    memset(information, 0, D * D * sizeof *information);
    for (size_t j = 0; j < f->model->items; j++) {
        const struct irt_item *item = &f->model->item[j];
        const double *a = f->psi + item->first;

        if (code[item->column] == IRT_MISSING)
            continue;
        item->ops->probability(item, a, theta, 1, P);
        sum += log(P[code[item->column]]);
        for (size_t r = 0; r < D; r++)
            for (size_t s = 0; s < D; s++)
                information[r * D + s] += P[0] * P[1] * a[r] * a[s];
    }
    if (method == IRT_SCORE_WLE)
        sum += 0.5 * log_det(information, D, NULL);
    if (method != IRT_SCORE_MAP)
        return sum;
    sigma_of(f, sigma);
    log_det(sigma, D, inverse);
    for (size_t r = 0; r < D; r++)
        for (size_t s = 0; s < D; s++) {
            sum -= 0.5 * theta[r] * inverse[r * D + s] * theta[s];
            information[r * D + s] += inverse[r * D + s];
        }
    return sum;
}

static void
check_maximum(const struct fixture *f, enum irt_score method, const unsigned char *code,
              const double *score, const double *se)
{
    size_t D = f->model->dims;
    double information[64], inverse[64], theta[8];
    double top = objective(f, method, code, score, information);

    log_det(information, D, inverse);
    for (size_t r = 0; r < D; r++) {
        ck_assert_double_eq_tol(se[r], sqrt(inverse[r * D + r]), 1e-6 * se[r]);
        for (int side = -1; side <= 1; side += 2) {
            double other[64];

            memcpy(theta, score, D * sizeof *theta);
            theta[r] += side * 1e-3;
            ck_assert_double_gt(top, objective(f, method, code, theta, other));
            theta[(r + 1) % D] -= side * 1e-3;
            ck_assert_double_gt(top, objective(f, method, code, theta, other));
            theta[r] = score[r] + side;
            ck_assert_double_gt(top, objective(f, method, code, theta, other));
        }
    }
}

START_TEST(every_score_is_a_maximum)
{
    static const enum irt_score methods[] = { IRT_SCORE_MAP, IRT_SCORE_ML,
                                              IRT_SCORE_WLE };
    enum irt_score method = methods[_i % 3];
    size_t D = 2 + (size_t)_i / 3, finite = 0;
    double score[PERSONS * 4], se[PERSONS * 4];
    struct fixture f;

    open_dims(&f, D, 8 * D, 0.1, 0.4, true);
    scores(&f, method, score, se);
    for (size_t l = 0; l < f.patterns->count; l++) {
        const unsigned char *code = f.data->code + f.patterns->row[l] * f.data->items;
        bool all = true;

        for (size_t r = 0; r < D; r++)
            all = all && isfinite(score[l * D + r]);
        if (all)
            check_maximum(&f, method, code, score + l * D, se + l * D);
        finite += all;
    }
    ck_assert_uint_ge(finite, method == IRT_SCORE_ML ? 40 : PERSONS);
    fixture_close(&f);
}
END_TEST

/* What the answers pull is what the score says they do, and its inverse has the errors. */
static void
check_balance(const struct fixture *f, enum irt_score method, const unsigned char *code,
              const double *score, const double *se)
{
    size_t D = f->model->dims;
    double pull[100];
    struct irt_score_balance balance;

    ck_assert_uint_le(f->model->items * D, 100);
    ck_assert(irt_score_balance(method, f->model, f->psi, code, score, pull, &balance));
    for (size_t r = 0; r < D; r++) {
        double sum = 0;

        for (size_t j = 0; j < f->model->items; j++)
            sum += pull[j * D + r];
        if (!isfinite(score[r])) {
            ck_assert_double_eq(sum, 0);
            continue;
        }
        ck_assert_double_eq_tol(sum, balance.against[r], 1e-7);
        ck_assert(method != IRT_SCORE_ML || fabs(balance.against[r]) < 1e-12);
        ck_assert_double_eq_tol(sqrt(balance.inverse[r * D + r]), se[r], 1e-9 * se[r]);
    }
}

START_TEST(every_score_is_in_balance)
{
    static const enum irt_score methods[] = { IRT_SCORE_MAP, IRT_SCORE_ML,
                                              IRT_SCORE_WLE };
    double score[PERSONS * 3], se[PERSONS * 3];
    struct fixture f;

    open_dims(&f, 3, 21, 0.1, 0.4, true);
    scores(&f, methods[_i], score, se);
    for (size_t l = 0; l < f.patterns->count; l++)
        if (isfinite(score[3 * l]) || isfinite(score[3 * l + 1]))
            check_balance(&f, methods[_i],
                          f.data->code + f.patterns->row[l] * f.data->items,
                          score + 3 * l, se + 3 * l);
    fixture_close(&f);
}
END_TEST

/* --- one dimension after the other ---------------------------------------------------------- */

/* The items of one dimension as a 2PL of their own: the same parameters, the same persons. */
static void
open_part(struct fixture *part, const struct fixture *f, size_t r)
{
    size_t D = f->model->dims, items = f->data->items / D;
    struct irt_responses *data = irt_responses_new(f->data->rows, items, &error);

    for (size_t i = 0; i < data->rows; i++)
        for (size_t k = 0; k < items; k++)
            data->code[i * items + k] = f->data->code[i * f->data->items + k * D + r];
    irt_responses_count(data);
    fixture_open(part, data, "2pl");
    ck_assert_uint_eq(part->model->items, items);
    for (size_t k = 0; k < items; k++) {
        const double *from = f->psi + f->model->item[k * D + r].first;
        double *to = part->psi + part->model->item[k].first;

        to[0] = from[r];
        to[1] = from[D];
    }
}

static void
same(double a, double b)
{
    ck_assert_msg((isnan(a) && isnan(b)) || a == b || fabs(a - b) < 1e-7,
                  "%.10g, expected %.10g", a, b);
}

START_TEST(simple_structure_is_one_dimension_after_the_other)
{
    static const enum irt_score methods[] = { IRT_SCORE_MAP, IRT_SCORE_ML,
                                              IRT_SCORE_WLE };
    size_t D = 3, infinite = 0;
    double score[PERSONS * 3], se[PERSONS * 3], one[PERSONS], one_se[PERSONS];
    struct fixture f, part;

    open_dims(&f, D, 12, 0.2, 0, false);
    scores(&f, methods[_i], score, se);
    for (size_t r = 0; r < D; r++) {
        open_part(&part, &f, r);
        scores(&part, methods[_i], one, one_se);
        for (size_t i = 0; i < PERSONS; i++) {
            size_t l = f.patterns->of_row[i], k = part.patterns->of_row[i];

            same(score[l * D + r], one[k]);
            same(se[l * D + r], one_se[k]);
            infinite += isinf(one[k]);
        }
        fixture_close(&part);
    }
    ck_assert(methods[_i] != IRT_SCORE_ML || infinite > 20); /* of four items */
    fixture_close(&f);
}
END_TEST

/* --- what nothing is known of ---------------------------------------------------------------- */

/* Answers to items of the first dimension only: by map the second follows the correlation. */
START_TEST(a_dimension_without_answers)
{
    double score[PERSONS * 2], se[PERSONS * 2];
    struct fixture f;

    open_dims(&f, 2, 10, 0, 0.5, false);
    for (size_t k = 0; k < f.data->rows * f.data->items; k++)
        if (k % 2 == 1)
            f.data->code[k] = IRT_MISSING;
    scores(&f, IRT_SCORE_MAP, score, se);
    for (size_t l = 0; l < f.patterns->count; l++)
        ck_assert_double_eq_tol(score[2 * l + 1], 0.5 * score[2 * l], 1e-8);
    scores(&f, IRT_SCORE_WLE, score, se);
    for (size_t l = 0; l < f.patterns->count; l++) {
        ck_assert(isfinite(score[2 * l]));
        ck_assert_double_nan(score[2 * l + 1]);
        ck_assert_double_nan(se[2 * l + 1]);
    }
    memset(f.data->code, IRT_MISSING, f.data->rows * f.data->items);
    scores(&f, IRT_SCORE_MAP, score, se);
    ck_assert_double_eq(score[0], 0);
    ck_assert_double_eq_tol(se[1], 1, 1e-12);
    scores(&f, IRT_SCORE_ML, score, se);
    ck_assert_double_nan(score[0]);
    fixture_close(&f);
}
END_TEST

/* Two dimensions that all items measure in one proportion cannot be told apart. */
START_TEST(dimensions_in_one_proportion)
{
    double score[PERSONS * 2], se[PERSONS * 2];
    struct fixture f;

    open_dims(&f, 2, 9, 0, 0.3, true);
    for (size_t j = 0; j < 9; j++) {
        f.psi[f.model->item[j].first] = 1;
        f.psi[f.model->item[j].first + 1] = 0.5;
    }
    scores(&f, IRT_SCORE_ML, score, se);
    for (size_t l = 0; l < 2 * f.patterns->count; l++)
        ck_assert_double_nan(score[l]);
    scores(&f, IRT_SCORE_MAP, score, se);
    for (size_t l = 0; l < 2 * f.patterns->count; l++)
        ck_assert(isfinite(score[l]));
    fixture_close(&f);
}
END_TEST

START_TEST(threads_change_nothing)
{
    double one[PERSONS * 2], one_se[PERSONS * 2], four[PERSONS * 2], four_se[PERSONS * 2];
    struct fixture f;

    open_dims(&f, 2, 12, 0.1, 0.3, true);
    ck_assert(irt_scores(IRT_SCORE_WLE, f.data, f.patterns, f.model, f.psi, f.quadrature,
                         1, one, one_se, &error));
    ck_assert(irt_scores(IRT_SCORE_WLE, f.data, f.patterns, f.model, f.psi, f.quadrature,
                         4, four, four_se, &error));
    ck_assert_mem_eq(one, four, 2 * f.patterns->count * sizeof *one);
    f.psi[f.model->correlation] = 1.5;
    ck_assert(!irt_scores(IRT_SCORE_MAP, f.data, f.patterns, f.model, f.psi, f.quadrature,
                          1, one, one_se, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "not positive definite"));
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("scores in several dimensions");
    TCase *tests = tcase_create("scores");

    tcase_add_loop_test(tests, every_score_is_a_maximum, 0, 9);
    tcase_add_loop_test(tests, every_score_is_in_balance, 0, 3);
    tcase_add_loop_test(tests, simple_structure_is_one_dimension_after_the_other, 0, 3);
    tcase_add_test(tests, a_dimension_without_answers);
    tcase_add_test(tests, dimensions_in_one_proportion);
    tcase_add_test(tests, threads_change_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
