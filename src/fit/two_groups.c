/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/two_groups.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "model/build.h"

static bool
no_memory(struct irt_error *error)
{
    return irt_fail(error, IRT_NO_MEMORY, "no memory for two groups");
}

/* --- the persons --------------------------------------------------------------------- */

void
irt_two_groups_free(struct irt_two_groups *two)
{
    if (!two)
        return;
    irt_patterns_free(two->patterns);
    irt_responses_free(two->data);
    free(two);
}

/* Two groups as schools, named as the levels are. */
static bool
make_groups(struct irt_responses *to, const char *reference, const char *focal)
{
    to->school = malloc((to->rows + 1) * sizeof *to->school);
    to->school_name = calloc(2, sizeof *to->school_name);
    if (!to->school || !to->school_name)
        return false;
    to->schools = 2;
    to->school_name[0] = strdup(reference);
    to->school_name[1] = strdup(focal);
    return to->school_name[0] && to->school_name[1];
}

static bool
take_rows(const struct irt_responses *from, size_t reference, size_t focal,
          struct irt_responses *to)
{
    size_t row = 0;
    to->frequency =
        from->frequency ? malloc((to->rows + 1) * sizeof *to->frequency) : NULL;
    if ((from->frequency && !to->frequency) ||
        !make_groups(to, from->factor->level[reference], from->factor->level[focal]))
        return false;
    for (size_t i = 0; i < from->rows; i++) {
        uint32_t level = from->factor->of_row[i];
        if (level != reference && level != focal)
            continue;
        memcpy(to->code + row * to->items, from->code + i * from->items, from->items);
        if (to->frequency)
            to->frequency[row] = from->frequency[i];
        to->school[row++] = level == focal;
    }
    irt_responses_count(to);
    return true;
}

struct irt_two_groups *
irt_two_groups_new(const struct irt_responses *data, size_t reference, size_t focal,
                   struct irt_error *error)
{
    struct irt_two_groups *two = calloc(1, sizeof *two);
    size_t rows = 0;
    for (size_t i = 0; i < data->rows; i++)
        rows += data->factor->of_row[i] == reference || data->factor->of_row[i] == focal;
    if (two)
        two->data = irt_responses_new(rows, data->items, error);
    if (!two || !two->data || !take_rows(data, reference, focal, two->data)) {
        irt_two_groups_free(two);
        no_memory(error);
        return NULL;
    }
    irt_school_persons(two->data, two->persons);
    two->patterns = irt_patterns_new(two->data, two->data->school, 2, error);
    if (two->patterns)
        return two;
    irt_two_groups_free(two);
    return NULL;
}

/* --- the answers, with a column more for each free item ------------------------------------- */

/* The item's own column is the reference group's then, the new one the focal group's. */
static struct irt_responses *
copy_answers(const struct irt_responses *from, const size_t *column, size_t count,
             struct irt_error *error)
{
    size_t items = from->items + count;
    struct irt_responses *to = irt_responses_new(from->rows, items, error);
    bool done = to && make_groups(to, from->school_name[0], from->school_name[1]);
    if (done && from->frequency) {
        to->frequency = malloc((from->rows + 1) * sizeof *to->frequency);
        done = to->frequency != NULL;
    }
    if (!done) {
        irt_responses_free(to);
        no_memory(error);
        return NULL;
    }
    memcpy(to->school, from->school, from->rows * sizeof *to->school);
    if (from->frequency)
        memcpy(to->frequency, from->frequency, from->rows * sizeof *to->frequency);
    for (size_t i = 0; i < from->rows; i++) {
        uint8_t *code = to->code + i * items;
        memcpy(code, from->code + i * from->items, from->items);
        for (size_t k = 0; k < count; k++) {
            uint8_t *own = code + column[k], *other = code + from->items + k;
            bool focal = from->school[i] == 1;
            *other = focal ? *own : IRT_MISSING;
            *own = focal ? IRT_MISSING : *own;
        }
    }
    irt_responses_count(to);
    return to;
}

/* --- the model ------------------------------------------------------------------------------- */

void
irt_tied_model_free(struct irt_tied_model *tied)
{
    if (!tied)
        return;
    free(tied->item[0]);
    free(tied->item[1]);
    irt_model_free(tied->model);
    irt_responses_free(tied->data);
    free(tied);
}

static bool
is_shared(const struct irt_model *model, size_t k)
{
    for (size_t m = 0; m < model->parameters; m++)
        if (m != k && model->parameter[m].free == model->parameter[k].free)
            return true;
    return false;
}

bool
irt_tie_frees(const struct irt_model *model, size_t j, size_t p, enum irt_tie tie)
{
    size_t k = model->item[j].first + p;
    const struct irt_parameter *parameter = &model->parameter[k];
    bool asymptote = isfinite(parameter->lower) && isfinite(parameter->upper);
    if ((tie != IRT_INTERCEPTS_FREE && tie != IRT_BOTH_FREE) ||
        parameter->free == IRT_NONE || asymptote ||
        (tie == IRT_INTERCEPTS_FREE && parameter->slope))
        return false;
    return !is_shared(model, k);
}

static void
add_item(struct irt_tied_model *tied, const struct irt_model *from, size_t j, size_t g,
         size_t column)
{
    struct irt_model *model = tied->model;
    const struct irt_item *source = &from->item[j];
    struct irt_item *item = &model->item[model->items];
    *item = *source;
    item->column = column;
    item->first = model->parameters;
    item->loads = model->loads + column;
    model->loads[column] = 1;
    if (source->recode) {
        memcpy(model->recode + column * 256, source->recode, 256);
        item->recode = model->recode + column * 256;
    }
    model->parameters += item->count;
    model->item_of_column[column] = model->items;
    tied->item[g][j] = model->items++;
}

static void
add_items(struct irt_tied_model *tied, const struct irt_model *from,
          const enum irt_tie *tie, size_t columns)
{
    for (size_t column = 0; column < tied->model->columns; column++)
        tied->model->item_of_column[column] = IRT_NONE;
    for (size_t j = 0; j < from->items; j++) {
        tied->item[0][j] = IRT_NONE;
        if (tie[j] != IRT_LEFT_OUT)
            add_item(tied, from, j, 0, from->item[j].column);
        tied->item[1][j] = tied->item[0][j];
    }
    for (size_t j = 0; j < from->items; j++)
        if (tie[j] == IRT_INTERCEPTS_FREE || tie[j] == IRT_BOTH_FREE)
            add_item(tied, from, j, 1, columns++);
}

/* What a parameter is in the model looked at, it is here; shared[f] is the first place of its
 * free parameter f. */
static void
describe(struct irt_model *model, const struct irt_model *from, size_t k, size_t source,
         bool own, size_t *shared)
{
    const struct irt_parameter *was = &from->parameter[source];
    struct irt_parameter *is = &model->parameter[k];
    is->prior = was->prior;
    is->by_default = was->by_default;
    if (was->free == IRT_NONE) {
        is->free = IRT_NONE;
    } else if (own) {
        is->free = k;
    } else {
        if (shared[was->free] == IRT_NONE)
            shared[was->free] = k;
        is->free = shared[was->free];
    }
}

static void
describe_item(struct irt_tied_model *tied, const struct irt_model *from,
              const double *psi, const enum irt_tie *tie, size_t j, size_t g,
              size_t *shared)
{
    struct irt_model *model = tied->model;
    double start[IRT_MAX_ITEM_PARAMETERS];
    size_t source = from->item[j].first;
    if (tied->item[g][j] == IRT_NONE)
        return;
    const struct irt_item *item = &model->item[tied->item[g][j]];
    for (size_t p = 0; p < item->count; p++)
        start[p] = isfinite(psi[source + p]) ? psi[source + p]
                                             : from->parameter[source + p].start;
    irt_model_describe_item(model, item, tied->item[g][j], start);
    for (size_t p = 0; p < item->count; p++)
        describe(model, from, item->first + p, source + p,
                 irt_tie_frees(from, j, p, tie[j]), shared);
}

/* Where the items alone fixed the scale, and their slopes are fixed, the variance is free. */
static void
describe_sigma(struct irt_model *model, const struct irt_model *from, const double *psi)
{
    const struct irt_parameter *was = &from->parameter[from->sigma];
    struct irt_parameter *is = &model->parameter[model->sigma];
    if (was->free != IRT_NONE || (from->by_items && from->kind->slope_fixed))
        is->free = model->sigma;
    if (psi[from->sigma] > 0.0 && isfinite(psi[from->sigma]))
        is->start = psi[from->sigma];
    is->prior = was->prior;
    is->by_default = was->by_default;
}

static bool
describe_all(struct irt_tied_model *tied, const struct irt_model *from, const double *psi,
             const enum irt_tie *tie)
{
    struct irt_model *model = tied->model;
    size_t *shared = malloc((from->parameters + 1) * sizeof *shared);
    if (!shared || !irt_model_make_room(model)) {
        free(shared);
        return false;
    }
    for (size_t k = 0; k < from->parameters; k++)
        shared[k] = IRT_NONE;
    for (size_t j = 0; j < from->items; j++)
        describe_item(tied, from, psi, tie, j, 0, shared);
    for (size_t j = 0; j < from->items; j++)
        if (tied->item[1][j] != tied->item[0][j])
            describe_item(tied, from, psi, tie, j, 1, shared);
    irt_model_describe_population(model);
    describe_sigma(model, from, psi);
    free(shared);
    return irt_model_settle(model);
}

/* The columns of the items that are free, into column[]; how many. */
static size_t
free_columns(const struct irt_model *model, const enum irt_tie *tie, size_t *column)
{
    size_t count = 0;
    for (size_t j = 0; j < model->items; j++)
        if (tie[j] == IRT_INTERCEPTS_FREE || tie[j] == IRT_BOTH_FREE)
            column[count++] = model->item[j].column;
    return count;
}

static bool
build(struct irt_tied_model *tied, const struct irt_two_groups *two,
      const struct irt_model *from, const double *psi, const enum irt_tie *tie,
      struct irt_error *error)
{
    size_t *column = malloc((from->items + 1) * sizeof *column);
    if (!column)
        return no_memory(error);
    size_t count = free_columns(from, tie, column);
    tied->data = copy_answers(two->data, column, count, error);
    free(column);
    tied->item[0] = malloc((from->items + 1) * sizeof *tied->item[0]);
    tied->item[1] = malloc((from->items + 1) * sizeof *tied->item[1]);
    tied->model = irt_model_empty(two->data->items + count, 1);
    if (!tied->data || !tied->item[0] || !tied->item[1] || !tied->model)
        return no_memory(error);
    tied->model->kind = from->kind;
    tied->model->effects = IRT_EFFECTS_GROUPS;
    tied->model->groups = 2;
    tied->model->anchor = 0;
    add_items(tied, from, tie, two->data->items);
    return describe_all(tied, from, psi, tie) || no_memory(error);
}

struct irt_tied_model *
irt_tied_model_new(const struct irt_two_groups *two, const struct irt_model *model,
                   const double *psi, const enum irt_tie *tie, struct irt_error *error)
{
    struct irt_tied_model *tied = calloc(1, sizeof *tied);
    if (!tied) {
        no_memory(error);
        return NULL;
    }
    if (build(tied, two, model, psi, tie, error))
        return tied;
    irt_tied_model_free(tied);
    return NULL;
}
