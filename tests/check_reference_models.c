/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Known answers of the item models: what mirt 1.47, TAM 4.3-25 and independent maximisers get
 * for the same data.  The tables and the data are read from a folder beside the source tree
 * and compared whole; log-likelihoods and some parameters stand here too, so that what is
 * expected can be read.  Without that folder LSAT-6 is left. */
#include "config.h"

#include "suite.h"

#include "fixture.h"
#include "reference.h"

#include "data/load.h"
#include "score/score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* --- opening ---------------------------------------------------------------------------------------- */

static struct irt_responses *
load(const char *folder)
{
    char path[1000];
    struct irt_load_options options = { 0 };
    snprintf(path, sizeof path, "%s/%s/data.csv", fixture_reference(), folder);
    struct irt_responses *data = irt_load(path, &options, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    return data;
}

/* Fits as tightly as the others did.  wide: 101 nodes on [-10, 10], for a free variance. */
static struct irt_fit *
fit_tightly(struct fixture *f, const char *folder, const char *kind, bool wide)
{
    struct irt_options options = irt_options_defaults();
    options.tolerance = 1e-9;
    options.max_cycles = 5000;
    if (wide) {
        options.points = 101;
        options.lo = -10.0;
        options.hi = 10.0;
    }
    fixture_open_with(f, load(folder), kind, &options);
    struct irt_fit *fit = fixture_fit(f);
    ck_assert_msg(fit->converged, "%s", fit->notes.count ? fit->notes.text[0] : "");
    return fit;
}

/* One column of a table beside what the fit has for each item. */
static void
compare(const char *file, const char *column, double tolerance, const struct irt_fit *fit,
        double (*get)(const struct irt_fit *fit, size_t item, size_t which), size_t which)
{
    size_t rows;
    double *expected = reference_column(file, column, &rows);
    ck_assert_uint_eq(rows, fit->model->items);
    for (size_t j = 0; j < rows; j++)
        ck_assert_msg(fabs(get(fit, j, which) - expected[j]) <= tolerance,
                      "%s %s, item %zu: %.12g, expected %.12g", file, column, j + 1,
                      get(fit, j, which), expected[j]);
    free(expected);
}

static double
get_a(const struct irt_fit *fit, size_t j, size_t which)
{
    struct irt_item_report item;
    irt_fit_report(fit, j, &item, NULL);
    return item.a[which];
}

static double
get_d(const struct irt_fit *fit, size_t j, size_t which)
{
    struct irt_item_report item;
    irt_fit_report(fit, j, &item, NULL);
    return item.d[which];
}

static double
get_b(const struct irt_fit *fit, size_t j, size_t which)
{
    struct irt_item_report item;
    irt_fit_report(fit, j, &item, NULL);
    return item.b[which];
}

static double
get_c(const struct irt_fit *fit, size_t j, size_t which)
{
    struct irt_item_report item;
    (void)which;
    irt_fit_report(fit, j, &item, NULL);
    return item.c;
}

static double
get_se_a(const struct irt_fit *fit, size_t j, size_t which)
{
    struct irt_item_report item, se;
    irt_fit_report(fit, j, &item, &se);
    return se.a[which];
}

static double
get_se_d(const struct irt_fit *fit, size_t j, size_t which)
{
    struct irt_item_report item, se;
    irt_fit_report(fit, j, &item, &se);
    return se.d[which];
}

/* --- parameters ------------------------------------------------------------------------------------- */

/* The first item's a, its intercepts, and the variance, typed from the tables. */
static const struct known {
    const char *kind, *folder, *mirt; /* mirt: its table of items */
    bool wide;
    double loglik, a, d[3], variance;
    double tolerance; /* of parameters */
} known[] = {
    { "gpcm",
      "sim-gpcm",
      "mirt_gpcm_items.csv",
      false,
      -17266.8917581,
      .590755,
      { .990585, 1.097907, 1.050356 },
      1.0,
      1e-7 },
    { "grm",
      "sim-grm",
      "mirt_grm_items.csv",
      false,
      -16566.0481422,
      1.106183,
      { 3.135024, -.820548, -2.065535 },
      1.0,
      1e-7 },
    { "pcm",
      "sim-pcm",
      "mirt_pcm_wide_items.csv",
      true,
      -16706.7534082,
      1.0,
      { .208097, .003188, -2.087671 },
      1.173560,
      1e-6 },
    { "rsm",
      "sim-rsm",
      "own_rsm_exact_items.csv",
      true,
      -17023.2816872,
      1.0,
      { .792622, .565729, -.372709 },
      1.399081,
      1e-6 },
};
#define KNOWN ((int)(sizeof known / sizeof *known))

START_TEST(parameters_are_those_of_mirt)
{
    const struct known *k = &known[_i];
    struct fixture f;
    char file[200];
    if (!fixture_reference())
        return;
    struct irt_fit *fit = fit_tightly(&f, k->folder, k->kind, k->wide);
    double sigma = fit->psi[f.model->sigma];
    ck_assert_double_eq_tol(fit->loglik, k->loglik, 2e-7);
    ck_assert_double_eq_tol(sigma * sigma, k->variance, 2e-6);
    ck_assert_double_eq_tol(get_a(fit, 0, 0), k->a, 1e-6);
    snprintf(file, sizeof file, "%s/%s", k->folder, k->mirt);
    for (size_t h = 0; h < 3; h++) {
        char column[] = { 'd', (char)('1' + h), '\0' };
        ck_assert_double_eq_tol(get_d(fit, 0, h), k->d[h], 1e-6);
        compare(file, column, k->tolerance, fit, get_d, h);
    }
    if (strcmp(k->kind, "rsm") != 0)
        compare(file, "a1", k->tolerance, fit, get_a, 0);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Thresholds and steps in mirt's second metric. */
START_TEST(difficulties_are_those_of_mirt)
{
    static const struct {
        const char *kind, *folder, *file;
    } tables[] = { { "gpcm", "sim-gpcm", "sim-gpcm/mirt_gpcm_IRTpars.csv" },
                   { "grm", "sim-grm", "sim-grm/mirt_grm_IRTpars.csv" } };
    struct fixture f;
    if (!fixture_reference())
        return;
    struct irt_fit *fit = fit_tightly(&f, tables[_i].folder, tables[_i].kind, false);
    compare(tables[_i].file, "a", 1e-7, fit, get_a, 0);
    compare(tables[_i].file, "b1", 1e-6, fit, get_b, 0);
    compare(tables[_i].file, "b2", 1e-6, fit, get_b, 1);
    compare(tables[_i].file, "b3", 1e-6, fit, get_b, 2);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* mirt writes a_h as a scoring ak_h times one slope. */
static double
get_scoring(const struct irt_fit *fit, size_t j, size_t which)
{
    struct irt_item_report item;
    irt_fit_report(fit, j, &item, NULL);
    return which == 3 ? item.a[3] / 3.0 : 3.0 * item.a[which] / item.a[3];
}

/* Bock's contrasts: slopes and intercepts summing to 0. */
static double
get_contrast(const struct irt_fit *fit, size_t j, size_t which)
{
    struct irt_item_report item;
    double mean = 0.0;
    irt_fit_report(fit, j, &item, NULL);
    const double *x = which < 4 ? item.a : item.d;
    for (size_t h = 0; h < 4; h++)
        mean += x[h] / 4.0;
    return x[which % 4] - mean;
}

START_TEST(nominal_parameters_are_those_of_mirt)
{
    static const char items[] = "sim-nrm/mirt_nrm_items.csv";
    static const char contrasts[] = "sim-nrm/mirt_nrm_IRTpars.csv";
    static const char *const columns[] = {
        "a1", "a2", "a3", "a4", "c1", "c2", "c3", "c4"
    };
    struct fixture f;
    if (!fixture_reference())
        return;
    struct irt_fit *fit = fit_tightly(&f, "sim-nrm", "nrm", false);
    ck_assert_double_eq_tol(fit->loglik, -18518.5905147, 2e-7);
    ck_assert_double_eq_tol(get_a(fit, 0, 3), 2.3266758, 1e-6);
    ck_assert_double_eq_tol(get_d(fit, 0, 1), .4696627, 1e-6);
    ck_assert_double_eq(get_a(fit, 0, 0), 0.0);
    compare(items, "a1", 1e-7, fit, get_scoring, 3);
    compare(items, "ak1", 1e-6, fit, get_scoring, 1);
    compare(items, "ak2", 1e-6, fit, get_scoring, 2);
    compare(items, "d1", 1e-7, fit, get_d, 1);
    compare(items, "d2", 1e-7, fit, get_d, 2);
    compare(items, "d3", 1e-7, fit, get_d, 3);
    for (size_t i = 0; i < 8; i++)
        compare(contrasts, columns[i], 1e-7, fit, get_contrast, i);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* TAM stops earlier, and its weights are not normalised: its l is a little lower. */
START_TEST(parameters_are_those_of_tam)
{
    static const struct {
        const char *kind, *file;
        bool wide;
        double loglik, variance, tolerance;
    } tam[] = {
        { "gpcm", "sim-gpcm", false, -17266.8917596015, 1.0, 1e-6 },
        { "pcm", "sim-pcm", true, -16706.75342966, 1.17355876087896, 1e-6 },
        { "rsm", "sim-rsm", true, -17023.2820390362, 1.39906613646052, 3e-5 },
    };
    struct fixture f;
    char file[200];
    if (!fixture_reference())
        return;
    struct irt_fit *fit = fit_tightly(&f, tam[_i].file, tam[_i].kind, tam[_i].wide);
    double sigma = fit->psi[f.model->sigma];
    ck_assert_double_eq_tol(fit->loglik, tam[_i].loglik, 4e-4);
    ck_assert_double_ge(fit->loglik, tam[_i].loglik);
    ck_assert_double_eq_tol(sigma * sigma, tam[_i].variance, tam[_i].tolerance);
    snprintf(file, sizeof file, "%s/tam_items.csv", tam[_i].file);
    for (size_t h = 0; h < 3; h++) {
        char column[] = { 'd', (char)('1' + h), '\0' };
        compare(file, column, tam[_i].tolerance, fit, get_d, h);
    }
    compare(file, "B1", tam[_i].tolerance, fit, get_a, 0);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- standard errors -------------------------------------------------------------------------------- */

/* By Oakes's identity, of a and d where they are mirt's own parameters. */
START_TEST(errors_are_those_of_mirt)
{
    static const struct {
        const char *kind, *folder, *file, *slope;
        bool wide;
        size_t first; /* d of step 1 */
    } tables[] = {
        { "gpcm", "sim-gpcm", "sim-gpcm/mirt_gpcm_items.csv", "se_a1", false, 0 },
        { "grm", "sim-grm", "sim-grm/mirt_grm_items.csv", "se_a1", false, 0 },
        { "nrm", "sim-nrm", "sim-nrm/mirt_nrm_items.csv", NULL, false, 1 },
        { "pcm", "sim-pcm", "sim-pcm/mirt_pcm_wide_items.csv", NULL, true, 0 },
    };
    struct fixture f;
    if (!fixture_reference())
        return;
    struct irt_fit *fit =
        fit_tightly(&f, tables[_i].folder, tables[_i].kind, tables[_i].wide);
    for (size_t h = 0; h < 3; h++) {
        char column[] = { 's', 'e', '_', 'd', (char)('1' + h), '\0' };
        compare(tables[_i].file, column, 1e-6, fit, get_se_d, tables[_i].first + h);
    }
    if (tables[_i].slope)
        compare(tables[_i].file, tables[_i].slope, 1e-6, fit, get_se_a, 0);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Of RSM mirt's steps are those of its first item; and the free variances. */
START_TEST(errors_of_steps_and_variances)
{
    struct fixture f;
    struct irt_item_report item, se;
    if (!fixture_reference())
        return;
    struct irt_fit *fit = fit_tightly(&f, "sim-rsm", "rsm", true);
    irt_fit_report(fit, 0, &item, &se);
    ck_assert_double_eq_tol(item.b[0], -.792622, 1e-6);
    ck_assert_double_eq_tol(item.b[1], .226893, 1e-6);
    ck_assert_double_eq_tol(item.b[2], .938438, 1e-6);
    ck_assert_double_eq_tol(se.b[0], .0525138, 1e-6);
    ck_assert_double_eq_tol(se.b[1], .0503647, 1e-6);
    ck_assert_double_eq_tol(se.b[2], .0537198, 1e-6);
    ck_assert_double_eq_tol(fit->variance_se, .070258, 5e-6);
    irt_fit_free(fit);
    fixture_close(&f);
    fit = fit_tightly(&f, "sim-pcm", "pcm", true);
    ck_assert_double_eq_tol(fit->variance_se, .060288, 5e-6);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- scores ------------------------------------------------------------------------------------------- */

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
compare_scores(const struct fixture *f, const double *by_pattern, const char *file,
               const char *column, double tolerance)
{
    size_t rows;
    double *expected = reference_column(file, column, &rows);
    ck_assert_uint_eq(rows, f->data->rows);
    for (size_t i = 0; i < rows; i++) {
        double score = by_pattern[f->patterns->of_row[i]];
        ck_assert_msg(agree(score, expected[i], tolerance),
                      "%s %s, person %zu: %.12g, expected %.12g", file, column, i + 1,
                      score, expected[i]);
    }
    free(expected);
}

/* mirt's quadrature for EAP; the others maximised exactly at mirt's estimates, WLE where it
 * is the maximum of log L + log I / 2, which for GRM it is not; TAM's WLE. */
static const struct {
    const char *kind, *folder, *file;
    enum irt_score method;
    const char *score, *se;
    double tolerance;
} scores[] = {
    { "2pl", "sim-2pl", "mirt_2pl_persons.csv", IRT_SCORE_EAP, "EAP", "SE_EAP", 1e-7 },
    { "2pl", "sim-2pl", "mirt_2pl_persons.csv", IRT_SCORE_MAP, "MAP_exact",
      "SE_MAP_exact", 1e-7 },
    { "2pl", "sim-2pl", "mirt_2pl_persons.csv", IRT_SCORE_ML, "ML_exact", "SE_ML_exact",
      2e-6 },
    { "2pl", "sim-2pl", "mirt_2pl_persons.csv", IRT_SCORE_WLE, "WLE_exact", NULL, 2e-6 },
    { "gpcm", "sim-gpcm", "mirt_gpcm_persons.csv", IRT_SCORE_EAP, "EAP", "SE_EAP", 1e-7 },
    { "gpcm", "sim-gpcm", "mirt_gpcm_persons.csv", IRT_SCORE_MAP, "MAP_exact", NULL,
      1e-7 },
    { "gpcm", "sim-gpcm", "mirt_gpcm_persons.csv", IRT_SCORE_ML, "ML_exact", NULL, 2e-6 },
    { "gpcm", "sim-gpcm", "mirt_gpcm_persons.csv", IRT_SCORE_WLE, "WLE_exact", NULL,
      2e-6 },
    { "gpcm", "sim-gpcm", "tam_persons.csv", IRT_SCORE_WLE, "WLE", "SE_WLE", 1e-4 },
    { "grm", "sim-grm", "mirt_grm_persons.csv", IRT_SCORE_EAP, "EAP", "SE_EAP", 1e-7 },
    { "grm", "sim-grm", "mirt_grm_persons.csv", IRT_SCORE_MAP, "MAP_exact", NULL, 1e-7 },
    { "grm", "sim-grm", "mirt_grm_persons.csv", IRT_SCORE_ML, "ML_exact", NULL, 2e-6 },
    { "nrm", "sim-nrm", "mirt_nrm_persons.csv", IRT_SCORE_EAP, "EAP", "SE_EAP", 1e-7 },
    { "nrm", "sim-nrm", "mirt_nrm_persons.csv", IRT_SCORE_MAP, "MAP_exact", NULL, 1e-7 },
    { "nrm", "sim-nrm", "mirt_nrm_persons.csv", IRT_SCORE_ML, "ML_exact", NULL, 2e-6 },
    { "nrm", "sim-nrm", "mirt_nrm_persons.csv", IRT_SCORE_WLE, "WLE_exact", NULL, 2e-6 },
    { "pcm", "sim-pcm", "mirt_pcm_wide_persons.csv", IRT_SCORE_EAP, "EAP", "SE_EAP",
      1e-6 },
    { "pcm", "sim-pcm", "mirt_pcm_persons.csv", IRT_SCORE_MAP, "MAP_exact", NULL, 1e-5 },
    { "pcm", "sim-pcm", "mirt_pcm_persons.csv", IRT_SCORE_ML, "ML_exact", NULL, 1e-5 },
    { "pcm", "sim-pcm", "mirt_pcm_persons.csv", IRT_SCORE_WLE, "WLE_exact", NULL, 1e-5 },
    { "pcm", "sim-pcm", "tam_persons.csv", IRT_SCORE_WLE, "WLE", "SE_WLE", 1e-4 },
    { "rsm", "sim-rsm", "mirt_rsm_wide_persons.csv", IRT_SCORE_EAP, "EAP", "SE_EAP",
      1e-4 },
    { "rsm", "sim-rsm", "mirt_rsm_persons.csv", IRT_SCORE_WLE, "WLE_exact", NULL, 1e-4 },
    { "rsm", "sim-rsm", "tam_persons.csv", IRT_SCORE_WLE, "WLE", "SE_WLE", 1e-4 },
};
#define SCORES ((int)(sizeof scores / sizeof *scores))

START_TEST(scores_are_those_of_others)
{
    struct fixture f;
    char file[200];
    if (!fixture_reference())
        return;
    bool wide = irt_model_find(scores[_i].kind)->slope_fixed;
    struct irt_fit *fit = fit_tightly(&f, scores[_i].folder, scores[_i].kind, wide);
    double *score = calloc(f.patterns->count, sizeof *score),
           *se = calloc(f.patterns->count, sizeof *se);
    ck_assert(irt_scores(scores[_i].method, f.data, f.patterns, f.model, fit->psi,
                         fit->quadrature, 2, score, se, &error));
    snprintf(file, sizeof file, "%s/%s", scores[_i].folder, scores[_i].file);
    compare_scores(&f, score, file, scores[_i].score, scores[_i].tolerance);
    if (scores[_i].se)
        compare_scores(&f, se, file, scores[_i].se, scores[_i].tolerance);
    free(score);
    free(se);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- LSAT-6, from the samples --------------------------------------------------------------------------- */

/* 3PL with the prior beta(5, 17) of c itself: independent maximisation to a gradient of
 * 5e-14, 61 nodes on [-6, 6]. */
START_TEST(the_3pl_of_lsat6)
{
    static const double a[5] = { .847012739503, .846750424345, 1.21991976851,
                                 .763704858277, .708242104113 };
    static const double d[5] = { 2.52832546047, .648568957412, -.272035503764,
                                 .975178135216, 1.79978646793 };
    static const double c[5] = { .19955950382, .198484781214, .1910273846, .198796154451,
                                 .19938220113 };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.tolerance = 1e-10;
    options.max_cycles = 20000;
    fixture_open_with(&f, fixture_lsat6(), "3pl", &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(fit->converged);
    ck_assert_double_eq_tol(fit->loglik, -2466.80597056144, 1e-6);
    ck_assert_double_eq_tol(fit->loglik + fit->log_prior, -2459.20050790254, 1e-8);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq_tol(get_a(fit, j, 0), a[j], 2e-6);
        ck_assert_double_eq_tol(get_d(fit, j, 0), d[j], 2e-6);
        ck_assert_double_eq_tol(get_c(fit, j, 0), c[j], 1e-6);
    }
    if (fixture_reference()) {
        compare("lsat6-2pl/own_3pl_beta5-17_items.csv", "a1", 2e-6, fit, get_a, 0);
        compare("lsat6-2pl/own_3pl_beta5-17_items.csv", "d", 2e-6, fit, get_d, 0);
        compare("lsat6-2pl/own_3pl_beta5-17_items.csv", "g", 1e-6, fit, get_c, 0);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* mirt 1.47 with normal priors on the logits of the asymptotes, 61 nodes on [-6, 6]. */
START_TEST(asymptotes_with_mirts_priors)
{
    static const struct {
        const char *kind, *prior, *file;
        double loglik, log_prior;
    } cases[] = {
        { "3pl", "c=logit(-1.1,2)", "lsat6-2pl/mirt_3pl-normprior_items.csv",
          -2466.79359599816, -8.09993128881982 },
        { "4pl", "c=logit(-1.4,1) u=logit(3,1)", "lsat6-2pl/mirt_4pl-normprior_items.csv",
          -2466.81108555889, -9.25764192954508 },
    };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = cases[_i].kind, .prior = cases[_i].prior };
    struct fixture f;
    options.tolerance = 1e-9;
    options.max_cycles = 20000;
    fixture_open_model(&f, fixture_lsat6(), &model, &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(fit->converged);
    ck_assert_double_eq_tol(fit->loglik, cases[_i].loglik, 1e-5);
    ck_assert_double_eq_tol(fit->log_prior, cases[_i].log_prior, 1e-5);
    if (fixture_reference()) {
        compare(cases[_i].file, "a1", 2e-5, fit, get_a, 0);
        compare(cases[_i].file, "d", 2e-5, fit, get_d, 0);
        compare(cases[_i].file, "g", 1e-5, fit, get_c, 0);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Of two categories GPCM, GRM and NRM are the 2PL, PCM and RSM the Rasch model: mirt's l,
 * and its a of item 3 or variance. */
START_TEST(two_categories_are_the_binary_models)
{
    static const struct {
        const char *kind;
        double loglik, a, variance;
    } cases[] = {
        { "gpcm", -2466.653377, .890874533, 1.0 },
        { "grm", -2466.653377, .890874533, 1.0 },
        { "nrm", -2466.653377, .890874533, 1.0 },
        { "pcm", -2466.9375996, 1.0, .57023 },
        { "rsm", -2466.9375996, 1.0, .57023 },
    };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.tolerance = 1e-9;
    options.max_cycles = 5000;
    fixture_open_with(&f, fixture_lsat6(), cases[_i].kind, &options);
    struct irt_fit *fit = fixture_fit(&f);
    double sigma = fit->psi[f.model->sigma];
    ck_assert_double_eq_tol(fit->loglik, cases[_i].loglik, 1e-6);
    ck_assert_double_eq_tol(get_a(fit, 2, strcmp(cases[_i].kind, "nrm") == 0),
                            cases[_i].a, 1e-6);
    ck_assert_double_eq_tol(sigma * sigma, cases[_i].variance, 1e-5);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("reference models");
    TCase *t = tcase_create("known answers");
    tcase_add_loop_test(t, parameters_are_those_of_mirt, 0, KNOWN);
    tcase_add_loop_test(t, difficulties_are_those_of_mirt, 0, 2);
    tcase_add_test(t, nominal_parameters_are_those_of_mirt);
    tcase_add_loop_test(t, parameters_are_those_of_tam, 0, 3);
    tcase_add_loop_test(t, errors_are_those_of_mirt, 0, 4);
    tcase_add_test(t, errors_of_steps_and_variances);
    tcase_add_loop_test(t, scores_are_those_of_others, 0, SCORES);
    tcase_add_test(t, the_3pl_of_lsat6);
    tcase_add_loop_test(t, asymptotes_with_mirts_priors, 0, 2);
    tcase_add_loop_test(t, two_categories_are_the_binary_models, 0, 5);
    suite_add_tcase(suite, t);
    return suite;
}
