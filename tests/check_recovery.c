/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated data, estimated, give back the parameters they came from, as nearly as the
 * standard errors say. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "data/simulate.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

static struct irt_error error;

static struct irt_simulation *
simulate(const char *kind, double sd)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    options.model = kind;
    options.persons = 6000;
    options.items = 10;
    options.missing = 0.05;
    options.theta.second = sd;
    options.seed = 1;
    /* Where the priors of 3PL and 4PL expect them. */
    options.c = (struct irt_distribution){ IRT_UNIFORM, 0.15, 0.3 };
    options.u = (struct irt_distribution){ IRT_UNIFORM, 0.7, 0.85 };
    struct irt_simulation *simulation = irt_simulate(&options, &error);
    ck_assert_msg(simulation != NULL, "%s", error.message);
    return simulation;
}

/* off' C^-1 off, by the Cholesky factor of C, which is lost. */
static double
distance(double *covariance, double *off, size_t count)
{
    gsl_matrix_view matrix = gsl_matrix_view_array(covariance, count, count);
    gsl_vector_view vector = gsl_vector_view_array(off, count);
    double square;
    ck_assert_int_eq(gsl_linalg_cholesky_decomp1(&matrix.matrix), GSL_SUCCESS);
    gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, &matrix.matrix,
                   &vector.vector);
    gsl_blas_ddot(&vector.vector, &vector.vector, &square);
    return square;
}

/* Every free parameter is within 4 standard errors of the truth; and all of them together
 * are as far from it as their covariance says, by chi-square: but with asymptotes, whose
 * likelihood is far from quadratic. */
START_TEST(the_truth_is_recovered)
{
    const char *kind = fixture_kinds[_i];
    double sd = irt_model_find(kind)->slope_fixed ? 1.3 : 1.0;
    struct irt_simulation *truth = simulate(kind, sd);
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.max_cycles = 2000;
    fixture_open_with(&f, truth->data, kind, &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert(fit->converged);
    ck_assert_ptr_nonnull(fit->covariance);
    double *off = calloc(f.model->free_count, sizeof *off);
    for (size_t k = 0; k < f.model->parameters; k++) {
        const struct irt_parameter *parameter = &f.model->parameter[k];
        double expected = k == f.model->sigma ? sd : truth->psi[k];
        char label[64];
        if (parameter->free == IRT_NONE) {
            ck_assert_double_eq(fit->psi[k], expected);
            continue;
        }
        off[parameter->free] = fit->psi[k] - expected;
        irt_model_label(f.model, f.data, k, label, sizeof label);
        ck_assert_msg(fabs(off[parameter->free]) < 4.0 * fit->se[k],
                      "%s %s: %g (%g), truth %g", kind, label, fit->psi[k], fit->se[k],
                      expected);
    }
    double df = (double)f.model->free_count,
           square = distance(fit->covariance, off, f.model->free_count);
    if (f.model->priors == 0)
        ck_assert_msg(fabs(square - df) < 3.0 * sqrt(2.0 * df), "%s: %g, df %g", kind,
                      square, df);
    free(off);
    truth->data = NULL;
    irt_simulation_free(truth);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("recovery");
    TCase *t = tcase_create("simulated data");
    tcase_add_loop_test(t, the_truth_is_recovered, 0, FIXTURE_KINDS);
    suite_add_tcase(suite, t);
    return suite;
}
