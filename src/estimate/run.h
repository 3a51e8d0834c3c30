/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.h -- a whole estimation in one call, for what needs many and shows none. */
#ifndef IRT_RUN_H
#define IRT_RUN_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/estimator.h"
#include "estimate/fit.h"
#include "estimate/options.h"
#include "model/model.h"

/* Runs to the end and makes the fit, which borrows data, patterns and model.  It may not have
 * converged.  NULL with *error filled: as the estimator does, or IRT_INTERRUPTED when
 * options->cancel asked for it.  Caller frees: irt_fit_free(). */
struct irt_fit *irt_run(const struct irt_estimator_ops *ops,
                        const struct irt_responses *data,
                        const struct irt_patterns *patterns,
                        const struct irt_model *model, const struct irt_options *options,
                        struct irt_error *error);

#endif
