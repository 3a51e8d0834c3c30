/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tally.h -- the answers of a round, and what they add up to. */
#ifndef IRT_TALLY_H
#define IRT_TALLY_H

#include "error.h"
#include "federation/message.h"
#include "federation/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_tally {
    const struct irt_plan *plan; /* borrowed */
    enum irt_effects effects;
    size_t schools;
    size_t length;  /* numbers kept of an answer: those before the observed information */
    double *number; /* [k * length + i] */
    double *room;   /* numbers of one answer of any kind */
    uint32_t *flags; /* schools */
    bool *heard;     /* schools: answered in this round */
    double *counts;  /* plan->counts: the survey's, summed */

    /* The observed information: summed over what schools have in common, and of each its own
     * effect's row. */
    double
        *common; /* rows * rows; rows = irt_observed_rows() less a school's own effect */
    double *cross; /* [k * free + f] */
    double *own;   /* [k] */
};

/* NULL with *error filled without memory.  Caller frees: irt_tally_free(). */
struct irt_tally *irt_tally_new(const struct irt_plan *plan, enum irt_effects effects,
                                size_t schools, struct irt_error *error);
void irt_tally_free(struct irt_tally *tally);

/* Rows of tally->common. */
size_t irt_tally_rows(const struct irt_tally *tally);

/* A round begins: nobody has answered. */
void irt_tally_clear(struct irt_tally *tally);

/* School k's answer to what was asked in this round.  False with *error filled (IRT_NETWORK)
 * when it is refused; size 0: it is absent. */
bool irt_tally_hear(struct irt_tally *tally, size_t k, enum irt_ask ask, uint32_t round,
                    const uint8_t *bytes, size_t size, struct irt_error *error);

/* What school k said; only where heard. */
static inline const double *
irt_tally_number(const struct irt_tally *tally, size_t k)
{
    return tally->number + k * tally->length;
}

/* The sum over schools of the numbers first .. first + count - 1, in the order of the schools,
 * into sum. */
void irt_tally_sum(const struct irt_tally *tally, size_t first, size_t count,
                   double *sum);

#endif
