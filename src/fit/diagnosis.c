/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/diagnosis.h"

#include <math.h>

struct irt_diagnosis
irt_diagnosis_of(const struct irt_fit *fit)
{
    return (struct irt_diagnosis){
        .data = fit->data,
        .patterns = fit->patterns,
        .model = fit->model,
        .psi = fit->psi,
        .quadrature = fit->quadrature,
        .loglik = fit->loglik,
        .likelihood = fit->estimator->likelihood,
        .robust = fit->options.robust != IRT_ROBUST_NONE,
        .fit = fit,
        .threads = fit->options.threads,
    };
}

bool
irt_diagnosis_go_on(const struct irt_diagnosis *diagnosis, double share,
                    struct irt_error *error)
{
    if (diagnosis->progress)
        diagnosis->progress(diagnosis->progress_context, diagnosis->what, share);
    return !irt_cancelled(&diagnosis->cancel) ||
           irt_fail(error, IRT_INTERRUPTED, "it was interrupted; ask again");
}

bool
irt_diagnosis_is_finite(const struct irt_diagnosis *diagnosis, struct irt_error *error)
{
    for (size_t k = 0; k < diagnosis->model->parameters; k++)
        if (!isfinite(diagnosis->psi[k]))
            return irt_fail(error, IRT_BAD_USAGE,
                            "the estimates are not numbers; change the model until the "
                            "estimation succeeds");
    return true;
}

bool
irt_diagnosis_is_marginal(const struct irt_diagnosis *diagnosis, const char *what,
                          struct irt_error *error)
{
    if (diagnosis->likelihood != IRT_LIKELIHOOD_MARGINAL || diagnosis->model->by_items)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s needs a distribution of theta, which this estimator does not "
                        "have; fit with --estimator em",
                        what);
    return irt_diagnosis_is_finite(diagnosis, error);
}

bool
irt_diagnosis_is_single(const struct irt_diagnosis *diagnosis, const char *what,
                        struct irt_error *error)
{
    if (diagnosis->model->dims > 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s is for one dimension, and theta has %zu; fit a model of one",
                        what, diagnosis->model->dims);
    return irt_diagnosis_is_marginal(diagnosis, what, error);
}
