/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "known.h"

#include "reference.h"

#include "data/load.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static struct irt_error error;

/* --- fitting ---------------------------------------------------------------------------------------- */

struct irt_options
known_options(bool wide)
{
    struct irt_options options = irt_options_defaults();
    options.tolerance = 1e-9;
    options.max_cycles = 5000;
    if (wide) {
        options.points = 101;
        options.lo = -10.0;
        options.hi = 10.0;
    }
    return options;
}

static void
fit(struct known *known)
{
    known->fit = fixture_fit(&known->f);
    ck_assert_msg(known->fit->converged, "%s",
                  known->fit->notes.count ? known->fit->notes.text[0] : "");
}

bool
known_open(struct known *known, const char *folder, const char *kind, bool wide)
{
    char path[1000];
    struct irt_load_options load = { 0 };
    struct irt_options options = known_options(wide);
    if (!fixture_reference())
        return false;
    snprintf(path, sizeof path, "%s/%s/data.csv", fixture_reference(), folder);
    struct irt_responses *data = irt_load(path, &load, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    fixture_open_with(&known->f, data, kind, &options);
    fit(known);
    return true;
}

void
known_lsat6(struct known *known, const char *kind, const char *prior,
            const struct irt_options *options)
{
    struct irt_model_options model = { .kind = kind, .prior = prior };
    fixture_open_model(&known->f, fixture_lsat6(), &model, options);
    fit(known);
}

void
known_close(struct known *known)
{
    irt_fit_free(known->fit);
    fixture_close(&known->f);
}

/* --- items ------------------------------------------------------------------------------------------ */

#define GETTER(name, member)                                            \
    double known_##name(const struct irt_fit *f, size_t j, size_t w)    \
    {                                                                   \
        struct irt_item_report item;                                    \
        irt_fit_report(f, j, &item, NULL);                              \
        return item.member[w];                                          \
    }                                                                   \
    double known_se_##name(const struct irt_fit *f, size_t j, size_t w) \
    {                                                                   \
        struct irt_item_report item, se;                                \
        irt_fit_report(f, j, &item, &se);                               \
        return se.member[w];                                            \
    }
GETTER(a, a)
GETTER(d, d)
GETTER(b, b)

double
known_c(const struct irt_fit *f, size_t j, size_t which)
{
    struct irt_item_report item;
    (void)which;
    irt_fit_report(f, j, &item, NULL);
    return item.c;
}

double
known_u(const struct irt_fit *f, size_t j, size_t which)
{
    struct irt_item_report item;
    (void)which;
    irt_fit_report(f, j, &item, NULL);
    return item.u;
}

void
known_items(const struct known *known, const char *file, const char *column,
            double tolerance, known_number *get, size_t which)
{
    size_t rows;
    double *expected = reference_column(file, column, &rows);
    ck_assert_uint_eq(rows, known->fit->model->items);
    for (size_t j = 0; j < rows; j++) {
        double x = get(known->fit, j, which);
        ck_assert_msg(fabs(x - expected[j]) <= tolerance ||
                          (isnan(x) && isnan(expected[j])),
                      "%s %s, item %zu: %.12g, expected %.12g", file, column, j + 1, x,
                      expected[j]);
    }
    free(expected);
}

void
known_steps(const struct known *known, const char *file, const char *prefix, size_t count,
            double tolerance, known_number *get, size_t first)
{
    char column[32];
    for (size_t h = 0; h < count; h++) {
        snprintf(column, sizeof column, "%s%zu", prefix, h + 1);
        known_items(known, file, column, tolerance, get, first + h);
    }
}

/* --- scores ----------------------------------------------------------------------------------------- */

/* Beyond this an ML score of theirs is infinite.  In one pattern of sim-nrm two slopes of an
 * item differ by .02 only, and the likelihood has its maximum at 18.4. */
#define FURTHEST 15.0

/* What is not finite has to be the same infinity; then they give no standard error. */
static bool
agree(double score, double expected, double tolerance)
{
    if (isinf(expected))
        return score == expected || score * copysign(1.0, expected) > FURTHEST;
    if (isnan(expected))
        return isinf(score);
    return fabs(score - expected) <= tolerance;
}

static void
compare(const struct fixture *f, const double *by_pattern, size_t d, const char *file,
        const char *column, double tolerance)
{
    size_t rows;
    double *expected = reference_column(file, column, &rows);
    ck_assert_uint_eq(rows, f->data->rows);
    for (size_t i = 0; i < rows; i++) {
        double score = by_pattern[f->patterns->of_row[i] * f->model->dims + d];
        ck_assert_msg(agree(score, expected[i], tolerance),
                      "%s %s, person %zu: %.12g, expected %.12g", file, column, i + 1,
                      score, expected[i]);
    }
    free(expected);
}

void
known_scores(const struct known *known, enum irt_score method, size_t d, const char *file,
             const char *score, const char *se, double tolerance)
{
    const struct fixture *f = &known->f;
    size_t count = f->patterns->count * f->model->dims;
    double *scores = calloc(count, sizeof *scores),
           *errors = calloc(count, sizeof *errors);
    ck_assert(irt_scores(method, f->data, f->patterns, f->model, known->fit->psi,
                         known->fit->quadrature, 2, scores, errors, &error));
    compare(f, scores, d, file, score, tolerance);
    if (se)
        compare(f, errors, d, file, se, tolerance);
    free(scores);
    free(errors);
}

void
known_tam(const char *folder, const char *kind, bool wide, double loglik, double variance,
          double tolerance)
{
    char items[100], persons[100];
    struct known k;

    if (!known_open(&k, folder, kind, wide))
        return;
    snprintf(items, sizeof items, "%s/tam_items.csv", folder);
    snprintf(persons, sizeof persons, "%s/tam_persons.csv", folder);
    double sigma = k.fit->psi[k.f.model->sigma];
    ck_assert_double_eq_tol(k.fit->loglik, loglik, 4e-4);
    ck_assert_double_ge(k.fit->loglik, loglik);
    ck_assert_double_eq_tol(sigma * sigma, variance, tolerance);
    known_items(&k, items, "B1", tolerance, known_a, 0);
    known_steps(&k, items, "d", 3, tolerance, known_d, 0);
    known_scores(&k, IRT_SCORE_WLE, 0, persons, "WLE", "SE_WLE", 1e-4);
    known_close(&k);
}

void
known_is_rasch(const char *kind)
{
    struct irt_options options = known_options(false);
    struct known k;

    known_lsat6(&k, kind, NULL, &options);
    double sigma = k.fit->psi[k.f.model->sigma];
    ck_assert_double_eq_tol(k.fit->loglik, -2466.9375996, 1e-6);
    ck_assert_double_eq(known_a(k.fit, 2, 0), 1.0);
    ck_assert_double_eq_tol(sigma * sigma, .57023, 1e-5);
    known_close(&k);
}
