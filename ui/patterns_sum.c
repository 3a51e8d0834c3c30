/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "patterns_sum.h"

#define MOST_PRODUCTS 2e7 /* probabilities multiplied: some 20 ms */
#define MOST_NUMBERS  2e6 /* kept: 16 MB */

bool
ui_patterns_are_few(size_t patterns, size_t items, size_t points)
{
    double numbers = (double)patterns * (double)points;

    return numbers <= MOST_NUMBERS && numbers * (double)items <= MOST_PRODUCTS;
}

struct irt_staged *
ui_patterns_estep(const struct ui_session *session, const double *psi,
                  const struct irt_quadrature *quadrature, size_t count,
                  struct irt_error *error)
{
    const struct irt_model *model = session->model;
    struct irt_staged *staged;

    if (!ui_patterns_are_few(count, model->items, quadrature->points)) {
        irt_fail(error, IRT_BAD_USAGE, "%zu patterns are too many to sum here", count);
        return NULL;
    }
    staged = irt_staged_new(count, quadrature->points, error);
    if (!staged)
        return NULL;
    if (!irt_staged_likelihood(staged, session->data, session->patterns, model, psi,
                               quadrature, error)) {
        irt_staged_free(staged);
        return NULL;
    }
    irt_staged_marginal(staged, session->patterns, quadrature);
    irt_staged_posterior(staged, quadrature);
    return staged;
}
