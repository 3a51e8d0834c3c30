/* SPDX-License-Identifier: GPL-3.0-or-later */
/* eap.h -- expected a posteriori scores.  Source: Bock and Mislevy (1982), Applied
 * Psychological Measurement 6, 431-444. */
#ifndef IRT_EAP_H
#define IRT_EAP_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

/* Posterior mean and standard deviation of theta = sigma z for each pattern, into
 * score[l * dims + d] and se[l * dims + d].  A pattern without answers gets the
 * prior's.  With several populations the prior is that of the pattern's group.  False with *error filled without memory. */
bool irt_eap(const struct irt_responses *data, const struct irt_patterns *patterns,
             const struct irt_model *model, const double *psi,
             const struct irt_quadrature *quadrature, unsigned threads, double *score,
             double *se, struct irt_error *error);

#endif
