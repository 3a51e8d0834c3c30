/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_truth.h -- what a simulation knows of its schools: their true effects, in a table
 * with the columns school and effect, as irtop simulate writes it; and how many of a school's
 * persons have extreme patterns. */
#ifndef IRT_SCHOOL_TRUTH_H
#define IRT_SCHOOL_TRUTH_H

#include "data/responses.h"
#include "error.h"

/* The true effects, in logits, into effect[data->schools]; NAN for schools that the file does
 * not name.  Schools that the data do not have are passed over.  False with *error filled:
 * IRT_BAD_DATA when it cannot be read, has no such columns, or names no school of the data. */
bool irt_school_truth_read(const char *file, const struct irt_responses *data,
                           double *effect, struct irt_error *error);

struct irt_school_count {
    double persons;
    double lowest, highest; /* whose answers are all the lowest, or all the highest */
};

/* Into count[data->schools].  Items that nobody answers differently, and persons who answered
 * none of the others, are no evidence of either.  False without memory. */
bool irt_school_counts(const struct irt_responses *data, struct irt_school_count *count);

#endif
