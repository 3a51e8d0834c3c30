/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/options.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

struct irt_row_scores *
irt_row_scores_new(const struct irt_responses *data, struct irt_error *error)
{
    struct irt_row_scores *scores = calloc(1, sizeof *scores);

    if (scores != NULL) {
        scores->score = calloc(data->rows + 1, sizeof *scores->score);
        scores->most = calloc(data->rows + 1, sizeof *scores->most);
    }
    if (scores == NULL || scores->score == NULL || scores->most == NULL) {
        irt_row_scores_free(scores);
        irt_fail(error, IRT_NO_MEMORY, "there is no memory to count the answers");
        return NULL;
    }
    for (size_t i = 0; i < data->rows; i++) {
        const uint8_t *code = data->code + i * data->items;

        for (size_t j = 0; j < data->items; j++)
            if (code[j] != IRT_MISSING) {
                scores->score[i] += code[j];
                scores->most[i] += data->categories[j] - 1.0;
            }
    }
    return scores;
}

void
irt_row_scores_free(struct irt_row_scores *scores)
{
    if (scores == NULL)
        return;
    free(scores->score);
    free(scores->most);
    free(scores);
}

static int
by_share(const void *a, const void *b)
{
    const struct standing *x = a, *y = b;

    if (x->share != y->share)
        return x->share < y->share ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Sorts rows that could all score as much, by a place for each score; false without memory.
 * score[] is what they scored. */
static bool
sort_by_score(struct standing *standing, const double *score, size_t count, double most)
{
    size_t places = (size_t)most + 2;
    struct standing *sorted = malloc((count + 1) * sizeof *sorted);
    size_t *first = calloc(places + 1, sizeof *first);
    bool done = sorted != NULL && first != NULL;

    for (size_t k = 0; done && k < count; k++)
        first[(size_t)score[k] + 1]++;
    for (size_t p = 1; done && p <= places; p++)
        first[p] += first[p - 1];
    for (size_t k = 0; done && k < count; k++)
        sorted[first[(size_t)score[k]]++] = standing[k];
    if (done)
        memcpy(standing, sorted, count * sizeof *standing);
    free(sorted);
    free(first);
    return done;
}

/* The rows that have a standing, in its order; their number. */
static size_t
sort_rows(const struct irt_responses *data, size_t item,
          const struct irt_row_scores *scores, struct standing *standing)
{
    double *score = malloc((data->rows + 1) * sizeof *score), most = 0;
    bool same = score != NULL;
    size_t count = 0;

    for (size_t i = 0; i < data->rows; i++) {
        uint8_t code = data->code[i * data->items + item];
        double own = code == IRT_MISSING ? 0 : code;
        double rest = scores->score[i] - own;
        double room =
            scores->most[i] - (code == IRT_MISSING ? 0 : data->categories[item] - 1.0);

        if (!(room > 0))
            continue;
        same = same && (count == 0 || room == most);
        most = room;
        if (same)
            score[count] = rest;
        standing[count++] = (struct standing){ rest / room, i };
    }
    if (count > 0 && !(same && sort_by_score(standing, score, count, most)))
        qsort(standing, count, sizeof *standing, by_share);
    free(score);
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
irt_option_counts_of(const struct irt_responses *data, size_t item, size_t groups,
                     const struct irt_row_scores *scores, struct irt_error *error)
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
    size_t rows = sort_rows(data, item, scores, standing);
    count_groups(data, item, standing, rows, counts);
    relate(data, item, standing, rows, persons, counts);
    free(standing);
    return counts;
}

struct irt_option_counts *
irt_option_counts_new(const struct irt_responses *data, size_t item, size_t groups,
                      struct irt_error *error)
{
    struct irt_row_scores *scores = irt_row_scores_new(data, error);
    struct irt_option_counts *counts;

    if (scores == NULL)
        return NULL;
    counts = irt_option_counts_of(data, item, groups, scores, error);
    irt_row_scores_free(scores);
    return counts;
}
