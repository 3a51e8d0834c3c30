/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "score/information.h"

/* I(theta) = sum_h P'_h^2 / P_h. */
static void
add_item(const struct irt_model *model, const double *psi, size_t j, const double *theta,
         size_t points, double *information)
{
    const struct irt_item *item = &model->item[j];
    double P[IRT_MAX_CATEGORIES], P1[IRT_MAX_CATEGORIES], P2[IRT_MAX_CATEGORIES];

    for (size_t n = 0; n < points; n++) {
        item->ops->curve(item, psi + item->first, theta[n], P, P1, P2);
        for (unsigned h = 0; h < item->categories; h++)
            if (P[h] > 0.0)
                information[n] += P1[h] * P1[h] / P[h];
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

void
irt_sum_information(const struct irt_model *model, const double *psi, const double *theta,
                    size_t points, double *information)
{
    double P[IRT_MAX_CATEGORIES], P1[IRT_MAX_CATEGORIES], P2[IRT_MAX_CATEGORIES];

    for (size_t n = 0; n < points; n++) {
        double slope = 0.0, variance = 0.0;

        for (size_t j = 0; j < model->items; j++) {
            const struct irt_item *item = &model->item[j];
            double mean = 0.0, square = 0.0;

            item->ops->curve(item, psi + item->first, theta[n], P, P1, P2);
            for (unsigned h = 0; h < item->categories; h++) {
                double answer = irt_item_response(item, h);

                slope += answer * P1[h];
                mean += answer * P[h];
                square += answer * answer * P[h];
            }
            variance += square - mean * mean;
        }
        information[n] = variance > 0.0 ? slope * slope / variance : 0.0;
    }
}
