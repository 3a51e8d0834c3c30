/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dimensions.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

static void
draw_row(gsl_rng *random, const struct irt_q_matrix *q, const double *d, uint8_t *code)
{
    double theta[2] = { gsl_ran_ugaussian(random), gsl_ran_ugaussian(random) };

    for (size_t j = 0; j < q->items; j++) {
        double eta = d[j];

        for (size_t r = 0; r < 2; r++)
            eta += q->loads[2 * j + r] ? 1.2 * theta[r] : 0;
        code[j] = gsl_rng_uniform(random) < 1 / (1 + exp(-eta));
    }
}

struct irt_responses *
bench_two_dimensions(size_t persons, size_t items, uint64_t seed, struct irt_q_matrix *q,
                     struct irt_error *error)
{
    struct irt_responses *data = irt_responses_new(persons, items, error);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    double d[BENCH_MOST_ITEMS];

    q->items = items;
    q->dims = 2;
    gsl_rng_set(random, (unsigned long)seed);
    for (size_t j = 0; j < items; j++) {
        q->loads[2 * j] = j < items / 2 || j % 4 == 0;
        q->loads[2 * j + 1] = j >= items / 2 || j % 4 == 0;
        d[j] = gsl_ran_ugaussian(random);
    }
    for (size_t i = 0; data != NULL && i < persons; i++)
        draw_row(random, q, d, data->code + i * items);
    if (data != NULL)
        irt_responses_count(data);
    gsl_rng_free(random);
    return data;
}
