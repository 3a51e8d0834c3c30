/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include "model/build.h"
#include "model/constraints.h"
#include "quadrature/quadrature.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
irt_model_free(struct irt_model *model)
{
    if (!model)
        return;
    free(model->item);
    free(model->parameter);
    free(model->item_of_column);
    free(model->recode);
    free(model->loads);
    irt_notes_clear(&model->notes);
    free(model);
}

/* --- the items -------------------------------------------------------------------------------- */

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

static bool
no_memory(struct irt_error *error)
{
    return irt_fail(error, IRT_NO_MEMORY, "no memory for the model");
}

/* The codes that were used, in order, into used[]; their number. */
static unsigned
list_used(const double *count, uint8_t used[256])
{
    unsigned categories = 0;
    for (unsigned h = 0; h < IRT_MISSING; h++)
        if (count[h] > 0.0)
            used[categories++] = (uint8_t)h;
    return categories;
}

/* Notes that an item tells nothing, or is none. */
static bool
set_aside(struct irt_model *model, const char *name, unsigned categories, unsigned only)
{
    if (categories > IRT_MAX_CATEGORIES)
        return irt_notes_add(&model->notes,
                             "item '%s' is set aside: it has %u categories, and no model "
                             "takes more than %d",
                             name, categories, IRT_MAX_CATEGORIES);
    return categories == 0
               ? irt_notes_add(&model->notes,
                               "item '%s' is set aside: nobody answered it", name)
               : irt_notes_add(&model->notes,
                               "item '%s' is set aside: every answer to it is %u", name,
                               only);
}

bool
irt_model_recode(struct irt_model *model, struct irt_item *item, const uint8_t *used)
{
    if (used[item->categories - 1] == item->categories - 1)
        return false;
    uint8_t *to = model->recode + item->column * 256;
    memset(to, IRT_MISSING, 256);
    for (unsigned h = 0; h < item->categories; h++)
        to[used[h]] = (uint8_t)h;
    item->recode = to;
    return true;
}

/* Codes that leave out some become categories 0, 1, 2 ... */
static bool
recode(struct irt_model *model, struct irt_item *item, const char *name,
       const uint8_t *used)
{
    if (!irt_model_recode(model, item, used))
        return true;
    return irt_notes_add(
        &model->notes,
        "item '%s': not every code from 0 to %u is used; its %u codes count as "
        "0 to %u",
        name, used[item->categories - 1], item->categories, item->categories - 1);
}

static bool
check_codes(const struct irt_item_ops *ops, const char *title, const char *name,
            unsigned highest, struct irt_error *error)
{
    return ops->max_categories > 2 || highest < 2 ||
           irt_fail(error, IRT_BAD_DATA,
                    "item '%s' has response %u, the %s model takes 0 and 1; recode it, "
                    "list it "
                    "in --missing, or take another --model",
                    name, highest, title);
}

/* Makes an item of a column, or sets it aside. */
static bool
add_item(struct irt_model *model, const struct irt_responses *data, size_t column,
         const struct irt_model_kind *kind, const double *count, struct irt_error *error)
{
    uint8_t used[256];
    unsigned categories = list_used(count, used);
    const char *name = data->item_name[column];
    model->item_of_column[column] = IRT_NONE;
    if (categories < 2 || categories > IRT_MAX_CATEGORIES)
        return set_aside(model, name, categories, categories ? used[0] : 0) ||
               no_memory(error);
    if (!check_codes(kind->item, kind->title, name, used[categories - 1], error))
        return false;
    struct irt_item *item = &model->item[model->items];
    *item = (struct irt_item){
        .ops = kind->item,
        .column = column,
        .categories = categories,
        .first = model->parameters,
        .dims = kind->item == &irt_item_m2pl ? model->dims : 1,
        .loads = model->loads + column * model->dims,
    };
    if (!recode(model, item, name, used))
        return no_memory(error);
    item->count = item->ops->parameters(item);
    model->parameters += item->count;
    model->item_of_column[column] = model->items++;
    return true;
}

/* --- starting values ---------------------------------------------------------------------------- */

static void
start_item(const struct irt_item *item, const double *count, double *par)
{
    double share[IRT_MAX_CATEGORIES] = { 0.0 }, total = 0.0;
    for (unsigned code = 0; code < IRT_MISSING; code++)
        if (count[code] > 0.0)
            share[irt_item_category(item, code)] = count[code];
    for (unsigned h = 0; h < item->categories; h++)
        total += share[h] + 0.5;
    for (unsigned h = 0; h < item->categories; h++)
        share[h] = (share[h] + 0.5) / total;
    item->ops->start(item, share, par);
}

/* Slopes 1 and intercepts 0; for more than two categories the latter would be no model. */
static void
start_flat(const struct irt_item *item, double *par)
{
    if (item->ops == &irt_item_2pl) {
        par[0] = 1.0;
        par[1] = 0.0;
    }
}

/* --- parameters --------------------------------------------------------------------------------- */

void
irt_model_describe_item(struct irt_model *model, const struct irt_item *item, size_t j,
                        const double *start)
{
    for (size_t p = 0; p < item->count; p++) {
        struct irt_parameter *parameter = &model->parameter[item->first + p];
        *parameter = (struct irt_parameter){
            .name = item->ops->parameter_name(item, p),
            .item = j,
            .start = start[p],
            .slope = item->ops->is_slope(item, p),
            .free = item->first + p, /* its own, until constraints say otherwise */
        };
        item->ops->bounds(item, p, &parameter->lower, &parameter->upper);
    }
}

/* "r12" is the correlation of dimensions 1 and 2. */
static void
describe_correlations(struct irt_model *model)
{
    static const char *const names[] = {
        "r12", "r13", "r14", "r15", "r16", "r17", "r18", "r23", "r24", "r25",
        "r26", "r27", "r28", "r34", "r35", "r36", "r37", "r38", "r45", "r46",
        "r47", "r48", "r56", "r57", "r58", "r67", "r68", "r78",
    };
    for (size_t r = 0, c = model->correlation; r < model->dims; r++)
        for (size_t s = r + 1; s < model->dims; s++, c++)
            model->parameter[c] = (struct irt_parameter){
                .name = names[r * (2 * IRT_MAX_DIMS - r - 1) / 2 + s - r - 1],
                .item = IRT_NONE,
                .free = model->correlations_free ? c : IRT_NONE,
                .lower = -1.0,
                .upper = 1.0,
            };
}

/* Gives the free parameters, so far named by any index, the numbers 0, 1, 2 ... in the order
 * of their first parameter. */
static bool
number_free(struct irt_model *model)
{
    size_t *number = malloc(model->parameters * sizeof *number);
    if (!number)
        return false;
    for (size_t k = 0; k < model->parameters; k++)
        number[k] = IRT_NONE;
    for (size_t k = 0; k < model->parameters; k++) {
        struct irt_parameter *parameter = &model->parameter[k];
        if (parameter->free == IRT_NONE)
            continue;
        parameter->owner = number[parameter->free] == IRT_NONE;
        if (parameter->owner)
            number[parameter->free] = model->free_count++;
        parameter->free = number[parameter->free];
    }
    free(number);
    return true;
}

/* --- schools and groups --------------------------------------------------------------------------- */

static const char *const effects_names[] = { "none", "fixed", "random", "averages",
                                             "groups" };

const char *
irt_effects_name(enum irt_effects effects)
{
    return effects_names[effects];
}

bool
irt_effects_from_name(const char *name, enum irt_effects *out)
{
    for (int e = IRT_EFFECTS_NONE; e < IRT_EFFECTS_GROUPS; e++)
        if (strcmp(name, effects_names[e]) == 0) {
            *out = (enum irt_effects)e;
            return true;
        }
    return false;
}

static bool
find_anchor(struct irt_model *model, const struct irt_responses *data, const char *anchor,
            struct irt_error *error)
{
    model->anchor = IRT_NONE;
    if (model->effects == IRT_EFFECTS_GROUPS && data->rows)
        model->anchor = data->school[0];
    for (size_t g = 0; anchor && g < data->schools; g++)
        if (strcmp(data->school_name[g], anchor) == 0)
            model->anchor = g;
    if (anchor && model->anchor == IRT_NONE)
        return irt_fail(error, IRT_BAD_USAGE, "no school is called '%s'", anchor);
    return true;
}

/* What is known of a school's answers to the items that are estimated. */
struct school_answers {
    bool any, above_lowest, below_highest;
};

static void
look_at_schools(const struct irt_model *model, const struct irt_responses *data,
                struct school_answers *school)
{
    for (size_t i = 0; i < data->rows; i++)
        for (size_t j = 0; j < model->items; j++) {
            const struct irt_item *item = &model->item[j];
            struct school_answers *s = &school[data->school[i]];
            unsigned u = data->code[i * data->items + item->column];
            if (u == IRT_MISSING)
                continue;
            unsigned h = irt_item_category(item, u);
            s->any = true;
            s->above_lowest = s->above_lowest || h > 0;
            s->below_highest = s->below_highest || h + 1 < item->categories;
        }
}

/* A school without variation has no finite location. */
static bool
check_schools(const struct irt_model *model, const struct irt_responses *data,
              struct irt_error *error)
{
    struct school_answers *school = calloc(data->schools, sizeof *school);
    if (!school)
        return no_memory(error);
    look_at_schools(model, data, school);
    bool ok = true;
    for (size_t g = 0; ok && g < model->groups; g++) {
        const char *name = data->school_name[g];
        if (g == model->anchor)
            continue;
        if (!school[g].any)
            ok = irt_fail(error, IRT_BAD_DATA,
                          "school '%s' answered nothing, so that it has no effect to "
                          "estimate; leave it out, or take --effects none",
                          name);
        else if (!school[g].above_lowest || !school[g].below_highest)
            ok =
                irt_fail(error, IRT_BAD_DATA,
                         "school '%s' gave only the %s answers: its effect is "
                         "infinite; leave it out, or take --effects random or none",
                         name,
                         school[g].any && !school[g].above_lowest ? "lowest" : "highest");
    }
    free(school);
    return ok;
}

/* Whether theta has several populations, and which is held. */
static bool
choose_groups(struct irt_model *model, const struct irt_responses *data,
              const struct irt_model_options *options, struct irt_error *error)
{
    model->groups = 1;
    model->effects = options->effects;
    model->anchor = IRT_NONE;
    if (options->effects != IRT_EFFECTS_NONE && !data->school)
        return irt_fail(error, IRT_BAD_USAGE,
                        "--effects %s needs schools: a --school-column, or --schools K",
                        irt_effects_name(options->effects));
    if (options->effects == IRT_EFFECTS_NONE || options->effects == IRT_EFFECTS_AVERAGES)
        return true;
    if (model->dims > 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "schools and groups are for one dimension, not %zu", model->dims);
    if (options->effects == IRT_EFFECTS_RANDOM) {
        if (options->anchor)
            return irt_fail(error, IRT_BAD_USAGE,
                            "random effects have mean 0: --anchor-school is for fixed "
                            "ones");
        model->groups = data->schools;
        return model->groups > 1 ||
               irt_fail(error, IRT_BAD_USAGE, "random effects need two schools or more");
    }
    if (!find_anchor(model, data, options->anchor, error))
        return false;
    model->groups = data->schools;
    model->centred = model->groups > 1 && model->anchor == IRT_NONE;
    return true;
}

static void
describe_groups(struct irt_model *model)
{
    bool groups = model->effects == IRT_EFFECTS_GROUPS;
    for (size_t g = 0; g < model->groups; g++) {
        size_t k = model->location + g;
        model->parameter[k] = (struct irt_parameter){
            .name = groups ? "mean" : "s",
            .item = IRT_NONE,
            .group = g,
            .free =
                g == model->anchor || model->effects == IRT_EFFECTS_RANDOM ? IRT_NONE : k,
            .lower = -INFINITY,
            .upper = INFINITY,
        };
        if (groups)
            model->parameter[model->spread + g] = (struct irt_parameter){
                .name = "sd",
                .item = IRT_NONE,
                .group = g,
                .start = 1.0,
                .free = g == model->anchor ? IRT_NONE : model->spread + g,
                .lower = 0.0,
                .upper = INFINITY,
            };
    }
    if (model->effects == IRT_EFFECTS_RANDOM)
        model->parameter[model->tau] = (struct irt_parameter){
            .name = "tau",
            .item = IRT_NONE,
            .group = IRT_NONE,
            .start = 0.5,
            .free = model->tau,
            .lower = 0.0,
            .upper = INFINITY,
        };
}

void
irt_model_describe_population(struct irt_model *model)
{
    model->parameter[model->sigma] = (struct irt_parameter){
        .name = "sigma",
        .item = IRT_NONE,
        .start = 1.0,
        .free = IRT_NONE,
        .lower = 0.0,
        .upper = INFINITY,
    };
    describe_correlations(model);
    for (size_t k = 0; k < model->location; k++)
        model->parameter[k].group = IRT_NONE;
    if (model->groups > 1)
        describe_groups(model);
}

static void
note_scale(struct irt_model *model)
{
    for (size_t k = 0; k < model->sigma; k++) {
        const struct irt_parameter *parameter = &model->parameter[k];
        const struct irt_item *item = &model->item[parameter->item];
        double lower, upper; /* the model's own, without the prior's */
        item->ops->bounds(item, k - item->first, &lower, &upper);
        bool asymptote = isfinite(lower) && isfinite(upper);
        if (parameter->prior.kind != IRT_PRIOR_NONE && parameter->free != IRT_NONE &&
            parameter->owner)
            model->priors++;
        if (!asymptote && parameter->prior.kind != IRT_PRIOR_NONE)
            model->own_scale = true;
        if (!asymptote && parameter->free == IRT_NONE &&
            !(parameter->slope && model->parameter[model->sigma].free != IRT_NONE))
            model->own_scale = true;
    }
}

bool
irt_model_settle(struct irt_model *model)
{
    if (!number_free(model))
        return false;
    note_scale(model);
    return true;
}

bool
irt_model_make_room(struct irt_model *model)
{
    model->sigma = model->parameters++;
    model->correlation = model->parameters;
    model->correlations = model->dims * (model->dims - 1) / 2;
    model->parameters += model->correlations;
    model->location = model->spread = model->parameters;
    if (model->groups > 1) {
        model->spread += model->groups;
        model->parameters +=
            model->effects == IRT_EFFECTS_GROUPS ? 2 * model->groups : model->groups;
    }
    if (model->effects == IRT_EFFECTS_RANDOM)
        model->tau = model->parameters++;
    model->parameter = calloc(model->parameters, sizeof *model->parameter);
    return model->parameter != NULL;
}

static bool
add_parameters(struct irt_model *model, const struct irt_responses *data,
               const struct irt_model_kind *const *kind,
               const struct irt_model_options *options, const double *count,
               struct irt_error *error)
{
    if (!irt_model_make_room(model))
        return no_memory(error);
    for (size_t j = 0; j < model->items; j++) {
        double par[IRT_MAX_ITEM_PARAMETERS];
        const struct irt_item *item = &model->item[j];
        start_item(item, count + item->column * 256, par);
        if (options->start_flat)
            start_flat(item, par);
        irt_model_describe_item(model, item, j, par);
    }
    irt_model_describe_population(model);
    if (options->correlations &&
        !irt_model_hold_correlations(model, options->correlations, error))
        return false;
    irt_constrain_kinds(model, kind);
    model->by_items = options->by_items;
    if (model->by_items)
        model->parameter[model->sigma].free = IRT_NONE;
    if (!irt_constrain_options(model, data, options, error))
        return false;
    if (!irt_model_settle(model))
        return no_memory(error);
    return irt_constrain_starts(model, data, error);
}

/* --- the model ------------------------------------------------------------------------------------ */

/* The model of each column: the general one, but where options->items says otherwise. */
static bool
choose_kinds(const struct irt_responses *data, const struct irt_model_options *options,
             const double *count, const struct irt_model_kind **general,
             const struct irt_model_kind **kind, struct irt_error *error)
{
    bool more = false;
    uint8_t used[256];
    for (size_t j = 0; j < data->items; j++)
        more = more || (data->categories[j] > 2 &&
                        list_used(count + j * 256, used) <= IRT_MAX_CATEGORIES);
    bool given = options->kind && options->kind[0] && strcmp(options->kind, "auto") != 0;
    const char *name = given ? options->kind : more ? "gpcm" : "2pl";
    *general = irt_model_find(name);
    if (!*general)
        return irt_fail(error, IRT_BAD_USAGE, "no model is called '%s'", name);
    for (size_t j = 0; j < data->items; j++)
        kind[j] = *general;
    return irt_constrain_items(data, options, kind, error);
}

/* Which dimensions each column measures.  Without a Q-matrix the first items are held off
 * some: else the axes could be turned, and nothing would be estimated. */
static bool
find_loads(struct irt_model *model, const struct irt_responses *data,
           const struct irt_model_options *options, struct irt_error *error)
{
    size_t D = model->dims;
    if (D > 1 && model->kind->item != &irt_item_m2pl)
        return irt_fail(error, IRT_BAD_USAGE, "%zu dimensions are for --model m2pl", D);
    if (options->q && options->q->dims != D)
        return irt_fail(error, IRT_BAD_USAGE, "the Q-matrix has %zu dimensions, not %zu",
                        options->q->dims, D);
    if (!options->q && D > 1 && options->correlations_free)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "free correlations need a --q-matrix: without one the axes can be turned");
    model->confirmatory = options->q != NULL;
    for (size_t j = 0; j < data->items; j++)
        for (size_t d = 0; d < D; d++)
            model->loads[j * D + d] = options->q ? options->q->loads[j * D + d] : d <= j;
    return options->q || D == 1 ||
           irt_notes_add(
               &model->notes,
               "no --q-matrix: to fix the axes, '%s' measures dimension 1 only%s",
               data->item_name[0],
               D > 2 ? ", the next item dimensions 1 and 2, and so on" : "") ||
           no_memory(error);
}

static bool
build(struct irt_model *model, const struct irt_responses *data,
      const struct irt_model_options *options, const struct irt_model_kind **kind,
      const double *count, struct irt_error *error)
{
    if (!choose_kinds(data, options, count, &model->kind, kind, error))
        return false;
    if (!find_loads(model, data, options, error) ||
        !choose_groups(model, data, options, error))
        return false;
    for (size_t column = 0; column < data->items; column++)
        if (!add_item(model, data, column, kind[column], count + column * 256, error))
            return false;
    model->item_notes = model->notes.count;
    if (model->items == 0)
        return irt_fail(error, IRT_BAD_DATA,
                        "no item is left to estimate: each has one answer only, or none");
    if (model->groups > 1 && model->effects != IRT_EFFECTS_RANDOM &&
        !check_schools(model, data, error))
        return false;
    return add_parameters(model, data, kind, options, count, error);
}

struct irt_model *
irt_model_empty(size_t columns, size_t dims)
{
    struct irt_model *model = calloc(1, sizeof *model);
    size_t room = columns ? columns : 1;
    if (!model)
        return NULL;
    model->columns = columns;
    model->dims = dims;
    model->groups = 1;
    model->anchor = model->tau = IRT_NONE;
    model->loads = calloc(room, dims);
    model->item = calloc(room, sizeof *model->item);
    model->item_of_column = calloc(room, sizeof *model->item_of_column);
    model->recode = calloc(room, 256);
    if (!model->loads || !model->item || !model->item_of_column || !model->recode) {
        irt_model_free(model);
        return NULL;
    }
    return model;
}

struct irt_model *
irt_model_new(const struct irt_responses *data, const struct irt_model_options *options,
              struct irt_error *error)
{
    double *count = count_codes(data);
    const struct irt_model_kind **kind =
        calloc(data->items ? data->items : 1, sizeof *kind);
    struct irt_model *model =
        irt_model_empty(data->items, options->dims ? options->dims : 1);
    bool ok = count && kind && model;
    if (model)
        model->correlations_free = options->correlations_free;
    ok = ok ? build(model, data, options, kind, count, error) : no_memory(error);
    free(count);
    free(kind);
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

double
irt_model_log_prior(const struct irt_model *model, const double *psi, double *gradient,
                    double *information)
{
    double sum = 0.0, first, second;
    for (size_t k = 0; k < model->parameters && model->priors; k++) {
        const struct irt_parameter *parameter = &model->parameter[k];
        if (parameter->free == IRT_NONE || !parameter->owner)
            continue;
        sum += irt_prior_log(&parameter->prior, psi[k], &first, &second);
        if (gradient)
            gradient[parameter->free] += first;
        if (information)
            information[parameter->free * model->free_count + parameter->free] -= second;
    }
    return sum;
}

size_t
irt_model_estimated(const struct irt_model *model)
{
    bool items_centred = model->by_items && model->kind->slope_fixed;
    return model->free_count - (model->centred || items_centred ? 1 : 0);
}

/* Every item at theta becomes what it was at factor theta + delta. */
static void
move_items(const struct irt_model *model, double *psi, double factor, double delta)
{
    for (size_t j = 0; j < model->items; j++)
        model->item[j].ops->shift(&model->item[j], psi + model->item[j].first, delta);
    for (size_t k = 0; k < model->sigma; k++)
        if (model->parameter[k].slope)
            psi[k] *= factor;
}

void
irt_model_identify(const struct irt_model *model, double *psi)
{
    double *location = psi + model->location, delta = 0.0, factor = 1.0;
    if (model->groups == 1 || model->own_scale)
        return;
    for (size_t g = 0; g < model->groups; g++)
        delta += location[g] / (double)model->groups;
    if (model->anchor != IRT_NONE)
        delta = location[model->anchor];
    if (model->effects == IRT_EFFECTS_GROUPS) {
        double *spread = psi + model->spread;
        double first = spread[model->anchor];
        for (size_t g = 0; g < model->groups; g++)
            spread[g] /= first;
        /* A free sigma takes the scale, else the slopes do. */
        if (model->parameter[model->sigma].free != IRT_NONE)
            psi[model->sigma] *= first;
        else
            factor = first;
    }
    move_items(model, psi, factor, delta);
    for (size_t g = 0; g < model->groups; g++)
        location[g] = (location[g] - delta) / factor;
    if (model->anchor != IRT_NONE)
        location[model->anchor] = 0.0;
}

void
irt_model_label(const struct irt_model *model, const struct irt_responses *data, size_t k,
                char *label, size_t size)
{
    const struct irt_parameter *parameter = &model->parameter[k];
    if (parameter->group != IRT_NONE)
        snprintf(label, size, "%s.%s", data->school_name[parameter->group],
                 parameter->name);
    else if (parameter->item == IRT_NONE)
        snprintf(label, size, "%s", parameter->name);
    else
        snprintf(label, size, "%s.%s",
                 data->item_name[model->item[parameter->item].column], parameter->name);
}
