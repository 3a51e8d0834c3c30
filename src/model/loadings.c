/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/loadings.h"

#include <math.h>

/* a' Sigma a, for variances sigma^2. */
static double
variance_of(const double *a, size_t dims, double sigma, const double *correlation)
{
    double sum = 0.0;
    for (size_t r = 0, c = 0; r < dims; r++) {
        sum += a[r] * a[r];
        for (size_t s = r + 1; s < dims; s++, c++)
            sum += 2.0 * a[r] * a[s] * correlation[c];
    }
    return sigma * sigma * sum;
}

/* A step is no threshold of the variable behind. */
static bool
has_thresholds(const struct irt_item_ops *ops)
{
    return ops == &irt_item_2pl || ops == &irt_item_3pl || ops == &irt_item_4pl ||
           ops == &irt_item_grm || ops == &irt_item_m2pl;
}

void
irt_item_loadings(const struct irt_model *model, size_t j, const double *par,
                  double sigma, const double *correlation, struct irt_loadings *out)
{
    const struct irt_item *item = &model->item[j];
    struct irt_item_report report;
    *out = (struct irt_loadings){ .communality = NAN };
    if (item->ops == &irt_item_nrm)
        return;
    item->ops->report(item, par, &report);
    double D = IRT_NORMAL_OGIVE;
    double A2 = variance_of(report.a, report.a_count, sigma, correlation) / (D * D);
    double root = sqrt(1.0 + A2);
    out->count = report.a_count;
    for (size_t r = 0; r < report.a_count; r++)
        out->loading[r] = sigma * report.a[r] / D / root;
    out->communality = A2 / (1.0 + A2);
    if (!has_thresholds(item->ops))
        return;
    out->thresholds = report.d_count;
    for (size_t h = 0; h < report.d_count; h++)
        out->threshold[h] = -report.d[h] / D / root;
}
