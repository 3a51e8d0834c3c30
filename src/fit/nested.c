/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/nested.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fit/p_text.h"

#define SAME   1e-9 /* of values that were fixed */
#define SLACK  0.01 /* by which a larger model may seem to fit worse, for rounding */
#define SHOWN  60
#define LEVEL  0.05
#define SLOPES ((size_t)-2) /* as a free parameter: sigma, which fixed slopes multiply */

/* What a parameter is in terms of one model's free parameters, theta having variance 1. */
enum kind { CONSTANT, MULTIPLE, OTHER };
struct term {
    enum kind kind;
    size_t free; /* of a multiple; of another: which, none is equal to any other */
    double x;    /* the constant, or the factor */
};

/* A larger model's free parameters as they are found in the smaller one. */
struct search {
    const struct irt_shape *smaller, *larger;
    struct term *found; /* by free parameter of the larger; SLOPES last */
    bool *is_found;
    size_t room;   /* of both lists */
    size_t others; /* made so far */
    const char *boundary;
};

static struct term
constant(double x)
{
    return (struct term){ CONSTANT, 0, x };
}

static struct term
other(struct search *s)
{
    return (struct term){ OTHER, s->others++, 0.0 };
}

static struct term
times(struct term term, double factor)
{
    term.x *= factor;
    return term;
}

static bool
equal(struct term a, struct term b)
{
    return a.kind == b.kind && (a.kind == CONSTANT || a.free == b.free) &&
           fabs(a.x - b.x) <= SAME * (1.0 + fabs(a.x));
}

/* Where sigma is free it is theirs whose slopes are fixed. */
static struct term
term_of(const struct irt_shape *shape, const struct irt_shape_parameter *parameter,
        bool slope)
{
    bool free_sigma = shape->sigma.free != IRT_NONE;
    double sigma = slope && !free_sigma ? shape->sigma.value : 1.0;
    if (parameter->free != IRT_NONE)
        return (struct term){ MULTIPLE, parameter->free, sigma };
    if (slope && free_sigma && parameter->value != 0.0)
        return (struct term){ MULTIPLE, SLOPES, parameter->value };
    return constant(sigma * parameter->value);
}

static bool
is_slope(const struct irt_shape_item *item, size_t p)
{
    struct irt_item like = { .ops = item->ops,
                             .categories = item->categories,
                             .count = item->count };
    like.dims = item->ops == &irt_item_m2pl ? item->count - 1 : 1;
    return item->ops->is_slope(&like, p) != 0;
}

static struct term
parameter_term(const struct irt_shape *shape, const struct irt_shape_item *item, size_t p)
{
    return term_of(shape, &item->parameter[p], is_slope(item, p));
}

/* A parameter of the larger model is this in the smaller one: fixed ones have to be what they
 * are fixed at, equal ones equal. */
static bool
match(struct search *s, struct term larger, struct term here)
{
    if (larger.kind == CONSTANT)
        return equal(larger, here);
    size_t f = larger.free == SLOPES ? s->room - 1 : larger.free;
    here = times(here, 1.0 / larger.x);
    if (s->is_found[f])
        return equal(s->found[f], here);
    s->is_found[f] = true;
    s->found[f] = here;
    return true;
}

/* --- one item ----------------------------------------------------------------------------- */

static bool
is_two_way(const struct irt_shape_item *item)
{
    return item->categories == 2 &&
           (item->ops == &irt_item_2pl || item->ops == &irt_item_gpcm ||
            item->ops == &irt_item_grm);
}

static void
add_boundary(struct search *s, const char *what)
{
    if (s->boundary && strcmp(s->boundary, what) != 0)
        what = "some parameters";
    s->boundary = what;
}

/* Slopes h a and intercepts d_h, as nrm has them. */
static size_t
as_nominal(struct search *s, const struct irt_shape_item *item, bool steps,
           struct term *out)
{
    size_t m = item->categories - 1;
    for (size_t h = 1; h <= m; h++)
        out[h - 1] = times(parameter_term(s->smaller, item, 0), (double)h);
    for (size_t h = 1; h <= m; h++)
        out[m + h - 1] = steps ? parameter_term(s->smaller, item, h) : other(s);
    return 2 * m;
}

/* What the parameters of the larger model's item are in the smaller one's; 0: it cannot be
 * said, or the one is no case of the other. */
static size_t
express(struct search *s, const struct irt_shape_item *small,
        const struct irt_shape_item *large, struct term *out)
{
    size_t count = small->count;
    const struct irt_item_ops *from = small->ops, *to = large->ops;
    bool two = from == &irt_item_2pl;
    for (size_t p = 0; p < count; p++)
        out[p] = parameter_term(s->smaller, small, p);
    if (small->categories != large->categories)
        return 0;
    if (from == to)
        return count;
    if (is_two_way(small) && is_two_way(large))
        return 2;
    if ((two && to == &irt_item_3pl) || (two && to == &irt_item_4pl))
        out[count++] = constant(0.0);
    if ((two || from == &irt_item_3pl) && to == &irt_item_4pl)
        out[count++] = constant(1.0);
    if (count > small->count) {
        add_boundary(s, to == &irt_item_3pl ? "c = 0"
                        : two               ? "c = 0 and u = 1"
                                            : "u = 1");
        return count;
    }
    if (to == &irt_item_nrm && (from == &irt_item_gpcm || is_two_way(small)))
        return as_nominal(s, small, true, out);
    if (to == &irt_item_nrm && from == &irt_item_rsm)
        return as_nominal(s, small, false, out);
    if (to == &irt_item_gpcm && from == &irt_item_rsm) {
        for (size_t h = 1; h < small->categories; h++)
            out[h] = other(s);
        return small->categories;
    }
    return 0;
}

static const struct irt_shape_item *
find_item(const struct irt_shape *shape, const char *name, size_t length)
{
    for (size_t j = 0; j < shape->items; j++)
        if (strlen(shape->item[j].name) == length &&
            memcmp(shape->item[j].name, name, length) == 0)
            return &shape->item[j];
    return NULL;
}

/* The item of the smaller model with these answers: of the same name, or the one that is the
 * same in all groups where here each has its own. */
static const struct irt_shape_item *
find_same(const struct search *s, const struct irt_shape_item *large)
{
    const struct irt_shape_item *same =
        find_item(s->smaller, large->name, strlen(large->name));
    return same ? same : find_item(s->smaller, large->name, large->of);
}

static bool not_nested(const struct search *s, struct irt_error *error,
                       const char *format, ...) IRT_PRINTF(3, 4);
static bool
not_nested(const struct search *s, struct irt_error *error, const char *format, ...)
{
    const struct irt_shape *a = s->smaller, *b = s->larger;
    char why[160], instead[220] = "";
    va_list arguments;
    va_start(arguments, format);
    if (vsnprintf(why, sizeof why, format, arguments) < 0)
        why[0] = '\0';
    va_end(arguments);
    if (isfinite(a->aic) && isfinite(b->aic))
        snprintf(instead, sizeof instead, "; their AIC compare: %s %.2f, %s %.2f",
                 a->title, a->aic, b->title, b->aic);
    return irt_fail(error, IRT_BAD_USAGE, "no likelihood-ratio test: %s%s", why, instead);
}

static bool
match_items(struct search *s, struct irt_error *error)
{
    struct term out[2 * IRT_MAX_ITEM_PARAMETERS + 2];
    for (size_t j = 0; j < s->larger->items; j++) {
        const struct irt_shape_item *large = &s->larger->item[j],
                                    *small = find_same(s, large);
        if (!small)
            return not_nested(s, error,
                              "item '%.*s' is in one of the fits only, or free "
                              "by group in the smaller one",
                              SHOWN, large->name);
        size_t count = express(s, small, large, out);
        if (count != large->count)
            return not_nested(s, error, "%s of item '%.*s' is no special case of %s",
                              small->ops->title, SHOWN, large->name, large->ops->title);
        for (size_t p = 0; p < count; p++)
            if (!match(s, parameter_term(s->larger, large, p), out[p]))
                return not_nested(
                    s, error,
                    "the larger model fixes a parameter of '%.*s', or holds it equal, "
                    "where the smaller one does not",
                    SHOWN, large->name);
    }
    return true;
}

/* --- dimensions --------------------------------------------------------------------------- */

static bool
match_correlations(struct search *s)
{
    for (size_t c = 0; c < s->larger->correlations; c++)
        if (!match(s, term_of(s->larger, &s->larger->correlation[c], false),
                   term_of(s->smaller, &s->smaller->correlation[c], false)))
            return false;
    return true;
}

static bool
is_free(const struct irt_shape_item *item, size_t p)
{
    return item->parameter[p].free != IRT_NONE;
}

/* One dimension among several: every item has a slope on it, the others are 0. */
static bool
one_of_several(struct search *s, size_t r)
{
    size_t D = s->larger->dims;
    for (size_t j = 0; j < s->larger->items; j++) {
        const struct irt_shape_item *large = &s->larger->item[j],
                                    *small = find_same(s, large);
        if (!small || !is_two_way(small) || !is_free(large, r))
            return false;
        for (size_t p = 0; p <= D; p++) {
            struct term here = p == r   ? parameter_term(s->smaller, small, 0)
                               : p == D ? parameter_term(s->smaller, small, 1)
                                        : constant(0.0);
            if (!match(s, parameter_term(s->larger, large, p), here))
                return false;
        }
    }
    return true;
}

/* Several dimensions whose correlations are 1: every item on one of them. */
static bool
all_the_same(struct search *s)
{
    size_t D = s->larger->dims;
    for (size_t c = 0; c < s->larger->correlations; c++)
        if (s->larger->correlation[c].free == IRT_NONE)
            return false;
    for (size_t j = 0; j < s->larger->items; j++) {
        const struct irt_shape_item *large = &s->larger->item[j],
                                    *small = find_same(s, large);
        size_t loads = 0;
        if (!small || !is_two_way(small))
            return false;
        for (size_t p = 0; p < D; p++) {
            loads += is_free(large, p);
            if (is_free(large, p) && !match(s, parameter_term(s->larger, large, p),
                                            parameter_term(s->smaller, small, 0)))
                return false;
        }
        if (loads != 1 || !match(s, parameter_term(s->larger, large, D),
                                 parameter_term(s->smaller, small, 1)))
            return false;
    }
    add_boundary(s, "a correlation of 1");
    return true;
}

static bool
match_dimensions(struct search *s, struct irt_error *error)
{
    if (s->smaller->dims == s->larger->dims)
        return match_items(s, error) &&
               (match_correlations(s) ||
                not_nested(s, error,
                           "the larger model fixes a correlation that the "
                           "smaller one estimates"));
    for (size_t r = 0; s->smaller->dims == 1 && r < s->larger->dims; r++) {
        memset(s->is_found, 0, s->room * sizeof *s->is_found);
        if (one_of_several(s, r))
            return true;
    }
    memset(s->is_found, 0, s->room * sizeof *s->is_found);
    return (s->smaller->dims == 1 && all_the_same(s)) ||
           not_nested(s, error,
                      "that %zu dimension%s are a special case of %zu is not known",
                      s->smaller->dims, s->smaller->dims == 1 ? "" : "s",
                      s->larger->dims);
}

/* --- populations -------------------------------------------------------------------------- */

/* No intercept is held: theta can be moved. */
static bool
can_move(const struct irt_shape *shape)
{
    for (size_t j = 0; j < shape->items; j++)
        for (size_t p = 0; p < shape->item[j].count; p++)
            if (!is_slope(&shape->item[j], p) && !is_free(&shape->item[j], p))
                return false;
    return true;
}

static bool
match_populations(struct search *s, struct irt_error *error)
{
    enum irt_effects small = s->smaller->effects, large = s->larger->effects;
    if (small != IRT_EFFECTS_NONE && large == IRT_EFFECTS_NONE)
        return not_nested(
            s, error,
            "the model with fewer parameters has populations that the other "
            "has not");
    if (small != IRT_EFFECTS_NONE && s->smaller->groups != s->larger->groups)
        return not_nested(s, error, "their schools or groups are others");
    if (small == large)
        return true;
    if (large == IRT_EFFECTS_RANDOM && small == IRT_EFFECTS_NONE) {
        add_boundary(s, "a variance of 0");
        return true;
    }
    if (large != IRT_EFFECTS_RANDOM && small == IRT_EFFECTS_NONE)
        return true;
    if (small == IRT_EFFECTS_FIXED && large == IRT_EFFECTS_GROUPS)
        return can_move(s->smaller) ||
               not_nested(s, error,
                          "an intercept is fixed, so that schools and groups "
                          "have different origins");
    return not_nested(s, error, "%s effects are no special case of %s ones",
                      irt_effects_name(small), irt_effects_name(large));
}

/* --- the comparison ----------------------------------------------------------------------------- */

static bool
can_compare(const struct search *s, const struct irt_shape *x, struct irt_error *error)
{
    if (x->likelihood != IRT_LIKELIHOOD_MARGINAL)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "no likelihood-ratio test: %s was fitted by another likelihood than "
            "the marginal one; fit both with --estimator em",
            x->title);
    if (x->robust)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "no likelihood-ratio test: %s solves robust equations and maximises "
            "no likelihood; fit both without --robust",
            x->title);
    if (!x->converged || !isfinite(x->loglik))
        return irt_fail(error, IRT_BAD_USAGE,
                        "no likelihood-ratio test: %s has not converged; raise "
                        "--max-cycles",
                        x->title);
    if (x->priors)
        return not_nested(
            s, error,
            "%s has priors, so that its likelihood is not at its maximum; fit "
            "both without",
            x->title);
    return true;
}

/* Whether one's items are the other's too, by their columns. */
static const char *
missing_item(const struct irt_shape *in, const struct irt_shape *of)
{
    for (size_t j = 0; j < of->items; j++) {
        bool there = false;
        for (size_t k = 0; k < in->items && !there; k++)
            there = in->item[k].of == of->item[j].of &&
                    memcmp(in->item[k].name, of->item[j].name, of->item[j].of) == 0;
        if (!there)
            return of->item[j].name;
    }
    return NULL;
}

static bool
same_data(const struct search *s, struct irt_error *error)
{
    const struct irt_shape *a = s->smaller, *b = s->larger;
    const char *missing = missing_item(a, b);
    if (!missing)
        missing = missing_item(b, a);
    if (missing)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "no likelihood-ratio test: the items differ: '%.*s' is in one of the "
            "fits only",
            SHOWN, missing);
    if (a->answers != b->answers || a->persons != b->persons)
        return irt_fail(error, IRT_BAD_USAGE,
                        "no likelihood-ratio test: the fits are of different data (%.15g "
                        "and %.15g persons); fit both to the same answers",
                        a->persons, b->persons);
    if (memcmp(a->nodes, b->nodes, sizeof a->nodes) != 0)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "no likelihood-ratio test: the fits integrate over different nodes; "
            "take the same --nodes, --quad and --range");
    return true;
}

static bool
derive(struct search *s, struct irt_error *error)
{
    const struct irt_shape *a = s->smaller, *b = s->larger;
    if (a->parameters == b->parameters)
        return not_nested(
            s, error,
            "both have %zu parameters, so that neither is a special case of "
            "the other",
            a->parameters);
    return match_populations(s, error) && match_dimensions(s, error);
}

static bool
conclude(const struct search *s, struct irt_comparison *out, struct irt_error *error)
{
    double x2 = 2.0 * (s->larger->loglik - s->smaller->loglik);
    if (x2 < -SLACK)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "no likelihood-ratio test: the larger model's log-likelihood is below "
            "the smaller one's (%.4f, %.4f), so it is not at its maximum; lower "
            "--tol",
            s->larger->loglik, s->smaller->loglik);
    out->smaller = s->smaller;
    out->larger = s->larger;
    out->df = s->larger->parameters - s->smaller->parameters;
    out->x2 = fmax(x2, 0.0);
    out->p = gsl_cdf_chisq_Q(out->x2, (double)out->df);
    out->boundary = s->boundary;
    return true;
}

/* One more than the largest number of a free parameter, and a place for SLOPES. */
static size_t
count_free(const struct irt_shape *shape)
{
    size_t most = 0;
    for (size_t j = 0; j < shape->items; j++)
        for (size_t p = 0; p < shape->item[j].count; p++) {
            size_t f = shape->item[j].parameter[p].free;
            most = f != IRT_NONE && f >= most ? f + 1 : most;
        }
    for (size_t c = 0; c < shape->correlations; c++) {
        size_t f = shape->correlation[c].free;
        most = f != IRT_NONE && f >= most ? f + 1 : most;
    }
    return most + 1;
}

bool
irt_compare_fits(const struct irt_shape *a, const struct irt_shape *b,
                 struct irt_comparison *out, struct irt_error *error)
{
    bool first = a->parameters <= b->parameters;
    struct search s = { .smaller = first ? a : b, .larger = first ? b : a };
    s.room = count_free(s.larger);
    s.found = calloc(s.room, sizeof *s.found);
    s.is_found = calloc(s.room, sizeof *s.is_found);
    bool done = s.found && s.is_found;
    if (!done)
        irt_fail(error, IRT_NO_MEMORY, "no memory to compare fits");
    done = done && same_data(&s, error) && can_compare(&s, a, error) &&
           can_compare(&s, b, error) && derive(&s, error) && conclude(&s, out, error);
    free(s.found);
    free(s.is_found);
    return done;
}

/* --- in words ------------------------------------------------------------------------------- */

void
irt_comparison_sentence(const struct irt_comparison *c, char *out, size_t size)
{
    char p[IRT_P_TEXT], edge[160] = "";
    if (c->boundary)
        snprintf(
            edge, sizeof edge,
            "; the smaller lies on the boundary of the larger (%s), so that the true p "
            "is smaller",
            c->boundary);
    snprintf(out, size,
             "%s with %zu parameters fits %s than %s with %zu: chi-square %.3f, df %zu, "
             "%s%s%s",
             c->larger->title, c->larger->parameters,
             c->p < LEVEL ? "significantly better" : "no better", c->smaller->title,
             c->smaller->parameters, c->x2, c->df, irt_p_phrase(c->p, p),
             c->p < LEVEL || c->boundary ? "" : "; the smaller will do", edge);
}
