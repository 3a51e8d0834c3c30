/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wanted.h -- which statistics of fit are wanted: a list such as "sx2,infit,dif=sex". */
#ifndef IRT_WANTED_H
#define IRT_WANTED_H

#include "error.h"
#include "fit/statistic.h"

#include <stdbool.h>

#define IRT_MOST_LEVEL_NAME 128

/* By place in the registry. */
struct irt_wanted {
    bool statistic[IRT_MOST_STATISTICS];
    bool named[IRT_MOST_STATISTICS];      /* itself, not only by what it goes with */
    char dif_column[IRT_MOST_LEVEL_NAME]; /* "": no DIF was asked for */
    bool purified;                        /* DIF with purified scores and anchors */
};

/* Names by commas or blanks: those of statistics, "dif=COLUMN" (up to the next comma), "purified"
 * (which goes with it), "all" (but for DIF), "none".
 * A name asks for what goes with it too, and anything for the reliability.  False with *error
 * filled (IRT_BAD_USAGE). */
bool irt_wanted_parse(const char *list, struct irt_wanted *wanted,
                      struct irt_error *error);

/* Is anything wanted? */
bool irt_wanted_any(const struct irt_wanted *wanted);

/* The names that a list may have, by blanks, without dif=COLUMN: for help and messages. */
void irt_wanted_names(char *out, size_t size);

#endif
