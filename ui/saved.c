/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saved.c -- a fit read back from its JSON.  What is read is held against what irtop writes:
 * the file may be any. */
#include "config.h"

#include "saved.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cholesky.h"
#include "estimate/options.h"

#define FORMAT 1 /* of the schema that json.c writes */

struct reader {
    const char *file;
    struct irt_error *error;
};

/* --- failing -------------------------------------------------------------------------- */

static bool fail(const struct reader *reader, const char *format, ...) IRT_PRINTF(2, 3);
static bool
fail(const struct reader *reader, const char *format, ...)
{
    char text[200];
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(text, sizeof text, format, arguments) < 0)
        text[0] = '\0';
    va_end(arguments);
    return irt_fail(reader->error, IRT_BAD_DATA, "%.200s: %s", reader->file, text);
}

/* Something that irtop writes is not there, or is something else. */
static bool
no_fit(const struct reader *reader, const char *key)
{
    return fail(
        reader,
        "this is no fit of irtop: \"%s\" is not as it should be; give a file that "
        "irtop fit wrote with --format json",
        key);
}

static bool
no_memory(const struct reader *reader)
{
    return irt_fail(reader->error, IRT_NO_MEMORY, "%.200s: no memory to read it",
                    reader->file);
}

/* --- values --------------------------------------------------------------------------- */

/* A number; NAN for null. */
static bool
take_real(json_t *value, double *out)
{
    *out = json_is_number(value) ? json_number_value(value) : NAN;
    return json_is_number(value) || json_is_null(value);
}

/* A list of numbers, most of them at the most; *count tells how many. */
static bool
take_reals(json_t *list, size_t most, double *out, size_t *count)
{
    *count = json_array_size(list);
    if (!json_is_array(list) || *count > most)
        return false;
    for (size_t i = 0; i < *count; i++)
        if (!take_real(json_array_get(list, i), &out[i]))
            return false;
    return true;
}

/* A whole number in its range. */
static bool
take_whole(json_t *value, json_int_t least, json_int_t most, json_int_t *out)
{
    *out = json_integer_value(value);
    return json_is_integer(value) && *out >= least && *out <= most;
}

/* --- population ----------------------------------------------------------------------- */

/* Sigma has to be one. */
static bool
is_correlation(const double *matrix, size_t D)
{
    double copy[IRT_MAX_DIMS * IRT_MAX_DIMS], work[IRT_MAX_DIMS];

    memcpy(copy, matrix, D * D * sizeof *copy);
    for (size_t r = 0; r < D; r++)
        for (size_t s = 0; s < D; s++)
            if (!(matrix[r * D + s] == matrix[s * D + r]) ||
                (r == s && matrix[r * D + s] != 1.0))
                return false;
    return irt_cholesky_invert(copy, D, work);
}

static bool
read_correlations(json_t *rows, struct irt_saved *saved)
{
    size_t D = saved->dims, count, c = 0;
    double matrix[IRT_MAX_DIMS * IRT_MAX_DIMS];

    if (json_array_size(rows) != D)
        return false;
    for (size_t r = 0; r < D; r++)
        if (!take_reals(json_array_get(rows, r), D, matrix + r * D, &count) || count != D)
            return false;
    if (!is_correlation(matrix, D))
        return false;
    for (size_t r = 0; r < D; r++)
        for (size_t s = r + 1; s < D; s++)
            saved->correlation[c++] = matrix[r * D + s];
    return true;
}

static bool
read_population(const struct reader *reader, json_t *part, struct irt_saved *saved)
{
    double mean[IRT_MAX_DIMS], variance[IRT_MAX_DIMS];
    size_t means, variances;

    if (!take_reals(json_object_get(part, "mean"), IRT_MAX_DIMS, mean, &means) ||
        means == 0)
        return no_fit(reader, "population.mean");
    saved->dims = means;
    if (!take_reals(json_object_get(part, "variance"), means, variance, &variances) ||
        variances != means)
        return no_fit(reader, "population.variance");
    for (size_t d = 0; d < means; d++) {
        if (isnan(variance[d]))
            return fail(reader, "the fit had failed: its estimates are not numbers");
        if (mean[d] != 0.0 || !(variance[d] > 0.0) || variance[d] != variance[0])
            return no_fit(reader, "population");
    }
    saved->sigma = sqrt(variance[0]);
    return read_correlations(json_object_get(part, "correlation"), saved) ||
           no_fit(reader, "population.correlation");
}

/* --- quadrature ----------------------------------------------------------------------- */

/* Empirical nodes and weights as the fit ended, in the place of those it began with. */
static bool
read_empirical(json_t *population, struct irt_quadrature *quadrature)
{
    size_t Q = quadrature->points, nodes, weights;
    double sum = 0;

    if (!take_reals(json_object_get(population, "nodes"), Q, quadrature->node, &nodes) ||
        !take_reals(json_object_get(population, "weights"), Q, quadrature->weight,
                    &weights) ||
        nodes != Q || weights != Q)
        return false;
    for (size_t n = 0; n < Q; n++) {
        if (!isfinite(quadrature->node[n]) || !(quadrature->weight[n] >= 0))
            return false;
        sum += quadrature->weight[n];
    }
    return fabs(sum - 1) < 1e-6;
}

static bool
read_options(json_t *settings, const struct irt_saved *saved, struct irt_options *options)
{
    const char *nodes = json_string_value(json_object_get(settings, "nodes"));
    json_t *range = json_object_get(settings, "range");
    double ends[2] = { options->lo, options->hi };
    json_int_t points;
    size_t count = 0;

    if (nodes == NULL || !irt_nodes_from_name(nodes, &options->nodes) ||
        !take_whole(json_object_get(settings, "points"), 1, IRT_MAX_NODES, &points))
        return false;
    if (options->nodes != IRT_NODES_GH && options->nodes != IRT_NODES_SOBOL &&
        (!take_reals(range, 2, ends, &count) || count != 2))
        return false;
    options->points = (size_t)points;
    options->points_given = true;
    options->lo = ends[0];
    options->hi = ends[1];
    options->dims = saved->dims;
    options->lecture = json_is_true(json_object_get(settings, "lecture"));
    return true;
}

static bool
read_quadrature(const struct reader *reader, json_t *settings, json_t *population,
                struct irt_saved *saved)
{
    struct irt_options options = irt_options_defaults();
    struct irt_error problem = { IRT_OK, "" };

    if (!read_options(settings, saved, &options))
        return no_fit(reader, "settings");
    saved->quadrature = irt_options_quadrature(&options, &problem);
    if (saved->quadrature == NULL)
        return problem.code == IRT_NO_MEMORY ? no_memory(reader)
                                             : no_fit(reader, "settings");
    if (options.nodes == IRT_NODES_EMPIRICAL &&
        !read_empirical(population, saved->quadrature))
        return no_fit(reader, "population.weights");
    return true;
}

/* --- schools -------------------------------------------------------------------------- */

static bool
read_school(const struct reader *reader, json_t *part, struct irt_saved *saved)
{
    struct irt_saved_school *school = &saved->school[saved->schools];
    const char *name = json_string_value(json_object_get(part, "name"));
    double variance = 1;

    if (name == NULL || irt_saved_find_school(saved, name) != NULL ||
        !take_real(json_object_get(part, "effect"), &school->location) ||
        !isfinite(school->location))
        return no_fit(reader, "schools");
    if (saved->effects == IRT_EFFECTS_GROUPS &&
        (!take_real(json_object_get(part, "variance"), &variance) || !(variance > 0)))
        return no_fit(reader, "schools");
    school->spread =
        saved->effects == IRT_EFFECTS_GROUPS ? sqrt(variance) / saved->sigma : 1.0;
    school->name = strdup(name);
    if (school->name == NULL)
        return no_memory(reader);
    saved->schools++;
    return true;
}

/* Only where they have populations of their own. */
static bool
read_schools(const struct reader *reader, json_t *settings, json_t *list,
             struct irt_saved *saved)
{
    const char *effects = json_string_value(json_object_get(settings, "effects"));
    size_t count = json_array_size(list);

    saved->effects = effects == NULL ? IRT_EFFECTS_NONE
                     : strcmp(effects, irt_effects_name(IRT_EFFECTS_FIXED)) == 0 ||
                             strcmp(effects, irt_effects_name(IRT_EFFECTS_RANDOM)) == 0
                         ? IRT_EFFECTS_FIXED
                     : strcmp(effects, irt_effects_name(IRT_EFFECTS_GROUPS)) == 0
                         ? IRT_EFFECTS_GROUPS
                         : IRT_EFFECTS_NONE;
    if (count < 2)
        saved->effects = IRT_EFFECTS_NONE;
    if (saved->effects == IRT_EFFECTS_NONE)
        return true;
    saved->school = calloc(count, sizeof *saved->school);
    if (saved->school == NULL)
        return no_memory(reader);
    for (size_t k = 0; k < count; k++)
        if (!read_school(reader, json_array_get(list, k), saved))
            return false;
    return true;
}

/* --- items ---------------------------------------------------------------------------- */

/* The codes of the categories: 0, 1, 2 .. unless they are listed. */
static bool
read_codes(json_t *list, struct irt_saved_item *item)
{
    json_int_t code, least = 0;

    if (list == NULL) {
        for (unsigned h = 0; h < item->categories; h++)
            item->code[h] = (uint8_t)h;
        return true;
    }
    if (json_array_size(list) != item->categories)
        return false;
    for (unsigned h = 0; h < item->categories; h++, least = code + 1) {
        if (!take_whole(json_array_get(list, h), least, IRT_LARGEST_CODE, &code))
            return false;
        item->code[h] = (uint8_t)code;
    }
    return true;
}

/* Nulls: the fit had set the item aside. */
static bool
is_aside(const struct irt_item_report *report)
{
    return report->a_count == 1 && isnan(report->a[0]);
}

/* How many categories go with so many intercepts. */
static unsigned
categories_of(const struct irt_saved_item *item, const struct irt_item_report *report)
{
    return (unsigned)report->d_count + (item->ops != &irt_item_nrm);
}

static bool
read_parameters(json_t *part, size_t dims, struct irt_saved_item *item)
{
    struct irt_item_report report = { 0 };
    struct irt_item like = { .ops = item->ops,
                             .dims = item->ops == &irt_item_m2pl ? dims : 1 };

    if (!take_reals(json_object_get(part, "a"), IRT_MAX_CATEGORIES, report.a,
                    &report.a_count) ||
        !take_reals(json_object_get(part, "d"), IRT_MAX_CATEGORIES, report.d,
                    &report.d_count) ||
        !take_real(json_object_get(part, "c"), &report.c) ||
        !take_real(json_object_get(part, "u"), &report.u))
        return false;
    if (is_aside(&report))
        return true;
    like.categories = categories_of(item, &report);
    if (like.categories < 2 || like.categories > like.ops->max_categories)
        return false;
    like.count = like.ops->parameters(&like);
    item->categories = like.categories;
    return like.ops->restore(&like, &report, item->par) &&
           read_codes(json_object_get(part, "codes"), item);
}

static bool
read_item(const struct reader *reader, json_t *part, struct irt_saved *saved)
{
    struct irt_saved_item *item = &saved->item[saved->items];
    const char *name = json_string_value(json_object_get(part, "name"));
    const char *model = json_string_value(json_object_get(part, "model"));
    const struct irt_model_kind *kind = model != NULL ? irt_model_find(model) : NULL;

    if (name == NULL || kind == NULL)
        return no_fit(reader, "items");
    if (irt_saved_find(saved, name) != NULL)
        return fail(reader, "has two items '%.80s'", name);
    item->name = strdup(name);
    if (item->name == NULL)
        return no_memory(reader);
    saved->items++;
    item->ops = kind->item;
    item->reversed = json_is_true(json_object_get(part, "reversed"));
    return read_parameters(part, saved->dims, item) ||
           fail(reader, "the numbers of item '%.80s' are those of no %s item", name,
                kind->title);
}

static bool
read_items(const struct reader *reader, json_t *list, struct irt_saved *saved)
{
    size_t count = json_array_size(list);

    if (count == 0 || count > IRT_MOST_ITEMS)
        return no_fit(reader, "items");
    saved->item = calloc(count, sizeof *saved->item);
    if (saved->item == NULL)
        return no_memory(reader);
    for (size_t j = 0; j < count; j++)
        if (!read_item(reader, json_array_get(list, j), saved))
            return false;
    return true;
}

/* --- the whole ------------------------------------------------------------------------ */

static bool
read_tree(const struct reader *reader, json_t *tree, struct irt_saved *saved)
{
    json_t *settings = json_object_get(tree, "settings");
    json_t *population = json_object_get(tree, "population");
    const char *program = json_string_value(json_object_get(tree, "program"));
    const char *model = json_string_value(json_object_get(settings, "model"));
    json_int_t format;

    if (program == NULL || strcmp(program, "irtop") != 0)
        return no_fit(reader, "program");
    if (!take_whole(json_object_get(tree, "format"), FORMAT, FORMAT, &format))
        return fail(reader, "its \"format\" is not %d: another irtop wrote it; fit again",
                    FORMAT);
    saved->kind = model != NULL ? irt_model_find(model) : NULL;
    if (saved->kind == NULL)
        return no_fit(reader, "settings.model");
    return read_population(reader, population, saved) &&
           read_schools(reader, settings, json_object_get(tree, "schools"), saved) &&
           read_quadrature(reader, settings, population, saved) &&
           read_items(reader, json_object_get(tree, "items"), saved);
}

/* Whatever Jansson says of a file that cannot be opened is about its opening. */
static json_t *
load(const struct reader *reader)
{
    json_error_t problem;
    json_t *tree = json_load_file(reader->file, 0, &problem);

    if (tree == NULL && json_error_code(&problem) == json_error_cannot_open_file)
        fail(reader,
             "cannot be read: %s; give a file that irtop fit wrote with --format json",
             strerror(errno));
    else if (tree == NULL)
        irt_fail(
            reader->error, IRT_BAD_DATA,
            "%.200s:%d: this is no JSON (%.80s); give a file that irtop fit wrote with "
            "--format json",
            reader->file, problem.line, problem.text);
    return tree;
}

struct irt_saved *
ui_saved_read(const char *file, struct irt_error *error)
{
    struct reader reader = { file, error };
    struct irt_saved *saved;
    json_t *tree = load(&reader);
    bool done;

    if (tree == NULL)
        return NULL;
    saved = calloc(1, sizeof *saved);
    done = saved != NULL ? read_tree(&reader, tree, saved) : no_memory(&reader);
    json_decref(tree);
    if (!done) {
        irt_saved_free(saved);
        return NULL;
    }
    return saved;
}
