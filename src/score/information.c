/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "score/information.h"

/* Numbers of a table of categories by nodes that are held at a time. */
#define TABLE 1024

static void
add_item(const struct irt_model *model, const double *psi, size_t j, const double *theta,
         size_t points, double *information)
{
    const struct irt_item *item = &model->item[j];
    const double *par = psi + item->first;
    double P[TABLE], slope[TABLE];
    size_t most = TABLE / item->categories;

    for (size_t from = 0; from < points; from += most) {
        size_t Q = points - from < most ? points - from : most;

        item->ops->probability(item->categories, par, theta + from, Q, P);
        item->ops->theta_score(item->categories, par, theta + from, Q, slope);
        for (size_t h = 0; h < item->categories; h++)
            for (size_t n = 0; n < Q; n++)
                information[from + n] +=
                    P[h * Q + n] * slope[h * Q + n] * slope[h * Q + n];
    }
}

void
irt_item_information(const struct irt_model *model, const double *psi, size_t j,
                     const double *theta, size_t points, double *information)
{
    for (size_t n = 0; n < points; n++)
        information[n] = 0.0;
    add_item(model, psi, j, theta, points, information);
}

void
irt_test_information(const struct irt_model *model, const double *psi,
                     const double *theta, size_t points, double *information)
{
    for (size_t n = 0; n < points; n++)
        information[n] = 0.0;
    for (size_t j = 0; j < model->items; j++)
        add_item(model, psi, j, theta, points, information);
}
