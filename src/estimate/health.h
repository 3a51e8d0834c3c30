/* SPDX-License-Identifier: GPL-3.0-or-later */
/* health.h -- estimates that mean nothing, said so: what is not identified, slopes near 0
 * whose difficulties run away, asymptotes at their bounds, errors beyond all use or that depend on the method. */
#ifndef IRT_HEALTH_H
#define IRT_HEALTH_H

#include "estimate/fit.h"
#include "notes.h"

/* What is wrong with an item's estimates, worst first. */
enum irt_health {
    IRT_HEALTHY,
    IRT_HEALTH_FLAT,      /* |a| < 0.2 and |b| > 8: b is a ratio with almost 0 below */
    IRT_HEALTH_STEEP,     /* |a| > 10: the curve is a step, as where data are separated */
    IRT_HEALTH_DIRECTION, /* the information is not positive definite, most of all here */
    IRT_HEALTH_BOUND,     /* an asymptote lies at its bound */
    IRT_HEALTH_UNCERTAIN, /* a standard error above 5 logits */
    IRT_HEALTH_APART,     /* standard errors by two methods differ by a factor of 2 */
    IRT_HEALTHS
};

/* Standard errors whose ratio is beyond this, or below its inverse, disagree. */
#define IRT_ERRORS_APART 2.0

/* Of item j; the sentence why goes into why[size], "" when healthy. */
enum irt_health irt_item_health(const struct irt_fit *fit, size_t j, char *why,
                                size_t size);

/* The same of a run that goes on, as far as parameters alone tell. */
enum irt_health irt_item_health_at(const struct irt_model *model, const double *psi,
                                   size_t j, char *why, size_t size);

/* The parameter of psi, first .. end - 1, whose standard errors disagree most; IRT_NONE:
 * none does, or they were not compared. */
size_t irt_errors_apart(const struct irt_fit *fit, size_t first, size_t end);

/* More parameters were estimated without a prior than the shares of all possible response
 * patterns can tell, *told (they sum to 1, in each group): then many values fit alike,
 * whatever the data. */
bool irt_unidentified(const struct irt_model *model, double *told);

/* Adds to fit->notes a sentence for each sick item and for the test as a whole. */
void irt_note_health(struct irt_fit *fit);

#endif
