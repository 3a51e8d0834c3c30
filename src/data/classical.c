/* SPDX-License-Identifier: GPL-3.0-or-later */
/* classical.c -- one walk for the items, one for the covariances with the sum; all else
 * follows.  The variance of a sum is the sum of its covariances. */
#include "config.h"

#include "data/classical.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PAIRED_ITEMS 1000
#define MOST_STEPS        2e9 /* over pairs: some seconds */

/* Of the items that vary, in the rows that count. */
struct sums {
    double *variance; /* items */
    double *with_sum; /* items: covariance with the sum of all */
    double whole;     /* variance of the sum */
};

void
irt_classical_free(struct irt_classical *classical)
{
    if (classical == NULL)
        return;
    free(classical->item);
    free(classical->score);
    free(classical);
}

/* --- items -------------------------------------------------------------------------------- */

static unsigned
smallest_code(const struct irt_responses *data)
{
    unsigned base = IRT_MISSING;

    for (size_t k = 0; k < data->rows * data->items; k++)
        base = data->code[k] < base ? data->code[k] : base;
    return base < IRT_MISSING ? base : 0;
}

static void
describe_items(const struct irt_responses *data, struct irt_classical *c)
{
    for (size_t i = 0; i < data->rows; i++) {
        const uint8_t *code = data->code + i * data->items;
        double f = irt_responses_frequency(data, i);

        for (size_t j = 0; j < data->items; j++)
            if (code[j] != IRT_MISSING) {
                double score = (double)code[j] - c->base;
                c->item[j].persons += f;
                c->item[j].mean += f * score;
                c->item[j].sd += f * score * score;
            }
    }
    for (size_t j = 0; j < data->items; j++) {
        struct irt_classical_item *item = &c->item[j];
        double n = item->persons, most = (double)data->categories[j] - 1.0 - c->base;
        double squares = item->sd - item->mean * item->mean / n;

        item->sd = n > 1 ? sqrt((squares > 0 ? squares : 0) / (n - 1)) : NAN;
        item->mean = n > 0 ? item->mean / n : NAN;
        item->difficulty = most > 0 ? item->mean / most : NAN;
        item->rest = item->dropped = NAN;
    }
}

/* Has the row an answer to every item that anybody answered? */
static bool
is_complete(const struct irt_responses *data, size_t i)
{
    const uint8_t *code = data->code + i * data->items;

    for (size_t j = 0; j < data->items; j++)
        if (code[j] == IRT_MISSING && data->categories[j] > 0)
            return false;
    return true;
}

/* --- sum scores ---------------------------------------------------------------------------- */

static size_t
sum_score(const struct irt_responses *data, const struct irt_classical *c, size_t i)
{
    const uint8_t *code = data->code + i * data->items;
    size_t sum = 0;

    for (size_t j = 0; j < data->items; j++)
        if (data->categories[j] > 0)
            sum += code[j] - c->base;
    return sum;
}

static bool
count_scores(const struct irt_responses *data, struct irt_classical *c)
{
    double squares = 0;

    c->scores = 1;
    for (size_t j = 0; j < data->items; j++)
        if (data->categories[j] > 0)
            c->scores += data->categories[j] - 1u - c->base;
    c->score = calloc(c->scores, sizeof *c->score);
    if (c->score == NULL)
        return false;
    for (size_t i = 0; i < data->rows; i++)
        if (is_complete(data, i))
            c->score[sum_score(data, c, i)] += irt_responses_frequency(data, i);
    for (size_t s = 0; s < c->scores; s++) {
        c->complete += c->score[s];
        c->score_mean += c->score[s] * (double)s;
    }
    c->score_mean = c->complete > 0 ? c->score_mean / c->complete : NAN;
    for (size_t s = 0; s < c->scores && c->complete > 0; s++)
        squares += c->score[s] * pow((double)s - c->score_mean, 2);
    c->score_sd = c->complete > 1 ? sqrt(squares / (c->complete - 1)) : NAN;
    return true;
}

/* --- covariances: complete rows -------------------------------------------------------------- */

/* Deviations from the means of the complete rows are summed, in a second walk. */
static bool
sum_complete(const struct irt_responses *data, const struct irt_classical *c,
             struct sums *sums)
{
    double *mean = calloc(data->items + 1, sizeof *mean), n = c->complete;

    if (mean == NULL)
        return false;
    for (size_t i = 0; i < data->rows; i++) {
        const uint8_t *code = data->code + i * data->items;

        if (is_complete(data, i))
            for (size_t j = 0; j < data->items; j++)
                mean[j] += irt_responses_frequency(data, i) * code[j];
    }
    for (size_t i = 0; i < data->rows; i++) {
        const uint8_t *code = data->code + i * data->items;
        double f = irt_responses_frequency(data, i) / (n - 1), sum;

        if (!is_complete(data, i))
            continue;
        sum = (double)sum_score(data, c, i) - c->score_mean;
        sums->whole += f * sum * sum;
        /* Of an item that nobody answered the deviation is 0 everywhere. */
        for (size_t j = 0; j < data->items; j++) {
            double deviation = code[j] - mean[j] / n;
            sums->variance[j] += f * deviation * deviation;
            sums->with_sum[j] += f * deviation * sum;
        }
    }
    free(mean);
    return true;
}

/* --- covariances: pairs ----------------------------------------------------------------------- */

/* Who answered both, at [j * items + k], j < k: how many, and what their scores sum up to. */
struct pairs {
    size_t items;
    double *n, *j, *k, *product;
};

static void
add_row(struct pairs *p, const uint8_t *code, double f)
{
    for (size_t j = 0; j < p->items; j++) {
        double x = code[j], fx = f * x;

        if (code[j] == IRT_MISSING)
            continue;
        for (size_t k = j + 1; k < p->items; k++) {
            size_t at = j * p->items + k;

            if (code[k] == IRT_MISSING)
                continue;
            p->n[at] += f;
            p->j[at] += fx;
            p->k[at] += f * code[k];
            p->product[at] += fx * code[k];
        }
    }
}

static void
sum_covariances(const struct pairs *p, const struct irt_classical *c, struct sums *sums)
{
    for (size_t j = 0; j < p->items; j++) {
        if (!(c->item[j].sd > 0))
            continue;
        sums->variance[j] = c->item[j].sd * c->item[j].sd;
        sums->with_sum[j] += sums->variance[j];
        for (size_t k = j + 1; k < p->items; k++) {
            size_t at = j * p->items + k;
            double n = p->n[at];
            double covariance =
                n > 1 ? (p->product[at] - p->j[at] * p->k[at] / n) / (n - 1) : NAN;

            if (!(c->item[k].sd > 0))
                continue;
            sums->with_sum[j] += covariance;
            sums->with_sum[k] += covariance;
        }
    }
    for (size_t j = 0; j < p->items; j++)
        if (c->item[j].sd > 0)
            sums->whole += sums->with_sum[j];
}

static bool
sum_pairs(const struct irt_responses *data, const struct irt_classical *c,
          struct sums *sums)
{
    size_t cells = data->items * data->items;
    double *room = calloc(4 * cells + 1, sizeof *room);
    struct pairs pairs = { .items = data->items };

    if (room == NULL)
        return false;
    pairs.n = room;
    pairs.j = room + cells;
    pairs.k = room + 2 * cells;
    pairs.product = room + 3 * cells;
    for (size_t i = 0; i < data->rows; i++)
        add_row(&pairs, data->code + i * data->items, irt_responses_frequency(data, i));
    sum_covariances(&pairs, c, sums);
    free(room);
    return true;
}

/* --- what follows ------------------------------------------------------------------------------ */

/* Alpha of m items whose variances sum up to parts, and their sum's variance is whole. */
static double
alpha(double m, double parts, double whole)
{
    return m > 1 && whole > 0 ? m / (m - 1) * (1 - parts / whole) : NAN;
}

static void
relate(struct irt_classical *c, const struct sums *sums)
{
    double parts = 0, varying = 0;

    for (size_t j = 0; j < c->items; j++) {
        parts += sums->variance[j];
        varying += sums->variance[j] > 0;
    }
    c->varying = (size_t)varying;
    c->alpha = alpha(varying, parts, sums->whole);
    c->item_variance = parts;
    c->sum_variance = sums->whole;
    for (size_t j = 0; j < c->items; j++) {
        double v = sums->variance[j], with_rest = sums->with_sum[j] - v;
        double rest = sums->whole - 2 * sums->with_sum[j] + v;

        if (!(v > 0))
            continue;
        c->item[j].rest = varying > 1 && rest > 0 ? with_rest / sqrt(v * rest) : NAN;
        c->item[j].dropped = alpha(varying - 1, parts - v, rest);
    }
}

static enum irt_cells
choose_cells(const struct irt_responses *data, const struct irt_classical *c,
             enum irt_cells cells)
{
    double items = (double)data->items, steps = (double)data->rows * items * items / 2;

    if (c->complete == data->persons || data->items > MOST_PAIRED_ITEMS ||
        steps > MOST_STEPS)
        return IRT_COMPLETE;
    return cells;
}

static bool
fill(struct irt_classical *c, const struct irt_responses *data, enum irt_cells cells)
{
    struct sums sums = { .whole = 0 };
    bool summed;

    describe_items(data, c);
    if (!count_scores(data, c))
        return false;
    c->cells = choose_cells(data, c, cells);
    sums.variance = calloc(data->items + 1, sizeof *sums.variance);
    sums.with_sum = calloc(data->items + 1, sizeof *sums.with_sum);
    summed = sums.variance != NULL && sums.with_sum != NULL;
    if (summed && c->cells == IRT_PAIRWISE)
        summed = sum_pairs(data, c, &sums);
    else if (summed && c->complete > 1)
        summed = sum_complete(data, c, &sums);
    if (summed)
        relate(c, &sums);
    free(sums.variance);
    free(sums.with_sum);
    return summed;
}

struct irt_classical *
irt_classical_new(const struct irt_responses *data, enum irt_cells cells,
                  struct irt_error *error)
{
    struct irt_classical *c = calloc(1, sizeof *c);

    if (c != NULL) {
        c->items = data->items;
        c->base = smallest_code(data);
        c->alpha = NAN;
        c->item = calloc(data->items + 1, sizeof *c->item);
    }
    if (c != NULL && c->item != NULL && fill(c, data, cells))
        return c;
    irt_classical_free(c);
    irt_fail(error, IRT_NO_MEMORY, "there is no memory for the classical statistics");
    return NULL;
}
