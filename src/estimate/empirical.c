/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/empirical.h"

#include <math.h>

void
irt_empirical_update(struct irt_quadrature *quadrature, const double *population,
                     const struct irt_model *model, double *psi)
{
    size_t Q = quadrature->points;
    double persons = 0.0, mean = 0.0, variance = 0.0;
    for (size_t n = 0; n < Q; n++)
        persons += population[n];
    for (size_t n = 0; n < Q; n++) {
        quadrature->weight[n] = population[n] / persons;
        mean += quadrature->weight[n] * quadrature->node[n];
    }
    for (size_t n = 0; n < Q; n++) {
        double z = quadrature->node[n] - mean;
        variance += quadrature->weight[n] * z * z;
    }
    double sd = sqrt(variance);
    if (!(sd > 0.0))
        return;
    for (size_t n = 0; n < Q; n++)
        quadrature->node[n] = (quadrature->node[n] - mean) / sd;
    for (size_t j = 0; j < model->items; j++)
        model->item[j].ops->shift(&model->item[j], psi + model->item[j].first,
                                  psi[model->sigma] * mean);
    /* The scale goes to sigma where slopes are fixed, else to the slopes. */
    if (model->parameter[model->sigma].free != IRT_NONE)
        psi[model->sigma] *= sd;
    else
        for (size_t k = 0; k < model->parameters; k++)
            if (model->parameter[k].slope)
                psi[k] *= sd;
}
