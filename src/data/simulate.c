/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate.c -- the order of the random numbers is part of the promise that the same
 * options give the same data: slopes, difficulties, spreads of steps, lower and upper
 * asymptotes, each for all items; sizes and effects of schools; abilities; responses row by
 * row; one a cell if some are to be missing; the contaminated rows; and last the letters of
 * options.  What a model or the options do not have is not drawn. */
#include "config.h"

#include "data/simulate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/simulate_dims.h"
#include "quadrature/quadrature.h"

#define USUAL_CATEGORIES 4

struct irt_simulation_options
irt_simulation_defaults(void)
{
    return (struct irt_simulation_options){
        .model = "2pl",
        .persons = 1000,
        .items = 20,
        .a = { IRT_LOGNORMAL, 0, 0.3 },
        .b = { IRT_NORMAL, 0, 1 },
        .spread = { IRT_UNIFORM, 0.5, 1.1 },
        .c = { IRT_UNIFORM, 0.05, 0.3 },
        .u = { IRT_UNIFORM, 0.85, 1 },
        .theta = { IRT_NORMAL, 0, 1 },
        .dims = 1,
        .seed = 1,
    };
}

/* --- from what was drawn to a model's parameters ---------------------------------------- */

/* Of one item: a slope and a step for each category but the first, and asymptotes. */
struct drawn {
    const double *slope, *step;
    double c, u;
};

static void
fill_logistic(const struct irt_item *item, const struct drawn *drawn, double *par)
{
    par[0] = drawn->slope[0];
    par[1] = -drawn->slope[0] * drawn->step[0];
    if (item->count > 2)
        par[2] = drawn->c;
    if (item->count > 3)
        par[3] = drawn->u;
}

static void
fill_gpcm(const struct irt_item *item, const struct drawn *drawn, double *par)
{
    double d = 0;

    par[0] = drawn->slope[0];
    for (unsigned h = 1; h < item->categories; h++)
        par[h] = d -= drawn->slope[0] * drawn->step[h - 1];
}

static void
fill_rsm(const struct irt_item *item, const struct drawn *drawn, double *par)
{
    unsigned m = item->categories - 1;
    double b = 0;

    for (unsigned v = 0; v < m; v++)
        b += drawn->step[v] / m;
    par[0] = 1;
    par[1] = b;
    for (unsigned v = 0; v + 1 < m; v++)
        par[2 + v] = drawn->step[v] - b;
}

static int
descending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? 1 : x > y ? -1 : 0;
}

static void
fill_grm(const struct irt_item *item, const struct drawn *drawn, double *par)
{
    par[0] = drawn->slope[0];
    for (unsigned h = 1; h < item->categories; h++)
        par[h] = -drawn->slope[0] * drawn->step[h - 1];
    qsort(par + 1, item->categories - 1, sizeof *par, descending);
}

/* The slopes drawn are those of the dimensions that the item measures, in turn. */
static void
fill_m2pl(const struct irt_item *item, const struct drawn *drawn, double *par)
{
    double square = 0;

    for (size_t r = 0; r < item->dims; r++) {
        par[r] = item->loads[r] ? drawn->slope[r] : 0;
        square += par[r] * par[r];
    }
    par[item->dims] = -drawn->step[0] * sqrt(square);
}

static void
fill_nrm(const struct irt_item *item, const struct drawn *drawn, double *par)
{
    unsigned m = item->categories - 1;
    double a = 0, d = 0;

    for (unsigned v = 0; v < m; v++) {
        par[v] = a += drawn->slope[v];
        par[m + v] = d -= drawn->slope[v] * drawn->step[v];
    }
}

/* TO SIMULATE FROM ANOTHER ITEM MODEL: a row here. */
static const struct fill {
    const struct irt_item_ops *ops;
    bool slopes; /* one each step, or dimension */
    bool asymptotes;
    void (*fill)(const struct irt_item *item, const struct drawn *drawn, double *par);
} fills[] = {
    { &irt_item_2pl, false, false, fill_logistic },
    { &irt_item_3pl, false, true, fill_logistic },
    { &irt_item_4pl, false, true, fill_logistic },
    { &irt_item_gpcm, false, false, fill_gpcm },
    { &irt_item_rsm, false, false, fill_rsm },
    { &irt_item_grm, false, false, fill_grm },
    { &irt_item_nrm, true, false, fill_nrm },
    { &irt_item_m2pl, true, false, fill_m2pl },
};

/* The row of a test model, or NULL. */
static const struct fill *
find_fill(const struct irt_model_kind *kind)
{
    for (size_t i = 0; kind != NULL && i < sizeof fills / sizeof *fills; i++)
        if (fills[i].ops == kind->item)
            return &fills[i];
    return NULL;
}

/* --- what can be simulated ---------------------------------------------------------------- */

static bool
refuse_model(const char *name, struct irt_error *error)
{
    char list[200];
    size_t used = 0;

    for (const struct irt_model_kind *kind = irt_model_kinds; kind->name != NULL; kind++)
        if (find_fill(kind) != NULL && used < sizeof list)
            used += (size_t)snprintf(list + used, sizeof list - used, " %s", kind->name);
    return irt_fail(error, IRT_BAD_USAGE,
                    "there is no model '%.40s' to simulate from: take one of%s", name,
                    list);
}

static bool
check_sizes(const struct irt_simulation_options *o, struct irt_error *error)
{
    if (o->plan.sizes == NULL && (o->persons < 1 || o->persons > IRT_MOST_ROWS))
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
    return true;
}

static bool
check_categories(const struct irt_simulation_options *o,
                 const struct irt_model_kind *kind, struct irt_error *error)
{
    if (o->categories == 0 ||
        (o->categories >= 2 && o->categories <= kind->item->max_categories))
        return true;
    if (kind->item->max_categories == 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%u categories: the %s model has 2; take a model such as gpcm",
                        o->categories, kind->title);
    return irt_fail(error, IRT_BAD_USAGE, "%u categories: the %s model takes 2 to %u",
                    o->categories, kind->title, kind->item->max_categories);
}

/* Letters are those of a nominal item's categories, or of one right and the other wrong
 * answers. */
static bool
check_options(const struct irt_simulation_options *o, const struct irt_model_kind *kind,
              struct irt_error *error)
{
    bool nominal = kind->item == &irt_item_nrm;

    if (o->options == 0)
        return true;
    if (o->options < 2 || o->options > IRT_MOST_LETTERS)
        return irt_fail(error, IRT_BAD_USAGE, "%u options: an item has 2 to %d",
                        o->options, IRT_MOST_LETTERS);
    if (!nominal && kind->item->max_categories != 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the %s model has no right answer among options: take nrm, or a "
                        "model of two categories",
                        kind->title);
    return !nominal || o->categories == 0 || o->categories == o->options ||
           irt_fail(error, IRT_BAD_USAGE,
                    "%u options and %u categories: a nominal item has as many of one as "
                    "of the other",
                    o->options, o->categories);
}

/* The ends of what a constant or a range may give; false for other distributions. */
static bool
find_ends(const struct irt_distribution *d, double *lo, double *hi)
{
    *lo = d->first;
    *hi = d->kind == IRT_CONSTANT ? d->first : d->second;
    return d->kind == IRT_CONSTANT || d->kind == IRT_UNIFORM;
}

static bool
check_distributions(const struct irt_simulation_options *o, struct irt_error *error)
{
    const struct irt_distribution *all[] = { &o->a, &o->b, &o->spread,
                                             &o->c, &o->u, &o->theta };
    double c_lo, c_hi, u_lo, u_hi;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!irt_distribution_is_possible(all[i]))
            return irt_fail(
                error, IRT_BAD_USAGE,
                "a distribution is impossible: its numbers must be finite, an sd not "
                "negative, and a range in order");
    if (!find_ends(&o->c, &c_lo, &c_hi) || !find_ends(&o->u, &u_lo, &u_hi) || c_lo < 0 ||
        u_hi > 1 || c_hi >= u_lo)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the asymptotes c and u are numbers or uniform(LO,HI) from 0 to "
                        "1, and c is below u");
    return true;
}

static bool
check_dims(const struct irt_simulation_options *o, const struct irt_model_kind *kind,
           struct irt_error *error)
{
    bool several = kind->item == &irt_item_m2pl;

    if (several ? o->dims < 2 || o->dims > IRT_MAX_DIMS : o->dims != 1)
        return several ? irt_fail(error, IRT_BAD_USAGE,
                                  "the %s model has 2 to %d dimensions, not %zu",
                                  kind->title, IRT_MAX_DIMS, o->dims)
                       : irt_fail(error, IRT_BAD_USAGE,
                                  "the %s model has one dimension: take m2pl for more",
                                  kind->title);
    if (!several && o->q_matrix != NULL)
        return irt_fail(error, IRT_BAD_USAGE,
                        "a Q-matrix is for m2pl: the %s model has one dimension",
                        kind->title);
    if (several && o->options > 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "options are drawn in one dimension only: take another model");
    return irt_simulate_dims_check(o->dims, o->correlation, &o->theta, error);
}

static bool
check_schools(const struct irt_simulation_options *o, size_t *schools,
              struct irt_error *error)
{
    double share = o->contamination.share;

    if (!irt_school_plan_check(&o->plan, schools, error))
        return false;
    if (o->plan.sizes == NULL && *schools > o->persons)
        return irt_fail(error, IRT_BAD_USAGE, "%zu persons are too few for %zu schools",
                        o->persons, *schools);
    if (*schools > 0 && o->dims > 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "effects of schools are in one dimension only: take another "
                        "model");
    return (share >= 0 && share <= 1) ||
           irt_fail(error, IRT_BAD_USAGE,
                    "a share of %g cannot be contaminated: take 0 to 1", share);
}

static bool
check(const struct irt_simulation_options *o, size_t *schools, struct irt_error *error)
{
    const struct irt_model_kind *kind = irt_model_find(o->model);

    if (find_fill(kind) == NULL)
        return refuse_model(o->model, error);
    return check_sizes(o, error) && check_categories(o, kind, error) &&
           check_dims(o, kind, error) && check_options(o, kind, error) &&
           check_distributions(o, error) && check_schools(o, schools, error);
}

bool
irt_simulation_check(const struct irt_simulation_options *options,
                     struct irt_error *error)
{
    size_t schools;

    return check(options, &schools, error);
}

/* --- items ---------------------------------------------------------------------------------- */

/* slope[j * m + v]: one an item, repeated, or one each step, or each dimension that the item
 * measures. */
static void
draw_slopes(const struct irt_simulation *s, const struct irt_simulation_options *o,
            size_t m, double *slope, gsl_rng *random)
{
    const struct irt_model_kind *kind = s->kind;
    bool one = kind->slope_equal || kind->slope_fixed;
    size_t own = find_fill(kind)->slopes ? m : 1;

    for (size_t j = 0; j < o->items; j++)
        for (size_t v = 0; v < m; v++)
            slope[j * m + v] = one && j > 0 ? slope[v]
                               : v >= own   ? slope[j * m]
                               : s->loads && !s->loads[j * s->dims + v]
                                   ? 0
                                   : irt_distribution_draw(&o->a, random);
    for (size_t i = 0; kind->slope_fixed && i < o->items * m; i++)
        slope[i] = 1;
}

/* step[j * m + v]: the item's b, and then its steps around it. */
static void
draw_steps(const struct irt_simulation_options *o, const struct irt_model_kind *kind,
           size_t m, double *step, gsl_rng *random)
{
    double at[IRT_MAX_CATEGORIES] = { 0 };

    for (size_t j = 0; j < o->items; j++) {
        step[j * m] = irt_distribution_draw(&o->b, random);
        for (size_t v = 1; v < m; v++)
            step[j * m + v] = step[j * m];
    }
    for (size_t j = 0; m > 1 && j < o->items; j++) {
        if (j == 0 || !kind->steps_equal) {
            double mean = at[0] = 0;
            for (size_t v = 1; v < m; v++) {
                at[v] = at[v - 1] + irt_distribution_draw(&o->spread, random);
                mean += at[v] / (double)m;
            }
            for (size_t v = 0; v < m; v++)
                at[v] -= mean;
        }
        for (size_t v = 0; v < m; v++)
            step[j * m + v] += at[v];
    }
}

/* The asymptotes of all items; without any nothing is drawn. */
static void
draw_asymptotes(const struct irt_simulation_options *o, const struct irt_model_kind *kind,
                double *c, double *u, gsl_rng *random)
{
    if (!find_fill(kind)->asymptotes)
        return;
    for (size_t j = 0; j < o->items; j++)
        c[j] = irt_distribution_draw(&o->c, random);
    for (size_t j = 0; kind->item == &irt_item_4pl && j < o->items; j++)
        u[j] = irt_distribution_draw(&o->u, random);
}

static bool
draw_items(struct irt_simulation *s, const struct irt_simulation_options *o,
           gsl_rng *random)
{
    size_t m = s->item[0].categories - 1, slopes = m > s->dims ? m : s->dims;
    double *slope = calloc(o->items * slopes, sizeof *slope),
           *step = calloc(o->items * m, sizeof *step), *c = calloc(o->items, sizeof *c),
           *u = calloc(o->items, sizeof *u);
    bool ok = slope != NULL && step != NULL && c != NULL && u != NULL;

    if (ok) {
        draw_slopes(s, o, slopes, slope, random);
        draw_steps(o, s->kind, m, step, random);
        draw_asymptotes(o, s->kind, c, u, random);
        for (size_t j = 0; j < o->items; j++) {
            struct drawn drawn = { slope + j * slopes, step + j * m, c[j], u[j] };
            find_fill(s->kind)->fill(&s->item[j], &drawn, s->psi + s->item[j].first);
        }
    }
    free(slope);
    free(step);
    free(c);
    free(u);
    return ok;
}

/* --- responses ------------------------------------------------------------------------------ */

/* From the highest category down: the first whose probability, with those above, exceeds
 * the number drawn. */
static void
draw_responses(struct irt_simulation *s, gsl_rng *random)
{
    struct irt_responses *data = s->data;
    uint8_t *code = data->code;
    double P[IRT_MAX_CATEGORIES], theta[IRT_MAX_DIMS];

    for (size_t i = 0; i < data->rows; i++) {
        for (size_t r = 0; r < s->dims; r++)
            theta[r] =
                s->theta[i * s->dims + r] + (s->effect ? s->effect[data->school[i]] : 0);

        for (size_t j = 0; j < data->items; j++) {
            const struct irt_item *item = &s->item[j];
            double number = gsl_rng_uniform(random);
            unsigned h = item->categories - 1;

            item->ops->probability(item, s->psi + item->first, theta, 1, P);
            for (double above = P[h]; h > 0 && !(number < above); above += P[h])
                h--;
            *code++ = (uint8_t)h;
        }
    }
}

static void
draw_missing(struct irt_responses *data, double share, gsl_rng *random)
{
    for (size_t k = 0; k < data->rows * data->items; k++)
        if (gsl_rng_uniform(random) < share)
            data->code[k] = IRT_MISSING;
}

/* --- schools and their persons ------------------------------------------------------------- */

static bool
no_memory(const struct irt_simulation_options *o, struct irt_error *error)
{
    return irt_fail(error, IRT_NO_MEMORY,
                    "there is no memory to simulate %zu x %zu responses", o->persons,
                    o->items);
}

static bool
allocate_persons(struct irt_simulation *s, const struct irt_simulation_options *o,
                 size_t persons, struct irt_error *error)
{
    if (persons > IRT_MOST_ROWS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the schools have %zu persons together: more than %u cannot be "
                        "simulated",
                        persons, IRT_MOST_ROWS);
    s->data = irt_responses_new(persons, o->items, error);
    s->theta = malloc(persons * s->dims * sizeof *s->theta);
    if (s->data == NULL)
        return false;
    return s->theta != NULL || no_memory(o, error);
}

/* Schools with their sizes and effects, and the persons' table, not yet filled. */
static bool
draw_schools(struct irt_simulation *s, const struct irt_simulation_options *o,
             size_t schools, gsl_rng *random, struct irt_error *error)
{
    uint32_t *size;
    size_t persons;
    bool ok;

    if (schools == 0)
        return allocate_persons(s, o, o->persons, error);
    size = malloc(schools * sizeof *size);
    s->effect = malloc(schools * sizeof *s->effect);
    ok = size != NULL && s->effect != NULL;
    if (!ok)
        no_memory(o, error);
    if (ok) {
        persons = irt_school_plan_sizes(&o->plan, schools, o->persons, random, size);
        irt_school_plan_effects(&o->plan, schools, random, s->effect);
        ok = allocate_persons(s, o, persons, error) &&
             irt_school_plan_assign(s->data, schools, size, error);
    }
    free(size);
    return ok;
}

static bool
contaminate(struct irt_simulation *s, const struct irt_simulation_options *o,
            gsl_rng *random, struct irt_error *error)
{
    unsigned *categories;
    bool ok;

    if (o->contamination.kind == IRT_CLEAN || !(o->contamination.share > 0))
        return true;
    s->contaminated = malloc(s->data->rows);
    categories = malloc(o->items * sizeof *categories);
    for (size_t j = 0; categories != NULL && j < o->items; j++)
        categories[j] = s->item[j].categories;
    ok = s->contaminated != NULL && categories != NULL
             ? irt_contaminate(s->data, categories, &o->contamination, random,
                               s->contaminated, error)
             : no_memory(o, error);
    free(categories);
    return ok;
}

/* --- the whole ------------------------------------------------------------------------------ */

/* The generator takes 32 bits of a seed: the upper ones are folded in. */
static gsl_rng *
generator(uint64_t seed)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

    if (random != NULL)
        gsl_rng_set(random, (unsigned long)((seed ^ seed >> 32) & 0xffffffffu));
    return random;
}

static bool
allocate_items(struct irt_simulation *s, const struct irt_simulation_options *o)
{
    unsigned usual = s->kind->item->max_categories < USUAL_CATEGORIES ? 2
                     : o->options > 0                                 ? o->options
                                                                      : USUAL_CATEGORIES;
    struct irt_item item = { .ops = s->kind->item,
                             .categories = o->categories ? o->categories : usual,
                             .dims = s->dims };

    item.count = item.ops->parameters(&item);
    s->item = calloc(o->items, sizeof *s->item);
    s->psi = calloc(o->items * item.count, sizeof *s->psi);
    if (s->item == NULL || s->psi == NULL)
        return false;
    for (size_t j = 0; j < o->items; j++) {
        s->item[j] = item;
        s->item[j].column = j;
        s->item[j].first = j * item.count;
        s->item[j].loads = s->loads ? s->loads + j * s->dims : NULL;
    }
    return true;
}

/* Which item measures what is told by the items' names. */
static bool
find_loads(struct irt_simulation *s, const struct irt_simulation_options *o,
           struct irt_error *error)
{
    struct irt_responses *names;

    if (s->kind->item != &irt_item_m2pl)
        return true;
    names = irt_responses_new(1, o->items, error);
    if (names != NULL)
        s->loads = irt_simulate_loads(o->q_matrix, names, s->dims, error);
    irt_responses_free(names);
    return s->loads != NULL;
}

/* All that is drawn, in its order. */
static bool
draw(struct irt_simulation *s, const struct irt_simulation_options *o, size_t schools,
     gsl_rng *random, struct irt_error *error)
{
    if (!find_loads(s, o, error))
        return false;
    if (!allocate_items(s, o) || !draw_items(s, o, random))
        return no_memory(o, error);
    if (!draw_schools(s, o, schools, random, error))
        return false;
    irt_simulate_thetas(&o->theta, s->dims, o->correlation, s->data->rows, random,
                        s->theta);
    draw_responses(s, random);
    if (o->missing > 0)
        draw_missing(s->data, o->missing, random);
    if (!contaminate(s, o, random, error) ||
        (o->options > 0 && !irt_simulate_options(s, o->options, random, error)))
        return false;
    irt_responses_count(s->data);
    return true;
}

struct irt_simulation *
irt_simulate(const struct irt_simulation_options *options, struct irt_error *error)
{
    struct irt_simulation *s;
    gsl_rng *random;
    size_t schools;
    bool ok;

    if (!check(options, &schools, error))
        return NULL;
    random = generator(options->seed);
    s = calloc(1, sizeof *s);
    ok = random != NULL && s != NULL ? true : no_memory(options, error);
    if (ok) {
        s->kind = irt_model_find(options->model);
        s->dims = options->dims;
        ok = draw(s, options, schools, random, error);
    }
    if (random != NULL)
        gsl_rng_free(random);
    if (ok)
        return s;
    irt_simulation_free(s);
    return NULL;
}

void
irt_simulation_report(const struct irt_simulation *simulation, size_t j,
                      struct irt_item_report *out)
{
    const struct irt_item *item = &simulation->item[j];

    item->ops->report(item, simulation->psi + item->first, out);
}

void
irt_simulation_free(struct irt_simulation *simulation)
{
    if (simulation == NULL)
        return;
    irt_responses_free(simulation->data);
    free(simulation->item);
    free(simulation->psi);
    free(simulation->loads);
    free(simulation->theta);
    free(simulation->effect);
    free(simulation->contaminated);
    irt_simulated_options_clear(&simulation->options);
    free(simulation);
}
