/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dims.h -- answers that several abilities are behind, and the Q-matrix that says which item
 * measures which, for tests of screens: in files of their own, until dims_remove(). */
#ifndef TESTS_DIMS_H
#define TESTS_DIMS_H

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DIMS_EACH 4 /* items of a dimension */

static char dims_data[40], dims_matrix[40];
static unsigned dims_state;

static inline double
dims_uniform(void)
{
    dims_state = dims_state * 1664525 + 1013904223;
    return (dims_state >> 8) / 16777216.0 + 1e-9;
}

static inline double
dims_normal(void)
{
    double radius = sqrt(-2.0 * log(dims_uniform()));

    return radius * cos(2.0 * M_PI * dims_uniform());
}

/* Item v(j + 1) measures dimension j mod D; abilities have correlations of about .4. */
static inline void
dims_answers(FILE *out, size_t D, size_t persons)
{
    size_t items = D * DIMS_EACH;

    dims_state = 20261 + (unsigned)D;
    for (size_t j = 0; j < items; j++)
        fprintf(out, "v%zu%c", j + 1, j + 1 < items ? ',' : '\n');
    for (size_t i = 0; i < persons; i++) {
        double theta[8], common = 0.6 * dims_normal();

        for (size_t d = 0; d < D; d++)
            theta[d] = common + 0.8 * dims_normal();
        for (size_t j = 0; j < items; j++) {
            double logit = 1.4 * theta[j % D] + 0.5 * ((double)(j % 3) - 1.0);

            fprintf(out, "%d%c", dims_uniform() < 1.0 / (1.0 + exp(-logit)),
                    j + 1 < items ? ',' : '\n');
        }
    }
}

static inline void
dims_q_matrix(FILE *out, size_t D)
{
    fputs("item", out);
    for (size_t d = 0; d < D; d++)
        fprintf(out, ",dim%zu", d + 1);
    fputc('\n', out);
    for (size_t j = 0; j < D * DIMS_EACH; j++) {
        fprintf(out, "v%zu", j + 1);
        for (size_t d = 0; d < D; d++)
            fprintf(out, ",%d", j % D == d);
        fputc('\n', out);
    }
}

static inline FILE *
dims_file(char *name)
{
    FILE *out;

    strcpy(name, "/tmp/irtop-dims-XXXXXX");
    out = fdopen(mkstemp(name), "w");
    ck_assert_ptr_nonnull(out);
    return out;
}

/* Loads them by run(), with the model and free correlations. */
static inline void
dims_load(size_t D, size_t persons, void (*run)(const char *line))
{
    char line[80];
    FILE *out = dims_file(dims_data);

    dims_answers(out, D, persons);
    fclose(out);
    out = dims_file(dims_matrix);
    dims_q_matrix(out, D);
    fclose(out);
    snprintf(line, sizeof line, "load %s", dims_data);
    run(line);
    run("model m2pl");
    snprintf(line, sizeof line, "dims %zu", D);
    run(line);
    snprintf(line, sizeof line, "q-matrix %s", dims_matrix);
    run(line);
    run("correlation free");
}

static inline void
dims_remove(void)
{
    if (dims_data[0])
        unlink(dims_data);
    if (dims_matrix[0])
        unlink(dims_matrix);
    dims_data[0] = dims_matrix[0] = '\0';
}

#endif
