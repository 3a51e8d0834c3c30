/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/school_look.h"

#include "estimate/staged.h"
#include "model/population.h"

#include <math.h>
#include <stdlib.h>

#define MOST_PRODUCTS 2e7 /* probabilities multiplied */

/* The school's patterns: those of its group, or where there is one group its rows. */
struct persons {
    struct irt_patterns patterns;
    uint32_t *row; /* owned, NULL: they are borrowed */
    double *frequency;
};

static bool
list_rows(struct persons *persons, const struct irt_responses *data, size_t k,
          struct irt_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < data->rows; i++)
        count += data->school[i] == k;
    persons->row = malloc((count + 1) * sizeof *persons->row);
    persons->frequency = malloc((count + 1) * sizeof *persons->frequency);
    if (!persons->row || !persons->frequency)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a school's persons");
    count = 0;
    for (size_t i = 0; i < data->rows; i++)
        if (data->school[i] == k) {
            persons->row[count] = (uint32_t)i;
            persons->frequency[count++] = irt_responses_frequency(data, i);
        }
    persons->patterns = (struct irt_patterns){
        .count = count, .row = persons->row, .frequency = persons->frequency, .groups = 1
    };
    return true;
}

static bool
find_persons(struct persons *persons, const struct irt_responses *data,
             const struct irt_patterns *patterns, size_t k, struct irt_error *error)
{
    *persons = (struct persons){ .row = NULL };
    if (patterns->groups == 1)
        return list_rows(persons, data, k, error);
    persons->patterns = irt_patterns_of_group(patterns, k);
    return true;
}

static struct irt_school_look *
make_room(size_t points, size_t items, struct irt_error *error)
{
    struct irt_school_look *look = calloc(1, sizeof *look);
    double *room = look ? calloc(3 * points + items, sizeof *room) : NULL;
    if (!room) {
        free(look);
        irt_fail(error, IRT_NO_MEMORY, "no memory to look at a school");
        return NULL;
    }
    look->points = points;
    look->theta = room;
    look->prior = room + points;
    look->density = room + 2 * points;
    look->slope = room + 3 * points;
    return look;
}

void
irt_school_look_free(struct irt_school_look *look)
{
    if (look)
        free(look->theta);
    free(look);
}

/* The nodes on theta's scale, and the densities there. */
static void
find_densities(struct irt_school_look *look, const struct irt_model *model,
               const double *psi, size_t g, const struct irt_quadrature *base,
               const struct irt_quadrature *moved, const struct irt_expected *expected)
{
    double room[IRT_MAX_POINTS], sd = irt_group_sd(model, psi, g), total = 0;
    const double *theta = irt_theta(model, psi, moved, room);
    for (size_t n = 0; n < look->points; n++) {
        look->theta[n] = theta[n];
        total += expected->population[n];
        look->mean += expected->population[n] * theta[n];
    }
    look->mean /= total;
    irt_quadrature_density(base, base->weight, look->prior);
    irt_quadrature_density(base, expected->population, look->density);
    for (size_t n = 0; n < look->points; n++) {
        look->prior[n] /= sd;
        look->density[n] /= total * sd;
    }
}

/* Raising s moves item j as moving its parameters along a direction does. */
static void
find_slopes(struct irt_school_look *look, const struct irt_model *model,
            const double *psi, size_t g, const struct irt_expected *expected)
{
    double gradient[IRT_MAX_ITEM_PARAMETERS], direction[IRT_MAX_ITEM_PARAMETERS];
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        item->ops->expected(item, psi + item->first, look->theta, look->points,
                            expected->r + expected->first[j], gradient, NULL, NULL);
        irt_group_direction(model, psi, g, model->location + g, j, direction);
        for (size_t p = 0; p < item->count; p++)
            look->slope[j] += gradient[p] * direction[p];
    }
}

/* The E-step of the school's persons on its own nodes. */
static bool
find_expected(const struct irt_responses *data, const struct irt_patterns *patterns,
              const struct irt_model *model, const double *psi,
              const struct irt_quadrature *moved, struct irt_expected *expected,
              struct irt_error *error)
{
    struct irt_staged *staged = irt_staged_new(patterns->count, moved->points, error);
    bool done =
        staged && irt_staged_likelihood(staged, data, patterns, model, psi, moved, error);
    if (done) {
        irt_staged_marginal(staged, patterns, moved);
        irt_staged_posterior(staged, moved);
        irt_staged_artificial(staged, data, patterns, model, expected);
    }
    irt_staged_free(staged);
    return done;
}

static bool
can_be_looked_at(const struct irt_model *model, const struct irt_quadrature *base,
                 const struct irt_patterns *patterns, struct irt_error *error)
{
    double products =
        (double)patterns->count * (double)model->items * (double)base->points;
    if (model->dims > 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "a school is looked at in one dimension only");
    return products <= MOST_PRODUCTS ||
           irt_fail(error, IRT_BAD_USAGE, "%zu patterns are too many to look at here",
                    patterns->count);
}

struct irt_school_look *
irt_school_look_new(const struct irt_responses *data, const struct irt_patterns *patterns,
                    const struct irt_model *model, const double *psi,
                    const struct irt_quadrature *base, size_t k, struct irt_error *error)
{
    size_t g = model->groups > 1 ? k : 0;
    struct irt_school_look *look = NULL;
    struct irt_quadrature *moved = NULL;
    struct irt_expected *expected = NULL;
    struct persons persons;
    bool done = find_persons(&persons, data, patterns, k, error) &&
                can_be_looked_at(model, base, &persons.patterns, error);
    done = done && (look = make_room(base->points, model->items, error)) &&
           (moved = irt_quadrature_copy(base, error)) &&
           (expected = irt_expected_new(model, base->points, error));
    if (done) {
        irt_group_nodes(model, psi, g, base, moved);
        done = find_expected(data, &persons.patterns, model, psi, moved, expected, error);
    }
    if (done) {
        find_densities(look, model, psi, g, base, moved, expected);
        if (model->groups > 1)
            find_slopes(look, model, psi, g, expected);
    }
    free(persons.row);
    free(persons.frequency);
    irt_quadrature_free(moved);
    irt_expected_free(expected);
    if (done)
        return look;
    irt_school_look_free(look);
    return NULL;
}
