/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor_model.c -- items that the chosen model does not take. */
#include "config.h"

#include "data/doctor.h"

#include <stdio.h>
#include <string.h>

#include "data/names.h"

#define MOST_SINGLE 3 /* findings of a sort before they are one */

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

/* One item, with a model of its own as remedy. */
static bool
find_one(const struct irt_responses *data, size_t j, const struct irt_model_kind *kind,
         struct irt_findings *findings)
{
    char what[300], name[IRT_SHOWN], argument[IRT_LONGEST_NAME + 16];

    irt_show(name, data->item_name[j], strlen(data->item_name[j]));
    snprintf(what, sizeof what,
             "item '%s' has answers up to %u, and the %s model takes 0 and 1", name,
             data->categories[j] - 1, kind->title);
    snprintf(argument, sizeof argument, "%s=gpcm", data->item_name[j]);
    return irt_findings_add(findings, IRT_WARNING, j, what, "nothing is estimated") &&
           (strpbrk(argument, " ") != NULL ||
            irt_findings_remedy(findings, "model", argument));
}

/* Many: then the general model is the wrong one. */
static bool
find_many(size_t count, const struct irt_model_kind *general,
          struct irt_findings *findings)
{
    char what[200];

    snprintf(what, sizeof what,
             "%zu items have answers above 1, and the %s model takes 0 and 1", count,
             general->title);
    return irt_findings_add(findings, IRT_WARNING, IRT_NO_ITEM, what,
                            "nothing is estimated") &&
           irt_findings_remedy(findings, "model", "gpcm");
}

bool
irt_doctor_model(const struct irt_responses *data,
                 const struct irt_model_options *options, struct irt_findings *findings,
                 struct irt_error *error)
{
    const struct irt_model_kind *general =
        options->kind != NULL ? irt_model_find(options->kind) : NULL;
    size_t count = 0;
    bool done = true;

    /* Those that have it from the general model are counted, the others told at once. */
    for (int pass = 0; pass < 2; pass++)
        for (size_t j = 0; done && j < data->items; j++) {
            const struct irt_model_kind *kind =
                kind_of(options, data->item_name[j], general);

            if (kind == NULL || kind->item->max_categories != 2 ||
                data->categories[j] <= 2)
                continue;
            if (pass == 0)
                count += kind == general;
            else if (kind != general || count <= MOST_SINGLE)
                done = find_one(data, j, kind, findings);
        }
    done = done && (count <= MOST_SINGLE || find_many(count, general, findings));
    return done ||
           irt_fail(error, IRT_NO_MEMORY, "there is no memory to look the data over");
}
