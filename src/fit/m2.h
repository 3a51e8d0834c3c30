/* SPDX-License-Identifier: GPL-3.0-or-later */
/* m2.h -- M2 and C2: does the model go with the answers, taken one and two items at a time?
 *
 *     M2 = N e' (Xi^-1 - Xi^-1 D (D' Xi^-1 D)^-1 D' Xi^-1) e,
 *
 * e the observed less the expected moments (moment_set.h), Xi their covariance for one person,
 * D their derivatives by the parameters.  With Xi = L L' it is N times the squared length of
 * what the columns of L^-1 D leave of L^-1 e.  df = moments less the rank of D.  It is
 * chi-square for any estimates that come near the truth with growing N, so with missing answers
 * it is of those who answered every item.  Several populations are tested side by side, or,
 * where one has fewer persons than moments, by their pooled moments.
 *
 * M2 has all products of indicators, C2 those of category numbers instead.
 * Source: Maydeu-Olivares and Joe (2006), Psychometrika 71, 713-732; Cai and Monroe (2014),
 * CRESST Report 839, for C2; Maydeu-Olivares and Joe (2014), Multivariate Behavioral Research
 * 49, 305-328, for SRMSR.  */
#ifndef IRT_M2_H
#define IRT_M2_H

#include "fit/indices.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_m2 {
    double value, p;
    long df;
    size_t moments;
    struct irt_indices index;
    double srmsr; /* standardised root mean square residual of the pairs; NAN: no order */
    double null_value;
    long null_df;
    double persons, left_out; /* who answered every item; who did not */
    bool pooled;              /* the populations' moments were */
};

#endif
