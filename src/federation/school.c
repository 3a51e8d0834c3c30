/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/school.h"

#include "federation/school_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EFFECT_NODES 11 /* for a random effect's posterior */

/* --- room ------------------------------------------------------------------------------- */

/* The same items with every parameter free and alone, and nothing else estimated. */
static bool
loosen(const struct irt_plan *plan, struct irt_model *loose)
{
    *loose = *plan->model;
    loose->parameters = plan->values;
    loose->free_count = plan->model->sigma;
    loose->priors = 0;
    loose->effects = IRT_EFFECTS_NONE;
    loose->groups = 1;
    loose->centred = false;
    loose->anchor = loose->tau = IRT_NONE;
    loose->correlations = 0;
    loose->correlations_free = false;
    loose->parameter = calloc(plan->values, sizeof *loose->parameter);
    if (!loose->parameter)
        return false;
    for (size_t k = 0; k < plan->values; k++) {
        loose->parameter[k] = plan->model->parameter[k];
        loose->parameter[k].free = k == plan->model->sigma ? IRT_NONE : k;
        loose->parameter[k].owner = true;
        loose->parameter[k].prior.kind = IRT_PRIOR_NONE;
    }
    return true;
}

struct irt_school_room *
irt_school_room_new(const struct irt_plan *plan, struct irt_error *error)
{
    struct irt_school_room *room = calloc(1, sizeof *room);
    if (!room) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the schools");
        return NULL;
    }
    size_t lists = plan->gradient + plan->information, P = plan->values;
    room->kernel = irt_kernel_room_new(error);
    room->expected = irt_expected_new(plan->model, plan->quadrature->points, error);
    room->moved = irt_quadrature_copy(plan->quadrature, error);
    room->effects = irt_quadrature_gh(EFFECT_NODES, error);
    room->psi = calloc(P, sizeof *room->psi);
    room->answer = calloc(irt_answer_numbers(plan, IRT_ASK_ERRORS, IRT_EFFECTS_FIXED) +
                              IRT_NUMBERS + plan->counts,
                          sizeof *room->answer);
    room->gradient = calloc(P, sizeof *room->gradient);
    room->sums = calloc(lists + 1, sizeof *room->sums);
    room->mixture = calloc(EFFECT_NODES * (lists + 1), sizeof *room->mixture);
    room->observed = calloc(P * P, sizeof *room->observed);
    room->rows = calloc((plan->free + 1) * (plan->free + 1), sizeof *room->rows);
    if (!room->psi || !room->answer || !room->gradient || !room->sums || !room->mixture ||
        !room->observed || !room->rows || !loosen(plan, &room->loose))
        irt_fail(error, IRT_NO_MEMORY, "no memory for the schools");
    else if (room->kernel && room->expected && room->moved && room->effects)
        return room;
    irt_school_room_free(room);
    return NULL;
}

void
irt_school_room_free(struct irt_school_room *room)
{
    if (!room)
        return;
    irt_kernel_room_free(room->kernel);
    irt_expected_free(room->expected);
    irt_quadrature_free(room->moved);
    irt_quadrature_free(room->effects);
    free(room->psi);
    free(room->answer);
    free(room->gradient);
    free(room->sums);
    free(room->mixture);
    free(room->observed);
    free(room->rows);
    free(room->loose.parameter);
    free(room);
}

/* --- the school -------------------------------------------------------------------------- */

static bool
copy_rows(struct irt_school *school, const struct irt_responses *data,
          const uint32_t *row, size_t count)
{
    struct irt_responses *rows = &school->rows;
    rows->rows = count;
    rows->items = data->items;
    rows->code = malloc(count * data->items + 1);
    if (data->frequency)
        rows->frequency = malloc((count + 1) * sizeof *rows->frequency);
    if (!rows->code || (data->frequency && !rows->frequency))
        return false;
    for (size_t i = 0; i < count; i++) {
        memcpy(rows->code + i * data->items, data->code + row[i] * data->items,
               data->items);
        if (data->frequency)
            rows->frequency[i] = data->frequency[row[i]];
        rows->persons += irt_responses_frequency(rows, i);
    }
    return true;
}

/* Whether all answers are the lowest, or all the highest. */
static void
find_extremes(struct irt_school *school)
{
    const struct irt_model *model = school->plan->model;
    school->lowest = school->highest = school->rows.rows > 0;
    for (size_t i = 0; i < school->rows.rows; i++)
        for (size_t j = 0; j < model->items; j++) {
            const struct irt_item *item = &model->item[j];
            uint8_t code = school->rows.code[i * school->rows.items + item->column];
            if (code == IRT_MISSING)
                continue;
            unsigned category = irt_item_category(item, code);
            school->lowest = school->lowest && category == 0;
            school->highest = school->highest && category == item->categories - 1;
        }
}

struct irt_school *
irt_school_new(const struct irt_plan *plan, uint32_t number,
               const struct irt_responses *data, const uint32_t *row, size_t count,
               struct irt_pool *pool, struct irt_error *error)
{
    struct irt_school *school = calloc(1, sizeof *school);
    if (!school || !copy_rows(school, data, row, count)) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for %zu rows of a school", count);
        irt_school_free(school);
        return NULL;
    }
    school->plan = plan;
    school->number = number;
    school->pool = pool;
    find_extremes(school);
    school->patterns = irt_patterns_new(&school->rows, NULL, 1, error);
    if (school->patterns)
        school->kernel = irt_kernel_new_bare(&school->rows, school->patterns, plan->model,
                                             plan->quadrature->points, pool, error);
    if (!school->kernel) {
        irt_school_free(school);
        return NULL;
    }
    return school;
}

void
irt_school_free(struct irt_school *school)
{
    if (!school)
        return;
    irt_kernel_free(school->kernel);
    irt_patterns_free(school->patterns);
    free(school->rows.code);
    free(school->rows.frequency);
    free(school->extreme);
    free(school->alike);
    free(school->weighed);
    free(school);
}

bool
irt_school_is_large(const struct irt_school *school)
{
    return irt_kernel_slices(school->kernel) > 1;
}

void
irt_school_set_pool(struct irt_school *school, struct irt_pool *pool)
{
    school->pool = pool;
    irt_kernel_set_pool(school->kernel, pool);
}

size_t
irt_school_evaluations(const struct irt_school *school)
{
    return school->evaluations;
}

/* --- answers --------------------------------------------------------------------------------- */

static void
count_answers(const struct irt_school *school, double *count)
{
    const struct irt_model *model = school->plan->model;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        for (size_t i = 0; i < school->rows.rows; i++) {
            uint8_t code = school->rows.code[i * school->rows.items + item->column];
            if (code != IRT_MISSING)
                count[irt_item_category(item, code)] +=
                    irt_responses_frequency(&school->rows, i);
        }
        count += item->categories;
    }
}

/* Mean and mean square of the persons' EAP, by the nodes' counts of the last E-step. */
static void
average_scores(const struct irt_school *school, const struct irt_school_room *room,
               double *mean, double *square)
{
    double sigma = room->psi[school->plan->model->sigma], persons = school->rows.persons;
    if (!(persons > 0.0))
        return;
    for (size_t n = 0; n < room->moved->points; n++)
        *mean += sigma * room->expected->population[n] * room->moved->node[n] / persons;
    *square = sigma * sigma * room->expected->squared_means / persons;
}

#define MOST_WEIGHINGS 40
#define SAME_EFFECT    1e-8 /* under weights found at it */

/* The school's point: at its own maximum, or at s = 0.  A robust mode's weights depend on s
 * in their turn. */
static bool
find_point(struct irt_school *school, struct irt_school_room *room,
           const struct irt_call *call, struct irt_school_point *at, uint32_t *flags,
           struct irt_error *error)
{
    bool own = call->effects == IRT_EFFECTS_FIXED && call->anchor != school->number;
    bool weighs = call->robust == IRT_ROBUST_TRIM || call->robust == IRT_ROBUST_CAP;
    bool runaway = false;
    double s = own ? irt_school_start(school, call) : 0.0;
    for (int i = 0; i < MOST_WEIGHINGS; i++) {
        if (weighs && !irt_school_weigh(school, room, call, s, error))
            return false;
        if (own) {
            runaway = !irt_school_maximise(school, room, s, 0.0, at);
        } else {
            irt_school_evaluate(school, room, 0.0, at);
            irt_school_differentiate(school, room, true, at);
        }
        if (!weighs || !own || !(fabs(at->s - s) > SAME_EFFECT))
            break;
        s = at->s;
    }
    *flags |= runaway ? IRT_FLAG_RUNAWAY : 0u;
    school->effect = at->s;
    return true;
}

/* The information for errors: of the weighted equations, or with cross-products what they
 * vary by, in which weights are squared. */
static bool
find_observed(struct irt_school *school, struct irt_school_room *room,
              const struct irt_call *call, double s, const struct irt_cancel *cancel,
              double *out, struct irt_error *error)
{
    size_t rows = irt_observed_rows(school->plan, call->effects);
    bool weighs = call->robust == IRT_ROBUST_TRIM || call->robust == IRT_ROBUST_CAP;
    for (size_t l = 0;
         weighs && call->se == IRT_SE_CROSSPROD && l < school->patterns->count; l++)
        if (school->patterns->frequency[l] > 0.0)
            school->weighed[l] *= school->weighed[l] / school->patterns->frequency[l];
    if (!irt_school_observe(school, room, call->se, weighs ? school->weighed : NULL, s,
                            call->effects == IRT_EFFECTS_FIXED, cancel, error))
        return false;
    for (size_t a = 0; a < rows; a++)
        for (size_t b = 0; b <= a; b++)
            *out++ = room->rows[a * rows + b];
    return true;
}

/* The answer where there is no effect, or one that is maximised or held at 0. */
static bool
find_sums(struct irt_school *school, struct irt_school_room *room,
          const struct irt_call *call, const struct irt_cancel *cancel,
          struct irt_answer *answer, struct irt_error *error)
{
    const struct irt_plan *plan = school->plan;
    struct irt_school_point at;
    if (!find_point(school, room, call, &at, &answer->flags, error))
        return false;
    answer->number[IRT_NUMBER_LOGLIK] = at.loglik;
    answer->number[IRT_NUMBER_EFFECT] = at.s;
    if (call->robust == IRT_ROBUST_TRIM || call->robust == IRT_ROBUST_CAP) {
        answer->number[IRT_NUMBER_LOGLIK] =
            irt_school_unweighed_loglik(school, at.loglik);
        answer->number[IRT_NUMBER_KEPT] = school->kept;
    }
    if (call->effects == IRT_EFFECTS_AVERAGES)
        average_scores(school, room, &answer->number[IRT_NUMBER_EFFECT],
                       &answer->number[IRT_NUMBER_SQUARE]);
    memcpy(answer->number + irt_answer_gradient(), room->sums,
           (plan->gradient + plan->information) * sizeof *room->sums);
    return call->ask != IRT_ASK_ERRORS ||
           find_observed(school, room, call, at.s, cancel,
                         answer->number + irt_answer_observed(plan), error);
}

/* A number that is none must not go out: the answer is 0 and says so. */
static void
check_numbers(struct irt_answer *answer, size_t count)
{
    bool finite = true;
    for (size_t i = 0; i < count; i++)
        finite = finite && isfinite(answer->number[i]);
    if (finite)
        return;
    memset(answer->number, 0, count * sizeof *answer->number);
    answer->flags |= IRT_FLAG_UNDEFINED;
}

bool
irt_school_answer(struct irt_school *school, struct irt_school_room *room,
                  const uint8_t *bytes, size_t size, const struct irt_cancel *cancel,
                  struct irt_bytes *reply, struct irt_error *error)
{
    const struct irt_plan *plan = school->plan;
    struct irt_call call = { .psi = room->psi };
    if (!irt_call_decode(bytes, size, plan, &call, error) ||
        !irt_kernel_use(school->kernel, room->kernel, error))
        return false;
    size_t count = irt_answer_numbers(plan, call.ask, call.effects);
    struct irt_answer answer = { .round = call.round,
                                 .ask = call.ask,
                                 .school = school->number,
                                 .number = room->answer };
    memset(answer.number, 0, count * sizeof *answer.number);
    answer.flags = (school->lowest ? IRT_FLAG_LOWEST : 0u) |
                   (school->highest ? IRT_FLAG_HIGHEST : 0u);
    bool ok = true;
    if (call.ask == IRT_ASK_SURVEY)
        count_answers(school, answer.number + IRT_NUMBERS);
    else if (call.effects == IRT_EFFECTS_RANDOM)
        ok = irt_school_integrate(school, room, &call, cancel, &answer, error);
    else
        ok = find_sums(school, room, &call, cancel, &answer, error);
    irt_kernel_weigh(school->kernel, NULL);
    if (!ok)
        return false;
    check_numbers(&answer, count);
    answer.number[IRT_NUMBER_PERSONS] = school->rows.persons;
    return irt_answer_encode(&answer, plan, call.effects, reply, error);
}
