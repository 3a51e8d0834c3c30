/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/estimator.h"

#include <string.h>

/* TO ADD AN ESTIMATOR: one file with its ops, and a row here. */
const struct irt_estimator_ops *const irt_estimators[] = {
    &irt_em, &irt_federated, &irt_jml, &irt_cml, &irt_vae, NULL,
};

const struct irt_estimator_ops *
irt_estimator_find(const char *name)
{
    for (size_t i = 0; irt_estimators[i]; i++)
        if (strcmp(irt_estimators[i]->name, name) == 0)
            return irt_estimators[i];
    return NULL;
}
