/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C2: M2 by the products of category numbers, for ordered categories (m2.h). */
#include "config.h"

#include "fit/limited.h"
#include "fit/statistic.h"

#include <stdlib.h>

static bool
c2_applies(const struct irt_diagnosis *d)
{
    for (size_t j = 0; j < d->model->items; j++)
        if (d->model->item[j].categories > 2)
            return true;
    return false;
}

static void *
c2_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    if (c2_applies(d))
        return irt_limited_test(d, true, "C2", error);
    irt_fail(error, IRT_BAD_USAGE, "with two categories an item C2 is M2; ask for m2");
    return NULL;
}

const struct irt_statistic irt_statistic_c2 = {
    .name = "c2",
    .with = "m2",
    .title = "C2",
    .formula =
        "C2 = N e'Ce, e of the categories' shares and of the products of two items",
    .source = "Cai and Monroe (2014)",
    .reading =
        "M2 for items with several ordered categories, whose pairs are too sparse to "
        "count: it compares their products instead. Read it as M2.",
    .costly = true,
    .applies = c2_applies,
    .compute = c2_compute,
    .free = free,
};
