/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real program with --estimator vae, and irtop vae-loss. */
#include "config.h"

#include "suite.h"

#include "batch.h"

#define QUICK " -e vae --hidden 8 --starts 1 --warm-up 2 --max-cycles 4 --refine 20"

/* The report in numbers: what is of the network stands apart, and the trace has the bound. */
START_TEST(a_fit_reports_its_bound)
{
    struct ran ran = run("fit " SAMPLE QUICK " -f json --trace t.csv --persons p.csv");
    json_t *tree, *neural;
    char *trace;

    ck_assert_msg(ran.status == 3, "%s", ran.err); /* 4 epochs are too few */
    ck_assert_ptr_nonnull(strstr(ran.err, "raise --max-cycles"));
    tree = json_of(ran.out);
    neural = json_object_get(tree, "neural");
    ck_assert_ptr_nonnull(neural);
    ck_assert_double_eq_tol(number(neural, "elbo"),
                            number(neural, "reconstruction") - number(neural, "kl"),
                            1e-8);
    ck_assert_double_eq_tol(number(tree, "loglik"), number(neural, "loglik_quadrature"),
                            5 * number(neural, "loglik_se") + 0.02);
    ck_assert_double_lt(number(neural, "elbo"), -2000);
    trace = slurp(path("t.csv"));
    ck_assert_ptr_nonnull(strstr(trace, ",elbo,reconstruction,kl,held_out\n"));
    free(trace);
    json_decref(tree);
    done_with(&ran);
}
END_TEST

START_TEST(a_fit_says_so_in_words)
{
    struct ran ran = run("fit " SAMPLE QUICK);

    ck_assert_int_eq(ran.status, 3);
    ck_assert_ptr_nonnull(strstr(ran.out, "VAE: hidden units 8, diagonal posterior"));
    ck_assert_ptr_nonnull(strstr(ran.out, "by importance sampling, Monte Carlo error"));
    ck_assert_ptr_nonnull(strstr(ran.out, "by quadrature, as EM has it"));
    ck_assert_ptr_nonnull(strstr(ran.out, "ELBO -2"));
    ck_assert_ptr_nonnull(strstr(ran.out, "one start; give --starts 2 or more"));
    ck_assert_ptr_null(strstr(ran.out, "squarem"));
    done_with(&ran);
}
END_TEST

START_TEST(schools_go_with_other_estimators)
{
    refused("fit " SAMPLE QUICK " --schools 5 --effects fixed", 1, "one population");
    struct ran ran = run("fit " SAMPLE QUICK " --schools 5 -f json");

    ck_assert_msg(ran.status == 3, "%s", ran.err); /* unasked for, there are no effects */
    done_with(&ran);
}
END_TEST

/* The gradient at the truth: 0 without noise, growing with it. */
START_TEST(the_loss_at_the_truth)
{
    struct ran ran = run("simulate -n 200 -j 5 --seed 3 -o sim.csv");

    ck_assert_int_eq(ran.status, 0);
    done_with(&ran);
    ran = run("vae-loss sim.csv" QUICK);
    ck_assert_msg(ran.status == 0, "%s", ran.err);
    ck_assert_ptr_nonnull(strstr(ran.out, "at the true parameters"));
    ck_assert_ptr_nonnull(strstr(ran.out, "Of these the least is at 0.00 without noise"));
    done_with(&ran);
    ran = run("vae-loss sim.csv -f csv" QUICK);
    double before = -1;
    int rows = 0;
    for (const char *at = ran.out; (at = strstr(at, "noise,")) != NULL; at++) {
        double noise, loss, norm;

        if (sscanf(at, "noise,%lf,,%lf,%lf", &noise, &loss, &norm) != 3)
            continue;
        ck_assert(noise == 0 ? norm < 1e-10 : norm > before);
        before = norm;
        rows++;
    }
    ck_assert_int_eq(rows, 9);
    done_with(&ran);
    ran = run("vae-loss " SAMPLE QUICK);
    ck_assert_ptr_nonnull(strstr(ran.out, "at EM's estimates"));
    done_with(&ran);
    refused("vae-loss", 1, "of which data?");
    refused("vae-loss sim.csv --truth nothing.csv" QUICK, 2, "nothing.csv");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("vae program");
    TCase *tests = tcase_create("vae program");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_fit_reports_its_bound);
    tcase_add_test(tests, a_fit_says_so_in_words);
    tcase_add_test(tests, schools_go_with_other_estimators);
    tcase_add_test(tests, the_loss_at_the_truth);
    suite_add_tcase(suite, tests);
    return suite;
}
