/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dif.h -- differential item functioning: is an item harder, or less telling, for one group
 * than for another at the same ability?  Every level of data->factor but the first in the file
 * is a focal group and is compared with the first, the reference group, on the persons of
 * these two levels alone.
 *
 * By total score (strata): Mantel-Haenszel, Mantel (mantel.h), and logistic or ordinal
 * regression (ordinal.h).  The score is the sum of the categories of the items in it, always
 * with the item itself; who has a missing answer in it is left out, and counted.
 *
 * By the model, all persons: the item's slope and intercepts are freed together, against a
 * model in which it is the same in both groups, the focal group's mean and variance free in
 * both (two_groups.h):
 *
 *     lr    2 (l_free - l_equal), l with the log prior where no freed parameter has one
 *     wald  d' V^-1 d, d the difference of the item's parameters, V from Oakes's information
 *           of the freed model
 *
 * Which other items are in the score, or are equal in both groups (anchors): all of them; or
 * purified: an item with p below 5 % is taken out, and all items are tested anew, until the
 * items taken out are those of a round before, at most 10 rounds.  Scores are purified by
 * Mantel-Haenszel, anchors by lr.
 *
 * Source: Holland and Thayer (1988); Swaminathan and Rogers (1990), J. Educ. Meas. 27,
 * 361-370; Thissen, Steinberg and Wainer (1993); Lord (1980), chapter 14; Candell and Drasgow
 * (1988), Appl. Psych. Meas. 12, 253-260 (purification). */
#ifndef IRT_DIF_H
#define IRT_DIF_H

#include "cancel.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/fit.h"
#include "fit/mantel.h"
#include "fit/ordinal.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

#define IRT_DIF_LEVEL       0.05
#define IRT_DIF_ROUNDS      10
#define IRT_DIF_MOST_LEVELS 50
#define IRT_DIF_FEWEST      20  /* persons of a level, for all but Mantel-Haenszel */
#define IRT_DIF_ROOM        5.0 /* irt_mantel.room, for its chi2 */
#define IRT_DIF_WHY         200

/* x2 with p by df degrees of freedom; all NAN: see why. */
struct irt_dif_test {
    double x2, df, p;
};

/* An item compared between two groups.  Where a why is not "", what it is about is NAN. */
struct irt_dif_item {
    size_t item;           /* of the model */
    double complete;       /* persons in the strata */
    bool in_score, anchor; /* for the other items, in the last round */

    struct irt_mantel mantel;
    char why_not_mantel[IRT_DIF_WHY];
    struct irt_regression regression;
    char why_not_regression[IRT_DIF_WHY];

    struct irt_dif_test lr, uniform, nonuniform; /* uniform: intercepts freed alone;
                                  nonuniform: the slope besides.  df 0: it has none */
    double loglik
        [3]; /* with the item equal, its intercepts freed, all of it freed; log priors
                         that are held count */
    struct irt_dif_test wald;
    char why_not_model[IRT_DIF_WHY]; /* lr, uniform, nonuniform, and so wald */
    char why_not_wald[IRT_DIF_WHY];
    struct irt_item shape; /* of the two curves: no recode, no column */
    double *par[2];        /* shape.count: parameters in either group, freed; owned; NULL:
                               why_not_model */
};

/* One focal group against the reference group. */
struct irt_dif_pair {
    size_t focal;      /* level */
    double persons[2]; /* reference, focal */
    double mean, sd;   /* of theta in the focal group, by the anchors; the reference group
                            has 0 and sigma */
    double sigma;
    struct irt_dif_item *item;          /* items */
    size_t score_rounds, anchor_rounds; /* 1: nothing was purified */
    bool score_settled, anchors_settled;
};

struct irt_dif {
    char *column; /* owned */
    size_t levels;
    char **level;   /* owned; 0: the reference group */
    double without; /* persons whose level is missing */
    bool purified;
    size_t items;      /* of the model */
    size_t *column_of; /* items: column of the data */
    size_t pairs;      /* levels - 1 */
    struct irt_dif_pair *pair;
};

struct irt_dif_options {
    bool purified;
    unsigned threads; /* 0: one a core.  No result depends on it. */
    struct irt_cancel cancel;
    /* Hears the share of the work that is done, 0 .. 1, in the calling thread; may be NULL. */
    void (*progress)(void *context, double share);
    void *context;
};

/* Of a finished fit: its data, model and settings; model and estimates are where the freed
 * ones start from.  NULL with *error filled: IRT_BAD_USAGE where there is nothing to compare
 * (no column of groups, one level, more than IRT_DIF_MOST_LEVELS), IRT_INTERRUPTED,
 * IRT_NO_MEMORY.  Caller frees: irt_dif_free(). */
struct irt_dif *irt_dif_new(const struct irt_fit *fit,
                            const struct irt_dif_options *options,
                            struct irt_error *error);
void irt_dif_free(struct irt_dif *dif);

/* The curves of an item in group g (0 reference, 1 focal) at theta[points], on the scale of
 * the reference group: P[h * points + n].  The item has par. */
void irt_dif_curve(const struct irt_dif_item *item, size_t g, const double *theta,
                   size_t points, double *P);

#endif
