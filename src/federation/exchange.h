/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exchange.h -- what carries messages between a server and its schools.  The server gives
 * bytes and gets bytes: whether a school is an object in this process or a machine elsewhere
 * it cannot tell.
 *
 * A round is broadcast() and then gather() until every school has been asked.  A school may
 * be absent: it was dropped out, or (by a network) did not answer in time; then its answer
 * has no bytes.  Rounds and bytes are counted here, of what is really sent. */
#ifndef IRT_EXCHANGE_H
#define IRT_EXCHANGE_H

#include "cancel.h"
#include "data/responses.h"
#include "error.h"
#include "federation/bytes.h"
#include "federation/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A way to carry messages.  State is the carrier's own. */
struct irt_exchange_ops {
    const char *name; /* "in process" */

    /* Sends the call to every school that is in.  Borrows it until the next broadcast. */
    bool (*broadcast)(void *state, const bool *in, const uint8_t *call, size_t size,
                      struct irt_error *error);

    /* The answers of schools first .. first + count - 1 that are in, into answer[k] each; an
     * absent one's stays of size 0.  False with *error filled when nothing can go on. */
    bool (*gather)(void *state, const bool *in, size_t first, size_t count,
                   struct irt_bytes *answer, struct irt_error *error);

    void (*close)(void *state);
};

struct irt_exchange {
    const struct irt_exchange_ops *ops;
    void *state;
    size_t schools;
    bool *in;                 /* schools: takes part from the next round on */
    bool *asked;              /* schools: was in when this round's call went out */
    struct irt_bytes call;    /* of this round */
    struct irt_bytes *answer; /* schools: of this round; size 0: none (yet) */
    size_t gathered;          /* schools asked for their answer in this round */
    size_t rounds;
    uint64_t bytes_up, bytes_down; /* from, to schools */
    struct irt_archive *archive;
};

/* Takes over state, also when it fails.  Caller frees: irt_exchange_free(). */
struct irt_exchange *irt_exchange_new(const struct irt_exchange_ops *ops, void *state,
                                      size_t schools, struct irt_error *error);
void irt_exchange_free(struct irt_exchange *exchange);

/* Begins a round: sends the call and counts it.  Copies it. */
bool irt_exchange_broadcast(struct irt_exchange *exchange, const struct irt_bytes *call,
                            struct irt_error *error);

/* Answers of the next count schools, in the order of their numbers. */
bool irt_exchange_gather(struct irt_exchange *exchange, size_t count,
                         struct irt_error *error);

/* The bytes that a school sent in a round (from 1), or with IRT_NO_SCHOOL the call: false
 * when it sent none, or when so old a round is not kept any more. */
bool irt_exchange_message(const struct irt_exchange *exchange, size_t round,
                          uint32_t school, const uint8_t **bytes, size_t *size);

/* The oldest round whose messages are kept; 0 before there is one. */
size_t irt_exchange_oldest(const struct irt_exchange *exchange);

/* Schools as objects in this process, answered by worker threads: school k has the rows of
 * data with data->school[i] = k, and copies them.  Borrows plan; cancel is asked during long
 * work.  NULL with *error filled.  Caller frees: irt_exchange_free(). */
struct irt_exchange *irt_exchange_in_process(const struct irt_plan *plan,
                                             const struct irt_responses *data,
                                             unsigned threads,
                                             const struct irt_cancel *cancel,
                                             struct irt_error *error);

/* E-steps done by the schools of such an exchange, all together. */
size_t irt_exchange_evaluations(const struct irt_exchange *exchange);

#endif
