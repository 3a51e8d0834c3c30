/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pair_rate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <math.h>
#include <stdlib.h>

#include "fit/moment_set.h"

#define MOMENTS 3
#define STEPS   20000 /* of the integral */
#define END     200.0 /* where what is left of it is nothing */

/* --- a sum of chi-squares --------------------------------------------------------------------- */

/* Imhof's integrand at u; its limit at 0. */
static double
integrand(const double *weight, int n, double x, double u)
{
    double angle = -0.5 * x * u, size = 1.0, limit = -0.5 * x;
    for (int i = 0; i < n; i++) {
        angle += 0.5 * atan(weight[i] * u);
        size *= pow(1.0 + weight[i] * weight[i] * u * u, 0.25);
        limit += 0.5 * weight[i];
    }
    return u > 0.0 ? sin(angle) / (u * size) : limit;
}

/* u = END s^2: more steps where it swings little but weighs much. */
double
pair_rate_tail(const double *weight, int n, double x)
{
    double sum = 0.0, last = 0.0;
    for (int i = 1; i <= STEPS; i++) {
        double u = END * pow((double)i / STEPS, 2);
        double middle = END * pow((i - 0.5) / STEPS, 2);
        sum += (integrand(weight, n, x, last) + 4.0 * integrand(weight, n, x, middle) +
                integrand(weight, n, x, u)) *
               (u - last) / 6.0;
        last = u;
    }
    return fmin(1.0, fmax(0.0, 0.5 + sum / M_PI));
}

/* --- of a pair --------------------------------------------------------------------------------- */

/* Columns of T: cell 00, 01, 10, 11 by the moments j, k, both. */
static const double cells[4][MOMENTS] = {
    { -1, -1, 1 }, { 0, 1, -1 }, { 1, 0, -1 }, { 0, 0, 1 }
};

/* A = T' diag(1 / E) T */
static void
weigh(const double *expected, double A[MOMENTS][MOMENTS])
{
    for (int a = 0; a < MOMENTS; a++)
        for (int b = 0; b < MOMENTS; b++) {
            A[a][b] = 0.0;
            for (int c = 0; c < 4; c++) {
                double E = c == 0;
                for (int m = 0; m < MOMENTS; m++)
                    E += cells[c][m] * expected[m];
                A[a][b] += cells[c][a] * cells[c][b] / E;
            }
        }
}

/* A = L L', lower. */
static void
factor(double A[MOMENTS][MOMENTS])
{
    for (int a = 0; a < MOMENTS; a++)
        for (int b = 0; b <= a; b++) {
            for (int m = 0; m < b; m++)
                A[a][b] -= A[a][m] * A[b][m];
            A[a][b] = a == b ? sqrt(fmax(A[a][a], 0.0)) : A[a][b] / A[b][b];
        }
}

/* The eigenvalues of L'SL, none below 0. */
static bool
eigenvalues(double S[MOMENTS][MOMENTS], double A[MOMENTS][MOMENTS], double *out)
{
    gsl_matrix *M = gsl_matrix_calloc(MOMENTS, MOMENTS);
    gsl_vector *values = gsl_vector_alloc(MOMENTS);
    gsl_eigen_symm_workspace *room = gsl_eigen_symm_alloc(MOMENTS);
    bool done = M && values && room;
    factor(A);
    for (int a = 0; done && a < MOMENTS; a++)
        for (int b = 0; b < MOMENTS; b++) {
            double sum = 0.0;
            for (int i = a; i < MOMENTS; i++)
                for (int m = b; m < MOMENTS; m++)
                    sum += A[i][a] * S[i][m] * A[m][b];
            gsl_matrix_set(M, (size_t)a, (size_t)b, sum);
        }
    done = done && gsl_eigen_symm(M, values, room) == 0;
    for (int a = 0; done && a < MOMENTS; a++)
        out[a] = fmax(gsl_vector_get(values, (size_t)a), 0.0);
    gsl_eigen_symm_free(room);
    gsl_vector_free(values);
    gsl_matrix_free(M);
    return done;
}

/* The pair's part of Xi - N D V D'. */
static void
cut_out(const struct irt_fit *fit, size_t count, size_t F, const double *xi,
        const double *delta, const size_t *at, double S[MOMENTS][MOMENTS])
{
    for (int a = 0; a < MOMENTS; a++)
        for (int b = 0; b < MOMENTS; b++) {
            size_t row = at[a] > at[b] ? at[a] : at[b];
            size_t column = at[a] > at[b] ? at[b] : at[a];
            double sum = 0.0;
            for (size_t f = 0; f < F; f++)
                for (size_t g = 0; g < F; g++)
                    sum += delta[at[a] * F + f] * fit->covariance[f * F + g] *
                           delta[at[b] * F + g];
            S[a][b] = xi[row * count + column] - fit->data->persons * sum;
        }
}

double
pair_rate(const struct irt_diagnosis *d, size_t j, size_t k, double level)
{
    struct irt_moment_set *set = irt_moment_set_new(d, false, NULL);
    struct irt_node_tables *tables = irt_node_tables_new(d, 0, NULL);
    size_t n = set ? set->count : 0, F = d->model->free_count;
    double *expected = calloc(n + 1, sizeof *expected);
    double *xi = calloc(n * n + 1, sizeof *xi);
    double *delta = calloc(n * F + 1, sizeof *delta);
    double S[MOMENTS][MOMENTS], A[MOMENTS][MOMENTS], weight[MOMENTS], rate = NAN;
    if (set && tables && expected && xi && delta && d->fit->covariance &&
        irt_moments_expected(set, tables, expected, xi, delta, NULL)) {
        const size_t at[MOMENTS] = { set->first_single[j], set->first_single[k],
                                     set->first_pair[j * d->model->items + k] };
        const double pair[MOMENTS] = { expected[at[0]], expected[at[1]],
                                       expected[at[2]] };
        cut_out(d->fit, n, F, xi, delta, at, S);
        weigh(pair, A);
        if (eigenvalues(S, A, weight))
            rate = pair_rate_tail(weight, MOMENTS, gsl_cdf_chisq_Qinv(level, 1.0));
    }
    free(delta);
    free(xi);
    free(expected);
    irt_node_tables_free(tables);
    irt_moment_set_free(set);
    return rate;
}
