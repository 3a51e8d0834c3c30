/* SPDX-License-Identifier: GPL-3.0-or-later */
/* classical.h -- classical statistics of a data set: difficulty, item-rest correlation,
 * coefficient alpha, and alpha if an item is dropped; the distribution of sum scores.
 *
 * Scores are codes less the smallest code of the whole table, so that scales from 1 on
 * start at 0.  Means, standard deviations and difficulties are over the persons who answered
 * the item.  Covariances, and what is made of them, are over those who answered both items
 * (IRT_PAIRWISE), or over those who answered every item that anybody did (IRT_COMPLETE);
 * without missing cells the two are the same.  An item that does not vary has no part in
 * alpha or in the rest of others, which changes neither but the number of items.
 * Source: Cronbach (1951), Psychometrika 16, 297-334. */
#ifndef IRT_CLASSICAL_H
#define IRT_CLASSICAL_H

#include "data/responses.h"
#include "error.h"

#include <stddef.h>

enum irt_cells { IRT_PAIRWISE, IRT_COMPLETE };

struct irt_classical_item {
    double persons;    /* who answered */
    double mean;       /* score; NAN: nobody answered */
    double sd;         /* with n - 1; NAN below two persons */
    double difficulty; /* mean / the largest score seen; NAN where that is 0 */
    double rest;       /* correlation with the sum of the other items; NAN undefined */
    double dropped;    /* alpha without it; NAN undefined */
};

struct irt_classical {
    enum irt_cells cells; /* as it was done; IRT_COMPLETE where nothing is missing */
    unsigned base;        /* the smallest code of the table: score 0 */
    size_t items;
    struct irt_classical_item *item; /* items of the data */
    size_t varying; /* items that vary where they count: alpha is theirs */
    double alpha;   /* NAN below two of them */
    double item_variance, sum_variance; /* which alpha is made of: the sum of the items'
                                           variances, the variance of their sum */

    /* Of the persons who answered every item that anybody answered. */
    size_t scores;               /* 0 .. the largest possible: how many */
    double *score;               /* scores: persons with that sum score */
    double complete;             /* persons in it */
    double score_mean, score_sd; /* NAN when there are too few */
};

/* Asked for IRT_PAIRWISE, takes IRT_COMPLETE where pairs would take long, which is many items
 * and persons with holes: ->cells says so.  NULL with *error filled without memory.
 * Caller frees: irt_classical_free(). */
struct irt_classical *irt_classical_new(const struct irt_responses *data,
                                        enum irt_cells cells, struct irt_error *error);
void irt_classical_free(struct irt_classical *classical);

#endif
