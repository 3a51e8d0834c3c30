/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_m2.c -- M2, C2 and G2: moments, covariances and derivatives against all patterns, the
 * algebra, the indices, and known answers. */
#include "config.h"

#include "suite.h"

#include "diagnose.h"

#include "fit/diagnostics.h"
#include "fit/g2.h"
#include "fit/indices.h"
#include "fit/limited.h"
#include "fit/m2.h"
#include "fit/moment_set.h"
#include "fit/whiten.h"
#include "model/population.h"

static struct irt_error error;

/* --- moments ------------------------------------------------------------------------------- */

/* What a moment is for one pattern. */
static double
moment_of(const struct irt_moment *m, const unsigned *category)
{
    if (m->h == IRT_NUMBER)
        return category[m->j] * category[m->k];
    return category[m->j] == m->h && (m->k == IRT_NONE || category[m->k] == m->i);
}

/* Means and covariances over all patterns. */
static void
add_up_patterns(const struct irt_moment_set *set, const struct irt_node_tables *t,
                double *mean, double *xi)
{
    size_t s = set->count;
    unsigned category[8] = { 0 };
    memset(mean, 0, s * sizeof *mean);
    memset(xi, 0, s * s * sizeof *xi);
    do {
        double P = pattern_probability(t, set->diagnosis->model, category);
        for (size_t a = 0; a < s; a++) {
            double x = moment_of(&set->moment[a], category);
            mean[a] += P * x;
            for (size_t b = 0; x != 0.0 && b <= a; b++)
                xi[a * s + b] += P * x * moment_of(&set->moment[b], category);
        }
    } while (next_pattern(set->diagnosis->model, category));
    for (size_t a = 0; a < s; a++)
        for (size_t b = 0; b <= a; b++)
            xi[a * s + b] -= mean[a] * mean[b];
}

static void
check_covariances(const struct irt_diagnosis *d, bool numbers, size_t g)
{
    struct irt_moment_set *set = irt_moment_set_new(d, numbers, &error);
    struct irt_node_tables *t = irt_node_tables_new(d, g, &error);
    size_t s = set->count;
    double *mean = calloc(2 * s, sizeof *mean), *xi = calloc(2 * s * s, sizeof *xi);
    ck_assert_uint_eq(s, irt_moment_count(d->model, numbers));
    add_up_patterns(set, t, mean, xi);
    ck_assert(irt_moments_expected(set, t, mean + s, xi + s * s, NULL, &error));
    for (size_t a = 0; a < s; a++) {
        ck_assert_double_eq_tol(mean[a], mean[s + a], 1e-12);
        for (size_t b = 0; b <= a; b++)
            ck_assert_double_eq_tol(xi[a * s + b], xi[s * s + a * s + b], 1e-12);
    }
    free(mean);
    free(xi);
    irt_node_tables_free(t);
    irt_moment_set_free(set);
}

START_TEST(covariances_are_those_of_all_patterns)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 200, 4, 0.0, 5);
    struct irt_diagnosis d = look_at(&f);
    check_covariances(&d, false, 0);
    check_covariances(&d, true, 0);
    fixture_close(&f);
}
END_TEST

/* Expected moments at psi with one free parameter moved. */
static void
moved(struct fixture *f, const struct irt_moment_set *set, size_t g, size_t free_index,
      double by, double *expected)
{
    struct irt_diagnosis d = *set->diagnosis;
    struct irt_quadrature *moved_nodes = irt_quadrature_copy(f->quadrature, &error);
    double *psi = malloc(f->model->parameters * sizeof *psi);
    memcpy(psi, f->psi, f->model->parameters * sizeof *psi);
    fixture_move(f, psi, free_index, by);
    d.psi = psi;
    ck_assert(irt_population_weights(f->model, psi, f->quadrature, moved_nodes->weight));
    d.quadrature = moved_nodes;
    struct irt_node_tables *t = irt_node_tables_new(&d, g, &error);
    struct irt_moment_set *again = irt_moment_set_new(&d, set->numbers, &error);
    ck_assert(irt_moments_expected(again, t, expected, NULL, NULL, &error));
    irt_moment_set_free(again);
    irt_node_tables_free(t);
    irt_quadrature_free(moved_nodes);
    free(psi);
}

static void
check_derivatives(struct fixture *f, bool numbers, size_t g)
{
    struct irt_diagnosis d = look_at(f);
    struct irt_quadrature *nodes = irt_quadrature_copy(f->quadrature, &error);
    ck_assert(irt_population_weights(f->model, f->psi, f->quadrature, nodes->weight));
    d.quadrature = nodes;
    struct irt_moment_set *set = irt_moment_set_new(&d, numbers, &error);
    struct irt_node_tables *t = irt_node_tables_new(&d, g, &error);
    size_t s = set->count, F = f->model->free_count;
    double *delta = calloc(s * F, sizeof *delta), *at = calloc(3 * s, sizeof *at);
    ck_assert(irt_moments_expected(set, t, at, NULL, delta, &error));
    for (size_t c = 0; c < F; c++) {
        moved(f, set, g, c, 1e-5, at + s);
        moved(f, set, g, c, -1e-5, at + 2 * s);
        for (size_t a = 0; a < s; a++)
            ck_assert_double_eq_tol(delta[a * F + c], (at[s + a] - at[2 * s + a]) / 2e-5,
                                    1e-7);
    }
    free(delta);
    free(at);
    irt_node_tables_free(t);
    irt_moment_set_free(set);
    irt_quadrature_free(nodes);
}

START_TEST(derivatives_are_differences)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 200, 3, 0.0, 5);
    check_derivatives(&f, false, 0);
    check_derivatives(&f, true, 0);
    fixture_close(&f);
}
END_TEST

START_TEST(derivatives_by_populations_and_correlations_are_differences)
{
    struct irt_options options = irt_options_defaults();
    struct irt_model_options groups = { .kind = "rasch", .effects = IRT_EFFECTS_GROUPS };
    uint8_t loads[] = { 1, 0, 1, 0, 0, 1, 1, 1 };
    struct irt_q_matrix q = { .items = 4, .dims = 2, .loads = loads };
    struct irt_model_options plane = {
        .kind = "m2pl", .dims = 2, .q = &q, .correlations_free = true
    };
    struct fixture f;
    options.points = 15;
    options.points_given = true;
    fixture_open_model(&f, fixture_schools("2pl", "80,50,120", "even(-1,1)", 4, 0.0, 4),
                       &groups, &options);
    fixture_disturb(&f, f.psi);
    for (size_t g = 0; g < 3; g++) {
        struct irt_diagnosis d = look_at(&f);
        check_derivatives(&f, false, g);
        check_covariances(&d, false, g);
    }
    fixture_close(&f);
    options.dims = 2;
    fixture_open_model(&f, fixture_simulated(100, 4, 0.0, 3), &plane, &options);
    fixture_disturb(&f, f.psi);
    check_derivatives(&f, false, 0);
    fixture_close(&f);
}
END_TEST

START_TEST(observed_moments_are_means)
{
    struct fixture f;
    open_small(&f, "gpcm", 150, 4, 0.1, 5);
    struct irt_diagnosis d = look_at(&f);
    for (int numbers = 0; numbers < 2; numbers++) {
        struct irt_moment_set *set = irt_moment_set_new(&d, numbers, &error);
        double *mean = calloc(set->count, sizeof *mean), persons = 0.0;
        double got = irt_moments_observed(set, 0, mean);
        for (size_t a = 0; a < set->count; a++) {
            double want = 0.0;
            persons = 0.0;
            for (size_t l = 0; l < f.patterns->count; l++) {
                unsigned category[4];
                bool whole = true;
                for (size_t j = 0; j < 4; j++) {
                    category[j] = irt_pattern_category(&d, l, j);
                    whole = whole && category[j] != IRT_MISSING;
                }
                if (!whole)
                    continue;
                persons += f.patterns->frequency[l];
                want += f.patterns->frequency[l] * moment_of(&set->moment[a], category);
            }
            ck_assert_double_eq_tol(mean[a], want / persons, 1e-12);
        }
        ck_assert_double_eq(got, persons);
        free(mean);
        irt_moment_set_free(set);
    }
    fixture_close(&f);
}
END_TEST

/* --- algebra ------------------------------------------------------------------------------- */

/* A covariance with known factor, of more rows than a tile. */
START_TEST(whitening_undoes_the_factor)
{
    enum { N = 131, C = 3 };
    struct irt_diagnosis d = { .threads = 1 };
    double *L = calloc(N * N, sizeof *L), *xi = calloc(N * N, sizeof *xi);
    double *rows = calloc(N * C, sizeof *rows);
    for (int i = 0; i < N; i++)
        for (int j = 0; j <= i; j++)
            L[i * N + j] = i == j ? 1.0 + 0.01 * i : sin(i * 7.1 + j * 3.3) / N;
    for (int i = 0; i < N; i++)
        for (int j = 0; j <= i; j++)
            for (int k = 0; k <= j; k++)
                xi[i * N + j] += L[i * N + k] * L[j * N + k];
    for (int i = 0; i < N; i++)
        for (int c = 0; c < C; c++)
            for (int k = 0; k <= i; k++)
                rows[i * C + c] += L[i * N + k] * cos(k + 10.0 * c);
    struct irt_pool *pool = irt_pool_new(2, &error);
    ck_assert(irt_whiten(&d, pool, xi, N, rows, C, &error));
    for (int i = 0; i < N; i++) {
        for (int j = 0; j <= i; j++)
            ck_assert_double_eq_tol(xi[i * N + j], L[i * N + j], 1e-12);
        for (int c = 0; c < C; c++)
            ck_assert_double_eq_tol(rows[i * C + c], cos(i + 10.0 * c), 1e-11);
    }
    for (int i = 0; i < N; i++)
        for (int j = 0; j <= i; j++)
            xi[i * N + j] = 1.0; /* of rank 1 */
    ck_assert(!irt_whiten(&d, pool, xi, N, rows, C, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "singular"));
    irt_pool_free(pool);
    free(L);
    free(xi);
    free(rows);
}
END_TEST

START_TEST(what_is_projected_out_is_gone)
{
    double v[4 * 5] = { 1, 2, 3, 4, 5, 0, 1, 0, 1, 0, 1, 3, 3, 5, 5, 2, 0, 1, 0, 0 };
    double y[5] = { 3, -1, 4, 1, -5 }, before[5 * 4];
    memcpy(before, v, sizeof before);
    ck_assert_uint_eq(irt_project_out(v, 4, 5, y), 3); /* the third is first + second */
    for (int c = 0; c < 4; c++) {
        double along = 0.0;
        for (int i = 0; i < 5; i++)
            along += before[c * 5 + i] * y[i];
        ck_assert_double_eq_tol(along, 0.0, 1e-12);
    }
}
END_TEST

/* --- indices ------------------------------------------------------------------------------- */

/* Of one degree of freedom: X = (Z + sqrt(lambda))^2. */
START_TEST(noncentral_chi_square_of_one_is_a_normal_squared)
{
    static const double x[] = { .3, 2.0, 9.0, 400.0 },
                        lambda[] = { .2, 3.0, 30.0, 380.0 };
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 4; k++) {
            double a = sqrt(x[i]), b = sqrt(lambda[k]);
            double want = 0.5 * (erf((a - b) / sqrt(2)) + erf((a + b) / sqrt(2)));
            ck_assert_double_eq_tol(irt_noncentral_cdf(x[i], 1.0, lambda[k]), want,
                                    1e-10);
        }
}
END_TEST

START_TEST(indices_follow_their_formulas)
{
    struct irt_indices i = irt_indices_of(30.0, 10.0, 200.0, 20.0, 401.0);
    ck_assert_double_eq_tol(i.rmsea, sqrt(20.0 / 4000.0), 1e-12);
    ck_assert(i.rmsea_low < i.rmsea && i.rmsea < i.rmsea_high);
    ck_assert_double_eq_tol(irt_noncentral_cdf(30.0, 10.0,
                                               i.rmsea_low * i.rmsea_low * 4000.0),
                            0.95, 1e-9);
    ck_assert_double_eq_tol(irt_noncentral_cdf(30.0, 10.0,
                                               i.rmsea_high * i.rmsea_high * 4000.0),
                            0.05, 1e-9);
    ck_assert_double_eq_tol(i.tli, (10.0 - 3.0) / 9.0, 1e-12);
    ck_assert_double_eq_tol(i.cfi, 1.0 - 20.0 / 180.0, 1e-12);
    i = irt_indices_of(5.0, 10.0, 15.0, 20.0, 401.0);
    ck_assert_double_eq(i.rmsea, 0.0);
    ck_assert_double_eq(i.rmsea_low, 0.0);
    ck_assert(isnan(i.tli) && isnan(i.cfi));
    i = irt_indices_of(2e6, 10.0, 3e6, 20.0, 1e6);
    ck_assert(i.rmsea_low < i.rmsea && i.rmsea < i.rmsea_high);
    ck_assert(isnan(irt_indices_of(5.0, 10.0, 15.0, 20.0, 1.0).rmsea));
}
END_TEST

/* --- M2 and C2 ------------------------------------------------------------------------------ */

/* As another program has them (mirt 1.47). */
START_TEST(lsat6_has_the_known_values)
{
    static const char *const kind[] = { "2pl", "1pl", "rasch" };
    static const double known[3][6] = {
        { 4.73838395679079, 5, .0427724470014755, .0213221898503804, 1.00921015145125,
          .448634927133099 },
        { 5.29134916532154, 9, .0225365611603854, .0224192211133517, 1.07253470358948,
          .808207060147809 },
        { 5.29135207776057, 9, .0225365759621312, .0224192213324199, 1.07253464662728,
          .808206792564936 },
    };
    static const double g2[] = { 21.2296327163829, 21.7980770503044, 21.7980768466842 };
    struct fixture f;
    struct irt_fit *fit = open_fitted(&f, fixture_lsat6(), kind[_i]);
    struct irt_diagnosis d = irt_diagnosis_of(fit);
    struct irt_m2 *m2 = computed(&d, &irt_statistic_m2);
    struct irt_g2 *g = computed(&d, &irt_statistic_g2);
    ck_assert_double_eq_tol(m2->value, known[_i][0], 2e-5);
    ck_assert_int_eq(m2->df, (long)known[_i][1]);
    ck_assert_double_eq(m2->index.rmsea, 0.0);
    /* There the interval has N in the place of N - 1. */
    ck_assert_double_eq_tol(m2->index.rmsea_high * sqrt(999.0 / 1000.0), known[_i][2],
                            1e-5);
    ck_assert_double_eq_tol(m2->srmsr, known[_i][3], 1e-6);
    ck_assert_double_eq_tol(m2->index.tli, known[_i][4], 1e-5);
    ck_assert_double_eq(m2->index.cfi, 1.0);
    ck_assert_double_eq_tol(m2->p, known[_i][5], 1e-5);
    ck_assert_double_eq_tol(g->value, g2[_i], 1e-5);
    ck_assert_int_eq(g->df, _i == 0 ? 21 : 25);
    free(m2);
    free(g);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Data that are as the model expects have M2 = C2 = G2 = 0. */
START_TEST(expected_data_fit)
{
    struct fixture f;
    open_small(&f, fixture_kinds[_i], 300, 4, 0.0, 5);
    show_expected(&f, 1e6);
    struct irt_diagnosis d = look_at(&f);
    for (int numbers = 0; numbers < 2; numbers++) {
        struct irt_m2 *m2 = irt_limited_test(&d, numbers, "M2", &error);
        if (m2 == NULL) /* too few moments, or no order */
            ck_assert_msg(strstr(error.message, "degrees of freedom") ||
                              strstr(error.message, "order"),
                          "%s", error.message);
        else
            ck_assert_double_eq_tol(m2->value, 0.0, 1e-6);
        free(m2);
    }
    struct irt_g2 *g2 = irt_statistic_g2.compute(&d, &error);
    ck_assert(!g2 || fabs(g2->value) < 1e-6);
    free(g2);
    fixture_close(&f);
}
END_TEST

/* Without a step of an estimator: M2 does not change when the estimates move a little along what
 * they can do, for it looks aside from that.  So the squared residuals would change. */
START_TEST(small_moves_of_the_estimates_change_little)
{
    struct fixture f;
    struct irt_fit *fit = open_fitted(&f, fixture_simulated(800, 8, 0.0, 3), "2pl");
    struct irt_diagnosis d = irt_diagnosis_of(fit);
    struct irt_m2 *m2 = computed(&d, &irt_statistic_m2);
    double *psi = malloc(f.model->parameters * sizeof *psi);
    memcpy(psi, fit->psi, f.model->parameters * sizeof *psi);
    for (size_t c = 0; c < f.model->free_count; c++)
        fixture_move(&f, psi, c, c % 2 ? 0.02 : -0.02);
    d.psi = psi;
    struct irt_m2 *near = computed(&d, &irt_statistic_m2);
    ck_assert_int_eq(near->df, 36 - 16);
    ck_assert_double_eq_tol(near->value, m2->value, 0.03 * m2->value);
    free(m2);
    free(near);
    free(psi);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Doubling the persons doubles it; a frequency is so many persons. */
START_TEST(it_grows_with_the_persons)
{
    struct fixture f;
    open_small(&f, "grm", 400, 5, 0.0, 3);
    struct irt_diagnosis d = look_at(&f);
    struct irt_m2 *one = irt_limited_test(&d, true, "C2", &error);
    for (size_t l = 0; l < f.patterns->count; l++)
        f.patterns->frequency[l] *= 2.0;
    struct irt_m2 *two = irt_limited_test(&d, true, "C2", &error);
    ck_assert_double_eq_tol(two->value, 2.0 * one->value, 1e-8 * one->value);
    ck_assert_double_eq_tol(two->null_value, 2.0 * one->null_value, 1e-8);
    ck_assert_double_eq_tol(two->srmsr, one->srmsr, 1e-12);
    ck_assert_double_eq(two->persons, 800.0);
    free(one);
    free(two);
    fixture_close(&f);
}
END_TEST

/* Two populations that are copies of one: the moments twice, the parameters' effects once. */
START_TEST(populations_stand_side_by_side_or_are_pooled)
{
    struct irt_model_options model = { .kind = "2pl", .effects = IRT_EFFECTS_FIXED };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.points = 21;
    options.se = IRT_SE_NONE;
    for (int small = 0; small < 2; small++) {
        fixture_open_model(&f,
                           fixture_schools("2pl", small ? "20,300,15,200" : "300,400",
                                           "even(-1,1)", 6, 0.0, 4),
                           &model, &options);
        struct irt_fit *fit = fixture_fit(&f);
        struct irt_diagnosis d = irt_diagnosis_of(fit);
        struct irt_m2 *m2 = computed(&d, &irt_statistic_m2);
        ck_assert(m2->pooled == (small == 1));
        ck_assert_uint_eq(m2->moments, small ? 21 : 42);
        /* Of the effects one is free less, for they sum to 0. */
        ck_assert_int_eq(m2->df, small ? 21 - 15 : 42 - 13);
        ck_assert(m2->p > 1e-4 && m2->p < 1.0);
        free(m2);
        irt_fit_free(fit);
        fixture_close(&f);
    }
}
END_TEST

START_TEST(persons_with_holes_are_left_out)
{
    struct fixture f;
    open_small(&f, "2pl", 500, 6, 0.05, 3);
    struct irt_diagnosis d = look_at(&f);
    struct irt_m2 *m2 = computed(&d, &irt_statistic_m2);
    ck_assert_double_gt(m2->left_out, 50.0);
    ck_assert_double_eq(m2->left_out + m2->persons, 500.0);
    refuses(&d, &irt_statistic_g2, "answer of every person");
    free(m2);
    fixture_close(&f);
}
END_TEST

/* --- why not ------------------------------------------------------------------------------- */

START_TEST(what_cannot_be_had_says_why)
{
    struct fixture f;
    open_small(&f, "2pl", 60, 3, 0.0, 2);
    struct irt_diagnosis d = look_at(&f);
    refuses(&d, &irt_statistic_m2, "no degrees of freedom");
    refuses(&d, &irt_statistic_c2, "ask for m2");
    d.likelihood = IRT_LIKELIHOOD_JOINT;
    refuses(&d, &irt_statistic_m2, "--estimator em");
    refuses(&d, &irt_statistic_g2, "--estimator em");
    d.likelihood = IRT_LIKELIHOOD_MARGINAL;
    d.robust = true;
    refuses(&d, &irt_statistic_m2, "--robust none");
    d.robust = false;
    f.quadrature->kind = IRT_NODES_EMPIRICAL;
    refuses(&d, &irt_statistic_m2, "--nodes equal");
    f.quadrature->kind = IRT_NODES_EQUAL;
    f.model->effects = IRT_EFFECTS_RANDOM;
    refuses(&d, &irt_statistic_m2, "--effects fixed");
    f.model->effects = IRT_EFFECTS_NONE;
    f.model->items = 1;
    refuses(&d, &irt_statistic_m2, "pairs of items");
    f.model->items = 3;
    for (size_t i = 0; i < f.data->rows; i++)
        f.data->code[i * 3 + i % 3] = IRT_MISSING;
    refuses(&d, &irt_statistic_m2, "nobody did");
    fixture_close(&f);

    open_small(&f, "nrm", 200, 5, 0.0, 2);
    d = look_at(&f);
    refuses(&d, &irt_statistic_c2, "order");
    refuses(&d, &irt_statistic_g2, "look at M2");
    fixture_close(&f);

    open_small(&f, "gpcm", 60, 8, 0.0, 2);
    d = look_at(&f);
    refuses(&d, &irt_statistic_m2, "look at C2");
    free(computed(&d, &irt_statistic_c2));
    fixture_close(&f);
}
END_TEST

START_TEST(c2_is_passed_over_where_it_is_m2)
{
    struct fixture f;
    struct irt_fit *fit = open_fitted(&f, fixture_lsat6(), "2pl");
    struct irt_diagnosis d = irt_diagnosis_of(fit);
    for (int named = 0; named < 2; named++) {
        struct irt_wanted list;
        ck_assert(irt_wanted_parse(named ? "m2,c2" : "m2", &list, &error));
        struct irt_diagnostics *all = irt_diagnostics_new(&d, &list, &error);
        ck_assert_int_eq(irt_diagnostics_why_not(all, &irt_statistic_c2) != NULL, named);
        ck_assert_ptr_nonnull(irt_diagnostics_of(all, &irt_statistic_g2));
        irt_diagnostics_free(all);
    }
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

START_TEST(threads_change_nothing)
{
    struct fixture f;
    open_small(&f, "2pl", 300, 12, 0.0, 2);
    struct irt_diagnosis d = look_at(&f);
    struct irt_m2 *one = computed(&d, &irt_statistic_m2);
    d.threads = 3;
    struct irt_m2 *three = computed(&d, &irt_statistic_m2);
    ck_assert_mem_eq(&one->value, &three->value, sizeof one->value);
    free(one);
    free(three);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("m2");
    TCase *tests = tcase_create("m2");
    tcase_add_loop_test(tests, covariances_are_those_of_all_patterns, 0, FIXTURE_KINDS);
    tcase_add_loop_test(tests, derivatives_are_differences, 0, FIXTURE_KINDS);
    tcase_add_test(tests, derivatives_by_populations_and_correlations_are_differences);
    tcase_add_test(tests, observed_moments_are_means);
    tcase_add_test(tests, whitening_undoes_the_factor);
    tcase_add_test(tests, what_is_projected_out_is_gone);
    tcase_add_test(tests, noncentral_chi_square_of_one_is_a_normal_squared);
    tcase_add_test(tests, indices_follow_their_formulas);
    tcase_add_loop_test(tests, lsat6_has_the_known_values, 0, 3);
    tcase_add_loop_test(tests, expected_data_fit, 0, FIXTURE_KINDS);
    tcase_add_test(tests, small_moves_of_the_estimates_change_little);
    tcase_add_test(tests, it_grows_with_the_persons);
    tcase_add_test(tests, populations_stand_side_by_side_or_are_pooled);
    tcase_add_test(tests, persons_with_holes_are_left_out);
    tcase_add_test(tests, what_cannot_be_had_says_why);
    tcase_add_test(tests, c2_is_passed_over_where_it_is_m2);
    tcase_add_test(tests, threads_change_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
