/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_dif.c -- items compared between groups: against other programs' results, against each
 * other, and where nothing can be said. */
#include "config.h"

#include "suite.h"

#include "fixture.h"
#include "reference.h"

#include "data/load.h"
#include "fit/dif.h"
#include "fit/dif_parts.h"
#include "model/population.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* Levels of a column "g": of row i, level[i], whose names are A, B ... */
static void
add_levels(struct irt_responses *data, const uint32_t *level, size_t levels)
{
    struct irt_factor *factor = calloc(1, sizeof *factor);
    char name[2] = "A";
    factor->name = strdup("g");
    factor->levels = levels;
    factor->level = calloc(levels + 1, sizeof *factor->level);
    factor->of_row = malloc(data->rows * sizeof *factor->of_row);
    memcpy(factor->of_row, level, data->rows * sizeof *level);
    for (size_t k = 0; k < levels; k++, name[0]++)
        factor->level[k] = strdup(name);
    data->factor = factor;
}

/* Rows by turns. */
static struct irt_responses *
with_levels(struct irt_responses *data, size_t levels)
{
    uint32_t *level = malloc(data->rows * sizeof *level);
    for (size_t i = 0; i < data->rows; i++)
        level[i] = (uint32_t)(i % levels);
    add_levels(data, level, levels);
    free(level);
    return data;
}

/* The focal group of two answers item j as if its own answers were turned round for some. */
static void
make_harder(struct irt_responses *data, size_t j, unsigned one_in)
{
    size_t seen = 0;
    for (size_t i = 0; i < data->rows; i++) {
        uint8_t *code = &data->code[i * data->items + j];
        if (data->factor->of_row[i] == 1 && *code == 1 && seen++ % one_in == 0)
            *code = 0;
    }
    irt_responses_count(data);
}

static const struct irt_dif_options plain = { .purified = false };

/* Fits a model to the data, which are taken over, and compares; closes all. */
static struct irt_dif *
compare_with(struct fixture *f, struct irt_responses *data,
             const struct irt_model_options *model, const struct irt_options *options,
             const struct irt_dif_options *how)
{
    fixture_open_model(f, data, model, options);
    struct irt_fit *fit = fixture_fit(f);
    struct irt_dif *dif = irt_dif_new(fit, how, &error);
    irt_fit_free(fit);
    return dif;
}

static struct irt_dif *
compare(struct irt_responses *data, const char *kind, const struct irt_dif_options *how)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = kind };
    options.points = 31;
    options.se = IRT_SE_NONE;
    struct irt_dif *dif = compare_with(&f, data, &model, &options, how);
    ck_assert_msg(dif != NULL, "%s", error.message);
    fixture_close(&f);
    return dif;
}

/* --- other programs --------------------------------------------------------------------- */

static struct irt_dif *
reference_dif(struct fixture *f)
{
    char path[1000];
    struct irt_load_options load = { .factor = "group" };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "2pl" };
    snprintf(path, sizeof path, "%s/dif/data.csv", fixture_reference());
    struct irt_responses *data = irt_load(path, &load, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    options.points = 101;
    options.lo = -10.0;
    options.hi = 10.0;
    options.se = IRT_SE_NONE;
    struct irt_dif *dif = compare_with(f, data, &model, &options, &plain);
    ck_assert_msg(dif != NULL, "%s", error.message);
    return dif;
}

static void
compare_column(const char *file, const char *column, const struct irt_dif *dif,
               double (*of)(const struct irt_dif_item *item), double tolerance)
{
    size_t rows;
    double *expected = reference_column(file, column, &rows);
    ck_assert_uint_eq(rows, dif->items);
    for (size_t j = 0; j < rows; j++) {
        double value = of(&dif->pair[0].item[j]);
        ck_assert_msg(fabs(value - expected[j]) <= tolerance, "%s of %zu: %.8f, not %.8f",
                      column, j, value, expected[j]);
    }
    free(expected);
}

static double
chi2_of(const struct irt_dif_item *item)
{
    return item->mantel.chi2;
}

static double
p_of(const struct irt_dif_item *item)
{
    return item->mantel.p;
}

static double
alpha_of(const struct irt_dif_item *item)
{
    return item->mantel.alpha;
}

static double
delta_of(const struct irt_dif_item *item)
{
    return item->mantel.delta;
}

/* The upper end of the odds ratio's interval, focal to reference, as mantelhaen.test has it. */
static double
upper_of(const struct irt_dif_item *item)
{
    return exp((item->mantel.delta + 1.959963984540054 * item->mantel.delta_se) / 2.35);
}

static double
lr_of(const struct irt_dif_item *item)
{
    return item->lr.x2;
}

static double
lr_p_of(const struct irt_dif_item *item)
{
    return item->lr.p;
}

static double
uniform_of(const struct irt_dif_item *item)
{
    return item->uniform.x2;
}

static double
slope_of(const struct irt_dif_item *item)
{
    return item->par[1][0];
}

static double
intercept_of(const struct irt_dif_item *item)
{
    return item->par[0][1];
}

/* Base R's mantelhaen.test by total score, and mirt 1.47's likelihood-ratio tests. */
START_TEST(other_programs_find_the_same)
{
    struct fixture f;
    if (!fixture_reference())
        return;
    struct irt_dif *dif = reference_dif(&f);
    const struct irt_dif_pair *pair = &dif->pair[0];
    ck_assert_str_eq(dif->column, "group");
    ck_assert_str_eq(dif->level[0], "ref");
    ck_assert_str_eq(dif->level[pair->focal], "foc");
    ck_assert_double_eq_tol(pair->mean, -0.483610589709, 2e-4);
    ck_assert_double_eq_tol(pair->sd * pair->sd, 1.30984089649, 1e-3);
    compare_column("dif/mantel_haenszel.csv", "chi2_corrected", dif, chi2_of, 1e-9);
    compare_column("dif/mantel_haenszel.csv", "p_corrected", dif, p_of, 1e-10);
    compare_column("dif/mantel_haenszel.csv", "alpha_MH", dif, alpha_of, 1e-10);
    compare_column("dif/mantel_haenszel.csv", "delta_MH", dif, delta_of, 1e-10);
    compare_column("dif/mantel_haenszel.csv", "r_or_hi95", dif, upper_of, 1e-9);
    compare_column("dif/mirt_DIF_drop_a1_d.csv", "X2", dif, lr_of, 1e-3);
    compare_column("dif/mirt_DIF_drop_a1_d.csv", "p", dif, lr_p_of, 1e-3);
    compare_column("dif/mirt_DIF_drop_d.csv", "X2", dif, uniform_of, 1e-3);
    compare_column("dif/mirt_DIF_drop_a1_d_estimates.csv", "a_foc", dif, slope_of, 2e-3);
    compare_column("dif/mirt_DIF_drop_a1_d_estimates.csv", "d_ref", dif, intercept_of,
                   2e-3);
    /* Items 4 and 11 were made to differ: harder, and easier, for the focal group. */
    ck_assert_int_eq(pair->item[3].mantel.ets, 'C');
    ck_assert_int_eq(pair->item[10].mantel.ets, 'B');
    ck_assert_double_lt(pair->item[3].mantel.delta, 0.0);
    for (size_t j = 0; j < dif->items; j++)
        if (j != 3 && j != 10)
            ck_assert_int_eq(pair->item[j].mantel.ets, 'A');
    irt_dif_free(dif);
    fixture_close(&f);
}
END_TEST

/* --- what must hold ------------------------------------------------------------------------ */

static bool
near(double a, double b, double tolerance)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= tolerance;
}

static void
same_item(const struct irt_dif_item *a, const struct irt_dif_item *b, double tolerance)
{
    ck_assert_double_eq(a->complete, b->complete);
    ck_assert(near(a->mantel.chi2, b->mantel.chi2, 1e-9));
    ck_assert(near(a->mantel.alpha, b->mantel.alpha, 1e-9));
    ck_assert(near(a->regression.total, b->regression.total, 1e-7));
    ck_assert(near(a->regression.total_r2, b->regression.total_r2, 1e-9));
    ck_assert_msg(near(a->lr.x2, b->lr.x2, tolerance), "%g and %g", a->lr.x2, b->lr.x2);
    ck_assert(near(a->uniform.x2, b->uniform.x2, tolerance));
    ck_assert(near(a->wald.x2, b->wald.x2, 10.0 * tolerance));
    ck_assert_int_eq(a->mantel.ets, b->mantel.ets);
    ck_assert_str_eq(a->why_not_mantel, b->why_not_mantel);
    ck_assert_str_eq(a->why_not_regression, b->why_not_regression);
    ck_assert_str_eq(a->why_not_model, b->why_not_model);
}

/* Uniform and not uniform are the two parts of a difference; Wald's test is near the
 * likelihood ratio; curves are probabilities. */
START_TEST(the_parts_fit_together)
{
    static const char *const kinds[] = { "2pl", "grm", "gpcm" };
    struct irt_responses *data =
        with_levels(fixture_simulated_by(kinds[_i], 1500, 6, 0.0, 3), 2);
    struct irt_dif *dif = compare(data, kinds[_i], &plain);
    const struct irt_dif_pair *pair = &dif->pair[0];
    ck_assert_double_eq_tol(pair->mean, 0.0, 0.2);
    ck_assert_double_eq_tol(pair->sd, 1.0, 0.2);
    for (size_t j = 0; j < dif->items; j++) {
        const struct irt_dif_item *item = &pair->item[j];
        double theta[] = { -2.0, 0.0, 3.0 }, P[2][3 * IRT_MAX_CATEGORIES];
        ck_assert_str_eq(item->why_not_model, "");
        ck_assert_double_eq(item->lr.df, item->uniform.df + item->nonuniform.df);
        ck_assert_double_eq_tol(item->lr.x2, item->uniform.x2 + item->nonuniform.x2,
                                1e-9);
        ck_assert_double_eq(item->wald.df, item->lr.df);
        ck_assert_double_eq_tol(item->wald.x2, item->lr.x2, 0.1 * item->lr.x2 + 0.1);
        ck_assert_double_eq_tol(item->regression.total,
                                item->regression.uniform + item->regression.nonuniform,
                                1e-9);
        ck_assert_double_ge(item->regression.total_r2, item->regression.uniform_r2);
        for (size_t g = 0; g < 2; g++) {
            irt_dif_curve(item, g, theta, 3, P[g]);
            for (size_t n = 0; n < 3; n++) {
                double sum = 0.0;
                for (unsigned h = 0; h < item->shape.categories; h++)
                    sum += P[g][h * 3 + n];
                ck_assert_double_eq_tol(sum, 1.0, 1e-12);
            }
        }
    }
    irt_dif_free(dif);
}
END_TEST

/* Who is the reference group changes the sign of a difference, not its size. */
START_TEST(groups_can_change_places)
{
    struct irt_responses *data = with_levels(fixture_simulated(1200, 6, 0.0, 5), 2);
    make_harder(data, 2, 3);
    struct irt_responses *other = with_levels(fixture_simulated(1200, 6, 0.0, 5), 2);
    make_harder(other, 2, 3);
    for (size_t i = 0; i < other->rows; i++)
        other->factor->of_row[i] = 1 - other->factor->of_row[i];
    struct irt_dif *a = compare(data, "2pl", &plain), *b = compare(other, "2pl", &plain);
    for (size_t j = 0; j < a->items; j++) {
        const struct irt_dif_item *x = &a->pair[0].item[j], *y = &b->pair[0].item[j];
        ck_assert_double_eq_tol(x->mantel.chi2, y->mantel.chi2, 1e-9);
        ck_assert_double_eq_tol(x->mantel.delta, -y->mantel.delta, 1e-9);
        ck_assert_double_eq_tol(x->mantel.delta_se, y->mantel.delta_se, 1e-9);
        ck_assert_double_eq_tol(x->regression.uniform, y->regression.uniform, 1e-7);
        ck_assert_double_eq_tol(x->lr.x2, y->lr.x2, 2e-3);
        ck_assert_int_eq(x->mantel.ets, y->mantel.ets);
    }
    const struct irt_dif_item *made = &a->pair[0].item[2];
    ck_assert_double_lt(made->mantel.delta, -1.0);
    ck_assert_double_lt(made->mantel.p, 1e-4);
    ck_assert_double_lt(made->lr.p, 1e-4);
    ck_assert_double_lt(made->wald.p, 1e-4);
    ck_assert_double_lt(made->regression.uniform_p, 1e-4);
    double theta = 0.0, P[2][2];
    irt_dif_curve(made, 0, &theta, 1, P[0]);
    irt_dif_curve(made, 1, &theta, 1, P[1]);
    ck_assert_double_gt(P[0][1], P[1][1] + 0.05);
    irt_dif_free(a);
    irt_dif_free(b);
}
END_TEST

/* A row of frequency 2 is two rows; a person without a level counts nowhere. */
START_TEST(frequencies_are_persons)
{
    struct irt_responses *once = with_levels(fixture_simulated(400, 5, 0.1, 8), 2);
    struct irt_responses *twice = irt_responses_new(800, 5, &error);
    uint32_t level[800];
    for (size_t i = 0; i < 800; i++) {
        memcpy(twice->code + i * 5, once->code + i / 2 * 5, 5);
        level[i] = once->factor->of_row[i / 2];
    }
    irt_responses_count(twice);
    add_levels(twice, level, 2);
    once->frequency = malloc(400 * sizeof *once->frequency);
    for (size_t i = 0; i < 400; i++)
        once->frequency[i] = 2.0;
    once->factor->of_row[7] = IRT_NO_LEVEL;
    twice->factor->of_row[14] = twice->factor->of_row[15] = IRT_NO_LEVEL;
    irt_responses_count(once);
    struct irt_dif *a = compare(once, "2pl", &plain), *b = compare(twice, "2pl", &plain);
    ck_assert_double_eq(a->without, 2.0);
    ck_assert_double_eq(b->without, 2.0);
    ck_assert_double_eq(a->pair[0].persons[1], 398.0);
    for (size_t j = 0; j < 5; j++)
        same_item(&a->pair[0].item[j], &b->pair[0].item[j], 1e-3);
    ck_assert_double_lt(a->pair[0].item[0].complete, 798.0);
    irt_dif_free(a);
    irt_dif_free(b);
}
END_TEST

/* Each focal group is compared with the first as if the others were not there. */
START_TEST(levels_are_compared_two_by_two)
{
    struct irt_responses *all = with_levels(fixture_simulated(1200, 5, 0.0, 9), 3);
    struct irt_responses *part = with_levels(fixture_simulated(1200, 5, 0.0, 9), 3);
    for (size_t i = 0; i < part->rows; i++)
        if (part->factor->of_row[i] == 1)
            part->factor->of_row[i] = IRT_NO_LEVEL;
    struct irt_dif *three = compare(all, "2pl", &plain),
                   *two = compare(part, "2pl", &plain);
    ck_assert_uint_eq(three->pairs, 2);
    ck_assert_uint_eq(three->pair[1].focal, 2);
    ck_assert_double_eq(three->pair[1].persons[1], 400.0);
    for (size_t j = 0; j < 5; j++)
        same_item(&three->pair[1].item[j], &two->pair[1].item[j], 1e-6);
    /* A level that nobody is of. */
    ck_assert_double_eq(two->pair[0].persons[1], 0.0);
    ck_assert_ptr_nonnull(strstr(two->pair[0].item[0].why_not_model, "0 persons"));
    ck_assert_ptr_nonnull(strstr(two->pair[0].item[0].why_not_mantel, "no score"));
    ck_assert(isnan(two->pair[0].item[0].lr.x2));
    irt_dif_free(three);
    irt_dif_free(two);
}
END_TEST

static void
count_work(void *context, double share)
{
    double *last = context;
    ck_assert_double_ge(share, *last);
    ck_assert_double_lt(share, 1.0);
    *last = share;
}

START_TEST(threads_change_nothing)
{
    double last = 0.0;
    struct irt_dif_options one = { .threads = 1,
                                   .progress = count_work,
                                   .context = &last };
    struct irt_dif_options four = { .threads = 4 };
    struct irt_dif *a =
        compare(with_levels(fixture_simulated(500, 9, 0.05, 2), 2), "2pl", &one);
    struct irt_dif *b =
        compare(with_levels(fixture_simulated(500, 9, 0.05, 2), 2), "2pl", &four);
    ck_assert_double_gt(last, 0.5);
    for (size_t j = 0; j < 9; j++) {
        ck_assert_double_eq(a->pair[0].item[j].lr.x2, b->pair[0].item[j].lr.x2);
        ck_assert_double_eq(a->pair[0].item[j].wald.x2, b->pair[0].item[j].wald.x2);
        same_item(&a->pair[0].item[j], &b->pair[0].item[j], 0.0);
    }
    irt_dif_free(a);
    irt_dif_free(b);
}
END_TEST

/* Rasch frees the intercept alone, 1PL and what is fixed too; 3PL keeps its asymptote common. */
START_TEST(what_is_free_is_the_models)
{
    static const struct {
        const char *kind, *fix;
        double df;
    } rows[] = { { "rasch", NULL, 1 }, { "1pl", NULL, 1 },        { "2pl", NULL, 2 },
                 { "3pl", NULL, 2 },   { "2pl", "item2.a=1", 1 }, { "pcm", NULL, 3 },
                 { "rsm", NULL, 1 },   { "grm", NULL, 4 } };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = rows[_i].kind, .fix = rows[_i].fix };
    bool four = strcmp(rows[_i].kind, "pcm") == 0 || strcmp(rows[_i].kind, "rsm") == 0 ||
                strcmp(rows[_i].kind, "grm") == 0;
    struct fixture f;
    options.se = IRT_SE_NONE;
    struct irt_responses *data =
        with_levels(fixture_simulated_by(four ? "grm" : "2pl", 700, 5, 0.0, 12), 2);
    struct irt_dif *dif = compare_with(&f, data, &model, &options, &plain);
    const struct irt_dif_item *item = &dif->pair[0].item[1];
    ck_assert_str_eq(item->why_not_model, "");
    ck_assert_double_eq(item->lr.df, rows[_i].df);
    ck_assert_double_eq(item->wald.df, rows[_i].df);
    if (rows[_i].df == 1) {
        ck_assert_double_eq(item->nonuniform.df, 0.0);
        ck_assert(isnan(item->nonuniform.x2));
    }
    if (strcmp(rows[_i].kind, "3pl") == 0)
        ck_assert_double_eq(item->par[0][2], item->par[1][2]);
    if (rows[_i].fix)
        ck_assert_double_eq(item->par[1][0], 1.0);
    irt_dif_free(dif);
    fixture_close(&f);
}
END_TEST

/* Which parameters are common, and that every answer is in one column. */
START_TEST(ties_are_what_they_say)
{
    struct irt_responses *data =
        with_levels(fixture_simulated_by("gpcm", 900, 4, 0.1, 4), 2);
    struct irt_two_groups *two = irt_two_groups_new(data, 0, 1, &error);
    struct fixture f;
    fixture_open(&f, data, "gpcm");
    enum irt_tie tie[] = { IRT_TIED, IRT_BOTH_FREE, IRT_TIED, IRT_INTERCEPTS_FREE };
    struct irt_tied_model *tied = irt_tied_model_new(two, f.model, f.psi, tie, &error);
    const struct irt_model *m = tied->model;
    ck_assert_uint_eq(m->items, 6);
    ck_assert_uint_eq(tied->item[0][0], tied->item[1][0]);
    ck_assert_uint_ne(tied->item[0][1], tied->item[1][1]);
    size_t slope = m->item[tied->item[0][3]].first,
           other = m->item[tied->item[1][3]].first;
    ck_assert_uint_eq(m->parameter[slope].free, m->parameter[other].free);
    ck_assert_uint_ne(m->parameter[slope + 1].free, m->parameter[other + 1].free);
    slope = m->item[tied->item[0][1]].first, other = m->item[tied->item[1][1]].first;
    ck_assert_uint_ne(m->parameter[slope].free, m->parameter[other].free);
    /* 4 items of 4 parameters, mean and spread, 4 + 3 more. */
    ck_assert_uint_eq(m->free_count, 4 * 4 + 2 + 7);
    double answered = 0.0, before = 0.0;
    for (size_t i = 0; i < tied->data->rows * tied->data->items; i++)
        answered += tied->data->code[i] != IRT_MISSING;
    for (size_t i = 0; i < data->rows * data->items; i++)
        before += data->code[i] != IRT_MISSING;
    ck_assert_double_eq(answered, before);
    irt_tied_model_free(tied);
    irt_two_groups_free(two);
    fixture_close(&f);
}
END_TEST

/* --- purification ----------------------------------------------------------------------------- */

/* Two of ten items harder for the focal group pull the others' statistics; without them
 * in score and anchors the others are as they should be. */
START_TEST(purified_anchors_are_those_that_do_not_differ)
{
    const struct irt_dif_options purified = { .purified = true };
    size_t innocent[2] = { 0, 0 };
    double gone[2] = { 0.0, 0.0 };
    struct irt_dif *dif[2];
    for (int k = 0; k < 2; k++) {
        struct irt_responses *data = with_levels(fixture_simulated(2000, 10, 0.0, 6), 2);
        for (size_t j = 0; j < 2; j++)
            make_harder(data, 4 * j, 4);
        dif[k] = compare(data, "2pl", k ? &purified : &plain);
        const struct irt_dif_pair *pair = &dif[k]->pair[0];
        for (size_t j = 0; j < 10; j++) {
            const struct irt_dif_item *item = &pair->item[j];
            if (j == 0 || j == 4) {
                ck_assert_double_lt(item->lr.p, 1e-3);
                ck_assert_double_lt(item->mantel.p, 1e-3);
                ck_assert_int_eq(item->in_score, k == 0);
                ck_assert_int_eq(item->anchor, k == 0);
            } else {
                innocent[k] += item->lr.p < 0.05;
                gone[k] += fabs(item->mantel.delta);
            }
        }
        ck_assert(pair->anchors_settled);
        ck_assert(pair->score_settled);
    }
    ck_assert_uint_eq(dif[0]->pair[0].anchor_rounds, 1);
    ck_assert_uint_gt(dif[1]->pair[0].anchor_rounds, 1);
    ck_assert_uint_gt(dif[1]->pair[0].score_rounds, 1);
    ck_assert_uint_lt(innocent[1], innocent[0]);
    ck_assert_double_lt(gone[1], 0.9 * gone[0]);
    irt_dif_free(dif[0]);
    irt_dif_free(dif[1]);
}
END_TEST

START_TEST(purification_ends)
{
    bool keep[] = { true, true, true, true }, settled;
    double p[] = { 0.01, 0.5, NAN, 0.9 };
    ck_assert(!irt_dif_purify(p, NULL, 4, keep, &settled));
    ck_assert(!keep[0] && keep[1] && keep[2] && keep[3]);
    ck_assert(irt_dif_purify(p, NULL, 4, keep, &settled));
    ck_assert(settled);
    p[0] = 0.6; /* it comes back */
    ck_assert(!irt_dif_purify(p, NULL, 4, keep, &settled));
    ck_assert(keep[0]);
    p[0] = p[1] = p[3] = 0.001; /* fewer than two would be left */
    ck_assert(irt_dif_purify(p, NULL, 4, keep, &settled));
    ck_assert(!settled && keep[0] && keep[3]);
}
END_TEST

/* --- where nothing can be said ------------------------------------------------------------------ */

static void
refused(struct irt_responses *data, const char *sentence)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "2pl" };
    options.se = IRT_SE_NONE;
    ck_assert_ptr_null(compare_with(&f, data, &model, &options, &plain));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_msg(strstr(error.message, sentence) != NULL, "%s", error.message);
    fixture_close(&f);
}

START_TEST(nothing_to_compare_is_refused)
{
    uint32_t none[100];
    memset(none, 0xff, sizeof none);
    refused(fixture_simulated(100, 4, 0.0, 1), "no column of them was named");
    refused(with_levels(fixture_simulated(100, 4, 0.0, 1), 1), "has one level");
    refused(with_levels(fixture_simulated(100, 4, 0.0, 1), 51), "has 51 levels");
    struct irt_responses *data = fixture_simulated(100, 4, 0.0, 1);
    add_levels(data, none, 0);
    refused(data, "all its cells are missing");
}
END_TEST

/* Three persons of a level: what cannot be trusted is not given. */
START_TEST(three_persons_are_too_few)
{
    struct irt_responses *data = fixture_simulated(300, 5, 0.0, 1);
    uint32_t level[300] = { 0 };
    level[5] = level[100] = level[200] = 1;
    add_levels(data, level, 2);
    struct irt_dif *dif = compare(data, "2pl", &plain);
    for (size_t j = 0; j < 5; j++) {
        const struct irt_dif_item *item = &dif->pair[0].item[j];
        ck_assert(isnan(item->mantel.chi2) && isnan(item->mantel.p));
        ck_assert_int_eq(item->mantel.ets, 0);
        ck_assert_str_ne(item->why_not_mantel, "");
        ck_assert(isnan(item->regression.total));
        ck_assert_ptr_nonnull(strstr(item->why_not_regression, "3 persons"));
        ck_assert(isnan(item->lr.x2) && isnan(item->wald.x2));
        ck_assert_ptr_nonnull(strstr(item->why_not_model, "3 persons"));
        ck_assert_ptr_null(item->par[0]);
        ck_assert(!item->anchor);
    }
    irt_dif_free(dif);
}
END_TEST

/* An answer that one group never gave has no parameter there. */
START_TEST(an_answer_nobody_gave_is_named)
{
    struct irt_responses *data =
        with_levels(fixture_simulated_by("gpcm", 600, 4, 0.0, 2), 2);
    for (size_t i = 0; i < data->rows; i++)
        if (data->factor->of_row[i] == 1 && data->code[i * 4 + 1] == 3)
            data->code[i * 4 + 1] = 2;
    struct irt_dif *dif = compare(data, "gpcm", &plain);
    const struct irt_dif_pair *pair = &dif->pair[0];
    ck_assert_ptr_nonnull(
        strstr(pair->item[1].why_not_model, "focal group answered category 3"));
    ck_assert(isnan(pair->item[1].lr.x2));
    ck_assert(pair->item[1].anchor);
    ck_assert_str_eq(pair->item[1].why_not_mantel, "");
    ck_assert(isfinite(pair->item[1].mantel.chi2));
    ck_assert(isfinite(pair->item[0].lr.x2));
    irt_dif_free(dif);
}
END_TEST

/* A category that only a third group used is in no model of the other two. */
START_TEST(an_item_may_be_left_out_of_a_pair)
{
    struct irt_responses *data =
        with_levels(fixture_simulated_by("grm", 900, 5, 0.0, 2), 3);
    for (size_t i = 0; i < data->rows; i++)
        if (data->factor->of_row[i] != 2 && data->code[i * 5 + 1] == 3)
            data->code[i * 5 + 1] = 2;
    struct irt_dif *dif = compare(data, "grm", &plain);
    ck_assert_ptr_nonnull(strstr(dif->pair[0].item[1].why_not_model, "or of the other"));
    ck_assert(!dif->pair[0].item[1].anchor);
    ck_assert(isfinite(dif->pair[0].item[0].lr.x2));
    ck_assert_ptr_nonnull(
        strstr(dif->pair[1].item[1].why_not_model, "reference group answered"));
    irt_dif_free(dif);
}
END_TEST

START_TEST(nominal_answers_have_no_score)
{
    struct irt_dif *dif =
        compare(with_levels(fixture_simulated_by("nrm", 600, 4, 0.0, 2), 2), "nrm",
                &plain);
    for (size_t j = 0; j < 4; j++) {
        const struct irt_dif_item *item = &dif->pair[0].item[j];
        ck_assert_ptr_nonnull(strstr(item->why_not_mantel, "no order"));
        ck_assert_ptr_nonnull(strstr(item->why_not_regression, "no order"));
        ck_assert(isnan(item->mantel.chi2));
        ck_assert_double_eq(item->lr.df, 6.0);
        ck_assert(isfinite(item->lr.x2));
    }
    irt_dif_free(dif);
}
END_TEST

START_TEST(one_item_has_nothing_beside_it)
{
    struct irt_dif *dif =
        compare(with_levels(fixture_simulated(200, 1, 0.0, 2), 2), "rasch", &plain);
    ck_assert_ptr_nonnull(strstr(dif->pair[0].item[0].why_not_mantel, "no other item"));
    ck_assert_ptr_nonnull(strstr(dif->pair[0].item[0].why_not_model, "no other item"));
    irt_dif_free(dif);
}
END_TEST

/* Everybody lacks an answer: scores compare nobody, the model everybody. */
START_TEST(holes_leave_the_model)
{
    struct irt_responses *data = with_levels(fixture_simulated(900, 6, 0.0, 2), 2);
    for (size_t i = 0; i < data->rows; i++)
        data->code[i * 6 + i % 6] = IRT_MISSING;
    irt_responses_count(data);
    struct irt_dif *dif = compare(data, "2pl", &plain);
    const struct irt_dif_item *item = &dif->pair[0].item[0];
    ck_assert_double_eq(item->complete, 0.0);
    ck_assert_ptr_nonnull(strstr(item->why_not_mantel, "no score"));
    ck_assert_ptr_nonnull(strstr(item->why_not_regression, "0 persons"));
    ck_assert(isfinite(item->lr.x2));
    irt_dif_free(dif);
}
END_TEST

START_TEST(several_dimensions_leave_the_scores)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "m2pl", .dims = 2 };
    options.dims = 2;
    options.points = 9;
    options.points_given = true;
    options.se = IRT_SE_NONE;
    struct irt_dif *dif =
        compare_with(&f, with_levels(fixture_simulated(400, 6, 0.0, 2), 2), &model,
                     &options, &plain);
    ck_assert_ptr_nonnull(strstr(dif->pair[0].item[0].why_not_model, "2 dimensions"));
    ck_assert(isfinite(dif->pair[0].item[0].mantel.alpha));
    irt_dif_free(dif);
    fixture_close(&f);
}
END_TEST

static bool
at_once(void *context)
{
    return --*(int *)context < 0;
}

START_TEST(it_can_be_interrupted)
{
    struct fixture f;
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "2pl" };
    int patience = _i * 7;
    struct irt_dif_options how = { .threads = 1, .cancel = { at_once, &patience } };
    options.se = IRT_SE_NONE;
    ck_assert_ptr_null(compare_with(&f, with_levels(fixture_simulated(300, 6, 0.0, 2), 2),
                                    &model, &options, &how));
    ck_assert_int_eq(error.code, IRT_INTERRUPTED);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("dif");
    TCase *cases = tcase_create("dif");
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, other_programs_find_the_same);
    tcase_add_loop_test(cases, the_parts_fit_together, 0, 3);
    tcase_add_test(cases, groups_can_change_places);
    tcase_add_test(cases, frequencies_are_persons);
    tcase_add_test(cases, levels_are_compared_two_by_two);
    tcase_add_test(cases, threads_change_nothing);
    tcase_add_loop_test(cases, what_is_free_is_the_models, 0, 8);
    tcase_add_test(cases, ties_are_what_they_say);
    tcase_add_test(cases, purified_anchors_are_those_that_do_not_differ);
    tcase_add_test(cases, purification_ends);
    tcase_add_test(cases, nothing_to_compare_is_refused);
    tcase_add_test(cases, three_persons_are_too_few);
    tcase_add_test(cases, an_answer_nobody_gave_is_named);
    tcase_add_test(cases, an_item_may_be_left_out_of_a_pair);
    tcase_add_test(cases, nominal_answers_have_no_score);
    tcase_add_test(cases, one_item_has_nothing_beside_it);
    tcase_add_test(cases, holes_leave_the_model);
    tcase_add_test(cases, several_dimensions_leave_the_scores);
    tcase_add_loop_test(cases, it_can_be_interrupted, 0, 6);
    suite_add_tcase(suite, cases);
    return suite;
}
