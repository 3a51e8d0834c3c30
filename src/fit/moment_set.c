/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which moments there are, and what was observed of them. */
#include "config.h"

#include "fit/moment_set.h"

#include <stdlib.h>
#include <string.h>

void
irt_moment_set_free(struct irt_moment_set *set)
{
    if (!set)
        return;
    free(set->moment);
    free(set->first_single);
    free(set->first_pair);
    free(set);
}

size_t
irt_moment_count(const struct irt_model *model, bool numbers)
{
    size_t sum = 0, squares = 0, J = model->items;
    for (size_t j = 0; j < J; j++) {
        size_t m = model->item[j].categories - 1;
        sum += m;
        squares += m * m;
    }
    return sum + (numbers ? J * (J - 1) / 2 : (sum * sum - squares) / 2);
}

static void
list_singles(struct irt_moment_set *set)
{
    const struct irt_model *model = set->diagnosis->model;
    for (size_t j = 0; j < model->items; j++) {
        set->first_single[j] = set->count;
        for (unsigned h = 1; h < model->item[j].categories; h++)
            set->moment[set->count++] = (struct irt_moment){ j, IRT_NONE, h, 0 };
    }
    set->singles = set->count;
}

static void
list_pair(struct irt_moment_set *set, size_t j, size_t k)
{
    const struct irt_model *model = set->diagnosis->model;
    set->first_pair[j * model->items + k] = set->count;
    if (set->numbers) {
        set->moment[set->count++] = (struct irt_moment){ j, k, IRT_NUMBER, IRT_NUMBER };
        return;
    }
    for (unsigned h = 1; h < model->item[j].categories; h++)
        for (unsigned i = 1; i < model->item[k].categories; i++)
            set->moment[set->count++] = (struct irt_moment){ j, k, h, i };
}

struct irt_moment_set *
irt_moment_set_new(const struct irt_diagnosis *d, bool numbers, struct irt_error *error)
{
    size_t J = d->model->items;
    struct irt_moment_set *set = calloc(1, sizeof *set);
    if (set) {
        set->diagnosis = d;
        set->numbers = numbers;
        set->moment =
            calloc(irt_moment_count(d->model, numbers) + 1, sizeof *set->moment);
        set->first_single = calloc(J, sizeof *set->first_single);
        set->first_pair = calloc(J * J, sizeof *set->first_pair);
    }
    if (!set || !set->moment || !set->first_single || !set->first_pair) {
        irt_moment_set_free(set);
        irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
        return NULL;
    }
    list_singles(set);
    for (size_t j = 0; j < J; j++)
        for (size_t k = j + 1; k < J; k++)
            list_pair(set, j, k);
    return set;
}

/* --- observed ------------------------------------------------------------------------------ */

/* The categories of a pattern; false where one is missing. */
static bool
read_pattern(const struct irt_diagnosis *d, size_t l, uint8_t *category)
{
    for (size_t j = 0; j < d->model->items; j++) {
        unsigned h = irt_pattern_category(d, l, j);
        if (h == IRT_MISSING)
            return false;
        category[j] = (uint8_t)h;
    }
    return true;
}

static void
add_pattern(const struct irt_moment_set *set, const uint8_t *category, double f,
            double *sum)
{
    const struct irt_model *model = set->diagnosis->model;
    for (size_t j = 0; j < model->items; j++) {
        unsigned h = category[j];
        if (h == 0)
            continue;
        sum[set->first_single[j] + h - 1] += f;
        for (size_t k = j + 1; k < model->items; k++) {
            size_t first = set->first_pair[j * model->items + k];
            unsigned i = category[k];
            if (i == 0)
                continue;
            if (set->numbers)
                sum[first] += f * h * i;
            else
                sum[first + (size_t)(h - 1) * (model->item[k].categories - 1) + i - 1] +=
                    f;
        }
    }
}

double
irt_moments_observed(const struct irt_moment_set *set, size_t g, double *mean)
{
    const struct irt_diagnosis *d = set->diagnosis;
    uint8_t category[IRT_MOST_ITEMS];
    double persons = 0.0;
    memset(mean, 0, set->count * sizeof *mean);
    for (size_t l = d->patterns->first[g]; l < d->patterns->first[g + 1]; l++) {
        if (!read_pattern(d, l, category))
            continue;
        add_pattern(set, category, d->patterns->frequency[l], mean);
        persons += d->patterns->frequency[l];
    }
    for (size_t a = 0; a < set->count && persons > 0.0; a++)
        mean[a] /= persons;
    return persons;
}
