/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.h -- a fit against the truth its data were drawn from, aligned as result.h says. */
#ifndef IRT_STUDY_COMPARE_H
#define IRT_STUDY_COMPARE_H

#include "data/simulate.h"
#include "error.h"
#include "estimate/fit.h"
#include "study/result.h"

/* Adds the errors of a, b, s and theta to a zeroed result.  Parameters that the
 * model fixes have no errors.  False with *error filled without memory. */
bool irt_study_compare(const struct irt_simulation *truth, const struct irt_fit *fit,
                       struct irt_study_result *result, struct irt_error *error);

#endif
