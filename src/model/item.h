/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item.h -- what an item model is: the probabilities of an item's categories given
 * theta, and their derivatives.  One file a model, one row in item.c's registry.
 *
 * Every model is in slope/intercept form.  par[] holds the item's parameters in the
 * order of ops->parameter_name(); theta[n * dims + d], n = 0 .. Q-1.
 * Tables over categories and nodes are [h * Q + n], h = 0 .. categories-1.
 * All functions are pure: no allocation, no state.  Of the item they look at the model and
 * the categories. */
#ifndef IRT_ITEM_H
#define IRT_ITEM_H

#include "data/responses.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRT_MAX_CATEGORIES      33
#define IRT_MAX_ITEM_PARAMETERS 64

struct irt_item_ops;

/* An item of a test: its model, and where its responses and parameters are. */
struct irt_item {
    const struct irt_item_ops *ops;
    size_t column; /* in the responses */
    unsigned categories;
    size_t first, count;   /* its parameters: psi[first .. first + count - 1] */
    const uint8_t *recode; /* [256]: category of a response; NULL: they are the same */
    size_t dims;           /* of theta */
    const uint8_t *loads;  /* m2pl: [dims], 1 where the item measures the dimension */
};

/* The category of a response; IRT_MISSING stays what it is. */
static inline unsigned
irt_item_category(const struct irt_item *item, unsigned response)
{
    return item->recode ? item->recode[response] : response;
}

/* The lowest response that counts as a category. */
static inline unsigned
irt_item_response(const struct irt_item *item, unsigned category)
{
    for (unsigned response = 0; item->recode && response < IRT_MISSING; response++)
        if (item->recode[response] == category)
            return response;
    return category;
}

/* An item in the reported metrics.  a: one slope (nrm: one a category, the first 0); d: one
 * a step (nrm: one a category); b: difficulties, steps or thresholds; c, u: asymptotes.
 * The models' files have the formulas. */
struct irt_item_report {
    size_t a_count, d_count, b_count;
    double a[IRT_MAX_ITEM_PARAMETERS];
    double d[IRT_MAX_ITEM_PARAMETERS];
    double b[IRT_MAX_ITEM_PARAMETERS];
    double c, u; /* NAN: the model has none */
};

struct irt_item_ops {
    const char *name;        /* "2pl": --model, screens, JSON */
    const char *title;       /* "2PL" */
    const char *difficulty;  /* what b is: "b = -d/a" */
    const char *formula;     /* "P = logistic(d + a theta)", for the screens */
    const char *meaning;     /* one sentence for Setup */
    unsigned max_categories; /* 2: for 0/1 responses only */

    /* How many parameters the item has. */
    size_t (*parameters)(const struct irt_item *item);

    /* "a", "d", "d2" ...; static storage. */
    const char *(*parameter_name)(const struct irt_item *item, size_t p);

    /* +1: parameter p multiplies theta (a slope: on a free scale it is multiplied by
     * sigma); 0: it does not. */
    int (*is_slope)(const struct irt_item *item, size_t p);

    /* Open bounds of parameter p; an infinite one is none. */
    void (*bounds)(const struct irt_item *item, size_t p, double *lower, double *upper);

    /* The prior that parameter p has unless the user says otherwise: "beta(5,17)", or NULL. */
    const char *(*default_prior)(const struct irt_item *item, size_t p);

    /* Starting values: slopes 1, intercepts from the categories' shares
     * share[h] (all positive, summing to 1), for theta ~ N(0, 1). */
    void (*start)(const struct irt_item *item, const double *share, double *par);

    /* Rewrites par so that the item at theta is what it was at theta + delta. */
    void (*shift)(const struct irt_item *item, double *par, double delta);

    /* P[h * Q + n], all categories, summing to 1 at each node, finite for any theta. */
    void (*probability)(const struct irt_item *item, const double *par,
                        const double *theta, size_t Q, double *P);

    /* The scores at the nodes: score[(p * categories + h) * Q + n] =
     * d log P_h(theta_n) / d par_p. */
    void (*score)(const struct irt_item *item, const double *par, const double *theta,
                  size_t Q, double *score);

    /* The expected complete-data log-likelihood of the item and its derivatives:
     * F = sum_n sum_h r[h * Q + n] log P_h(theta_n); gradient[p]; hessian[p * np + q] =
     * second derivatives of F; information[p * np + q] = the expected (Fisher) form of
     * -hessian, positive semi-definite.  Either matrix may be NULL. */
    double (*expected)(const struct irt_item *item, const double *par,
                       const double *theta, size_t Q, const double *r, double *gradient,
                       double *hessian, double *information);

    /* gradient and information (NULL: not wanted) as expected() has them, from the
     * probabilities P[h * stride + n] at the nodes, where those are at hand.  Or NULL. */
    void (*derivatives)(const struct irt_item *item, const double *theta, size_t Q,
                        const double *P, size_t stride, const double *r, double *gradient,
                        double *information);

    /* At one theta: P[h], and its first and second derivatives by theta. */
    void (*curve)(const struct irt_item *item, const double *par, double theta, double *P,
                  double *P1, double *P2);

    /* Models of the divide-by-total kind, else NULL: how eta_h depends on par_p,
     * d eta_h / d par_p = slope * theta + intercept (softmax.h). */
    void (*design)(const struct irt_item *item, size_t p, unsigned h, double *slope,
                   double *intercept);

    /* The parameters as they are reported, into *out. */
    void (*report)(const struct irt_item *item, const double *par,
                   struct irt_item_report *out);

    /* The inverse, from a, d, c and u: what was reported gives the same par to the last digit
     * (rsm: to rounding).  False when these are no item of the model with so many categories
     * and dimensions, or not finite. */
    bool (*restore)(const struct irt_item *item, const struct irt_item_report *in,
                    double *par);
};

/* The registry: NULL-terminated. */
extern const struct irt_item_ops *const irt_item_models[];

/* By name, or NULL. */
const struct irt_item_ops *irt_item_find(const char *name);

/* default_prior() and bounds() of a model without any. */
const char *irt_item_no_prior(const struct irt_item *item, size_t p);
void irt_item_unbounded(const struct irt_item *item, size_t p, double *lower,
                        double *upper);

/* For restore(): there are so many of each, and all are finite. */
bool irt_item_reports(const struct irt_item_report *in, size_t a, size_t d);

/* "d" where categories are two, else "d1", "d2" ...; b likewise: static storage. */
const char *irt_item_numbered(char letter, const struct irt_item *item, size_t number);

extern const struct irt_item_ops irt_item_2pl;
extern const struct irt_item_ops irt_item_3pl;
extern const struct irt_item_ops irt_item_4pl;
extern const struct irt_item_ops irt_item_gpcm;
extern const struct irt_item_ops irt_item_rsm;
extern const struct irt_item_ops irt_item_grm;
extern const struct irt_item_ops irt_item_nrm;
extern const struct irt_item_ops irt_item_m2pl;

#endif
