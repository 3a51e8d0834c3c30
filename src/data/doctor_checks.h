/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor_checks.h -- the doctor's checks, and what they share.  A check appends findings
 * and returns false without memory. */
#ifndef IRT_DOCTOR_CHECKS_H
#define IRT_DOCTOR_CHECKS_H

#include "data/findings.h"
#include "data/load.h"
#include "data/responses.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_checkup {
    const struct irt_responses *data;
    const struct irt_load_options *loaded;
    struct irt_findings *findings;
    double *count;     /* [j * 256 + code]: persons; what is missing at 255 */
    bool *suspect;     /* items: looks like no item, so that no more is said of it */
    const char **part; /* items: the choice that gives a suspect the part which it looks
                          like having, or NULL */
};

/* TO ADD A NEW CHECK: its name here, and in irt_doctor()'s list. */
typedef bool irt_check(struct irt_checkup *checkup);
irt_check irt_check_columns;  /* looks like an id, a school, a fact about the person */
irt_check irt_check_answers;  /* none, only one, many missing; persons without any */
irt_check irt_check_codes;    /* codes for missing, unused ones, not from 0 */
irt_check irt_check_twins;    /* items that are the same throughout */
irt_check irt_check_relation; /* items that go against the others */

/* Marks the suspects; before the checks. */
void irt_checkup_suspect(struct irt_checkup *checkup);

/* The persons that answered item j, and how many different codes they gave. */
double irt_checkup_persons(const struct irt_checkup *checkup, size_t item);
unsigned irt_checkup_distinct(const struct irt_checkup *checkup, size_t item);

/* Appends a finding; the consequence may be NULL.  what is a format. */
bool irt_checkup_find(struct irt_checkup *checkup, enum irt_severity severity,
                      size_t item, const char *consequence, const char *what, ...)
    IRT_PRINTF(5, 6);

/* Gives the last finding the remedy to leave an item out; one that looks like none with all
 * others that do, and have no part. */
bool irt_checkup_leave_out(struct irt_checkup *checkup, size_t item);

/* Gives the last finding the remedy that this option is the right answer to an item, if the
 * key can say that. */
bool irt_checkup_rekey(struct irt_checkup *checkup, size_t item, const char *option);

/* The name of an item, cut for a sentence. */
const char *irt_checkup_name(const struct irt_checkup *checkup, size_t item, char *out);

/* "'a', 'b', 'c' ...": the items that are marked, as many as fit. */
void irt_checkup_list(const struct irt_checkup *checkup, const bool *marked, char *out,
                      size_t size);

#endif
