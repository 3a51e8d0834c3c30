/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every item model of the registry, at awkward values: probabilities, scores against
 * finite differences, the expected log-likelihood and its derivatives, the shift. */
#include "config.h"

#include "suite.h"

#include "model/item.h"

#include <math.h>
#include <string.h>

#define Q 7

static const double theta[Q] = { -40.0, -2.385, -0.7, 0.0, 0.31, 1.9, 40.0 };
static struct irt_item item;
static unsigned categories;
static const struct irt_item_ops *ops;

/* Awkward but regular parameters: slopes near 1.3, the rest spread out, and what is bounded
 * well inside, the last one high. */
static void
fill(double *par)
{
    for (size_t p = 0; p < item.count; p++) {
        double lower, upper;
        ops->bounds(&item, p, &lower, &upper);
        par[p] =
            ops->is_slope(&item, p) ? 1.317 + 0.1 * (double)p : 0.842 - 0.731 * (double)p;
        if (isfinite(lower) && isfinite(upper))
            par[p] =
                lower + (p + 1 == item.count && p > 2 ? 0.93 : 0.17) * (upper - lower);
    }
}

static void
choose(int model)
{
    ops = irt_item_models[model];
    categories = ops->max_categories < 4 ? ops->max_categories : 4;
    static const uint8_t loads = 1; /* of one dimension; check_population has several */
    item = (struct irt_item){
        .ops = ops, .categories = categories, .dims = 1, .loads = &loads
    };
    item.count = ops->parameters(&item);
}

START_TEST(probabilities_sum_to_one)
{
    double par[IRT_MAX_ITEM_PARAMETERS], P[256 * Q];
    choose(_i);
    fill(par);
    ops->probability(&item, par, theta, Q, P);
    for (size_t n = 0; n < Q; n++) {
        double sum = 0.0;
        for (unsigned h = 0; h < categories; h++) {
            ck_assert(P[h * Q + n] >= 0.0 && P[h * Q + n] <= 1.0);
            sum += P[h * Q + n];
        }
        ck_assert_double_eq_tol(sum, 1.0, 1e-14);
    }
}
END_TEST

START_TEST(no_probability_is_zero_or_wild)
{
    double par[IRT_MAX_ITEM_PARAMETERS], P[256 * Q];
    choose(_i);
    fill(par);
    par[0] = 1000.0;
    ops->probability(&item, par, theta, Q, P);
    for (size_t i = 0; i < categories * Q; i++)
        ck_assert(isfinite(log(P[i])));
}
END_TEST

START_TEST(scores_are_the_derivatives_of_log_probabilities)
{
    double par[IRT_MAX_ITEM_PARAMETERS], up[256 * Q], down[256 * Q];
    static double score[IRT_MAX_ITEM_PARAMETERS * 256 * Q];
    const double step = 1e-6;
    choose(_i);
    fill(par);
    ops->score(&item, par, theta, Q, score);
    for (size_t p = 0; p < ops->parameters(&item); p++) {
        double at = par[p];
        par[p] = at + step;
        ops->probability(&item, par, theta, Q, up);
        par[p] = at - step;
        ops->probability(&item, par, theta, Q, down);
        par[p] = at;
        for (unsigned h = 0; h < categories; h++)
            for (size_t n = 1; n + 1 < Q; n++) {
                double slope = (log(up[h * Q + n]) - log(down[h * Q + n])) / (2.0 * step);
                ck_assert_double_eq_tol(score[(p * categories + h) * Q + n], slope, 1e-7);
            }
    }
}
END_TEST

/* r-bar as an E-step may leave it: positive, uneven, nothing at one node. */
static void
fill_counts(double *r)
{
    for (unsigned h = 0; h < categories; h++)
        for (size_t n = 0; n < Q; n++)
            r[h * Q + n] =
                n == 2 ? 0.0 : 3.7 + 2.1 * (double)h + 1.3 * (double)((n * 3 + h) % 5);
}

START_TEST(the_expected_loglik_agrees_with_probabilities)
{
    double par[IRT_MAX_ITEM_PARAMETERS], r[256 * Q], P[256 * Q], gradient[64], sum = 0.0;
    choose(_i);
    fill(par);
    fill_counts(r);
    ops->probability(&item, par, theta, Q, P);
    for (size_t i = 0; i < categories * Q; i++)
        if (r[i] > 0.0)
            sum += r[i] * log(P[i]);
    double F = ops->expected(&item, par, theta, Q, r, gradient, NULL, NULL);
    ck_assert_double_eq_tol(F, sum, 1e-10 * fabs(sum));
}
END_TEST

START_TEST(its_derivatives_agree_with_differences)
{
    double par[IRT_MAX_ITEM_PARAMETERS], r[256 * Q], gradient[64], up[64], down[64];
    double hessian[64 * 64];
    const double step = 1e-6;
    choose(_i);
    size_t np = ops->parameters(&item);
    fill(par);
    fill_counts(r);
    ops->expected(&item, par, theta, Q, r, gradient, hessian, NULL);
    for (size_t p = 0; p < np; p++) {
        double at = par[p];
        par[p] = at + step;
        double F_up = ops->expected(&item, par, theta, Q, r, up, NULL, NULL);
        par[p] = at - step;
        double F_down = ops->expected(&item, par, theta, Q, r, down, NULL, NULL);
        par[p] = at;
        ck_assert_double_eq_tol(gradient[p], (F_up - F_down) / (2.0 * step),
                                1e-6 * (1.0 + fabs(gradient[p])));
        for (size_t q = 0; q < np; q++) {
            double slope = (up[q] - down[q]) / (2.0 * step);
            ck_assert_double_eq_tol(hessian[p * np + q], slope,
                                    1e-6 * (1.0 + fabs(slope)));
            ck_assert_double_eq_tol(hessian[p * np + q], hessian[q * np + p], 1e-9);
        }
    }
}
END_TEST

/* The Fisher information is the variance of the score: sum_n n-bar sum_h P s s'. */
START_TEST(information_is_the_variance_of_the_score)
{
    double par[IRT_MAX_ITEM_PARAMETERS], r[256 * Q], P[256 * Q], gradient[64],
        information[64 * 64];
    static double score[IRT_MAX_ITEM_PARAMETERS * 256 * Q];
    choose(_i);
    size_t np = ops->parameters(&item);
    fill(par);
    fill_counts(r);
    ops->probability(&item, par, theta, Q, P);
    ops->score(&item, par, theta, Q, score);
    ops->expected(&item, par, theta, Q, r, gradient, NULL, information);
    for (size_t p = 0; p < np; p++)
        for (size_t q = 0; q < np; q++) {
            double sum = 0.0;
            for (size_t n = 0; n < Q; n++) {
                double nbar = 0.0;
                for (unsigned h = 0; h < categories; h++)
                    nbar += r[h * Q + n];
                for (unsigned h = 0; h < categories; h++)
                    sum += nbar * P[h * Q + n] * score[(p * categories + h) * Q + n] *
                           score[(q * categories + h) * Q + n];
            }
            ck_assert_double_eq_tol(information[p * np + q], sum,
                                    1e-9 * (1.0 + fabs(sum)));
        }
}
END_TEST

START_TEST(the_curves_derivatives_agree_with_differences)
{
    double par[IRT_MAX_ITEM_PARAMETERS], P[256], P1[256], P2[256];
    double up[256], up1[256], down[256], down1[256], unused[256];
    const double step = 1e-6;
    choose(_i);
    fill(par);
    for (size_t n = 1; n + 1 < Q; n++) {
        ops->curve(&item, par, theta[n], P, P1, P2);
        ops->curve(&item, par, theta[n] + step, up, up1, unused);
        ops->curve(&item, par, theta[n] - step, down, down1, unused);
        for (unsigned h = 0; h < categories; h++) {
            double probability[256];
            ops->probability(&item, par, &theta[n], 1, probability);
            ck_assert_double_eq_tol(P[h], probability[h], 1e-15);
            ck_assert_double_eq_tol(P1[h], (up[h] - down[h]) / (2.0 * step), 1e-8);
            ck_assert_double_eq_tol(P2[h], (up1[h] - down1[h]) / (2.0 * step), 1e-8);
        }
    }
}
END_TEST

/* The reported intercepts and steps give the probabilities back. */
START_TEST(what_is_reported_is_the_model)
{
    double par[IRT_MAX_ITEM_PARAMETERS], P[256];
    struct irt_item_report report;
    choose(_i);
    fill(par);
    ops->report(&item, par, &report);
    ops->probability(&item, par, &theta[4], 1, P);
    ck_assert_uint_eq(report.a_count, ops == &irt_item_nrm ? categories : 1);
    for (size_t v = 0; v < report.b_count; v++) {
        double logit = report.a[0] * (theta[4] - report.b[v]), seen;
        if (ops == &irt_item_grm) {
            double above = 0.0;
            for (unsigned h = (unsigned)v + 1; h < categories; h++)
                above += P[h];
            seen = log(above / (1.0 - above));
        } else if (categories == 2) {
            seen = log((P[1] - report.c) / (report.u - P[1]));
        } else {
            seen = log(P[v + 1] / P[v]);
        }
        ck_assert_double_eq_tol(seen, logit, 1e-12);
    }
    for (unsigned h = 1; ops == &irt_item_nrm && h < categories; h++)
        ck_assert_double_eq_tol(log(P[h] / P[0]), report.a[h] * theta[4] + report.d[h],
                                1e-12);
}
END_TEST

START_TEST(a_shift_moves_the_curve)
{
    double par[IRT_MAX_ITEM_PARAMETERS], moved[Q], P[256 * Q], shifted[256 * Q];
    choose(_i);
    fill(par);
    for (size_t n = 0; n < Q; n++)
        moved[n] = theta[n] + 0.37;
    ops->probability(&item, par, moved, Q, P);
    ops->shift(&item, par, 0.37);
    ops->probability(&item, par, theta, Q, shifted);
    for (size_t i = 0; i < categories * Q; i++)
        ck_assert_double_eq_tol(P[i], shifted[i], 1e-14);
}
END_TEST

/* What was reported gives the item back, with many categories too. */
START_TEST(a_report_restores_the_item)
{
    double par[IRT_MAX_ITEM_PARAMETERS], back[IRT_MAX_ITEM_PARAMETERS];
    struct irt_item_report report, spoilt;
    choose(_i / 2);
    if (_i % 2 && ops->max_categories > 2)
        item.categories = categories = ops->max_categories;
    item.count = ops->parameters(&item);
    fill(par);
    ops->report(&item, par, &report);
    ck_assert(ops->restore(&item, &report, back));
    for (size_t p = 0; p < item.count; p++)
        if (ops == &irt_item_rsm)
            ck_assert_double_eq_tol(back[p], par[p], 1e-13 * (1.0 + fabs(par[p])));
        else
            ck_assert_double_eq(back[p], par[p]);
    spoilt = report;
    spoilt.d_count++;
    ck_assert(!ops->restore(&item, &spoilt, back));
    spoilt = report;
    spoilt.a_count--;
    ck_assert(!ops->restore(&item, &spoilt, back));
    spoilt = report;
    spoilt.d[report.d_count - 1] = NAN;
    ck_assert(!ops->restore(&item, &spoilt, back));
    spoilt = report;
    spoilt.a[report.a_count - 1] = INFINITY;
    ck_assert(!ops->restore(&item, &spoilt, back));
    item.categories++;
    ck_assert(!ops->restore(&item, &report, back));
}
END_TEST

START_TEST(what_no_item_reports_is_refused)
{
    static const struct {
        const struct irt_item_ops *ops;
        struct irt_item_report report;
    } wrong[] = {
        { &irt_item_3pl, { 1, 1, 1, { 1.0 }, { 0.0 }, { 0.0 }, 0.2, 0.9 } },
        { &irt_item_4pl, { 1, 1, 1, { 1.0 }, { 0.0 }, { 0.0 }, 0.9, 0.2 } },
        { &irt_item_4pl, { 1, 1, 1, { 1.0 }, { 0.0 }, { 0.0 }, -0.1, 0.9 } },
        { &irt_item_4pl, { 1, 1, 1, { 1.0 }, { 0.0 }, { 0.0 }, 0.1, 1.1 } },
        { &irt_item_4pl, { 1, 1, 1, { 1.0 }, { 0.0 }, { 0.0 }, NAN, 1.0 } },
        { &irt_item_grm, { 1, 1, 1, { 1.0 }, { 0.5, 0.5 }, { 0.0 }, NAN, NAN } },
        { &irt_item_nrm, { 2, 2, 0, { 0.1, 1.0 }, { 0.0, 0.5 }, { 0.0 }, NAN, NAN } },
    };
    double par[IRT_MAX_ITEM_PARAMETERS];
    struct irt_item_report report = wrong[_i].report;
    struct irt_item like = { .ops = wrong[_i].ops, .categories = 2, .dims = 1 };
    if (wrong[_i].ops == &irt_item_grm) {
        like.categories = 3;
        report.d_count = 2;
    }
    like.count = like.ops->parameters(&like);
    ck_assert(!like.ops->restore(&like, &report, par));
}
END_TEST

/* The start reproduces the observed shares, about, for theta ~ N(0, 1). */
START_TEST(the_start_fits_the_shares)
{
    double par[IRT_MAX_ITEM_PARAMETERS], share[256], P[256 * 161], z[161], weight = 0.0;
    choose(_i);
    for (unsigned h = 0; h < categories; h++)
        share[h] = 2.0 * (h + 1.0) / (categories * (categories + 1.0));
    ops->start(&item, share, par);
    for (size_t n = 0; n < 161; n++)
        z[n] = -8.0 + 0.1 * (double)n;
    ops->probability(&item, par, z, 161, P);
    for (size_t n = 0; n < 161; n++)
        weight += exp(-0.5 * z[n] * z[n]);
    for (unsigned h = 0; h < categories; h++) {
        double mean = 0.0;
        for (size_t n = 0; n < 161; n++)
            mean += P[h * 161 + n] * exp(-0.5 * z[n] * z[n]) / weight;
        ck_assert_double_eq_tol(mean, share[h], 0.1);
    }
}
END_TEST

/* Many nodes are worked on at once: the same as node by node, also with many categories. */
#define MANY 150

START_TEST(many_nodes_are_each_node)
{
    static double z[MANY], r[33 * MANY], P[33 * MANY];
    static double hessian[64 * 64], information[64 * 64], sum[2][64 * 64];
    double par[64], gradient[64], slope[64] = { 0.0 }, g[64], one_r[33], one_P[33];
    double F = 0.0, total;
    choose(_i / 2);
    if (_i % 2 && ops->max_categories > 2)
        item.categories = categories = ops->max_categories;
    size_t np = item.count = ops->parameters(&item);
    fill(par);
    memset(sum, 0, sizeof sum);
    for (size_t n = 0; n < MANY; n++) {
        z[n] = -6.0 + 0.08 * (double)n;
        for (unsigned h = 0; h < categories; h++)
            r[h * MANY + n] = (double)((n * 7 + h * 5) % 11) * 0.37;
    }
    ops->probability(&item, par, z, MANY, P);
    total = ops->expected(&item, par, z, MANY, r, gradient, hessian, information);
    for (size_t n = 0; n < MANY; n++) {
        static double H[64 * 64], I[64 * 64];
        for (unsigned h = 0; h < categories; h++)
            one_r[h] = r[h * MANY + n];
        ops->probability(&item, par, &z[n], 1, one_P);
        for (unsigned h = 0; h < categories; h++)
            ck_assert_double_eq_tol(P[h * MANY + n], one_P[h], 1e-15);
        F += ops->expected(&item, par, &z[n], 1, one_r, g, H, I);
        for (size_t p = 0; p < np; p++)
            slope[p] += g[p];
        for (size_t i = 0; i < np * np; i++) {
            sum[0][i] += H[i];
            sum[1][i] += I[i];
        }
    }
    ck_assert_double_eq_tol(total, F, 1e-11 * fabs(F));
    for (size_t p = 0; p < np; p++)
        ck_assert_double_eq_tol(gradient[p], slope[p], 1e-9 * (1.0 + fabs(slope[p])));
    for (size_t i = 0; i < np * np; i++) {
        ck_assert_double_eq_tol(hessian[i], sum[0][i], 1e-9 * (1.0 + fabs(sum[0][i])));
        ck_assert_double_eq_tol(information[i], sum[1][i],
                                1e-9 * (1.0 + fabs(sum[1][i])));
    }
}
END_TEST

START_TEST(models_are_found_by_name)
{
    ck_assert_ptr_eq(irt_item_find("2pl"), &irt_item_2pl);
    ck_assert_ptr_null(irt_item_find("2PL "));
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("item models");
    TCase *t = tcase_create("every model");
    int models = 0;
    while (irt_item_models[models])
        models++;
    tcase_add_loop_test(t, probabilities_sum_to_one, 0, models);
    tcase_add_loop_test(t, no_probability_is_zero_or_wild, 0, models);
    tcase_add_loop_test(t, scores_are_the_derivatives_of_log_probabilities, 0, models);
    tcase_add_loop_test(t, the_expected_loglik_agrees_with_probabilities, 0, models);
    tcase_add_loop_test(t, its_derivatives_agree_with_differences, 0, models);
    tcase_add_loop_test(t, information_is_the_variance_of_the_score, 0, models);
    tcase_add_loop_test(t, the_curves_derivatives_agree_with_differences, 0, models);
    tcase_add_loop_test(t, what_is_reported_is_the_model, 0, models);
    tcase_add_loop_test(t, a_report_restores_the_item, 0, 2 * models);
    tcase_add_loop_test(t, what_no_item_reports_is_refused, 0, 7);
    tcase_add_loop_test(t, a_shift_moves_the_curve, 0, models);
    tcase_add_loop_test(t, the_start_fits_the_shares, 0, models);
    tcase_add_loop_test(t, many_nodes_are_each_node, 0, 2 * models);
    tcase_add_test(t, models_are_found_by_name);
    suite_add_tcase(suite, t);
    return suite;
}
