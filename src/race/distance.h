/* SPDX-License-Identifier: GPL-3.0-or-later */
/* distance.h -- how far items are from others, such as the true ones: root mean squares of
 * differences.
 *
 * Difficulties, steps and thresholds b (of the nominal model its intercepts d) are compared
 * after their means are made one, for what fixes the origin differs between estimators: the
 * mean of theta, or that of the items.  Slopes a are compared as they are, but for those that
 * the model fixes or the Q-matrix has at 0.  What is not finite is left out. */
#ifndef IRT_DISTANCE_H
#define IRT_DISTANCE_H

#include "model/model.h"

struct irt_distance {
    double b, a; /* NAN: there is nothing to compare */
};

/* Of psi, to target[column of the data]; counts of 0 are items that are not known. */
struct irt_distance irt_items_distance(const struct irt_model *model, const double *psi,
                                       const struct irt_item_report *target);

#endif
