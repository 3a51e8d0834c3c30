/* SPDX-License-Identifier: GPL-3.0-or-later */
/* limited.h -- what M2 and C2 share (m2.h). */
#ifndef IRT_LIMITED_H
#define IRT_LIMITED_H

#include "error.h"
#include "fit/diagnosis.h"
#include "fit/m2.h"

#include <stdbool.h>

/* numbers: C2, else M2; what: its name.  NULL with *error filled.  Caller frees. */
struct irt_m2 *irt_limited_test(const struct irt_diagnosis *diagnosis, bool numbers,
                                const char *what, struct irt_error *error);

/* Of the persons who answered every item: the statistic of the model of independence, which is
 * the sum over pairs of Pearson's X2 (numbers: of N r^2), and the mean square over pairs of the
 * residual correlation (NAN where categories have no order).  False with *error filled. */
struct irt_baseline {
    double value;
    long df;
    double mean_square;
};
bool irt_baseline_of(const struct irt_diagnosis *diagnosis, bool numbers,
                     struct irt_baseline *out, struct irt_error *error);

#endif
