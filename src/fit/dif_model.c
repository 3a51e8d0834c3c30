/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dif_model.c -- two groups compared by models that differ in one item. */
#include "config.h"

#include "fit/dif_parts.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cholesky.h"
#include "estimate/run.h"
#include "model/population.h"
#include "parallel.h"

#define TOLERANCE   1e-5
#define MOST_CYCLES 2000
#define SLACK       1e-3 /* by which a freed model may seem to fit worse, for rounding */

/* What all fits of a pair share.  testable: each group gave each answer to the item. */
struct models {
    const struct irt_dif_work *work;
    struct irt_options options;
    enum irt_tie *tie; /* items: TIED, BOTH_FREE where it is no anchor, LEFT_OUT */
    bool *testable;
    double *start; /* in the order of the fit's model */
    double location, spread;
    double objective;       /* of the model with these ties, and */
    double objective_prior; /* what of it is the log prior */
    bool base_converged;
    struct irt_dif_pair *pair;
    struct irt_error *problem; /* items: of each item's fits */
    size_t first;              /* item of task 0 */
};

static const struct irt_model *
looked_at(const struct models *m)
{
    return m->work->fit->model;
}

/* Every fit of these is on the settings of the one looked at, but for what a difference of
 * log-likelihoods asks for, and what is for one population only. */
static struct irt_options
options_of(const struct irt_dif_work *work)
{
    struct irt_options options = work->fit->options;
    options.tolerance = fmin(options.tolerance, TOLERANCE);
    options.criterion = IRT_CRITERION_PARAMETER;
    options.max_cycles = MOST_CYCLES;
    options.accelerate = IRT_ACCELERATE_SQUAREM;
    options.robust = IRT_ROBUST_NONE;
    options.lecture = false;
    if (options.nodes == IRT_NODES_EMPIRICAL)
        options.nodes = IRT_NODES_EQUAL;
    options.se = IRT_SE_NONE;
    options.threads = 1;
    options.cancel = work->options->cancel;
    return options;
}

/* --- a fit ----------------------------------------------------------------------------------- */

/* Estimates the model with these ties; *tied and *fit are the caller's to free, the fit
 * first. */
static bool
estimate(const struct models *m, const enum irt_tie *tie, bool errors,
         struct irt_tied_model **tied, struct irt_fit **fit, struct irt_error *error)
{
    struct irt_options options = m->options;
    *fit = NULL;
    *tied = irt_tied_model_new(m->work->two, looked_at(m), m->start, tie, error);
    if (!*tied)
        return false;
    struct irt_model *model = (*tied)->model;
    model->parameter[model->location + 1].start = m->location;
    model->parameter[model->spread + 1].start = m->spread;
    options.se = errors ? IRT_SE_OAKES : IRT_SE_NONE;
    *fit =
        irt_run(&irt_em, (*tied)->data, m->work->two->patterns, model, &options, error);
    return *fit != NULL;
}

/* The model with all anchors equal becomes what the others start from. */
static void
take_base(struct models *m, const struct irt_tied_model *tied, const struct irt_fit *fit)
{
    const struct irt_model *from = looked_at(m), *model = tied->model;
    for (size_t j = 0; j < from->items; j++)
        if (tied->item[0][j] != IRT_NONE)
            memcpy(m->start + from->item[j].first,
                   fit->psi + model->item[tied->item[0][j]].first,
                   from->item[j].count * sizeof *m->start);
    m->start[from->sigma] = fit->psi[model->sigma];
    m->location = fit->psi[model->location + 1];
    m->spread = fit->psi[model->spread + 1];
    m->objective = fit->loglik;
    m->objective_prior = fit->log_prior;
    m->base_converged = fit->converged;
    m->pair->mean = irt_group_mean(model, fit->psi, 1);
    m->pair->sd = irt_group_sd(model, fit->psi, 1);
    m->pair->sigma = fit->psi[model->sigma];
}

static bool
fit_base(struct models *m, struct irt_error *error)
{
    struct irt_tied_model *tied;
    struct irt_fit *fit;
    bool done = estimate(m, m->tie, false, &tied, &fit, error);
    if (done)
        take_base(m, tied, fit);
    irt_fit_free(fit);
    irt_tied_model_free(tied);
    return done;
}

/* --- what is compared -------------------------------------------------------------------------- */

/* How many parameters a tie frees. */
static size_t
freed(const struct models *m, size_t j, enum irt_tie tie)
{
    const struct irt_model *model = looked_at(m);
    size_t count = 0;
    for (size_t p = 0; p < model->item[j].count; p++)
        count += irt_tie_frees(model, j, p, tie);
    return count;
}

/* A prior on a freed parameter would count twice. */
static bool
has_prior(const struct models *m, size_t j)
{
    const struct irt_model *model = looked_at(m);
    for (size_t p = 0; p < model->item[j].count; p++)
        if (irt_tie_frees(model, j, p, IRT_BOTH_FREE) &&
            model->parameter[model->item[j].first + p].prior.kind != IRT_PRIOR_NONE)
            return true;
    return false;
}

static struct irt_dif_test
test_of(double x2, size_t df)
{
    const struct irt_dif_test none = { NAN, 0.0, NAN };
    if (df == 0)
        return none;
    x2 = fmax(x2, 0.0);
    return (struct irt_dif_test){ x2, (double)df, gsl_cdf_chisq_Q(x2, (double)df) };
}

/* d' V^-1 d of the item's freed parameters. */
static void
wald(const struct models *m, size_t j, const struct irt_tied_model *tied,
     const struct irt_fit *fit, struct irt_dif_item *item)
{
    const struct irt_model *from = looked_at(m);
    size_t at[2][IRT_MAX_ITEM_PARAMETERS], n = 0;
    double difference[IRT_MAX_ITEM_PARAMETERS], room[IRT_MAX_ITEM_PARAMETERS], sum = 0.0;
    double V[IRT_MAX_ITEM_PARAMETERS * IRT_MAX_ITEM_PARAMETERS];
    if (!fit->covariance) {
        irt_dif_say(
            item->why_not_wald,
            "the freed model's information is not positive definite: it takes more "
            "persons, or a simpler model");
        return;
    }
    for (size_t p = 0; p < from->item[j].count; p++)
        if (irt_tie_frees(from, j, p, IRT_BOTH_FREE)) {
            for (size_t g = 0; g < 2; g++)
                at[g][n] = tied->model->item[tied->item[g][j]].first + p;
            difference[n] = fit->psi[at[1][n]] - fit->psi[at[0][n]];
            n++;
        }
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            V[a * n + b] = irt_fit_covariance(fit, at[0][a], at[0][b]) +
                           irt_fit_covariance(fit, at[1][a], at[1][b]) -
                           irt_fit_covariance(fit, at[0][a], at[1][b]) -
                           irt_fit_covariance(fit, at[1][a], at[0][b]);
    if (!irt_cholesky_invert(V, n, room)) {
        irt_dif_say(
            item->why_not_wald,
            "the covariance of the differences is not positive definite: it takes "
            "more persons");
        return;
    }
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            sum += difference[a] * V[a * n + b] * difference[b];
    item->wald = test_of(sum, n);
}

static bool
take_curves(const struct models *m, size_t j, const struct irt_tied_model *tied,
            const struct irt_fit *fit, struct irt_dif_item *item)
{
    static const uint8_t loads = 1;
    item->shape = looked_at(m)->item[j];
    item->shape.recode = NULL;
    item->shape.loads = &loads;
    for (size_t g = 0; g < 2; g++) {
        free(item->par[g]);
        item->par[g] = malloc((item->shape.count + 1) * sizeof *item->par[g]);
        if (!item->par[g])
            return false;
        memcpy(item->par[g], fit->psi + tied->model->item[tied->item[g][j]].first,
               item->shape.count * sizeof *item->par[g]);
    }
    return true;
}

/* --- one item ------------------------------------------------------------------------------------- */

/* l of the model in which item j has this tie; *ok: it converged. */
static bool
objective_of(const struct models *m, size_t j, enum irt_tie tie, enum irt_tie *ties,
             struct irt_dif_item *item, double *objective, bool *ok,
             struct irt_error *error)
{
    bool prior = has_prior(m, j), done;
    struct irt_tied_model *tied;
    struct irt_fit *fit;
    if (tie == m->tie[j] && tie == IRT_TIED) {
        *objective = m->objective + (prior ? 0.0 : m->objective_prior);
        *ok = *ok && m->base_converged;
        return true;
    }
    ties[j] = tie;
    done = estimate(m, ties, tie == IRT_BOTH_FREE, &tied, &fit, error);
    if (done) {
        *objective = fit->loglik + (prior ? 0.0 : fit->log_prior);
        *ok = *ok && fit->converged;
        if (tie == IRT_BOTH_FREE && fit->converged) {
            wald(m, j, tied, fit, item);
            done = take_curves(m, j, tied, fit, item) ||
                   irt_fail(error, IRT_NO_MEMORY, "no memory for the curves");
        }
    }
    irt_fit_free(fit);
    irt_tied_model_free(tied);
    return done;
}

static void
conclude(const struct models *m, size_t j, const double l[3], bool ok,
         struct irt_dif_item *item)
{
    size_t all = freed(m, j, IRT_BOTH_FREE), some = freed(m, j, IRT_INTERCEPTS_FREE);
    if (!ok || !isfinite(l[2] - l[0]) || l[2] - l[0] < -SLACK) {
        irt_dif_say(
            item->why_not_model,
            "a model with the item free, or with it equal, did not converge: it takes "
            "more persons, or a simpler model");
        item->wald = test_of(NAN, 0);
        return;
    }
    memcpy(item->loglik, l, sizeof item->loglik);
    item->lr = test_of(2.0 * (l[2] - l[0]), all);
    item->uniform = test_of(2.0 * (l[1] - l[0]), some);
    item->nonuniform = test_of(2.0 * (l[2] - l[1]), all - some);
}

static bool
compare_item(const struct models *m, size_t j, enum irt_tie *ties,
             struct irt_error *error)
{
    struct irt_dif_item *item = &m->pair->item[j];
    size_t all = freed(m, j, IRT_BOTH_FREE), some = freed(m, j, IRT_INTERCEPTS_FREE);
    double l[3] = { NAN, NAN, NAN };
    bool ok = true;
    memcpy(ties, m->tie, looked_at(m)->items * sizeof *ties);
    if (!objective_of(m, j, IRT_TIED, ties, item, &l[0], &ok, error) ||
        !objective_of(m, j, IRT_BOTH_FREE, ties, item, &l[2], &ok, error))
        return false;
    l[1] = some == 0 ? l[0] : l[2];
    if (some > 0 && some < all &&
        !objective_of(m, j, IRT_INTERCEPTS_FREE, ties, item, &l[1], &ok, error))
        return false;
    conclude(m, j, l, ok, item);
    return true;
}

static void
compare_task(void *context, size_t t)
{
    struct models *m = context;
    size_t j = m->first + t;
    struct irt_error *error = &m->problem[j];
    enum irt_tie *ties;
    if (!m->testable[j])
        return;
    ties = malloc((looked_at(m)->items + 1) * sizeof *ties);
    if (ties)
        compare_item(m, j, ties, error);
    else
        irt_fail(error, IRT_NO_MEMORY, "no memory to compare groups");
    free(ties);
}

/* --- all items ------------------------------------------------------------------------------------ */

static void
forget(struct irt_dif_item *item)
{
    const struct irt_dif_test none = { NAN, NAN, NAN };
    item->lr = item->uniform = item->nonuniform = item->wald = none;
    item->why_not_model[0] = item->why_not_wald[0] = '\0';
}

/* What stopped an item's fits stops it alone, but for want of memory and an interruption. */
static bool
hear_problems(struct models *m, size_t count, struct irt_error *error)
{
    for (size_t j = m->first; j < m->first + count; j++) {
        struct irt_error *problem = &m->problem[j];
        if (problem->code == IRT_OK)
            continue;
        if (problem->code == IRT_NO_MEMORY || problem->code == IRT_INTERRUPTED)
            return irt_fail(error, problem->code, "%s", problem->message);
        irt_dif_say(m->pair->item[j].why_not_model, "%.190s", problem->message);
    }
    return true;
}

/* Items go over the threads a few at a time, so that somebody may watch. */
static bool
test_items(struct models *m, struct irt_pool *pool, double from, double to,
           struct irt_error *error)
{
    size_t items = looked_at(m)->items, few = 2 * irt_pool_threads(pool);
    const struct irt_dif_options *options = m->work->options;
    memset(m->problem, 0, items * sizeof *m->problem);
    for (size_t j = 0; j < items; j++)
        if (m->testable[j])
            forget(&m->pair->item[j]);
    for (m->first = 0; m->first < items; m->first += few) {
        size_t count = items - m->first < few ? items - m->first : few;
        if (options->progress)
            options->progress(options->context,
                              from + (to - from) * (double)m->first / (double)items);
        irt_pool_run(pool, count, compare_task, m);
        if (irt_cancelled(&options->cancel))
            return irt_fail(error, IRT_INTERRUPTED, "it was interrupted");
        if (!hear_problems(m, count, error))
            return false;
    }
    return true;
}

static void
set_anchors(struct models *m, const bool *anchor)
{
    for (size_t j = 0; j < looked_at(m)->items; j++) {
        m->pair->item[j].anchor = anchor[j] && m->tie[j] != IRT_LEFT_OUT;
        if (m->tie[j] != IRT_LEFT_OUT)
            m->tie[j] = anchor[j] ? IRT_TIED : IRT_BOTH_FREE;
    }
}

/* The work of later rounds is not known: each gets half of what is left of the share. */
static bool
purify(struct models *m, struct irt_pool *pool, bool *anchor, double *p,
       struct irt_error *error)
{
    size_t items = looked_at(m)->items;
    struct irt_dif_pair *pair = m->pair;
    bool end = false, purified = m->work->options->purified;
    double done = 0.0;
    pair->anchors_settled = true;
    while (!end) {
        double next = purified ? (1.0 + done) / 2.0 : 1.0;
        set_anchors(m, anchor);
        if (!fit_base(m, error) ||
            !test_items(m, pool, m->work->share + m->work->more * done,
                        m->work->share + m->work->more * next, error))
            return false;
        done = next;
        pair->anchor_rounds++;
        for (size_t j = 0; j < items; j++)
            p[j] = pair->item[j].lr.p;
        end = !purified || pair->anchor_rounds == IRT_DIF_ROUNDS;
        if (purified)
            end = irt_dif_purify(p, NULL, items, anchor, &pair->anchors_settled) || end;
    }
    return true;
}

/* --- what can be compared --------------------------------------------------------------------------- */

/* gave[g * categories + h]: somebody of group g gave answer h to item j. */
static void
find_answers(const struct models *m, size_t j, bool *gave)
{
    const struct irt_responses *data = m->work->two->data;
    const struct irt_item *item = &looked_at(m)->item[j];
    memset(gave, 0, 2 * item->categories * sizeof *gave);
    for (size_t i = 0; i < data->rows; i++) {
        unsigned code = data->code[i * data->items + item->column];
        if (code != IRT_MISSING && irt_responses_frequency(data, i) > 0.0)
            gave[data->school[i] * item->categories + irt_item_category(item, code)] =
                true;
    }
}

static void
judge_item(struct models *m, size_t j)
{
    bool gave[2 * IRT_MAX_CATEGORIES];
    struct irt_dif_item *item = &m->pair->item[j];
    unsigned categories = looked_at(m)->item[j].categories;
    find_answers(m, j, gave);
    m->tie[j] = IRT_TIED;
    m->testable[j] = freed(m, j, IRT_BOTH_FREE) > 0;
    if (!m->testable[j])
        irt_dif_say(
            item->why_not_model,
            "nothing of it is free: its parameters are fixed or equal over items");
    for (unsigned h = 0; h < categories; h++) {
        bool one = gave[h], other = gave[categories + h];
        if (one && other)
            continue;
        m->testable[j] = false;
        irt_dif_say(item->why_not_model,
                    "nobody of the %s group%s answered category %u: merge categories, or "
                    "it takes more persons",
                    one ? "focal" : "reference", one || other ? "" : ", or of the other,",
                    h);
        if (!one && !other)
            m->tie[j] = IRT_LEFT_OUT;
    }
}

/* Why no item of the pair can be compared; NULL: some may. */
static bool
judge_pair(struct models *m, char why[IRT_DIF_WHY])
{
    const struct irt_two_groups *two = m->work->two;
    size_t tied = 0;
    for (size_t j = 0; j < looked_at(m)->items; j++)
        tied += m->tie[j] == IRT_TIED;
    if (looked_at(m)->dims > 1)
        irt_dif_say(why,
                    "theta has %zu dimensions, and groups are compared in one: fit a "
                    "model of one dimension",
                    looked_at(m)->dims);
    else if (two->persons[0] < IRT_DIF_FEWEST || two->persons[1] < IRT_DIF_FEWEST)
        irt_dif_say(why, "a group has %.15g persons: it takes %d",
                    fmin(two->persons[0], two->persons[1]), IRT_DIF_FEWEST);
    else if (tied < 2)
        irt_dif_say(why, "no other item is left to tie the groups' scales together: it "
                         "takes two");
    else
        return true;
    return false;
}

static void
say_all(struct models *m, const char *why)
{
    for (size_t j = 0; j < looked_at(m)->items; j++) {
        m->pair->item[j].anchor = false;
        irt_dif_say(m->pair->item[j].why_not_model, "%s", why);
    }
}

/* An obstacle to the model with all anchors equal is one to all. */
static bool
compare(struct models *m, bool *anchor, double *p, struct irt_error *error)
{
    struct irt_error problem = { IRT_OK, "" };
    char why[IRT_DIF_WHY];
    for (size_t j = 0; j < looked_at(m)->items; j++) {
        judge_item(m, j);
        anchor[j] = true;
    }
    if (!judge_pair(m, why)) {
        say_all(m, why);
        return true;
    }
    struct irt_pool *pool = irt_pool_new(m->work->options->threads, error);
    bool done = pool && purify(m, pool, anchor, p, &problem);
    irt_pool_free(pool);
    if (done || !pool)
        return done;
    if (problem.code == IRT_NO_MEMORY || problem.code == IRT_INTERRUPTED)
        return irt_fail(error, problem.code, "%s", problem.message);
    irt_dif_say(why, "%.190s", problem.message);
    say_all(m, why);
    return true;
}

bool
irt_dif_by_model(const struct irt_dif_work *work, struct irt_dif_pair *pair,
                 struct irt_error *error)
{
    const struct irt_model *model = work->fit->model;
    size_t items = model->items;
    struct models m = { .work = work,
                        .options = options_of(work),
                        .tie = calloc(items + 1, sizeof *m.tie),
                        .testable = calloc(items + 1, sizeof *m.testable),
                        .start = malloc(model->parameters * sizeof *m.start),
                        .problem = calloc(items + 1, sizeof *m.problem),
                        .location = 0.0,
                        .spread = 1.0,
                        .pair = pair };
    bool *anchor = calloc(items + 1, sizeof *anchor);
    double *p = malloc((items + 1) * sizeof *p);
    bool done = m.tie && m.testable && m.start && m.problem && anchor && p;
    if (done) {
        memcpy(m.start, work->fit->psi, model->parameters * sizeof *m.start);
        done = compare(&m, anchor, p, error);
    } else {
        irt_fail(error, IRT_NO_MEMORY, "no memory to compare groups");
    }
    free(m.tie);
    free(m.testable);
    free(m.start);
    free(m.problem);
    free(anchor);
    free(p);
    return done;
}
