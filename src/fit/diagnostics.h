/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diagnostics.h -- the statistics that were asked for: each its result, or the sentence why
 * there is none. */
#ifndef IRT_DIAGNOSTICS_H
#define IRT_DIAGNOSTICS_H

#include "error.h"
#include "fit/diagnosis.h"
#include "fit/statistic.h"
#include "fit/wanted.h"

#include <stdbool.h>

/* By place in the registry. */
struct irt_diagnostics {
    bool asked[IRT_MOST_STATISTICS];
    void *result[IRT_MOST_STATISTICS]; /* owned; NULL: not asked, or why not */
    struct irt_error why_not[IRT_MOST_STATISTICS]; /* code IRT_OK: there is a result */
};

/* Computes all that is wanted, one after the other; what cannot be had says why.  After a
 * cancel the rest say that they were interrupted.  NULL with *error filled without memory for
 * the list itself.  Caller frees: irt_diagnostics_free(). */
struct irt_diagnostics *irt_diagnostics_new(const struct irt_diagnosis *diagnosis,
                                            const struct irt_wanted *wanted,
                                            struct irt_error *error);
void irt_diagnostics_free(struct irt_diagnostics *diagnostics);

/* The result of a statistic, to be read as the struct of its header; NULL: none, and NULL
 * diagnostics have none. */
const void *irt_diagnostics_of(const struct irt_diagnostics *diagnostics,
                               const struct irt_statistic *statistic);

/* Why one that was asked for is not there; NULL: it is, or nobody asked. */
const char *irt_diagnostics_why_not(const struct irt_diagnostics *diagnostics,
                                    const struct irt_statistic *statistic);

#endif
