/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/saved.h"

#include <stdlib.h>
#include <string.h>

void
irt_saved_free(struct irt_saved *saved)
{
    if (!saved)
        return;
    for (size_t j = 0; saved->item && j < saved->items; j++)
        free(saved->item[j].name);
    free(saved->item);
    for (size_t k = 0; saved->school && k < saved->schools; k++)
        free(saved->school[k].name);
    free(saved->school);
    irt_quadrature_free(saved->quadrature);
    free(saved);
}

const struct irt_saved_item *
irt_saved_find(const struct irt_saved *saved, const char *name)
{
    for (size_t j = 0; j < saved->items; j++)
        if (strcmp(saved->item[j].name, name) == 0)
            return &saved->item[j];
    return NULL;
}

const struct irt_saved_school *
irt_saved_find_school(const struct irt_saved *saved, const char *name)
{
    for (size_t k = 0; k < saved->schools; k++)
        if (strcmp(saved->school[k].name, name) == 0)
            return &saved->school[k];
    return NULL;
}
