/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.h -- the scores of all persons in a few numbers. */
#ifndef IRT_SUMMARY_H
#define IRT_SUMMARY_H

#include "data/patterns.h"

struct irt_score_summary {
    double persons;        /* whose score is finite; the rest is about them */
    double others;         /* the others: ML of extreme patterns, nothing answered */
    double mean, sd;       /* of the scores; N - 1 in the variance */
    double mean_error;     /* root mean square of their standard errors */
    double reliability;    /* empirical: Var(score) / (Var(score) + mean SE^2) */
    double least, largest; /* scores */
};

/* From score and se by pattern, each pattern counted by its frequency; stride: how far
 * apart the scores of two patterns lie (1; in several dimensions, dims).  With fewer than
 * two persons sd and reliability are NAN. */
struct irt_score_summary irt_score_summarise(const struct irt_patterns *patterns,
                                             const double *score, const double *se,
                                             size_t stride);

#endif
