/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dif_parts.h -- the two halves of dif.c: one pair of groups compared by total scores, and by
 * models. */
#ifndef IRT_DIF_PARTS_H
#define IRT_DIF_PARTS_H

#include "fit/dif.h"
#include "fit/two_groups.h"

/* What both halves look at; borrowed. */
struct irt_dif_work {
    const struct irt_fit *fit;
    const struct irt_dif_options *options;
    const struct irt_two_groups *two;
    double share, more; /* done before this pair's models, and by them: for progress */
};

/* Fill the pair's items; false with *error filled: IRT_NO_MEMORY, IRT_INTERRUPTED. */
bool irt_dif_by_score(const struct irt_dif_work *work, struct irt_dif_pair *pair,
                      struct irt_error *error);
bool irt_dif_by_model(const struct irt_dif_work *work, struct irt_dif_pair *pair,
                      struct irt_error *error);

/* Why not, cut to size. */
void irt_dif_say(char why[IRT_DIF_WHY], const char *format, ...) IRT_PRINTF(2, 3);

/* A round of purification: the items with p below the level are taken out of keep[items], the
 * others put in, but for those that may not be (NULL: all may).  True when that changed
 * nothing, or left fewer than two (then keep stays as it was, and *settled is false). */
bool irt_dif_purify(const double *p, const bool *may, size_t items, bool *keep,
                    bool *settled);

#endif
