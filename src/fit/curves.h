/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curves.h -- an item's empirical curve: observed proportions by groups of theta, with intervals,
 * against what the model expects of these very persons.
 *
 * Persons are grouped by what all their other answers say of theta, the mean of their posterior
 * without the item, so that the item's answer does not choose its group; the model expects of a
 * group the mean over its persons of E[P_jh(theta) | the other answers], exactly.  A group is
 * placed on the theta axis where the item's own curve has that mean: the distance from the curve
 * to the observed mean is the misfit, and shrinkage does not look like one.
 * Intervals: Wilson (1927), J. Amer. Stat. Assoc. 22, 209-212, 95 %. */
#ifndef IRT_CURVES_H
#define IRT_CURVES_H

#include <stddef.h>

#define IRT_CURVE_GROUPS 10 /* of about as many persons, by the quantiles of the EAP */

struct irt_curve_group {
    double persons;
    double score; /* mean of theta given the other answers */
    double theta; /* where it is placed */
    double z;     /* (observed - expected mean category) / SE; NAN: no order, no spread */
};

struct irt_curve {
    unsigned categories;
    size_t groups; /* those with persons */
    struct irt_curve_group group[IRT_CURVE_GROUPS];
    double *observed, *expected; /* shares: [g * categories + h] */
    double *low, *high;          /* of the interval of the observed share */
};

struct irt_curves {
    size_t items; /* of the model */
    struct irt_curve *curve;
};

#endif
