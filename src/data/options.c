/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/options.h"

#include <math.h>
#include <stdlib.h>

struct standing {
    double share; /* 0 .. 1 */
    size_t row;
};

void
irt_option_counts_free(struct irt_option_counts *counts)
{
    if (counts == NULL)
        return;
    free(counts->count);
    free(counts->persons);
    free(counts->standing);
    free(counts->correlation);
    free(counts);
}

/* The share of a row's score on all items but one; NAN: it has no other answer. */
static double
rest_share(const struct irt_responses *data, size_t row, size_t item)
{
    const uint8_t *code = data->code + row * data->items;
    double score = 0, most = 0;

    for (size_t j = 0; j < data->items; j++)
        if (j != item && code[j] != IRT_MISSING) {
            score += code[j];
            most += data->categories[j] - 1.0;
        }
    return most > 0 ? score / most : NAN;
}

static int
by_share(const void *a, const void *b)
{
    const struct standing *x = a, *y = b;

    if (x->share != y->share)
        return x->share < y->share ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* The rows that have a standing, in its order; their number. */
static size_t
sort_rows(const struct irt_responses *data, size_t item, struct standing *standing)
{
    size_t count = 0;

    for (size_t i = 0; i < data->rows; i++) {
        double share = rest_share(data, i, item);

        if (!isnan(share))
            standing[count++] = (struct standing){ share, i };
    }
    qsort(standing, count, sizeof *standing, by_share);
    return count;
}

static size_t
option_of(const struct irt_responses *data, const struct irt_option_counts *counts,
          size_t row, size_t item)
{
    uint8_t code = (data->raw != NULL ? data->raw : data->code)[row * data->items + item];

    return code == IRT_MISSING ? counts->options : code;
}

/* Counts rows of equal standing, from first to last - 1, into the group of their middle. */
static void
count_tie(const struct irt_responses *data, size_t item, const struct standing *standing,
          size_t first, size_t last, double before, double persons, double all,
          struct irt_option_counts *counts)
{
    size_t g = (size_t)((double)counts->groups * (before + persons / 2) / all);

    if (g >= counts->groups)
        g = counts->groups - 1;
    for (size_t k = first; k < last; k++) {
        size_t option = option_of(data, counts, standing[k].row, item);

        counts->count[g * (counts->options + 1) + option] +=
            irt_responses_frequency(data, standing[k].row);
    }
    counts->persons[g] += persons;
}

static void
count_groups(const struct irt_responses *data, size_t item,
             const struct standing *standing, size_t rows,
             struct irt_option_counts *counts)
{
    double all = 0, before = 0;

    for (size_t k = 0; k < rows; k++)
        all += irt_responses_frequency(data, standing[k].row);
    for (size_t first = 0, last; first < rows; first = last) {
        double persons = 0;

        for (last = first; last < rows && standing[last].share == standing[first].share;
             last++)
            persons += irt_responses_frequency(data, standing[last].row);
        count_tie(data, item, standing, first, last, before, persons, all, counts);
        before += persons;
    }
}

/* Means by option, and the point-biserial correlation: with p the share of those who chose
 * it, m their mean, M and S of all who answered, (m - M) / S * sqrt(p / (1 - p)). */
static void
relate(const struct irt_responses *data, size_t item, const struct standing *standing,
       size_t rows, double *persons, struct irt_option_counts *counts)
{
    double answered = 0, sum = 0, squares = 0;

    for (size_t k = 0; k < rows; k++) {
        size_t option = option_of(data, counts, standing[k].row, item);
        double f = irt_responses_frequency(data, standing[k].row);

        persons[option] += f;
        counts->standing[option] += f * standing[k].share;
    }
    for (size_t o = 0; o <= counts->options; o++) {
        if (o < counts->options) {
            answered += persons[o];
            sum += counts->standing[o];
        }
        counts->standing[o] = persons[o] > 0 ? counts->standing[o] / persons[o] : NAN;
    }
    for (size_t k = 0; k < rows; k++)
        if (option_of(data, counts, standing[k].row, item) < counts->options)
            squares += irt_responses_frequency(data, standing[k].row) *
                       pow(standing[k].share - sum / answered, 2);
    for (size_t o = 0; o < counts->options; o++) {
        double p = persons[o] / answered, sd = sqrt(squares / answered);

        counts->correlation[o] =
            p > 0 && p < 1 && sd > 0
                ? (counts->standing[o] - sum / answered) / sd * sqrt(p / (1 - p))
                : NAN;
    }
}

static bool
allocate(struct irt_option_counts *counts)
{
    size_t options = counts->options, groups = counts->groups;

    counts->count = calloc(groups * (options + 1), sizeof *counts->count);
    counts->persons = calloc(groups, sizeof *counts->persons);
    counts->standing = calloc(options + 1, sizeof *counts->standing);
    counts->correlation = calloc(options + 1, sizeof *counts->correlation);
    return counts->count != NULL && counts->persons != NULL && counts->standing != NULL &&
           counts->correlation != NULL;
}

struct irt_option_counts *
irt_option_counts_new(const struct irt_responses *data, size_t item, size_t groups,
                      struct irt_error *error)
{
    struct irt_option_counts *counts;
    struct standing *standing;
    double persons[IRT_MISSING + 1] = { 0 };
    bool keyed = data->option != NULL && data->option[item].count > 0;

    if (groups == 0) {
        irt_fail(error, IRT_BAD_USAGE, "there must be a group of persons at least");
        return NULL;
    }
    counts = calloc(1, sizeof *counts);
    standing = malloc((data->rows + 1) * sizeof *standing);
    if (counts != NULL) {
        counts->options = keyed ? data->option[item].count : data->categories[item];
        counts->groups = groups;
    }
    if (counts == NULL || standing == NULL || !allocate(counts)) {
        irt_option_counts_free(counts);
        free(standing);
        irt_fail(error, IRT_NO_MEMORY, "there is no memory to count the answers");
        return NULL;
    }
    size_t rows = sort_rows(data, item, standing);
    count_groups(data, item, standing, rows, counts);
    relate(data, item, standing, rows, persons, counts);
    free(standing);
    return counts;
}
