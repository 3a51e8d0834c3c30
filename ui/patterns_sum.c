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

/* The patterns of group g, on its nodes, in their places. */
static bool
add_group(const struct ui_session *session, const double *psi,
          const struct irt_quadrature *quadrature, size_t g, struct irt_staged *all,
          struct irt_error *error)
{
    struct irt_patterns patterns = irt_patterns_of_group(session->patterns, g);
    struct irt_quadrature *moved =
        ui_session_group_nodes(session, psi, quadrature, g, error);
    size_t first = session->patterns->first[g];
    struct irt_staged part = { .patterns = patterns.count,
                               .points = all->points,
                               .likelihood = all->likelihood + first * all->points,
                               .log_scale = all->log_scale + first,
                               .marginal = all->marginal + first };
    bool done = moved && irt_staged_likelihood(&part, session->data, &patterns,
                                               session->model, psi, moved, error);

    if (done) {
        irt_staged_marginal(&part, &patterns, moved);
        irt_staged_posterior(&part, moved);
    }
    irt_quadrature_free(moved);
    return done;
}

struct irt_staged *
ui_patterns_estep(const struct ui_session *session, const double *psi,
                  const struct irt_quadrature *quadrature, struct irt_error *error)
{
    const struct irt_model *model = session->model;
    size_t count = session->patterns->count;
    struct irt_staged *staged;

    if (!ui_patterns_are_few(count, model->items, quadrature->points)) {
        irt_fail(error, IRT_BAD_USAGE, "%zu patterns are too many to sum here", count);
        return NULL;
    }
    staged = irt_staged_new(count, quadrature->points, error);
    if (!staged)
        return NULL;
    for (size_t g = 0; g < model->groups; g++)
        if (!add_group(session, psi, quadrature, g, staged, error)) {
            irt_staged_free(staged);
            return NULL;
        }
    return staged;
}
