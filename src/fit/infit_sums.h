/* SPDX-License-Identifier: GPL-3.0-or-later */
/* infit_sums.h -- sums over persons behind infit and outfit (infit.h). */
#ifndef IRT_INFIT_SUMS_H
#define IRT_INFIT_SUMS_H

#include "error.h"
#include "fit/diagnosis.h"
#include "fit/infit.h"

/* Of the model's items: mean squares over the posterior into item[j].posterior, with persons;
 * false with *error filled. */
bool irt_infit_posterior(const struct irt_diagnosis *diagnosis,
                         struct irt_infit_item *item, struct irt_error *error);

/* At the patterns' points theta[l * dims + d]; those not finite are left out.
 * out[items]. */
bool irt_infit_points(const struct irt_diagnosis *diagnosis, const double *theta,
                      struct irt_mean_squares *out, struct irt_error *error);

#endif
