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
