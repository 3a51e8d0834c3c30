/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor_model.c -- items that the chosen model does not take. */
#include "config.h"

#include "data/doctor.h"

#include <stdio.h>
#include <string.h>

#include "data/names.h"

/* The model that an item has: its own, where "item7=3pl item9=grm" names it. */
static const struct irt_model_kind *
kind_of(const struct irt_model_options *options, const char *name,
        const struct irt_model_kind *general)
{
    const char *at = options->items;
    size_t length = strlen(name);
    char kind[32];

    while (at != NULL && *at != '\0') {
        size_t spec = strcspn(at, " ");

        if (spec > length + 1 && at[length] == '=' && memcmp(at, name, length) == 0) {
            snprintf(kind, sizeof kind, "%.*s", (int)(spec - length - 1),
                     at + length + 1);
            return irt_model_find(kind);
        }
        at += spec;
        at += strspn(at, " ");
    }
    return general;
}

bool
irt_doctor_model(const struct irt_responses *data,
                 const struct irt_model_options *options, struct irt_findings *findings,
                 struct irt_error *error)
{
    const struct irt_model_kind *general =
        options->kind != NULL ? irt_model_find(options->kind) : NULL;
    char what[300], name[IRT_SHOWN], argument[IRT_LONGEST_NAME + 16];

    for (size_t j = 0; j < data->items; j++) {
        const struct irt_model_kind *kind = kind_of(options, data->item_name[j], general);

        if (kind == NULL || kind->item->max_categories != 2 || data->categories[j] <= 2)
            continue;
        irt_show(name, data->item_name[j], strlen(data->item_name[j]));
        snprintf(what, sizeof what,
                 "item '%s' has answers up to %u, and the %s model takes "
                 "0 and 1",
                 name, data->categories[j] - 1, kind->title);
        snprintf(argument, sizeof argument, "%s=gpcm", data->item_name[j]);
        if (!irt_findings_add(findings, IRT_WARNING, j, what, "nothing is estimated") ||
            (strpbrk(argument, " ") == NULL &&
             !irt_findings_remedy(findings, "model", argument)))
            return irt_fail(error, IRT_NO_MEMORY,
                            "there is no memory to look the data over");
    }
    return true;
}
