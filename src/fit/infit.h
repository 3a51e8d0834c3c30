/* SPDX-License-Identifier: GPL-3.0-or-later */
/* infit.h -- infit and outfit of the items: mean squares of the residuals x - E of those who
 * answered, with W the variance of x given theta,
 *
 *     outfit  mean of (x - E)^2 / W          infit  sum (x - E)^2 / sum W
 *
 * in the forms found in the field, which differ much for short tests:
 *   posterior  E over each person's posterior of theta: 1 under the model, exactly
 *   eap, wle   at a point, the EAP or Warm's estimate: below 1 by how much the point leans on
 *              the answer itself
 * z is Wilson and Hilferty's cube root.  At a point the variance of the mean square is the usual
 * one, sum (C / W^2 - 1) / n^2 and sum (C - W^2) / (sum W)^2 with C the fourth moment; over the
 * posterior it is the observed variance of the persons' terms over n, since averaging makes
 * them smaller than the usual one takes them to be.
 *
 * Source: Wright and Masters (1982); Adams and Wu (2007), in von Davier and Carstensen, for
 * marginal estimates.  */
#ifndef IRT_INFIT_H
#define IRT_INFIT_H

#include <stddef.h>

struct irt_mean_squares {
    double infit, infit_z, outfit, outfit_z; /* NAN: not known */
    /* What they were made of: infit = square / variance, outfit = relative / answers; and the
     * standard deviations that z takes for theirs. */
    double answers, square, variance, relative, infit_sd, outfit_sd;
};
extern const struct irt_mean_squares irt_no_mean_squares; /* nothing is known */

struct irt_infit_item {
    double persons; /* who answered */
    struct irt_mean_squares posterior, eap, wle;
};

struct irt_infit {
    size_t items; /* of the model; all NAN where categories have no order */
    struct irt_infit_item *item;
};

#endif
