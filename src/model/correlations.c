/* SPDX-License-Identifier: GPL-3.0-or-later */
/* correlations.c -- correlations of theta's dimensions that are given. */
#include "model/build.h"

#include "model/population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Reads numbers by commas into r; how many there are, or 0 when one is none, or they are more
 * than most. */
static size_t
read_numbers(const char *text, double *r, size_t most)
{
    for (size_t c = 0; c < most; c++) {
        char *end;
        r[c] = strtod(text, &end);
        if (end == text || !(fabs(r[c]) < 1.0))
            return 0;
        if (*end == '\0')
            return c + 1;
        if (*end != ',')
            return 0;
        text = end + 1;
    }
    return 0;
}

bool
irt_model_hold_correlations(struct irt_model *model, const char *text,
                            struct irt_error *error)
{
    size_t wanted = model->correlations, count;
    double psi[IRT_MAX_DIMS * IRT_MAX_DIMS] = { 0.0 },
                              inverse[IRT_MAX_DIMS * IRT_MAX_DIMS];
    if (model->dims < 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "correlation: '%.80s' is for several dimensions; give --dims",
                        text);
    count = read_numbers(text, psi, wanted);
    if (count != wanted && count != 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "correlation: '%.80s' is neither fixed nor free, nor one number "
                        "between -1 and 1, nor %zu of them by commas (r12,r13,..)",
                        text, wanted);
    for (size_t c = 1; c < wanted && count == 1; c++)
        psi[c] = psi[0];
    struct irt_model bare = { .dims = model->dims };
    if (!irt_population_precision(&bare, psi, inverse))
        return irt_fail(error, IRT_BAD_USAGE,
                        "correlation: '%.80s' are no correlations of %zu variables: the "
                        "matrix is not positive definite",
                        text, model->dims);
    for (size_t c = 0; c < wanted; c++)
        model->parameter[model->correlation + c].start = psi[c];
    return true;
}
