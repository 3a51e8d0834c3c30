/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item.h -- what an item model is: the probabilities of an item's categories given
 * theta, and their derivatives.  One file a model, one row in item.c's registry.
 *
 * Every model is in slope/intercept form.  par[] holds the item's parameters in the
 * order of ops->parameter_name(); theta[n], n = 0 .. Q-1.
 * Tables over categories and nodes are [h * Q + n], h = 0 .. categories-1.
 * All functions are pure: no allocation, no state. */
#ifndef IRT_ITEM_H
#define IRT_ITEM_H

#include <stddef.h>

#define IRT_MAX_ITEM_PARAMETERS 64

struct irt_item_ops {
    const char *name;        /* "2pl": --model, screens, JSON */
    const char *title;       /* "2PL" */
    const char *formula;     /* "P = logistic(d + a theta)", for the screens */
    const char *meaning;     /* one sentence for Setup */
    unsigned max_categories; /* 2: for 0/1 responses only */

    /* How many parameters an item with so many categories has. */
    size_t (*parameters)(unsigned categories);

    /* "a", "d", "d2" ...; static storage. */
    const char *(*parameter_name)(unsigned categories, size_t p);

    /* +1: parameter p multiplies theta (a slope: on a free scale it is multiplied by
     * sigma); 0: it does not. */
    int (*is_slope)(unsigned categories, size_t p);

    /* Starting values: slopes 1, intercepts from the categories' shares
     * share[h] (all positive, summing to 1), for theta ~ N(0, 1). */
    void (*start)(unsigned categories, const double *share, double *par);

    /* Rewrites par so that the item at theta is what it was at theta + delta. */
    void (*shift)(unsigned categories, double *par, double delta);

    /* P[h * Q + n], all categories, summing to 1 at each node, finite for any theta. */
    void (*probability)(unsigned categories, const double *par, const double *theta,
                        size_t Q, double *P);

    /* The scores at the nodes: score[(p * categories + h) * Q + n] =
     * d log P_h(theta_n) / d par_p. */
    void (*score)(unsigned categories, const double *par, const double *theta, size_t Q,
                  double *score);

    /* How the answers tell theta: slope[h * Q + n] = d log P_h(theta_n) / d theta. */
    void (*theta_score)(unsigned categories, const double *par, const double *theta,
                        size_t Q, double *slope);

    /* The expected complete-data log-likelihood of the item and its derivatives:
     * F = sum_n sum_h r[h * Q + n] log P_h(theta_n); gradient[p]; hessian[p * np + q] =
     * second derivatives of F; information[p * np + q] = the expected (Fisher) form of
     * -hessian, positive semi-definite.  Either matrix may be NULL. */
    double (*expected)(unsigned categories, const double *par, const double *theta,
                       size_t Q, const double *r, double *gradient, double *hessian,
                       double *information);
};

/* The registry: NULL-terminated. */
extern const struct irt_item_ops *const irt_item_models[];

/* By name, or NULL. */
const struct irt_item_ops *irt_item_find(const char *name);

extern const struct irt_item_ops irt_item_2pl;

#endif
