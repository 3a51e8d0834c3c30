/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.c -- what a design may say of a cell, key by key. */
#include "config.h"

#include "study/design.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/cell.h"
#include "estimate/estimator.h"

static bool
read_number(const char *value, double *out)
{
    struct irt_cell cell = { value, strlen(value) };

    return irt_cell_number(cell, out) && isfinite(*out);
}

static bool
set_size(size_t *to, const char *value, double most, struct irt_error *error)
{
    double number;

    if (!read_number(value, &number) || number < 1 || number > most ||
        number != floor(number))
        return irt_fail(error, IRT_BAD_USAGE,
                        "'%.60s' is not a whole number from 1 to %.0f", value, most);
    *to = (size_t)number;
    return true;
}

static void
show_text(const char *text, char *out, size_t size)
{
    snprintf(out, size, "%s", text != NULL ? text : "");
}

static void
show_size(size_t number, char *out, size_t size)
{
    snprintf(out, size, "%zu", number);
}

/* As few digits as give the number back. */
static void
show_number(double number, char *out, size_t size)
{
    for (int digits = 1; digits <= 17; digits++) {
        double back;

        snprintf(out, size, "%.*g", digits, number);
        if (read_number(out, &back) && back == number)
            return;
    }
}

static void
show_distribution(const struct irt_distribution *d, char *out, size_t size)
{
    static const char *const name[] = {
        [IRT_NORMAL] = "normal", [IRT_LOGNORMAL] = "lognormal", [IRT_UNIFORM] = "uniform"
    };
    char first[40], second[40];

    show_number(d->first, first, sizeof first);
    show_number(d->second, second, sizeof second);
    if (d->kind == IRT_CONSTANT)
        snprintf(out, size, "%s", first);
    else
        snprintf(out, size, "%s(%s,%s)", name[d->kind], first, second);
}

/* --- the data --------------------------------------------------------------------------- */

static bool
set_model(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    if (irt_model_find(value) == NULL)
        return irt_fail(error, IRT_BAD_USAGE, "there is no model '%.40s'", value);
    cell->data.model = value;
    return true;
}

static void
show_model(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_text(cell->data.model, out, size);
}

static bool
set_persons(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    return set_size(&cell->data.persons, value, 1e9, error);
}

/* Where schools have sizes, the number of persons is theirs. */
static void
show_persons(const struct irt_study_cell *cell, char *out, size_t size)
{
    if (cell->data.plan.sizes != NULL)
        show_text("", out, size);
    else
        show_size(cell->data.persons, out, size);
}

static bool
set_items(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    return set_size(&cell->data.items, value, 65535, error);
}

static void
show_items(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_size(cell->data.items, out, size);
}

static bool
set_categories(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    size_t categories;

    if (!set_size(&categories, value, IRT_MAX_CATEGORIES, error))
        return false;
    cell->data.categories = (unsigned)categories;
    return true;
}

static void
show_categories(const struct irt_study_cell *cell, char *out, size_t size)
{
    if (cell->data.categories == 0)
        show_text("", out, size);
    else
        show_size(cell->data.categories, out, size);
}

static bool
set_schools(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    return set_size(&cell->data.plan.schools, value, 1e6, error);
}

static void
show_schools(const struct irt_study_cell *cell, char *out, size_t size)
{
    size_t schools = 0;

    irt_school_plan_check(&cell->data.plan, &schools, NULL);
    show_size(schools, out, size);
}

static bool
set_school_sizes(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    struct irt_school_plan alone = { 0, value, NULL };

    cell->data.plan.sizes = value;
    return irt_school_plan_read(&alone, error);
}

static void
show_school_sizes(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_text(cell->data.plan.sizes, out, size);
}

static bool
set_school_effects(struct irt_study_cell *cell, const char *value,
                   struct irt_error *error)
{
    struct irt_school_plan alone = { 0, NULL, value };

    cell->data.plan.effects = value;
    return irt_school_plan_read(&alone, error);
}

static void
show_school_effects(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_text(cell->data.plan.effects, out, size);
}

#define DISTRIBUTION(field)                                                             \
    static bool set_##field(struct irt_study_cell *cell, const char *value,             \
                            struct irt_error *error)                                    \
    {                                                                                   \
        return irt_distribution_parse(value, &cell->data.field, error);                 \
    }                                                                                   \
    static void show_##field(const struct irt_study_cell *cell, char *out, size_t size) \
    {                                                                                   \
        show_distribution(&cell->data.field, out, size);                                \
    }
DISTRIBUTION(a)
DISTRIBUTION(b)
DISTRIBUTION(spread)
DISTRIBUTION(c)
DISTRIBUTION(u)
DISTRIBUTION(theta)

static bool
set_missing(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    double share;

    if (!read_number(value, &share) || share < 0 || share >= 1)
        return irt_fail(error, IRT_BAD_USAGE, "'%.60s' is not a share from 0 to below 1",
                        value);
    cell->data.missing = share;
    return true;
}

static void
show_missing(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_number(cell->data.missing, out, size);
}

static bool
set_contaminate(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    return irt_contamination_parse(value, &cell->data.contamination, error);
}

/* A share of 0 is none of any kind. */
static void
show_contaminate(const struct irt_study_cell *cell, char *out, size_t size)
{
    const struct irt_contamination *c = &cell->data.contamination;
    char share[40];

    show_number(c->share, share, sizeof share);
    if (c->kind == IRT_CLEAN || !(c->share > 0))
        show_text("none", out, size);
    else
        snprintf(out, size, "%s=%s", irt_contamination_name(c->kind), share);
}

/* --- the method ------------------------------------------------------------------------------ */

static bool
set_estimator(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    if (irt_estimator_find(value) == NULL)
        return irt_fail(error, IRT_BAD_USAGE, "there is no estimator '%.40s'", value);
    cell->estimator = value;
    if (strcmp(value, "federated") == 0) /* as the front end has it */
        cell->options.accelerate = IRT_ACCELERATE_LBFGS;
    return true;
}

static void
show_estimator(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_text(cell->estimator, out, size);
}

enum irt_effects
irt_study_effects(const struct irt_study_cell *cell)
{
    enum irt_effects effects = IRT_EFFECTS_NONE;
    size_t schools = 0;

    irt_school_plan_check(&cell->data.plan, &schools, NULL);
    if (cell->effects != NULL)
        irt_effects_from_name(cell->effects, &effects);
    else if (schools > 0)
        effects = IRT_EFFECTS_FIXED;
    return effects;
}

static bool
set_effects(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    enum irt_effects unused;

    cell->effects = value;
    return irt_effects_from_name(value, &unused) ||
           irt_fail(error, IRT_BAD_USAGE,
                    "'%.40s' is not one of: none fixed random averages", value);
}

static void
show_effects(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_text(irt_effects_name(irt_study_effects(cell)), out, size);
}

static bool
set_robust(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    return irt_robust_from_text(value, &cell->options) ||
           irt_fail(error, IRT_BAD_USAGE, "'%.40s' is not one of: none trim=P cap median",
                    value);
}

/* Trimming nobody is none. */
static void
show_robust(const struct irt_study_cell *cell, char *out, size_t size)
{
    if (irt_options_robust(&cell->options) == IRT_ROBUST_NONE)
        show_text("none", out, size);
    else
        irt_robust_text(&cell->options, out, size);
}

static bool
set_quad(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    return set_size(&cell->options.points, value, IRT_MAX_POINTS, error);
}

static void
show_quad(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_size(cell->options.points, out, size);
}

static bool
set_range(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    const char *colon = strchr(value, ':');
    struct irt_cell lo = { value, colon != NULL ? (size_t)(colon - value) : 0 };

    if (colon == NULL || !irt_cell_number(lo, &cell->options.lo) ||
        !read_number(colon + 1, &cell->options.hi))
        return irt_fail(error, IRT_BAD_USAGE, "'%.60s' is no range such as -6:6", value);
    return true;
}

static void
show_range(const struct irt_study_cell *cell, char *out, size_t size)
{
    char lo[40], hi[40];

    show_number(cell->options.lo, lo, sizeof lo);
    show_number(cell->options.hi, hi, sizeof hi);
    snprintf(out, size, "%s:%s", lo, hi);
}

static bool
set_tol(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    return (read_number(value, &cell->options.tolerance) &&
            cell->options.tolerance > 0) ||
           irt_fail(error, IRT_BAD_USAGE, "'%.60s' is not a positive number", value);
}

static void
show_tol(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_number(cell->options.tolerance, out, size);
}

static bool
set_max_cycles(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    return set_size(&cell->options.max_cycles, value, 1e9, error);
}

static void
show_max_cycles(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_size(cell->options.max_cycles, out, size);
}

static bool
set_correction(struct irt_study_cell *cell, const char *value, struct irt_error *error)
{
    cell->options.correct = strcmp(value, "on") == 0;
    return cell->options.correct || strcmp(value, "off") == 0 ||
           irt_fail(error, IRT_BAD_USAGE, "'%.40s' is not one of: off on", value);
}

static void
show_correction(const struct irt_study_cell *cell, char *out, size_t size)
{
    show_text(cell->options.correct ? "on" : "off", out, size);
}

#define NAMED(key, from_name, name, list)                                             \
    static bool set_##key(struct irt_study_cell *cell, const char *value,             \
                          struct irt_error *error)                                    \
    {                                                                                 \
        return from_name(value, &cell->options.key) ||                                \
               irt_fail(error, IRT_BAD_USAGE, "'%.40s' is not one of: " list, value); \
    }                                                                                 \
    static void show_##key(const struct irt_study_cell *cell, char *out, size_t size) \
    {                                                                                 \
        show_text(name(cell->options.key), out, size);                                \
    }
NAMED(nodes, irt_nodes_from_name, irt_nodes_name, "equal gh empirical")
NAMED(criterion, irt_criterion_from_name, irt_criterion_name, "parameter gradient loglik")
NAMED(accelerate, irt_acceleration_from_name, irt_acceleration_name,
      "none ramsay squarem lbfgs")
NAMED(optimizer, irt_optimizer_from_name, irt_optimizer_name, "newton adam")
NAMED(se, irt_se_from_name, irt_se_name, "none oakes crossprod")

/* TO ADD A NEW KEY: set and show above, a row here.  The order is that of the columns, and
 * what stands last varies fastest; data before contamination before the method. */
const struct irt_study_key irt_study_keys[] = {
    { "model", IRT_STUDY_DATA, "model that data are drawn from, and fitted", set_model,
      show_model },
    { "categories", IRT_STUDY_DATA, "categories of an item", set_categories,
      show_categories },
    { "items", IRT_STUDY_DATA, "number of items", set_items, show_items },
    { "schools", IRT_STUDY_DATA, "number of schools", set_schools, show_schools },
    { "school-sizes", IRT_STUDY_DATA, "persons in each school", set_school_sizes,
      show_school_sizes },
    { "persons", IRT_STUDY_DATA, "number of persons, where schools have no sizes",
      set_persons, show_persons },
    { "school-effects", IRT_STUDY_DATA, "true effects of the schools", set_school_effects,
      show_school_effects },
    { "a", IRT_STUDY_DATA, "true slopes", set_a, show_a },
    { "b", IRT_STUDY_DATA, "true difficulties", set_b, show_b },
    { "spread", IRT_STUDY_DATA, "distances between an item's steps", set_spread,
      show_spread },
    { "c", IRT_STUDY_DATA, "lower asymptotes", set_c, show_c },
    { "u", IRT_STUDY_DATA, "upper asymptotes", set_u, show_u },
    { "theta", IRT_STUDY_DATA, "abilities", set_theta, show_theta },
    { "missing", IRT_STUDY_DATA, "share of answers missing", set_missing, show_missing },
    { "contaminate", IRT_STUDY_CONTAMINATION, "rows from no model, KIND=SHARE",
      set_contaminate, show_contaminate },
    { "estimator", IRT_STUDY_METHOD, "how it is estimated", set_estimator,
      show_estimator },
    { "optimizer", IRT_STUDY_METHOD, "how jml climbs", set_optimizer, show_optimizer },
    { "jml-correction", IRT_STUDY_METHOD, "difficulties of jml times (J - 1)/J",
      set_correction, show_correction },
    { "effects", IRT_STUDY_METHOD, "what the fit makes of schools", set_effects,
      show_effects },
    { "robust", IRT_STUDY_METHOD, "extreme rows, or odd schools, count less", set_robust,
      show_robust },
    { "quad", IRT_STUDY_METHOD, "number of quadrature nodes", set_quad, show_quad },
    { "nodes", IRT_STUDY_METHOD, "kind of quadrature nodes", set_nodes, show_nodes },
    { "range", IRT_STUDY_METHOD, "ends of the equal nodes", set_range, show_range },
    { "tol", IRT_STUDY_METHOD, "stop when the criterion is below it", set_tol, show_tol },
    { "criterion", IRT_STUDY_METHOD, "what is to be below it", set_criterion,
      show_criterion },
    { "max-cycles", IRT_STUDY_METHOD, "stop after so many cycles", set_max_cycles,
      show_max_cycles },
    { "accelerate", IRT_STUDY_METHOD, "acceleration", set_accelerate, show_accelerate },
    { "se", IRT_STUDY_METHOD, "standard errors", set_se, show_se },
    { NULL, IRT_STUDY_DATA, NULL, NULL, NULL },
};

size_t
irt_study_key_count(void)
{
    return sizeof irt_study_keys / sizeof *irt_study_keys - 1;
}
