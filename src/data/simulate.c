/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate.c -- the order of the random numbers is part of the promise that the same
 * options give the same data: slopes, difficulties, abilities, responses row by row, and
 * last, only if some are to be missing, one a cell.  Each draw takes one number from the
 * generator, so that rounding in a mathematics library cannot shift what follows. */
#include "config.h"

#include "data/simulate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/cell.h"

/* --- distributions ----------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum irt_distribution_kind kind;
} distributions[] = { { "normal", IRT_NORMAL },
                      { "lognormal", IRT_LOGNORMAL },
                      { "uniform", IRT_UNIFORM } };

static struct irt_cell
trimmed(const char *start, const char *end)
{
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (struct irt_cell){ start, (size_t)(end - start) };
}

/* Splits "name(x,y)" into its three parts. */
static bool
split_call(struct irt_cell text, struct irt_cell *name, struct irt_cell *x,
           struct irt_cell *y)
{
    const char *end = text.text + text.length;
    const char *open = memchr(text.text, '(', text.length);
    const char *comma = open != NULL ? memchr(open, ',', (size_t)(end - open)) : NULL;

    if (comma == NULL || end[-1] != ')')
        return false;
    *name = trimmed(text.text, open);
    *x = trimmed(open + 1, comma);
    *y = trimmed(comma + 1, end - 1);
    return true;
}

/* A distribution's two numbers must make sense. */
static bool
is_possible(const struct irt_distribution *d)
{
    if (!isfinite(d->first) || !isfinite(d->second))
        return false;
    switch (d->kind) {
    case IRT_CONSTANT: return true;
    case IRT_NORMAL:
    case IRT_LOGNORMAL: return d->second >= 0;
    case IRT_UNIFORM: return d->first <= d->second;
    }
    return false;
}

bool
irt_distribution_parse(const char *text, struct irt_distribution *out,
                       struct irt_error *error)
{
    struct irt_cell all = trimmed(text, text + strlen(text)), name, x, y;
    struct irt_distribution d = { .kind = IRT_CONSTANT };

    if (irt_cell_number(all, &d.first) && is_possible(&d)) {
        *out = d;
        return true;
    }
    if (split_call(all, &name, &x, &y) && irt_cell_number(x, &d.first) &&
        irt_cell_number(y, &d.second))
        for (size_t k = 0; k < sizeof distributions / sizeof *distributions; k++) {
            d.kind = distributions[k].kind;
            if (irt_cell_equal(name, distributions[k].name) && is_possible(&d)) {
                *out = d;
                return true;
            }
        }
    return irt_fail(error, IRT_BAD_USAGE,
                    "'%.60s' is no distribution: write normal(mean,sd), "
                    "lognormal(mean,sd), uniform(lo,hi) or a number",
                    text);
}

static double
draw(const struct irt_distribution *d, gsl_rng *random)
{
    double u = gsl_rng_uniform_pos(random);

    switch (d->kind) {
    case IRT_CONSTANT: break;
    case IRT_NORMAL: return d->first + d->second * gsl_cdf_ugaussian_Pinv(u);
    case IRT_LOGNORMAL: return exp(d->first + d->second * gsl_cdf_ugaussian_Pinv(u));
    case IRT_UNIFORM: return d->first + (d->second - d->first) * u;
    }
    return d->first;
}

/* --- data ---------------------------------------------------------------------------------- */

struct irt_simulation_options
irt_simulation_defaults(void)
{
    return (struct irt_simulation_options){
        .model = "2pl",
        .persons = 1000,
        .items = 20,
        .a = { IRT_LOGNORMAL, 0, 0.3 },
        .b = { IRT_NORMAL, 0, 1 },
        .theta = { IRT_NORMAL, 0, 1 },
        .seed = 1,
    };
}

static bool
check(const struct irt_simulation_options *o, struct irt_error *error)
{
    if (strcmp(o->model, "rasch") != 0 && strcmp(o->model, "1pl") != 0 &&
        strcmp(o->model, "2pl") != 0)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "there is no model '%.40s' to simulate from: take rasch, 1pl or 2pl",
            o->model);
    if (o->persons < 1 || o->persons > IRT_MOST_ROWS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%zu persons cannot be simulated: take 1 to %u", o->persons,
                        IRT_MOST_ROWS);
    if (o->items < 1 || o->items > IRT_MOST_ITEMS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%zu items cannot be simulated: take 1 to %u", o->items,
                        IRT_MOST_ITEMS);
    if (!(o->missing >= 0 && o->missing < 1))
        return irt_fail(
            error, IRT_BAD_USAGE,
            "a share of %g cannot be missing: take 0 or more, and less than 1",
            o->missing);
    if (!is_possible(&o->a) || !is_possible(&o->b) || !is_possible(&o->theta))
        return irt_fail(
            error, IRT_BAD_USAGE,
            "a distribution is impossible: its numbers must be finite, an sd not "
            "negative, and a range in order");
    return true;
}

static void
draw_items(struct irt_simulation *s, const struct irt_simulation_options *o,
           gsl_rng *random)
{
    bool one_slope = strcmp(o->model, "2pl") != 0;

    for (size_t j = 0; j < o->items; j++)
        s->a[j] = one_slope && j > 0 ? s->a[0] : draw(&o->a, random);
    if (strcmp(o->model, "rasch") == 0)
        for (size_t j = 0; j < o->items; j++)
            s->a[j] = 1;
    for (size_t j = 0; j < o->items; j++)
        s->d[j] = -s->a[j] * draw(&o->b, random);
}

static void
draw_responses(struct irt_simulation *s, gsl_rng *random)
{
    struct irt_responses *data = s->data;
    uint8_t *code = data->code;

    for (size_t i = 0; i < data->rows; i++)
        for (size_t j = 0; j < data->items; j++) {
            double z = s->d[j] + s->a[j] * s->theta[i];
            *code++ = gsl_rng_uniform(random) < 1 / (1 + exp(-z));
        }
}

static void
draw_missing(struct irt_responses *data, double share, gsl_rng *random)
{
    for (size_t k = 0; k < data->rows * data->items; k++)
        if (gsl_rng_uniform(random) < share)
            data->code[k] = IRT_MISSING;
}

/* The generator takes 32 bits of a seed: the upper ones are folded in. */
static gsl_rng *
generator(uint64_t seed)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

    if (random != NULL)
        gsl_rng_set(random, (unsigned long)((seed ^ seed >> 32) & 0xffffffffu));
    return random;
}

struct irt_simulation *
irt_simulate(const struct irt_simulation_options *options, struct irt_error *error)
{
    struct irt_simulation *s;
    gsl_rng *random;

    if (!check(options, error))
        return NULL;
    random = generator(options->seed);
    s = calloc(1, sizeof *s);
    if (s != NULL) {
        s->data = irt_responses_new(options->persons, options->items, error);
        s->a = malloc(options->items * sizeof *s->a);
        s->d = malloc(options->items * sizeof *s->d);
        s->theta = malloc(options->persons * sizeof *s->theta);
    }
    if (random == NULL || s == NULL || s->data == NULL || s->a == NULL || s->d == NULL ||
        s->theta == NULL) {
        irt_fail(error, IRT_NO_MEMORY,
                 "there is no memory to simulate %zu x %zu responses", options->persons,
                 options->items);
        gsl_rng_free(random);
        irt_simulation_free(s);
        return NULL;
    }
    draw_items(s, options, random);
    for (size_t i = 0; i < options->persons; i++)
        s->theta[i] = draw(&options->theta, random);
    draw_responses(s, random);
    if (options->missing > 0)
        draw_missing(s->data, options->missing, random);
    irt_responses_count(s->data);
    gsl_rng_free(random);
    return s;
}

void
irt_simulation_free(struct irt_simulation *simulation)
{
    if (simulation == NULL)
        return;
    irt_responses_free(simulation->data);
    free(simulation->a);
    free(simulation->d);
    free(simulation->theta);
    free(simulation);
}
