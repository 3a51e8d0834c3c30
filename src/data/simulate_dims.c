/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/simulate_dims.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/q_matrix.h"
#include "quadrature/quadrature.h"

bool
irt_simulate_dims_check(size_t dims, double correlation,
                        const struct irt_distribution *theta, struct irt_error *error)
{
    double lowest = dims > 1 ? -1 / (double)(dims - 1) : -1;

    if (dims < 2 && correlation != 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "a correlation is between dimensions, and there is one only");
    if (!(correlation > lowest && correlation < 1))
        return irt_fail(error, IRT_BAD_USAGE,
                        "%zu dimensions cannot all correlate %g: take more than %.4g and "
                        "less than 1",
                        dims, correlation, lowest);
    return correlation == 0 || theta->kind == IRT_NORMAL ||
           irt_fail(error, IRT_BAD_USAGE,
                    "only abilities that are normal can correlate: give theta as "
                    "normal(M,SD)");
}

uint8_t *
irt_simulate_loads(const char *q_matrix, const struct irt_responses *data, size_t dims,
                   struct irt_error *error)
{
    uint8_t *loads = calloc(data->items * dims, sizeof *loads);
    struct irt_q_matrix *q;

    if (loads == NULL) {
        irt_fail(error, IRT_NO_MEMORY, "there is no memory for a Q-matrix");
        return NULL;
    }
    if (q_matrix == NULL) {
        for (size_t j = 0; j < data->items; j++)
            loads[j * dims + j % dims] = 1;
        return loads;
    }
    q = irt_q_matrix_load(q_matrix, data, dims, error);
    if (q == NULL) {
        free(loads);
        return NULL;
    }
    memcpy(loads, q->loads, data->items * dims);
    irt_q_matrix_free(q);
    return loads;
}

/* Of the matrix with 1 on the diagonal and the same correlation elsewhere: row by row. */
static void
equal_cholesky(size_t dims, double correlation, double *L)
{
    for (size_t r = 0; r < dims; r++)
        for (size_t c = 0; c <= r; c++) {
            double sum = r == c ? 1 : correlation;

            for (size_t k = 0; k < c; k++)
                sum -= L[r * dims + k] * L[c * dims + k];
            L[r * dims + c] = r == c ? sqrt(sum) : sum / L[c * dims + c];
        }
}

void
irt_simulate_thetas(const struct irt_distribution *distribution, size_t dims,
                    double correlation, size_t persons, gsl_rng *random, double *theta)
{
    double L[IRT_MAX_DIMS * IRT_MAX_DIMS];
    double middle = correlation != 0 ? distribution->first : 0; /* normal: its mean */

    equal_cholesky(dims, correlation, L);
    for (size_t i = 0; i < persons; i++, theta += dims) {
        for (size_t r = 0; r < dims; r++)
            theta[r] = irt_distribution_draw(distribution, random);
        for (size_t r = dims; correlation != 0 && r-- > 0;) {
            double sum = middle;

            for (size_t k = 0; k <= r; k++)
                sum += L[r * dims + k] * (theta[k] - middle);
            theta[r] = sum;
        }
    }
}
