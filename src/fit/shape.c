/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
irt_shape_free(struct irt_shape *shape)
{
    if (!shape)
        return;
    for (size_t j = 0; shape->item && j < shape->items; j++) {
        free(shape->item[j].name);
        free(shape->item[j].parameter);
    }
    free(shape->item);
    free(shape);
}

struct irt_shape *
irt_shape_new(size_t items, struct irt_error *error)
{
    struct irt_shape *shape = calloc(1, sizeof *shape);
    if (shape) {
        shape->items = items;
        shape->item = calloc(items + 1, sizeof *shape->item);
    }
    if (shape && shape->item)
        return shape;
    free(shape);
    irt_fail(error, IRT_NO_MEMORY, "no memory to keep a fit");
    return NULL;
}

/* --- fingerprints ------------------------------------------------------------------------- */

#define FNV_START 14695981039346656037u
#define FNV_PRIME 1099511628211u

static uint64_t
hash_bytes(uint64_t hash, const void *bytes, size_t count)
{
    const unsigned char *b = bytes;
    for (size_t k = 0; k < count; k++)
        hash = (hash ^ b[k]) * FNV_PRIME;
    return hash;
}

/* Mixes the bits, so that sums of hashes do not cancel (the finaliser of splitmix64). */
static uint64_t
mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* Of row i: a sum over its answers, so that the order of items does not matter, nor whether
 * an item is one column or one a group. */
static uint64_t
hash_row(const struct irt_fit *fit, const struct irt_shape *shape, const uint64_t *name,
         size_t i)
{
    const struct irt_responses *data = fit->data;
    uint64_t sum = FNV_START;
    for (size_t j = 0; j < shape->items; j++) {
        uint8_t code = data->code[i * data->items + fit->model->item[j].column];
        if (code != IRT_MISSING)
            sum += mix(hash_bytes(name[j], &code, 1));
    }
    return mix(sum);
}

static bool
find_fingerprints(const struct irt_fit *fit, struct irt_shape *shape)
{
    const struct irt_responses *data = fit->data;
    bool groups = fit->model->groups > 1;
    uint64_t *name = malloc((shape->items + 1) * sizeof *name);
    if (!name)
        return false;
    for (size_t j = 0; j < shape->items; j++)
        name[j] = hash_bytes(FNV_START, shape->item[j].name, shape->item[j].of);
    for (size_t i = 0; i < data->rows; i++) {
        double f = irt_responses_frequency(data, i);
        uint64_t row = hash_row(fit, shape, name, i);
        /* A row of frequency 2 is two rows; parts of persons count by their bits. */
        uint64_t times = (uint64_t)f;
        if ((double)times != f)
            times = hash_bytes(FNV_START, &f, sizeof f);
        shape->answers += row * times;
        if (groups) {
            const char *of = data->school_name[data->school[i]];
            shape->groups += mix(hash_bytes(row, of, strlen(of))) * times;
        }
    }
    free(name);
    return true;
}

/* --- the copy ----------------------------------------------------------------------------- */

/* The length of a name without "@LEVEL". */
static size_t
own_length(const struct irt_responses *data, const char *name)
{
    size_t length = strlen(name);
    for (size_t k = 0; k < data->schools; k++) {
        size_t level = strlen(data->school_name[k]);
        if (length > level + 1 && name[length - level - 1] == '@' &&
            strcmp(name + length - level, data->school_name[k]) == 0)
            return length - level - 1;
    }
    return length;
}

static struct irt_shape_parameter
parameter_of(const struct irt_fit *fit, size_t k)
{
    return (struct irt_shape_parameter){ fit->model->parameter[k].free, fit->psi[k] };
}

static bool
copy_item(const struct irt_fit *fit, size_t j, struct irt_shape_item *to)
{
    const struct irt_item *item = &fit->model->item[j];
    const char *name = fit->data->item_name[item->column];
    to->name = strdup(name);
    to->of = own_length(fit->data, name);
    to->ops = item->ops;
    to->categories = item->categories;
    to->count = item->count;
    to->parameter = malloc((item->count + 1) * sizeof *to->parameter);
    if (!to->name || !to->parameter)
        return false;
    for (size_t p = 0; p < item->count; p++)
        to->parameter[p] = parameter_of(fit, item->first + p);
    return true;
}

struct irt_shape *
irt_shape_of(const struct irt_fit *fit, struct irt_error *error)
{
    const struct irt_model *model = fit->model;
    struct irt_shape *shape = irt_shape_new(model->items, error);
    bool done = shape != NULL;
    for (size_t j = 0; done && j < model->items; j++)
        done = copy_item(fit, j, &shape->item[j]);
    if (!done || !find_fingerprints(fit, shape)) {
        irt_shape_free(shape);
        irt_fail(error, IRT_NO_MEMORY, "no memory to keep a fit");
        return NULL;
    }
    snprintf(shape->title, sizeof shape->title, "%s", model->kind->title);
    shape->persons = fit->data->persons;
    shape->dims = model->dims;
    shape->sigma = parameter_of(fit, model->sigma);
    shape->correlations = model->correlations;
    for (size_t c = 0; c < model->correlations; c++)
        shape->correlation[c] = parameter_of(fit, model->correlation + c);
    shape->effects = model->groups > 1 ? model->effects : IRT_EFFECTS_NONE;
    shape->parameters = irt_model_estimated(model);
    shape->loglik = fit->loglik;
    shape->aic = fit->aic;
    shape->bic = fit->bic;
    struct irt_node_plan plan = irt_options_nodes(&fit->options);
    shape->nodes[0] = fit->options.lecture ? -1.0 : (double)plan.nodes;
    shape->nodes[1] = (double)(plan.each ? plan.each : plan.all);
    shape->nodes[2] = fit->options.lo;
    shape->nodes[3] = fit->options.hi;
    shape->likelihood = fit->estimator->likelihood;
    shape->converged = fit->converged;
    shape->priors = model->priors > 0;
    shape->robust = fit->options.robust != IRT_ROBUST_NONE;
    return shape;
}
