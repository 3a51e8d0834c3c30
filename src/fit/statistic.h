/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statistic.h -- what a statistic of fit is: a name to ask for it by, what it says in two
 * sentences, and a function that computes it or says why it cannot be had.
 *
 * TO ADD A STATISTIC: a file with its struct irt_statistic at the end, a row in statistic.c,
 * a row in ui/report/fit/ for how it is written. */
#ifndef IRT_STATISTIC_H
#define IRT_STATISTIC_H

#include "error.h"
#include "fit/diagnosis.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_statistic {
    const char *name;    /* "sx2": --fit, JSON */
    const char *with;    /* asking for that name asks for this too; NULL: none */
    const char *title;   /* "S-X²" */
    const char *formula; /* one line, UTF-8 */
    const char *source;  /* "Orlando and Thissen (2000)" */
    const char *reading; /* how to read it: two sentences at most, UTF-8 */
    bool costly;         /* not to be had every few cycles: on request, with progress */

    /* Has it anything to say of such data?  NULL: always.  Where not, it is passed over in
     * silence, unless it was asked for by its own name. */
    bool (*applies)(const struct irt_diagnosis *diagnosis);

    /* The result, in a struct of the statistic's own header; or NULL with *error filled:
     * its message is a clause that says why not and what would make it available
     * (IRT_INTERRUPTED: cancelled). */
    void *(*compute)(const struct irt_diagnosis *diagnosis, struct irt_error *error);
    void (*free)(void *result); /* NULL is fine */
};

/* The registry: NULL-terminated, in the order of reports. */
extern const struct irt_statistic *const irt_statistics[];
#define IRT_MOST_STATISTICS 24

/* By name, or NULL; its place in the registry. */
const struct irt_statistic *irt_statistic_find(const char *name);
size_t irt_statistic_place(const struct irt_statistic *statistic);

extern const struct irt_statistic irt_statistic_reliability;
extern const struct irt_statistic irt_statistic_m2;
extern const struct irt_statistic irt_statistic_c2;
extern const struct irt_statistic irt_statistic_g2;
extern const struct irt_statistic irt_statistic_sx2;
extern const struct irt_statistic irt_statistic_infit;
extern const struct irt_statistic irt_statistic_curves;
extern const struct irt_statistic irt_statistic_q3;
extern const struct irt_statistic irt_statistic_ld;
extern const struct irt_statistic irt_statistic_dif;
extern const struct irt_statistic irt_statistic_lz;

#endif
