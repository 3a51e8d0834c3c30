/* SPDX-License-Identifier: GPL-3.0-or-later */
/* findings.h -- a list of what looks wrong with data: what, what comes of it, and the
 * command that mends it. */
#ifndef IRT_FINDINGS_H
#define IRT_FINDINGS_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

#define IRT_NO_ITEM        ((size_t)-1)
#define IRT_LONGEST_REMEDY 4000 /* bytes of an argument; a longer one is no remedy */

enum irt_severity {
    IRT_NOTE,   /* good to know */
    IRT_WARNING /* the estimates suffer, or mean something else */
};

struct irt_finding {
    enum irt_severity severity;
    size_t item;       /* of the data; IRT_NO_ITEM: about no single one */
    char *what;        /* a sentence without a full stop, as is the next; owned */
    char *consequence; /* or NULL; owned */
    /* The remedy: a choice and its new value, as :COMMAND ARGUMENT and --COMMAND ARGUMENT
     * take them; both NULL: there is none.  command is static, argument owned. */
    const char *command;
    char *argument;
};

struct irt_findings {
    size_t count;
    struct irt_finding *finding; /* owned */
};

/* Appends a finding without a remedy; false without memory. */
bool irt_findings_add(struct irt_findings *findings, enum irt_severity severity,
                      size_t item, const char *what, const char *consequence);

/* Gives the last finding a remedy, unless the argument is too long; false without memory. */
bool irt_findings_remedy(struct irt_findings *findings, const char *command,
                         const char *argument);

/* Puts warnings before notes, from number first on, else in the order they have. */
void irt_findings_rank(struct irt_findings *findings, size_t first);

/* Frees the findings from number count on. */
void irt_findings_cut(struct irt_findings *findings, size_t count);
void irt_findings_clear(struct irt_findings *findings);

/* "WHAT: CONSEQUENCE", cut to size. */
void irt_finding_sentence(const struct irt_finding *finding, char *out, size_t size);

#endif
