/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_look.h -- one school at given parameters: how ability is spread among its persons,
 * and what pulls at its effect.
 *
 * Shapes  theta[points], prior[points], density[points]; slope[items].
 * Units   densities of theta: of N(s_k, sigma^2), and of the mean of the persons' posteriors.
 *         slope[j] is item j's part of d log-likelihood of the school / d s_k: together 0
 *         where s_k has its maximum.
 * Maths   section 4. */
#ifndef IRT_SCHOOL_LOOK_H
#define IRT_SCHOOL_LOOK_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "model/model.h"
#include "quadrature/quadrature.h"

struct irt_school_look {
    size_t points;
    double *theta, *prior, *density;
    double *slope;
    double mean; /* of theta over the persons' posteriors */
};

/* patterns are those of the model's groups, psi[model->parameters], base a rule for N(0, 1).
 * NULL with *error filled: IRT_BAD_USAGE when the school has more patterns than can be looked
 * at in some 20 ms, or several dimensions; IRT_NO_MEMORY.  Caller frees. */
struct irt_school_look *irt_school_look_new(const struct irt_responses *data,
                                            const struct irt_patterns *patterns,
                                            const struct irt_model *model,
                                            const double *psi,
                                            const struct irt_quadrature *base, size_t k,
                                            struct irt_error *error);
void irt_school_look_free(struct irt_school_look *look);

#endif
