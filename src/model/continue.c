/* SPDX-License-Identifier: GPL-3.0-or-later */
/* continue.c -- a model that starts from an earlier fit. */
#include "config.h"

#include "model/saved.h"

#include "model/constraints.h"
#include "model/name_list.h"

#include <math.h>
#include <stdlib.h>

/* Why an item starts as it would have. */
enum reason { TAKEN, NOT_THERE, ASIDE, OTHER_MODEL, OTHER_CATEGORIES, REASONS };

static const char *const reason_text[REASONS] = {
    [NOT_THERE] = "it does not have",
    [ASIDE] = "it had set aside",
    [OTHER_MODEL] = "it had with another model",
    [OTHER_CATEGORIES] = "it had with other categories",
};

/* The same responses are the same categories. */
static bool
same_codes(const struct irt_item *item, const struct irt_saved_item *saved)
{
    if (item->categories != saved->categories)
        return false;
    for (unsigned h = 0; h < item->categories; h++)
        if (irt_item_category(item, saved->code[h]) != h)
            return false;
    return true;
}

static enum reason
judge(const struct irt_item *item, size_t dims, const struct irt_saved *saved,
      const struct irt_saved_item *found)
{
    if (!found)
        return NOT_THERE;
    if (found->categories == 0)
        return ASIDE;
    if (item->ops != found->ops || dims != saved->dims)
        return OTHER_MODEL;
    return same_codes(item, found) ? TAKEN : OTHER_CATEGORIES;
}

/* The sums of what the fit has for each free parameter, and how many they are. */
struct sums {
    double *sum;
    size_t *count;
    size_t outside; /* values out of bounds */
};

static void
take(const struct irt_model *model, size_t k, double value, struct sums *sums)
{
    const struct irt_parameter *parameter = &model->parameter[k];
    if (parameter->free == IRT_NONE)
        return;
    if (!(value > parameter->lower && value < parameter->upper)) {
        sums->outside++;
        return;
    }
    sums->sum[parameter->free] += value;
    sums->count[parameter->free]++;
}

/* A slope of exactly 0 was held there: it says nothing where it is to be estimated. */
static void
take_item(const struct irt_model *model, const struct irt_item *item,
          const struct irt_saved *saved, const struct irt_saved_item *found,
          struct sums *sums)
{
    bool scaled = model->parameter[model->sigma].free == IRT_NONE;
    for (size_t p = 0; p < item->count; p++) {
        bool slope = item->ops->is_slope(item, p);
        if (slope && found->par[p] == 0.0)
            continue;
        take(model, item->first + p,
             slope && scaled ? found->par[p] * saved->sigma : found->par[p], sums);
    }
}

static void
take_population(const struct irt_model *model, const struct irt_responses *data,
                const struct irt_saved *saved, struct sums *sums)
{
    take(model, model->sigma, saved->sigma, sums);
    for (size_t c = 0; saved->dims == model->dims && c < model->correlations; c++)
        take(model, model->correlation + c, saved->correlation[c], sums);
    for (size_t g = 0;
         model->effects == saved->effects && model->groups > 1 && g < model->groups;
         g++) {
        const struct irt_saved_school *school =
            irt_saved_find_school(saved, data->school_name[g]);
        if (!school)
            continue;
        take(model, model->location + g, school->location, sums);
        if (model->effects == IRT_EFFECTS_GROUPS)
            take(model, model->spread + g, school->spread, sums);
    }
}

static void
put_starts(struct irt_model *model, const struct sums *sums)
{
    for (size_t k = 0; k < model->parameters; k++) {
        size_t f = model->parameter[k].free;
        if (f != IRT_NONE && sums->count[f] > 0)
            model->parameter[k].start = sums->sum[f] / (double)sums->count[f];
    }
}

/* Says which items start as they would have, one sentence a reason. */
static bool
note_reasons(struct irt_model *model, const struct irt_responses *data,
             const enum reason *reason, size_t outside)
{
    for (enum reason why = NOT_THERE; why < REASONS; why++) {
        struct irt_name_list list = { 0 };
        for (size_t j = 0; j < model->items; j++)
            if (reason[j] == why)
                irt_name_list_add(&list, data->item_name[model->item[j].column]);
        if (list.count > 0 &&
            !irt_notes_add(&model->notes,
                           "the fit to start from: %zu item%s %s start%s as usual: %s",
                           list.count, list.count == 1 ? "" : "s", reason_text[why],
                           list.count == 1 ? "s" : "", irt_name_list_text(&list)))
            return false;
    }
    return outside == 0 ||
           irt_notes_add(&model->notes,
                         "the fit to start from: %zu of its values are out of bounds "
                         "here and start as usual",
                         outside);
}

static bool
continue_from(struct irt_model *model, const struct irt_responses *data,
              const struct irt_saved *saved, struct sums *sums, enum reason *reason,
              struct irt_error *error)
{
    size_t known = 0;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        const struct irt_saved_item *found =
            irt_saved_find(saved, data->item_name[item->column]);
        known += found != NULL;
        reason[j] = judge(item, model->dims, saved, found);
        if (reason[j] == TAKEN)
            take_item(model, item, saved, found, sums);
    }
    if (known == 0)
        return irt_fail(error, IRT_BAD_DATA,
                        "the fit to start from has none of these items: its first is "
                        "'%.60s', here it is '%.60s'",
                        saved->items ? saved->item[0].name : "",
                        data->item_name[model->item[0].column]);
    take_population(model, data, saved, sums);
    put_starts(model, sums);
    return note_reasons(model, data, reason, sums->outside) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for the model");
}

bool
irt_model_continue(struct irt_model *model, const struct irt_responses *data,
                   const struct irt_saved *saved, struct irt_error *error)
{
    struct sums sums = { .sum = calloc(model->free_count + 1, sizeof *sums.sum),
                         .count = calloc(model->free_count + 1, sizeof *sums.count) };
    enum reason *reason = calloc(model->items + 1, sizeof *reason);
    bool ok = (sums.sum && sums.count && reason) ||
              irt_fail(error, IRT_NO_MEMORY, "no memory for the model");
    ok = ok && continue_from(model, data, saved, &sums, reason, error) &&
         irt_constrain_starts(model, data, error);
    free(sums.sum);
    free(sums.count);
    free(reason);
    return ok;
}
