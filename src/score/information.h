/* SPDX-License-Identifier: GPL-3.0-or-later */
/* information.h -- how much an answer says about theta: the Fisher information of an item,
 * I_j(theta) = sum_h P_jh (d log P_jh / d theta)^2, and of the test, the sum over items.
 * The standard error of a maximum likelihood score is 1 / sqrt(I).
 * Units   per squared unit of theta.  Source: Birnbaum (1968); Samejima (1969). */
#ifndef IRT_INFORMATION_H
#define IRT_INFORMATION_H

#include "model/model.h"

#include <stddef.h>

/* Of item j at theta[n], n = 0 .. points-1, into information[points]. */
void irt_item_information(const struct irt_model *model, const double *psi, size_t j,
                          const double *theta, size_t points, double *information);

/* Of all the model's items together. */
void irt_test_information(const struct irt_model *model, const double *psi,
                          const double *theta, size_t points, double *information);

/* What the sum of the answers, as they stand in the data, says about theta:
 *
 *     (d E(sum) / d theta)^2 / Var(sum)
 *
 * never more than the test's, and as much where the items are Rasch's.  0 where the sum does not
 * vary.  Source: Lord (1980), Applications of Item Response Theory, ch. 5. */
void irt_sum_information(const struct irt_model *model, const double *psi,
                         const double *theta, size_t points, double *information);

#endif
