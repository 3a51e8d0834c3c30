/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/item.h"

#include <string.h>

/* TO ADD AN ITEM MODEL: one file with its ops, and a row here. */
const struct irt_item_ops *const irt_item_models[] = {
    &irt_item_2pl,
    NULL,
};

const struct irt_item_ops *
irt_item_find(const char *name)
{
    for (size_t i = 0; irt_item_models[i]; i++)
        if (strcmp(irt_item_models[i]->name, name) == 0)
            return irt_item_models[i];
    return NULL;
}
