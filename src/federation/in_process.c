/* SPDX-License-Identifier: GPL-3.0-or-later */
/* in_process.c -- an exchange whose schools are objects in this process.  Small schools are
 * shared out among worker threads, each of which has one room; a school with many rows has
 * all threads for itself.  No answer depends on either. */
#include "federation/exchange.h"

#include "federation/message.h"
#include "federation/school.h"
#include "parallel.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct in_process {
    const struct irt_plan *plan;
    struct irt_cancel cancel;
    size_t schools;
    struct irt_school **school;
    struct irt_pool *pool;  /* shares out schools, or a large school's slices */
    struct irt_pool *alone; /* one thread: what a small school works with */
    size_t rooms;
    struct irt_school_room **room;
    const uint8_t *call;
    size_t size;

    /* The gathering under way. */
    const bool *in;
    size_t first, count;
    struct irt_bytes *answer;
    struct irt_error *problem; /* rooms: the first error that each met */
    size_t *met;               /* rooms: the school that it met it with, or IRT_NONE */
    atomic_size_t next;
};

static bool
broadcast(void *state, const bool *in, const uint8_t *call, size_t size,
          struct irt_error *error)
{
    struct in_process *process = state;
    (void)in;
    (void)error;
    process->call = call;
    process->size = size;
    return true;
}

static void
answer_one(struct in_process *process, size_t r, size_t k)
{
    struct irt_error error = { 0 };
    if (!process->in[k] ||
        irt_school_answer(process->school[k], process->room[r], process->call,
                          process->size, &process->cancel, &process->answer[k], &error))
        return;
    process->answer[k].size = 0;
    if (process->met[r] > k) {
        process->met[r] = k;
        process->problem[r] = error;
    }
}

/* Room r takes one school after the other that no room has taken. */
static void
gather_task(void *context, size_t r)
{
    struct in_process *process = context;
    for (;;) {
        size_t k = process->first + atomic_fetch_add(&process->next, 1);
        if (k >= process->first + process->count)
            return;
        if (!irt_school_is_large(process->school[k]))
            answer_one(process, r, k);
    }
}

static bool
gather(void *state, const bool *in, size_t first, size_t count, struct irt_bytes *answer,
       struct irt_error *error)
{
    struct in_process *process = state;
    size_t worst = 0;
    process->in = in;
    process->first = first;
    process->count = count;
    process->answer = answer;
    atomic_store(&process->next, 0);
    for (size_t r = 0; r < process->rooms; r++)
        process->met[r] = IRT_NONE;
    for (size_t k = first; k < first + count; k++)
        if (irt_school_is_large(process->school[k]))
            answer_one(process, 0, k);
    irt_pool_run(process->pool, process->rooms, gather_task, process);
    for (size_t r = 1; r < process->rooms; r++)
        if (process->met[r] < process->met[worst])
            worst = r;
    if (process->met[worst] == IRT_NONE)
        return true;
    if (error)
        *error = process->problem[worst];
    return false;
}

static void
close_process(void *state)
{
    struct in_process *process = state;
    if (!process)
        return;
    for (size_t k = 0; process->school && k < process->schools; k++)
        irt_school_free(process->school[k]);
    for (size_t r = 0; process->room && r < process->rooms; r++)
        irt_school_room_free(process->room[r]);
    free(process->school);
    free(process->room);
    free(process->problem);
    free(process->met);
    irt_pool_free(process->pool);
    irt_pool_free(process->alone);
    free(process);
}

static const struct irt_exchange_ops in_process_ops = {
    .name = "in process",
    .broadcast = broadcast,
    .gather = gather,
    .close = close_process,
};

/* --- opening -------------------------------------------------------------------------------- */

/* A large one has all threads. */
static bool
make_school(struct in_process *process, const struct irt_responses *data, size_t k,
            const uint32_t *row, size_t count, struct irt_error *error)
{
    process->school[k] = irt_school_new(process->plan, (uint32_t)k, data, row, count,
                                        process->alone, error);
    if (process->school[k] && irt_school_is_large(process->school[k]))
        irt_school_set_pool(process->school[k], process->pool);
    return process->school[k] != NULL;
}

/* Rows by school, in the order of the data. */
static bool
make_schools(struct in_process *process, const struct irt_responses *data,
             struct irt_error *error)
{
    size_t *first = calloc(process->schools + 2, sizeof *first);
    uint32_t *row = malloc((data->rows + 1) * sizeof *row);
    bool ok = (first && row) || irt_fail(error, IRT_NO_MEMORY,
                                         "no memory for %zu schools", process->schools);
    for (size_t i = 0; ok && i < data->rows; i++)
        first[(data->school ? data->school[i] : 0) + 2]++;
    for (size_t k = 2; ok && k < process->schools + 2; k++)
        first[k] += first[k - 1];
    for (size_t i = 0; ok && i < data->rows; i++)
        row[first[(data->school ? data->school[i] : 0) + 1]++] = (uint32_t)i;
    for (size_t k = 0; ok && k < process->schools; k++)
        ok =
            make_school(process, data, k, row + first[k], first[k + 1] - first[k], error);
    free(first);
    free(row);
    return ok;
}

static bool
make_rooms(struct in_process *process, struct irt_error *error)
{
    process->rooms = irt_pool_threads(process->pool);
    if (process->rooms > process->schools)
        process->rooms = process->schools;
    process->room = calloc(process->rooms, sizeof *process->room);
    process->problem = calloc(process->rooms, sizeof *process->problem);
    process->met = calloc(process->rooms, sizeof *process->met);
    if (!process->room || !process->problem || !process->met)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the schools");
    for (size_t r = 0; r < process->rooms; r++) {
        process->room[r] = irt_school_room_new(process->plan, error);
        if (!process->room[r])
            return false;
    }
    return true;
}

struct irt_exchange *
irt_exchange_in_process(const struct irt_plan *plan, const struct irt_responses *data,
                        unsigned threads, const struct irt_cancel *cancel,
                        struct irt_error *error)
{
    struct in_process *process = calloc(1, sizeof *process);
    if (!process) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the schools");
        return NULL;
    }
    process->plan = plan;
    process->cancel = cancel ? *cancel : (struct irt_cancel){ 0 };
    process->schools = data->schools ? data->schools : 1;
    process->school = calloc(process->schools, sizeof *process->school);
    process->pool = irt_pool_new(threads, error);
    process->alone = irt_pool_new(1, error);
    if (!process->school)
        irt_fail(error, IRT_NO_MEMORY, "no memory for %zu schools", process->schools);
    if (!process->school || !process->pool || !process->alone ||
        !make_rooms(process, error) || !make_schools(process, data, error)) {
        close_process(process);
        return NULL;
    }
    return irt_exchange_new(&in_process_ops, process, process->schools, error);
}

size_t
irt_exchange_evaluations(const struct irt_exchange *exchange)
{
    const struct in_process *process = exchange->state;
    size_t sum = 0;
    for (size_t k = 0; exchange->ops == &in_process_ops && k < process->schools; k++)
        sum += irt_school_evaluations(process->school[k]);
    return sum;
}
