/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/constraints.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SPEC 256

/* --- reading specifications ----------------------------------------------------------------------- */

/* Takes the next word of a list separated by blanks; false at its end. */
static bool
next_spec(const char **list, char spec[MAX_SPEC])
{
    const char *from = *list ? *list + strspn(*list, " \t;") : "";
    size_t length = strcspn(from, " \t;");
    if (length == 0)
        return false;
    snprintf(spec, MAX_SPEC, "%.*s", (int)(length < MAX_SPEC ? length : MAX_SPEC - 1),
             from);
    *list = from + length;
    return true;
}

/* Splits "LEFT=RIGHT" at its first =. */
static bool
split(char *spec, const char *what, char **right, struct irt_error *error)
{
    char *equals = strchr(spec, '=');
    if (!equals || equals == spec || equals[1] == '\0')
        return irt_fail(error, IRT_BAD_USAGE, "'%s' is no %s; write NAME=VALUE", spec,
                        what);
    *equals = '\0';
    *right = equals + 1;
    return true;
}

static size_t
find_column(const struct irt_responses *data, const char *name, size_t length)
{
    for (size_t j = 0; j < data->items; j++)
        if (strlen(data->item_name[j]) == length &&
            memcmp(data->item_name[j], name, length) == 0)
            return j;
    return IRT_NONE;
}

/* Whether "PAR" or "ITEM.PAR" names parameter k. */
static bool
names(const struct irt_model *model, const struct irt_responses *data, const char *spec,
      size_t k)
{
    const struct irt_parameter *parameter = &model->parameter[k];
    char label[MAX_SPEC];
    if (strcmp(spec, parameter->name) == 0)
        return true;
    irt_model_label(model, data, k, label, sizeof label);
    return strcmp(spec, label) == 0;
}

static bool
nothing_named(const char *spec, const char *option, struct irt_error *error)
{
    return irt_fail(
        error, IRT_BAD_USAGE,
        "%s '%s': no estimated parameter has that name; write one such as a or "
        "item3.a",
        option, spec);
}

/* --- models --------------------------------------------------------------------------------------- */

bool
irt_constrain_items(const struct irt_responses *data,
                    const struct irt_model_options *options,
                    const struct irt_model_kind **kind, struct irt_error *error)
{
    const char *list = options->items;
    char spec[MAX_SPEC], *name;
    while (next_spec(&list, spec)) {
        if (!split(spec, "model of an item", &name, error))
            return false;
        size_t column = find_column(data, spec, strlen(spec));
        if (column == IRT_NONE)
            return irt_fail(error, IRT_BAD_USAGE, "--model %s=%s: no item has that name",
                            spec, name);
        kind[column] = irt_model_find(name);
        if (!kind[column])
            return irt_fail(error, IRT_BAD_USAGE, "no model is called '%s'", name);
    }
    return true;
}

void
irt_constrain_kinds(struct irt_model *model, const struct irt_model_kind *const *kind)
{
    size_t equal_slope = IRT_NONE;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        const struct irt_model_kind *k = kind[item->column];
        for (size_t p = item->first; p < item->first + item->count; p++) {
            struct irt_parameter *parameter = &model->parameter[p];
            if (k->item == &irt_item_m2pl && parameter->slope &&
                !item->loads[p - item->first]) {
                parameter->free = IRT_NONE;
                parameter->start = 0.0;
            } else if (parameter->slope && k->slope_fixed) {
                parameter->free = IRT_NONE;
                parameter->start = 1.0;
                model->parameter[model->sigma].free = model->sigma;
            } else if (parameter->slope && k->slope_equal) {
                equal_slope = equal_slope == IRT_NONE ? parameter->free : equal_slope;
                parameter->free = equal_slope;
            }
        }
        if (!k->steps_equal)
            continue;
        /* The first rating scale item with as many categories owns the steps. */
        for (size_t i = 0; i < j; i++) {
            const struct irt_item *first = &model->item[i];
            if (kind[first->column] != k || first->categories != item->categories)
                continue;
            for (size_t p = 2; p < item->count; p++)
                model->parameter[item->first + p].free =
                    model->parameter[first->first + p].free;
            break;
        }
    }
}

/* --- options ---------------------------------------------------------------------------------------- */

static bool
default_priors(struct irt_model *model, struct irt_error *error)
{
    for (size_t k = 0; k < model->sigma; k++) {
        struct irt_parameter *parameter = &model->parameter[k];
        const struct irt_item *item = &model->item[parameter->item];
        const char *prior = item->ops->default_prior(item, k - item->first);
        if (prior && !irt_prior_parse(prior, &parameter->prior, error))
            return false;
        parameter->by_default = prior != NULL;
    }
    return true;
}

static bool
set_priors(struct irt_model *model, const struct irt_responses *data, const char *list,
           struct irt_error *error)
{
    char spec[MAX_SPEC], *text;
    while (next_spec(&list, spec)) {
        struct irt_prior prior;
        size_t set = 0;
        if (!split(spec, "prior", &text, error) || !irt_prior_parse(text, &prior, error))
            return false;
        for (size_t k = 0; k < model->sigma; k++)
            if (names(model, data, spec, k)) {
                model->parameter[k].prior = prior;
                model->parameter[k].by_default = false;
                set++;
            }
        if (set == 0)
            return nothing_named(spec, "--prior", error);
    }
    return true;
}

/* Says once a name which priors nobody asked for. */
static bool
note_default_priors(struct irt_model *model)
{
    const char *said[2] = { "", "" };
    for (size_t k = 0, n = 0; k < model->sigma && n < 2; k++) {
        const struct irt_parameter *parameter = &model->parameter[k];
        char text[64];
        if (!parameter->by_default || strcmp(parameter->name, said[0]) == 0)
            continue;
        said[n++] = parameter->name;
        irt_prior_text(&parameter->prior, text, sizeof text);
        if (!irt_notes_add(&model->notes,
                           "%s has the prior %s by default; --prior %s=none takes it off",
                           parameter->name, text, parameter->name))
            return false;
    }
    return true;
}

/* A prior's density is positive only somewhere: the parameter starts and stays there. */
static void
bound_by_priors(struct irt_model *model)
{
    for (size_t k = 0; k < model->sigma; k++) {
        struct irt_parameter *parameter = &model->parameter[k];
        double lower, upper;
        irt_prior_bounds(&parameter->prior, &lower, &upper);
        parameter->lower = fmax(parameter->lower, lower);
        parameter->upper = fmin(parameter->upper, upper);
        if (parameter->start > parameter->lower && parameter->start < parameter->upper)
            continue;
        if (isfinite(parameter->lower) && isfinite(parameter->upper))
            parameter->start = 0.5 * (parameter->lower + parameter->upper);
        else
            parameter->start = isfinite(parameter->lower) ? parameter->lower + 0.1
                                                          : parameter->upper - 0.1;
    }
}

static bool
fix(struct irt_model *model, const struct irt_responses *data, const char *list,
    struct irt_error *error)
{
    char spec[MAX_SPEC], *text, *end;
    while (next_spec(&list, spec)) {
        size_t set = 0;
        if (!split(spec, "fixed value", &text, error))
            return false;
        double value = strtod(text, &end);
        if (*end != '\0' || !isfinite(value))
            return irt_fail(error, IRT_BAD_USAGE, "--fix %s=%s: the value is no number",
                            spec, text);
        for (size_t k = 0; k < model->sigma; k++)
            if (names(model, data, spec, k)) {
                struct irt_parameter *parameter = &model->parameter[k];
                if (!(value > parameter->lower && value < parameter->upper))
                    return irt_fail(error, IRT_BAD_USAGE,
                                    "--fix %s=%g: the parameter lies between %g and %g",
                                    spec, value, parameter->lower, parameter->upper);
                parameter->start = value;
                parameter->free = IRT_NONE;
                parameter->prior.kind = IRT_PRIOR_NONE;
                set++;
            }
        if (set == 0)
            return nothing_named(spec, "--fix", error);
    }
    return true;
}

static bool
equate(struct irt_model *model, const struct irt_responses *data, const char *list,
       struct irt_error *error)
{
    char spec[MAX_SPEC];
    while (next_spec(&list, spec)) {
        size_t first = IRT_NONE;
        for (size_t k = 0; k < model->sigma; k++) {
            struct irt_parameter *parameter = &model->parameter[k];
            if (parameter->free == IRT_NONE || !names(model, data, spec, k))
                continue;
            first = first == IRT_NONE ? parameter->free : first;
            parameter->free = first;
        }
        if (first == IRT_NONE)
            return nothing_named(spec, "--equal", error);
    }
    return true;
}

bool
irt_constrain_options(struct irt_model *model, const struct irt_responses *data,
                      const struct irt_model_options *options, struct irt_error *error)
{
    if (!default_priors(model, error) || !set_priors(model, data, options->prior, error))
        return false;
    if (!note_default_priors(model))
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the model");
    bound_by_priors(model);
    return fix(model, data, options->fix, error) &&
           equate(model, data, options->equal, error);
}
