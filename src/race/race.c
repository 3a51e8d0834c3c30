/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "estimate/fit.h"

void
irt_race_open(struct irt_race *race, const struct irt_responses *data,
              const struct irt_item_report *truth, double (*clock)(void))
{
    *race = (struct irt_race){ .data = data, .truth = truth, .clock = clock };
}

static void
close_state(struct irt_race_lane *lane)
{
    if (lane->state)
        lane->ops->close(lane->state);
    free(lane->state);
    lane->state = NULL;
}

static void
clear_lane(struct irt_race_lane *lane)
{
    close_state(lane);
    irt_trace_clear(&lane->trace);
    irt_patterns_free(lane->patterns);
    irt_model_free(lane->model);
    free(lane->point);
    free(lane->psi);
    *lane = (struct irt_race_lane){ .points = 0 };
}

void
irt_race_close(struct irt_race *race)
{
    for (size_t k = 0; k < race->lanes; k++)
        clear_lane(&race->lane[k]);
    free(race->goal);
    *race = (struct irt_race){ .lanes = 0 };
}

/* --- distances ---------------------------------------------------------------------------- */

/* What lanes are held against; NULL: not known yet. */
static const struct irt_item_report *
find_goal(const struct irt_race *race)
{
    return race->truth ? race->truth : race->goal;
}

static void
measure(const struct irt_race *race, struct irt_race_lane *lane, size_t first)
{
    const struct irt_item_report *goal = find_goal(race);

    for (size_t p = first; p < lane->points; p++) {
        const double *psi = lane->psi && p + 1 == lane->points
                                ? lane->psi
                                : irt_trace_psi(&lane->trace, p);

        lane->point[p].distance = goal ? irt_items_distance(lane->model, psi, goal)
                                       : (struct irt_distance){ NAN, NAN };
    }
}

/* The first lane has come to its end: now all can be measured. */
static void
set_goal(struct irt_race *race)
{
    const struct irt_race_lane *first = &race->lane[0];
    race->goal = calloc(race->data->items + 1, sizeof *race->goal);
    if (!race->goal || !first->psi)
        return;
    for (size_t j = 0; j < first->model->items; j++) {
        const struct irt_item *item = &first->model->item[j];

        item->ops->report(item, first->psi + item->first, &race->goal[item->column]);
    }
    for (size_t k = 0; k < race->lanes; k++)
        measure(race, &race->lane[k], 0);
}

/* --- lanes -------------------------------------------------------------------------------- */

/* A point for each row that is new, at the time it is now. */
static bool
take_rows(const struct irt_race *race, struct irt_race_lane *lane)
{
    size_t first = lane->points, rows = lane->trace.rows;

    if (rows > lane->room) {
        size_t room = 2 * rows + 16;
        struct irt_race_point *grown = realloc(lane->point, room * sizeof *grown);

        if (!grown)
            return irt_fail(&lane->error, IRT_NO_MEMORY, "there is no memory left");
        lane->point = grown;
        lane->room = room;
    }
    for (; lane->points < rows; lane->points++)
        lane->point[lane->points].seconds = lane->seconds;
    measure(race, lane, first);
    return true;
}

/* The estimates are those of a fit, which may correct what the last row has. */
static void
take_end(const struct irt_race *race, struct irt_race_lane *lane)
{
    struct irt_snapshot last = { 0 };
    struct irt_fit *fit = NULL;

    if (lane->ops->look(lane->state, &last, &lane->error))
        fit = irt_fit_new(race->data, lane->patterns, lane->model, lane->ops,
                          &lane->options, &lane->trace, &last, &lane->error);
    lane->stopped = fit ? last.stopped : IRT_STOP_FAILED;
    if (fit) {
        lane->psi = fit->psi;
        fit->psi = NULL;
    }
    irt_fit_free(fit);
    irt_snapshot_clear(&last);
}

static void
finish(struct irt_race *race, struct irt_race_lane *lane, bool failed)
{
    lane->ended = true;
    if (failed)
        lane->stopped = IRT_STOP_FAILED;
    else
        take_end(race, lane);
    close_state(lane);
    measure(race, lane, lane->points > 0 ? lane->points - 1 : 0);
    if (lane == &race->lane[0] && !race->truth && lane->psi)
        set_goal(race);
}

bool
irt_race_add(struct irt_race *race, const char *label,
             const struct irt_estimator_ops *ops, struct irt_model *model,
             struct irt_patterns *patterns, const struct irt_options *options,
             struct irt_error *error)
{
    struct irt_race_lane lane = {
        .ops = ops, .model = model, .patterns = patterns, .options = *options
    };
    struct irt_race_lane *at;
    double start = race->clock();

    if (race->lanes == IRT_RACE_LANES) {
        clear_lane(&lane);
        return irt_fail(error, IRT_BAD_USAGE, "a race has at most %d lanes",
                        IRT_RACE_LANES);
    }
    /* The estimator borrows the trace: it stays where it is. */
    at = &race->lane[race->lanes];
    *at = lane;
    snprintf(at->label, sizeof at->label, "%s", label);
    at->state = calloc(1, ops->state_size);
    if (!at->state) {
        clear_lane(at);
        return irt_fail(error, IRT_NO_MEMORY, "there is no memory to estimate");
    }
    if (!ops->open(at->state, race->data, patterns, model, &at->options, &at->trace,
                   error)) {
        clear_lane(at);
        return false;
    }
    race->lanes++;
    at->seconds = race->clock() - start;
    if (!take_rows(race, at))
        finish(race, at, true);
    return true;
}

static struct irt_race_lane *
find_behind(struct irt_race *race)
{
    struct irt_race_lane *behind = NULL;

    for (size_t k = 0; k < race->lanes; k++) {
        struct irt_race_lane *lane = &race->lane[k];

        if (!lane->ended && (!behind || lane->seconds < behind->seconds))
            behind = lane;
    }
    return behind;
}

size_t
irt_race_step(struct irt_race *race)
{
    struct irt_race_lane *lane = find_behind(race);
    enum irt_stage stage;
    double start;

    if (!lane)
        return race->lanes;
    start = race->clock();
    stage = lane->ops->advance(lane->state, IRT_GRAIN_CYCLE, &lane->error);
    lane->seconds += race->clock() - start;
    if (!take_rows(race, lane) || stage == IRT_STAGE_FAILED)
        finish(race, lane, true);
    else if (stage == IRT_STAGE_DONE)
        finish(race, lane, false);
    return (size_t)(lane - race->lane);
}

size_t
irt_race_within(const struct irt_race_lane *lane, double distance)
{
    size_t p = lane->points;

    while (p > 0 && lane->point[p - 1].distance.b <= distance)
        p--;
    return p;
}
