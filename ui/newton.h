/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newton.h -- what a snapshot knows of the stages of its cycle, and of the points that its
 * M-step visited. */
#ifndef UI_NEWTON_H
#define UI_NEWTON_H

#include "estimate/snapshot.h"
#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

/* How many of E1 .. E4 are done in the snapshot's cycle, 0 to 4. */
int ui_stages_done(const struct irt_snapshot *snapshot);

/* The row of the trace whose psi the snapshot's E-step stands at. */
size_t ui_entering_row(const struct irt_snapshot *snapshot);

/* Items share parameters (1PL's slope, a free sigma), so that Newton works on all of them
 * at once. */
bool ui_model_is_linked(const struct irt_model *model);

/* How many points of an item the M-step has visited so far; 0: none, else the first is
 * where it started. */
size_t ui_newton_points(const struct irt_snapshot *snapshot, size_t item);

/* A visited point: borrowed from the snapshot, of the item's count parameters. */
struct ui_newton_point {
    unsigned halvings;
    double sigma;
    const double *par;         /* count */
    const double *gradient;    /* count */
    const double *information; /* count * count */
};

/* Point 0 .. points - 1; false when there is none. */
bool ui_newton_point(const struct irt_snapshot *snapshot, const struct irt_item *item,
                     size_t j, size_t point, struct ui_newton_point *out);

#endif
