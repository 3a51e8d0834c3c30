/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/m2.h"

#include "fit/limited.h"
#include "fit/statistic.h"

#include <stdlib.h>

static void *
m2_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    return irt_limited_test(d, false, "M2", error);
}

const struct irt_statistic irt_statistic_m2 = {
    .name = "m2",
    .title = "M2",
    .formula =
        "M2 = N e'Ce, e the observed less the expected shares of one and two items; "
        "RMSEA = √((M2 - df) / (df (N - 1))), with N - 1 in both ends of its interval "
        "too; SRMSR the root mean square of the residual correlations",
    .source = "Maydeu-Olivares and Joe (2006)",
    .reading =
        "Tests the whole model by pairs of items, where the table of all patterns is "
        "too sparse. With many persons any model is rejected: RMSEA and SRMSR below "
        ".05 say that it fits closely all the same.",
    .costly = true,
    .compute = m2_compute,
    .free = free,
};
