/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* TO ADD A TEST MODEL: a row here. */
const struct irt_model_kind irt_model_kinds[] = {
    { .name = "rasch",
      .title = "Rasch",
      .formula = "logit P = d + θ",
      .meaning = "only difficulty differs between items; the variance of θ is free",
      .item = &irt_item_2pl,
      .slope_fixed = true },
    { .name = "1pl",
      .title = "1PL",
      .formula = "logit P = d + aθ, one a",
      .meaning = "one slope for all items, an intercept for each",
      .item = &irt_item_2pl,
      .slope_equal = true },
    { .name = "2pl",
      .title = "2PL",
      .formula = "logit P = d + aθ",
      .meaning = "a slope and an intercept for each item",
      .item = &irt_item_2pl },
    { .name = NULL },
};

const struct irt_model_kind *
irt_model_find(const char *name)
{
    for (const struct irt_model_kind *kind = irt_model_kinds; kind->name; kind++)
        if (strcmp(kind->name, name) == 0)
            return kind;
    return NULL;
}

void
irt_model_free(struct irt_model *model)
{
    if (!model)
        return;
    free(model->item);
    free(model->parameter);
    free(model->item_of_column);
    irt_notes_clear(&model->notes);
    free(model);
}

/* count[j * 256 + code]: persons who answered item j so; what is missing at 255. */
static double *
count_codes(const struct irt_responses *data)
{
    double *count = calloc(data->items * 256, sizeof *count);
    if (!count)
        return NULL;
    for (size_t i = 0; i < data->rows; i++) {
        const uint8_t *code = data->code + i * data->items;
        double f = irt_responses_frequency(data, i);
        for (size_t j = 0; j < data->items; j++)
            count[j * 256 + code[j]] += f;
    }
    return count;
}

/* Whether the item tells persons apart; if not, a note says so. */
static bool
is_usable(struct irt_model *model, const struct irt_responses *data, size_t column,
          const double *count, bool *no_memory)
{
    unsigned used = 0, only = 0;
    for (unsigned h = 0; h < IRT_MISSING; h++)
        if (count[h] > 0.0) {
            used++;
            only = h;
        }
    if (used >= 2)
        return true;
    *no_memory =
        used == 0
            ? !irt_notes_add(&model->notes, "item '%s' is set aside: nobody answered it",
                             data->item_name[column])
            : !irt_notes_add(&model->notes,
                             "item '%s' is set aside: every answer to it is %u",
                             data->item_name[column], only);
    return false;
}

static bool
check_codes(const struct irt_responses *data, size_t column, const double *count,
            const struct irt_model_kind *kind, struct irt_error *error)
{
    for (unsigned h = kind->item->max_categories; h < IRT_MISSING; h++)
        if (count[h] > 0.0)
            return irt_fail(
                error, IRT_BAD_DATA,
                "item '%s' has response %u, the %s model takes 0 to %u; recode it, "
                "or list it in --missing",
                data->item_name[column], h, kind->title, kind->item->max_categories - 1);
    return true;
}

static void
start_item(const struct irt_item *item, const double *count, double *par)
{
    double share[256], total = 0.0;
    for (unsigned h = 0; h < item->categories; h++)
        total += count[h] + 0.5;
    for (unsigned h = 0; h < item->categories; h++)
        share[h] = (count[h] + 0.5) / total;
    item->ops->start(item->categories, share, par);
}

/* Flat: slopes 1, everything else 0. */
static void
start_flat(const struct irt_item *item, double *par)
{
    for (size_t p = 0; p < item->count; p++)
        par[p] = item->ops->is_slope(item->categories, p) ? 1.0 : 0.0;
}

/* Describes the parameters of an item, and gives each free one a number. */
static void
add_parameters(struct irt_model *model, size_t j, const double *start,
               size_t *equal_slope)
{
    const struct irt_item *item = &model->item[j];
    for (size_t p = 0; p < item->count; p++) {
        struct irt_parameter *parameter = &model->parameter[item->first + p];
        bool slope = item->ops->is_slope(item->categories, p);
        *parameter = (struct irt_parameter){
            .name = item->ops->parameter_name(item->categories, p),
            .item = j,
            .start = start[p],
            .slope = slope,
        };
        if (slope && model->kind->slope_fixed)
            parameter->free = IRT_NONE;
        else if (slope && model->kind->slope_equal && *equal_slope != IRT_NONE)
            parameter->free = *equal_slope;
        else
            parameter->free = model->free_count++;
        if (slope && model->kind->slope_equal)
            *equal_slope = parameter->free;
    }
}

static bool
build(struct irt_model *model, const struct irt_responses *data,
      const struct irt_model_options *options, const double *count,
      struct irt_error *error)
{
    const struct irt_item_ops *ops = model->kind->item;
    for (size_t column = 0; column < data->items; column++) {
        const double *counts = count + column * 256;
        bool no_memory = false;
        model->item_of_column[column] = IRT_NONE;
        if (!check_codes(data, column, counts, model->kind, error))
            return false;
        if (!is_usable(model, data, column, counts, &no_memory)) {
            if (no_memory)
                return irt_fail(error, IRT_NO_MEMORY, "no memory for the model");
            continue;
        }
        struct irt_item *item = &model->item[model->items];
        *item = (struct irt_item){
            .ops = ops,
            .column = column,
            .categories = ops->max_categories == 2 ? 2 : data->categories[column],
            .first = model->parameters,
        };
        item->count = ops->parameters(item->categories);
        model->parameters += item->count;
        model->item_of_column[column] = model->items++;
    }
    if (model->items == 0)
        return irt_fail(error, IRT_BAD_DATA,
                        "no item is left to estimate: each has one answer only, or none");

    model->sigma = model->parameters++;
    model->parameter = calloc(model->parameters, sizeof *model->parameter);
    if (!model->parameter)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters",
                        model->parameters);
    size_t equal_slope = IRT_NONE;
    for (size_t j = 0; j < model->items; j++) {
        double par[IRT_MAX_ITEM_PARAMETERS];
        if (options->start_flat)
            start_flat(&model->item[j], par);
        else
            start_item(&model->item[j], count + model->item[j].column * 256, par);
        add_parameters(model, j, par, &equal_slope);
    }
    model->parameter[model->sigma] = (struct irt_parameter){
        .name = "sigma",
        .item = IRT_NONE,
        .start = 1.0,
        .free = model->kind->slope_fixed ? model->free_count++ : IRT_NONE,
    };
    return true;
}

struct irt_model *
irt_model_new(const struct irt_responses *data, const struct irt_model_options *options,
              struct irt_error *error)
{
    const struct irt_model_kind *kind =
        irt_model_find(options->kind ? options->kind : "2pl");
    if (!kind) {
        irt_fail(error, IRT_BAD_USAGE, "no model is called '%s'", options->kind);
        return NULL;
    }
    double *count = count_codes(data);
    struct irt_model *model = calloc(1, sizeof *model);
    if (model) {
        model->kind = kind;
        model->columns = data->items;
        model->item = calloc(data->items ? data->items : 1, sizeof *model->item);
        model->item_of_column =
            calloc(data->items ? data->items : 1, sizeof *model->item_of_column);
    }
    bool ok = count && model && model->item && model->item_of_column;
    if (!ok)
        irt_fail(error, IRT_NO_MEMORY, "no memory for the model");
    else
        ok = build(model, data, options, count, error);
    free(count);
    if (!ok) {
        irt_model_free(model);
        return NULL;
    }
    return model;
}

void
irt_model_start(const struct irt_model *model, double *psi)
{
    for (size_t k = 0; k < model->parameters; k++)
        psi[k] = model->parameter[k].start;
}

void
irt_model_label(const struct irt_model *model, const struct irt_responses *data, size_t k,
                char *label, size_t size)
{
    const struct irt_parameter *parameter = &model->parameter[k];
    if (parameter->item == IRT_NONE)
        snprintf(label, size, "%s", parameter->name);
    else
        snprintf(label, size, "%s.%s",
                 data->item_name[model->item[parameter->item].column], parameter->name);
}
