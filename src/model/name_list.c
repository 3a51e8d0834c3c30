/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/name_list.h"

#include <stdio.h>
#include <string.h>

#include "data/names.h"

#define SHOWN 5 /* names */

void
irt_name_list_add(struct irt_name_list *list, const char *name)
{
    char shown[IRT_SHOWN];

    if (list->count++ >= SHOWN)
        return;
    list->length +=
        (size_t)snprintf(list->text + list->length, sizeof list->text - list->length,
                         "%s%s", list->count > 1 ? ", " : "",
                         irt_show(shown, name, strlen(name)));
}

const char *
irt_name_list_text(struct irt_name_list *list)
{
    if (list->count > SHOWN)
        snprintf(list->text + list->length, sizeof list->text - list->length,
                 " and %zu more", list->count - SHOWN);
    return list->text;
}
