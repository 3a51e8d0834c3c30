/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "neural/loss_picture.h"

#include <math.h>
#include <stdlib.h>

#define FIRST (-0.5)
#define STEP  0.125

const double irt_loss_noise[IRT_LOSS_NOISES] = {
    0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1
};

static void
measure_truth(struct irt_expected_loss *loss, const double *truth, double *gradient,
              struct irt_loss_picture *out)
{
    for (size_t i = 0; i < IRT_LOSS_NOISES; i++) {
        double square = 0.0;
        size_t most = 0;
        out->loss[i] =
            irt_expected_loss_at(loss, truth, truth, irt_loss_noise[i], gradient);
        for (size_t f = 0; f < loss->model->free_count; f++) {
            square += gradient[f] * gradient[f];
            if (fabs(gradient[f]) > fabs(gradient[most]))
                most = f;
        }
        out->norm[i] = sqrt(square);
        out->largest[i] = most;
    }
}

static void
measure_line(struct irt_expected_loss *loss, const double *truth, const double *estimate,
             double *psi, struct irt_loss_picture *out)
{
    for (size_t s = 0; s < IRT_LOSS_PLACES; s++) {
        out->place[s] = FIRST + STEP * (double)s;
        for (size_t k = 0; k < loss->model->parameters; k++)
            psi[k] = truth[k] + out->place[s] * (estimate[k] - truth[k]);
        for (int with = 0; with < 2; with++)
            out->along[with][s] =
                irt_expected_loss_at(loss, truth, psi, with ? out->noise : 0.0, NULL);
    }
}

bool
irt_loss_picture_make(struct irt_expected_loss *loss, const double *truth,
                      const double *estimate, double noise, struct irt_loss_picture *out,
                      struct irt_error *error)
{
    size_t free_count = loss->model->free_count, parameters = loss->model->parameters;
    double *work = malloc((free_count + parameters + 1) * sizeof *work);
    if (!work)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters", parameters);
    out->noise = noise;
    measure_truth(loss, truth, work, out);
    measure_line(loss, truth, estimate, work + free_count, out);
    free(work);
    return true;
}

double
irt_loss_least(const struct irt_loss_picture *picture, bool with_noise)
{
    const double *loss = picture->along[with_noise];
    size_t best = 0;
    for (size_t s = 1; s < IRT_LOSS_PLACES; s++)
        if (loss[s] < loss[best])
            best = s;
    return picture->place[best];
}
