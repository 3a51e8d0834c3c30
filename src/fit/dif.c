/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/dif.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fit/dif_parts.h"

#define SHOWN 60 /* bytes of a name in a sentence */

void
irt_dif_say(char why[IRT_DIF_WHY], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, IRT_DIF_WHY, format, arguments);
    va_end(arguments);
}

bool
irt_dif_purify(const double *p, const bool *may, size_t items, bool *keep, bool *settled)
{
    bool same = true;
    size_t left = 0;
    *settled = true;
    for (size_t j = 0; j < items; j++) {
        bool kept = (!may || may[j]) && !(p[j] < IRT_DIF_LEVEL);
        same = same && kept == keep[j];
        left += kept;
    }
    if (same)
        return true;
    *settled = false;
    if (left < 2)
        return true;
    for (size_t j = 0; j < items; j++)
        keep[j] = (!may || may[j]) && !(p[j] < IRT_DIF_LEVEL);
    return false;
}

void
irt_dif_curve(const struct irt_dif_item *item, size_t g, const double *theta,
              size_t points, double *P)
{
    item->shape.ops->probability(&item->shape, item->par[g], theta, points, P);
}

/* --- its memory --------------------------------------------------------------------------- */

static void
pair_clear(struct irt_dif_pair *pair, size_t items)
{
    for (size_t j = 0; pair->item && j < items; j++) {
        free(pair->item[j].par[0]);
        free(pair->item[j].par[1]);
    }
    free(pair->item);
}

void
irt_dif_free(struct irt_dif *dif)
{
    if (!dif)
        return;
    for (size_t k = 0; dif->level && k < dif->levels; k++)
        free(dif->level[k]);
    for (size_t k = 0; dif->pair && k < dif->pairs; k++)
        pair_clear(&dif->pair[k], dif->items);
    free(dif->level);
    free(dif->pair);
    free(dif->column_of);
    free(dif->column);
    free(dif);
}

/* Persons by level, into persons[levels]; and without one. */
static double
count_levels(const struct irt_responses *data, double *persons)
{
    double without = 0.0;
    for (size_t i = 0; i < data->rows; i++) {
        uint32_t level = data->factor->of_row[i];
        *(level == IRT_NO_LEVEL ? &without : &persons[level]) +=
            irt_responses_frequency(data, i);
    }
    return without;
}

static bool
allocate(struct irt_dif *dif, const struct irt_fit *fit)
{
    const struct irt_factor *factor = fit->data->factor;
    dif->items = fit->model->items;
    dif->column = strdup(factor->name);
    dif->column_of = malloc((dif->items + 1) * sizeof *dif->column_of);
    dif->level = calloc(factor->levels, sizeof *dif->level);
    dif->pair = calloc(factor->levels, sizeof *dif->pair);
    bool done = dif->column && dif->column_of && dif->level && dif->pair;
    for (size_t k = 0; done && k < factor->levels; k++) {
        dif->level[k] = strdup(factor->level[k]);
        dif->levels = k + 1;
        done = dif->level[k] != NULL;
    }
    for (size_t j = 0; done && j < dif->items; j++)
        dif->column_of[j] = fit->model->item[j].column;
    for (size_t k = 1; done && k < dif->levels; k++) {
        dif->pairs = k;
        dif->pair[k - 1].focal = k;
        dif->pair[k - 1].item = calloc(dif->items, sizeof *dif->pair->item);
        done = dif->pair[k - 1].item != NULL;
    }
    return done;
}

/* --- what there is to compare --------------------------------------------------------------- */

static bool
check(const struct irt_fit *fit, struct irt_error *error)
{
    const struct irt_factor *factor = fit->data->factor;
    if (!factor)
        return irt_fail(error, IRT_BAD_USAGE,
                        "it compares groups, and no column of them was named: --fit "
                        "dif=COLUMN");
    if (factor->levels < 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "column '%.*s' has %s: it takes two levels or more to compare",
                        SHOWN, factor->name,
                        factor->levels == 0 ? "no level, all its cells are missing"
                                            : "one level");
    if (factor->levels > IRT_DIF_MOST_LEVELS)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "column '%.*s' has %zu levels, and at most %d are compared: recode "
            "them into fewer",
            SHOWN, factor->name, factor->levels, IRT_DIF_MOST_LEVELS);
    return true;
}

static void
nothing(struct irt_dif_item *item, size_t j)
{
    const struct irt_dif_test none = { NAN, NAN, NAN };
    item->item = j;
    item->in_score = item->anchor = true;
    item->lr = item->uniform = item->nonuniform = item->wald = none;
    item->mantel = (struct irt_mantel){ NAN, NAN, NAN, NAN, NAN, NAN, NAN,
                                        NAN, NAN, NAN, NAN, NAN, 0 };
    item->loglik[0] = item->loglik[1] = item->loglik[2] = NAN;
    item->regression =
        (struct irt_regression){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0 };
}

static bool
compare_pair(const struct irt_fit *fit, const struct irt_dif_options *options,
             struct irt_dif *dif, size_t k, struct irt_error *error)
{
    struct irt_dif_pair *pair = &dif->pair[k];
    struct irt_dif_work work = { .fit = fit,
                                 .options = options,
                                 .share = (double)k / (double)dif->pairs,
                                 .more = 1.0 / (double)dif->pairs };
    struct irt_two_groups *two = irt_two_groups_new(fit->data, 0, pair->focal, error);
    if (!two)
        return false;
    work.two = two;
    pair->persons[0] = two->persons[0];
    pair->persons[1] = two->persons[1];
    pair->mean = pair->sd = pair->sigma = NAN;
    for (size_t j = 0; j < dif->items; j++)
        nothing(&pair->item[j], j);
    bool done =
        irt_dif_by_score(&work, pair, error) && irt_dif_by_model(&work, pair, error);
    irt_two_groups_free(two);
    return done;
}

struct irt_dif *
irt_dif_new(const struct irt_fit *fit, const struct irt_dif_options *options,
            struct irt_error *error)
{
    if (!check(fit, error))
        return NULL;
    struct irt_dif *dif = calloc(1, sizeof *dif);
    double *persons = calloc(fit->data->factor->levels, sizeof *persons);
    bool done = dif && persons && allocate(dif, fit);
    if (!done)
        irt_fail(error, IRT_NO_MEMORY, "no memory to compare groups");
    if (done) {
        dif->purified = options->purified;
        dif->without = count_levels(fit->data, persons);
    }
    for (size_t k = 0; done && k < dif->pairs; k++)
        done = compare_pair(fit, options, dif, k, error);
    free(persons);
    if (done)
        return dif;
    irt_dif_free(dif);
    return NULL;
}
