/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/tally.h"

#include <stdlib.h>
#include <string.h>

void
irt_tally_free(struct irt_tally *tally)
{
    if (!tally)
        return;
    free(tally->number);
    free(tally->room);
    free(tally->flags);
    free(tally->heard);
    free(tally->counts);
    free(tally->common);
    free(tally->cross);
    free(tally->own);
    free(tally);
}

size_t
irt_tally_rows(const struct irt_tally *tally)
{
    return tally->plan->free + (tally->effects == IRT_EFFECTS_RANDOM);
}

struct irt_tally *
irt_tally_new(const struct irt_plan *plan, enum irt_effects effects, size_t schools,
              struct irt_error *error)
{
    struct irt_tally *tally = calloc(1, sizeof *tally);
    if (!tally)
        goto no_memory;
    tally->plan = plan;
    tally->effects = effects;
    tally->schools = schools;
    tally->length = irt_answer_observed(plan);
    size_t largest = IRT_NUMBERS + plan->counts;
    for (int ask = 0; ask < IRT_ASKS; ask++)
        if (irt_answer_numbers(plan, (enum irt_ask)ask, effects) > largest)
            largest = irt_answer_numbers(plan, (enum irt_ask)ask, effects);
    size_t rows = irt_tally_rows(tally);
    tally->number = calloc(schools * tally->length + 1, sizeof *tally->number);
    tally->room = calloc(largest, sizeof *tally->room);
    tally->flags = calloc(schools + 1, sizeof *tally->flags);
    tally->heard = calloc(schools + 1, sizeof *tally->heard);
    tally->counts = calloc(plan->counts + 1, sizeof *tally->counts);
    tally->common = calloc(rows * rows + 1, sizeof *tally->common);
    tally->cross = calloc(schools * plan->free + 1, sizeof *tally->cross);
    tally->own = calloc(schools + 1, sizeof *tally->own);
    if (tally->number && tally->room && tally->flags && tally->heard && tally->counts &&
        tally->common && tally->cross && tally->own)
        return tally;

no_memory:
    irt_tally_free(tally);
    irt_fail(error, IRT_NO_MEMORY, "no memory for the answers of %zu schools", schools);
    return NULL;
}

void
irt_tally_clear(struct irt_tally *tally)
{
    size_t rows = irt_tally_rows(tally);
    memset(tally->heard, 0, tally->schools * sizeof *tally->heard);
    memset(tally->flags, 0, tally->schools * sizeof *tally->flags);
    memset(tally->common, 0, rows * rows * sizeof *tally->common);
}

/* A school's lower triangle goes into the common sum, and its own row apart. */
static void
add_observed(struct irt_tally *tally, size_t k, const double *triangle)
{
    size_t rows = irt_tally_rows(tally), free = tally->plan->free;
    for (size_t a = 0; a < rows; a++)
        for (size_t b = 0; b <= a; b++) {
            tally->common[a * rows + b] += *triangle;
            if (a != b)
                tally->common[b * rows + a] += *triangle;
            triangle++;
        }
    if (tally->effects != IRT_EFFECTS_FIXED)
        return;
    memcpy(tally->cross + k * free, triangle, free * sizeof *triangle);
    tally->own[k] = triangle[free];
}

bool
irt_tally_hear(struct irt_tally *tally, size_t k, enum irt_ask ask, uint32_t round,
               const uint8_t *bytes, size_t size, struct irt_error *error)
{
    const struct irt_plan *plan = tally->plan;
    struct irt_answer answer = { .number = tally->room };
    if (size == 0)
        return true;
    if (!irt_answer_decode(bytes, size, plan, tally->effects, &answer, error))
        return false;
    if (answer.school != k || answer.round != round || answer.ask != ask)
        return irt_fail(error, IRT_NETWORK,
                        "a message is refused: it is from school %u in round %u, and not "
                        "from school %zu in round %u",
                        (unsigned)answer.school, (unsigned)answer.round, k,
                        (unsigned)round);
    double *number = tally->number + k * tally->length;
    memcpy(number, answer.number,
           (ask == IRT_ASK_SURVEY ? IRT_NUMBERS : tally->length) * sizeof *number);
    if (ask == IRT_ASK_SURVEY)
        for (size_t i = 0; i < plan->counts; i++)
            tally->counts[i] += answer.number[IRT_NUMBERS + i];
    if (ask == IRT_ASK_ERRORS)
        add_observed(tally, k, answer.number + irt_answer_observed(plan));
    tally->flags[k] = answer.flags;
    tally->heard[k] = true;
    return true;
}

void
irt_tally_sum(const struct irt_tally *tally, size_t first, size_t count, double *sum)
{
    memset(sum, 0, count * sizeof *sum);
    for (size_t k = 0; k < tally->schools; k++)
        for (size_t i = 0; tally->heard[k] && i < count; i++)
            sum[i] += irt_tally_number(tally, k)[first + i];
}
