/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "score/sum_score.h"

#include "model/population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
irt_sum_scores_free(struct irt_sum_scores *sums)
{
    if (!sums)
        return;
    free(sums->probability);
    free(sums->score);
    free(sums->se);
    free(sums->persons);
    free(sums);
}

/* The responses that are categories 0 .. categories-1, which rise. */
static void
find_codes(const struct irt_item *item, unsigned code[IRT_MAX_CATEGORIES])
{
    for (unsigned h = 0; h < item->categories; h++)
        code[h] = irt_item_response(item, h);
}

static bool
find_range(const struct irt_model *model, struct irt_sum_scores *sums,
           struct irt_error *error)
{
    unsigned code[IRT_MAX_CATEGORIES];
    sums->count = 1;
    for (size_t j = 0; j < model->items; j++) {
        find_codes(&model->item[j], code);
        sums->least += code[0];
        sums->count += code[model->item[j].categories - 1] - code[0];
    }
    if (sums->count > IRT_MOST_SUMS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%zu sum scores are possible: a table has %d at most",
                        sums->count, IRT_MOST_SUMS);
    return true;
}

static bool
allocate(struct irt_sum_scores *sums)
{
    sums->probability = calloc(sums->count, sizeof *sums->probability);
    sums->score = calloc(sums->count, sizeof *sums->score);
    sums->se = calloc(sums->count, sizeof *sums->se);
    sums->persons = calloc(sums->count, sizeof *sums->persons);
    return sums->probability && sums->score && sums->se && sums->persons;
}

/* From the highest sum down, so that what is still needed is not overwritten. */
void
irt_sum_fold_in(double *table, size_t last, const unsigned *code, unsigned categories,
                const double *P, size_t Q)
{
    for (size_t s = last + code[categories - 1] - code[0] + 1; s-- > 0;) {
        double *to = table + s * Q;
        for (size_t n = 0; n < Q; n++)
            to[n] *= P[n];
        for (unsigned h = 1; h < categories; h++) {
            size_t w = code[h] - code[0];
            if (w > s || s - w > last)
                continue;
            const double *from = table + (s - w) * Q;
            for (size_t n = 0; n < Q; n++)
                to[n] += from[n] * P[h * Q + n];
        }
    }
}

/* The probability of each sum at each node into table[count * Q], zeroed. */
static void
fill(const struct irt_model *model, const double *psi, const double *theta, size_t Q,
     double *P, double *table)
{
    unsigned code[IRT_MAX_CATEGORIES];
    size_t last = 0;
    for (size_t n = 0; n < Q; n++)
        table[n] = 1.0;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        find_codes(item, code);
        item->ops->probability(item, psi + item->first, theta, Q, P);
        irt_sum_fold_in(table, last, code, item->categories, P, Q);
        last += code[item->categories - 1] - code[0];
    }
}

/* Adds a population's part to the moments of each sum: those of 1, theta and theta^2 over the
 * posterior, times the share of the persons and the probability of the sum. */
static void
add_moments(const double *table, size_t count, const double *theta,
            const struct irt_quadrature *nodes, double share, double *moment)
{
    for (size_t s = 0; s < count; s++)
        for (size_t n = 0; n < nodes->points; n++) {
            double L = table[s * nodes->points + n] * nodes->weight[n] * share;
            moment[3 * s] += L;
            moment[3 * s + 1] += L * theta[n];
            moment[3 * s + 2] += L * theta[n] * theta[n];
        }
}

static void
take_moments(struct irt_sum_scores *sums, const double *moment, double total)
{
    for (size_t s = 0; s < sums->count; s++) {
        double P = moment[3 * s], mean = moment[3 * s + 1] / P;
        sums->probability[s] = P / total;
        sums->score[s] = P > 0.0 ? mean : NAN;
        sums->se[s] =
            P > 0.0 ? sqrt(fmax(moment[3 * s + 2] / P - mean * mean, 0.0)) : NAN;
    }
}

/* Var(theta) is what the sums explain and what they leave. */
static void
find_reliability(struct irt_sum_scores *sums)
{
    double mean = 0.0, explained = 0.0, left = 0.0;
    for (size_t s = 0; s < sums->count; s++)
        if (sums->probability[s] > 0.0)
            mean += sums->probability[s] * sums->score[s];
    for (size_t s = 0; s < sums->count; s++)
        if (sums->probability[s] > 0.0) {
            double off = sums->score[s] - mean;
            explained += sums->probability[s] * off * off;
            left += sums->probability[s] * sums->se[s] * sums->se[s];
        }
    sums->reliability = explained / (explained + left);
}

static void
count_persons(struct irt_sum_scores *sums, const struct irt_responses *data,
              const struct irt_patterns *patterns, const struct irt_model *model)
{
    for (size_t l = 0; l < patterns->count; l++) {
        const uint8_t *code = data->code + (size_t)patterns->row[l] * data->items;
        size_t sum = 0, answered = 0;
        for (size_t j = 0; j < model->items; j++)
            if (code[model->item[j].column] != IRT_MISSING) {
                sum += code[model->item[j].column];
                answered++;
            }
        if (answered < model->items)
            continue;
        sums->persons[sum - sums->least] += patterns->frequency[l];
        sums->complete += patterns->frequency[l];
    }
}

/* The share of the persons who belong to group g. */
static double
share_of(const struct irt_patterns *patterns, const struct irt_model *model, size_t g)
{
    double persons = 0.0, all = 0.0;
    if (model->groups == 1)
        return 1.0;
    for (size_t l = 0; l < patterns->count; l++) {
        all += patterns->frequency[l];
        if (l >= patterns->first[g] && l < patterns->first[g + 1])
            persons += patterns->frequency[l];
    }
    return persons / all;
}

/* Fills all but the counts of persons.  False without memory. */
static bool
find_scores(struct irt_sum_scores *sums, const struct irt_patterns *patterns,
            const struct irt_model *model, const double *psi,
            const struct irt_quadrature *quadrature)
{
    size_t Q = quadrature->points;
    double room[IRT_MAX_POINTS];
    struct irt_quadrature *nodes = irt_quadrature_copy(quadrature, NULL);
    double *table = malloc(sums->count * Q * sizeof *table);
    double *P = malloc(IRT_MAX_CATEGORIES * Q * sizeof *P);
    double *moment = calloc(3 * sums->count, sizeof *moment);
    bool done = nodes && table && P && moment;
    for (size_t g = 0; done && g < model->groups; g++) {
        double share = share_of(patterns, model, g);
        if (!(share > 0.0))
            continue;
        irt_group_nodes(model, psi, g, quadrature, nodes);
        const double *theta = irt_theta(model, psi, nodes, room);
        memset(table, 0, sums->count * Q * sizeof *table);
        fill(model, psi, theta, Q, P, table);
        add_moments(table, sums->count, theta, nodes, share, moment);
    }
    if (done) {
        take_moments(sums, moment, quadrature->total);
        find_reliability(sums);
    }
    irt_quadrature_free(nodes);
    free(table);
    free(P);
    free(moment);
    return done;
}

struct irt_sum_scores *
irt_sum_scores_new(const struct irt_responses *data, const struct irt_patterns *patterns,
                   const struct irt_model *model, const double *psi,
                   const struct irt_quadrature *quadrature, struct irt_error *error)
{
    if (model->dims > 1) {
        irt_fail(error, IRT_BAD_USAGE, "sum scores are for one dimension, not %zu",
                 model->dims);
        return NULL;
    }
    struct irt_sum_scores *sums = calloc(1, sizeof *sums);
    if (sums && !find_range(model, sums, error)) {
        irt_sum_scores_free(sums);
        return NULL;
    }
    if (!sums || !allocate(sums) ||
        !find_scores(sums, patterns, model, psi, quadrature)) {
        irt_sum_scores_free(sums);
        irt_fail(error, IRT_NO_MEMORY, "no memory for the table of sum scores");
        return NULL;
    }
    count_persons(sums, data, patterns, model);
    return sums;
}
