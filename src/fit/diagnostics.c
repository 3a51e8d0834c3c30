/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/diagnostics.h"

#include <stdlib.h>

void
irt_diagnostics_free(struct irt_diagnostics *diagnostics)
{
    if (!diagnostics)
        return;
    for (size_t s = 0; irt_statistics[s]; s++)
        if (diagnostics->result[s])
            irt_statistics[s]->free(diagnostics->result[s]);
    free(diagnostics);
}

struct irt_diagnostics *
irt_diagnostics_new(const struct irt_diagnosis *diagnosis,
                    const struct irt_wanted *wanted, struct irt_error *error)
{
    struct irt_diagnostics *out = calloc(1, sizeof *out);
    if (!out) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the statistics of fit");
        return NULL;
    }
    struct irt_diagnosis one = *diagnosis;
    for (size_t s = 0; irt_statistics[s]; s++) {
        out->asked[s] =
            wanted->statistic[s] && (wanted->named[s] || !irt_statistics[s]->applies ||
                                     irt_statistics[s]->applies(diagnosis));
        one.what = irt_statistics[s]->title;
        if (!out->asked[s] || !irt_diagnosis_go_on(&one, 0.0, &out->why_not[s]))
            continue;
        out->result[s] = irt_statistics[s]->compute(&one, &out->why_not[s]);
        if (out->result[s])
            out->why_not[s].code = IRT_OK;
    }
    return out;
}

const void *
irt_diagnostics_of(const struct irt_diagnostics *diagnostics,
                   const struct irt_statistic *statistic)
{
    return diagnostics ? diagnostics->result[irt_statistic_place(statistic)] : NULL;
}

const char *
irt_diagnostics_why_not(const struct irt_diagnostics *diagnostics,
                        const struct irt_statistic *statistic)
{
    size_t s = irt_statistic_place(statistic);
    if (!diagnostics || !diagnostics->asked[s] || diagnostics->result[s])
        return NULL;
    return diagnostics->why_not[s].message;
}
