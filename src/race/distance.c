/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/distance.h"

#include <math.h>

struct sums {
    double count, sum, squares;
};

static void
add(struct sums *sums, double difference)
{
    if (!isfinite(difference))
        return;
    sums->count++;
    sums->sum += difference;
    sums->squares += difference * difference;
}

/* Less the square of the mean, where that counts for nothing. */
static double
root_mean(const struct sums *sums, bool centred)
{
    double mean = sums->sum / sums->count, square = sums->squares / sums->count;

    if (sums->count == 0)
        return NAN;
    return sqrt(fmax(square - (centred ? mean * mean : 0), 0));
}

struct irt_distance
irt_items_distance(const struct irt_model *model, const double *psi,
                   const struct irt_item_report *target)
{
    struct sums a = { 0 }, b = { 0 };
    struct irt_item_report is;

    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        const struct irt_item_report *to = &target[item->column];
        bool nominal = item->ops == &irt_item_nrm;

        item->ops->report(item, psi + item->first, &is);
        for (size_t v = nominal; v < is.a_count && v < to->a_count; v++)
            if (!model->kind->slope_fixed && (!item->loads || item->loads[v]))
                add(&a, is.a[v] - to->a[v]);
        for (size_t v = 0; v < is.b_count && v < to->b_count; v++)
            add(&b, is.b[v] - to->b[v]);
        for (size_t v = 1; nominal && v < is.d_count && v < to->d_count; v++)
            add(&b, is.d[v] - to->d[v]);
    }
    return (struct irt_distance){ .b = root_mean(&b, true), .a = root_mean(&a, false) };
}
