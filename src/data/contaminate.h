/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contaminate.h -- rows that no model made: persons who left all blank, guessed, or ticked
 * one column all the way down.
 *
 *   all-zero       0 in every item
 *   all-maximum    the highest category in every item
 *   random         every category alike, item by item
 *   straight-line  one category, each alike, in every item
 *
 * Cells that are missing stay missing. */
#ifndef IRT_CONTAMINATE_H
#define IRT_CONTAMINATE_H

#include "data/responses.h"
#include "error.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stdint.h>

enum irt_contamination_kind {
    IRT_CLEAN,
    IRT_ALL_ZERO,
    IRT_ALL_MAXIMUM,
    IRT_RANDOM_ROWS,
    IRT_STRAIGHT_LINES
};

struct irt_contamination {
    enum irt_contamination_kind kind;
    double share; /* of the persons in each school, [0, 1]; rounded to whole persons */
};

/* "none", "all-zero" ... ; from_name leaves *out as it was where the name is none. */
const char *irt_contamination_name(enum irt_contamination_kind kind);
bool irt_contamination_from_name(const char *name, enum irt_contamination_kind *out);

/* Reads "all-zero=0.2" or "none".  False with *error filled (IRT_BAD_USAGE). */
bool irt_contamination_parse(const char *text, struct irt_contamination *out,
                             struct irt_error *error);

/* Writes over the rows of round(share * N_k) persons of each school, or of all where there
 * are no schools, and sets contaminated[row] to 1 for them, 0 for the others.
 * categories[items]: how many each item has.  The persons and their answers of a smaller
 * share are among those of a larger one: every random number is drawn whatever the share.
 * data has a row a person.  False with *error filled without memory. */
bool irt_contaminate(struct irt_responses *data, const unsigned *categories,
                     const struct irt_contamination *contamination, gsl_rng *random,
                     uint8_t *contaminated, struct irt_error *error);

#endif
