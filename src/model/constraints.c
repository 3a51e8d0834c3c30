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
        if (options->dims > 1 && kind[column]->item != &irt_item_m2pl)
            return irt_fail(error, IRT_BAD_USAGE,
                            "--model %s=%s: in %zu dimensions every item is m2pl", spec,
                            name, options->dims);
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

/* What shares a free parameter has one prior. */
static void
set_prior(struct irt_model *model, size_t free, const struct irt_prior *prior)
{
    for (size_t k = 0; k < model->sigma; k++)
        if (model->parameter[k].free == free) {
            model->parameter[k].prior = *prior;
            model->parameter[k].by_default = false;
        }
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
            if (model->parameter[k].free != IRT_NONE && names(model, data, spec, k)) {
                set_prior(model, model->parameter[k].free, &prior);
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
        if (parameter->free == IRT_NONE)
            continue;
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
                if (!(value >= parameter->lower && value <= parameter->upper))
                    return irt_fail(error, IRT_BAD_USAGE,
                                    "--fix %s=%g: the parameter lies between %g and %g",
                                    spec, value, parameter->lower, parameter->upper);
                parameter->start = value;
                parameter->free = IRT_NONE;
                parameter->prior.kind = IRT_PRIOR_NONE;
                parameter->by_default = false;
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
    if (!default_priors(model, error) || !equate(model, data, options->equal, error) ||
        !fix(model, data, options->fix, error) ||
        !set_priors(model, data, options->prior, error))
        return false;
    bound_by_priors(model);
    return note_default_priors(model) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for the model");
}

/* --- starting values --------------------------------------------------------------------------------- */

#define BOUNDARY_GAP 0.5 /* of a start that had to make way */
#define MOST_PASSES  20

static bool
is_bounded(const struct irt_parameter *parameter)
{
    return isfinite(parameter->lower) || isfinite(parameter->upper);
}

/* Puts boundaries first .. last in order between above and below, either of which may be
 * infinite, if they are not. */
static void
space_out(struct irt_parameter *boundary, size_t first, size_t last, double above,
          double below)
{
    bool ordered = true;
    double before = above, room = (double)(last - first) + 2.0;
    for (size_t h = first; h <= last; before = boundary[h++].start)
        ordered = ordered && boundary[h].start < before;
    if (ordered && before > below)
        return;
    double gap =
        isfinite(above) && isfinite(below) ? (above - below) / room : BOUNDARY_GAP;
    double top = isfinite(above) ? above : below + room * gap;
    for (size_t h = first; h <= last; h++)
        boundary[h].start = top - (double)(h - first + 1) * gap;
}

/* Puts an item's boundaries in order: its own make way for those that are fixed, bounded or
 * shared (by users[free] items), and of these the shared for the others; then *moved.
 * False when they cannot. */
static bool
order_item(const struct irt_item *item, struct irt_parameter *boundary,
           const size_t *users, const char *name, bool *moved, struct irt_error *error)
{
    double above = INFINITY;
    size_t last = 0; /* the one at above */
    for (size_t h = 1; h <= item->categories; h++) {
        bool end = h == item->categories;
        if (!end && boundary[h].free != IRT_NONE && users[boundary[h].free] == 1 &&
            !is_bounded(&boundary[h]))
            continue;
        double below = end ? -INFINITY : boundary[h].start;
        double room = (double)(h - last) * BOUNDARY_GAP;
        if (!(below < above)) {
            *moved = true;
            if (boundary[h].free != IRT_NONE && !is_bounded(&boundary[h]))
                below = boundary[h].start = above - room;
            else if (boundary[last].free != IRT_NONE && !is_bounded(&boundary[last]))
                above = boundary[last].start = below + room;
            else
                return irt_fail(error, IRT_BAD_USAGE,
                                "item '%s': %s = %g and %s = %g: the boundaries of a "
                                "graded item must fall",
                                name, boundary[last].name, above, boundary[h].name,
                                below);
        }
        if (h > last + 1 && (isfinite(above) || isfinite(below)))
            space_out(boundary, last + 1, h - 1, above, below);
        above = below;
        last = h;
    }
    return true;
}

/* One pass over the items: start[free] is where what is shared starts. */
static bool
start_items(struct irt_model *model, const struct irt_responses *data,
            const size_t *users, double *start, bool *moved, struct irt_error *error)
{
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        struct irt_parameter *parameter = &model->parameter[item->first];
        for (size_t p = 0; p < item->count; p++)
            if (parameter[p].free != IRT_NONE)
                parameter[p].start = start[parameter[p].free];
        if (item->ops == &irt_item_grm &&
            !order_item(item, parameter, users, data->item_name[item->column], moved,
                        error))
            return false;
        for (size_t p = 0; p < item->count; p++)
            if (parameter[p].free != IRT_NONE)
                start[parameter[p].free] = parameter[p].start;
    }
    return true;
}

/* What is shared may have to move for an item after others were put around it: again, then. */
bool
irt_constrain_starts(struct irt_model *model, const struct irt_responses *data,
                     struct irt_error *error)
{
    double *start = calloc(model->free_count + 1, sizeof *start);
    size_t *users = calloc(model->free_count + 1, sizeof *users);
    bool ok =
        (start && users) || irt_fail(error, IRT_NO_MEMORY, "no memory for the model");
    bool moved = ok;
    for (size_t k = 0; ok && k < model->parameters; k++)
        if (model->parameter[k].free != IRT_NONE) {
            users[model->parameter[k].free]++;
            if (model->parameter[k].owner)
                start[model->parameter[k].free] = model->parameter[k].start;
        }
    for (int pass = 0; ok && moved && pass < MOST_PASSES; pass++) {
        moved = false;
        ok = start_items(model, data, users, start, &moved, error);
    }
    if (ok && moved)
        ok = irt_fail(error, IRT_BAD_USAGE,
                      "the boundaries of graded items must fall, and with what is fixed "
                      "and equal they do not");
    free(start);
    free(users);
    return ok;
}
