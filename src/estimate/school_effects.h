/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_effects.h -- what a fit says of each school or group.
 *
 * fixed     the location s_k, with its error from the full information
 * averages  the mean EAP score of the school's persons, less the mean of these over schools;
 *           its error is the standard deviation of those scores over sqrt(N_k)
 * random    the posterior mean of s_k and its posterior standard deviation
 * groups    the mean of theta in the group
 *
 * A federated run brings them along as its schools' messages have them. */
#ifndef IRT_SCHOOL_EFFECTS_H
#define IRT_SCHOOL_EFFECTS_H

#include "error.h"
#include "estimate/fit.h"

/* Into fit->effect[] and ->effect_se[], which it makes where the data have schools: NAN where
 * nothing is known.  False with *error filled without memory. */
bool irt_find_school_effects(struct irt_fit *fit,
                             const struct irt_federation_view *federation,
                             struct irt_error *error);

#endif
