/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_errors.c -- a school's observed information for the last message.
 *
 * First by every parameter of every item, as if each were free and alone; then sigma and s,
 * along which the items' parameters move, are combinations of these.  They depend on the
 * parameters themselves, so that the mixed second derivatives have the gradient's bend too. */
#include "federation/school_state.h"

#include "estimate/standard_errors.h"

#include <stdlib.h>
#include <string.h>

/* Where the parameters move when sigma (row 0) and s (row 1) do, and the bends. */
struct moves {
    double *direction[2], *bend[2]; /* values each */
};

static bool
find_moves(const struct irt_school *school, const struct irt_school_room *room, double s,
           struct moves *moves, struct irt_error *error)
{
    const struct irt_plan *plan = school->plan;
    double *all = calloc(4 * plan->values, sizeof *all);
    if (!all)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    for (size_t m = 0; m < 2; m++) {
        moves->direction[m] = all + m * plan->values;
        moves->bend[m] = all + (2 + m) * plan->values;
    }
    for (size_t j = 0; j < plan->model->items; j++) {
        size_t first = plan->model->item[j].first;
        irt_plan_directions(plan, room->psi, j, s, moves->direction[1] + first,
                            moves->direction[0] + first);
        irt_plan_bends(plan, room->psi, j, s, room->gradient + first,
                       moves->bend[1] + first, moves->bend[0] + first);
    }
    return true;
}

/* A row of the result for a move: its products with the free parameters, less the bend. */
static void
put_row(const struct irt_school *school, struct irt_school_room *room,
        const double *direction, const double *bend, size_t row, size_t rows)
{
    const struct irt_plan *plan = school->plan;
    size_t P = plan->model->sigma;
    for (size_t k = 0; k < P; k++) {
        size_t f = plan->model->parameter[k].free;
        double sum = -bend[k];
        if (f == IRT_NONE)
            continue;
        for (size_t m = 0; m < P; m++)
            sum += room->observed[k * P + m] * direction[m];
        room->rows[row * rows + f] += sum;
        room->rows[f * rows + row] += sum;
    }
}

static double
product(const struct irt_school_room *room, size_t P, const double *x, const double *y)
{
    double sum = 0.0;
    for (size_t k = 0; k < P; k++)
        for (size_t m = 0; m < P; m++)
            sum += x[k] * room->observed[k * P + m] * y[m];
    return sum;
}

/* From the items' parameters to the free ones, sigma and s. */
static void
collapse(const struct irt_school *school, struct irt_school_room *room,
         const struct moves *moves, bool with_effect)
{
    const struct irt_plan *plan = school->plan;
    const struct irt_parameter *parameter = plan->model->parameter;
    size_t P = plan->model->sigma, rows = plan->free + with_effect;
    size_t sigma = plan->sigma ? parameter[P].free : IRT_NONE, s = plan->free;
    memset(room->rows, 0, rows * rows * sizeof *room->rows);
    for (size_t k = 0; k < P; k++)
        for (size_t m = 0; m < P; m++)
            if (parameter[k].free != IRT_NONE && parameter[m].free != IRT_NONE)
                room->rows[parameter[k].free * rows + parameter[m].free] +=
                    room->observed[k * P + m];
    if (plan->sigma) {
        put_row(school, room, moves->direction[0], moves->bend[0], sigma, rows);
        room->rows[sigma * rows + sigma] +=
            product(room, P, moves->direction[0], moves->direction[0]);
    }
    if (!with_effect)
        return;
    put_row(school, room, moves->direction[1], moves->bend[1], s, rows);
    room->rows[s * rows + s] +=
        product(room, P, moves->direction[1], moves->direction[1]);
    if (plan->sigma) {
        double mixed = product(room, P, moves->direction[0], moves->direction[1]);
        room->rows[s * rows + sigma] += mixed;
        room->rows[sigma * rows + s] += mixed;
    }
}

bool
irt_school_observe(struct irt_school *school, struct irt_school_room *room,
                   enum irt_se method, double *frequency, double s, bool with_effect,
                   const struct irt_cancel *cancel, struct irt_error *error)
{
    struct moves moves = { { NULL }, { NULL } };
    struct irt_patterns patterns = *school->patterns;
    if (frequency)
        patterns.frequency = frequency;
    struct irt_scored done = { .data = &school->rows,
                               .patterns = &patterns,
                               .kernel = school->kernel,
                               .expected = room->expected,
                               .quadrature = room->moved,
                               .pool = school->pool,
                               .cancel = cancel };
    if (!irt_information_after(method, &done, &room->loose, room->psi, room->observed,
                               error) ||
        !find_moves(school, room, s, &moves, error))
        return false;
    if (method == IRT_SE_CROSSPROD) /* scores bend nothing */
        memset(moves.bend[0], 0, 2 * school->plan->values * sizeof(double));
    collapse(school, room, &moves, with_effect);
    free(moves.direction[0]);
    return true;
}
