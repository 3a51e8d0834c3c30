/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dif_score.c -- two groups compared at equal total scores. */
#include "config.h"

#include "fit/dif_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of every row: the sum over the items in the score, and how many of them have no answer. */
struct sums {
    size_t *sum, *holes;
    size_t most; /* the largest possible sum, with one item more */
};

static unsigned
category_of(const struct irt_dif_work *work, size_t row, size_t j)
{
    const struct irt_item *item = &work->fit->model->item[j];
    unsigned code = work->two->data->code[row * work->two->data->items + item->column];
    return code == IRT_MISSING ? IRT_MISSING : irt_item_category(item, code);
}

static void
find_sums(const struct irt_dif_work *work, const bool *in_score, struct sums *sums)
{
    const struct irt_model *model = work->fit->model;
    size_t rows = work->two->data->rows;
    memset(sums->sum, 0, rows * sizeof *sums->sum);
    memset(sums->holes, 0, rows * sizeof *sums->holes);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < model->items; j++) {
            unsigned h = in_score[j] ? category_of(work, i, j) : 0;
            sums->holes[i] += h == IRT_MISSING;
            sums->sum[i] += h == IRT_MISSING ? 0 : h;
        }
    sums->most = 0;
    for (size_t j = 0; j < model->items; j++)
        sums->most += model->item[j].categories - 1;
}

/* The table of item j, which is always in its own score; how many persons it has in either
 * group. */
static void
fill_strata(const struct irt_dif_work *work, const struct sums *sums, bool in_score,
            size_t j, const struct irt_strata *strata, double *count, double persons[2])
{
    const struct irt_responses *data = work->two->data;
    persons[0] = persons[1] = 0.0;
    memset(count, 0, 2 * strata->scores * strata->categories * sizeof *count);
    for (size_t i = 0; i < data->rows; i++) {
        unsigned h = category_of(work, i, j);
        if (h == IRT_MISSING || sums->holes[i] > 0)
            continue;
        size_t g = data->school[i], s = sums->sum[i] + (in_score ? 0 : h);
        double f = irt_responses_frequency(data, i);
        count[(g * strata->scores + s) * strata->categories + h] += f;
        persons[g] += f;
    }
}

/* --- one item ------------------------------------------------------------------------------ */

static void
judge_mantel(struct irt_dif_item *item)
{
    struct irt_mantel *m = &item->mantel;
    if (isnan(m->chi2)) {
        irt_dif_say(item->why_not_mantel,
                    "no score has persons of both groups and two different answers: it "
                    "takes more persons of like scores");
    } else if (m->room < IRT_DIF_ROOM) {
        irt_dif_say(
            item->why_not_mantel,
            "too few persons of like scores for chi-square: %.1f right answers could "
            "change groups, and it takes %.0f (Mantel and Fleiss 1980)",
            m->room, IRT_DIF_ROOM);
        m->chi2 = m->p = NAN;
        m->ets = 0;
    } else if (!isfinite(m->delta)) {
        irt_dif_say(item->why_not_mantel,
                    "the odds ratio is infinite or 0: at no score did %s",
                    m->alpha > 0.0 ? "the focal group do better"
                                   : "the reference group do better");
    }
}

static bool
judge_regression(const struct irt_strata *strata, const double persons[2],
                 struct irt_dif_item *item, struct irt_error *error)
{
    struct irt_error problem = { IRT_OK, "" };
    struct irt_regression regression;
    if (persons[0] < IRT_DIF_FEWEST || persons[1] < IRT_DIF_FEWEST) {
        irt_dif_say(item->why_not_regression,
                    "a group has %.15g persons without missing answers: it takes %d",
                    fmin(persons[0], persons[1]), IRT_DIF_FEWEST);
        return true;
    }
    if (irt_regression_compare(strata, &regression, &problem))
        item->regression = regression;
    else if (problem.code == IRT_NO_MEMORY)
        return irt_fail(error, problem.code, "%s", problem.message);
    else
        irt_dif_say(item->why_not_regression, "%.190s", problem.message);
    return true;
}

static bool
compare_item(const struct irt_dif_work *work, const struct sums *sums,
             const bool *in_score, size_t j, double *count, struct irt_dif_item *item,
             struct irt_error *error)
{
    struct irt_strata strata = { .scores = sums->most + 1,
                                 .categories = work->fit->model->item[j].categories,
                                 .count = count };
    double persons[2];
    fill_strata(work, sums, in_score[j], j, &strata, count, persons);
    item->why_not_mantel[0] = item->why_not_regression[0] = '\0';
    item->complete = persons[0] + persons[1];
    item->mantel = irt_mantel_compare(&strata);
    judge_mantel(item);
    return judge_regression(&strata, persons, item, error);
}

/* --- all of them, and again without those that differ ---------------------------------------- */

/* Categories without an order make no score. */
static size_t
find_ordered(const struct irt_model *model, bool *ordered)
{
    size_t count = 0;
    for (size_t j = 0; j < model->items; j++) {
        ordered[j] = model->item[j].ops != &irt_item_nrm;
        count += ordered[j];
    }
    return count;
}

static bool
test_items(const struct irt_dif_work *work, const bool *ordered, const bool *in_score,
           struct sums *sums, double *count, struct irt_dif_pair *pair,
           struct irt_error *error)
{
    find_sums(work, in_score, sums);
    for (size_t j = 0; j < work->fit->model->items; j++) {
        pair->item[j].in_score = in_score[j];
        if (irt_cancelled(&work->options->cancel))
            return irt_fail(error, IRT_INTERRUPTED, "it was interrupted");
        if (ordered[j] &&
            !compare_item(work, sums, in_score, j, count, &pair->item[j], error))
            return false;
    }
    return true;
}

static bool
purify(const struct irt_dif_work *work, const bool *ordered, bool *in_score,
       struct sums *sums, double *count, double *p, struct irt_dif_pair *pair,
       struct irt_error *error)
{
    size_t items = work->fit->model->items;
    bool end = false;
    pair->score_settled = true;
    while (!end) {
        if (!test_items(work, ordered, in_score, sums, count, pair, error))
            return false;
        pair->score_rounds++;
        for (size_t j = 0; j < items; j++)
            p[j] = pair->item[j].mantel.p;
        end = !work->options->purified || pair->score_rounds == IRT_DIF_ROUNDS;
        if (work->options->purified)
            end =
                irt_dif_purify(p, ordered, items, in_score, &pair->score_settled) || end;
    }
    return true;
}

static void
say_unordered(const struct irt_dif_work *work, const bool *ordered, size_t count,
              struct irt_dif_pair *pair)
{
    for (size_t j = 0; j < work->fit->model->items; j++) {
        struct irt_dif_item *item = &pair->item[j];
        item->in_score = ordered[j];
        if (!ordered[j])
            irt_dif_say(
                item->why_not_mantel,
                "its answers have no order, so that no score counts them: an ordered "
                "model (gpcm, grm) would");
        else if (count < 2)
            irt_dif_say(item->why_not_mantel,
                        "there is no other item to compare persons by: it takes two");
        memcpy(item->why_not_regression, item->why_not_mantel, IRT_DIF_WHY);
    }
}

bool
irt_dif_by_score(const struct irt_dif_work *work, struct irt_dif_pair *pair,
                 struct irt_error *error)
{
    const struct irt_model *model = work->fit->model;
    size_t rows = work->two->data->rows, most = 0, widest = 2;
    for (size_t j = 0; j < model->items; j++) {
        most += model->item[j].categories - 1;
        if (model->item[j].categories > widest)
            widest = model->item[j].categories;
    }
    bool *ordered = calloc(2 * model->items + 1, sizeof *ordered), done;
    struct sums sums = { .sum = malloc((rows + 1) * sizeof *sums.sum),
                         .holes = malloc((rows + 1) * sizeof *sums.holes) };
    double *count = malloc(2 * (most + 1) * widest * sizeof *count);
    double *p = malloc((model->items + 1) * sizeof *p);
    done = ordered && sums.sum && sums.holes && count && p;
    if (!done) {
        irt_fail(error, IRT_NO_MEMORY, "no memory to compare groups");
    } else {
        bool *in_score = ordered + model->items;
        size_t there = find_ordered(model, ordered);
        memcpy(in_score, ordered, model->items * sizeof *in_score);
        say_unordered(work, ordered, there, pair);
        if (there > 1)
            done = purify(work, ordered, in_score, &sums, count, p, pair, error);
    }
    free(ordered);
    free(sums.sum);
    free(sums.holes);
    free(count);
    free(p);
    return done;
}
