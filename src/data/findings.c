/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/findings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
finding_free(struct irt_finding *finding)
{
    free(finding->what);
    free(finding->consequence);
    free(finding->argument);
}

bool
irt_findings_add(struct irt_findings *findings, enum irt_severity severity, size_t item,
                 const char *what, const char *consequence)
{
    struct irt_finding *larger =
        realloc(findings->finding, (findings->count + 1) * sizeof *larger);
    struct irt_finding *last;

    if (larger == NULL)
        return false;
    findings->finding = larger;
    last = &larger[findings->count];
    *last = (struct irt_finding){
        .severity = severity,
        .item = item,
        .what = strdup(what),
        .consequence = consequence != NULL ? strdup(consequence) : NULL,
    };
    if (last->what == NULL || (consequence != NULL && last->consequence == NULL)) {
        finding_free(last);
        return false;
    }
    findings->count++;
    return true;
}

bool
irt_findings_remedy(struct irt_findings *findings, const char *command,
                    const char *argument)
{
    struct irt_finding *last = &findings->finding[findings->count - 1];

    if (strlen(argument) > IRT_LONGEST_REMEDY)
        return true;
    last->argument = strdup(argument);
    last->command = last->argument != NULL ? command : NULL;
    return last->argument != NULL;
}

void
irt_findings_rank(struct irt_findings *findings, size_t first)
{
    struct irt_finding *f = findings->finding;

    for (size_t k = first, to = first; k < findings->count; k++) {
        struct irt_finding warning = f[k];

        if (warning.severity != IRT_WARNING)
            continue;
        memmove(f + to + 1, f + to, (k - to) * sizeof *f);
        f[to++] = warning;
    }
}

void
irt_findings_cut(struct irt_findings *findings, size_t count)
{
    while (findings->count > count)
        finding_free(&findings->finding[--findings->count]);
}

void
irt_findings_clear(struct irt_findings *findings)
{
    irt_findings_cut(findings, 0);
    free(findings->finding);
    findings->finding = NULL;
}

void
irt_finding_sentence(const struct irt_finding *finding, char *out, size_t size)
{
    if (finding->consequence != NULL)
        snprintf(out, size, "%s: %s", finding->what, finding->consequence);
    else
        snprintf(out, size, "%s", finding->what);
}
