/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/g2.h"

#include "fit/node_tables.h"
#include "fit/statistic.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#define PERSONS_A_PATTERN 5.0

static bool
is_complete(const struct irt_diagnosis *d)
{
    for (size_t l = 0; l < d->patterns->count; l++)
        for (size_t j = 0; j < d->model->items; j++)
            if (irt_pattern_category(d, l, j) == IRT_MISSING)
                return false;
    return true;
}

static bool
is_possible(const struct irt_diagnosis *d, double patterns, struct irt_error *error)
{
    double persons = d->data->persons;
    if (patterns * (double)d->model->groups * PERSONS_A_PATTERN > persons)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%.3g patterns are possible, and %.15g persons are too few for "
                        "G²: it needs %g a pattern; look at M2",
                        patterns * (double)d->model->groups, persons, PERSONS_A_PATTERN);
    if (!is_complete(d))
        return irt_fail(error, IRT_BAD_USAGE,
                        "G² needs an answer of every person to every item; look at M2");
    if (d->model->effects == IRT_EFFECTS_RANDOM)
        return irt_fail(error, IRT_BAD_USAGE,
                        "with random effects the persons of a school depend on each "
                        "other, and G² needs independent ones; fit with --effects fixed");
    return irt_diagnosis_is_marginal(d, "G²", error);
}

/* The probability of pattern l in its group. */
static double
probability(const struct irt_diagnosis *d, const struct irt_node_tables *t, size_t l)
{
    double sum = 0.0;
    for (size_t n = 0; n < t->Q; n++) {
        double product = t->weight[n];
        for (size_t j = 0; j < d->model->items; j++)
            product *= irt_node_probability(t, j, irt_pattern_category(d, l, j))[n];
        sum += product;
    }
    return sum;
}

static bool
add_groups(const struct irt_diagnosis *d, double *value, struct irt_error *error)
{
    for (size_t g = 0; g < d->model->groups; g++) {
        struct irt_node_tables *t = irt_node_tables_new(d, g, error);
        double persons = irt_group_persons(d, g);
        if (!t)
            return false;
        for (size_t l = d->patterns->first[g]; l < d->patterns->first[g + 1]; l++) {
            double f = d->patterns->frequency[l];
            if (f > 0.0)
                *value += 2.0 * f * log(f / (persons * probability(d, t, l)));
        }
        irt_node_tables_free(t);
    }
    return true;
}

static void *
g2_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    struct irt_g2 out = { .patterns = 1.0 };
    for (size_t j = 0; j < d->model->items; j++)
        out.patterns *= d->model->item[j].categories;
    if (!is_possible(d, out.patterns, error))
        return NULL;
    out.df = (long)((double)d->model->groups * (out.patterns - 1.0)) -
             (long)irt_model_estimated(d->model);
    if (out.df < 1) {
        irt_fail(error, IRT_BAD_USAGE,
                 "the %.0f patterns leave no degrees of freedom to %zu parameters (df "
                 "%ld); more items would",
                 out.patterns, irt_model_estimated(d->model), out.df);
        return NULL;
    }
    if (!add_groups(d, &out.value, error))
        return NULL;
    out.p = gsl_cdf_chisq_Q(fmax(out.value, 0.0), (double)out.df);
    struct irt_g2 *result = malloc(sizeof *result);
    if (result)
        *result = out;
    else
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    return result;
}

const struct irt_statistic irt_statistic_g2 = {
    .name = "g2",
    .with = "m2",
    .title = "G²",
    .formula = "G² = 2 Σ f log(f / NP) over all patterns",
    .source = "Bock and Lieberman (1970)",
    .reading = "Compares how often each pattern of answers was seen with what the model "
               "expects. Only short tests have patterns few enough for it.",
    .compute = g2_compute,
    .free = free,
};
