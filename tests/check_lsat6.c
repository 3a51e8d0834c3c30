/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LSAT-6 (Bock and Lieberman 1970): the published walk-through, and the log-likelihood by the
 * quadrature.  What other programs get for it is with the models. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

/* The lecture: 10 rounded nodes, Newton left at a step of .05.  d and a after cycles 1 and
 * 44, where it ends; to the last printed digit. */
START_TEST(the_lecture_to_its_last_digit)
{
    static const double first[10] = { .9438,  2.1659, .9410, .4102, .9697,
                                      -.3787, .9322,  .7263, .9198, 1.5321 };
    static const double end[10] = { .8256, 2.7732, .7231,  .9903, .8901,
                                    .2491, .6887,  1.2848, .6573, 2.0535 };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    irt_options_set_lecture(&options);
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_uint_eq(f.trace.rows - 1, 44);
    for (size_t k = 0; k < 10; k++) {
        ck_assert_double_eq_tol(irt_trace_psi(&f.trace, 1)[k], first[k], 5e-5);
        ck_assert_double_eq_tol(irt_trace_psi(&f.trace, 44)[k], end[k], 5e-5);
    }
    /* l with normalised weights: -3182.39700768 at the start, -2466.65366588 at the end. */
    ck_assert_double_eq_tol(f.trace.loglik[0], -3182.39700768, 1e-7);
    ck_assert_double_eq_tol(f.trace.loglik[44], -2466.65366588, 1e-7);
    fixture_close(&f);
}
END_TEST

/* l at the 2PL optimum of each rule. */
START_TEST(loglik_by_quadrature)
{
    static const struct {
        enum irt_nodes nodes;
        size_t points;
        double hi, loglik;
    } rule[] = {
        { IRT_NODES_GH, 3, 6, -2466.795507 },
        { IRT_NODES_GH, 5, 6, -2466.665633 },
        { IRT_NODES_GH, 9, 6, -2466.653438 },
        { IRT_NODES_GH, 15, 6, -2466.653377 },
        { IRT_NODES_EQUAL, 5, 4, -2467.111728 },
        { IRT_NODES_EQUAL, 9, 4, -2466.653733 },
        { IRT_NODES_EQUAL, 21, 4, -2466.654606 },
        { IRT_NODES_EQUAL, 61, 4, -2466.655511 },
    };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.nodes = rule[_i].nodes;
    options.points = rule[_i].points;
    options.lo = -rule[_i].hi;
    options.hi = rule[_i].hi;
    options.tolerance = 1e-8;
    options.max_cycles = 5000;
    fixture_open_with(&f, fixture_lsat6(), "2pl", &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_double_eq_tol(f.trace.loglik[f.trace.rows - 1], rule[_i].loglik, 1e-6);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("LSAT-6");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, the_lecture_to_its_last_digit);
    tcase_add_loop_test(t, loglik_by_quadrature, 0, 8);
    suite_add_tcase(suite, t);
    return suite;
}
