/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/options.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct irt_options
irt_options_defaults(void)
{
    return (struct irt_options){
        .nodes = IRT_NODES_EQUAL,
        .points = 61,
        .lo = -6.0,
        .hi = 6.0,
        .tolerance = 1e-4,
        .criterion = IRT_CRITERION_PARAMETER,
        .max_cycles = 500,
        .accelerate = IRT_ACCELERATE_SQUAREM,
        .se = IRT_SE_OAKES,
        .learning_rate = 0.01,
        .penalty = 1.0,
        .neural = { .layers = 2,
                    .hidden = { 64, 32 },
                    .samples = 1,
                    .batch = 128,
                    .warm_up = 20,
                    .held_out = 0.1,
                    .refine = 1200,
                    .starts = 2 },
        .seed = 1,
        .dims = 1,
    };
}

void
irt_options_set_lecture(struct irt_options *options)
{
    options->lecture = true;
    options->nodes = IRT_NODES_EQUAL;
    options->points = 10;
    options->lo = -4.0;
    options->hi = 4.0;
    options->tolerance = 1e-4;
    options->criterion = IRT_CRITERION_PARAMETER;
    options->accelerate = IRT_ACCELERATE_NONE;
}

bool
irt_options_check(const struct irt_options *options, struct irt_error *error)
{
    if (!(options->tolerance > 0.0) || !isfinite(options->tolerance))
        return irt_fail(error, IRT_BAD_USAGE, "a tolerance of %g: give a positive number",
                        options->tolerance);
    if (options->max_cycles < 1)
        return irt_fail(error, IRT_BAD_USAGE, "max-cycles 0: give 1 or more");
    struct irt_quadrature *quadrature = irt_options_quadrature(options, error);
    irt_quadrature_free(quadrature);
    return quadrature != NULL;
}

/* The walk-through's rounded table stands only for the nodes it was made for. */
static bool
is_lecture_table(const struct irt_options *options)
{
    return options->lecture && options->nodes == IRT_NODES_EQUAL &&
           options->points == 10 && options->lo == -4.0 && options->hi == 4.0;
}

/* The rule of one dimension. */
static struct irt_quadrature *
one_dimension(const struct irt_options *options, struct irt_error *error)
{
    if (is_lecture_table(options))
        return irt_quadrature_lecture(error);
    switch (options->nodes) {
    case IRT_NODES_GH: return irt_quadrature_gh(options->points, error);
    case IRT_NODES_EMPIRICAL:
        return irt_quadrature_empirical(options->points, options->lo, options->hi, error);
    case IRT_NODES_EQUAL:
    case IRT_NODES_SOBOL: break;
    }
    return irt_quadrature_equal(options->points, options->lo, options->hi, error);
}

#define SOBOL_NODES 10000 /* by default */
#define LEAST_SOBOL 100   /* fewer are no integral; and a number in each dimension */
#define CUBE_NODES  21    /* by default in each of three dimensions */
#define CUBE_DIMS   3

/* base^power, or more than IRT_MAX_NODES. */
static size_t
limited_power(size_t base, size_t power)
{
    size_t product = 1;
    while (power-- > 0 && product <= IRT_MAX_NODES)
        product *= base;
    return product;
}

struct irt_node_plan
irt_options_nodes(const struct irt_options *options)
{
    struct irt_options defaults = irt_options_defaults();
    bool given = options->points_given || options->points != defaults.points;
    struct irt_node_plan plan = { options->nodes, options->points, options->points };
    if (options->dims <= 1)
        return plan;
    if (!given && options->dims == CUBE_DIMS)
        plan.each = CUBE_NODES;
    plan.all = limited_power(plan.each, options->dims);
    bool beyond = plan.all > IRT_MAX_NODES && (!given || plan.each >= LEAST_SOBOL);
    if (options->nodes != IRT_NODES_SOBOL && !beyond)
        return plan;
    return (struct irt_node_plan){ IRT_NODES_SOBOL, 0,
                                   given ? options->points : SOBOL_NODES };
}

/* Too many for a product, too few for a sequence. */
static bool
check_plan(const struct irt_options *options, struct irt_error *error)
{
    struct irt_node_plan plan = irt_options_nodes(options);
    if (options->dims > 1 && options->nodes == IRT_NODES_EMPIRICAL)
        return irt_fail(error, IRT_BAD_USAGE, "empirical nodes are for one dimension");
    if (options->dims <= 1)
        return options->nodes != IRT_NODES_SOBOL ||
               irt_fail(error, IRT_BAD_USAGE, "Sobol nodes are for several dimensions");
    if (plan.nodes == IRT_NODES_SOBOL && plan.all < LEAST_SOBOL)
        return irt_fail(error, IRT_BAD_USAGE, "%zu Sobol nodes: give %d to %d by --quad",
                        plan.all, LEAST_SOBOL, IRT_MAX_NODES);
    if (plan.nodes != IRT_NODES_SOBOL && plan.all > IRT_MAX_NODES)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "%zu nodes in each of %zu dimensions are more than %d in all: give "
            "fewer by --quad, or %d and more for a Sobol sequence",
            plan.each, options->dims, IRT_MAX_NODES, LEAST_SOBOL);
    return true;
}

struct irt_quadrature *
irt_options_quadrature(const struct irt_options *options, struct irt_error *error)
{
    struct irt_node_plan plan = irt_options_nodes(options);
    struct irt_options rule = *options;
    if (!check_plan(options, error))
        return NULL;
    if (plan.nodes == IRT_NODES_SOBOL)
        return irt_quadrature_sobol(plan.all, options->dims, error);
    rule.points = plan.each;
    struct irt_quadrature *one = one_dimension(&rule, error);
    if (!one || options->dims <= 1)
        return one;
    struct irt_quadrature *product = irt_quadrature_product(one, options->dims, error);
    irt_quadrature_free(one);
    return product;
}

static const char *const nodes_names[] = { "equal", "gh", "empirical", "sobol", NULL };
static const char *const criterion_names[] = { "parameter", "gradient", "loglik", NULL };
static const char *const acceleration_names[] = { "none", "ramsay", "squarem", "lbfgs",
                                                  NULL };
static const char *const score_names[] = { "eap", "map", "ml", "wle", NULL };
static const char *const se_names[] = { "none", "oakes", "crossprod", NULL };

/* The index of name in a NULL-terminated list, or -1. */
static int
find_name(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

const char *
irt_nodes_name(enum irt_nodes nodes)
{
    return nodes_names[nodes];
}

const char *
irt_criterion_name(enum irt_criterion criterion)
{
    return criterion_names[criterion];
}

const char *
irt_acceleration_name(enum irt_acceleration acceleration)
{
    return acceleration_names[acceleration];
}

const char *
irt_se_name(enum irt_se se)
{
    return se_names[se];
}

const char *
irt_score_name(enum irt_score score)
{
    return score_names[score];
}

static const char *const robust_names[] = { "none", "trim", "cap", "median", NULL };

void
irt_robust_text(const struct irt_options *options, char *text, size_t size)
{
    if (options->robust == IRT_ROBUST_TRIM)
        snprintf(text, size, "trim=%.15g", options->trim);
    else
        snprintf(text, size, "%s", robust_names[options->robust]);
}

enum irt_robust
irt_options_robust(const struct irt_options *options)
{
    bool nobody = options->robust == IRT_ROBUST_TRIM && !(options->trim > 0.0);
    return nobody ? IRT_ROBUST_NONE : options->robust;
}

bool
irt_robust_from_text(const char *text, struct irt_options *options)
{
    if (strncmp(text, "trim=", 5) == 0) {
        char *end;
        double share = strtod(text + 5, &end);
        if (end == text + 5 || *end != '\0' || !(share >= 0.0 && share < 1.0))
            return false;
        options->trim = share;
        options->robust = IRT_ROBUST_TRIM;
        return true;
    }
    int i = find_name(robust_names, text);
    if (i < 0 || i == IRT_ROBUST_TRIM)
        return false;
    options->robust = (enum irt_robust)i;
    return true;
}

bool
irt_nodes_from_name(const char *name, enum irt_nodes *out)
{
    int i = find_name(nodes_names, name);
    if (i >= 0)
        *out = (enum irt_nodes)i;
    return i >= 0;
}

bool
irt_criterion_from_name(const char *name, enum irt_criterion *out)
{
    int i = find_name(criterion_names, name);
    if (i >= 0)
        *out = (enum irt_criterion)i;
    return i >= 0;
}

bool
irt_acceleration_from_name(const char *name, enum irt_acceleration *out)
{
    int i = find_name(acceleration_names, name);
    if (i >= 0)
        *out = (enum irt_acceleration)i;
    return i >= 0;
}

bool
irt_se_from_name(const char *name, enum irt_se *out)
{
    int i = find_name(se_names, name);
    if (i >= 0)
        *out = (enum irt_se)i;
    return i >= 0;
}

bool
irt_score_from_name(const char *name, enum irt_score *out)
{
    int i = find_name(score_names, name);
    if (i >= 0)
        *out = (enum irt_score)i;
    return i >= 0;
}

static const char *const optimizer_names[] = { "newton", "adam", NULL };

const char *
irt_optimizer_name(enum irt_optimizer optimizer)
{
    return optimizer_names[optimizer];
}

bool
irt_optimizer_from_name(const char *name, enum irt_optimizer *out)
{
    int i = find_name(optimizer_names, name);
    if (i >= 0)
        *out = (enum irt_optimizer)i;
    return i >= 0;
}
