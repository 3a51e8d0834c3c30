/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/shape_json.h"

#include <inttypes.h>
#include <stdio.h>

/* --- writing ---------------------------------------------------------------------------- */

static json_t *
number_or_null(size_t free)
{
    return free == IRT_NONE ? json_null() : json_integer((json_int_t)free);
}

static json_t *
parameter(struct writer *w, const struct irt_shape_parameter *x)
{
    json_t *part = json_object();

    put(w, part, "free", number_or_null(x->free));
    put(w, part, "value", real(x->value));
    return part;
}

static json_t *
hexadecimal(uint64_t x)
{
    char digits[20];

    snprintf(digits, sizeof digits, "%016" PRIx64, x);
    return json_string(digits);
}

static json_t *
item(struct writer *w, const struct irt_shape_item *x)
{
    json_t *part = json_object(), *free = json_array(), *value = json_array();

    put(w, part, "name", text(x->name));
    put(w, part, "of", count((double)x->of));
    put(w, part, "model", json_string(x->ops->name));
    put(w, part, "categories", count(x->categories));
    for (size_t p = 0; p < x->count; p++) {
        push(w, free, number_or_null(x->parameter[p].free));
        push(w, value, real(x->parameter[p].value));
    }
    put(w, part, "free", free);
    put(w, part, "value", value);
    return part;
}

static json_t *
structure(struct writer *w, const struct irt_shape *shape)
{
    json_t *part = json_object(), *items = json_array(), *correlations = json_array();

    put(w, part, "answers", hexadecimal(shape->answers));
    put(w, part, "groups", hexadecimal(shape->groups));
    put(w, part, "nodes", numbers(w, shape->nodes, 4));
    put(w, part, "effects", count(shape->effects));
    put(w, part, "likelihood", count(shape->likelihood));
    put(w, part, "priors", json_boolean(shape->priors));
    put(w, part, "robust", json_boolean(shape->robust));
    put(w, part, "sigma", parameter(w, &shape->sigma));
    for (size_t c = 0; c < shape->correlations; c++)
        push(w, correlations, parameter(w, &shape->correlation[c]));
    put(w, part, "correlations", correlations);
    for (size_t j = 0; j < shape->items; j++)
        push(w, items, item(w, &shape->item[j]));
    put(w, part, "items", items);
    return part;
}

json_t *
ui_json_structure(struct writer *w, const struct irt_fit *fit)
{
    struct irt_shape *shape = irt_shape_of(fit, NULL);
    json_t *part = shape != NULL ? structure(w, shape) : NULL;

    w->failed = w->failed || shape == NULL;
    irt_shape_free(shape);
    return part;
}

static json_t *
one_of(struct writer *w, const struct irt_shape *shape)
{
    json_t *part = json_object();

    put(w, part, "model", text(shape->title));
    put(w, part, "parameters", count((double)shape->parameters));
    put(w, part, "loglik", real(shape->loglik));
    put(w, part, "aic", real(shape->aic));
    put(w, part, "bic", real(shape->bic));
    return part;
}

json_t *
ui_json_comparison(struct writer *w, const struct irt_comparison *c, const char *why_not)
{
    json_t *part;
    char sentence[400];

    if (c == NULL) {
        part = nothing(w, "smaller larger x2 df p boundary");
        put(w, part, "why_not", text(why_not));
        return part;
    }
    part = json_object();
    irt_comparison_sentence(c, sentence, sizeof sentence);
    put(w, part, "smaller", one_of(w, c->smaller));
    put(w, part, "larger", one_of(w, c->larger));
    put(w, part, "x2", real(c->x2));
    put(w, part, "df", count((double)c->df));
    put(w, part, "p", real(c->p));
    put(w, part, "boundary",
        c->boundary != NULL ? json_string(c->boundary) : json_null());
    put(w, part, "sentence", text(sentence));
    return part;
}

/* --- reading ------------------------------------------------------------------------------ */

static bool
take_number(json_t *value, double *out)
{
    *out = json_is_number(value) ? json_number_value(value) : NAN;
    return json_is_number(value) || json_is_null(value);
}

static bool
take_count(json_t *value, size_t most, size_t *out)
{
    json_int_t x = json_integer_value(value);

    *out = (size_t)x;
    return json_is_integer(value) && x >= 0 && (size_t)x <= most;
}

/* Free parameters are numbered below the number of all. */
static bool
take_parameter(json_t *free, json_t *value, size_t most, struct irt_shape_parameter *out)
{
    out->free = IRT_NONE;
    return (json_is_null(free) || take_count(free, most, &out->free)) &&
           take_number(value, &out->value) && isfinite(out->value);
}

static bool
take_hexadecimal(json_t *value, uint64_t *out)
{
    const char *digits = json_string_value(value);
    char *end;

    if (digits == NULL || strlen(digits) != 16)
        return false;
    *out = strtoull(digits, &end, 16);
    return *end == '\0';
}

static bool
take_item(json_t *part, size_t most, struct irt_shape_item *out)
{
    const char *name = json_string_value(json_object_get(part, "name"));
    const char *model = json_string_value(json_object_get(part, "model"));
    json_t *free = json_object_get(part, "free"), *value = json_object_get(part, "value");
    size_t categories;

    out->ops = model != NULL ? irt_item_find(model) : NULL;
    out->count = json_array_size(free);
    if (name == NULL || out->ops == NULL || out->count == 0 ||
        out->count > IRT_MAX_ITEM_PARAMETERS || json_array_size(value) != out->count ||
        !take_count(json_object_get(part, "of"), strlen(name), &out->of) ||
        !take_count(json_object_get(part, "categories"), IRT_MAX_CATEGORIES,
                    &categories) ||
        categories < 2)
        return false;
    out->categories = (unsigned)categories;
    struct irt_item like = { .ops = out->ops, .categories = out->categories };
    like.dims = out->ops == &irt_item_m2pl ? out->count - 1 : 1;
    if (out->ops->parameters(&like) != out->count)
        return false;
    out->name = strdup(name);
    out->parameter = malloc(out->count * sizeof *out->parameter);
    for (size_t p = 0; out->name != NULL && out->parameter != NULL && p < out->count; p++)
        if (!take_parameter(json_array_get(free, p), json_array_get(value, p), most,
                            &out->parameter[p]))
            return false;
    return out->name != NULL && out->parameter != NULL;
}

static bool
take_population(json_t *part, size_t most, struct irt_shape *shape)
{
    json_t *sigma = json_object_get(part, "sigma"),
           *list = json_object_get(part, "correlations"),
           *nodes = json_object_get(part, "nodes");
    size_t effects, likelihood;

    shape->correlations = json_array_size(list);
    for (shape->dims = 1; shape->dims * (shape->dims - 1) / 2 < shape->correlations;
         shape->dims++)
        ;
    if (shape->dims > IRT_MAX_DIMS ||
        shape->dims * (shape->dims - 1) / 2 != shape->correlations ||
        json_array_size(nodes) != 4 ||
        !take_count(json_object_get(part, "effects"), IRT_EFFECTS_GROUPS, &effects) ||
        !take_count(json_object_get(part, "likelihood"), IRT_LIKELIHOOD_JOINT,
                    &likelihood) ||
        !take_parameter(json_object_get(sigma, "free"), json_object_get(sigma, "value"),
                        most, &shape->sigma))
        return false;
    shape->effects = (enum irt_effects)effects;
    shape->likelihood = (enum irt_likelihood_kind)likelihood;
    for (size_t k = 0; k < 4; k++)
        if (!take_number(json_array_get(nodes, k), &shape->nodes[k]))
            return false;
    for (size_t c = 0; c < shape->correlations; c++) {
        json_t *x = json_array_get(list, c);

        if (!take_parameter(json_object_get(x, "free"), json_object_get(x, "value"), most,
                            &shape->correlation[c]))
            return false;
    }
    return true;
}

/* What stands elsewhere in the report. */
static bool
take_rest(json_t *tree, struct irt_shape *shape)
{
    const char *model =
        json_string_value(json_object_get(json_object_get(tree, "settings"), "model"));
    const struct irt_model_kind *kind = model != NULL ? irt_model_find(model) : NULL;

    if (kind == NULL)
        return false;
    snprintf(shape->title, sizeof shape->title, "%s", kind->title);
    shape->converged = json_is_true(json_object_get(tree, "converged"));
    return take_number(json_object_get(json_object_get(tree, "data"), "persons"),
                       &shape->persons) &&
           take_number(json_object_get(tree, "loglik"), &shape->loglik) &&
           take_number(json_object_get(tree, "aic"), &shape->aic) &&
           take_number(json_object_get(tree, "bic"), &shape->bic) &&
           take_count(json_object_get(tree, "parameters"), 100000000, &shape->parameters);
}

static bool
take_shape(json_t *tree, json_t *part, struct irt_shape *shape)
{
    json_t *items = json_object_get(part, "items");

    if (!take_rest(tree, shape) || !take_population(part, shape->parameters, shape) ||
        !take_hexadecimal(json_object_get(part, "answers"), &shape->answers) ||
        !take_hexadecimal(json_object_get(part, "groups"), &shape->groups))
        return false;
    shape->priors = json_is_true(json_object_get(part, "priors"));
    shape->robust = json_is_true(json_object_get(part, "robust"));
    for (size_t j = 0; j < shape->items; j++)
        if (!take_item(json_array_get(items, j), shape->parameters, &shape->item[j]))
            return false;
    return true;
}

struct irt_shape *
ui_shape_read(const char *file, struct irt_error *error)
{
    json_error_t problem;
    json_t *tree = json_load_file(file, 0, &problem);
    json_t *part = json_object_get(tree, "structure");
    size_t items = json_array_size(json_object_get(part, "items"));
    struct irt_shape *shape = NULL;

    if (tree == NULL)
        irt_fail(error, IRT_BAD_DATA,
                 "%.200s: cannot be read: %.100s; give a file that irtop fit wrote with "
                 "--format json",
                 file, problem.text);
    else if (part == NULL || items == 0)
        irt_fail(
            error, IRT_BAD_DATA,
            "%.200s: does not say what the fit was (\"structure\"); give a file that "
            "this irtop wrote with --format json",
            file);
    else
        shape = irt_shape_new(items, error);
    if (shape != NULL && !take_shape(tree, part, shape)) {
        irt_shape_free(shape);
        shape = NULL;
        irt_fail(
            error, IRT_BAD_DATA,
            "%.200s: its \"structure\" is not as it should be; give a file that irtop "
            "fit wrote with --format json",
            file);
    }
    json_decref(tree);
    return shape;
}
