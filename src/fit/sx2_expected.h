/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sx2_expected.h -- observed and expected counts of S-X2 before sums are merged (sx2.h). */
#ifndef IRT_SX2_EXPECTED_H
#define IRT_SX2_EXPECTED_H

#include "error.h"
#include "fit/diagnosis.h"

#include <stddef.h>

struct irt_sx2_expected {
    size_t last; /* sums 0 .. last */
    size_t items;
    size_t *at; /* items: item j's cells are at at[j], there [k * categories + h] */
    double *observed, *expected;
    double persons, left_out; /* who answered every item; who did not */
};

/* Populations are taken one by one and added up.  NULL with *error filled: too many sums, fewer
 * than two items, nobody answered every item, no memory, cancelled.  Caller frees. */
struct irt_sx2_expected *irt_sx2_expected_new(const struct irt_diagnosis *diagnosis,
                                              struct irt_error *error);
void irt_sx2_expected_free(struct irt_sx2_expected *table);

#endif
