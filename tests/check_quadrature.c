/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes and weights: what every rule must satisfy, then known values. */
#include "config.h"

#include "suite.h"

#include "estimate/options.h"
#include "quadrature/quadrature.h"

#include <math.h>
#include <string.h>

static struct irt_error error;

/* sum_n A_n X_n^power */
static double
moment(const struct irt_quadrature *quadrature, int power)
{
    double sum = 0.0;
    for (size_t n = 0; n < quadrature->points; n++)
        sum += quadrature->weight[n] * pow(quadrature->node[n], power);
    return sum;
}

START_TEST(equal_weights_are_normal_and_symmetric)
{
    struct irt_quadrature *q = irt_quadrature_equal(61, -6.0, 6.0, &error);
    ck_assert_ptr_nonnull(q);
    ck_assert_double_eq_tol(moment(q, 0), 1.0, 1e-14);
    ck_assert_double_eq_tol(moment(q, 2), 1.0, 1e-6);
    for (size_t n = 0; n < 61; n++) {
        ck_assert_double_eq(q->node[n], -q->node[60 - n]);
        ck_assert_double_eq(q->weight[n], q->weight[60 - n]);
    }
    ck_assert_double_eq_tol(log(q->weight[30] / q->weight[20]),
                            0.5 * q->node[20] * q->node[20], 1e-12);
    irt_quadrature_free(q);
}
END_TEST

/* Exact for polynomials up to degree 2 Q - 1: E z^2 = 1, z^4 = 3, z^6 = 15, z^8 = 105. */
START_TEST(gauss_hermite_is_exact_for_polynomials)
{
    struct irt_quadrature *q = irt_quadrature_gh(5, &error);
    ck_assert_ptr_nonnull(q);
    ck_assert_double_eq_tol(moment(q, 0), 1.0, 1e-13);
    ck_assert_double_eq_tol(moment(q, 1), 0.0, 1e-13);
    ck_assert_double_eq_tol(moment(q, 2), 1.0, 1e-12);
    ck_assert_double_eq_tol(moment(q, 4), 3.0, 1e-11);
    ck_assert_double_eq_tol(moment(q, 6), 15.0, 1e-10);
    ck_assert_double_eq_tol(moment(q, 8), 105.0, 1e-9);
    irt_quadrature_free(q);
}
END_TEST

/* The published walk-through's table: sum 1.000088. */
START_TEST(lecture_table_is_as_published)
{
    static const double weight[5] = { .000119, .002805, .03002, .1458, .3213 };
    struct irt_options options = irt_options_defaults();
    irt_options_set_lecture(&options);
    struct irt_quadrature *q = irt_options_quadrature(&options, &error);
    ck_assert_uint_eq(q->points, 10);
    for (size_t n = 0; n < 5; n++) {
        ck_assert_double_eq(q->weight[n], weight[n]);
        ck_assert_double_eq(q->weight[9 - n], weight[n]);
    }
    ck_assert_double_eq_tol(q->total, 1.000088, 1e-12);
    ck_assert_double_eq(q->node[3], -1.3333);
    irt_quadrature_free(q);
}
END_TEST

/* Beside another number of nodes the lecture's table has no meaning. */
START_TEST(lecture_with_other_nodes_is_exact)
{
    struct irt_options options = irt_options_defaults();
    irt_options_set_lecture(&options);
    options.points = 21;
    struct irt_quadrature *q = irt_options_quadrature(&options, &error);
    ck_assert_uint_eq(q->points, 21);
    ck_assert_double_eq(q->total, 1.0);
    irt_quadrature_free(q);
}
END_TEST

/* A range far from 0 keeps positive weights that sum to 1. */
START_TEST(a_range_far_out_is_normalised)
{
    struct irt_quadrature *q = irt_quadrature_equal(11, 40.0, 50.0, &error);
    ck_assert_double_eq_tol(moment(q, 0), 1.0, 1e-13);
    ck_assert(q->weight[0] > 0.99);
    irt_quadrature_free(q);
}
END_TEST

/* dims, points (0: not given), kind; what they come to, each and all; or what is wrong. */
static const struct {
    size_t dims, points;
    enum irt_nodes nodes, used;
    size_t each, all;
    const char *refused;
} plans[] = {
    { 1, 0, IRT_NODES_EQUAL, IRT_NODES_EQUAL, 61, 61, NULL },
    { 2, 0, IRT_NODES_EQUAL, IRT_NODES_EQUAL, 61, 3721, NULL },
    { 3, 0, IRT_NODES_EQUAL, IRT_NODES_EQUAL, 21, 9261, NULL },
    { 4, 0, IRT_NODES_EQUAL, IRT_NODES_SOBOL, 0, 10000, NULL },
    { 8, 0, IRT_NODES_GH, IRT_NODES_SOBOL, 0, 10000, NULL },
    { 2, 0, IRT_NODES_SOBOL, IRT_NODES_SOBOL, 0, 10000, NULL },
    { 2, 15, IRT_NODES_GH, IRT_NODES_GH, 15, 225, NULL },
    { 3, 27, IRT_NODES_EQUAL, IRT_NODES_EQUAL, 27, 19683, NULL },
    { 4, 11, IRT_NODES_EQUAL, IRT_NODES_EQUAL, 11, 14641, NULL },
    { 5, 2000, IRT_NODES_EQUAL, IRT_NODES_SOBOL, 0, 2000, NULL },
    { 2, 20000, IRT_NODES_SOBOL, IRT_NODES_SOBOL, 0, 20000, NULL },
    { 3, 61, IRT_NODES_EQUAL, 0, 0, 0, "give fewer by --quad, or 100 and more" },
    { 5, 21, IRT_NODES_EQUAL, 0, 0, 0, "21 nodes in each of 5 dimensions" },
    { 2, 50, IRT_NODES_SOBOL, 0, 0, 0, "give 100 to 20000" },
    { 1, 0, IRT_NODES_SOBOL, 0, 0, 0, "several dimensions" },
    { 2, 0, IRT_NODES_EMPIRICAL, 0, 0, 0, "one dimension" },
};

START_TEST(nodes_are_as_planned)
{
    struct irt_options options = irt_options_defaults();
    options.dims = plans[_i].dims;
    options.nodes = plans[_i].nodes;
    if (plans[_i].points > 0) {
        options.points = plans[_i].points;
        options.points_given = true;
    }
    struct irt_quadrature *q = irt_options_quadrature(&options, &error);
    ck_assert_int_eq(irt_options_check(&options, &error), q != NULL);
    if (plans[_i].refused) {
        ck_assert_ptr_null(q);
        ck_assert_msg(strstr(error.message, plans[_i].refused) != NULL, "%s",
                      error.message);
        return;
    }
    struct irt_node_plan plan = irt_options_nodes(&options);
    ck_assert_msg(q != NULL, "%s", error.message);
    ck_assert_int_eq(plan.nodes, plans[_i].used);
    ck_assert_uint_eq(plan.each, plans[_i].each);
    ck_assert_uint_eq(plan.all, plans[_i].all);
    ck_assert_uint_eq(q->points, plan.all);
    ck_assert_uint_eq(q->dims, plans[_i].dims);
    ck_assert_int_eq(q->kind, plan.nodes);
    irt_quadrature_free(q);
}
END_TEST

START_TEST(what_cannot_be_is_refused)
{
    ck_assert_ptr_null(irt_quadrature_equal(1, -6.0, 6.0, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_ptr_null(irt_quadrature_equal(IRT_MAX_POINTS + 1, -6.0, 6.0, &error));
    ck_assert_ptr_null(irt_quadrature_equal(10, 2.0, 2.0, &error));
    ck_assert_ptr_null(irt_quadrature_equal(10, 0.0, NAN, &error));
    ck_assert_ptr_null(irt_quadrature_gh(0, &error));
    ck_assert_ptr_null(irt_quadrature_gh(201, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("quadrature");
    TCase *t = tcase_create("rules");
    tcase_add_test(t, equal_weights_are_normal_and_symmetric);
    tcase_add_test(t, gauss_hermite_is_exact_for_polynomials);
    tcase_add_test(t, lecture_table_is_as_published);
    tcase_add_test(t, lecture_with_other_nodes_is_exact);
    tcase_add_test(t, a_range_far_out_is_normalised);
    tcase_add_loop_test(t, nodes_are_as_planned, 0, sizeof plans / sizeof *plans);
    tcase_add_test(t, what_cannot_be_is_refused);
    suite_add_tcase(suite, t);
    return suite;
}
