/* SPDX-License-Identifier: GPL-3.0-or-later */
/* race.h -- several estimators on the same data, each with its distance to the truth, or where
 * that is not known to what one of them comes to, cycle by cycle and by its own clock.
 *
 * The lane that has spent the least time goes on: so they run side by side, whatever a cycle of
 * each takes.  Estimates do not depend on it. */
#ifndef IRT_RACE_H
#define IRT_RACE_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/estimator.h"
#include "race/distance.h"

#include <stdbool.h>
#include <stddef.h>

#define IRT_RACE_LANES 6
#define IRT_RACE_LABEL 80

struct irt_race_point {
    double seconds;               /* spent estimating up to here, opening included */
    struct irt_distance distance; /* NAN while it is not known */
};

struct irt_race_lane {
    char label[IRT_RACE_LABEL];
    const struct irt_estimator_ops *ops;
    struct irt_model *model;       /* owned */
    struct irt_patterns *patterns; /* owned */
    struct irt_options options;
    struct irt_trace trace;
    void *state; /* NULL: closed */
    size_t points, room;
    struct irt_race_point *point; /* one a row of the trace: the start, then the cycles */
    double *psi;                  /* that it ended with; NULL: it has not, or failed */
    double seconds;
    bool ended;
    enum irt_stop stopped;  /* why, when it has */
    struct irt_error error; /* why it failed; IRT_OK: it did not */
};

struct irt_race {
    const struct irt_responses *data;
    const struct irt_item_report *truth; /* columns of the data; NULL: not known */
    struct irt_item_report
        *goal;             /* what the first lane came to; NULL: not needed, or not yet */
    double (*clock)(void); /* seconds */
    size_t lanes;
    struct irt_race_lane lane[IRT_RACE_LANES];
};

/* Into *race.  Borrows data, truth (may be NULL: then lane 0 is what others are held against) and
 * clock. */
void irt_race_open(struct irt_race *race, const struct irt_responses *data,
                   const struct irt_item_report *truth, double (*clock)(void));
void irt_race_close(struct irt_race *race);

/* Opens one lane more; takes model and patterns over, also when it fails.  False with *error
 * filled: the estimator cannot be opened, there is no memory, or the lanes are full
 * (IRT_BAD_USAGE). */
bool irt_race_add(struct irt_race *race, const char *label,
                  const struct irt_estimator_ops *ops, struct irt_model *model,
                  struct irt_patterns *patterns, const struct irt_options *options,
                  struct irt_error *error);

/* A cycle of the lane that is behind in time.  Returns its number, or lanes when all have
 * ended. */
size_t irt_race_step(struct irt_race *race);

/* From when on a lane stays within a distance of b, 0.01 say: its point, or points where it
 * does not. */
size_t irt_race_within(const struct irt_race_lane *lane, double distance);

#endif
