/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_robust.c -- a school finds out which of its extreme patterns count less. */
#include "federation/robust.h"
#include "federation/school_state.h"

#include "estimate/score_table.h"
#include "model/population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- which patterns are extreme ---------------------------------------------------------------- */

static const uint8_t *
pattern_code(const struct irt_school *school, size_t l)
{
    return school->rows.code + (size_t)school->patterns->row[l] * school->rows.items;
}

static bool
is_extreme(const struct irt_school *school, size_t l)
{
    const struct irt_model *model = school->plan->model;
    const uint8_t *code = pattern_code(school, l);
    bool lowest = true, highest = true, any = false;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        if (code[item->column] == IRT_MISSING)
            continue;
        unsigned h = irt_item_category(item, code[item->column]);
        any = true;
        lowest = lowest && h == 0;
        highest = highest && h + 1 == item->categories;
    }
    return any && (lowest || highest);
}

/* Both leave out the same of the model's items. */
static bool
same_items(const struct irt_school *school, const uint8_t *one, const uint8_t *other)
{
    const struct irt_model *model = school->plan->model;
    for (size_t j = 0; j < model->items; j++)
        if ((one[model->item[j].column] == IRT_MISSING) !=
            (other[model->item[j].column] == IRT_MISSING))
            return false;
    return true;
}

static bool
any_missing(const struct irt_school *school)
{
    return memchr(school->rows.code, IRT_MISSING,
                  school->rows.rows * school->rows.items) != NULL;
}

/* How many persons answered the same items as those with pattern l. */
static double
count_alike(const struct irt_school *school, size_t l)
{
    double count = 0.0;
    for (size_t m = 0; m < school->patterns->count; m++)
        if (same_items(school, pattern_code(school, l), pattern_code(school, m)))
            count += school->patterns->frequency[m];
    return count;
}

/* Once, when they are first asked for. */
static bool
find_extremes(struct irt_school *school, struct irt_error *error)
{
    const struct irt_patterns *patterns = school->patterns;
    if (school->weighed)
        return true;
    for (size_t l = 0; l < patterns->count; l++)
        school->extremes += is_extreme(school, l);
    school->extreme = calloc(school->extremes + 1, sizeof *school->extreme);
    school->alike = calloc(school->extremes + 1, sizeof *school->alike);
    school->weighed = calloc(patterns->count + 1, sizeof *school->weighed);
    if (!school->extreme || !school->alike || !school->weighed)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu patterns",
                        patterns->count);
    bool missing = any_missing(school);
    for (size_t l = 0, i = 0; l < patterns->count; l++)
        if (is_extreme(school, l)) {
            school->extreme[i].pattern = l;
            school->alike[i++] = missing ? count_alike(school, l) : school->rows.persons;
        }
    return true;
}

/* --- their weights ------------------------------------------------------------------------------ */

/* The length of a person's gradient by the plan's free parameters. */
static double
find_length(const struct irt_school *school, const struct irt_school_room *room,
            const struct irt_score_table *table, double s, const uint8_t *code,
            const double *posterior, double *by_item, double *g)
{
    const struct irt_plan *plan = school->plan;
    const struct irt_model *model = plan->model;
    double by_s[IRT_MAX_ITEM_PARAMETERS], by_sigma[IRT_MAX_ITEM_PARAMETERS], sum = 0.0;
    irt_score_table_mean(table, code, posterior, by_item);
    memset(g, 0, plan->free * sizeof *g);
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        if (plan->sigma)
            irt_plan_directions(plan, room->psi, j, s, by_s, by_sigma);
        for (size_t p = 0; p < item->count; p++) {
            size_t f = model->parameter[item->first + p].free;
            if (f != IRT_NONE)
                g[f] += by_item[item->first + p];
            if (plan->sigma)
                g[model->parameter[model->sigma].free] +=
                    by_sigma[p] * by_item[item->first + p];
        }
    }
    for (size_t f = 0; f < plan->free; f++)
        sum += g[f] * g[f];
    return sqrt(sum);
}

/* What the weights depend on, at the tables that the kernel holds. */
static bool
look_at_extremes(struct irt_school *school, struct irt_school_room *room, double s,
                 struct irt_error *error)
{
    const struct irt_plan *plan = school->plan;
    double posterior[IRT_MAX_POINTS], log_P;
    double *work = calloc(plan->values + plan->free + 1, sizeof *work);
    struct irt_score_table *table =
        irt_score_table_new(&room->loose, room->psi, 0, room->moved, error);
    if (!work)
        irt_fail(error, IRT_NO_MEMORY, "no memory for the gradients of persons");
    for (size_t i = 0; work && table && i < school->extremes; i++) {
        struct irt_extreme *extreme = &school->extreme[i];
        irt_kernel_posterior(school->kernel, extreme->pattern, 1, posterior, &log_P);
        extreme->frequency = school->patterns->frequency[extreme->pattern];
        extreme->expected = school->alike[i] * exp(log_P);
        extreme->length =
            find_length(school, room, table, s, pattern_code(school, extreme->pattern),
                        posterior, work, work + plan->values);
    }
    bool ok = work && table;
    irt_score_table_free(table);
    free(work);
    return ok;
}

static int
by_pattern(const void *a, const void *b)
{
    const struct irt_extreme *x = a, *y = b;
    return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

bool
irt_school_weigh(struct irt_school *school, struct irt_school_room *room,
                 const struct irt_call *call, double s, struct irt_error *error)
{
    const struct irt_patterns *patterns = school->patterns;
    double persons = school->rows.persons, out, scale = 1.0;
    if (!find_extremes(school, error))
        return false;
    irt_school_move(school, room, s);
    irt_kernel_prepare(school->kernel, school->plan->model, room->psi, room->moved);
    if (!look_at_extremes(school, room, s, error))
        return false;
    out = call->robust == IRT_ROBUST_TRIM
              ? irt_robust_trim(school->extreme, school->extremes, call->trim, persons)
              : irt_robust_cap(school->extreme, school->extremes);
    if (call->robust == IRT_ROBUST_TRIM && persons > out)
        scale = persons / (persons - out);
    for (size_t l = 0; l < patterns->count; l++)
        school->weighed[l] = scale * patterns->frequency[l];
    for (size_t i = 0; i < school->extremes; i++)
        school->weighed[school->extreme[i].pattern] *= school->extreme[i].weight;
    /* In the order of the patterns again, which alike[] has. */
    qsort(school->extreme, school->extremes, sizeof *school->extreme, by_pattern);
    school->kept = persons - out;
    school->scale = scale;
    irt_kernel_weigh(school->kernel, school->weighed);
    return true;
}

double
irt_school_unweighed_loglik(const struct irt_school *school, double loglik)
{
    double posterior[IRT_MAX_POINTS], log_P, all = loglik;
    for (size_t i = 0; i < school->extremes; i++) {
        size_t l = school->extreme[i].pattern;
        irt_kernel_posterior(school->kernel, l, 1, posterior, &log_P);
        all -= school->weighed[l] * log_P;
    }
    all /= school->scale;
    for (size_t i = 0; i < school->extremes; i++) {
        size_t l = school->extreme[i].pattern;
        irt_kernel_posterior(school->kernel, l, 1, posterior, &log_P);
        all += school->patterns->frequency[l] * log_P;
    }
    return all;
}
